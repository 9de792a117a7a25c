// The posts table as the queue of the delivery: short claims with a token, outcomes recorded only by the holder, many of each in one statement; leaves what is wanted to core.
import type pg from 'pg'
import type { Claim, Kept, PostQueue, Wanted } from '../core/posts.ts'
import { gathering } from './gathering.ts'

/** A claim outlives the longest network call; a process that died gives its posts back after it. */
const CLAIM_SECONDS = 30
/** What one statement takes: all that one connection has under way, and its locks last a moment. */
const MOST_AT_ONCE = 100

/** No row where the post is in order; a row without a token where it is not to be had. */
const CLAIM = {
  name: 'claim_posts',
  text: `SELECT w.n::int, c.* FROM unnest($1::text[], $2::text[], $3::text[], $4::text[], $5::text[], $6::text[])
    WITH ORDINALITY AS w(key, connection, subject, kind, target, fingerprint, n)
    CROSS JOIN LATERAL claim_post(w.key, w.connection, w.subject, w.kind, w.target, w.fingerprint, $7) AS c`,
}
const RECORD = {
  name: 'record_posts',
  text: `SELECT w.n::int, record_post(w.key, w.token, w.state, w.ref, w.fingerprint, w.failure, w.wait) AS kept
    FROM unnest($1::text[], $2::bigint[], $3::text[], $4::text[], $5::text[], $6::text[], $7::bigint[])
    WITH ORDINALITY AS w(key, token, state, ref, fingerprint, failure, wait, n)`,
}

type ClaimRow = {
  readonly n: number
  readonly token: bigint | null
  readonly ref: string | null
  readonly state: Claim['state']
  readonly attempts: number
  readonly since: Date
}

type Claiming = { readonly wanted: Wanted; readonly fingerprint: string }
type Recording = {
  readonly key: string
  readonly token: bigint
  readonly fingerprint: string
  readonly kept: Kept
}

export function createPostQueue(pool: pg.Pool): PostQueue {
  const claim = gathering((all: readonly Claiming[]) => claimAll(pool, all), MOST_AT_ONCE)
  const record = gathering((all: readonly Recording[]) => recordAll(pool, all), MOST_AT_ONCE)
  return {
    claim: (wanted, fingerprint) => claim({ wanted, fingerprint }),
    record: (key, token, fingerprint, kept) => record({ key, token, fingerprint, kept }),
  }
}

async function claimAll(pool: pg.Pool, all: readonly Claiming[]) {
  const { places, sorted } = inOrder(all, ({ wanted }) => wanted.key)
  const { rows } = await pool.query<ClaimRow>({
    ...CLAIM,
    values: [
      ...(['key', 'connection', 'subject', 'kind'] as const).map((field) =>
        sorted.map(({ wanted }) => wanted[field]),
      ),
      sorted.map(({ wanted }) => targetText(wanted)),
      sorted.map(({ fingerprint }) => fingerprint),
      CLAIM_SECONDS,
    ],
  })
  const found = new Map(rows.map((row) => [row.n, row]))
  return places.map((place) => claimOf(found.get(place + 1)))
}

function claimOf(row: ClaimRow | undefined): Claim | 'inOrder' | 'waiting' {
  if (!row) return 'inOrder'
  if (row.token === null) return 'waiting'
  return {
    token: BigInt(row.token),
    ref: row.ref ?? undefined,
    state: row.state,
    attempts: row.attempts,
    since: row.since.getTime(),
  }
}

async function recordAll(pool: pg.Pool, all: readonly Recording[]) {
  const { places, sorted } = inOrder(all, ({ key }) => key)
  const { rows } = await pool.query<{ n: number; kept: boolean }>({
    ...RECORD,
    values: [
      sorted.map(({ key }) => key),
      sorted.map(({ token }) => token.toString()),
      sorted.map(({ kept }) => kept.state),
      sorted.map(({ kept }) => kept.ref ?? null),
      sorted.map(({ fingerprint }) => fingerprint),
      sorted.map(({ kept }) => kept.failure ?? null),
      sorted.map(({ kept }) => kept.waitMs),
    ],
  })
  const found = new Map(rows.map(({ n, kept }) => [n, kept]))
  return places.map((place) => found.get(place + 1) === true)
}

/**
 * Rows are locked in the order of their keys: two processes that want the same ones never wait for each other.
 * `places` tells where each question stands in that order.
 */
function inOrder<T>(all: readonly T[], keyOf: (one: T) => string) {
  const numbered = all.map((one, n) => ({ one, n, key: keyOf(one) }))
  numbered.sort((a, b) => (a.key < b.key ? -1 : a.key > b.key ? 1 : a.n - b.n))
  const places = new Array<number>(all.length)
  for (const [place, { n }] of numbered.entries()) places[n] = place
  return { places, sorted: numbered.map(({ one }) => one) }
}

function targetText({ to }: Wanted): string {
  return to.kind === 'place' ? `place:${to.place}` : `person:${to.account.id}`
}
