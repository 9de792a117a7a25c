// Holidays of the sixteen Länder and periods by the Civil Code, on the shipped calendar, checked against the law's own cases and against another calendar.
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import Holidays from 'date-holidays'
import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { z } from 'zod'
import {
  calendarSchema,
  deadline,
  deadlineAnswer,
  deadlineAnswerSchema,
  holidayOn,
  holidays,
  holidaysAnswer,
  holidaysAnswerSchema,
  isWorkingDay,
  places,
  proposeWorkingDay,
  workingDaysLeft,
} from '../../src/core/calendar/index.ts'
import { Refusal } from '../../src/core/refusal.ts'
import { addDays, isoInstant, type LocalDate } from '../../src/core/time.ts'
import { readCalendar } from '../../src/files/calendar-file.ts'

const SHIPPED = new URL('../../src/councils/calendars.yaml', import.meta.url)
const calendar = readCalendar()
const LAENDER = 'BW BY BE BB HB HH HE MV NI NW RP SL SN ST SH TH'.split(' ')

type Unit = Parameters<typeof deadline>[0]['unit']

/** The end of a period with the shift of § 193, unless said otherwise. */
function end(
  from: LocalDate,
  amount: number,
  unit: Unit,
  where: string | readonly string[],
  more: { before?: boolean; shift?: 'none' | 'forward' } = {},
) {
  const at = typeof where === 'string' ? [where] : where
  const setting = { shift: 'forward' as const, before: false, ...more }
  return deadline({ calendar, from, amount, unit, places: at, zone: 'Europe/Berlin', ...setting })
}

function refusal(act: () => unknown): Refusal {
  try {
    act()
  } catch (fault) {
    if (fault instanceof Refusal) return fault
    throw fault
  }
  throw new Error('nothing was refused')
}

const datesOf = (place: string, year: number) => holidays(calendar, place, year).map((h) => h.date)

const anyPlace = fc.constantFrom(...LAENDER)
const anyDay = fc.integer({ min: 0, max: 365 * 40 }).map((days) => addDays('2010-01-01', days))

describe('Holidays', () => {
  it.each([
    ['2019', '2019-04-21'],
    ['2020', '2020-04-12'],
    ['2023', '2023-04-09'],
    ['2024', '2024-03-31'],
    ['2025', '2025-04-20'],
    ['2026', '2026-04-05'],
    ['2038, the latest day it can be', '2038-04-25'],
    ['2076, where the rule of the late moon holds', '2076-04-19'],
    ['2000, a century', '2000-04-23'],
  ])('Easter Sunday %s', (_, sunday) => {
    const easter = holidayOn(calendar, 'BB', sunday)
    expect(easter?.name).toEqual({ de: 'Ostersonntag', en: 'Easter Sunday' })
    expect(holidayOn(calendar, 'HE', addDays(sunday, -2))?.name.de).toBe('Karfreitag')
    expect(holidayOn(calendar, 'HE', addDays(sunday, 39))?.name.de).toBe('Christi Himmelfahrt')
  })

  it('there are sixteen Länder, and nine holidays that all of them share', () => {
    expect(places(calendar)).toEqual(LAENDER)
    const shared = datesOf('HE', 2023).filter((date) =>
      LAENDER.every((place) => datesOf(place, 2023).includes(date)),
    )
    expect(shared).toEqual([
      '2023-01-01',
      '2023-04-07',
      '2023-04-10',
      '2023-05-01',
      '2023-05-18',
      '2023-05-29',
      '2023-10-03',
      '2023-12-25',
      '2023-12-26',
    ])
  })

  it.each([
    ['2023-01-06', 'BW BY ST'],
    ['2019-03-08', 'BE'],
    ['2022-03-08', 'BE'],
    ['2023-03-08', 'BE MV'],
    ['2018-03-08', ''],
    ['2023-06-08', 'BW BY HE NW RP SL'],
    ['2023-08-15', 'BY SL'],
    ['2018-09-20', ''],
    ['2019-09-20', 'TH'],
    ['2016-10-31', 'BB MV SN ST TH'],
    ['2017-10-31', LAENDER.join(' ')],
    ['2018-10-31', 'BB HB HH MV NI SN ST SH TH'],
    ['2023-11-01', 'BW BY NW RP SL'],
    ['2023-11-22', 'SN'],
    ['2022-11-16', 'SN'],
    ['2020-05-08', 'BE'],
    ['2021-05-08', ''],
    ['2025-05-08', 'BE'],
    ['2028-06-17', 'BE'],
    ['2023-12-24', ''],
    ['2024-12-31', ''],
  ])('%s is a holiday in: %s', (date, expected) => {
    const found = LAENDER.filter((place) => holidayOn(calendar, place, date) !== undefined)
    expect(new Set(found)).toEqual(new Set(expected.split(' ').filter(Boolean)))
  })

  it('each one names its law', () => {
    expect(holidayOn(calendar, 'SN', '2023-11-22')?.law).toContain('SächsSFG')
    expect(holidayOn(calendar, 'HE', '2023-10-03')?.law).toBe('Art. 2 Abs. 2 Einigungsvertrag')
    expect(holidayOn(calendar, 'BY', '2023-08-15')?.law).toContain('Art. 1 Abs. 1 Nr. 2')
  })

  it('two on one day are both listed: 1 May 2008 was Ascension Day as well', () => {
    const names = holidays(calendar, 'HE', 2008).filter(({ date }) => date === '2008-05-01')
    expect(names.map(({ name }) => name.de)).toEqual(['Tag der Arbeit', 'Christi Himmelfahrt'])
  })
})

describe('Compared with the calendar of date-holidays', () => {
  /**
   * Days that ours has and that one lacks, every year. BY: 15 August is a holiday by municipality (Art. 1 Abs. 1 Nr. 2
   * FTG), which that calendar keeps in a region below the Land; ours speaks of Munich.
   */
  const LACKING_THERE: Readonly<Record<string, readonly string[]>> = { BY: ['08-15'] }
  const YEARS = Array.from({ length: 12 }, (_, index) => 2019 + index)

  it.each(LAENDER)('%s agrees from 2019 to 2030 but for the known differences', (place) => {
    const other = new Holidays('DE', place)
    const known = LACKING_THERE[place] ?? []
    for (const year of YEARS) {
      const theirs = new Set(
        other
          .getHolidays(year)
          .filter(({ type }) => type === 'public')
          .map(({ date }) => date.slice(0, 10)),
      )
      const ours = new Set(datesOf(place, year))
      const missing = known.map((day) => `${year}-${day}`)
      expect([...ours].filter((date) => !theirs.has(date))).toEqual(missing)
      expect([...theirs].filter((date) => !ours.has(date))).toEqual([])
    }
  })
})

describe('Working days', () => {
  it('are Monday to Friday without holidays; Saturday is none, 24 and 31 December are', () => {
    const working = (date: LocalDate) => isWorkingDay(calendar, 'HE', date)
    expect(['2024-12-24', '2024-12-31', '2023-10-30', '2023-10-31'].filter(working)).toHaveLength(4)
    expect(['2023-10-28', '2023-10-29', '2023-10-03', '2024-05-30'].filter(working)).toEqual([])
    expect(isWorkingDay(calendar, 'SN', '2023-10-31')).toBe(false)
  })

  it('an office that closes on 24 December says so by a rule of its own', () => {
    const closed = calendarSchema.parse({
      ...calendar,
      rules: [
        ...calendar.rules,
        {
          kind: 'fixed',
          day: '12-24',
          places: ['HE'],
          name: { de: 'Heiligabend', en: 'Christmas Eve' },
          law: 'Dienstvereinbarung',
        },
      ],
    })
    expect(isWorkingDay(closed, 'HE', '2024-12-24')).toBe(false)
    expect(isWorkingDay(closed, 'BE', '2024-12-24')).toBe(true)
  })

  it('are counted after today up to and including the last day', () => {
    const left = (from: LocalDate, until: LocalDate) => workingDaysLeft(calendar, 'HE', from, until)
    expect(left('2023-10-10', '2023-10-24')).toBe(10)
    expect(left('2023-10-02', '2023-10-04')).toBe(1)
    expect(left('2023-12-22', '2024-01-02')).toBe(4)
    expect(left('2023-10-24', '2023-10-24')).toBe(0)
    expect(left('2023-10-25', '2023-10-24')).toBe(0)
  })

  it('B44 for an end on a holiday the next working day is proposed, in every place at once', () => {
    const propose = (where: string[], date: LocalDate) => proposeWorkingDay(calendar, where, date)
    expect(propose(['HE'], '2023-10-24')).toBe('2023-10-24')
    expect(propose(['HE'], '2025-04-18')).toBe('2025-04-22')
    expect(propose(['HE', 'SN'], '2023-10-31')).toBe('2023-11-01')
    expect(propose(['SN', 'BY'], '2023-10-31')).toBe('2023-11-02')
  })
})

describe('Periods (BGB §§ 187 to 193)', () => {
  it.each([
    ['2023-10-10', 14, '2023-10-24', '2023-10-24', '2023-10-24', '2023-10-24', '2023-10-24'],
    ['2023-10-14', 14, '2023-10-30', '2023-10-30', '2023-10-30', '2023-10-30', '2023-10-30'],
    ['2023-10-17', 14, '2023-10-31', '2023-11-01', '2023-10-31', '2023-10-31', '2023-11-01'],
    ['2023-09-26', 7, '2023-10-04', '2023-10-04', '2023-10-04', '2023-10-04', '2023-10-04'],
    ['2023-12-18', 7, '2023-12-27', '2023-12-27', '2023-12-27', '2023-12-27', '2023-12-27'],
    ['2024-05-16', 14, '2024-05-31', '2024-05-30', '2024-05-31', '2024-05-30', '2024-05-30'],
    ['2025-04-11', 7, '2025-04-22', '2025-04-22', '2025-04-22', '2025-04-22', '2025-04-22'],
  ])('from %s, %i days end in HE %s, SN %s, BY %s, BE %s, TH %s', (from, amount, ...ends) => {
    const found = ['HE', 'SN', 'BY', 'BE', 'TH'].map((place) => end(from, amount, 'days', place))
    expect(found.map(({ lastDay }) => lastDay)).toEqual(ends)
  })

  it('the shift says from where to where, in which place and why', () => {
    expect(end('2025-04-11', 7, 'days', 'HE').shifts).toEqual([
      {
        from: '2025-04-18',
        to: '2025-04-22',
        place: 'HE',
        because: {
          de: 'Karfreitag, Samstag, Sonntag, Ostermontag',
          en: 'Good Friday, Saturday, Sunday, Easter Monday',
        },
      },
    ])
    expect(end('2023-10-10', 14, 'days', 'HE').shifts).toEqual([])
  })

  it('several Länder: each may move the end, until it is a working day in all', () => {
    const { lastDay, shifts } = end('2023-10-17', 14, 'days', ['BY', 'SN', 'HE'])
    expect(lastDay).toBe('2023-11-02')
    expect(shifts.map(({ from, to, place }) => [from, to, place])).toEqual([
      ['2023-10-31', '2023-11-01', 'SN'],
      ['2023-11-01', '2023-11-02', 'BY'],
    ])
  })

  it('without a shift the day stands, even on a holiday', () => {
    const { lastDay, shifts } = end('2023-09-26', 7, 'days', 'HE', { shift: 'none' })
    expect([lastDay, shifts]).toEqual(['2023-10-03', []])
  })

  it('weeks and months end on the matching day; a missing one becomes the last of the month', () => {
    const plain = { shift: 'none' } as const
    expect(end('2023-10-10', 2, 'weeks', 'HE', plain).lastDay).toBe('2023-10-24')
    expect(end('2024-01-31', 1, 'months', 'HE', plain).lastDay).toBe('2024-02-29')
    expect(end('2023-01-31', 1, 'months', 'HE', plain).lastDay).toBe('2023-02-28')
    expect(end('2023-10-10', 12, 'months', 'HE', plain).lastDay).toBe('2024-10-10')
  })

  it('working days are counted where they are such days in every place', () => {
    expect(end('2023-10-27', 3, 'workingDays', 'HE').lastDay).toBe('2023-11-01')
    expect(end('2023-10-27', 3, 'workingDays', ['HE', 'SN', 'BY']).lastDay).toBe('2023-11-03')
    expect(end('2023-10-03', 10, 'workingDays', 'HE', { before: true }).lastDay).toBe('2023-09-19')
  })

  it('backwards, a weekend moves to the working day before: the sender gains no time', () => {
    const plain = end('2023-11-14', 30, 'days', 'HE', { before: true, shift: 'none' })
    expect(plain.lastDay).toBe('2023-10-15')
    const moved = end('2023-11-14', 30, 'days', 'HE', { before: true })
    expect(moved.lastDay).toBe('2023-10-13')
    expect(moved.shifts).toEqual([
      {
        from: '2023-10-15',
        to: '2023-10-13',
        place: 'HE',
        because: { de: 'Sonntag, Samstag', en: 'Sunday, Saturday' },
      },
    ])
    expect(end('2023-03-31', 1, 'months', 'HE', { before: true }).lastDay).toBe('2023-02-28')
  })

  it('the last day counts whole, also when it has 23 or 25 hours', () => {
    const tooLate = (from: LocalDate) =>
      isoInstant(end(from, 7, 'days', 'HE', { shift: 'none' }).tooLateFrom)
    expect(tooLate('2026-03-21')).toBe('2026-03-28T23:00:00.000Z')
    expect(tooLate('2026-03-22')).toBe('2026-03-29T22:00:00.000Z')
    expect(tooLate('2026-10-17')).toBe('2026-10-24T22:00:00.000Z')
    expect(tooLate('2026-10-18')).toBe('2026-10-25T23:00:00.000Z')
  })

  it('a shifted end is a working day in all places, and none was passed over', () => {
    fc.assert(
      fc.property(
        anyDay,
        fc.integer({ min: 1, max: 60 }),
        fc.uniqueArray(anyPlace, { minLength: 1, maxLength: 4 }),
        (from, amount, where) => {
          const { lastDay } = end(from, amount, 'days', where)
          const open = (day: LocalDate) =>
            where.every((place) => isWorkingDay(calendar, place, day))
          expect(open(lastDay)).toBe(true)
          for (let day = addDays(from, amount); day < lastDay; day = addDays(day, 1)) {
            expect(open(day)).toBe(false)
          }
        },
      ),
    )
  })

  it('who starts later or gets more days never has to be done earlier', () => {
    fc.assert(
      fc.property(
        anyDay,
        fc.integer({ min: 1, max: 60 }),
        fc.constantFrom<Unit>('days', 'workingDays', 'weeks', 'months'),
        anyPlace,
        (from, amount, unit, place) => {
          const { tooLateFrom } = end(from, amount, unit, place)
          const later = end(addDays(from, 1), amount, unit, place)
          const longer = end(from, amount + 1, unit, place)
          expect(later.tooLateFrom).toBeGreaterThanOrEqual(tooLateFrom)
          expect(longer.tooLateFrom).toBeGreaterThanOrEqual(tooLateFrom)
        },
      ),
    )
  })

  it('n working days on, there are n working days left', () => {
    fc.assert(
      fc.property(anyDay, fc.integer({ min: 1, max: 40 }), anyPlace, (from, amount, place) => {
        const { lastDay } = end(from, amount, 'workingDays', place)
        expect(workingDaysLeft(calendar, place, from, lastDay)).toBe(amount)
        expect(workingDaysLeft(calendar, place, from, addDays(lastDay, -1))).toBe(amount - 1)
      }),
      { numRuns: 40 },
    )
  })
})

describe('What the calendar refuses', () => {
  it('B44 an unknown place, with all the right ones', () => {
    const { code, words } = refusal(() => holidays(calendar, 'XX', 2023))
    expect(code).toBe('calendar.place')
    for (const place of LAENDER) expect(words.de).toContain(place)
    expect(words.en).toContain('“XX”')
    expect(refusal(() => end('2023-10-10', 14, 'days', 'Mars')).code).toBe('calendar.place')
    expect(refusal(() => isWorkingDay(calendar, 'constructor', '2023-10-10')).code).toBe(
      'calendar.place',
    )
  })

  it('no place at all, because then no holiday could be known', () => {
    expect(refusal(() => end('2023-10-10', 14, 'days', [])).code).toBe('calendar.place')
  })

  it('a year for which the rules are not checked', () => {
    for (const year of [1999, 2100, 2023.5, Number.NaN]) {
      expect(refusal(() => holidays(calendar, 'HE', year)).code).toBe('calendar.year')
    }
  })
})

describe('Answers for programs', () => {
  const request = { from: '2024-05-16', amount: 14, unit: 'days', places: ['he', 'DE-BE'] }

  it('a deadline repeats the request as understood and follows its published schema', () => {
    const given = deadlineAnswer(calendar, { ...request, format: 1, shift: 'forward' })
    expect(given).toEqual({
      format: 1,
      from: '2024-05-16',
      amount: 14,
      unit: 'days',
      before: false,
      places: ['HE', 'BE'],
      shift: 'forward',
      lastDay: '2024-05-31',
      tooLateFrom: '2024-05-31T22:00:00.000Z',
      zone: 'Europe/Berlin',
      shifts: [
        {
          from: '2024-05-30',
          to: '2024-05-31',
          place: 'HE',
          because: { de: 'Fronleichnam', en: 'Corpus Christi' },
        },
      ],
    })
    expect(deadlineAnswerSchema.parse(given)).toEqual(given)
    expect(deadlineAnswer(calendar, request).lastDay).toBe('2024-05-30')
  })

  it('the holidays of a place follow their published schema in every year', () => {
    for (const place of LAENDER) {
      for (let year = calendar.validFrom; year <= calendar.validTo; year += 1) {
        const given = holidaysAnswer(calendar, place, year)
        expect(holidaysAnswerSchema.safeParse(given).success).toBe(true)
      }
    }
    expect(holidaysAnswer(calendar, 'de-sn', 2023)).toMatchObject({ format: 1, place: 'SN' })
  })

  it.each([
    [{ ...request, from: '2026-02-31' }, '/from'],
    [{ ...request, amount: 0 }, '/amount'],
    [{ ...request, amount: -1 }, '/amount'],
    [{ ...request, amount: 1.5 }, '/amount'],
    [{ ...request, amount: 365_000 }, '/amount'],
    [{ ...request, amount: '14' }, '/amount'],
    [{ ...request, unit: 'hours' }, '/unit'],
    [{ ...request, places: [] }, '/places'],
    [{ ...request, places: ['HE', 7] }, '/places/1'],
    [{ ...request, shift: 'backward' }, '/shift'],
    [{ ...request, before: 'yes' }, '/before'],
    [{ ...request, format: 2 }, '/format'],
    [{ ...request, until: '2024-06-01' }, '/until'],
    [[request], ''],
    [null, ''],
  ])('B42 %j is refused at “%s”', (wrong, field) => {
    const said = refusal(() => deadlineAnswer(calendar, wrong))
    expect([said.code, said.field]).toEqual(['calendar.request', field])
    expect(said.words.de).not.toBe(said.words.en)
  })

  it.each([
    ['deadline', deadlineAnswerSchema],
    ['holidays', holidaysAnswerSchema],
  ])('the schema in docs/schema/%s.schema.json is the one of the code', (name, schema) => {
    const file = new URL(`../../docs/schema/${name}.schema.json`, import.meta.url)
    expect(JSON.parse(readFileSync(file, 'utf8'))).toEqual(z.toJSONSchema(schema))
  })
})

describe('The document of the calendar', () => {
  const lineOf = (text: string) =>
    readFileSync(SHIPPED, 'utf8')
      .split('\n')
      .findIndex((line) => line.includes(text)) + 1
  const rule = { kind: 'fixed', day: '12-24', places: ['HE'], name: { de: 'Ruhe', en: 'Rest' } }
  const withRule = (change: object) =>
    calendarSchema.safeParse({ ...calendar, rules: [{ ...rule, ...change }] })

  it('takes a right rule', () => {
    expect(withRule({}).success).toBe(true)
  })

  it.each([
    ['a place that is not listed', { places: ['XX'] }, ['rules', 0, 'places']],
    ['29 February, which most years lack', { day: '02-29' }, ['rules', 0, 'day']],
    ['a day that does not exist', { day: '13-01' }, ['rules', 0, 'day']],
    ['years turned around', { validFrom: 2020, validTo: 2019 }, ['rules', 0, 'validTo']],
    ['an unknown kind', { kind: 'lunar' }, ['rules', 0, 'kind']],
    ['an unknown field', { note: 'x' }, ['rules', 0]],
  ])('refuses %s', (_, change, path) => {
    expect(withRule(change).error?.issues[0]?.path).toEqual(path)
  })

  it.each([
    ['text that is no YAML', 'format: 1\nrules: [', 'in Zeile 2 kein gültiges YAML', 'Line 2'],
    ['a calendar without places', 'format: 1', '„zone“', '“zone”'],
    [
      'a place without its law',
      readFileSync(SHIPPED, 'utf8').replace('places: [MV]', 'places: [XX]'),
      'Der Ort „XX“ steht nicht unter places',
      'The place “XX” is not listed',
    ],
    [
      'a day that does not exist',
      readFileSync(SHIPPED, 'utf8').replace('date: 2017-10-31', 'date: 2017-02-31'),
      `in Zeile ${lineOf('date: 2017-10-31')} fehlerhaft, bei „rules.`,
      `Line ${lineOf('date: 2017-10-31')} of the calendar`,
    ],
  ])('%s: the file is refused with the place of the fault', (_, text, german, english) => {
    const folder = mkdtempSync(join(tmpdir(), 'umlauf-calendar-'))
    try {
      const file = join(folder, 'calendars.yaml')
      writeFileSync(file, text)
      const { code, words } = refusal(() => readCalendar(file))
      expect(code).toBe('calendar.file')
      expect(words.de).toContain(german)
      expect(words.en).toContain(english)
    } finally {
      rmSync(folder, { recursive: true })
    }
  })
})
