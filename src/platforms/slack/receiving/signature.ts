// Whether an HTTP request was signed by Slack for this app, and now: v0 HMAC in constant time, a window both ways; leaves the answer to http.ts.
import { createHmac, createSecretKey, timingSafeEqual } from 'node:crypto'
import type { Instant } from '../../../core/values.ts'

const WINDOW_S = 300
const SIGNATURE = /^v0=([0-9a-f]{64})$/
const SECONDS = /^\d{1,12}$/

export type SignedRequest = {
  readonly timestamp: unknown
  readonly signature: unknown
  readonly raw: Buffer
}

/** Makes the check for one signing secret. @param now the wall clock; an old or early signature is refused alike. */
export function signatureCheck(
  secret: string,
  now: () => Instant,
): (request: SignedRequest) => boolean {
  // an empty key would let everybody sign
  if (secret === '') throw new Error('The signing secret is empty')
  const key = createSecretKey(secret, 'utf8')
  return ({ timestamp, signature, raw }) => {
    if (typeof timestamp !== 'string' || !SECONDS.test(timestamp)) return false
    if (Math.abs(Math.floor(now() / 1000) - Number(timestamp)) > WINDOW_S) return false
    const given = typeof signature === 'string' ? SIGNATURE.exec(signature)?.[1] : undefined
    if (given === undefined) return false
    const right = createHmac('sha256', key).update(`v0:${timestamp}:`).update(raw).digest()
    return timingSafeEqual(right, Buffer.from(given, 'hex'))
  }
}
