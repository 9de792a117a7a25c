// The SDK's log, of which only that something went wrong is kept: its lines carry rooms, devices, tokens and texts; leaves our own notices to whoever writes them.
import { type Logger, logger as sdkLogger } from 'matrix-js-sdk/lib/logger.js'

/** A client's own log. @param notice gets the first words of an error, without any value that follows. */
export function quietLogger(notice: (words: string) => void): Logger {
  const logger: Logger = {
    trace() {},
    debug() {},
    info() {},
    warn() {},
    error: (...parts) => notice(`Matrix SDK: ${firstWords(parts[0])}`),
    getChild: () => logger,
  }
  return logger
}

/** An error of the SDK is told by its name; a line up to the first sign with which values begin. */
function firstWords(part: unknown): string {
  if (part instanceof Error) return part.name
  return typeof part === 'string'
    ? (part.split(/[:({[<%#!@$"'`\d]/, 1)[0] ?? '').trim().slice(0, 120)
    : typeof part
}

/** How the SDK's own log is made, which it types as a plain logger. */
type MadeLogger = {
  methodFactory: () => () => void
  rebuild(): void
  getChild(name: string): unknown
}

/**
 * The log that parts of the SDK share without being handed one: says nothing, nor do the logs that are made from it later. One
 * part has made its own when it was loaded; asking for that by its name makes it anew.
 */
export function silenceSdk(): void {
  const shared = sdkLogger as unknown as MadeLogger
  shared.methodFactory = () => () => {}
  shared.rebuild()
  shared.getChild('RoomStickyEvents')
}
