// The figures of a round as a report draws them: per Land and service, with the two flags and what the round before said; leaves collecting them to interim.ts and drawing to whoever draws.
import type { Bilingual } from '../texts.ts'
import type { LocalDate } from '../time.ts'
import type { Instant, Language, PartyCode } from '../values.ts'

/** What a party said of one service. A figure that was not given is undefined, never 0. */
export type ServiceCounts = {
  /** Zuständige Stellen: the denominator. */
  readonly responsible: number | undefined
  readonly live: number | undefined
  readonly inRollout: number | undefined
  readonly contractSigned: number | undefined
  /** Reifegrad, 0 to 5. */
  readonly maturity: number | undefined
  readonly transactions: number | undefined
}
export type CountName = keyof ServiceCounts

/** The counts in the order in which a row shows them. */
export const COUNT_NAMES: readonly CountName[] = [
  'responsible',
  'live',
  'inRollout',
  'contractSigned',
  'maturity',
  'transactions',
]

/** `12.345` in German, `12,345` in English. */
export function grouped(value: number, language: Language): string {
  return String(value).replace(/\B(?=(?:\d{3})+$)/g, language === 'de' ? '.' : ',')
}

/** „n von m live“ never stands without both flags. */
export type Coverage = {
  /** Flächendeckend: all responsible bodies are live, and there is at least one; 99 of 100 are not. */
  readonly complete: boolean
  /** Verfügbar: at least one is live. */
  readonly available: boolean
}

/** One row of a party: `before` is what it said of the same service in the round before, if it did. */
export type ServiceFigures = {
  readonly service: string
  readonly counts: ServiceCounts
  readonly coverage: Coverage
  readonly before: ServiceCounts | undefined
}

/** An answer beside the services: a figure, yes or no, a choice or a text, as it is shown. */
export type OtherAnswer = {
  readonly field: string
  readonly label: Bilingual
  readonly kind: 'number' | 'yesNo' | 'choice' | 'text'
  /** Plain text, written by a person where the kind is `text`; undefined where nothing was said. */
  readonly value: Bilingual | undefined
  readonly before: Bilingual | undefined
}

/** Where a party's report stands. Sent back counts as missing until it is filed again. */
export type Standing = 'missing' | 'filed' | 'accepted' | 'returned'

/** One party of the round. A missing or returned one has no figures: nothing of it enters a sum. */
export type PartyFigures = {
  readonly party: PartyCode
  readonly name: string
  readonly standing: Standing
  /** The receipt of the version that counts, e.g. `R-3/2023-HE-2`. */
  readonly receipt: string | undefined
  readonly filedAt: Instant | undefined
  readonly services: readonly ServiceFigures[]
  readonly others: readonly OtherAnswer[]
}

/** One service over all parties that reported it. */
export type ServiceSum = {
  readonly service: string
  readonly counts: Omit<ServiceCounts, 'maturity'>
  readonly coverage: Coverage
  /** How many more are live than in the round before, over the parties that gave a figure in both. */
  readonly change: number | undefined
  /** In how many parties it is complete, available, and how many reported it. */
  readonly complete: number
  readonly available: number
  readonly reported: number
}

/** A whole round. Parties in the order of the council file, services in the order of the catalogue. */
export type RoundFigures = {
  /** `R-3/2023`. */
  readonly round: string
  readonly title: Bilingual
  readonly asOf: LocalDate
  readonly due: Instant
  readonly zone: string
  readonly closedAt: Instant | undefined
  /** The round before it: number and Stichtag. */
  readonly before: { readonly round: string; readonly asOf: LocalDate } | undefined
  readonly services: readonly { readonly id: string; readonly name: Bilingual }[]
  readonly parties: readonly PartyFigures[]
  readonly sums: readonly ServiceSum[]
  /** Rows of codes as the council file lays its tiles; an empty string is a gap. */
  readonly layout: readonly (readonly string[])[] | undefined
}

/** The two flags of a row. Without a denominator nothing is complete. */
export function coverageOf({
  responsible,
  live,
}: Pick<ServiceCounts, 'responsible' | 'live'>): Coverage {
  const complete = responsible !== undefined && responsible > 0 && live === responsible
  return { complete, available: live !== undefined && live > 0 }
}
