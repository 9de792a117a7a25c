// When the digest of a body is due, by the council file, the calendar of its seat and what was made before, and what its store must keep; leaves what it says to digest-views.ts.
import { type Calendar, proposeWorkingDay } from '../calendar/index.ts'
import { type CouncilDirectory, DIGEST_DAYS, type Digest } from '../council/index.ts'
import type { Quiet } from '../reminders/index.ts'
import { addDays, type LocalDate, localDateOf, usualInstantOf, weekday } from '../time.ts'
import type { BodyId, Instant } from '../values.ts'

/** One that was made: `n` is its place among all, `day` the day on which it was due. */
export type MadeDigest = { readonly n: number; readonly body: BodyId; readonly day: LocalDate }

/** What is kept. Bound to one transaction. */
export interface DigestStore {
  /** When that version of the council file came into force: what was due before is nobody's digest. */
  inForceSince(version: number): Promise<Instant>
  /** The newest day of each body, whether its digest had something to say or not. */
  newest(): Promise<ReadonlyMap<BodyId, LocalDate>>
  /** Makes one; where somebody else did, nothing happens: a body has one for a day. */
  add(digest: {
    readonly body: BodyId
    readonly day: LocalDate
    readonly at: Instant
  }): Promise<void>
  /** Those whose posts may not stand yet, the oldest first. */
  unposted(): Promise<readonly MadeDigest[]>
  /** All posts of a body stand, up to that one. */
  posted(body: BodyId, n: number): Promise<void>
}

/** The day of a digest and its instant on it. */
type Due = { readonly day: LocalDate; readonly at: Instant }

/** Longer than any stretch without a chosen day that is a working day. */
const DAYS_BACK = 21

/** The last digest whose instant has come, and the next one. A chosen day that is a day off stands for the next working day. */
export function digestsAround(
  { days, at }: Digest,
  { calendar, place, zone }: Quiet,
  now: Instant,
): { readonly latest: Due | undefined; readonly next: Due } {
  const chosen = new Set(days.map((day) => DIGEST_DAYS.indexOf(day) + 1))
  let latest: Due | undefined
  for (let date = addDays(localDateOf(now, zone), -DAYS_BACK); ; date = addDays(date, 1)) {
    if (!chosen.has(weekday(date))) continue
    const day = proposeWorkingDay(calendar, [place], date)
    const due = { day, at: usualInstantOf(day, at, zone) }
    if (due.at > now) return { latest, next: due }
    latest = due
  }
}

/** Where a body sits and when it is quiet there; undefined for one that wants no digest. */
export function seatOf(
  directory: CouncilDirectory,
  body: BodyId,
  calendar: Calendar,
): (Quiet & { readonly rule: Digest }) | undefined {
  const found = directory.bodies.find(({ id }) => id === body)
  if (!found?.digest) return undefined
  return { calendar, place: found.seat, zone: directory.zone, rule: found.digest }
}
