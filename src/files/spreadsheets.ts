// XLSX files of our own by a kept library: texts as text, numbers as numbers, the header row in sight; leaves what stands in them to the core.
import writeXlsxFile, { type Cell } from 'write-excel-file/node'
import type { Sheet } from '../core/tables.ts'

/** What XML 1.0 or the library has no sign for: written as spreadsheets write it, `_xFFFF_`, and read back as it was. */
const UNWRITABLE =
  /[\u0000-\u0008\u000b\u000c\u000e-\u001f\ufffd-\uffff]|[\ud800-\udbff](?![\udc00-\udfff])|(?<![\ud800-\udbff])[\udc00-\udfff]/g
/** The most that a cell of a spreadsheet holds. */
const MOST_OF_A_CELL = 32_767

/** Writes a workbook. No cell is ever a formula. */
export async function writeSpreadsheet(sheets: readonly Sheet[]): Promise<Uint8Array> {
  const data = sheets.map(({ name, columns, rows }) => ({
    sheet: sheetName(name),
    data: [columns.map(({ title }) => headCell(title)), ...rows.map((row) => row.map(bodyCell))],
    columns: columns.map(({ width }) => ({ width })),
    stickyRowsCount: 1,
  }))
  return new Uint8Array(await writeXlsxFile(data).toBuffer())
}

function headCell(title: string): Cell {
  return { ...textCell(title), fontWeight: 'bold', wrap: true, alignVertical: 'top' }
}

function bodyCell(value: string | number | undefined): Cell {
  if (value === undefined || value === '') return null
  if (typeof value === 'number') return { value, type: Number, alignVertical: 'top' }
  return { ...textCell(value), wrap: true, alignVertical: 'top' }
}

function textCell(text: string) {
  // `_x000D_` in a text is these seven signs, and no line break
  const writable = text
    .replace(/_(?=x[0-9A-Fa-f]{4}_)/g, '_x005F_')
    .replace(UNWRITABLE, escaped)
    // the library looks texts up in a plain object, and would take `valueOf` for one that it has written already
    .replace(/^./u, (sign) => (text in Object.prototype ? escaped(sign) : sign))
  return { value: fitting(writable), type: String }
}

function escaped(sign: string): string {
  return `_x${sign.charCodeAt(0).toString(16).toUpperCase().padStart(4, '0')}_`
}

/** A cut text ends in a sign that says so, and never in half a character. */
function fitting(text: string): string {
  if (text.length <= MOST_OF_A_CELL) return text
  return `${text.slice(0, MOST_OF_A_CELL - 1).replace(/[\ud800-\udbff]$/, '')}…`
}

/** What a spreadsheet refuses in the name of a sheet is left out. */
function sheetName(name: string): string {
  return name
    .replace(/[[\]:*?/\\']/g, ' ')
    .trim()
    .slice(0, 31)
}
