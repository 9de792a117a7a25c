// Text as it is shown, and cut between words or characters, never inside one; leaves limits, and what is said about a cut, to the networks.

const graphemes = new Intl.Segmenter('de', { granularity: 'grapheme' })

/** How much a text weighs against a limit. Measures add up over characters. */
export type Measure = (text: string) => number

/** UTF-16 units: never less than the characters that anybody counts. */
export const units: Measure = (text) => text.length

/**
 * Text as it is shown: control characters as their pictures (␛), what would turn the line around or is half a character
 * as �. Everything else stays letter by letter.
 */
export function literal(text: string): string {
  return text
    .toWellFormed()
    .replace(/\r\n?/g, '\n')
    .replace(/[\u0000-\u0008\u000b-\u001f]/g, (control) =>
      String.fromCodePoint(0x2400 + (control.codePointAt(0) ?? 0)),
    )
    .replace(/[\u007f-\u009f\u061c\u200e\u200f\u202a-\u202e\u2066-\u2069]/gu, '�')
}

/**
 * The longest beginning within the limit, cut after a line or a word where one ends in its second half, else between two
 * characters as a reader sees them; a single character longer than the limit is cut between its code points.
 */
export function headOf(text: string, limit: number, measure: Measure): string {
  let size = 0
  let at = 0
  let line = 0
  let word = 0
  for (const { segment } of graphemes.segment(text)) {
    for (const unit of measure(segment) > limit ? segment : [segment]) {
      size += measure(unit)
      if (size > limit) return text.slice(0, line || word || at || unit.length)
      at += unit.length
      if (size * 2 <= limit) continue
      if (unit.endsWith('\n')) line = at
      else if (/^\s+$/u.test(unit)) word = at
    }
  }
  return text
}

/** Pieces within the limit that together are the text, letter by letter. */
export function splitText(text: string, limit: number, measure: Measure): readonly string[] {
  const pieces: string[] = []
  let rest = text
  do {
    const head = headOf(rest, limit, measure)
    pieces.push(head)
    rest = rest.slice(head.length)
  } while (rest !== '')
  return pieces
}

/** The text, or as much of it as fits before an ending that says it goes on. */
export function shorten(text: string, limit: number, ending = '…', measure = units): string {
  if (measure(text) <= limit) return text
  return `${headOf(text, limit - measure(ending), measure).trimEnd()}${ending}`
}
