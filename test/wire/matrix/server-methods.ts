// Files, and what an administrator of the homeserver may do; leaves the rest to the client API.
import { createHmac, randomBytes } from 'node:crypto'
import { numberOf, textOf } from './records.ts'
import { forbidden, notFound, Refused } from './refusing.ts'
import { Bytes, type Call, type Methods, type OpenCall, type OpenMethods } from './routes.ts'

const OVERRIDE = '/_synapse/admin/v1/users/:user/override_ratelimit'

/** Accounts are made with a secret that the homeserver shares with its operator. */
export function createRegistration(secret: string): OpenMethods {
  const nonces = new Set<string>()
  return {
    'GET /_synapse/admin/v1/register': () => {
      const nonce = randomBytes(16).toString('hex')
      nonces.add(nonce)
      return { nonce }
    },
    'POST /_synapse/admin/v1/register': ({ world, body }: OpenCall) => {
      const [nonce, name, password] = ['nonce', 'username', 'password'].map((key) =>
        textOf(body[key]),
      )
      const admin = body['admin'] === true
      if (!nonces.delete(nonce ?? '')) throw new Refused(400, 'M_UNKNOWN', 'unrecognised nonce')
      const mac = createHmac('sha1', secret)
        .update([nonce, name, password, admin ? 'admin' : 'notadmin'].join('\0'))
        .digest('hex')
      if (mac !== body['mac']) throw forbidden('HMAC incorrect')
      const id = `@${name}:${world.name}`
      if (world.users.has(id)) throw new Refused(400, 'M_USER_IN_USE', 'User ID already taken.')
      const { token, deviceId } = world.logIn(world.addUser(id, password ?? '', admin), undefined)
      return { user_id: id, home_server: world.name, access_token: token, device_id: deviceId }
    },
  }
}

export const serverMethods: Methods = {
  'POST /_matrix/media/v3/upload': ({ world, raw, type }) => {
    const id = randomBytes(12).toString('hex')
    world.media.set(`${world.name}/${id}`, { bytes: raw, type })
    return { content_uri: `mxc://${world.name}/${id}` }
  },
  'GET /media/config': () => ({ 'm.upload.size': 52_428_800 }),
  'GET /media/download/:server/:id': download,
  'GET /media/download/:server/:id/:name': download,
  [`GET ${OVERRIDE}`]: (call) => overridden(call).override ?? {},
  [`POST ${OVERRIDE}`]: (call) => {
    const user = overridden(call)
    user.override = {
      messages_per_second: numberOf(call.body['messages_per_second']) ?? 0,
      burst_count: numberOf(call.body['burst_count']) ?? 0,
    }
    return user.override
  },
  [`DELETE ${OVERRIDE}`]: (call) => {
    overridden(call).override = undefined
  },
}

function download({ world, params }: Call): Bytes {
  const file = world.media.get(`${params['server']}/${params['id']}`)
  if (!file) throw notFound(`Not found '/${params['server']}/${params['id']}'`)
  return new Bytes(file.bytes, file.type)
}

function overridden({ world, user, params }: Call) {
  if (!user.admin) throw forbidden('You are not a server admin')
  const found = world.users.get(params['user'] ?? '')
  if (!found) throw notFound('User not found')
  return found
}
