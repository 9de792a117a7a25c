// What a council file says of sessions, questionnaires, obligations and the digest: refused at its line where it is wrong, and not needed at all by an older file.
import { readFileSync } from 'node:fs'
import { describe, expect, test } from 'vitest'
import { parse } from 'yaml'
import { changes, readCouncil } from '../../src/core/council/index.ts'
import { readCouncilFile } from '../../src/files/council-file.ts'
import { type Row, refused } from './council-samples.ts'

const RHYTHM = 'rhythm: { kind: beforeEachSession }'
const OWED = '        owed: laender'

describe('refused at its line, with what would be right', () => {
  const rows: Row[] = [
    [
      'sessions out of their order',
      'number: 43, date: 2024-03-20',
      'number: 43, date: 2023-11-03',
      /stand in the order of their days/,
    ],
    ['a session twice', 'id: sitzung-43, number', 'id: sitzung-42, number', /"sitzung-42"/],
    [
      'a service that the catalogue does not have',
      'services: [einbuergerung,',
      'services: [einbuergerun,',
      /"einbuergerung" is probably meant/,
    ],
    [
      'a figure that nobody asks for',
      'right: [responsible]',
      'right: [responsable]',
      /"responsible" is probably meant/,
    ],
    [
      'a required count that is not asked',
      'counts: [responsible, live, inRollout',
      'counts: [live, inRollout',
      /"responsible" is required but not asked/,
      'required: [responsible, live]',
    ],
    [
      'a lower bound above the upper',
      '            max: 100000',
      '            max: 100000\n            min: 100001',
      /lower bound is above the upper bound 100000/,
      'min: 100001',
    ],
    [
      'a questionnaire that is not there',
      'questionnaire: kommunalpakt\n',
      'questionnaire: kommunalpact\n',
      /"kommunalpakt" is probably meant/,
    ],
    ['a party that is none', OWED, '        owed: [HE, XX]', /XX/],
    [
      'an owner that is nobody',
      OWED,
      `${OWED}\n        owners: { HE: niemand }`,
      /niemand/,
      'owners',
    ],
    [
      'an owner of a party that does not owe',
      OWED,
      '        owed: [BY]\n        owners: { HE: mitglied-he }',
      /HE does not owe this report/,
      'owners',
    ],
    [
      'a due date before the opening',
      'due: { amount: 5, unit: workingDays',
      'due: { amount: 30, unit: workingDays',
      /would be before the opening/,
    ],
    [
      'no cron expression',
      RHYTHM,
      "rhythm: { kind: cron, expression: '0 9 32 * *' }",
      /no cron expression \(.*day of month/,
    ],
    [
      'a cron expression that meets no day',
      RHYTHM,
      "rhythm: { kind: cron, expression: '0 9 29 2 1' }",
      /meets no day in four years/,
    ],
    ['a day of no year', RHYTHM, "rhythm: { kind: yearly, dates: ['02-30'] }", /in the form MM-DD/],
    ['a kind of rhythm that is none', RHYTHM, 'rhythm: { kind: weekly }', /beforeEachSession/],
    [
      'an hour that is none',
      "unit: workingDays, time: '24:00'",
      "unit: workingDays, time: '25:00'",
      /A time belongs here/,
    ],
    ['a day of the digest that is none', 'days: [monday]', 'days: [montag]', /monday, tuesday/],
    [
      'a day of the digest twice',
      'days: [monday]',
      'days: [monday, monday]',
      /"monday" stands twice/,
    ],
    ['a digest on no day', 'days: [monday]', 'days: []', /at least 1/],
    ['a digest at no hour', "at: '08:30'", "at: '24:00'", /for example "08:30"/],
    [
      'a digest in the quiet hours',
      "at: '08:30'",
      "at: '07:59'",
      /07:59 is in the quiet hours \(19:00 to 08:00\)/,
    ],
    ['a misspelt field of the digest', 'digest: { days:', 'digest: { tage:', /"tage"/],
    [
      'a head of an office of no party',
      '    # Sitzungen mit ihrem Tag',
      '    officeHeads: [{ party: XX, person: vorsitz, from: 2020-01-01 }]\n    # Sitzungen mit ihrem Tag',
      /XX/,
      'officeHeads',
    ],
  ]
  test.each(rows)('%s', (...row) => refused(row))
})

describe('an older file', () => {
  const shipped = readFileSync(
    new URL('../../src/councils/it-planungsrat.yaml', import.meta.url),
    'utf8',
  )
  const start = shipped.indexOf('    # Sitzungen mit ihrem Tag')
  const end = shipped.indexOf('    # Regelprofile. mark:')
  const older = shipped.slice(0, start) + shipped.slice(end)

  test('without any of it is read as before, and owes nothing', () => {
    const read = readCouncilFile(older)
    if ('faults' in read) throw new Error(JSON.stringify(read.faults))
    const [body] = read.council.bodies
    expect(body).toMatchObject({
      sessions: [],
      questionnaires: [],
      obligations: [],
      officeHeads: [],
    })
    expect(body).not.toHaveProperty('digest')
  })

  test('as it was stored, without a catalogue, is read too; what is new is said in words', () => {
    const stored = readCouncil(parse(older))
    const now = readCouncilFile(shipped)
    if ('faults' in stored || 'faults' in now) throw new Error('faults')
    expect(stored.council.services).toEqual([])
    const said = changes(stored.council, now.council).map(({ words }) => words.de)
    expect(said).toContain('Neu: Berichtspflicht kommunalpakt-zwischenstand.')
    expect(said).toContain('Neu: Leistung einbuergerung.')
    expect(said).toContain('Neu: Sitzung sitzung-42.')
    expect(said.join(' ')).toContain('digest war (leer), ist {"days":["monday"]')
  })

  test('with a catalogue of its own takes that one', () => {
    const own = `${shipped}\nservices:\n  - { id: einbuergerung, name: { de: E, en: E }, source: Rat, mark: verified }\n`
    const read = readCouncilFile(own)
    expect('faults' in read && read.faults.map(({ words }) => words.de).join(' ')).toContain(
      'Die Leistung „aufenthalt“ gibt es nicht',
    )
  })
})
