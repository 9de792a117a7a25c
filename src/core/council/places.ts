// The places of a council file: on which networks they are, what they are called there, and who may see them; leaves who is who to directory.ts.
import { localDateOf } from '../time.ts'
import type { BodyId, ConnectionId, Language, PlaceId } from '../values.ts'
import type { Council, Presence } from './council.ts'
import type { CouncilDirectory } from './directory.ts'
import { accountsOf, officesIn } from './people.ts'

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

/** The questions about places, by one version of the file. */
export function placesOf(
  council: Council,
): Pick<CouncilDirectory, 'placeLanguage' | 'places' | 'placesFor' | 'channelOf' | 'placeOn'> {
  const byAccount = accountsOf(council.persons)
  const all = council.places.map(({ on, ...place }): DirectoryPlace => {
    const channels = on.map((presence) => channelIn(place.id, presence))
    return { ...place, channels, connections: channels.map(({ connection }) => connection) }
  })
  const channelOf = (place: DirectoryPlace | undefined, connection: ConnectionId) =>
    place?.channels.find((channel) => channel.connection === connection)?.id
  return {
    channelOf: (id, connection) =>
      channelOf(
        all.find((place) => place.id === id),
        connection,
      ),
    placeOn: (connection, channel) => all.find((place) => channelOf(place, connection) === channel),
    // A place that is gone still gets the last edit of its posts.
    placeLanguage: (id) => all.find((place) => place.id === id)?.language ?? 'de',
    places: (body, purpose) =>
      all.filter((place) => place.body === body && place.purpose === purpose),
    placesFor: (account, at) => {
      const person = byAccount(account)
      if (!person) return []
      const day = localDateOf(at, council.zone)
      return all.filter((place) => {
        const body = council.bodies.find(({ id }) => id === place.body)
        return body !== undefined && maySee(place, officesIn(body, person.id, day))
      })
    },
  }
}

/** What a place is called on one network: by its own id, unless the file names a channel. */
function channelIn(place: PlaceId, presence: Presence): Channel {
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

function maySee({ purpose }: DirectoryPlace, offices: ReturnType<typeof officesIn>): boolean {
  const { roles, mandates } = offices
  if (roles.some((role) => role !== 'adviser')) return true
  if (purpose === 'council') return roles.length + mandates.length > 0
  return mandates.some(({ party }) => purpose === `party:${party}`)
}
