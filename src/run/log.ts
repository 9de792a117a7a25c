// The log: one JSON line per event by pino; a defect gets the number that the user was told, and no ballot or secret is ever written.
import { randomBytes } from 'node:crypto'
import pino from 'pino'

/** The levels an operator may choose. */
export type Level = 'fatal' | 'error' | 'warn' | 'info' | 'debug' | 'trace' | 'silent'

export type Log = {
  readonly info: (event: string, facts?: Record<string, unknown>) => void
  /** Writes a defect with its stack and gives the number under which it can be found. */
  readonly defect: (defect: unknown) => string
}

/** @param level what is written; to standard error, so that commands can print to standard output. */
export function createLog(level: Level): Log {
  const log = pino({ level }, pino.destination({ fd: 2, sync: true }))
  return {
    info: (event, facts = {}) => log.info(facts, event),
    defect(defect) {
      const number = randomBytes(3).toString('hex')
      const error = defect instanceof Error ? defect : new Error(String(defect))
      log.error({ number, err: error }, 'defect')
      return number
    },
  }
}
