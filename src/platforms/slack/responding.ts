// Calls the address that a payload names for its answer, over connections that are kept; leaves which addresses are Slack's to index.ts and what is said to talk.ts.
import { request as requestHttp } from 'node:http'
import { request as requestHttps } from 'node:https'

const LONGEST_MS = 10_000

/**
 * Posts JSON; a redirect is not followed. Not by `fetch`, which takes several times the CPU for each click.
 * @returns whether it was taken; never throws
 */
export function respondAt(address: string, answer: unknown): Promise<boolean> {
  const { promise, resolve } = Promise.withResolvers<boolean>()
  const body = JSON.stringify(answer)
  const headers = {
    'content-type': 'application/json; charset=utf-8',
    'content-length': Buffer.byteLength(body),
  }
  const request = address.startsWith('https:') ? requestHttps : requestHttp
  const call = request(address, { method: 'POST', headers }, (response) => {
    const { statusCode = 0 } = response
    response.once('end', () => resolve(statusCode >= 200 && statusCode < 300))
    // a connection is free for the next answer only when this one was read
    response.on('error', () => {}).resume()
  })
  const late = setTimeout(() => call.destroy(), LONGEST_MS)
  call.on('error', () => resolve(false))
  call.once('close', () => {
    clearTimeout(late)
    resolve(false)
  })
  call.end(body)
  return promise
}
