// One page of a post, written by one call: posted where none stands, edited where one does, and what its outcome means for the whole; leaves the order of the pages to outbound.ts.
import { createHash } from 'node:crypto'
import type { Delivery } from '../../core/ports.ts'
import { type Outcome, refusalCode, type SlackApi } from './api.ts'
import type { Page } from './drawing/render.ts'
import { metadataOf } from './looking-up.ts'
import { LITERAL } from './talk.ts'

/** Where a post stands: its channel and its pages, the first one in the channel and the others in its thread. */
export type Standing = {
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

/** What writing needs to know of the platform: the calls, and what this process wrote before. */
export type Pad = {
  readonly api: SlackApi
  readonly remembered: Map<string, Standing>
  readonly remember: (key: string, standing: Standing) => void
}

/** The pages of a post while they are written. */
export type PagesUnderWay = {
  readonly key: string
  readonly channel: string
  readonly first: boolean
  readonly stands: string[]
  readonly written: (string | undefined)[]
}

/** @returns how the delivery ends where this page could not be written */
export async function writePage(
  world: Pad,
  { key, channel, first, stands, written }: PagesUnderWay,
  page: Page,
  n: number,
): Promise<Delivery | undefined> {
  const print = printOf(page)
  const ts = stands[n]
  if (ts !== undefined && written[n] === print) return undefined
  const at = { channel, page, key, n }
  let outcome =
    ts === undefined ? undefined : await editPage(world, { ...at, ts, first: first && n === 0 })
  // a page of the thread that somebody deleted is posted anew; without the first page the post itself is gone
  const isNew = outcome === undefined || (n > 0 && isGone(outcome))
  if (isNew) outcome = await postPage(world, { ...at, thread: stands[0] })
  if (outcome?.kind !== 'done') {
    return outcome && unfinished(world, outcome, key, n, isNew)
  }
  if (isNew) stands[n] = String(outcome.data['ts'])
  written[n] = print
  world.remember(key, { channel, pages: [...stands], written: [...written] })
  return undefined
}

/** Where pages before it stand already, what is not known or not now must be looked up: a second try would double them. */
function unfinished(
  { remembered }: Pad,
  outcome: Exclude<Outcome, { kind: 'done' }>,
  key: string,
  n: number,
  isNew: boolean,
): Delivery {
  const delivery = deliveryOf(outcome, () => '')
  // what this process remembers does not have the page that may stand now
  if (delivery.outcome === 'gone' || (isNew && outcome.kind === 'lost')) remembered.delete(key)
  return isNew && n > 0 && delivery.outcome !== 'gone' ? { outcome: 'ambiguous' } : delivery
}

function isGone(outcome: Outcome | undefined): boolean {
  return outcome?.kind === 'refused' && GONE.has(refusalCode(outcome.error))
}

/** Which page of which post, and where. */
type PageAt = {
  readonly channel: string
  readonly page: Page
  readonly key: string
  readonly n: number
}

function postPage(
  { api }: Pad,
  { channel, page, key, n, thread }: PageAt & { readonly thread: string | undefined },
): Promise<Outcome> {
  const args = {
    ...{ channel, ...page, ...LITERAL, metadata: metadataOf(key, n) },
    ...(n > 0 && thread !== undefined ? { thread_ts: thread } : {}),
  }
  return api.call('chat.postMessage', args, { target: channel })
}

export function editPage(
  { api }: Pad,
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

/** A page of one sentence, where a post or a page of it is no longer kept up. */
export function emptyPage(words: string): Page {
  const elements = [{ type: 'plain_text', text: words, emoji: false } as const]
  return { text: words, blocks: [{ type: 'context', elements }] }
}

/** What the port says of a call's outcome. */
export function deliveryOf(outcome: Outcome, ref: () => string): Delivery {
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
      return isGone(outcome) ? { outcome: 'gone' } : { outcome: 'refused', reason: outcome.error }
  }
}
