// A profile and a key before they are used: what the form refuses, what this version cannot do yet, and what can never pass.
import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { Refusal } from '../../src/core/refusal.ts'
import { checkProfile, parseKey, profileSchema } from '../../src/core/rules/index.ts'
import { BESCHLUSS, COUNCIL, KEY_2019, members, profile } from './rules-samples.ts'

const fields = (change: Record<string, unknown>) =>
  profileSchema.safeParse({ ...structuredClone(BESCHLUSS), ...change })
const paths = (change: Record<string, unknown>) =>
  fields(change).error?.issues.map(({ path }) => path.join('.'))

describe('the form of a profile', () => {
  it('a profile that was read reads the same again', () => {
    expect(profileSchema.parse(JSON.parse(JSON.stringify(BESCHLUSS)))).toEqual(BESCHLUSS)
  })

  it('an unknown field is refused wherever it stands', () => {
    expect(fields({ quota: 3 }).success).toBe(false)
    expect(fields({ period: { ...BESCHLUSS.period, max: 30 } }).success).toBe(false)
    const source = { paragraph: '§ 1', mark: 'verified', page: 3 }
    expect(fields({ sources: { period: source } }).success).toBe(false)
  })

  it.each([
    ['procedureConsent', 'noObjection'],
    ['objection', 'escalateToSession'],
    ['earlyClose', 'whenAllVoted'],
    ['secret', true],
    ['startsOn', 'receipt'],
  ])('%s: %s is refused in words: this version cannot do it', (parameter, value) => {
    const [issue] = fields({ [parameter]: value }).error?.issues ?? []
    expect(issue?.path).toEqual([parameter])
    expect(issue?.message).toContain('in this version')
    expect(issue?.code === 'custom' && issue.params?.['words']).toMatchObject({
      de: expect.stringContaining('in dieser Fassung'),
    })
  })

  it('B21 a quorum of 0 is refused: a profile without quorum says so by an empty list', () => {
    const source = { paragraph: '§ 1', mark: 'verified' }
    const none = [{ id: 'q', kind: 'number', n: 0, source }]
    expect(paths({ quorum: none })).toEqual(['quorum.0.n'])
    expect(fields({ quorum: [] }).success).toBe(true)
  })

  it('the end of a day is 24:00 unless set, and no other hour that does not exist', () => {
    const { amount, unit, min } = BESCHLUSS.period
    expect(fields({ period: { amount, unit, min } }).data?.period.endTime).toBe('24:00')
    expect(fields({ period: { amount, unit, min, endTime: '12:00' } }).success).toBe(true)
    expect(fields({ period: { amount, unit, min, endTime: '24:01' } }).success).toBe(false)
  })

  it('B15 a million thresholds are refused at once, by their number', () => {
    const start = performance.now()
    const thresholds = new Array(1_000_000).fill({})
    expect(paths({ thresholds })).toEqual(['thresholds'])
    expect(performance.now() - start).toBeLessThan(1_000)
  })
})

const faultsOf = (...input: Parameters<typeof profile>) =>
  checkProfile(profile(...input), COUNCIL).map(
    ({ severity, path }) => `${severity} ${path.join('.')}`,
  )

describe('whether a profile fits its electorate', () => {
  it('the council’s own profile does', () => {
    expect(checkProfile(BESCHLUSS, COUNCIL)).toEqual([])
  })

  it.each<[string, Record<string, unknown>, string]>([
    ['17 of 16 Länder', { kind: 'minCount', group: 'LAND', n: 17 }, 'error thresholds.0.n'],
    ['an unknown group', { kind: 'minCount', group: 'STADT', n: 1 }, 'error thresholds.0.group'],
    [
      'an unknown party',
      { kind: 'requiredConsents', parties: ['XX'] },
      'error thresholds.0.parties.0',
    ],
    [
      'a party twice',
      { kind: 'noRefusalOf', parties: ['HE', 'HE'] },
      'error thresholds.0.parties.1',
    ],
    [
      '4/3 of the shares',
      { kind: 'minWeight', group: 'LAND', num: 4, den: 3 },
      'error thresholds.0',
    ],
    [
      'shares of the Bund, which has none',
      { kind: 'minWeight', group: 'BUND', num: 1, den: 2 },
      'error thresholds.0',
    ],
    [
      'a majority of 49/100',
      { kind: 'majority', num: 49, den: 100, of: 'all' },
      'error thresholds.0',
    ],
    ['18 of 17 without refusal', { kind: 'noneRefuses', min: 18 }, 'error thresholds.0.min'],
    [
      '67/100 where 2/3 may be meant',
      { kind: 'majority', num: 67, den: 100, of: 'all' },
      'warning thresholds.0',
    ],
    [
      '17 of 17 may refuse',
      { kind: 'maxRefusals', limit: { n: 17 } },
      'warning thresholds.0.limit',
    ],
    [
      '1/20 of 17 is less than one',
      { kind: 'maxRefusals', limit: { num: 1, den: 20 } },
      'warning thresholds.0.limit',
    ],
  ])('%s', (_, rule, fault) => {
    expect(faultsOf([rule])).toEqual([fault])
  })

  const fine = { kind: 'minCount', group: 'LAND', n: 11 }
  it.each<[string, Record<string, unknown>, string]>([
    [
      'B21 a quorum of more than there are',
      { quorum: [{ kind: 'number', n: 18 }] },
      'error quorum.0.n',
    ],
    [
      'a quorum of more than all',
      { quorum: [{ kind: 'share', num: 1, den: 1, strict: true }] },
      'error quorum.0',
    ],
    [
      'one id for two conditions',
      { quorum: [{ id: 't1', kind: 'number', n: 1 }] },
      'error quorum.0.id',
    ],
    [
      'applicants nobody knows',
      { request: { anyOf: [{ kind: 'parties', parties: ['XX'] }] } },
      'error request.anyOf.0.parties.0',
    ],
    [
      'more applicants than there are',
      { request: { anyOf: [{ kind: 'number', group: 'LAND', n: 17 }] } },
      'error request.anyOf.0.n',
    ],
    [
      'a period below its minimum',
      { period: { amount: 7, unit: 'calendarDays', min: 14 } },
      'error period.amount',
    ],
    [
      'silence as a choice that is not allowed',
      { abstention: { allowed: false, leavesBase: true } },
      'error silence',
    ],
  ])('%s', (_, more, fault) => {
    expect(faultsOf([fine], more)).toEqual([fault])
  })

  it('a majority by shares among members without shares can never pass', () => {
    const rules = profile([{ kind: 'majority', num: 1, den: 2, of: 'cast', weighted: true }])
    expect(checkProfile(rules, members(3)).map(({ words }) => words.de)).toEqual([
      'Niemand hat Anteile: Eine Mehrheit nach Anteilen ist nie zu erreichen. Geben Sie einen Schlüssel an.',
    ])
  })

  it('each fault says in both languages why and what to do', () => {
    const [fault] = checkProfile(profile([{ ...fine, n: 17 }]), COUNCIL)
    expect(fault?.words).toEqual({
      de: 'Verlangt sind 17, es gibt aber nur 16: Das ist nie zu erreichen. Höchstens 16 ist möglich.',
      en: '17 are asked for, but there are only 16: this can never be reached. At most 16 is possible.',
    })
  })
})

describe('a key', () => {
  const refusal = (change: Record<string, unknown>) => {
    try {
      parseKey({ ...KEY_2019, ...change })
    } catch (error) {
      if (error instanceof Refusal) return error
      throw error
    }
    return undefined
  }

  it('the key of 2019 is read exactly and sums to 100 %', () => {
    expect(parseKey(KEY_2019).get('BW')).toBe(1_304_061n)
    expect(refusal({})).toBeUndefined()
  })

  it.each<[string, unknown]>([
    ['minus', '-1'],
    ['1e309', '1e309'],
    ['NaN', 'NaN'],
    ['six places', '13.040610'],
    ['empty', ''],
    ['a space', ' 13.04061'],
    ['other digits', '１３.04061'],
    ['a number, already inexact', 13.04061],
    ['nothing', null],
  ])('B19 a share written as %s is refused with its party', (_, share) => {
    expect(refusal({ BW: share })?.field).toBe('BW')
  })

  it('B19 "1,5" is refused and told the right form', () => {
    expect(refusal({ BW: '13,04061' })?.words.de).toContain('"13.04061"')
  })

  it('B19 a weight of 0 is a share like any other; what counts is the sum', () => {
    expect(parseKey({ A: '0', B: '100' }).get('A')).toBe(0n)
  })

  it('a well-known wrong value for Bremen is refused by the sum', () => {
    expect(refusal({ HB: '0.95115' })?.words.en).toContain('99.99736 instead of exactly 100.00000')
  })

  it('whatever units sum to the whole come back as they were written', () => {
    fc.assert(
      fc.property(fc.integer({ min: 0, max: 10_000_000 }), (units) => {
        const text = (share: number) =>
          `${Math.floor(share / 100_000)}.${String(share % 100_000).padStart(5, '0')}`
        const key = parseKey({ A: text(units), B: text(10_000_000 - units) })
        expect(key.get('A')).toBe(BigInt(units))
      }),
    )
  })
})
