// What the adapter needs to know of the council, by the council file in force: rooms, places, accounts, languages; leaves the file to the core.
import type { Language, PlaceId } from '../../core/values.ts'

/** Answers from the newest council file this process has read; no answer waits for the store. */
export interface MatrixGuide {
  /** The room of a place on this connection. */
  channelOf(place: PlaceId): string | undefined
  placeOf(room: string): PlaceId | undefined
  knows(account: string): boolean
  language(account: string): Language
  /** All accounts of this connection, whose private rooms are opened ahead. */
  people(): readonly string[]
}
