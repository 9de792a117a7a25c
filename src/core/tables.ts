// A table that somebody hands in, as rows of plain cells with their line numbers, and the port that reads one out of a file; leaves what the columns mean to the slice that asked for it.

/**
 * One cell. `text` is what stands in it; `number` is written with a point and without grouping, `date` as `YYYY-MM-DD`, `yesNo` as
 * `true` or `false`. A formula is never worked out: `text` is the formula itself, so that it can be refused where it stands.
 */
export type TableCell = {
  readonly kind: 'text' | 'number' | 'date' | 'yesNo' | 'formula'
  readonly text: string
}

/** A row as it stands in the file: `line` counts from 1, as an editor or a spreadsheet shows it. Empty rows are left out. */
export type TableRow = { readonly line: number; readonly cells: readonly TableCell[] }

/** What a file may be at most. */
export const TABLE_LIMITS = { bytes: 4_000_000, lines: 10_000, columns: 100 } as const

/** Reads a table by its content alone; neither its name nor the type it claims is believed. */
export interface TableReader {
  /** @throws Refusal `table.*` that says what is wrong with the file as a whole, and what would be right. */
  read(content: Uint8Array): Promise<readonly TableRow[]>
}

/** One sheet that is written. Texts become text, whatever they begin with; only numbers are numbers. */
export type Sheet = {
  readonly name: string
  readonly columns: readonly { readonly title: string; readonly width: number }[]
  readonly rows: readonly (readonly (string | number | undefined)[])[]
}
