// The elements that everything is drawn with, each in words and in HTML: paragraph, list, note; leaves what is drawn to blocks.ts and actions.ts.

import type { Span } from '../../../core/message.ts'
import { literal } from '../../../core/splitting.ts'
import { escaped, htmlOf, splitSpans, wordsOf } from './spans.ts'

/** The element that neighbours of one kind stand in together, such as a list; `of` tells two lists apart. */
export type Frame = { readonly of: object; readonly open: string; readonly close: string }

/** What is never cut: one element of HTML, and the same in words. */
export type Piece = {
  readonly html: string
  readonly body: string
  readonly frame?: Frame
  /** It says nothing without what follows it. */
  readonly isHeading?: true
}

/** Running text, as many paragraphs as its length needs. */
export function drawText(spans: readonly Span[]): readonly Piece[] {
  return splitSpans(spans)
    .map((group) => ({ html: `<p>${htmlOf(group)}</p>`, body: wordsOf(group) }))
    .filter(({ body }) => body.trim() !== '')
}

/** Running text that says what follows it. */
export function drawTitle(spans: readonly Span[]): readonly Piece[] {
  return drawText(spans).map((piece) => ({ ...piece, isHeading: true }))
}

/** Lines as a list. What is longer than one piece goes on below its line. */
export function drawList(
  items: readonly (readonly Span[])[],
  of: object,
  ordered = false,
): readonly Piece[] {
  return items.flatMap((item, n): readonly Piece[] => {
    const [first = [], ...more] = splitSpans(item)
    const start = n === 0 ? '' : ` start="${n + 1}"`
    const frame = ordered
      ? { of, open: `<ol${start}>`, close: '</ol>' }
      : { of, open: '<ul>', close: '</ul>' }
    const mark = ordered ? `${n + 1}.` : '•'
    return [
      { html: `<li>${htmlOf(first)}</li>`, body: `${mark} ${wordsOf(first)}`.trimEnd(), frame },
      ...more.flatMap(drawText),
    ]
  })
}

/** `Frist: 9. Oktober 2023`, the label in bold. */
export function labelled(label: string, spans: readonly Span[]): readonly Span[] {
  const value = wordsOf(spans) === '' ? [] : [{ text: ' ' }, ...spans]
  return [{ text: `${label}:`, style: 'strong' }, ...value]
}

/** Small words of our own, such as which part of a message this is. */
export function drawNote(words: string): Piece {
  return { html: `<p>${escaped(words)}</p>`, body: literal(words) }
}
