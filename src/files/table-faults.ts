// What is refused of an uploaded table as a whole, as refusals; leaves noticing it to the readers and the words to table-texts.ts.
import { Refusal } from '../core/refusal.ts'
import { TABLE_LIMITS } from '../core/tables.ts'
import { inBoth } from '../core/texts.ts'
import { type TableTexts, tableTexts } from './table-texts.ts'

/** Refuses nothing and too much before a byte of it is looked at. */
export function refuseSize(bytes: number): void {
  if (bytes === 0) throw tableRefusal('empty', (t) => t.empty)
  const most = TABLE_LIMITS.bytes
  if (bytes > most) throw tableRefusal('size', (t) => t.size(bytes, most))
}

/** A refusal of the file as a whole. */
export function tableRefusal(code: string, say: (texts: TableTexts) => string): Refusal {
  return new Refusal(`table.${code}`, inBoth(tableTexts, say))
}

/** What a file may be instead of a table. */
export type Kind = 'image' | 'pdf' | 'archive' | 'program' | 'markup' | 'otherDocument' | 'binary'

/** The file is something else than a table. */
export function notATable(kind: Kind): Refusal {
  return tableRefusal('kind', (t) => t.kind(t[kind]))
}
