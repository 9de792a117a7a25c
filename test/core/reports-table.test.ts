// A report that is handed in as a table: read row by row, refused as a whole with every fault at its line.
import { readFileSync } from 'node:fs'
import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { createDirectory } from '../../src/core/council/index.ts'
import { faultyTable, readTable } from '../../src/core/reports/handed-in.ts'
import { argumentsOf, cellsOf, withCells } from '../../src/core/reports/questionnaire.ts'
import { type FrozenRound, freezeRound } from '../../src/core/reports/round.ts'
import { templateOf } from '../../src/core/reports/template.ts'
import type { Sheet, TableRow } from '../../src/core/tables.ts'
import { readCouncilFile } from '../../src/files/council-file.ts'
import { exporter } from '../../src/files/exports.ts'
import { writeSpreadsheet } from '../../src/files/spreadsheets.ts'
import { readTable as readFile } from '../../src/files/table-file.ts'

const NOW = Date.parse('2023-10-06T06:00:00Z')
const reading = { language: 'de', now: NOW, zone: 'Europe/Berlin' } as const

const file = new URL('../../src/councils/it-planungsrat.yaml', import.meta.url)
const read = readCouncilFile(readFileSync(file, 'utf8'))
if ('faults' in read) throw new Error('the shipped file has faults')
const [body] = read.council.bodies
const [obligation] = body?.obligations ?? []
if (!body || !obligation) throw new Error('the shipped file has no obligation')
const frozen = freezeRound(
  {
    id: 'round',
    body: body.id,
    obligation,
    occurrence: { key: 'session:sitzung-42', date: '2023-11-03', session: 42 },
    dates: {
      opens: NOW,
      asOf: '2023-09-29',
      due: NOW,
      dueRule: { date: '2023-10-27', time: '24:00' },
    },
    number: 'R-1/2023',
    now: NOW,
  },
  createDirectory(read.council, 1),
)

/** Rows from the second line on, so that a line is never taken for a place in a list. */
function rows(...lines: readonly (readonly string[])[]): readonly TableRow[] {
  return lines.map((cells, at) => ({
    line: at + 2,
    cells: cells.map((text) => ({ kind: text.startsWith('=') ? 'formula' : 'text', text })),
  }))
}

it('takes services by their columns in any order and language, and other answers by their rows', () => {
  const table = rows(
    ['Leistung', 'live', 'zuständige Stellen', 'transactions', ''],
    ['Einbürgerung', '212', '430', '18.000', ''],
    ['aufenthalt', '0', '430'],
    ['koordination', 'ja'],
    ['Regionale OZG-Taskforce eingerichtet', 'nein'],
    ['Hindernisse', 'Personal; Fachverfahren'],
  )
  expect(readTable(frozen, table, reading)).toEqual({
    answers: {
      leistungen: {
        einbuergerung: { live: 212, responsible: 430, transactions: 18000 },
        aufenthalt: { live: 0, responsible: 430 },
      },
      koordination: 'yes',
      taskforce: 'no',
      hindernisse: 'Personal; Fachverfahren',
    },
  })
})

it('B45 a table with faults is refused as a whole: each with its line and what would be right, all at once', () => {
  const table = rows(
    ['Leistung', 'live', 'zuständige Stellen', 'Farbe'],
    ['einbuergerung', 'viele', '430'],
    ['aufentalt', '1', '2'],
    ['wohngeld', '=1+1', '3'],
    ['koordination', 'vielleicht'],
    ['koordination', 'ja'],
  )
  const found = readTable(frozen, table, reading)
  if (!('faults' in found)) throw new Error('it was taken')
  expect(found.faults.map(({ line, label, words }) => `${line} ${label.de}: ${words.de}`)).toEqual([
    'undefined Regionale OZG-Taskforce eingerichtet: Diese Angabe fehlt.',
    expect.stringMatching(/^2 Farbe: Diese Spalte ist keine Angabe/),
    expect.stringMatching(/^3 Einbürgerung: live: „viele“ passt nicht/),
    expect.stringMatching(/^4 aufentalt: .*Gemeint ist wohl „aufenthalt“/),
    expect.stringMatching(/^5 =1\+1: Hier steht eine Formel/),
    expect.stringMatching(/^7 Kommunale OZG-Koordination benannt: Diese Angabe steht zweimal/),
  ])
})

it('what only the whole shows is refused at its line too: more live than responsible, a required answer that is missing', () => {
  const table = rows(['', 'live', 'responsible'], ['wohngeld', '4', '3'], ['koordination', 'ja'])
  const found = readTable(frozen, table, reading)
  if (!('faults' in found)) throw new Error('it was taken')
  expect(found.faults.map(({ line, label }) => [line, label.de])).toEqual([
    [undefined, 'Regionale OZG-Taskforce eingerichtet'],
    [3, 'Wohngeld: live'],
  ])
})

it('B45 what stands where nothing belongs is asked back: none of it is lost in silence', () => {
  const table = rows(
    ['Leistung', 'live', '', 'zuständige Stellen'],
    ['wohngeld', '1', '17', '2', '', '9'],
    ['koordination', 'ja', '', 'nein'],
    ['taskforce', 'nein'],
  )
  const found = readTable(frozen, table, reading)
  if (!('faults' in found)) throw new Error('it was taken')
  expect(found.faults.map(({ line, label, words }) => `${line} ${label.de}: ${words.de}`)).toEqual([
    expect.stringMatching(/^3 17: Über der Spalte C steht keine Angabe/),
    expect.stringMatching(/^3 9: Über der Spalte F steht keine Angabe/),
    expect.stringMatching(/^4 nein: Die Antwort gehört in die Spalte B; dies steht in Spalte D/),
  ])
})

it('B45 thousands of rows that nobody asked for are not gone through one by one', () => {
  const nonsense = Array.from({ length: 10_000 }, (_, n) => [`Kommune ${n}`, '1'])
  const found = readTable(frozen, rows(['Leistung', 'live'], ...nonsense), reading)
  if (!('faults' in found)) throw new Error('it was taken')
  expect(found.faults.length).toBeLessThan(300)
  expect(found.faults.at(-1)?.words.de).toContain('Ab hier wurde nicht weitergelesen')
  const said = faultyTable(found.faults, 'de')
  expect(said.summary).toContain(`Die Tabelle hat ${found.faults.length} Fehler`)
  expect(said.summary.split('\n')).toHaveLength(52)
  expect(said.summary).toContain(`${found.faults.length - 50} weitere Fehler sind nicht gezeigt.`)
})

describe('the table to fill in', () => {
  /** Every kind of question, with names that are hard to tell apart or to write. */
  const hostile: FrozenRound = {
    ...frozen,
    services: [
      { id: 'a', name: { de: '=SUMME(1;2)', en: 'live' } },
      { id: 'b', name: { de: 'Gleich', en: 'Same' } },
      { id: 'c', name: { de: 'Gleich', en: 'Same' } },
    ],
    questionnaire: {
      ...frozen.questionnaire,
      atMost: [],
      questions: [
        {
          ...{ id: 'q-text', label: { de: 'Wort; "Wort"', en: '@word' }, kind: 'text' },
          ...{ maxLength: 3000, required: false },
        },
        {
          ...{ id: 'q-dienste', label: { de: 'Dienste', en: 'Services' }, kind: 'services' },
          ...{ services: ['a', 'b', 'c'], counts: ['live', 'responsible'], required: [] },
        },
        {
          ...{ id: 'q-zahl', label: { de: 'Gleich', en: 'Same' }, kind: 'number' },
          ...{ min: 0, max: 1_000_000_000_000, required: false },
        },
        {
          ...{ id: 'q-wahl', label: { de: '-5', en: '+5' }, kind: 'choice', required: false },
          options: [
            { id: 'eins', label: { de: '=1+1', en: 'zwei' } },
            { id: 'zwei', label: { de: '’eins', en: '=1+1' } },
          ],
        },
        { id: 'q-ja', label: { de: 'q-zahl', en: 'q-text' }, kind: 'yesNo', required: false },
      ],
    },
  }
  /** The same without a service, and so without a count in the head. */
  const plain: FrozenRound = {
    ...hostile,
    services: [],
    questionnaire: {
      ...hostile.questionnaire,
      questions: hostile.questionnaire.questions.filter(({ kind }) => kind !== 'services'),
    },
  }

  const words = fc.oneof(
    fc.string({ unit: 'binary', maxLength: 60 }),
    fc.string({ unit: fc.constantFrom(...'\'=+-@|;,"\t\n\r _x041Dé�\uffff＝🏛'), maxLength: 30 }),
  )
  /** Answers as the fields take them: what they refuse is left out. */
  const answersOf = (of: FrozenRound) => {
    const cells = cellsOf(of)
    const fields = argumentsOf(cells)
    const value = fc.oneof(words, fc.nat(1_000_000_000).map(String), fc.constantFrom('ja', 'nein'))
    const choice = fc.constantFrom('eins', 'zwei')
    return fc
      .tuple(
        ...cells.map(({ question: { kind } }) => fc.option(kind === 'choice' ? choice : value)),
      )
      .map((written) => {
        const values = cells.flatMap(({ name }, at) => {
          try {
            return [[name, fields[name]?.read(written[at] ?? '', reading)]]
          } catch {
            return []
          }
        })
        return withCells({}, cells, Object.fromEntries(values))
      })
  }
  /** What must be said, and what it must not exceed, is not the question here. */
  const lenient = (asked: FrozenRound['questionnaire']): FrozenRound['questionnaire'] => ({
    ...asked,
    atMost: [],
    questions: asked.questions.map((one) =>
      one.kind === 'services' ? { ...one, required: [] } : { ...one, required: false },
    ),
  })
  const asCsv = ({ columns, rows }: Sheet) =>
    readFile(
      Buffer.from(
        exporter.csv([
          columns.map(({ title }) => title),
          ...rows.map((row) => row.map((value) => `${value ?? ''}`)),
        ]),
      ),
    )
  const asWorkbook = async (sheet: Sheet) => readFile(await writeSpreadsheet([sheet]))

  it.each([
    ['the shipped questionnaire', frozen],
    ['one with names like formulas and like each other', hostile],
    ['one without services', plain],
  ])(
    'B32, B33 %s: every answer comes back as it was, as CSV and as a workbook, in both languages',
    async (_, of) => {
      const asked = { ...of, questionnaire: lenient(of.questionnaire) }
      await fc.assert(
        fc.asyncProperty(answersOf(of), fc.constantFrom('de', 'en'), async (answers, language) => {
          const sheet = templateOf(asked, answers, { name: 'Meldung', language })
          for (const read of [asCsv, asWorkbook]) {
            expect(readTable(asked, await read(sheet), { ...reading, language })).toEqual({
              answers,
            })
          }
        }),
        { numRuns: 80 },
      )
    },
  )
})
