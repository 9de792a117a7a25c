// A year of reminders on the turned clock: ten circulations, the rounds of three sessions, 16 Länder with their holidays, both changes of summer time, outages, and a new process between any two steps, held against a slow watchman (watchman.ts).
import { afterEach, describe, expect, it } from 'vitest'
import { isoInstant } from '../../src/core/time.ts'
import { withHeads } from '../support/council-heads.ts'
import { convene, type Session } from '../support/session.ts'
import {
  type Away,
  local,
  OF_ROUNDS,
  OF_VOTES,
  type Vote,
  watch,
  when,
  type Year,
} from './watchman.ts'

const PARTIES = 'BUND BW BY BE BB HB HH HE MV NI NW RP SL SN ST SH TH'.split(' ')
/** Thüringen has nobody at the head of its office: there the list of the secretariat comes next. */
const HEADS = PARTIES.filter((party) => party !== 'TH')
const SECRETARIAT = 'geschaeftsstelle-1'
const SECOND = 'geschaeftsstelle-2'
const DAY = 86_400_000

/** Opened on that day at 10:07, ended on that day at 24:00 or at the time named; extended on a day to another. */
const CIRCULATIONS = [
  { opens: '2024-02-26', end: '12.03.2024' },
  { opens: '2024-03-18', end: '02.04.2024' },
  { opens: '2024-04-25', end: '10.05.2024' },
  { opens: '2024-05-15', end: '31.05.2024', extended: ['2024-05-31', '07.06.2024'] },
  { opens: '2024-07-31', end: '16.08.2024', extended: ['2024-08-14', '30.08.2024'] },
  { opens: '2024-09-05', end: '24.09.2024, 08:30' },
  { opens: '2024-10-14', end: '01.11.2024' },
  { opens: '2024-10-16', end: '04.11.2024', extended: ['2024-10-29', '11.11.2024'] },
  { opens: '2024-11-06', end: '24.11.2024' },
  { opens: '2024-12-10', end: '30.12.2024' },
] as const

/** Sessions of the year; a round opens four weeks before at 08:00 and is due at the end of the fifth working day before. */
const SESSIONS = [
  { date: '2024-03-20', opens: '2024-02-21', due: '13.03.2024' },
  { date: '2024-06-19', opens: '2024-05-22', due: '12.06.2024' },
  { date: '2024-11-13', opens: '2024-10-16', due: '06.11.2024' },
] as const
const REPORT =
  'einbuergerung=430,212,61,40,3,18000 aufenthalt=430,0 koordination=ja taskforce=nein fachverfahren=12'

/** The shipped council with these sessions after the 42nd. */
function council(): string {
  const dates = SESSIONS.map(
    ({ date }, at) => `      - { id: sitzung-${43 + at}, number: ${43 + at}, date: ${date} }`,
  )
  const shipped = '      - { id: sitzung-43, number: 43, date: 2024-03-20 }'
  return withHeads(HEADS, [shipped, dates.join('\n')])
}

/** Off for three days and more: over the latest stages of a vote, and over the end of summer time into a night. */
const OFF = [
  ['2024-05-27T05:07:00Z', '2024-05-30T05:07:00Z'],
  ['2024-10-25T05:07:00Z', '2024-10-28T19:07:00Z'],
] as const

/** From the first Monday on which something is open; Easter Monday and Whit Monday are days off at the seat. */
const MONDAYS = Array.from({ length: 46 }, (_, week) => {
  const day = new Date(Date.parse('2024-02-26') + week * 7 * DAY).toISOString().slice(0, 10)
  return { '2024-04-01': '2024-04-02', '2024-05-20': '2024-05-21' }[day] ?? day
})

/** Whole and the same in each run: a test that failed fails again. */
function numbers(seed: number): (below: number) => number {
  let state = seed
  return (below) => {
    state = (Math.imul(state, 1_664_525) + 1_013_904_223) >>> 0
    return Math.floor((state / 4_294_967_296) * below)
  }
}

type Step = { readonly at: number; readonly run: () => Promise<void> }

let session: Session
afterEach(async () => {
  expect(session.defects).toEqual([])
  await session.adjourn()
})

/** `2024-03-31` at 10:07 in Berlin. */
function morning(day: string): number {
  const summer = local(Date.parse(`${day}T08:07:00Z`)).endsWith('10:07')
  return Date.parse(`${day}T${summer ? '08' : '09'}:07:00Z`)
}

/** The end that people write, as the first instant that is too late. */
function endOf(written: string): number {
  const [day = '', time] = written.split(', ')
  const iso = day.split('.').reverse().join('-')
  const midnight = morning(iso) - (10 * 60 + 7) * 60_000
  if (time === undefined) return morning(isoDay(morning(iso) + DAY)) - (10 * 60 + 7) * 60_000
  return midnight + Number(time.slice(0, 2)) * 3_600_000 + Number(time.slice(3)) * 60_000
}

const isoDay = (at: number) => local(at).slice(0, 10)
const germanDay = (day: string) => day.split('-').reverse().join('.')
const isOff = (at: number) =>
  OFF.some(([from, until]) => Date.parse(from) - 60_000 <= at && at <= Date.parse(until) + 60_000)

async function says(person: string, line: string): Promise<void> {
  const answer = await session.says(person, line)
  expect(answer.refusal, `${person}: ${line}: ${answer.summary}`).toBeUndefined()
}

/** What happens in the year, and what the watchman is told of it. */
function planOf(seed: number): { readonly year: Year; readonly steps: readonly Step[] } {
  const chance = numbers(seed)
  const steps: Step[] = []
  const aways: Away[] = []
  const votes = [
    ...CIRCULATIONS.map((one, index) => voteOf(one, index + 1, chance, steps)),
    ...SESSIONS.map((one, index) => roundOf(one, index + 1, chance, steps)),
  ]
  for (const party of PARTIES) {
    const from = Date.parse('2024-01-10T09:22:00Z')
    for (let times = 0; times < 6; times += 1) {
      const at = from + chance(340) * DAY
      const person = `${chance(2) === 0 ? 'mitglied' : 'vertretung'}-${party.toLowerCase()}`
      const first = isoDay(at + chance(10) * DAY)
      const last = isoDay(Date.parse(`${first}T12:00:00Z`) + (3 + chance(20)) * DAY)
      if (isOff(at)) continue
      aways.push({ person, from: first, until: last, away: true, at })
      const line = `abwesend ${person} von ${germanDay(first)} bis ${germanDay(last)}`
      steps.push({ at, run: () => says(SECRETARIAT, line) })
    }
  }
  aways.sort((a, b) => a.at - b.at)
  const off = OFF.map(([from, until]) => ({ from: Date.parse(from), until: Date.parse(until) }))
  steps.sort((a, b) => a.at - b.at)
  return { year: { heads: HEADS, votes, aways, off }, steps }
}

function voteOf(
  circulation: (typeof CIRCULATIONS)[number],
  index: number,
  chance: (below: number) => number,
  steps: Step[],
): Vote {
  const number = `${index}/2024`
  const opens = morning(circulation.opens)
  const ends = [{ at: opens, due: endOf(circulation.end) }]
  const draft = `entwurf "Umlauf ${index}" ziffern: "Text" antrag: BUND ende: "${circulation.end}"`
  steps.push({
    at: opens,
    async run() {
      await says(SECRETARIAT, draft)
      await says(SECOND, `bestätigen E-${index}`)
      await says(SECRETARIAT, `öffnen E-${index} trotzdem`)
    },
  })
  if ('extended' in circulation) {
    const [day, until] = circulation.extended
    const at = morning(day) + 15 * 60_000
    ends.push({ at, due: endOf(until) })
    steps.push({ at, run: () => says('vorsitz', `verlängern ${number} ${until} "Kabinett"`) })
  }
  const due = ends.at(-1)?.due ?? 0
  const span = Math.floor((due - opens) / 900_000) - 8
  const vote: Vote = {
    ...{ number, opens, ends, closes: due, parties: PARTIES, stages: OF_VOTES },
    ...{ votes: new Map(), puts: [] },
  }
  for (const party of PARTIES) {
    const member = `mitglied-${party.toLowerCase()}`
    const at = opens + (4 + chance(span)) * 900_000
    // the sealed hand of fate: some never vote
    if (chance(10) < 6 && !isOff(at) && stillOpen(vote, at)) {
      vote.votes.set(party, at)
      steps.push({ at, run: () => says(member, `stimme ${number} ja für ${party}`) })
    }
    const put = opens + (4 + chance(Math.floor(span / 2))) * 900_000 + 60_000
    const until = isoDay(put + (2 + chance(5)) * DAY)
    const latest = ends[0]?.due ?? 0
    const asks = chance(10) < 3 && !isOff(put) && !((vote.votes.get(party) ?? due) <= put)
    if (asks && Date.parse(`${until}T12:00:00Z`) < latest - 6 * DAY) {
      vote.puts.push({ party, at: put, until })
      const line = `zurückstellen ${number} für ${party} bis ${germanDay(until)} "Kabinett"`
      steps.push({ at: put, run: () => says(member, line) })
    }
  }
  return vote
}

/** Some Länder report in time, some late, some not at all; the secretariat closes the round three weeks after it was due. */
function roundOf(
  session: (typeof SESSIONS)[number],
  index: number,
  chance: (below: number) => number,
  steps: Step[],
): Vote {
  const number = `R-${index}/2024`
  const opens = when(session.opens, '08:00')
  const due = endOf(session.due)
  const closes = morning(isoDay(due + 21 * DAY))
  const votes = new Map<string, number>()
  const span = Math.floor((closes - opens) / 900_000) - 8
  const laender = PARTIES.filter((party) => party !== 'BUND')
  for (const party of laender) {
    const at = opens + (4 + chance(span)) * 900_000 + 120_000
    if (chance(10) > 6 || isOff(at)) continue
    votes.set(party, at)
    steps.push({
      at,
      run: () => says(`mitglied-${party.toLowerCase()}`, `melden ${number} ${REPORT}`),
    })
  }
  steps.push({
    at: closes,
    async run() {
      for (const party of votes.keys()) await says(SECRETARIAT, `annehmen ${number} ${party}`)
      await says(SECRETARIAT, `runde schließen ${number}`)
    },
  })
  const ends = [{ at: opens, due }]
  return { number, opens, ends, closes, parties: laender, stages: OF_ROUNDS, votes, puts: [] }
}

/** The end that holds at that instant has not come. */
function stillOpen({ ends }: Vote, at: number): boolean {
  return at < (ends.filter((end) => end.at <= at).at(-1)?.due ?? 0)
}

/** Through everything due on the way; between any two steps there may be a new process, or one that ends before it posts. */
async function advance(goal: number, chance: (below: number) => number): Promise<void> {
  for (;;) {
    const due = await session.app.bot.nextDue()
    if (due === undefined || due > goal) break
    await session.sleepUntil(isoInstant(due))
    if (chance(4) === 0) await session.restart()
    if (chance(4) === 0) {
      await session.app.bot.tick(await session.now())
      await session.restart()
    }
    await session.app.ring()
    await session.app.delivery.settle()
  }
  await session.sleepUntil(isoInstant(goal))
  await session.app.ring()
  await session.app.delivery.settle()
}

/** The log as the watchman writes. */
async function log(): Promise<string[]> {
  const { rows } = await session.pool.query(
    `SELECT coalesce(c.number, o.number) AS number, r.party, r.stage, r.people, r.office, r.at FROM reminder r
     LEFT JOIN circulation c ON r.matter = 'circulation ' || c.id || ':' || c.version
     LEFT JOIN report_round o ON r.matter = 'round ' || o.id
     WHERE r.stage NOT LIKE 'paused %' ORDER BY r.n`,
  )
  return rows.map(({ number, party, stage, people, office, at }) => {
    const who = [...people, ...(office ? ['Liste'] : [])].sort().join(' ')
    const name = stage.startsWith('pause ') ? 'pause' : stage
    return `${number} ${party} ${name} ${local(at.getTime() - (at.getTime() % 60_000))} ${who}`
  })
}

describe('a year of circulations', () => {
  it.each([2024])(
    'F50 every reminder that should have gone went once, and none other (year %i)',
    { timeout: 600_000 },
    async (seed) => {
      session = await convene('2024-01-02T08:00:00Z', council())
      const { year, steps } = planOf(seed)
      const chance = numbers(seed + 1)
      const stops = [
        ...steps,
        ...year.off.flatMap(({ from, until }): Step[] => [
          { at: from, run: async () => {} },
          {
            at: until,
            async run() {
              await session.restart()
              await session.app.ring()
              await session.app.delivery.settle()
            },
          },
        ]),
      ].sort((a, b) => a.at - b.at)
      for (const { at, run } of stops) {
        const wakes = year.off.some(({ until }) => until === at)
        if (wakes) await session.sleepUntil(isoInstant(at))
        else await advance(at, chance)
        await run()
        if (chance(10) === 0) await session.restart()
      }
      await advance(Date.parse('2025-01-10T12:00:00Z'), chance)

      const expected = watch(year)
      const seen = await log()
      expect([...seen].sort()).toEqual([...expected].sort())
      expect(seen.length).toBeGreaterThan(250)

      // and what the log says stood where it should, once
      const posts = session.notebook.made.filter((key) => key.startsWith('reminder:'))
      expect(new Set(posts).size).toBe(posts.length)
      const personal = posts.filter((key) => key.includes(':person:'))
      const told = seen.flatMap((line) =>
        line.split(' ').filter((word) => /^(?:mitglied|vertretung|leitung)-/.test(word)),
      )
      expect(personal.length).toBe(told.length)

      // and the secretariat heard what is open once for each Monday since the first round
      const digests = session.notebook.made.filter((key) => key.startsWith('digest:'))
      expect(digests.map((key) => key.split(':')[2])).toEqual(MONDAYS)
    },
  )
})
