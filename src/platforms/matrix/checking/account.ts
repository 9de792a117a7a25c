// How the bot's own account stands: its login, its device and who signed it, its key backup, its recovery key.
import { z } from 'zod'
import type { CheckupOptions, Finding, Say } from '../checkup.ts'
import type { Answer, Ask } from './asking.ts'
import { checkRecovery } from './recovery.ts'
import { shownKeys, signingOf } from './signatures.ts'

/** What an answer that says nothing of the matter means. */
export function trouble(answer: Exclude<Answer, { kind: 'done' }>, t: Say): string {
  return answer.kind === 'refused' ? t.refused(answer.code) : t.unanswered(answer.reason)
}

type Account = {
  readonly findings: readonly Finding[]
  /** Our user as the homeserver knows it; undefined where nothing more can be asked. */
  readonly knownAs: string | undefined
}

export async function checkAccount(ask: Ask, options: CheckupOptions, t: Say): Promise<Account> {
  const { login, knownAs } = await checkLogin(ask, options, t)
  if (knownAs === undefined) return { findings: [login], knownAs }
  const device = options.login?.device ?? ''
  const findings = [
    login,
    await checkDevice(ask, knownAs, device, t),
    await checkBackup(ask, t),
    await checkKey(ask, knownAs, options.recoveryKey, t),
  ]
  return { findings, knownAs }
}

const owner = z.object({ user_id: z.string(), device_id: z.string().optional() })

async function checkLogin(ask: Ask, { settings, login, connection }: CheckupOptions, t: Say) {
  const no = (words: string) => {
    return { login: { ok: false, what: t.login, words }, knownAs: undefined }
  }
  if (login === undefined) return no(t.noLogin(connection))
  const { user, device } = login
  const other = user !== settings.user || login.homeserver !== settings.homeserver
  if (other) return no(t.otherLogin(user, login.homeserver))
  const answer = await ask('GET', '/_matrix/client/v3/account/whoami')
  if (answer.kind === 'refused' && answer.status === 401) {
    return no(t.loginGone(answer.code, connection))
  }
  if (answer.kind !== 'done') return no(trouble(answer, t))
  const me = owner.parse(answer.data)
  if (me.user_id !== user || me.device_id !== device) {
    return no(t.otherOwner(me.user_id, me.device_id ?? '–'))
  }
  return {
    login: { ok: true, what: t.login, words: t.loginFine(user, device) },
    knownAs: user,
  }
}

async function checkDevice(ask: Ask, user: string, device: string, t: Say): Promise<Finding> {
  const what = t.device
  const answer = await ask('POST', '/_matrix/client/v3/keys/query', { device_keys: { [user]: [] } })
  if (answer.kind !== 'done') return { ok: false, what, words: trouble(answer, t) }
  const { identity, devices, signed } = signingOf(user, shownKeys.parse(answer.data))
  if (!identity) return { ok: false, what, words: t.noIdentity }
  if (!devices.includes(device)) return { ok: false, what, words: t.noDeviceKeys(device) }
  const others = devices.length - 1
  return signed.includes(device)
    ? { ok: true, what, words: t.deviceFine(device, others) }
    : { ok: false, what, words: t.deviceUnsigned(device) }
}

const backup = z.object({ version: z.string(), count: z.number() })

async function checkBackup(ask: Ask, t: Say): Promise<Finding> {
  const what = t.backup
  const answer = await ask('GET', '/_matrix/client/v3/room_keys/version')
  if (answer.kind === 'refused' && answer.code === 'M_NOT_FOUND') {
    return { ok: false, what, words: t.noBackup }
  }
  if (answer.kind !== 'done') return { ok: false, what, words: trouble(answer, t) }
  const { version, count } = backup.parse(answer.data)
  return { ok: true, what, words: t.backupFine(version, count) }
}

async function checkKey(ask: Ask, user: string, key: string | undefined, t: Say): Promise<Finding> {
  const what = t.recovery
  if (key === undefined) return { ok: false, what, words: t.noRecoveryKey }
  const found = await checkRecovery(ask, user, key)
  return { ok: found === 'fits', what, words: t[found] }
}
