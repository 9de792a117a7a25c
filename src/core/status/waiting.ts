// What waits for a person: votes and reports of their parties, drafts for a second person, results for the Feststellung, reports to look at; leaves rights to the acts, which judge them again.
import { type Dossier, titleOf } from '../circulations/index.ts'
import { mayUse } from '../command.ts'
import type { CouncilDirectory } from '../council/index.ts'
import type { Identity } from '../ports.ts'
import {
  isMissing,
  isSecretariat,
  nameIn,
  namesOf,
  partiesOf,
  type RoundDossier,
  roundTitle,
  stateOf,
  statesOf,
} from '../reports/index.ts'
import { formatDeadline } from '../time.ts'
import type { Instant, Language, PartyCode } from '../values.ts'
import { statusTexts } from './texts.ts'

/** A party of whom somebody may cast the vote. */
export type OwnParty = { readonly code: PartyCode; readonly name: string }

/** A round that is not closed, with the parties that keep a draft of their report. */
export type OpenRound = RoundDossier & { readonly drafted: ReadonlySet<PartyCode> }

/** One thing that somebody may do now. `several`: the person reports for more parties of that round. */
export type Waiting =
  | { readonly kind: 'vote'; readonly dossier: Dossier; readonly party: OwnParty }
  | { readonly kind: 'state' | 'confirm'; readonly dossier: Dossier }
  | {
      readonly kind: 'report'
      readonly round: OpenRound
      readonly party: OwnParty
      readonly several: boolean
    }
  | { readonly kind: 'review'; readonly round: OpenRound }

/** A list of what is open shows so many lines; of the others only how many they are. */
export const MOST_LINES = 20

export function shortened(lines: readonly string[], language: Language): readonly string[] {
  const more = lines.length - MOST_LINES
  return more > 0 ? [...lines.slice(0, MOST_LINES), statusTexts[language].andMore(more)] : lines
}

/** Everything that waits for a person: circulations in their order, then rounds. */
export function waitingFor(
  {
    dossiers,
    rounds,
  }: { readonly dossiers: readonly Dossier[]; readonly rounds: readonly OpenRound[] },
  me: Identity,
  directory: CouncilDirectory,
  now: Instant,
): readonly Waiting[] {
  return [
    ...dossiers.flatMap((dossier) => waitingIn(dossier, me, directory, now)),
    ...rounds.flatMap((round) => waitingInRound(round, me, directory, now)),
  ]
}

/** Reports of the person's parties that are missing, were sent back or are begun; for the secretariat those to look at. */
function waitingInRound(
  round: OpenRound,
  me: Identity,
  directory: CouncilDirectory,
  now: Instant,
): readonly Waiting[] {
  const mine = partiesOf(round.round, me, directory)
  const reports = mine
    .filter((party) => isMissing(stateOf(party, round)) || round.drafted.has(party))
    .map((code): Waiting => {
      const party = { code, name: nameIn(round.round, code) }
      return { kind: 'report', round, party, several: mine.length > 1 }
    })
  const reviews =
    me.roles.includes('secretariat') &&
    isSecretariat(round.round.body, me, directory, now) &&
    toReview(round).length > 0
  return reviews ? [...reports, { kind: 'review', round }] : reports
}

const toReview = (round: OpenRound) =>
  statesOf(round).filter(({ standing }) => standing === 'filed')

function waitingIn(
  dossier: Dossier,
  me: Identity,
  directory: CouncilDirectory,
  now: Instant,
): readonly Waiting[] {
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
  if (one.kind === 'report') return reportWords(one, zone, language)
  if (one.kind === 'review') {
    const found = toReview(one.round)
    const title = roundTitle(one.round.round)[language]
    return t.waitsForReview(title, found.length, namesOf(found, language))
  }
  const { circulation } = one.dossier
  const title = titleOf(circulation, language)
  if (one.kind === 'vote') {
    const end = formatDeadline(circulation.deadline ?? 0, zone, language)
    return t.waitsForVote(title, one.party.name, end)
  }
  return one.kind === 'state' ? t.waitsForStatement(title) : t.waitsForConfirmation(title)
}

/** A report that is missing, sent back or begun, in a line. */
function reportWords(
  { round, party }: Extract<Waiting, { kind: 'report' }>,
  zone: string,
  language: Language,
): string {
  const t = statusTexts[language]
  const title = roundTitle(round.round)[language]
  const state = stateOf(party.code, round)
  const kept = round.drafted.has(party.code)
  if (!isMissing(state)) return t.waitsForDraft(title, party.name)
  const due = formatDeadline(round.round.due, zone, language)
  const words =
    state.review?.reason === undefined
      ? t.waitsForReport(title, party.name, due)
      : t.waitsForReportAgain(title, party.name, state.review.reason)
  return kept ? `${words}${t.drafted}` : words
}
