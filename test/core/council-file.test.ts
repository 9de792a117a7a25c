// The council file is right as shipped, keeps no secret, costs little to refuse, and owes something to its earlier versions; its single faults are in council-refusals.test.ts.
import { readFileSync } from 'node:fs'
import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { checkSuccession, readCouncil } from '../../src/core/council/index.ts'
import { councilOf, faultsOf, SHIPPED, spoiled } from './council-samples.ts'

/** The line on which a passage stands in a text. */
const lineOf = (passage: string, text: string) =>
  text.slice(0, text.indexOf(passage)).split('\n').length

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
  test('more than 8 MB', () => {
    expect(faultsOf(`${SHIPPED}#${'x'.repeat(8_000_000)}`)).toEqual([
      expect.stringMatching(/larger than 8 MB/),
    ])
  })

  test('references that multiply (a billion laughs)', () => {
    const levels = Array.from({ length: 12 }, (_, n) => {
      const inner = n === 0 ? 'x' : `*a${n - 1}`
      return `a${n}: &a${n} [${Array(10).fill(inner).join(', ')}]`
    })
    expect(faultsOf(levels.join('\n'))).toEqual([
      expect.stringMatching(/^2: There are no references/),
    ])
  })

  test('nesting without end', () => {
    expect(faultsOf('['.repeat(50_000))).toHaveLength(1)
  })

  test('more parties, mandates or persons than all municipalities would need', () => {
    const council = councilOf(SHIPPED)
    const [body] = council.bodies
    const most = { parties: 20_000, mandates: 40_000, persons: 40_000 }
    const filled = <T>([one]: readonly T[] = [], length: number) => Array(length).fill(one)
    for (const more of [0, 1]) {
      const bodies = [
        {
          ...body,
          parties: filled(body?.parties, most.parties + more),
          mandates: filled(body?.mandates, most.mandates + more),
        },
      ]
      const persons = filled(council.persons, most.persons + more)
      const read = readCouncil({ ...council, bodies, persons })
      const said = 'faults' in read ? read.faults.map(({ words }) => words.en) : []
      const tooMuch = said.filter((words) => words.includes('too much'))
      const limits = more > 0 ? Object.values(most).map((n) => `at most ${n} is`) : []
      expect(tooMuch).toHaveLength(limits.length)
      for (const limit of limits) expect(tooMuch.join()).toContain(limit)
    }
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
    const text = spoiled("name: 'Beratend: BfDI'", "name: 'Jemand anderes'")
    expect(faultsOf(text, { before: [full, without] })).toEqual([
      expect.stringMatching(`^${lineOf('id: beratend-bfdi', text)}: The id "beratend-bfdi"`),
    ])
  })

  test('renamed while there, removed and back as the same, or new: accepted', () => {
    expect(checkSuccession([full], renamed)).toEqual([])
    expect(checkSuccession([full, without], full)).toEqual([])
    expect(checkSuccession([without], full)).toEqual([])
    expect(checkSuccession([], full)).toEqual([])
  })
})
