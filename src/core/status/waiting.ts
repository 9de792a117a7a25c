// What waits for a person: votes of their parties, drafts for a second person, results for the Feststellung; leaves rights to the acts, which judge them again.
import { type Dossier, titleOf } from '../circulations/index.ts'
import { mayUse } from '../command.ts'
import type { CouncilDirectory } from '../council/index.ts'
import type { Identity } from '../ports.ts'
import { formatDeadline } from '../time.ts'
import type { Instant, Language, PartyCode } from '../values.ts'
import { statusTexts } from './texts.ts'

/** A party of whom somebody may cast the vote. */
export type OwnParty = { readonly code: PartyCode; readonly name: string }

/** One thing that somebody may do now. */
export type Waiting = { readonly dossier: Dossier } & (
  | { readonly kind: 'vote'; readonly party: OwnParty }
  | { readonly kind: 'state' | 'confirm' }
)

/** Everything that waits for a person, in the order of the dossiers. */
export function waitingFor(
  dossiers: readonly Dossier[],
  me: Identity,
  directory: CouncilDirectory,
  now: Instant,
): readonly Waiting[] {
  return dossiers.flatMap((dossier): readonly Waiting[] => {
    const { circulation, ballots, result } = dossier
    if (circulation.state === 'open') {
      return ownParties(dossier, me)
        .filter(({ code }) => !ballots.some(({ party }) => party === code))
        .map((party) => ({ kind: 'vote', dossier, party }))
    }
    const here = { ...me, roles: directory.rolesIn(circulation.body, me.person, now) }
    if (circulation.state === 'closed') {
      return result && mayUse('chair', here) ? [{ kind: 'state', dossier }] : []
    }
    if (circulation.state !== 'draft' || circulation.confirmedBy !== undefined) return []
    const second = me.person !== circulation.createdBy && me.person !== circulation.editedBy
    return second && mayUse('office', here) ? [{ kind: 'confirm', dossier }] : []
  })
}

/** For whom a person may vote in a circulation: the parties of their mandates that were frozen into it. */
export function ownParties({ circulation, frozen }: Dossier, me: Identity): readonly OwnParty[] {
  const held = me.mandates.filter(({ body }) => body === circulation.body)
  return (frozen?.electorate.electors ?? []).filter(({ code }) =>
    held.some(({ party }) => party === code),
  )
}

/** One thing that waits, in a line. */
export function waitingWords(one: Waiting, zone: string, language: Language): string {
  const t = statusTexts[language]
  const { circulation } = one.dossier
  const title = titleOf(circulation, language)
  if (one.kind === 'vote') {
    const end = formatDeadline(circulation.deadline ?? 0, zone, language)
    return t.waitsForVote(title, one.party.name, end)
  }
  return one.kind === 'state' ? t.waitsForStatement(title) : t.waitsForConfirmation(title)
}
