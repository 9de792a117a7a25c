// What the Matrix adapter keeps, in two small tables: private rooms and dialogues; leaves what they mean to platforms/matrix.
import type { ConnectionId } from '../core/values.ts'
import type { MatrixKeeping } from '../platforms/matrix/index.ts'
import type { PrismaClient } from './generated/client.ts'

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
  }
}
