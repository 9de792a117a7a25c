// The client API of any homeserver, called without an SDK, and accounts made with the secret of its operator; leaves what is called to the tests.
import { createHmac } from 'node:crypto'
import { REGISTRATION_SECRET } from '../wire/matrix/index.ts'
import { type Fields, fieldsOf, textOf } from '../wire/matrix/records.ts'

export type Reply = {
  readonly status: number
  readonly body: Fields
  readonly headers: Headers
}

export type Calls = (method: string, path: string, body?: unknown) => Promise<Reply>

export type Account = {
  readonly id: string
  readonly token: string
  readonly deviceId: string
  readonly password: string
}

/** Calls with this token; paths are those of the client API, version 3, unless they are written in full. */
export function callsOf(url: string, token?: string): Calls {
  return async (method, path, body) => {
    const address = path.startsWith('/_') ? path : `/_matrix/client/v3${path}`
    const response = await fetch(url + address, {
      method,
      headers: token === undefined ? {} : { authorization: `Bearer ${token}` },
      ...(body === undefined ? {} : { body: JSON.stringify(body) }),
    })
    const answer: unknown = await response.json()
    return { status: response.status, body: fieldsOf(answer), headers: response.headers }
  }
}

/** An account with one device that is logged in. */
export async function registerUser(
  url: string,
  name: string,
  more: { readonly admin?: boolean; readonly password?: string } = {},
): Promise<Account> {
  const call = callsOf(url)
  const nonce = textOf((await call('GET', '/_synapse/admin/v1/register')).body['nonce'])
  const { password = 'password' } = more
  const admin = more.admin ?? false
  const mac = createHmac('sha1', REGISTRATION_SECRET)
    .update([nonce, name, password, admin ? 'admin' : 'notadmin'].join('\0'))
    .digest('hex')
  const asked = { nonce, username: name, password, mac, admin }
  const { status, body } = await call('POST', '/_synapse/admin/v1/register', asked)
  if (status !== 200) throw new Error(`No account for ${name}: ${JSON.stringify(body)}`)
  return {
    id: textOf(body['user_id']),
    token: textOf(body['access_token']),
    deviceId: textOf(body['device_id']),
    password,
  }
}
