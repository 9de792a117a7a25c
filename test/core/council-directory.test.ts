// Who is who, as the council would note it in its minutes: by day, with the last day counting to its end.
import { describe, expect, test } from 'vitest'
import {
  accountRows,
  changes,
  createDirectory,
  mandateRows,
  showCouncil,
} from '../../src/core/council/index.ts'
import { Refusal } from '../../src/core/refusal.ts'
import { instantFromIso, isoInstant } from '../../src/core/time.ts'
import { BODY, councilOf, directoryOf, noon, room, SHIPPED, spoiled } from './council-samples.ts'

const HE = '      - { party: HE, role: member, person: mitglied-he, from: 2010-01-01 }'

/** Hessen's member ends on 31 December 2023; on 1 January 2024 the chair's person follows. */
const SUCCESSION = spoiled(
  HE,
  `${HE.replace('2010-01-01', '2010-01-01, until: 2023-12-31')}\n${HE.replace('mitglied-he', 'vorsitz').replace('2010', '2024')}`,
)
const silvester = (time: string) => instantFromIso(`2023-12-31T${time}Z`)

describe('10 October 2023, noon', () => {
  const directory = directoryOf()
  const at = noon('2023-10-10')

  test('an account of the room is a person with mandate and role; an unknown account is nobody', () => {
    expect(directory.identify(room('mitglied-he'), at)).toEqual({
      person: 'mitglied-he',
      name: 'Mitglied Hessen',
      language: 'de',
      roles: ['member'],
      mandates: [{ body: BODY, party: 'HE', role: 'member' }],
    })
    expect(directory.identify(room('niemand'), at)).toBeUndefined()
    expect(directory.identify({ connection: 'slack', id: 'mitglied-he' }, at)).toBeUndefined()
  })

  test('chair, deputy chair, secretariat and advisers are known by their roles, without a mandate', () => {
    const roles = (id: string) => directory.identify(room(id), at)?.roles
    expect(roles('vorsitz')).toEqual(['chair'])
    expect(roles('stellvertretender-vorsitz')).toEqual(['deputyChair'])
    expect(roles('geschaeftsstelle-2')).toEqual(['secretariat'])
    expect(roles('beratend-bfdi')).toEqual(['adviser'])
    expect(directory.holders(BODY, 'secretariat', at).map(({ name }) => name)).toEqual([
      'Geschäftsstelle 1',
      'Geschäftsstelle 2',
    ])
  })

  test('Hessen is represented by its member, then its deputy, each with an account', () => {
    expect(directory.representatives(BODY, 'HE', at)).toMatchObject([
      { person: 'mitglied-he', role: 'member', accounts: [room('mitglied-he')] },
      { person: 'vertretung-he', role: 'deputy', accounts: [room('vertretung-he')] },
    ])
    const swapped = spoiled(
      HE,
      `      - { party: HE, role: deputy, person: vorsitz, from: 2010-01-01 }\n${HE}`,
    )
    const order = directoryOf(swapped).representatives(BODY, 'HE', at)
    expect(order.map(({ person }) => person)).toEqual(['mitglied-he', 'vorsitz', 'vertretung-he'])
  })

  test('seventeen vote; the shares are those of the key of 2019, the Bund has none', () => {
    const { electors, shareTotal, keyId } = directory.electorate(BODY, at)
    expect(electors).toHaveLength(17)
    expect([shareTotal, keyId]).toEqual([10_000_000n, 'koenigstein-2019'])
    expect(electors.find(({ code }) => code === 'HE')).toEqual({
      code: 'HE',
      name: 'Hessen',
      group: 'LAND',
      share: 743_709n,
    })
    expect(electors.find(({ code }) => code === 'BUND')?.share).toBe(0n)
  })

  test('names of parties and persons, also of those the file no longer has', () => {
    expect(directory.partyName(BODY, 'MV')).toBe('Mecklenburg-Vorpommern')
    expect(directory.nameOf('vorsitz')).toBe('Vorsitz')
    expect(directory.nameOf('ausgeschieden')).toBe('ausgeschieden')
    expect(directory.person('vorsitz')?.language).toBe('de')
    expect(directory.profile(BODY, 'itplr-beschluss')?.name.de).toBe('Beschluss')
    expect(directory.profile(BODY, 'nichts')).toBeUndefined()
  })

  test('everybody can be chosen, each with what they do in both languages', () => {
    const office = (id: string) => directory.persons().find((one) => one.id === id)?.office
    expect(directory.persons()).toHaveLength(40)
    expect(office('mitglied-he')).toEqual({ de: 'Stimmt für Hessen', en: 'Votes for Hessen' })
    expect(office('vertretung-bund')?.de).toBe('Stimmt in Vertretung für Bund')
    expect(office('beratend-bfdi')?.en).toBe('Advises, without a vote')
  })

  test("the council sees the council's place, its office both, a stranger none", () => {
    const seen = (id: string) => directory.placesFor(room(id), at).map((place) => place.id)
    expect(seen('mitglied-he')).toEqual(['umlauf'])
    expect(seen('beratend-bfdi')).toEqual(['umlauf'])
    expect(seen('vorsitz')).toEqual(['umlauf', 'geschaeftsstelle'])
    expect(seen('geschaeftsstelle-1')).toEqual(['umlauf', 'geschaeftsstelle'])
    expect(seen('niemand')).toEqual([])
    expect(directory.places(BODY, 'secretariat')).toMatchObject([
      { id: 'geschaeftsstelle', name: 'Geschäftsstelle', connections: ['room'], language: 'de' },
    ])
  })

  test("a party's place is seen by its own representatives and the office", () => {
    const text = spoiled(
      'places:',
      'places:\n  - { id: hessen, name: Hessen, purpose: party:HE, body: it-planungsrat, language: en, on: [] }',
    )
    const own = directoryOf(text)
    const sees = (id: string) => own.placesFor(room(id), at).some((place) => place.id === 'hessen')
    expect([sees('mitglied-he'), sees('vertretung-he'), sees('vorsitz')]).toEqual([
      true,
      true,
      true,
    ])
    expect([sees('mitglied-by'), sees('beratend-bfdi')]).toEqual([false, false])
    expect([own.placeLanguage('hessen'), own.placeLanguage('weg')]).toEqual(['en', 'de'])
  })
})

describe('Hessen changes its member at the turn of 2023 to 2024', () => {
  const directory = directoryOf(SUCCESSION)
  const member = (at: number) => directory.representatives(BODY, 'HE', at)[0]?.person

  test('until 24:00 in Berlin the old member votes, from then on the new one', () => {
    expect(member(silvester('22:59:59.999'))).toBe('mitglied-he')
    expect(member(silvester('23:00:00.000'))).toBe('vorsitz')
    expect(directory.identify(room('mitglied-he'), silvester('23:00:00.000'))?.mandates).toEqual([])
    expect(directory.identify(room('vorsitz'), silvester('23:00:00.000'))?.roles).toEqual([
      'chair',
      'member',
    ])
  })

  test('the old member is still reached, for a last word; a person of no file is not', () => {
    expect(directory.reach('mitglied-he')?.accounts).toEqual([room('mitglied-he')])
    expect(directory.reach('niemand')).toBeUndefined()
  })

  test('the store is told the same, as instants with an exclusive end', () => {
    const rows = mandateRows(directory.council).filter(({ party }) => party === 'HE')
    const until = rows.map((row) => row.validUntil && isoInstant(row.validUntil))
    expect(rows.map(({ person }) => person)).toEqual(['mitglied-he', 'vorsitz', 'vertretung-he'])
    expect(until).toEqual(['2023-12-31T23:00:00.000Z', null, null])
    expect(rows.map((row) => isoInstant(row.validFrom))[1]).toBe('2023-12-31T23:00:00.000Z')
    expect(accountRows(directory.council)).toHaveLength(40)
    expect(accountRows(directory.council)).toContainEqual({
      connection: 'room',
      externalId: 'vorsitz',
      person: 'vorsitz',
    })
  })

  test('the secretariat is told what the new file changes', () => {
    const words = changes(councilOf(SHIPPED), directory.council).map((change) => change.words)
    expect(words.map(({ de }) => de)).toEqual([
      'Geändert: Mandat Mitglied für Hessen: Mitglied Hessen, ab 2010-01-01: until war (leer), ist 2023-12-31.',
      'Neu: Mandat Mitglied für Hessen: Vorsitz, ab 2024-01-01.',
    ])
    expect(words[1]?.en).toBe('New: mandate as member for Hessen: Vorsitz, from 2024-01-01.')
  })
})

test('changes: nothing, the first file, a removed adviser, a rule', () => {
  const shipped = councilOf(SHIPPED)
  const de = (text: string) => changes(shipped, councilOf(text)).map(({ words }) => words.de)
  expect(changes(shipped, shipped)).toEqual([])
  expect(changes(undefined, shipped)[0]?.words.de).toBe('Erste Ratsdatei: 1 Gremium, 40 Personen.')
  expect(de(spoiled('      - { person: beratend-bfdi, from: 2010-01-01 }\n', ''))).toEqual([
    'Entfernt: Beratung: Beratend: BfDI, ab 2010-01-01.',
  ])
  expect(de(spoiled('amount: 14,', 'amount: 21,'))).toEqual([
    'Geändert: Regelprofil itplr-beschluss: period.amount war 14, ist 21.',
  ])
})

test('a body that is not there, and a key that is not in force, are refused', () => {
  const directory = directoryOf()
  expect(() => directory.body('bundesrat')).toThrow(Refusal)
  expect(() => directory.body('bundesrat')).toThrow(/Known: it-planungsrat/)
  expect(() => directory.electorate(BODY, noon('2018-12-31'))).toThrow(/not in force/)
  expect(directory.electorate(BODY, noon('2019-01-01')).keyId).toBe('koenigstein-2019')
})

test('with two bodies, a role is held in one of them and gives none in the other', () => {
  const council = councilOf(SHIPPED)
  const second = council.bodies.map((body) => ({
    ...body,
    id: 'beirat',
    mandates: [{ party: 'HE', role: 'member' as const, person: 'vorsitz', from: '2024-01-01' }],
    roles: { ...body.roles, chair: [], secretariat: [] },
    advisers: [],
  }))
  const directory = createDirectory({ ...council, bodies: [...second, ...council.bodies] }, 1)
  const rolesIn = (body: string, day: string) => directory.rolesIn(body, 'vorsitz', noon(day))
  expect(rolesIn('beirat', '2023-12-31')).toEqual([])
  expect(rolesIn('beirat', '2024-01-01')).toEqual(['member'])
  expect(rolesIn(BODY, '2024-01-01')).toEqual(['chair'])
  const bodyOf = (person: string) => directory.bodyOf(person, 'secretariat', noon('2024-01-01')).id
  expect(bodyOf('geschaeftsstelle-1')).toBe(BODY)
  expect(bodyOf('vorsitz')).toBe('beirat')
})

test('nobody is reached on a network that is not served, whatever accounts the file names', () => {
  const at = noon('2023-10-10')
  const reached = (served?: ReadonlySet<string>) =>
    createDirectory(councilOf(SHIPPED), 1, [], served)
      .representatives(BODY, 'HE', at)
      .map(({ accounts }) => accounts.length)
  expect(reached()).toEqual([1, 1])
  expect(reached(new Set(['room']))).toEqual([1, 1])
  expect(reached(new Set(['matrix-bund']))).toEqual([0, 0])
})

describe('numbers', () => {
  const directory = directoryOf()

  test.each([
    ['circulation', 7, '2023-10-10', '7/2023'],
    ['decision', 5, '2025-11-25', '2025/05'],
    ['decision', 33, '2025-11-26', 'B-2025/33-IT'],
    ['decision', 3, '2026-02-01', 'B-2026/03-IT'],
    ['decision', 123, '2026-12-01', 'B-2026/123-IT'],
    ['decision', 1, '2009-01-01', '2009/01'],
  ] as const)('the %s number %i of %s is %s', (series, n, date, written) => {
    expect(directory.numberAt(BODY, series, n, date)).toBe(written)
  })

  test('2023 goes on where the paper ended, other years start at 1', () => {
    expect(directory.firstNumber(BODY, 'circulation', 2023)).toBe(7)
    expect(directory.firstNumber(BODY, 'decision', 2023)).toBe(35)
    expect(directory.firstNumber(BODY, 'decision', 2024)).toBe(1)
  })

  const id = '0190b5f0-0000-7000-8000-000000000000'
  test.each([
    ['7/2023', { numbers: ['7/2023'] }],
    ['Umlauf 7/2023', { numbers: ['7/2023'] }],
    ['Umlaufverfahren Nr. 07 / 2023', { numbers: ['7/2023'] }],
    ['circulation 7-2023', { numbers: ['7/2023'] }],
    ['2023/35', { numbers: ['2023/35'] }],
    ['Beschluss 2023/5', { numbers: ['2023/05'] }],
    ['beschluss-2023-35', { numbers: ['2023/35'] }],
    ['Beschluss 7/2023', { numbers: [] }],
    ['B-2025/33-IT', { numbers: ['B-2025/33-IT'] }],
    ['b-2025-33-it', { numbers: ['B-2025/33-IT'] }],
    ['B–2025/33–IT', { numbers: ['B-2025/33-IT'] }],
    ['2023/2024', { numbers: ['2023/2024'] }],
    ['E-12', { draft: 12, numbers: [] }],
    ['e 12', { draft: 12, numbers: [] }],
    ['Entwurf 12', { draft: 12, numbers: [] }],
    [id, { id, numbers: [] }],
    [id.toUpperCase(), { id, numbers: [] }],
    ['12', { numbers: [] }],
    ['0/2023', { numbers: [] }],
    ['nächste Woche', { numbers: [] }],
    ['7'.repeat(100_000), { numbers: [] }],
  ])('%s is read as %o', (written, reading) => {
    expect(directory.reading(written)).toEqual(reading)
  })
})

test('the council is shown as of a day, in both languages, and the summary says it all', () => {
  const directory = directoryOf(SUCCESSION, 4)
  const shown = showCouncil(directory, noon('2024-01-01'), 'de')
  expect(shown.summary).toMatch(/^Ratsdatei Fassung 4, Stand Montag, 1\. Januar 2024\.\n/)
  expect(shown.summary).toContain('Hessen: Vorsitz; in Vertretung: Vertretung Hessen')
  expect(shown.summary).toContain('koenigstein-2019 (gilt für Abstimmungen)')
  expect(shown.summary).toContain('Beschluss (itplr-beschluss, üblich): Angenommen, wenn')
  const table = shown.blocks.find((block) => block.kind === 'table')
  expect(table?.rows).toHaveLength(17)
  expect(showCouncil(directory, noon('2024-01-01'), 'en').summary).toContain(
    'Hessen: Vorsitz; as deputy: Vertretung Hessen',
  )
  const unreachable = directoryOf(
    spoiled('accounts: [{ connection: room, id: mitglied-he }]', 'accounts: []'),
  )
  expect(showCouncil(unreachable, noon('2023-10-10'), 'de').summary).toContain(
    'Hessen: Mitglied Hessen (nicht erreichbar)',
  )
})
