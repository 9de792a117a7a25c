// Rows as CSV by a kept library, in which no cell of a user ever runs; leaves what stands in them to the core.
import { stringify } from 'csv-stringify/sync'

/**
 * Starts that a spreadsheet may take for a formula, also in full width and after white space or a separator; and what begins
 * like our own apostrophe before one, so that it is read back as it was.
 */
const FORMULA = /^'*[\s;,]*[=+\-@|＝＋－＠]/u

/** RFC 4180 with the separator that German spreadsheets expect, and the mark of UTF-8. */
export function writeCsv(rows: readonly (readonly string[])[]): string {
  const cells = rows.map((row) => row.map(harmless))
  return `\uFEFF${stringify(cells, { delimiter: ';' })}`
}

/** Numbers stay numbers; whatever could run is made text by a leading apostrophe. */
function harmless(cell: string): string {
  if (/^-?\d+(?:[.,]\d+)?$/.test(cell)) return cell
  return FORMULA.test(cell) ? `'${cell}` : cell
}
