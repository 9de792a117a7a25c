// What an event of Matrix asks, read by schema from its decrypted content: words, an answer to a poll, a reaction, a redaction; leaves whether it may be believed to trust.ts and what it leads to to requests.ts.
import { z } from 'zod'
import { readPollResponse } from '../drawing/poll.ts'

/** An event as it is read: who sent it, and its decrypted type and content. The sender's clock is not among it. */
export type ReadableEvent = {
  readonly id: string
  readonly room: string
  readonly sender: string
  readonly type: string
  readonly content: unknown
  /** The event whose redaction this one asks for. */
  readonly redacts: string | undefined
}

/** What it asks. `edited`: a changed message, which is never a request. */
export type Asked =
  | {
      readonly kind: 'words'
      readonly text: string
      readonly mentions: readonly string[]
      readonly thread: string | undefined
    }
  | { readonly kind: 'pollResponse'; readonly poll: string; readonly answer: string | undefined }
  | { readonly kind: 'reaction'; readonly to: string }
  | { readonly kind: 'redaction'; readonly of: string }
  | { readonly kind: 'edited' }

const words = z.object({
  msgtype: z.literal('m.text'),
  body: z.string().max(65_536),
  'm.mentions': z
    .object({ user_ids: z.array(z.string()).default([]) })
    .optional()
    .catch(undefined),
  'm.relates_to': z
    .object({ rel_type: z.string().optional(), event_id: z.string().optional() })
    .loose()
    .optional()
    .catch(undefined),
})
const reaction = z.object({ 'm.relates_to': z.object({ event_id: z.string() }) })

const replacing = z.object({ 'm.relates_to': z.object({ rel_type: z.literal('m.replace') }) })

const POLL_RESPONSES = ['org.matrix.msc3381.poll.response', 'm.poll.response']

/** @returns nothing for what is no request of a person: notices, membership, polls of others, what has another shape (B50). */
export function readEvent(event: ReadableEvent): Asked | undefined {
  if (replacing.safeParse(event.content).success) return { kind: 'edited' }
  if (event.type === 'm.room.message') return readWords(event.content)
  if (POLL_RESPONSES.includes(event.type)) {
    const response = readPollResponse(event.content)
    return response && { kind: 'pollResponse', poll: response.poll, answer: response.answer }
  }
  if (event.type === 'm.reaction') {
    const read = reaction.safeParse(event.content)
    return read.success ? { kind: 'reaction', to: read.data['m.relates_to'].event_id } : undefined
  }
  if (event.type === 'm.room.redaction' && event.redacts !== undefined) {
    return { kind: 'redaction', of: event.redacts }
  }
  return undefined
}

function readWords(content: unknown): Asked | undefined {
  const read = words.safeParse(content)
  if (!read.success) return undefined
  const { body, 'm.relates_to': relation, 'm.mentions': mentions } = read.data
  return {
    kind: 'words',
    text: withoutQuote(body),
    mentions: mentions?.user_ids ?? [],
    thread: relation?.rel_type === 'm.thread' ? relation.event_id : undefined,
  }
}

/** Clients put what is replied to in front, each line behind a `>`. */
function withoutQuote(body: string): string {
  const lines = body.split('\n')
  const start = lines.findIndex((line) => !line.startsWith('> '))
  if (start <= 0) return body.trim()
  return lines
    .slice(lines[start]?.trim() === '' ? start + 1 : start)
    .join('\n')
    .trim()
}
