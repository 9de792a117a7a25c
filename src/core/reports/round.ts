// A reporting round: what it is, what is frozen when it opens, and what its store must keep; leaves its dates to rhythm.ts and the filings to filing.ts.
import { z } from 'zod'
import {
  type CouncilDirectory,
  type Obligation,
  obligationSchema,
  questionnaireSchema,
} from '../council/index.ts'
import { Refusal } from '../refusal.ts'
import { inBoth } from '../texts.ts'
import { isoInstant, type LocalDate } from '../time.ts'
import type { BodyId, Instant, PartyCode, PersonId } from '../values.ts'
import type { Filing, FilingDocument, Review } from './filing.ts'
import type { RegisterEntry } from './obligation.ts'
import type { Occurrence, RoundDates } from './rhythm.ts'
import { reportTexts } from './texts.ts'

const bothNames = z.strictObject({ de: z.string(), en: z.string() })

/**
 * What opening freezes, format 1: obligation, questionnaire, the services it names, parties with their places. From then on
 * the document decides; nothing outside changes a round.
 */
const frozenSchema = z.strictObject({
  format: z.literal(1),
  round: z.string(),
  number: z.string(),
  body: z.string(),
  obligation: obligationSchema,
  questionnaire: questionnaireSchema,
  services: z.array(z.strictObject({ id: z.string(), name: bothNames })),
  parties: z.array(z.strictObject({ code: z.string(), name: z.string(), place: z.string() })),
  occurrence: z.strictObject({
    key: z.string(),
    date: z.string(),
    session: z.number().int().optional(),
  }),
  asOf: z.string(),
  due: z.string(),
  dueRule: z.strictObject({ date: z.string(), time: z.string(), zone: z.string() }),
  openedAt: z.string(),
  council: z.number().int(),
})
export type FrozenRound = z.infer<typeof frozenSchema>

export type Round = {
  readonly id: string
  readonly body: BodyId
  /** `R-1/2023`. */
  readonly number: string
  readonly obligation: string
  readonly occurrence: string
  readonly revision: number
  readonly openedAt: Instant
  readonly due: Instant
  readonly asOf: LocalDate
  readonly frozen: FrozenRound
  readonly hash: string
  readonly closed: Closing | undefined
}

/** The statement of the secretariat that ends a round. */
export type Closing = { readonly at: Instant; readonly person: PersonId }

/** What somebody has begun to fill in for a party: the one thing of a round that changes in place. */
export type Draft = {
  readonly answers: FilingDocument['answers']
  /** The steps of the form that were filled in. */
  readonly steps: readonly number[]
  readonly person: PersonId
  readonly at: Instant
}

/** A round with every filing and review of it, in their order. */
export type RoundDossier = {
  readonly round: Round
  readonly filings: readonly Filing[]
  readonly reviews: readonly Review[]
}

/** What reports need kept. Bound to one transaction; every method that changes something also writes its audit entry. */
export interface ReportStore {
  /** Obligations added by command, the newest state of each, the oldest first. */
  register(): Promise<readonly RegisterEntry[]>
  addObligation(entry: {
    readonly body: BodyId
    readonly obligation: Obligation
    readonly by: PersonId
    readonly at: Instant
  }): Promise<void>
  endObligation(entry: {
    readonly body: BodyId
    readonly id: string
    readonly reason: string
    readonly by: PersonId
    readonly at: Instant
  }): Promise<void>
  /** Locks the body's register for a change and reads the instant anew. */
  lockRegister(body: BodyId): Promise<Instant>
  /** The occurrences of an obligation that have a round. */
  opened(body: BodyId, obligation: string): Promise<readonly string[]>
  open(document: FrozenRound): Promise<void>
  nextNumber(body: BodyId, year: number): Promise<number>
  round(id: string): Promise<RoundDossier>
  byId(id: string): Promise<Round | undefined>
  /** By written number in any body; several only where bodies count alike. */
  find(number: string): Promise<readonly Round[]>
  /** The newest first. */
  rounds(which: 'all' | 'open'): Promise<readonly Round[]>
  /** The round of the same obligation before this one. */
  before(round: Round): Promise<RoundDossier | undefined>
  /** Those whose posts may not yet show their newest state. */
  unposted(): Promise<readonly Round[]>
  posted(id: string, revision: number): Promise<void>
  /** Locks a round for a change and reads the instant anew: after waiting, the old one would be stale. */
  lock(id: string): Promise<{ readonly dossier: RoundDossier; readonly now: Instant }>
  draft(round: string, party: PartyCode): Promise<Draft | undefined>
  keepDraft(round: string, party: PartyCode, draft: Draft): Promise<void>
  /** The parties of a round that keep a draft. */
  drafted(round: string): Promise<readonly PartyCode[]>
  file(document: FilingDocument, by: PersonId, at: Instant): Promise<Filing>
  review(review: Omit<Review, 'step'>): Promise<void>
  close(round: string, closing: Closing): Promise<void>
}

/**
 * Reads the text of a frozen document back.
 * @throws Refusal `report.unreadable`: what cannot be read in full is asked of nobody.
 */
export function thawRound(text: string): FrozenRound {
  try {
    return frozenSchema.parse(JSON.parse(text))
  } catch {
    throw new Refusal(
      'report.unreadable',
      inBoth(reportTexts, (t) => t.unreadable),
    )
  }
}

/** What a round of an obligation is made of, from what stands in the council file now. */
export type Opening = {
  readonly id: string
  readonly body: BodyId
  readonly obligation: Obligation
  readonly occurrence: Occurrence
  readonly dates: RoundDates
  readonly number: string
  readonly now: Instant
}

/**
 * The document that opening freezes.
 * @throws Refusal `report.questionnaire` when the file no longer has the questionnaire.
 */
export function freezeRound(opening: Opening, directory: CouncilDirectory): FrozenRound {
  const { obligation, occurrence, dates } = opening
  const body = directory.body(opening.body)
  const questionnaire = body.questionnaires.find(({ id }) => id === obligation.questionnaire)
  if (!questionnaire) {
    throw new Refusal(
      'report.questionnaire',
      inBoth(reportTexts, (t) => t.noQuestionnaire(obligation.questionnaire)),
    )
  }
  const named = new Set(
    questionnaire.questions.flatMap((one) => (one.kind === 'services' ? one.services : [])),
  )
  const { session } = occurrence
  return {
    format: 1,
    round: opening.id,
    number: opening.number,
    body: body.id,
    obligation,
    questionnaire,
    services: directory.council.services
      .filter(({ id }) => named.has(id))
      .map(({ id, name }) => ({ id, name })),
    parties: owingParties(obligation, body.parties).map(({ code, name, place }) => ({
      code,
      name,
      place,
    })),
    occurrence: {
      key: occurrence.key,
      date: occurrence.date,
      ...(session === undefined ? {} : { session }),
    },
    asOf: dates.asOf,
    due: isoInstant(dates.due),
    dueRule: { ...dates.dueRule, zone: directory.zone },
    openedAt: isoInstant(opening.now),
    council: directory.version,
  }
}

type Party = { readonly code: PartyCode; readonly group: string }

/** Who owes: the parties named, the Länder, or all, in the order of the council file. */
function owingParties<P extends Party>({ owed }: Obligation, parties: readonly P[]): P[] {
  if (owed === 'all') return [...parties]
  if (owed === 'laender') return parties.filter(({ group }) => group === 'LAND')
  const named = new Set(owed)
  return parties.filter(({ code }) => named.has(code))
}

const names = new WeakMap<FrozenRound, ReadonlyMap<PartyCode, string>>()

function namesIn({ frozen }: Pick<Round, 'frozen'>): ReadonlyMap<PartyCode, string> {
  const known = names.get(frozen) ?? new Map(frozen.parties.map(({ code, name }) => [code, name]))
  names.set(frozen, known)
  return known
}

/** The name of a party as it was frozen; its code where it does not owe. */
export function nameIn(round: Pick<Round, 'frozen'>, party: PartyCode): string {
  return namesIn(round).get(party) ?? party
}

/** Does this party report in the round? */
export function owes(round: Pick<Round, 'frozen'>, party: PartyCode): boolean {
  return namesIn(round).has(party)
}

/** `R-1/2023`, as a round is called. */
export function roundNumber(n: number, date: LocalDate): string {
  return `R-${n}/${date.slice(0, 4)}`
}
