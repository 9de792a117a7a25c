// What an uploaded file is, by its first bytes: CSV and XLSX are read, everything else is refused by what it is; leaves reading to csv-table.ts and xlsx-table.ts, and the thread it happens on to aside.ts.
import type { TableRow } from '../core/tables.ts'
import { readCsv } from './csv-table.ts'
import { type Kind, notATable, refuseSize, tableRefusal } from './table-faults.ts'
import { readXlsx } from './xlsx-table.ts'

/** Reads the rows of a file; there is at least one. @throws Refusal `table.*` */
export async function readTable(content: Uint8Array): Promise<readonly TableRow[]> {
  refuseSize(content.length)
  const start = Buffer.from(content.subarray(0, 512))
  const kind = SIGNATURES.find(({ bytes, at = 0 }) => begins(start, bytes, at))
  if (kind && kind.says !== 'zip')
    throw kind.says === 'sealed' ? tableRefusal('sealed', (t) => t.sealed) : notATable(kind.says)
  const rows = kind ? await readXlsx(content) : readCsv(content)
  if (rows.length === 0) throw tableRefusal('empty', (t) => t.empty)
  return rows
}

type Signature = {
  readonly says: Kind | 'zip' | 'sealed'
  readonly bytes: string
  readonly at?: number
}

/** How files begin, as Latin-1; markup may follow white space, and is told from text by csv-table.ts too. */
const SIGNATURES: readonly Signature[] = [
  { says: 'zip', bytes: 'PK\u0003\u0004' },
  { says: 'archive', bytes: 'PK\u0005\u0006' },
  { says: 'sealed', bytes: '\u00d0\u00cf\u0011\u00e0\u00a1\u00b1\u001a\u00e1' },
  { says: 'image', bytes: '\u0089PNG' },
  { says: 'image', bytes: '\u00ff\u00d8\u00ff' },
  { says: 'image', bytes: 'GIF8' },
  { says: 'image', bytes: 'WEBP', at: 8 },
  { says: 'pdf', bytes: '%PDF' },
  { says: 'archive', bytes: '\u001f\u008b' },
  { says: 'archive', bytes: '7z\u00bc\u00af' },
  { says: 'archive', bytes: 'Rar!' },
  { says: 'archive', bytes: 'BZh' },
  { says: 'archive', bytes: '\u00fd7zXZ' },
  { says: 'archive', bytes: 'ustar', at: 257 },
  { says: 'program', bytes: 'MZ\u0090\u0000' },
  { says: 'program', bytes: '\u007fELF' },
  { says: 'program', bytes: '#!' },
  { says: 'otherDocument', bytes: '{\\rtf' },
]

function begins(start: Buffer, bytes: string, at: number): boolean {
  return start.toString('latin1', at, at + bytes.length) === bytes
}
