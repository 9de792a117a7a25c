// A round before a session as a council might see it: sixteen Länder with made-up figures in every state; leaves judging to the tests that use it.
import {
  type CountName,
  coverageOf,
  type OtherAnswer,
  type PartyFigures,
  type RoundFigures,
  type ServiceCounts,
  type ServiceFigures,
} from '../../src/core/reports/figures.ts'

const NOTHING_SAID: ServiceCounts = {
  responsible: undefined,
  live: undefined,
  inRollout: undefined,
  contractSigned: undefined,
  maturity: undefined,
  transactions: undefined,
}

/** `[responsible, live, live before]` of the first service, by Land; what is not there did not report. */
const SAID: Readonly<Record<string, readonly [string, number, number, number]>> = {
  BW: ['Baden-Württemberg', 1101, 214, 180],
  BY: ['Bayern', 2056, 611, 540],
  BE: ['Berlin', 12, 12, 9],
  BB: ['Brandenburg', 413, 207, 150],
  HB: ['Bremen', 2, 2, 2],
  HH: ['Hamburg', 7, 7, 7],
  HE: ['Hessen', 421, 130, 131],
  MV: ['Mecklenburg-Vorpommern', 724, 3, 0],
  NI: ['Niedersachsen', 941, 0, 0],
  NW: ['Nordrhein-Westfalen', 396, 395, 201],
  RP: ['Rheinland-Pfalz', 2301, 90, 60],
  SH: ['Schleswig-Holstein', 1106, 0, 0],
  TH: ['Thüringen', 605, 61, 61],
}
const SILENT: Readonly<Record<string, readonly [string, PartyFigures['standing']]>> = {
  SL: ['Saarland', 'accepted'],
  SN: ['Sachsen', 'missing'],
  ST: ['Sachsen-Anhalt', 'returned'],
}

const SERVICES = [
  { id: 'einbuergerung', name: { de: 'Einbürgerung', en: 'Naturalisation' } },
  { id: 'wohngeld', name: { de: 'Wohngeld', en: 'Housing benefit' } },
] as const

export function aService(
  service: string,
  counts: Partial<ServiceCounts>,
  before?: Partial<ServiceCounts>,
): ServiceFigures {
  const all = { ...NOTHING_SAID, ...counts }
  return {
    service,
    counts: all,
    coverage: coverageOf(all),
    before: before && { ...NOTHING_SAID, ...before },
  }
}

function anAnswer(field: string, de: string, value?: string, before?: string): OtherAnswer {
  const both = (text: string | undefined) =>
    text === undefined ? undefined : { de: text, en: text }
  return {
    field,
    label: { de, en: `${de} (en)` },
    kind: 'text',
    value: both(value),
    before: both(before),
  }
}

function aParty(party: string, name: string, more: Partial<PartyFigures>): PartyFigures {
  return {
    party,
    name,
    standing: 'accepted',
    receipt: `R-3/2023-${party}-1`,
    filedAt: Date.UTC(2023, 9, 20, 9),
    services: [],
    others: [],
    ...more,
  }
}

export function aRound(more: Partial<RoundFigures> = {}): RoundFigures {
  const said = Object.entries(SAID).map(([code, [name, responsible, live, before]]) =>
    aParty(code, name, {
      services: [
        aService(
          'einbuergerung',
          { responsible, live, inRollout: Math.min(20, responsible - live), maturity: 3 },
          { responsible, live: before },
        ),
        aService('wohngeld', {
          responsible,
          live: code === 'HH' ? responsible : Math.floor(live / 3),
        }),
      ],
      others: [
        anAnswer('aktivitaeten', 'Aktivitäten', `Begleitung der Stellen in ${name}.`),
        anAnswer('hindernisse', 'Hindernisse'),
      ],
    }),
  )
  const silent = Object.entries(SILENT).map(([code, [name, standing]]) =>
    aParty(
      code,
      name,
      standing === 'accepted' ? {} : { standing, receipt: undefined, filedAt: undefined },
    ),
  )
  const parties = [...said, ...silent].sort((a, b) => a.name.localeCompare(b.name, 'de'))
  return {
    round: 'R-3/2023',
    title: {
      de: 'Runde R-3/2023: Zwischenstandsbericht zum Kommunalpakt zur 42. Sitzung',
      en: 'Round R-3/2023: Interim report on the municipal pact for session 42',
    },
    asOf: '2023-09-29',
    due: Date.UTC(2023, 9, 26, 22),
    zone: 'Europe/Berlin',
    closedAt: Date.UTC(2023, 9, 30, 9),
    before: { round: 'R-2/2023', asOf: '2023-06-01' },
    services: SERVICES,
    parties,
    sums: sumsOf(parties),
    layout: [
      ['BUND', '', 'SH', 'HH', 'MV', ''],
      ['', 'HB', 'NI', 'ST', 'BE', 'BB'],
      ['', 'NW', 'HE', 'TH', 'SN', ''],
      ['SL', 'RP', 'BW', 'BY', '', ''],
    ],
    ...more,
  }
}

function changeIn(rows: readonly ServiceFigures[]): number | undefined {
  const both = rows.filter(({ before }) => before?.live !== undefined)
  return both.length === 0
    ? undefined
    : both.reduce((all, { counts, before }) => all + (counts.live ?? 0) - (before?.live ?? 0), 0)
}

function sumsOf(parties: readonly PartyFigures[]): RoundFigures['sums'] {
  return SERVICES.map(({ id }) => {
    const rows = parties.flatMap(({ services }) => services.filter(({ service }) => service === id))
    const sum = (name: CountName, of: (row: ServiceFigures) => ServiceCounts | undefined) => {
      const numbers = rows.map((row) => of(row)?.[name]).filter((one) => one !== undefined)
      return numbers.length === 0 ? undefined : numbers.reduce((a, b) => a + b)
    }
    const counts = (of: (row: ServiceFigures) => ServiceCounts | undefined) => ({
      responsible: sum('responsible', of),
      live: sum('live', of),
      inRollout: sum('inRollout', of),
      contractSigned: sum('contractSigned', of),
      transactions: sum('transactions', of),
    })
    const all = counts((row) => row.counts)
    return {
      service: id,
      counts: all,
      coverage: coverageOf(all),
      change: changeIn(rows),
      complete: rows.filter(({ coverage }) => coverage.complete).length,
      available: rows.filter(({ coverage }) => coverage.available).length,
      reported: rows.length,
    }
  })
}
