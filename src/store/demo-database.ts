// Removes the embedded database of a finished play, so that it can start over; never touches `rehearsal` or `real`.
import { fileURLToPath } from 'node:url'
import { openServer } from './embedded.ts'
import { connect } from './pool.ts'

const project = fileURLToPath(new URL('../..', import.meta.url))

/** @param name of the play's own database; the two databases of councils are refused as a defect. */
export async function dropDatabase(folder: string | undefined, name: 'demo'): Promise<void> {
  const server = await openServer(project, folder, 'command', () => {})
  try {
    const client = await connect({ ...server.connection, database: 'postgres' })
    await client.query(`DROP DATABASE IF EXISTS ${client.escapeIdentifier(name)}`)
    await client.end()
  } finally {
    await server.stop()
  }
}
