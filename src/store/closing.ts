// Ends the voting through close_circulation, on a connection of its own so that a full pool never delays a close; leaves the count to core.
import type pg from 'pg'
import { v7 as newId } from 'uuid'
import type { Closer } from '../core/circulations/index.ts'

type Code = Awaited<ReturnType<Closer['close']>>

/** @param reserve gives a connection outside the pool; it is given back after each close. */
export function createCloser(reserve: () => Promise<pg.Client>): Closer {
  return {
    async close(circulation) {
      const client = await reserve()
      try {
        await waitForEvents(client)
        const { rows } = await client.query<{ code: Code }>(
          'SELECT close_circulation($1, $2) AS code',
          [circulation, newId()],
        )
        return rows[0]?.code ?? 'notFound'
      } finally {
        await client.end()
      }
    },
  }
}

/** Takes and releases the inbox alone: after that every event received before the deadline is committed and seen. */
async function waitForEvents(client: pg.Client): Promise<void> {
  await client.query('BEGIN')
  await client.query("SELECT pg_advisory_xact_lock(lock_key('inbox', ''))::text")
  await client.query('COMMIT')
}
