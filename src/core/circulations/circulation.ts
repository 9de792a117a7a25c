// A circulation (Umlaufverfahren, GO § 8): what it is, what is frozen when it opens, and what its store must keep; leaves each act to a folder of its own.
import { z } from 'zod'
import { Refusal } from '../refusal.ts'
import { type Elector, type Electorate, type Profile, profileSchema } from '../rules/index.ts'
import { inBoth } from '../texts.ts'
import type { LocalDate, LocalTime } from '../time.ts'
import type { BodyId, Choice, Instant, PartyCode, PersonId } from '../values.ts'
import { circulationTexts } from './texts.ts'

/** Where a circulation stands. Nothing is ever deleted: a discarded draft stays as discarded. */
export const STATES = [
  'draft',
  'open',
  'closed',
  'stated',
  'published',
  'discarded',
  'cancelled',
  'moved',
  'replaced',
] as const
export type State = (typeof STATES)[number]

/** A paper that goes with the draft. Without hash and size it is shown as not frozen. */
export const annexSchema = z.strictObject({
  name: z.string(),
  link: z.string(),
  sha256: z.string().optional(),
  bytes: z.number().int().optional(),
})
export type Annex = z.infer<typeof annexSchema>

/** What a draft says: numbered clauses (Ziffern), annexes, applicants, the rule it asks for and the end it asks for. */
export const contentSchema = z.strictObject({
  clauses: z.array(z.string()),
  annexes: z.array(annexSchema),
  applicants: z.array(z.string()),
  profile: z.string(),
  end: z.strictObject({ date: z.string(), time: z.string() }).optional(),
  topic: z.string().optional(),
})
export type Content = z.infer<typeof contentSchema>

export type Circulation = {
  readonly id: string
  readonly body: BodyId
  readonly draft: number
  readonly number: string | undefined
  readonly state: State
  readonly version: number
  readonly revision: number
  readonly title: string
  readonly content: Content
  readonly createdBy: PersonId
  readonly editedBy: PersonId
  readonly editedAt: Instant
  readonly confirmedBy: PersonId | undefined
  readonly openedAt: Instant | undefined
  readonly openedBy: PersonId | undefined
  readonly deadline: Instant | undefined
  readonly closedAt: Instant | undefined
  readonly endedReason: string | undefined
}

const electorSchema = z.strictObject({
  code: z.string(),
  name: z.string(),
  group: z.string(),
  share: z.string(),
})

/**
 * What opening freezes: text, rule, electorate and shares. An open vote carries its own rule; nothing outside changes it.
 * In format 2 the rule may say whom to remind; in format 1 it could not. New code reads every format and rewrites none.
 */
const frozenSchema = z.strictObject({
  format: z.literal([1, 2]),
  circulation: z.string(),
  version: z.number().int(),
  body: z.string(),
  bodyName: z.strictObject({ de: z.string(), en: z.string() }),
  number: z.string(),
  title: z.string(),
  clauses: z.array(z.string()),
  annexes: z.array(annexSchema),
  applicants: z.array(z.string()),
  profile: profileSchema,
  electors: z.array(electorSchema),
  shareTotal: z.string(),
  key: z.string(),
  zone: z.string(),
  openedAt: z.string(),
  deadline: z.string(),
  /** Who held the mandates at opening: evidence only; who may cast is judged at the instant of the ballot. */
  mandates: z.array(
    z.strictObject({ party: z.string(), person: z.string(), role: z.enum(['member', 'deputy']) }),
  ),
  council: z.number().int(),
})
export type FrozenDocument = z.infer<typeof frozenSchema>

/** A frozen version and the hash of its exact text. */
export type Frozen = {
  readonly document: FrozenDocument
  readonly profile: Profile
  readonly electorate: Electorate
  readonly hash: string
}

/**
 * Reads the text of a frozen document back into rule and electorate.
 * @throws Refusal `circulation.unreadable`: what cannot be read in full is never counted.
 */
export function thaw(text: string, hash: string): Frozen {
  const document = readFrozen(text)
  const electors: Elector[] = document.electors.map((elector) => ({
    ...elector,
    share: BigInt(elector.share),
  }))
  return {
    document,
    profile: document.profile,
    electorate: { electors, shareTotal: BigInt(document.shareTotal), keyId: document.key },
    hash,
  }
}

function readFrozen(text: string): FrozenDocument {
  try {
    return frozenSchema.parse(JSON.parse(text))
  } catch {
    throw new Refusal(
      'circulation.unreadable',
      inBoth(circulationTexts, (t) => t.dataUnreadable),
    )
  }
}

/** The ballot of a party that counts: the highest (at, revision). */
export type CountingBallot = {
  readonly party: PartyCode
  readonly choice: Choice
  readonly statement: string | undefined
  readonly revision: number
  readonly at: Instant
  readonly hash: string
}

/** The end of the voting as it was set, and every extension. */
export type DeadlineChange = {
  readonly at: Instant
  readonly deadline: Instant
  readonly reason: string | undefined
}

/** The result computed when the voting ended, with its sum sheet as canonical text. */
export type ComputedResult = {
  readonly outcome: 'adopted' | 'rejected'
  readonly sheet: string
  readonly at: Instant
}

/** The Feststellung. `reason` stands where the chair stated another result than the computed one. */
export type StatedResult = {
  readonly outcome: 'adopted' | 'rejected'
  readonly computed: 'adopted' | 'rejected'
  readonly reason: string | undefined
  readonly person: PersonId
  readonly at: Instant
}

/** Everything of one circulation that a view may be made from; ballots leave it only through `visibleTo`. */
export type Dossier = {
  readonly circulation: Circulation
  readonly frozen: Frozen | undefined
  readonly ballots: readonly CountingBallot[]
  readonly deadlines: readonly DeadlineChange[]
  readonly result: ComputedResult | undefined
  readonly stated: StatedResult | undefined
  readonly decision: { readonly number: string; readonly decidedOn: LocalDate } | undefined
}

/** A page of the list of circulations. */
export type Page<T> = {
  readonly items: readonly T[]
  readonly total: number
  readonly page: number
}

/** What the acts need kept. Bound to one transaction; every method that changes something also writes its audit entry. */
export interface CirculationStore {
  /** By id, draft number, circulation number or decision number; several only where a number is ambiguous. */
  find(written: WrittenReference): Promise<readonly Circulation[]>
  /** Locks body and circulation for a change and reads the instant anew: after waiting, the old one would be stale. */
  lock(id: string): Promise<{ readonly dossier: Dossier; readonly now: Instant }>
  dossier(id: string): Promise<Dossier>
  list(query: ListQuery): Promise<Page<Circulation>>
  inState(...states: readonly State[]): Promise<readonly Circulation[]>
  /** Those that have ended and have no computed result yet. */
  uncounted(): Promise<readonly Circulation[]>
  /** Those whose posts may not yet show their newest state. */
  unposted(): Promise<readonly Circulation[]>
  posted(id: string, revision: number): Promise<void>
  addDraft(draft: DraftEdit & { readonly body: BodyId }): Promise<Circulation>
  editDraft(id: string, edit: DraftEdit): Promise<Circulation>
  confirm(id: string, by: PersonId, at: Instant): Promise<void>
  open(id: string, opening: OpeningRecord): Promise<void>
  extend(id: string, change: ExtensionRecord): Promise<void>
  end(id: string, end: EndRecord): Promise<void>
  addResult(id: string, result: ComputedResult, version: number): Promise<void>
  state(id: string, stated: StatedResult, version: number): Promise<void>
}

/** How somebody named a circulation, already read by the number patterns of the bodies. */
export type WrittenReference = {
  readonly id?: string
  readonly draft?: number
  readonly numbers: readonly string[]
}

export type ListQuery = {
  readonly search: string
  readonly page: number
  readonly size: number
  /** The bodies whose drafts are listed too; what was opened is listed always. */
  readonly draftsOf: readonly BodyId[]
}

export type DraftEdit = {
  readonly title: string
  readonly content: Content
  readonly by: PersonId
  readonly at: Instant
}

export type OpeningRecord = {
  readonly document: FrozenDocument
  readonly choices: readonly Choice[]
  readonly deadline: Instant
  readonly rule: DeadlineRule
  readonly by: PersonId
  readonly at: Instant
}

/** The local rule that produced a deadline, kept beside the instant. */
export type DeadlineRule = {
  readonly date: LocalDate
  readonly time: LocalTime
  readonly zone: string
}

export type ExtensionRecord = {
  readonly version: number
  readonly deadline: Instant
  readonly rule: DeadlineRule
  readonly reason: string
  readonly by: PersonId
  readonly at: Instant
}

export type EndRecord = {
  readonly state: 'discarded' | 'cancelled'
  readonly reason: string | undefined
  readonly by: PersonId
  readonly at: Instant
}

/** The circulation's number counter; a number once given is never given again. */
export interface NumberCounter {
  /** The next number of a series in a year; the counter's row stays locked until the transaction ends. */
  next(
    body: BodyId,
    series: 'draft' | 'circulation' | 'decision',
    year: number,
    first: number,
  ): Promise<number>
}
