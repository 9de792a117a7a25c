// Removes the embedded database of a finished play, so that it can start over; never touches `rehearsal` or `real`.
import { fileURLToPath } from 'node:url'
import { openServer } from './embedded.ts'
import { hasCode } from './errors.ts'
import { connect } from './pool.ts'
import { refusal } from './texts.ts'

const project = fileURLToPath(new URL('../..', import.meta.url))

/** object_in_use */
const IN_USE = '55006'

/**
 * Drops the database of a play.
 * @throws Refusal `store.demo-in-use` while a play still runs on it.
 */
export async function dropDatabase(folder: string | undefined, name: 'demo'): Promise<void> {
  const server = await openServer(project, folder, 'command', () => {})
  try {
    const client = await connect({ ...server.connection, database: 'postgres' })
    try {
      await client.query(`DROP DATABASE IF EXISTS ${client.escapeIdentifier(name)}`)
    } catch (error) {
      if (!hasCode(error, IN_USE)) throw error
      throw refusal('demo-in-use', (t) => t.demoInUse(), error)
    } finally {
      await client.end()
    }
  } finally {
    await server.stop()
  }
}
