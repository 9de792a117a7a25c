// ZIP files as hostile as a test wants them: any names, sizes that lie, flags; leaves honest workbooks to the program itself.
import { crc32, deflateRawSync } from 'node:zlib'

export type Part = {
  readonly name: string
  readonly content: string | Uint8Array
  /** The unpacked size that the directory claims. */
  readonly claims?: number
  readonly encrypted?: boolean
}

/** One archive, byte by byte (APPNOTE 4.3). */
export function aZip(parts: readonly Part[]): Uint8Array {
  const bodies: Buffer[] = []
  const directory: Buffer[] = []
  let offset = 0
  for (const { name, content, claims, encrypted = false } of parts) {
    const plain = Buffer.from(content)
    const packed = deflateRawSync(plain, { level: 9 })
    const label = Buffer.from(name)
    const head = Buffer.alloc(26)
    head.writeUInt16LE(20, 0)
    head.writeUInt16LE(encrypted ? 1 : 0, 2)
    head.writeUInt16LE(8, 4)
    head.writeUInt32LE(crc32(plain), 10)
    head.writeUInt32LE(packed.length, 14)
    head.writeUInt32LE(claims ?? plain.length, 18)
    head.writeUInt16LE(label.length, 22)
    const body = Buffer.concat([Buffer.from('PK\u0003\u0004'), head, label, packed])
    const rest = Buffer.alloc(14)
    rest.writeUInt32LE(offset, 10)
    directory.push(Buffer.concat([Buffer.from('PK\u0001\u0002\u0014\u0000'), head, rest, label]))
    bodies.push(body)
    offset += body.length
  }
  const size = directory.reduce((sum, { length }) => sum + length, 0)
  const end = Buffer.alloc(22)
  end.write('PK\u0005\u0006', 'latin1')
  end.writeUInt16LE(parts.length, 8)
  end.writeUInt16LE(parts.length, 10)
  end.writeUInt32LE(size, 12)
  end.writeUInt32LE(offset, 16)
  return new Uint8Array(Buffer.concat([...bodies, ...directory, end]))
}

const RELATION = 'http://schemas.openxmlformats.org/officeDocument/2006/relationships'

/** A workbook of one sheet whose XML is given. */
export function aWorkbook(
  rows: string,
  more: { readonly parts?: readonly Part[]; readonly head?: string; readonly styles?: string } = {},
): readonly Part[] {
  const xml = (inner: string) => `<?xml version="1.0" encoding="UTF-8"?>${inner}`
  return [
    { name: '[Content_Types].xml', content: xml('<Types/>') },
    {
      name: '_rels/.rels',
      content: xml(
        `<Relationships><Relationship Id="r1" Type="${RELATION}/officeDocument" Target="xl/workbook.xml"/></Relationships>`,
      ),
    },
    {
      name: 'xl/workbook.xml',
      content: xml(
        '<workbook><sheets><sheet name="Bericht" sheetId="1" r:id="r1"/></sheets></workbook>',
      ),
    },
    {
      name: 'xl/_rels/workbook.xml.rels',
      content: xml(
        `<Relationships><Relationship Id="r1" Type="${RELATION}/worksheet" Target="worksheets/sheet1.xml"/><Relationship Id="r2" Type="${RELATION}/styles" Target="styles.xml"/></Relationships>`,
      ),
    },
    { name: 'xl/styles.xml', content: xml(more.styles ?? '<styleSheet/>') },
    {
      name: 'xl/worksheets/sheet1.xml',
      content: `${more.head ?? '<?xml version="1.0" encoding="UTF-8"?>'}<worksheet><sheetData>${rows}</sheetData></worksheet>`,
    },
    ...(more.parts ?? []),
  ]
}
