// A rehearsal that runs: the local web room, and networks on this machine where they are set, with the shipped council in force; leaves what happens in it to start.ts and demo.ts.
import { randomBytes } from 'node:crypto'
import { readFileSync } from 'node:fs'
import type { App } from '../app.ts'
import type { Config } from '../config.ts'
import type { CouncilDirectory } from '../core/council/index.ts'
import type { Request } from '../core/ports.ts'
import type { Instant } from '../core/values.ts'
import { readCouncilFile } from '../files/council-file.ts'
import { createRoom, type Room, type RoomGuide } from '../platforms/room/index.ts'
import { createRehearsal, type Rehearsal } from '../run/rehearsal.ts'
import { turnClock } from '../store/clock.ts'
import { applyCouncil } from '../store/council.ts'
import type { Store } from '../store/open.ts'
import { createRoomMessages } from '../store/room-messages.ts'
import { connectNetworks, hasNetwork } from './networks.ts'
import {
  type CouncilInForce,
  composeApp,
  councilInForce,
  type Opened,
  openBot,
  type Serving,
  serve,
} from './opening.ts'

const shipped = new URL('../councils/it-planungsrat.yaml', import.meta.url)

/** The connection of the shipped council file that stands for the room. */
export const ROOM = 'room'

export type Running = Serving & {
  readonly room: Room
  readonly rehearsal: Rehearsal
  /** What to say of the connections to networks, where there are any. */
  readonly lines: readonly string[]
}

export type RehearsalOptions = {
  /** The name of an embedded database of its own; the ordinary rehearsal has none. */
  readonly database?: string
  /** Where the clock of a new rehearsal starts. */
  readonly clockStart?: Instant
}

/**
 * Opens the rehearsal's store and starts core, room and networks on it; every network is on this machine.
 * @throws Refusal of the store or of a network with the next step, e.g. when another Umlauf serves the database.
 */
export function openRehearsal(config: Config, options: RehearsalOptions = {}): Promise<Running> {
  return openBot(config, { stamp: 'rehearsal', ...options }, async (opened) => {
    // for a network the council file has to name its workspace or server, which the shipped one does not
    if (!hasNetwork(config)) await applyShippedCouncil(opened.store)
    return compose(opened, config)
  })
}

/** A council that is in force already stays. */
async function applyShippedCouncil(store: Store): Promise<void> {
  if ((await store.prisma.councilVersion.count()) > 0) return
  const text = readFileSync(shipped, 'utf8')
  const read = readCouncilFile(text)
  if ('faults' in read) throw new Error('the shipped council file has faults')
  await applyCouncil(store.prisma, { text, council: read.council, by: 'umlauf' })
}

async function compose(opened: Opened, config: Config): Promise<Running> {
  const council = councilInForce(opened)
  const networks = await connectNetworks(opened, council, config, 'rehearsal')
  // the room needs the app's panel and the app needs the room: both are asked only once they stand
  let app: App | undefined
  let rehearsal: Rehearsal | undefined
  const room = createRoom({
    connection: ROOM,
    host: '127.0.0.1',
    port: config.port,
    key: randomBytes(12).toString('base64url'),
    messages: createRoomMessages(opened.store.prisma),
    guide: guideOf(council, () => standing(app).desk.read(async (_, now) => now)),
    panel: {
      turnClock: (to) => standing(rehearsal).turnClock(to),
      jumpToEnd: () => standing(rehearsal).jumpToEnd(),
      sampleVotes: () => standing(rehearsal).sampleVotes(),
    },
    report: opened.log.defect,
  })
  app = await composeApp(opened, council, [room, ...networks.platforms])
  rehearsal = rehearsalOf(app, opened, council)
  const serving = await serve(opened, council, app)
  const lines = networks.lines(council.latest(), serving.late)
  return { ...serving, room, rehearsal, lines }
}

function rehearsalOf(app: App, { store }: Opened, council: CouncilInForce): Rehearsal {
  return createRehearsal({
    ...{ desk: app.desk, bot: app.bot, accept: app.accept },
    ring: async () => {
      await app.ring()
      await app.delivery.settle()
    },
    turn: (to, words) => turnClock(store.prisma, to, words),
    zone: council.latest().zone,
    connection: ROOM,
  })
}

function standing<T>(part: T | undefined): T {
  if (part === undefined) throw new Error('asked before it stood')
  return part
}

/** What the page shows around the messages: people, places and the clock, by the council file in force. */
function guideOf(council: CouncilInForce, now: () => Promise<Instant>): RoomGuide {
  const first: CouncilDirectory = council.latest()
  const [body] = first.bodies
  return {
    title: body?.name ?? { de: 'Rat', en: 'Council' },
    zone: first.zone,
    now,
    persons: () => first.persons(),
    async places(person) {
      const directory = await council.read()
      return directory.placesFor({ connection: ROOM, id: person }, await now())
    },
    async language(person) {
      return (await council.read()).person(person)?.language ?? 'de'
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
