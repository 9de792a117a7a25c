// The sum sheet: what was counted, as a document of format 1 from ballots that can no longer change; leaves drawing it to views.ts.
import { answerOf, type TallyAnswer, tally } from '../../rules/index.ts'
import { isoInstant } from '../../time.ts'
import type { Choice, Instant, PartyCode } from '../../values.ts'
import type { Dossier } from '../circulation.ts'

/** A ballot as it was counted; its hash ties the sheet to the ballot in the store. */
type CountedParty = {
  readonly party: PartyCode
  readonly share: string
  readonly choice: Choice | 'silent'
  readonly ballot: string | undefined
}

/** The sum sheet as it is kept and hashed. */
export type SumSheet = {
  readonly format: 1
  readonly circulation: string
  readonly number: string
  readonly version: number
  readonly frozen: string
  readonly key: string
  readonly deadline: string
  readonly closedAt: string
  readonly countedAt: string
  readonly outcome: 'adopted' | 'rejected'
  readonly parties: readonly CountedParty[]
  readonly tally: TallyAnswer
}

/**
 * Counts a closed circulation by its own frozen rule.
 * @throws Error when the frozen document or the closing instant is not there: then nothing is counted.
 */
export function sumSheet(dossier: Dossier, now: Instant): SumSheet {
  const { circulation, frozen, ballots } = dossier
  const { deadline, closedAt } = circulation
  if (!frozen || deadline === undefined || closedAt === undefined) {
    throw new Error(`circulation ${circulation.id} is closed but not countable`)
  }
  const { profile, electorate } = frozen
  const byParty = new Map(ballots.map((ballot) => [ballot.party, ballot]))
  const votes = new Map<PartyCode, Choice>(ballots.map(({ party, choice }) => [party, choice]))
  const counted = tally({ profile, electorate, votes, closed: true })
  if (counted.outcome === 'pending') throw new Error('a closed vote cannot be pending')
  return {
    format: 1,
    circulation: circulation.id,
    number: frozen.document.number,
    version: circulation.version,
    frozen: frozen.hash,
    key: electorate.keyId,
    deadline: isoInstant(deadline),
    closedAt: isoInstant(closedAt),
    countedAt: isoInstant(now),
    outcome: counted.outcome,
    parties: electorate.electors.map(({ code, share }) => ({
      party: code,
      share: `${share}`,
      choice: byParty.get(code)?.choice ?? 'silent',
      ballot: byParty.get(code)?.hash,
    })),
    tally: answerOf(counted),
  }
}
