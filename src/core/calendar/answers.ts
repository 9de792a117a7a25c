// The calculators behind `umlauf deadline` and `umlauf holidays`: a request from outside, checked to the last field, and the answer as plain data; leaves reading text to the command line.
import { z } from 'zod'
import { Refusal } from '../refusal.ts'
import { inBoth } from '../texts.ts'
import { isDate, isoInstant } from '../time.ts'
import { type Calendar, holidays, placeCode } from './calendar.ts'
import { deadline, UNITS } from './periods.ts'
import { calendarTexts } from './texts.ts'

/** More is a slip of the hand: a hundred years in days do not fit either. */
const LONGEST = 3660

const requestSchema = z.strictObject({
  format: z.literal(1).default(1),
  from: z.string().refine(isDate),
  amount: z.int().min(1).max(LONGEST),
  unit: z.enum(UNITS),
  places: z.array(z.string()).min(1),
  shift: z.enum(['none', 'forward']).default('none'),
  before: z.boolean().default(false),
})

const bilingualSchema = z.strictObject({ de: z.string(), en: z.string() })
const day = z.iso.date()

/** The published form of a deadline: the request as it was understood, and the end it leads to. */
export const deadlineAnswerSchema = z.strictObject({
  format: z.literal(1),
  from: day.describe('The day of the event; it is not counted.'),
  amount: z.int(),
  unit: z.enum(UNITS),
  before: z.boolean().describe('Counted backwards from the event.'),
  places: z.array(z.string()),
  shift: z.enum(['none', 'forward']),
  lastDay: day.describe('The last day of the period, after all shifts.'),
  tooLateFrom: z.iso.datetime().describe('The first instant that is too late, in UTC.'),
  zone: z.string(),
  shifts: z
    .array(z.strictObject({ from: day, to: day, place: z.string(), because: bilingualSchema }))
    .describe('How the end moved, step by step; the last `to` is `lastDay`.'),
})
type DeadlineAnswer = z.infer<typeof deadlineAnswerSchema>

/** The published form of the holidays of one place in one year, by date. */
export const holidaysAnswerSchema = z.strictObject({
  format: z.literal(1),
  place: z.string(),
  year: z.int(),
  holidays: z.array(
    z.strictObject({
      date: day,
      name: bilingualSchema,
      law: z.string().describe('What the holiday rests on.'),
    }),
  ),
})
type HolidaysAnswer = z.infer<typeof holidaysAnswerSchema>

/**
 * Answers `{"format": 1, "from": …, "amount": …, "unit": …, "places": […], "shift": …, "before": …}`; format, shift and
 * before may be left out. Whatever is unknown or wrong is refused, with a JSON pointer as the field of the refusal.
 */
export function deadlineAnswer(calendar: Calendar, request: unknown): DeadlineAnswer {
  const parsed = requestSchema.safeParse(request)
  if (!parsed.success) throw refusedRequest(parsed.error.issues[0])
  const asked = parsed.data
  const { zone } = calendar
  const places = asked.places.map((place) => placeCode(calendar, place))
  const { lastDay, tooLateFrom, shifts } = deadline({ ...asked, calendar, places, zone })
  return {
    ...asked,
    places,
    lastDay,
    tooLateFrom: isoInstant(tooLateFrom),
    zone,
    shifts: [...shifts],
  }
}

/** The holidays of a place in a year as plain data. Refusals as for `holidays`. */
export function holidaysAnswer(calendar: Calendar, place: string, year: number): HolidaysAnswer {
  const found = holidays(calendar, place, year)
  return { format: 1, place: placeCode(calendar, place), year, holidays: [...found] }
}

/** Says which field is wrong and what it should be; the schema's own words are for programmers. */
function refusedRequest(issue: z.core.$ZodIssue | undefined): Refusal {
  const unknown = issue?.code === 'unrecognized_keys' ? issue.keys[0] : undefined
  const path = [...(issue?.path ?? []), ...(unknown === undefined ? [] : [unknown])].map(String)
  const field = path[0] ?? ''
  const words = inBoth(calendarTexts, (t) => {
    if (unknown !== undefined) return t.unknownField(unknown.slice(0, 40))
    switch (field) {
      case 'format':
        return t.wrongFormat
      case 'from':
        return t.wrongFrom
      case 'amount':
        return t.wrongAmount(LONGEST)
      case 'unit':
        return t.wrongUnit(UNITS.join(', '))
      case 'places':
        return t.noPlace
      case 'shift':
        return t.wrongShift
      case 'before':
        return t.wrongBefore
      default:
        return t.noRequest
    }
  })
  const pointer = path
    .map((step) => `/${step.replaceAll('~', '~0').replaceAll('/', '~1')}`)
    .join('')
  return new Refusal('calendar.request', words, pointer)
}
