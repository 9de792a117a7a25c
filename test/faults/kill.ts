// The kill test: a writer and its PostgreSQL are killed at random moments, and after each round every vote that was answered must be stored exactly once. `node test/faults/kill.ts 100` runs a hundred rounds.
import { type ChildProcess, spawn } from 'node:child_process'
import { randomUUID } from 'node:crypto'
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

const writer = fileURLToPath(new URL('kill-writer.ts', import.meta.url))
const victims = ['node', 'postmaster', 'both'] as const

/** What came of the rounds. */
export type Figures = {
  rounds: number
  /** Votes whose answer the writer had printed. */
  answered: number
  /** Answers given to a vote that had been stored before a kill, so that it is not stored twice. */
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
  try {
    const circulation = await withStore(folder, openCirculation)
    for (let round = 0; round < rounds; round += 1) {
      const victim = victims[round % victims.length] ?? 'node'
      for (const { id, again } of await writeAndKill(folder, circulation, victim)) {
        answered.add(id)
        if (again) figures.answeredAgain += 1
      }
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

/** A circulation that stays open, three parties, and Anna, who may cast for all of them. */
async function openCirculation({ pool }: Store): Promise<string> {
  const id = randomUUID()
  const body = 'it-planungsrat'
  await pool.query(
    `INSERT INTO circulation (id, body, draft, number, state, version, title, content, choices, created_by, created_at, edited_by, edited_at, opened_at, deadline)
     SELECT $1, $2, 1, '1/2026', 'open', 1, 'Kill test', '{}', '{consent,reject,abstain}', 'anna', t, 'anna', t, t, t + interval '30 days' FROM umlauf_now() AS t`,
    [id, body],
  )
  await pool.query(
    "INSERT INTO frozen_version (circulation, version, format, document, hash, at) VALUES ($1, 1, 1, '{}', sha256('{}'), umlauf_now())",
    [id],
  )
  await pool.query(
    "INSERT INTO account (connection, external_id, person) VALUES ('room', 'anna', 'anna')",
  )
  for (const party of ['BUND', 'BY', 'HE']) {
    await pool.query('INSERT INTO seat (circulation, version, party) VALUES ($1, 1, $2)', [
      id,
      party,
    ])
    await pool.query(
      `INSERT INTO mandate (id, body, party, person, role, valid_from, known_from)
       VALUES ($1, $2, $3, 'anna', 'member', '2020-01-01Z', '2020-01-01Z')`,
      [randomUUID(), body, party],
    )
  }
  return id
}

type Answer = { id: string; again: boolean }

/** Starts the writer, kills the victim at a random moment, and gives the answers that had been printed until the end. */
async function writeAndKill(
  folder: string,
  circulation: string,
  victim: (typeof victims)[number],
): Promise<Answer[]> {
  const child = spawn(process.execPath, [writer, folder, circulation], {
    stdio: ['ignore', 'pipe', 'inherit'],
  })
  const answers: Answer[] = []
  const unexpected: string[] = []
  const lines = createInterface({ input: child.stdout })
  const closed = once(lines, 'close')
  const ready = new Promise<void>((resolve, reject) => {
    child.once('exit', () => reject(new Error('the writer ended before it was ready')))
    lines.on('line', (line) => {
      const [id = '', outcome, order] = line.split(' ')
      if (id === 'ready') resolve()
      // Half a line, cut by the kill, is no answer.
      else if (outcome === 'counted' && order) answers.push({ id, again: order === 'again' })
      else if (order) unexpected.push(line)
    })
  })
  await ready
  await sleep(20 + Math.random() * 600)
  await kill(child, folder, victim, answers)
  await closed
  if (unexpected.length > 0) throw new Error(`unexpected answers: ${unexpected.join(', ')}`)
  return answers
}

async function kill(
  child: ChildProcess,
  folder: string,
  victim: (typeof victims)[number],
  answers: readonly Answer[],
): Promise<void> {
  const postmaster = victim === 'node' ? undefined : postmasterOf(folder)
  if (postmaster !== undefined) process.kill(postmaster, 'SIGKILL')
  if (victim === 'postmaster') {
    // The bot brings its server back by itself, and the writer goes on.
    const before = answers.length
    for (let look = 0; look < 500 && answers.length < before + 20; look += 1) await sleep(20)
    if (answers.length < before + 20) throw new Error('the writer did not go on')
  }
  child.kill('SIGKILL')
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
    `${figures.double} double, ${figures.unmatched} unmatched; ${figures.answeredAgain} answered again after a kill; ` +
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
