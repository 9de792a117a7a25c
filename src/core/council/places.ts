// Places of the council file and what they are called on each network; leaves finding them to directory.ts.
import type { BodyId, ConnectionId, Language, PlaceId } from '../values.ts'
import type { Council, Presence } from './council.ts'
import type { officesIn } from './people.ts'

/** A channel of a network. */
type Channel = { readonly connection: ConnectionId; readonly id: string }

/** A place of the file; `connections` are the networks on which it exists, `channels` what it is called there. */
export type DirectoryPlace = {
  readonly id: PlaceId
  readonly name: string
  readonly body: BodyId
  /** `council`, `secretariat` or `party:HE`. */
  readonly purpose: string
  readonly language: Language
  readonly connections: readonly ConnectionId[]
  readonly channels: readonly Channel[]
}

/** What a place is called on one network: by its own id, unless the file names a channel. */
export function channelIn(place: PlaceId, presence: Presence): Channel {
  return typeof presence === 'string' ? { connection: presence, id: place } : presence
}

/** Every place on every network, with where the file says so and whether it names a channel. */
export function presencesIn({ places }: Council) {
  return places.flatMap((place, i) =>
    place.on.map((presence, j) => {
      const path = ['places', i, 'on', j]
      const named = typeof presence !== 'string'
      return { place: place.id, named, path, ...channelIn(place.id, presence) }
    }),
  )
}

export function maySee(
  { purpose }: DirectoryPlace,
  offices: ReturnType<typeof officesIn>,
): boolean {
  const { roles, mandates } = offices
  if (roles.some((role) => role !== 'adviser')) return true
  if (purpose === 'council') return roles.length + mandates.length > 0
  return mandates.some(({ party }) => purpose === `party:${party}`)
}
