// The cross checks of a council file: names point somewhere, terms do not overlap, keys and profiles can work; leaves its form to the schema.
import type { Calendar } from '../calendar/index.ts'
import { Refusal } from '../refusal.ts'
import { checkProfile, parseKey } from '../rules/index.ts'
import type { Body, Council, Fault, Mandate } from './council.ts'
import { electorateOf } from './directory.ts'
import { doubles, fault, type Terms, termFaults, unknown, when } from './faults.ts'
import { presencesIn } from './places.ts'
import { reportingFaults, serviceFaults } from './reporting-check.ts'

type Path = Fault['path']

/** Every fault of a council whose form is right. */
export function checkCouncil(council: Council): Fault[] {
  const { connections, places, persons, bodies } = council
  const bodyIds = bodies.map(({ id }) => id)
  const networks = connections.map(({ id }) => id)
  const on = presencesIn(council)
  return [
    ...doubles(
      'connection',
      connections.map(({ id }, i) => [id, ['connections', i, 'id']]),
    ),
    ...doubles(
      'place',
      places.map(({ id }, i) => [id, ['places', i, 'id']]),
    ),
    ...doubles(
      'person',
      persons.map(({ id }, i) => [id, ['persons', i, 'id']]),
    ),
    ...doubles(
      'bodyWord',
      bodies.map(({ id }, i) => [id, ['bodies', i, 'id']]),
    ),
    ...places.flatMap(({ id: place, body, purpose }, i) => [
      ...unknown('bodyWord', body, bodyIds, ['places', i, 'body']),
      ...doubles(
        'connection',
        on.flatMap((one) => (one.place === place ? [[one.connection, one.path]] : [])),
      ),
      ...partyOfPlace(
        purpose,
        bodies.find(({ id }) => id === body),
        ['places', i, 'purpose'],
      ),
    ]),
    ...on.flatMap(({ connection, path }) => unknown('connection', connection, networks, path)),
    // what is posted for one place must not stand in another one too
    ...doubles(
      'channel',
      on.map(({ connection, id, path }) => [`${connection}: ${id}`, path]),
    ),
    ...accountFaults(council, networks),
    ...serviceFaults(council),
    ...bodies.flatMap((body, i) => bodyFaults(body, council, ['bodies', i])),
  ]
}

function partyOfPlace(purpose: string, body: Body | undefined, path: Path): Fault[] {
  const [, party] = purpose.split(':')
  return party && body ? unknown('party', party, partiesOf(body), path) : []
}

function accountFaults({ persons }: Council, networks: readonly string[]): Fault[] {
  const owners = new Map<string, string>()
  return persons.flatMap((person, i) =>
    person.accounts.flatMap((account, j) => {
      const path = ['persons', i, 'accounts', j]
      const key = `${account.connection}\n${account.id}`
      const owner = owners.get(key)
      if (owner === undefined) owners.set(key, person.id)
      return [
        ...unknown('connection', account.connection, networks, [...path, 'connection']),
        ...when(owner !== undefined, path, (texts) => texts.accountTwice(owner ?? '', person.id)),
      ]
    }),
  )
}

function bodyFaults(body: Body, council: Council, path: Path): Fault[] {
  const { persons } = council
  const people = persons.map(({ id }) => id)
  const codes = partiesOf(body)
  const { parties, mandates, keys, profiles, votingKey, defaultProfile, advisers } = body
  const held = (terms: Terms, where: Path) => termFaults(terms, people, where)
  const keyIds = keys.map(({ id }) => id)
  const profileIds = profiles.map(({ id }) => id)
  return [
    ...doubles(
      'party',
      parties.map(({ code }, i) => [code, [...path, 'parties', i, 'code']]),
    ),
    ...doubles(
      'key',
      keyIds.map((id, i) => [id, [...path, 'keys', i, 'id']]),
    ),
    ...doubles(
      'profile',
      profileIds.map((id, i) => [id, [...path, 'profiles', i, 'id']]),
    ),
    ...layoutFaults(body, [...path, 'layout']),
    ...held(mandates, [...path, 'mandates']),
    ...mandates.flatMap(({ party }, i) =>
      unknown('party', party, codes, [...path, 'mandates', i, 'party']),
    ),
    ...overlapFaults(body, [...path, 'mandates']),
    ...Object.entries(body.roles).flatMap(([role, terms]) => held(terms, [...path, 'roles', role])),
    ...held(advisers, [...path, 'advisers']),
    ...officeFaults(body, [...path, 'roles']),
    ...keys.flatMap((_, i) => keyFaults(body, i, [...path, 'keys', i])),
    ...(votingKey === undefined ? [] : unknown('key', votingKey, keyIds, [...path, 'votingKey'])),
    ...unknown('profile', defaultProfile, profileIds, [...path, 'defaultProfile']),
    ...profileFaults(body, [...path, 'profiles']),
    ...numberFaults(body, [...path, 'numbers']),
    ...held(body.officeHeads, [...path, 'officeHeads']),
    ...body.officeHeads.flatMap(({ party }, i) =>
      unknown('party', party, codes, [...path, 'officeHeads', i, 'party']),
    ),
    ...reportingFaults(body, council, path),
  ]
}

const partiesOf = (body: Body) => body.parties.map(({ code }) => code)

/** Somebody must prepare circulations, and somebody must state their results (Feststellung). */
function officeFaults({ roles, profiles }: Body, path: Path): Fault[] {
  const chaired = profiles.some(({ statedBy }) => statedBy === 'chair')
  const nobodyChairs = roles.chair.length + roles.deputyChair.length === 0
  return [
    ...when(chaired && nobodyChairs, path, (texts) => texts.noOffice('chair')),
    ...when(roles.secretariat.length === 0, path, (texts) => texts.noOffice('secretariat')),
  ]
}

/**
 * Every place whose holidays are asked for stands in the calendar. Apart from `checkCouncil`, because a stored version of
 * the file is read again without a calendar.
 */
export function checkPlaces({ bodies }: Council, calendar: Calendar): Fault[] {
  const known = Object.keys(calendar.places)
  return bodies.flatMap((body, i) => [
    ...unknown('calendarPlace', body.seat, known, ['bodies', i, 'seat']),
    ...body.parties.flatMap(({ place }, j) =>
      unknown('calendarPlace', place, known, ['bodies', i, 'parties', j, 'place']),
    ),
    ...body.profiles.flatMap(({ shift }, j) =>
      typeof shift === 'string'
        ? []
        : unknown('calendarPlace', shift.place, known, [
            'bodies',
            i,
            'profiles',
            j,
            'shift',
            'place',
          ]),
    ),
  ])
}

/** Each mandate against those before it: one seat is held once, and a party has one member at a time. One collision of a kind is said. */
function overlapFaults(body: Body, path: Path): Fault[] {
  const numbered = body.mandates.map((mandate, i) => ({ mandate, i }))
  // others cannot collide: of tens of thousands not each is held against each
  const ofParty = Map.groupBy(numbered, ({ mandate }) => mandate.party)
  const ofPerson = Map.groupBy(numbered, ({ mandate }) => mandate.person)
  return numbered.flatMap(({ mandate, i }) => {
    const { person, party, role } = mandate
    const before = (group: typeof numbered = [], meets: (earlier: Mandate) => boolean) =>
      group.find((one) => one.i < i && meets(one.mandate) && overlap(one.mandate, mandate))?.mandate
    const other = before(
      ofParty.get(party),
      (earlier) => earlier.person === person || (earlier.role === 'member' && role === 'member'),
    )
    const elsewhere = body.oneSeatPerPerson
      ? before(ofPerson.get(person), (earlier) => earlier.party !== party)
      : undefined
    const said = (say: Parameters<typeof fault>[1]) => fault([...path, i], say)
    const from = [mandate.from, other?.from ?? ''].sort()[1] ?? mandate.from
    return [
      ...(other?.person === person ? [said((texts) => texts.overlap(person, party, from))] : []),
      ...(other && other.person !== person
        ? [said((texts) => texts.twoMembers(other.person, person, party, from))]
        : []),
      ...(elsewhere ? [said((texts) => texts.twoSeats(person, elsewhere.party, party))] : []),
    ]
  })
}

function overlap(a: Mandate, b: Mandate): boolean {
  const starts = (x: Mandate, y: Mandate) => y.until === undefined || x.from <= y.until
  return starts(a, b) && starts(b, a)
}

/** A key sums to 100 %, names only parties of the body, and leaves out nobody of a group that it weighs. */
function keyFaults(body: Body, index: number, path: Path): Fault[] {
  const shares = body.keys[index]?.shares ?? {}
  const weighed = new Set(
    body.parties.filter(({ code }) => code in shares).map(({ group }) => group),
  )
  const lacking = body.parties.filter(({ code, group }) => weighed.has(group) && !(code in shares))
  const { validFrom = '', validTo } = body.keys[index] ?? {}
  return [
    ...sumFaults(shares, [...path, 'shares']),
    ...Object.keys(shares).flatMap((party) =>
      unknown('party', party, partiesOf(body), [...path, 'shares', party]),
    ),
    ...lacking.map(({ code }) => fault([...path, 'shares'], (texts) => texts.lackingShare(code))),
    ...when(validTo !== undefined && validTo < validFrom, [...path, 'validTo'], (texts) =>
      texts.endsBeforeStart(validFrom, validTo ?? ''),
    ),
  ]
}

function sumFaults(shares: Readonly<Record<string, string>>, path: Path): Fault[] {
  try {
    parseKey(shares)
    return []
  } catch (error) {
    if (!(error instanceof Refusal)) throw error
    return [{ path: error.field === undefined ? path : [...path, error.field], words: error.words }]
  }
}

/** A profile that could never pass with these parties and this key is refused; a key with faults of its own is not counted. */
function profileFaults(body: Body, path: Path): Fault[] {
  const key = body.keys.find(({ id }) => id === body.votingKey)
  if (key && sumFaults(key.shares, []).length > 0) return []
  const electorate = electorateOf(body)
  return body.profiles.flatMap((profile, i) =>
    checkProfile(profile, electorate)
      .filter(({ severity }) => severity === 'error')
      .map((found) => ({ path: [...path, i, ...found.path], words: found.words })),
  )
}

function numberFaults({ numbers }: Body, path: Path): Fault[] {
  return Object.entries(numbers).flatMap(([series, { patterns }]) =>
    patterns.flatMap(({ from }, i) =>
      when(
        (patterns[i - 1]?.from ?? '') >= from,
        [...path, series, 'patterns', i, 'from'],
        (texts) => texts.patternOrder,
      ),
    ),
  )
}

function layoutFaults(body: Body, path: Path): Fault[] {
  if (!body.layout) return []
  const tiles = body.layout.flatMap((row, i) =>
    row.flatMap((code, j) => (code === '' ? [] : [[code, [...path, i, j]] as const])),
  )
  const codes = partiesOf(body)
  const lacking = codes.filter((party) => !tiles.some(([code]) => code === party))
  return [
    ...tiles.flatMap(([code, where]) => unknown('party', code, codes, where)),
    ...doubles('party', tiles),
    ...lacking.map((party) => fault(path, (texts) => texts.layoutLacks(party))),
  ]
}
