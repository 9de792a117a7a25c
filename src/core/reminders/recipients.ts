// Whom a stage reaches: who is away or cannot be reached is passed over, from the representatives to the secretariat; leaves when to stages.ts.
import type { CouncilDirectory } from '../council/index.ts'
import type { Recipients } from '../rules/index.ts'
import { type LocalDate, localDateOf } from '../time.ts'
import type { Instant, PartyCode, PersonId } from '../values.ts'
import { type Absence, isAway } from './absence.ts'
import type { Matter } from './matter.ts'

/** Who is who, and who is away. */
export type Attendance = {
  readonly directory: CouncilDirectory
  readonly absences: readonly Absence[]
  readonly now: Instant
}

/** Who gets a reminder; `office`: the list of the secretariat names the party. */
export type Reached = { readonly people: readonly PersonId[]; readonly office: boolean }

/** Whom that stage reaches for that party now. */
export function reachedBy(
  to: readonly Recipients[],
  matter: Matter,
  party: PartyCode,
  attendance: Attendance,
): Reached {
  const owner = matter.owners[party]
  const day = localDateOf(attendance.now, attendance.directory.zone)
  const present = presentIn({ ...matter, owner }, party, attendance, day)
  const people = new Set<PersonId>()
  let office = false
  for (const one of to) {
    const found = firstOf(LADDER.slice(LADDER.indexOf(one)), present)
    for (const person of found ?? []) people.add(person)
    office ||= found === undefined
  }
  return { people: [...people], office: office && !matter.secret }
}

const LADDER = ['representatives', 'deputy', 'officeHead', 'secretariat'] as const

/**
 * Who is reminded on a day in place of a person, for each party whose member or deputy they are; nobody where only the
 * secretariat is left.
 */
export function laddersOf(
  person: PersonId,
  { directory, absences, now }: Attendance,
  day: LocalDate,
): readonly { readonly party: string; readonly people: readonly PersonId[] }[] {
  return directory.bodies.flatMap(({ id, parties }) =>
    parties.flatMap(({ code, name }) => {
      if (!directory.representatives(id, code, now).some((one) => one.person === person)) return []
      const whose = { body: id, owner: undefined, secret: false }
      const present = presentIn(whose, code, { directory, absences, now }, day)
      return [{ party: name, people: firstOf(LADDER, present) ?? [] }]
    }),
  )
}

type Present = (rung: Exclude<Recipients, 'secretariat'>) => readonly PersonId[]

/** The people of the first rung on which somebody is there; undefined where only the secretariat is left. */
function firstOf(rungs: readonly Recipients[], present: Present): readonly PersonId[] | undefined {
  for (const rung of rungs) {
    if (rung === 'secretariat') return undefined
    const people = present(rung)
    if (people.length > 0) return people
  }
  return undefined
}

/** The people of a party in a body, and who of them is there on that day. */
function presentIn(
  {
    body,
    owner,
    secret,
  }: Pick<Matter, 'body' | 'secret'> & { readonly owner: PersonId | undefined },
  party: PartyCode,
  { directory, absences, now }: Attendance,
  day: LocalDate,
): Present {
  const representatives = directory.representatives(body, party, now)
  const named = (role: 'member' | 'deputy') => representatives.filter((one) => one.role === role)
  const people = {
    representatives: () =>
      owner === undefined ? named('member') : [directory.reach(owner) ?? []].flat(),
    deputy: () => (owner === undefined ? named('deputy') : representatives),
    officeHead: () => (secret ? [] : directory.officeHeads(body, party, now)),
  }
  return (rung) =>
    people[rung]()
      .filter(({ person, accounts }) => accounts.length > 0 && !isAway(absences, person, day))
      .map(({ person }) => person)
}
