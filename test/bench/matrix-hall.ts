// A council in session on a homeserver, through the whole of Umlauf on a database of its own; leaves what is measured in it to the others.
import { mkdirSync } from 'node:fs'
import path from 'node:path'
import { setTimeout as sleep } from 'node:timers/promises'
import { fileURLToPath } from 'node:url'
import { parse, stringify } from 'yaml'
import { type App, createApp } from '../../src/app.ts'
import { type Council, createDirectory } from '../../src/core/council/index.ts'
import type { Delivery, Operation, Platform } from '../../src/core/ports.ts'
import { readCalendar } from '../../src/files/calendar-file.ts'
import { readCouncilFile } from '../../src/files/council-file.ts'
import { exporter } from '../../src/files/exports.ts'
import { createMatrix, type MatrixGuide } from '../../src/platforms/matrix/index.ts'
import { applyCouncil } from '../../src/store/council.ts'
import { createMatrixKeeping } from '../../src/store/matrix.ts'
import { openStore, type Store } from '../../src/store/open.ts'
import type { Account } from '../support/matrix-calls.ts'
import type { Member } from '../support/matrix-member.ts'
import { PASSWORD, setUpAccount } from '../support/matrix-rig.ts'
import { until } from '../support/matrix-talk.ts'
import type { AnyHomeserver } from '../support/two-networks.ts'
import { type Chair, openCirculation, readShipped, type Voter } from './council.ts'
import { crowd, gather, joins, makeRoom, withKeys } from './matrix-accounts.ts'

const project = fileURLToPath(new URL('../..', import.meta.url))
const CONNECTION = 'matrix'
/** The other network, on which everybody has an account and nothing is posted. */
const ELSEWHERE = 'room'
const COUNCIL_ROOM = 'umlauf'
const POLL = 'org.matrix.msc3381.poll.start'

/** A person with a client of their own, in the private room with the ballot. */
export type Caster = { readonly member: Member; readonly room: string; readonly poll: string }

/** What was brought to the homeserver, and from when to when. */
export type Brought = {
  readonly operation: Operation
  readonly outcome: Delivery['outcome']
  readonly end: number
}

export type MatrixHall = {
  readonly bot: string
  /** The council's room; encrypted. */
  readonly room: string
  readonly casters: readonly Caster[]
  /** One for each party. */
  readonly voters: readonly Voter[]
  readonly app: () => App
  /** When the vote that an event asked for was stored. */
  readonly stored: ReadonlyMap<string, number>
  readonly brought: readonly Brought[]
  /** So many accounts without a client join the council's room. */
  fill(accounts: number, name: string): Promise<void>
  adjourn(): Promise<void>
  reconvene(): Promise<void>
  /** The end of everything. */
  close(): Promise<void>
}

export type HallPlan = {
  /** On a disk. */
  readonly folder: string
  /** How many of the council's members have an account there; the others are on another network. */
  readonly onMatrix: number
  /** How many of these have a client and vote. */
  readonly clients: number
}

/** Everybody is in the council's room, one circulation is open, and its ballots are in the private rooms. */
export async function conveneOnMatrix(
  homeserver: AnyHomeserver,
  { folder, onMatrix, clients }: HallPlan,
): Promise<MatrixHall> {
  mkdirSync(folder, { mode: 0o755, recursive: true })
  const store = await openHallStore(folder)
  const keys = path.join(folder, 'keys')
  const bot = await homeserver.register('umlauf', PASSWORD)
  await setUpAccount(homeserver.url, bot.id, keys)
  const persons = membersOf(readShipped().council).slice(0, onMatrix)
  const { accounts, members } = await gather(homeserver, persons, clients)
  const room = await makeRoom(homeserver.url, bot, [...accounts.values()])
  const text = councilOn(accounts, room)
  const council = councilOf(text)
  await applyCouncil(store.prisma, { text, council, by: 'bench' })

  const stored = new Map<string, number>()
  const brought: Brought[] = []
  // a post that waits for its time may still wake when all is over
  const report = (defect: unknown) => (isClosed ? '' : defective(defect))
  const of = { store, council, homeserver: homeserver.url, user: bot.id, keys, report }
  const open = () => openApp(of, (platform) => watched(platform, stored, brought))
  let isClosed = false
  let app = open()
  await app.start()
  const account = (id: string) => ({ connection: ELSEWHERE, id })
  const voters = await openCirculation({ casting: app, pool: store.pool, account } satisfies Chair)
  const keeping = createMatrixKeeping(store.prisma, CONNECTION)
  const casters: Caster[] = []
  for (const member of members) casters.push(await seated(member, (id) => keeping.room(id)))
  return {
    ...{ bot: bot.id, room, casters, voters, stored, brought },
    app: () => app,
    async fill(count, name) {
      await crowd(count, async (n) => {
        const account = await homeserver.register(`${name}-${n}`)
        await withKeys(homeserver.url, account)
        await joins(homeserver.url, account.token, room)
      })
    },
    adjourn: () => calmly(app),
    async reconvene() {
      app = open()
      await app.start()
    },
    async close() {
      await calmly(app)
      isClosed = true
      for (const { member } of casters) member.stop()
      await store.close()
    },
  }
}

type AppOf = {
  readonly store: Store
  readonly council: Council
  readonly homeserver: string
  readonly user: string
  readonly keys: string
  readonly report: (defect: unknown) => string
}

/** The whole of Umlauf with this one connection. */
function openApp(
  { store, council, homeserver, user, keys, report }: AppOf,
  watching: (platform: Platform) => Platform,
): App {
  const platform = createMatrix({
    ...{ connection: CONNECTION, server: 'localhost', devices: 'signed', folder: keys },
    ...{ settings: { homeserver, user }, guide: guideOf(council), notice: () => {}, report },
    keeping: createMatrixKeeping(store.prisma, CONNECTION),
  })
  return createApp({
    ...{ calendar: readCalendar(), exporter, zone: council.zone, report },
    notice: () => {},
    store: { ...store, lease: undefined },
    platforms: [watching(platform)],
  })
}

const CALM_MS = 1_000

/** After what was sent has come back with the sync and is kept. */
async function calmly(app: App): Promise<void> {
  await app.delivery.settle()
  await sleep(CALM_MS)
  await app.stop()
}

/** A vote that met a defect is no measurement; on the way out the homeserver may be gone. */
function defective(defect: unknown): string {
  console.error(defect)
  return 'defect'
}

function openHallStore(folder: string): Promise<Store> {
  return openStore({
    ...{ project, folder: path.join(folder, 'data'), role: 'bot', stamp: 'rehearsal' },
    report: (error) => console.error(error),
    leaseLost: () => console.error('another process took the lease'),
  })
}

/** The member of each party, in the order of the file. */
function membersOf({ bodies }: Council): readonly string[] {
  return (bodies[0]?.parties ?? []).map(({ code }) => `mitglied-${code.toLowerCase()}`)
}

type Written = {
  connections: object[]
  places: { id: string; on: unknown[] }[]
  persons: { id: string; accounts: object[] }[]
}

/** The shipped file with one connection more; its people keep their accounts on the other network. */
function councilOn(accounts: ReadonlyMap<string, Account>, room: string): string {
  const council: Written = parse(readShipped().text)
  council.connections.push({ id: CONNECTION, network: 'matrix', server: 'localhost' })
  for (const place of council.places) {
    if (place.id === COUNCIL_ROOM) place.on.push({ connection: CONNECTION, id: room })
  }
  for (const person of council.persons) {
    const account = accounts.get(person.id)
    if (account) person.accounts.push({ connection: CONNECTION, id: account.id })
  }
  return stringify(council, { lineWidth: 0 })
}

function councilOf(text: string): Council {
  const read = readCouncilFile(text)
  if ('faults' in read)
    throw new Error(`the council file has faults: ${JSON.stringify(read.faults)}`)
  return read.council
}

function guideOf(council: Council): MatrixGuide {
  const directory = createDirectory(council, 1)
  const people = directory
    .persons()
    .flatMap(({ accounts }) => accounts)
    .filter(({ connection }) => connection === CONNECTION)
    .map(({ id }) => id)
  return {
    channelOf: (place) => directory.channelOf(place, CONNECTION),
    placeOf: (room) => directory.placeOn(CONNECTION, room)?.id,
    knows: (account) => people.includes(account),
    language: () => 'de',
    people: () => people,
  }
}

/** The platform as it is, with a look at the clock when something is stored and when something was brought. */
function watched(platform: Platform, stored: Map<string, number>, brought: Brought[]): Platform {
  return {
    ...platform,
    start: (accept) =>
      platform.start(async (request) => {
        const answer = await accept(request)
        stored.set(request.requestId, performance.now())
        return answer
      }),
    async deliver(operation) {
      const { outcome, ...rest } = await platform.deliver(operation)
      brought.push({ operation, outcome, end: performance.now() })
      return { outcome, ...rest } as Delivery
    },
  }
}

async function seated(
  member: Member,
  roomOf: (account: string) => Promise<string | undefined>,
): Promise<Caster> {
  const room = await until(() => roomOf(member.account.id))
  await member.join(room)
  const { id: poll } = await member.sees((event) => event.room === room && event.type === POLL)
  return { member, room, poll }
}
