// The hot path: one named prepared statement that calls cast_vote, in no outer transaction; leaves every judgement to that function.
import type pg from 'pg'
import { v7 as newId } from 'uuid'
import type { BallotBox, CastCode, CastOutcome } from '../core/circulations/index.ts'
import type { Choice, Language } from '../core/values.ts'

const CAST = {
  name: 'cast_vote',
  text: 'SELECT * FROM cast_vote($1,$2,$3,$4,$5,$6,$7,$8,$9,$10,$11,$12)',
}

type CastRow = {
  readonly outcome: CastCode
  readonly repeated: boolean
  readonly revision: number | null
  readonly counted_at: Date | null
  readonly now_revision: number | null
  readonly now_choice: Choice | null
  readonly now_statement: string | null
  readonly now_at: Date | null
  readonly now_hash: Buffer | null
  readonly previous_choice: Choice | null
  readonly statement_dropped: boolean
  readonly language: Language | null
  readonly body: string | null
  readonly number: string | null
  readonly title: string | null
  readonly state: CastOutcome['state'] | null
  readonly deadline: Date | null
  readonly judged_at: Date | null
}

/** The ballot box on a guarded pool. A broken connection throws: the outcome is then found by the same request id. */
export function createBallotBox(pool: pg.Pool): BallotBox {
  return {
    async cast({ receipt, account, circulation, version, party, choice, statement, order }) {
      const { rows } = await pool.query<CastRow>({
        ...CAST,
        values: [
          receipt.connection,
          receipt.requestId,
          receipt.body,
          account.id,
          circulation,
          version,
          party,
          choice,
          statement ?? null,
          order ?? null,
          newId(),
          newId(),
        ],
      })
      const [row] = rows
      if (!row) throw new Error('cast_vote gave no row')
      return outcomeOf(row)
    },
  }
}

function outcomeOf(row: CastRow): CastOutcome {
  const { now_choice: choice, now_revision: revision, now_at: at, now_hash: hash } = row
  return {
    code: row.outcome,
    repeated: row.repeated,
    revision: row.revision ?? undefined,
    countedAt: row.counted_at?.getTime(),
    previous: row.previous_choice ?? undefined,
    statementDropped: row.statement_dropped,
    counts:
      choice && revision !== null && at && hash
        ? {
            choice,
            revision,
            statement: row.now_statement ?? undefined,
            at: at.getTime(),
            hash: hash.toString('hex'),
          }
        : undefined,
    language: row.language ?? undefined,
    body: row.body ?? '',
    number: row.number ?? undefined,
    title: row.title ?? '',
    state: row.state ?? 'draft',
    deadline: row.deadline?.getTime(),
    judgedAt: row.judged_at?.getTime() ?? 0,
  }
}
