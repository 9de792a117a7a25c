// The kill test: a writer and its PostgreSQL are killed at random moments, and after each round every vote that was answered must be stored exactly once. `node test/faults/kill.ts 100` runs a hundred rounds.
import { type ChildProcess, spawn } from 'node:child_process'
import { once } from 'node:events'
import { rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import path from 'node:path'
import { createInterface } from 'node:readline'
import { setTimeout as sleep } from 'node:timers/promises'
import { fileURLToPath } from 'node:url'
import { openStore, type Store } from '../../src/store/open.ts'
import { postmasterOf } from '../support/opener.ts'
import { temporaryFolder } from '../support/postgres.ts'
import { processesOf } from '../support/processes.ts'
import { openCirculation } from '../support/votes.ts'

const writer = fileURLToPath(new URL('kill-writer.ts', import.meta.url))
/** Killing a backend makes the postmaster cut all others at once and recover: so answers are lost whose votes are stored. */
const victims = ['node', 'postmaster', 'backend', 'both'] as const

/** What came of the rounds. */
export type Figures = {
  rounds: number
  /** Votes whose answer the writer had printed. */
  answered: number
  /** Answers to a vote that was stored before a kill and asked once more: given again, not stored twice. */
  answeredAgain: number
  stored: number
  lost: number
  double: number
  /** Ballots, audit entries, personal fields and inbox answers that do not belong together. */
  unmatched: number
  openedInMs: number[]
}

/** Runs the rounds on one data directory, on disk. */
export async function killRounds(rounds: number): Promise<Figures> {
  const folder = temporaryFolder(tmpdir())
  const figures: Figures = {
    ...{ rounds: 0, answered: 0, answeredAgain: 0 },
    ...{ stored: 0, lost: 0, double: 0, unmatched: 0, openedInMs: [] },
  }
  const answered = new Set<string>()
  let unanswered: readonly string[] = []
  try {
    const circulation = await withStore(folder, ({ pool }) => openCirculation(pool))
    for (let round = 0; round < rounds; round += 1) {
      const victim = victims[round % victims.length] ?? 'node'
      const heard = await writeAndKill([folder, circulation, ...unanswered], victim)
      for (const id of heard.answered) answered.add(id)
      figures.answeredAgain += heard.again
      unanswered = heard.unanswered
      const from = performance.now()
      await withStore(folder, (store) => check(store, answered, figures))
      figures.openedInMs.push(Math.round(performance.now() - from))
      figures.rounds += 1
    }
  } finally {
    rmSync(folder, { recursive: true, force: true })
  }
  return figures
}

async function withStore<T>(folder: string, work: (store: Store) => Promise<T>): Promise<T> {
  const store = await openStore({
    ...{ project: folder, folder, role: 'command', stamp: 'rehearsal' },
    report: () => {},
    leaseLost: () => {},
  })
  try {
    return await work(store)
  } finally {
    await store.close()
  }
}

/** What was heard of a writer until its end: ids answered, how many of them again, and votes asked in vain. */
type Heard = { answered: Set<string>; again: number; unanswered: string[] }

/** Starts the writer, kills the victim at a random moment, and gives what had been said until then. */
async function writeAndKill(args: string[], victim: (typeof victims)[number]): Promise<Heard> {
  const child = spawn(process.execPath, [writer, ...args], { stdio: ['ignore', 'pipe', 'inherit'] })
  const asked = new Map<string, string>()
  const heard: Heard = { answered: new Set(), again: 0, unanswered: [] }
  const unexpected: string[] = []
  const lines = createInterface({ input: child.stdout })
  const closed = once(lines, 'close')
  const ready = new Promise<void>((resolve, reject) => {
    child.once('exit', () => reject(new Error('the writer ended before it was ready')))
    lines.on('line', (line) => {
      const [word, subject = '', outcome, order] = line.split(' ')
      if (word === 'ready') resolve()
      if (word === 'asked') asked.set(subject.split(',')[0] ?? '', subject)
      // Half a line, cut by the kill, is no answer.
      if (word !== 'answered' || (order !== 'first' && order !== 'again')) return
      if (outcome !== 'counted') unexpected.push(line)
      heard.answered.add(subject)
      if (order === 'again') heard.again += 1
    })
  })
  await ready
  await sleep(20 + Math.random() * 600)
  await kill(child, args[0] ?? '', victim, heard)
  await closed
  if (unexpected.length > 0) throw new Error(`unexpected answers: ${unexpected.join(', ')}`)
  for (const id of heard.answered) asked.delete(id)
  const whole = /,(?:consent|reject|abstain)$/
  return { ...heard, unanswered: [...asked.values()].filter((vote) => whole.test(vote)) }
}

async function kill(
  child: ChildProcess,
  folder: string,
  victim: (typeof victims)[number],
  { answered }: Heard,
): Promise<void> {
  const postmaster = postmasterOf(folder)
  if (postmaster === undefined) throw new Error('there is no server to kill')
  if (victim === 'postmaster' || victim === 'both') process.kill(postmaster, 'SIGKILL')
  if (victim === 'backend') process.kill(backendOf(postmaster), 'SIGKILL')
  if (victim === 'postmaster' || victim === 'backend') {
    // The bot brings its server back by itself, and the writer goes on.
    const before = answered.size
    for (let look = 0; look < 500 && answered.size < before + 20; look += 1) await sleep(20)
    if (answered.size < before + 20) throw new Error('the writer did not go on')
  }
  child.kill('SIGKILL')
}

/** A server process that works for the writer. */
function backendOf(postmaster: number): number {
  const [pid] = processesOf('umlauf rehearsal', postmaster)
  if (pid === undefined) throw new Error('no backend works for the writer')
  return pid
}

async function check(
  { pool }: Store,
  answered: ReadonlySet<string>,
  figures: Figures,
): Promise<void> {
  const { rows } = await pool.query<{ id: string; matched: boolean }>(
    `SELECT b.statement AS id,
            a.id IS NOT NULL AND a.hash = sha256(convert_to(a.body, 'UTF8')) AND p.entry IS NOT NULL
              AND i.answer = 'counted:' || b.revision AS matched
       FROM ballot b
       LEFT JOIN audit_entry a ON a.id = b.entry
       LEFT JOIN personal p ON p.entry = b.entry
       LEFT JOIN inbox i ON i.request_id = b.statement`,
  )
  const stored = new Set(rows.map(({ id }) => id))
  const { rows: counts } = await pool.query<{ entries: number; answers: number; gaps: number }>(
    `SELECT (SELECT count(*) FROM audit_entry)::int AS entries,
            (SELECT count(*) FROM inbox)::int AS answers,
            (SELECT coalesce(sum(m - n), 0) FROM (SELECT max(revision) m, count(*) n FROM ballot GROUP BY party) x)::int AS gaps`,
  )
  const { entries = -1, answers = -1, gaps = -1 } = counts[0] ?? {}
  figures.answered = answered.size
  figures.stored = stored.size
  figures.lost = [...answered].filter((id) => !stored.has(id)).length
  figures.double = rows.length - stored.size
  figures.unmatched =
    rows.filter(({ matched }) => !matched).length +
    Math.abs(entries - rows.length) +
    Math.abs(answers - rows.length) +
    Math.abs(gaps)
}

/** The figures in one line, for people. */
export function inWords(figures: Figures): string {
  const times = figures.openedInMs.toSorted((a, b) => a - b)
  const median = times[times.length >> 1]
  return (
    `${figures.rounds} kills: ${figures.answered} votes answered, ${figures.stored} stored, ${figures.lost} lost, ` +
    `${figures.double} double, ${figures.unmatched} unmatched; ${figures.answeredAgain} stored before a kill and answered after it; ` +
    `opened and checked in ${median} ms (median), ${times.at(-1)} ms (longest)`
  )
}

if (
  process.argv[1] !== undefined &&
  path.resolve(process.argv[1]) === fileURLToPath(import.meta.url)
) {
  const figures = await killRounds(Number(process.argv[2] ?? 10))
  console.info(inWords(figures))
  process.exitCode = figures.lost + figures.double + figures.unmatched === 0 ? 0 : 1
}
