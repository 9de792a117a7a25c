// When rounds open: looks which occurrences have begun and have no round yet, and opens each exactly once; doing it again finds nothing to do.
import type { Schedule } from '../bot.ts'
import type { CouncilDirectory } from '../council/index.ts'
import type { Desk } from '../ports.ts'
import { addDays, localDateOf } from '../time.ts'
import type { Instant } from '../values.ts'
import type { ReportStores } from './finding.ts'
import { type Owed, obligationsOf } from './obligation.ts'
import {
  datesOf,
  longestLead,
  type Occurrence,
  occurrencesOf,
  type Reckoning,
  type RoundDates,
} from './rhythm.ts'
import { freezeRound, roundNumber } from './round.ts'

/** An occurrence without a round, and when its round opens. */
export type Coming = {
  readonly owed: Owed
  readonly occurrence: Occurrence
  readonly dates: RoundDates
}

/** Rounds look this far ahead for what comes next; whatever lies further is found when its time comes. */
const DAYS_AHEAD = 400

/** What a schedule of rounds needs besides the desk. */
export type RoundParts = {
  readonly reckoning: Omit<Reckoning, 'zone'>
  /** A fresh id for a round. */
  readonly newId: () => string
}

/** The schedule of opening. The receipt is the round itself, so a restart neither skips nor repeats it. */
export function openingSchedule<S extends ReportStores>(
  desk: Desk<S>,
  parts: RoundParts,
): Schedule {
  const coming = (ahead: number) =>
    desk.read(async (stores, now) => {
      const directory = await stores.council.directory()
      const found: Coming[] = []
      for (const owed of obligationsOf(directory, await stores.reports.register())) {
        found.push(...(await comingOf(owed, stores, directory, now, parts.reckoning, ahead)))
      }
      return found
    })
  return {
    async nextDue() {
      const opens = (await coming(DAYS_AHEAD)).map(({ dates }) => dates.opens)
      return opens.length > 0 ? Math.min(...opens) : undefined
    },
    async run(now) {
      const faults: unknown[] = []
      for (const one of await coming(0)) {
        if (one.dates.opens > now) continue
        await open(desk, one, parts).catch((fault) => faults.push(fault))
      }
      if (faults.length > 0) throw faults.length === 1 ? faults[0] : new AggregateError(faults)
    },
  }
}

/**
 * The occurrences of an obligation that have no round yet, the next first. One whose due instant has passed never opens:
 * nobody is asked for what can no longer come in time.
 */
export async function comingOf(
  { body, obligation, from }: Owed,
  { reports }: Pick<ReportStores, 'reports'>,
  { zone }: Pick<CouncilDirectory, 'zone'>,
  now: Instant,
  reckoning: RoundParts['reckoning'],
  ahead = DAYS_AHEAD,
): Promise<readonly Coming[]> {
  const today = localDateOf(now, zone)
  const until = addDays(today, Math.max(ahead, longestLead(obligation)))
  const within = { from: today, until }
  const occurrences = occurrencesOf(obligation.rhythm, body.sessions, within, reckoning.cron)
  if (occurrences.length === 0) return []
  const opened = new Set(await reports.opened(body.id, obligation.id))
  return occurrences
    .filter(({ key }) => !opened.has(key))
    .map((occurrence) => ({
      owed: { body, obligation, from },
      occurrence,
      dates: datesOf(obligation, occurrence.date, body, { ...reckoning, zone }),
    }))
    .filter(({ dates }) => dates.due > now)
}

/** Opens under the lock of the body's register: whoever else did meanwhile is found there. */
async function open<S extends ReportStores>(
  desk: Desk<S>,
  { owed, occurrence, dates }: Coming,
  { newId }: RoundParts,
): Promise<void> {
  const { body, obligation } = owed
  await desk.change(async ({ council, reports }) => {
    const now = await reports.lockRegister(body.id)
    const directory = await council.directory()
    const still = obligationsOf(directory, await reports.register()).some(
      (one) => one.body.id === body.id && one.obligation.id === obligation.id,
    )
    const opened = await reports.opened(body.id, obligation.id)
    if (!still || opened.includes(occurrence.key) || dates.opens > now) return
    const year = localDateOf(now, directory.zone)
    const n = await reports.nextNumber(body.id, Number(year.slice(0, 4)))
    const number = roundNumber(n, year)
    const opening = {
      id: newId(),
      body: body.id,
      obligation,
      occurrence,
      dates,
      number,
      now,
    }
    await reports.open(freezeRound(opening, directory))
  })
}
