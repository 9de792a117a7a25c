// From an operation of the core to Slack's messages: one post may be several pages in a thread, each carrying the mark by which it is found again; leaves drawing to render.ts and pace to budgets.ts.
import { createHash } from 'node:crypto'
import type { Delivery, Found, Operation, Platform, Target } from '../../core/ports.ts'
import type { ConnectionId, Instant } from '../../core/values.ts'
import type { Outcome } from './api.ts'
import { refusalCode } from './api.ts'
import { type Page, renderMessage } from './drawing/render.ts'
import { renderHome } from './drawing/views.ts'
import type { SlackGuide } from './guide.ts'
import { type LookingParts, lookUp, metadataOf, pagesOf } from './looking-up.ts'
import { outboundTexts } from './outbound-texts.ts'
import { LITERAL, type Talk } from './talk.ts'

/** The outgoing half of the platform port. */
export type Outbound = Pick<Platform, 'can' | 'deliver' | 'find' | 'privatePlace'>

export type OutboundParts = LookingParts & {
  readonly connection: ConnectionId
  readonly talk: Talk
  readonly guide: SlackGuide
  /** Whether the history of channels may be read, without which a lost answer cannot be looked up. */
  readonly mayLookUp: () => boolean
}

/** Where a post stands: its channel and its pages, the first one in the channel and the others in its thread. */
type Standing = {
  readonly channel: string
  readonly pages: readonly string[]
  /** What this process last wrote on each page: what is the same is not written again. */
  readonly written?: readonly (string | undefined)[]
}

/** Slack has these where the message we mean is no longer there, or was never ours. */
const GONE = new Set([
  'message_not_found',
  'cant_update_message',
  'is_inactive',
  'thread_not_found',
])

/** How many posts are remembered, so that a second delivery of the same one is an edit. */
const MOST_REMEMBERED = 10_000
export function createOutbound(parts: OutboundParts): Outbound {
  const { connection, talk } = parts
  const remembered = new Map<string, Standing>()
  const remember = (key: string, standing: Standing) => {
    if (remembered.size >= MOST_REMEMBERED) remembered.clear()
    remembered.set(key, standing)
  }
  const isStranger = (to: Target) => to.kind === 'person' && to.account.connection !== connection
  const world: World = { ...parts, remembered, remember }

  return {
    can: {
      ...{ home: true, file: true },
      get find() {
        return parts.mayLookUp()
      },
    },
    async deliver(operation) {
      if (isStranger(operation.to)) return { outcome: 'refused', reason: 'connection' }
      switch (operation.kind) {
        case 'post':
        case 'edit':
          return bring(world, operation)
        case 'file':
          return deliverFile(world, operation)
        case 'home': {
          const { to, message, language } = operation
          if (to.kind === 'place') return { outcome: 'refused', reason: 'home' }
          const outcome = await talk.publish(userOf(to.account.id), renderHome(message, language))
          return deliveryOf(outcome, () => 'home')
        }
      }
    },
    async find(key, to, since) {
      if (isStranger(to)) return { outcome: 'absent' }
      return find(world, key, to, since)
    },
    async privatePlace(account) {
      return { kind: 'person', account }
    },
  }
}

type World = OutboundParts & {
  readonly remembered: Map<string, Standing>
  readonly remember: (key: string, standing: Standing) => void
}

/** `U1` and `T2/U1` are one user to the Web API. */
function userOf(account: string): string {
  return account.slice(account.indexOf('/') + 1)
}

async function channelOf(
  { guide, talk }: OutboundParts,
  to: Target,
): Promise<{ readonly channel: string } | Exclude<Outcome, { kind: 'done' }>> {
  if (to.kind === 'person') return talk.conversation(userOf(to.account.id))
  const channel = guide.channelOf(to.place)
  return channel === undefined ? { kind: 'refused', error: 'no_channel' } : { channel }
}

type Writing = Extract<Operation, { kind: 'post' | 'edit' }>

/** Posts what does not stand yet and edits what does; each page by one call. */
async function bring(world: World, operation: Writing): Promise<Delivery> {
  const { key, to, message, language } = operation
  const pages = renderMessage(message, language)
  const before = operation.kind === 'edit' ? readRef(operation.ref) : undefined
  if (operation.kind === 'edit' && !before) return { outcome: 'gone' }
  const known = world.remembered.get(key) ?? before
  const there = known ?? (await channelOf(world, to))
  if (!('channel' in there)) return deliveryOf(there, () => '')
  const { channel } = there
  const stands = [...(known?.pages ?? [])]
  const written = [...(known?.written ?? [])]
  if (known && stands.length < pages.length && !world.remembered.has(key)) {
    // a page may have been written before its ref could be kept
    stands.splice(0, stands.length, ...(await pagesOf(world, key, channel, stands)))
  }
  for (const [n, page] of pages.entries()) {
    const ts = stands[n]
    const words = printOf(page)
    if (ts && written[n] === words) continue
    const outcome = ts
      ? await editPage(world, { channel, ts, page, key, n, first: to.kind === 'place' })
      : await postPage(world, { channel, thread: stands[0], page, key, n })
    if (outcome.kind !== 'done') return unfinished(world, outcome, key, stands, n)
    if (!ts) stands[n] = String(outcome.data['ts'])
    written[n] = words
    world.remember(key, { channel, pages: [...stands], written: [...written] })
  }
  for (const [n, ts] of stands.entries()) {
    if (n < pages.length) continue
    const page = emptyPage(outboundTexts[language].noLonger)
    if (written[n] === printOf(page)) continue
    const outcome = await editPage(world, { channel, ts, page, key, n, first: false })
    if (outcome.kind !== 'done') return deliveryOf(outcome, () => '')
    written[n] = printOf(page)
    world.remember(key, { channel, pages: [...stands], written: [...written] })
  }
  return { outcome: 'delivered', ref: refOf({ channel, pages: stands }) }
}

/** Where pages before it stand already, what is not known or not now must be looked up: a second try would double them. */
function unfinished(
  { remembered }: World,
  outcome: Exclude<Outcome, { kind: 'done' }>,
  key: string,
  stands: readonly string[],
  n: number,
): Delivery {
  const delivery = deliveryOf(outcome, () => '')
  if (delivery.outcome === 'gone') remembered.delete(key)
  const isNew = n > 0 && stands[n] === undefined
  return isNew && delivery.outcome !== 'gone' ? { outcome: 'ambiguous' } : delivery
}

type PageAt = {
  readonly channel: string
  readonly page: Page
  readonly key: string
  readonly n: number
}

function postPage(
  { api }: World,
  { channel, page, key, n, thread }: PageAt & { readonly thread: string | undefined },
): Promise<Outcome> {
  const args = {
    ...{ channel, ...page, ...LITERAL, metadata: metadataOf(key, n) },
    ...(n > 0 && thread !== undefined ? { thread_ts: thread } : {}),
  }
  return api.call('chat.postMessage', args, { target: channel })
}

function editPage(
  { api }: World,
  { channel, page, key, n, ts, first }: PageAt & { readonly ts: string; readonly first: boolean },
): Promise<Outcome> {
  const { parse, link_names } = LITERAL
  const args = { channel, ts, ...page, parse, link_names, metadata: metadataOf(key, n) }
  return api.call('chat.update', args, { target: `${channel}/${ts}`, first })
}

/** What tells two pages apart, without keeping either. */
function printOf(page: Page): string {
  return createHash('sha256').update(JSON.stringify(page)).digest('base64')
}

function emptyPage(words: string): Page {
  const elements = [{ type: 'plain_text', text: words, emoji: false } as const]
  return { text: words, blocks: [{ type: 'context', elements }] }
}

async function deliverFile(
  world: World,
  { key, to, file }: Extract<Operation, { kind: 'file' }>,
): Promise<Delivery> {
  const known = world.remembered.get(key)
  if (known) return { outcome: 'delivered', ref: `${known.channel}:` }
  const there = await channelOf(world, to)
  if (!('channel' in there)) return deliveryOf(there, () => '')
  const outcome = await world.talk.upload(there.channel, file)
  if (outcome.kind === 'done') world.remember(key, { channel: there.channel, pages: [] })
  return deliveryOf(outcome, () => `${there.channel}:`)
}

function deliveryOf(outcome: Outcome, ref: () => string): Delivery {
  switch (outcome.kind) {
    case 'done':
      return { outcome: 'delivered', ref: ref() }
    case 'later':
      return { outcome: 'rateLimited', waitMs: outcome.waitMs }
    case 'lost':
      return { outcome: 'ambiguous' }
    case 'unreached':
      return { outcome: 'refused', reason: outcome.reason }
    case 'refused':
      return GONE.has(refusalCode(outcome.error))
        ? { outcome: 'gone' }
        : { outcome: 'refused', reason: outcome.error }
  }
}

/** `C012:17000.1,17000.2`: the channel and the pages. */
function readRef(ref: string): Standing | undefined {
  const [, channel, pages] = /^([A-Z0-9]+):((?:\d+\.\d+)(?:,\d+\.\d+)*)$/.exec(ref) ?? []
  return channel !== undefined && pages !== undefined
    ? { channel, pages: pages.split(',') }
    : undefined
}

async function find(world: World, key: string, to: Target, since?: Instant): Promise<Found> {
  const known = world.remembered.get(key)
  if (known) return { outcome: 'found', ref: refOf(known) }
  const there = await channelOf(world, to)
  if (!('channel' in there)) return { outcome: 'unknown' }
  const { channel } = there
  const pages = await lookUp(world, key, channel, since)
  if (pages === 'unknown') return { outcome: 'unknown' }
  if (pages.length === 0) return { outcome: 'absent' }
  world.remember(key, { channel, pages })
  return { outcome: 'found', ref: refOf({ channel, pages }) }
}

function refOf({ channel, pages }: Standing): string {
  return `${channel}:${pages.join(',')}`
}
