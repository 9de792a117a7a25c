// The calculator: a request from outside is counted by the bot's own code, or refused with a pointer to the fault.
import { readFileSync } from 'node:fs'
import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { z } from 'zod'
import { readJson } from '../../src/cli/json-text.ts'
import { Refusal } from '../../src/core/refusal.ts'
import { type Library, tallyAnswer, tallyAnswerSchema } from '../../src/core/rules/index.ts'
import {
  BESCHLUSS,
  COUNCIL,
  EMPFEHLUNG,
  KEY_2019,
  KOENIGSTEIN_2019,
  LAENDER,
  profile,
} from './rules-samples.ts'

const LIBRARY: Library = {
  profiles: new Map([BESCHLUSS, EMPFEHLUNG].map((one) => [one.id, one])),
  keys: new Map([[KOENIGSTEIN_2019.id, KOENIGSTEIN_2019]]),
  electorate: COUNCIL,
}
const request = (change: Record<string, unknown> = {}) => ({
  format: 1,
  profile: 'itplr-beschluss',
  key: 'koenigstein-2019',
  votes: { BUND: 'consent', BW: 'reject', BY: 'abstain' },
  ...change,
})
const answer = (change: Record<string, unknown> = {}) => tallyAnswer(request(change), LIBRARY)
const answerTo = (text: string) => tallyAnswer(readJson(text), LIBRARY)

function refusal(run: () => unknown): Refusal {
  try {
    run()
  } catch (error) {
    if (error instanceof Refusal) return error
    throw error
  }
  return expect.fail('was not refused')
}
const fieldOf = (change: Record<string, unknown>) => refusal(() => answer(change)).field

const allConsent = Object.fromEntries(['BUND', ...LAENDER].map((party) => [party, 'ja']))

describe('an answer', () => {
  it('an open vote: exact sides, what is missing, nobody silent yet', () => {
    expect(answer()).toEqual({
      format: 1,
      outcome: 'pending',
      state: 'open',
      conditions: [
        {
          id: 'bund',
          met: true,
          left: 1,
          relation: '>=',
          right: 1,
          source: { paragraph: 'IT-Staatsvertrag § 1 Abs. 7', mark: 'verified' },
        },
        expect.objectContaining({ id: 'laender', met: false, left: 0, right: 11 }),
        expect.objectContaining({ id: 'anteile', met: false, left: 0, right: '2/3' }),
      ],
      missing: {
        parties: [],
        voters: [],
        needs: [
          { condition: 'laender', kind: 'consents', group: 'LAND', amount: 11 },
          { condition: 'anteile', kind: 'shares', group: 'LAND', amount: '6666667/10000000' },
        ],
        open: LAENDER.filter((land) => land !== 'BW' && land !== 'BY'),
        among: LAENDER.filter((land) => land !== 'BW' && land !== 'BY'),
        some: 11,
        every: 14,
      },
      silent: [],
      reading: ['abstentionsDoNotLowerThresholds'],
    })
  })

  it('a closed vote: whoever is not listed is silent', () => {
    const closed = answer({ closed: true })
    expect(closed).toMatchObject({ outcome: 'rejected', state: 'impossible' })
    expect(closed.silent).toHaveLength(14)
    expect(answer({ closed: true, votes: allConsent })).toMatchObject({
      outcome: 'adopted',
      state: 'certain',
      silent: [],
      missing: { needs: [], some: 0, every: 0 },
    })
  })

  it('follows its published schema, whatever the votes', () => {
    const choice = fc.constantFrom('ja', 'nein', 'Enthaltung')
    fc.assert(
      fc.property(
        fc.dictionary(fc.constantFrom('BUND', ...LAENDER), choice, { noNullPrototype: true }),
        fc.constantFrom('itplr-beschluss', 'itplr-empfehlung'),
        fc.boolean(),
        (votes, id, closed) => {
          const given = answer({ votes, profile: id, closed })
          expect(tallyAnswerSchema.parse(JSON.parse(JSON.stringify(given)))).toEqual(given)
        },
      ),
    )
  })

  it('the schema in docs/schema/tally.schema.json is the one of the code', () => {
    const published = readFileSync(new URL('../../docs/schema/tally.schema.json', import.meta.url))
    expect(JSON.parse(published.toString())).toEqual(z.toJSONSchema(tallyAnswerSchema))
  })

  it('words of both languages, parties by code, DE- code or name in any case', () => {
    const spellings = answer({
      votes: { bund: 'Zustimmung', 'DE-BW': 'Nein', bayern: 'ABSTAIN', THÜRINGEN: 'yes' },
    })
    const plain = answer({ votes: { BUND: 'consent', BW: 'reject', BY: 'Enthaltung', TH: 'Ja' } })
    expect(spellings).toEqual(plain)
  })

  it('a key written out counts like the one that is named; without a key the current one counts', () => {
    expect(answer({ key: KEY_2019 })).toEqual(answer())
    expect(answer({ key: undefined })).toEqual(answer())
  })

  it('a profile written out, as it is printed, counts like the one that is named', () => {
    expect(answer({ profile: JSON.parse(JSON.stringify(BESCHLUSS)) })).toEqual(answer())
  })
})

describe('an electorate of its own', () => {
  const gmbh = {
    ...profile([{ kind: 'majority', num: 1, den: 2, of: 'cast', weighted: true }], {
      silence: 'notParticipating',
      tie: 'chair',
    }),
    electorate: [
      { code: 'ADA', name: 'Ada', group: 'GESELLSCHAFTER', share: 12_500 },
      { code: 'BEN', group: 'GESELLSCHAFTER', share: '12500' },
      { code: 'CEM', group: 'GESELLSCHAFTER', share: '99999999999999999999' },
    ],
  }
  const ask = (change: Record<string, unknown> = {}, electors: unknown = gmbh.electorate) =>
    answer({
      key: undefined,
      profile: { ...gmbh, electorate: electors },
      votes: { ada: 'yes', BEN: 'no' },
      closed: true,
      ...change,
    })

  it('counts by its own shares, and a tie by the chair that is named', () => {
    expect(ask()).toMatchObject({
      outcome: 'rejected',
      reading: ['abstentionsLeaveBase', 'tieRejected'],
    })
    expect(ask({ chair: 'Ada' })).toMatchObject({ outcome: 'adopted' })
    expect(ask({ chair: 'BEN' })).toMatchObject({ outcome: 'rejected' })
  })

  it('shares beyond the numbers of JSON stay exact', () => {
    const votes = { ADA: 'yes', CEM: 'yes', BEN: 'no' }
    expect(ask({ votes }).conditions[0]?.left).toBe('100000000000000012499/100000000000000024999')
  })

  it.each<[string, unknown, string]>([
    ['nobody', [], '/profile/electorate'],
    ['an object', {}, '/profile/electorate'],
    ['a party twice', [gmbh.electorate[0], gmbh.electorate[0]], '/profile/electorate/1/code'],
    ['B19 a share of 1.5', [{ ...gmbh.electorate[0], share: 1.5 }], '/profile/electorate/0/share'],
    ['B19 a share of −1', [{ ...gmbh.electorate[0], share: -1 }], '/profile/electorate/0/share'],
    [
      'B19 a share of "1,5"',
      [{ ...gmbh.electorate[0], share: '1,5' }],
      '/profile/electorate/0/share',
    ],
    [
      'B19 a share of 1e309',
      [{ ...gmbh.electorate[0], share: JSON.parse('1e309') }],
      '/profile/electorate/0/share',
    ],
    ['a small code', [{ ...gmbh.electorate[0], code: 'ada' }], '/profile/electorate/0/code'],
    ['no group', [{ code: 'ADA' }], '/profile/electorate/0/group'],
    ['a field too many', [{ ...gmbh.electorate[0], seat: 1 }], '/profile/electorate/0/seat'],
  ])('%s is refused', (_, electors, pointer) => {
    expect(refusal(() => ask({}, electors)).field).toBe(pointer)
  })

  it('shares in the electorate and a key contradict each other; neither leaves nothing to count', () => {
    expect(refusal(() => ask({ key: { ADA: '50', BEN: '30', CEM: '20' } })).field).toBe('/key')
    const bare = gmbh.electorate.map(({ code, group }) => ({ code, group }))
    expect(refusal(() => ask({}, bare)).field).toBe('/key')
    const keyed = ask({ key: { ADA: '50', BEN: '30', CEM: '20' } }, bare)
    expect(keyed.conditions[0]?.left).toBe('5000000/8000000')
    expect(refusal(() => ask({ key: { ADA: '50', BEN: '50' } }, bare)).field).toBe('/key')
  })
})

describe('a refusal points at the fault', () => {
  it.each<[string, Record<string, unknown>, string]>([
    ['no format', { format: undefined }, '/format'],
    ['another format', { format: 2 }, '/format'],
    ['an unknown field', { deadline: 'today' }, '/deadline'],
    ['a field with a slash', { 'a/b~c': 1 }, '/a~1b~0c'],
    ['closed as a word', { closed: 'yes' }, '/closed'],
    ['an unknown profile', { profile: 'itplr' }, '/profile'],
    ['no profile', { profile: undefined }, '/profile'],
    ['an unknown key', { key: 'koenigstein-2020' }, '/key'],
    ['a key that does not sum', { key: { ...KEY_2019, HB: '0.95115' } }, '/key'],
    ['a key with a German comma', { key: { ...KEY_2019, HB: '0,95379' } }, '/key/HB'],
    ['a key with an unknown Land', { key: { A: '100' } }, '/key/A'],
    ['a key without all Länder', { key: { BW: '100' } }, '/key'],
    ['no votes', { votes: undefined }, '/votes'],
    ['votes as a list', { votes: ['ja'] }, '/votes'],
    ['an unknown party', { votes: { XX: 'ja' } }, '/votes/XX'],
    ['an unknown choice', { votes: { HE: 'maybe' } }, '/votes/HE'],
    ['a vote as a truth value', { votes: { HE: true } }, '/votes/HE'],
    ['two votes of one party', { votes: { HE: 'ja', Hessen: 'nein' } }, '/votes/Hessen'],
    ['the same party in two cases', { votes: { HE: 'ja', he: 'ja' } }, '/votes/he'],
    ['a chair without a vote', { chair: 'XX' }, '/chair'],
    ['a profile with an unknown field', { profile: { ...BESCHLUSS, quota: 1 } }, '/profile/quota'],
    [
      'a profile that can do more than this version',
      { profile: { ...BESCHLUSS, earlyClose: 'whenCertain' } },
      '/profile/earlyClose',
    ],
    [
      'a profile that can never pass',
      { profile: profile([{ kind: 'minCount', group: 'LAND', n: 17 }]) },
      '/profile/thresholds/0/n',
    ],
  ])('%s', (_, change, pointer) => {
    expect(fieldOf(change)).toBe(pointer)
  })

  it('an abstention where the profile allows none (MPVerfV § 3)', () => {
    const rules = profile([{ kind: 'allConsent' }], {
      silence: 'reject',
      abstention: { allowed: false, leavesBase: false },
    })
    expect(fieldOf({ profile: rules, votes: { HE: 'Enthaltung' } })).toBe('/votes/HE')
  })

  it('what can never pass in a named profile is the fault of the profile', () => {
    const impossible = { ...profile([{ kind: 'minCount', group: 'LAND', n: 17 }]), id: 'nie' }
    const library = { ...LIBRARY, profiles: new Map([['nie', impossible]]) }
    expect(refusal(() => tallyAnswer(request({ profile: 'nie' }), library)).field).toBe('/profile')
  })

  it.each([null, [], 1, '', 'text', undefined, true])('B8 %j instead of an object', (value) => {
    expect(refusal(() => tallyAnswer(value, LIBRARY)).field).toBe('')
  })

  it('says what is wrong in both languages, schema faults of a profile too', () => {
    const faulty = { ...BESCHLUSS, silence: 'consent' }
    const { words } = refusal(() => answer({ profile: faulty }))
    expect(words.de).toContain('"notParticipating"')
    expect(words.de).not.toBe(words.en)
    const kind = { ...BESCHLUSS, thresholds: [{ kind: 'maxCount' }] }
    expect(refusal(() => answer({ profile: kind })).words.de).toMatch(/^Diese Art.*„minCount“/)
    expect(refusal(() => answer({ votes: { XX: 'ja' } })).words).toEqual({
      de: '„XX“ ist nicht stimmberechtigt. Nennen Sie eine Partei dieses Gremiums.',
      en: '"XX" has no vote here. Name a party of this body.',
    })
  })
})

describe('hostile input', () => {
  it.each(['JA ', ' ja', 'maybe', '__proto__', 'constructor', 'toString', 'j\u0000a', ''])(
    'B13 the choice %j is refused',
    (word) => {
      expect(fieldOf({ votes: { HE: word } })).toBe('/votes/HE')
    },
  )

  it.each(['__proto__', 'constructor', 'toString', 'hasOwnProperty'])(
    'B13 %s is no party, no profile, no key and no field',
    (name) => {
      const votes = `{"format":1,"profile":"itplr-beschluss","votes":{"${name}":"ja"}}`
      expect(refusal(() => answerTo(votes)).field).toBe(`/votes/${name}`)
      expect(fieldOf({ profile: name })).toBe('/profile')
      expect(fieldOf({ key: name })).toBe('/key')
      const field = `{"format":1,"profile":"itplr-beschluss","votes":{},"${name}":{"x":1}}`
      expect(refusal(() => answerTo(field)).field).toBe(`/${name}`)
    },
  )

  it('B14 JSON with __proto__ and constructor.prototype is refused, Object.prototype unchanged', () => {
    const before = Object.getOwnPropertyNames(Object.prototype)
    const evil = JSON.stringify(BESCHLUSS).replace('{', '{"__proto__":{"polluted":1},')
    const body = `{"format":1,"profile":${evil},"votes":{}}`
    expect(refusal(() => answerTo(body)).field).toBe('/profile/__proto__')
    const key = '{"format":1,"profile":"itplr-beschluss","key":{"__proto__":"100"},"votes":{}}'
    expect(refusal(() => answerTo(key)).field).toBe('/key/__proto__')
    const other = '{"format":1,"constructor":{"prototype":{"polluted":1}},"votes":{}}'
    expect(refusal(() => answerTo(other)).field).toBe('/constructor')
    expect(Object.getOwnPropertyNames(Object.prototype)).toEqual(before)
    expect(({} as Record<string, unknown>)['polluted']).toBeUndefined()
  })

  it('B15 100,000 levels, as text or as a value: refused at once', () => {
    const start = performance.now()
    const deep = '['.repeat(100_000) + ']'.repeat(100_000)
    expect(refusal(() => answerTo(`{"votes":${deep}}`)).code).toBe('json-deep')
    const value: unknown = JSON.parse(deep)
    expect(fieldOf({ votes: value })).toBe('/votes')
    expect(fieldOf({ votes: { HE: value } })).toBe('/votes/HE')
    expect(fieldOf({ profile: { ...BESCHLUSS, thresholds: value } })).toBe('/profile/thresholds/0')
    expect(performance.now() - start).toBeLessThan(500)
  })

  it('any JSON at all is answered or refused, never a crash', () => {
    fc.assert(
      fc.property(fc.jsonValue(), fc.jsonValue(), (votes, rules) => {
        for (const change of [{ votes }, { profile: rules }, { key: rules }, { chair: votes }]) {
          try {
            answer(change)
          } catch (error) {
            if (!(error instanceof Refusal)) throw error
          }
        }
      }),
    )
  })
})

describe('the text of a request', () => {
  it.each<[string, string]>([
    ['{"votes":{"HE":"ja","HE":"nein"}}', '/votes/HE'],
    ['{"votes":{"HE":"ja","\\u0048E":"nein"}}', '/votes/HE'],
    ['{"a":[{"x":1},{"y":{},"y":2}]}', '/a/1/y'],
    ['{"format":1,"votes":{},"format":1}', '/format'],
    ['{"a/b":1,"a/b":2}', '/a~1b'],
    ['{"__proto__":1,"__proto__":2}', '/__proto__'],
  ])('a name twice is refused: %s', (text, pointer) => {
    expect(refusal(() => readJson(text))).toMatchObject({ code: 'json-twice', field: pointer })
  })

  it.each([
    '{"a":1,"b":{"a":1}}',
    '[{"a":1},{"a":1}]',
    '{"a":"b","b":"a"}',
    '{"a":["a","a"]}',
    ' "a" ',
    '0',
  ])('what JSON allows is read as JSON.parse does: %s', (text) => {
    expect(readJson(text)).toEqual(JSON.parse(text))
  })

  it.each([
    '',
    '{',
    '{"a":1,}',
    '{a:1}',
    "{'a':1}",
    '{"a":1}}',
    '"',
    '{"a":NaN}',
    '{"a" "a"}',
    '"\\',
    '\u0000',
  ])('what is no JSON is refused: %j', (text) => {
    expect(refusal(() => readJson(text)).code).toBe('json-broken')
  })

  it('every JSON value written out is read back the same', () => {
    fc.assert(
      fc.property(fc.jsonValue({ noUnicodeString: false }), (value) => {
        const text = JSON.stringify(value, null, 1)
        expect(readJson(text)).toEqual(JSON.parse(text))
      }),
    )
  })
})
