// A report that is handed in as a table: read row by row, refused as a whole with every fault at its line.
import { readFileSync } from 'node:fs'
import { expect, it } from 'vitest'
import { createDirectory } from '../../src/core/council/index.ts'
import { readTable } from '../../src/core/reports/handed-in.ts'
import { freezeRound } from '../../src/core/reports/round.ts'
import type { TableRow } from '../../src/core/tables.ts'
import { readCouncilFile } from '../../src/files/council-file.ts'

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
