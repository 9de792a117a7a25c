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
  /**
   * Which app we are; asked of Slack again, at most once in a while, as long as it did not say. Unknown, payloads are judged
   * by their team alone.
   */
  readonly appId: () => string | undefined
  readonly scopes: readonly string[]
}

export type WorkspaceParts = {
  readonly api: SlackApi
  /** `T…`, or `E…` for an organisation, as the council file says. */
  readonly team: string
  readonly clock: () => number
  readonly notice: (words: string) => void
}

/** While Slack does not say which app we are, it is asked at most so often. */
const AGAIN_MS = 10_000

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
export async function workspaceOf(parts: WorkspaceParts): Promise<Workspace> {
  const { api, team } = parts
  const asked = await api.call('auth.test', {})
  if (asked.kind !== 'done') throw refusalOf(asked)
  const read = identity.safeParse(asked.data)
  if (!read.success) throw refusalOf({ kind: 'lost', reason: 'auth.test' })
  const me = read.data
  if (team !== me.team_id && team !== me.enterprise_id) {
    throw new Refusal(
      'slack.otherTeam',
      inBoth(connectionTexts, (t) => t.otherTeam(me.team_id, team)),
    )
  }
  return {
    botUser: me.user_id,
    botId: me.bot_id,
    appId: await appOf(parts, me.bot_id),
    scopes: me.response_metadata?.scopes ?? [],
  }
}

/** Asks which app we are, and again at the first occasions until it is known. */
async function appOf({ api, clock, notice }: WorkspaceParts, botId: string | undefined) {
  let app: string | undefined
  let mayAskAt = Number.NEGATIVE_INFINITY
  const ask = async () => {
    mayAskAt = clock() + AGAIN_MS
    const outcome = await api.call('bots.info', { bot: botId })
    app = outcome.kind === 'done' ? bot.safeParse(outcome.data).data?.bot.app_id : undefined
    return outcome
  }
  if (botId === undefined) return () => undefined
  const first = await ask()
  if (app === undefined) {
    const reason = first.kind === 'refused' ? first.error : first.kind
    notice(
      `Slack does not say which app this is (${reason}); until it does, the team alone is checked`,
    )
    mayAskAt = clock()
  }
  return () => {
    if (app === undefined && clock() >= mayAskAt) void ask()
    return app
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
