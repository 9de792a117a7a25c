// Which round and party are meant, if this person may report for them, and what a form or a table shows at first: the draft, what was filed, or the report of the round before; leaves asking for it to the commands.
import type { CouncilDirectory } from '../council/index.ts'
import type { Identity } from '../ports.ts'
import { type Bilingual, inBoth } from '../texts.ts'
import type { Language, PartyCode } from '../values.ts'
import { type Answers, stateOf } from './filing.ts'
import { findRound, partiesOf, type ReportStores, requireOpen, requireParty } from './finding.ts'
import type { Round } from './round.ts'
import { laidOver } from './steps.ts'
import { reportTexts } from './texts.ts'

type Asking = {
  readonly stores: ReportStores
  readonly values: { readonly round?: string | undefined; readonly party?: PartyCode | undefined }
  readonly me: Identity
  readonly language: Language
}

type Meant = {
  readonly round: Round
  readonly party: PartyCode
  readonly directory: CouncilDirectory
}

/** The open round and the party that are asked about, if this person may report for it. */
export async function meant(call: Asking): Promise<Meant> {
  const { stores, values, me, language } = call
  const directory = await stores.council.directory()
  const mine = (round: Round) => partiesOf(round, me, directory).length > 0
  const round = await findRound(stores, directory, values.round, mine)
  requireOpen(round, directory.zone)
  return { round, party: requireParty(round, values.party, me, directory, language), directory }
}

type Held = {
  /** Whence a step of the form is, or all of it, in words; empty where there is nothing. */
  words(step?: number): Bilingual
  /** What a step of the form shows. */
  at(step: number): Answers
  /** All of it. */
  readonly answers: Answers
}

const NO_WORDS: Bilingual = { de: '', en: '' }

/** What is there to begin with. */
export async function heldBy(
  { stores: { reports }, me }: Pick<Asking, 'stores' | 'me'>,
  { round, party, directory }: Meant,
): Promise<Held> {
  const draft = await reports.draft(round.id, party)
  const { filing } = stateOf(party, await reports.round(round.id))
  const before = filing ? undefined : await reports.before(round)
  const earlier = before && stateOf(party, before).filing
  const base = (filing ?? earlier)?.document.answers ?? {}
  const kept = filing
    ? inBoth(reportTexts, (t) => t.prefilledFiled(filing.document.version))
    : before && earlier
      ? inBoth(reportTexts, (t) => t.prefilledBefore(before.round.number))
      : NO_WORDS
  const drafted = inBoth(reportTexts, (t) =>
    draft === undefined || draft.person === me.person
      ? t.prefilledDraft
      : t.prefilledDraftOf(directory.nameOf(draft.person)),
  )
  const isDrafted = (step: number) => draft?.steps.includes(step) ?? false
  return {
    words: (step) => ((step === undefined ? draft : isDrafted(step)) ? drafted : kept),
    at: (step) => (draft && isDrafted(step) ? draft.answers : base),
    answers: draft ? laidOver(round, base, draft) : base,
  }
}
