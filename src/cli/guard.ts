// What nobody caught: a promise that was forgotten is logged and the council goes on; an error that was thrown into the void is logged and ends the process, in order.
import type { Log } from '../run/log.ts'

/** How long what is under way may take to its end once something broke. */
const DRAINING_MS = 15_000

/** @returns what rejects with the error that nobody caught; whoever serves stops in order, and the process ends in any case. */
export function guardProcess(log: Log): Promise<never> {
  const { promise, reject } = Promise.withResolvers<never>()
  promise.catch(() => {})
  process.on('unhandledRejection', (defect) => void log.defect(defect))
  process.on('uncaughtException', (defect) => {
    log.defect(defect)
    reject(defect)
    setTimeout(() => process.exit(1), DRAINING_MS).unref()
  })
  return promise
}
