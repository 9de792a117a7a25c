// The count of the council's own rules: the vectors of the treaty, every coalition of the real key, states and what is missing.
import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { tally } from '../../src/core/rules/index.ts'
import type { Choice, PartyCode } from '../../src/core/values.ts'
import {
  BESCHLUSS,
  COUNCIL,
  consents,
  EMPFEHLUNG,
  KEY_2019,
  KOENIGSTEIN_2019,
  LAENDER,
} from './rules-samples.ts'

const without = (...missing: PartyCode[]) => LAENDER.filter((land) => !missing.includes(land))
const laender = (codes: string) => codes.split(' ')

function closed(votes: ReadonlyMap<PartyCode, Choice>) {
  return tally({ profile: BESCHLUSS, electorate: COUNCIL, votes, closed: true })
}

function unmet(votes: ReadonlyMap<PartyCode, Choice>) {
  return closed(votes).conditions.flatMap(({ id, met }) => (met ? [] : [id]))
}

describe('IT-Staatsvertrag § 1 Abs. 7 Satz 1: Bund, eleven Länder, two thirds of the shares', () => {
  it('Bund yes, all 16 yes: adopted', () => {
    expect(closed(consents(['BUND', ...LAENDER])).outcome).toBe('adopted')
  })

  it.each<[string, [PartyCode, Choice][]]>([
    ['rejects', [['BUND', 'reject']]],
    ['abstains', [['BUND', 'abstain']]],
    ['is silent', []],
  ])('Bund %s, all 16 yes: rejected, only the federal consent is missing', (_, bund) => {
    const votes = new Map([...consents(LAENDER), ...bund])
    expect(unmet(votes)).toEqual(['bund'])
    expect(closed(votes).missing.parties).toEqual(['BUND'])
  })

  it('Bund and the ten large Länder yes: the share passes, ten are not eleven, rejected', () => {
    const votes = consents(['BUND', ...laender('BW BY NW NI HE BE SN RP SH BB')])
    expect(unmet(votes)).toEqual(['laender'])
  })

  it('Bund and the eleven smallest yes: 33.49033 % of the shares, rejected', () => {
    const votes = consents(['BUND', ...laender('HB SL MV HH TH ST BB SH RP SN BE')])
    expect(unmet(votes)).toEqual(['anteile'])
    const share = closed(votes).conditions.find(({ id }) => id === 'anteile')
    expect(share?.left).toEqual({ n: 3_349_033n, d: 10_000_000n })
    expect(share?.right).toEqual({ n: 2n, d: 3n })
  })

  it('the tightest eleven that pass, 66.66825 %: adopted', () => {
    const votes = consents(['BUND', ...laender('BW BE BB HE MV NW SL SN ST SH TH')])
    expect(closed(votes).outcome).toBe('adopted')
    expect(closed(votes).conditions[2]).toMatchObject({ have: 6_666_825n, need: 6_666_667n })
  })

  it('the highest eleven that fail, 66.66200 %: rejected', () => {
    const votes = consents(['BUND', ...laender('BW BY BE BB HB HE NI RP SL SH TH')])
    expect(unmet(votes)).toEqual(['anteile'])
    expect(closed(votes).conditions[2]?.have).toBe(6_666_200n)
  })

  it.each([
    ['BY and NW', ['BY', 'NW'], ['anteile']],
    ['BW and NW', ['BW', 'NW'], ['anteile']],
    ['BW and BY', ['BW', 'BY'], []],
  ])('14 Länder, all except %s', (_, missing, expected) => {
    expect(unmet(consents(['BUND', ...without(...missing)]))).toEqual(expected)
  })

  it('Bund and 10 yes, 6 silent: rejected, and the silent are named', () => {
    const yes = laender('BW BY NW NI HE BE SN RP SH BB')
    const result = closed(consents(['BUND', ...yes]))
    expect(result.outcome).toBe('rejected')
    expect(result.silent).toEqual(without(...yes))
    expect(result.missing.open).toEqual([])
  })
})

/** A second formulation of the treaty, written another way: decimal text added digit by digit, no fractions. */
function naivelyAdopted(bund: boolean, yes: readonly PartyCode[]): boolean {
  if (!bund || yes.length < 11) return false
  const digits = yes.map((land) => KEY_2019[land as keyof typeof KEY_2019].replace('.', ''))
  const sum = digits.reduce((total, text) => total + Number.parseInt(text, 10), 0)
  return sum + sum + sum >= 20_000_000
}

const coalition = (mask: number) => LAENDER.filter((_, bit) => (mask >> bit) & 1)

describe('every coalition of the key of 2019', () => {
  it('all 65,536 × Bund: the count agrees with a second formulation', () => {
    for (let mask = 0; mask < 65_536; mask += 1) {
      const yes = coalition(mask)
      for (const bund of [true, false]) {
        const result = closed(consents(bund ? ['BUND', ...yes] : yes))
        if ((result.outcome === 'adopted') !== naivelyAdopted(bund, yes)) {
          expect.fail(`Bund ${bund}, ${yes.join(' ')}: ${result.outcome}`)
        }
      }
    }
  })

  it('of the 6,885 coalitions of at least 11 Länder 4,693 hold two thirds of the shares', () => {
    const large = Array.from({ length: 65_536 }, (_, mask) => coalition(mask)).filter(
      (yes) => yes.length >= 11,
    )
    expect(large).toHaveLength(6_885)
    expect(large.filter((yes) => unmet(consents(['BUND', ...yes])).length === 0)).toHaveLength(
      4_693,
    )
  })

  it('two pairs block by their shares; 13 of the 40 blocking triples hold no such pair', () => {
    const blocking = (size: number) =>
      Array.from({ length: 65_536 }, (_, mask) => coalition(mask)).filter(
        (no) => no.length === size && unmet(consents(without(...no))).includes('anteile'),
      )
    const pairs = blocking(2)
    expect(pairs).toEqual([
      ['BW', 'NW'],
      ['BY', 'NW'],
    ])
    const triples = blocking(3)
    expect(triples).toHaveLength(40)
    const minimal = triples.filter(
      (triple) => !pairs.some((pair) => pair.every((land) => triple.includes(land))),
    )
    expect(minimal).toHaveLength(13)
  })

  it('six Länder that do not consent block by number, whichever they are; five never do', () => {
    for (let mask = 0; mask < 65_536; mask += 1) {
      const no = coalition(mask)
      if (no.length === 5 || no.length === 6) {
        const short = unmet(consents(without(...no))).includes('laender')
        if (short !== (no.length === 6)) expect.fail(no.join(' '))
      }
    }
  })
})

const anyVotes = fc
  .array(fc.constantFrom<Choice | undefined>('consent', 'reject', 'abstain', undefined), {
    minLength: 17,
    maxLength: 17,
  })
  .map((choices) =>
    COUNCIL.electors.flatMap(({ code }, index): [PartyCode, Choice][] => {
      const choice = choices[index]
      return choice ? [[code, choice]] : []
    }),
  )

describe('properties of the count', () => {
  it('does not depend on the order of votes or of parties', () => {
    fc.assert(
      fc.property(
        anyVotes.chain((votes) =>
          fc.tuple(
            fc.constant(votes),
            fc.shuffledSubarray(votes, { minLength: votes.length }),
            fc.shuffledSubarray([...COUNCIL.electors], { minLength: 17 }),
            fc.boolean(),
            fc.constantFrom(BESCHLUSS, EMPFEHLUNG),
          ),
        ),
        ([votes, shuffled, electors, isClosed, profile]) => {
          const one = { profile, electorate: COUNCIL, votes: new Map(votes), closed: isClosed }
          const other = {
            ...one,
            electorate: { ...COUNCIL, electors },
            votes: new Map(shuffled),
          }
          const { missing: a, silent: s, ...first } = tally(one)
          const { missing: b, silent: t, ...second } = tally(other)
          expect(second).toEqual(first)
          expect([...t].sort()).toEqual([...s].sort())
          expect([b.some, b.every, b.needs]).toEqual([a.some, a.every, a.needs])
        },
      ),
    )
  })

  it('"certain" holds whatever the open parties do, "impossible" too, "open" can go both ways', () => {
    const uses = [undefined, 'consent', 'reject', 'abstain'] as const
    fc.assert(
      fc.property(anyVotes, fc.constantFrom(BESCHLUSS, EMPFEHLUNG), (votes, profile) => {
        const open = COUNCIL.electors
          .map(({ code }) => code)
          .filter((code) => !votes.some(([party]) => party === code))
        fc.pre(open.length <= 5)
        const now = tally({ profile, electorate: COUNCIL, votes: new Map(votes), closed: false })
        const ends = new Set<string>()
        for (let code = 0; code < 4 ** open.length; code += 1) {
          const more = open.flatMap((party, index): [PartyCode, Choice][] => {
            const use = uses[Math.floor(code / 4 ** index) % 4]
            return use ? [[party, use]] : []
          })
          const end = new Map([...votes, ...more])
          ends.add(tally({ profile, electorate: COUNCIL, votes: end, closed: true }).outcome)
        }
        const expected = ends.size === 2 ? 'open' : ends.has('adopted') ? 'certain' : 'impossible'
        expect(now.state).toBe(expected)
        expect(now.outcome).toBe('pending')
      }),
      { numRuns: 60 },
    )
  })

  it('"some k" and "every k" of the open parties are what trying all choices finds', () => {
    fc.assert(
      fc.property(anyVotes, fc.constantFrom(BESCHLUSS, EMPFEHLUNG), (votes, profile) => {
        const given = new Map(votes)
        const now = tally({ profile, electorate: COUNCIL, votes: given, closed: false })
        const { parties, among, some, every } = now.missing
        fc.pre(among.length <= 9 && now.state !== 'impossible')
        const base = new Map([...given, ...consents(parties)])
        const suffices = subsets(among).map((choice) => ({
          size: choice.length,
          enough:
            tally({
              profile,
              electorate: COUNCIL,
              votes: new Map([...base, ...consents(choice)]),
              closed: false,
            }).state === 'certain',
        }))
        const sizes = Array.from({ length: among.length + 1 }, (_, size) =>
          suffices.filter((choice) => choice.size === size).map(({ enough }) => enough),
        )
        expect(some).toBe(sizes.findIndex((size) => size.some(Boolean)))
        expect(every).toBe(sizes.findIndex((size) => size.every(Boolean)))
      }),
      { numRuns: 60 },
    )
  })

  it('a vote of somebody outside the electorate is a defect of the caller', () => {
    const votes = consents(['BUND', 'XX'])
    expect(() => closed(votes)).toThrow('outside the electorate')
  })

  it('the frozen shares decide, not the names: a key without the Bund gives it no weight', () => {
    expect(COUNCIL.electors.find(({ code }) => code === 'BUND')?.share).toBe(0n)
    expect(COUNCIL.shareTotal).toBe(10_000_000n)
    expect(KOENIGSTEIN_2019.shares.get('HB')).toBe(95_379n)
  })
})

function subsets<T>(items: readonly T[]): T[][] {
  return Array.from({ length: 2 ** items.length }, (_, mask) =>
    items.filter((_, bit) => (mask >> bit) & 1),
  )
}

describe('while the vote is open', () => {
  const now = (votes: ReadonlyMap<PartyCode, Choice>) =>
    tally({ profile: BESCHLUSS, electorate: COUNCIL, votes, closed: false })

  it('at the start: nothing counted, all open, nobody silent', () => {
    const { outcome, state, missing, silent } = now(new Map())
    expect([outcome, state, silent]).toEqual(['pending', 'open', []])
    expect(missing.open).toHaveLength(17)
    expect(missing.parties).toEqual(['BUND'])
    expect(missing.among).toHaveLength(16)
    expect([missing.some, missing.every]).toEqual([11, 15])
  })

  it('the last Land that is needed makes it certain, though others may still reject', () => {
    const eleven = laender('BW BE BB HE MV NW SL SN ST SH TH')
    expect(now(consents(['BUND', ...eleven.slice(1)])).state).toBe('open')
    const { state, missing } = now(consents(['BUND', ...eleven]))
    expect(state).toBe('certain')
    expect([missing.needs, missing.some, missing.every]).toEqual([[], 0, 0])
  })

  it('six rejections, or Bayern with Nordrhein-Westfalen, make it impossible', () => {
    expect(now(consents([], laender('HB SL MV HH TH ST'))).state).toBe('impossible')
    expect(now(consents([], laender('HB SL MV HH TH'))).state).toBe('open')
    expect(now(consents([], ['BY', 'NW'])).state).toBe('impossible')
    expect(now(consents([], ['BW', 'BY'])).state).toBe('open')
  })
})

describe('Empfehlung: the two readings of an abstention', () => {
  const votes = new Map(
    COUNCIL.electors.map(({ code }, index): [PartyCode, Choice] => [
      code,
      index < 6 ? 'consent' : index < 11 ? 'reject' : 'abstain',
    ]),
  )
  const treaty = { ...EMPFEHLUNG, abstention: { allowed: true, leavesBase: false } }
  const end = (profile: typeof EMPFEHLUNG, given: ReadonlyMap<PartyCode, Choice>) =>
    tally({ profile, electorate: COUNCIL, votes: given, closed: true })

  it('6 yes, 5 no, 6 abstentions: 6 of 11 adopts (GO), 6 of 17 rejects (treaty), and the reading is told', () => {
    expect(end(EMPFEHLUNG, votes)).toMatchObject({
      outcome: 'adopted',
      reading: ['abstentionsLeaveBase'],
      conditions: [{ left: { n: 6n, d: 11n }, relation: '>', right: { n: 1n, d: 2n } }],
    })
    expect(end(treaty, votes)).toMatchObject({
      outcome: 'rejected',
      reading: ['abstentionsStayInBase'],
      conditions: [{ left: { n: 6n, d: 17n } }],
    })
  })

  it('6 yes, 5 no, 6 silent: the same, since a vote not handed in is an abstention (GO § 8)', () => {
    const given = new Map([...votes].filter(([, choice]) => choice !== 'abstain'))
    expect(end(EMPFEHLUNG, given).conditions[0]?.left).toEqual({ n: 6n, d: 11n })
    expect(end(treaty, given).conditions[0]?.left).toEqual({ n: 6n, d: 17n })
  })

  it('a qualified majority is not moved by abstentions, and says so', () => {
    expect(end(BESCHLUSS, votes).reading).toEqual(['abstentionsDoNotLowerThresholds'])
  })
})
