// The log: one JSON line per event by pino, to standard error; a defect gets the number that the user was told, and of an error only name, code, words and stack are written, never what hangs on it.
import { randomBytes } from 'node:crypto'
import pino from 'pino'

/** The levels an operator may choose. */
export type Level = 'fatal' | 'error' | 'warn' | 'info' | 'debug' | 'trace' | 'silent'

export type Log = {
  readonly debug: (event: string, facts?: Readonly<Record<string, unknown>>) => void
  /** Something that an operator may want to know: words without any value that came in. */
  readonly notice: (words: string) => void
  /** Something broke and was or will be mended without anybody: a lost connection, a server started again. */
  readonly trouble: (error: Error) => void
  /** Writes a defect with its stack and gives the number under which it can be found. */
  readonly defect: (defect: unknown) => string
}

/** @param level the least that is written. Standard output is left to what commands print. */
export function createLog(level: Level): Log {
  const log = pino({ level }, pino.destination({ fd: 2, sync: true }))
  return {
    debug: (event, facts = {}) => log.debug(facts, event),
    notice: (words) => log.warn(words),
    trouble: (error) => log.warn(readable(error), 'trouble'),
    defect(defect) {
      const number = randomBytes(3).toString('hex')
      log.error({ number, ...readable(defect) }, 'defect')
      return number
    },
  }
}

/** A database error carries its connection with it, and so its password: that is left behind. */
function readable(defect: unknown): Readonly<Record<string, unknown>> {
  if (!(defect instanceof Error)) return { error: String(defect) }
  const code = 'code' in defect ? defect.code : undefined
  const several = defect instanceof AggregateError ? defect.errors.map(readable) : undefined
  return { error: defect.name, code, words: defect.message, stack: defect.stack, several }
}
