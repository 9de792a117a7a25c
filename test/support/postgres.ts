// One real PostgreSQL for a whole test run, and a fresh database for whoever asks, copied from a migrated template; leaves what is in it to the tests.
import { randomUUID } from 'node:crypto'
import { accessSync, chmodSync, constants, mkdtempSync, rmSync, statfsSync } from 'node:fs'
import { tmpdir } from 'node:os'
import path from 'node:path'
import type pg from 'pg'
import { inject } from 'vitest'
import type { TestProject } from 'vitest/node'
import { openServer } from '../../src/store/embedded.ts'
import { migrate } from '../../src/store/migrations.ts'
import type { Stamp } from '../../src/store/open.ts'
import { connect } from '../../src/store/pool.ts'

declare module 'vitest' {
  interface ProvidedContext {
    postgres: { host: string; port: number; user: string }
  }
}

const enoughMemory = 2 * 1024 ** 3

/** A database of a test's own. */
export type FreshDatabase = Readonly<{
  name: string
  config: pg.ClientConfig
  drop(): Promise<void>
}>

/** Starts the server and makes one template for each stamp; vitest calls it once, before all tests. */
export default async function setUp(project: TestProject): Promise<() => Promise<void>> {
  const folder = temporaryFolder()
  const server = await openServer(folder, path.join(folder, 'data'), 'bot', (error) =>
    console.error(error),
  )
  const { host = '', port = 5432, user = '' } = server.connection
  for (const stamp of ['rehearsal', 'real'] as const)
    await makeTemplate({ host, port, user }, stamp)
  project.provide('postgres', { host, port, user })
  return async () => {
    await server.stop()
    rmSync(folder, { recursive: true, force: true })
  }
}

/** A folder for one test or run, which PostgreSQL's user may enter when the tests run as root. The caller removes it. */
export function temporaryFolder(parent: string = fastestFolder()): string {
  const folder = mkdtempSync(path.join(parent, 'umlauf-test-'))
  chmodSync(folder, 0o755)
  return folder
}

/** Memory, where there is enough of it: the databases of a run die with it, and copying one costs a tenth of the time. */
function fastestFolder(): string {
  try {
    const memory = '/dev/shm'
    accessSync(memory, constants.W_OK)
    const { bavail, bsize } = statfsSync(memory)
    return bavail * bsize > enoughMemory ? memory : tmpdir()
  } catch {
    return tmpdir()
  }
}

/** A fresh, migrated and stamped database, in milliseconds. */
export async function freshDatabase(stamp: Stamp = 'rehearsal'): Promise<FreshDatabase> {
  return copyOf(templateOf(stamp))
}

/** A database with nothing in it. */
export async function emptyDatabase(): Promise<FreshDatabase> {
  return copyOf('template0')
}

async function copyOf(template: string): Promise<FreshDatabase> {
  const server = inject('postgres')
  const name = `test_${randomUUID().replaceAll('-', '')}`
  await asAdmin(server, `CREATE DATABASE ${name} TEMPLATE ${template} STRATEGY file_copy`)
  return {
    name,
    config: { ...server, database: name },
    drop: () => asAdmin(server, `DROP DATABASE ${name} WITH (FORCE)`),
  }
}

function templateOf(stamp: Stamp): string {
  return `template_${stamp}`
}

async function makeTemplate(server: pg.ClientConfig, stamp: Stamp): Promise<void> {
  const database = templateOf(stamp)
  await asAdmin(server, `CREATE DATABASE ${database}`)
  const client = await connect({ ...server, database })
  await migrate(client)
  await client.query('INSERT INTO instance (stamp) VALUES ($1)', [stamp])
  await client.end()
}

async function asAdmin(server: pg.ClientConfig, statement: string): Promise<void> {
  const client = await connect({ ...server, database: 'postgres' })
  try {
    await client.query(statement)
  } finally {
    await client.end()
  }
}
