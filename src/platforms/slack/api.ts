// One call to Slack's Web API, with what its outcome means: carried out, refused, not now, or not known, without any hidden retry; leaves when to try again to the delivery.
import {
  LogLevel,
  WebAPIHTTPError,
  WebAPIPlatformError,
  WebAPIRateLimitedError,
  WebAPIRequestError,
  WebClient,
} from '@slack/web-api'
import type { Budgets } from './budgets.ts'
import { quietLogger } from './quiet-logger.ts'

/**
 * How a call ended. `lost`: it may or may not have been carried out. `unreached`: it surely was not. `halted`: the token is
 * not accepted any more; nothing is sent until it is.
 */
export type Outcome =
  | { readonly kind: 'done'; readonly data: Readonly<Record<string, unknown>> }
  | { readonly kind: 'later'; readonly waitMs: number }
  | { readonly kind: 'lost'; readonly reason: string }
  | { readonly kind: 'unreached'; readonly reason: string }
  | { readonly kind: 'refused'; readonly error: string }

/** What a call is about, for its budget. */
export type About = { readonly target?: string; readonly first?: boolean }

export interface SlackApi {
  call(method: string, args: Readonly<Record<string, unknown>>, about?: About): Promise<Outcome>
  /** The error for which Slack accepts this token no more, while it does not. */
  halted(): string | undefined
}

/** Nothing that is sent with this token has a chance: the workspace's posts wait, the others go on. */
const TOKEN_ERRORS = new Set([
  ...['invalid_auth', 'not_authed', 'account_inactive', 'token_revoked', 'token_expired'],
  ...['team_access_not_granted', 'org_login_required', 'ekm_access_denied', 'team_disabled'],
])
/** Slack's own trouble, worded as an answer: whether the call was carried out is not known. */
const TROUBLE = new Set([
  ...['fatal_error', 'internal_error', 'service_unavailable', 'request_timeout'],
  ...['team_added_to_org', 'accesslimited'],
])
const LIMITED = new Set(['ratelimited', 'rate_limited', 'message_limit_exceeded'])
/** No connection came to be, so nothing was sent. */
const UNREACHED = new Set(['ECONNREFUSED', 'ENOTFOUND', 'EAI_AGAIN', 'EHOSTUNREACH', 'ENETUNREACH'])

const CALL_TIMEOUT_MS = 10_000
/** How long a refused token is not tried again. */
const HALT_MS = 60_000
/** Where a 429 names no time. */
const DEFAULT_WAIT_MS = 5_000

export type ApiParts = {
  readonly token: string
  readonly apiUrl: string
  readonly budgets: Budgets
  readonly clock: () => number
  readonly notice: (words: string) => void
}

/**
 * The Web API of one workspace. Its client is its own: options shared between clients carry one workspace's token to another
 * (vercel/chat#602), hidden retries post twice (node-slack-sdk#1666), and one 429 would halt every method.
 */
export function createApi({ token, apiUrl, budgets, clock, notice }: ApiParts): SlackApi {
  const client = new WebClient(token, {
    slackApiUrl: apiUrl,
    retryConfig: { retries: 0 },
    rejectRateLimitedCalls: true,
    timeout: CALL_TIMEOUT_MS,
    logger: quietLogger(notice),
    logLevel: LogLevel.ERROR,
  })
  let halt: { readonly error: string; readonly until: number } | undefined

  const halted = () => (halt && clock() < halt.until ? halt.error : undefined)

  return {
    halted,
    async call(method, args, { target = '', first = false } = {}) {
      if (halt && halted() !== undefined) {
        return { kind: 'later', waitMs: Math.ceil(halt.until - clock()) }
      }
      const waitMs = budgets.take(method, target, first)
      if (waitMs > 0) return { kind: 'later', waitMs }
      const outcome = await attempt(client, method, args)
      if (outcome.kind === 'later') budgets.block(method, target, outcome.waitMs)
      if (outcome.kind === 'refused' && TOKEN_ERRORS.has(outcome.error)) {
        if (halt?.error !== outcome.error) notice(`Slack refuses the token: ${outcome.error}`)
        halt = { error: outcome.error, until: clock() + HALT_MS }
        // nothing is wrong with what was to be sent: it waits for the token, and is not given up
        return method === 'auth.test' ? outcome : { kind: 'later', waitMs: HALT_MS }
      } else if (outcome.kind === 'done') halt = undefined
      return outcome
    },
  }
}

async function attempt(
  client: WebClient,
  method: string,
  args: Readonly<Record<string, unknown>>,
): Promise<Outcome> {
  try {
    return { kind: 'done', data: { ...(await client.apiCall(method, { ...args })) } }
  } catch (error) {
    return outcomeOf(error)
  }
}

function outcomeOf(error: unknown): Outcome {
  if (error instanceof WebAPIRateLimitedError) {
    return { kind: 'later', waitMs: Math.max(1, error.retryAfter) * 1_000 }
  }
  if (error instanceof WebAPIPlatformError) {
    const { error: code, response_metadata: more } = error.data
    // a page of a proxy, an empty body: it was not Slack that said so
    if (!/^[a-z0-9_]{1,100}$/.test(code)) return { kind: 'lost', reason: 'no answer of Slack' }
    if (LIMITED.has(code)) return { kind: 'later', waitMs: DEFAULT_WAIT_MS }
    if (TROUBLE.has(code)) return { kind: 'lost', reason: code }
    const details = more?.messages?.join('; ')
    return { kind: 'refused', error: details ? `${code}: ${details}`.slice(0, 500) : code }
  }
  if (error instanceof WebAPIHTTPError) {
    const { statusCode } = error
    return statusCode >= 500
      ? { kind: 'lost', reason: `http ${statusCode}` }
      : { kind: 'refused', error: `http ${statusCode}` }
  }
  if (error instanceof WebAPIRequestError) {
    const code = codeOf(error.original)
    return UNREACHED.has(code)
      ? { kind: 'unreached', reason: code }
      : { kind: 'lost', reason: code }
  }
  // of a 429 without its header the SDK makes a plain error
  if (error instanceof Error && /retry/i.test(error.message)) {
    return { kind: 'later', waitMs: DEFAULT_WAIT_MS }
  }
  return { kind: 'lost', reason: codeOf(error) }
}

/** The system's code stands at the end of a chain of causes. */
function codeOf(error: unknown): string {
  if (!(error instanceof Error)) return 'unknown'
  if ('code' in error && typeof error.code === 'string') return error.code
  return error.cause === undefined ? error.name : codeOf(error.cause)
}

/** The code alone of a refusal: Slack's details follow a colon. */
export function refusalCode(error: string): string {
  return error.split(':')[0] ?? error
}
