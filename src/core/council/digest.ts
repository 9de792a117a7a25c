// What a council file says of the digest: on which days and at which hour the secretariat's place is told what is open; leaves reckoning and wording to the slice of status.
import { z } from 'zod'
import { isQuiet, quietHoursSchema } from '../rules/index.ts'
import { type Bilingual, inBoth } from '../texts.ts'
import { textWith } from './fields.ts'
import { reportingTexts } from './reporting-texts.ts'

/** In the order of the week, Monday first: on a weekend nothing goes out. */
export const DIGEST_DAYS = ['monday', 'tuesday', 'wednesday', 'thursday', 'friday'] as const

const say = (words: (texts: (typeof reportingTexts)['de']) => string) =>
  inBoth(reportingTexts, words)

/** `at` is local. A day that is no working day at the seat of the body stands for the next one that is. */
export const digest = z
  .strictObject({
    days: z.array(z.enum(DIGEST_DAYS)).min(1).max(DIGEST_DAYS.length),
    at: textWith(
      (text) => /^(?:[01]\d|2[0-3]):[0-5]\d$/.test(text),
      say((texts) => texts.wrongHour),
    ).default('08:30'),
    quietHours: quietHoursSchema,
  })
  .superRefine(({ days, at, quietHours }, context) => {
    const fault = (path: readonly (string | number)[], words: Bilingual) =>
      context.addIssue({ code: 'custom', path: [...path], message: words.en, params: { words } })
    const { from, until } = quietHours
    if (isQuiet(at, quietHours)) {
      fault(
        ['at'],
        say((texts) => texts.quietHour(at, from, until)),
      )
    }
    days.forEach((day, i) => {
      if (days.indexOf(day) === i) return
      fault(
        ['days', i],
        say((texts) => texts.dayTwice(day)),
      )
    })
  })
export type Digest = z.infer<typeof digest>
