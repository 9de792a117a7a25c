// What every Umlauf that serves a council needs: the log, the store opened as the one bot, the council file in force, the core and its platforms; leaves which platforms there are to rehearsal.ts and real-council.ts.
import { fileURLToPath } from 'node:url'
import { type App, createApp } from '../app.ts'
import type { Config } from '../config.ts'
import type { CouncilDirectory } from '../core/council/index.ts'
import type { Platform } from '../core/ports.ts'
import type { ConnectionId } from '../core/values.ts'
import { readCalendar } from '../files/calendar-file.ts'
import { exporter } from '../files/exports.ts'
import { startBell } from '../run/bell.ts'
import { createLog, type Log } from '../run/log.ts'
import { openStore, type Store, type StoreOptions } from '../store/open.ts'
import { createStores } from '../store/stores.ts'
import { guardProcess } from './guard.ts'

const project = fileURLToPath(new URL('../..', import.meta.url))

/** An Umlauf that serves, until it is stopped. */
export type Serving = {
  readonly app: App
  readonly store: Store
  readonly log: Log
  /** Rejects when something broke that nobody caught: what is under way may end, and nothing goes on. */
  readonly broken: Promise<never>
  /** Connections whose network did not answer yet. */
  readonly late: readonly ConnectionId[]
  stop(): Promise<void>
}

/** What an Umlauf is put together from, before there is a council. */
export type Opened = Pick<Serving, 'store' | 'log' | 'broken'>

/**
 * Opens the store as the bot, and closes it again when the work with it fails: nothing stays half-started.
 * @throws Refusal of the store with the next step, e.g. when another Umlauf serves the database.
 */
export async function openBot<T>(
  config: Config,
  options: Pick<StoreOptions, 'stamp' | 'database' | 'clockStart'>,
  work: (opened: Opened) => Promise<T>,
): Promise<T> {
  const log = createLog(config.logLevel)
  const broken = guardProcess(log)
  const store = await openStore({
    url: options.database === undefined ? config.databaseUrl : undefined,
    project,
    folder: config.dataFolder,
    role: 'bot',
    ...options,
    report: log.trouble,
    leaseLost: () => void log.defect(new Error('another Umlauf has taken over this database')),
  })
  try {
    return await Promise.race([work({ store, log, broken }), broken])
  } catch (fault) {
    await store.close()
    throw fault
  }
}

/** The council in force: read now, or as it was read last. */
export type CouncilInForce = {
  /** @throws Refusal `store.no-council` */
  read(): Promise<CouncilDirectory>
  /** The newest that this process has read; at most one ring of the bell old. */
  latest(): CouncilDirectory
}

/** Follows the council file, which another process may apply at any time. */
export function councilInForce({ store }: Opened): CouncilInForce {
  const { council } = createStores(store.pool)(store.prisma)
  return {
    read: () => council.directory(),
    latest() {
      const last = council.lastDirectory()
      if (last === undefined) throw new Error('the council was asked before it was read')
      return last
    },
  }
}

/** Puts the core on the store; nothing runs yet. */
export async function composeApp(
  { store, log }: Opened,
  council: CouncilInForce,
  platforms: readonly Platform[],
): Promise<App> {
  const { zone } = await council.read()
  const parts = { store, platforms, zone, report: log.defect, notice: log.notice }
  return createApp({ ...parts, calendar: readCalendar(), exporter })
}

/** Starts the platforms and the bell; where one platform refuses, those before it are stopped again. */
export async function serve(opened: Opened, council: CouncilInForce, app: App): Promise<Serving> {
  const { store, log } = opened
  let late: Serving['late']
  try {
    late = await app.start()
  } catch (fault) {
    await app.stop()
    throw fault
  }
  const bell = startBell(async () => {
    await council.read().catch(log.defect)
  })
  log.debug('started', { council: council.latest().version })
  return {
    ...opened,
    ...{ app, late },
    async stop() {
      await bell.stop()
      await app.stop()
      await store.close()
    },
  }
}
