// The composition root: puts store, core and platforms together; it is the only file that knows everything, and it decides nothing.

import { v7 as newId } from 'uuid'
import { type Bot, createBot } from './core/bot.ts'
import type { Calendar } from './core/calendar/index.ts'
import {
  circulationCommands,
  circulationMatters,
  closingSchedule,
  wantedPosts,
} from './core/circulations/index.ts'
import type { AnyCommand } from './core/command.ts'
import { type CouncilDirectory, councilCommands, linkPosts } from './core/council/index.ts'
import type { Accept, Answer, Exporter, Platform } from './core/ports.ts'
import {
  type MatterSource,
  openMatters,
  type Picture,
  pictureOf,
  reminderCommands,
  reminderPosts,
  reminderSchedule,
} from './core/reminders/index.ts'
import { openingSchedule, reportCommands, reportMatters, roundPosts } from './core/reports/index.ts'
import { currentOnes, homePosts, statusCommands } from './core/status/index.ts'
import { localDateOf } from './core/time.ts'
import type { ConnectionId } from './core/values.ts'
import { tableReader } from './files/aside.ts'
import { cronDays } from './files/cron-days.ts'
import { type Bell, startBell } from './run/bell.ts'
import { createDelivery, type Delivery, type DeliveryParts, type Subject } from './run/delivery.ts'
import { remembering } from './run/remembering.ts'
import { reportingFiles } from './run/reporting-files.ts'
import { createWatch } from './run/watching.ts'
import { createCloser } from './store/closing.ts'
import { createDesk } from './store/desk.ts'
import type { Store } from './store/open.ts'
import { createPostQueue } from './store/posts.ts'
import { createStores, type Stores } from './store/stores.ts'

/** What somebody may have to be reminded of. */
const sources: readonly MatterSource<Stores>[] = [
  circulationMatters<Stores>(),
  reportMatters<Stores>(),
]

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

/** The pages of persons as a subject of the delivery, beside the circulations that they are made from. */
const HOMES = 'home'
/** The notices of linked accounts. */
const LINKS = 'links'

/** The reminders of each matter are a subject of their own. */
const REMINDERS = 'reminders '

async function reminderSubjects(
  stores: Stores,
  look: Pick<Picture, 'directory' | 'calendar' | 'now'>,
): Promise<readonly Subject[]> {
  const unposted = await stores.reminders.unposted()
  if (unposted.length === 0) return []
  const picture = await pictureOf(stores, await openMatters(sources, stores, look), look)
  return reminderPosts(unposted, picture).map(({ matter, revision, wanted }) => ({
    id: `${REMINDERS}${matter}`,
    revision,
    wanted,
  }))
}

/** Reporting rounds as subjects, beside the circulations. */
const ROUNDS = 'round '

/** Which rounds show the newest that this process knows: their posts also depend on the council file and on the day. */
function createShownRounds() {
  const asked = new Map<string, { readonly revision: number; readonly state: string }>()
  const shown = new Map<string, string>()
  let last: { readonly directory: CouncilDirectory; readonly n: number } | undefined
  return {
    isNew(round: string, revision: number, directory: CouncilDirectory, day: string): boolean {
      if (last?.directory !== directory) last = { directory, n: (last?.n ?? 0) + 1 }
      const state = [revision, last.n, day].join(' ')
      asked.set(round, { revision, state })
      return shown.get(round) !== state
    },
    settled(round: string, revision: number): void {
      const one = asked.get(round)
      if (one?.revision === revision) shown.set(round, one.state)
    },
  }
}

/** Only rounds of which something may not be shown are drawn: with thousands of owing bodies each is thousands of posts. */
async function roundSubjects(
  stores: Stores,
  look: Omit<Parameters<typeof roundPosts>[1], 'before'>,
  shown: ReturnType<typeof createShownRounds>,
): Promise<readonly Subject[]> {
  const { directory, now } = look
  const day = localDateOf(now, directory.zone)
  const subjects: Subject[] = []
  for (const { id, revision } of await stores.reports.unposted()) {
    if (!shown.isNew(id, revision, directory, day)) continue
    const dossier = await stores.reports.round(id)
    const before = dossier.round.closed && (await stores.reports.before(dossier.round))
    const wanted = roundPosts(dossier, { ...look, before })
    subjects.push({ id: `${ROUNDS}${id}`, revision, wanted })
  }
  return subjects
}

/** What the delivery asks: which subjects may not show their newest state, and that one does. */
function createWishes(
  desk: ReturnType<typeof createDesk<Stores>>,
  { calendar, exporter, platforms, report }: AppParts,
): Pick<DeliveryParts, 'subjects' | 'settled'> {
  const withHome = platforms.filter(({ can }) => can.home).map(({ connection }) => connection)
  // after a start nobody knows what the pages show; a page that shows it already costs one look into the queue
  let pages = { revision: 1, shown: 0 }
  let linksShown = 0
  const shown = createShownRounds()
  return {
    subjects: () =>
      desk.read(async (stores, now) => {
        const directory = await stores.council.directory()
        const subjects: Subject[] = []
        for (const { id } of await stores.circulations.unposted()) {
          // one that cannot be shown is reported, and keeps no other from its posts
          try {
            const dossier = await stores.circulations.dossier(id)
            const wanted = wantedPosts(dossier, { directory, calendar, now })
            subjects.push({ id, revision: dossier.circulation.revision, wanted })
          } catch (defect) {
            report(defect)
          }
        }
        subjects.push(...(await roundSubjects(stores, { directory, now, exporter }, shown)))
        subjects.push(...(await reminderSubjects(stores, { directory, calendar, now })))
        const links = directory.links.length
        if (links !== linksShown) {
          subjects.push({ id: LINKS, revision: links, wanted: linkPosts(directory) })
        }
        if (subjects.length > 0) pages = { ...pages, revision: pages.revision + 1 }
        if (withHome.length === 0 || pages.shown === pages.revision) return subjects
        const connections = new Set<ConnectionId>(withHome)
        const { dossiers } = await currentOnes(stores)
        const wanted = homePosts(dossiers, { directory, now, connections })
        return [...subjects, { id: HOMES, revision: pages.revision, wanted }]
      }),
    async settled(id, revision) {
      if (id === HOMES) pages = { ...pages, shown: revision }
      else if (id === LINKS) linksShown = revision
      else if (id.startsWith(ROUNDS)) {
        const round = id.slice(ROUNDS.length)
        shown.settled(round, revision)
        await desk.read(({ reports }) => reports.posted(round, revision))
      } else if (id.startsWith(REMINDERS)) {
        const matter = id.slice(REMINDERS.length)
        await desk.read(({ reminders }) => reminders.posted(matter, revision))
      } else await desk.read(({ circulations }) => circulations.posted(id, revision))
    },
  }
}
