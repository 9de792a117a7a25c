// The four ways in which a database driver can lie (silent rollback, shifted instants, a failing COMMIT, a lost connection), and what a fresh database costs.
import { randomUUID } from 'node:crypto'
import { setTimeout as sleep } from 'node:timers/promises'
import pg from 'pg'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { serverAway } from '../../src/store/errors.ts'
import type { PrismaClient } from '../../src/store/generated/client.ts'
import { migrate } from '../../src/store/migrations.ts'
import { connect, openPool, openPrisma } from '../../src/store/pool.ts'
import { emptyDatabase, type FreshDatabase, freshDatabase } from '../support/postgres.ts'

let database: FreshDatabase
let pool: pg.Pool
let prisma: PrismaClient

beforeAll(async () => {
  database = await freshDatabase()
  pool = openPool(database.config, 4, () => {})
  prisma = openPrisma(pool)
})

afterAll(async () => {
  await prisma.$disconnect()
  await pool.end()
  await database.drop()
})

const counter = (body: string) => ({ body, series: 'draft', year: 2026, next: 1 })

describe('a COMMIT that PostgreSQL answers with ROLLBACK', () => {
  test('a swallowed error inside a Prisma transaction is not reported as stored', async () => {
    await prisma.counter.create({ data: counter('taken') })
    const swallowing = prisma.$transaction(async (tx) => {
      await tx.counter.create({ data: counter('lost') })
      await tx.counter.create({ data: counter('taken') }).catch(() => {})
      return 'stored'
    })
    await expect(swallowing).rejects.toThrow(/COMMIT was answered with ROLLBACK/)
    expect(await prisma.counter.count({ where: { body: 'lost' } })).toBe(0)
    expect([pool.idleCount, pool.waitingCount]).toEqual([pool.totalCount, 0])
  })

  test('pg throws in every style of calling', async () => {
    const config = { text: 'COMMIT' }
    const styles: Record<string, (client: pg.Client) => Promise<unknown>> = {
      'a promise of a text': (client) => client.query('COMMIT'),
      'a promise of a configuration': (client) => client.query(config),
      'a promise of a named statement': (client) => client.query({ name: 'c', text: 'commit' }),
      'another word for it': (client) => client.query('  END -- of the transaction'),
      'the first of several statements': (client) => client.query('COMMIT; SELECT 1'),
      'a callback after the text': (client) => called((done) => client.query('COMMIT', done)),
      'a callback after the values': (client) => called((done) => client.query('COMMIT', [], done)),
      'a callback after a configuration': (client) => called((done) => client.query(config, done)),
      'a callback in the configuration': (client) =>
        called((done) => client.query({ ...config, callback: done } as pg.QueryConfig)),
    }
    for (const [style, commit] of Object.entries(styles)) {
      const client = await connect(database.config)
      await client.query('BEGIN')
      await client.query('SELECT 1/0').catch(() => {})
      await expect(commit(client), style).rejects.toThrow(/answered with ROLLBACK/)
      expect((await client.query('SELECT 1 AS one')).rows, style).toEqual([{ one: 1 }])
      await client.end()
    }
  })

  test('a ROLLBACK that was asked for is none of its business', async () => {
    const client = await connect(database.config)
    await client.query('BEGIN')
    await client.query('SAVEPOINT here')
    await client.query('ROLLBACK TO SAVEPOINT here')
    expect((await client.query('COMMIT')).command).toBe('COMMIT')
    await client.query('BEGIN')
    expect((await client.query('ROLLBACK')).command).toBe('ROLLBACK')
    await client.end()
  })
})

describe('instants on a server that is not in UTC', () => {
  test.each(['America/New_York', 'Asia/Kolkata'])(
    '%s: what Prisma writes is the instant that SQL reads',
    async (zone) => {
      const away = await freshDatabase()
      const admin = await connect(away.config)
      await admin.query(`ALTER DATABASE ${away.name} SET timezone = '${zone}'`)
      await admin.end()
      const plain = new pg.Client(away.config)
      await plain.connect()
      expect((await plain.query('SHOW TimeZone')).rows).toEqual([{ TimeZone: zone }])
      await plain.end()

      const ourPool = openPool(away.config, 2, () => {})
      const ourPrisma = openPrisma(ourPool)
      const noon = new Date('2026-07-01T12:00:00.123Z')
      await ourPrisma.inbox.create({
        data: {
          connection: 'room',
          requestId: zone,
          bodyHash: new Uint8Array(32),
          receivedAt: noon,
        },
      })
      const { rows } = await ourPool.query(
        'SELECT (extract(epoch FROM received_at) * 1000)::bigint AS ms, received_at AS at FROM inbox',
      )
      expect(rows).toEqual([{ ms: BigInt(noon.getTime()), at: noon }])
      const [seen] = await ourPrisma.$queryRaw<{ off: number }[]>`
      SELECT abs(extract(epoch FROM umlauf_now() - clock_timestamp()))::float8 AS off`
      expect(seen?.off).toBeLessThan(1)
      await ourPrisma.$disconnect()
      await ourPool.end()
      await away.drop()
    },
  )

  test('options in the address of the server do not push ours aside', async () => {
    const { host = '', user = '' } = database.config
    const address = `postgresql://${user}@/${database.name}?host=${encodeURIComponent(host)}&options=${encodeURIComponent('-c TimeZone=Asia/Tokyo -c work_mem=5MB')}`
    const client = await connect({ connectionString: address })
    const { rows } = await client.query(
      "SELECT current_setting('TimeZone') AS zone, current_setting('work_mem') AS memory",
    )
    expect(rows).toEqual([{ zone: 'UTC', memory: '5MB' }])
    await client.end()
  })
})

describe('the end of a transaction', () => {
  test('a deferred constraint that fails at COMMIT throws through the adapter', async () => {
    await prisma.$executeRaw`CREATE TABLE parent (id int PRIMARY KEY)`
    await prisma.$executeRaw`CREATE TABLE child (parent int REFERENCES parent DEFERRABLE INITIALLY DEFERRED)`
    const orphan = prisma.$transaction(async (tx) => {
      await tx.$executeRaw`INSERT INTO child VALUES (7)`
      return 'stored'
    })
    await expect(orphan).rejects.toThrow(/foreign ?key/i)
    expect(await prisma.$queryRaw`SELECT * FROM child`).toEqual([])
  })

  test('a backend terminated before COMMIT throws, and the outcome is found by the id', async () => {
    const admin = await connect(database.config)
    const id = randomUUID()
    const broken = prisma.$transaction(async (tx) => {
      await tx.counter.create({ data: counter(id) })
      const [backend] = await tx.$queryRaw<{ pid: number }[]>`SELECT pg_backend_pid() AS pid`
      await admin.query('SELECT pg_terminate_backend($1)', [backend?.pid])
      await sleep(100)
      return 'stored'
    })
    await expect(broken).rejects.toThrow()
    expect(await prisma.counter.count({ where: { body: id } })).toBe(0)
    await admin.end()
  })
})

describe('a connection that breaks', () => {
  test.each(['while it is asked', 'between two queries'])(
    '%s: waiting for the server may mend it',
    async (moment) => {
      const client = await connect(database.config)
      const { rows } = await client.query<{ pid: number }>('SELECT pg_backend_pid() AS pid')
      const broken = new Promise((resolve) => client.once('error', resolve))
      const asked = moment === 'while it is asked' ? client.query('SELECT pg_sleep(10)') : undefined
      const caught = asked?.catch((error: unknown) => error)
      await pool.query('SELECT pg_terminate_backend($1)', [rows[0]?.pid])
      if (!asked) await broken
      const fault = await (caught ?? client.query('SELECT 1').catch((error: unknown) => error))
      expect(serverAway(fault), String(fault)).toBe(true)
      await client.end()
    },
  )
})

describe('the pool', () => {
  test('F18 pool exhausted: the caller waits a second, is told, and the pool serves on', async () => {
    const small = openPool(database.config, 1, () => {})
    const taken = await small.connect()
    const asked = performance.now()
    await expect(small.query('SELECT 1')).rejects.toThrow(/timeout/)
    expect(performance.now() - asked).toBeLessThan(2000)
    taken.release()
    expect((await small.query('SELECT 1 AS one')).rows).toEqual([{ one: 1 }])
    await small.end()
  })

  test('connections cut while idle and while in use are reported and replaced, and end no process', async () => {
    const reported: string[] = []
    const config = { ...database.config, application_name: 'cut' }
    const cut = openPool(config, 2, (error) => reported.push(error.message))
    const inUse = await cut.connect()
    await cut.query('SELECT 1')
    const admin = await connect(database.config)
    await admin.query(
      "SELECT pg_terminate_backend(pid) FROM pg_stat_activity WHERE application_name = 'cut'",
    )
    await sleep(100)
    expect(reported).toHaveLength(1)
    await expect(inUse.query('SELECT 2')).rejects.toThrow()
    inUse.release(true)
    expect((await cut.query('SELECT 1 AS one')).rows).toEqual([{ one: 1 }])
    await admin.end()
    await cut.end()
  })

  test('whole numbers beyond 2^53 stay what they are', async () => {
    const { rows } = await pool.query('SELECT 9007199254740993::bigint AS n')
    expect(rows).toEqual([{ n: 9007199254740993n }])
  })
})

describe('databases for tests', () => {
  test('a fresh database is cheaper than migrating an empty one', async () => {
    const took = async (work: () => Promise<unknown>) => {
      const from = performance.now()
      await work()
      return performance.now() - from
    }
    const fresh: number[] = []
    const migrated: number[] = []
    for (let round = 0; round < 5; round += 1) {
      const made: FreshDatabase[] = []
      fresh.push(await took(async () => made.push(await freshDatabase('real'))))
      migrated.push(
        await took(async () => {
          const empty = await emptyDatabase()
          made.push(empty)
          const client = await connect(empty.config)
          await migrate(client)
          await client.end()
        }),
      )
      for (const { drop } of made) await drop()
    }
    const median = (values: number[]) => values.sort((a, b) => a - b)[values.length >> 1] ?? 0
    const [copied, built] = [median(fresh), median(migrated)]
    console.info(
      `fresh database ${copied.toFixed(0)} ms, migrated ${built.toFixed(0)} ms, ratio ${(copied / built).toFixed(2)}`,
    )
    expect(copied).toBeLessThan(built)
  })
})

type Done = (error: Error | null) => void

/** Turns a call with a callback into a promise. */
function called(call: (done: Done) => unknown): Promise<void> {
  return new Promise((resolve, reject) => {
    call((error) => (error ? reject(error) : resolve()))
  })
}
