// Every kind of condition with the law it comes from, the table of roundings, and the bounds of an open vote against trying everything.
import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { type Electorate, type Profile, tally } from '../../src/core/rules/index.ts'
import type { Choice, PartyCode } from '../../src/core/values.ts'
import { count, members, profile } from './rules-samples.ts'

/** Bund and the five Länder of KONSENS-G § 9 (1). */
const KONSENS: Electorate = {
  electors: ['BUND', 'BW', 'BY', 'HE', 'NI', 'NW'].map((code) => ({
    code,
    name: code,
    group: code === 'BUND' ? 'BUND' : 'LAND',
    share: 0n,
  })),
  shareTotal: 0n,
  keyId: 'none',
}
const COUNTS_ABSTENTION = { abstention: { allowed: true, leavesBase: false } }

const konsensBund = profile([{ kind: 'maxRefusals', group: 'LAND', limit: { n: 2 } }])
const konsensLand = profile([
  { kind: 'majority', group: 'LAND', num: 1, den: 2, of: 'all' },
  { kind: 'noRefusalOf', parties: ['BUND'] },
])
const zkbs = profile([{ kind: 'maxRefusals', limit: { n: 2 } }], { silence: 'assent' })
const oneThird = profile([{ kind: 'maxRefusals', limit: { num: 1, den: 3 } }])
const gmbh = profile([{ kind: 'majority', num: 1, den: 2, of: 'cast', weighted: true }], {
  silence: 'notParticipating',
})
const kgsg = profile([
  { kind: 'majority', num: 3, den: 4, of: 'cast' },
  { kind: 'noRefusalOf', parties: ['BUND'] },
])
const dhrv = profile([{ kind: 'noneRefuses', min: 6 }])
const verein = profile([{ kind: 'allConsent' }])
const vwvfg = profile([{ kind: 'majority', num: 1, den: 2, of: 'cast' }], {
  silence: 'notParticipating',
  tie: 'chair',
  quorum: [
    { kind: 'share', num: 1, den: 2, strict: true },
    { kind: 'number', n: 3 },
  ],
})
const aufsichtsrat = profile([{ kind: 'majority', num: 1, den: 2, of: 'cast' }], {
  silence: 'notParticipating',
  quorum: [
    { kind: 'share', num: 1, den: 2, strict: false },
    { kind: 'number', n: 3 },
    { kind: 'includes', parties: ['M1'] },
  ],
})
const stiko = profile([{ kind: 'majority', num: 1, den: 2, of: 'all' }])
const medas = profile([{ kind: 'majority', num: 2, den: 3, of: 'all' }])
const owners = members(3, [12_500, 7_500, 5_000])

type Row = [
  what: string,
  Profile,
  Electorate,
  votes: string,
  'adopted' | 'rejected',
  chair?: string,
]

describe('every kind of condition, as the laws use it (j yes, n no, e abstention, . silent)', () => {
  it.each<Row>([
    ['KONSENS-G § 9, Bund proposes: two Länder object', konsensBund, KONSENS, '.nn...', 'adopted'],
    ['KONSENS-G § 9, Bund proposes: three object', konsensBund, KONSENS, '.nnn..', 'rejected'],
    ['KONSENS-G § 9: an abstention is no objection', konsensBund, KONSENS, '.nneee', 'adopted'],
    [
      'KONSENS-G § 9, Land proposes: 3 of 5, Bund silent',
      konsensLand,
      KONSENS,
      '.jjj..',
      'adopted',
    ],
    ['KONSENS-G § 9, Land proposes: Bund objects', konsensLand, KONSENS, 'njjjjj', 'rejected'],
    [
      'KONSENS-G § 9: the vote of the Bund is none of the Länder',
      konsensLand,
      KONSENS,
      'jjj...',
      'rejected',
    ],
    ['ZKBSV § 11: two object, the rest is silent', zkbs, members(20), 'nn', 'adopted'],
    ['ZKBSV § 11: three object', zkbs, members(20), 'nnn', 'rejected'],
    ['a third of 17 may refuse: five do', oneThird, members(17), 'nnnnn', 'adopted'],
    ['a third of 17 may refuse: six do', oneThird, members(17), 'nnnnnn', 'rejected'],
    ['GmbHG § 47: half of the capital is no majority', gmbh, owners, 'jnn', 'rejected'],
    ['GmbHG § 47: 12,500 € outvote 7,500 €', gmbh, owners, 'jn.', 'adopted'],
    ['GmbHG § 47: two heads of three, but not more capital', gmbh, owners, 'njj', 'rejected'],
    ['KGSG § 4: exactly three quarters are enough', kgsg, KONSENS, 'jjjn..', 'adopted'],
    ['KGSG § 4: two thirds are not', kgsg, KONSENS, 'jjjjnn', 'rejected'],
    ['KGSG § 4: veto of the Bund against all others', kgsg, KONSENS, 'njjjjj', 'rejected'],
    ['KGSG § 4: an abstention of the Bund is no veto', kgsg, KONSENS, 'ejjjjj', 'adopted'],
    ['DHRV § 8 (6): six consent, others are silent', dhrv, members(9), 'jjjjjj', 'adopted'],
    ['DHRV § 8 (6): five consent', dhrv, members(9), 'jjjjj', 'rejected'],
    ['DHRV § 8 (6): eight consent, one refuses', dhrv, members(9), 'jjjjjjjjn', 'rejected'],
    ['BGB § 32: all consent', verein, members(5), 'jjjjj', 'adopted'],
    ['BGB § 32: one is silent', verein, members(5), 'jjjj', 'rejected'],
    ['VwVfG § 91: more yes than no', vwvfg, members(5), 'jjn', 'adopted'],
    ['VwVfG § 91: tie, the chair consented', vwvfg, members(5), 'jjnn', 'adopted', 'M1'],
    ['VwVfG § 91: tie, the chair rejected', vwvfg, members(5), 'jjnn', 'rejected', 'M3'],
    ['VwVfG § 91: tie, the chair abstained', vwvfg, members(5), 'jjnne', 'rejected', 'M5'],
    ['VwVfG § 91: tie, no chair entitled to vote', vwvfg, members(5), 'jjnn', 'rejected'],
    ['VwVfG § 90: two of five take part, no quorum', vwvfg, members(5), 'jj', 'rejected'],
    ['VwVfG § 90: three of six are not more than half', vwvfg, members(6), 'jjj', 'rejected'],
    ['VwVfG § 90: an abstention takes part', vwvfg, members(5), 'jee', 'adopted'],
    ['AktG § 108: half of six take part', aufsichtsrat, members(6), 'jjn', 'adopted'],
    ['AktG § 108: half of four are only two', aufsichtsrat, members(4), 'jj', 'rejected'],
    ['a quorum that includes the first: absent', aufsichtsrat, members(6), '.jjjjj', 'rejected'],
    ['StIKoVetV § 12: 9 of 17 members', stiko, members(17), 'jjjjjjjjj', 'adopted'],
    ['StIKoVetV § 12: 8 of 16 is a tie and rejected', stiko, members(16), 'jjjjjjjj', 'rejected'],
    ['GO-MedAs § 6: 12 of 17', medas, members(17), 'jjjjjjjjjjjj', 'adopted'],
    ['GO-MedAs § 6: 11 of 17', medas, members(17), 'jjjjjjjjjjj', 'rejected'],
    ['nobody votes: no majority of nothing', gmbh, owners, '', 'rejected'],
    ['everybody abstains: no majority of nothing', kgsg, KONSENS, 'eeeeee', 'rejected'],
  ])('%s', (_, rules, electorate, votes, outcome, chair) => {
    const result = count(rules, electorate, votes, chair ? { chair } : {})
    expect(result.outcome).toBe(outcome)
  })

  it('what silence is worth: abstention, absence, consent or rejection', () => {
    const ends = (['abstain', 'notParticipating', 'assent', 'reject'] as const).map((silence) => {
      const rules = profile([{ kind: 'majority', num: 1, den: 2, of: 'present' }], {
        ...COUNTS_ABSTENTION,
        silence,
      })
      return count(rules, members(5), 'jn').conditions[0]?.left
    })
    expect(ends).toEqual([
      { n: 1n, d: 5n },
      { n: 1n, d: 2n },
      { n: 4n, d: 5n },
      { n: 1n, d: 5n },
    ])
  })

  it('a base of votes cast holds abstentions where the profile says so, and never the silent', () => {
    const rules = profile([{ kind: 'majority', num: 1, den: 2, of: 'cast' }], COUNTS_ABSTENTION)
    expect(count(rules, members(5), 'jje').conditions[0]?.left).toEqual({ n: 2n, d: 3n })
    expect(count(profile(rules.thresholds), members(5), 'jje').conditions[0]?.left).toEqual({
      n: 2n,
      d: 2n,
    })
  })

  it('a tie is told: decided by the chair, or rejected', () => {
    expect(count(vwvfg, members(4), 'jjnn', { chair: 'M1' }).reading).toContain('tieDecidedByChair')
    expect(count(vwvfg, members(4), 'jjnn').reading).toContain('tieRejected')
    expect(count(vwvfg, members(4), 'jjn').reading).not.toContain('tieRejected')
  })

  it('with a casting vote more participation can undo a majority: an abstention breaks the tie', () => {
    const rules = profile([{ kind: 'majority', num: 1, den: 2, of: 'present' }], {
      ...COUNTS_ABSTENTION,
      silence: 'notParticipating',
      tie: 'chair',
    })
    expect(count(rules, members(5), 'jjnn', { chair: 'M1' }).outcome).toBe('adopted')
    expect(count(rules, members(5), 'jjnne', { chair: 'M1' }).outcome).toBe('rejected')
  })
})

describe('B21 quorum 0, more than there are members, 2/3 of 17: nothing is rounded, the least that is enough is', () => {
  const majority = (num: number, den: number) =>
    profile([{ kind: 'majority', num, den, of: 'all' }])
  const quorum = (num: number, den: number, strict: boolean) =>
    profile([{ kind: 'minCount', group: 'MITGLIED', n: 1 }], {
      quorum: [{ kind: 'share', num, den, strict }],
    })
  it.each<[string, Profile, number, number]>([
    ['more than half of 17', majority(1, 2), 17, 9],
    ['more than half of 16', majority(1, 2), 16, 9],
    ['50/100 of 16 is half, however it is written', majority(50, 100), 16, 9],
    ['2/3 of 17', majority(2, 3), 17, 12],
    ['2/3 of 18', majority(2, 3), 18, 12],
    ['2/3 of 16', majority(2, 3), 16, 11],
    ['66/100 of 17 is another rule than 2/3', majority(66, 100), 17, 12],
    ['66/100 of 100 is another rule than 2/3', majority(66, 100), 100, 66],
    ['3/4 of 17', majority(3, 4), 17, 13],
    ['quorum: at least half of 17', quorum(1, 2, false), 17, 9],
    ['quorum: at least half of 16', quorum(1, 2, false), 16, 8],
    ['quorum: more than half of 16', quorum(1, 2, true), 16, 9],
  ])('%s: %#', (_, rules, size, least) => {
    const enough = count(rules, members(size), 'j'.repeat(least))
    const short = count(rules, members(size), 'j'.repeat(least - 1))
    expect([enough.outcome, short.outcome]).toEqual(['adopted', 'rejected'])
    expect(enough.conditions.at(-1)?.need).toBe(BigInt(least))
  })
})

const anyThreshold = fc.oneof(
  fc.record({
    kind: fc.constant('majority'),
    num: fc.constantFrom(1, 2, 3),
    den: fc.constantFrom(2, 3, 4),
    of: fc.constantFrom('cast', 'present', 'all'),
    weighted: fc.boolean(),
  }),
  fc.record({
    kind: fc.constant('minCount'),
    group: fc.constantFrom('A', 'B'),
    n: fc.integer({ min: 1, max: 3 }),
  }),
  fc.record({
    kind: fc.constant('minWeight'),
    group: fc.constantFrom('A', 'B'),
    num: fc.constantFrom(1, 2),
    den: fc.constant(3),
  }),
  fc.constant({ kind: 'requiredConsents', parties: ['P1'] }),
  fc.constant({ kind: 'noneRefuses', min: 2 }),
  fc.constant({ kind: 'noRefusalOf', parties: ['P2'] }),
  fc.record({
    kind: fc.constant('maxRefusals'),
    limit: fc.constantFrom({ n: 0 }, { n: 1 }, { num: 1, den: 3 }),
  }),
)
const anyQuorum = fc.constantFrom(
  [],
  [{ kind: 'share', num: 1, den: 2, strict: true }],
  [{ kind: 'includes', parties: ['P3'] }],
)
const anyCase = fc.record({
  thresholds: fc.array(anyThreshold, { minLength: 1, maxLength: 3 }),
  quorum: anyQuorum,
  silence: fc.constantFrom('abstain', 'notParticipating', 'assent', 'reject'),
  leavesBase: fc.boolean(),
  tie: fc.constantFrom('rejected', 'chair'),
  shares: fc.array(fc.integer({ min: 0, max: 4 }), { minLength: 5, maxLength: 5 }),
  choices: fc.array(
    fc.constantFrom<Choice | undefined>('consent', 'reject', 'abstain', undefined),
    {
      minLength: 5,
      maxLength: 5,
    },
  ),
})

type Case = typeof anyCase extends fc.Arbitrary<infer T> ? T : never

function voteOf({ thresholds, quorum, silence, leavesBase, tie, shares, choices }: Case) {
  const electors = shares.map((share, index) => ({
    code: `P${index + 1}`,
    name: `P${index + 1}`,
    group: index < 3 ? 'A' : 'B',
    share: BigInt(share),
  }))
  const votes = new Map<PartyCode, Choice>()
  choices.forEach((choice, index) => {
    if (choice) votes.set(`P${index + 1}`, choice)
  })
  const abstention = { allowed: true, leavesBase }
  return {
    profile: profile(thresholds, { quorum, silence, tie, abstention }),
    electorate: { electors, shareTotal: shares.reduce((a, b) => a + BigInt(b), 0n), keyId: 'x' },
    votes,
    chair: 'P4',
  }
}

/** Every way in which the open parties can end: three choices or none for each. */
function* endings(open: readonly PartyCode[], votes: ReadonlyMap<PartyCode, Choice>) {
  const uses = [undefined, 'consent', 'reject', 'abstain'] as const
  for (let code = 0; code < 4 ** open.length; code += 1) {
    const end = new Map(votes)
    open.forEach((party, index) => {
      const use = uses[Math.floor(code / 4 ** index) % 4]
      if (use) end.set(party, use)
    })
    yield end
  }
}

describe('any rule, any votes: the bounds of an open vote are what trying everything finds', () => {
  it('certain, open, impossible', () => {
    fc.assert(
      fc.property(anyCase, (one) => {
        const vote = voteOf(one)
        const now = tally({ ...vote, closed: false })
        const ends = new Set(
          [...endings(now.missing.open, vote.votes)].map(
            (votes) => tally({ ...vote, votes, closed: true }).outcome,
          ),
        )
        const expected = ends.size === 2 ? 'open' : ends.has('adopted') ? 'certain' : 'impossible'
        expect(now.state).toBe(expected)
      }),
      { numRuns: 1000 },
    )
  })

  it('the fewest and the surest number of further consents', () => {
    const asks = (id: string, rules: Profile) =>
      !id.endsWith('-refusals') &&
      !rules.thresholds.some(
        (rule) => rule.id === id && (rule.kind === 'maxRefusals' || rule.kind === 'noRefusalOf'),
      )
    fc.assert(
      fc.property(anyCase, (one) => {
        const vote = voteOf(one)
        const { state, missing } = tally({ ...vote, closed: false })
        fc.pre(state !== 'impossible')
        const enough = (choice: readonly PartyCode[]) => {
          const votes = new Map(vote.votes)
          for (const party of [...missing.parties, ...missing.voters, ...choice]) {
            votes.set(party, 'consent')
          }
          const open = vote.electorate.electors.filter(({ code }) => !votes.has(code))
          return [
            ...endings(
              open.map(({ code }) => code),
              votes,
            ),
          ].every((end) =>
            tally({ ...vote, votes: end, closed: true }).conditions.every(
              ({ id, met }) => met || !asks(id, vote.profile),
            ),
          )
        }
        const bySize = Array.from({ length: missing.among.length + 1 }, (_, size) =>
          choicesOf(missing.among, size).map(enough),
        )
        expect(missing.some).toBe(bySize.findIndex((size) => size.some(Boolean)))
        expect(missing.every).toBe(bySize.findIndex((size) => size.every(Boolean)))
      }),
      { numRuns: 1000 },
    )
  })
})

function choicesOf<T>(items: readonly T[], size: number): T[][] {
  return Array.from({ length: 2 ** items.length }, (_, mask) =>
    items.filter((_, bit) => (mask >> bit) & 1),
  ).filter((choice) => choice.length === size)
}
