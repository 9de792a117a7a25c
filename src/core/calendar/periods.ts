// The end of a period by BGB §§ 187 to 193, forwards and backwards, in one place or several; leaves what is a holiday to calendar.ts.
import { Refusal } from '../refusal.ts'
import { type Bilingual, inBoth } from '../texts.ts'
import { addDays, addMonths, endOfDay, type LocalDate, type Zone } from '../time.ts'
import type { Instant } from '../values.ts'
import { type Calendar, dayOff, isWorkingDay, placeCode } from './calendar.ts'
import { calendarTexts } from './texts.ts'

/** How periods are measured; a half year is 6 months, a quarter 3 (BGB § 189). */
export const UNITS = ['days', 'workingDays', 'weeks', 'months'] as const
type Unit = (typeof UNITS)[number]

/** A step of the end: from a day off in `place` to the next working day there, and what was skipped. */
type Shift = {
  readonly from: LocalDate
  readonly to: LocalDate
  readonly place: string
  readonly because: Bilingual
}

type DeadlineRequest = {
  readonly calendar: Calendar
  /** The day of the event, which is not counted (BGB § 187 Abs. 1). */
  readonly from: LocalDate
  /** Whole, not negative. */
  readonly amount: number
  readonly unit: Unit
  /** The end must be a working day in each of them; `workingDays` are counted only where they are such days in all. */
  readonly places: readonly string[]
  /** `forward`: on in the direction of counting to a working day (BGB § 193); `none`: the day stands. */
  readonly shift: 'none' | 'forward'
  /** Counted backwards from the event, e.g. papers 14 days before a session. */
  readonly before: boolean
  readonly zone: Zone
}

type Deadline = {
  readonly lastDay: LocalDate
  /** The end of the last day, exclusive: the first instant that is too late. */
  readonly tooLateFrom: Instant
  readonly shifts: readonly Shift[]
}

/**
 * The last day of a period and the instant from which it is too late (BGB §§ 187 Abs. 1, 188, 193).
 * Counted backwards, a shift goes to the working day before: § 193 must not lengthen the time of the sender.
 * @throws Refusal `calendar.place` for an unknown place or none, `calendar.year` outside the years of the rules.
 */
export function deadline(request: DeadlineRequest): Deadline {
  const { calendar, before, shift, zone } = request
  if (request.places.length === 0) {
    throw new Refusal(
      'calendar.place',
      inBoth(calendarTexts, (t) => t.noPlace),
    )
  }
  const places = request.places.map((place) => placeCode(calendar, place))
  const step = before ? -1 : 1
  const raw = counted({ ...request, places }, step)
  const shifts = shift === 'none' ? [] : shiftsFrom(raw, places, calendar, step)
  const lastDay = shifts.at(-1)?.to ?? raw
  return { lastDay, tooLateFrom: endOfDay(lastDay, zone), shifts }
}

/** The end by counting alone (BGB § 188): a day missing in the month becomes its last one (Abs. 3). */
function counted({ calendar, from, amount, unit, places }: DeadlineRequest, step: 1 | -1) {
  switch (unit) {
    case 'days':
      return addDays(from, step * amount)
    case 'weeks':
      return addDays(from, step * amount * 7)
    case 'months':
      return addMonths(from, step * amount)
    case 'workingDays': {
      let day = from
      for (let left = amount; left > 0; ) {
        day = addDays(day, step)
        if (places.every((place) => isWorkingDay(calendar, place, day))) left -= 1
      }
      return day
    }
  }
}

/** Step by step to a day that is a working day everywhere: each step leaves the days off of one place. */
function shiftsFrom(
  raw: LocalDate,
  places: readonly string[],
  calendar: Calendar,
  step: 1 | -1,
): readonly Shift[] {
  const shifts: Shift[] = []
  let day = raw
  for (;;) {
    const place = places.find((name) => !isWorkingDay(calendar, name, day))
    if (place === undefined) return shifts
    const from = day
    const skipped: Bilingual[] = []
    for (let off = dayOff(calendar, place, day); off; off = dayOff(calendar, place, day)) {
      skipped.push(off)
      day = addDays(day, step)
    }
    const because = {
      de: skipped.map(({ de }) => de).join(', '),
      en: skipped.map(({ en }) => en).join(', '),
    }
    shifts.push({ from, to: day, place, because })
  }
}
