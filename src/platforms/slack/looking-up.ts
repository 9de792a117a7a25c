// Looking up where a post stands, by the mark that its pages, or the name of its file, carry in the history of a channel; leaves posting to outbound.ts.
import { createHash } from 'node:crypto'
import { z } from 'zod'
import type { Instant } from '../../core/values.ts'
import type { SlackApi } from './api.ts'

/** The clocks of Slack and of this machine may differ by this. */
const CLOCK_SKEW_MS = 60_000
const MOST_HISTORY_PAGES = 20

const stored = z.object({
  ts: z.string(),
  user: z.string().optional(),
  bot_id: z.string().optional(),
  metadata: z
    .object({
      event_type: z.literal('umlauf_post'),
      event_payload: z.object({ key: z.string(), page: z.number() }),
    })
    .optional()
    .catch(undefined),
  files: z
    .array(z.object({ name: z.string() }))
    .optional()
    .catch(undefined),
})
type Stored = z.infer<typeof stored>
const history = z.object({
  messages: z.array(z.unknown()),
  response_metadata: z.object({ next_cursor: z.string().optional() }).optional(),
})

/** The mark by which a post is found again after a lost answer. */
export function metadataOf(key: string, page: number) {
  return { event_type: 'umlauf_post', event_payload: { key, page } }
}

/** A message that shares a file takes no metadata: its mark stands in the file's name, which people see only where they save it. */
export function markedName(name: string, key: string): string {
  return name.replace(/(?=\.[^.]*$)|(?<!\..*)$/, `-${markOf(key)}`)
}

function markOf(key: string): string {
  return createHash('sha256').update(key).digest('hex').slice(0, 12)
}

export type LookingParts = {
  readonly api: SlackApi
  /** Our own ids: another app's message may carry any mark. */
  readonly isOwn: (author: { readonly user?: string; readonly bot?: string }) => boolean
}

/**
 * Looks for the first page, or the file, among the channel's messages, then for the other pages in its thread.
 * @param since machine time (ms) before which it cannot have been posted
 * @returns the pages in order, none where it stands nowhere, `unknown` where Slack did not show all there is to see
 */
export async function lookUp(
  parts: LookingParts,
  key: string,
  channel: string,
  since: Instant | undefined,
): Promise<readonly string[] | 'unknown'> {
  const oldest = since === undefined ? {} : { oldest: `${(since - CLOCK_SKEW_MS) / 1_000}` }
  const first = await search(
    parts,
    'conversations.history',
    { channel, ...oldest },
    (one) => isPage(one, key, 0) || holdsFile(one, key),
  )
  if (first === 'unknown') return 'unknown'
  return first ? pagesOf(parts, key, channel, [first.ts]) : []
}

function isPage({ metadata }: Stored, key: string, page: number): boolean {
  return metadata?.event_payload.key === key && metadata.event_payload.page === page
}

function holdsFile({ files = [] }: Stored, key: string): boolean {
  const end = new RegExp(`-${markOf(key)}(?:\\.[^.]*)?$`)
  return files.some(({ name }) => end.test(name))
}

/** The pages that stand in the thread of the first one. */
export async function pagesOf(
  parts: LookingParts,
  key: string,
  channel: string,
  known: readonly string[],
): Promise<readonly string[] | 'unknown'> {
  const [ts] = known
  if (ts === undefined) return known
  const found = new Map<number, string>()
  const looked = await search(parts, 'conversations.replies', { channel, ts }, (one) => {
    const payload = one.metadata?.event_payload
    if (payload?.key === key && !found.has(payload.page)) found.set(payload.page, one.ts)
    return false
  })
  if (looked === 'unknown') return 'unknown'
  const pages = [ts]
  for (let n = 1; found.has(n); n += 1) pages.push(found.get(n) ?? '')
  return pages.length > known.length ? pages : known
}

/** Reads back page by page until something fits. `unknown`: Slack did not show all there is to see. */
async function search(
  { api, isOwn }: LookingParts,
  method: string,
  args: Readonly<Record<string, unknown>>,
  fits: (one: Stored) => boolean,
): Promise<Stored | 'unknown' | undefined> {
  let cursor: string | undefined
  for (let n = 0; n < MOST_HISTORY_PAGES; n += 1) {
    const more = cursor === undefined ? {} : { cursor }
    const outcome = await api.call(method, {
      ...args,
      ...more,
      limit: 200,
      include_all_metadata: true,
    })
    const read = outcome.kind === 'done' ? history.safeParse(outcome.data) : undefined
    if (!read?.success) return 'unknown'
    for (const one of read.data.messages) {
      const message = stored.safeParse(one)
      if (message.success && isOwn(authorOf(message.data)) && fits(message.data)) {
        return message.data
      }
    }
    cursor = read.data.response_metadata?.next_cursor || undefined
    if (cursor === undefined) return undefined
  }
  return 'unknown'
}

function authorOf({ user, bot_id: bot }: Stored) {
  return { ...(user === undefined ? {} : { user }), ...(bot === undefined ? {} : { bot }) }
}
