// Who pressed or wrote: from Slack's ids to an account of the council, with bots, deactivated users and unlisted guests refused; leaves what an account may do to the core.
import { setTimeout as sleep } from 'node:timers/promises'
import { z } from 'zod'
import { Refusal } from '../../core/refusal.ts'
import { inBoth } from '../../core/texts.ts'
import type { Language } from '../../core/values.ts'
import { refusalCode, type SlackApi } from './api.ts'
import type { SlackGuide } from './guide.ts'
import { identityTexts } from './identity-texts.ts'
import { inTurn } from './turn.ts'

/** A user as a payload names them: the team is their own, which in Slack Connect is not ours. */
export type SlackUser = { readonly id: string; readonly team: string | undefined }

export interface Identities {
  /**
   * The account's id as the council file writes it: `U…` for full members of our team, `T…/U…` for guests and people of
   * other teams, who count only if the file lists exactly them.
   * @throws Refusal `account.bot`, `account.deactivated`, `account.guest`, `account.notFound`, `account.unchecked`
   */
  accountOf(user: SlackUser): Promise<string>
  /** Asks gently after everybody the council knows, so that a rush of first clicks finds them known. */
  getToKnow(accounts: readonly string[], signal: AbortSignal): Promise<void>
  languageOf(user: SlackUser): Language
}

const profile = z.object({
  id: z.string(),
  team_id: z.string().optional(),
  deleted: z.boolean().default(false),
  is_bot: z.boolean().default(false),
  is_restricted: z.boolean().default(false),
  is_ultra_restricted: z.boolean().default(false),
  is_stranger: z.boolean().default(false),
  enterprise_user: z.object({ id: z.string(), enterprise_id: z.string() }).partial().optional(),
})
type Profile = z.infer<typeof profile>

/** A guest made a full member, or the other way round, is noticed after this time. */
const FRESH_MS = 10 * 60_000
/** While Slack does not answer, what it said last is believed for a day. */
const STALE_MS = 24 * 60 * 60_000
const MOST_KNOWN = 10_000
/** How long the first click of somebody waits for its question to Slack. */
const TURN_MS = 2_000
/** Slower than Slack's pace by far: clicks come first. */
const GENTLY_MS = 1_500
/** Slack says no, and means this person: what it said before holds no more. */
const NOBODY = new Set(['user_not_found', 'users_not_found', 'user_not_visible'])

export type IdentityParts = {
  readonly team: string
  readonly api: SlackApi
  readonly guide: SlackGuide
  readonly clock: () => number
}

export function createIdentities({ team, api, guide, clock }: IdentityParts): Identities {
  const seen = new Map<string, { readonly profile: Profile; readonly at: number }>()
  const asking = new Map<string, Promise<Profile>>()

  const askFor = async (id: string): Promise<Profile> => {
    const known = seen.get(id)
    // who is known waits for nothing: until Slack has time for the question, its last answer holds
    const outcome = await inTurn(known ? 0 : TURN_MS, () => api.call('users.info', { user: id }))
    const read = outcome.kind === 'done' ? profile.safeParse(outcome.data['user']) : undefined
    if (read?.success) {
      if (seen.size >= MOST_KNOWN) seen.clear()
      seen.set(id, { profile: read.data, at: clock() })
      return read.data
    }
    if (outcome.kind === 'refused') {
      seen.delete(id)
      const isNobody = NOBODY.has(refusalCode(outcome.error))
      throw isNobody
        ? refusal('notFound', (t) => t.notFound)
        : refusal('unchecked', (t) => t.unchecked)
    }
    if (known && clock() - known.at < STALE_MS) return known.profile
    throw refusal('unchecked', (t) => t.unchecked)
  }

  const profileOf = (id: string): Promise<Profile> => {
    const known = seen.get(id)
    if (known && clock() - known.at < FRESH_MS) return Promise.resolve(known.profile)
    const asked = asking.get(id) ?? askFor(id).finally(() => asking.delete(id))
    asking.set(id, asked)
    return asked
  }

  return {
    async accountOf(user) {
      const found = await profileOf(user.id)
      if (found.is_bot) throw refusal('bot', (t) => t.bot)
      if (found.deleted) throw refusal('deactivated', (t) => t.deactivated)
      const { enterprise_user: twin } = found
      const id = twin?.id ?? found.id
      const own = [found.team_id, twin?.enterprise_id].filter((one) => one !== undefined)
      const isForeign = found.is_stranger || !own.includes(team)
      const home = isForeign ? foreignTeam(found, user, team) : team
      const exact = `${home}/${id}`
      if (guide.knows(exact)) return exact
      if (isForeign || found.is_restricted || found.is_ultra_restricted) {
        throw refusal('guest', (t) => t.guest(exact))
      }
      return id
    },
    async getToKnow(accounts, signal) {
      for (const account of accounts) {
        const id = account.slice(account.indexOf('/') + 1)
        if (seen.has(id)) continue
        if (signal.aborted) return
        // whoever cannot be asked for now is asked for when they click
        await profileOf(id).catch(() => {})
        await sleep(GENTLY_MS, undefined, { signal }).catch(() => {})
      }
    },
    languageOf: ({ id, team: own }) =>
      guide.language(guide.knows(`${own}/${id}`) ? `${own}/${id}` : id),
  }
}

/** Slack Connect names a person's own team in the profile or in the payload, and ours in the other. */
function foreignTeam({ team_id: named }: Profile, user: SlackUser, ours: string): string {
  return named !== undefined && named !== ours ? named : (user.team ?? '')
}

function refusal(
  code: 'bot' | 'deactivated' | 'guest' | 'notFound' | 'unchecked',
  say: (t: (typeof identityTexts)['de']) => string,
): Refusal {
  return new Refusal(`account.${code}`, inBoth(identityTexts, say))
}
