// What may be known of a vote and by whom: the only source for views, status, JSON, CSV, logs and errors; ballots never leave this file.
import { type Electorate, type Profile, type Tally, tally } from '../rules/index.ts'
import type { Choice, Instant, PartyCode } from '../values.ts'
import type { Dossier, State } from './circulation.ts'

/** Who looks. While a vote is open all of the council see the same; `party` adds the own vote elsewhere, in the ballot. */
export type Audience = 'council'

/** How a party stands, as far as this audience may know. */
export type PartyStanding = {
  readonly code: PartyCode
  readonly name: string
  readonly share: bigint
  readonly stands: Choice | 'open' | 'silent' | 'hidden' | 'voted'
  readonly statement: string | undefined
}

/** The vote as this audience may see it. `tally` is absent where the profile hides the interim result. */
export type Standing = {
  readonly profile: Profile
  readonly electorate: Electorate
  readonly parties: readonly PartyStanding[]
  readonly tally: Tally | undefined
  /** How many have voted; absent where even that is sealed. */
  readonly voted: number | undefined
  /** The newest vote that is counted in; absent before the first, after the end, and where the profile hides the interim result. */
  readonly at: Instant | undefined
}

const COUNTED: readonly State[] = ['closed', 'stated', 'published']

/**
 * The view of one audience on a vote. While it is open the profile decides: `open` shows everything, `whoHasVoted` only
 * who, `sealed` nothing; afterwards the vote is open to the council, because its votes are named votes.
 * Undefined before anything is frozen.
 */
export function visibleTo(dossier: Dossier, _audience: Audience): Standing | undefined {
  const { frozen, ballots, circulation } = dossier
  if (!frozen) return undefined
  const { profile, electorate } = frozen
  // what was never counted is shown no further than while it was open, also after a cancellation
  const isOpen = !COUNTED.includes(circulation.state)
  const votes = new Map<PartyCode, Choice>(ballots.map(({ party, choice }) => [party, choice]))
  const visibility = isOpen ? profile.visibility : 'open'
  const statements = new Map(ballots.map(({ party, statement }) => [party, statement]))
  return {
    profile,
    electorate,
    parties: electorate.electors.map(({ code, name, share }) => ({
      code,
      name,
      share,
      stands: standsAs(votes.get(code), visibility, isOpen),
      statement: visibility === 'open' ? statements.get(code) : undefined,
    })),
    tally:
      visibility === 'open' ? tally({ profile, electorate, votes, closed: !isOpen }) : undefined,
    voted: visibility === 'sealed' ? undefined : votes.size,
    at: isOpen && visibility === 'open' ? newest(ballots) : undefined,
  }
}

function newest(ballots: Dossier['ballots']): Instant | undefined {
  return ballots.length === 0 ? undefined : Math.max(...ballots.map(({ at }) => at))
}

function standsAs(
  choice: Choice | undefined,
  visibility: Profile['visibility'],
  isOpen: boolean,
): PartyStanding['stands'] {
  if (visibility === 'sealed') return 'hidden'
  if (choice === undefined) return isOpen ? 'open' : 'silent'
  return visibility === 'whoHasVoted' ? 'voted' : choice
}
