// The account: login, devices, profile, account data and what a client asks for at its start; leaves keys to key-methods.ts.
import { type Fields, fieldsOf, isFields, type Kept, textOf, type User } from './records.ts'
import { forbidden, notFound, Refused } from './refusing.ts'
import { membershipOf, stateOf } from './room-state.ts'
import type { Call, Methods, OpenCall, OpenMethods } from './routes.ts'
import type { World } from './world.ts'

const VERSIONS = ['r0.6.1', ...Array.from({ length: 15 }, (_, index) => `v1.${index + 1}`)]

export const openMethods: OpenMethods = {
  'GET /_matrix/client/versions': () => ({
    versions: VERSIONS,
    unstable_features: { 'org.matrix.msc3981': true, 'org.matrix.msc3440.stable': true },
  }),
  'GET /login': () => ({ flows: [{ type: 'm.login.password' }] }),
  'POST /login': logIn,
  'POST /register': () => {
    throw forbidden('Registration has been disabled')
  },
}

export const accountMethods: Methods = {
  'GET /account/whoami': ({ user, device }) => ({
    user_id: user.id,
    is_guest: false,
    device_id: device.id,
  }),
  'POST /logout': ({ world, user, device }) => world.forgetDevice(user, device.id),
  'POST /logout/all': ({ world, user }) => {
    for (const id of [...user.devices.keys()]) world.forgetDevice(user, id)
  },
  'GET /devices': ({ user }) => ({ devices: [...user.devices.keys()].map((id) => told(user, id)) }),
  'GET /devices/:device': ({ user, params }) => told(user, params['device'] ?? ''),
  'PUT /devices/:device': ({ user, params, body }) => {
    const device = user.devices.get(params['device'] ?? '')
    if (!device) throw notFound('No device found')
    device.name = textOf(body['display_name'])
  },
  'DELETE /devices/:device': (call) => {
    mustProve(call)
    call.world.forgetDevice(call.user, call.params['device'] ?? '')
  },
  'GET /capabilities': () => ({
    capabilities: {
      'm.room_versions': { default: '12', available: { '11': 'stable', '12': 'stable' } },
      'm.change_password': { enabled: true },
      'm.set_displayname': { enabled: true },
      'm.get_login_token': { enabled: false },
    },
  }),
  'GET /pushrules': () => ({
    global: { override: [], content: [], room: [], sender: [], underride: [] },
  }),
  'GET /voip/turnServer': () => ({}),
  'PUT /presence/:user/status': () => ({}),
  'POST /user_directory/search': () => ({ results: [], limited: false }),
  'GET /profile/:user': ({ world, params }) => Object.fromEntries(profileOf(world, params).profile),
  'GET /profile/:user/:name': ({ world, params }) => {
    const { profile } = profileOf(world, params)
    const name = params['name'] ?? ''
    return profile.has(name) ? { [name]: profile.get(name) } : {}
  },
  'PUT /profile/:user/:name': setProfile,
  'POST /user/:user/filter': ({ user, body }) => ({
    filter_id: String(user.filters.push(body) - 1),
  }),
  'GET /user/:user/filter/:filter': ({ user, params }) => {
    const filter = user.filters[Number(params['filter'])]
    if (!filter) throw notFound('No such filter')
    return filter
  },
  'GET /user/:user/account_data/:type': (call) => readData(call, call.user.accountData),
  'PUT /user/:user/account_data/:type': (call) => putData(call, call.user.accountData),
  'GET /user/:user/rooms/:room/account_data/:type': (call) => readData(call, roomData(call)),
  'PUT /user/:user/rooms/:room/account_data/:type': (call) => putData(call, roomData(call)),
}

function logIn({ world, body }: OpenCall): Fields {
  if (body['type'] !== 'm.login.password') throw new Refused(403, 'M_UNKNOWN', 'Unknown login type')
  const named = textOf(fieldsOf(body['identifier'])['user']) || textOf(body['user'])
  const id = named.startsWith('@') ? named : `@${named}:${world.name}`
  world.pace.login(id)
  const user = world.users.get(id)
  if (!user || user.password !== body['password']) throw forbidden('Invalid username or password')
  const given = textOf(body['device_id']) || undefined
  const { token, deviceId } = world.logIn(
    user,
    given,
    textOf(body['initial_device_display_name']) || undefined,
  )
  return { user_id: id, access_token: token, home_server: world.name, device_id: deviceId }
}

/** Asks for the password again, as an interactive authentication with one step. */
export function mustProve({ user, body }: Call): void {
  const flows = [{ stages: ['m.login.password'] }]
  const auth = body['auth']
  const asked = { session: 'session', flows, params: {} }
  if (!isFields(auth)) throw new Interactive(asked)
  const named = textOf(fieldsOf(auth['identifier'])['user']) || textOf(auth['user'])
  const right =
    auth['password'] === user.password &&
    user.id.startsWith(named && `@${named.replace(/^@/, '')}`.replace(/:.*/, ''))
  if (auth['type'] !== 'm.login.password' || !right)
    throw new Interactive({
      ...asked,
      errcode: 'M_FORBIDDEN',
      error: 'Invalid username or password',
    })
}

/** A 401 that is no error yet: it says what is still to be shown. */
class Interactive extends Refused {
  override readonly body: Fields

  constructor(body: Fields) {
    super(401, '', '')
    this.body = body
  }
}

function told(user: User, id: string): Fields {
  const device = user.devices.get(id)
  if (!device) throw notFound('No device found')
  return {
    device_id: id,
    user_id: user.id,
    display_name: device.name ?? null,
    last_seen_ts: null,
    last_seen_ip: null,
  }
}

function profileOf(world: World, params: Call['params']): User {
  const user = world.users.get(params['user'] ?? '')
  if (!user) throw new Refused(404, 'M_UNKNOWN', 'No row found (profiles)')
  return user
}

/** A new name is told to every room. */
function setProfile({ world, user, params, body }: Call): void {
  if (params['user'] !== user.id) throw forbidden("Cannot set another user's profile")
  const name = params['name'] ?? ''
  user.profile.set(name, body[name])
  for (const room of world.rooms.values())
    if (membershipOf(room, user.id) === 'join')
      world.append(room, {
        type: 'm.room.member',
        sender: user.id,
        state_key: user.id,
        content: { ...stateOf(room, 'm.room.member', user.id)?.content, [name]: body[name] },
      })
}

function roomData({ user, params }: Call): Kept {
  const room = params['room'] ?? ''
  const kept: Kept = user.roomData.get(room) ?? new Map()
  user.roomData.set(room, kept)
  return kept
}

function readData({ user, params }: Call, kept: Kept): Fields {
  if (params['user'] !== user.id) throw forbidden('Cannot get account data for other users.')
  const found = kept.get(params['type'] ?? '')
  if (!found) throw notFound('Account data not found')
  return found.content
}

function putData({ world, user, params, body }: Call, kept: Kept): void {
  if (params['user'] !== user.id) throw forbidden('Cannot add account data for other users.')
  kept.set(params['type'] ?? '', { pos: world.next(), content: body })
  world.wake()
}
