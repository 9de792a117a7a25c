// A login that the operators of a homeserver issued as a token, where there is no login by password; leaves that one to login.ts.
import { z } from 'zod'
import { Refusal } from '../../../core/refusal.ts'
import { inBoth } from '../../../core/texts.ts'
import { createAsk } from '../checking/asking.ts'
import type { Folder, Session } from './folder.ts'
import { keepingTexts } from './keeping-texts.ts'
import type { Login } from './login.ts'

type TokenLogin = Pick<Login, 'homeserver' | 'user'> & { readonly token: string }

const owner = z.object({ user_id: z.string(), device_id: z.string() })

/**
 * Keeps the session of the token in the folder; the keys of a device before are gone.
 * @throws Refusal `matrix.loginRefused`, `matrix.otherAccount`, `matrix.homeserverUnreachable`
 */
export async function takeToken(folder: Folder, login: TokenLogin): Promise<Session> {
  const { homeserver, user, token } = login
  const answer = await createAsk(homeserver, token)('GET', '/_matrix/client/v3/account/whoami')
  if (answer.kind === 'unanswered') {
    throw refusal('homeserverUnreachable', (t) => t.homeserverUnreachable(homeserver))
  }
  if (answer.kind === 'refused') throw refusal('loginRefused', (t) => t.loginRefused(answer.code))
  // a token without a device has nothing to keep keys for
  const me = owner.safeParse(answer.data)
  if (!me.success) throw refusal('loginRefused', (t) => t.loginRefused('device_id'))
  const { user_id: found, device_id: device } = me.data
  if (found !== user) throw refusal('otherAccount', (t) => t.otherAccount(found, user))
  const session = { homeserver, user, device, accessToken: token, opened: false }
  folder.dropKeys()
  folder.keepSession(session)
  return session
}

type Words = (typeof keepingTexts)['de']

function refusal(code: keyof Words, say: (texts: Words) => string): Refusal {
  return new Refusal(`matrix.${code}`, inBoth(keepingTexts, say))
}
