// Sends events and interactions to the app over HTTP, signed as Slack signs them; leaves what is sent to payloads.ts.
import { createHmac } from 'node:crypto'
import { Agent, request } from 'node:http'
import type { Fields } from './records.ts'

export type Signing = {
  readonly secret: string
  /** Seconds since the epoch; now, unless a test says otherwise. */
  readonly timestamp?: number | string
  readonly contentType?: string
}

/** The headers of a signed request; a test may sign with anything at any time. */
export function signed(
  body: string,
  { secret, timestamp = Math.floor(Date.now() / 1000), contentType = 'application/json' }: Signing,
): Record<string, string> {
  const hash = createHmac('sha256', secret).update(`v0:${timestamp}:${body}`).digest('hex')
  return {
    'content-type': contentType,
    'x-slack-request-timestamp': String(timestamp),
    'x-slack-signature': `v0=${hash}`,
  }
}

export type Kind = 'slash_commands' | 'interactive' | 'events_api'

/** The body of a delivery over HTTP, and its type. */
export function httpBodyOf(kind: Kind, payload: Fields): { body: string; contentType: string } {
  const contentType = 'application/x-www-form-urlencoded'
  if (kind === 'events_api')
    return { body: JSON.stringify(payload), contentType: 'application/json' }
  if (kind === 'interactive')
    return {
      body: new URLSearchParams({ payload: JSON.stringify(payload) }).toString(),
      contentType,
    }
  const fields = Object.entries(payload).map(([name, value]): [string, string] => [
    name,
    String(value),
  ])
  return { body: new URLSearchParams(fields).toString(), contentType }
}

export type HttpAnswer = { readonly status: number; readonly body: string }

/** A keep-alive client. `post` resolves with nothing when the app does not answer in time or at all. */
export function createHttpSender() {
  const agent = new Agent({ keepAlive: true })
  return {
    post: (
      url: string,
      body: string,
      headers: Readonly<Record<string, string>>,
      timeoutMs: number,
    ): Promise<HttpAnswer | undefined> =>
      new Promise((resolve) => {
        const length = Buffer.byteLength(body)
        const call = request(
          url,
          { method: 'POST', agent, headers: { ...headers, 'content-length': length } },
          (answer) => {
            const chunks: Buffer[] = []
            answer.on('data', (chunk: Buffer) => chunks.push(chunk))
            answer.on('error', () => resolve(undefined))
            answer.on('end', () =>
              resolve({ status: answer.statusCode ?? 0, body: Buffer.concat(chunks).toString() }),
            )
          },
        )
        const timer = setTimeout(() => call.destroy(), timeoutMs)
        call.on('close', () => {
          clearTimeout(timer)
          resolve(undefined)
        })
        call.on('error', () => resolve(undefined))
        call.end(body)
      }),
    stop: () => agent.destroy(),
  }
}
