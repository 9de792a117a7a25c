// Spans as plain words and as HTML, escaped at the leaf, and cut where they are too long; leaves the elements around them to pieces.ts.

import type { Span } from '../../../core/message.ts'
import { headOf, literal, type Measure } from '../../../core/splitting.ts'
import { isoInstant } from '../../../core/time.ts'
import { jsonBytes, LIMITS } from './limits.ts'

/** The words of spans: an address behind its text, an instant also in UTC. */
export function wordsOf(spans: readonly Span[]): string {
  return literal(
    spans.map(({ text, link, instant }) => `${told(text, link)}${clockOf(instant)}`).join(''),
  )
}

/** The same as HTML: only the elements the specification allows, and none that a person wrote. */
export function htmlOf(spans: readonly Span[]): string {
  return spans.map(spanHtml).join('')
}

/** A text as HTML. */
export function escaped(text: string): string {
  return literal(text)
    .replaceAll('&', '&amp;')
    .replaceAll('<', '&lt;')
    .replaceAll('>', '&gt;')
    .replaceAll('"', '&quot;')
    .replaceAll('\n', '<br>')
}

/** All text of a span in bold. */
export function bold(spans: readonly Span[]): readonly Span[] {
  return spans.map((span) => ({ ...span, style: 'strong' }))
}

/** What an event takes for a text and its HTML: the words stand in it twice where it is an edit. */
export function weightOf(body: string, html: string): number {
  return 2 * jsonBytes(body) + jsonBytes(html)
}

/** Groups of spans within the limit of one piece; where one is cut, its address goes on with each part, its clock with the last. */
export function splitSpans(spans: readonly Span[]): readonly (readonly Span[])[] {
  const groups: Span[][] = []
  let group: Span[] = []
  let size = 0
  const flush = () => {
    if (group.length > 0) groups.push(group)
    group = []
    size = 0
  }
  for (const span of spans) {
    let rest = span.text.toWellFormed()
    while (rest !== '') {
      const around = aroundOf(span)
      const room = LIMITS.piece - size - around
      const fits = rest.length <= room && leafWeight(rest) <= room
      if (!fits && room * 4 < LIMITS.piece && size > 0) {
        flush()
        continue
      }
      const head = fits ? rest : headOf(rest, Math.max(room, LIMITS.piece / 4), leafWeight)
      rest = rest.slice(head.length)
      const { instant, ...timeless } = span
      group.push({ ...(rest === '' ? span : timeless), text: head })
      size += leafWeight(head) + around
      if (rest !== '') flush()
    }
  }
  flush()
  return groups
}

const leafWeight: Measure = (text) => weightOf(literal(text), escaped(text))

/** What a span takes besides its text; an address stands once in the HTML and twice in words. */
function aroundOf({ link, instant }: Span): number {
  const address = link === undefined ? 0 : 3 * jsonBytes(escaped(link))
  return 60 + Math.min(address, 6 * LIMITS.url) + (instant === undefined ? 0 : 100)
}

function spanHtml({ text, style, link, instant }: Span): string {
  const url = webAddress(link)
  const words = escaped(url === undefined ? told(text, link) : text)
  const linked = url === undefined ? words : `<a href="${escaped(url)}">${words}</a>`
  const styled =
    style === 'strong'
      ? `<strong>${linked}</strong>`
      : style === 'code'
        ? `<code>${linked}</code>`
        : linked
  return words === '' ? '' : `${styled}${clockOf(instant)}`
}

/** A text and its address; a space ends the address, so that no sign behind it is taken for a part of it. */
function told(text: string, link: string | undefined): string {
  return link === undefined || link === text ? text : `${text}: ${link} `
}

/** The official words stay (“24:00 Uhr” is how a deadline is set); UTC behind them misleads nobody in another time zone. */
function clockOf(instant: number | undefined): string {
  if (instant === undefined) return ''
  return ` (${isoInstant(instant).slice(0, 16).replace('T', ' ')} UTC)`
}

/**
 * Only what leads to the web becomes a link: the address of an annex was written by a person. An address of matrix.to is
 * how clients write a mention.
 */
function webAddress(link: string | undefined): string | undefined {
  const address = link === undefined ? null : URL.parse(link)
  if (address?.protocol !== 'https:' || /(?:^|\.)matrix\.to\.?$/.test(address.hostname)) {
    return undefined
  }
  return address.href.length <= LIMITS.url ? address.href : undefined
}
