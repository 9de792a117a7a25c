// A council's workspace on the loopback Slack with the platform in it, for tests of the adapter without a council behind it; leaves the answers to each test.
import type { ConnectionId, PlaceId } from '../../src/core/values.ts'
import { createSlack, type SlackGuide, type SlackOptions } from '../../src/platforms/slack/index.ts'
import { type Slack, startSlack, type SlackOptions as WorldOptions } from '../wire/slack/index.ts'

export const CONNECTION: ConnectionId = 'slack-bund'
export const PLACE: PlaceId = 'umlauf'
export const CHANNEL = 'C0COUNCIL'
export const ANNA = 'U0ANNA'
export const BERND = 'U0BERND'

export type SlackRig = {
  readonly slack: Slack
  readonly platform: ReturnType<typeof createSlack>
  readonly defects: unknown[]
  readonly notices: string[]
  /** Accounts that the council file names exactly, besides those of full members. */
  readonly listed: Set<string>
  /** The channel of each place, as the council file names it. */
  readonly channels: Map<string, string>
  /** Another process on the same workspace, with no memory of the first. */
  another(): ReturnType<typeof createSlack>
  tidyUp(): Promise<void>
}

/** Two people, one channel, one app; nothing is started yet. */
export async function slackRig(
  world: WorldOptions = {},
  more: Partial<Pick<SlackOptions, 'settings'>> & { readonly http?: boolean } = {},
): Promise<SlackRig> {
  const slack = await startSlack(world)
  slack.addUser({ id: ANNA, name: 'Anna' })
  slack.addUser({ id: BERND, name: 'Bernd' })
  slack.addChannel({ id: CHANNEL, name: 'umlaufverfahren', members: [ANNA, BERND] })
  const defects: unknown[] = []
  const notices: string[] = []
  const listed = new Set<string>()
  const channels = new Map([[PLACE, CHANNEL]])
  const guide: SlackGuide = {
    channelOf: (place) => channels.get(place),
    placeOf: (channel) => [...channels].find(([, there]) => there === channel)?.[0],
    knows: (account) => listed.has(account),
    people: () => [...listed],
    language: () => 'de',
  }
  const { apiUrl, botToken, appToken, signingSecret } = slack
  const listen = { host: '127.0.0.1', port: 0 }
  const wayIn = more.http ? { signingSecret } : { appToken }
  const another = () =>
    createSlack({
      connection: CONNECTION,
      team: world.enterprise ?? slack.team,
      settings: more.settings ?? { botToken, ...wayIn, apiUrl, listen },
      guide,
      now: Date.now,
      notice: (words) => void notices.push(words),
      report: (defect) => `D-${defects.push(defect)}`,
    })
  const platform = another()
  const rig: SlackRig = {
    ...{ slack, platform, another, defects, notices, listed, channels },
    async tidyUp() {
      await platform.stop(0)
      await slack.stop()
    },
  }
  return rig
}
