// The networks of a council that is served: their connections are matched with the settings and made into platforms; leaves each network to its own file.
import type { Config } from '../config.ts'
import type { CouncilDirectory } from '../core/council/index.ts'
import type { Platform } from '../core/ports.ts'
import type { ConnectionId } from '../core/values.ts'
import type { Stamp } from '../store/open.ts'
import { connectMatrix, matrixConnections, matrixLines } from './matrix.ts'
import type { CouncilInForce, Opened } from './opening.ts'
import { connectSlack, slackConnections, slackLines } from './slack.ts'

/** What stands once it is started. */
export type Networks = {
  readonly platforms: readonly Platform[]
  /** What `start` says of each connection; `late` are not there yet. */
  lines(directory: CouncilDirectory, late: readonly ConnectionId[]): readonly string[]
}

/** The networks that are set, as people call them. */
export function networkNames({ slack, matrix }: Config): readonly string[] {
  return [...(slack.length > 0 ? ['Slack'] : []), ...(matrix.length > 0 ? ['Matrix'] : [])]
}

/** Whether any network is set at all. */
export function hasNetwork(config: Config): boolean {
  return networkNames(config).length > 0
}

/**
 * Matches first, makes afterwards: nothing is called before every setting has its connection and the other way round.
 * @throws Refusal of a network with the next step
 */
export async function connectNetworks(
  opened: Opened,
  council: CouncilInForce,
  config: Config,
  stamp: Stamp,
): Promise<Networks> {
  const slack = await slackConnections(council, config.slack, stamp)
  const matrix = await matrixConnections(council, config.matrix, stamp)
  return {
    platforms: [
      ...(await connectSlack(slack, council, opened.log)),
      ...(await connectMatrix(matrix, council, opened, config)),
    ],
    lines: (directory, late) => [
      ...slackLines(slack, directory, late, config.language),
      ...matrixLines(matrix, directory, late, config.language),
    ],
  }
}
