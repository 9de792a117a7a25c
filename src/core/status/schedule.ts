// When digests are made: the latest that is due, once for each body and day, whatever was missed before it; leaves the posts that follow to digest-views.ts.
import type { Schedule } from '../bot.ts'
import type { Calendar } from '../calendar/index.ts'
import type { CouncilDirectory } from '../council/index.ts'
import type { Desk } from '../ports.ts'
import { nextLoud } from '../reminders/index.ts'
import { type LocalDate, localDateOf } from '../time.ts'
import type { BodyId, Instant } from '../values.ts'
import { type DigestStore, digestsAround, seatOf } from './digest.ts'

/** What digests need of the store to be made. */
export type DigestStores = {
  readonly council: { directory(): Promise<CouncilDirectory> }
  readonly digests: DigestStore
}

/** Where the digest of a body stands: `day` is due and was not made. */
type Coming = {
  readonly body: BodyId
  readonly day: LocalDate | undefined
  readonly isLoud: boolean
  readonly next: Instant
}

/** The schedule of all bodies. The receipt is the row of the day, so a restart neither skips nor repeats one. */
export function digestSchedule<S extends DigestStores>(
  desk: Desk<S>,
  calendar: Calendar,
): Schedule {
  const coming = () => desk.read((stores, now) => comingOf(stores, calendar, now))
  return {
    async nextDue() {
      const instants = (await coming()).map(({ next }) => next)
      return instants.length > 0 ? Math.min(...instants) : undefined
    },
    async run() {
      for (const { body, day, isLoud: may } of await coming()) {
        if (day === undefined || !may) continue
        await desk.change(async ({ digests }, at) => digests.add({ body, day, at }))
      }
    },
  }
}

async function comingOf(
  { council, digests }: DigestStores,
  calendar: Calendar,
  now: Instant,
): Promise<readonly Coming[]> {
  const directory = await council.directory()
  const wanting = directory.bodies.flatMap(({ id }) => {
    const seat = seatOf(directory, id, calendar)
    return seat ? [{ id, seat }] : []
  })
  if (wanting.length === 0) return []
  const since = await digests.inForceSince(directory.version)
  const made = await digests.newest()
  return wanting.map(({ id, seat }): Coming => {
    const { latest, next } = digestsAround(seat.rule, seat, now)
    const first = nextLoud(now, seat)
    // a day that has a digest of its own needs none of an earlier day as well
    const isDue =
      latest &&
      latest.at > since &&
      (made.get(id) ?? '') < latest.day &&
      localDateOf(first, seat.zone) < next.day
    return {
      body: id,
      day: isDue ? latest.day : undefined,
      isLoud: first === now,
      next: isDue ? first : next.at,
    }
  })
}
