// When rounds of an obligation come: the dates of its rhythm and what is counted back from each, in local calendar days; leaves opening them to schedule.ts.
import { type Calendar, deadline, proposeWorkingDay } from '../calendar/index.ts'
import type { Body, Earlier, Obligation, Rhythm } from '../council/index.ts'
import type { CronDays } from '../ports.ts'
import { Refusal } from '../refusal.ts'
import { addDays, addMonths, endOfDay, instantOf, type LocalDate, type LocalTime } from '../time.ts'
import type { Instant } from '../values.ts'

/** One date of a rhythm. `key` names it for ever: a session that is moved to another day is still the same occurrence. */
export type Occurrence = {
  readonly key: string
  readonly date: LocalDate
  /** Number of the session, where there is one. */
  readonly session: number | undefined
}

/** What the dates of an occurrence mean. */
export type RoundDates = {
  readonly opens: Instant
  readonly asOf: LocalDate
  readonly due: Instant
  readonly dueRule: { readonly date: LocalDate; readonly time: LocalTime }
}

/** What rhythms are reckoned with. */
export type Reckoning = {
  readonly calendar: Calendar
  readonly cron: CronDays
  readonly zone: string
}

/** The occurrences of a rhythm from one day to another, both included, in their order. */
export function occurrencesOf(
  rhythm: Rhythm,
  sessions: Body['sessions'],
  within: { readonly from: LocalDate; readonly until: LocalDate },
  cron: CronDays,
): readonly Occurrence[] {
  const { from, until } = within
  const counts = ({ date }: Occurrence) => from <= date && date <= until
  switch (rhythm.kind) {
    case 'beforeEachSession':
      return sessions
        .map(({ id, date, number }) => ({ key: `session:${id}`, date, session: number }))
        .filter(counts)
    case 'once':
      return [onDay(rhythm.date)].filter(counts)
    case 'yearly':
      return yearsOf(from, until)
        .flatMap((year) => rhythm.dates.map((day) => onDay(`${year}-${day}`)))
        .filter(counts)
        .sort((a, b) => (a.date < b.date ? -1 : 1))
    case 'everyMonths':
      return everyMonths(rhythm.from, rhythm.n, until).filter(counts)
    case 'cron':
      return daysOf(from, until)
        .filter((day) => cron.fallsOn(rhythm.expression, day))
        .map(onDay)
  }
}

function onDay(date: LocalDate): Occurrence {
  return { key: `day:${date}`, date, session: undefined }
}

function yearsOf(from: LocalDate, until: LocalDate): readonly string[] {
  const [first, last] = [Number(from.slice(0, 4)), Number(until.slice(0, 4))]
  return Array.from({ length: last - first + 1 }, (_, n) => String(first + n))
}

/** Each counted from the first day, so that the 31st comes back after a short month. */
function everyMonths(first: LocalDate, n: number, until: LocalDate): readonly Occurrence[] {
  const found: Occurrence[] = []
  for (let date = first, steps = 0; date <= until; date = addMonths(first, steps * n)) {
    found.push(onDay(date))
    steps += 1
  }
  return found
}

function daysOf(from: LocalDate, until: LocalDate): readonly LocalDate[] {
  const days: LocalDate[] = []
  for (let day = from; day <= until; day = addDays(day, 1)) days.push(day)
  return days
}

/** How many calendar days lie at most between an opening and its occurrence, holidays and weekends included. */
export function longestLead({ opens }: Pick<Obligation, 'opens'>): number {
  return opens.amount * { days: 1, workingDays: 2, weeks: 7, months: 31 }[opens.unit] + 14
}

/**
 * Opening, Stichtag and due instant of an occurrence. A round opens on a working day at the seat of the body and outside of
 * the quiet hours: its offers are the first word that people hear of it.
 */
export function datesOf(
  obligation: Obligation,
  date: LocalDate,
  { seat }: Pick<Body, 'seat'>,
  { calendar, zone }: Reckoning,
): RoundDates {
  const back = ({ amount, unit }: Earlier) =>
    deadline({
      calendar,
      from: date,
      amount,
      unit,
      places: [seat],
      shift: 'none',
      before: true,
      zone,
    }).lastDay
  const { due, opens, asOf, reminders } = obligation
  const opening = proposeWorkingDay(calendar, [seat], back(opens))
  const dueDate = back(due)
  return {
    opens: nearest(opening, reminders.quietHours.until, zone),
    asOf: back(asOf),
    due: nearest(dueDate, due.time, zone),
    dueRule: { date: dueDate, time: due.time },
  }
}

/** The instant of a local time; where the clocks make it none or two of that day, the end of the day: nobody loses time. */
function nearest(date: LocalDate, time: LocalTime, zone: string): Instant {
  try {
    return instantOf(date, time, zone)
  } catch (fault) {
    if (fault instanceof Refusal) return endOfDay(date, zone)
    throw fault
  }
}
