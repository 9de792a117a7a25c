// The words of time: names of months and weekdays, and what a written date says by its form alone; leaves to time.ts whether such a day exists.
import type { Language } from './values.ts'

/** Names of the months, January first. Kept as a table: what a locale library prints changes with its version. */
export const MONTHS: Readonly<Record<Language, readonly string[]>> = {
  de: [
    'Januar',
    'Februar',
    'März',
    'April',
    'Mai',
    'Juni',
    'Juli',
    'August',
    'September',
    'Oktober',
    'November',
    'Dezember',
  ],
  en: [
    'January',
    'February',
    'March',
    'April',
    'May',
    'June',
    'July',
    'August',
    'September',
    'October',
    'November',
    'December',
  ],
}

/** Names of the weekdays, Monday first, as ISO 8601 counts them. */
export const WEEKDAYS: Readonly<Record<Language, readonly string[]>> = {
  de: ['Montag', 'Dienstag', 'Mittwoch', 'Donnerstag', 'Freitag', 'Samstag', 'Sonntag'],
  en: ['Monday', 'Tuesday', 'Wednesday', 'Thursday', 'Friday', 'Saturday', 'Sunday'],
}

/** Other ways in which people write a month, beside the full name and its first three letters. */
const OTHER_NAMES: readonly (readonly [string, number])[] = [
  ['jänner', 1],
  ['mrz', 3],
  ['maerz', 3],
  ['sept', 9],
]

/** What a text says: numbers as written, nothing checked. `weekday` is 1 to 7, `time` as `14:30`. */
export type WrittenDate = {
  readonly day: number
  readonly month: number
  readonly year?: number
  readonly weekday?: number
  readonly time?: string
}

/** Takes a text apart into its numbers; undefined where it is in none of the forms that people use. */
export function readWrittenDate(written: string): WrittenDate | undefined {
  const { rest, time } = splitTime(written)
  const { day, weekday } = splitWeekday(rest)
  const numbers = readDay(day)
  if (numbers === undefined) return undefined
  return {
    ...numbers,
    ...(weekday === undefined ? {} : { weekday }),
    ...(time === undefined ? {} : { time }),
  }
}

type DayParts = { readonly day: number; readonly month: number; readonly year?: number }

/** Takes `14:30`, `14:30 Uhr`, `14.30 Uhr`, `14 Uhr`, `um 14 Uhr` or `at 14:30` off the end. */
function splitTime(written: string): { rest: string; time?: string } {
  const match =
    /^(.*?)(?:, ?| |T)(?:um |at )?(?:(\d{1,2}):(\d{2})(?: Uhr)?|(\d{1,2})(?:\.(\d{2}))? Uhr)$/i.exec(
      written,
    )
  if (match === null) return { rest: written }
  const [, rest = '', colonHour, colonMinute, spokenHour, spokenMinute] = match
  const hour = colonHour ?? spokenHour ?? ''
  const minute = colonMinute ?? spokenMinute ?? '00'
  return { rest, time: `${hour.padStart(2, '0')}:${minute}` }
}

/** Takes a weekday in either language off the front. */
function splitWeekday(text: string): { day: string; weekday?: number } {
  const match = /^(\p{L}+)(?:\.,? ?|, ?| )(?:den )?(.+)$/u.exec(text)
  const name = match?.[1]?.toLowerCase()
  if (name === undefined) return { day: text }
  const index = indexOfName(name, WEEKDAYS.de, 2) ?? indexOfName(name, WEEKDAYS.en, 3)
  return index === undefined ? { day: text } : { day: match?.[2] ?? '', weekday: index + 1 }
}

/** Reads the day itself; undefined where it is in none of the known forms. */
function readDay(text: string): DayParts | undefined {
  const iso = /^(\d{4,5})-(\d{1,2})-(\d{1,2})$/.exec(text)
  if (iso !== null) return parts(iso[3], iso[2], iso[1])
  const dotted = /^(\d{1,2})\. ?(\d{1,2})\.(?: ?(\d{1,5}))?$/.exec(text)
  if (dotted !== null) return parts(dotted[1], dotted[2], century(dotted[3]))
  const dayFirst = /^(\d{1,2})(?:\.|st|nd|rd|th)? ?(?:of )?(\p{L}+)\.?,?(?: (\d{1,5}))?$/iu.exec(
    text,
  )
  if (dayFirst !== null) return parts(dayFirst[1], monthNamed(dayFirst[2]), dayFirst[3])
  const monthFirst = /^(\p{L}+)\.? (\d{1,2})(?:st|nd|rd|th)?(?:,? (\d{1,5}))?$/iu.exec(text)
  if (monthFirst !== null) return parts(monthFirst[2], monthNamed(monthFirst[1]), monthFirst[3])
  return undefined
}

function parts(
  day: string | undefined,
  month: string | number | undefined,
  year: string | undefined,
): DayParts | undefined {
  if (day === undefined || month === undefined) return undefined
  const known = { day: Number(day), month: Number(month) }
  return year === undefined ? known : { ...known, year: Number(year) }
}

/** `24.10.23` is how many write 2023; only there two digits mean this century. */
function century(year: string | undefined): string | undefined {
  return year?.length === 2 ? `20${year}` : year
}

/** 1 to 12 for a month's name in either language: in full, its first three letters, or another usual form. */
function monthNamed(written = ''): number | undefined {
  const name = written.toLowerCase()
  const index = indexOfName(name, MONTHS.de, 3) ?? indexOfName(name, MONTHS.en, 3)
  return index === undefined ? OTHER_NAMES.find(([other]) => other === name)?.[1] : index + 1
}

/** Where a lower-case name stands in a table, in full or by its first `short` letters. */
function indexOfName(name: string, table: readonly string[], short: number): number | undefined {
  const index = table.findIndex((entry) => {
    const full = entry.toLowerCase()
    return full === name || full.slice(0, short) === name
  })
  return index < 0 ? undefined : index
}
