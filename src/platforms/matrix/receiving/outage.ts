// Whether something failed because the homeserver is away, which is waited for, or for another reason, which is not waited for for ever.
import { failureOf } from '../sending/outcome.ts'

/** The homeserver did not say what has to be known. */
export class Away extends Error {}

export function isAway(error: unknown): boolean {
  if (error instanceof Away) return true
  const failure = failureOf(error)
  switch (failure.kind) {
    case 'later':
    case 'lost':
      return true
    case 'unreached':
      return /^E[A-Z_]+$/.test(failure.reason)
    case 'refused':
      return false
  }
}
