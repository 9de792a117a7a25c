// The server lease: who among the processes of a clone stops the embedded PostgreSQL in the end, without a moment in which two or nobody would; leaves starting it to embedded.ts.
import { setTimeout as sleep } from 'node:timers/promises'
import type pg from 'pg'
import { hasCode, serverAway } from './errors.ts'
import type { Home } from './home.ts'
import { connect } from './pool.ts'
import { cleanStopMs, databaseUser, findPostmaster, type Guard, guard } from './postmaster.ts'

/*
 * Every process keeps one session and with it waits in line for the session advisory lock `lease`. Whoever has it guards
 * the server. Whoever goes and has it leaves it to the next in line; only when nobody is in line is the server stopped.
 * Coming and going pass the lock `door`, those who come together, those who go alone: so nobody gets in line between a
 * look at the line and the stop. Both locks end with the process that holds them, however that ends.
 */
const lease = 815001
const door = 815002

/**
 * A session that waits in line looks this often whether its process is still there: without that it would stand in line
 * for a dead one, and get the lease.
 */
const pulseMs = 100

/** Pauses between two looks at what is on its way. */
const lookMs = 10

/** How long somebody who goes waits for those who are just coming. */
const farewellMs = 30_000

/** Why there is no server to come in to: it is ending, or it is not there, starting or recovering. */
export type Absence = 'ending' | 'away'

/** A place in line, or at its head. */
export class Membership {
  /** Settles when the session ends: with the server, or because we go. */
  readonly ended: Promise<void>
  readonly #home: Home
  readonly #session: pg.Client
  readonly #pid: number
  #guard: Guard | undefined

  constructor(home: Home, session: pg.Client, pid: number) {
    this.#home = home
    this.#session = session
    this.#pid = pid
    this.ended = new Promise((resolve) => session.once('end', resolve))
  }

  /** Gets in line. The answer comes when everybody before has gone (true), or the session ends before (false). */
  async queue(): Promise<boolean> {
    try {
      await this.#session.query('SELECT pg_advisory_lock($1)', [lease])
    } catch {
      return false
    }
    const postmaster = findPostmaster(this.#home.data)
    if (postmaster) this.#guard = guard(this.#home, postmaster.pid)
    return true
  }

  /** Whether this session stands in line (false) or has the lease (true); undefined where it does not stand there yet. */
  async standing(watcher: pg.Client): Promise<boolean | undefined> {
    const line = await lineOf(watcher)
    return line.find(({ pid }) => pid === this.#pid)?.granted
  }

  /** Goes. The server is stopped cleanly if nobody else is in line. */
  async leave(): Promise<void> {
    const watcher = await tryToConnect(this.#home)
    try {
      if (typeof watcher === 'object' && (await closesDoor(watcher))) {
        await this.#leaveBehindDoor(watcher)
      }
    } catch (error) {
      absence(error)
    } finally {
      await this.#session.end().catch(() => {})
      if (typeof watcher === 'object') await watcher.end().catch(() => {})
      this.dismissGuard()
    }
  }

  async #leaveBehindDoor(watcher: pg.Client): Promise<void> {
    if (await this.standing(watcher)) {
      if (!(await this.#hasSuccessor(watcher))) await stopServer(this.#home)
    } else {
      // Only so is the place in line gone before the door opens again: a closed socket is noticed later.
      await watcher.query('SELECT pg_terminate_backend($1, 5000)', [this.#pid])
    }
  }

  /** Whoever is in line and has died is out of it after a pulse; who then still is there can be left the server. */
  async #hasSuccessor(watcher: pg.Client): Promise<boolean> {
    const others = async () => (await lineOf(watcher)).some(({ pid }) => pid !== this.#pid)
    if (!(await others())) return false
    await sleep(3 * pulseMs)
    return others()
  }

  /** Sends the guard home: somebody else watches now, or there is nothing left to watch. */
  dismissGuard(): void {
    this.#guard?.release()
    this.#guard = undefined
  }
}

/** Comes in: gives a place in line, or why there is none to be had for now. */
export async function enter(home: Home): Promise<Membership | Absence> {
  const watcher = await tryToConnect(home)
  if (typeof watcher !== 'object') return watcher
  try {
    await watcher.query('SELECT pg_advisory_lock_shared($1)', [door])
    // Behind the door we know: a server that still lets us in is not being stopped by anybody.
    const session = await tryToConnect(home, `-c client_connection_check_interval=${pulseMs}`)
    if (typeof session !== 'object') return session
    const { rows } = await session.query<{ pid: number }>('SELECT pg_backend_pid() AS pid')
    const membership = new Membership(home, session, rows[0]?.pid ?? 0)
    let refused = false
    const queued = membership.queue().then((granted) => {
      refused = !granted
    })
    for (;;) {
      const standing = await membership.standing(watcher)
      // At the head of the line the guard stands before anything else happens.
      if (standing) await queued
      if (refused) return 'away'
      if (standing !== undefined) return membership
      await sleep(lookMs)
    }
  } catch (error) {
    return absence(error)
  } finally {
    await watcher.end().catch(() => {})
  }
}

/** How to reach the server; the database is added by the caller. */
export function reach(home: Home): pg.ClientConfig {
  return { host: home.socket, port: 5432, user: databaseUser }
}

async function lineOf(watcher: pg.Client): Promise<readonly { pid: number; granted: boolean }[]> {
  const { rows } = await watcher.query<{ pid: number; granted: boolean }>(
    `SELECT pid, granted FROM pg_locks
      WHERE locktype = 'advisory' AND classid = 0 AND objid = $1 AND objsubid = 1`,
    [lease],
  )
  return rows
}

/** Waits for those who are just coming. Should one of them hang, the server is rather left running than stopped. */
async function closesDoor(watcher: pg.Client): Promise<boolean> {
  try {
    await watcher.query(`SET lock_timeout = ${farewellMs}`)
    await watcher.query('SELECT pg_advisory_lock($1)', [door])
    return true
  } catch (error) {
    if (hasCode(error, '55P03')) return false
    throw error
  }
}

/** Stops the server cleanly, and if that hangs, at once. Only sessions of strangers are cut. */
async function stopServer(home: Home): Promise<void> {
  const running = findPostmaster(home.data)?.pid
  for (const signal of ['SIGINT', 'SIGQUIT'] as const) {
    signalServer(home, signal)
    const end = performance.now() + cleanStopMs
    while (performance.now() < end) {
      const found = findPostmaster(home.data)
      if (found === undefined || found.zombie || found.pid !== running) return
      await sleep(lookMs)
    }
  }
}

/** Tells a server that does not come to an end to drop everything. What was confirmed is recovered by the next start. */
export function dropServer(home: Home): void {
  signalServer(home, 'SIGQUIT')
}

function signalServer(home: Home, signal: 'SIGINT' | 'SIGQUIT'): void {
  const postmaster = findPostmaster(home.data)
  if (postmaster === undefined) return
  try {
    process.kill(postmaster.pid, signal)
  } catch (error) {
    if (!hasCode(error, 'ESRCH')) throw error
  }
}

/** One attempt: the session, or why there is none: the server is ending, or otherwise not to be reached for now. */
async function tryToConnect(home: Home, options = ''): Promise<pg.Client | Absence> {
  const own = { database: 'postgres', options, connectionTimeoutMillis: 10_000 }
  try {
    return await connect({ ...reach(home), ...own })
  } catch (error) {
    return absence(error)
  }
}

function absence(error: unknown): Absence {
  if (!serverAway(error)) throw error
  // Our servers speak English: their locale is C.
  return error instanceof Error && error.message.includes('shutting down') ? 'ending' : 'away'
}
