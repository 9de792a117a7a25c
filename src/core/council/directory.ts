// Who is who by one version of the council file, at any instant; leaves storing versions to the store and wording to views.ts.
import type { Account, Directory, Role } from '../ports.ts'
import { Refusal } from '../refusal.ts'
import { type Electorate, type Profile, parseKey, withShares } from '../rules/index.ts'
import { type Bilingual, inBoth } from '../texts.ts'
import { type LocalDate, localDateOf } from '../time.ts'
import type {
  BodyId,
  ConnectionId,
  Instant,
  Language,
  PartyCode,
  PersonId,
  PlaceId,
} from '../values.ts'
import type { Body, Council, Holder } from './council.ts'
import { type MadeLink, withLinks } from './links.ts'
import { readReference, type Series, type WrittenReference, writtenNumber } from './numbers.ts'
import { accountsOf, holds, identityOf, known, officeOf, officesIn, partyNameIn } from './people.ts'
import { type DirectoryPlace, placesOf } from './places.ts'
import { councilTexts } from './texts.ts'

/** Somebody who holds an office at an instant, and how to reach them. */
export type Holding = {
  readonly person: PersonId
  readonly name: string
  readonly language: Language
  readonly accounts: readonly Account[]
}

type Representative = Holding & { readonly role: 'member' | 'deputy' }

/** Everybody who can be chosen in a rehearsal, with what they do. */
type DirectoryPerson = {
  readonly id: PersonId
  readonly name: string
  readonly language: Language
  readonly office: Bilingual
  readonly accounts: readonly Account[]
}

/** The council file as questions; whatever depends on time takes the instant. */
export interface CouncilDirectory extends Directory {
  readonly version: number
  /** The file itself, without linked accounts. */
  readonly council: Council
  readonly zone: string
  /** Accounts linked by code, beside those of the file; the oldest first. */
  readonly links: readonly MadeLink[]
  readonly bodies: readonly Body[]
  /** @throws Refusal `council.body` for a body that the file does not have. */
  body(id: BodyId): Body
  /** The first body in which this person holds this role; the first body of all where there is none. */
  bodyOf(person: PersonId, role: Role, at: Instant): Body
  /** What a person is in one body: an office gives no right in another. */
  rolesIn(body: BodyId, person: PersonId, at: Instant): readonly Role[]
  person(
    id: PersonId,
  ): { readonly id: PersonId; readonly name: string; readonly language: Language } | undefined
  /** The person's name; the id where the file no longer has the person. */
  nameOf(person: PersonId): string
  /** The party's name; its code where the file does not have the party or its body: a receipt is never lost for a name. */
  partyName(body: BodyId, party: PartyCode): string
  profile(body: BodyId, id: string): Profile | undefined
  /**
   * Who votes and with what share, by the body's voting key.
   * @throws Refusal `council.key` when that key is not in force at the instant.
   */
  electorate(body: BodyId, at: Instant): Electorate
  /** Who may vote for a party, the member first. */
  representatives(body: BodyId, party: PartyCode, at: Instant): readonly Representative[]
  holders(
    body: BodyId,
    role: 'chair' | 'deputyChair' | 'secretariat',
    at: Instant,
  ): readonly Holding[]
  /** Who heads the office of a party. */
  officeHeads(body: BodyId, party: PartyCode, at: Instant): readonly Holding[]
  /** How to reach a person of the file, whatever they hold now; undefined for one the file no longer has. */
  reach(person: PersonId): Holding | undefined
  places(body: BodyId, purpose: 'council' | 'secretariat'): readonly DirectoryPlace[]
  /** The places this person may see: who has any part in a body sees its council places, its office all of them. */
  placesFor(account: Account, at: Instant): readonly DirectoryPlace[]
  /** Under which id a network knows a place; undefined where the place is not on it. */
  channelOf(place: PlaceId, connection: ConnectionId): string | undefined
  placeOn(connection: ConnectionId, channel: string): DirectoryPlace | undefined
  persons(): readonly DirectoryPerson[]
  numberAt(body: BodyId, series: Series, n: number, date: LocalDate): string
  /** Where a year's count starts: 1, unless numbers of that year were given on paper before. */
  firstNumber(body: BodyId, series: Series, year: number): number
  /** What somebody may have meant by a written number, by every pattern the bodies ever used. */
  reading(written: string): WrittenReference
}

/**
 * Builds the directory of one version of the file, which `readCouncil` has accepted, and of the accounts linked beside it.
 * Nobody is reached on a connection that is not among `served`; without it all are.
 */
export function createDirectory(
  council: Council,
  version: number,
  links: readonly MadeLink[] = [],
  served?: ReadonlySet<ConnectionId>,
): CouncilDirectory {
  const { bodies, zone } = council
  const linked = withLinks(council, links)
  return {
    version,
    council,
    zone,
    bodies,
    links,
    ...peopleOf(linked),
    ...officesOf(linked, served),
    ...placesOf(linked),
    ...votingOf(council),
    ...numbersOf(council),
  }
}

type Part<Names extends keyof CouncilDirectory> = Pick<CouncilDirectory, Names>

function finderOf({ bodies }: Council): (id: BodyId) => Body {
  return (id) => {
    const found = bodies.find((body) => body.id === id)
    if (found) return found
    const known = bodies.map((body) => body.id)
    throw new Refusal(
      'council.body',
      inBoth(councilTexts, (texts) => texts.bodyUnknown(id, known)),
    )
  }
}

function peopleOf(
  council: Council,
): Part<'identify' | 'bodyOf' | 'rolesIn' | 'person' | 'nameOf' | 'persons'> {
  const { bodies, zone, persons } = council
  const body = finderOf(council)
  const byId = new Map(persons.map((person) => [person.id, person]))
  const byAccount = accountsOf(persons)
  const rolesIn = (one: Body, person: PersonId, at: Instant): Role[] => {
    const { roles, mandates } = officesIn(one, person, localDateOf(at, zone))
    return [...roles, ...mandates.map(({ role }) => role)]
  }
  return {
    identify: (account, at) => {
      const person = byAccount(account)
      return person && identityOf(person, bodies, localDateOf(at, zone))
    },
    bodyOf: (person, role, at) =>
      bodies.find((one) => rolesIn(one, person, at).includes(role)) ?? body(bodies[0]?.id ?? ''),
    rolesIn: (id, person, at) => rolesIn(body(id), person, at),
    person: (id) => byId.get(id),
    nameOf: (id) => byId.get(id)?.name ?? id,
    persons: () =>
      persons.map((person) => ({
        id: person.id,
        name: person.name,
        language: person.language,
        office: person.office ?? officeOf(person.id, bodies),
        accounts: person.accounts,
      })),
  }
}

function officesOf(
  council: Council,
  served: ReadonlySet<ConnectionId> | undefined,
): Part<'representatives' | 'holders' | 'officeHeads' | 'reach'> {
  const { zone, persons } = council
  const body = finderOf(council)
  const byId = new Map(persons.map((person) => [person.id, person]))
  const seats = new Map(
    council.bodies.map((one) => [one.id, Map.groupBy(one.mandates, ({ party }) => party)]),
  )
  const holding = ({ person }: Pick<Holder, 'person'>): Holding => {
    const { name, language, accounts } = known(byId, person)
    const reached = accounts.filter(({ connection }) => served?.has(connection) ?? true)
    return { person, name, language, accounts: reached }
  }
  return {
    reach: (person) => (byId.has(person) ? holding({ person }) : undefined),
    representatives: (id, party, at) => {
      const day = localDateOf(at, zone)
      const held = seats.get(body(id).id)?.get(party) ?? []
      const valid = held.filter((one) => holds(one, day))
      const order = { member: 0, deputy: 1 }
      return valid
        .map((mandate) => ({ ...holding(mandate), role: mandate.role }))
        .sort((a, b) => order[a.role] - order[b.role])
    },
    officeHeads: (id, party, at) => {
      const day = localDateOf(at, zone)
      return body(id)
        .officeHeads.filter((one) => one.party === party && holds(one, day))
        .map(holding)
    },
    holders: (id, role, at) => {
      const day = localDateOf(at, zone)
      return body(id)
        .roles[role].filter((one) => holds(one, day))
        .map(holding)
    },
  }
}

function votingOf(council: Council): Part<'body' | 'partyName' | 'profile' | 'electorate'> {
  const body = finderOf(council)
  return {
    body,
    partyName: (id, party) => {
      const found = council.bodies.find((one) => one.id === id)
      return found ? partyNameIn(found, party) : party
    },
    profile: (id, profile) => body(id).profiles.find((one) => one.id === profile),
    electorate: (id, at) => electorateOf(body(id), localDateOf(at, council.zone)),
  }
}

/** The body's parties with the shares of its voting key, which must be in force on the day; without a key nobody has any. */
export function electorateOf(body: Body, day?: LocalDate): Electorate {
  const electors = body.parties.map(({ code, name, group }) => ({ code, name, group }))
  const key = body.keys.find(({ id }) => id === body.votingKey)
  if (!key) return withShares(electors, { id: 'none', shares: new Map() })
  if (day !== undefined && !holds({ from: key.validFrom, until: key.validTo }, day)) {
    throw new Refusal(
      'council.key',
      inBoth(councilTexts, (texts) => texts.keyNotInForce(key.id)),
    )
  }
  return withShares(electors, { id: key.id, shares: parseKey(key.shares) })
}

function numbersOf(council: Council): Part<'numberAt' | 'firstNumber' | 'reading'> {
  const body = finderOf(council)
  const series = {
    circulation: council.bodies.map(({ numbers }) => numbers.circulation),
    decision: council.bodies.map(({ numbers }) => numbers.decision),
  }
  return {
    numberAt: (id, of, n, date) => writtenNumber(body(id).numbers[of], n, date),
    firstNumber: (id, of, year) => body(id).numbers[of].starts[String(year)] ?? 1,
    reading: (written) => readReference(written, series),
  }
}
