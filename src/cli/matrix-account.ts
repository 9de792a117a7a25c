// `umlauf matrix setup|recover|status`: one login, one identity, and what both rest on; leaves the keys to platforms/matrix/keeping and the asking of the homeserver to its checkup.
import { readFileSync } from 'node:fs'
import path from 'node:path'
import type { Config, MatrixSettings } from '../config.ts'
import { Refusal } from '../core/refusal.ts'
import { inBoth } from '../core/texts.ts'
import { type OpenedClient, openClient } from '../platforms/matrix/keeping/client.ts'
import { type Folder, openFolder, type Session } from '../platforms/matrix/keeping/folder.ts'
import {
  identityStatus,
  recoverIdentity,
  setUpIdentity,
} from '../platforms/matrix/keeping/identity.ts'
import { logIn } from '../platforms/matrix/keeping/login.ts'
import { takeToken } from '../platforms/matrix/keeping/token-login.ts'
import { examine } from './doctor-matrix.ts'
import { meantConnection } from './matrix.ts'
import { matrixAccountTexts } from './matrix-account-texts.ts'
import { json, print } from './output.ts'
import { askLine, askSecret, hasTerminal } from './prompt.ts'
import { matrixFolder } from './store.ts'

type Texts = (typeof matrixAccountTexts)['de']

/** What every one of the commands may be given. */
type Options = { readonly connection?: string }
type LoginOptions = Options & { readonly token: boolean }

/** One connection while a command works on it: nobody else has its folder. */
type Work = {
  readonly folder: Folder
  readonly at: string
  readonly settings: MatrixSettings
  readonly t: Texts
}

/**
 * Logs in once and makes the identity; where that was interrupted, goes on.
 * @throws Refusal `matrix.alreadySetUp`, and those of the login and the identity
 */
export function setupCommand(config: Config, options: LoginOptions): Promise<number> {
  return atWork(config, options, async (work) => {
    const { folder, settings, t } = work
    const kept = folder.session()
    const { session, password } = kept
      ? { session: kept, password: undefined }
      : await newLogin(work, { byToken: options.token, asNewDevice: false })
    await withClient(work, session, undefined, async (opened) => {
      if (kept) await refuseWhenReady(opened)
      print(kept ? t.goingOn : t.makingIdentity)
      await identityOf(work, opened, { password, replace: false })
    })
    sayDone(work, t.ready(settings.user, session.device))
    return 0
  })
}

/** Nothing is left to do: a second setup would only be a second device. */
async function refuseWhenReady(opened: OpenedClient): Promise<void> {
  const { identity, signed, recoverable, backup } = await identityStatus(opened)
  if (identity !== 'own' || !signed || !recoverable || backup === undefined) return
  const { user, device } = opened.session
  throw refusal('alreadySetUp', (t) => t.alreadySetUp(user, device))
}

type IdentityOptions = { readonly password: string | undefined; readonly replace: boolean }

/** Most homeservers take the first identity as it is; where one wants the password, it is asked for. */
async function identityOf(
  work: Work,
  opened: OpenedClient,
  { password, replace }: IdentityOptions,
): Promise<void> {
  const keepRecoveryKey = async (key: string) => work.folder.keepRecoveryKey(key)
  const make = (secret: string | undefined) =>
    setUpIdentity(opened, {
      ...{ keepRecoveryKey, replace },
      ...(secret === undefined ? {} : { password: secret }),
    })
  try {
    await make(password)
  } catch (fault) {
    if (!(fault instanceof Refusal) || fault.code !== 'matrix.passwordNeeded') throw fault
    await make(await secretOf(work, false))
  }
}

/**
 * A new device after a loss, with the identity of before; a new identity only by command and typed phrase.
 * @throws Refusal of the login and the identity
 */
export function recoverCommand(
  config: Config,
  options: LoginOptions & { readonly newIdentity: boolean },
): Promise<number> {
  return atWork(config, options, async (work) => {
    const { folder, settings, t } = work
    if (options.newIdentity && !(await confirmed(settings.user, t))) {
      process.stderr.write(`${t.notConfirmed}\n`)
      return 1
    }
    const key = options.newIdentity ? undefined : await recoveryKeyOf(work)
    const { session, password } = await newLogin(work, {
      byToken: options.token,
      asNewDevice: true,
    })
    await withClient(work, session, key, async (opened) => {
      if (key === undefined) await identityOf(work, opened, { password, replace: true })
      else await recoverIdentity(opened, key)
    })
    if (key !== undefined) folder.keepRecoveryKey(key)
    sayDone(work, (key === undefined ? t.renewed : t.recovered)(settings.user, session.device))
    return 0
  })
}

function sayDone({ at, t }: Work, words: string): void {
  print(`\n${words}\n`)
  print(`${t.keyKept(path.join(at, 'recovery.key'))}\n\n${t.next}`)
}

/** @returns 0 when everything is in order, 1 otherwise. */
export async function statusCommand(
  config: Config,
  options: Options & { readonly json: boolean },
): Promise<number> {
  const t = matrixAccountTexts[config.language]
  const lines = await examine(config, await meantConnection(config, options.connection), undefined)
  if (options.json) print(json(lines, 2))
  else
    for (const { ok, what, words } of lines)
      print(`${ok ? t.fine : t.attention}  ${what}: ${words}`)
  return lines.every(({ ok }) => ok) ? 0 : 1
}

async function atWork(
  config: Config,
  options: Options,
  work: (work: Work) => Promise<number>,
): Promise<number> {
  const { id, settings } = await meantConnection(config, options.connection)
  const at = matrixFolder(config, id)
  const folder = openFolder(at)
  try {
    return await work({ folder, at, settings, t: matrixAccountTexts[config.language] })
  } finally {
    folder.release()
  }
}

/** The password is good for more than the login: some homeservers ask for it again. */
async function newLogin(
  work: Work,
  { byToken, asNewDevice }: { readonly byToken: boolean; readonly asNewDevice: boolean },
): Promise<{ readonly session: Session; readonly password: string | undefined }> {
  const { folder, settings, t } = work
  const { homeserver, user } = settings
  const secret = await secretOf(work, byToken)
  print(t.loggingIn(user, homeserver))
  if (byToken) {
    const session = await takeToken(folder, { homeserver, user, token: secret })
    return { session, password: undefined }
  }
  const login = { homeserver, user, password: secret, asNewDevice, notice: told }
  return { session: await logIn(folder, login), password: secret }
}

/** The client of a command syncs once, so that the SDK knows the account, and is then put away. */
async function withClient(
  { folder }: Work,
  session: Session,
  recoveryKey: string | undefined,
  work: (opened: OpenedClient) => Promise<void>,
): Promise<void> {
  const opened = await openClient({
    ...{ folder, session, broken, report: (defect) => told(wordsOf(defect)), notice: told },
    ...(recoveryKey === undefined ? {} : { recoveryKey }),
  })
  try {
    await opened.start()
    await work(opened)
  } finally {
    await opened.stop()
  }
}

function told(words: string): void {
  process.stderr.write(`${words}\n`)
}

/** What cannot be kept must not be gone on with. */
function broken(fault: unknown): never {
  told(wordsOf(fault))
  process.exit(1)
}

function wordsOf(fault: unknown): string {
  return fault instanceof Error ? (fault.stack ?? fault.message) : String(fault)
}

/** The password, or the token that stands for one. */
async function secretOf({ settings, t }: Work, byToken: boolean): Promise<string> {
  const { user, passwordFile } = settings
  if (passwordFile !== undefined) return contentOf(passwordFile)
  if (!hasTerminal()) throw refusal('noTerminal', (w) => w.noTerminal)
  return askSecret(byToken ? t.askToken(user) : t.askPassword(user))
}

function contentOf(file: string): string {
  try {
    return readFileSync(file, 'utf8').replace(/\r?\n$/, '')
  } catch {
    throw refusal('noPasswordFile', (t) => t.noPasswordFile)
  }
}

async function recoveryKeyOf({ folder, settings, t }: Work): Promise<string> {
  const kept = settings.recoveryKey ?? folder.recoveryKey()
  if (kept !== undefined) return kept
  if (!hasTerminal()) throw refusal('noKeyHere', (w) => w.noKeyHere)
  return askSecret(t.askRecoveryKey)
}

/** Typed in either language, exactly. */
async function confirmed(user: string, t: Texts): Promise<boolean> {
  process.stderr.write(`${t.warning(user)}\n`)
  const typed = (await askLine(t.askPhrase(t.phrase(user)))).normalize('NFC').trim()
  return Object.values(matrixAccountTexts).some((words) => words.phrase(user) === typed)
}

function refusal(code: string, say: (texts: Texts) => string): Refusal {
  return new Refusal(`matrix.${code}`, inBoth(matrixAccountTexts, say))
}
