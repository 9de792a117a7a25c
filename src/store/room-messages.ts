// The messages of the local web room, whose network is one table; leaves showing them to platforms/room.

import type { Language } from '../core/values.ts'
import type { RoomMessage, RoomMessages, RoomTarget } from '../platforms/room/index.ts'
import { readMessage, writeMessage } from './answer-json.ts'
import type { PrismaClient, RoomMessage as Row } from './generated/client.ts'

/** The room's messages on PostgreSQL; all instants are those of the one clock. */
export function createRoomMessages(prisma: PrismaClient): RoomMessages {
  return {
    async post({ key, to, said, message, language }) {
      const { place, person } = columns(to)
      await prisma.$executeRaw`
        INSERT INTO room_message (key, place, person, said, message, language, posted_at)
        VALUES (${key}, ${place}, ${person}, ${said ?? null}, ${writeMessage(message)}, ${language}, umlauf_now())
        ON CONFLICT (key) DO NOTHING`
      const row = await prisma.roomMessage.findUniqueOrThrow({ where: { key } })
      return row.ref.toString()
    },
    async edit(ref, message, language) {
      const changed = await prisma.$executeRaw`
        UPDATE room_message SET message = ${writeMessage(message)}, language = ${language}, edited_at = umlauf_now()
        WHERE ref = ${BigInt(ref)}`
      return changed === 1
    },
    async find(key) {
      const row = await prisma.roomMessage.findUnique({ where: { key } })
      return row?.ref.toString()
    },
    async get(ref) {
      if (!/^\d{1,18}$/.test(ref)) return undefined
      const row = await prisma.roomMessage.findUnique({ where: { ref: BigInt(ref) } })
      return row ? messageOf(row) : undefined
    },
    async read(target, limit) {
      const where =
        'place' in target
          ? { place: target.place, OR: [{ person: null }, { person: target.person }] }
          : { place: null, person: target.person }
      const rows = await prisma.roomMessage.findMany({
        where,
        orderBy: { ref: 'desc' },
        take: limit,
      })
      return rows.reverse().map(messageOf)
    },
  }
}

function columns(to: RoomTarget): { place: string | null; person: string | null } {
  return { place: 'place' in to ? to.place : null, person: 'person' in to ? to.person : null }
}

function messageOf(row: Row): RoomMessage {
  return {
    ref: row.ref.toString(),
    key: row.key,
    said: row.said ?? undefined,
    message: readMessage(row.message),
    language: row.language as Language,
    postedAt: row.postedAt.getTime(),
    editedAt: row.editedAt?.getTime(),
  }
}
