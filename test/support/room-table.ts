// The room's network for tests of the room alone: the real table in a fresh database, whose clock stands still.
import type { RoomMessages } from '../../src/platforms/room/index.ts'
import { openPool, openPrisma } from '../../src/store/pool.ts'
import { createRoomMessages } from '../../src/store/room-messages.ts'
import { freshDatabase } from './postgres.ts'

/** An empty network whose clock stands still at an instant; the database is made at the first use. */
export function createRoomTable(at: number): RoomMessages {
  let opened: Promise<RoomMessages> | undefined
  const table = () => {
    opened ??= open(at)
    return opened
  }
  return {
    post: async (row) => (await table()).post(row),
    edit: async (ref, message, language) => (await table()).edit(ref, message, language),
    find: async (key) => (await table()).find(key),
    get: async (ref) => (await table()).get(ref),
    read: async (target, limit) => (await table()).read(target, limit),
  }
}

async function open(at: number): Promise<RoomMessages> {
  const { config } = await freshDatabase()
  const pool = openPool(config, 4, () => {})
  // a rehearsal's clock only goes forward; before anything happened it may be set anywhere
  await pool.query('ALTER TABLE instance DISABLE TRIGGER instance_guard')
  await pool.query('UPDATE instance SET frozen = $1', [new Date(at)])
  await pool.query('ALTER TABLE instance ENABLE TRIGGER instance_guard')
  return createRoomMessages(openPrisma(pool))
}
