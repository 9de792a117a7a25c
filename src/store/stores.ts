// All repositories of the slices, bound to one transaction; the one place that knows them all.
import type pg from 'pg'
import type { BallotBox, CirculationStores } from '../core/circulations/index.ts'
import type { ReminderStore } from '../core/reminders/index.ts'
import type { ReportStore } from '../core/reports/index.ts'
import type { DigestStore } from '../core/status/index.ts'
import type { ConnectionId } from '../core/values.ts'
import { createBallotBox } from './ballots.ts'
import { circulationStore } from './circulations.ts'
import { type CouncilStore, createCouncilReader } from './council.ts'
import { numberCounter } from './counters.ts'
import { decisionStore } from './decisions.ts'
import type { Db } from './desk.ts'
import { digestStore } from './digests.ts'
import { reminderStore } from './reminders.ts'
import { reportStore } from './reports.ts'

/** What an executor may be given. */
export type Stores = CirculationStores & {
  readonly council: CouncilStore
  readonly ballots: BallotBox
  readonly reminders: ReminderStore
  readonly reports: ReportStore
  readonly digests: DigestStore
}

/**
 * Binds the repositories; the ballot box alone stands outside of every transaction.
 * @param served the connections that this process serves: nobody is reached on another
 */
export function createStores(
  pool: pg.Pool,
  served?: ReadonlySet<ConnectionId>,
): (db: Db) => Stores {
  const council = createCouncilReader(served)
  const ballots = createBallotBox(pool)
  return (db) => ({
    council: council(db),
    circulations: circulationStore(db),
    decisions: decisionStore(db),
    numbers: numberCounter(db),
    ballots,
    reminders: reminderStore(db),
    reports: reportStore(db),
    digests: digestStore(db),
  })
}
