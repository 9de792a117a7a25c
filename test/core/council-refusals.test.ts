// Whatever is wrong in a council file is refused at its line, with what would be right.
import { describe, expect, test } from 'vitest'
import { faultsOf, type Row, refused, spoiled } from './council-samples.ts'

const HE = '      - { party: HE, role: member, person: mitglied-he, from: 2010-01-01 }'
const ACCOUNT = '{ connection: room, id: mitglied-he }'
const KEY = "shares:\n          BW: '13.04061'"
const LAYOUT = "      - [SL, RP, BW, BY, '', '']"

describe('refused at its line, with what would be right', () => {
  const rows: Row[] = [
    ['another format', 'format: 1', 'format: 2', /reads only "format: 1", but here is 2/],
    [
      'a field nobody knows',
      '    seat: HE',
      '    seat: HE\n    saet: HE',
      /no "saet" here. "seat" is probably meant/,
      'saet',
    ],
    [
      'a misspelt field of a profile',
      '        visibility: open',
      '        visibilty: open',
      /no "visibilty" here. "visibility" is probably meant/,
    ],
    [
      'a field that is missing',
      '    defaultProfile: itplr-beschluss\n',
      '',
      /"defaultProfile" is missing/,
      '  - id: it-planungsrat',
    ],
    ['a zone nobody knows', 'zone: Europe/Berlin', 'zone: Europe/Bonn', /Europe\/Berlin/],
    ['a day that does not exist', HE, HE.replace('2010-01-01', '2023-02-29'), /YYYY-MM-DD/],
    [
      'shares that do not sum to 100 %',
      "HE: '7.43709'",
      "HE: '7.43708'",
      /add up to 99.99999/,
      KEY,
    ],
    ['a share as a number', "HE: '7.43709'", 'HE: 7.43709', /must be text/],
    ['a share with a comma', "HE: '7.43709'", "HE: '7,43709'", /with a point/],
    ['a Land unknown to the body in a key', "HE: '7.43709'", "XX: '7.43709'", /no party "XX"/],
    [
      'a Land that a key leaves out',
      "HB: '0.95379'\n          HH: '2.60343'",
      "HH: '3.55722'",
      /no share for HB/,
      KEY,
    ],
    ['a mandate for an unknown party', HE, HE.replace('party: HE', 'party: HF'), /no party "HF"/],
    [
      'a mandate of an unknown person',
      HE,
      HE.replace('mitglied-he', 'mitglid-he'),
      /no person "mitglid-he". "mitglied-he" is probably meant/,
    ],
    [
      'two mandates of one person for one party at once',
      HE,
      `${HE}\n${HE.replace('member', 'deputy')}`,
      /"mitglied-he" already has a mandate for HE/,
      'role: deputy, person: mitglied-he',
    ],
    [
      'two members of one party at once',
      HE,
      `${HE}\n${HE.replace('mitglied-he', 'vorsitz')}`,
      /already has the member "mitglied-he"/,
      'person: vorsitz, from',
    ],
    [
      'a mandate that ends before it starts',
      HE,
      HE.replace('2010-01-01', '2010-01-01, until: 2009-12-31'),
      /is before the start/,
    ],
    [
      'a role of an unknown person',
      'chair: [{ person: vorsitz,',
      'chair: [{ person: vorsitzz,',
      /"vorsitz" is probably meant/,
    ],
    [
      'an adviser nobody knows',
      '- { person: beratend-bfdi,',
      '- { person: bundesadler,',
      /no person "bundesadler"/,
    ],
    [
      'a place of an unknown body',
      'purpose: council, body: it-planungsrat',
      'purpose: council, body: it-rat',
      /no body "it-rat"/,
    ],
    [
      'a place on an unknown connection',
      'language: de, on: [room] }',
      'language: de, on: [slack] }',
      /no connection "slack"/,
    ],
    ['a place of an unknown party', 'purpose: secretariat', 'purpose: party:XX', /no party "XX"/],
    ['a place without a purpose', 'purpose: secretariat', 'purpose: lounge', /"party:HE"/],
    [
      'an account on an unknown connection',
      ACCOUNT,
      '{ connection: matrix, id: mitglied-he }',
      /no connection "matrix"/,
    ],
    [
      'an account of two persons',
      ACCOUNT,
      '{ connection: room, id: mitglied-bund }',
      /already belongs to "mitglied-bund"/,
    ],
    [
      'two persons of one id',
      '{ id: vorsitz, name',
      '{ id: mitglied-he, name',
      /person "mitglied-he" stands here twice/,
    ],
    [
      'two places of one id',
      'id: geschaeftsstelle,',
      'id: umlauf,',
      /place "umlauf" stands here twice/,
    ],
    ['two parties of one code', 'code: TH,', 'code: SH,', /party "SH" stands here twice/],
    [
      'two keys of one id',
      'id: koenigstein-2015',
      'id: koenigstein-2014',
      /key "koenigstein-2014" stands here twice/,
    ],
    [
      'two profiles of one id',
      'id: itplr-standard',
      'id: itplr-beschluss',
      /profile "itplr-beschluss" stands here twice/,
    ],
    [
      'an unknown voting key',
      'votingKey: koenigstein-2019',
      'votingKey: koenigstein-2020',
      /no key "koenigstein-2020"/,
    ],
    [
      'an unknown default profile',
      'defaultProfile: itplr-beschluss',
      'defaultProfile: beschluss',
      /no profile "beschluss". Known: itplr-beschluss/,
    ],
    [
      'a profile that can never pass',
      'group: LAND, n: 11',
      'group: LAND, n: 17',
      /17 are asked for, but there are only 16/,
    ],
    [
      'a profile for an unknown party',
      'kind: requiredConsents, parties: [BUND]',
      'kind: requiredConsents, parties: [BAYERN]',
      /"BAYERN" has no vote here/,
    ],
    ['a period shorter than its minimum', 'amount: 14,', 'amount: 13,', /shorter than the minimum/],
    [
      'a number pattern without a number',
      "pattern: '{n}/{year}'",
      "pattern: '{year}'",
      /has \{year\} and \{n\}/,
    ],
    [
      'number patterns out of order',
      'from: 2025-11-26',
      'from: 2009-11-26',
      /in the order of their start/,
    ],
    ['a Land twice on the map', LAYOUT, LAYOUT.replace('BY', 'BW'), /party "BW" stands here twice/],
    [
      'a Land that the map leaves out',
      LAYOUT,
      LAYOUT.replace('BY', "''"),
      /BY is missing on the map/,
      '    layout:',
    ],
    [
      'a seat without calendar',
      '    seat: HE',
      '    seat: FFM',
      /no calendar for "FFM". Known: BW, BY/,
    ],
    [
      'a party without calendar',
      'group: LAND, place: HE',
      'group: LAND, place: XX',
      /no calendar for "XX"/,
    ],
    ['a shift without calendar', 'shift: none', 'shift: { place: XX }', /no calendar for "XX"/],
    [
      'nobody who states results',
      'chair: [{ person: vorsitz, from: 2010-01-01 }]\n      deputyChair: [{ person: stellvertretender-vorsitz, from: 2010-01-01 }]',
      'chair: []',
      /Nobody holds the office "chair"/,
      '    roles:',
    ],
    [
      'nobody who prepares circulations',
      'secretariat:\n        - { person: geschaeftsstelle-1, from: 2010-01-01 }\n        - { person: geschaeftsstelle-2, from: 2010-01-01 }',
      'secretariat: []',
      /Nobody holds the office "secretariat"/,
      '    roles:',
    ],
    [
      'a key of YAML that stands twice',
      'zone: Europe/Berlin',
      'zone: Europe/Berlin\nzone: Europe/Bern',
      /stands twice in the same section/,
      'zone: Europe/Bern',
    ],
    ['broken YAML', 'on: [room] }', 'on: [room }', /not valid YAML/],
  ]
  test.each(rows)('%s', (...row) => refused(row))

  test('a person with two seats, where the body says one seat per person', () => {
    const two = spoiled(HE, HE.replace('mitglied-he', 'mitglied-by'))
    expect(faultsOf(two)).toEqual([])
    const strict = spoiled('    seat: HE', '    oneSeatPerPerson: true\n    seat: HE', two)
    expect(faultsOf(strict).join()).toMatch(/"mitglied-by" already votes for BY/)
  })

  test('a text that is no council at all', () => {
    for (const text of ['', '42', '[]', 'null', '- a', '"x"']) {
      expect(faultsOf(text)).toHaveLength(1)
    }
  })

  test('all faults come at once, in the order of their lines', () => {
    const text = spoiled(
      "HE: '7.43709'",
      "HE: '7.43708'",
      spoiled('purpose: council, body: it-planungsrat', 'purpose: council, body: it-rat'),
    )
    expect(faultsOf(text)).toHaveLength(2)
    const [first, second] = faultsOf(text).map((fault) => Number(fault.split(':')[0]))
    expect(first).toBeLessThan(second ?? 0)
  })
})
