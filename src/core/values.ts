// The small values that every slice shares: names of identities, choices, languages and whole-number fractions; leaves dates to time.ts and wording to texts.ts.

/** The two languages of the product; German is first, English equal. */
export const LANGUAGES = ['de', 'en'] as const
export type Language = (typeof LANGUAGES)[number]

/** What a party can cast (GO § 7 Abs. 4): Zustimmung, Ablehnung, Enthaltung. Silence is not a choice, it is the absence of one. */
export const CHOICES = ['consent', 'reject', 'abstain'] as const
export type Choice = (typeof CHOICES)[number]

/** A body of the installation, e.g. `it-planungsrat`. */
export type BodyId = string
/** A contracting party (Vertragspartner): `BUND` or a Land's code such as `HE`. The voting right belongs to it, not to a person. */
export type PartyCode = string
/** A person of the council file; never reused. */
export type PersonId = string
/** A place of the council file, e.g. `umlauf`. */
export type PlaceId = string
/** A connection of the council file: one network with one set of credentials. */
export type ConnectionId = string
/** Milliseconds since the epoch, UTC, whole. The only form of an instant in the core. */
export type Instant = number

/** An exact fraction; `d` is positive. Deciding numbers are never floats. */
export type Fraction = { readonly n: bigint; readonly d: bigint }

/** `2/3` as text: lowest terms are not forced, so that the reader sees the numbers of the rule. Whole fractions print as the whole number. */
export function fractionText(value: Fraction): string {
  return value.n % value.d === 0n ? `${value.n / value.d}` : `${value.n}/${value.d}`
}
