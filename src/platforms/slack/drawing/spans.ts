// From spans to rich text, whose text elements Slack never reads for markup, mentions or emoji; leaves blocks to blocks.ts.

import type { KnownBlock, RichTextElement, RichTextSection } from '@slack/types'
import type { Span } from '../../../core/message.ts'
import { headOf, literal } from '../../../core/splitting.ts'
import { isoInstant } from '../../../core/time.ts'
import type { Language } from '../../../core/values.ts'
import { jsonBytes, LIMITS } from './limits.ts'
import { slackTexts } from './texts.ts'

/** A block of Slack with the same in words, for notifications and screen readers. */
export type Piece = {
  readonly block: KnownBlock
  readonly words: string
  /** It says nothing without what follows it. */
  readonly isHeading?: true
}

/** Bytes that an element takes besides its text and address. */
const AROUND_ELEMENT = 60

/** Spans as blocks of running text, as many as their length needs. */
export function richText(spans: readonly Span[], language: Language): readonly Piece[] {
  return splitSpans(spans, LIMITS.piece).map((group) => ({
    block: { type: 'rich_text', elements: [section(group, language)] },
    words: wordsOf(group),
  }))
}

/** Lines one below the other; a line that a block has room for stands whole in one, with the words that it begins with. */
export function richLines(
  lines: readonly (readonly Span[])[],
  language: Language,
): readonly Piece[] {
  const groups: Span[][] = []
  let size = 0
  for (const line of lines) {
    const group = groups.at(-1)
    const own = weightOf(line) + AROUND_ELEMENT
    if (group && size + own <= LIMITS.piece) group.push({ text: '\n' }, ...line)
    else groups.push([...line])
    size = groups.at(-1) === group ? size + own : own
  }
  return groups.flatMap((group) => richText(group, language))
}

export function section(spans: readonly Span[], language: Language): RichTextSection {
  return {
    type: 'rich_text_section',
    elements: spans.flatMap((span) => elementsOf(span, language)),
  }
}

/** The words of spans, an address behind its text. */
export function wordsOf(spans: readonly Span[]): string {
  return literal(
    spans.map(({ text, link }) => (link === undefined ? text : told(text, link))).join(''),
  )
}

/** Bytes that the spans take as elements. */
export function weightOf(spans: readonly Span[]): number {
  return spans.reduce((sum, span) => sum + jsonBytes(literal(span.text)) + around(span), 0)
}

/** All text of a span in bold. */
export function bold(spans: readonly Span[]): readonly Span[] {
  return spans.map((span) => ({ ...span, style: 'strong' }))
}

function elementsOf(span: Span, language: Language): readonly RichTextElement[] {
  const text = literal(span.text)
  if (text === '') return []
  const style = styleOf(span)
  const url = webAddress(span.link)
  const shown: RichTextElement = url
    ? { type: 'link', url, text, ...style }
    : { type: 'text', text, ...style }
  return span.instant === undefined ? [shown] : [shown, ...clockOf(span.instant, language)]
}

/** An address that cannot become a link is still told, as text. */
function withAddress({ link, ...span }: Span): Span {
  if (link === undefined) return span
  if (webAddress(link)) return { ...span, link }
  return { ...span, text: told(span.text, link) }
}

/** A text and its address; a space ends the address, so that no sign behind it is taken for a part of it. */
function told(text: string, link: string): string {
  return link === text ? text : `${text}: ${link} `
}

/**
 * The official words stay (“24:00 Uhr” is how a deadline is set), and the reader's own clock stands behind them, so that
 * nobody in another time zone is misled. Where a client cannot word it, the time is given in UTC.
 */
function clockOf(instant: number, language: Language): readonly RichTextElement[] {
  return [
    { type: 'text', text: ' (' },
    {
      type: 'date',
      timestamp: Math.floor(instant / 1000),
      format: slackTexts[language].atYours('{date_long}, {time}'),
      fallback: `${isoInstant(instant).slice(0, 16).replace('T', ' ')} UTC`,
    },
    { type: 'text', text: ')' },
  ]
}

function styleOf({ style }: Span): { style?: { bold?: true; code?: true } } {
  if (style === 'strong') return { style: { bold: true } }
  return style === 'code' ? { style: { code: true } } : {}
}

/** Only what leads to the web becomes a link: the address of an annex was written by a person. */
function webAddress(link: string | undefined): string | undefined {
  const address = link === undefined ? null : URL.parse(link)
  if (!address || !['https:', 'http:'].includes(address.protocol)) return undefined
  // the sign that parts address and text where Slack writes links as text
  const url = address.href.replaceAll('|', '%7C')
  return url.length <= LIMITS.url ? url : undefined
}

/** Groups of spans within the limit of bytes; where one is cut, its address goes on with each part, its clock with the last. */
function splitSpans(spans: readonly Span[], limit: number): readonly (readonly Span[])[] {
  const groups: Span[][] = []
  let group: Span[] = []
  let size = 0
  const flush = () => {
    const kept = withoutLastBreak(group)
    if (kept.length > 0) groups.push(kept)
    group = []
    size = 0
  }
  for (const span of merged(spans)) {
    let rest = span.text.toWellFormed()
    while (rest !== '') {
      const room = limit - size - around(span)
      const fits = rest.length <= room && weight(rest) <= room
      if (!fits && room * 4 < limit && size > 0) {
        flush()
        continue
      }
      const head = fits ? rest : headOf(rest, Math.max(room, limit / 4), weight)
      rest = rest.slice(head.length)
      const { instant, ...timeless } = span
      group.push({ ...(rest === '' ? span : timeless), text: head })
      size += weight(head) + around(span)
      if (rest !== '') flush()
    }
  }
  flush()
  return groups
}

/** Neighbours of one style become one, so that a line break is no element of its own. */
function merged(spans: readonly Span[]): readonly Span[] {
  const all: Span[] = []
  for (const span of spans.map(withAddress)) {
    const last = all.at(-1)
    const alike =
      last && [last, span].every(({ link, instant }) => link === undefined && instant === undefined)
    if (alike && last.style === span.style)
      all.splice(-1, 1, { ...last, text: last.text + span.text })
    else all.push(span)
  }
  return all
}

/** Where a text is cut after a line, the end of the block is the line break. */
function withoutLastBreak(group: readonly Span[]): Span[] {
  const last = group.at(-1)
  if (!last || last.text === '\n') return group.slice(0, -1)
  return [...group.slice(0, -1), { ...last, text: last.text.replace(/\n$/, '') }]
}

function weight(text: string): number {
  return jsonBytes(literal(text))
}

function around({ link, instant }: Span): number {
  return AROUND_ELEMENT + (webAddress(link)?.length ?? 0) + (instant === undefined ? 0 : 200)
}
