// Looking up where a post stands, by the mark its events carry in the history of a room; leaves posting to outbound.ts.
import { Direction, type IRoomEvent, type MatrixClient, MatrixEvent } from 'matrix-js-sdk'
import { z } from 'zod'
import type { Instant } from '../../../core/values.ts'
import { type Mark, readMark } from './marks.ts'
import { nothingIn, type Standing } from './standing.ts'

/** The clocks of the homeserver and of this machine may differ by this. */
const CLOCK_SKEW_MS = 10 * 60_000
const PAGE = 100
const MOST_PAGES = 50

/** How a search ended. `unknown`: not everything could be seen, or read. */
export type Looked =
  | { readonly outcome: 'found'; readonly post: Standing }
  | { readonly outcome: 'absent' }
  | { readonly outcome: 'unknown' }

const related = z.object({
  'm.relates_to': z.object({ rel_type: z.string(), event_id: z.string() }),
})

/**
 * Reads a room backwards until the first page of the post; whatever else belongs to it was said later.
 * @param since machine time (ms) before which it cannot have been posted
 */
export async function lookUp(
  client: MatrixClient,
  key: string,
  room: string,
  since: Instant | undefined,
): Promise<Looked> {
  const found = createFinds(key)
  const oldest = since === undefined ? Number.NEGATIVE_INFINITY : since - CLOCK_SKEW_MS
  let token: string | undefined
  for (let page = 0; page < MOST_PAGES; page += 1) {
    const read = await readPage(client, room, token)
    if (!read) return { outcome: 'unknown' }
    for (const raw of read.chunk) {
      if (raw.origin_server_ts < oldest) return found.absent()
      if (raw.sender !== client.getUserId()) continue
      found.add(raw.event_id, await contentOf(client, raw, room))
      const post = found.post(room)
      if (post) return { outcome: 'found', post }
    }
    token = read.end
    if (token === undefined) return found.absent()
  }
  return { outcome: 'unknown' }
}

async function readPage(client: MatrixClient, room: string, token: string | undefined) {
  try {
    const answer = await client.createMessagesRequest(
      ...([room, token ?? null, PAGE, Direction.Backward] as const),
    )
    // the state that may lie among them has no content of ours
    return { chunk: answer.chunk as IRoomEvent[], end: answer.end }
  } catch {
    return undefined
  }
}

/** The content as it was before it was encrypted; `sealed` where the key is no longer ours. */
async function contentOf(
  client: MatrixClient,
  raw: IRoomEvent,
  room: string,
): Promise<{ readonly content: unknown; readonly isSealed: boolean }> {
  const event = new MatrixEvent({ ...raw, room_id: room })
  await client.decryptEventIfNeeded(event)
  // a relation is never encrypted, and stands around what is
  const content = { ...event.getWireContent(), ...event.getOriginalContent() }
  return { content, isSealed: event.isDecryptionFailure() }
}

/** Gathers, from the newest back, what belongs to the post. */
function createFinds(key: string) {
  const pages = new Map<string, string>()
  const edits = new Map<string, number>()
  const ended = new Set<string>()
  let poll: { readonly event: string; readonly print: string; readonly turn: number } | undefined
  let first: { readonly event: string; readonly turn: number } | undefined
  let isSealed = false

  const note = (event: string, { turn, part, print = '' }: Mark, content: unknown) => {
    if (part === 'end') ended.add(related.safeParse(content).data?.['m.relates_to'].event_id ?? '')
    else if (part === 'poll') poll ??= { event, turn, print }
    else {
      pages.set(`${turn} ${part}`, event)
      if (part === 0) first = { event, turn }
    }
  }

  return {
    add(event: string, { content, isSealed: sealed }: { content: unknown; isSealed: boolean }) {
      isSealed ||= sealed
      const relation = related.safeParse(content).data?.['m.relates_to']
      if (relation?.rel_type === 'm.replace') {
        edits.set(relation.event_id, (edits.get(relation.event_id) ?? 0) + 1)
        return
      }
      const mark = readMark(content)
      if (mark?.key === key) note(event, mark, content)
    },
    post(room: string): Standing | undefined {
      if (!first) return undefined
      const { turn } = first
      const found = [first.event]
      for (let n = 1; ; n += 1) {
        const page = pages.get(`${turn} ${n}`)
        if (page === undefined) break
        found.push(page)
      }
      const isOpen = poll?.turn === turn && !ended.has(poll.event)
      return {
        ...nothingIn(room, turn),
        pages: found,
        poll: poll && isOpen ? { event: poll.event, print: poll.print } : undefined,
        edits: found.reduce((sum, page) => sum + (edits.get(page) ?? 0), 0),
      }
    },
    absent: (): Looked => ({ outcome: isSealed ? 'unknown' : 'absent' }),
  }
}
