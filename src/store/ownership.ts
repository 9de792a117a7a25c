// Decides where the embedded database lives and as which user it runs, and prepares those folders; leaves initdb and the server to the files that run them.
import { spawnSync } from 'node:child_process'
import { createHash } from 'node:crypto'
import {
  chmodSync,
  chownSync,
  cpSync,
  existsSync,
  lchownSync,
  lstatSync,
  mkdirSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  realpathSync,
} from 'node:fs'
import { tmpdir, userInfo } from 'node:os'
import path from 'node:path'
import { findBinaries, linkLibraries, thisMachine } from './binaries.ts'
import { hasCode } from './errors.ts'
import { type Account, type Home, moveUnlessThere } from './home.ts'
import { findPostmaster } from './postmaster.ts'
import { refusal, say } from './texts.ts'

/** Root's folder for all clones: initdb and postgres refuse to run as root and cannot enter a clone under /root. */
const rootsFolder = '/var/lib/umlauf'

/** The longest path of a unix socket on Linux, in bytes; PostgreSQL's socket is called `.s.PGSQL.5432`. */
const longestSocketPath = 107

/**
 * Settles where the embedded database of a clone lives, and makes its folders.
 *
 * As a user all of it stays in `<project>/data`. As root it lies below /var/lib/umlauf and belongs to `postgres`, or to
 * `nobody` where there is no such user.
 *
 * @param project the clone's folder
 * @param folder the operator's own choice for the data (UMLAUF_DATA)
 * @throws Refusal `store.no-binaries`, `store.no-account`, `store.folder`, each with what to do
 */
export function settle(project: string, folder: string | undefined): Home {
  return process.getuid?.() === 0 ? settleAsRoot(project, folder) : settleAsUser(project, folder)
}

/**
 * The folder of all data of a clone, PostgreSQL's and others' beside it; made where it is not there yet.
 * @throws Refusal `store.folder`
 */
export function dataFolder(project: string, folder: string | undefined): string {
  if (folder !== undefined) return makeFolder(folder)
  return makeFolder(
    process.getuid?.() === 0
      ? path.join(rootsFolder, shortHash(realpathSync(project)))
      : path.join(project, 'data'),
  )
}

function settleAsUser(project: string, folder: string | undefined): Home {
  requireOwnAccount()
  const { native } = findBinaries(thisMachine())
  linkLibraries(native)
  const chosen = dataFolder(project, folder)
  const data = path.join(chosen, 'postgres')
  return { data, native, socket: socketFolder(data, undefined), account: undefined, warnings: [] }
}

function settleAsRoot(project: string, folder: string | undefined): Home {
  const native = sharedBinaries()
  const chosen = dataFolder(project, folder)
  const data = path.join(chosen, 'postgres')
  const account = keeperOf(data) ?? accountForRoot()
  chownSync(chosen, account.uid, account.gid)
  requireEntry(chosen, account)
  return {
    data,
    native,
    socket: socketFolder(data, account),
    account,
    warnings: account.name === 'nobody' ? [say((t) => t.runsAsNobody())] : [],
  }
}

function shortHash(text: string): string {
  return createHash('sha256').update(text).digest('hex').slice(0, 12)
}

/** The account for root's servers. `nobody` has 65534 in every Debian and may stand in no file at all in a bare image. */
function accountForRoot(): Account {
  const lines = readFileSync('/etc/passwd', 'utf8').split('\n')
  for (const line of lines) {
    const [name, , uid, gid] = line.split(':')
    if (name === 'postgres') return { name, uid: Number(uid), gid: Number(gid) }
  }
  return { name: 'nobody', uid: 65534, gid: 65534 }
}

/** initdb looks up its own user and fails without a word of advice where the number has no name (OpenShift). */
function requireOwnAccount(): void {
  try {
    userInfo()
  } catch (cause) {
    throw refusal('no-account', (t) => t.noPasswdEntry(String(process.getuid?.())), cause)
  }
}

/** Makes the folder, private to its owner, and gives its true path. Its parents stay passable for PostgreSQL's user. */
function makeFolder(folder: string): string {
  try {
    mkdirSync(path.dirname(folder), { recursive: true, mode: 0o755 })
    mkdirSync(folder, { recursive: true, mode: 0o700 })
    return realpathSync(folder)
  } catch (cause) {
    throw refusal('folder', (t) => t.folderNotWritable(folder), cause)
  }
}

/**
 * The account that keeps its data: while a server runs on them, whoever runs it. Otherwise data of an earlier account
 * (`nobody`, or root after a restore) are given to the account of today.
 */
function keeperOf(data: string): Account | undefined {
  if (!existsSync(data)) return undefined
  const { uid, gid } = lstatSync(data)
  const today = accountForRoot()
  if (uid === today.uid) return undefined
  if (findPostmaster(data) !== undefined) return { name: 'nobody', uid, gid }
  for (const entry of readdirSync(data, { recursive: true, encoding: 'utf8' })) {
    lchownSync(path.join(data, entry), today.uid, today.gid)
  }
  chownSync(data, today.uid, today.gid)
  return undefined
}

function requireEntry(folder: string, account: Account): void {
  const entering = spawnSync('/bin/sh', ['-c', 'cd -- "$1"', 'sh', folder], {
    uid: account.uid,
    gid: account.gid,
    cwd: '/',
    env: {},
  })
  if (entering.status !== 0) {
    throw refusal('folder', (t) => t.folderNotReachable(folder, account.name))
  }
}

/** Root's copy of the binaries, made once: a clone under /root cannot be entered by PostgreSQL's user. */
function sharedBinaries(): string {
  const { native, version } = findBinaries(thisMachine())
  const target = path.join(rootsFolder, `postgres-${version}`)
  chmodSync(makeFolder(rootsFolder), 0o755)
  if (existsSync(target)) return target
  const copy = mkdtempSync(`${target}.copy-`)
  cpSync(native, copy, { recursive: true, verbatimSymlinks: true })
  linkLibraries(copy)
  openToAll(copy)
  moveUnlessThere(copy, target)
  return target
}

/** npm keeps the umask of whoever installed; PostgreSQL's user must be able to read and run the copy all the same. */
function openToAll(folder: string): void {
  chmodSync(folder, 0o755)
  for (const entry of readdirSync(folder, { recursive: true, withFileTypes: true })) {
    if (!entry.isSymbolicLink()) chmodSync(path.join(entry.parentPath, entry.name), 0o755)
  }
}

/** The folder of the socket: the data directory itself, or a private one with a short name where that path is too long. */
function socketFolder(data: string, account: Account | undefined): string {
  if (Buffer.byteLength(path.join(data, '.s.PGSQL.5432')) <= longestSocketPath) return data
  const folder = path.join(tmpdir(), `umlauf-${shortHash(data)}`)
  try {
    mkdirSync(folder, { mode: 0o700 })
  } catch (cause) {
    if (!hasCode(cause, 'EEXIST')) {
      throw refusal('folder', (t) => t.socketFolderNotMade(data, folder), cause)
    }
  }
  const found = lstatSync(folder)
  const ours = found.uid === process.getuid?.() || found.uid === account?.uid
  // Anybody may make a folder under the system's temporary one: a stranger's must never carry our votes.
  if (!found.isDirectory() || !ours || (found.mode & 0o077) !== 0) {
    throw refusal('folder', (t) => t.socketFolderTaken(folder))
  }
  if (account !== undefined) chownSync(folder, account.uid, account.gid)
  return folder
}
