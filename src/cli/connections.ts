// Which settings belong to which connection of the council file, on any network, and who is on a connection; leaves the networks themselves to slack.ts and matrix.ts.
import type { CouncilDirectory } from '../core/council/index.ts'
import { Refusal } from '../core/refusal.ts'
import type { ConnectionId, Language, PlaceId } from '../core/values.ts'
import type { Stamp } from '../store/open.ts'
import type { CouncilInForce } from './opening.ts'

type Connection = CouncilDirectory['council']['connections'][number]

/** The connections of one network and the sets of settings beside each other, with what fits nothing. */
export type Paired<S> = {
  readonly pairs: readonly { readonly connection: Connection; readonly settings: S }[]
  readonly without: readonly ConnectionId[]
  readonly left: readonly S[]
}

/** A single set without suffix belongs to the only connection there is; otherwise the suffix names the connection. */
export function pairUp<S extends { readonly suffix: string | undefined }>(
  connections: readonly Connection[],
  settings: readonly S[],
): Paired<S> {
  const [only] = settings
  const alone = settings.length === 1 && only?.suffix === undefined && connections.length === 1
  const found = connections.map((connection) => {
    const own = settings.find(({ suffix }) => suffix === suffixOf(connection.id))
    return { connection, settings: alone ? only : own }
  })
  const taken = new Set(found.map((one) => one.settings))
  return {
    pairs: found.flatMap(({ connection, settings: own }) =>
      own ? [{ connection, settings: own }] : [],
    ),
    without: found.flatMap((one) => (one.settings === undefined ? [one.connection.id] : [])),
    left: settings.filter((set) => !taken.has(set)),
  }
}

/** `SLACK_BUND` for the connection `slack-bund`. */
export function suffixOf(id: ConnectionId): string {
  return id.toUpperCase().replaceAll('-', '_')
}

/** `slack-bund` for the suffix `SLACK_BUND`. */
export function connectionOf(suffix: string): ConnectionId {
  return suffix.toLowerCase().replaceAll('_', '-')
}

export function connectionsOf({ council }: CouncilDirectory, network: string): Connection[] {
  return council.connections.filter((one) => one.network === network)
}

/**
 * What a network makes of the council in force, or what it says where there is none.
 * A rehearsal without settings of a network is not in it; a real council is in every network that its file names.
 */
export async function inForce<T>(
  council: CouncilInForce,
  network: string,
  use: { readonly stamp: Stamp; readonly isSet: boolean; readonly noCouncil: () => Refusal },
  match: (directory: CouncilDirectory) => readonly T[],
): Promise<readonly T[]> {
  try {
    const directory = await council.read()
    const named = use.stamp === 'real' && connectionsOf(directory, network).length > 0
    return use.isSet || named ? match(directory) : []
  } catch (fault) {
    if (!(fault instanceof Refusal) || fault.code !== 'store.no-council') throw fault
    if (use.isSet) throw use.noCouncil()
    return []
  }
}

/** How a council file comes into force in the database at hand. */
export function applying(stamp: Stamp): string {
  return `npm run umlauf -- council apply ${stamp === 'real' ? '--real ' : ''}--by NAME council.yaml`
}

/** What an adapter asks of the council, at every click: looked up, never searched. */
export type Guide = {
  channelOf(place: PlaceId): string | undefined
  placeOf(channel: string): PlaceId | undefined
  knows(account: string): boolean
  language(account: string): Language
  people(): readonly string[]
}

/** Answers from the newest council file this process has read. */
export function guideOf(connection: ConnectionId, { latest }: CouncilInForce): Guide {
  let index:
    | { readonly of: CouncilDirectory; readonly languages: Map<string, Language> }
    | undefined
  const languages = () => {
    const directory = latest()
    if (index?.of !== directory) {
      index = { of: directory, languages: languagesOn(connection, directory) }
    }
    return index.languages
  }
  return {
    channelOf: (place) => latest().channelOf(place, connection),
    placeOf: (channel) => latest().placeOn(connection, channel)?.id,
    knows: (account) => languages().has(account),
    language: (account) => languages().get(account) ?? latest().council.places[0]?.language ?? 'de',
    people: () => [...languages().keys()],
  }
}

/** Who is known on a connection, by the file or by a link, and the language of each. */
function languagesOn(connection: ConnectionId, directory: CouncilDirectory): Map<string, Language> {
  const known = directory
    .persons()
    .flatMap(({ accounts, language }) =>
      accounts
        .filter((account) => account.connection === connection)
        .map((account) => [account.id, language] as const),
    )
  return new Map(known)
}

/** The places of a connection, and what they are called there. */
export function placesOn(
  connection: ConnectionId,
  { council, channelOf }: CouncilDirectory,
): readonly { readonly name: string; readonly channel: string }[] {
  return council.places.flatMap(({ id, name }) => {
    const channel = channelOf(id, connection)
    return channel === undefined ? [] : [{ name, channel }]
  })
}

/** The accounts of a connection, and whose they are. */
export function accountsOn(
  connection: ConnectionId,
  directory: CouncilDirectory,
): readonly { readonly name: string; readonly id: string }[] {
  return directory
    .persons()
    .flatMap(({ name, accounts }) =>
      accounts.flatMap((one) => (one.connection === connection ? [{ name, id: one.id }] : [])),
    )
}
