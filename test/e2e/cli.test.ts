// The command line as an operator and a checker use it, through the real process: right answers, wrong input with its place, exit codes, both languages.
import { execFile, spawn } from 'node:child_process'
import { readFileSync, rmSync, writeFileSync } from 'node:fs'
import path from 'node:path'
import { fileURLToPath } from 'node:url'
import { afterAll, describe, expect, inject, it } from 'vitest'
import { documents } from '../../src/cli/documents.ts'
import { temporaryFolder } from '../support/postgres.ts'
import { convene } from '../support/session.ts'

const project = fileURLToPath(new URL('../..', import.meta.url))
const folder = temporaryFolder()
afterAll(() => rmSync(folder, { recursive: true, force: true }))

type Ran = { code: number; out: string; err: string }

/** Runs `umlauf …` with an environment of its own. */
function umlauf(
  args: string[],
  more: { input?: string | Buffer; env?: Record<string, string> } = {},
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

/** One JSON a line, as programs read it. */
function linesOf(out: string) {
  return out
    .trim()
    .split('\n')
    .map((line) => JSON.parse(line))
}

function file(text: string | Buffer): string {
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
    const answers = linesOf(out)
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

  it('B13 B14 a choice or a party is a word of the rule, never a name of the language', async () => {
    const votes = ['JA ', 'maybe', '__proto__', 'constructor', 'toString']
    const lines = [
      ...votes.map((vote) => `{"format":1,"profile":"itplr-beschluss","votes":{"BW":"${vote}"}}`),
      '{"format":1,"profile":"itplr-beschluss","votes":{"__proto__":"ja"}}',
      '{"format":1,"profile":"itplr-beschluss","votes":{"constructor":{"prototype":{"a":1}}}}',
      '{"format":1,"profile":"__proto__","votes":{}}',
    ]
    const { code, out } = await umlauf(['tally', '-'], { input: lines.join('\n') })
    expect(code).toBe(2)
    const answers = linesOf(out)
    expect(answers).toHaveLength(lines.length)
    for (const answer of answers) expect(answer.error.message).toBeTruthy()
  })

  it('B15 100,000 nesting levels, a million items, broken JSON and broken letters are refused with exit 2', async () => {
    const inputs = [
      '['.repeat(100_000),
      `[${'0,'.repeat(999_999)}0]`,
      '{"format":1',
      '',
      Buffer.from([0x7b, 0x22, 0xff, 0x22, 0x7d]),
    ]
    for (const input of inputs) {
      const { code, out, err } = await umlauf(['tally', file(input)])
      expect(code).toBe(2)
      expect(JSON.parse(out).error.message.length).toBeLessThan(500)
      expect(err).toBe('')
    }
  })

  it('a file that is not there, or is a folder, is said in words', async () => {
    const missing = await umlauf(['tally', path.join(folder, 'fehlt.json')])
    expect(missing.code).toBe(2)
    expect(JSON.parse(missing.out).error).toMatchObject({ code: 'input.missing', pointer: '' })
    const check = await umlauf(['council', 'check', folder])
    expect(check).toMatchObject({ code: 2, out: '' })
    expect(check.err).toContain('ist ein Ordner')
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

describe('many at once', () => {
  it('deadlines and holidays, one a line, a wrong one in its place', async () => {
    const deadlines = await umlauf(['deadline', '-'], {
      input: [
        '{"from":"2026-12-20","amount":14,"unit":"days","places":["BY"],"shift":"forward"}',
        '{"from":"2026-12-20","amount":14,"unit":"days","places":["BY"],"zone":"Mars/Phobos"}',
        '{"from":"2026-12-20","amount":"P0D","unit":"days","places":["BY"]}',
      ].join('\r\n'),
    })
    expect(deadlines.code).toBe(2)
    expect(linesOf(deadlines.out).map((one) => one.lastDay ?? one.error.pointer)).toEqual([
      '2027-01-04',
      '/zone',
      '/amount',
    ])
    const holidays = await umlauf(['holidays', '-'], {
      input:
        '{"place":"BY","year":2027}\n\n{"place":"HE","year":"2027"}\n{"place":"HE","year":2027,"a/b":1}',
    })
    expect(holidays.code).toBe(2)
    expect(linesOf(holidays.out).map((one) => one.place ?? one.error.pointer)).toEqual([
      'BY',
      '/year',
      '/a~1b',
    ])
  })

  it('a line ends at a line feed only: U+2028 may stand inside JSON', async () => {
    const input = '{"format":1,"profile":"itplr-beschluss","votes":{"B\u2028W":"ja"}}\n'
    const { out } = await umlauf(['tally', '-'], { input })
    expect(linesOf(out)).toHaveLength(1)
  })

  it('a reader that has had enough ends it without a trace', async () => {
    const line = '{"from":"2026-12-20","amount":3,"unit":"days","places":["BY"]}\n'
    const child = spawn(process.execPath, ['src/main.ts', 'deadline', '-'], { cwd: project })
    let said = ''
    child.stderr.on('data', (part) => {
      said += part
    })
    child.stdin.on('error', () => {})
    const ended = new Promise((resolve) => child.once('exit', resolve))
    child.stdin.write(line)
    const first = new Promise((resolve) => child.stdout.once('data', () => resolve('answered')))
    expect([await Promise.race([first, ended]), said]).toEqual(['answered', ''])
    child.stdout.destroy()
    const more = setInterval(() => child.stdin.write(line.repeat(100)), 20)
    const code = await ended
    clearInterval(more)
    expect([code, said]).toEqual([0, ''])
  })
})

describe('wrong use', () => {
  it('is exit 2 with the next step, in the language that was asked for, as JSON where that was asked for', async () => {
    const cases: [string[], string][] = [
      [['deadlin'], 'Gemeint ist vielleicht: deadline'],
      [['deadline', '--form', '2026-12-20'], 'Gemeint ist vielleicht: --from'],
      [['deadline', '--from', '2026-12-20', '--days', '3', '--weeks', '4'], 'genau eine Frist'],
      [['deadline', '--from', '2026-12-20', '--days', '3', '--days', '4'], 'steht zweimal'],
      [['deadline', '-', '--from', '2026-12-20'], 'nicht beides'],
      [['tally'], 'Hier fehlt: <file>'],
      [['holidays', 'BY', 'abc'], '„abc“ ist kein Jahr'],
      [['council', 'apply', 'rat.yaml'], '--by'],
      [['council', 'apply', 'rat.yaml', '--by', ' '], 'Bitte einen Namen'],
      [['demo', '--pause', 'lang'], 'Bitte eine ganze Zahl'],
      [['--lang', 'fr', 'holidays', 'BY', '2027'], 'Bitte de oder en'],
      [['--lang', 'en', 'deadlin'], 'Perhaps you mean: deadline'],
      [['deadlin', '--lang=en'], 'There is no command “deadlin”'],
      [['profile', 'show', 'x'], 'Möglich sind: itplr-beschluss'],
    ]
    for (const [args, words] of cases) {
      const { code, out, err } = await umlauf(args)
      expect([code, out], args.join(' ')).toEqual([2, ''])
      expect(err, args.join(' ')).toContain(words)
      expect(err, args.join(' ')).not.toContain('    at ')
    }
    const asJson = await umlauf(['status', '--jsn', '--json'])
    expect(asJson).toMatchObject({ code: 2, err: '' })
    expect(JSON.parse(asJson.out).error.code).toBe('usage')
  })

  it('help comes in both languages, and asking for it is no mistake', async () => {
    const german = await umlauf(['deadline', '--help'])
    expect(german).toMatchObject({ code: 0, err: '' })
    expect(german.out).toContain('Aufruf: umlauf deadline')
    const english = await umlauf(['--lang', 'en', 'deadline', '--help'])
    expect(english.out).toContain('Usage: umlauf deadline')
    expect((await umlauf([])).code).toBe(2)
  })
})

describe('umlauf council', () => {
  it('B43 checks the shipped file, and names the line of every fault of another', async () => {
    expect((await umlauf(['council', 'check'])).code).toBe(0)
    const faulty = file('format: 1\nzone: Mars/Phobos\n')
    for (const args of [
      ['check', faulty],
      ['show', '--file', faulty],
      ['apply', faulty, '--by', 'Geschäftsstelle 1'],
    ]) {
      const { code, out } = await umlauf(['council', ...args])
      expect(code, args.join(' ')).toBe(2)
      expect(out, args.join(' ')).toContain('Zeile 2: Hier gehört der Name einer Zeitzone hin')
    }
    const asJson = await umlauf(['council', 'check', faulty, '--json', '--lang', 'en'])
    expect(JSON.parse(asJson.out).faults.at(-1)).toMatchObject({ line: 2 })
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
    expect(doctor.code).toBe(0)
  })
})

describe('umlauf status', () => {
  it('says where a circulation stands, with the same tally as the calculator', async () => {
    const session = await convene('2023-09-25T07:00:00Z')
    try {
      await session.says(
        'geschaeftsstelle-1',
        'entwurf "Ein Modell" ziffern: "1. Ja." antrag: BUND',
      )
      await session.says('geschaeftsstelle-2', 'bestätigen E-1')
      await session.says('geschaeftsstelle-1', 'öffnen E-1')
      await session.says('mitglied-he', 'stimme 7/2023 Zustimmung')
      await session.says('mitglied-sn', 'stimme 7/2023 Ablehnung')
      const { rows } = await session.pool.query('SELECT current_database() AS name')
      const { host, port, user } = inject('postgres')
      const env = {
        DATABASE_URL: `postgresql://${user}@/${rows[0].name}?host=${host}&port=${port}`,
      }
      const open = await umlauf(['status'], { env })
      expect(open).toMatchObject({ code: 0, err: '' })
      expect(open.out).toContain('7/2023')
      const board = await umlauf(['status', '7/2023'], { env })
      expect(board.out).toContain('✓ ja: HE')
      expect(board.out).toContain('✗ nein: SN')
      const data = await umlauf(['status', '7/2023', '--json'], { env })
      const request = { format: 1, profile: 'itplr-beschluss', votes: { HE: 'yes', SN: 'no' } }
      const counted = await umlauf(['tally', file(JSON.stringify(request))])
      expect(JSON.parse(data.out).tally).toEqual(JSON.parse(counted.out))
      const unknown = await umlauf(['status', '8/2023', '--json'], { env })
      expect(unknown).toMatchObject({ code: 1, err: '' })
      expect(JSON.parse(unknown.out).error.message).toContain('8/2023')
    } finally {
      await session.adjourn()
    }
  })
})

describe('umlauf doctor', () => {
  it('still looks at the machine where no database can be opened, and says what to do', async () => {
    const env = { UMLAUF_DATA: path.join(file('keine Daten'), 'data') }
    const { code, out, err } = await umlauf(['doctor', '--lang', 'en'], { env })
    expect([code, err]).toEqual([1, ''])
    expect(out).toMatch(/^fine +Node: v24/)
    expect(out).toMatch(/^ATTENTION +Database: The data folder .* cannot be made/m)
  })

  it('names what an external server refuses by its reason, never with the password', async () => {
    const { host, port } = inject('postgres')
    const env = {
      DATABASE_URL: `postgresql://${inject('postgres').user}:streng-geheim@/gibt-es-nicht?host=${host}&port=${port}`,
    }
    const { code, out, err } = await umlauf(['doctor'], { env })
    expect(code).toBe(1)
    expect(out).toMatch(/^ACHTUNG +Datenbank: .*gibt es auf dem Server nicht \(3D000\)/m)
    expect(out + err).not.toContain('streng-geheim')
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

  it('B54 those of Slack as well, for each connection, before anything is opened', async () => {
    const env = {
      SLACK_BOT_TOKEN__BUND: 'xoxb-your-secret-token',
      SLACK_APP_TOKEN_BUND: 'xapp-secret',
      SLACK_LISTEN__BUND: 'secret',
    }
    const { code, out, err } = await umlauf(['start'], { env })
    expect(code).toBe(1)
    expect(out).toBe('')
    expect(err).toContain('- SLACK_BOT_TOKEN__BUND: ')
    expect(err).toContain('- SLACK_LISTEN__BUND: ')
    expect(err).toContain('- SLACK_APP_TOKEN__BUND oder SLACK_SIGNING_SECRET__BUND fehlt')
    expect(err).toContain(
      'SLACK_APP_TOKEN_BUND gibt es nicht. Gemeint ist vielleicht: SLACK_APP_TOKEN__BUND.',
    )
    expect(err).not.toContain('secret')
  })

  it('a real council is refused where no network is set, and says which settings are missing', async () => {
    for (const [lang, words] of [
      ['de', 'Ein echter Rat braucht eine Verbindung zu Slack oder Matrix'],
      ['en', 'A real council needs a connection to Slack or Matrix'],
    ] as const) {
      const { code, out, err } = await umlauf(['start', '--real', '--lang', lang])
      expect(code).toBe(1)
      expect(out).toBe('')
      expect(err).toContain(words)
      expect(err).toContain('SLACK_BOT_TOKEN')
    }
  })
})

describe('the generated documents', () => {
  it('are what the code gives (npm run docs)', () => {
    for (const [name, text] of documents()) {
      expect(readFileSync(path.join(project, 'docs', name), 'utf8'), name).toBe(text)
    }
  })
})
