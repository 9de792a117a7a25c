// Which Slack settings belong to which connection of the council file, and the platform made of both; leaves Slack itself to platforms/slack.
import type { SlackSettings } from '../config.ts'
import type { CouncilDirectory } from '../core/council/index.ts'
import type { Platform } from '../core/ports.ts'
import { Refusal } from '../core/refusal.ts'
import { inBoth } from '../core/texts.ts'
import type { ConnectionId, Language } from '../core/values.ts'
import type { Log } from '../run/log.ts'
import type { Stamp } from '../store/open.ts'
import {
  applying,
  connectionsOf,
  guideOf,
  inForce,
  pairUp,
  placesOn,
  suffixOf,
} from './connections.ts'
import type { CouncilInForce } from './opening.ts'
import { slackTexts } from './slack-texts.ts'

/** A connection of the council file with its settings. */
export type SlackConnection = {
  readonly id: ConnectionId
  /** `T…`, or `E…` for an organisation. */
  readonly team: string
  readonly settings: SlackSettings
}

/**
 * The Slack connections of the council in force, each with its settings.
 * @throws Refusal `slack.noCouncil`, `slack.noConnection`, `slack.unmatched`, each with the next step
 */
export function slackConnections(
  council: CouncilInForce,
  settings: readonly SlackSettings[],
  stamp: Stamp,
): Promise<readonly SlackConnection[]> {
  const use = { stamp, isSet: settings.length > 0, noCouncil: () => noCouncil(stamp) }
  return inForce(council, 'slack', use, (directory) => matchSlack(directory, settings, stamp))
}

/** Slack is set, and nothing says who is in it. */
export function noCouncil(stamp: Stamp): Refusal {
  return refusal('noCouncil', (t) => t.noCouncil(applying(stamp)))
}

/**
 * Every Slack connection of the file needs its settings, every set of settings its connection.
 * @throws Refusal `slack.noConnection`, `slack.unmatched`
 */
export function matchSlack(
  directory: CouncilDirectory,
  settings: readonly SlackSettings[],
  stamp: Stamp,
): readonly SlackConnection[] {
  const connections = connectionsOf(directory, 'slack')
  if (connections.length === 0) {
    throw refusal('noConnection', (t) => t.noConnection(applying(stamp)))
  }
  const { pairs, without, left } = pairUp(connections, settings)
  if (without.length > 0 || left.length > 0) {
    const needed = without.map((id) => ({ id, name: nameOf(suffixOf(id)) }))
    const idle = left.map(({ suffix }) => nameOf(suffix))
    throw refusal('unmatched', (t) => t.unmatched(needed, idle))
  }
  return pairs.map(({ connection: { id, team = '' }, settings: own }) => {
    return { id, team, settings: own }
  })
}

function nameOf(suffix: string | undefined): string {
  return suffix === undefined ? 'SLACK_BOT_TOKEN' : `SLACK_BOT_TOKEN__${suffix}`
}

function refusal(
  code: 'noCouncil' | 'noConnection' | 'unmatched',
  say: (t: (typeof slackTexts)['de']) => string,
): Refusal {
  return new Refusal(`slack.${code}`, inBoth(slackTexts, say))
}

/** The platforms of the connections; nothing is called before they start. Slack's SDK is only loaded where it is used. */
export async function connectSlack(
  connections: readonly SlackConnection[],
  council: CouncilInForce,
  log: Log,
): Promise<readonly Platform[]> {
  if (connections.length === 0) return []
  const { createSlack } = await import('../platforms/slack/index.ts')
  return connections.map(({ id, team, settings }) =>
    createSlack({
      ...{ connection: id, team, settings },
      guide: guideOf(id, council),
      now: () => Date.now(),
      notice: (words) => log.notice(`${id}: ${words}`),
      report: log.defect,
    }),
  )
}

/** What `start` says of each connection: how it is reached, and whether it is there yet. */
export function slackLines(
  connections: readonly SlackConnection[],
  directory: CouncilDirectory,
  late: readonly ConnectionId[],
  language: Language,
): readonly string[] {
  const t = slackTexts[language]
  return connections.map(({ id, team, settings }) => {
    const { host, port } = settings.listen
    const way = settings.appToken === undefined ? t.http(`${host}:${port}`) : t.socket
    const line = t.standing(id, team, way, placesOn(id, directory).length)
    return late.includes(id) ? `${line}; ${t.notYet}` : line
  })
}
