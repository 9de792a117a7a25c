// The homeserver's memory: users, devices, rooms, one stream of everything that happens, and who waits for it; leaves what may happen to the methods.
import { randomBytes } from 'node:crypto'
import type { Pace } from './rate-limits.ts'
import type { Device, Fields, Room, RoomEvent, User } from './records.ts'

export type World = ReturnType<typeof createWorld>

/** An event before the server has named it. */
export type Draft = {
  readonly type: string
  readonly sender: string
  readonly content: Fields
  readonly state_key?: string
  readonly redacts?: string
  readonly origin_server_ts?: number
  readonly sent?: NonNullable<RoomEvent['sent']>
}

/** A homeserver with nobody on it. */
export function createWorld(name: string, pace: Pace) {
  const users = new Map<string, User>()
  const rooms = new Map<string, Room>()
  const tokens = new Map<string, { readonly user: User; readonly device: Device }>()
  const deviceChanges: { readonly pos: number; readonly user: string }[] = []
  const waiting = new Set<() => void>()
  const skews = new Map<string, number>()
  let last = 0

  const next = () => {
    last += 1
    return last
  }

  /** Whoever waits for news is to look again. */
  function wake(): void {
    for (const look of [...waiting]) look()
  }

  function append(room: Room, draft: Draft): RoomEvent {
    const { state_key: key } = draft
    const replaces = key === undefined ? undefined : room.state.get(`${draft.type}\n${key}`)
    const { origin_server_ts: ts, ...said } = draft
    const event: RoomEvent = {
      event_id: isFirst(room) ? `$${room.id.slice(1)}` : randomId('$'),
      room_id: room.id,
      ...said,
      origin_server_ts: ts ?? Date.now() + (skews.get(draft.sender) ?? 0),
      pos: next(),
      ...(replaces ? { replaces } : {}),
    }
    room.events.push(event)
    if (key !== undefined) room.state.set(`${draft.type}\n${key}`, event)
    wake()
    return event
  }

  return {
    name,
    pace,
    users,
    rooms,
    tokens,
    deviceChanges,
    append,
    wake,
    /** What was answered to a transaction, by user, device and path. */
    answers: new Map<string, unknown>(),
    media: new Map<string, { readonly bytes: Buffer; readonly type: string }>(),
    /** The timelines that are to be cut short, in order: how many events the next one keeps, and for whom. */
    cuts: [] as { readonly limit: number; readonly user: string | undefined }[],
    /** How far the clock of a user's homeserver is off, in ms. */
    skews,
    next,
    get pos(): number {
      return last
    },
    /** Until something happens, the time is over or the client has hung up. */
    async news(ms: number, gone: AbortSignal): Promise<void> {
      const { promise, resolve } = Promise.withResolvers<void>()
      const timer = setTimeout(resolve, ms)
      waiting.add(resolve)
      gone.addEventListener('abort', () => resolve(), { once: true })
      await promise
      clearTimeout(timer)
      waiting.delete(resolve)
    },
    deviceChanged(user: string): void {
      deviceChanges.push({ pos: next(), user })
      wake()
    },
    openRoom(version: string): Room {
      const id = version === '12' ? randomId('!') : `${randomId('!').slice(0, 19)}:${name}`
      const room: Room = { id, version, events: [], state: new Map() }
      rooms.set(id, room)
      return room
    },
    addUser(id: string, password: string, admin: boolean): User {
      const localpart = id.slice(1, id.indexOf(':'))
      const user: User = {
        id,
        password,
        admin,
        devices: new Map(),
        profile: new Map([['displayname', localpart]]),
        accountData: new Map(),
        roomData: new Map(),
        filters: [],
        crossSigning: new Map(),
        backups: [],
        override: undefined,
      }
      users.set(id, user)
      return user
    },
    /** A new token; those that a device had before stay good, as Synapse has it. */
    logIn(user: User, deviceId: string | undefined, deviceName?: string) {
      const id = deviceId ?? randomBytes(5).toString('hex').toUpperCase()
      const device = user.devices.get(id) ?? newDevice(id, deviceName)
      user.devices.set(id, device)
      const token = `syt_${randomBytes(18).toString('base64url')}`
      tokens.set(token, { user, device })
      return { id: user.id, token, deviceId: id }
    },
    /** The device and its keys are gone. */
    forgetDevice(user: User, id: string): void {
      for (const [token, of] of tokens)
        if (of.user === user && of.device.id === id) tokens.delete(token)
      if (!user.devices.delete(id)) return
      deviceChanges.push({ pos: next(), user: user.id })
      wake()
    },
  }
}

/** From room version 12 on a room is called after its first event. */
function isFirst(room: Room): boolean {
  return room.version === '12' && room.events.length === 0
}

function newDevice(id: string, name: string | undefined): Device {
  return {
    id,
    name,
    keys: undefined,
    oneTimeKeys: new Map(),
    fallbackKeys: new Map(),
    inbox: [],
  }
}

/** As long as the hashes that name rooms and events. */
export function randomId(sigil: string): string {
  return sigil + randomBytes(32).toString('base64url')
}
