// Who is where in a room and what they may do, read from its state; leaves changing it to the methods.
import {
  type Fields,
  fieldsOf,
  numberOf,
  type Room,
  type RoomEvent,
  textOf,
  textsOf,
} from './records.ts'
import { forbidden } from './refusing.ts'

export type Membership = 'join' | 'invite' | 'leave' | 'ban' | 'knock'

export function stateOf(room: Room, type: string, key = ''): RoomEvent | undefined {
  return room.state.get(`${type}\n${key}`)
}

/** The state as it was right after a position, or what came to it after another one. */
export function stateAt(room: Room, until: number, after = 0): readonly RoomEvent[] {
  const found = new Map<string, RoomEvent>()
  for (const event of room.events)
    if (event.state_key !== undefined && event.pos <= until && event.pos > after)
      found.set(`${event.type}\n${event.state_key}`, event)
  return [...found.values()]
}

export function membershipOf(room: Room, user: string): Membership | undefined {
  return membershipIn(stateOf(room, 'm.room.member', user))
}

export function membershipAt(room: Room, user: string, pos: number): Membership | undefined {
  return membershipIn(changesOf(room, user).findLast((event) => event.pos <= pos))
}

function membershipIn(event: RoomEvent | undefined): Membership | undefined {
  return event && (textOf(event.content['membership']) as Membership)
}

function changesOf(room: Room, user: string): readonly RoomEvent[] {
  return room.events.filter((event) => event.type === 'm.room.member' && event.state_key === user)
}

/** When the present stay in the room began; a new name is no new stay. */
export function joinedAt(room: Room, user: string): number {
  const changes = changesOf(room, user)
  const before = changes.findLastIndex((event) => membershipIn(event) !== 'join')
  return changes[before + 1]?.pos ?? 0
}

/** Up to where somebody may read: all while a member, until the end of the stay afterwards, else nothing. */
export function readableUntil(room: Room, user: string): number {
  if (membershipOf(room, user) === 'join') return Number.POSITIVE_INFINITY
  const changes = changesOf(room, user)
  const joined = changes.findLastIndex((event) => membershipIn(event) === 'join')
  return joined < 0 ? -1 : (changes[joined + 1]?.pos ?? -1)
}

export function membersOf(room: Room, membership: Membership): readonly string[] {
  return [...room.state.values()]
    .filter((event) => event.type === 'm.room.member' && membershipIn(event) === membership)
    .map((event) => event.state_key ?? '')
}

export function mustBeIn(room: Room | undefined, user: string, roomId: string): Room {
  if (room && membershipOf(room, user) === 'join') return room
  throw forbidden(`User ${user} not in room ${roomId}`)
}

export function mustRead(room: Room | undefined, user: string, roomId: string): Room {
  if (room && readableUntil(room, user) >= 0) return room
  throw forbidden(`User ${user} not in room ${roomId}, and room previews are disabled`)
}

/** Creators stand above every number, from room version 12 on. */
export function levelOf(room: Room, user: string): number {
  if (room.version === '12' && creatorsOf(room).includes(user)) return Number.POSITIVE_INFINITY
  const levels = powerLevels(room)
  return numberOf(fieldsOf(levels['users'])[user]) ?? numberOf(levels['users_default']) ?? 0
}

function creatorsOf(room: Room): readonly string[] {
  const create = stateOf(room, 'm.room.create')
  if (!create) return []
  return [create.sender, ...textsOf(create.content['additional_creators'])]
}

function powerLevels(room: Room): Fields {
  return stateOf(room, 'm.room.power_levels')?.content ?? {}
}

/** For inviting, removing, banning, redacting what others sent. */
export function mayDo(
  room: Room,
  user: string,
  deed: 'invite' | 'kick' | 'ban' | 'redact',
): boolean {
  const needed = numberOf(powerLevels(room)[deed]) ?? (deed === 'invite' ? 0 : 50)
  return levelOf(room, user) >= needed
}

export function mustBeAllowed(room: Room, user: string, type: string, isState: boolean): void {
  const levels = powerLevels(room)
  const needed =
    numberOf(fieldsOf(levels['events'])[type]) ??
    (isState
      ? (numberOf(levels['state_default']) ?? 50)
      : (numberOf(levels['events_default']) ?? 0))
  const level = levelOf(room, user)
  if (level < needed)
    throw forbidden(
      `You don't have permission to post that to the room. user_level (${level}) < send_level (${needed})`,
    )
}
