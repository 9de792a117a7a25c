// The council file is right as shipped, and whatever is wrong in one is refused with its line and what would be right.
import { readFileSync } from 'node:fs'
import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { checkSuccession, readCouncil } from '../../src/core/council/index.ts'
import { readCouncilFile } from '../../src/files/council-file.ts'
import { councilOf, SHIPPED, spoiled } from './council-samples.ts'

/** Faults as an operator reads them: `line: words`. */
function faultsOf(text: string): string[] {
  const read = readCouncilFile(text)
  return 'faults' in read ? read.faults.map(({ line, words }) => `${line}: ${words.en}`) : []
}

/** The line on which a passage stands in a text. */
const lineOf = (passage: string, text: string) =>
  text.slice(0, text.indexOf(passage)).split('\n').length

const HE = '      - { party: HE, role: member, person: mitglied-he, from: 2010-01-01 }'
const MERGED = '{ connection: room, id: mitglied-he }'
const KEY = "shares:\n          BW: '13.04061'"
const LAYOUT = "      - [SL, RP, BW, BY, '', '']"

test('the shipped file has no faults and reads the same after a round through the store', () => {
  const council = councilOf(SHIPPED)
  expect(readCouncil(JSON.parse(JSON.stringify(council)))).toEqual({ council })
  expect(council.bodies[0]?.parties).toHaveLength(17)
  expect(council.persons).toHaveLength(40)
  expect(council.bodies[0]?.keys.map(({ id }) => id)).toEqual([
    'koenigstein-2014',
    'koenigstein-2015',
    'koenigstein-2016',
    'koenigstein-2019',
    'lukifg-2025',
  ])
})

test('docs/profiles.md explains every shipped profile, in both languages', () => {
  const docs = readFileSync(new URL('../../docs/profiles.md', import.meta.url), 'utf8')
  const [german = '', english = ''] = docs.split('## In English')
  for (const { id } of councilOf(SHIPPED).bodies[0]?.profiles ?? []) {
    expect(german).toContain(`\n| \`${id}\``)
    expect(english).toContain(`\n- \`${id}\``)
  }
})

describe('refused at its line, with what would be right', () => {
  const rows: [name: string, passage: string, by: string, said: RegExp, at?: string][] = [
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
      MERGED,
      '{ connection: matrix, id: mitglied-he }',
      /no connection "matrix"/,
    ],
    [
      'an account of two persons',
      MERGED,
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
      'a key of YAML that stands twice',
      'zone: Europe/Berlin',
      'zone: Europe/Berlin\nzone: Europe/Bern',
      /stands twice in the same section/,
      'zone: Europe/Bern',
    ],
    ['broken YAML', 'on: [room] }', 'on: [room }', /not valid YAML/],
  ]
  test.each(rows)('%s', (_name, passage, by, said, at) => {
    const text = spoiled(passage, by)
    const faults = faultsOf(text)
    const start = SHIPPED.indexOf(passage)
    const before = text.lastIndexOf(at ?? by, start)
    const line = text.slice(0, Math.max(before, text.indexOf(at ?? by, start))).split('\n').length
    expect(faults).toContainEqual(expect.stringMatching(said))
    expect(faults.find((fault) => said.test(fault))?.split(':')[0]).toBe(String(line))
  })

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

describe('a secret is refused, and no message repeats it', () => {
  // Put together here so that no scanner takes this file for a leak.
  const secrets = [
    ['xo', 'xb-1234567890-abcdef'],
    ['xo', 'xp-1234567890-abcdef'],
    ['xo', 'xe-1-abcdefgh'],
    ['xa', 'pp-1-A0B1C2-abcdef'],
    ['sy', 't_dW1sYXVm_abcdefghij'],
    ['ma', 't_abcdefghijklmnop'],
    ['-----BEGIN ', 'PRIVATE KEY-----'],
    ['postgres://umlauf:', 'geheim@localhost/umlauf'],
  ].map((parts) => parts.join(''))

  test.each(secrets)('as a value, as a field and in a comment: %s', (secret) => {
    const places = [
      spoiled("name: 'Mitglied Hessen'", `name: '${secret}'`),
      spoiled('format: 1', `format: 1\n"${secret}": 1`),
      spoiled('format: 1', `format: 1 # ${secret}`),
    ]
    for (const text of places) {
      const faults = faultsOf(text)
      expect(faults).toEqual([expect.stringMatching(/looks like a secret/)])
      expect(faults.join()).not.toContain(secret)
      expect(faults[0]?.split(':')[0]).toBe(String(lineOf(secret, text)))
    }
  })

  test('also in a document that never was a file', () => {
    const council = { ...councilOf(SHIPPED), zone: secrets[0] }
    expect(readCouncil(council)).toMatchObject({ faults: [{ path: ['zone'] }] })
  })
})

describe('a file that would cost too much is refused, not read', () => {
  test('more than 1 MB', () => {
    expect(faultsOf(`${SHIPPED}#${'x'.repeat(1_000_000)}`)).toEqual([
      expect.stringMatching(/larger than 1 MB/),
    ])
  })

  test('references that multiply (a billion laughs)', () => {
    const levels = Array.from({ length: 12 }, (_, n) => {
      const inner = n === 0 ? 'x' : `*a${n - 1}`
      return `a${n}: &a${n} [${Array(10).fill(inner).join(', ')}]`
    })
    expect(faultsOf(levels.join('\n'))).toEqual([
      expect.stringMatching(/refers to itself too often/),
    ])
  })

  test('nesting without end', () => {
    expect(faultsOf('['.repeat(50_000))).toHaveLength(1)
  })
})

test('whichever digit of whichever share is mutated, the file is refused at that key', () => {
  const council = councilOf(SHIPPED)
  const digits = (council.bodies[0]?.keys ?? []).flatMap(({ shares }, key) =>
    Object.entries(shares).flatMap(([party, share]) =>
      [...share].flatMap((digit, at) => (digit === '.' ? [] : [{ key, party, share, at }])),
    ),
  )
  expect(digits.length).toBeGreaterThanOrEqual(5 * 16 * 6)
  const one = fc.constantFrom(...digits)
  fc.assert(
    fc.property(one, fc.integer({ min: 1, max: 9 }), ({ key, party, share, at }, step) => {
      const mutant = structuredClone(council)
      const shares = mutant.bodies[0]?.keys[key]?.shares ?? {}
      shares[party] = share.slice(0, at) + ((Number(share[at]) + step) % 10) + share.slice(at + 1)
      const read = readCouncil(mutant)
      expect('faults' in read && read.faults.map(({ path }) => path)).toEqual([
        ['bodies', 0, 'keys', key, 'shares'],
      ])
    }),
    { numRuns: 500 },
  )
})

describe("a person's id is never given to somebody else", () => {
  const full = councilOf(SHIPPED)
  const without = { ...full, persons: full.persons.filter(({ id }) => id !== 'beratend-bfdi') }
  const renamed = councilOf(spoiled("name: 'Beratend: BfDI'", "name: 'Jemand anderes'"))

  test('removed and back under another name: refused', () => {
    const [fault, ...others] = checkSuccession([full, without], renamed)
    expect(others).toEqual([])
    expect(fault?.words.de).toMatch(/„beratend-bfdi“ gehörte schon „Beratend: BfDI“/)
    expect(fault?.path).toEqual(['persons', 39, 'id'])
  })

  test('renamed while there, removed and back as the same, or new: accepted', () => {
    expect(checkSuccession([full], renamed)).toEqual([])
    expect(checkSuccession([full, without], full)).toEqual([])
    expect(checkSuccession([without], full)).toEqual([])
    expect(checkSuccession([], full)).toEqual([])
  })
})
