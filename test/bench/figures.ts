// What a bench hands over: tables of figures, and how they are drawn from samples and printed; leaves the measuring to one file each.

/** A cell is a whole text, a number in the unit of its column, or nothing where there is no figure. */
export type Cell = string | number | undefined

/** One table of one part. `notes` say what the figures mean. */
export type Table = {
  readonly part: string
  readonly title: string
  readonly head: readonly string[]
  readonly rows: readonly (readonly Cell[])[]
  readonly notes: readonly string[]
}

/** The value below which a share of the samples lies (nearest rank). An empty list has none and throws. */
export function percentile(samples: readonly number[], share: number): number {
  const sorted = [...samples].sort((a, b) => a - b)
  const value = sorted[Math.max(0, Math.ceil(share * sorted.length) - 1)]
  if (value === undefined) throw new Error('a percentile of no samples')
  return value
}

export function median(samples: readonly number[]): number {
  return percentile(samples, 0.5)
}

/** A table as it stands in a terminal: columns in line, numbers to the right. */
export function asText({ title, head, rows, notes }: Table): string {
  const lines = [head, ...rows.map((row) => row.map(written))]
  const widths = head.map((_, column) =>
    Math.max(...lines.map((line) => (line[column] ?? '').length)),
  )
  const set = (line: readonly string[]) =>
    line
      .map((cell, column) =>
        column === 0 ? cell.padEnd(widths[column] ?? 0) : cell.padStart(widths[column] ?? 0),
      )
      .join('  ')
      .trimEnd()
  return [`\n${title}`, ...lines.map((line) => `  ${set(line)}`), ...notes].join('\n')
}

/** The same table for docs/performance.md. */
export function asMarkdown({ title, head, rows, notes }: Table): string {
  const row = (cells: readonly string[]) => `| ${cells.join(' | ')} |`
  return [
    `### ${title}`,
    '',
    row(head),
    row(head.map((_, column) => (column === 0 ? '---' : '---:'))),
    ...rows.map((cells) => row(cells.map(written))),
    '',
    ...notes.flatMap((note) => [note, '']),
  ].join('\n')
}

/** Three digits that count; more would pretend to a precision that a shared machine does not have. */
function written(cell: Cell): string {
  if (cell === undefined) return '–'
  if (typeof cell === 'string') return cell
  if (cell === 0 || cell >= 100) return Math.round(cell).toLocaleString('en')
  return Number(cell.toPrecision(3)).toString()
}
