// Which Slack settings belong to which connection of the council file, and the platform made of both; leaves Slack itself to platforms/slack.
import type { SlackSettings } from '../config.ts'
import type { CouncilDirectory } from '../core/council/index.ts'
import type { Platform } from '../core/ports.ts'
import { Refusal } from '../core/refusal.ts'
import { inBoth } from '../core/texts.ts'
import type { ConnectionId, Language } from '../core/values.ts'
import type { SlackGuide } from '../platforms/slack/index.ts'
import type { Log } from '../run/log.ts'
import type { Stamp } from '../store/open.ts'
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
 * The Slack connections of the council in force, each with its settings; without settings there are none.
 * @throws Refusal `slack.noCouncil`, `slack.noConnection`, `slack.unmatched`, each with the next step
 */
export async function slackConnections(
  council: CouncilInForce,
  settings: readonly SlackSettings[],
  stamp: Stamp,
): Promise<readonly SlackConnection[]> {
  try {
    const directory = await council.read()
    return settings.length === 0 ? [] : matchSlack(directory, settings, stamp)
  } catch (fault) {
    const none = fault instanceof Refusal && fault.code === 'store.no-council'
    throw none ? noCouncil(stamp) : fault
  }
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
  { council }: CouncilDirectory,
  settings: readonly SlackSettings[],
  stamp: Stamp,
): readonly SlackConnection[] {
  const connections = council.connections.filter(({ network }) => network === 'slack')
  if (connections.length === 0) {
    throw refusal('noConnection', (t) => t.noConnection(applying(stamp)))
  }
  const [only] = settings
  const alone = settings.length === 1 && only?.suffix === undefined && connections.length === 1
  const pairs = connections.map(({ id, team = '' }) => ({
    ...{ id, team },
    settings: alone ? only : settings.find(({ suffix }) => suffix === suffixOf(id)),
  }))
  const without = pairs.flatMap((pair) => (pair.settings === undefined ? [pair.id] : []))
  const taken = new Set(pairs.map((pair) => pair.settings))
  const left = settings.filter((set) => !taken.has(set)).map(({ suffix }) => nameOf(suffix))
  if (without.length > 0 || left.length > 0) {
    const needed = without.map((id) => ({ id, name: nameOf(suffixOf(id)) }))
    throw refusal('unmatched', (t) => t.unmatched(needed, left))
  }
  return pairs.flatMap((pair) => (pair.settings ? [{ ...pair, settings: pair.settings }] : []))
}

/** `SLACK_BUND` for the connection `slack-bund`. */
function suffixOf(id: ConnectionId): string {
  return id.toUpperCase().replaceAll('-', '_')
}

function nameOf(suffix: string | undefined): string {
  return suffix === undefined ? 'SLACK_BOT_TOKEN' : `SLACK_BOT_TOKEN__${suffix}`
}

/** How a council file comes into force in the database at hand. */
function applying(stamp: Stamp): string {
  return `npm run umlauf -- council apply ${stamp === 'real' ? '--real ' : ''}--by NAME council.yaml`
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

/** What the adapter asks of the council, at every click: looked up, never searched. */
function guideOf(connection: ConnectionId, { latest }: CouncilInForce): SlackGuide {
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
    accounts: () => [...languages().keys()],
    language: (account) => languages().get(account) ?? latest().council.places[0]?.language ?? 'de',
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

/** What `start` says of each connection: how it is reached, and whether it is there yet. */
export function standingLines(
  connections: readonly SlackConnection[],
  { council, channelOf }: CouncilDirectory,
  late: readonly ConnectionId[],
  language: Language,
): readonly string[] {
  const t = slackTexts[language]
  return connections.map(({ id, team, settings }) => {
    const places = council.places.filter((place) => channelOf(place.id, id) !== undefined).length
    const { host, port } = settings.listen
    const way = settings.appToken === undefined ? t.http(`${host}:${port}`) : t.socket
    const line = t.standing(id, team, way, places)
    return late.includes(id) ? `${line}; ${t.notYet}` : line
  })
}
