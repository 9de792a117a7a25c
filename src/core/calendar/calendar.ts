// Which days are holidays and which are working days in a place, from dated rules; leaves counting periods to periods.ts and reading the file to the caller.
import { z } from 'zod'
import { Refusal } from '../refusal.ts'
import { type Bilingual, inBoth } from '../texts.ts'
import { addDays, isDate, isZone, type LocalDate, weekday } from '../time.ts'
import { calendarTexts } from './texts.ts'

const SUNDAY = 7
const SATURDAY = 6
/** A year of 365 days, so that a yearly day is one that every year has. */
const COMMON_YEAR = '2001'

const yearSchema = z.int().min(1900).max(2999)
const dateSchema = z.string().refine(isDate, wrong('noDate'))
const yearlySchema = z
  .string()
  .refine((day) => isDate(`${COMMON_YEAR}-${day}`), wrong('noYearlyDay'))

const common = {
  name: z.strictObject({ de: z.string().min(1), en: z.string().min(1) }),
  places: z.union([z.literal('all'), z.array(z.string()).min(1)]),
  law: z.string().min(1).optional(),
  validFrom: yearSchema.optional(),
  validTo: yearSchema.optional(),
}

const ruleSchema = z.discriminatedUnion('kind', [
  z.strictObject({ ...common, kind: z.literal('fixed'), day: yearlySchema }),
  z.strictObject({ ...common, kind: z.literal('easter'), offset: z.int().min(-80).max(250) }),
  z.strictObject({
    ...common,
    kind: z.literal('weekdayBefore'),
    weekday: z.int().min(1).max(SUNDAY),
    day: yearlySchema,
  }),
  z.strictObject({ ...common, kind: z.literal('once'), date: dateSchema }),
])
type Rule = z.infer<typeof ruleSchema>

/**
 * The calendar document. `places` maps each place to the law its holidays rest on; a rule that rests on another names it.
 * Kinds of rules: the same day each year (`MM-DD`), so many days after Easter Sunday, the last such weekday before a day
 * (1 is Monday), and one day in one year.
 */
export const calendarSchema = z
  .strictObject({
    format: z.literal(1),
    zone: z.string().refine(isZone, wrong('noZone')),
    validFrom: yearSchema,
    validTo: yearSchema,
    places: z.record(z.string().regex(/^[A-Z]{2,8}$/), z.string().min(1)),
    rules: z.array(ruleSchema),
  })
  .superRefine((calendar, context) => {
    const fault = (path: readonly (string | number)[], words: Bilingual) =>
      context.addIssue({ code: 'custom', path: [...path], message: words.en, params: { words } })
    const turned = ({ validFrom = 0, validTo = Number.POSITIVE_INFINITY }) => validFrom > validTo
    if (turned(calendar)) fault(['validTo'], saidOf('yearsTurned'))
    calendar.rules.forEach((rule, index) => {
      if (turned(rule)) fault(['rules', index, 'validTo'], saidOf('yearsTurned'))
      if (rule.places === 'all') return
      for (const place of rule.places.filter((name) => !Object.hasOwn(calendar.places, name))) {
        const words = inBoth(calendarTexts, (t) => t.noPlaceOfFile(place))
        fault(['rules', index, 'places'], words)
      }
    })
  })
export type Calendar = z.infer<typeof calendarSchema>

/** One holiday of a place; `law` is what it rests on. */
type Holiday = { readonly date: LocalDate; readonly name: Bilingual; readonly law: string }

/** The places the calendar knows, in the order of the document. */
export function places(calendar: Calendar): readonly string[] {
  return Object.keys(calendar.places)
}

/** The code of a place written as `HE`, `he` or `DE-HE`; refuses others and lists the right ones (`calendar.place`). */
export function placeCode(calendar: Calendar, written: string): string {
  const code = written.trim().toUpperCase().replace(/^DE-/, '')
  if (Object.hasOwn(calendar.places, code)) return code
  const shown = written.slice(0, 40)
  throw new Refusal(
    'calendar.place',
    inBoth(calendarTexts, (t) => t.unknownPlace(shown, places(calendar).join(', '))),
  )
}

/**
 * The public holidays of a place in a year, by date.
 * @throws Refusal for an unknown place (`calendar.place`) or a year the rules are not checked for (`calendar.year`).
 */
export function holidays(calendar: Calendar, place: string, year: number): readonly Holiday[] {
  const code = placeCode(calendar, place)
  const { validFrom, validTo } = calendar
  if (!Number.isInteger(year) || year < validFrom || year > validTo) {
    throw new Refusal(
      'calendar.year',
      inBoth(calendarTexts, (t) => t.yearOutside(year, validFrom, validTo)),
    )
  }
  const actOf = calendar.places[code] ?? ''
  return calendar.rules
    .filter((rule) => rule.places === 'all' || rule.places.includes(code))
    .flatMap((rule): Holiday[] => {
      const date = dateIn(year, rule)
      return date === undefined ? [] : [{ date, name: rule.name, law: rule.law ?? actOf }]
    })
    .sort((a, b) => (a.date < b.date ? -1 : a.date > b.date ? 1 : 0))
}

/**
 * What has been reckoned, by place and year: reminders and cards ask for the same few days again and again. A calendar is
 * never changed in place, so its holidays are not either.
 */
const reckoned = new WeakMap<Calendar, Map<string, ReadonlyMap<LocalDate, Holiday>>>()

/** The holiday that falls on a day, if one does; where two coincide (Ascension Day on 1 May 2008), the first of the document. */
export function holidayOn(calendar: Calendar, place: string, date: LocalDate): Holiday | undefined {
  const ofCalendar = reckoned.get(calendar) ?? new Map<string, ReadonlyMap<LocalDate, Holiday>>()
  reckoned.set(calendar, ofCalendar)
  const year = `${place} ${yearOf(date)}`
  const known = ofCalendar.get(year)
  if (known) return known.get(date)
  const byDate = new Map<LocalDate, Holiday>()
  for (const holiday of holidays(calendar, place, yearOf(date))) {
    if (!byDate.has(holiday.date)) byDate.set(holiday.date, holiday)
  }
  ofCalendar.set(year, byDate)
  return byDate.get(date)
}

/** Arbeitstag: Monday to Friday and no public holiday at that place. A Saturday is none, other than a Werktag. */
export function isWorkingDay(calendar: Calendar, place: string, date: LocalDate): boolean {
  return weekday(date) < SATURDAY && holidayOn(calendar, place, date) === undefined
}

/** Why a day is no working day: the holiday's name, else the day of the weekend; undefined on a working day. */
export function dayOff(calendar: Calendar, place: string, date: LocalDate): Bilingual | undefined {
  const holiday = holidayOn(calendar, place, date)
  if (holiday) return holiday.name
  if (weekday(date) < SATURDAY) return undefined
  return inBoth(calendarTexts, (t) => (weekday(date) === SATURDAY ? t.saturday : t.sunday))
}

/** Working days after `from` up to and including `until`; 0 when `until` is not later. */
export function workingDaysLeft(
  calendar: Calendar,
  place: string,
  from: LocalDate,
  until: LocalDate,
): number {
  let left = 0
  for (let day = addDays(from, 1); day <= until; day = addDays(day, 1)) {
    if (isWorkingDay(calendar, place, day)) left += 1
  }
  return left
}

/** That day, or the next one that is a working day in every place. */
export function proposeWorkingDay(
  calendar: Calendar,
  places: readonly string[],
  date: LocalDate,
): LocalDate {
  let day = date
  while (!places.every((place) => isWorkingDay(calendar, place, day))) day = addDays(day, 1)
  return day
}

function dateIn(year: number, rule: Rule): LocalDate | undefined {
  if (year < (rule.validFrom ?? year) || year > (rule.validTo ?? year)) return undefined
  switch (rule.kind) {
    case 'fixed':
      return `${year}-${rule.day}`
    case 'easter':
      return addDays(easterSunday(year), rule.offset)
    case 'weekdayBefore': {
      const end = `${year}-${rule.day}`
      const back = (weekday(end) - rule.weekday + SUNDAY) % SUNDAY
      return addDays(end, -(back || SUNDAY))
    }
    case 'once':
      return yearOf(rule.date) === year ? rule.date : undefined
  }
}

/** Easter Sunday in the Gregorian calendar, in whole numbers (Meeus, Jones and Butcher). */
function easterSunday(year: number): LocalDate {
  const whole = (a: number, b: number) => Math.floor(a / b)
  const golden = year % 19
  const century = whole(year, 100)
  const moonShift = whole(century - whole(century + 8, 25) + 1, 3)
  const epact = (19 * golden + century - whole(century, 4) - moonShift + 15) % 30
  const inCentury = year % 100
  const toSunday = (32 + 2 * (century % 4) + 2 * whole(inCentury, 4) - epact - (inCentury % 4)) % 7
  const late = whole(golden + 11 * epact + 22 * toSunday, 451)
  return addDays(`${year}-03-22`, epact + toSunday - 7 * late)
}

function yearOf(date: LocalDate): number {
  return Number(date.slice(0, 4))
}

type FileFault = 'noDate' | 'noYearlyDay' | 'noZone' | 'yearsTurned'

function saidOf(fault: FileFault): Bilingual {
  return inBoth(calendarTexts, (t) => t[fault])
}

/** What a failed refinement carries, for readers of both languages. */
function wrong(fault: FileFault) {
  const words = saidOf(fault)
  return { message: words.en, params: { words } }
}
