// Minutes of two interim reports: what the council's place and whoever asks get at the end of a round, in words, tables, pictures and files, and what happens where one cannot be made; leaves the networks to their own tests.
import { parse } from 'csv-parse/sync'
import { PNG } from 'pngjs'
import { afterAll, afterEach, beforeAll, describe, expect, it } from 'vitest'
import {
  type Attachment,
  type Block,
  bytesOf,
  type Message,
  message,
} from '../../src/core/message.ts'
import { figureBlocks } from '../../src/core/reports/figure-views.ts'
import { picturesOf, withFiles } from '../../src/core/reports/handed-out.ts'
import { exporter } from '../../src/files/exports.ts'
import { openParts } from '../../src/files/xlsx-parts.ts'
import { convene, type Session } from '../support/session.ts'
import { aRound } from './report-samples.ts'

const [SECRETARIAT, SECOND] = ['geschaeftsstelle-1', 'geschaeftsstelle-2']
const BOTH = 'koordination=ja taskforce=nein'
const AUTUMN = {
  BE: `einbuergerung=12,12 ${BOTH}`,
  BY: `einbuergerung=2056,611 ${BOTH} aktivitaeten==HYPERLINK(1) hindernisse=<b>Füchse</b>`,
  HB: `einbuergerung=2,2 ${BOTH}`,
  HE: `einbuergerung=430,212,61,40,3,18000 aufenthalt=430,0 ${BOTH}`,
}

let session: Session

const member = (party: string) => `mitglied-${party.toLowerCase()}`

async function filed(round: string, lines: Readonly<Record<string, string>>): Promise<void> {
  for (const [party, line] of Object.entries(lines)) {
    expect((await session.says(member(party), `melden ${round} ${line}`)).refusal).toBeUndefined()
    await session.says(SECOND, `annehmen ${round} ${party}`)
  }
}

/** The round before the 42nd session: four report, Bremen is sent back, and it is closed on Monday, 30 October 2023. */
async function autumn(files = exporter): Promise<void> {
  session = await convene('2023-09-20T07:00:00Z', undefined, files)
  await session.turnTo('2023-10-06T06:00:00Z')
  await filed('R-1/2023', AUTUMN)
  await session.says(SECOND, 'zurückgeben R-1/2023 HB "Bitte die Zahl der Stellen prüfen."')
  await session.sleepUntil('2023-10-30T08:00:00Z')
  await session.says(SECRETARIAT, 'runde schließen R-1/2023')
}

const named = ({ files }: Message, ending: string): Attachment =>
  files.find(({ name }) => name.endsWith(ending)) ?? expect.unreachable(`no ${ending}`)
const text = (file: Attachment) => bytesOf(file).toString()
const wordsOf = (blocks: readonly Block[]) => JSON.stringify(blocks)

/** The rows of every table of a message, by the first cell of each. */
function rowsOf({ blocks }: Pick<Message, 'blocks'>): ReadonlyMap<string, readonly string[]> {
  const rows = blocks.flatMap((block) => (block.kind === 'table' ? block.rows : []))
  const said = rows.map((row) => row.map((cell) => cell.map(({ text }) => text).join('')))
  return new Map(said.map(([first = '', ...others]) => [first, others]))
}

/** The cells of a sheet as a spreadsheet reads them: numbers as numbers, `{ formula }` for what would be worked out. */
async function cellsOf(file: Attachment, n: number) {
  const parts = await openParts(bytesOf(file))
  const strings: string[] = []
  await parts.hear('xl/sharedStrings.xml', {
    open: (name) => name === 'si' && strings.push(''),
    text: (piece) => strings.push((strings.pop() ?? '') + piece),
  })
  const rows: (string | number | { readonly formula: true })[][] = []
  let type = ''
  let isValue = false
  await parts.hear(`xl/worksheets/sheet${n}.xml`, {
    open(name, { t = 'n' }) {
      if (name === 'row') rows.push([])
      if (name === 'c') type = t
      if (name === 'f') rows.at(-1)?.push({ formula: true })
      isValue = name === 'v'
    },
    text(piece) {
      if (isValue) rows.at(-1)?.push(type === 's' ? (strings[Number(piece)] ?? '') : Number(piece))
    },
    close: () => {
      isValue = false
    },
  })
  return rows
}

describe('the interim report of a closed round', () => {
  let said: Message
  beforeAll(async () => {
    await autumn()
    said = await session.says(member('SN'), 'berichte R-1/2023')
  })
  afterAll(() => session.adjourn())

  it('is answered with its figures, chart, map, Markdown, CSV and XLSX', async () => {
    expect(said.files.map(({ name }) => name)).toEqual([
      ...['Zwischenstand-R-1-2023-Balken.png', 'Zwischenstand-R-1-2023-Karte.png'],
      ...['Zwischenstand-R-1-2023.md', 'Zwischenstand-R-1-2023.csv', 'Zwischenstand-R-1-2023.xlsx'],
    ])
    for (const end of ['Balken.png', 'Karte.png']) {
      const picture = named(said, end)
      expect(PNG.sync.read(bytesOf(picture)).width).toBe(1200)
      expect(picture.alt).toContain('Zusammen 835 von 2.928 live (28 %)')
      expect(picture.alt).toContain('flächendeckend in 0, verfügbar in 3 von 16')
      expect(picture.alt).toMatch(/Nicht gemeldet, oder zurückgegeben: BW, .*HB, /)
    }
  })

  it('says „n von m live“ never without both flags, and „nicht gemeldet“ never as a zero', async () => {
    const rows = rowsOf(said)
    expect(rows.get('Einbürgerung')).toEqual([
      '835 von 2.498',
      '1 von 3 Ländern',
      '3 von 3 Ländern',
    ])
    expect(rows.get('Aufenthalt')).toEqual(['0 von 430', '0 von 1 Land', '0 von 1 Land'])
    expect(rows.get('Wohngeld')).toEqual(['keine Angabe', '–', '–'])
    expect(rows.get('Hessen')).toEqual(['212 von 860', 'nein', 'ja'])
    // all that it spoke of is live, and it spoke of one service of five
    expect(rows.get('Berlin')).toEqual(['12 von 12', 'nein', 'ja'])
    expect(rows.get('Bremen')).toEqual(['zurückgegeben, zählt nicht', '–', '–'])
    expect(rows.get('Sachsen')).toEqual(['nicht gemeldet', '–', '–'])
  })

  it('B32 B33 hands out nothing that runs: words stay words in CSV, XLSX and Markdown, figures are numbers', async () => {
    const csv: string[][] = parse(text(named(said, '.csv')), { bom: true, delimiter: ';' })
    const [head = []] = csv
    expect(head.slice(0, 7)).toEqual([
      ...['Kürzel', 'Land', 'Meldung', 'Beleg', 'Leistung', 'zuständige Stellen', 'live'],
    ])
    const figures = (party: string) =>
      csv.filter(([code]) => code === party).map((row) => row.slice(2))
    expect(figures('HE')[0]).toEqual([
      ...['angenommen', 'R-1/2023-HE-1', 'Einbürgerung', '430', '212', '61', '40', '3', '18000'],
      ...['nein', 'ja'],
    ])
    expect(figures('SN')[0]).toEqual(['nicht gemeldet', '', 'Einbürgerung', ...Array(8).fill('')])
    expect(figures('HB')[0]?.slice(3)).toEqual(Array(8).fill(''))
    expect(csv).toHaveLength(1 + 16 * 5)

    const workbook = named(said, '.xlsx')
    const [sheet, sums, others] = await Promise.all([1, 2, 3].map((n) => cellsOf(workbook, n)))
    expect(
      sheet?.find(([code, , , , service]) => code === 'HE' && service === 'Einbürgerung'),
    ).toEqual([
      ...['HE', 'Hessen', 'angenommen', 'R-1/2023-HE-1', 'Einbürgerung'],
      ...[430, 212, 61, 40, 3, 18000, 'nein', 'ja'],
    ])
    expect(sheet?.filter(([code]) => code === 'SN')[0]).toEqual([
      ...['SN', 'Sachsen', 'nicht gemeldet', 'Einbürgerung'],
    ])
    expect(sums?.[1]).toEqual(['Einbürgerung', 2498, 835, 61, 40, 18000, 1, 3, 3])
    expect(others).toContainEqual(['BY', 'Bayern', 'Aktivitäten', '=HYPERLINK(1)'])
    expect(JSON.stringify([sheet, sums, others])).not.toContain('formula')

    const report = text(named(said, '.md'))
    expect(report).toContain('- Meldungen: 3 von 16\n- Nicht gemeldet oder zurückgegeben: Baden')
    expect(report).toContain('- **Hindernisse**: &lt;b&gt;Füchse&lt;/b&gt;')
    expect(report).toContain('| Hessen | 212 von 860 | nein | ja |')
  })

  it('stands in the place of the council after its words and tables: chart and map, each once, whatever is killed', async () => {
    const inPlace = () => session.notebook.made.filter((key) => /:round-\w+:place:umlauf/.test(key))
    const wanted = ['round-closed', 'round-bars', 'round-map']
    expect(inPlace().map((key) => key.split(':')[1])).toEqual(wanted)
    const [notice] = session.notebook.about(':round-closed:')
    expect(notice && rowsOf(notice).get('Hessen')).toEqual(['212 von 860', 'nein', 'ja'])
    const [map] = session.notebook.about(':round-map:')
    expect(map?.files[0]).toMatchObject({
      type: 'image/png',
      alt: expect.stringContaining('Karte'),
    })

    // killed between the sending and what is known of it: the claim stands, its time is over
    await forgets("kind = 'file'")
    expect(inPlace()).toHaveLength(3)
    // killed before the sending: nothing stands, and so it is sent
    for (const key of session.notebook.posts.keys())
      if (key.includes(':round-map:')) session.notebook.posts.delete(key)
    await forgets("key LIKE '%:round-map:%'")
    expect(inPlace().map((key) => key.split(':')[1])).toEqual([...wanted, 'round-map'])
    const { rows } = await session.pool.query(
      "SELECT state, ref IS NOT NULL AS known FROM post WHERE kind = 'file'",
    )
    expect(rows).toEqual([1, 2].map(() => ({ state: 'sent', known: true })))
    expect(session.defects).toEqual([])
  })
})

/** A new process that knows nothing of these posts but that somebody had begun with them. */
async function forgets(which: string): Promise<void> {
  await session.pool.query(
    `UPDATE post SET state = 'wanted', ref = NULL, sent_hash = NULL, claimed_until = machine_now() - interval '1 second' WHERE ${which}`,
  )
  await session.pool.query('UPDATE report_round SET posted_revision = 0')
  await session.restart()
  await session.app.ring()
  await session.app.delivery.settle()
}

describe('an interim report', () => {
  afterEach(() => session.adjourn())

  it('F48 is drawn after the look at the store, which it holds up no more', async () => {
    const waiting: number[] = []
    await autumn({
      ...exporter,
      async picture(svg, width) {
        const { rows } = await session.pool.query(
          "SELECT count(*)::int AS n FROM pg_stat_activity WHERE datname = current_database() AND state LIKE 'idle in trans%'",
        )
        waiting.push(rows[0]?.n)
        return exporter.picture(svg, width)
      },
    })
    waiting.length = 0
    await session.says(member('SN'), 'berichte R-1/2023')
    expect(waiting).toEqual([0, 0])
  })

  it('goes out in words where a picture or a workbook cannot be made, and says so', async () => {
    const broken = async () => Promise.reject(new Error('out of memory'))
    await autumn({ ...exporter, picture: broken, spreadsheet: broken })
    const said = await session.says(member('SN'), 'berichte R-1/2023')
    expect(said.files.map(({ name }) => name)).toEqual([
      ...['Zwischenstand-R-1-2023.md', 'Zwischenstand-R-1-2023.csv'],
    ])
    expect(said.summary).toContain(
      'Nicht erstellt werden konnten: Zwischenstand-R-1-2023-Balken.png, Zwischenstand-R-1-2023-Karte.png, Zwischenstand-R-1-2023.xlsx.',
    )
    const [instead] = session.notebook.about(':round-map:', 'place:umlauf')
    expect(instead?.summary).toBe(
      'Das Bild Zwischenstand-R-1-2023-Karte.png konnte nicht gezeichnet werden. Die Zahlen zeigt „berichte R-1/2023“.',
    )
    expect(session.notebook.about(':round-closed:')).toHaveLength(1)
    // the operator is told why: two pictures in the place, two pictures and a workbook in the answer
    expect(session.defects.map(String)).toEqual(Array(5).fill('Error: out of memory'))
  })

  it('before the end shows the figures to the secretariat alone, and makes no files', async () => {
    session = await convene('2023-09-20T07:00:00Z')
    await session.turnTo('2023-10-06T06:00:00Z')
    await filed('R-1/2023', { HE: AUTUMN.HE })
    const seen = await session.says(SECRETARIAT, 'berichte R-1/2023')
    expect(rowsOf(seen).get('Hessen')).toEqual(['212 von 860', 'nein', 'ja'])
    expect(seen.files).toEqual([])
    const others = await session.says(member('SN'), 'berichte R-1/2023')
    expect(wordsOf(others.blocks)).not.toContain('212')
    expect(others.files).toEqual([])
  })
})

describe('the round after it', () => {
  afterEach(() => session.adjourn())

  it('says what changed, where both rounds have a figure, in the language of who asks', async () => {
    await autumn()
    await session.sleepUntil('2024-02-21T07:00:00Z')
    await session.app.ring()
    await filed('R-1/2024', {
      HE: `einbuergerung=430,230 ${BOTH}`,
      BY: `einbuergerung=2056,600 ${BOTH}`,
      SL: `einbuergerung=52,52 ${BOTH}`,
    })
    await session.sleepUntil('2024-03-14T08:00:00Z')
    await session.says(SECRETARIAT, 'runde schließen R-1/2024')
    await session.says(member('SN'), 'sprache englisch')
    const said = await session.says(member('SN'), 'reports R-1/2024')
    const rows = rowsOf(said)
    // 18 more in Hessen, 11 fewer in Bavaria; what Saarland has is not new, it was not said before
    expect(rows.get('Naturalisation')).toEqual([
      ...['882 of 2,538', '1 of 3 Länder', '3 of 3 Länder', '+7'],
    ])
    expect(rows.get('Bayern')).toEqual(['600 of 2,056', 'no', 'yes', '−11'])
    expect(rows.get('Saarland')).toEqual(['52 of 52', 'no', 'yes', '–'])
    expect(rows.get('Berlin')).toEqual(['not reported', '–', '–', '–'])
    const [head = [], ...csv]: string[][] = parse(text(named(said, 'report-R-1-2024.csv')), {
      bom: true,
      delimiter: ';',
    })
    expect(head.slice(-2)).toEqual(['live in R-1/2023', 'change since R-1/2023'])
    const changes = csv.filter(([, , , , service]) => service === 'Naturalisation')
    expect(changes.map(([code, ...row]) => [code, ...row.slice(-2)])).toEqual(
      expect.arrayContaining([
        ['HE', '212', '18'],
        ['BY', '611', '-11'],
        ['SL', '', ''],
        ['BE', '', ''],
      ]),
    )
    expect(named(said, 'chart.png').alt).toContain('complete in 0, available in 3 of 16')
    expect(text(named(said, '.md'))).toContain('# Round R\\-1/2024: Interim report')
  })
})

describe('a round of hundreds of municipalities', () => {
  it('has its sums in the message and everybody in the files, and no picture that nobody could read', async () => {
    const [one] = aRound().parties
    if (!one) throw new Error('nobody reports')
    const parties = Array.from({ length: 300 }, (_, n) => ({
      ...one,
      ...{ party: `G${n}`, name: `Gemeinde ${n}` },
    }))
    const figures = aRound({ parties })
    const blocks = figureBlocks(figures, 'de')
    expect(blocks.filter(({ kind }) => kind === 'table')).toHaveLength(1)
    const said = await withFiles(
      message('Zwischenstand.', blocks),
      figures,
      {
        ...{ exporter, zone: 'Europe/Berlin' },
      },
      'de',
    )
    expect(said.files.map(({ name }) => name.split('.').at(-1))).toEqual(['md', 'csv', 'xlsx'])
    expect(
      text(named(said, '.csv'))
        .split('\n')
        .filter((line) => line.includes('Gemeinde')),
    ).toHaveLength(600)
    expect(picturesOf(figures, exporter, 'de')).toEqual([])
  })
})
