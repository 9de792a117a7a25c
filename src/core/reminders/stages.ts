// When the stages of a reminder fall due, from the rule and the calendar of the party's own seat; leaves who is missing and what was sent to reminder.ts.
import { type Calendar, isWorkingDay } from '../calendar/index.ts'
import { isQuiet, type Recipients, type Reminding } from '../rules/index.ts'
import { addDays, type LocalDate, localDateOf, localTimeOf, usualInstantOf } from '../time.ts'
import type { Instant } from '../values.ts'

/** Where and by which rule somebody is reminded. `place` is the calendar of their seat. */
export type Where = {
  readonly calendar: Calendar
  readonly place: string
  readonly zone: string
  readonly rule: Reminding
}

/** The same, as far as it decides when nothing may go out. */
export type Quiet = Omit<Where, 'rule'> & { readonly rule: Pick<Reminding, 'quietHours'> }

/** What is due, exclusive: at that very instant it is too late. `since` is when that was set: at opening or by an extension. */
export type Due = { readonly at: Instant; readonly since: Instant }

/** A wish not to be reminded before a day. */
export type Pause = { readonly id: string; readonly at: Instant; readonly until: LocalDate }

/** A stage with its instant. `key` names it in the log: the day of the rule, or the pause that ended. */
export type Timed = {
  readonly key: string
  readonly at: Instant
  readonly to: readonly Recipients[]
}

/** When each stage was sent, by its key. */
export type Sent = ReadonlyMap<string, Instant>

/** May something go out at that instant: a working day there, outside of the quiet hours? */
export function isLoud(instant: Instant, { calendar, place, zone, rule }: Quiet): boolean {
  if (!isWorkingDay(calendar, place, localDateOf(instant, zone))) return false
  return !isQuiet(localTimeOf(instant, zone), rule.quietHours)
}

/** That instant, or the first one after it at which something may go out. */
export function nextLoud(instant: Instant, where: Quiet): Instant {
  if (isLoud(instant, where)) return instant
  const { zone, rule } = where
  for (let day = localDateOf(instant, zone); ; day = addDays(day, 1)) {
    const starts = ['00:00', rule.quietHours.until].map((time) => usualInstantOf(day, time, zone))
    const first = starts.find((start) => start > instant && isLoud(start, where))
    if (first !== undefined) return first
  }
}

/** The hour of the rule on that day; where the rule itself is quiet then, as soon as it is not. */
function instantOn(day: LocalDate, where: Where): Instant {
  return nextLoud(usualInstantOf(day, where.rule.at, where.zone), where)
}

/**
 * The instant of a stage. Day 0 is the last working day whose hour lies before the due; others are counted from it, or from
 * the due day on.
 */
export function stageInstant(day: number, due: Instant, where: Where): Instant {
  const { calendar, place, zone } = where
  const works = (date: LocalDate) => isWorkingDay(calendar, place, date)
  const step = (from: LocalDate, by: 1 | -1) => {
    let date = addDays(from, by)
    while (!works(date)) date = addDays(date, by)
    return date
  }
  let date = localDateOf(due - 1, zone)
  if (day > 0) {
    for (let left = day; left > 0; left -= 1) date = step(date, 1)
    return instantOn(date, where)
  }
  if (!works(date)) date = step(date, -1)
  while (instantOn(date, where) >= due) date = step(date, -1)
  for (let left = -day; left > 0; left -= 1) date = step(date, -1)
  return instantOn(date, where)
}

/** When a pause is over: at the hour of the rule, on that day or the next working day. */
export function pauseEnds(until: LocalDate, where: Where): Instant {
  let day = until
  while (!isWorkingDay(where.calendar, where.place, day)) day = addDays(day, 1)
  return instantOn(day, where)
}

/**
 * All stages in the order of their instants; of several at one instant the last outranks the others. What lies before the
 * due was set has passed; what falls into a pause waits for its end, at which the party is reminded in any case.
 */
export function timetable(due: Due, pauses: readonly Pause[], where: Where): readonly Timed[] {
  let stages: Timed[] = where.rule.stages.map(({ day, to }) => ({
    key: `${day}`,
    at: stageInstant(day, due.at, where),
    to,
  }))
  stages = stages.filter(({ at }) => at > due.since)
  for (const { id, at, until } of [...pauses].sort((a, b) => a.at - b.at)) {
    const end = pauseEnds(until, where)
    const moved = stages.map((stage) =>
      at <= stage.at && stage.at < end ? { ...stage, at: end } : stage,
    )
    stages = [{ key: `pause ${id}`, at: end, to: ['representatives'] }, ...moved]
  }
  return stages.filter(({ at }) => at > due.since).sort((a, b) => a.at - b.at)
}

/**
 * The stage that now counts, unless it was sent: of those whose instant came last, the highest that was not. Those before
 * them have passed for good. What was sent before its instant, by an earlier due, does not stand for a pause that ends there.
 */
export function latestDue(stages: readonly Timed[], sent: Sent, now: Instant): Timed | undefined {
  const come = stages.filter(({ at }) => at <= now)
  const last = come.at(-1)?.at
  const together = come.filter(({ at }) => at === last)
  if (together.some(({ key, at }) => (sent.get(key) ?? at - 1) >= at)) return undefined
  return together.findLast(({ key }) => !sent.has(key))
}

/** When the next reminder goes out: at once or when it is no longer quiet, else at the next stage that was not sent. */
export function nextSending(
  stages: readonly Timed[],
  sent: Sent,
  now: Instant,
  where: Where,
): Instant | undefined {
  if (latestDue(stages, sent, now)) return nextLoud(now, where)
  return stages.find(({ at, key }) => at > now && !sent.has(key))?.at
}
