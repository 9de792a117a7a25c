// The parts of an XLSX file, unpacked within bounds: nothing but named XML parts is ever opened, nothing is written anywhere; leaves what stands in them to xlsx-table.ts.
import { SaxesParser } from 'saxes'
import { type Entry, fromBufferPromise, type ZipFile } from 'yauzl'
import { Refusal } from '../core/refusal.ts'
import { tableRefusal } from './table-faults.ts'

const MOST_ENTRIES = 1_000
/** All opened parts together; 10,000 rows of a report have a tenth of it. */
const MOST_UNPACKED = 40_000_000

/** What is heard while a part is read. Names come without their prefix. */
export type Hearing = {
  open?(name: string, attributes: Readonly<Record<string, string>>): void
  text?(text: string): void
  close?(name: string): void
}

export interface Parts {
  has(name: string): boolean
  /** Reads one part from its beginning to its end. @throws Refusal `table.broken`, `table.bomb` */
  hear(name: string, hearing: Hearing): Promise<void>
}

/** Looks at the table of contents, and at nothing else. @throws Refusal `table.*` */
export async function openParts(content: Uint8Array): Promise<Parts> {
  const { zip, entries } = await whole(() => contentsOf(content))
  let left = MOST_UNPACKED
  return {
    has: (name) => entries.has(name.toLowerCase()),
    async hear(name, hearing) {
      const entry = entries.get(name.toLowerCase())
      if (!entry) throw tableRefusal('broken', (t) => t.broken)
      // the size an entry claims; a stream that brings more ends in an error
      left -= entry.uncompressedSize
      if (left < 0) throw tableRefusal('bomb', (t) => t.bomb)
      await whole(() => hearEntry(zip, entry, hearing))
    },
  }
}

async function contentsOf(content: Uint8Array) {
  const bytes = Buffer.from(content.buffer, content.byteOffset, content.byteLength)
  const zip = await fromBufferPromise(bytes, { lazyEntries: true, autoClose: false })
  if (zip.entryCount > MOST_ENTRIES) throw tableRefusal('bomb', (t) => t.bomb)
  const entries = new Map<string, Entry>()
  for await (const entry of zip.eachEntry()) {
    if (entry.isEncrypted()) throw tableRefusal('sealed', (t) => t.sealed)
    const name = entry.fileName.toLowerCase()
    if (name.endsWith('vbaproject.bin')) throw tableRefusal('macros', (t) => t.macros)
    // two parts of one name: which of them another program shows nobody knows
    if (entries.has(name)) throw tableRefusal('broken', (t) => t.broken)
    entries.set(name, entry)
  }
  return { zip, entries }
}

async function hearEntry(zip: ZipFile, entry: Entry, hearing: Hearing): Promise<void> {
  const parser = new SaxesParser<{ xmlns: false }>({ xmlns: false })
  // a part of a spreadsheet has no document type: whoever writes one wants entities
  parser.on('doctype', () => parser.fail('doctype'))
  parser.on('error', (error) => {
    throw error
  })
  parser.on('opentag', ({ name, attributes }) => hearing.open?.(bare(name), attributes))
  parser.on('text', (text) => hearing.text?.(text))
  parser.on('cdata', (text) => hearing.text?.(text))
  parser.on('closetag', ({ name }) => hearing.close?.(bare(name)))
  const decoder = new TextDecoder('utf-8', { fatal: true })
  for await (const chunk of await zip.openReadStreamPromise(entry))
    parser.write(decoder.decode(chunk, { stream: true }))
  parser.write(decoder.decode()).close()
}

const bare = (name: string) => name.slice(name.indexOf(':') + 1)

/** Whatever a library says of a file that it cannot read is that the file is broken. */
async function whole<T>(work: () => Promise<T>): Promise<T> {
  try {
    return await work()
  } catch (fault) {
    throw fault instanceof Refusal ? fault : tableRefusal('broken', (t) => t.broken)
  }
}
