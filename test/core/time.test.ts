// Dates and times as people write and read them, and the days on which the clock changes.
import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { Refusal } from '../../src/core/refusal.ts'
import {
  addDays,
  addMonths,
  daysBetween,
  endOfDay,
  formatDay,
  formatDeadline,
  formatInstant,
  formatReceiptInstant,
  formatShortDay,
  instantFromIso,
  instantOf,
  isDate,
  isoInstant,
  isZone,
  localDateOf,
  localTimeOf,
  parseWrittenDate,
  startOfDay,
  weekday,
} from '../../src/core/time.ts'

const BERLIN = 'Europe/Berlin'
const HOUR = 3_600_000
/** Tuesday, 10 October 2023, 14:00 in Berlin. */
const NOW = Date.UTC(2023, 9, 10, 12)

const read = (text: string) => parseWrittenDate(text, { now: NOW, zone: BERLIN })

function refusal(act: () => unknown): Refusal {
  try {
    act()
  } catch (fault) {
    if (fault instanceof Refusal) return fault
    throw fault
  }
  throw new Error('nothing was refused')
}

const anyDay = fc
  .integer({ min: 0, max: daysBetween('1980-01-01', '2100-01-01') })
  .map((days) => addDays('1980-01-01', days))

describe('A day and its hours', () => {
  it('F33 a deadline at midnight is one instant, on the days of the clock change too', () => {
    expect(isoInstant(endOfDay('2026-03-28', BERLIN))).toBe('2026-03-28T23:00:00.000Z')
    expect(isoInstant(endOfDay('2026-10-24', BERLIN))).toBe('2026-10-24T22:00:00.000Z')
    expect(instantOf('2026-03-28', '24:00', BERLIN)).toBe(instantOf('2026-03-29', '00:00', BERLIN))
    expect(instantOf('2026-10-24', '24:00', BERLIN)).toBe(startOfDay('2026-10-25', BERLIN))
  })

  it.each([
    ['2026-03-29', 23],
    ['2026-10-25', 25],
    ['2024-03-31', 23],
    ['2024-10-27', 25],
    ['2023-10-09', 24],
  ])('%s has %i hours, and 24:00 is the next local midnight', (day, hours) => {
    expect(endOfDay(day, BERLIN) - startOfDay(day, BERLIN)).toBe(hours * HOUR)
    expect(endOfDay(day, BERLIN)).toBe(startOfDay(addDays(day, 1), BERLIN))
  })

  it('every day of Berlin has 23, 24 or 25 hours, and holds its own instants', () => {
    fc.assert(
      fc.property(anyDay, (day) => {
        const [start, end] = [startOfDay(day, BERLIN), endOfDay(day, BERLIN)]
        expect([23, 24, 25]).toContain((end - start) / HOUR)
        expect([localDateOf(start, BERLIN), localDateOf(end - 1, BERLIN)]).toEqual([day, day])
      }),
    )
  })

  it('F34 02:30 on 2026-03-29 does not exist: both neighbours are offered, each of which is taken', () => {
    const { code, words } = refusal(() => instantOf('2026-03-29', '02:30', BERLIN))
    expect(code).toBe('time.gap')
    expect(words.de).toContain('01:30 Uhr oder 03:30 Uhr')
    expect(words.en).toContain('01:30 or 03:30')
    const [before, after] = ['01:30', '03:30'].map((time) => instantOf('2026-03-29', time, BERLIN))
    expect(Number(after) - Number(before)).toBe(HOUR)
  })

  it('F34 02:30 on 2026-10-25 exists twice: both instants are named by their offset', () => {
    const { code, words } = refusal(() => instantOf('2026-10-25', '02:30', BERLIN))
    expect(code).toBe('time.twice')
    expect(words.de).toContain('UTC+02:00 und UTC+01:00')
    expect(words.en).toContain('UTC+02:00 and UTC+01:00')
  })

  it('a time that no clock shows is refused', () => {
    for (const time of ['24:01', '25:00', '12:60', '9:00', '']) {
      expect(refusal(() => instantOf('2023-10-09', time, BERLIN)).code).toBe('time.unreadable')
    }
  })
})

describe('Steps on the calendar', () => {
  it('a month later is the same number, or the last day where the month is shorter', () => {
    expect(addMonths('2024-01-31', 1)).toBe('2024-02-29')
    expect(addMonths('2023-01-31', 1)).toBe('2023-02-28')
    expect(addMonths('2023-03-01', 1)).toBe('2023-04-01')
    expect(addMonths('2023-03-31', -1)).toBe('2023-02-28')
    expect(addMonths('2023-11-30', 3)).toBe('2024-02-29')
  })

  it('days are counted over the year and back, and weekdays go from Monday 1 to Sunday 7', () => {
    expect(addDays('2023-12-30', 3)).toBe('2024-01-02')
    expect(daysBetween('2023-12-30', '2024-01-02')).toBe(3)
    expect(daysBetween('2024-01-02', '2023-12-30')).toBe(-3)
    expect([weekday('2023-10-09'), weekday('2023-10-15')]).toEqual([1, 7])
  })
})

describe('A date in writing', () => {
  it.each([
    ['24.10.2023', '2023-10-24'],
    ['24. 10. 2023', '2023-10-24'],
    ['24.10.23', '2023-10-24'],
    ['24.10.', '2023-10-24'],
    ['10.10.', '2023-10-10'],
    ['9.10.', '2024-10-09'],
    ['29.02.', '2024-02-29'],
    ['24. Oktober 2023', '2023-10-24'],
    ['24. Okt. 2023', '2023-10-24'],
    ['5. März', '2024-03-05'],
    ['1. Mai 2024', '2024-05-01'],
    ['24 October 2023', '2023-10-24'],
    ['October 24, 2023', '2023-10-24'],
    ['Oct 24th', '2023-10-24'],
    ['2023-10-24', '2023-10-24'],
    ['Di., 24.10.2023', '2023-10-24'],
    ['Dienstag, 24. Oktober 2023', '2023-10-24'],
    ['Dienstag, den 24.10.2023', '2023-10-24'],
    ['Tue 24 Oct 2023', '2023-10-24'],
    ['  24.10.2023 ', '2023-10-24'],
  ])('“%s”, read on 10 October 2023, is %s', (text, date) => {
    expect(read(text)).toEqual({ date })
  })

  it.each([
    ['24.10.2023 14:30', '14:30'],
    ['24.10.2023, 14:30 Uhr', '14:30'],
    ['24.10.2023, 9:05', '09:05'],
    ['24. Oktober 2023 14 Uhr', '14:00'],
    ['24.10.2023 um 14.30 Uhr', '14:30'],
    ['Tuesday, 24 October 2023, 24:00', '24:00'],
    ['October 24, 2023 at 14:30', '14:30'],
    ['2023-10-24T14:30', '14:30'],
    ['24.10. 24:00', '24:00'],
  ])('“%s” carries the time %s', (text, time) => {
    expect(read(text)).toEqual({ date: '2023-10-24', time })
  })

  it.each([
    ['31.02.2026', 'date.unknown', 'Der letzte Tag dieses Monats ist der 28.02.2026'],
    ['29.02.2027', 'date.unknown', '28.02.2027'],
    ['31 April 2024', 'date.unknown', '30.04.2024'],
    ['30.02.', 'date.unknown', '28.02.2023'],
    ['24.13.2023', 'date.unknown', 'Einen 13. Monat gibt es nicht'],
    ['01.01.0000', 'date.year', 'zwischen 1900 und 2999'],
    ['01.01.10000', 'date.year', 'zwischen 1900 und 2999'],
    ['10000-01-01', 'date.year', 'zwischen 1900 und 2999'],
    ['heute', 'date.unreadable', '„heute“ ist kein Datum'],
    ['24. Brumaire 2023', 'date.unreadable', 'kein Datum'],
    ['', 'date.unreadable', 'kein Datum'],
    ['3/4/2026', 'date.slashes', 'kann zwei Tage meinen'],
    ['24.10.2023 25:00', 'time.unreadable', '„25:00“ gibt es nicht'],
    ['24.10.2023 24:30', 'time.unreadable', '„24:30“ gibt es nicht'],
    ['Mittwoch, 24.10.2023', 'date.weekday', 'Der 24.10.2023 ist ein Dienstag'],
  ])('B41 “%s” is refused (%s) and says what would be right', (text, code, words) => {
    const said = refusal(() => read(text))
    expect(said.code).toBe(code)
    expect(said.words.de).toContain(words)
    expect(said.words.en).not.toBe('')
  })

  it('B41 2026-03-29 02:30 is read as written and refused when it is to become an instant', () => {
    const { date, time = '' } = read('2026-03-29 02:30')
    expect(refusal(() => instantOf(date, time, BERLIN)).code).toBe('time.gap')
  })

  it('an endless text is refused without being repeated in full', () => {
    const { words } = refusal(() => read('9'.repeat(10_000)))
    expect(words.de.length).toBeLessThan(300)
  })

  it('whatever way a day is shown, it is read back as the same day', () => {
    fc.assert(
      fc.property(anyDay, fc.constantFrom('de' as const, 'en' as const), (date, language) => {
        expect(read(formatDay(date, language))).toEqual({ date })
        expect(read(formatShortDay(date, language))).toEqual({ date })
        expect(read(date)).toEqual({ date })
        const end = formatDeadline(endOfDay(date, BERLIN), BERLIN, language)
        expect(read(end)).toEqual({ date, time: '24:00' })
      }),
    )
  })
})

describe('An instant in writing', () => {
  it('a deadline at midnight is said as the end of the day before, in full', () => {
    const end = endOfDay('2023-10-09', BERLIN)
    expect(formatDeadline(end, BERLIN, 'de')).toBe('Montag, 9. Oktober 2023, 24:00 Uhr')
    expect(formatDeadline(end, BERLIN, 'en')).toBe('Monday, 9 October 2023, 24:00')
    expect(formatDeadline(NOW, BERLIN, 'de')).toBe('Dienstag, 10. Oktober 2023, 14:00 Uhr')
    expect(formatDeadline(NOW, BERLIN, 'en')).toBe('Tuesday, 10 October 2023, 14:00')
  })

  it('a moment is short, a receipt is to the second', () => {
    expect(formatInstant(NOW, BERLIN, 'de')).toBe('Di., 10.10.2023, 14:00 Uhr')
    expect(formatInstant(NOW, BERLIN, 'en')).toBe('Tue 10 Oct 2023, 14:00')
    const receipt = NOW + 31 * 60_000 + 7_999
    expect(formatReceiptInstant(receipt, BERLIN, 'de')).toBe('Di., 10.10.2023, 14:31:07 Uhr')
    expect(formatReceiptInstant(receipt, BERLIN, 'en')).toBe('Tue 10 Oct 2023, 14:31:07')
  })

  it('in the hour that comes twice the offset tells the two apart', () => {
    const first = Date.UTC(2026, 9, 25, 0, 30)
    expect(localTimeOf(first, BERLIN)).toBe(localTimeOf(first + HOUR, BERLIN))
    expect(formatInstant(first, BERLIN, 'de')).toBe('So., 25.10.2026, 02:30 Uhr (UTC+02:00)')
    expect(formatInstant(first + HOUR, BERLIN, 'de')).toBe('So., 25.10.2026, 02:30 Uhr (UTC+01:00)')
  })

  it('the written form for programs is read back to the same millisecond', () => {
    fc.assert(
      fc.property(fc.integer({ min: 0, max: Date.UTC(2999, 0) }), (instant) => {
        expect(instantFromIso(isoInstant(instant))).toBe(instant)
      }),
    )
    expect(isoInstant(endOfDay('2023-10-09', BERLIN))).toBe('2023-10-09T22:00:00.000Z')
    expect(instantFromIso('2023-10-10T00:00:00+02:00')).toBe(endOfDay('2023-10-09', BERLIN))
    for (const text of ['2023-10-10', '2023-10-10T00:00:00', '2023-02-30T00:00:00Z', 'gestern']) {
      expect(refusal(() => instantFromIso(text)).code).toBe('time.iso')
    }
  })
})

describe('What is a day, what is a zone', () => {
  it('only a day that exists, written YYYY-MM-DD', () => {
    expect(['2024-02-29', '1900-01-01', '2999-12-31'].every(isDate)).toBe(true)
    const wrong = ['2023-02-29', '2023-13-01', '2023-00-10', '0000-01-01', '24.10.2023', '2023-1-1']
    expect(wrong.filter(isDate)).toEqual([])
  })

  it('B43 only the name of a zone that exists', () => {
    expect(['Europe/Berlin', 'UTC', 'America/Port-au-Prince'].every(isZone)).toBe(true)
    expect(['Mars/Phobos', 'GMT+1', '', '+01:00', 'Berlin', 'Europe/'].filter(isZone)).toEqual([])
  })
})
