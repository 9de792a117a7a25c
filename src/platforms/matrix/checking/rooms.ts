// How the rooms of the council's places stand: whether the bot is in them and may write, whether they are encrypted, whether they were replaced; changes nothing in them.
import { z } from 'zod'
import type { Finding, Say } from '../checkup.ts'
import { trouble } from './account.ts'
import { type Ask, readState } from './asking.ts'
import { checkSuccessor } from './successor.ts'

type Place = { readonly name: string; readonly channel: string }

const joinedRooms = z.object({ joined_rooms: z.array(z.string()) })
/** Rooms of old write levels as text. */
const level = z.coerce.number()
const levels = z.object({
  users: z.record(z.string(), level).default({}),
  users_default: level.default(0),
  events: z.record(z.string(), level).default({}),
  events_default: level.default(0),
})

export async function checkPlace(
  ask: Ask,
  user: string,
  { name, channel }: Place,
  t: Say,
): Promise<readonly Finding[]> {
  const what = t.place(name)
  const no = (words: string) => [{ ok: false, what, words }]
  const joined = await ask('GET', '/_matrix/client/v3/joined_rooms')
  if (joined.kind !== 'done') return no(trouble(joined, t))
  const rooms = joinedRooms.parse(joined.data).joined_rooms
  if (!rooms.includes(channel)) return no(t.notInRoom(channel, user))
  const tombstone = await readState(ask, channel, 'm.room.tombstone', '?format=event')
  if (tombstone.kind === 'done') {
    const move = { room: channel, user, joined: rooms, tombstone: tombstone.data }
    return no(await checkSuccessor(ask, move, t))
  }
  const seal = await readState(ask, channel, 'm.room.encryption')
  const sealed = seal.kind === 'done'
  if (!sealed && !(seal.kind === 'refused' && seal.code === 'M_NOT_FOUND')) {
    return no(trouble(seal, t))
  }
  const lacking = await lackingPower(ask, user, channel, sealed)
  if (lacking !== undefined) return no(t.noPower(channel, lacking))
  return sealed ? [{ ok: true, what, words: t.placeFine(channel) }] : no(t.notEncrypted(channel))
}

/** The level that is needed to write, where the bot has less; creators of newer rooms are above all levels. */
async function lackingPower(
  ask: Ask,
  user: string,
  room: string,
  sealed: boolean,
): Promise<number | undefined> {
  const answer = await readState(ask, room, 'm.room.power_levels')
  const power = answer.kind === 'done' ? levels.safeParse(answer.data) : undefined
  if (!power?.success) return undefined
  const { users, users_default, events, events_default } = power.data
  const sent = sealed ? ['m.room.encrypted'] : ['m.room.message', 'org.matrix.msc3381.poll.start']
  const needed = Math.max(...sent.map((type) => events[type] ?? events_default))
  if ((users[user] ?? users_default) >= needed) return undefined
  return (await isCreator(ask, user, room)) ? undefined : needed
}

const creation = z.object({
  sender: z.string(),
  content: z.object({
    room_version: z.string().default('1'),
    additional_creators: z.array(z.string()).default([]),
  }),
})
/** From this version on whoever made a room is above all its levels. */
const CREATORS_ABOVE = 12

async function isCreator(ask: Ask, user: string, room: string): Promise<boolean> {
  const answer = await readState(ask, room, 'm.room.create', '?format=event')
  const made = answer.kind === 'done' ? creation.safeParse(answer.data) : undefined
  if (!made?.success) return false
  const { sender, content } = made.data
  const above = Number(content.room_version) >= CREATORS_ABOVE
  return above && [sender, ...content.additional_creators].includes(user)
}

/** All rooms of the account in one line, and which of them anybody with access to the homeserver can read. */
export async function countRooms(ask: Ask, t: Say): Promise<Finding> {
  const what = t.rooms
  const joined = await ask('GET', '/_matrix/client/v3/joined_rooms')
  if (joined.kind !== 'done') return { ok: false, what, words: trouble(joined, t) }
  const rooms = joinedRooms.parse(joined.data).joined_rooms
  const open: string[] = []
  for (const room of rooms) {
    const seal = await readState(ask, room, 'm.room.encryption')
    if (seal.kind !== 'done') open.push(room)
  }
  return { ok: open.length === 0, what, words: t.roomCount(rooms.length, open) }
}
