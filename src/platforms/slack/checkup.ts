// How a connection to Slack is, asked of Slack itself before or beside a running bot: token, workspace, scopes, way in, channels, accounts; changes nothing, and leaves printing to whoever asks.
import { once } from 'node:events'
import { createServer } from 'node:net'
import { setTimeout as sleep } from 'node:timers/promises'
import { z } from 'zod'
import type { Language } from '../../core/values.ts'
import { createApi, type Outcome, refusalCode, type SlackApi } from './api.ts'
import { createBudgets } from './budgets.ts'
import { checkupTexts } from './checkup-texts.ts'
import { connectionTexts } from './connection-texts.ts'
import type { SlackAccess } from './index.ts'
import { barredRefusal, isCrowded } from './receiving/line-faults.ts'
import { HISTORY_SCOPES, NEEDED_SCOPES } from './scopes.ts'

export type Finding = { readonly ok: boolean; readonly what: string; readonly words: string }

export type CheckupOptions = {
  readonly settings: SlackAccess
  /** What the council file says; undefined where there is none yet, then the token alone decides. */
  readonly team: string | undefined
  readonly places: readonly { readonly name: string; readonly channel: string }[]
  /** The accounts as the file writes them, `U…` or `T…/U…`, and whose they are. */
  readonly accounts: readonly { readonly name: string; readonly id: string }[]
  /** Whether the bot is at work, so that its address is rightly taken. */
  readonly serving: boolean
  readonly language: Language
}

type Say = (typeof checkupTexts)['de']
/** A checkup under way: its options, its words, and the two ways to ask. */
type Visit = CheckupOptions & {
  readonly t: Say
  /** Asks with the bot token, and waits for its turn. */
  readonly ask: (method: string, args?: Readonly<Record<string, unknown>>) => Promise<Outcome>
}

/** A second or third try is enough; a checkup is no place to wait for long. */
const TRIES = 3
const LONGEST_WAIT_MS = 30_000

/** Asks gently: within the bot's own budgets, one thing after the other. Tokens are never part of what is found. */
export async function checkSlack(options: CheckupOptions): Promise<readonly Finding[]> {
  const { settings, language } = options
  const visit: Visit = {
    ...options,
    t: checkupTexts[language],
    ask: askerOf(settings.botToken, settings.apiUrl),
  }
  const { findings, scopes } = await checkToken(visit)
  const wayIn = await checkWayIn(visit)
  if (scopes === undefined) return [...findings, wayIn]
  const people = scopes.includes('users:read') ? await checkAccounts(visit) : []
  return [
    ...findings,
    ...checkScopes(scopes, visit.t),
    wayIn,
    ...(await inTurn(visit.places, (place) => checkPlace(place, visit))),
    ...people,
  ]
}

function askerOf(token: string, apiUrl: string): Visit['ask'] {
  const clock = () => performance.now()
  const api: SlackApi = createApi({
    ...{ token, apiUrl, clock, budgets: createBudgets(clock) },
    // whatever matters is in the outcome
    notice: () => {},
  })
  const ask = async (method: string, args: Readonly<Record<string, unknown>>): Promise<Outcome> => {
    const outcome = await api.call(method, args)
    // whoever delivers waits for a refused token; whoever asks how things are says so
    const error = api.halted()
    return outcome.kind === 'later' && error !== undefined ? { kind: 'refused', error } : outcome
  }
  return async (method, args = {}) => {
    let outcome = await ask(method, args)
    for (let left = TRIES; outcome.kind === 'later' && left > 1; left -= 1) {
      await sleep(Math.min(outcome.waitMs, LONGEST_WAIT_MS))
      outcome = await ask(method, args)
    }
    return outcome
  }
}

async function inTurn<T>(
  things: readonly T[],
  check: (thing: T) => Promise<Finding>,
): Promise<Finding[]> {
  const findings: Finding[] = []
  for (const thing of things) findings.push(await check(thing))
  return findings
}

/** What a call that did not succeed means, where nothing more exact is known. */
function trouble(outcome: Exclude<Outcome, { kind: 'done' }>, t: Say): string {
  if (outcome.kind === 'refused') return t.refused(outcome.error)
  return t.unanswered(outcome.kind === 'later' ? '429' : outcome.reason)
}

const identity = z.object({
  team: z.string(),
  team_id: z.string(),
  enterprise_id: z.string().optional(),
  response_metadata: z.object({ scopes: z.array(z.string()).default([]) }).optional(),
})

/** Without a valid token nothing else can be asked with it: then there are no scopes. */
async function checkToken({ ask, t, team, language }: Visit) {
  const what = t.token
  const outcome = await ask('auth.test')
  if (outcome.kind !== 'done') {
    const { token } = connectionTexts[language]
    const words = outcome.kind === 'refused' ? token(outcome.error) : trouble(outcome, t)
    return { findings: [{ ok: false, what, words }], scopes: undefined }
  }
  const { data: me } = identity.safeParse(outcome.data)
  if (!me) return { findings: [{ ok: false, what, words: t.odd }], scopes: undefined }
  const findings: Finding[] = [{ ok: true, what, words: t.tokenFine(me.team, me.team_id) }]
  if (team !== undefined) {
    const ok = team === me.team_id || team === me.enterprise_id
    const words = ok ? t.teamFine : connectionTexts[language].otherTeam(me.team_id, team)
    findings.push({ ok, what: t.team, words })
  }
  return { findings, scopes: me.response_metadata?.scopes ?? [] }
}

/** Without history the app works, more cautiously: a council may want it so. */
function checkScopes(scopes: readonly string[], t: Say): readonly Finding[] {
  const what = t.scopes
  const missing = NEEDED_SCOPES.filter((scope) => !scopes.includes(scope))
  const blind = HISTORY_SCOPES.filter((scope) => !scopes.includes(scope))
  return [
    ...missing.map((scope) => ({ ok: false, what, words: t.scopeMissing(scope, t[scope]) })),
    ...(blind.length > 0 ? [{ ok: true, what, words: t.history(blind.join(', ')) }] : []),
    ...(missing.length + blind.length === 0 ? [{ ok: true, what, words: t.scopesFine }] : []),
  ]
}

async function checkWayIn({ settings, t, serving, language }: Visit): Promise<Finding> {
  const { appToken, apiUrl, listen } = settings
  if (appToken === undefined) return checkAddress(listen, serving, t)
  const outcome = await askerOf(appToken, apiUrl)('apps.connections.open')
  const what = t.socket
  if (outcome.kind === 'done') return { ok: true, what, words: t.socketFine }
  if (outcome.kind !== 'refused') return { ok: false, what, words: trouble(outcome, t) }
  const code = refusalCode(outcome.error)
  const words = isCrowded(code) ? t.refused(code) : barredRefusal(code).words[language]
  return { ok: false, what, words }
}

/** Listens for a moment, so that whatever keeps Umlauf from it is known before the start. */
async function checkAddress(
  { host, port }: SlackAccess['listen'],
  serving: boolean,
  t: Say,
): Promise<Finding> {
  const address = `${host}:${port}`
  const server = createServer()
  try {
    server.listen(port, host)
    await once(server, 'listening')
    return { ok: true, what: t.http, words: t.httpFree(address) }
  } catch (fault) {
    const code = fault instanceof Error && 'code' in fault ? String(fault.code) : ''
    const own = serving && code === 'EADDRINUSE'
    const words = own ? t.httpServing(address) : t.httpTaken(address, code)
    return { ok: own, what: t.http, words }
  } finally {
    server.close()
  }
}

const conversation = z.object({
  channel: z.object({
    is_member: z.boolean().default(false),
    is_archived: z.boolean().default(false),
  }),
})

async function checkPlace(
  { name, channel }: Visit['places'][number],
  { ask, t }: Visit,
): Promise<Finding> {
  const outcome = await ask('conversations.info', { channel })
  const no = (words: string) => ({ ok: false, what: t.place(name), words })
  if (outcome.kind === 'refused' && refusalCode(outcome.error) === 'channel_not_found') {
    return no(t.placeUnknown(channel))
  }
  if (outcome.kind !== 'done') return no(trouble(outcome, t))
  const { data } = conversation.safeParse(outcome.data)
  if (!data) return no(t.odd)
  const { is_archived, is_member } = data.channel
  if (is_archived) return no(t.placeArchived(channel))
  if (!is_member) return no(t.placeNoMember(channel))
  return { ok: true, what: t.place(name), words: t.placeFine(channel) }
}

const person = z.object({
  user: z.object({
    id: z.string(),
    team_id: z.string().optional(),
    deleted: z.boolean().default(false),
    is_bot: z.boolean().default(false),
    is_restricted: z.boolean().default(false),
    is_ultra_restricted: z.boolean().default(false),
    is_stranger: z.boolean().default(false),
    enterprise_user: z.object({ id: z.string(), enterprise_id: z.string() }).partial().optional(),
  }),
})
type Profile = z.infer<typeof person>['user']

/** One line for all that are in order, and one for each that is not. */
async function checkAccounts(visit: Visit): Promise<readonly Finding[]> {
  const { accounts, t } = visit
  const faults: Finding[] = []
  for (const { name, id } of accounts) {
    const words = await accountFault(id, visit)
    if (words !== undefined) faults.push({ ok: false, what: t.account(name), words })
  }
  const fine = accounts.length - faults.length
  return fine === 0
    ? faults
    : [{ ok: true, what: t.accounts, words: t.accountsFine(fine) }, ...faults]
}

async function accountFault(id: string, { ask, t, team }: Visit): Promise<string | undefined> {
  const user = id.slice(id.indexOf('/') + 1)
  const outcome = await ask('users.info', { user })
  if (outcome.kind === 'refused' && refusalCode(outcome.error) === 'user_not_found') {
    return t.accountUnknown(id)
  }
  if (outcome.kind !== 'done') return trouble(outcome, t)
  const profile = person.safeParse(outcome.data).data?.user
  if (!profile) return t.odd
  if (profile.is_bot) return t.accountBot(id)
  if (profile.deleted) return t.accountDeactivated(id)
  const { exact, plain } = writtenAs(profile, team)
  if (id === exact || id === plain) return undefined
  return plain === undefined ? t.accountGuest(id, exact) : t.accountOther(id, exact)
}

/** How the council file writes an account: full members of our team by the plain id as well, everybody else by both ids alone. */
function writtenAs(profile: Profile, team: string | undefined) {
  const { enterprise_user: twin } = profile
  const own = [profile.team_id, twin?.enterprise_id].filter((one) => one !== undefined)
  const isForeign = profile.is_stranger || (team !== undefined && !own.includes(team))
  const id = twin?.id ?? profile.id
  const exact = `${isForeign ? (profile.team_id ?? '') : (team ?? profile.team_id ?? '')}/${id}`
  const isGuest = isForeign || profile.is_restricted || profile.is_ultra_restricted
  return { exact, plain: isGuest ? undefined : id }
}
