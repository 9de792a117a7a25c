// When stages fall due: working days of each Land, quiet hours, both changes of summer time, pauses and extensions, held by tables and by properties; leaves sending to reminders.test.ts.
import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { isWorkingDay } from '../../src/core/calendar/index.ts'
import {
  type Due,
  isLoud,
  latestDue,
  nextLoud,
  nextSending,
  type Pause,
  stageInstant,
  timetable,
  type Where,
} from '../../src/core/reminders/stages.ts'
import { type Reminding, remindingSchema } from '../../src/core/rules/index.ts'
import {
  addDays,
  formatInstant,
  instantFromIso,
  instantOf,
  localDateOf,
  localTimeOf,
} from '../../src/core/time.ts'
import { readCalendar } from '../../src/files/calendar-file.ts'

const calendar = readCalendar()
const zone = 'Europe/Berlin'
const PLACES = Object.keys(calendar.places)
const RULE: Reminding = remindingSchema.parse({
  stages: [
    { day: -5, to: ['representatives'] },
    { day: -2, to: ['representatives', 'deputy'] },
    { day: 0, to: ['representatives', 'deputy', 'officeHead', 'secretariat'] },
    { day: 3, to: ['deputy'] },
    { day: 7, to: ['officeHead'] },
  ],
})

const at = (place: string, rule = RULE): Where => ({ calendar, place, zone, rule })
const berlin = (date: string, time = '24:00') => instantOf(date, time, zone)
const said = (instant: number) => formatInstant(instant, zone, 'de')
const days = (place: string, due: number, rule = RULE) =>
  rule.stages.map(({ day }) => said(stageInstant(day, due, at(place, rule))))

describe('the stages of a reminder', () => {
  it('are counted in working days of the Land, before the due and after it', () => {
    // Monday, 9 October 2023, 24:00; 3 October is a holiday everywhere
    expect(days('HE', berlin('2023-10-09'))).toEqual([
      'Fr., 29.09.2023, 09:00 Uhr',
      'Do., 05.10.2023, 09:00 Uhr',
      'Mo., 09.10.2023, 09:00 Uhr',
      'Do., 12.10.2023, 09:00 Uhr',
      'Mi., 18.10.2023, 09:00 Uhr',
    ])
  })

  it('differ from Land to Land: 31 October, 1 November, and the Buß- und Bettag in Sachsen', () => {
    const due = berlin('2024-11-04')
    expect(days('HE', due)[1]).toBe('Do., 31.10.2024, 09:00 Uhr')
    expect(days('NI', due)[1]).toBe('Mi., 30.10.2024, 09:00 Uhr')
    expect(days('NW', due)[1]).toBe('Mi., 30.10.2024, 09:00 Uhr')
    const autumn = berlin('2024-11-22')
    expect(days('SN', autumn)[1]).toBe('Di., 19.11.2024, 09:00 Uhr')
    expect(days('BY', autumn)[1]).toBe('Mi., 20.11.2024, 09:00 Uhr')
  })

  it('say the last day on the last working day, where the due day is none', () => {
    expect(days('HE', berlin('2024-03-31'))[2]).toBe('Do., 28.03.2024, 09:00 Uhr')
    expect(days('HE', berlin('2024-03-31'))[3]).toBe('Do., 04.04.2024, 09:00 Uhr')
    expect(days('SL', berlin('2024-08-15'))[2]).toBe('Mi., 14.08.2024, 09:00 Uhr')
  })

  it('come before the due, also where it falls before the hour of the rule', () => {
    expect(days('HE', berlin('2023-10-09', '08:30'))[2]).toBe('Fr., 06.10.2023, 09:00 Uhr')
    expect(days('HE', berlin('2023-10-09', '09:00'))[2]).toBe('Fr., 06.10.2023, 09:00 Uhr')
    expect(days('HE', berlin('2023-10-09', '09:01'))[2]).toBe('Mo., 09.10.2023, 09:00 Uhr')
  })

  it('F33 keep their local hour over both changes of summer time, and take a usual hour that is not there or there twice', () => {
    for (const due of [berlin('2026-04-02'), berlin('2026-10-29')]) {
      for (const { day } of RULE.stages) {
        expect(localTimeOf(stageInstant(day, due, at('HE')), zone)).toBe('09:00')
      }
    }
    // a rule for those who work at night: 02:30 is not there on 29 March 2026 and there twice on 25 October, both Sundays
    const night = remindingSchema.parse({
      at: '02:30',
      quietHours: { from: '12:00', until: '13:00' },
      stages: [{ day: 0, to: ['representatives'] }],
    })
    expect(said(nextLoud(instantFromIso('2026-03-29T00:30:00Z'), at('HE', night)))).toBe(
      'Mo., 30.03.2026, 00:00 Uhr',
    )
    expect(said(stageInstant(0, berlin('2026-03-31'), at('HE', night)))).toBe(
      'Di., 31.03.2026, 02:30 Uhr',
    )
  })

  it('wait for the end of the quiet hours where the rule itself is quiet at its hour', () => {
    const early = remindingSchema.parse({ ...RULE, at: '06:00' })
    expect(days('HE', berlin('2023-10-09'), early)[0]).toBe('Fr., 29.09.2023, 08:00 Uhr')
    const late = remindingSchema.parse({ ...RULE, at: '22:00' })
    expect(days('HE', berlin('2023-10-09'), late)[2]).toBe('Mo., 09.10.2023, 08:00 Uhr')
  })

  it('are refused in another order, twice on a day, to nobody, and with quiet hours of a whole day', () => {
    const stage = (day: number) => ({ day, to: ['representatives'] })
    const wrong = [
      { stages: [] },
      { stages: [stage(0), stage(-2)] },
      { stages: [stage(0), stage(0)] },
      { stages: [{ day: 0, to: [] }] },
      { stages: [{ day: 1.5, to: ['representatives'] }] },
      { stages: [stage(0)], at: '24:00' },
      { stages: [stage(0)], quietHours: { from: '08:00', until: '08:00' } },
    ]
    for (const rule of wrong) expect(remindingSchema.safeParse(rule).success).toBe(false)
    expect(remindingSchema.parse({ stages: [stage(0)] })).toMatchObject({
      at: '09:00',
      quietHours: { from: '19:00', until: '08:00' },
    })
  })
})

describe('an extension', () => {
  const first = { at: berlin('2023-10-09'), since: instantFromIso('2023-09-25T07:00:00Z') }
  const keys = (due: Due, sent: string[], now: string, pauses: Pause[] = []) =>
    latestDue(
      timetable(due, pauses, at('HE')),
      new Map(sent.map((key) => [key, due.since])),
      instantFromIso(now),
    )?.key

  it('moves what was not sent, and repeats nothing', () => {
    const longer = { at: berlin('2023-10-16'), since: instantFromIso('2023-10-06T08:00:00Z') }
    expect(keys(first, ['-5'], '2023-10-05T07:00:00Z')).toBe('-2')
    expect(keys(longer, ['-5', '-2'], '2023-10-12T07:00:00Z')).toBeUndefined()
    expect(keys(longer, ['-5', '-2'], '2023-10-16T07:00:00Z')).toBe('0')
    // a stage that an outage swallowed comes to its turn again where the extension leaves time for it
    const muchLonger = { at: berlin('2023-10-30'), since: longer.since }
    expect(keys(muchLonger, ['-2'], '2023-10-23T07:00:00Z')).toBe('-5')
  })

  it('never reminds of what lies before it', () => {
    const short = { at: berlin('2023-10-10'), since: instantFromIso('2023-10-05T12:00:00Z') }
    expect(keys(short, ['-2'], '2023-10-05T12:00:01Z')).toBeUndefined()
    expect(keys(short, ['-2'], '2023-10-09T08:00:00Z')).toBeUndefined()
  })

  it('of three days off sends the latest stage alone', () => {
    expect(keys(first, [], '2023-10-09T12:00:00Z')).toBe('0')
    expect(keys(first, ['0'], '2023-10-09T12:00:00Z')).toBeUndefined()
  })

  it('and a pause: nothing goes out before its day, and on that day the latest that fell into it', () => {
    const pause = { id: '1', at: instantFromIso('2023-09-28T10:00:00Z'), until: '2023-10-06' }
    expect(keys(first, [], '2023-10-05T07:00:00Z', [pause])).toBeUndefined()
    expect(keys(first, [], '2023-10-06T07:00:00Z', [pause])).toBe('-2')
    const short = { ...pause, until: '2023-10-02' }
    expect(
      keys(first, ['-5'], '2023-10-02T07:00:00Z', [
        { ...short, at: berlin('2023-09-29', '10:00') },
      ]),
    ).toBe('pause 1')
  })

  it('and a pause into which a stage falls that was sent before the extension: its end reminds all the same, once', () => {
    const longer = { at: berlin('2023-10-16'), since: instantFromIso('2023-10-02T08:00:00Z') }
    const pause = { id: '1', at: instantFromIso('2023-10-06T10:00:00Z'), until: '2023-10-12' }
    const stages = timetable(longer, [pause], at('HE'))
    const before = instantFromIso('2023-09-29T07:00:00Z')
    const now = instantFromIso('2023-10-12T07:00:00Z')
    expect(latestDue(stages, new Map([['-5', before]]), now)?.key).toBe('-2')
    const both = new Map([
      ['-5', before],
      ['-2', before],
    ])
    expect(latestDue(stages, both, now)?.key).toBe('pause 1')
    expect(latestDue(stages, new Map([...both, ['pause 1', now]]), now)).toBeUndefined()
    expect(latestDue(stages, new Map([...both, ['-2', now]]), now)).toBeUndefined()
  })
})

/** A due in three years, in any Land, with any rule that people may write. */
const world = fc.record({
  place: fc.constantFrom(...PLACES),
  day: fc.integer({ min: 0, max: 1095 }).map((n) => addDays('2024-01-01', n)),
  time: fc.constantFrom('00:00', '07:15', '08:59', '09:00', '12:00', '18:30', '23:59', '24:00'),
  hour: fc.constantFrom('00:00', '06:00', '08:00', '09:00', '12:30', '18:59', '19:00', '23:30'),
  quiet: fc.constantFrom(
    { from: '19:00', until: '08:00' },
    { from: '12:00', until: '13:00' },
    { from: '00:00', until: '07:00' },
    { from: '22:30', until: '00:00' },
  ),
  stages: fc.uniqueArray(fc.integer({ min: -12, max: 12 }), { minLength: 1, maxLength: 6 }),
})

type World = (typeof world extends fc.Arbitrary<infer T> ? T : never) & object

function whereIn({ place, hour, quiet, stages }: World): Where {
  const sorted = [...stages].sort((a, b) => a - b)
  const rule = remindingSchema.parse({
    at: hour,
    quietHours: quiet,
    stages: sorted.map((day) => ({ day, to: ['representatives'] })),
  })
  return at(place, rule)
}

const dueIn = ({ day, time }: World) => instantOf(day, time, zone)

describe('whatever the Land, the rule and the due', () => {
  it('nothing goes out at night, on a weekend or on a holiday, and it goes out as soon as it may', () => {
    fc.assert(
      fc.property(world, fc.integer({ min: -5000, max: 5000 }), (given, minutes) => {
        const where = whereIn(given)
        const instant = dueIn(given) + minutes * 60_000
        const next = nextLoud(instant, where)
        expect(next).toBeGreaterThanOrEqual(instant)
        expect(isLoud(next, where)).toBe(true)
        expect(isWorkingDay(calendar, given.place, localDateOf(next, zone))).toBe(true)
        // a quarter of an hour at a time: nothing before it was loud
        for (let probe = instant; probe < next; probe += 15 * 60_000) {
          expect(isLoud(probe, where)).toBe(false)
        }
      }),
    )
  })

  it('stages up to the due come before it, those after it later, and none overtakes another', () => {
    fc.assert(
      fc.property(world, (given) => {
        const where = whereIn(given)
        const due = dueIn(given)
        const instants = where.rule.stages.map(({ day }) => stageInstant(day, due, where))
        where.rule.stages.forEach(({ day }, index) => {
          const instant = instants[index] ?? 0
          if (day <= 0) expect(instant).toBeLessThan(due)
          else expect(localDateOf(instant, zone) > localDateOf(due - 1, zone)).toBe(true)
          expect(isLoud(instant, where)).toBe(true)
        })
        expect([...instants].sort((a, b) => a - b)).toEqual(instants)
      }),
    )
  })

  it('a clock that stops at each next sending sends what a slow watchman would: each stage once, the latest only', () => {
    const pauses = fc.array(
      fc.record({ after: fc.integer({ min: 0, max: 20 }), days: fc.integer({ min: 1, max: 9 }) }),
      { maxLength: 2 },
    )
    fc.assert(
      fc.property(world, pauses, fc.integer({ min: 3, max: 25 }), (given, asked, lead) => {
        const where = whereIn(given)
        const due = dueIn(given)
        const since = due - lead * 86_400_000
        const pausesMade: Pause[] = asked.map(({ after, days: long }, index) => {
          const made = since + after * 86_400_000
          return { id: `${index}`, at: made, until: addDays(localDateOf(made, zone), long) }
        })
        const stages = timetable({ at: due, since }, pausesMade, where)
        const sent = new Map<string, number>()
        let now = since
        for (let stops = 0; stops < 100; stops += 1) {
          const stage = latestDue(stages, sent, now)
          if (stage && isLoud(now, where)) {
            expect(sent.has(stage.key)).toBe(false)
            expect(stage.at).toBeGreaterThan(since)
            sent.set(stage.key, now)
          }
          const next = nextSending(stages, sent, now, where)
          if (next === undefined) break
          expect(next).toBeGreaterThan(now)
          now = next
        }
        expect(nextSending(stages, sent, now, where)).toBeUndefined()
        for (const { key, at: instant } of stages) {
          const outranked = stages.findLast((one) => one.at === instant)?.key !== key
          expect(sent.get(key)).toBe(outranked ? undefined : instant)
        }
      }),
    )
  })
})
