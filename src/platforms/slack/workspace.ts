// Which workspace and app a token belongs to, asked once at the start; a token of another team is refused before anything comes in.
import { z } from 'zod'
import { Refusal } from '../../core/refusal.ts'
import { inBoth } from '../../core/texts.ts'
import type { Outcome, SlackApi } from './api.ts'
import { connectionTexts } from './connection-texts.ts'

/** Who we are in Slack. */
export type Workspace = {
  readonly botUser: string
  readonly botId: string | undefined
  /** Unknown without `users:read`; payloads are then judged by their team alone. */
  readonly appId: string | undefined
  readonly scopes: readonly string[]
}

const identity = z.object({
  user_id: z.string(),
  bot_id: z.string().optional(),
  team_id: z.string(),
  enterprise_id: z.string().optional(),
  response_metadata: z.object({ scopes: z.array(z.string()).default([]) }).optional(),
})
const bot = z.object({ bot: z.object({ app_id: z.string() }) })

/**
 * @throws Refusal `slack.token` where Slack does not accept the token, `slack.unreachable` where it does not answer, and
 * `slack.otherTeam` where the token is of another workspace than the council file says.
 */
export async function workspaceOf(api: SlackApi, team: string): Promise<Workspace> {
  const asked = await api.call('auth.test', {})
  if (asked.kind !== 'done') throw refusalOf(asked)
  const me = identity.parse(asked.data)
  if (team !== me.team_id && team !== me.enterprise_id) {
    throw new Refusal(
      'slack.otherTeam',
      inBoth(connectionTexts, (t) => t.otherTeam(me.team_id, team)),
    )
  }
  const about =
    me.bot_id === undefined ? undefined : await api.call('bots.info', { bot: me.bot_id })
  const read = about?.kind === 'done' ? bot.safeParse(about.data) : undefined
  return {
    botUser: me.user_id,
    botId: me.bot_id,
    appId: read?.data?.bot.app_id,
    scopes: me.response_metadata?.scopes ?? [],
  }
}

function refusalOf(outcome: Exclude<Outcome, { kind: 'done' }>): Refusal {
  if (outcome.kind === 'refused') {
    return new Refusal(
      'slack.token',
      inBoth(connectionTexts, (t) => t.token(outcome.error)),
    )
  }
  const reason = outcome.kind === 'later' ? '429' : outcome.reason
  return new Refusal(
    'slack.unreachable',
    inBoth(connectionTexts, (t) => t.unreachable(reason)),
  )
}
