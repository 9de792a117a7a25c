// Samples for the tests of the rules: the real key of 2019, the council's 17 and profiles of other bodies; leaves judging to the tests.
import {
  type Electorate,
  type Profile,
  parseKey,
  profileSchema,
  type Tally,
  tally,
  withShares,
} from '../../src/core/rules/index.ts'
import type { Choice, PartyCode } from '../../src/core/values.ts'

/** Königsteiner Schlüssel 2019 in percent, as GaFinHG § 5 Abs. 1 prints it. */
export const KEY_2019 = {
  BW: '13.04061',
  BY: '15.56072',
  BE: '5.18995',
  BB: '3.02987',
  HB: '0.95379',
  HH: '2.60343',
  HE: '7.43709',
  MV: '1.98045',
  NI: '9.39533',
  NW: '21.07592',
  RP: '4.81848',
  SL: '1.19827',
  SN: '4.98208',
  ST: '2.69612',
  SH: '3.40578',
  TH: '2.63211',
}

const NAMES: Record<string, string> = {
  BUND: 'Bund',
  BW: 'Baden-Württemberg',
  BY: 'Bayern',
  BE: 'Berlin',
  BB: 'Brandenburg',
  HB: 'Bremen',
  HH: 'Hamburg',
  HE: 'Hessen',
  MV: 'Mecklenburg-Vorpommern',
  NI: 'Niedersachsen',
  NW: 'Nordrhein-Westfalen',
  RP: 'Rheinland-Pfalz',
  SL: 'Saarland',
  SN: 'Sachsen',
  ST: 'Sachsen-Anhalt',
  SH: 'Schleswig-Holstein',
  TH: 'Thüringen',
}

export const LAENDER: readonly PartyCode[] = Object.keys(KEY_2019)
export const KOENIGSTEIN_2019 = { id: 'koenigstein-2019', shares: parseKey(KEY_2019) }

/** Bund and sixteen Länder with the key of 2019. */
export const COUNCIL: Electorate = withShares(
  ['BUND', ...LAENDER].map((code) => ({
    code,
    name: NAMES[code] ?? code,
    group: code === 'BUND' ? 'BUND' : 'LAND',
  })),
  KOENIGSTEIN_2019,
)

/** An electorate of one group of members, with the given shares or none. */
export function members(count: number, shares: readonly number[] = []): Electorate {
  const electors = Array.from({ length: count }, (_, index) => ({
    code: `M${index + 1}`,
    name: `Mitglied ${index + 1}`,
    group: 'MITGLIED',
    share: BigInt(shares[index] ?? 0),
  }))
  return {
    electors,
    shareTotal: electors.reduce((sum, { share }) => sum + share, 0n),
    keyId: 'inline',
  }
}

/** A profile from what differs from the usual; thresholds without id and source get them. */
export function profile(
  thresholds: readonly Record<string, unknown>[],
  more: Record<string, unknown> = {},
): Profile {
  const source = { paragraph: 'Probe § 1', mark: 'derived' }
  const quorum = (more['quorum'] ?? []) as readonly Record<string, unknown>[]
  return profileSchema.parse({
    id: 'probe',
    name: { de: 'Probe', en: 'Sample' },
    request: { anyOf: [] },
    period: { amount: 14, unit: 'calendarDays', min: 1 },
    shift: 'none',
    silence: 'abstain',
    abstention: { allowed: true, leavesBase: true },
    tie: 'rejected',
    visibility: 'open',
    statedBy: 'chair',
    scope: 'all',
    thresholds: thresholds.map((rule, index) => ({ id: `t${index + 1}`, source, ...rule })),
    ...more,
    quorum: quorum.map((rule, index) => ({ id: `q${index + 1}`, source, ...rule })),
  })
}

const TREATY = { paragraph: 'IT-Staatsvertrag § 1 Abs. 7', mark: 'verified' }

/** IT-Staatsvertrag § 1 Abs. 7 Satz 1. */
export const BESCHLUSS = profile(
  [
    { id: 'bund', kind: 'requiredConsents', parties: ['BUND'], source: TREATY },
    { id: 'laender', kind: 'minCount', group: 'LAND', n: 11, source: TREATY },
    { id: 'anteile', kind: 'minWeight', group: 'LAND', num: 2, den: 3, source: TREATY },
  ],
  { id: 'itplr-beschluss', abstention: { allowed: true, leavesBase: false } },
)

/** IT-Staatsvertrag § 1 Abs. 7 Satz 2, with the Geschäftsordnung's reading of an abstention. */
export const EMPFEHLUNG = profile(
  [{ id: 'mehrheit', kind: 'majority', num: 1, den: 2, of: 'present', source: TREATY }],
  { id: 'itplr-empfehlung' },
)

const LETTERS: Record<string, Choice> = { j: 'consent', n: 'reject', e: 'abstain' }

/** Votes as a line: `jjnee.` gives the electors in their order Ja, Ja, Nein, Enthaltung, Enthaltung, none. */
function line(electorate: Electorate, letters: string): Map<PartyCode, Choice> {
  const votes = new Map<PartyCode, Choice>()
  electorate.electors.forEach(({ code }, index) => {
    const choice = LETTERS[letters[index] ?? '.']
    if (choice) votes.set(code, choice)
  })
  return votes
}

/** Counts a line of votes; closed unless said otherwise. */
export function count(
  rules: Profile,
  electorate: Electorate,
  letters: string,
  more: { closed?: boolean; chair?: PartyCode } = {},
): Tally {
  const votes = line(electorate, letters)
  return tally({ profile: rules, electorate, votes, closed: true, ...more })
}

/** Those who consent, the others silent or rejecting. */
export function consents(
  parties: readonly PartyCode[],
  rest: readonly PartyCode[] = [],
): Map<PartyCode, Choice> {
  return new Map([
    ...parties.map((party) => [party, 'consent'] as const),
    ...rest.map((party) => [party, 'reject'] as const),
  ])
}
