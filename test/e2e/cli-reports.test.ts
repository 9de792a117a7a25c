// `umlauf reports` as an operator and a program use it, through the real process: where rounds stand in words, as JSON and as rows, what is refused with which exit code, beside a running bot and without one.
import { execFile } from 'node:child_process'
import { readFileSync, rmSync } from 'node:fs'
import path from 'node:path'
import { fileURLToPath } from 'node:url'
import { afterAll, afterEach, beforeAll, describe, expect, inject, it } from 'vitest'
import { z } from 'zod'
import { temporaryFolder } from '../support/postgres.ts'
import { convene, type Session } from '../support/session.ts'
import { killAll, umlauf as process_, says, stops } from '../support/umlauf.ts'

const project = fileURLToPath(new URL('../..', import.meta.url))
const published = z.fromJSONSchema(
  JSON.parse(readFileSync(path.join(project, 'docs/schema/reports.schema.json'), 'utf8')),
)
const LINE = 'einbuergerung=430,212,61,40,3,18000 koordination=ja taskforce=nein fachverfahren=12'

type Ran = { readonly code: number; readonly out: string; readonly err: string }

/** Runs `umlauf reports …` to its end. */
function reports(env: Record<string, string>, ...args: string[]): Promise<Ran> {
  return new Promise((resolve) => {
    const settings = { PATH: process.env['PATH'] ?? '', UMLAUF_LANGUAGE: 'de', ...env }
    const call = ['src/main.ts', 'reports', ...args]
    execFile(process.execPath, call, { cwd: project, env: settings }, (error, out, err) => {
      const code = error === null ? 0 : typeof error.code === 'number' ? error.code : -1
      resolve({ code, out, err })
    })
  })
}

describe('the round before the 42nd session, three days after its due date', () => {
  let session: Session
  let env: Record<string, string>
  const ask = (...args: string[]) => reports(env, ...args)
  const dataOf = ({ out }: Ran) => {
    const data = JSON.parse(out)
    expect(published.safeParse(data).error).toBeUndefined()
    return data
  }

  beforeAll(async () => {
    session = await convene('2023-10-05T07:00:00Z')
    await session.turnTo('2023-10-10T08:00:00Z')
    await session.says('mitglied-he', `melden R-1/2023 ${LINE}`)
    await session.says('mitglied-sn', `melden R-1/2023 ${LINE}`)
    await session.says('geschaeftsstelle-1', 'zurückgeben R-1/2023 SN "Bitte noch einmal prüfen"')
    await session.turnTo('2023-11-02T11:00:00Z')
    await session.says('mitglied-by', `melden R-1/2023 ${LINE}`)
    const { rows } = await session.pool.query('SELECT current_database() AS name')
    const { host, port, user } = inject('postgres')
    env = { DATABASE_URL: `postgresql://${user}@/${rows[0].name}?host=${host}&port=${port}` }
  })
  afterAll(async () => {
    expect(session.defects).toEqual([])
    await session.adjourn()
  })

  it('stands in the list of all rounds, and by its number with its board', async () => {
    const all = await ask()
    expect(all).toMatchObject({ code: 0, err: '' })
    expect(all.out).toContain('Runde R-1/2023')
    expect(all.out).toContain('2 von 16 gemeldet')
    for (const written of ['R-1/2023', 'r1/2023', '1/2023']) {
      const one = await ask(written)
      expect(one, written).toMatchObject({ code: 0, err: '' })
      expect(one.out, written).toContain('Es fehlen 14')
      expect(one.out, written).toContain('Anzusehen: Bayern und Hessen')
    }
    expect((await ask('R-1/2023', '--lang', 'en')).out).toContain('14 missing')
  })

  it('is data as the published schema says: who has reported, what is late, and nothing of what was reported', async () => {
    const said = await ask('R-1/2023', '--json')
    const data = dataOf(said)
    expect(data.rounds).toHaveLength(1)
    const [round] = data.rounds
    expect(round).toMatchObject({ number: 'R-1/2023', state: 'open', owed: 16, reported: 2 })
    expect(round).not.toHaveProperty('sums')
    const of = (party: string) =>
      round.parties.find((one: { party: string }) => one.party === party)
    expect(of('HE')).toMatchObject({ standing: 'filed', receipt: 'R-1/2023-HE-1', late: false })
    expect(of('HE')).not.toHaveProperty('overdueWorkingDays')
    expect(of('BY')).toMatchObject({ standing: 'filed', late: true })
    // Reformation Day and All Saints' Day lie between: each Land counts by its own calendar
    expect(of('SN')).toMatchObject({ standing: 'returned', overdueWorkingDays: 3 })
    expect(of('NW')).toMatchObject({ standing: 'missing', overdueWorkingDays: 3 })
    expect(of('HB')).toMatchObject({ standing: 'missing', overdueWorkingDays: 3 })
    expect(of('BE')).toMatchObject({ standing: 'missing', overdueWorkingDays: 4 })
    expect(said.out).not.toContain('212')
  })

  it('with --overdue names who is missing after the due date, alone', async () => {
    const said = await ask('--overdue')
    expect(said).toMatchObject({ code: 0, err: '' })
    expect(said.out).toContain('Berlin: Runde R-1/2023')
    expect(said.out).toContain('seit 4 Arbeitstagen überfällig')
    expect(said.out).not.toContain('Hessen')
    const parties = dataOf(await ask('--overdue', '--json')).rounds[0].parties
    expect(parties).toHaveLength(14)
    expect(parties.map(({ party }: { party: string }) => party)).not.toContain('BY')
  })

  it('is rows for a spreadsheet, one for each Land', async () => {
    const { code, out, err } = await ask('R-1/2023', '--csv')
    expect([code, err]).toEqual([0, ''])
    const rows = out.trimEnd().split(/\r?\n/)
    expect(rows).toHaveLength(17)
    expect(rows[0]).toContain('Runde')
    expect(rows.find((row) => row.includes('R-1/2023-BY-1'))).toContain('ja')
    expect(rows.find((row) => row.includes('R-1/2023-SN-1'))).toContain('zurückgegeben')
    const overdue = (await ask('--overdue', '--csv', '--lang', 'en')).out.trimEnd().split(/\r?\n/)
    expect(overdue).toHaveLength(15)
    expect(overdue[0]).toContain('Overdue for working days')
  })

  it('what is no number, a round that is not there and two forms at once are refused in words', async () => {
    const wrong = await ask('Runde')
    expect(wrong).toMatchObject({ code: 2, out: '' })
    expect(wrong.err).toContain('„Runde“ ist keine Runde')
    const unknown = await ask('R-9/2023', '--json')
    expect(unknown).toMatchObject({ code: 1, err: '' })
    expect(JSON.parse(unknown.out).error).toMatchObject({ code: 'report.notFound' })
    const both = await ask('--csv', '--json')
    expect(both).toMatchObject({ code: 2, err: '' })
    expect(JSON.parse(both.out).error.message).toContain('schließen einander aus')
    const more = await ask('R-1/2023', 'R-2/2023')
    expect(more).toMatchObject({ code: 2, out: '' })
    const help = await ask('--help')
    expect(help).toMatchObject({ code: 0, err: '' })
    for (const option of ['--overdue', '--csv', '--json', '--real']) {
      expect(help.out).toContain(option)
    }
  })

  it('closed by statement shows its sums', async () => {
    await session.says('geschaeftsstelle-1', 'runde schließen R-1/2023 trotzdem')
    const [round] = dataOf(await ask('R-1/2023', '--json')).rounds
    expect(round).toMatchObject({ state: 'closed', reported: 2 })
    expect(round.sums[0]).toMatchObject({
      ...{ service: 'einbuergerung', live: 424, responsible: 860 },
      ...{ complete: 0, available: 2, reported: 2 },
    })
    expect((await ask('R-1/2023')).out).toContain('424 von 860')
    expect((await ask('--overdue')).out).toContain('Kein Bericht ist überfällig')
  })
})

describe('on the database that comes along', () => {
  const folder = temporaryFolder()
  afterEach(killAll)
  afterAll(() => rmSync(folder, { recursive: true, force: true }))

  it('answers the same while the bot runs and when it does not', async () => {
    const env = {
      ...{ PATH: process.env['PATH'] ?? '', UMLAUF_LANGUAGE: 'de', UMLAUF_PORT: '0' },
      UMLAUF_DATA: path.join(folder, 'data'),
    }
    const running = process_(['start'], env)
    await says(running, 'http://')
    const beside = await reports(env)
    expect(beside).toMatchObject({ code: 0, err: '' })
    expect(beside.out).toContain('Berichtsrunde')
    await stops(running, 20_000)
    expect(await reports(env)).toEqual(beside)
  })
})
