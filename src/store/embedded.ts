// The embedded PostgreSQL as one thing to open and stop, shared by the processes of a clone through the server lease; leaves databases and what is in them to open.ts.
import { setTimeout as sleep } from 'node:timers/promises'
import type pg from 'pg'
import type { Bilingual } from '../core/texts.ts'
import { hasCode, serverAway } from './errors.ts'
import type { Account, Home } from './home.ts'
import { settle } from './ownership.ts'
import { connect } from './pool.ts'
import {
  databaseUser,
  ensureData,
  findPostmaster,
  type Guard,
  guard,
  type Postmaster,
  type StartedServer,
  startServer,
} from './postmaster.ts'
import { refusal } from './texts.ts'

/** Who opens: the bot lives long and keeps the server alive; a command is short, and others may go on when it has finished. */
export type Role = 'bot' | 'command'

/** An embedded server that answers. */
export type EmbeddedServer = Readonly<{
  /** How to reach it; the database is added by the caller. */
  connection: pg.ClientConfig
  /** The account it runs under where that is not our own. */
  account: Account | undefined
  warnings: readonly Bilingual[]
  /** Ends our use of it. Whoever holds the server lease stops the server, in a way that lets others finish. */
  stop(): Promise<void>
}>

/** The session advisory lock that is the server lease: it ends with the process that holds it, however that ends. */
const serverLease = 815001

/** How long a server may take to answer: it may be starting, recovering after a crash, or changing hands. */
const patienceMs = 30_000

/** How long a stopping bot lets others finish before their sessions are cut. */
const othersMs = 5000

/** How long a command stays to see the server end; where others still use it, the server ends after them. */
const farewellMs = 1000

/** Pauses between two looks: at a server that is starting, and at one that somebody else is using. */
const startingMs = 15
const pauseMs = 100

/** Our hold on a running server: with the guard if we hold the lease. */
type Hold = Readonly<{ session: pg.Client; guard: Guard | undefined }>

/**
 * Opens the embedded server of a clone: makes the data if there are none, uses a running server if one answers, else
 * starts it. A bot also takes the server lease as soon as no short command holds it, and starts the server again when it
 * goes away.
 *
 * @param folder the operator's own choice for the data (UMLAUF_DATA)
 * @param report hears when the server went away and what came of it
 * @throws Refusal with what to do, where there are no binaries, no usable folder, or no answer in 30 seconds
 */
export async function openServer(
  project: string,
  folder: string | undefined,
  role: Role,
  report: (error: Error) => void,
): Promise<EmbeddedServer> {
  const home = settle(project, folder)
  ensureData(home)
  const keeper = new Keeper(home, role, report)
  await keeper.take()
  return {
    connection: reach(home),
    account: home.account,
    warnings: home.warnings,
    stop: () => keeper.stop(),
  }
}

/** Keeps one process's hold on the server, and for a bot takes it again when it is lost. */
class Keeper {
  readonly #home: Home
  readonly #role: Role
  readonly #report: (error: Error) => void
  #hold: Hold | undefined
  #again: Promise<void> | undefined
  #stopping = false

  constructor(home: Home, role: Role, report: (error: Error) => void) {
    this.#home = home
    this.#role = role
    this.#report = report
  }

  async take(): Promise<void> {
    const hold = await attach(this.#home, this.#role)
    this.#hold = hold
    if (this.#role === 'command') return
    hold.session.once('end', () => {
      if (!this.#stopping) this.#again = this.#takeAgain(hold)
    })
  }

  async #takeAgain(lost: Hold): Promise<void> {
    lost.guard?.release()
    while (!this.#stopping) {
      this.#report(new Error('PostgreSQL went away; opening it again'))
      try {
        return await this.take()
      } catch (error) {
        this.#report(error instanceof Error ? error : new Error(String(error)))
        await sleep(pauseMs)
      }
    }
  }

  async stop(): Promise<void> {
    this.#stopping = true
    await this.#again
    if (this.#hold === undefined) return
    const { session, guard } = this.#hold
    if (guard === undefined) return session.end()
    await stopServer(this.#home, this.#role, session)
    guard.release()
  }
}

/** Gets a hold on the server, whatever state it is in, within 30 seconds. */
async function attach(home: Home, role: Role): Promise<Hold> {
  const end = performance.now() + patienceMs
  const start = new Start(home)
  let inTheWay: string | undefined
  try {
    while (performance.now() < end) {
      const session = await tryToConnect(home, role)
      if (session === undefined) {
        start.attempt()
        await sleep(startingMs)
        continue
      }
      const got = await holdOf(home, role, session)
      if (typeof got === 'object') return got
      inTheWay = got
      await sleep(pauseMs)
    }
  } finally {
    start.leave()
  }
  const holder = inTheWay
  if (holder !== undefined) throw refusal('server-lease', (t) => t.leaseWithCommand(holder))
  throw refusal('server', (t) => t.serverSilent(home.data, start.lastWords))
}

/** Starts the server when nobody else's is there or on its way, and sees when the start was lost to somebody else. */
class Start {
  readonly #home: Home
  #server: StartedServer | undefined
  #guard: Guard | undefined
  lastWords = ''

  constructor(home: Home) {
    this.#home = home
  }

  attempt(): void {
    const words = this.#server?.lastWords()
    if (words !== undefined) {
      this.leave()
      // Whoever loses the start finds the winner's lock file; anything else will not get better by trying again.
      if (!words.includes('postmaster.pid')) {
        throw refusal('server', (t) => t.serverFailed(this.#home.data, words))
      }
      this.lastWords = words
    }
    if (this.#server !== undefined || findPostmaster(this.#home.data) !== undefined) return
    this.#server = startServer(this.#home)
    this.#guard = guard(this.#home, this.#server.pid)
  }

  /** From here on the server is guarded by whoever holds the lease. */
  leave(): void {
    this.#guard?.release()
    this.#guard = undefined
    this.#server = undefined
  }
}

/**
 * Takes the server lease with this session if it is free. Otherwise a command goes along as a guest; so does a bot with
 * another bot, but it waits for a command, which would soon take the server with it.
 *
 * @returns the hold; the process number of the command in the way; or undefined where the server is ending
 */
async function holdOf(
  home: Home,
  role: Role,
  session: pg.Client,
): Promise<Hold | string | undefined> {
  try {
    if (await takesLease(session)) {
      // A server that is being stopped still answers old sessions, but lets no new one in.
      const proof = await tryToConnect(home, role)
      const postmaster = findPostmaster(home.data)
      await proof?.end()
      if (proof && postmaster) return { session, guard: guard(home, postmaster.pid) }
      await session.end()
      return undefined
    }
    const holder = await leaseHolder(session)
    if (role === 'command' || holder?.role === 'bot') return { session, guard: undefined }
    await session.end()
    return holder?.pid
  } catch (error) {
    await session.end().catch(() => {})
    if (serverAway(error)) return undefined
    throw error
  }
}

async function takesLease(session: pg.Client): Promise<boolean> {
  const { rows } = await session.query<{ taken: boolean }>(
    'SELECT pg_try_advisory_lock($1) AS taken',
    [serverLease],
  )
  return rows[0]?.taken === true
}

async function leaseHolder(session: pg.Client): Promise<{ role: string; pid: string } | undefined> {
  const { rows } = await session.query<{ name: string }>(
    `SELECT a.application_name AS name FROM pg_locks l JOIN pg_stat_activity a USING (pid)
      WHERE l.locktype = 'advisory' AND l.granted AND l.classid = 0 AND l.objid = $1 AND l.objsubid = 1`,
    [serverLease],
  )
  const [, role = '', pid = ''] = rows[0]?.name.split(' ') ?? []
  return role === '' ? undefined : { role, pid }
}

/** Smart stop: nobody new gets in, those who are in may finish. A bot waits for them a little, then cuts them off. */
async function stopServer(home: Home, role: Role, session: pg.Client): Promise<void> {
  const postmaster = findPostmaster(home.data)
  if (postmaster === undefined) return session.end()
  signal(postmaster, 'SIGTERM')
  // The lease is given up only when nobody can get in any more: its next holder must not trust a server that is ending.
  for (;;) {
    const newcomer = await tryToConnect(home, role)
    if (newcomer === undefined) break
    await newcomer.end()
    await sleep(startingMs)
  }
  await session.end()
  if (await hasEnded(home, postmaster, role === 'bot' ? othersMs : farewellMs)) return
  if (role === 'command') return
  signal(postmaster, 'SIGINT')
  await hasEnded(home, postmaster, patienceMs)
}

function signal(postmaster: Postmaster, name: 'SIGTERM' | 'SIGINT'): void {
  try {
    process.kill(postmaster.pid, name)
  } catch (error) {
    if (!hasCode(error, 'ESRCH')) throw error
  }
}

async function hasEnded(home: Home, { pid }: Postmaster, withinMs: number): Promise<boolean> {
  const end = performance.now() + withinMs
  for (;;) {
    const found = findPostmaster(home.data)
    if (found === undefined || found.zombie || found.pid !== pid) return true
    if (performance.now() > end) return false
    await sleep(startingMs)
  }
}

/** One attempt: the session, or undefined where the server is not to be reached for now. */
async function tryToConnect(home: Home, role: Role): Promise<pg.Client | undefined> {
  try {
    return await connect({
      ...reach(home),
      database: 'postgres',
      // Read by leaseHolder: it tells a bot from a command, and whom to name.
      application_name: `umlauf ${role} ${process.pid}`,
      connectionTimeoutMillis: 10_000,
    })
  } catch (error) {
    if (serverAway(error)) return undefined
    throw error
  }
}

function reach(home: Home): pg.ClientConfig {
  return { host: home.socket, port: 5432, user: databaseUser }
}
