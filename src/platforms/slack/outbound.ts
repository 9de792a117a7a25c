// From an operation of the core to Slack's messages: one post may be several pages in a thread, each carrying the mark by which it is found again; leaves drawing to render.ts and pace to budgets.ts.
import type { Delivery, Found, Operation, Platform, Target } from '../../core/ports.ts'
import type { ConnectionId, Instant } from '../../core/values.ts'
import type { Outcome } from './api.ts'
import { renderMessage } from './drawing/render.ts'
import { renderHome } from './drawing/views.ts'
import type { SlackGuide } from './guide.ts'
import { type LookingParts, lookUp, pagesOf } from './looking-up.ts'
import { outboundTexts } from './outbound-texts.ts'
import type { Talk } from './talk.ts'
import {
  deliveryOf,
  editPage,
  emptyPage,
  type Pad,
  type PagesUnderWay,
  type Standing,
  writePage,
} from './writing.ts'

/** The outgoing half of the platform port. */
export type Outbound = Pick<Platform, 'can' | 'deliver' | 'find' | 'privatePlace'>

export type OutboundParts = LookingParts & {
  readonly connection: ConnectionId
  readonly talk: Talk
  readonly guide: SlackGuide
  /** Whether the history of channels may be read, without which a lost answer cannot be looked up. */
  readonly mayLookUp: () => boolean
}

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

type World = OutboundParts & Pad

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
  const before = operation.kind === 'edit' ? readRef(operation.ref) : undefined
  if (operation.kind === 'edit' && !before) return { outcome: 'gone' }
  const known = world.remembered.get(key) ?? before
  if (known && isElsewhere(world, to, known)) return leave(world, operation, known)
  const there = known ?? (await channelOf(world, to))
  if (!('channel' in there)) return deliveryOf(there, () => '')
  const { channel } = there
  const pages = renderMessage(message, language)
  const stands = await standingPages(world, key, known, pages.length)
  if (stands === 'unknown') return untold(world)
  const writing: PagesUnderWay = {
    ...{ key, channel, stands: [...stands], written: [...(known?.written ?? [])] },
    first: to.kind === 'place',
  }
  for (const [n, page] of pages.entries()) {
    const ended = await writePage(world, writing, page, n)
    if (ended) return ended
  }
  const rest = emptyPage(outboundTexts[language].noLonger)
  for (let n = pages.length; n < stands.length; n += 1) {
    const ended = await writePage(world, writing, rest, n)
    if (ended) return ended
  }
  return { outcome: 'delivered', ref: refOf({ channel, pages: writing.stands }) }
}

/** A corrected council file may name another channel for a place: there it is posted anew, here it is not kept up. */
function isElsewhere({ guide }: World, to: Target, known: Standing): boolean {
  const channel = to.kind === 'place' ? guide.channelOf(to.place) : undefined
  return channel !== undefined && channel !== known.channel
}

async function leave(world: World, { key, language }: Writing, known: Standing): Promise<Delivery> {
  const [ts] = known.pages
  const page = emptyPage(outboundTexts[language].movedAway)
  world.remembered.delete(key)
  if (ts !== undefined)
    await editPage(world, { channel: known.channel, ts, page, key, n: 0, first: true })
  return { outcome: 'gone' }
}

/** The pages that stand; where there are to be more, one may have been written before its ref could be kept. */
async function standingPages(
  world: World,
  key: string,
  known: Standing | undefined,
  wanted: number,
): Promise<readonly string[] | 'unknown'> {
  if (!known) return []
  if (known.pages.length >= wanted || world.remembered.has(key)) return known.pages
  return pagesOf(world, key, known.channel, known.pages)
}

/** Whether a page arrived cannot be told now: looked up again later, or, without the right to look, reported in the end. */
function untold({ mayLookUp }: World): Delivery {
  return mayLookUp() ? { outcome: 'ambiguous' } : { outcome: 'refused', reason: 'ambiguous' }
}

async function deliverFile(
  world: World,
  { key, to, file }: Extract<Operation, { kind: 'file' }>,
): Promise<Delivery> {
  const known = world.remembered.get(key)
  if (known) return { outcome: 'delivered', ref: `${known.channel}:` }
  const there = await channelOf(world, to)
  if (!('channel' in there)) return deliveryOf(there, () => '')
  const outcome = await world.talk.upload(there.channel, file, key)
  if (outcome.kind === 'done') world.remember(key, { channel: there.channel, pages: [] })
  return deliveryOf(outcome, () => `${there.channel}:`)
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
