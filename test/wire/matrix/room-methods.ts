// Rooms, their members and their state; leaves what is said in them to event-methods.ts.
import { readable } from './event-methods.ts'
import { checkContent } from './event-rules.ts'
import { invite, join, leave, remove, setMembership } from './membership.ts'
import { type Fields, fieldsOf, numberOf, type Room, textOf } from './records.ts'
import { forbidden, notFound, Refused } from './refusing.ts'
import { createRoom } from './room-creation.ts'
import {
  levelOf,
  membershipOf,
  membersOf,
  mustBeAllowed,
  mustBeIn,
  readableUntil,
  stateAt,
  stateOf,
} from './room-state.ts'
import type { Call, Methods } from './routes.ts'
import { served } from './serving.ts'

export const roomMethods: Methods = {
  'POST /createRoom': ({ world, user, body }) => ({ room_id: createRoom(world, user, body).id }),
  'POST /join/:room': ({ world, user, params }) => join(world, params['room'] ?? '', user),
  'POST /rooms/:room/join': ({ world, user, params }) => join(world, params['room'] ?? '', user),
  'POST /rooms/:room/leave': ({ world, user, params }) =>
    leave(world, world.rooms.get(params['room'] ?? ''), user),
  'POST /rooms/:room/forget': () => ({}),
  'POST /rooms/:room/invite': ({ world, user, params, body }) =>
    invite(world, world.rooms.get(params['room'] ?? ''), user, textOf(body['user_id'])),
  'POST /rooms/:room/kick': (call) => removeByCall(call, 'kick'),
  'POST /rooms/:room/ban': (call) => removeByCall(call, 'ban'),
  'POST /rooms/:room/unban': (call) => removeByCall(call, 'unban'),
  'GET /joined_rooms': ({ world, user }) => ({
    joined_rooms: [...world.rooms.values()]
      .filter((room) => membershipOf(room, user.id) === 'join')
      .map(({ id }) => id),
  }),
  'GET /rooms/:room/members': (call) => {
    const room = readable(call)
    const wanted = call.query.get('membership')
    const unwanted = call.query.get('not_membership')
    const chunk = stateForReader(call, room)
      .filter(({ type }) => type === 'm.room.member')
      .filter(({ content }) => wanted === null || content['membership'] === wanted)
      .filter(({ content }) => unwanted === null || content['membership'] !== unwanted)
    return { chunk: chunk.map((event) => served(room, event, call)) }
  },
  'GET /rooms/:room/joined_members': (call) => {
    const room = mustBeIn(roomOf(call), call.user.id, call.params['room'] ?? '')
    const joined = membersOf(room, 'join').map((id) => {
      const content = stateOf(room, 'm.room.member', id)?.content ?? {}
      const { displayname = null, avatar_url = null } = content as Fields
      return [id, { display_name: displayname, avatar_url }]
    })
    return { joined: Object.fromEntries(joined) }
  },
  'GET /rooms/:room/state': (call) => {
    const room = readable(call)
    return stateForReader(call, room).map((event) => served(room, event, call))
  },
  'GET /rooms/:room/state/:type': readState,
  'GET /rooms/:room/state/:type/:key': readState,
  'PUT /rooms/:room/state/:type': putState,
  'PUT /rooms/:room/state/:type/:key': putState,
  'GET /directory/room/:alias': ({ params }) => {
    throw notFound(`Room alias ${params['alias']} not found`)
  },
}

function roomOf({ world, params }: Call): Room | undefined {
  return world.rooms.get(params['room'] ?? '')
}

function removeByCall(call: Call, deed: 'kick' | 'ban' | 'unban'): void {
  const { world, user, body } = call
  remove(world, roomOf(call), user, textOf(body['user_id']), deed, body['reason'])
}

/** As it is now, or as it was when the reader left. */
function stateForReader({ user }: Call, room: Room) {
  return stateAt(room, readableUntil(room, user.id))
}

function readState(call: Call): Fields {
  const room = readable(call)
  const { type = '', key = '' } = call.params
  const event = stateForReader(call, room).find((one) => one.type === type && one.state_key === key)
  if (!event) throw notFound('Event not found.')
  return call.query.get('format') === 'event' ? served(room, event, call) : event.content
}

function putState(call: Call): Fields {
  const { world, user, params, body } = call
  const { room: id = '', type = '', key = '' } = params
  if (type === 'm.room.member') return putMember(call, key)
  const room = mustBeIn(world.rooms.get(id), user.id, id)
  mustBeAllowed(room, user.id, type, true)
  if (key.startsWith('@') && key !== user.id)
    throw forbidden('You are not allowed to set others state')
  if (type === 'm.room.create') throw forbidden('No create event in auth events')
  checkContent(type, body, true)
  if (type === 'm.room.power_levels') checkLevels(room, user.id, body)
  const before = stateOf(room, type, key)
  if (before && JSON.stringify(before.content) === JSON.stringify(body))
    return { event_id: before.event_id }
  world.pace.message(user)
  return {
    event_id: world.append(room, { type, sender: user.id, state_key: key, content: body }).event_id,
  }
}

function putMember({ world, user, params, body }: Call, target: string): Fields {
  const id = params['room'] ?? ''
  const room = world.rooms.get(id)
  const membership = textOf(body['membership'])
  const more = { ...body }
  if (membership === 'invite') invite(world, room, user, target, more)
  else if (target !== user.id)
    remove(world, room, user, target, membership === 'ban' ? 'ban' : 'kick', body['reason'])
  else if (membership === 'leave') leave(world, room, user)
  else if (room && membershipOf(room, user.id) === 'join')
    setMembership(world, room, user, target, 'join', more)
  else join(world, id, user, more)
  const event = room && stateOf(room, 'm.room.member', target)
  return { event_id: event?.event_id }
}

/** Nobody gives what they have not got, and creators are not listed from room version 12 on. */
function checkLevels(room: Room, user: string, content: Fields): void {
  const level = levelOf(room, user)
  const users = fieldsOf(content['users'])
  const create = stateOf(room, 'm.room.create')
  if (room.version === '12' && create && create.sender in users)
    throw new Refused(
      400,
      'M_BAD_JSON',
      `Creator user ${create.sender} must not appear in content.users`,
    )
  const before = fieldsOf(stateOf(room, 'm.room.power_levels')?.content['users'])
  for (const [id, given] of Object.entries(users))
    if (given !== before[id] && (numberOf(given) ?? 0) > level)
      throw forbidden("You don't have permission to add ops level greater than your own")
}
