// A council in force on a database of its own, with the rehearsal's clock and an app over any platforms; leaves the networks and their people to slack-session.ts and matrix-session.ts.
import { type App, createApp } from '../../src/app.ts'
import type { Platform } from '../../src/core/ports.ts'
import type { Instant } from '../../src/core/values.ts'
import { readCalendar } from '../../src/files/calendar-file.ts'
import { readCouncilFile } from '../../src/files/council-file.ts'
import { exporter } from '../../src/files/exports.ts'
import { applyCouncil } from '../../src/store/council.ts'
import { connect, openPool, openPrisma } from '../../src/store/pool.ts'
import { createStores } from '../../src/store/stores.ts'
import { freshDatabase } from './postgres.ts'

export type StandingCouncil = Awaited<ReturnType<typeof councilStands>>

/** Puts a council file into force at an instant of the rehearsal's clock. */
export async function councilStands(at: string, council: string) {
  const read = readCouncilFile(council)
  if ('faults' in read) throw new Error(JSON.stringify(read.faults, null, 1))
  const database = await freshDatabase('rehearsal')
  const pool = openPool(database.config, 12, () => {})
  const prisma = openPrisma(pool)
  await setClock(pool, at)
  await applyCouncil(prisma, { text: council, council: read.council, by: 'geschaeftsstelle-1' })
  const defects: unknown[] = []
  const notices: string[] = []
  const store = createStores(pool)(prisma).council
  await store.directory()
  const log = {
    debug: () => {},
    trouble: (error: unknown) => void defects.push(error),
    notice: (words: string) => void notices.push(words),
    defect: (defect: unknown) => `D-${defects.push(defect)}`,
  }
  return {
    ...{ pool, prisma, defects, notices, log },
    /** The directory as the networks ask for it. */
    inForce: {
      read: () => store.directory(),
      latest: () => store.lastDirectory() ?? notRead(),
    },
    /** A process over these platforms, which is not started yet. */
    compose: (platforms: readonly Platform[]): App =>
      createApp({
        store: { pool, prisma, lease: undefined, reserve: () => connect(database.config) },
        ...{ calendar: readCalendar(), exporter, platforms, zone: read.council.zone },
        report: log.defect,
        notice: () => {},
      }),
    /** Turns the rehearsal's clock through everything due on the way; `after` lets it happen. */
    async turnTo(app: App, iso: string, after: () => Promise<void>): Promise<void> {
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
    /** Rows of a question to the database. */
    rows: async (sql: string): Promise<Record<string, unknown>[]> => (await pool.query(sql)).rows,
    async falls(): Promise<void> {
      await prisma.$disconnect()
      await pool.end()
      await database.drop()
    },
  }
}

function notRead(): never {
  throw new Error('the council was not read yet')
}

/** Not back: the clock runs on between two steps, and may have come further already. */
async function forward(pool: ReturnType<typeof openPool>, to: Instant): Promise<void> {
  await pool.query('SELECT turn_clock($1) WHERE $1::timestamptz > umlauf_now()', [new Date(to)])
}

/** A rehearsal may start at any instant; the trigger only refuses to go back afterwards. */
async function setClock(pool: ReturnType<typeof openPool>, at: string): Promise<void> {
  await pool.query('ALTER TABLE instance DISABLE TRIGGER instance_guard')
  await pool.query('SELECT turn_clock($1)', [new Date(at)])
  await pool.query('ALTER TABLE instance ENABLE TRIGGER instance_guard')
}
