// What `umlauf doctor` says of Slack: how each connection of the council file stands, asked of Slack; leaves the asking to platforms/slack.
import type { Config, SlackSettings } from '../config.ts'
import type { CouncilDirectory } from '../core/council/index.ts'
import { Refusal } from '../core/refusal.ts'
import { checkSlack } from '../platforms/slack/checkup.ts'
import { accountsOn, placesOn } from './connections.ts'
import type { Found } from './doctor.ts'
import { matchSlack, noCouncil, type SlackConnection } from './slack.ts'

type Line = { readonly ok: boolean; readonly what: string; readonly words: string }

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
    const known = {
      places: directory ? placesOn(id, directory) : [],
      accounts: directory ? accountsOn(id, directory) : [],
    }
    const findings = await checkSlack({ settings, team, ...known, serving, language })
    const title = id === '' ? 'Slack' : `Slack (${id})`
    lines.push(...findings.map((one) => ({ ...one, what: `${title}, ${one.what}` })))
  }
  return lines
}
