// Rooms of the council that were replaced by others: says so in the log and with the health of the connection, and follows none of them (F31); leaves checking the new room to the checkup, and moving to the council file.
import { ClientEvent, EventType, type MatrixClient } from 'matrix-js-sdk'
import { connectionTexts } from '../connection-texts.ts'
import type { MatrixGuide } from '../guide.ts'

export type ReplacedParts = {
  readonly client: MatrixClient
  readonly guide: Pick<MatrixGuide, 'placeOf'>
  readonly notice: (words: string) => void
}

type Health = { readonly ok: boolean; readonly words: string }

export interface Replaced {
  /** The same health, with the rooms that wait for a new council file named in its words. */
  named(health: Health): Health
}

/** Looks after every sync, so also at what stood there at the start, and at what a new council file names. */
export function createReplaced({ client, guide, notice }: ReplacedParts): Replaced {
  const told = new Set<string>()
  const found = () =>
    client
      .getRooms()
      .filter(({ roomId }) => guide.placeOf(roomId) !== undefined)
      .filter(({ currentState }) => currentState.getStateEvents(EventType.RoomTombstone, ''))
      .map(({ roomId }) => roomId)
  client.on(ClientEvent.Sync, () => {
    for (const room of found()) {
      // by which room is said by whoever replaced it: the checkup shows and judges that
      if (!told.has(room)) notice(connectionTexts.en.replaced(room))
      told.add(room)
    }
  })
  return {
    named({ ok, words }) {
      const replaced = found().map((room) => connectionTexts.de.replaced(room))
      // a restart would mend nothing: the connection itself is as it says
      return { ok, words: [words, ...replaced].join('; ') }
    },
  }
}
