// Migrations: the runner's history is Prisma's, it refuses what it does not know exactly, and neither schema nor functions drift from their sources.
import { execFile } from 'node:child_process'
import { cpSync, mkdirSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import path from 'node:path'
import { setTimeout as sleep } from 'node:timers/promises'
import { fileURLToPath } from 'node:url'
import type pg from 'pg'
import { afterEach, beforeEach, describe, expect, test } from 'vitest'
import { migrate } from '../../src/store/migrations.ts'
import { connect } from '../../src/store/pool.ts'
import {
  emptyDatabase,
  type FreshDatabase,
  freshDatabase,
  temporaryFolder,
} from '../support/postgres.ts'

const project = fileURLToPath(new URL('../..', import.meta.url))
const first = '20260101000000_first'
const second = '20260102000000_second'

let database: FreshDatabase
let client: pg.Client
let folder: string

beforeEach(async () => {
  database = await emptyDatabase()
  client = await connect(database.config)
  folder = temporaryFolder()
  write(first, 'CREATE TABLE vote (id int PRIMARY KEY);')
})

afterEach(async () => {
  await client.end()
  await database.drop()
  rmSync(folder, { recursive: true })
})

function write(name: string, sql: string): void {
  mkdirSync(path.join(folder, name), { recursive: true })
  writeFileSync(path.join(folder, name, 'migration.sql'), sql)
}

async function tables(): Promise<string[]> {
  const { rows } = await client.query<{ name: string }>(
    "SELECT tablename AS name FROM pg_tables WHERE schemaname = 'public' AND tablename NOT LIKE '\\_%' ORDER BY 1",
  )
  return rows.map(({ name }) => name)
}

/** Runs Prisma's own command line as a developer would, against the database if there is one. */
function prisma(
  args: string[],
  config?: pg.ClientConfig,
): Promise<{ code: unknown; said: string }> {
  const address = config && `postgresql://${config.user}@/${config.database}?host=${config.host}`
  return new Promise((resolve) => {
    execFile(
      path.join(project, 'node_modules/.bin/prisma'),
      args,
      { cwd: project, env: { ...process.env, ...(address && { DATABASE_URL: address }) } },
      (error, stdout, stderr) => resolve({ code: error?.code ?? 0, said: `${stdout}${stderr}` }),
    )
  })
}

describe('the runner', () => {
  test('applies what is missing, in order, once', async () => {
    write(
      second,
      'CREATE TABLE party (id int PRIMARY KEY); CREATE TABLE seat (id int PRIMARY KEY);',
    )
    expect(await migrate(client, folder)).toEqual([first, second])
    expect(await migrate(client, folder)).toEqual([])
    expect(await tables()).toEqual(['party', 'seat', 'vote'])
  })

  test("Prisma's own command line finds our history up to date and nothing to do", async () => {
    await migrate(client)
    const status = await prisma(['migrate', 'status'], database.config)
    expect(status.said).toContain('Database schema is up to date')
    expect(status.code).toBe(0)
    const deploy = await prisma(['migrate', 'deploy'], database.config)
    expect(deploy.said).toContain('No pending migrations to apply')
  })

  test('of four at once, exactly one applies each migration', async () => {
    write(second, 'CREATE TABLE party (id int PRIMARY KEY);')
    const clients = await Promise.all(Array.from({ length: 4 }, () => connect(database.config)))
    const applied = await Promise.all(clients.map((one) => migrate(one, folder)))
    expect(applied.filter((names) => names.length > 0)).toEqual([[first, second]])
    await Promise.all(clients.map((one) => one.end()))
  })

  test('F41 migration killed half-way: nothing of it is stored, and the next run applies it', async () => {
    await migrate(client, folder)
    write(second, 'CREATE TABLE party (id int PRIMARY KEY); SELECT pg_sleep(30);')
    const victim = await connect(database.config)
    const { rows } = await victim.query<{ pid: number }>('SELECT pg_backend_pid() AS pid')
    const killed = expect(migrate(victim, folder)).rejects.toThrow(/nothing of it is stored/)
    await sleep(200)
    await client.query('SELECT pg_terminate_backend($1)', [rows[0]?.pid])
    await killed
    await victim.end().catch(() => {})
    expect(await tables()).toEqual(['vote'])
    write(second, 'CREATE TABLE party (id int PRIMARY KEY);')
    expect(await migrate(client, folder)).toEqual([second])
  })

  test('one that fails leaves nothing and can be mended', async () => {
    write(second, 'CREATE TABLE party (id int PRIMARY KEY); SELECT 1/0;')
    await expect(migrate(client, folder)).rejects.toThrow(second)
    expect(await tables()).toEqual(['vote'])
    write(second, 'CREATE TABLE party (id int PRIMARY KEY);')
    expect(await migrate(client, folder)).toEqual([second])
  })

  test('an edited migration is refused with the way back', async () => {
    await migrate(client, folder)
    write(first, 'CREATE TABLE vote (id bigint PRIMARY KEY);')
    await expect(migrate(client, folder)).rejects.toMatchObject({
      code: 'store.migration-edited',
      words: { de: expect.stringContaining('git checkout -- prisma/migrations') },
    })
  })

  test('F42 start on a newer schema than the code is refused, and nothing is applied', async () => {
    write(second, 'CREATE TABLE party (id int PRIMARY KEY);')
    await migrate(client, folder)
    rmSync(path.join(folder, second), { recursive: true })
    write('20260103000000_other', 'CREATE TABLE other (id int PRIMARY KEY);')
    await expect(migrate(client, folder)).rejects.toMatchObject({
      code: 'store.database-newer',
      words: { en: expect.stringContaining(second) },
    })
    expect(await tables()).toEqual(['party', 'vote'])
  })

  test("a migration that Prisma's engine left half done is refused, and its own next step mends it", async () => {
    await migrate(client, folder)
    write(second, 'CREATE TABLE party (id int PRIMARY KEY);')
    await client.query(
      "INSERT INTO _prisma_migrations (id, checksum, migration_name) VALUES ('x', 'y', $1)",
      [second],
    )
    await expect(migrate(client, folder)).rejects.toMatchObject({
      code: 'store.migration-failed',
      words: { en: expect.stringContaining(`migrate resolve --rolled-back ${second}`) },
    })
    await client.query("UPDATE _prisma_migrations SET rolled_back_at = started_at WHERE id = 'x'")
    expect(await migrate(client, folder)).toEqual([second])
  })
})

describe('drift', () => {
  const diff = (schema: string) =>
    prisma([
      ...['migrate', 'diff', '--from-migrations', 'prisma/migrations'],
      ...['--to-schema', schema, '--exit-code'],
    ])

  test('the migrations give exactly the tables of the schema', async () => {
    const { code, said } = await diff('prisma/schema.prisma')
    expect(said).toContain('No difference detected')
    expect(code).toBe(0)
  })

  test('a table more in the schema would be noticed', async () => {
    const changed = path.join(folder, 'schema.prisma')
    cpSync(path.join(project, 'prisma/schema.prisma'), changed)
    writeFileSync(changed, '\nmodel Extra {\n  id Int @id\n}\n', { flag: 'a' })
    const { code, said } = await diff(changed)
    expect(said).toContain('Extra')
    expect(code).toBe(2)
  })

  test('functions and triggers of a migrated database are those of prisma/functions', async () => {
    const migrated = await freshDatabase()
    const inside = await connect(migrated.config)
    const before = await sourcesOf(inside)
    const files = readdirSync(path.join(project, 'prisma/functions'))
    for (const file of files) {
      await inside.query(readFileSync(path.join(project, 'prisma/functions', file), 'utf8'))
    }
    expect(await sourcesOf(inside)).toEqual(before)
    const named = files.flatMap((file) => functionNames(path.join('prisma/functions', file)))
    expect(named.sort()).toEqual(before.functions.map(({ name }) => name).sort())
    expect(before.triggers.length).toBeGreaterThan(0)
    await inside.end()
    await migrated.drop()
  })
})

type Sources = Record<'functions' | 'triggers', { name: string; source: string }[]>

async function sourcesOf(inside: pg.Client): Promise<Sources> {
  const functions = await inside.query<{ name: string; source: string }>(
    `SELECT proname AS name, pg_get_functiondef(oid) AS source FROM pg_proc
      WHERE pronamespace = 'public'::regnamespace ORDER BY oid::regprocedure::text`,
  )
  const triggers = await inside.query<{ name: string; source: string }>(
    `SELECT tgname AS name, pg_get_triggerdef(oid) AS source FROM pg_trigger
      WHERE NOT tgisinternal ORDER BY tgrelid::regclass::text, tgname`,
  )
  return { functions: functions.rows, triggers: triggers.rows }
}

function functionNames(file: string): string[] {
  const sql = readFileSync(path.join(project, file), 'utf8')
  return [...sql.matchAll(/^CREATE OR REPLACE FUNCTION (\w+)/gm)].map(([, name = '']) => name)
}
