// Keys of devices and users, and messages from device to device; leaves the backup of room keys to backup-methods.ts.
import { mustProve } from './account-methods.ts'
import { deviceListsBetween } from './device-lists.ts'
import {
  type CrossSigningKey,
  type Device,
  type Fields,
  fieldsOf,
  textOf,
  type User,
} from './records.ts'
import { Refused } from './refusing.ts'
import { type Call, type Methods, once } from './routes.ts'
import { placeOf } from './tokens.ts'

const KINDS: readonly CrossSigningKey[] = ['master_key', 'self_signing_key', 'user_signing_key']

export const keyMethods: Methods = {
  'POST /keys/upload': upload,
  'POST /keys/query': query,
  'POST /keys/claim': claim,
  'GET /keys/changes': ({ world, user, query }) =>
    deviceListsBetween(
      world,
      user.id,
      placeOf(query.get('from') ?? '').pos,
      placeOf(query.get('to') ?? '').pos,
    ),
  'POST /keys/device_signing/upload': uploadIdentity,
  'POST /keys/signatures/upload': uploadSignatures,
  'PUT /sendToDevice/:type/:txn': (call) => once(call, () => sendToDevices(call)),
}

/** How many one-time keys of each algorithm are left. */
export function keyCounts(device: Device): Readonly<Record<string, number>> {
  const counts: Record<string, number> = { signed_curve25519: 0 }
  for (const id of device.oneTimeKeys.keys()) {
    const algorithm = id.split(':')[0] ?? ''
    counts[algorithm] = (counts[algorithm] ?? 0) + 1
  }
  return counts
}

function upload({ world, user, device, body }: Call): Fields {
  const added = Object.entries(fieldsOf(body['one_time_keys']))
  for (const [id, key] of added) {
    const old = device.oneTimeKeys.get(id)
    if (old !== undefined && JSON.stringify(old) !== JSON.stringify(key))
      throw new Refused(
        400,
        'M_UNKNOWN',
        `One time key ${id} already exists. Old key: ${JSON.stringify(old)}; new key: ${JSON.stringify(key)}`,
      )
  }
  for (const [id, key] of added) device.oneTimeKeys.set(id, key)
  for (const [id, key] of Object.entries(fieldsOf(body['fallback_keys'])))
    device.fallbackKeys.set(id.split(':')[0] ?? '', { id, key, used: false })
  const keys = body['device_keys']
  if (keys && JSON.stringify(keys) !== JSON.stringify(device.keys)) {
    device.keys = fieldsOf(keys)
    world.deviceChanged(user.id)
  }
  return { one_time_key_counts: keyCounts(device) }
}

function query({ world, user, body }: Call): Fields {
  const asked = Object.entries(fieldsOf(body['device_keys']))
  const known = asked.flatMap(([id]) => world.users.get(id) ?? [])
  const keysOf = (kind: CrossSigningKey, of: readonly User[]) =>
    Object.fromEntries(
      of.flatMap(({ id, crossSigning }) => {
        const key = crossSigning.get(kind)
        return key ? [[id, key]] : []
      }),
    )
  return {
    device_keys: Object.fromEntries(
      asked.map(([id, wanted]) => [id, devicesOf(world.users.get(id), wanted)]),
    ),
    master_keys: keysOf('master_key', known),
    self_signing_keys: keysOf('self_signing_key', known),
    // only their owner may see these
    user_signing_keys: keysOf(
      'user_signing_key',
      known.filter((one) => one === user),
    ),
    failures: {},
  }
}

function devicesOf(user: User | undefined, wanted: unknown): Fields {
  const only = Array.isArray(wanted) && wanted.length > 0 ? wanted : undefined
  return Object.fromEntries(
    [...(user?.devices.values() ?? [])]
      .filter(({ id, keys }) => keys && (!only || only.includes(id)))
      .map(({ id, keys, name }) => [
        id,
        { ...keys, unsigned: name ? { device_display_name: name } : {} },
      ]),
  )
}

/** A one-time key is given away once; when there is none any more, the fallback key again and again. */
function claim({ world, body }: Call): Fields {
  const given: Record<string, Record<string, Fields>> = {}
  for (const [user, devices] of Object.entries(fieldsOf(body['one_time_keys'])))
    for (const [id, algorithm] of Object.entries(fieldsOf(devices))) {
      const device = world.users.get(user)?.devices.get(id)
      const key = device && takeKey(device, textOf(algorithm))
      if (key) given[user] = { ...given[user], [id]: key }
    }
  return { one_time_keys: given, failures: {} }
}

function takeKey(device: Device, algorithm: string): Fields | undefined {
  for (const [id, key] of device.oneTimeKeys)
    if (id.startsWith(`${algorithm}:`)) {
      device.oneTimeKeys.delete(id)
      return { [id]: key }
    }
  const fallback = device.fallbackKeys.get(algorithm)
  if (!fallback) return undefined
  fallback.used = true
  return { [fallback.id]: fallback.key }
}

/** The first identity is taken as it comes; another one needs the password. */
function uploadIdentity(call: Call): void {
  const { world, user, body } = call
  const changed = KINDS.some((kind) => {
    const old = user.crossSigning.get(kind)
    return body[kind] !== undefined && old && !sameKeys(old, fieldsOf(body[kind]))
  })
  const hadOne = user.crossSigning.has('master_key')
  if (hadOne && !changed) return
  if (changed) mustProve(call)
  for (const kind of KINDS) if (body[kind]) user.crossSigning.set(kind, fieldsOf(body[kind]))
  world.deviceChanged(user.id)
}

function sameKeys(one: Fields, other: Fields): boolean {
  return JSON.stringify(one['keys']) === JSON.stringify(other['keys'])
}

function uploadSignatures({ world, user, body }: Call): Fields {
  const failures: Record<string, Record<string, Fields>> = {}
  for (const [of, objects] of Object.entries(body))
    for (const [id, signed] of Object.entries(fieldsOf(objects))) {
      const owner = world.users.get(of)
      if (owner && addSignature(owner, id, fieldsOf(signed))) continue
      const failure = { errcode: 'M_NOT_FOUND', error: 'No device found' }
      failures[of] = { ...failures[of], [id]: failure }
    }
  for (const id of new Set([user.id, ...Object.keys(body)])) world.deviceChanged(id)
  return { failures }
}

/** To a device by its id, to the master key by its public key. */
function addSignature(owner: User, id: string, signed: Fields): boolean {
  const device = owner.devices.get(id)
  if (device?.keys) {
    device.keys = merged(device.keys, signed)
    return true
  }
  const master = owner.crossSigning.get('master_key')
  if (!master || !Object.values(fieldsOf(master['keys'])).includes(id)) return false
  owner.crossSigning.set('master_key', merged(master, signed))
  return true
}

function merged(old: Fields, signed: Fields): Fields {
  const signatures: Record<string, Fields> = {}
  for (const from of [old, signed])
    for (const [user, list] of Object.entries(fieldsOf(from['signatures'])))
      signatures[user] = { ...signatures[user], ...fieldsOf(list) }
  return { ...old, signatures }
}

function sendToDevices({ world, user, params, body }: Call): Fields {
  const type = params['type'] ?? ''
  for (const [to, devices] of Object.entries(fieldsOf(body['messages'])))
    for (const [id, content] of Object.entries(fieldsOf(devices)))
      for (const device of world.users.get(to)?.devices.values() ?? [])
        if (id === '*' || id === device.id)
          device.inbox.push({ pos: world.next(), event: { type, sender: user.id, content } })
  world.wake()
  return {}
}
