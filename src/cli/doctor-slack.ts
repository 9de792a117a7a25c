// What `umlauf doctor` says of Slack: how each connection of the council file stands, asked of Slack; leaves the asking to platforms/slack.
import type { Config, SlackSettings } from '../config.ts'
import type { CouncilDirectory } from '../core/council/index.ts'
import { Refusal } from '../core/refusal.ts'
import { checkSlack } from '../platforms/slack/checkup.ts'
import type { Stamp } from '../store/open.ts'
import { matchSlack, noCouncil, type SlackConnection } from './slack.ts'

type Line = { readonly ok: boolean; readonly what: string; readonly words: string }

/** What the database says; without a council file the tokens can still be checked. */
export type Found = {
  readonly directory: CouncilDirectory | undefined
  readonly stamp: Stamp
  /** Whether a bot is at work on the database. */
  readonly serving: boolean
}

/** One connection after the other; a setting without its connection is a finding as well. */
export async function slackLines(config: Config, found: Found): Promise<readonly Line[]> {
  const { slack, language } = config
  const matched = matchedOr(slack, found)
  if (matched instanceof Refusal) {
    const unmatched = { ok: false, what: 'Slack', words: matched.words[language] }
    return [unmatched, ...(await linesOf(slack.map(alone), undefined, config, found))]
  }
  return linesOf(matched, found.directory, config, found)
}

function matchedOr(
  slack: readonly SlackSettings[],
  { directory, stamp }: Found,
): readonly SlackConnection[] | Refusal {
  if (directory === undefined) return noCouncil(stamp)
  try {
    return matchSlack(directory, slack, stamp)
  } catch (fault) {
    if (fault instanceof Refusal) return fault
    throw fault
  }
}

type Checked = Pick<SlackConnection, 'id' | 'settings'> & { readonly team: string | undefined }

function alone(settings: SlackSettings): Checked {
  return { id: settings.suffix ?? '', team: undefined, settings }
}

async function linesOf(
  connections: readonly Checked[],
  directory: CouncilDirectory | undefined,
  { language }: Config,
  { serving }: Found,
): Promise<readonly Line[]> {
  const lines: Line[] = []
  for (const { id, team, settings } of connections) {
    const known = { places: placesOn(id, directory), accounts: accountsOn(id, directory) }
    const findings = await checkSlack({ settings, team, ...known, serving, language })
    const title = id === '' ? 'Slack' : `Slack (${id})`
    lines.push(...findings.map((one) => ({ ...one, what: `${title}, ${one.what}` })))
  }
  return lines
}

function placesOn(connection: string, directory: CouncilDirectory | undefined) {
  return (directory?.council.places ?? []).flatMap(({ id, name }) => {
    const channel = directory?.channelOf(id, connection)
    return channel === undefined ? [] : [{ name, channel }]
  })
}

function accountsOn(connection: string, directory: CouncilDirectory | undefined) {
  return (directory?.persons() ?? []).flatMap(({ name, accounts }) =>
    accounts.flatMap((one) => (one.connection === connection ? [{ name, id: one.id }] : [])),
  )
}
