// One HTTP exchange with Bolt: a payload goes to the listeners, their acknowledgement becomes the answer; leaves who may come in to http.ts.
import type { IncomingHttpHeaders, ServerResponse } from 'node:http'
import type { App } from '@slack/bolt'
import { isEvent, logUnacknowledged } from './receiver.ts'

/** Slack has hung up long before; nothing should hold a connection for ever. */
const LONGEST_ANSWER_MS = 10_000

export type Arrived = {
  readonly body: Readonly<Record<string, unknown>>
  readonly headers: IncomingHttpHeaders
  readonly response: ServerResponse
}

export type ExchangeParts = {
  readonly notice: (words: string) => void
  readonly report: (defect: unknown) => string
  /** Whether connections are to be closed after their answer. */
  readonly closing: () => boolean
}

/** Hands payloads over, and answers each request exactly once. */
export function createExchange({ notice, report, closing }: ExchangeParts) {
  /** The first answer counts; a later one finds the exchange over and does nothing. */
  function answer(response: ServerResponse, status: number, words?: unknown): void {
    if (response.headersSent || response.destroyed) return
    if (closing()) response.setHeader('connection', 'close')
    if (words === undefined || words === null || words === '') {
      response.writeHead(status, { 'content-length': 0 }).end()
      return
    }
    const plain = typeof words === 'string'
    const text = plain ? words : JSON.stringify(words)
    const type = plain ? 'text/plain; charset=utf-8' : 'application/json; charset=utf-8'
    const length = Buffer.byteLength(text)
    response.writeHead(status, { 'content-type': type, 'content-length': length }).end(text)
  }

  /**
   * An interaction is answered when a listener acknowledges, an event when all of its listeners are done: what was
   * acknowledged is stored. Whoever is not acknowledged gets an error, never a 200, so that Slack's warning is true.
   */
  async function hand(app: App, { body, headers, response }: Arrived): Promise<void> {
    const late = setTimeout(() => {
      notice('http: a request was not acknowledged in time')
      answer(response, 503)
    }, LONGEST_ANSWER_MS)
    const ack = async (words?: unknown) => answer(response, 200, words)
    const event = isEvent(body)
    try {
      await app.processEvent({
        body,
        ack: event ? async () => {} : ack,
        ...retryOf(headers),
        customProperties: { arrival: 'http' },
      })
      if (event) await ack()
      if (!response.headersSent) notice('http: nobody acknowledged a request')
      answer(response, 500)
    } catch (fault) {
      logUnacknowledged(fault, { notice, report })
      answer(response, 500)
    } finally {
      clearTimeout(late)
    }
  }

  return { hand, answer }
}

function retryOf(headers: IncomingHttpHeaders): { retryNum?: number; retryReason?: string } {
  const [number, reason] = [headers['x-slack-retry-num'], headers['x-slack-retry-reason']]
  if (typeof number !== 'string' || !/^\d{1,4}$/.test(number)) return {}
  return {
    retryNum: Number(number),
    ...(typeof reason === 'string' ? { retryReason: reason } : {}),
  }
}
