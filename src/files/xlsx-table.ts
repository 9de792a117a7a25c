// An XLSX file as rows of cells: the one sheet with content, dates as dates, formulas as their text; leaves unpacking to xlsx-parts.ts and the cells of a sheet to xlsx-sheet.ts.
import type { TableRow } from '../core/tables.ts'
import { notATable, tableRefusal } from './table-faults.ts'
import { openParts, type Parts } from './xlsx-parts.ts'
import { readSheet, type Workbook } from './xlsx-sheet.ts'

type Listed = { readonly name: string; readonly part: string }

/** The rows that are not empty. @throws Refusal `table.*` */
export async function readXlsx(content: Uint8Array): Promise<readonly TableRow[]> {
  const parts = await openParts(content)
  const relations = '_rels/.rels'
  if (!parts.has(relations)) throw notATable(parts.has('mimetype') ? 'otherDocument' : 'archive')
  const root = (await relationsOf(parts, relations, '')).find(({ type }) =>
    type.endsWith('/officeDocument'),
  )?.target
  if (root === undefined || !/(?:^|\/)workbook\d*\.xml$/i.test(root))
    throw notATable('otherDocument')
  const folder = root.slice(0, root.lastIndexOf('/') + 1)
  const related = await relationsOf(
    parts,
    `${folder}_rels/${root.slice(folder.length)}.rels`,
    folder,
  )
  const partOf = (kind: string) => related.find(({ type }) => type.endsWith(`/${kind}`))?.target
  const { sheets, startsIn1904 } = await listed(parts, root, related)
  const workbook: Workbook = {
    startsIn1904,
    strings: await stringsOf(parts, partOf('sharedStrings')),
    formats: await formatsOf(parts, partOf('styles')),
  }
  return oneSheet(parts, sheets, workbook)
}

/** Several filled sheets are asked back: nobody should find out afterwards that one was not read. */
async function oneSheet(parts: Parts, sheets: readonly Listed[], workbook: Workbook) {
  const filled: { readonly name: string; readonly rows: readonly TableRow[] }[] = []
  for (const { name, part } of sheets) {
    const rows = await readSheet(parts, part, workbook)
    if (rows.length > 0) filled.push({ name, rows })
  }
  const names = filled.map(({ name }) => `"${name.slice(0, 31)}"`).slice(0, 10)
  if (filled.length > 1) throw tableRefusal('sheets', (t) => t.sheets(names.join(', ')))
  return filled[0]?.rows ?? []
}

type Relation = { readonly id: string; readonly type: string; readonly target: string }

async function relationsOf(parts: Parts, part: string, folder: string) {
  const found: Relation[] = []
  await parts.hear(part, {
    open(name, { Id = '', Type = '', Target = '' }) {
      if (name !== 'Relationship') return
      const target = Target.startsWith('/') ? Target.slice(1) : folder + Target
      found.push({ id: Id, type: Type, target })
    },
  })
  return found
}

/** The sheets that can be seen; a hidden one holds what a program put there. */
async function listed(parts: Parts, root: string, related: readonly Relation[]) {
  const sheets: Listed[] = []
  let startsIn1904 = false
  await parts.hear(root, {
    open(name, attributes) {
      if (name === 'workbookPr') startsIn1904 = /^(?:1|true)$/.test(attributes['date1904'] ?? '')
      if (name !== 'sheet' || (attributes['state'] ?? 'visible') !== 'visible') return
      const id =
        attributes['r:id'] ?? Object.entries(attributes).find(([key]) => /:id$/.test(key))?.[1]
      const relation = related.find((one) => one.id === id)
      if (relation?.type.endsWith('/worksheet'))
        sheets.push({ name: attributes['name'] ?? '', part: relation.target })
    },
  })
  return { sheets, startsIn1904 }
}

/** The texts that cells refer to by their number; how words are to be pronounced is left out. */
async function stringsOf(parts: Parts, part: string | undefined): Promise<readonly string[]> {
  const strings: string[] = []
  if (part === undefined || !parts.has(part)) return strings
  let text = ''
  let reads = false
  let isSpoken = false
  await parts.hear(part, {
    open(name) {
      if (name === 'si') text = ''
      if (name === 'rPh') isSpoken = true
      if (name === 't') reads = !isSpoken
    },
    text(piece) {
      if (reads) text += piece
    },
    close(name) {
      if (name === 't') reads = false
      if (name === 'rPh') isSpoken = false
      if (name === 'si') strings.push(text)
    },
  })
  return strings
}

/** How the numbers of each style are shown: as days, in per cent or as they are. */
async function formatsOf(parts: Parts, part: string | undefined): Promise<Workbook['formats']> {
  const codes = new Map<string, string>()
  const formats: ('date' | 'percent' | 'number')[] = []
  if (part === undefined || !parts.has(part)) return formats
  let isOfCells = false
  await parts.hear(part, {
    open(name, { numFmtId = '0', formatCode = '' }) {
      if (name === 'numFmt') codes.set(numFmtId, formatCode)
      if (name === 'cellXfs') isOfCells = true
      if (name === 'xf' && isOfCells) formats.push(formatOf(Number(numFmtId), codes.get(numFmtId)))
    },
    close(name) {
      if (name === 'cellXfs') isOfCells = false
    },
  })
  return formats
}

/** The numbers of formats that stand in no file (ECMA-376, part 1, 18.8.30), else what the format says outside its quotations. */
function formatOf(id: number, written: string | undefined): 'date' | 'percent' | 'number' {
  if (written === undefined) {
    if ((id >= 14 && id <= 22) || (id >= 27 && id <= 36) || (id >= 45 && id <= 58)) return 'date'
    return id === 9 || id === 10 ? 'percent' : 'number'
  }
  const bare = written.replace(/"[^"]*"|\\.|_.|\*.|\[[^\]]*\]/g, '')
  if (/[dyhs]|m{1,5}/i.test(bare) && !/[0#?]/.test(bare)) return 'date'
  return bare.includes('%') ? 'percent' : 'number'
}
