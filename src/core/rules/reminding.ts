// The rule of reminding as data: stages in working days around a due day, a local hour and quiet hours; leaves reckoning and sending to the reminders.
import { z } from 'zod'
import { inBoth } from '../texts.ts'
import type { LocalTime } from '../time.ts'
import { wording } from './texts.ts'

const time = z.string().regex(/^([01]\d|2[0-3]):[0-5]\d$/)

/** To whom a stage goes; who is absent or cannot be reached is passed over for the next of them. */
export const RECIPIENTS = ['representatives', 'deputy', 'officeHead', 'secretariat'] as const
export type Recipients = (typeof RECIPIENTS)[number]

/** The hours at which nothing goes out; they may reach over midnight. */
export const quietHoursSchema = z
  .strictObject({ from: time, until: time })
  .default({ from: '19:00', until: '08:00' })

/** Is it quiet at that time of a day? `from` counts, `until` no more. */
export function isQuiet(time: LocalTime, { from, until }: Reminding['quietHours']): boolean {
  return from < until ? from <= time && time < until : from <= time || time < until
}

/** `day` 0 is the last working day that the due leaves, -2 the second one before it, 3 the third one after it. */
const stage = z.strictObject({
  day: z.int().min(-60).max(60),
  to: z.array(z.enum(RECIPIENTS)).min(1).max(RECIPIENTS.length),
})

/**
 * When whoever is missing is reminded. `at` is local; between `quietHours.from` and `quietHours.until`, and on days that are
 * no working days at the party's seat, nothing goes out.
 */
export const remindingSchema = z
  .strictObject({
    at: time.default('09:00'),
    quietHours: quietHoursSchema,
    stages: z.array(stage).min(1).max(20),
  })
  .superRefine(({ quietHours: { from, until }, stages }, context) => {
    const fault = (path: readonly (string | number)[], words: { de: string; en: string }) =>
      context.addIssue({ code: 'custom', path: [...path], message: words.en, params: { words } })
    if (from === until) {
      fault(
        ['quietHours'],
        inBoth(wording, (say) => say.neverLoud(from)),
      )
    }
    stages.forEach(({ day }, index) => {
      if (index === 0 || (stages[index - 1]?.day ?? day) < day) return
      fault(
        ['stages', index],
        inBoth(wording, (say) => say.stageOrder),
      )
    })
  })
export type Reminding = z.infer<typeof remindingSchema>
