// What a council file says of reporting: sessions, services, questionnaires and obligations; leaves cross checks to reporting-check.ts and what becomes of it to the slice of reports.
import { z } from 'zod'
import { remindingSchema } from '../rules/index.ts'
import { inBoth } from '../texts.ts'
import { isDate } from '../time.ts'
import { bothNames, code, date, id, MOST_PARTIES, name, textWith } from './fields.ts'
import { reportingTexts } from './reporting-texts.ts'

/** As the marks of a rule profile: read in the source, concluded from it, or to be confirmed by the council. */
const mark = z.enum(['verified', 'derived', 'notConfirmed'])

/** A session of the body; `number` is how the council counts it. */
export const session = z.strictObject({ id, number: z.int().min(1).max(9999), date })

/** A service (Fokusleistung) of the catalogue. */
export const service = z.strictObject({ id, name: bothNames, source: name, mark })

const COUNTS = [
  ...['responsible', 'live', 'inRollout', 'contractSigned', 'maturity', 'transactions'],
] as const satisfies readonly string[]

const asked = { id, label: bothNames, hint: bothNames.optional() }
const whole = z.int().min(0).max(1_000_000_000_000)

/** One question. `services` is a row of figures for each service named, in the order of `counts`. */
const question = z.discriminatedUnion('kind', [
  z.strictObject({
    ...asked,
    kind: z.literal('number'),
    unit: bothNames.optional(),
    min: whole.default(0),
    max: whole.default(1_000_000_000),
    required: z.boolean().default(false),
  }),
  z.strictObject({ ...asked, kind: z.literal('yesNo'), required: z.boolean().default(false) }),
  z.strictObject({
    ...asked,
    kind: z.literal('choice'),
    options: z
      .array(z.strictObject({ id, label: bothNames }))
      .min(2)
      .max(50),
    required: z.boolean().default(false),
  }),
  z.strictObject({
    ...asked,
    kind: z.literal('text'),
    maxLength: z.int().min(1).max(3000).default(2000),
    required: z.boolean().default(false),
  }),
  z.strictObject({
    ...asked,
    kind: z.literal('services'),
    services: z.array(id).min(1).max(100),
    counts: z.array(z.enum(COUNTS)).min(1).max(6),
    /** Counts that a row must have as soon as it says anything. */
    required: z.array(z.enum(COUNTS)).max(6).default([]),
  }),
])
export type Question = z.infer<typeof question>

/** Within each row the sum of `left` is at most the sum of `right`, e.g. live ≤ responsible; or between figures, by their ids. */
const comparison = z.strictObject({
  left: z.array(name).min(1).max(10),
  right: z.array(name).min(1).max(10),
})

export const questionnaire = z.strictObject({
  id,
  name: bothNames,
  intro: bothNames.optional(),
  questions: z.array(question).min(1).max(100),
  atMost: z.array(comparison).max(100).default([]),
})
export type Questionnaire = z.infer<typeof questionnaire>

const yearDay = textWith(
  (text) => /^\d{2}-\d{2}$/.test(text) && isDate(`2023-${text}`),
  inBoth(reportingTexts, (texts) => texts.wrongYearDay),
)

/** When rounds come: each gives dates, from which opening, Stichtag and due date are counted back. */
const rhythm = z.discriminatedUnion('kind', [
  z.strictObject({ kind: z.literal('beforeEachSession') }),
  z.strictObject({ kind: z.literal('yearly'), dates: z.array(yearDay).min(1).max(24) }),
  z.strictObject({ kind: z.literal('everyMonths'), n: z.int().min(1).max(120), from: date }),
  z.strictObject({ kind: z.literal('once'), date }),
  z.strictObject({ kind: z.literal('cron'), expression: name }),
])
export type Rhythm = z.infer<typeof rhythm>

/** So much before the date of the rhythm; working days are those at the seat of the body. */
const before = {
  amount: z.int().min(0).max(366),
  unit: z.enum(['days', 'workingDays', 'weeks', 'months']),
}
const earlier = z.strictObject(before)
export type Earlier = z.infer<typeof earlier>

const time = textWith(
  (text) => /^(?:(?:[01]\d|2[0-3]):[0-5]\d|24:00)$/.test(text),
  inBoth(reportingTexts, (texts) => texts.wrongTime),
)

/** What is owed, by whom, when, and how it is asked for. */
export const obligation = z.strictObject({
  id,
  name: bothNames,
  source: name,
  mark,
  owed: z.union([z.enum(['laender', 'all']), z.array(code).min(1).max(MOST_PARTIES)]),
  owners: z.record(code, id).default({}),
  questionnaire: id,
  rhythm,
  opens: earlier.default({ amount: 4, unit: 'weeks' }),
  asOf: earlier.default({ amount: 4, unit: 'weeks' }),
  due: z
    .strictObject({ ...before, time: time.default('24:00') })
    .default({ amount: 10, unit: 'workingDays', time: '24:00' }),
  /** Whom the bot reminds and when, as in a rule profile. */
  reminders: remindingSchema.default({
    at: '09:00',
    quietHours: { from: '19:00', until: '08:00' },
    stages: [
      { day: -5, to: ['representatives'] },
      { day: -2, to: ['representatives'] },
      { day: 0, to: ['representatives'] },
      { day: 3, to: ['deputy'] },
      { day: 7, to: ['officeHead'] },
      { day: 8, to: ['secretariat'] },
    ],
  }),
})
export type Obligation = z.infer<typeof obligation>
