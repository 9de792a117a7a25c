// Connections to PostgreSQL that cannot lie: always UTC, and a COMMIT that was a ROLLBACK throws; leaves which server to open.ts.
import { setTimeout as sleep } from 'node:timers/promises'
import { PrismaPg } from '@prisma/adapter-pg'
import pg from 'pg'
import { serverAway } from './errors.ts'
import { PrismaClient } from './generated/client.ts'
import { refusal } from './texts.ts'

/** How long a refused connection is tried again: a server that starts, recovers or changes hands is back well within it. */
const patienceMs = 30_000

/** How long a caller waits for a free connection before it is told that the store is busy (fault F18). */
const queueMs = 1000

/** Our sessions: UTC, and each statement with a snapshot of its own, for one older than its lock would count wrongly. */
const ours = '-c TimeZone=UTC -c default_transaction_isolation=read\\ committed'
const int8 = 20

/** Two BIGINTs that differ only beyond 2^53 must not become the same number: int8 is read as BigInt. */
const types: pg.CustomTypesConfig = {
  getTypeParser: (oid, format) =>
    oid === int8 && format !== 'binary' ? BigInt : pg.types.getTypeParser(oid, format),
}

/**
 * PostgreSQL answers the COMMIT of a failed transaction with the tag ROLLBACK, and neither pg nor Prisma looks: the
 * caller would hear "stored" and nothing would be there (prisma/orm #20496).
 */
class UnwantedRollback extends Error {
  readonly code = '40000'
  readonly severity = 'ERROR'

  constructor() {
    super('COMMIT was answered with ROLLBACK: nothing of this transaction is stored')
    this.name = 'UnwantedRollback'
  }
}

/** A client that throws when a ROLLBACK comes back that nobody asked for, in every style of calling that pg has. */
class GuardedClient extends pg.Client {
  constructor(config: pg.ClientConfig = {}) {
    super(inUtc(config))
    const plain: (...call: unknown[]) => unknown = this.query.bind(this)
    const guarded = (...call: unknown[]) => {
      const text = textOf(call[0])
      if (text === undefined || /\b(?:rollback|abort)\b/i.test(text)) return plain(...call)
      const answer = plain(...call.map(guardCallback))
      return answer instanceof Promise ? answer.then(refuseRollback) : answer
    }
    // The signature stays pg's own: arguments and answers pass through unchanged.
    this.query = guarded as typeof this.query
  }
}

/** The statement of a call: a text, or the text of a query configuration. */
function textOf(query: unknown): string | undefined {
  if (typeof query === 'string') return query
  if (typeof query !== 'object' || query === null || !('text' in query)) return undefined
  return typeof query.text === 'string' ? query.text : undefined
}

type Callback = (error: Error | null, result?: unknown) => void

function guardCallback(argument: unknown): unknown {
  if (typeof argument === 'function') return guardedCallback(argument as Callback)
  if (typeof argument !== 'object' || argument === null) return argument
  // A query object with a life of its own (a cursor) is never a COMMIT.
  if ('submit' in argument || !('callback' in argument)) return argument
  if (typeof argument.callback !== 'function') return argument
  return { ...argument, callback: guardedCallback(argument.callback as Callback) }
}

function guardedCallback(callback: Callback): Callback {
  return (error, result) => {
    if (error || !rolledBack(result)) callback(error, result)
    else callback(new UnwantedRollback())
  }
}

function refuseRollback(result: unknown): unknown {
  if (rolledBack(result)) throw new UnwantedRollback()
  return result
}

/** A text of several statements is answered by a list of results. */
function rolledBack(result: unknown): boolean {
  if (Array.isArray(result)) return result.some(rolledBack)
  if (typeof result !== 'object' || result === null) return false
  return 'command' in result && result.command === 'ROLLBACK'
}

/**
 * The same configuration with sessions in UTC: Prisma's adapter writes instants without a zone, so that any other
 * session zone shifts them in the table (prisma/orm #26786). In pg the address wins over the other fields, so our option
 * is written into it; of several `-c` for one setting the last one counts.
 */
function inUtc(config: pg.ClientConfig): pg.ClientConfig {
  const { connectionString, options, ...rest } = config
  // The pool hides the password from enumeration, so that it appears in no log.
  const own = { application_name: 'umlauf', ...rest, password: config.password, types }
  if (connectionString === undefined) return { ...own, options: joined(options) }
  if (!/^postgres(?:ql)?:\/\//.test(connectionString)) throw refusal('url', (t) => t.badUrl())
  const [, theirs = ''] = /[?&]options=([^&]*)/.exec(connectionString) ?? []
  const joint = connectionString.includes('?') ? '&' : '?'
  const all = encodeURIComponent(joined(decodeURIComponent(theirs.replaceAll('+', ' '))))
  return { ...own, connectionString: `${connectionString}${joint}options=${all}` }
}

function joined(options: string | undefined): string {
  return options ? `${options} ${ours}` : ours
}

/** Opens one connection of its own, outside any pool. A loss of it is heard by the next query, not by the process. */
export async function connect(config: pg.ClientConfig): Promise<pg.Client> {
  const client = new GuardedClient(config)
  client.on('error', () => {})
  try {
    await client.connect()
    return client
  } catch (error) {
    await client.end().catch(() => {})
    throw error
  }
}

/**
 * Opens the pool. A caller who finds all `max` connections taken waits one second and is then refused by an error.
 *
 * @param report hears of connections that broke while nobody used them; the pool replaces them by itself
 */
export function openPool(
  config: pg.ClientConfig,
  max: number,
  report: (error: Error) => void,
): pg.Pool {
  const pool = new pg.Pool({
    ...config,
    Client: GuardedClient,
    max,
    connectionTimeoutMillis: queueMs,
    idleTimeoutMillis: 0,
  })
  pool.on('error', report)
  // A connection can also break in the hands of a caller between two queries: without a listener that ends the process.
  pool.on('connect', (client) => client.on('error', () => {}))
  return pool
}

/** Prisma on our pool, so that its transactions are guarded and in UTC as well. Ending the pool is left to the caller. */
export function openPrisma(pool: pg.Pool): PrismaClient {
  return new PrismaClient({ adapter: new PrismaPg(pool) })
}

/** Does `work` again for up to 30 seconds while the server refuses connections for now; any other error is thrown at once. */
export async function patiently<T>(work: () => Promise<T>): Promise<T> {
  const end = performance.now() + patienceMs
  for (;;) {
    try {
      return await work()
    } catch (error) {
      if (!serverAway(error) || performance.now() > end) throw error
      await sleep(100)
    }
  }
}
