// One login with the password, as one device whose token is kept: homeservers lock accounts that log in at every start; leaves the keys of the device to client.ts.
import { randomBytes } from 'node:crypto'
import { createClient, MatrixError } from 'matrix-js-sdk'
import { Refusal } from '../../../core/refusal.ts'
import { inBoth } from '../../../core/texts.ts'
import type { Folder, Session } from './folder.ts'
import { keepingTexts } from './keeping-texts.ts'
import { quietLogger, silenceSdk } from './quiet-logger.ts'

export type Login = {
  readonly homeserver: string
  /** The full id of the account. */
  readonly user: string
  readonly password: string
  /** In place of a device whose keys are lost: they are taken away, and its login is ended. */
  readonly asNewDevice?: boolean
  readonly notice: (words: string) => void
}

const DEVICE_NAME = 'Umlauf'
const TIMEOUT_MS = 30_000
const PASSWORD = 'm.login.password'

/**
 * Logs in and keeps the session in the folder.
 * @throws Refusal `matrix.alreadyLoggedIn`, `matrix.wrongPassword`, `matrix.tooManyLogins`, `matrix.noPasswordLogin`,
 * `matrix.deactivated`, `matrix.otherAccount`, `matrix.homeserverUnreachable`, `matrix.loginRefused`
 */
export async function logIn(folder: Folder, login: Login): Promise<Session> {
  const { homeserver, user, asNewDevice = false, notice } = login
  silenceSdk()
  const before = asNewDevice ? readable(folder) : folder.session()
  if (before !== undefined && !asNewDevice) {
    throw refusal('alreadyLoggedIn', (t) => t.alreadyLoggedIn(before.user))
  }
  const device = `UMLAUF${randomBytes(4).toString('hex').toUpperCase()}`
  const { accessToken, found } = await ask(login, device)
  const session = { homeserver, user, device, accessToken, opened: false }
  if (found !== user) {
    await endLogin(session, notice)
    throw refusal('otherAccount', (t) => t.otherAccount(found, user))
  }
  folder.dropKeys()
  folder.keepSession(session)
  if (before !== undefined) await endLogin(before, notice)
  return session
}

/** A session that cannot be read is to be replaced, too. */
function readable(folder: Folder): Session | undefined {
  try {
    return folder.session()
  } catch {
    return undefined
  }
}

async function ask({ homeserver, user, password, notice }: Login, device: string) {
  const client = createClient({
    ...{ baseUrl: homeserver, localTimeoutMs: TIMEOUT_MS, logger: quietLogger(notice) },
  })
  try {
    const { flows } = await client.loginFlows()
    if (!flows.some(({ type }) => type === PASSWORD)) {
      throw refusal('noPasswordLogin', (t) => t.noPasswordLogin)
    }
    const answer = await client.loginRequest({
      ...{ type: PASSWORD, identifier: { type: 'm.id.user', user }, password },
      ...{ device_id: device, initial_device_display_name: DEVICE_NAME },
    })
    return { accessToken: answer.access_token, found: answer.user_id }
  } catch (fault) {
    throw fault instanceof Refusal ? fault : refusalOf(fault, homeserver, user)
  }
}

/** A device without keys should not stay in the account; where the homeserver does not answer, it does no harm there. */
async function endLogin(session: Session, notice: (words: string) => void): Promise<void> {
  const { homeserver, accessToken } = session
  const client = createClient({
    ...{ baseUrl: homeserver, accessToken },
    ...{ localTimeoutMs: TIMEOUT_MS, logger: quietLogger(notice) },
  })
  await client.logout().catch(() => notice('Matrix: the login of before could not be ended'))
}

function refusalOf(fault: unknown, homeserver: string, user: string): Refusal {
  if (!(fault instanceof MatrixError) || fault.errcode === undefined) {
    return refusal('homeserverUnreachable', (t) => t.homeserverUnreachable(homeserver))
  }
  const { errcode } = fault
  if (errcode === 'M_FORBIDDEN') return refusal('wrongPassword', (t) => t.wrongPassword(user))
  if (errcode === 'M_USER_DEACTIVATED') return refusal('deactivated', (t) => t.deactivated(user))
  if (errcode === 'M_LIMIT_EXCEEDED') {
    const seconds = Math.ceil((waitOf(fault) ?? 60_000) / 1000)
    return refusal('tooManyLogins', (t) => t.tooManyLogins(seconds))
  }
  return refusal('loginRefused', (t) => t.loginRefused(errcode))
}

function waitOf(fault: MatrixError): number | undefined {
  try {
    return fault.getRetryAfterMs() ?? undefined
  } catch {
    return undefined
  }
}

type Words = (typeof keepingTexts)['de']

function refusal(code: keyof Words, say: (texts: Words) => string): Refusal {
  return new Refusal(`matrix.${code}`, inBoth(keepingTexts, say))
}
