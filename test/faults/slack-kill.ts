// The kill test of the whole process in Slack: killed at random instants while people click; after each round every acknowledged click must be stored exactly once and every post stand once. `node test/faults/slack-kill.ts 100` runs a hundred rounds.
import { rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import path from 'node:path'
import { setTimeout as sleep } from 'node:timers/promises'
import { fileURLToPath } from 'node:url'
import { openServer } from '../../src/store/embedded.ts'
import { migrate } from '../../src/store/migrations.ts'
import { connect } from '../../src/store/pool.ts'
import { temporaryFolder } from '../support/postgres.ts'
import { CHOICES, type Click, type KillRig, openKillRig, VOTERS } from './slack-kill-rig.ts'

/** Slack is told "being checked" after two seconds; only a click acknowledged before is acknowledged as stored. */
const PATIENCE_MS = 1_900

/** What came of the rounds. */
export type Figures = {
  rounds: number
  clicked: number
  acknowledged: number
  counted: number
  /** Acknowledged, and not in the table. */
  lost: number
  /** Stored more than once. */
  double: number
  /** Ballots and audit entries that do not belong together, and gaps in the numbers of revisions. */
  unmatched: number
  /** Posts that stand more than once. */
  doublePosts: number
  /** From the restart until the card shows what is stored. */
  cardRightMs: number[]
}

/** Kills the process so many times under clicks, each time somewhere else. It runs before and after. */
export async function killRounds(rig: KillRig, rounds: number): Promise<Figures> {
  const figures: Figures = {
    ...{ rounds: 0, clicked: 0, acknowledged: 0, counted: 0 },
    ...{ lost: 0, double: 0, unmatched: 0, doublePosts: 0, cardRightMs: [] },
  }
  const clicks: Click[] = []
  for (let round = 0; round < rounds; round += 1) {
    const callers = clicking(rig, clicks)
    await sleep(20 + Math.random() * 600)
    await rig.kill()
    callers.stop()
    await rig.start()
    const started = performance.now()
    await showsWhatIsStored(rig)
    figures.cardRightMs.push(Math.round(performance.now() - started))
    await callers.ended
    figures.rounds += 1
  }
  await check(rig, clicks, figures)
  return figures
}

/** Everybody clicks, one click after the other, each another choice. */
function clicking(rig: KillRig, clicks: Click[]) {
  let stopped = false
  const one = async (person: (typeof VOTERS)[number], first: number) => {
    for (let n = first; !stopped; n += 1) {
      clicks.push(await rig.click(person, CHOICES[n % 3] ?? 'consent'))
    }
  }
  return {
    ended: Promise.all(VOTERS.map((person, n) => one(person, n))),
    stop() {
      stopped = true
    },
  }
}

const COUNTING = `SELECT DISTINCT ON (party) party, choice FROM ballot ORDER BY party, revision DESC`

async function showsWhatIsStored(rig: KillRig): Promise<void> {
  const { rows } = await rig.pool.query<{ choice: string; n: string }>(
    `SELECT choice, count(*)::text AS n FROM (${COUNTING}) AS last GROUP BY choice`,
  )
  const words = { consent: 'ja', reject: 'nein', abstain: 'enthält sich' }
  const shown = (choice: string) => words[choice as keyof typeof words]
  const marks = rows.map(({ choice, n }) => `${shown(choice)} (${n}): `)
  await rig.desk.sees('vorsitz', 'umlauf', ...marks)
}

async function check(rig: KillRig, clicks: readonly Click[], figures: Figures): Promise<void> {
  const inbox = await rig.pool.query<{ id: string; answer: string | null }>(
    'SELECT request_id AS id, answer FROM inbox',
  )
  const answers = new Map(inbox.rows.map(({ id, answer }) => [id, answer]))
  const counted = clicks.filter(({ requestId }) => answers.get(requestId)?.startsWith('counted'))
  const acknowledged = clicks.filter(({ acked, afterMs }) => acked && afterMs < PATIENCE_MS)
  const stored = await rig.pool.query<{ n: number; unmatched: number; gaps: number }>(
    `SELECT count(*)::int AS n,
       count(*) FILTER (WHERE a.id IS NULL OR a.hash <> sha256(convert_to(a.body, 'UTF8')))::int AS unmatched,
       (SELECT count(*) FROM (SELECT FROM ballot GROUP BY party HAVING max(revision) <> count(*)) AS g)::int AS gaps
     FROM ballot b LEFT JOIN audit_entry a ON a.id = b.entry`,
  )
  const all = [...answers.values()].filter((answer) => answer?.startsWith('counted')).length
  const { n = -1, unmatched = -1, gaps = -1 } = stored.rows[0] ?? {}
  const marks = rig.marks()
  figures.clicked = clicks.length
  figures.acknowledged = acknowledged.length
  figures.counted = counted.length
  figures.lost = acknowledged.filter(({ requestId }) => !answers.get(requestId)).length
  figures.double = n - all
  figures.unmatched = unmatched + gaps
  figures.doublePosts = marks.length - new Set(marks).size
}

/** The figures in one line, for people. */
export function inWords(figures: Figures): string {
  const times = figures.cardRightMs.toSorted((a, b) => a - b)
  return (
    `${figures.rounds} kills: ${figures.clicked} clicks, ${figures.acknowledged} acknowledged, ${figures.counted} counted, ` +
    `${figures.lost} lost, ${figures.double} double, ${figures.unmatched} unmatched, ${figures.doublePosts} posts double; ` +
    `card right ${times[times.length >> 1]} ms after a restart (median), ${times.at(-1)} ms (longest)`
  )
}

/** On a database and with a Slack of its own. */
async function runAlone(rounds: number): Promise<Figures> {
  const folder = temporaryFolder(tmpdir())
  const server = await openServer(folder, path.join(folder, 'data'), 'bot', console.error)
  try {
    const config = { ...server.connection, database: 'kill' }
    const admin = await connect({ ...server.connection, database: 'postgres' })
    await admin.query('CREATE DATABASE kill')
    await admin.end()
    const client = await connect(config)
    await migrate(client)
    await client.query("INSERT INTO instance (stamp) VALUES ('real')")
    await client.end()
    const rig = await openKillRig(config)
    try {
      await rig.start()
      await rig.openCirculation()
      await rig.stands()
      return await killRounds(rig, rounds)
    } finally {
      await rig.tidyUp()
    }
  } finally {
    await server.stop()
    rmSync(folder, { recursive: true, force: true })
  }
}

if (
  process.argv[1] !== undefined &&
  path.resolve(process.argv[1]) === fileURLToPath(import.meta.url)
) {
  const figures = await runAlone(Number(process.argv[2] ?? 10))
  console.info(inWords(figures))
  const { lost, double, unmatched, doublePosts } = figures
  process.exitCode = lost + double + unmatched + doublePosts === 0 ? 0 : 1
}
