// What the adapter needs to know of the council, by the council file in force: channels, places, accounts, languages; leaves the file to the core.
import type { Language, PlaceId } from '../../core/values.ts'

/** Answers from the newest council file this process has read; no answer waits for the store. */
export interface SlackGuide {
  /** The channel of a place on this connection. */
  channelOf(place: PlaceId): string | undefined
  placeOf(channel: string): PlaceId | undefined
  /** Whether the file, or a link, names exactly this account. */
  knows(account: string): boolean
  /** Every account that the file, or a link, names. */
  people(): readonly string[]
  /** The language of a person, or of the council where the account is not known. */
  language(account: string): Language
}
