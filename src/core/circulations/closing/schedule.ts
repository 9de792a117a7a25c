// When a circulation ends: closes it exactly once when its deadline has passed, then counts it; each step finds by state whether it is still to be done.
import type { Schedule } from '../../bot.ts'
import { canonical } from '../../canonical.ts'
import type { Desk } from '../../ports.ts'
import type { CirculationStore } from '../circulation.ts'
import { sumSheet } from './sheet.ts'

/** Ends the voting in the store. `unhandled`: events received before the deadline wait to be handled first. */
export interface Closer {
  close(circulation: string): Promise<'closed' | 'already' | 'notDue' | 'unhandled' | 'notFound'>
}

type Stores = { readonly circulations: CirculationStore }

/** The schedule of closing. The receipt of the count is the state itself, so a restart neither skips nor repeats it. */
export function closingSchedule<S extends Stores>(desk: Desk<S>, closer: Closer): Schedule {
  return {
    async nextDue() {
      return desk.read(async ({ circulations }) => {
        const [uncounted] = await circulations.uncounted()
        const [next] = await circulations.inState('open')
        return uncounted?.closedAt ?? next?.deadline
      })
    },
    async run(now) {
      const due = await desk.read(async ({ circulations }) =>
        (await circulations.inState('open')).filter(
          ({ deadline }) => deadline !== undefined && deadline <= now,
        ),
      )
      const faults = await eachOf(due, ({ id }) => closer.close(id))
      const uncounted = await desk.read(({ circulations }) => circulations.uncounted())
      faults.push(...(await eachOf(uncounted, ({ id }) => count(desk, id))))
      if (faults.length > 0) throw faults.length === 1 ? faults[0] : new AggregateError(faults)
    },
  }
}

/** Does the work for each, whatever befalls the others, and gives what befell. */
async function eachOf<T>(all: readonly T[], work: (one: T) => Promise<unknown>) {
  const faults: unknown[] = []
  for (const one of all) await work(one).catch((fault) => faults.push(fault))
  return faults
}

/** Counts under the circulation's lock: a cancellation comes before or after, never between. Done twice, it finds its result. */
async function count<S extends Stores>(desk: Desk<S>, id: string): Promise<void> {
  await desk.change(async ({ circulations }) => {
    const { dossier, now } = await circulations.lock(id)
    if (dossier.circulation.state !== 'closed' || dossier.result) return
    const sheet = sumSheet(dossier, now)
    const result = { outcome: sheet.outcome, sheet: canonical(sheet), at: now }
    await circulations.addResult(id, result, dossier.circulation.version)
  })
}
