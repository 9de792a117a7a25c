// What `umlauf doctor` says of Matrix: how each connection of the council file stands, asked of its homeserver; leaves the asking to platforms/matrix.
import type { Config, MatrixSettings } from '../config.ts'
import type { CouncilDirectory } from '../core/council/index.ts'
import { Refusal } from '../core/refusal.ts'
import { type CheckupOptions, checkMatrix, type Finding } from '../platforms/matrix/checkup.ts'
import { lookInto } from '../platforms/matrix/keeping/folder.ts'
import { accountsOn, connectionOf, placesOn } from './connections.ts'
import type { Found } from './doctor.ts'
import { type MatrixConnection, type MeantConnection, matchMatrix, noCouncil } from './matrix.ts'
import { matrixFolder } from './store.ts'

/** One connection after the other; a setting without its connection is a finding as well. */
export async function matrixLines(config: Config, found: Found): Promise<readonly Finding[]> {
  const { matrix, language } = config
  const matched = matchedOr(matrix, found)
  if (!(matched instanceof Refusal)) {
    return inTurn(matched, (one) => examine(config, one, councilOf(one, found.directory)))
  }
  const unmatched = { ok: false, what: 'Matrix', words: matched.words[language] }
  const named = matrix.flatMap((settings) =>
    settings.suffix === undefined ? [] : [{ id: connectionOf(settings.suffix), settings }],
  )
  return [unmatched, ...(await inTurn(named, (one) => examine(config, one, undefined)))]
}

function matchedOr(
  settings: readonly MatrixSettings[],
  { directory, stamp }: Found,
): readonly MatrixConnection[] | Refusal {
  if (directory === undefined) return noCouncil(stamp)
  try {
    return matchMatrix(directory, settings, stamp)
  } catch (fault) {
    if (fault instanceof Refusal) return fault
    throw fault
  }
}

function councilOf(
  { id, server, devices }: MatrixConnection,
  directory: CouncilDirectory | undefined,
): CheckupOptions['council'] {
  if (directory === undefined) return undefined
  const [places, accounts] = [placesOn(id, directory), accountsOn(id, directory)]
  return { server, devices, places, accounts }
}

async function inTurn<T>(
  things: readonly T[],
  look: (thing: T) => Promise<readonly Finding[]>,
): Promise<readonly Finding[]> {
  const findings: Finding[] = []
  for (const thing of things) findings.push(...(await look(thing)))
  return findings
}

/** The findings of one connection, each named after it. The folder is only looked into: the bot may be at work on it. */
export async function examine(
  config: Config,
  { id, settings }: MeantConnection,
  council: CheckupOptions['council'],
): Promise<readonly Finding[]> {
  const { language } = config
  const title = `Matrix (${id})`
  const named = (one: Finding) => ({ ...one, what: `${title}, ${one.what}` })
  const kept = lookInto(matrixFolder(config, id))
  try {
    const login = kept.session()
    const recoveryKey = settings.recoveryKey ?? kept.recoveryKey()
    const options = { connection: id, settings, login, recoveryKey, council, language }
    return (await checkMatrix(options)).map(named)
  } catch (fault) {
    if (!(fault instanceof Refusal)) throw fault
    return [{ ok: false, what: title, words: fault.words[language] }]
  }
}
