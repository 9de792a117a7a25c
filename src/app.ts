// The composition root: puts store, core and platforms together; it is the only file that knows everything, and it decides nothing.

import { v7 as newId } from 'uuid'
import { createWishes, sources } from './app/wishes.ts'
import { type Bot, createBot } from './core/bot.ts'
import type { Calendar } from './core/calendar/index.ts'
import { circulationCommands, closingSchedule } from './core/circulations/index.ts'
import type { AnyCommand } from './core/command.ts'
import { councilCommands } from './core/council/index.ts'
import type { Accept, Answer, Exporter, Platform } from './core/ports.ts'
import { reminderCommands, reminderSchedule } from './core/reminders/index.ts'
import { openingSchedule, reportCommands } from './core/reports/index.ts'
import { digestSchedule, statusCommands } from './core/status/index.ts'
import type { ConnectionId } from './core/values.ts'
import { tableReader } from './files/aside.ts'
import { cronDays } from './files/cron-days.ts'
import { type Bell, startBell } from './run/bell.ts'
import { createDelivery, type Delivery } from './run/delivery.ts'
import { remembering } from './run/remembering.ts'
import { reportingFiles } from './run/reporting-files.ts'
import { createWatch } from './run/watching.ts'
import { createCloser } from './store/closing.ts'
import { createDesk } from './store/desk.ts'
import type { Store } from './store/open.ts'
import { createPostQueue } from './store/posts.ts'
import { createStores, type Stores } from './store/stores.ts'

/** All commands of the bot, in the order in which help lists them. */
export function allCommands(calendar: Calendar, exporter: Exporter): readonly AnyCommand<Stores>[] {
  return [
    ...statusCommands(calendar),
    ...circulationCommands(calendar, exporter),
    ...reportCommands(calendar, cronDays, exporter),
    ...reminderCommands<Stores>({ sources, calendar }),
    ...councilCommands(),
  ]
}

export type AppParts = {
  readonly store: Pick<Store, 'pool' | 'prisma' | 'reserve' | 'lease'>
  readonly calendar: Calendar
  readonly exporter: Exporter
  readonly platforms: readonly Platform[]
  readonly zone: string
  /** Logs a defect and returns its number. */
  readonly report: (defect: unknown) => string
  /** Logs what an operator may want to know. */
  readonly notice: (words: string) => void
}

/** A running Umlauf. */
export interface App {
  readonly bot: Bot<Stores>
  readonly desk: ReturnType<typeof createDesk<Stores>>
  readonly delivery: Delivery
  readonly accept: Accept
  /** Does what is due at the instant of the one clock, and posts it. */
  ring(): Promise<void>
  /**
   * Rings the bell and starts the platforms side by side: what is due is done while a network is down.
   * @returns the connections that are still on their way; they come when their network does
   * @throws what a platform refuses for good within that time, e.g. a token
   */
  start(): Promise<readonly ConnectionId[]>
  /** Stops taking requests, finishes those under way, leaves nothing half-done. */
  stop(): Promise<void>
}

/** Composes; nothing runs before `start`. */
export function createApp(parts: AppParts): App {
  const { store, calendar, report } = parts
  const exporter = reportingFiles(parts.exporter, report)
  const storesOf = createStores(
    store.pool,
    new Set(parts.platforms.map(({ connection }) => connection)),
  )
  const desk = createDesk<Stores>(store.prisma, storesOf)
  const bot = createBot<Stores>({
    commands: allCommands(calendar, exporter),
    // what ends now is closed first: nobody is reminded of it any more
    schedules: [
      closingSchedule(desk, createCloser(store.reserve)),
      openingSchedule(desk, { reckoning: { calendar, cron: cronDays }, newId }),
      reminderSchedule(desk, sources, calendar),
      digestSchedule(desk, calendar),
    ],
    desk,
    directory: (stores) => stores.council.directory(),
    lastDirectory: () => storesOf(store.prisma).council.lastDirectory(),
    zone: parts.zone,
    tables: tableReader,
    report,
  })
  const wishes = createWishes(desk, { ...parts, exporter })
  const delivery = createDelivery({
    platforms: parts.platforms,
    queue: remembering(createPostQueue(store.pool)),
    ...wishes,
    mayDeliver: () => store.lease?.held() ?? true,
    report,
  })
  const ring = async () => {
    if (store.lease && !store.lease.held()) return
    await bot.tick(await desk.read(async (_, now) => now))
    delivery.wake()
  }
  const accept = async (request: Parameters<Accept>[0]): Promise<Answer> => {
    const answer = await bot.handle(request)
    delivery.wake()
    return answer
  }
  let bell: Bell | undefined
  return {
    bot,
    desk,
    delivery,
    accept,
    ring,
    async start() {
      const watch = createWatch(parts.platforms, parts.notice)
      bell = startBell(async () => {
        for (const one of await Promise.allSettled([ring(), watch()])) {
          if (one.status === 'rejected') report(one.reason)
        }
      })
      return startPlatforms(parts, accept)
    },
    async stop() {
      await bell?.stop()
      // five seconds for what is under way (machine time); what is stored already is delivered after the next start
      const deadline = Date.now() + STOPPING_MS
      await Promise.all(parts.platforms.map((platform) => platform.stop(deadline)))
      await delivery.settle()
    },
  }
}

const STOPPING_MS = 5_000
/** How long a start waits for networks that do not answer. */
const STARTING_MS = 15_000

async function startPlatforms(
  { platforms, report }: AppParts,
  accept: Accept,
): Promise<readonly ConnectionId[]> {
  const pending = new Set(platforms.map(({ connection }) => connection))
  let waited = true
  const starts = platforms.map(async (platform) => {
    try {
      await platform.start(accept)
    } catch (fault) {
      if (waited) throw fault
      report(fault)
    }
    pending.delete(platform.connection)
  })
  const { promise: late, resolve } = Promise.withResolvers<void>()
  const timer = setTimeout(resolve, STARTING_MS)
  try {
    await Promise.race([Promise.all(starts), late])
  } finally {
    waited = false
    clearTimeout(timer)
  }
  return [...pending]
}
