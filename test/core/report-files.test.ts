// Tables that people hand in and tables that the bot hands out: every encoding and separator, everything that is no table, and no cell that ever runs.
import type { Worker } from 'node:worker_threads'
import { deflateRawSync } from 'node:zlib'
import { parse } from 'csv-parse/sync'
import { describe, expect, it } from 'vitest'
import type { Refusal } from '../../src/core/refusal.ts'
import type { TableRow } from '../../src/core/tables.ts'
import { tableReader } from '../../src/files/aside.ts'
import { exporter } from '../../src/files/exports.ts'
import { writeSpreadsheet } from '../../src/files/spreadsheets.ts'
import { readTable } from '../../src/files/table-file.ts'
import { aWorkbook, aZip } from '../support/zip.ts'

const bytes = (text: string, encoding: BufferEncoding = 'utf8') =>
  new Uint8Array(Buffer.from(text, encoding))

/** `1: Ä|2` for each row. */
const shown = (rows: readonly TableRow[]) =>
  rows.map(({ line, cells }) => `${line}: ${cells.map(({ text }) => text).join('|')}`)

const read = async (content: Uint8Array) => shown(await readTable(content))

async function refused(content: Uint8Array): Promise<Refusal> {
  return readTable(content).then(
    () => expect.unreachable('it was read'),
    (fault: Refusal) => fault,
  )
}

describe('a CSV file is read as whatever spreadsheet wrote it', () => {
  const text = 'Leistung;Zuständige Stellen\nFührerschein „neu“ – 5 €;12\n'
  const rows = ['1: Leistung|Zuständige Stellen', '2: Führerschein „neu“ – 5 €|12']
  const swapped = (content: Uint8Array) => new Uint8Array(Buffer.from(content).swap16())
  /** Windows-1252 has the quotation marks, the dash and the euro where Latin-1 has controls. */
  const western = Uint8Array.from(text, (sign) => {
    const own: Record<string, number> = { '„': 0x84, '“': 0x93, '–': 0x96, '€': 0x80 }
    return own[sign] ?? sign.charCodeAt(0)
  })

  it.each([
    ['UTF-8', bytes(text)],
    ['UTF-8 with a mark', bytes(`\ufeff${text}`)],
    ['UTF-16, little end first', bytes(`\ufeff${text}`, 'utf16le')],
    ['UTF-16, big end first', swapped(bytes(`\ufeff${text}`, 'utf16le'))],
    ['UTF-16 without a mark', bytes(text, 'utf16le')],
    ['UTF-16 without a mark, big end first', swapped(bytes(text, 'utf16le'))],
    ['Windows-1252', western],
    ['line ends of Windows', bytes(text.replaceAll('\n', '\r\n'))],
    ['line ends of old Macs', bytes(text.replaceAll('\n', '\r'))],
    ['commas', bytes(text.replaceAll(';', ','))],
    ['tabs', bytes(text.replaceAll(';', '\t'))],
  ])('B45 %s', async (_, content) => {
    expect(await read(content)).toEqual(rows)
  })

  it('B45 a row keeps the number of the line it begins in, past empty rows and texts of several lines', async () => {
    const lines = ['a;b', '', '"eins', 'zwei ""drei""";1', ';;;', 'x;"y;z";;']
    expect(await read(bytes(lines.join('\n')))).toEqual([
      '1: a|b',
      '3: eins\nzwei "drei"|1',
      '6: x|y;z',
    ])
  })

  it('B45 a quotation mark that is not closed is named where its row begins', async () => {
    const fault = await refused(bytes(`a;b\n1;2\n3;"4\n${'5;6\n'.repeat(500)}`))
    expect(fault.code).toBe('table.quote')
    expect(fault.words.de).toMatch(/^Zeile 3: /)
    expect(fault.words.en).toMatch(/^Line 3: /)
  })

  it('B45 a million lines are refused without being read', async () => {
    const fault = await refused(bytes('1;2\n'.repeat(999_999)))
    expect(fault.code).toBe('table.lines')
    expect(fault.words.de).toContain('mehr als 10.000 Zeilen')
  })

  it('a row of too many cells or without an end is refused by its line', async () => {
    expect((await refused(bytes(`a;b\n${'1;'.repeat(101)}2`))).words.de).toMatch(/^Zeile 2: mehr/)
    expect((await refused(bytes(`a;b\n"${'x'.repeat(500_000)}`))).code).toBe('table.long')
  })

  it('B32 what we wrote comes back as it was', async () => {
    const hostile = [
      ...['=1+1', '+x', '-a', '@a', ' =1', ';=1', '＝1', '|cmd', '=HYPERLINK("x")', '-5'],
      ...["'=1", "'' +x", "'a", '\ufffd'],
    ]
    const back = await readTable(bytes(exporter.csv(hostile.map((text) => [text]))))
    expect(back.map(({ cells }) => cells[0]?.text)).toEqual(hostile.map((text) => text.trim()))
  })
})

describe('an XLSX file is read by what it says', () => {
  const row = (cells: string) => `<row r="2">${cells}</row>`

  it('texts, whole and broken numbers, yes and no, days and per cent', async () => {
    const styles =
      '<styleSheet><numFmts><numFmt numFmtId="164" formatCode="dd/mm/yyyy"/></numFmts><cellXfs><xf numFmtId="0"/><xf numFmtId="14"/><xf numFmtId="164"/><xf numFmtId="9"/></cellXfs></styleSheet>'
    const cells = [
      '<c r="A2" t="inlineStr"><is><r><t>Füh</t></r><r><t>rer</t></r><rPh><t>laut</t></rPh></is></c>',
      '<c r="C2"><v>12</v></c>',
      '<c r="D2"><v>0.30000000000000004</v></c>',
      '<c r="E2" t="b"><v>1</v></c>',
      '<c r="F2" s="1"><v>45233</v></c>',
      '<c r="G2" s="2"><v>1</v></c>',
      '<c r="H2" s="3"><v>0.5</v></c>',
    ]
    const [found] = await readTable(aZip(aWorkbook(row(cells.join('')), { styles })))
    expect(found).toEqual({
      line: 2,
      cells: [
        { kind: 'text', text: 'Führer' },
        { kind: 'text', text: '' },
        { kind: 'number', text: '12' },
        { kind: 'number', text: '0.3' },
        { kind: 'yesNo', text: 'true' },
        { kind: 'date', text: '2023-11-03' },
        { kind: 'date', text: '1900-01-01' },
        { kind: 'text', text: '50 %' },
      ],
    })
  })

  it('B33 a formula stays a formula, whatever it was worked out to', async () => {
    const sheet = row('<c r="A2"><f>SUM(B1:B9)</f><v>12</v></c>')
    const [found] = await readTable(aZip(aWorkbook(sheet)))
    expect(found?.cells).toEqual([{ kind: 'formula', text: '=SUM(B1:B9)' }])
  })

  it('B36 a bomb is refused by its size, told or not, and nothing in it is unpacked', async () => {
    const parts = aWorkbook('')
    const bomb = { name: 'xl/worksheets/sheet1.xml', content: Buffer.alloc(60_000_000, ' ') }
    const others = parts.filter(({ name }) => name !== bomb.name)
    expect((await refused(aZip([...others, bomb]))).code).toBe('table.bomb')
    expect((await refused(aZip([...others, { ...bomb, claims: 100 }]))).code).toBe('table.broken')
    const many = Array.from({ length: 1001 }, (_, n) => ({ name: `a${n}`, content: '' }))
    expect((await refused(aZip([...parts, ...many]))).code).toBe('table.bomb')
  })

  it('B36 a nested archive, a way out of the folder, a password, macros, entities', async () => {
    const inner = aZip([{ name: 'a.csv', content: 'a;b' }])
    expect((await refused(aZip([{ name: 'a.zip', content: inner }]))).words.de).toContain('Archiv')
    const out = aWorkbook('', { parts: [{ name: '../../etc/passwd', content: 'x' }] })
    expect((await refused(aZip(out))).code).toBe('table.broken')
    const locked = aWorkbook('').map((part) => ({ ...part, encrypted: true }))
    expect((await refused(aZip(locked))).code).toBe('table.sealed')
    const macros = aWorkbook('', { parts: [{ name: 'xl/vbaProject.bin', content: 'x' }] })
    expect((await refused(aZip(macros))).code).toBe('table.macros')
    const head = '<!DOCTYPE a [<!ENTITY b "c">]>'
    expect((await refused(aZip(aWorkbook('', { head })))).code).toBe('table.broken')
    const cut = aZip(aWorkbook(row('<c r="A2"><v>1</v></c>'))).subarray(0, 900)
    expect((await refused(cut)).code).toBe('table.broken')
  })

  it('several sheets with content are asked back by their names', async () => {
    const sheet = (name: string) => ({ name, columns: [{ title: 'a', width: 5 }], rows: [['1']] })
    const fault = await refused(await writeSpreadsheet([sheet('Bericht'), sheet('Notizen')]))
    expect(fault.words.de).toContain('"Bericht", "Notizen"')
  })
})

describe('B38 what is no table is refused by its content, whatever it is called', () => {
  it.each([
    ['nothing', bytes(''), 'leer'],
    ['only empty cells', bytes(';;\n;;'), 'leer'],
    ['a picture', bytes('\u0089PNG\r\n\u001a\n', 'latin1'), 'ein Bild'],
    ['a PDF', bytes('%PDF-1.7'), 'ein PDF'],
    ['a program', bytes('MZ\u0090\u0000\u0003', 'latin1'), 'ein Programm'],
    ['a page', bytes('<!doctype html><table>'), 'HTML'],
    ['a drawing with a script', bytes('<svg><script>1</script></svg>'), 'SVG'],
    ['a packed file', bytes('\u001f\u008b\u0008', 'latin1'), 'ein Archiv'],
    ['a password', bytes('\u00d0\u00cf\u0011\u00e0\u00a1\u00b1\u001a\u00e1', 'latin1'), 'Kennwort'],
    ['bytes', new Uint8Array(deflateRawSync(Buffer.alloc(500, 'abc'))), 'ohne lesbaren Text'],
    ['a text document', aZip([{ name: '_rels/.rels', content: '<Relationships/>' }]), 'anderes'],
  ])('%s', async (_, content, words) => {
    expect((await refused(content)).words.de).toContain(words)
  })

  it('more than a report ever has is refused before a byte is looked at', async () => {
    const fault = await tableReader.read(new Uint8Array(4_000_001)).catch((error) => error)
    expect(fault).toMatchObject({ code: 'table.size' })
  })
})

describe('F48 files are read beside the votes', () => {
  it('twenty at once are all read, and never more than three side by side', async () => {
    let running = 0
    let most = 0
    const begun = (thread: Worker) => {
      running += 1
      most = Math.max(most, running)
      thread.once('exit', () => {
        running -= 1
      })
    }
    process.on('worker', begun)
    const contents = Array.from({ length: 20 }, (_, n) => (n % 5 === 0 ? '%PDF' : `a;b\n${n};2`))
    const read = await Promise.allSettled(contents.map((one) => tableReader.read(bytes(one))))
    process.off('worker', begun)
    expect(read.map(({ status }) => status === 'fulfilled')).toEqual(
      contents.map((one) => one !== '%PDF'),
    )
    expect(most).toBe(3)
  })

  it('a table comes back from the thread, and so does what is wrong with one', async () => {
    expect(shown(await tableReader.read(bytes('a;b\n1;2')))).toEqual(['1: a|b', '2: 1|2'])
    const fault = await tableReader.read(bytes('%PDF')).catch((error) => error)
    expect(fault).toMatchObject({ code: 'table.kind', words: { en: expect.any(String) } })
  })
})

describe('what the bot hands out never runs', () => {
  const hostile = [
    ...['=1+1', '+x', '-a', '@a', '\t=1', '\r=1', '\n=1', ' =1', ';=1', '＝1', '|cmd'],
    ...['=HYPERLINK("http://a")', '<b>@channel</b>', '_x000D_', '\u202eabc', 'x'.repeat(10_000)],
    ...['valueOf', '__proto__', '\ufffd', 'a\uffffb'],
  ]

  it('B32 in CSV an apostrophe stands before it, and numbers stay numbers', () => {
    const rows: string[][] = parse(exporter.csv([...hostile, '-5', '3,14'].map((text) => [text])), {
      bom: true,
      delimiter: ';',
    })
    const cells = rows.map(([cell = '']) => cell)
    expect(cells.filter((cell) => /^[\s;,]*[=+\-@|＝]/u.test(cell))).toEqual(['-5'])
    expect(cells.at(-1)).toBe('3,14')
  })

  it('B32 written beside the votes, thousands of rows are the same', async () => {
    const rows = Array.from({ length: 2_000 }, (_, n) => [
      `${n}`,
      hostile[n % hostile.length] ?? '',
    ])
    expect(await exporter.longCsv(rows)).toBe(exporter.csv(rows))
  })

  it('B33 in XLSX it is a text, read back as it was, and numbers are numbers', async () => {
    const rows = hostile.map((text, n) => [text, n])
    const columns = [
      { title: 'Text', width: 40 },
      { title: 'n', width: 8 },
    ]
    const workbook = await writeSpreadsheet([{ name: 'A/B: [Länder]', columns, rows }])
    const back = await readTable(workbook)
    expect(back.slice(1).map(({ cells }) => cells)).toEqual(
      hostile.map((text, n) => [
        { kind: 'text', text: text.replace(/\r/g, '\n').trim() },
        { kind: 'number', text: String(n) },
      ]),
    )
  })

  it('B34 in a calendar it is one line of its text: it begins nothing, and no line is longer than 75 octets', () => {
    const title = 'Ende; 7/2023, "Fälligkeit"\nBEGIN:VALARM\nACTION:DISPLAY'
    const description = 'ÄÖÜß'.repeat(40)
    const said = exporter.calendar({
      ...{ uid: '1@umlauf', title, description, sequence: 1 },
      ...{ at: Date.UTC(2023, 9, 24, 22), stamp: Date.UTC(2023, 8, 25) },
    })
    const lines = said.split('\r\n')
    expect(lines.every((line) => Buffer.byteLength(line) <= 75)).toBe(true)
    const whole = said.replace(/\r\n /g, '').split('\r\n')
    expect(whole.filter((line) => line.startsWith('BEGIN:'))).toEqual([
      'BEGIN:VCALENDAR',
      'BEGIN:VEVENT',
    ])
    expect(whole).toContain(
      'SUMMARY:Ende\\; 7/2023\\, "Fälligkeit"\\nBEGIN:VALARM\\nACTION:DISPLAY',
    )
    expect(whole).toContain(`DESCRIPTION:${description}`)
  })
})
