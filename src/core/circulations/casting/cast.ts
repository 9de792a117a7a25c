// One vote: what goes to the store in one round trip and what comes back; the judging itself happens in the store, at its own instant.
import type { Account, Receipt } from '../../ports.ts'
import type { BodyId, Choice, Instant, Language, PartyCode } from '../../values.ts'
import type { State } from '../circulation.ts'

export type CastRequest = {
  readonly receipt: Receipt
  readonly account: Account
  readonly circulation: string
  readonly version: number
  readonly party: PartyCode
  readonly choice: Choice
  readonly statement: string | undefined
  readonly order: string | undefined
}

/** How the store judged a cast. Everything but the first three is a refusal: no ballot was written. */
export const CAST_CODES = [
  'counted',
  'unchanged',
  'older',
  'overtaken',
  'state',
  'late',
  'noMandate',
  'noParty',
  'noChoice',
  'oldVersion',
  'unknownAccount',
  'otherBody',
  'notFound',
] as const
export type CastCode = (typeof CAST_CODES)[number]

/** The judgement with all that a receipt says, so that no further read is needed. */
export type CastOutcome = {
  readonly code: CastCode
  /** The same request had been answered before; nothing changed now. */
  readonly repeated: boolean
  readonly revision: number | undefined
  readonly countedAt: Instant | undefined
  readonly previous: Choice | undefined
  /** The vote before had a record statement, and this one has none. */
  readonly statementDropped: boolean
  /** The ballot of the party that counts now; absent for somebody without a mandate. */
  readonly counts:
    | {
        readonly choice: Choice
        readonly revision: number
        readonly statement: string | undefined
        readonly at: Instant
        readonly hash: string
      }
    | undefined
  readonly language: Language | undefined
  readonly body: BodyId
  readonly number: string | undefined
  readonly title: string
  readonly state: State
  readonly deadline: Instant | undefined
  readonly judgedAt: Instant
}

/** The one way a vote becomes a ballot. Refusals are returned, never thrown. */
export interface BallotBox {
  cast(request: CastRequest): Promise<CastOutcome>
}
