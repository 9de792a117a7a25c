// The posts table as the queue of the delivery: short claims with a token, outcomes recorded only by the holder; leaves what is wanted to core.
import type pg from 'pg'
import type { Claim, Kept, PostQueue, Wanted } from '../core/posts.ts'

/** A claim outlives the longest network call; a process that died gives its posts back after it. */
const CLAIM_SECONDS = 30

const CLAIM = { name: 'claim_post', text: 'SELECT * FROM claim_post($1,$2,$3,$4,$5,$6,$7)' }
const RECORD = { name: 'record_post', text: 'SELECT record_post($1,$2,$3,$4,$5,$6,$7) AS kept' }

type ClaimRow = {
  readonly token: bigint | null
  readonly ref: string | null
  readonly state: Claim['state']
  readonly attempts: number
  readonly since: Date
}

export function createPostQueue(pool: pg.Pool): PostQueue {
  return {
    async claim(wanted: Wanted, fingerprint: string) {
      const { rows } = await pool.query<ClaimRow>({
        ...CLAIM,
        values: [
          wanted.key,
          wanted.connection,
          wanted.subject,
          wanted.kind,
          targetText(wanted),
          fingerprint,
          CLAIM_SECONDS,
        ],
      })
      const [row] = rows
      if (!row) return 'inOrder'
      if (row.token === null) return 'waiting'
      return {
        token: BigInt(row.token),
        ref: row.ref ?? undefined,
        state: row.state,
        attempts: row.attempts,
        since: row.since.getTime(),
      }
    },
    async record(key: string, token: bigint, fingerprint: string, kept: Kept) {
      const { rows } = await pool.query<{ kept: boolean }>({
        ...RECORD,
        values: [
          key,
          token.toString(),
          kept.state,
          kept.ref ?? null,
          fingerprint,
          kept.failure ?? null,
          kept.waitMs,
        ],
      })
      return rows[0]?.kept === true
    },
  }
}

function targetText({ to }: Wanted): string {
  return to.kind === 'place' ? `place:${to.place}` : `person:${to.account.id}`
}
