// A table as a table of HTML where it is small, else as a list whose values carry the titles of their columns; in words always the list.
import type { Block, Span } from '../../../core/message.ts'
import { LIMITS } from './limits.ts'
import { drawList, drawTitle, type Piece } from './pieces.ts'
import { escaped, htmlOf, splitSpans, wordsOf } from './spans.ts'

type Table = Extract<Block, { kind: 'table' }>

/** The caption, and the rows below it. */
export function drawTable(table: Table): readonly Piece[] {
  const lines = table.rows.map((row) => rowLine(row, table))
  const isSmall = table.columns.length <= LIMITS.columns
  // a row that is longer than one piece can only go on as a line
  const isShort = [titles(table), ...lines].every((line) => splitSpans(line).length === 1)
  const caption = drawTitle([{ text: table.caption, style: 'strong' }])
  if (!isSmall || !isShort) return [...caption, ...drawList(lines, table)]
  const head = table.columns.map(({ title }) => `<th>${escaped(title)}</th>`).join('')
  const frame = {
    of: table,
    open: `<table><thead><tr>${head}</tr></thead><tbody>`,
    close: '</tbody></table>',
  }
  return [
    ...caption,
    ...table.rows.map((row, n) => ({
      html: `<tr>${row.map((cell) => `<td>${htmlOf(cell)}</td>`).join('')}</tr>`,
      body: `• ${wordsOf(lines[n] ?? [])}`,
      frame,
    })),
  ]
}

function titles({ columns }: Table): readonly Span[] {
  return columns.map(({ title }) => ({ text: title }))
}

/** `Bund · Stimme: Zustimmung · Anteil: –` */
function rowLine(row: readonly (readonly Span[])[], { columns }: Table): readonly Span[] {
  const [first = [], ...others] = row
  return [
    ...first.map((span): Span => ({ ...span, style: 'strong' })),
    ...others.flatMap((cell, n) => [{ text: ` · ${columns[n + 1]?.title ?? ''}: ` }, ...cell]),
  ]
}
