// When rounds come: every rhythm by its days, what is counted back from them over holidays and both changes of summer time, and how a rhythm is written.
import { readFileSync } from 'node:fs'
import { describe, expect, it } from 'vitest'
import type { Obligation, Rhythm } from '../../src/core/council/index.ts'
import { readRhythm, rhythmWords } from '../../src/core/reports/obligation.ts'
import { datesOf, occurrencesOf } from '../../src/core/reports/rhythm.ts'
import { formatDeadline, isoInstant } from '../../src/core/time.ts'
import { readCalendar } from '../../src/files/calendar-file.ts'
import { readCouncilFile } from '../../src/files/council-file.ts'
import { cronDays } from '../../src/files/cron-days.ts'

const zone = 'Europe/Berlin'
const text = readFileSync(
  new URL('../../src/councils/it-planungsrat.yaml', import.meta.url),
  'utf8',
)
const read = readCouncilFile(text)
if ('faults' in read) throw new Error('the shipped file has faults')
const [body] = read.council.bodies
if (!body) throw new Error('no body')
const [obligation] = body.obligations
if (!obligation) throw new Error('no obligation')

const days = (rhythm: Rhythm, from: string, until: string) =>
  occurrencesOf(rhythm, body.sessions, { from, until }, cronDays).map(({ date }) => date)

function dates(date: string, more: Partial<Obligation> = {}) {
  const of = datesOf({ ...obligation, ...more } as Obligation, date, body ?? fail(), {
    calendar: readCalendar(),
    cron: cronDays,
    zone,
  })
  return [isoInstant(of.opens), of.asOf, formatDeadline(of.due, zone, 'de')]
}

function fail(): never {
  throw new Error('no body')
}

describe('the days of a rhythm', () => {
  it('each session, by its id: one that is moved to another day is still the same occurrence', () => {
    const rhythm = { kind: 'beforeEachSession' } as const
    expect(days(rhythm, '2023-07-04', '2024-03-20')).toEqual([
      '2023-07-04',
      '2023-11-03',
      '2024-03-20',
    ])
    expect(days(rhythm, '2023-07-05', '2024-03-19')).toEqual(['2023-11-03'])
    const moved = body.sessions.map((one) => ({ ...one, date: '2023-11-10' }))
    const within = { from: '2023-11-01', until: '2023-12-01' }
    expect(occurrencesOf(rhythm, moved, within, cronDays)[1]?.key).toBe('session:sitzung-42')
  })

  it('yearly days, every n months from a day, once, and cron expressions by their days alone', () => {
    const yearly = { kind: 'yearly', dates: ['09-30', '03-31'] } as const
    expect(days({ ...yearly, dates: [...yearly.dates] }, '2023-09-30', '2025-01-01')).toEqual([
      ...['2023-09-30', '2024-03-31', '2024-09-30'],
    ])
    expect(
      days({ kind: 'everyMonths', n: 1, from: '2024-01-31' }, '2024-01-01', '2024-05-31'),
    ).toEqual(['2024-01-31', '2024-02-29', '2024-03-31', '2024-04-30', '2024-05-31'])
    expect(days({ kind: 'once', date: '2024-02-29' }, '2024-02-29', '2024-02-29')).toEqual([
      '2024-02-29',
    ])
    const cron = { kind: 'cron', expression: '30 2 1 */3 *' } as const
    expect(days(cron, '2024-01-01', '2024-12-31')).toEqual([
      ...['2024-01-01', '2024-04-01', '2024-07-01', '2024-10-01'],
    ])
    // 02:30 does not exist on this day in Berlin; the day counts all the same
    expect(days({ kind: 'cron', expression: '30 2 31 3 *' }, '2024-03-01', '2024-04-01')).toEqual([
      '2024-03-31',
    ])
  })
})

describe('what is counted back', () => {
  it('the 42nd session: opened four weeks before at 08:00, due at the end of the fifth working day before', () => {
    expect(dates('2023-11-03')).toEqual([
      '2023-10-06T06:00:00.000Z',
      '2023-09-29',
      'Freitag, 27. Oktober 2023, 24:00 Uhr',
    ])
  })

  it('opens on no holiday at the seat and at 08:00 of either time; working days pass over holidays there', () => {
    // four weeks before is Whit Monday; Corpus Christi (30.05., Hesse) lies between
    expect(
      dates('2024-06-17', { due: { amount: 12, unit: 'workingDays', time: '24:00' } }),
    ).toEqual(['2024-05-21T06:00:00.000Z', '2024-05-13', 'Mittwoch, 29. Mai 2024, 24:00 Uhr'])
    expect(dates('2024-11-24', { opens: { amount: 4, unit: 'weeks' } })[0]).toBe(
      '2024-10-28T07:00:00.000Z',
    )
  })

  it('F34 an hour that is not there, or there twice, takes no time from anybody: the day ends then', () => {
    const due = { amount: 0, unit: 'days', time: '02:30' } as const
    expect(dates('2024-03-31', { due })[2]).toBe('Sonntag, 31. März 2024, 24:00 Uhr')
    expect(dates('2024-10-27', { due })[2]).toBe('Sonntag, 27. Oktober 2024, 24:00 Uhr')
    expect(dates('2024-03-29', { due })[2]).toBe('Freitag, 29. März 2024, 02:30 Uhr')
  })
})

describe('a rhythm in words', () => {
  const at = { now: Date.parse('2023-09-20T07:00:00Z'), zone }
  it('is read in both languages and read back', () => {
    for (const [written, said] of [
      ['vor jeder Sitzung', 'vor jeder Sitzung'],
      ['before each session', 'vor jeder Sitzung'],
      ['jährlich 31.03. und 30.09.', 'jährlich 31.03., 30.09.'],
      ['alle 6 Monate ab 01.01.2024', 'alle 6 Monate ab Montag, 1. Januar 2024'],
      ['once 15.12.2023', 'einmal, Freitag, 15. Dezember 2023'],
      ['cron 0 9 1 */3 *', 'nach Cron-Ausdruck 0 9 1 */3 *'],
    ] as const) {
      expect(rhythmWords(readRhythm(written, at), 'de'), written).toBe(said)
    }
  })

  it('B41 B42 days that do not exist and periods of nothing are refused', () => {
    for (const [written, code] of [
      ['jährlich 31.02.', 'date.unknown'],
      ['einmal 29.02.2027', 'date.unknown'],
      ['alle 0 Monate ab 01.01.2024', 'obligation.rhythm'],
      ['alle 1000 Monate ab 01.01.2024', 'obligation.rhythm'],
      ['heute', 'obligation.rhythm'],
      ['', 'obligation.rhythm'],
    ] as const) {
      expect(() => readRhythm(written, at), written).toThrow(code)
    }
  })
})
