// `npm run bench`: measures on a database of its own, on a disk, and prints what it found; `-- cast|slack|matrix|reports|render|start|memory|tally` for one part, `--json` for programs, `--markdown` for docs/performance.md.
import { chmodSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import path from 'node:path'
import { fileURLToPath } from 'node:url'
import { parseArgs } from 'node:util'
import { openStore, type Store } from '../../src/store/open.ts'
import { measureCasts, RATIO_GOAL } from './cast.ts'
import { convene, type Hall } from './council.ts'
import { asMarkdown, asText, type Table } from './figures.ts'
import { describeMachine, folderOnDisk } from './machine.ts'
import { MATRIX_PLAN, measureMatrix } from './matrix.ts'
import { measureRendering } from './render.ts'
import { measureReports, REPORTS_PLAN } from './reports.ts'
import { measureSlack, type SlackPlan } from './slack.ts'
import { measureMemory, measureStarts } from './start.ts'
import { measureTallies, TALLY_SIZES } from './tally.ts'

const project = fileURLToPath(new URL('../..', import.meta.url))
const document = new URL('../../docs/performance.md', import.meta.url)
/** Where the figures stand in the document. What is often measured alone has a place of its own. */
const MARKS = {
  matrix: ['<!-- figures of matrix -->', '<!-- end of figures of matrix -->'],
  slack: ['<!-- figures of slack -->', '<!-- end of figures of slack -->'],
  reports: ['<!-- figures of reports -->', '<!-- end of figures of reports -->'],
  figures: ['<!-- figures -->', '<!-- end of figures -->'],
} as const

/** The parts that have a place of their own in the document. */
const ALONE = ['slack', 'matrix', 'reports'] as const

const CAST_PLAN = { callers: [1, 8, 32], rounds: 5, casts: 1_000 }
const SLACK_PLAN: SlackPlan = {
  paced: 1_500,
  rounds: 5,
  clicks: 1_500,
  refreshes: 20,
  flood: { votes: 10_000, seconds: 60 },
  commands: { rounds: 9, clicks: 1_500 },
}
const START_REPEATS = 3

/** What a part is given: a folder on a disk and a council in session. */
type Place = { readonly folder: string; readonly hall: Hall }
type Measured = { readonly tables: readonly Table[]; readonly ratio?: number | undefined }

const PARTS: Readonly<Record<string, (place: Place) => Promise<Measured>>> = {
  async cast({ hall }) {
    const { table, ratio } = await measureCasts(hall, CAST_PLAN)
    return { tables: [table], ratio }
  },
  slack: async ({ folder }) => ({ tables: (await measureSlack(folder, SLACK_PLAN)).tables }),
  matrix: async ({ folder }) => ({ tables: await measureMatrix(folder, MATRIX_PLAN) }),
  reports: async ({ folder }) => ({ tables: (await measureReports(folder, REPORTS_PLAN)).tables }),
  render: async ({ hall }) => ({ tables: [await measureRendering(hall)] }),
  start: async ({ folder }) => ({ tables: [await measureStarts(folder, START_REPEATS)] }),
  memory: async ({ folder }) => ({ tables: [await measureMemory(folder)] }),
  tally: async () => ({ tables: [measureTallies(TALLY_SIZES)] }),
}

const { values, positionals } = parseArgs({
  allowPositionals: true,
  options: { json: { type: 'boolean' }, markdown: { type: 'boolean' } },
})
const unknown = positionals.filter((part) => !(part in PARTS))
const isWhole = ['', ...ALONE].includes(positionals.join())
if (unknown.length > 0 || (values.markdown && !isWhole)) {
  console.error(
    `npm run bench -- [${Object.keys(PARTS).join('|')}] [--json] | [${ALONE.join('|')}] --markdown`,
  )
  process.exitCode = 2
} else {
  await bench(positionals.length > 0 ? positionals : Object.keys(PARTS))
  // the SDK of Matrix leaves the time-outs of all its requests behind
  process.exit()
}

async function bench(parts: readonly string[]): Promise<void> {
  const folder = folderOnDisk()
  chmodSync(folder, 0o755)
  try {
    const store = await openBenchStore(folder)
    try {
      await measure(parts, folder, store)
    } finally {
      await store.close()
    }
  } finally {
    rmSync(folder, { recursive: true, force: true })
  }
}

function openBenchStore(folder: string): Promise<Store> {
  return openStore({
    project,
    folder: path.join(folder, 'data'),
    role: 'bot',
    stamp: 'rehearsal',
    report: (error) => console.error(error),
    leaseLost: () => console.error('another process took the lease'),
  })
}

async function measure(parts: readonly string[], folder: string, store: Store): Promise<void> {
  const hall = await convene(store)
  const tables: Table[] = []
  const show = (table: Table) => {
    tables.push(table)
    if (!values.json) console.log(asText(table))
  }
  show(await describeMachine(folder, store.pool))
  for (const part of parts) {
    const measured = await PARTS[part]?.({ folder, hall })
    if (!measured) continue
    for (const table of measured.tables) show(table)
    if (measured.ratio !== undefined) judge(measured.ratio)
  }
  if (values.json) console.log(JSON.stringify({ format: 1, tables }, null, 2))
  if (values.markdown) writeDocument(tables)
}

/** The one figure that fails the bench: a ratio of two measurements of the same minute. Seconds never do. */
function judge(ratio: number): void {
  if (ratio >= RATIO_GOAL) return
  console.error(`The ratio of ${ratio.toFixed(2)} misses the goal of ${RATIO_GOAL}.`)
  process.exitCode = 1
}

function writeDocument(tables: readonly Table[]): void {
  const [machine, ...measured] = tables
  const others = measured.filter(({ part }) => !ALONE.some((one) => one === part))
  let text = readFileSync(document, 'utf8')
  for (const [marks, found] of [
    ...ALONE.map((one) => [MARKS[one], measured.filter(({ part }) => part === one)] as const),
    [MARKS.figures, others] as const,
  ]) {
    if (machine && found.length > 0) text = filledIn(text, marks, [machine, ...found])
  }
  writeFileSync(document, text)
}

function filledIn(text: string, [begin, end]: readonly [string, string], tables: readonly Table[]) {
  const [before, rest] = text.split(begin)
  const [, after] = rest?.split(end) ?? []
  if (before === undefined || after === undefined) throw new Error(`${begin} … ${end} is missing`)
  return `${before}${begin}\n\n${tables.map(asMarkdown).join('\n')}\n${end}${after}`
}
