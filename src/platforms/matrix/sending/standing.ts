// Where a post stands in a room, and the events that are still to be sent until it shows its newest state; leaves sending them to outbound.ts.
import type { RoomMessageContent } from '../drawing/content.ts'
import { editOf } from '../drawing/content.ts'
import { POLL_END, POLL_START, type PollStartContent, pollEndOf } from '../drawing/poll.ts'
import { type Mark, markOf, type Part, printOf } from './marks.ts'
import type { Content } from './sender.ts'

/** What a post is to show. */
export type Drawn = {
  readonly pages: readonly RoomMessageContent[]
  readonly poll: PollStartContent | undefined
  /** What the end of its poll says. */
  readonly words: string
}

/** A poll of ours and which questions it asks: the same ones are not asked again. */
export type Poll = { readonly event: string; readonly print: string }

/** A post: its pages, the others in a thread of the first, and the open poll below them. */
export type Standing = {
  readonly room: string
  readonly pages: readonly string[]
  readonly poll: Poll | undefined
  /** How many edits its pages have. */
  readonly edits: number
  /** How often it was posted anew. */
  readonly turn: number
  /** What this process last wrote on each page: what is the same is not written again. */
  readonly written: readonly (string | undefined)[]
  /** What it left behind when it was posted anew, still to be told so. */
  readonly leaving: readonly string[]
}

/** One event to send. */
export type Step = {
  readonly part: Part
  readonly type: string
  readonly content: Content
  /** What was drawn, without marks and relations. */
  readonly print: string
  /** The event that is edited or ended; nothing for a new one. */
  readonly about: string | undefined
}

/** The words on what is no longer needed. */
export type LeftWords = { readonly moved: RoomMessageContent; readonly dropped: RoomMessageContent }

/** Rooms with events of a thousand edits could not be loaded any more in several clients (HKUDS/nanobot#3151). */
const MOST_EDITS = 150

/** Nothing stands yet. */
export function nothingIn(room: string, turn = 0): Standing {
  return { room, pages: [], poll: undefined, edits: 0, turn, written: [], leaving: [] }
}

/** A post that was edited too often is posted anew, its poll too, and the old one says so. */
export function turned(post: Standing, drawn: Drawn): Standing {
  const { pages, written, poll } = post
  const isEdited = drawn.pages.some((page, n) => pages[n] && written[n] !== printOf(page))
  if (post.edits < MOST_EDITS || !isEdited) return post
  const old = poll && { ...poll, print: '' }
  return { ...nothingIn(post.room, post.turn + 1), poll: old, leaving: pages }
}

/** What is to be sent, in order: the pages, the end of a poll that asks something else, the new poll, what is left behind. */
export function stepsOf(key: string, post: Standing, drawn: Drawn, left: LeftWords): Step[] {
  const { pages, poll, turn, written, leaving } = post
  const mark = (part: Part, print?: string) => markOf({ key, turn, part, print })
  const steps: Step[] = []
  for (const [n, content] of drawn.pages.entries()) {
    const about = pages[n]
    if (about === undefined) steps.push(newPage(content, { key, turn, part: n }, pages[0]))
    else if (written[n] !== printOf(content)) steps.push(edited(content, n, about))
  }
  const asked = drawn.poll && printOf(drawn.poll)
  if (poll && poll.print !== asked) {
    const end = pollEndOf(poll.event, drawn.words)
    const content = { ...end, ...mark('end') }
    steps.push({ part: 'end', type: POLL_END, content, print: '', about: poll.event })
  }
  if (drawn.poll && asked !== undefined && poll?.print !== asked) {
    const content = { ...drawn.poll, ...mark('poll', asked) }
    steps.push({ part: 'poll', type: POLL_START, content, print: asked, about: undefined })
  }
  for (const [n, about] of pages.entries()) {
    if (n < drawn.pages.length || written[n] === printOf(left.dropped)) continue
    steps.push(edited(left.dropped, n, about))
  }
  for (const [n, about] of leaving.entries()) steps.push(edited(left.moved, n, about))
  return steps
}

function newPage(content: RoomMessageContent, mark: Mark, first: string | undefined): Step {
  const part = mark.part
  const thread = first === undefined ? {} : { 'm.relates_to': inThread(first) }
  const whole = { ...content, ...thread, ...markOf(mark) }
  return { part, type: 'm.room.message', content: whole, print: printOf(content), about: undefined }
}

/** The place in a thread; clients without threads show a reply. */
export function inThread(root: string): Content {
  return {
    ...{ rel_type: 'm.thread', event_id: root, is_falling_back: true },
    'm.in_reply_to': { event_id: root },
  }
}

function edited(content: RoomMessageContent, n: number, about: string): Step {
  const whole = editOf(content, about)
  return { part: n, type: 'm.room.message', content: whole, print: printOf(content), about }
}

/** How the post stands after a step was sent as this event. */
export function after(post: Standing, { part, print, about }: Step, event: string): Standing {
  if (part === 'end') return { ...post, poll: undefined }
  if (part === 'poll') return { ...post, poll: { event, print } }
  if (about !== undefined && post.leaving.includes(about)) {
    return { ...post, leaving: post.leaving.filter((one) => one !== about) }
  }
  const written = [...post.written]
  written[part] = print
  return {
    ...post,
    edits: post.edits + (about === undefined ? 0 : 1),
    pages: about === undefined ? [...post.pages, event] : post.pages,
    written,
  }
}

/** `!room|$1,$2;poll=$3~print;edits=4;turn=1`. A room's id is never read, and no event's id holds any of these marks. */
export function refOf({ room, pages, poll, edits, turn }: Standing): string {
  const asked = poll ? `;poll=${poll.event}~${poll.print}` : ''
  return `${room}|${pages.join(',')}${asked};edits=${edits};turn=${turn}`
}

const REF =
  /^(?<room>.+)\|(?<pages>\$[^|,;~]+(?:,\$[^|,;~]+)*)(?:;poll=(?<event>\$[^|,;~]+)~(?<print>[\w-]+))?;edits=(?<edits>\d{1,9});turn=(?<turn>\d{1,9})$/s

/** Reads a ref of ours. */
export function readRef(ref: string): Standing | undefined {
  const { room, pages, event, print, edits, turn } = REF.exec(ref)?.groups ?? {}
  if (room === undefined || pages === undefined) return undefined
  return {
    ...nothingIn(room, Number(turn)),
    pages: pages.split(','),
    poll: event !== undefined && print !== undefined ? { event, print } : undefined,
    edits: Number(edits),
  }
}
