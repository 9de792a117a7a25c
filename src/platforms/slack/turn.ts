// Waiting for one's turn at Slack's pace, for whoever has somebody waiting; leaves the pace to budgets.ts and what has time to the delivery.
import { setTimeout as sleep } from 'node:timers/promises'
import type { Outcome } from './api.ts'

/** Waits for the next call that the pace allows, if it comes soon enough. */
export async function inTurn<T extends Outcome | { readonly channel: string }>(
  ms: number,
  attempt: () => Promise<T>,
): Promise<T> {
  const end = performance.now() + ms
  for (;;) {
    const outcome = await attempt()
    if ('channel' in outcome || outcome.kind !== 'later') return outcome
    if (performance.now() + outcome.waitMs > end) return outcome
    await sleep(outcome.waitMs)
  }
}
