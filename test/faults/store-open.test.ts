// Opening the store: which servers and databases are refused and why, the stamp, the rehearsal's clock, and the lease of the one bot.
import { rmSync } from 'node:fs'
import path from 'node:path'
import { setTimeout as sleep } from 'node:timers/promises'
import type pg from 'pg'
import { afterEach, beforeEach, describe, expect, test } from 'vitest'
import { openServer } from '../../src/store/embedded.ts'
import { takeBotLease } from '../../src/store/lease.ts'
import { openStore, type Store, type StoreOptions } from '../../src/store/open.ts'
import { connect, openPool } from '../../src/store/pool.ts'
import { examineServer, refuseUnsafe } from '../../src/store/server-settings.ts'
import {
  emptyDatabase,
  type FreshDatabase,
  freshDatabase,
  temporaryFolder,
} from '../support/postgres.ts'

const silent = { report: () => {}, leaseLost: () => {} }

function addressOf({ host, user, database }: pg.ClientConfig): string {
  return `postgresql://${user}@/${database}?host=${encodeURIComponent(host ?? '')}`
}

function open(config: pg.ClientConfig, options: Partial<StoreOptions> = {}): Promise<Store> {
  const usual = { project: '/', role: 'command', stamp: 'rehearsal' } as const
  return openStore({ ...usual, ...silent, url: addressOf(config), ...options })
}

describe('the stamp', () => {
  let empty: FreshDatabase

  beforeEach(async () => {
    empty = await emptyDatabase()
  })

  afterEach(() => empty.drop())

  test('an empty database is migrated and stamped, once', async () => {
    const first = await open(empty.config, { stamp: 'real' })
    await first.close()
    const again = await open(empty.config, { stamp: 'real' })
    expect(await again.prisma.instance.findMany()).toMatchObject([{ stamp: 'real', offsetMs: 0n }])
    await again.close()
  })

  test.each([
    ['real', 'rehearsal'],
    ['rehearsal', 'real'],
  ] as const)('a database stamped %s is not opened as %s', async (given, asked) => {
    await (await open(empty.config, { stamp: given })).close()
    await expect(open(empty.config, { stamp: asked })).rejects.toMatchObject({
      code: 'store.other-stamp',
      words: { en: expect.stringContaining(`stamped "${given}"`) },
    })
  })

  test("a rehearsal's clock starts where it is told at stamping, runs on from there, and stays", async () => {
    const clockStart = Date.parse('2023-09-25T07:00:00Z')
    const first = await open(empty.config, { clockStart })
    await first.close()
    const later = await open(empty.config, { clockStart: Date.parse('2020-01-01T00:00:00Z') })
    const { rows } = await later.pool.query<{ at: Date }>('SELECT umlauf_now() AS at')
    const passed = (rows[0]?.at.getTime() ?? 0) - clockStart
    expect(passed).toBeGreaterThan(0)
    expect(passed).toBeLessThan(60_000)
    await later.close()
  })
})

describe('the server', () => {
  test('an address that is none is refused with one that would be', async () => {
    await expect(open({}, { url: 'mysql://localhost/umlauf' })).rejects.toMatchObject({
      code: 'store.url',
      words: { de: expect.stringContaining('postgresql://') },
    })
  })

  test('synchronous_commit off for this database alone is refused, with the line that says what to do', async () => {
    const database = await freshDatabase()
    const admin = await connect(database.config)
    await admin.query(`ALTER DATABASE ${database.name} SET synchronous_commit = off`)
    await admin.end()
    await expect(open(database.config)).rejects.toMatchObject({
      code: 'store.unsafe-server',
      words: { en: expect.stringMatching(/synchronous_commit = off: COMMIT answers before/) },
    })
    await database.drop()
  })

  test('fsync and full_page_writes off are refused together, each with its reason; doctor sees every line', async () => {
    const folder = temporaryFolder()
    const server = await openServer(folder, path.join(folder, 'data'), 'bot', silent.report)
    const client = await connect({ ...server.connection, database: 'postgres' })
    expect((await examineServer(client)).every(({ ok }) => ok)).toBe(true)
    for (const setting of ['fsync', 'full_page_writes']) {
      await client.query(`ALTER SYSTEM SET ${setting} = off`)
    }
    await client.query('SELECT pg_reload_conf()')
    await sleep(200)
    const findings = await examineServer(client)
    expect(findings.filter(({ ok }) => !ok).map(({ setting }) => setting)).toEqual([
      'fsync',
      'full_page_writes',
    ])
    expect(() => refuseUnsafe(findings)).toThrow(/fsync = off.*\n.*full_page_writes = off/)
    await client.end()
    await server.stop()
    rmSync(folder, { recursive: true })
  })

  test('a server that is not there yet is waited for', async () => {
    const folder = temporaryFolder()
    const host = path.join(folder, 'data/postgres')
    const waiting = open({ host, user: 'umlauf', database: 'postgres' })
    await sleep(300)
    const server = await openServer(folder, path.join(folder, 'data'), 'bot', silent.report)
    const store = await waiting
    expect((await store.pool.query('SELECT 1 AS one')).rows).toEqual([{ one: 1 }])
    await store.close()
    await server.stop()
    rmSync(folder, { recursive: true })
  })
})

describe('the bot lease', () => {
  let database: FreshDatabase
  let pool: pg.Pool

  beforeEach(async () => {
    database = await freshDatabase()
    pool = openPool(database.config, 3, () => {})
  })

  afterEach(async () => {
    await pool.end()
    await database.drop()
  })

  const elsewhere = JSON.stringify({ host: 'replica-2', pid: 7, mark: 'boot space start' })
  const heldElsewhere = (ms: number) =>
    pool.query(
      `INSERT INTO bot_lease (holder, token, expires_at) VALUES ($1, 5, machine_now() + $2 * interval '1 ms')
       ON CONFLICT (one) DO UPDATE SET expires_at = excluded.expires_at`,
      [elsewhere, ms],
    )

  test('a bot is refused while another one lives here, and follows it with a higher token', async () => {
    const first = await open(database.config, { role: 'bot' })
    await expect(open(database.config, { role: 'bot' })).rejects.toMatchObject({
      code: 'store.bot-lease',
      words: { de: expect.stringContaining(`Prozess ${process.pid} auf `) },
    })
    expect([first.lease?.token, first.lease?.held()]).toEqual([1n, true])
    await first.close()
    expect(first.lease?.held()).toBe(false)
    const next = await open(database.config, { role: 'bot' })
    expect(next.lease?.token).toBe(2n)
    await next.close()
  })

  test('a holder on another machine that is silent is followed when its lease expires', async () => {
    await heldElsewhere(1200)
    const asked = performance.now()
    const lease = await takeBotLease(pool, () => {})
    expect(performance.now() - asked).toBeGreaterThan(1000)
    expect(lease.token).toBe(6n)
    await lease.release()
  })

  test('a holder on another machine that renews its lease is named', async () => {
    await heldElsewhere(10_000)
    const refused = expect(takeBotLease(pool, () => {})).rejects.toThrow(/process 7 on replica-2/)
    await sleep(400)
    await heldElsewhere(20_000)
    await refused
  })

  test('a bot that slept through its lease learns that another one has it', async () => {
    const lease = await new Promise<{ held(): boolean }>((resolve) => {
      const taken = takeBotLease(pool, async () => resolve(await taken))
      taken.then(() =>
        pool.query('UPDATE bot_lease SET holder = $1, token = token + 1', [elsewhere]),
      )
    })
    expect(lease.held()).toBe(false)
    expect((await pool.query('SELECT token FROM bot_lease')).rows).toEqual([{ token: 2n }])
  })
})
