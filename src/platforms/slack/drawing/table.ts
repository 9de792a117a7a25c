// A table as aligned text where it is narrow, else as a list whose values carry the titles of their columns.

import type { Block, Span } from '../../../core/message.ts'
import { literal } from '../../../core/splitting.ts'
import type { Language } from '../../../core/values.ts'
import { jsonBytes, LIMITS } from './limits.ts'
import { type Piece, richLines, section, wordsOf } from './spans.ts'

type Table = Extract<Block, { kind: 'table' }>

/** The caption in bold, and the rows below it. */
export function drawTable(table: Table, language: Language): readonly Piece[] {
  const caption: Span = { text: table.caption, style: 'strong' }
  const lines = alignedLines(table)
  if (lines) return drawLines(lines, caption, language)
  const above = caption.text === '' ? [] : [[caption]]
  return richLines([...above, ...table.rows.map((row) => rowSpans(row, table))], language)
}

/** `Bund · Stimme: Zustimmung · Anteil: –` */
function rowSpans(row: readonly (readonly Span[])[], { columns }: Table): readonly Span[] {
  const [first = [], ...others] = row
  return [
    { text: '• ' },
    ...first.map((span): Span => ({ ...span, style: 'strong' })),
    ...others.flatMap((cell, n) => [{ text: ` · ${columns[n + 1]?.title ?? ''}: ` }, ...cell]),
  ]
}

/** The lines of the table in columns, the titles first; nothing where it is too wide or has more than words in it. */
function alignedLines({ columns, rows }: Table): readonly string[] | undefined {
  const cells = [columns.map(({ title }) => literal(title)), ...rows.map((row) => row.map(wordsOf))]
  const isPlain = rows.flat(2).every(({ link, instant }) => !link && !instant)
  const isNarrow = cells.flat().every((cell) => !cell.includes('\n') && jsonBytes(cell) <= 500)
  if (!isPlain || !isNarrow) return undefined
  const widths = columns.map((_, n) => Math.max(...cells.map((row) => widthOf(row[n] ?? ''))))
  const width = widths.reduce((sum, each) => sum + each + 2, -2)
  if (width > LIMITS.tableWidth) return undefined
  return cells.map((row) =>
    row
      .map((cell, n) => {
        const gap = ' '.repeat((widths[n] ?? 0) - widthOf(cell))
        return columns[n]?.align === 'end' ? gap + cell : cell + gap
      })
      .join('  ')
      .trimEnd(),
  )
}

const graphemes = new Intl.Segmenter('de', { granularity: 'grapheme' })

function widthOf(text: string): number {
  return [...graphemes.segment(text)].length
}

/** As many blocks as the rows need; each begins with the titles, the first with the caption. */
function drawLines(
  [titles = '', ...rows]: readonly string[],
  caption: Span,
  language: Language,
): readonly Piece[] {
  const pieces: Piece[] = []
  let lines = [titles]
  const flush = () => {
    const above = pieces.length === 0 && caption.text !== '' ? [caption] : []
    const text = lines.join('\n')
    pieces.push({
      block: {
        type: 'rich_text',
        elements: [
          ...above.map((span) => section([span], language)),
          { type: 'rich_text_preformatted', elements: [{ type: 'text', text }] },
        ],
      },
      words: [...above.map(({ text }) => literal(text)), text.replace(/ {2,}/g, '  ')].join('\n'),
    })
    lines = [titles]
  }
  for (const row of rows) {
    if (jsonBytes([...lines, row].join('\n')) > LIMITS.piece && lines.length > 1) flush()
    lines.push(row)
  }
  flush()
  return pieces
}
