// Why a line to Slack could not be opened, and how long to wait before the next: read from what the SDK threw; leaves the waiting to slot.ts.
import {
  WebAPIHTTPError,
  WebAPIPlatformError,
  WebAPIRateLimitedError,
  WebAPIRequestError,
} from '@slack/web-api'
import { Refusal } from '../../../core/refusal.ts'
import { inBoth } from '../../../core/texts.ts'
import { Dismissed } from './line.ts'
import { receiverTexts } from './receiver-texts.ts'

/** `barred`: only another token helps. `crowded`: Slack wants fewer connections, or none for now. */
export type LineFault =
  | { readonly kind: 'barred'; readonly code: string }
  | { readonly kind: 'crowded'; readonly code: string }
  | { readonly kind: 'limited'; readonly code: string; readonly waitMs: number }
  | { readonly kind: 'trouble'; readonly code: string }

type Phrase = 'wrongKind' | 'wrongToken' | 'missingScope' | 'inactive'

const BARRED: ReadonlyMap<string, Phrase> = new Map([
  ['not_allowed_token_type', 'wrongKind'],
  ['not_authed', 'wrongToken'],
  ['invalid_auth', 'wrongToken'],
  ['token_revoked', 'wrongToken'],
  ['token_expired', 'wrongToken'],
  ['missing_scope', 'missingScope'],
  ['no_permission', 'missingScope'],
  ['account_inactive', 'inactive'],
  ['user_removed_from_team', 'inactive'],
  ['team_disabled', 'inactive'],
  ['access_denied', 'inactive'],
])

const CROWDED = new Set(['too_many_websockets', 'link_disabled'])

/** Slack's reasons of a `disconnect` frame after which another line would only be one more. */
export function isCrowded(reason: string | undefined): boolean {
  return reason !== undefined && CROWDED.has(reason)
}

/** Sorts what opening a line threw. */
export function readFault(fault: unknown): LineFault {
  if (fault instanceof Dismissed) {
    return { kind: isCrowded(fault.reason) ? 'crowded' : 'trouble', code: fault.reason }
  }
  if (fault instanceof WebAPIPlatformError) {
    const code = fault.data.error
    if (BARRED.has(code)) return { kind: 'barred', code }
    return { kind: isCrowded(code) ? 'crowded' : 'trouble', code }
  }
  if (fault instanceof WebAPIRateLimitedError) {
    return { kind: 'limited', code: 'ratelimited', waitMs: fault.retryAfter * 1000 }
  }
  if (fault instanceof WebAPIHTTPError) return { kind: 'trouble', code: `HTTP ${fault.statusCode}` }
  const cause = fault instanceof WebAPIRequestError ? fault.original : fault
  return { kind: 'trouble', code: cause instanceof Error ? cause.name : 'unknown' }
}

/** What to do about a token that Slack will never take. */
export function barredRefusal(code: string): Refusal {
  const phrase = BARRED.get(code) ?? 'wrongToken'
  return new Refusal(
    'slack.appToken',
    inBoth(receiverTexts, (t) => (phrase === 'inactive' ? t.inactive(code) : t[phrase])),
  )
}

const FIRST_MS = 500
const LONGEST_MS = 15_000
const CROWDED_MS = 15_000
const LONGEST_CROWDED_MS = 60_000
const BARRED_MS = 60_000
const FACTOR = 1.5

/** How long to wait after the nth failure in a row; a little uneven, so that two lines do not knock together. */
export function waitAfter(fault: LineFault, failures: number): number {
  const uneven = 0.8 + 0.4 * Math.random()
  const grown = (first: number, most: number) =>
    uneven * Math.min(most, first * FACTOR ** Math.max(0, failures - 1))
  if (fault.kind === 'barred') return BARRED_MS
  if (fault.kind === 'crowded') return grown(CROWDED_MS, LONGEST_CROWDED_MS)
  const usual = grown(FIRST_MS, LONGEST_MS)
  return fault.kind === 'limited' ? Math.max(fault.waitMs, usual) : usual
}
