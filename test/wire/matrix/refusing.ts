// The homeserver's no: a status, an error code and words, as Synapse says them; leaves the answer to http-api.ts.
import type { Fields } from './records.ts'

export class Refused extends Error {
  readonly status: number
  readonly body: Fields

  constructor(status: number, errcode: string, error: string, more: Fields = {}) {
    super(error)
    this.status = status
    this.body = { errcode, error, ...more }
  }
}

export function notFound(error: string): Refused {
  return new Refused(404, 'M_NOT_FOUND', error)
}

export function forbidden(error: string): Refused {
  return new Refused(403, 'M_FORBIDDEN', error)
}

export function tooFast(waitMs: number): Refused {
  return new Refused(429, 'M_LIMIT_EXCEEDED', 'Too Many Requests', { retry_after_ms: waitMs })
}
