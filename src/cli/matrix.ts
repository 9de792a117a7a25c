// Which Matrix settings belong to which connection of the council file, and the platform made of both; leaves Matrix itself to platforms/matrix.
import type { Config, MatrixSettings } from '../config.ts'
import type { CouncilDirectory } from '../core/council/index.ts'
import type { Platform } from '../core/ports.ts'
import { Refusal } from '../core/refusal.ts'
import { inBoth } from '../core/texts.ts'
import type { ConnectionId, Language } from '../core/values.ts'
import { createMatrixKeeping } from '../store/matrix.ts'
import type { Stamp } from '../store/open.ts'
import {
  applying,
  connectionOf,
  connectionsOf,
  guideOf,
  inForce,
  pairUp,
  placesOn,
  suffixOf,
} from './connections.ts'
import { matrixTexts } from './matrix-texts.ts'
import type { CouncilInForce, Opened } from './opening.ts'
import { matrixFolder, stampOf, withStore } from './store.ts'

/** A connection of the council file with its settings. */
export type MatrixConnection = {
  readonly id: ConnectionId
  /** The server name whose accounts are at home there, and whose people may invite. */
  readonly server: string
  /** Which devices' votes count: those that their owner has verified, or any. */
  readonly devices: 'signed' | 'any'
  readonly settings: MatrixSettings
}

/**
 * The Matrix connections of the council in force, each with its settings.
 * @throws Refusal `matrix.noCouncil`, `matrix.noConnection`, `matrix.unmatched`, each with the next step
 */
export function matrixConnections(
  council: CouncilInForce,
  settings: readonly MatrixSettings[],
  stamp: Stamp,
): Promise<readonly MatrixConnection[]> {
  const use = { stamp, isSet: settings.length > 0, noCouncil: () => noCouncil(stamp) }
  return inForce(council, 'matrix', use, (directory) => matchMatrix(directory, settings, stamp))
}

/** Matrix is set, and nothing says who is in it. */
export function noCouncil(stamp: Stamp): Refusal {
  return refusal('noCouncil', (t) => t.noCouncil(applying(stamp)))
}

/**
 * Every Matrix connection of the file needs its settings, every set of settings its connection.
 * @throws Refusal `matrix.noConnection`, `matrix.unmatched`
 */
export function matchMatrix(
  directory: CouncilDirectory,
  settings: readonly MatrixSettings[],
  stamp: Stamp,
): readonly MatrixConnection[] {
  const connections = connectionsOf(directory, 'matrix')
  if (connections.length === 0) {
    throw refusal('noConnection', (t) => t.noConnection(applying(stamp)))
  }
  const { pairs, without, left } = pairUp(connections, settings)
  if (without.length > 0 || left.length > 0) {
    const needed = without.map((id) => ({ id, name: nameOf(suffixOf(id)) }))
    const idle = left.map(({ suffix }) => nameOf(suffix))
    throw refusal('unmatched', (t) => t.unmatched(needed, idle))
  }
  return pairs.map(({ connection: { id, server = '', devices = 'signed' }, settings: own }) => {
    return { id, server, devices, settings: own }
  })
}

function nameOf(suffix: string | undefined): string {
  return suffix === undefined ? 'MATRIX_USER_ID' : `MATRIX_USER_ID__${suffix}`
}

type Code = 'noCouncil' | 'noConnection' | 'unmatched' | 'notSet' | 'several' | 'unnamed' | 'notOf'

function refusal(code: Code, say: (t: (typeof matrixTexts)['de']) => string): Refusal {
  return new Refusal(`matrix.${code}`, inBoth(matrixTexts, say))
}

/** A connection whose account is meant, before or without a council file. */
export type MeantConnection = Pick<MatrixConnection, 'id' | 'settings'>

/**
 * The connection that a command is about: the one that is named, or the only one that is set.
 * @throws Refusal `matrix.notSet`, `matrix.several`, `matrix.unnamed`, `matrix.notOf`
 */
export async function meantConnection(
  config: Config,
  named: string | undefined,
): Promise<MeantConnection> {
  const { matrix } = config
  const [only, ...others] = matrix
  if (only === undefined) throw refusal('notSet', (t) => t.notSet)
  if (named !== undefined) {
    const alone = others.length === 0 && only.suffix === undefined
    const own = alone ? only : matrix.find(({ suffix }) => suffix === suffixOf(named))
    if (own) return { id: named, settings: own }
    const names = matrix.map(({ suffix }) => nameOf(suffix))
    throw refusal('notOf', (t) => t.notOf(named, names))
  }
  if (others.length > 0) {
    const ids = matrix.map(({ suffix }) => connectionOf(suffix ?? ''))
    throw refusal('several', (t) => t.several(ids))
  }
  if (only.suffix !== undefined) return { id: connectionOf(only.suffix), settings: only }
  return { id: await onlyConnection(config), settings: only }
}

/** Without a suffix the council file alone says what the connection is called. */
async function onlyConnection(config: Config): Promise<ConnectionId> {
  let ids: readonly ConnectionId[] = []
  try {
    await withStore(
      config,
      { real: stampOf(config, { real: false }) === 'real' },
      async (opened) => {
        const directory = await opened.desk.read((stores) => stores.council.directory())
        ids = connectionsOf(directory, 'matrix').map(({ id }) => id)
        return 0
      },
    )
  } catch (fault) {
    if (!(fault instanceof Refusal) || fault.code !== 'store.no-council') throw fault
  }
  const [id, ...others] = ids
  if (id === undefined) throw refusal('unnamed', (t) => t.unnamed)
  if (others.length > 0) throw refusal('several', (t) => t.several(ids))
  return id
}

/** The platforms of the connections; nothing is called before they start. Matrix's SDK is only loaded where it is used. */
export async function connectMatrix(
  connections: readonly MatrixConnection[],
  council: CouncilInForce,
  { store, log }: Opened,
  config: Config,
): Promise<readonly Platform[]> {
  if (connections.length === 0) return []
  const { createMatrix } = await import('../platforms/matrix/index.ts')
  return connections.map(({ id, server, devices, settings: { homeserver, user } }) =>
    createMatrix({
      ...{ connection: id, server, devices, settings: { homeserver, user } },
      folder: matrixFolder(config, id),
      guide: guideOf(id, council),
      keeping: createMatrixKeeping(store.prisma, id),
      notice: (words) => log.notice(`${id}: ${words}`),
      report: log.defect,
    }),
  )
}

/** What `start` says of each connection that stands. */
export function matrixLines(
  connections: readonly MatrixConnection[],
  directory: CouncilDirectory,
  late: readonly ConnectionId[],
  language: Language,
): readonly string[] {
  const t = matrixTexts[language]
  return connections.map(({ id, devices, settings }) => {
    const line = t.standing(id, settings.user, placesOn(id, directory).length, devices)
    return late.includes(id) ? `${line}; ${t.notYet}` : line
  })
}
