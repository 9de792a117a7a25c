// What an event of Matrix asks, read by schema from its decrypted content: words and files, an answer to a poll, a reaction, a redaction; leaves whether it may be believed to trust.ts and what it leads to to answering.ts.
import { z } from 'zod'
import { readPollResponse } from '../drawing/poll.ts'
import { readSentFile, type SentFile } from './sent-file.ts'

/** An event as it is read: who sent it, and its decrypted type and content. The sender's clock is not among it. */
export type ReadableEvent = {
  readonly id: string
  readonly room: string
  readonly sender: string
  readonly type: string
  readonly content: unknown
  /** Whether it came encrypted. */
  readonly isEncrypted: boolean
  /** The event whose redaction this one asks for. */
  readonly redacts: string | undefined
}

/** What it asks. `edited`: a changed message, which is never a request. */
export type Asked =
  | {
      readonly kind: 'words'
      /** Empty where a file came without any. */
      readonly text: string
      readonly file: SentFile | undefined
      readonly mentions: readonly string[]
      /** The same in HTML, where a mention is a link. */
      readonly html: string
      readonly thread: string | undefined
    }
  | {
      readonly kind: 'pollResponse'
      readonly poll: string
      readonly answer: string | undefined
      /** Several were chosen, which is no choice. */
      readonly isSpoiled: boolean
    }
  | { readonly kind: 'reaction'; readonly to: string }
  | { readonly kind: 'redaction'; readonly of: string }
  | { readonly kind: 'edited' }

const words = z.object({
  msgtype: z.enum(['m.text', 'm.file', 'm.image']),
  body: z.string().max(65_536),
  formatted_body: z.string().default('').catch(''),
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

const two = z.array(z.unknown()).min(2)
const several = z.union([
  z.object({ 'org.matrix.msc3381.poll.response': z.object({ answers: two }) }),
  z.object({ 'm.selections': two }),
])
const POLL_RESPONSES = ['org.matrix.msc3381.poll.response', 'm.poll.response']

/** @returns nothing for what is no request of a person: notices, membership, polls of others, what has another shape (B50). */
export function readEvent(event: ReadableEvent): Asked | undefined {
  if (replacing.safeParse(event.content).success) return { kind: 'edited' }
  if (event.type === 'm.room.message') return readWords(event)
  if (POLL_RESPONSES.includes(event.type)) {
    const response = readPollResponse(event.content)
    const isSpoiled = several.safeParse(event.content).success
    return response && { kind: 'pollResponse', ...response, isSpoiled }
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

/** A file that somebody answers to is not theirs: only what the event itself brings counts. */
function readWords({ content, isEncrypted }: ReadableEvent): Asked | undefined {
  const sent = readSentFile(content, isEncrypted)
  const read = words.safeParse(content)
  if (!read.success) return undefined
  const { body, formatted_body: html, 'm.relates_to': relation, 'm.mentions': mentions } = read.data
  return {
    kind: 'words',
    text: withoutQuote(sent ? sent.caption : body),
    file: sent?.file,
    mentions: mentions?.user_ids ?? [],
    html,
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
