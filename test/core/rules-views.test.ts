// The rules in words: a profile explained, bars, what is missing and the state, in both languages, as a reader of the card gets them.
import { describe, expect, it } from 'vitest'
import {
  conditionGauge,
  type Electorate,
  explainProfile,
  missingSentence,
  type Profile,
  percentText,
  readingNotes,
  stateSentence,
  tally,
} from '../../src/core/rules/index.ts'
import type { Choice, Language, PartyCode } from '../../src/core/values.ts'
import { BESCHLUSS, COUNCIL, consents, EMPFEHLUNG, members, profile } from './rules-samples.ts'

type Votes = ReadonlyMap<PartyCode, Choice>
const codes = (text: string) => text.split(' ')

function words(
  rules: Profile,
  electorate: Electorate,
  votes: Votes,
  { language = 'de', closed = false }: { language?: Language; closed?: boolean } = {},
) {
  const audience = { electorate, language }
  const result = tally({ profile: rules, electorate, votes, closed })
  return {
    state: stateSentence(result, language),
    missing: missingSentence(result, audience),
    gauges: result.conditions
      .map((condition) => conditionGauge(condition, audience))
      .map(({ label, text, met }) => `${label}: ${text} ${met ? '✓' : '✗'}`),
    reading: readingNotes(result, language),
  }
}

/** Nine Länder with 63.57 % and the Bund; Saarland and Sachsen have rejected, five are open. */
const NINE = consents(codes('BUND NW NI HE BB HB HH BW SH TH'), codes('SN SL'))

describe('a circulation under way', () => {
  it('nine Länder: what is missing, and that any two of the five open ones bring it', () => {
    expect(words(BESCHLUSS, COUNCIL, NINE)).toMatchObject({
      state: 'Noch offen.',
      missing:
        'Es fehlen noch 2 Länder und 3,10 Prozentpunkte; je zwei der fünf offenen Länder genügen.',
      gauges: [
        'Bund: zugestimmt ✓',
        'Länder: 9 von 11 ✗',
        'Königsteiner Anteile: 63,57 von 66,67 % ✗',
      ],
    })
    expect(words(BESCHLUSS, COUNCIL, NINE, { language: 'en' })).toMatchObject({
      state: 'Still open.',
      missing:
        'Still missing are 2 Länder and 3.10 percentage points; any two of the five open Länder suffice.',
      gauges: ['Bund: consented ✓', 'Länder: 9 of 11 ✗', 'Königstein shares: 63.57 of 66.67 % ✗'],
    })
  })

  it('the bar carries whole parts: 6,357,393 of 10,000,000, of which 6,666,667 are needed', () => {
    const { conditions } = tally({
      profile: BESCHLUSS,
      electorate: COUNCIL,
      votes: NINE,
      closed: false,
    })
    const bars = conditions.map((one) =>
      conditionGauge(one, { electorate: COUNCIL, language: 'de' }),
    )
    expect(bars.map(({ have, need, of }) => [have, need, of])).toEqual([
      [1n, 1n, 1n],
      [9n, 11n, 16n],
      [6_357_393n, 6_666_667n, 10_000_000n],
    ])
  })

  it.each<[string, Votes, string]>([
    [
      'nobody has voted',
      new Map(),
      'Es fehlen noch die Zustimmung des Bundes, 11 Länder und 66,67 Prozentpunkte; elf der 16 offenen Länder können genügen, je 15 genügen immer, wenn der Bund zustimmt.',
    ],
    [
      'only the Bund is missing',
      consents(codes('BW BE BB HE MV NW SL SN ST SH TH')),
      'Es fehlt noch die Zustimmung des Bundes.',
    ],
    [
      'one Land, but not any',
      consents(codes('BUND BW BE BB HE MV NW SL SN ST SH')),
      'Es fehlen noch 1 Land und 2,64 Prozentpunkte; eines der sechs offenen Länder kann genügen, je zwei genügen immer.',
    ],
    [
      'any one of the open',
      consents(codes('BUND BW BY BE BB HE MV NW SL SN ST')),
      'Es fehlt noch 1 Land; jedes der sechs offenen Länder genügt.',
    ],
    [
      'the last one open',
      consents(codes('BUND BW BY BE BB HE MV NW SL SN ST'), codes('SH TH RP HH HB')),
      'Es fehlt noch 1 Land; Niedersachsen genügt.',
    ],
    [
      'two of three',
      consents(codes('BUND BW BY BE BB HE MV NW SL SN'), codes('ST SH TH RP')),
      'Es fehlen noch 2 Länder; je zwei der drei offenen Länder genügen.',
    ],
    [
      'all three of three',
      consents(codes('BUND BW BY BE BB HE NW SL SN'), codes('ST SH TH RP HH')),
      'Es fehlen noch 3 Länder; alle drei offenen Länder werden gebraucht.',
    ],
    [
      'out of reach',
      consents(['NW'], ['BUND', 'BY']),
      'Es fehlen die Zustimmung des Bundes, 10 Länder und 45,60 Prozentpunkte; die offenen Stimmen reichen dafür nicht.',
    ],
  ])('%s', (_, votes, sentence) => {
    expect(words(BESCHLUSS, COUNCIL, votes).missing).toBe(sentence)
  })

  it('certain and impossible speak of today, the end does not', () => {
    const enough = consents(codes('BUND BW BE BB HE MV NW SL SN ST SH TH'))
    const states = [
      words(BESCHLUSS, COUNCIL, enough),
      words(BESCHLUSS, COUNCIL, consents([], ['BUND'])),
      words(BESCHLUSS, COUNCIL, enough, { closed: true }),
      words(BESCHLUSS, COUNCIL, NINE, { closed: true }),
    ]
    expect(states.map(({ state }) => state)).toEqual([
      'Nach heutigem Stand sicher angenommen.',
      'Nach heutigem Stand nicht mehr zu erreichen.',
      'Angenommen.',
      'Abgelehnt.',
    ])
    expect(states.at(-1)?.missing).toBe('Es fehlten 2 Länder und 3,10 Prozentpunkte.')
  })
})

describe('rounding shows the side of the threshold', () => {
  const gauge = (yes: string) => words(BESCHLUSS, COUNCIL, consents(codes(yes))).gauges[2]

  it('66.66825 % passes: two places would show 66,66 of 66,67, so there are five', () => {
    expect(gauge('BW BE BB HE MV NW SL SN ST SH TH')).toBe(
      'Königsteiner Anteile: 66,66825 von 66,66667 % ✓',
    )
  })

  it('66.66200 % fails: 66,66 of 66,67 says so', () => {
    expect(gauge('BW BY BE BB HB HE NI RP SL SH TH')).toBe(
      'Königsteiner Anteile: 66,66 von 66,67 % ✗',
    )
  })

  it('exactly two thirds of three shares pass: no number of places shows it, the fractions do', () => {
    const rules = profile([{ kind: 'minWeight', group: 'MITGLIED', num: 2, den: 3 }])
    expect(words(rules, members(3, [1, 1, 1]), consents(['M1', 'M2'])).gauges).toEqual([
      'Anteile: 2/3 von 2/3 ✓',
    ])
  })

  it('exactly half of the capital is not more than half', () => {
    const rules = profile([{ kind: 'majority', num: 1, den: 2, of: 'all', weighted: true }])
    const owners = members(2, [12_500, 12_500])
    expect(words(rules, owners, consents(['M1'])).gauges).toEqual([
      'Mehrheit: 50,00 %, nötig mehr als 50,00 % ✗',
    ])
  })

  it('a hair more than half shows five places', () => {
    const rules = profile([{ kind: 'majority', num: 1, den: 2, of: 'all', weighted: true }])
    const owners = members(2, [50_001, 49_999])
    expect(words(rules, owners, consents(['M1'])).gauges).toEqual([
      'Mehrheit: 50,00100 %, nötig mehr als 50,00000 % ✓',
    ])
  })

  it('what is there rounds down, what is missing up', () => {
    expect(percentText({ n: 743_709n, d: 10_000_000n }, 'de')).toBe('7,43')
    expect(percentText({ n: 743_709n, d: 10_000_000n }, 'en')).toBe('7.43')
    expect(percentText({ n: 0n, d: 1n }, 'de')).toBe('0,00')
  })
})

describe('a profile in one sentence', () => {
  const both = (rules: Profile, electorate = COUNCIL) => [
    explainProfile(rules, electorate, 'de'),
    explainProfile(rules, electorate, 'en'),
  ]

  it('Beschluss', () => {
    expect(both(BESCHLUSS)).toEqual([
      'Angenommen, wenn der Bund und mindestens 11 Länder mit zwei Dritteln der Königsteiner Anteile zustimmen. Wer schweigt, enthält sich. (IT-Staatsvertrag § 1 Abs. 7)',
      'Adopted if the Federation and at least 11 Länder with two thirds of the Königstein shares consent. Silence counts as abstention. (IT-Staatsvertrag § 1 Abs. 7)',
    ])
  })

  it('Empfehlung', () => {
    expect(both(EMPFEHLUNG)).toEqual([
      'Angenommen, wenn mehr als die Hälfte der Mitwirkenden zustimmt. Wer schweigt, enthält sich. Enthaltungen zählen nicht mit. (IT-Staatsvertrag § 1 Abs. 7)',
      'Adopted if more than half of those taking part consent. Silence counts as abstention. Abstentions do not count. (IT-Staatsvertrag § 1 Abs. 7)',
    ])
  })

  it.each<[string, Parameters<typeof profile>, string, string]>([
    [
      'not more than two Länder object',
      [[{ kind: 'maxRefusals', group: 'LAND', limit: { n: 2 } }]],
      'Angenommen, wenn höchstens 2 Länder ablehnen. Wer schweigt, enthält sich. (Probe § 1)',
      'Adopted if at most 2 Länder reject. Silence counts as abstention. (Probe § 1)',
    ],
    [
      'no Land objects',
      [[{ kind: 'maxRefusals', group: 'LAND', limit: { n: 0 } }], { silence: 'assent' }],
      'Angenommen, wenn kein Land ablehnt. Wer schweigt, stimmt zu. (Probe § 1)',
      'Adopted if no Land rejects. Silence counts as consent. (Probe § 1)',
    ],
    [
      'at most a third objects',
      [[{ kind: 'maxRefusals', limit: { num: 1, den: 3 } }]],
      'Angenommen, wenn höchstens ein Drittel aller Mitglieder ablehnt. Wer schweigt, enthält sich. (Probe § 1)',
      'Adopted if at most a third of all members reject. Silence counts as abstention. (Probe § 1)',
    ],
    [
      'majority of Länder, not against the Bund',
      [
        [
          { kind: 'majority', group: 'LAND', num: 1, den: 2, of: 'all' },
          { kind: 'noRefusalOf', parties: ['BUND'] },
        ],
      ],
      'Angenommen, wenn mehr als die Hälfte aller Länder zustimmt und der Bund nicht ablehnt. Wer schweigt, enthält sich. (Probe § 1)',
      'Adopted if more than half of all Länder consent and the Federation does not reject. Silence counts as abstention. (Probe § 1)',
    ],
    [
      'shares of a group alone',
      [[{ kind: 'minWeight', group: 'LAND', num: 3, den: 4 }]],
      'Angenommen, wenn Länder mit drei Vierteln der Königsteiner Anteile zustimmen. Wer schweigt, enthält sich. (Probe § 1)',
      'Adopted if Länder with three quarters of the Königstein shares consent. Silence counts as abstention. (Probe § 1)',
    ],
    [
      'weighted majority, casting vote',
      [
        [{ kind: 'majority', num: 1, den: 2, of: 'cast', weighted: true }],
        { silence: 'notParticipating', tie: 'chair' },
      ],
      'Angenommen, wenn mehr als die Hälfte der abgegebenen Königsteiner Anteile zustimmt. Wer schweigt, wirkt nicht mit. Enthaltungen zählen nicht mit. Bei Stimmengleichheit entscheidet die Stimme des Vorsitzes. (Probe § 1)',
      'Adopted if more than half of the Königstein shares cast consent. Silence counts as not taking part. Abstentions do not count. In a tie the vote of the chair decides. (Probe § 1)',
    ],
    [
      'all consent',
      [[{ kind: 'allConsent' }], { silence: 'reject' }],
      'Angenommen, wenn alle Mitglieder zustimmen. Wer schweigt, lehnt ab. (Probe § 1)',
      'Adopted if all members consent. Silence counts as rejection. (Probe § 1)',
    ],
    [
      'six consent and nobody rejects',
      [[{ kind: 'noneRefuses', min: 6 }]],
      'Angenommen, wenn mindestens 6 Mitglieder zustimmen und niemand ablehnt. Wer schweigt, enthält sich. (Probe § 1)',
      'Adopted if at least 6 members consent and nobody rejects. Silence counts as abstention. (Probe § 1)',
    ],
    [
      'a quorum of a share, a number and a party; no abstention',
      [
        [{ kind: 'majority', num: 2, den: 3, of: 'present' }],
        {
          silence: 'notParticipating',
          abstention: { allowed: false, leavesBase: false },
          quorum: [
            { kind: 'share', num: 1, den: 2, strict: true },
            { kind: 'number', n: 3 },
            { kind: 'includes', parties: ['SL'] },
          ],
        },
      ],
      'Angenommen, wenn mindestens zwei Drittel der Mitwirkenden zustimmen. Beschlussfähig, wenn mehr als die Hälfte aller Mitglieder, mindestens 3 Mitglieder und das Saarland mitwirken. Wer schweigt, wirkt nicht mit. Enthaltung ist nicht möglich. (Probe § 1)',
      'Adopted if at least two thirds of those taking part consent. Quorate if more than half of all members, at least 3 members and Saarland take part. Silence counts as not taking part. Abstention is not possible. (Probe § 1)',
    ],
    [
      'a rule that still has to be confirmed says so',
      [
        [
          {
            kind: 'requiredConsents',
            parties: ['HE'],
            source: { paragraph: 'GO § 8', mark: 'notConfirmed' },
          },
        ],
      ],
      'Angenommen, wenn Hessen zustimmt. Wer schweigt, enthält sich. (GO § 8; nicht bestätigt)',
      'Adopted if Hessen consents. Silence counts as abstention. (GO § 8; not confirmed)',
    ],
  ])('%s', (_, input, de, en) => {
    expect(both(profile(...input))).toEqual([de, en])
  })
})

describe('rules that forbid rather than ask', () => {
  it('a majority that stands today may still be lost, and says what would secure it', () => {
    const votes = consents(codes('BUND BW BY BE BB HB'), codes('HH HE MV NI NW'))
    expect(words(EMPFEHLUNG, COUNCIL, votes)).toMatchObject({
      state: 'Noch offen.',
      missing:
        'Derzeit sind alle Bedingungen erfüllt; damit es sicher so bleibt, fehlen noch 3 Zustimmungen; je drei der sechs offenen Länder genügen.',
      gauges: ['Mehrheit: 6 von 11, nötig 6 ✓'],
      reading: [
        'Enthaltungen zählen bei der Mehrheit nicht mit: Gezählt werden Zustimmungen und Ablehnungen.',
      ],
    })
  })

  const objections = profile([{ kind: 'maxRefusals', limit: { n: 2 } }])
  it.each<[string[], string, string]>([
    [[], 'Noch offen.', 'Es fehlt keine Zustimmung; 2 weitere Ablehnungen sind unschädlich.'],
    [['M1'], 'Noch offen.', 'Es fehlt keine Zustimmung; eine weitere Ablehnung ist unschädlich.'],
    [['M1', 'M2'], 'Noch offen.', 'Es fehlt keine Zustimmung; niemand mehr darf ablehnen.'],
    [
      ['M1', 'M2', 'M3'],
      'Nach heutigem Stand nicht mehr zu erreichen.',
      '3 Ablehnungen, erlaubt sind 2.',
    ],
  ])('not more than two object: %j', (against, state, missing) => {
    expect(words(objections, members(12), consents([], against))).toMatchObject({ state, missing })
  })

  it('the Bund must not reject, and has rejected', () => {
    const rules = profile([{ kind: 'noRefusalOf', parties: ['BUND'] }])
    expect(words(rules, COUNCIL, new Map()).missing).toBe(
      'Es fehlt keine Zustimmung; der Bund darf nicht ablehnen.',
    )
    expect(words(rules, COUNCIL, consents([], ['BUND']))).toMatchObject({
      missing: 'Der Bund hat abgelehnt.',
      gauges: ['Bund: abgelehnt ✗'],
    })
  })

  it('a quorum lacks votes, whatever they say', () => {
    const rules = profile([{ kind: 'majority', num: 1, den: 2, of: 'cast' }], {
      quorum: [
        { kind: 'number', n: 4 },
        { kind: 'includes', parties: ['M5'] },
      ],
    })
    expect(words(rules, members(5), consents(['M1', 'M2', 'M3']))).toMatchObject({
      missing: 'Es fehlen noch die Stimme von Mitglied 5 und 1 Teilnahme.',
      gauges: [
        'Mehrheit: 3 von 3, nötig 2 ✓',
        'Beteiligung: 3 von 4 ✗',
        'Mitglied 5: Stimme fehlt ✗',
      ],
    })
  })
})
