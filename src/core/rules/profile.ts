// The rule profile: how a body decides, as data with a source for each parameter; leaves counting to tally.ts and fitness for an electorate to check.ts.
import { z } from 'zod'
import { inBoth } from '../texts.ts'
import { remindingSchema } from './reminding.ts'
import { wording } from './texts.ts'

/** How sure we are of a rule: read in its source, concluded from it, or still to be confirmed by the body. */
export const MARKS = ['verified', 'derived', 'notConfirmed'] as const

const source = z.strictObject({ paragraph: z.string().min(1), mark: z.enum(MARKS) })
/** Where a rule stands and how sure we are of it. */
export type Source = z.infer<typeof source>

const id = z.string().regex(/^[a-z0-9]+(-[a-z0-9]+)*$/)
/** `BUND`, `HE`, or whatever another body calls its parties and groups: capital letters, digits and hyphens. */
export const codeSchema = z.string().regex(/^[A-Z0-9][A-Z0-9-]{0,31}$/)

/** A list that is measured before its items are read, so that a million of them are refused at once. */
function listOf<Item extends z.ZodType>(item: Item, least = 0, most = 50) {
  return z.array(z.unknown()).min(least).max(most).pipe(z.array(item))
}

const parties = listOf(codeSchema, 1, 1000)
const count = z.int().min(1)
/** A share of a whole. Whether it is more than the whole is judged by `checkProfile`, which can say so in words. */
const share = { num: count, den: count }
const group = codeSchema.optional()

const named = { id, source }

/**
 * One condition. All conditions of a profile must be met (AND). With a `group` only its parties count; without, all do.
 * - `majority`: 1/2 means *more* than half, any other share *at least* that share. Exactly half is a tie.
 *   Its base: `cast` = votes handed in; `present` = who took part, a silence that counts as abstention included;
 *   `all` = every party. Abstentions leave `cast` and `present` where the profile says so, never `all`.
 * - `maxRefusals`: at most `n` refuse, or at most the share `num/den` of all.
 * - `noneRefuses`: nobody refuses and at least `min` consent.
 */
const threshold = z.discriminatedUnion('kind', [
  z.strictObject({ kind: z.literal('requiredConsents'), ...named, parties }),
  z.strictObject({ kind: z.literal('minCount'), ...named, group: codeSchema, n: count }),
  z.strictObject({ kind: z.literal('minWeight'), ...named, group: codeSchema, ...share }),
  z.strictObject({
    kind: z.literal('majority'),
    ...named,
    ...share,
    of: z.enum(['cast', 'present', 'all']),
    group,
    weighted: z.boolean().default(false),
  }),
  z.strictObject({
    kind: z.literal('maxRefusals'),
    ...named,
    group,
    limit: z.union([z.strictObject({ n: z.int().min(0) }), z.strictObject(share)]),
  }),
  z.strictObject({ kind: z.literal('noRefusalOf'), ...named, parties }),
  z.strictObject({ kind: z.literal('allConsent'), ...named, group }),
  z.strictObject({ kind: z.literal('noneRefuses'), ...named, min: count }),
])
export type Threshold = z.infer<typeof threshold>

/** Who must take part for the vote to be valid (Beschlussfähigkeit). An empty list asks for nobody; several are joined by AND. */
const quorum = z.discriminatedUnion('kind', [
  z.strictObject({ kind: z.literal('share'), ...named, ...share, strict: z.boolean() }),
  z.strictObject({ kind: z.literal('number'), ...named, n: count }),
  z.strictObject({ kind: z.literal('includes'), ...named, parties }),
])
export type Quorum = z.infer<typeof quorum>

/** Who may ask for a decision (Antragsteller): one of these is enough; an empty list lets anyone ask. */
const request = z.strictObject({
  anyOf: listOf(
    z.discriminatedUnion('kind', [
      z.strictObject({ kind: z.literal('parties'), parties }),
      z.strictObject({ kind: z.literal('number'), group: codeSchema, n: count }),
      z.strictObject({ kind: z.literal('share'), ...share }),
    ]),
  ),
})

/** How long a vote is open. `min` is in the same unit and is judged at opening; `endTime` is local, 24:00 = next midnight. */
const period = z.strictObject({
  amount: count,
  unit: z.enum(['calendarDays', 'workingDays', 'weeks']),
  min: count,
  endTime: z
    .string()
    .regex(/^(([01]\d|2[0-3]):[0-5]\d|24:00)$/)
    .default('24:00'),
})
export type Period = z.infer<typeof period>

/** What happens to an end on a day that is no working day: nothing, the working day of one place, or of every party's seat. */
const shift = z.union([
  z.enum(['none', 'anyParticipantHoliday']),
  z.strictObject({ place: z.string().min(1) }),
])

/** The parameters that carry a source of their own; thresholds and quorum name theirs themselves. */
const sources = z.strictObject({
  request: source.optional(),
  period: source.optional(),
  shift: source.optional(),
  silence: source.optional(),
  abstention: source.optional(),
  tie: source.optional(),
  visibility: source.optional(),
  statedBy: source.optional(),
  scope: source.optional(),
  procedureConsent: source.optional(),
  objection: source.optional(),
  earlyClose: source.optional(),
  reminders: source.optional(),
})

/** A parameter whose machinery this version does not have: only the value that asks for none of it. */
function notYet<const T extends string | boolean>(
  only: T,
  parameter: keyof typeof sources.shape | 'secret' | 'startsOn',
) {
  const words = inBoth(wording, (say) => say.later(parameter, String(only)))
  return z
    .custom<T>((value) => value === only, { error: words.en, params: { words } })
    .default(only)
}

/**
 * A rule profile as it stands in the council file, in an inline profile of the calculator, and frozen with a circulation.
 * Unknown fields are refused: a rule that cannot be said is a missing parameter, never an approximation.
 */
export const profileSchema = z.strictObject({
  id,
  name: z.strictObject({ de: z.string().min(1), en: z.string().min(1) }),
  sources: sources.default({}),
  request,
  period,
  shift,
  /** What a vote not handed in is worth once the vote is closed. */
  silence: z.enum(['abstain', 'notParticipating', 'assent', 'reject']),
  abstention: z.strictObject({ allowed: z.boolean(), leavesBase: z.boolean() }),
  thresholds: listOf(threshold, 1),
  quorum: listOf(quorum).default([]),
  /** A tie is exactly half of the base of a majority of 1/2: it rejects, or the chair's own vote decides. */
  tie: z.enum(['rejected', 'chair']),
  visibility: z.enum(['open', 'whoHasVoted', 'sealed']),
  /** Whom the bot reminds and when; without it nobody is. */
  reminders: remindingSchema.optional(),
  statedBy: z.enum(['chair', 'secretariat']),
  scope: z.enum(['all', 'consentingOnly']),
  startsOn: notYet('dispatch', 'startsOn'),
  procedureConsent: notYet('none', 'procedureConsent'),
  objection: notYet('none', 'objection'),
  earlyClose: notYet('never', 'earlyClose'),
  secret: notYet(false, 'secret'),
})
export type Profile = z.infer<typeof profileSchema>
