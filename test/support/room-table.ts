// The room's network in memory, for tests of the room alone; the one on PostgreSQL is left to the store.
import type { RoomMessage, RoomMessages, RoomTarget } from '../../src/platforms/room/index.ts'

type Row = { readonly to: RoomTarget; readonly kept: RoomMessage }

/** An empty network whose clock stands still at an instant. */
export function createRoomTable(at: number): RoomMessages {
  const rows: Row[] = []
  const isFor = (to: RoomTarget, person: string) => !('person' in to) || to.person === person
  return {
    async post({ key, to, said, message, language }) {
      const known = rows.find(({ kept }) => kept.key === key)
      if (known) return known.kept.ref
      const ref = `${rows.length + 1}`
      const kept = { ref, key, said, message, language, postedAt: at, editedAt: undefined }
      rows.push({ to, kept })
      return ref
    },
    async edit(ref, message, language) {
      const n = rows.findIndex(({ kept }) => kept.ref === ref)
      const row = rows[n]
      if (!row) return false
      rows[n] = { ...row, kept: { ...row.kept, message, language, editedAt: at } }
      return true
    },
    async find(key) {
      return rows.find(({ kept }) => kept.key === key)?.kept.ref
    },
    async get(ref) {
      return rows.find(({ kept }) => kept.ref === ref)?.kept
    },
    async read(target, limit) {
      const place = 'place' in target ? target.place : undefined
      return rows
        .filter(({ to }) => ('place' in to ? to.place : undefined) === place)
        .filter(({ to }) => isFor(to, target.person))
        .map(({ kept }) => kept)
        .slice(-limit)
    },
  }
}
