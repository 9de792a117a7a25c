// The loopback homeserver: starts one, and gives tests its users, its faults and its memory; leaves each part to the file named after it.
import { once } from 'node:events'
import type { Server } from 'node:http'
import type { AddressInfo } from 'node:net'
import { redact } from './event-methods.ts'
import { createFaults, type Fault, type Match } from './faults.ts'
import { createApi, type Door } from './http-api.ts'
import { createPace } from './rate-limits.ts'
import type { Fields, Room, RoomEvent, WireRequest } from './records.ts'
import { membersOf, stateOf } from './room-state.ts'
import { createWorld, type Draft, type World } from './world.ts'

export type { Fault } from './faults.ts'
export type { WireRequest } from './records.ts'

export type HomeserverOptions = {
  /** Whether requests are counted as Synapse counts them by default. */
  readonly limits?: 'synapse' | 'none'
  /** What its ids end with. */
  readonly name?: string
  readonly port?: number
}

export type Homeserver = Awaited<ReturnType<typeof startHomeserver>>

/** With which accounts are made over HTTP, here as on the real Synapse of the tests. */
export const REGISTRATION_SECRET = 'registration-of-the-tests'

/** A homeserver with nobody on it, on a port of this machine. */
export async function startHomeserver(options: HomeserverOptions = {}) {
  const world = createWorld(options.name ?? 'localhost', createPace(options.limits ?? 'none'))
  const wire: WireRequest[] = []
  const faults = createFaults()
  const door: Door = { world, wire, faults, secret: REGISTRATION_SECRET }
  let server = createApi(door)
  await listen(server, options.port ?? 0)
  const { port } = server.address() as AddressInfo
  const users = createUsers(world)

  return {
    url: `http://127.0.0.1:${port}`,
    name: world.name,
    ...users,
    ...memoryOf(world),
    ...changesOf(world),
    /** Every request so far: what is not in here did not go out. */
    wire: (): readonly WireRequest[] => wire,
    /** One for each request that matches `METHOD /path`, in order; then normal again. */
    fault: (match: Match, ...list: readonly Fault[]) => faults.add(match, ...list),
    clearFaults: faults.clear,
    /** Every request is answered with 502, as by a proxy whose server is gone. */
    outage(on: boolean): void {
      faults.outage(on)
      if (on) server.closeAllConnections()
    },
    /** The next timeline that has anything new keeps only so many events, and says that it is limited. */
    limitSync: (limit: number, user?: string) => void world.cuts.push({ limit, user }),
    /** Tears every connection that waits for news. */
    dropSync: () => server.closeAllConnections(),
    /** Goes away and comes back at the same address with everything it knew. */
    async restart(downMs = 0): Promise<void> {
      await close(server)
      await new Promise((resolve) => setTimeout(resolve, downMs))
      server = createApi(door)
      await listen(server, port)
    },
    stop: () => close(server),
  }
}

function createUsers(world: World) {
  return {
    /** By localpart, or by full id for somebody of another homeserver; logged in with one device. */
    addUser(
      name: string,
      more: {
        readonly password?: string
        readonly admin?: boolean
        readonly deviceId?: string
      } = {},
    ) {
      const id = name.startsWith('@') ? name : `@${name}:${world.name}`
      const { password = 'password' } = more
      const user = world.addUser(id, password, more.admin ?? false)
      return { ...world.logIn(user, more.deviceId), password }
    },
    /** From now on the token is worth nothing. */
    revoke: (token: string) => void world.tokens.delete(token),
    /** What an administrator may set: 0 messages a second are as many as one likes. */
    overrideRatelimit(id: string, messagesPerSecond: number, burst: number): void {
      const user = world.users.get(id)
      if (user) user.override = { messages_per_second: messagesPerSecond, burst_count: burst }
    },
    /** From now on events of this user are stamped by a clock that is off by so much. */
    skew: (id: string, ms: number) => void world.skews.set(id, ms),
  }
}

/** What a test may look at. */
function memoryOf(world: World) {
  return {
    rooms: () =>
      [...world.rooms.values()].map((room) => ({
        id: room.id,
        name: stateOf(room, 'm.room.name')?.content['name'],
        encrypted: stateOf(room, 'm.room.encryption') !== undefined,
        joined: membersOf(room, 'join'),
        invited: membersOf(room, 'invite'),
      })),
    /** In order, as they are kept: encrypted ones are. */
    events: (room: string): readonly RoomEvent[] => world.rooms.get(room)?.events ?? [],
    state: (room: string, type: string, key = ''): Fields | undefined =>
      stateOf(known(world, room), type, key)?.content,
    accountData: (user: string, type: string): Fields | undefined =>
      world.users.get(user)?.accountData.get(type)?.content,
    devices: (user: string): readonly string[] => [
      ...(world.users.get(user)?.devices.keys() ?? []),
    ],
    /** How many one-time keys a device has left on the server. */
    oneTimeKeys: (user: string, device: string): number =>
      world.users.get(user)?.devices.get(device)?.oneTimeKeys.size ?? 0,
  }
}

/** The little that a test may change besides what users do. */
function changesOf(world: World) {
  return {
    /** An event as another homeserver may send it: nothing about it is checked. */
    inject: (room: string, event: Draft): RoomEvent => world.append(known(world, room), event),
    backdate(id: string, ts: number): void {
      for (const room of world.rooms.values())
        for (const event of room.events) if (event.event_id === id) event.origin_server_ts = ts
    },
    /** By its sender, unless somebody else is named. */
    redact(room: string, id: string, by?: string): RoomEvent {
      const where = known(world, room)
      const sender = where.events.find((event) => event.event_id === id)?.sender
      return redact(world, where, id, by ?? sender ?? '')
    },
  }
}

function known(world: World, id: string): Room {
  const room = world.rooms.get(id)
  if (!room) throw new Error(`There is no room ${id}.`)
  return room
}

async function listen(server: Server, port: number): Promise<void> {
  server.listen(port, '127.0.0.1')
  await once(server, 'listening')
}

async function close(server: Server): Promise<void> {
  server.closeAllConnections()
  server.close()
  await once(server, 'close')
}
