// What the Matrix adapter keeps: private rooms and dialogues in two small tables, and what was read back after a gap in the log; leaves what they mean to platforms/matrix.
import { v5 as idOf } from 'uuid'
import type { ConnectionId } from '../core/values.ts'
import type { MatrixKeeping } from '../platforms/matrix/index.ts'
import { addAuditEntry } from './audit.ts'
import { readClock } from './desk.ts'
import type { PrismaClient } from './generated/client.ts'

/** Names the ids of these entries apart from all others. */
const RECOVERED = 'b0a4f4be-6f5a-4d0e-9a59-5b1f4e6d7c21'

/** The keeping of one connection on PostgreSQL; all instants are those of the one clock. */
export function createMatrixKeeping(prisma: PrismaClient, connection: ConnectionId): MatrixKeeping {
  return {
    async room(account) {
      const row = await prisma.matrixRoom.findUnique({
        where: { connection_account: { connection, account } },
      })
      return row?.room
    },
    async setRoom(account, room) {
      await prisma.$executeRaw`
        INSERT INTO matrix_room (connection, account, room, made_at)
        VALUES (${connection}, ${account}, ${room}, umlauf_now())
        ON CONFLICT (connection, account) DO UPDATE SET room = excluded.room, made_at = excluded.made_at`
    },
    async dialogue(room) {
      const row = await prisma.matrixDialogue.findUnique({
        where: { connection_room: { connection, room } },
      })
      return row?.state ?? undefined
    },
    async setDialogue(room, state) {
      await prisma.$executeRaw`
        INSERT INTO matrix_dialogue (connection, room, state, changed_at)
        VALUES (${connection}, ${room}, ${state ?? null}, umlauf_now())
        ON CONFLICT (connection, room) DO UPDATE SET state = excluded.state, changed_at = excluded.changed_at`
    },
    async recordRecovered(requests) {
      // whoever was killed before the token moved reads the same gap back again
      const id = idOf(`${connection} ${requests.join(' ')}`, RECOVERED)
      await prisma.$transaction(async (db) => {
        const known = await db.auditEntry.findUnique({ where: { id }, select: { id: true } })
        if (known) return
        const facts = { connection, requests }
        const at = await readClock(db)
        await addAuditEntry(db, { at, kind: 'requests.recovered', subject: connection, facts }, id)
      })
    },
  }
}
