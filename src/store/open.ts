// Opens the store as a whole: finds or starts the server, checks it, migrates and stamps the database, and hands out the connections; leaves what is read and written to the repositories.
import type pg from 'pg'
import type { Bilingual } from '../core/texts.ts'
import type { Instant } from '../core/values.ts'
import { type EmbeddedServer, openServer, type Role } from './embedded.ts'
import { hasCode } from './errors.ts'
import type { PrismaClient } from './generated/client.ts'
import { type BotLease, takeBotLease } from './lease.ts'
import { migrate } from './migrations.ts'
import { connect, openPool, openPrisma, patiently } from './pool.ts'
import { examineServer, refuseUnsafe, type ServerFinding } from './server-settings.ts'
import { refusal } from './texts.ts'

/** What a database is for, said once at its creation and never changed. */
export type Stamp = 'rehearsal' | 'real'

/** How a store is opened. */
export type StoreOptions = Readonly<{
  /** An external PostgreSQL (DATABASE_URL). Without it the embedded one is used. */
  url?: string | undefined
  /** The clone's folder, and the operator's own choice for the embedded data (UMLAUF_DATA). */
  project: string
  folder?: string | undefined
  /** The bot takes the bot lease, or is refused; a command shares the server and the database. */
  role: Role
  stamp: Stamp
  /** The embedded database; `rehearsal` and `real` stand side by side under their own names. */
  database?: string | undefined
  /** Where the clock of a new rehearsal starts; without it, at the machine's time. */
  clockStart?: Instant | undefined
  /** Hears what broke and was mended, for the log: lost connections, a server started again. */
  report: (error: Error) => void
  /** Called once when another bot has taken the bot lease from us; a command needs none. */
  leaseLost: () => void
}>

/** An open store. */
export type Store = Readonly<{
  /** For the hot statements (`{name, text, values}`) and whatever must be one round trip. int8 comes as BigInt. */
  pool: pg.Pool
  /** For ordinary reads and writes, on the same pool. */
  prisma: PrismaClient
  /** The lease of the bot; a command has none. */
  lease: BotLease | undefined
  /** The data directory of the embedded server; an external one has none here. */
  data: string | undefined
  /** What doctor shows of the server's settings. */
  findings: readonly ServerFinding[]
  /** What the operator should know, in words. */
  warnings: readonly Bilingual[]
  /** A connection of its own outside the pool: for LISTEN, and for the close of a circulation. The caller ends it. */
  reserve(): Promise<pg.Client>
  close(): Promise<void>
}>

/** How many connections at most. */
const connectionsOf: Readonly<Record<Role, number>> = { bot: 12, command: 3 }

/**
 * Opens the store: embedded, or external by address. Tries again for 30 seconds while the server is starting, recovering
 * or changing hands.
 *
 * @throws Refusal with the next step: no usable server or folder, unsafe settings, a foreign history of migrations,
 * another stamp, a real database under `nobody`, another bot at work
 */
export async function openStore(options: StoreOptions): Promise<Store> {
  return patiently(async () => {
    const server = await openEmbeddedOrExternal(options)
    try {
      return await openOn(server, options)
    } catch (error) {
      await server.stop()
      throw error
    }
  })
}

async function openEmbeddedOrExternal(options: StoreOptions): Promise<EmbeddedServer> {
  const { url, project, folder, role, stamp, database = stamp, report } = options
  if (url !== undefined) {
    return {
      connection: { connectionString: url },
      data: undefined,
      account: undefined,
      warnings: [],
      stop: async () => {},
    }
  }
  const server = await openServer(project, folder, role, report)
  try {
    if (stamp === 'real' && server.account?.name === 'nobody') {
      throw refusal('real-needs-user', (t) => t.realNeedsUser())
    }
    await createDatabase(server.connection, database)
    return { ...server, connection: { ...server.connection, database } }
  } catch (error) {
    await server.stop()
    throw error
  }
}

async function createDatabase(connection: pg.ClientConfig, name: string): Promise<void> {
  const client = await connect({ ...connection, database: 'postgres' })
  try {
    const { rowCount } = await client.query('SELECT FROM pg_database WHERE datname = $1', [name])
    if (rowCount === 0) await client.query(`CREATE DATABASE ${client.escapeIdentifier(name)}`)
  } catch (error) {
    // duplicate_database, or unique_violation in its catalogue: another process was faster.
    if (!hasCode(error, '42P04', '23505')) throw error
  } finally {
    await client.end()
  }
}

async function openOn(server: EmbeddedServer, options: StoreOptions): Promise<Store> {
  const { role, report } = options
  const findings = await prepare(server.connection, options)
  const pool = openPool(server.connection, connectionsOf[role], report)
  const prisma = openPrisma(pool)
  try {
    const lease = role === 'bot' ? await takeBotLease(pool, options.leaseLost) : undefined
    return {
      pool,
      prisma,
      lease,
      data: server.data,
      findings,
      warnings: server.warnings,
      reserve: () => connect(server.connection),
      async close() {
        // A lease that cannot be given back expires by itself.
        await lease?.release().catch(report)
        await prisma.$disconnect()
        await pool.end()
        await server.stop()
      },
    }
  } catch (error) {
    await pool.end()
    throw error
  }
}

/** Checks the server, migrates and stamps the database, on one connection outside the pool. */
async function prepare(
  connection: pg.ClientConfig,
  { stamp, clockStart }: StoreOptions,
): Promise<readonly ServerFinding[]> {
  const client = await connect(connection)
  try {
    const findings = await examineServer(client)
    refuseUnsafe(findings)
    await migrate(client)
    await stampDatabase(client, stamp, clockStart)
    return findings
  } finally {
    await client.end()
  }
}

/**
 * Says once what a database is for. Whoever opens it for something else is refused.
 *
 * @param clockStart where the clock of a new rehearsal starts; ignored where the stamp is already there
 * @throws Refusal `store.other-stamp`
 */
async function stampDatabase(
  client: pg.Client,
  stamp: Stamp,
  clockStart: Instant | undefined,
): Promise<void> {
  await client.query(
    `INSERT INTO instance (stamp, offset_ms)
     VALUES ($1, coalesce($2::bigint - round(extract(epoch FROM machine_now()) * 1000)::bigint, 0))
     ON CONFLICT DO NOTHING`,
    [stamp, clockStart],
  )
  const { rows } = await client.query<{ stamp: Stamp }>('SELECT stamp FROM instance')
  const found = rows[0]?.stamp
  if (found !== stamp) throw refusal('other-stamp', (t) => t.otherStamp(String(found), stamp))
}
