// Brings a database to the state this program needs, keeping Prisma's own history so that its command line agrees; leaves writing migrations to prisma/migrations.
import { createHash, randomUUID } from 'node:crypto'
import { readdirSync, readFileSync } from 'node:fs'
import path from 'node:path'
import { fileURLToPath } from 'node:url'
import type pg from 'pg'
import { hasCode } from './errors.ts'
import { refusal } from './texts.ts'

const ownMigrations = fileURLToPath(new URL('../../prisma/migrations', import.meta.url))

/** The lock that Prisma's own engine takes, so that neither runs into the other. */
const prismaLock = 72707369

/** Prisma's own table, letter by letter. */
const historyTable = `CREATE TABLE IF NOT EXISTS _prisma_migrations (
    id                      VARCHAR(36) PRIMARY KEY NOT NULL,
    checksum                VARCHAR(64) NOT NULL,
    finished_at             TIMESTAMPTZ,
    migration_name          VARCHAR(255) NOT NULL,
    logs                    TEXT,
    rolled_back_at          TIMESTAMPTZ,
    started_at              TIMESTAMPTZ NOT NULL DEFAULT now(),
    applied_steps_count     INTEGER NOT NULL DEFAULT 0
)`

type Migration = Readonly<{ name: string; sql: string; checksum: string }>
type Applied = Readonly<{ name: string; checksum: string; finished: boolean }>

/**
 * Applies the migrations that a database lacks, each in one transaction together with its row in the history: killed at
 * any moment, it leaves either all of a migration or nothing. Of several at once, one applies and the others find it done.
 *
 * @param client a connection of its own, outside any pool: the lock belongs to the session
 * @param folder the migrations, one folder each, in the order of their names
 * @returns the names of those applied now
 * @throws Refusal `store.migration-edited`, `store.migration-failed`, `store.database-newer`, `store.migration-busy`,
 * each with the exact next step
 */
export async function migrate(
  client: pg.Client,
  folder: string = ownMigrations,
): Promise<readonly string[]> {
  const migrations = readMigrations(folder)
  await lock(client)
  try {
    await client.query(historyTable)
    const history = await readHistory(client)
    refuseForeignHistory(migrations, history)
    const missing = migrations.filter(({ name }) => !history.some((row) => row.name === name))
    for (const migration of missing) await apply(client, migration)
    return missing.map(({ name }) => name)
  } finally {
    await client.query('SELECT pg_advisory_unlock($1)', [prismaLock]).catch(() => {})
  }
}

function readMigrations(folder: string): Migration[] {
  const names = readdirSync(folder, { withFileTypes: true })
    .filter((entry) => entry.isDirectory())
    .map((entry) => entry.name)
    .sort()
  return names.map((name) => {
    const sql = readFileSync(path.join(folder, name, 'migration.sql'), 'utf8')
    return { name, sql, checksum: createHash('sha256').update(sql).digest('hex') }
  })
}

async function lock(client: pg.Client): Promise<void> {
  try {
    await client.query("SET lock_timeout = '60s'")
    await client.query('SELECT pg_advisory_lock($1)', [prismaLock])
  } catch (cause) {
    if (hasCode(cause, '55P03')) throw refusal('migration-busy', (t) => t.migrationBusy(), cause)
    throw cause
  } finally {
    await client.query('RESET lock_timeout').catch(() => {})
  }
}

async function readHistory(client: pg.Client): Promise<readonly Applied[]> {
  const { rows } = await client.query<Applied>(
    `SELECT migration_name AS name, checksum, finished_at IS NOT NULL AS finished
       FROM _prisma_migrations WHERE rolled_back_at IS NULL ORDER BY started_at`,
  )
  return rows
}

/** Nothing is applied on top of a history that this program does not know exactly. */
function refuseForeignHistory(migrations: readonly Migration[], history: readonly Applied[]): void {
  const failed = history.find((row) => !row.finished)
  if (failed) throw refusal('migration-failed', (t) => t.migrationFailedBefore(failed.name))
  const known = new Map(migrations.map(({ name, checksum }) => [name, checksum]))
  const newer = history.filter((row) => !known.has(row.name)).map((row) => row.name)
  if (newer.length > 0) throw refusal('database-newer', (t) => t.databaseNewer(newer.join(', ')))
  const edited = history.find((row) => known.get(row.name) !== row.checksum)
  if (edited) throw refusal('migration-edited', (t) => t.migrationEdited(edited.name))
}

async function apply(client: pg.Client, { name, sql, checksum }: Migration): Promise<void> {
  try {
    await client.query('BEGIN')
    await client.query(sql)
    await client.query(
      `INSERT INTO _prisma_migrations (id, checksum, migration_name, finished_at, applied_steps_count)
       VALUES ($1, $2, $3, now(), 1)`,
      [randomUUID(), checksum, name],
    )
    await client.query('COMMIT')
  } catch (cause) {
    await client.query('ROLLBACK').catch(() => {})
    throw new Error(`The migration ${name} failed; nothing of it is stored`, { cause })
  }
}
