// What a room of Matrix and its clients take at most, as one table of numbers; leaves cutting to the core and paging to pages.ts.
import type { Measure } from '../../../core/splitting.ts'

/** Bytes of serialized JSON unless it says otherwise. */
export const LIMITS = {
  /**
   * A page with everything around it, also as the edit that says it twice. A homeserver takes events of 65,536, and
   * encryption makes them a third larger.
   */
  event: 40_000,
  /** Keys, format, relations of an event. */
  around: 1_000,
  /** The line that says how it goes on, or which part this is. */
  note: 400,
  /** One piece of running text, so that pieces fill pages well. */
  piece: 16_000,
  /** Characters of an address that becomes a link; a longer one is told as text. */
  url: 1_000,
  /** Columns a table may have before it is told as a list. */
  columns: 6,
  /** Answers of a poll, and characters of each and of its question: clients refuse or cut more. */
  pollAnswers: 20,
  pollText: 340,
} as const

/** Bytes inside a JSON string. */
export const jsonBytes: Measure = (text) => Buffer.byteLength(JSON.stringify(text)) - 2
