// The bot lease: who ticks and delivers, as a row with expiry and fencing token; leaves what to do with it to run/ and the server lease to embedded.ts.
import { readFileSync, readlinkSync } from 'node:fs'
import { hostname } from 'node:os'
import { setTimeout as sleep } from 'node:timers/promises'
import type pg from 'pg'
import { z } from 'zod'
import { refusal } from './texts.ts'

/** How long a lease holds without being renewed, and how often it is renewed. Machine time, in ms. */
const termMs = 15_000
const renewalMs = 4000
const term = `interval '${termMs} ms'`

/** A lease that is held. */
export type BotLease = Readonly<{
  /** Grows with every holder: what an earlier holder still tries is told apart by it. */
  token: bigint
  /** Whether it is certain, at this moment, that nobody else has it. */
  held(): boolean
  /** Gives it back, so that the next one need not wait for its expiry. */
  release(): Promise<void>
}>

/** Pause between two looks at a lease whose holder cannot be seen from here. */
const lookMs = 250

/**
 * A process as it stands in the row: readable, and with a mark that tells a living process from a reused number. The
 * mark names this boot of the machine, the space of process numbers (containers have their own) and the start.
 */
const processSchema = z.object({ host: z.string(), pid: z.number(), mark: z.string() })
type Process = z.infer<typeof processSchema>

type Standing = Readonly<{ holder: string; process: Process; expires: Date }>

/**
 * Takes the bot lease where it is free, has expired, or was left by a process of this machine that has ended. The lease
 * of a holder that cannot be seen from here is watched until it is renewed or expires.
 *
 * @param lost called once when somebody else has taken the lease, which needs that we failed to renew it in time
 * @throws Refusal `store.bot-lease` naming the holder, where that one lives
 */
export async function takeBotLease(pool: pg.Pool, lost: () => void): Promise<BotLease> {
  const holder = JSON.stringify(thisProcess())
  let before: Standing | undefined
  for (;;) {
    const standing = await readStanding(pool)
    const sight = standing && sightOf(standing.process)
    const asked = performance.now()
    const token = await tryToTake(pool, holder, sight === 'ended' ? standing?.holder : undefined)
    if (token !== undefined) {
      if (sight === 'ended') await giveBackClaims(pool)
      return new HeldLease(pool, token, asked + termMs, lost)
    }
    const renewed = standing && before && standing.expires > before.expires
    if (standing && (sight === 'alive' || renewed)) {
      const { host, pid } = standing.process
      throw refusal('bot-lease', (t) => t.botLeaseHeld(host, pid))
    }
    before ??= standing
    await sleep(lookMs)
  }
}

class HeldLease implements BotLease {
  readonly token: bigint
  readonly #pool: pg.Pool
  readonly #lost: () => void
  #safeUntil: number
  #next: NodeJS.Timeout | undefined

  constructor(pool: pg.Pool, token: bigint, safeUntil: number, lost: () => void) {
    this.#pool = pool
    this.token = token
    this.#safeUntil = safeUntil
    this.#lost = lost
    this.#renewLater()
  }

  held(): boolean {
    return performance.now() < this.#safeUntil
  }

  async release(): Promise<void> {
    clearTimeout(this.#next)
    this.#next = undefined
    this.#safeUntil = 0
    await this.#pool.query('UPDATE bot_lease SET expires_at = machine_now() WHERE token = $1', [
      this.token,
    ])
  }

  #renewLater(): void {
    this.#next = setTimeout(() => this.#renew(), renewalMs)
  }

  async #renew(): Promise<void> {
    const asked = performance.now()
    const renewed = await this.#pool
      .query(`UPDATE bot_lease SET expires_at = machine_now() + ${term} WHERE token = $1`, [
        this.token,
      ])
      .then(
        ({ rowCount }) => rowCount === 1,
        () => undefined,
      )
    if (this.#next === undefined) return
    if (renewed === false) {
      this.#safeUntil = 0
      this.#lost()
      return
    }
    // No answer is no loss: as long as nobody else took it, the lease can still be renewed when the server is back.
    if (renewed) this.#safeUntil = asked + termMs
    this.#renewLater()
  }
}

async function readStanding(pool: pg.Pool): Promise<Standing | undefined> {
  const { rows } = await pool.query<{ holder: string; expires: Date }>(
    'SELECT holder, expires_at AS expires FROM bot_lease',
  )
  const [row] = rows
  return row && { ...row, process: processSchema.parse(JSON.parse(row.holder)) }
}

/** One statement decides: of several who try at once, one gets a token. */
async function tryToTake(
  pool: pg.Pool,
  holder: string,
  ended: string | undefined,
): Promise<bigint | undefined> {
  const { rows } = await pool.query<{ token: bigint }>(
    `INSERT INTO bot_lease (holder, token, expires_at) VALUES ($1, 1, machine_now() + ${term})
     ON CONFLICT (one) DO UPDATE
       SET holder = excluded.holder, token = bot_lease.token + 1, expires_at = excluded.expires_at
       WHERE bot_lease.expires_at <= machine_now() OR bot_lease.holder = $2
     RETURNING token`,
    [holder, ended],
  )
  return rows[0]?.token
}

/**
 * What an ended process had under way it will never record: its posts need not wait until their claims expire. Whether
 * they arrived is not known, and is looked up.
 */
async function giveBackClaims(pool: pg.Pool): Promise<void> {
  await pool.query(
    'UPDATE post SET claimed_until = machine_now() WHERE claimed_until > machine_now()',
  )
}

function thisProcess(): Process {
  return { host: hostname(), pid: process.pid, mark: markOf(process.pid) ?? '' }
}

/** What can be seen of a process from here: alive, ended, or out of sight (another machine or container). */
function sightOf({ pid, mark }: Process): 'alive' | 'ended' | 'unseen' {
  const own = markOf(process.pid)
  const space = (text: string) => text.slice(0, text.lastIndexOf(' '))
  if (own === undefined || space(own) !== space(mark)) return 'unseen'
  return markOf(pid) === mark ? 'alive' : 'ended'
}

/** The mark of a process that lives here, on Linux. */
function markOf(pid: number): string | undefined {
  try {
    const boot = readFileSync('/proc/sys/kernel/random/boot_id', 'utf8').trim()
    const space = readlinkSync('/proc/self/ns/pid')
    const status = readFileSync(`/proc/${pid}/stat`, 'utf8')
    // The name in parentheses may hold anything; after it come the state (field 3) and, as field 22, the start.
    const fields = status.slice(status.lastIndexOf(')') + 2).split(' ')
    return fields[0] === 'Z' ? undefined : `${boot} ${space} ${fields[19]}`
  } catch {
    return undefined
  }
}
