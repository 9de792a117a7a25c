// The cells of one sheet of an XLSX file, by their own addresses; leaves the workbook around it to xlsx-table.ts.
import { TABLE_LIMITS, type TableCell, type TableRow } from '../core/tables.ts'
import { tableRefusal } from './table-faults.ts'
import type { Hearing, Parts } from './xlsx-parts.ts'

/** What the cells of all sheets refer to. */
export type Workbook = {
  readonly strings: readonly string[]
  /** How the numbers of each style are shown. */
  readonly formats: readonly ('date' | 'percent' | 'number')[]
  readonly startsIn1904: boolean
}

/** A cell while it is read. */
type Draft = {
  readonly column: number
  readonly type: string
  readonly style: number
  value: string
  formula: string | undefined
}

const NOTHING: TableCell = { kind: 'text', text: '' }
const A_DAY = 86_400_000

/** The rows that are not empty. @throws Refusal `table.lines`, `table.columns`, and what `hear` throws */
export async function readSheet(
  parts: Parts,
  part: string,
  workbook: Workbook,
): Promise<readonly TableRow[]> {
  const rows: TableRow[] = []
  let line = 0
  let cells: TableCell[] = []
  await parts.hear(
    part,
    hearing({
      row(number) {
        line = number ?? line + 1
        cells = []
      },
      cell(draft) {
        const cell = cellOf(draft, workbook)
        if (cell.text === '') return
        if (draft.column > TABLE_LIMITS.columns)
          throw tableRefusal('columns', (t) => t.columns(line, TABLE_LIMITS.columns))
        while (cells.length < draft.column) cells.push(NOTHING)
        cells[draft.column - 1] = cell
      },
      rowEnds() {
        if (cells.length > 0) rows.push({ line, cells })
        if (rows.length > TABLE_LIMITS.lines)
          throw tableRefusal('lines', (t) => t.lines(TABLE_LIMITS.lines))
      },
    }),
  )
  return rows
}

type Seen = {
  row(number: number | undefined): void
  cell(draft: Draft): void
  rowEnds(): void
}

/** Tells rows and cells apart; phonetic texts and whatever stands outside the rows are not heard. */
function hearing({ row, cell, rowEnds }: Seen): Hearing {
  let draft: Draft | undefined
  let column = 0
  let hears: 'value' | 'formula' | undefined
  let isSpoken = false
  return {
    open(name, attributes) {
      if (name === 'row') {
        row(attributes['r'] === undefined ? undefined : Number(attributes['r']))
        column = 0
      } else if (name === 'c') {
        column = columnOf(attributes['r'] ?? '') ?? column + 1
        draft = {
          column,
          type: attributes['t'] ?? 'n',
          style: Number(attributes['s'] ?? 0),
          value: '',
          formula: undefined,
        }
      } else if (name === 'rPh') isSpoken = true
      else if (name === 'v' || name === 't') hears = isSpoken ? undefined : 'value'
      else if (name === 'f' && draft) {
        draft.formula = ''
        hears = 'formula'
      }
    },
    text(piece) {
      if (draft && hears === 'value') draft.value += piece
      if (draft && hears === 'formula') draft.formula += piece
    },
    close(name) {
      if (name === 'v' || name === 't' || name === 'f') hears = undefined
      if (name === 'rPh') isSpoken = false
      if (name === 'c' && draft) {
        cell(draft)
        draft = undefined
      }
      if (name === 'row') rowEnds()
    },
  }
}

/** `C7` is in column 3; undefined where there is no address. */
function columnOf(address: string): number | undefined {
  const letters = /^([A-Z]{1,3})\d+$/.exec(address)?.[1]
  if (letters === undefined) return undefined
  return [...letters].reduce((sum, letter) => sum * 26 + letter.charCodeAt(0) - 64, 0)
}

function cellOf({ type, style, value, formula }: Draft, workbook: Workbook): TableCell {
  if (formula !== undefined) return { kind: 'formula', text: `=${formula.slice(0, 200)}` }
  switch (type) {
    case 's':
      return textCell(workbook.strings[Number(value)] ?? '')
    case 'b':
      return { kind: 'yesNo', text: value === '1' ? 'true' : 'false' }
    case 'd':
      return { kind: 'date', text: value.slice(0, 10) }
    case 'n':
      return numberCell(value, workbook.formats[style] ?? 'number', workbook.startsIn1904)
    default:
      return textCell(value)
  }
}

/** Texts carry control characters as `_x000D_`. */
function textCell(text: string): TableCell {
  const plain = text.replace(/_x([0-9A-Fa-f]{4})_/g, (_, code: string) =>
    String.fromCharCode(Number.parseInt(code, 16)),
  )
  return { kind: 'text', text: plain.replace(/\r\n?/g, '\n').trim() }
}

/** Spreadsheets keep fifteen digits: what comes after them is noise of their arithmetic. */
function numberCell(
  value: string,
  format: 'date' | 'percent' | 'number',
  startsIn1904: boolean,
): TableCell {
  if (value.trim() === '') return NOTHING
  const number = Number(value)
  if (!Number.isFinite(number)) return { kind: 'text', text: value }
  if (format === 'date') return { kind: 'date', text: dayOf(number, startsIn1904) }
  const digits = (of: number) => String(Number(of.toPrecision(15)))
  return format === 'percent'
    ? { kind: 'text', text: `${digits(number * 100).replace('.', ',')} %` }
    : { kind: 'number', text: digits(number) }
}

/** Days are counted from the last of 1899, with a 29 February 1900 that never was, or from the first of 1904. */
function dayOf(serial: number, startsIn1904: boolean): string {
  const start = startsIn1904 ? Date.UTC(1904, 0, 1) : Date.UTC(1899, 11, serial < 61 ? 31 : 30)
  const day = new Date(start + Math.floor(serial) * A_DAY)
  return Number.isNaN(day.getTime()) ? String(serial) : day.toISOString().slice(0, 10)
}
