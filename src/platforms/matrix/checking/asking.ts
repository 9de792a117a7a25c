// Asks a homeserver single questions, with or without the bot's token, and says how each ended; leaves sending and syncing to the SDK, and what an answer means to whoever asks.
import { setTimeout as sleep } from 'node:timers/promises'
import { z } from 'zod'

export type Answer =
  | { readonly kind: 'done'; readonly data: unknown }
  /** The homeserver says no, by its code. */
  | { readonly kind: 'refused'; readonly status: number; readonly code: string }
  /** Nothing that a homeserver would say: no connection, no JSON, or an error of its own. */
  | { readonly kind: 'unanswered'; readonly reason: string }

export type Ask = (method: 'GET' | 'POST', path: string, body?: unknown) => Promise<Answer>

/** The state of a room; the form `?format=event` gives the event around its content. */
export function readState(ask: Ask, room: string, type: string, form = ''): Promise<Answer> {
  return ask('GET', `/_matrix/client/v3/rooms/${encodeURIComponent(room)}/state/${type}/${form}`)
}

const PATIENCE_MS = 15_000
const TRIES = 3
const LONGEST_WAIT_MS = 30_000

const refusal = z.object({ errcode: z.string(), retry_after_ms: z.number().optional() })

/** `path` begins with `/_matrix` or `/_synapse`. Waits where the homeserver asks for it, a few times. */
export function createAsk(homeserver: string, token: string | undefined): Ask {
  const headers = {
    'content-type': 'application/json',
    ...(token === undefined ? {} : { authorization: `Bearer ${token}` }),
  }
  return async (method, path, body) => {
    for (let left = TRIES; ; left -= 1) {
      const answer = await attempt(`${homeserver}${path}`, {
        ...{ method, headers, redirect: 'error' },
        ...(body === undefined ? {} : { body: JSON.stringify(body) }),
        signal: AbortSignal.timeout(PATIENCE_MS),
      })
      if (!('waitMs' in answer)) return answer
      if (left === 1) return { kind: 'unanswered', reason: answer.reason }
      await sleep(Math.min(answer.waitMs, LONGEST_WAIT_MS))
    }
  }
}

async function attempt(
  address: string,
  init: RequestInit,
): Promise<Answer | { readonly waitMs: number; readonly reason: string }> {
  try {
    const response = await fetch(address, init)
    const data: unknown = await response.json().catch(() => undefined)
    if (response.ok && data !== undefined) return { kind: 'done', data }
    const said = refusal.safeParse(data)
    if (!said.success) return { kind: 'unanswered', reason: `HTTP ${response.status}` }
    const { errcode: code, retry_after_ms: waitMs = 1_000 } = said.data
    return response.status === 429
      ? { waitMs, reason: '429' }
      : { kind: 'refused', status: response.status, code }
  } catch (fault) {
    const reason = reasonOf(fault)
    // a connection that was kept open, and that the other side closed just now
    if (reason === 'UND_ERR_SOCKET' || reason === 'ECONNRESET') return { waitMs: 0, reason }
    return { kind: 'unanswered', reason }
  }
}

/** `ECONNREFUSED` where the system says why, otherwise the kind of error. */
function reasonOf(fault: unknown): string {
  if (!(fault instanceof Error)) return String(fault)
  const { cause } = fault
  const code = cause instanceof Error && 'code' in cause ? String(cause.code) : undefined
  return code ?? (cause instanceof Error ? cause.message : fault.name)
}
