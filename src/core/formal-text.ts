// What may stand in a formal text, because it is hashed and read back in ten years: normal form, no invisible or broken characters; markup of any kind is just characters.
import { formalTexts } from './bot-texts.ts'
import { Refusal } from './refusal.ts'
import { inBoth } from './texts.ts'

/** A character that must not stand in a formal text: name of its kind, by code point. */
const FORBIDDEN: readonly { readonly kind: keyof typeof formalTexts.de; readonly test: RegExp }[] =
  [
    { kind: 'nul', test: /\u0000/u },
    { kind: 'surrogate', test: /[\ud800-\udfff]/u },
    { kind: 'control', test: /[\u0001-\u0008\u000b-\u001f\u007f-\u009f\u2028\u2029]/u },
    { kind: 'bidi', test: /[\u061c\u200e\u200f\u202a-\u202e\u2066-\u2069]/u },
    { kind: 'tag', test: /[\u{e0001}\u{e0020}-\u{e007f}]/u },
    { kind: 'invisible', test: /[\u200b\u2060\ufeff]/u },
  ]

/** Zero width joiners are left alone: emoji and some scripts need them. */
const DROPPED_FROM_COMMANDS =
  /[\u0000-\u0008\u000b\u000c\u000e-\u001f\u007f-\u009f\u061c\u200b\u200e\u200f\u202a-\u202e\u2060\u2066-\u2069\ufeff\u{e0001}\u{e0020}-\u{e007f}]/gu

const graphemes = new Intl.Segmenter('de', { granularity: 'grapheme' })

/** Length as a reader counts it: one for each character they see. */
function lengthOf(text: string): number {
  let length = 0
  for (const _ of graphemes.segment(text)) length += 1
  return length
}

/**
 * Brings a formal text to its stored form: NFC, CRLF and CR to LF, outer white space off.
 * @throws Refusal `text.forbidden` naming kind and position (counted in characters, from 1), `text.empty`, `text.tooLong`,
 * `text.lines` where only one line is allowed. Nothing is ever removed silently.
 */
export function formalText(
  written: string,
  limits: { readonly maxLength: number; readonly lines: 'one' | 'many'; readonly field?: string },
): string {
  const text = written.replace(/\r\n?/g, '\n').normalize('NFC').trim()
  let position = 0
  for (const character of text) {
    position += 1
    const found = FORBIDDEN.find(({ test }) => test.test(character))
    if (found) {
      const codePoint = (character.codePointAt(0) ?? 0).toString(16).toUpperCase().padStart(4, '0')
      throw new Refusal(
        'text.forbidden',
        inBoth(formalTexts, (t) =>
          t.forbidden(t[found.kind] as string, `U+${codePoint}`, position),
        ),
        limits.field,
      )
    }
  }
  if (text === '')
    throw new Refusal(
      'text.empty',
      inBoth(formalTexts, (t) => t.empty),
      limits.field,
    )
  const length = lengthOf(text)
  if (length > limits.maxLength) {
    throw new Refusal(
      'text.tooLong',
      inBoth(formalTexts, (t) => t.tooLong(length, limits.maxLength)),
      limits.field,
    )
  }
  if (limits.lines === 'one' && text.includes('\n')) {
    throw new Refusal(
      'text.lines',
      inBoth(formalTexts, (t) => t.oneLine),
      limits.field,
    )
  }
  return text
}

/** Takes the invisible characters out of a typed command and says whether there were any. */
export function visibleWords(typed: string): { readonly text: string; readonly dropped: boolean } {
  const text = typed
    .normalize('NFC')
    .replace(DROPPED_FROM_COMMANDS, '')
    .replace(/\p{Cs}/gu, '')
  return { text, dropped: text !== typed.normalize('NFC') }
}
