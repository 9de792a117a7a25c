// Runs PostgreSQL's own programs: initdb, the server and the guard that stops it when this process dies; leaves who may do so to embedded.ts.
import { type SpawnOptions, spawn, spawnSync } from 'node:child_process'
import {
  chownSync,
  closeSync,
  existsSync,
  fsyncSync,
  mkdtempSync,
  openSync,
  readFileSync,
  readlinkSync,
  realpathSync,
  rmSync,
} from 'node:fs'
import { Socket } from 'node:net'
import path from 'node:path'
import { type Account, type Home, moveUnlessThere } from './home.ts'
import { refusal } from './texts.ts'

/** The database user of the embedded server. Whoever reaches the socket in its private folder is trusted. */
export const databaseUser = 'umlauf'

/** The major version of the packaged server: the number in PG_VERSION of its data. */
const major = '18'

/** Settings that do not depend on the place: UTC everywhere, a small footprint, a week of logs kept by PostgreSQL itself. */
const settings = {
  timezone: 'UTC',
  log_timezone: 'UTC',
  listen_addresses: '',
  unix_socket_permissions: '0700',
  shared_buffers: '32MB',
  max_connections: '100',
  logging_collector: 'on',
  log_directory: 'log',
  log_filename: 'postgresql-%a.log',
  log_truncate_on_rotation: 'on',
  log_rotation_age: '1d',
} as const

/**
 * How long a clean stop (SIGINT) may take before the server is told to drop everything (SIGQUIT). PostgreSQL 18.4 never
 * ends when a stop meets it in the middle of its recovery from the crash of a backend. SIGQUIT loses nothing that was
 * confirmed: the next start recovers it from the log.
 */
export const cleanStopMs = 5000

/**
 * Waits for the end of its input, which comes when the process that holds it dies, and then stops the server, as long as
 * it is still the one of this data directory. A line of input sends the guard home.
 */
const guardScript = `
  read -r leave && exit 0
  ours() { read -r pid 2>/dev/null <"$1/postmaster.pid" && [ "$pid" = "$2" ]; }
  ours "$1" "$2" && kill -INT "$2"
  for second in $(seq ${cleanStopMs / 1000}); do
    sleep 1
    ours "$1" "$2" || exit 0
  done
  kill -QUIT "$2"`

/** A server process that this process has started. */
export type StartedServer = Readonly<{
  pid: number
  /** What it wrote on its way out, or undefined while it runs. */
  lastWords(): string | undefined
}>

/** A guard over a server. */
export type Guard = Readonly<{ release(): void }>

/** What stands behind a data directory's postmaster.pid. A zombie has ended but still keeps its number, until it is reaped. */
type Postmaster = Readonly<{ pid: number; zombie: boolean }>

/**
 * Makes the data directory if there is none: beside it, then put in place in one step.
 *
 * @throws Refusal `store.initdb` with what initdb said; `store.other-major` where the data are of another major version
 */
export function ensureData(home: Home): void {
  const versionFile = path.join(home.data, 'PG_VERSION')
  if (!existsSync(versionFile)) initialise(home)
  const found = readFileSync(versionFile, 'utf8').trim()
  if (found !== major) throw refusal('other-major', (t) => t.otherMajor(home.data, found, major))
}

function initialise(home: Home): void {
  const fresh = mkdtempSync(`${home.data}.init-`)
  if (home.account !== undefined) chownSync(fresh, home.account.uid, home.account.gid)
  const made = spawnSync(
    path.join(home.native, 'bin', 'initdb'),
    [
      ...['-D', fresh, '-U', databaseUser, '--auth=trust', '--encoding=UTF8', '--locale=C'],
      ...['--data-checksums', '--no-instructions', '-c', 'timezone=UTC', '-c', 'log_timezone=UTC'],
    ],
    { ...surroundings(home.account), encoding: 'utf8' },
  )
  if (made.status !== 0) {
    rmSync(fresh, { recursive: true, force: true })
    const said = made.error?.message ?? made.stderr.trim()
    throw refusal('initdb', (t) => t.initdbFailed(home.data, said))
  }
  moveUnlessThere(fresh, home.data)
  const parent = openSync(path.dirname(home.data), 'r')
  fsyncSync(parent)
  closeSync(parent)
}

/** Starts the server. It is not ready yet, and it may lose against another one on the same data: `lastWords` tells. */
export function startServer(home: Home): StartedServer {
  const options = Object.entries({ ...settings, unix_socket_directories: quoted(home.socket) })
  const child = spawn(
    path.join(home.native, 'bin', 'postgres'),
    ['-D', home.data, ...options.flatMap(([name, value]) => ['-c', `${name}=${value}`])],
    { ...surroundings(home.account), stdio: ['ignore', 'ignore', 'pipe'], detached: true },
  )
  let said = ''
  let ended = false
  child.on('error', (error) => {
    said += error.message
    ended = true
  })
  child.on('close', () => {
    ended = true
  })
  child.stderr.on('data', (piece: Buffer) => {
    said = (said + piece.toString()).slice(-4000)
  })
  // Neither the server nor its first words may keep this process from ending: that is the guard's affair.
  child.unref()
  if (child.stderr instanceof Socket) child.stderr.unref()
  return { pid: child.pid ?? 0, lastWords: () => (ended ? said.trim() : undefined) }
}

/** Puts a guard over a running server: when this process dies, even by kill -9, the server stops cleanly. */
export function guard(home: Home, pid: number): Guard {
  const child = spawn('/bin/sh', ['-c', guardScript, 'umlauf-guard', home.data, String(pid)], {
    ...surroundings(home.account),
    stdio: ['pipe', 'ignore', 'ignore'],
    detached: true,
  })
  child.unref()
  // The guard may be gone already (killed by hand); then there is nobody left to send home.
  child.stdin.on('error', () => {})
  return { release: () => child.stdin.end('leave\n') }
}

/** The server that the data directory names as its own, as long as its process is there. */
export function findPostmaster(data: string): Postmaster | undefined {
  try {
    const [line = ''] = readFileSync(path.join(data, 'postmaster.pid'), 'utf8').split('\n')
    const pid = Number.parseInt(line, 10)
    const status = readFileSync(`/proc/${pid}/stat`, 'utf8')
    const [, name, state] = /^\d+ \((.*)\) (\S)/s.exec(status) ?? []
    if (name !== 'postgres') return undefined
    if (state === 'Z') return { pid, zombie: true }
    // After a crash the number may belong to somebody else's server: a postmaster works in its data directory.
    return readlinkSync(`/proc/${pid}/cwd`) === realpathSync(data)
      ? { pid, zombie: false }
      : undefined
  } catch {
    return undefined
  }
}

/** The programs get no environment of ours: PGDATA, PGOPTIONS and LANG of an operator's shell have no business there. */
function surroundings(account: Account | undefined): SpawnOptions {
  return {
    cwd: '/',
    env: { PATH: '/usr/local/bin:/usr/bin:/bin', LC_ALL: 'C' },
    ...(account && { uid: account.uid, gid: account.gid }),
  }
}

/** `unix_socket_directories` is a list: a comma or a space in the path would end the entry. */
function quoted(folder: string): string {
  return `"${folder.replaceAll('"', '""')}"`
}
