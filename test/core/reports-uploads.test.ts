// Minutes of reporting by a table: the template, faults at their lines, files that may not be taken and files that do not come, on a real database.
import { randomUUID } from 'node:crypto'
import { afterEach, describe, expect, it } from 'vitest'
import { bytesOf, type Message } from '../../src/core/message.ts'
import type { HandedIn } from '../../src/core/ports.ts'
import { tableReader } from '../../src/files/aside.ts'
import { exporter } from '../../src/files/exports.ts'
import { convene, type Session } from '../support/session.ts'
import { aWorkbook, aZip } from '../support/zip.ts'

const HE = 'mitglied-he'
const BY = 'mitglied-by'
const SECRETARIAT = 'geschaeftsstelle-1'

let session: Session
afterEach(async () => {
  expect(session.defects).toEqual([])
  await session.adjourn()
})

/** The round opens on Friday, 6 October 2023, 08:00 in Frankfurt. */
async function opened(): Promise<void> {
  session = await convene('2023-09-20T07:00:00Z')
  await session.turnTo('2023-10-06T06:00:00Z')
}

type Upload = HandedIn & { readonly fetched: () => number }

/** A file as a network offers it; it counts how often its bytes were fetched. */
function aFile(content: string | Uint8Array, more: Partial<HandedIn> = {}): Upload {
  let fetched = 0
  const bytes = typeof content === 'string' ? Buffer.from(content) : content
  return {
    name: 'meldung.csv',
    size: bytes.length,
    ...more,
    fetched: () => fetched,
    async read() {
      fetched += 1
      return more.read ? more.read() : new Uint8Array(bytes)
    },
  }
}

async function hands(
  person: string,
  text: string,
  files: readonly HandedIn[],
  requestId: string = randomUUID(),
): Promise<Message & { refusal?: string | undefined }> {
  const answer = await session.app.accept({
    ...{ kind: 'command', text, files, requestId, origin: { kind: 'private' } },
    from: { connection: 'room', id: person },
  })
  await session.app.ring()
  await session.app.delivery.settle()
  if (answer.kind !== 'message') throw new Error(`a form came back for: ${text}`)
  return { ...answer.message, refusal: answer.refusal }
}

async function filings(): Promise<number> {
  return Number((await session.pool.query('SELECT count(*) AS n FROM filing')).rows[0].n)
}

const HEAD = 'Leistung;zuständige Stellen;live'
const GOOD = [HEAD, 'Einbürgerung;430;212', 'koordination;ja', 'taskforce;nein'].join('\n')

describe('a report by a table', () => {
  it('B45 is refused with every fault at its line, mended, filed with receipt and version, and changed by the template', async () => {
    await opened()
    const faulty = [
      HEAD,
      'Einbürgerung;430;viele',
      'aufentalt;1;2',
      'wohngeld;3;4',
      'koordination;vielleicht',
      'taskforce;nein;;ja',
    ].join('\n')
    const refused = await hands(HE, 'melden R-1/2023 für HE', [aFile(faulty)])
    expect(refused.refusal).toBe('report.faulty')
    expect(refused.summary.split('\n')).toEqual([
      'Die Tabelle hat 5 Fehler; gespeichert ist nichts. Bitte berichtigen Sie sie und laden Sie die Tabelle noch einmal hoch.',
      expect.stringMatching(/^Zeile 2: Einbürgerung: live: „viele“ passt nicht\. Hierher gehört/),
      expect.stringMatching(/^Zeile 3: aufentalt: .*Gemeint ist wohl „aufenthalt“/),
      expect.stringMatching(
        /^Zeile 4: Wohngeld: live: „live \+ im Rollout“ \(4\) kann nicht mehr sein/,
      ),
      expect.stringMatching(/^Zeile 5: .*„vielleicht“ gehört nicht zur Auswahl\. Möglich sind/),
      expect.stringMatching(/^Zeile 6: ja: Die Antwort gehört in die Spalte B/),
    ])
    expect(await filings()).toBe(0)

    const receipt = await hands(HE, 'melden R-1/2023 für HE', [aFile(GOOD)])
    expect(receipt.summary).toContain('Gemeldet: Hessen, R-1/2023, Fassung 1')
    expect(receipt.summary).toContain('R-1/2023-HE-1')

    const template = await session.says(HE, 'vorlage R-1/2023')
    expect(template.summary).toContain('Eingetragen ist Fassung 1')
    expect(template.files.map(({ name }) => name)).toEqual([
      'Meldung-R-1-2023-HE.xlsx',
      'Meldung-R-1-2023-HE.csv',
    ])
    for (const file of template.files) {
      const back = await hands(HE, '', [aFile(bytesOf(file), { name: file.name })])
      expect(back.summary, file.name).toContain('Unverändert: Für Hessen')
    }
    const [workbook] = template.files
    const rows = await tableReader.read(bytesOf(workbook ?? { content: '' }))
    const changed = rows.map(({ cells: [name, ...values] }) =>
      name?.text === 'Einbürgerung'
        ? [name.text, '430', '230']
        : [name, ...values].map((cell) => cell?.text ?? ''),
    )
    const again = await hands(HE, '', [aFile(exporter.csv(changed))])
    expect(again.summary).toContain('Fassung 2')
    expect(again.summary).toContain('Einbürgerung: live: 212 → 230')
  })

  it('has in its template what the form has: the draft, else the report of the round before', async () => {
    await opened()
    await hands(HE, '', [aFile(GOOD)])
    const shown = await session.presses(HE, 'report', { round: 'R-1/2023', party: 'HE' })
    if (shown.kind !== 'form') throw new Error('no form')
    await session.fills(
      HE,
      'report',
      { ...shown.form.args },
      { 'q1-1-live': '99', 'q1-1-responsible': '430' },
    )
    const template = await session.says('vertretung-he', 'template R-1/2023 for HE')
    expect(template.summary).toContain('Eingetragen ist der Entwurf von: Mitglied Hessen')
    const csv = template.files.find(({ name }) => name.endsWith('.csv'))
    expect(csv?.content).toMatch(/Einbürgerung;430;99;/)
    expect((await session.says(BY, 'vorlage R-1/2023 für HE')).refusal).toBe('report.notForParty')
  })

  it('sent twice at once is one filing; and again, when the network has the file no more, is answered as it was', async () => {
    await opened()
    const file = aFile(GOOD)
    const both = await Promise.all([
      hands(HE, 'melden', [file], 'upload-1'),
      hands(HE, 'melden', [file], 'upload-1'),
    ])
    expect(new Set(both.map(({ summary }) => summary)).size).toBe(1)
    expect(await filings()).toBe(1)
    const gone = aFile(GOOD, { read: () => Promise.reject(new Error('gone')) })
    expect((await hands(HE, 'melden', [gone], 'upload-1')).summary).toBe(both[0].summary)
    expect(gone.fetched()).toBe(0)
    const other = aFile(`${GOOD}\n`)
    expect((await hands(HE, 'melden', [other], 'upload-1')).refusal).toBe('request.other')
    expect(other.fetched()).toBe(0)
  })

  it('that does not come is refused with what to do, and the same request may try anew', async () => {
    await opened()
    const lost = aFile(GOOD, { read: () => Promise.reject(new TypeError('fetch failed')) })
    const refused = await hands(HE, 'melden', [lost], 'upload-1')
    expect(refused).toMatchObject({ refusal: 'file.lost' })
    expect(refused.summary).toContain('Datei konnte nicht geladen werden')
    expect(refused.summary).toContain('Bitte laden Sie sie noch einmal hoch')
    expect(await filings()).toBe(0)
    expect((await hands(HE, 'melden', [aFile(GOOD)], 'upload-1')).summary).toContain('Gemeldet')
    expect(await filings()).toBe(1)
  })

  it('F48 that comes slowly keeps nobody waiting, and is filed after what came meanwhile', async () => {
    await opened()
    const { promise, resolve } = Promise.withResolvers<Uint8Array>()
    const slow = hands(HE, 'melden', [aFile(GOOD, { read: () => promise })])
    const meanwhile = await session.says('vertretung-he', 'melden koordination=ja taskforce=ja')
    expect(meanwhile.summary).toContain('Fassung 1')
    expect((await session.says(SECRETARIAT, 'annehmen R-1/2023 HE')).summary).toContain(
      'Angenommen',
    )
    resolve(new Uint8Array(Buffer.from(GOOD)))
    expect((await slow).summary).toContain('Fassung 2')
  })

  it('that comes after the round was closed is judged after it', async () => {
    await opened()
    const { promise, resolve } = Promise.withResolvers<Uint8Array>()
    const slow = hands(HE, 'melden R-1/2023', [aFile(GOOD, { read: () => promise })])
    await session.says(SECRETARIAT, 'runde schließen R-1/2023 trotzdem')
    resolve(new Uint8Array(Buffer.from(GOOD)))
    expect((await slow).refusal).toBe('report.closed')
    expect(await filings()).toBe(0)
  })
})

describe('no byte is fetched', () => {
  it('of a file from somebody who may not hand it in: nobody knows them, another Land, a closed round, no round at all', async () => {
    await opened()
    const file = aFile(GOOD)
    expect((await hands('niemand', 'melden', [file])).refusal).toBe('account.unknown')
    expect((await hands(BY, 'melden R-1/2023 für HE', [file])).refusal).toBe('report.notForParty')
    expect((await hands(SECRETARIAT, '', [file])).refusal).toMatch(/^report\./)
    expect((await hands(HE, 'melden R-7/2023', [file])).refusal).toBe('report.notFound')
    await session.says(SECRETARIAT, 'runde schließen R-1/2023 trotzdem')
    expect((await hands(HE, 'melden R-1/2023', [file])).refusal).toBe('report.closed')
    expect(file.fetched()).toBe(0)
    expect(await filings()).toBe(0)
  })

  it('B38 of a file that is too large, of several, beside answers in words, or for a command that takes none', async () => {
    await opened()
    const huge = aFile(GOOD, { size: 2_000_000_000 })
    const refused = await hands(HE, 'melden', [huge])
    expect(refused).toMatchObject({ refusal: 'file.size' })
    expect(refused.summary).toContain('größer als 4 MB')
    expect((await hands(HE, 'melden', [huge, huge])).summary).toContain('Es kamen 2 Dateien')
    expect((await hands(HE, '', [huge, huge])).refusal).toBe('file.several')
    const small = aFile(GOOD)
    expect((await hands(HE, 'melden koordination=ja', [small])).refusal).toBe('report.both')
    const taken = await hands(HE, 'berichte', [small])
    expect(taken.summary).toBe(
      '„berichte“ nimmt keine Datei; sie wurde nicht geladen. Eine Tabelle nimmt: melden.',
    )
    const words = await hands(HE, 'Anbei unsere Meldung', [small])
    expect(words.summary).toContain('„Anbei“ ist kein Befehl')
    expect(words.summary).toContain('senden Sie die Datei ohne Worte')
    expect([huge.fetched(), small.fetched()]).toEqual([0, 0])
  })
})

describe('what is handed in is believed by its content alone', () => {
  it.each([
    [
      'B36 a bomb',
      aZip([
        ...aWorkbook('').filter(({ name }) => !name.includes('sheet1')),
        { name: 'xl/worksheets/sheet1.xml', content: Buffer.alloc(60_000_000, ' ') },
      ]),
      'entpackt zu groß',
    ],
    [
      'B36 an archive in an archive',
      aZip([{ name: 'a.zip', content: aZip([{ name: 'a.csv', content: GOOD }]) }]),
      'ein Archiv',
    ],
    [
      'B37 a PDF that would run something',
      Buffer.from('%PDF-1.7\n1 0 obj<</S/JavaScript/JS(app.alert(1))>>'),
      'ein PDF',
    ],
    [
      'B37 a drawing with a script',
      Buffer.from('<svg xmlns="http://www.w3.org/2000/svg"><script>alert(1)</script></svg>'),
      'Zeichnung',
    ],
    [
      'B37 a table and a PDF at once',
      Buffer.concat([Buffer.from('%PDF-1.7\n'), aZip(aWorkbook(''))]),
      'ein PDF',
    ],
    ['B38 a program', Buffer.from('MZ\u0090\u0000\u0003', 'latin1'), 'ein Programm'],
    ['B38 nothing', Buffer.from(''), 'leer'],
  ])(
    '%s, called a table, is refused by what it is, and nothing is stored',
    async (_, content, words) => {
      await opened()
      const refused = await hands(HE, 'melden', [aFile(content, { name: 'meldung.xlsx' })])
      expect(refused.summary).toContain(words)
      expect(refused.refusal).toMatch(/^table\./)
      expect(await filings()).toBe(0)
    },
  )

  it('B35 its name is used for nothing: a path, a device, a disguise, three hundred letters', async () => {
    await opened()
    const names = ['../../etc/passwd', 'CON', 'meldung.csv.exe', 'x'.repeat(300), '']
    for (const name of names) {
      const said = await hands(HE, 'melden', [aFile(GOOD, { name })])
      expect(said.summary).toMatch(/Gemeldet|Unverändert/)
      if (name !== '') expect(JSON.stringify(said)).not.toContain(name)
    }
    const { rows } = await session.pool.query(
      'SELECT row_to_json(filing)::text AS said FROM filing',
    )
    expect(rows).toHaveLength(1)
    expect(rows[0].said).not.toMatch(/passwd|CON|exe/)
  })

  it('B32, B33 a formula is no figure, and words like one are words', async () => {
    await opened()
    const sheet =
      '<row r="1"><c r="A1" t="str"><v>Leistung</v></c><c r="B1" t="str"><v>live</v></c></row><row r="2"><c r="A2" t="str"><v>wohngeld</v></c><c r="B2"><f>1+1</f><v>2</v></c></row>'
    const formula = await hands(HE, 'melden', [aFile(aZip(aWorkbook(sheet)))])
    expect(formula.summary).toContain('Zeile 2: =1+1: Hier steht eine Formel')
    const csv = `${GOOD}\nhindernisse;"=HYPERLINK(""http://a"")"`
    expect((await hands(HE, 'melden', [aFile(csv)])).summary).toContain('Gemeldet')
    const template = await session.says(HE, 'vorlage')
    const written = template.files.find(({ name }) => name.endsWith('.csv'))?.content
    expect(written).toContain(`;"'=HYPERLINK(""http://a"")"`)
  })
})
