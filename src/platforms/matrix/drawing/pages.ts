// Distributes what is drawn over as many pages as it needs, the first with what can be done next; leaves the content around a page to content.ts.
import type { Language } from '../../../core/values.ts'
import { LIMITS } from './limits.ts'
import { drawNote, type Piece } from './pieces.ts'
import { weightOf } from './spans.ts'
import { matrixTexts } from './texts.ts'

/** One page, as HTML and in words. */
export type Page = { readonly html: string; readonly body: string }

const ROOM = LIMITS.event - LIMITS.around

/** One page where everything fits on one, else pages that say which they are; nothing is left out. */
export function paginate(
  content: readonly Piece[],
  actions: readonly Piece[],
  language: Language,
): readonly [Page, ...Page[]] {
  const t = matrixTexts[language]
  const whole = [...content, ...actions]
  if (fill(whole, ROOM) === whole.length) return [pageOf(whole)]
  // half a page at most, so that there is room for what they are about
  const near = actions.slice(0, fill(actions, ROOM / 2))
  const room = ROOM - LIMITS.note
  let rest: readonly Piece[] = [...content, ...actions.slice(near.length)]
  const sheets: (readonly Piece[])[] = []
  while (rest.length > 0) {
    const taken = sheets.length === 0 ? room - weight(near) : room
    const count = breakOf(rest, fill(rest, taken))
    sheets.push(rest.slice(0, count))
    rest = rest.slice(count)
  }
  const [top = [], ...further] = sheets
  return [
    pageOf([...top, drawNote(t.moreFollow(further.length)), ...near]),
    ...further.map((sheet, n) =>
      pageOf([drawNote(t.continuation(n + 2, sheets.length)), ...sheet]),
    ),
  ]
}

/** How many of the pieces there is room for. */
function fill(pieces: readonly Piece[], room: number): number {
  let sum = 0
  const over = pieces.findIndex((piece) => {
    sum += weight([piece])
    return sum > room
  })
  return over === -1 ? pieces.length : over
}

/** A page takes at least one piece and does not end with what says nothing without the next one. */
function breakOf(pieces: readonly Piece[], count: number): number {
  let end = Math.max(1, count)
  while (end > 1 && end < pieces.length && pieces[end - 1]?.isHeading) end -= 1
  return end
}

/** Never less than what the pieces take on a page; each is counted with a frame of its own. */
function weight(pieces: readonly Piece[]): number {
  return pieces.reduce((sum, { html, body, frame }) => {
    return sum + weightOf(`${body}\n\n`, `${frame?.open ?? ''}${html}${frame?.close ?? ''}`)
  }, 0)
}

function pageOf(pieces: readonly Piece[]): Page {
  let html = ''
  let body = ''
  for (const [n, piece] of pieces.entries()) {
    const [before, after] = [pieces[n - 1], pieces[n + 1]]
    const { frame } = piece
    const isFirst = before?.frame?.of !== frame?.of
    const isLast = after?.frame?.of !== frame?.of
    html += `${frame && isFirst ? frame.open : ''}${piece.html}${frame && isLast ? frame.close : ''}`
    body += `${before ? gapOf(before, piece) : ''}${piece.body}`
  }
  return { html, body }
}

/** Lines of one list, and a heading and what it is about, stand together. */
function gapOf(before: Piece, { frame }: Piece): string {
  const isTogether = before.isHeading || (frame !== undefined && before.frame?.of === frame.of)
  return isTogether ? '\n' : '\n\n'
}
