// A rehearsal that runs: store, core and the local web room put together, with the shipped council in force; leaves what happens in it to start.ts and demo.ts.
import { randomBytes } from 'node:crypto'
import { readFileSync } from 'node:fs'
import { fileURLToPath } from 'node:url'
import { type App, createApp } from '../app.ts'
import type { Config } from '../config.ts'
import type { Calendar } from '../core/calendar/index.ts'
import type { CouncilDirectory } from '../core/council/index.ts'
import type { Request } from '../core/ports.ts'
import type { Instant } from '../core/values.ts'
import { readCalendar } from '../files/calendar-file.ts'
import { readCouncilFile } from '../files/council-file.ts'
import { exporter } from '../files/exports.ts'
import { createRoom, type Room, type RoomGuide } from '../platforms/room/index.ts'
import { createLog, type Log } from '../run/log.ts'
import { createRehearsal, type Rehearsal } from '../run/rehearsal.ts'
import { turnClock } from '../store/clock.ts'
import { applyCouncil } from '../store/council.ts'
import { openStore, type Store } from '../store/open.ts'
import { createRoomMessages } from '../store/room-messages.ts'
import { createStores } from '../store/stores.ts'

const project = fileURLToPath(new URL('../..', import.meta.url))
const shipped = new URL('../councils/it-planungsrat.yaml', import.meta.url)

/** The connection of the shipped council file that stands for the room. */
export const ROOM = 'room'

export type Running = {
  readonly app: App
  readonly store: Store
  readonly room: Room
  readonly rehearsal: Rehearsal
  readonly log: Log
  stop(): Promise<void>
}

export type RehearsalOptions = {
  /** The name of an embedded database of its own; the ordinary rehearsal has none. */
  readonly database?: string
  /** Where the clock of a new rehearsal starts. */
  readonly clockStart?: Instant
}

/**
 * Opens the rehearsal's store and starts core and room on it.
 * @throws Refusal of the store with the next step, e.g. when another Umlauf serves the database.
 */
export async function openRehearsal(
  config: Config,
  options: RehearsalOptions = {},
): Promise<Running> {
  const log = createLog(config.logLevel)
  const store = await openStore({
    url: options.database === undefined ? config.databaseUrl : undefined,
    project,
    folder: config.dataFolder,
    role: 'bot',
    stamp: 'rehearsal',
    ...options,
    report: log.trouble,
    leaseLost: () => void log.defect(new Error('another Umlauf has taken over this database')),
  })
  try {
    await applyShippedCouncil(store)
    return await compose(store, config, log)
  } catch (fault) {
    await store.close()
    throw fault
  }
}

/** A council that is in force already stays. */
async function applyShippedCouncil(store: Store): Promise<void> {
  if ((await store.prisma.councilVersion.count()) > 0) return
  const text = readFileSync(shipped, 'utf8')
  const read = readCouncilFile(text)
  if ('faults' in read) throw new Error('the shipped council file has faults')
  await applyCouncil(store.prisma, { text, council: read.council, by: 'umlauf' })
}

async function compose(store: Store, config: Config, log: Log): Promise<Running> {
  const calendar: Calendar = readCalendar()
  const directory = () => createStores(store.pool)(store.prisma).council.directory()
  const { zone, bodies } = await directory()
  // the room needs the app's panel and the app needs the room: the panel is asked only once both stand
  let rehearsal: Rehearsal | undefined
  const panel = {
    turnClock: (to: string) => standing(rehearsal).turnClock(to),
    jumpToEnd: () => standing(rehearsal).jumpToEnd(),
    sampleVotes: () => standing(rehearsal).sampleVotes(),
  }
  const room = createRoom({
    connection: ROOM,
    host: '127.0.0.1',
    port: config.port,
    key: randomBytes(12).toString('base64url'),
    messages: createRoomMessages(store.prisma),
    guide: guideOf(directory, await directory(), async () =>
      standing(running).app.desk.read(async (_, now) => now),
    ),
    panel,
    report: log.defect,
  })
  const app = createApp({
    store,
    calendar,
    exporter,
    platforms: [room],
    zone,
    report: log.defect,
  })
  const ring = async () => {
    await app.ring()
    await app.delivery.settle()
  }
  rehearsal = createRehearsal({
    desk: app.desk,
    bot: app.bot,
    accept: app.accept,
    ring,
    turn: (to, words) => turnClock(store.prisma, to, words),
    zone,
    connection: ROOM,
  })
  const running: Running = {
    app,
    store,
    room,
    rehearsal,
    log,
    async stop() {
      await app.stop()
      await store.close()
    },
  }
  await app.start()
  log.debug('started', { bodies: bodies.map(({ id }) => id) })
  return running
}

function standing<T>(part: T | undefined): T {
  if (part === undefined) throw new Error('asked before it stood')
  return part
}

/** What the page shows around the messages: people, places and the clock, by the council file in force. */
function guideOf(
  fresh: () => Promise<CouncilDirectory>,
  first: CouncilDirectory,
  now: () => Promise<Instant>,
): RoomGuide {
  const [body] = first.bodies
  return {
    title: body?.name ?? { de: 'Rat', en: 'Council' },
    zone: first.zone,
    now,
    persons: () => first.persons(),
    async places(person) {
      const directory = await fresh()
      return directory.placesFor({ connection: ROOM, id: person }, await now())
    },
    async language(person) {
      return (await fresh()).person(person)?.language ?? 'de'
    },
  }
}

/** Something the program itself asks in somebody's name; the fixed id makes a second time change nothing. */
export function typed(person: string, text: string, requestId: string): Request {
  return {
    kind: 'command',
    text,
    requestId,
    from: { connection: ROOM, id: person },
    origin: { kind: 'place', place: 'geschaeftsstelle' },
  }
}
