// Distributes what is drawn over as many pages as it needs, the first with the buttons, and says the whole in words; leaves drawing to blocks.ts.

import { createHash } from 'node:crypto'
import type { KnownBlock } from '@slack/types'
import { literal, type Measure, shorten } from '../../../core/splitting.ts'
import type { Language } from '../../../core/values.ts'
import { drawQuiet } from './blocks.ts'
import { LIMITS } from './limits.ts'
import type { Piece } from './spans.ts'
import { slackTexts } from './texts.ts'

/** One message of Slack. */
export type Page = { readonly text: string; readonly blocks: readonly KnownBlock[] }

/** How many blocks and how many bytes of them there is room for. */
export type Room = { readonly blocks: number; readonly bytes: number }

/** What the line about further pages, or about the page itself, takes. */
const NOTE: Room = { blocks: 1, bytes: 300 }
/** The name of a block, with its quotation marks. */
const NAME_BYTES = 40
const MESSAGE: Room = { blocks: LIMITS.messageBlocks, bytes: LIMITS.messageBytes }

/** One page where everything fits on one, else a first page with all buttons that fit and further ones for its thread. */
export function paginate(
  summary: string,
  content: readonly Piece[],
  buttons: readonly Piece[],
  language: Language,
): readonly [Page, ...Page[]] {
  const t = slackTexts[language]
  const page = (title: string, pieces: readonly Piece[], n: number): Page => ({
    text: pageText(title, pieces, language),
    blocks: named(pieces, n),
  })
  const whole = [...content, ...buttons]
  if (fill(whole, MESSAGE) === whole.length) return [page(summary, whole, 0)]
  // half a page of buttons at most, so that there is room for what they are about
  const near = fill(buttons, { blocks: MESSAGE.blocks / 2, bytes: (MESSAGE.bytes * 2) / 3 })
  const first = buttons.slice(0, near)
  const later = withoutNote(MESSAGE)
  let rest: readonly Piece[] = [...content, ...buttons.slice(near)]
  const sheets: (readonly Piece[])[] = []
  while (rest.length > 0) {
    const room = sheets.length === 0 ? minus(later, first) : later
    const count = breakOf(rest, fill(rest, room), sheets.length > 0)
    sheets.push(rest.slice(0, count))
    rest = rest.slice(count)
  }
  const [top = [], ...further] = sheets
  return [
    page(summary, [...top, ...drawQuiet(t.moreFollow(further.length)), ...first], 0),
    ...further.map((sheet, n) => {
      const title = t.continuation(n + 2, sheets.length)
      return page(title, [...drawQuiet(title), ...sheet], n + 1)
    }),
  ]
}

/** How many of the pieces there is room for. */
export function fill(pieces: readonly Piece[], room: Room): number {
  let bytes = 2
  const over = pieces.findIndex((piece, n) => {
    bytes += bytesOf(piece)
    return n >= room.blocks || bytes > room.bytes
  })
  return over === -1 ? pieces.length : over
}

/** What is left of the room beside these pieces. */
export function minus(room: Room, pieces: readonly Piece[]): Room {
  return {
    blocks: room.blocks - pieces.length,
    bytes: room.bytes - pieces.reduce((sum, piece) => sum + bytesOf(piece), 0),
  }
}

/**
 * The blocks under names that change with every change: Slack asks for new ones when a message is edited.
 * @param page tells pages of one message apart
 */
export function named(pieces: readonly Piece[], page: number): readonly KnownBlock[] {
  const blocks = pieces.map(({ block }) => block)
  const hash = createHash('sha256').update(JSON.stringify(blocks)).digest('hex').slice(0, 12)
  return blocks.map((block, n) => ({ ...block, block_id: `${page}-${hash}-${n}` }))
}

function withoutNote({ blocks, bytes }: Room): Room {
  return { blocks: blocks - NOTE.blocks, bytes: bytes - NOTE.bytes }
}

/** A page does not end with a heading; a page of its own takes at least one piece. */
function breakOf(pieces: readonly Piece[], count: number, mustTake: boolean): number {
  let end = count
  while (end > 1 && end < pieces.length && pieces[end - 1]?.block.type === 'header') end -= 1
  return Math.max(end, mustTake ? 1 : 0)
}

function bytesOf({ block }: Piece): number {
  return Buffer.byteLength(JSON.stringify(block)) + NAME_BYTES
}

/** The summary, then each line of the page that it does not already say; a heading only with what follows it. */
function pageText(summary: string, pieces: readonly Piece[], language: Language): string {
  const t = slackTexts[language]
  const said = literal(summary).trim() || t.name
  const lines = [said]
  let headings: string[] = []
  for (const { words, isHeading } of pieces) {
    for (const line of words.split('\n').filter((each) => each.trim() !== '')) {
      if (repeats(line, said)) {
        if (!isHeading) headings = []
      } else if (isHeading) headings.push(line)
      else {
        lines.push(...headings, line)
        headings = []
      }
    }
  }
  lines.push(...headings)
  return escaped(shorten(lines.join('\n'), LIMITS.messageText, t.shortened, escapedLength))
}

/** A very short line may stand inside another word of the summary by chance. */
function repeats(line: string, said: string): boolean {
  return line.length >= 8 && said.includes(line.replace(/^• |[.:]$/g, ''))
}

/** The three characters by which Slack would find a mention or a link in `text`. */
function escaped(text: string): string {
  return text.replaceAll('&', '&amp;').replaceAll('<', '&lt;').replaceAll('>', '&gt;')
}

const escapedLength: Measure = (text) => escaped(text).length
