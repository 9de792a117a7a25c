// The command line as an operator and a checker use it, through the real process: right answers, wrong input with its place, exit codes, both languages.
import { execFile } from 'node:child_process'
import { readFileSync, rmSync, writeFileSync } from 'node:fs'
import path from 'node:path'
import { fileURLToPath } from 'node:url'
import { afterAll, describe, expect, it } from 'vitest'
import { documents } from '../../src/cli/documents.ts'
import { temporaryFolder } from '../support/postgres.ts'

const project = fileURLToPath(new URL('../..', import.meta.url))
const folder = temporaryFolder()
afterAll(() => rmSync(folder, { recursive: true, force: true }))

type Ran = { code: number; out: string; err: string }

/** Runs `umlauf …` with an environment of its own. */
function umlauf(
  args: string[],
  more: { input?: string; env?: Record<string, string> } = {},
): Promise<Ran> {
  return new Promise((resolve) => {
    const env = { PATH: process.env['PATH'] ?? '', UMLAUF_LANGUAGE: 'de', ...more.env }
    const child = execFile(
      process.execPath,
      ['src/main.ts', ...args],
      { cwd: project, env },
      (error, out, err) => {
        const code = error === null ? 0 : typeof error.code === 'number' ? error.code : -1
        resolve({ code, out, err })
      },
    )
    child.stdin?.end(more.input ?? '')
  })
}

function file(text: string): string {
  const name = path.join(folder, `${Math.random()}.json`)
  writeFileSync(name, text)
  return name
}

const ALL = [
  'BUND',
  'BW',
  'BY',
  'BE',
  'BB',
  'HB',
  'HH',
  'HE',
  'MV',
  'NI',
  'NW',
  'RP',
  'SL',
  'SN',
  'ST',
  'SH',
  'TH',
]

describe('umlauf tally', () => {
  it('counts a vote from a file, and any computed result is exit 0', async () => {
    const votes = Object.fromEntries(ALL.map((party) => [party, 'Zustimmung']))
    const adopted = await umlauf([
      'tally',
      file(JSON.stringify({ format: 1, profile: 'itplr-beschluss', closed: true, votes })),
    ])
    expect(adopted.code).toBe(0)
    expect(JSON.parse(adopted.out)).toMatchObject({
      outcome: 'adopted',
      state: 'certain',
      silent: [],
    })
    const rejected = await umlauf([
      'tally',
      file('{"format":1,"profile":"itplr-beschluss","closed":true,"votes":{}}'),
    ])
    expect(rejected.code).toBe(0)
    expect(JSON.parse(rejected.out)).toMatchObject({ outcome: 'rejected' })
  })

  it('answers many, one a line, each in its place, a wrong one with its pointer and exit 2', async () => {
    const lines = [
      '{"format":1,"profile":"itplr-beschluss","votes":{"BUND":"ja"}}',
      '{"format":1,"profile":"itplr-beschluss","votes":{"XX":"ja"}}',
      '{"format":1,"profile":"itplr-beschluss","votes":{"BW":"ja","BW":"nein"}}',
      '{"format":1,"profile":"itplr-beschluss","votes":{"BW":"vielleicht"}}',
    ]
    const { code, out } = await umlauf(['tally', '-'], { input: lines.join('\n') })
    expect(code).toBe(2)
    const answers = out
      .trim()
      .split('\n')
      .map((line) => JSON.parse(line))
    expect(answers[0].state).toBe('open')
    expect(answers.slice(1).map(({ error }) => error.pointer)).toEqual([
      '/votes/XX',
      '/votes/BW',
      '/votes/BW',
    ])
  })

  it('takes an inline profile exactly as `profile show --json` prints it', async () => {
    const profile = await umlauf(['profile', 'show', 'itplr-empfehlung', '--json'])
    const request = {
      format: 1,
      profile: JSON.parse(profile.out),
      closed: true,
      votes: { BUND: 'yes', HE: 'no', BY: 'yes' },
    }
    const { code, out } = await umlauf(['tally', file(JSON.stringify(request))])
    expect(code).toBe(0)
    expect(JSON.parse(out).outcome).toBe('adopted')
  })

  it('B15 100,000 nesting levels are refused with exit 2', async () => {
    const { code } = await umlauf(['tally', file('['.repeat(100_000))])
    expect(code).toBe(2)
  })
})

describe('umlauf deadline and holidays', () => {
  it('says the last day, the first instant that is too late, and why it was shifted', async () => {
    const { code, out } = await umlauf([
      'deadline',
      '--from',
      '2026-12-20',
      '--days',
      '14',
      '--land',
      'BY',
    ])
    expect(code).toBe(0)
    expect(out).toContain('Letzter Tag: Montag, 4. Januar 2027')
    expect(out).toContain('Zu spät ab: Di., 05.01.2027, 00:00 Uhr')
    expect(out).toContain('Verschoben von Sonntag, 3. Januar 2027')
    const english = await umlauf(['holidays', 'BY', '2027'], { env: { UMLAUF_LANGUAGE: 'en' } })
    expect(english.out).toContain('6 January 2027')
  })

  it('B41 B42 B44 refuses days that do not exist, periods of nothing and unknown Länder, saying what would be right', async () => {
    for (const wrong of [
      ['--from', '2026-02-31', '--days', '14'],
      ['--from', '2026-02-01', '--days', '0'],
      ['--from', '2026-02-01', '--days', '-3'],
      ['--from', '2026-02-01'],
      ['--from', '2026-02-01', '--days', '3', '--land', 'XX'],
    ]) {
      const { code, err } = await umlauf(['deadline', ...wrong])
      expect(code, wrong.join(' ')).not.toBe(0)
      expect(err, wrong.join(' ')).not.toContain('    at ')
      expect(err.length, wrong.join(' ')).toBeGreaterThan(20)
    }
  })
})

describe('umlauf council', () => {
  it('checks the shipped file, and names the line of every fault of another', async () => {
    expect((await umlauf(['council', 'check'])).code).toBe(0)
    const { code, out } = await umlauf(['council', 'check', file('format: 1\nzone: Mars/Phobos\n')])
    expect(code).toBe(2)
    expect(out).toContain('Zeile 2')
    expect((await umlauf(['council', 'show', '--shipped'])).out).toContain('Mitglied Hessen')
  })

  it('applies a file to an empty database, says what changed, and changes nothing the second time; status and doctor see it', async () => {
    const env = { UMLAUF_DATA: path.join(folder, 'data') }
    const shipped = 'src/councils/it-planungsrat.yaml'
    const apply = ['council', 'apply', shipped, '--by', 'Geschäftsstelle 1']
    const first = await umlauf(apply, { env })
    expect(first.code).toBe(0)
    expect(first.out).toContain('gilt jetzt als Fassung 1')
    expect((await umlauf(apply, { env })).out).toContain('Unverändert: Es gilt Fassung 1')
    expect((await umlauf(['status'], { env })).out).toContain('Zurzeit ist kein Umlauf offen')
    expect((await umlauf(['status', '7/2023'], { env })).code).toBe(1)
    const doctor = await umlauf(['doctor', '--json'], { env })
    expect(JSON.parse(doctor.out).every(({ ok }: { ok: boolean }) => ok)).toBe(true)
  })
})

describe('the settings', () => {
  it('B54 wrong, unknown and doubled settings are all named at once, and no value is printed', async () => {
    const env = {
      UMLAUF_PORT: 'abc-secret',
      UMLAUF_PROT: '1',
      LOG_LEVEL: 'loud-secret',
      DATABASE_URL: 'mysql://secret',
    }
    const { code, err } = await umlauf(['council', 'check'], { env })
    expect(code).toBe(1)
    for (const name of ['UMLAUF_PORT', 'UMLAUF_PROT', 'LOG_LEVEL', 'DATABASE_URL'])
      expect(err).toContain(name)
    expect(err).not.toContain('secret')
  })
})

describe('the generated documents', () => {
  it('are what the code gives (npm run docs)', () => {
    for (const [name, text] of documents()) {
      expect(readFileSync(path.join(project, 'docs', name), 'utf8'), name).toBe(text)
    }
  })
})
