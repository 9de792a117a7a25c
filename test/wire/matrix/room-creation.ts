// A new room: its first events in Synapse's order, for room versions 11 and 12; leaves what happens in it afterwards to the other methods.
import { checkContent } from './event-rules.ts'
import { setMembership } from './membership.ts'
import {
  type Fields,
  fieldsOf,
  isFields,
  type Room,
  textOf,
  textsOf,
  type User,
} from './records.ts'
import { Refused } from './refusing.ts'
import type { World } from './world.ts'

const VERSIONS = ['11', '12']

/** Levels of a room version in which creators stand above all of them. */
const LEVELS = {
  users_default: 0,
  events: {
    'm.room.name': 50,
    'm.room.power_levels': 100,
    'm.room.history_visibility': 100,
    'm.room.canonical_alias': 50,
    'm.room.avatar': 50,
    'm.room.tombstone': 150,
    'm.room.server_acl': 100,
    'm.room.encryption': 100,
  },
  events_default: 0,
  state_default: 50,
  ban: 50,
  kick: 50,
  redact: 50,
  invite: 50,
  historical: 100,
}

export function createRoom(world: World, user: User, body: Fields): Room {
  const version = textOf(body['room_version']) || '12'
  if (!VERSIONS.includes(version))
    throw new Refused(
      400,
      'M_UNSUPPORTED_ROOM_VERSION',
      'Your homeserver does not support this room version',
    )
  const invited = textsOf(body['invite'])
  for (const one of invited)
    if (!/^@[^:]+:.+/.test(one))
      throw new Refused(400, 'M_INVALID_PARAM', `Invalid user_id: ${one}`)
  const wanted = initialState(body)
  for (const { type, content } of wanted) checkContent(type, content, true)
  world.pace.room(user)

  const room = world.openRoom(version)
  const put = (type: string, content: Fields, key = '') =>
    void world.append(room, { type, sender: user.id, state_key: key, content })
  const preset =
    textOf(body['preset']) || (body['visibility'] === 'public' ? 'public_chat' : 'private_chat')
  const asCreators = preset === 'trusted_private_chat' && version === '12' ? invited : []
  put('m.room.create', {
    ...fieldsOf(body['creation_content']),
    room_version: version,
    ...(asCreators.length > 0 ? { additional_creators: asCreators } : {}),
  })
  setMembership(world, room, user, user.id, 'join', {})
  const given = wanted.find(({ type }) => type === 'm.room.power_levels')
  put('m.room.power_levels', given?.content ?? levels(user, version, preset, invited, body))
  const rest = wanted.filter(({ type }) => type !== 'm.room.power_levels')
  const unlessGiven = (type: string, content: Fields) => {
    if (!rest.some((one) => one.type === type)) put(type, content)
  }
  unlessGiven('m.room.join_rules', { join_rule: preset === 'public_chat' ? 'public' : 'invite' })
  unlessGiven('m.room.history_visibility', { history_visibility: 'shared' })
  if (preset !== 'public_chat') unlessGiven('m.room.guest_access', { guest_access: 'can_join' })
  for (const { type, key, content } of rest) put(type, content, key)
  if (typeof body['name'] === 'string') put('m.room.name', { name: body['name'] })
  if (typeof body['topic'] === 'string') put('m.room.topic', { topic: body['topic'] })
  const direct = body['is_direct'] === true ? { is_direct: true } : {}
  for (const one of invited) setMembership(world, room, user, one, 'invite', direct)
  return room
}

function levels(
  user: User,
  version: string,
  preset: string,
  invited: readonly string[],
  body: Fields,
): Fields {
  const trusted = preset === 'trusted_private_chat' ? invited : []
  const users =
    version === '12' ? {} : Object.fromEntries([user.id, ...trusted].map((id) => [id, 100]))
  return {
    users,
    ...LEVELS,
    ...(preset === 'public_chat' ? {} : { invite: 0 }),
    ...fieldsOf(body['power_level_content_override']),
  }
}

function initialState(body: Fields): { type: string; key: string; content: Fields }[] {
  const list = body['initial_state']
  return (Array.isArray(list) ? list : []).filter(isFields).map((one) => ({
    type: textOf(one['type']),
    key: textOf(one['state_key']),
    content: fieldsOf(one['content']),
  }))
}
