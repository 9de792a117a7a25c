// Coming and going: who may join, invite, remove and ban, as Synapse decides it; leaves the addresses to room-methods.ts.
import type { Fields, Room, User } from './records.ts'
import { forbidden, notFound, Refused } from './refusing.ts'
import { levelOf, type Membership, mayDo, membershipOf, stateOf } from './room-state.ts'
import type { World } from './world.ts'

export function join(world: World, id: string, user: User, more: Fields = {}): Fields {
  const room = world.rooms.get(id)
  if (!room) {
    if (id.length < 10)
      throw new Refused(400, 'M_UNKNOWN', `${id} was not legal room ID or room alias`)
    throw notFound(
      "Can't join remote room because no servers that are in the room have been provided.",
    )
  }
  const before = membershipOf(room, user.id)
  if (before === 'join') return { room_id: id }
  if (before === 'ban') throw forbidden('You are banned from this room')
  const rule = stateOf(room, 'm.room.join_rules')?.content['join_rule']
  if (before !== 'invite' && rule !== 'public') throw forbidden('You are not invited to this room.')
  world.pace.join(user)
  setMembership(world, room, user, user.id, 'join', more)
  return { room_id: id }
}

export function leave(world: World, room: Room | undefined, user: User): void {
  const before = room && membershipOf(room, user.id)
  if (!room || before === undefined) throw notFound('Not a known room')
  if (before === 'leave') return
  if (before === 'ban') throw forbidden('You are banned from this room')
  setMembership(world, room, user, user.id, 'leave', {})
}

export function invite(
  world: World,
  room: Room | undefined,
  by: User,
  target: string,
  more: Fields = {},
): void {
  if (!target.startsWith('@'))
    throw new Refused(400, 'M_INVALID_PARAM', "Expected UserID string to start with '@'")
  world.pace.invite(by, room?.id ?? '', target)
  if (!room || membershipOf(room, by.id) !== 'join')
    throw forbidden(`${by.id} not in room ${room?.id}.`)
  const before = membershipOf(room, target)
  if (before === 'join') throw forbidden(`${target} is already in the room.`)
  if (before === 'ban') throw forbidden(`${target} is banned from the room`)
  if (!mayDo(room, by.id, 'invite')) throw forbidden("You don't have permission to invite users")
  setMembership(world, room, by, target, 'invite', more)
}

/** Removing, banning, and taking either back. */
export function remove(
  world: World,
  room: Room | undefined,
  by: User,
  target: string,
  deed: 'kick' | 'ban' | 'unban',
  reason: unknown,
): void {
  if (!room || membershipOf(room, by.id) !== 'join')
    throw forbidden(`${by.id} not in room ${room?.id}.`)
  const before = membershipOf(room, target)
  if (deed === 'kick' && before !== 'join' && before !== 'invite')
    throw forbidden(`The target user is not in the room`)
  const needed = deed === 'kick' ? 'kick' : 'ban'
  if (!mayDo(room, by.id, needed) || levelOf(room, target) >= levelOf(room, by.id))
    throw forbidden(`You cannot ${deed} user ${target}.`)
  const more = typeof reason === 'string' ? { reason } : {}
  setMembership(world, room, by, target, deed === 'ban' ? 'ban' : 'leave', more)
}

/** With the name that the user goes by, where there is one. */
export function setMembership(
  world: World,
  room: Room,
  by: Pick<User, 'id'>,
  target: string,
  membership: Membership,
  more: Fields,
): void {
  const profile = world.users.get(target)?.profile
  const shown = membership === 'join' || membership === 'invite'
  world.append(room, {
    type: 'm.room.member',
    sender: by.id,
    state_key: target,
    content: { membership, ...(shown && profile ? Object.fromEntries(profile) : {}), ...more },
  })
}
