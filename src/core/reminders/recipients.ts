// Whom a stage reaches: who is away or cannot be reached is passed over, from the representatives to the secretariat; leaves when to stages.ts.
import type { CouncilDirectory } from '../council/index.ts'
import type { Recipients } from '../rules/index.ts'
import { localDateOf } from '../time.ts'
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
  const present = presentIn(matter, party, attendance)
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

function presentIn(matter: Matter, party: PartyCode, attendance: Attendance): Present {
  const { directory, absences, now } = attendance
  const day = localDateOf(now, directory.zone)
  const representatives = directory.representatives(matter.body, party, now)
  const named = (role: 'member' | 'deputy') => representatives.filter((one) => one.role === role)
  const owner = matter.owners[party]
  const people = {
    representatives: () =>
      owner === undefined ? named('member') : [directory.reach(owner) ?? []].flat(),
    deputy: () => (owner === undefined ? named('deputy') : representatives),
    officeHead: () => (matter.secret ? [] : directory.officeHeads(matter.body, party, now)),
  }
  return (rung) =>
    people[rung]()
      .filter(({ person, accounts }) => accounts.length > 0 && !isAway(absences, person, day))
      .map(({ person }) => person)
}
