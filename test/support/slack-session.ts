// A council in session in Slack: the whole core on a real database, the platform on a loopback Slack, and its people by their ids; leaves what happens to the minutes.
import { type App, createApp } from '../../src/app.ts'
import { connectSlack } from '../../src/cli/slack.ts'
import type { Platform } from '../../src/core/ports.ts'
import type { Instant } from '../../src/core/values.ts'
import { readCalendar } from '../../src/files/calendar-file.ts'
import { readCouncilFile } from '../../src/files/council-file.ts'
import { exporter } from '../../src/files/exports.ts'
import { applyCouncil } from '../../src/store/council.ts'
import { connect, openPool, openPrisma } from '../../src/store/pool.ts'
import { createStores } from '../../src/store/stores.ts'
import { type Slack, startSlack } from '../wire/slack/index.ts'
import { freshDatabase } from './postgres.ts'
import { populate } from './slack-council.ts'
import { createDesk, type Desk, inspect } from './slack-desk.ts'

export type SlackSession = {
  readonly app: App
  readonly pool: ReturnType<typeof openPool>
  readonly defects: unknown[]
  readonly notices: string[]
  /** The first connection's desk, and each by its connection. */
  readonly desk: Desk
  readonly desks: ReadonlyMap<string, Desk>
  readonly platforms: readonly Platform[]
  now(): Promise<Instant>
  /** Turns the rehearsal's clock through everything due on the way. */
  turnTo(iso: string): Promise<void>
  /** Rows of a question to the database. */
  rows(sql: string): Promise<Record<string, unknown>[]>
  /** Throws where Slack was sent what it refuses, or something stands twice. */
  inspect(): void
  adjourn(): Promise<void>
}

/** Convenes a council at an instant of the rehearsal's clock; its Slack connections, by id and team, are started. */
export async function conveneInSlack(
  at: string,
  council: string,
  connections: Readonly<Record<string, string>>,
): Promise<SlackSession> {
  const read = readCouncilFile(council)
  if ('faults' in read) throw new Error(JSON.stringify(read.faults, null, 1))
  const database = await freshDatabase('rehearsal')
  const pool = openPool(database.config, 12, () => {})
  const prisma = openPrisma(pool)
  await setClock(pool, at)
  await applyCouncil(prisma, { text: council, council: read.council, by: 'geschaeftsstelle-1' })
  const slacks = new Map<string, Slack>()
  for (const [id, team] of Object.entries(connections)) {
    const slack = await startSlack({ team })
    populate(slack, council, id)
    slacks.set(id, slack)
  }
  const defects: unknown[] = []
  const notices: string[] = []
  const store = createStores(pool)(prisma).council
  await store.directory()
  const platforms = await connectSlack(
    [...slacks].map(([id, { team, botToken, appToken, apiUrl }]) => ({
      ...{ id, team },
      settings: {
        ...{ suffix: id, botToken, appToken, apiUrl },
        listen: { host: '127.0.0.1', port: 0 },
      },
    })),
    {
      read: () => store.directory(),
      latest: () => store.lastDirectory() ?? notRead(),
    },
    {
      debug: () => {},
      trouble: (error) => void defects.push(error),
      notice: (words) => void notices.push(words),
      defect: (defect) => `D-${defects.push(defect)}`,
    },
  )
  const app = compose({ pool, prisma, database, platforms, zone: read.council.zone, defects })
  await app.start()
  const now = () => app.desk.read(async (_, instant) => instant)
  const after = async () => {
    await store.directory()
    await app.ring()
  }
  const desks = new Map([...slacks].map(([id, slack]) => [id, createDesk(slack, after)]))
  const [desk] = desks.values()
  if (!desk) throw new Error('no connection')
  return {
    ...{ app, pool, defects, notices, desk, desks, platforms, now },
    async turnTo(iso) {
      const goal = Date.parse(iso)
      // what stays due however often it is tried is passed by: its defects say so
      let tried: Instant | undefined
      for (
        let due = await app.bot.nextDue();
        due !== undefined && due <= goal && due !== tried;
        due = await app.bot.nextDue()
      ) {
        tried = due
        await forward(pool, due)
        await after()
      }
      await forward(pool, goal)
      await after()
    },
    rows: async (sql) => (await pool.query(sql)).rows,
    inspect() {
      for (const slack of slacks.values()) inspect(slack)
    },
    async adjourn() {
      await app.stop()
      for (const slack of slacks.values()) await slack.stop()
      await prisma.$disconnect()
      await pool.end()
      await database.drop()
    },
  }
}

function notRead(): never {
  throw new Error('the council was not read yet')
}

function compose(parts: {
  readonly pool: ReturnType<typeof openPool>
  readonly prisma: ReturnType<typeof openPrisma>
  readonly database: Awaited<ReturnType<typeof freshDatabase>>
  readonly platforms: readonly Platform[]
  readonly zone: string
  readonly defects: unknown[]
}): App {
  const { pool, prisma, database, platforms, zone, defects } = parts
  return createApp({
    store: { pool, prisma, lease: undefined, reserve: () => connect(database.config) },
    ...{ calendar: readCalendar(), exporter, platforms, zone },
    report: (defect) => `D-${defects.push(defect)}`,
    notice: () => {},
  })
}

async function turn(pool: ReturnType<typeof openPool>, to: Instant): Promise<void> {
  await pool.query('SELECT turn_clock($1)', [new Date(to)])
}

/** Not back: the clock runs on between two steps, and may have come further already. */
async function forward(pool: ReturnType<typeof openPool>, to: Instant): Promise<void> {
  await pool.query('SELECT turn_clock($1) WHERE $1::timestamptz > umlauf_now()', [new Date(to)])
}

/** A rehearsal may start at any instant; the trigger only refuses to go back afterwards. */
async function setClock(pool: ReturnType<typeof openPool>, at: string): Promise<void> {
  await pool.query('ALTER TABLE instance DISABLE TRIGGER instance_guard')
  await turn(pool, Date.parse(at))
  await pool.query('ALTER TABLE instance ENABLE TRIGGER instance_guard')
}
