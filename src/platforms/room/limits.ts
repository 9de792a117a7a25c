// How much the room takes and shows at once; leaves the limits of meaning (a title, a clause) to the commands.
import { TABLE_LIMITS } from '../../core/tables.ts'

/** A form post larger than this is refused (413) before it is read to its end. */
export const BODY_BYTES = 64 * 1024

/** The command line may bring a table: as much as that may have, and its words. */
export const UPLOAD_BYTES = TABLE_LIMITS.bytes + BODY_BYTES

/** No form of the bot has as many fields. */
export const MOST_FIELDS = 100

/** A request, header and body, has to be there within this time (machine time). */
export const SLOWEST_REQUEST_MS = 10_000

/** The newest messages on a page; older ones are asked for by command. */
export const MESSAGES_SHOWN = 60

/** Private posts without a choice, shown beside a place; all of them stand on the private page. */
export const NOTICES_SHOWN = 3

/** Enough to find every ballot among a person's private messages. */
export const PRIVATE_MESSAGES_READ = 300

/** The words above an answer are a reminder, not a record. */
const SAID_LENGTH = 500

const REQUEST_ID = /^[\w.:-]{8,200}$/
const NAME = /^[a-z][\w-]{0,63}$/i

/** Is it a request id as the page makes them? */
export function isRequestId(text: string): boolean {
  return REQUEST_ID.test(text)
}

/** Is it a name that an argument or field can have? */
export function isName(text: string): boolean {
  return NAME.test(text)
}

/**
 * What somebody typed, fit to be shown above the answer: control characters as their pictures (␛), characters that would
 * turn the line around as �, and cut to a length between two characters.
 */
export function shownWords(said: string): string {
  const visible = said
    .replace(/[\u0000-\u0008\u000b-\u001f]/g, (control) =>
      String.fromCodePoint(0x2400 + (control.codePointAt(0) ?? 0)),
    )
    .replace(
      /[\u007f-\u009f\u061c\u200e\u200f\u202a-\u202e\u2066-\u2069\u{e0000}-\u{e007f}]/gu,
      '�',
    )
  const characters = [...new Intl.Segmenter('de', { granularity: 'grapheme' }).segment(visible)]
  if (characters.length <= SAID_LENGTH) return visible
  return `${visible.slice(0, characters[SAID_LENGTH]?.index)} …`
}
