// Reads the codes of the errors that the system and PostgreSQL give; leaves what to say about them to the callers.

/** Whether an error carries one of these codes: of the system (`ENOENT`) or of PostgreSQL (SQLSTATE, `57P03`). */
export function hasCode(error: unknown, ...codes: readonly string[]): boolean {
  return (
    error instanceof Error &&
    'code' in error &&
    typeof error.code === 'string' &&
    codes.includes(error.code)
  )
}

/** Whether PostgreSQL says that the data themselves are wrong (SQLSTATE class 22), e.g. a character that it cannot keep. */
export function isDataFault(error: unknown): boolean {
  return error instanceof Error && 'code' in error && /^22[0-9A-Z]{3}$/.test(String(error.code))
}

/** admin_shutdown, crash_shutdown, cannot_connect_now. */
const awayStates = ['57P01', '57P02', '57P03']

/**
 * Whether a connection failed in a way that waiting can mend: the server is starting, stopping or recovering, nobody
 * listens at its port or socket yet, or it went away, in the middle or between two queries. pg gives these no code.
 */
export function serverAway(error: unknown): boolean {
  if (!(error instanceof Error)) return false
  if (hasCode(error, ...awayStates)) return true
  // A missing file is ENOENT too, and does not come by waiting: only the network's calls are meant.
  if ('syscall' in error && ['connect', 'read', 'write'].includes(String(error.syscall))) {
    return hasCode(error, 'ECONNREFUSED', 'ENOENT', 'ECONNRESET', 'EPIPE')
  }
  return wordsOfAway.includes(error.message)
}

const wordsOfAway = [
  'Connection terminated unexpectedly',
  'Client has encountered a connection error and is not queryable',
  'timeout expired',
]
