// A CSV file as rows of cells, in whatever encoding and with whatever separator a spreadsheet wrote it; leaves what a file is to table-file.ts and numbers and words to the core.
import { CsvError, parse } from 'csv-parse/sync'
import { TABLE_LIMITS, type TableCell, type TableRow } from '../core/tables.ts'
import { notATable, tableRefusal } from './table-faults.ts'

/** More than any row of a report: whoever forgets a quotation mark is told where, and does not fill the memory. */
const MOST_OF_A_ROW = 400_000
const SEPARATORS = [';', ',', '\t'] as const

type Read = { readonly record: readonly string[]; readonly info: { readonly lines: number } }

/** The rows that are not empty. @throws Refusal `table.*` */
export function readCsv(content: Uint8Array): readonly TableRow[] {
  const text = decoded(content).replace(/\r\n?/g, '\n')
  refuseOtherText(text)
  if (hasTooManyLines(text)) throw tableRefusal('lines', (t) => t.lines(TABLE_LIMITS.lines))
  let end = 0
  return parsed(text).flatMap(({ record, info }): TableRow[] => {
    const line = end + 1
    end = info.lines
    const cells = trimmed(record)
    if (cells.length > TABLE_LIMITS.columns)
      throw tableRefusal('columns', (t) => t.columns(line, TABLE_LIMITS.columns))
    return cells.length === 0 ? [] : [{ line, cells: cells.map(textCell) }]
  })
}

/** The apostrophe that keeps our own CSV from running in a spreadsheet is none of the text. */
const OUR_APOSTROPHE = /^'(?='*[\s;,]*[=+\-@|＝＋－＠])/u

const textCell = (text: string): TableCell => ({
  kind: 'text',
  text: text.replace(OUR_APOSTROPHE, '').trim(),
})

/** Without the empty cells at its end, which spreadsheets like to write. */
function trimmed(record: readonly string[]): readonly string[] {
  return record.slice(0, record.findLastIndex((cell) => cell.trim() !== '') + 1)
}

function parsed(text: string): readonly Read[] {
  let end = 0
  try {
    return parse(text, {
      delimiter: separatorOf(text),
      info: true,
      relax_column_count: true,
      record_delimiter: '\n',
      max_record_size: MOST_OF_A_ROW,
      on_record: (read, { lines }) => {
        end = lines
        return read
      },
    }) as unknown as readonly Read[]
  } catch (fault) {
    if (!(fault instanceof CsvError)) throw fault
    // where the row begins: the end of an open quotation may be the end of the file
    throw fault.code === 'CSV_MAX_RECORD_SIZE'
      ? tableRefusal('long', (t) => t.long(end + 1))
      : tableRefusal('quote', (t) => t.quote(end + 1))
  }
}

/** The separator that stands most often in the first line with anything in it, outside quotation marks. */
function separatorOf(text: string): string {
  const first = /[^\n]*\S[^\n]*/.exec(text.slice(0, MOST_OF_A_ROW))?.[0] ?? ''
  const bare = first.replace(/"[^"]*"?/g, '')
  const counts = SEPARATORS.map((sign) => bare.split(sign).length)
  return SEPARATORS[counts.indexOf(Math.max(...counts))] ?? ';'
}

/** UTF-8 and UTF-16 by their mark or their zeros, else UTF-8 if it is that, else what Western spreadsheets write. */
function decoded(content: Uint8Array): string {
  const encoding = encodingOf(content)
  if (encoding !== undefined) {
    try {
      return new TextDecoder(encoding, { fatal: true }).decode(content)
    } catch {
      throw notATable('binary')
    }
  }
  try {
    return new TextDecoder('utf-8', { fatal: true }).decode(content)
  } catch {
    return new TextDecoder('windows-1252').decode(content)
  }
}

function encodingOf(content: Uint8Array): string | undefined {
  const [a, b] = content
  if (a === 0xff && b === 0xfe) return 'utf-16le'
  if (a === 0xfe && b === 0xff) return 'utf-16be'
  const start = content.subarray(0, 256)
  const zeros = (parity: number) => start.filter((byte, at) => at % 2 === parity && byte === 0)
  const some = start.length / 4
  if (content.length % 2 !== 0) return undefined
  if (zeros(1).length > some && zeros(0).length === 0) return 'utf-16le'
  return zeros(0).length > some && zeros(1).length === 0 ? 'utf-16be' : undefined
}

/** Text that is no table: controls that no text has, or a page. */
function refuseOtherText(text: string): void {
  if (/[\u0000-\u0008\u000e-\u001a\u001c-\u001f]/.test(text)) throw notATable('binary')
  if (/^\s*<[!?a-z]/i.test(text)) throw notATable('markup')
  if (text.trim() === '') throw tableRefusal('empty', (t) => t.empty)
}

/** Counted before anything is read, so that a million lines cost no more than looking at them. */
function hasTooManyLines(text: string): boolean {
  let lines = 0
  for (let at = text.indexOf('\n'); at >= 0; at = text.indexOf('\n', at + 1)) {
    lines += 1
    if (lines > TABLE_LIMITS.lines) return true
  }
  return false
}
