// What the end of a call to the homeserver means: carried out, not now, not known, surely not, refused; leaves calling and when to try again to others.
import { z } from 'zod'
import type { Delivery } from '../../../core/ports.ts'

/**
 * How a call ended. `lost`: it may or may not have been carried out. `unreached`: it surely was not. `refused`: the
 * homeserver, or our own caution, says no.
 */
export type Failure =
  | { readonly kind: 'later'; readonly waitMs: number }
  | { readonly kind: 'lost'; readonly reason: string }
  | { readonly kind: 'unreached'; readonly reason: string }
  | { readonly kind: 'refused'; readonly errcode: string; readonly words: string }
export type Outcome = { readonly kind: 'done'; readonly event: string } | Failure

/** Where a 429 names no time. */
const DEFAULT_WAIT_MS = 5_000
const MOST_WORDS = 300
/** No connection came to be, so nothing was sent. */
const UNREACHED = /\b(?:ECONNREFUSED|ENOTFOUND|EAI_AGAIN|EHOSTUNREACH|ENETUNREACH)\b/

/** The SDK's errors by what they carry, because some of them come without their class. */
const answered = z.object({
  httpStatus: z.number(),
  errcode: z.string().optional(),
  error: z.string().optional(),
  data: z.object({ retry_after_ms: z.number().optional().catch(undefined) }).optional(),
  httpHeaders: z.instanceof(Headers).optional().catch(undefined),
})

/** Reads an error of the SDK. Nothing of the error itself is kept: it carries the event and its whole room. */
export function failureOf(error: unknown): Failure {
  const read = answered.safeParse(error)
  if (read.success) return answerOf(read.data)
  if (!(error instanceof Error)) return { kind: 'lost', reason: 'unknown' }
  const isNetwork = ['ConnectionError', 'AbortError', 'TimeoutError'].includes(error.name)
  // what is neither an answer nor the network failed before anything was sent: the encryption
  if (!isNetwork) return { kind: 'unreached', reason: error.name }
  const [code] = UNREACHED.exec(chainOf(error)) ?? []
  return code === undefined
    ? { kind: 'lost', reason: error.name }
    : { kind: 'unreached', reason: code }
}

function answerOf(answer: z.infer<typeof answered>): Failure {
  const { httpStatus, errcode = `http ${httpStatus}`, error: words = '' } = answer
  if (httpStatus === 429 || errcode === 'M_LIMIT_EXCEEDED')
    return { kind: 'later', waitMs: waitOf(answer) }
  if (httpStatus >= 500 || httpStatus === 408) return { kind: 'lost', reason: errcode }
  return { kind: 'refused', errcode, words: words.slice(0, MOST_WORDS) }
}

/** `retry_after_ms` is the finer of the two; the header counts in whole seconds. */
function waitOf({ data, httpHeaders }: z.infer<typeof answered>): number {
  const seconds = Number(httpHeaders?.get('retry-after') ?? Number.NaN)
  const ms = data?.retry_after_ms ?? seconds * 1_000
  return Number.isFinite(ms) ? Math.max(1, Math.ceil(ms)) : DEFAULT_WAIT_MS
}

/** The system's code stands at the end of a chain of causes. */
function chainOf(error: Error): string {
  const code = 'code' in error && typeof error.code === 'string' ? error.code : ''
  return `${code} ${error.message} ${error.cause instanceof Error ? chainOf(error.cause) : ''}`
}

/** What the core is told of an attempt that failed. */
export function deliveryOf(failure: Failure): Delivery {
  switch (failure.kind) {
    case 'later':
      return { outcome: 'rateLimited', waitMs: failure.waitMs }
    case 'lost':
      return { outcome: 'ambiguous' }
    case 'unreached':
      return { outcome: 'refused', reason: failure.reason }
    case 'refused': {
      const { errcode, words } = failure
      return { outcome: 'refused', reason: words === '' ? errcode : `${errcode}: ${words}` }
    }
  }
}
