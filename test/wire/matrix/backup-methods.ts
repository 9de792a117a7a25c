// The backup of room keys on the server, with its versions; leaves all other keys to key-methods.ts.
import { type Backup, type Fields, fieldsOf, numberOf, type User } from './records.ts'
import { notFound, Refused } from './refusing.ts'
import type { Call, Methods } from './routes.ts'

export const backupMethods: Methods = {
  'POST /room_keys/version': ({ user, body }) => {
    const version = String(user.backups.length + 1)
    user.backups.push({
      version,
      algorithm: body['algorithm'],
      auth_data: body['auth_data'],
      keys: new Map(),
      etag: 0,
      deleted: false,
    })
    return { version }
  },
  'GET /room_keys/version': ({ user }) => described(current(user)),
  'GET /room_keys/version/:version': ({ user, params }) =>
    described(named(user, params['version'])),
  'PUT /room_keys/version/:version': ({ user, params, body }) => {
    named(user, params['version']).auth_data = body['auth_data']
  },
  'DELETE /room_keys/version/:version': ({ user, params }) => {
    named(user, params['version']).deleted = true
  },
  'PUT /room_keys/keys': (call) => put(call, fieldsOf(call.body['rooms'])),
  'PUT /room_keys/keys/:room': (call) => put(call, { [call.params['room'] ?? '']: call.body }),
  'PUT /room_keys/keys/:room/:session': (call) => {
    const { room = '', session = '' } = call.params
    return put(call, { [room]: { sessions: { [session]: call.body } } })
  },
  'GET /room_keys/keys': (call) => ({ rooms: roomsOf(asked(call)) }),
  'GET /room_keys/keys/:room': (call) =>
    roomsOf(asked(call))[call.params['room'] ?? ''] ?? { sessions: {} },
  'GET /room_keys/keys/:room/:session': (call) => {
    const { room = '', session = '' } = call.params
    const key = asked(call).keys.get(room)?.get(session)
    if (!key) throw notFound('No room_keys found')
    return key
  },
}

function current(user: User): Backup {
  const backup = user.backups.findLast(({ deleted }) => !deleted)
  if (!backup) throw notFound('No backup found')
  return backup
}

function named(user: User, version: string | undefined): Backup {
  const backup = user.backups.find((one) => one.version === version && !one.deleted)
  if (!backup) throw notFound('Unknown backup version')
  return backup
}

function asked({ user, query }: Call): Backup {
  const version = query.get('version') ?? ''
  const backup = user.backups.find((one) => one.version === version && !one.deleted)
  if (!backup) throw notFound(`Version '${version}' not found`)
  return backup
}

function described(backup: Backup): Fields {
  const { version, algorithm, auth_data, etag } = backup
  return { version, algorithm, auth_data, etag: String(etag), count: countOf(backup) }
}

function countOf({ keys }: Backup): number {
  return [...keys.values()].reduce((sum, sessions) => sum + sessions.size, 0)
}

function roomsOf({ keys }: Backup): Readonly<Record<string, Fields>> {
  return Object.fromEntries(
    [...keys].map(([room, sessions]) => [room, { sessions: Object.fromEntries(sessions) }]),
  )
}

function put(call: Call, rooms: Fields): Fields {
  const backup = asked(call)
  const latest = current(call.user)
  if (backup !== latest)
    throw new Refused(403, 'M_WRONG_ROOM_KEYS_VERSION', 'Wrong room_keys version.', {
      current_version: latest.version,
    })
  for (const [room, held] of Object.entries(rooms))
    for (const [session, key] of Object.entries(fieldsOf(fieldsOf(held)['sessions']))) {
      const sessions = backup.keys.get(room) ?? new Map<string, Fields>()
      backup.keys.set(room, sessions)
      const old = sessions.get(session)
      if (old && !isBetter(fieldsOf(key), old)) continue
      sessions.set(session, fieldsOf(key))
      backup.etag += 1
    }
  return { etag: String(backup.etag), count: countOf(backup) }
}

/** Verified before unverified, then the one that reaches further back, then the one that came more directly. */
function isBetter(key: Fields, old: Fields): boolean {
  if (key['is_verified'] !== old['is_verified']) return key['is_verified'] === true
  const [index, oldIndex] = [
    numberOf(key['first_message_index']),
    numberOf(old['first_message_index']),
  ]
  if (index !== oldIndex) return (index ?? 0) < (oldIndex ?? 0)
  return (numberOf(key['forwarded_count']) ?? 0) < (numberOf(old['forwarded_count']) ?? 0)
}
