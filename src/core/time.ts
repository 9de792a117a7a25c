// Dates, times and instants: conversion in a zone, calendar steps, and how a day is written and read; leaves holidays and periods to calendar/ and the clock to the store.
import { Temporal } from 'temporal-polyfill'
import { Refusal } from './refusal.ts'
import { inBoth } from './texts.ts'
import { timeTexts } from './time-texts.ts'
import { MONTHS, readWrittenDate, WEEKDAYS, type WrittenDate } from './time-words.ts'
import type { Instant, Language } from './values.ts'

/** A day on the calendar, `YYYY-MM-DD`, without a zone. Compares by `<` as text. */
export type LocalDate = string
/** A time of day, `HH:MM`; `24:00` is the end of the day, which is the next local midnight. */
export type LocalTime = string
/** A zone by its IANA name, e.g. `Europe/Berlin`. */
export type Zone = string

/** The years in which a written date is believed; outside of them it is a slip of the hand. */
const FIRST_YEAR = 1900
const LAST_YEAR = 2999
const TIME = /^(?:([01]\d|2[0-3]):([0-5]\d)|24:00)$/

/** Some days that were reckoned: one instant is asked about for thousands of parties. */
const days = new Map<string, LocalDate>()
const MOST_DAYS = 1_000

/** The day that `instant` falls on in `zone`. */
export function localDateOf(instant: Instant, zone: Zone): LocalDate {
  const key = `${instant} ${zone}`
  const known = days.get(key)
  if (known !== undefined) return known
  const day = zoned(instant, zone).toPlainDate().toString()
  if (days.size >= MOST_DAYS) days.clear()
  days.set(key, day)
  return day
}

/** The time of day at `instant` in `zone`, full minutes, never `24:00`. */
export function localTimeOf(instant: Instant, zone: Zone): LocalTime {
  return zoned(instant, zone).toPlainTime().toString({ smallestUnit: 'minute' })
}

/** The first instant of a local day. */
export function startOfDay(date: LocalDate, zone: Zone): Instant {
  return Temporal.PlainDate.from(date).toZonedDateTime(zone).epochMilliseconds
}

/** The end of a local day, exclusive: the first instant of the next one. Days of 23 and 25 hours are as long as they are. */
export function endOfDay(date: LocalDate, zone: Zone): Instant {
  return startOfDay(addDays(date, 1), zone)
}

/**
 * The instant of a local date and time. Refuses a time that does not exist (`time.gap`) or exists twice (`time.twice`) on
 * that day, naming both possibilities: nobody should find out afterwards which hour was meant.
 */
export function instantOf(date: LocalDate, time: LocalTime, zone: Zone): Instant {
  if (time === '24:00') return endOfDay(date, zone)
  if (!TIME.test(time)) throw noSuchTime(time)
  const local = Temporal.PlainDateTime.from(`${date}T${time}`)
  const earlier = local.toZonedDateTime(zone, { disambiguation: 'earlier' })
  const later = local.toZonedDateTime(zone, { disambiguation: 'later' })
  if (earlier.epochMilliseconds === later.epochMilliseconds) {
    return local.toZonedDateTime(zone, { disambiguation: 'reject' }).epochMilliseconds
  }
  const exists = earlier.toPlainDateTime().equals(local)
  const say = exists ? ('twice' as const) : ('gap' as const)
  const choices = [earlier, later].map((choice) => {
    const clock = choice.toPlainTime().toString({ smallestUnit: 'minute' })
    return exists ? `UTC${choice.offset}` : clock
  })
  const [first = '', second = ''] = choices
  throw new Refusal(`time.${say}`, {
    de: timeTexts.de[say](time, numericDay(date), first, second),
    en: timeTexts.en[say](time, formatLongDay(date, 'en'), first, second),
  })
}

/**
 * The instant of a local time that nobody chose for this day, such as a usual hour: where it does not exist, the first one
 * after it, and where it exists twice, the earlier.
 */
export function usualInstantOf(date: LocalDate, time: LocalTime, zone: Zone): Instant {
  const local = Temporal.PlainDateTime.from(`${date}T${time}`)
  return local.toZonedDateTime(zone, { disambiguation: 'compatible' }).epochMilliseconds
}

/** Steps whole days; a day is a date, not 24 hours. */
export function addDays(date: LocalDate, days: number): LocalDate {
  return Temporal.PlainDate.from(date).add({ days }).toString()
}

/** Steps whole months; where the day is missing, the last of the month (§ 188 Abs. 3 BGB). */
export function addMonths(date: LocalDate, months: number): LocalDate {
  return Temporal.PlainDate.from(date).add({ months }, { overflow: 'constrain' }).toString()
}

/** How many days from `from` to `to`; negative when `to` lies before. */
export function daysBetween(from: LocalDate, to: LocalDate): number {
  return Temporal.PlainDate.from(from).until(to, { largestUnit: 'day' }).days
}

/** 1 Monday to 7 Sunday (ISO 8601). */
export function weekday(date: LocalDate): number {
  return Temporal.PlainDate.from(date).dayOfWeek
}

/** Is it a day that exists, written `YYYY-MM-DD`, in the years 1900 to 2999? */
export function isDate(text: string): boolean {
  const match = /^(\d{4})-(\d\d)-(\d\d)$/.exec(text)
  if (match === null) return false
  const [year, month, day] = [Number(match[1]), Number(match[2]), Number(match[3])]
  if (year < FIRST_YEAR || year > LAST_YEAR || month < 1 || month > 12 || day < 1) return false
  return day <= daysInMonth(year, month)
}

/** Is it the IANA name of a zone this machine knows? Offsets (`+01:00`) and made-up names (`GMT+1`) are none. */
export function isZone(name: string): boolean {
  if (!/^[A-Z][A-Za-z]*(?:[/_+-][A-Za-z0-9]+)*$/.test(name)) return false
  try {
    Temporal.PlainDate.from('2000-01-01').toZonedDateTime(name)
    return true
  } catch {
    return false
  }
}

/** `2023-10-09T22:00:00.000Z`: the one written form of an instant in files, logs and JSON. */
export function isoInstant(instant: Instant): string {
  return Temporal.Instant.fromEpochMilliseconds(instant).toString({
    smallestUnit: 'millisecond',
  })
}

/** Reads an instant with its offset, to the millisecond; refuses everything else (`time.iso`). */
export function instantFromIso(text: string): Instant {
  const form = /^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d(?:\.\d{1,3})?(?:Z|[+-]\d\d:\d\d)$/
  try {
    if (form.test(text)) return Temporal.Instant.from(text).epochMilliseconds
  } catch {
    // a well-formed text of a day that does not exist is refused like any other
  }
  throw new Refusal(
    'time.iso',
    inBoth(timeTexts, (say) => say.notIso(text)),
  )
}

/** `Dienstag, 24. Oktober 2023` / `Tuesday, 24 October 2023`. */
export function formatDay(date: LocalDate, language: Language): string {
  return `${weekdayName(date, language)}, ${formatLongDay(date, language)}`
}

/** `Di., 24.10.2023` / `Tue 24 Oct 2023`. */
export function formatShortDay(date: LocalDate, language: Language): string {
  const name = weekdayName(date, language)
  if (language === 'de') return `${name.slice(0, 2)}., ${numericDay(date)}`
  const { day, month, year } = Temporal.PlainDate.from(date)
  return `${name.slice(0, 3)} ${day} ${MONTHS.en[month - 1]?.slice(0, 3)} ${year}`
}

/** `Di., 10.10.2023, 14:00 Uhr` / `Tue 10 Oct 2023, 14:00`. In the hour that comes twice a year the offset is added. */
export function formatInstant(instant: Instant, zone: Zone, language: Language): string {
  const time = clock(localTimeOf(instant, zone), language)
  return `${formatShortDay(localDateOf(instant, zone), language)}, ${time}${which(instant, zone)}`
}

/** As `formatInstant`, to the second, for receipts: `Di., 10.10.2023, 14:31:07 Uhr`. */
export function formatReceiptInstant(instant: Instant, zone: Zone, language: Language): string {
  const exact = zoned(instant, zone).toPlainTime().toString({ smallestUnit: 'second' })
  const time = clock(exact, language)
  return `${formatShortDay(localDateOf(instant, zone), language)}, ${time}${which(instant, zone)}`
}

/** A deadline in full. Local midnight is said as the end of the day before: `Montag, 9. Oktober 2023, 24:00 Uhr`. */
export function formatDeadline(instant: Instant, zone: Zone, language: Language): string {
  const date = localDateOf(instant, zone)
  if (instant === startOfDay(date, zone)) {
    return `${formatDay(addDays(date, -1), language)}, ${clock('24:00', language)}`
  }
  const time = clock(localTimeOf(instant, zone), language)
  return `${formatDay(date, language)}, ${time}${which(instant, zone)}`
}

/**
 * Reads a day as people write it, with or without a time: `24.10.2023`, `24.10.`, `Di., 24. Oktober 2023, 14:30 Uhr`,
 * `October 24, 2023`, `2023-10-24 14:30`. Without a year it is the next such day, today included. Refuses what it cannot
 * read, days that do not exist, and a weekday that does not fit, and says what would be right.
 */
export function parseWrittenDate(
  text: string,
  at: { readonly now: Instant; readonly zone: Zone },
): { date: LocalDate; time?: LocalTime } {
  const written = text.normalize('NFC').trim().replace(/\s+/g, ' ')
  if (written.length > 60) throw unreadable(`${written.slice(0, 40)}…`)
  const said = readWrittenDate(written)
  if (said === undefined) throw unreadable(written)
  const date = existingDay(said, localDateOf(at.now, at.zone))
  if (said.weekday !== undefined && said.weekday !== weekday(date)) {
    throw new Refusal('date.weekday', {
      de: timeTexts.de.otherWeekday(numericDay(date), weekdayName(date, 'de')),
      en: timeTexts.en.otherWeekday(formatLongDay(date, 'en'), weekdayName(date, 'en')),
    })
  }
  if (said.time === undefined) return { date }
  if (!TIME.test(said.time)) throw noSuchTime(said.time)
  return { date, time: said.time }
}

/** Checks that the day exists; without a year it looks for the next one, as far as the next leap day. */
function existingDay({ day, month, year }: WrittenDate, today: LocalDate): LocalDate {
  if (month < 1 || month > 12) {
    throw new Refusal(
      'date.unknown',
      inBoth(timeTexts, (say) => say.noSuchMonth(month)),
    )
  }
  if (year !== undefined) {
    if (year >= FIRST_YEAR && year <= LAST_YEAR) return checkedDay(year, month, day)
    throw new Refusal(
      'date.year',
      inBoth(timeTexts, (say) => say.yearOutOfRange(FIRST_YEAR, LAST_YEAR)),
    )
  }
  const thisYear = Number(today.slice(0, 4))
  for (let candidate = thisYear; candidate <= thisYear + 8; candidate++) {
    const date = isoDate(candidate, month, day)
    if (isDate(date) && date >= today) return date
  }
  return checkedDay(thisYear, month, day)
}

function checkedDay(year: number, month: number, day: number): LocalDate {
  const date = isoDate(year, month, day)
  if (isDate(date)) return date
  const last = isoDate(year, month, daysInMonth(year, month))
  throw new Refusal('date.unknown', {
    de: timeTexts.de.noSuchDay(numericDay(date), numericDay(last)),
    en: timeTexts.en.noSuchDay(`${day} ${MONTHS.en[month - 1]} ${year}`, formatLongDay(last, 'en')),
  })
}

function isoDate(year: number, month: number, day: number): LocalDate {
  const two = (value: number) => String(value).padStart(2, '0')
  return `${String(year).padStart(4, '0')}-${two(month)}-${two(day)}`
}

function daysInMonth(year: number, month: number): number {
  return Temporal.PlainYearMonth.from({ year, month }).daysInMonth
}

function zoned(instant: Instant, zone: Zone): Temporal.ZonedDateTime {
  return Temporal.Instant.fromEpochMilliseconds(instant).toZonedDateTimeISO(zone)
}

/** `24.10.2023`, also of a day that does not exist, so that a refusal can name it. */
function numericDay(date: string): string {
  const [year, month, day] = date.split('-')
  return `${day}.${month}.${year}`
}

function formatLongDay(date: LocalDate, language: Language): string {
  const { day, month, year } = Temporal.PlainDate.from(date)
  return `${day}${language === 'de' ? '.' : ''} ${MONTHS[language][month - 1]} ${year}`
}

function weekdayName(date: LocalDate, language: Language): string {
  return WEEKDAYS[language][weekday(date) - 1] ?? ''
}

function clock(time: string, language: Language): string {
  return language === 'de' ? `${time} Uhr` : time
}

/** The offset, where the local time alone could mean two instants. */
function which(instant: Instant, zone: Zone): string {
  const here = zoned(instant, zone)
  const twin = here.toPlainDateTime()
  const first = twin.toZonedDateTime(zone, { disambiguation: 'earlier' }).epochMilliseconds
  const second = twin.toZonedDateTime(zone, { disambiguation: 'later' }).epochMilliseconds
  return first === second ? '' : ` (UTC${here.offset})`
}

function noSuchTime(text: string): Refusal {
  return new Refusal(
    'time.unreadable',
    inBoth(timeTexts, (say) => say.noSuchTime(text)),
  )
}

/** Slashes get words of their own: 3/4/2026 is April in Berlin and March in Boston. */
function unreadable(text: string): Refusal {
  const slashes = /\d\/\d/.test(text)
  return new Refusal(
    slashes ? 'date.slashes' : 'date.unreadable',
    inBoth(timeTexts, (say) => (slashes ? say.slashes(text) : say.unreadable(text))),
  )
}
