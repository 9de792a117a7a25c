// Who is away on a day, from entries that are only ever added; leaves who takes their place to recipients.ts.
import type { LocalDate } from '../time.ts'
import type { Instant, PersonId } from '../values.ts'

/** What was said of a person for some days, both included. `away: false` takes back what was said before. */
export type Absence = {
  readonly person: PersonId
  readonly from: LocalDate
  readonly until: LocalDate
  readonly away: boolean
  readonly by: PersonId
  readonly at: Instant
}

/** Of the entries that name the day the newest holds; they come in the order in which they were made. */
export function isAway(absences: readonly Absence[], person: PersonId, day: LocalDate): boolean {
  return awayUntil(absences, person, day) !== undefined
}

/** The last day of the absence that holds on that day; undefined for who is there. */
export function awayUntil(
  absences: readonly Absence[],
  person: PersonId,
  day: LocalDate,
): LocalDate | undefined {
  const names = (one: Absence) => one.person === person && one.from <= day && day <= one.until
  const newest = absences.findLast(names)
  return newest?.away ? newest.until : undefined
}
