// A report as a table that somebody hands in: one row for each service with a column for each count, one row for each other question; leaves the file to its reader and the values to answers.ts.
import type { Reading } from '../command.ts'
import type { TableRow } from '../tables.ts'
import { type Bilingual, inBoth } from '../texts.ts'
import { type AnswerFault, countNamed, type Entry, readEntries } from './answers.ts'
import type { Answers } from './filing.ts'
import type { FrozenRound } from './round.ts'
import { countTexts, reportTexts } from './texts.ts'

type Column = { readonly count: string } | { readonly words: Bilingual } | undefined

/**
 * The answers of a table, or every fault of it with its line; nothing is taken of a table that has one. The first row names
 * the counts; the first cell of each other row names a service or a question, whose answer stands in the second cell.
 */
export function readTable(
  frozen: FrozenRound,
  rows: readonly TableRow[],
  reading: Reading,
): { readonly answers: Answers } | { readonly faults: readonly AnswerFault[] } {
  const [head, ...others] = rows
  const columns = (head?.cells ?? []).slice(1).map(({ text }): Column => {
    if (text.trim() === '') return undefined
    const count = countNamed(text)
    if (count) return { count }
    const known = Object.values(countTexts[reading.language]).join(', ')
    return { words: inBoth(reportTexts, (t) => t.unknownColumn(known)) }
  })
  const faults: AnswerFault[] = []
  if (!columns.some((column) => column && 'count' in column)) {
    faults.push(
      fault(
        head?.line,
        '',
        inBoth(reportTexts, (t) => t.noColumns),
      ),
    )
  }
  columns.forEach((column, at) => {
    const shown = head?.cells[at + 1]?.text ?? ''
    if (column && 'words' in column) faults.push(fault(head?.line, shown, column.words))
  })
  const entries = others.flatMap((row) => {
    const formulas = row.cells.filter(({ kind }) => kind === 'formula')
    for (const { text } of formulas) {
      faults.push(
        fault(
          row.line,
          text,
          inBoth(reportTexts, (t) => t.formula),
        ),
      )
    }
    return formulas.length > 0 ? [] : entriesIn(row, columns, frozen)
  })
  const read = readEntries(frozen, {}, entries, reading)
  if (faults.length === 0) return read
  const more = 'faults' in read ? read.faults : []
  const all = [...faults, ...more]
  return { faults: all.sort((a, b) => (a.line ?? 0) - (b.line ?? 0)) }
}

function fault(line: number | undefined, text: string, words: Bilingual): AnswerFault {
  const shown = text.slice(0, 60)
  return { line, label: { de: shown, en: shown }, words }
}

/** A row of a service says each count in its column; every other row is one answer. */
function entriesIn(
  { line, cells }: TableRow,
  columns: readonly Column[],
  frozen: FrozenRound,
): readonly Entry[] {
  const [first, ...values] = cells
  const key = first?.text.trim() ?? ''
  const isService = frozen.services.some(({ id, name }) =>
    [id, name.de, name.en].some((one) => one.toLowerCase() === key.toLowerCase()),
  )
  if (!isService) return [{ key, value: values[0]?.text.trim() ?? '', line }]
  return values.flatMap(({ text }, at) => {
    const column = columns[at]
    const value = text.trim()
    if (!column || !('count' in column) || value === '') return []
    return [{ key: `${key}.${column.count}`, value, line }]
  })
}
