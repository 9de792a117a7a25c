// The embedded PostgreSQL as one thing to open and stop, shared by all processes of a clone; leaves databases and what is in them to open.ts.
import { setTimeout as sleep } from 'node:timers/promises'
import type pg from 'pg'
import type { Bilingual } from '../core/texts.ts'
import type { Account, Home } from './home.ts'
import { settle } from './ownership.ts'
import {
  cleanStopMs,
  ensureData,
  findPostmaster,
  type Guard,
  guard,
  type StartedServer,
  startServer,
} from './postmaster.ts'
import { dropServer, enter, type Membership, reach } from './server-lease.ts'
import { refusal } from './texts.ts'

/** Who opens: a bot lives long and starts the server again when it goes away; a command is short and does not. */
export type Role = 'bot' | 'command'

/** An embedded server that answers. */
export type EmbeddedServer = Readonly<{
  /** How to reach it: a socket in a folder of its own. The database is added by the caller. */
  connection: pg.ClientConfig
  /** The data directory; an external server has none here. */
  data: string | undefined
  /** The account it runs under where that is not our own. */
  account: Account | undefined
  warnings: readonly Bilingual[]
  /** Ends our use of it, after all other connections of ours. It is stopped when nobody else uses it. */
  stop(): Promise<void>
}>

/** How long a server may take to answer: it may be starting, recovering after a crash, or changing hands. */
const patienceMs = 30_000

/** Pause between two looks at a server that is on its way. */
const lookMs = 15

/** Pause before a bot tries again to bring a lost server back. */
const pauseMs = 1000

/**
 * Opens the embedded server of a clone: makes the data if there are none, uses a running server if one answers, else
 * starts it. It runs as long as one of the processes that opened it, and stops with the last one, even by kill -9.
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
  await keeper.open()
  return {
    connection: reach(home),
    data: home.data,
    account: home.account,
    warnings: home.warnings,
    stop: () => keeper.stop(),
  }
}

/** Keeps one process's place at the server, and for a bot brings the server back when it is lost. */
class Keeper {
  readonly #home: Home
  readonly #role: Role
  readonly #report: (error: Error) => void
  #membership: Membership | undefined
  #reopening: Promise<void> | undefined
  #stopping = false

  constructor(home: Home, role: Role, report: (error: Error) => void) {
    this.#home = home
    this.#role = role
    this.#report = report
  }

  async open(): Promise<void> {
    const membership = await join(this.#home)
    this.#membership = membership
    membership.ended.then(() => {
      if (this.#stopping) return
      membership.dismissGuard()
      if (this.#role === 'bot') this.#reopening = this.#reopen()
    })
  }

  async #reopen(): Promise<void> {
    this.#report(new Error('PostgreSQL went away; opening it again'))
    while (!this.#stopping) {
      try {
        return await this.open()
      } catch (error) {
        this.#report(error instanceof Error ? error : new Error(String(error)))
        await sleep(pauseMs)
      }
    }
  }

  async stop(): Promise<void> {
    this.#stopping = true
    await this.#reopening
    await this.#membership?.leave()
  }
}

/** Joins those who use the server, whatever state it is in, within 30 seconds. */
async function join(home: Home): Promise<Membership> {
  const start = new Start(home)
  let endingSince: number | undefined
  try {
    for (const end = performance.now() + patienceMs; performance.now() < end; ) {
      const came = await enter(home)
      if (typeof came === 'object') return came
      endingSince = came === 'ending' ? (endingSince ?? performance.now()) : undefined
      // Whoever told it to stop has waited for a clean end, or is gone: see cleanStopMs.
      if (endingSince && performance.now() - endingSince > 2 * cleanStopMs) dropServer(home)
      start.attempt()
      await sleep(lookMs)
    }
  } finally {
    start.leave()
  }
  throw refusal('server', (t) => t.serverSilent(home.data, start.lastWords))
}

/** Starts the server when none is there or on its way, and sees when the start was lost to another process. */
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

  /** From here on the server is guarded by whoever has the lease. */
  leave(): void {
    this.#guard?.release()
    this.#guard = undefined
    this.#server = undefined
  }
}
