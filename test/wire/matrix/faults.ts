// What can go wrong between a client and its homeserver, called up by a test; leaves carrying it out to http-api.ts.
import type { Fields, WireRequest } from './records.ts'

export type Fault =
  /** Answered with this status; not carried out, unless `carriedOut`. */
  | {
      readonly status: number
      readonly errcode?: string
      readonly error?: string
      readonly more?: Fields
      readonly headers?: Readonly<Record<string, string>>
      /** In place of the JSON of an error, as a proxy before the server answers. */
      readonly text?: string
      readonly carriedOut?: boolean
    }
  /** 429 with M_LIMIT_EXCEEDED and this wait; not carried out. */
  | { readonly limitedMs: number }
  /** Carried out, and answered late. */
  | { readonly afterMs: number }
  /** Carried out, the connection is destroyed before the answer. */
  | 'lostReply'
  /** Not carried out, the connection is destroyed. */
  | 'refused'
  /** Not carried out, never answered. */
  | 'hang'

/** Which requests: by words of `METHOD /path`, by an expression over it, or by a function. */
export type Match = string | RegExp | ((request: WireRequest) => boolean)

const OUTAGE: Fault = { status: 502, text: '<html><h1>502 Bad Gateway</h1></html>' }

/** The faults that wait for requests: one for each that matches, then normal again; an outage comes first and lasts. */
export function createFaults() {
  const waiting: { readonly match: Match; readonly faults: Fault[] }[] = []
  let out = false
  return {
    add(match: Match, ...faults: readonly Fault[]): void {
      waiting.push({ match, faults: [...faults] })
    },
    outage(on: boolean): void {
      out = on
    },
    /** Forgets what has not happened yet. */
    clear(): void {
      waiting.length = 0
      out = false
    },
    next(request: WireRequest): Fault | undefined {
      if (out) return OUTAGE
      return waiting
        .find(({ match, faults }) => faults.length > 0 && meets(match, request))
        ?.faults.shift()
    },
  }
}

export type Faults = ReturnType<typeof createFaults>

function meets(match: Match, request: WireRequest): boolean {
  if (typeof match === 'function') return match(request)
  const line = `${request.method} ${request.path}`
  return typeof match === 'string' ? line.includes(match) : match.test(line)
}
