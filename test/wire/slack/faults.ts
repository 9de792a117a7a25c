// What can go wrong between an app and Slack, called up by a test: errors, lost replies, refused and hanging connections, outages; leaves the sockets to socket-mode.ts.

export type Fault =
  /** Answered with this status; not carried out, unless `carriedOut`. */
  | {
      readonly status: number
      readonly headers?: Readonly<Record<string, string>>
      readonly body?: string
      readonly carriedOut?: boolean
    }
  /** Answered `ok: false` with this error; not carried out. */
  | { readonly error: string }
  /** Carried out, and answered late. */
  | { readonly afterMs: number }
  /** Carried out, the connection is destroyed before the answer. */
  | 'lostReply'
  /** Not carried out, the connection is destroyed. */
  | 'refused'
  /** Not carried out, never answered. */
  | 'hang'

const OUTAGE: Fault = { status: 503, body: 'service unavailable' }

/** The faults that wait for a method: one for each call, then normal again; an outage comes first and lasts. */
export function createFaults() {
  const waiting = new Map<string, Fault[]>()
  const outages = new Set<string>()
  return {
    add(method: string, ...faults: readonly Fault[]): void {
      waiting.set(method, [...(waiting.get(method) ?? []), ...faults])
    },
    outage(method: string, on: boolean): void {
      if (on) outages.add(method)
      else outages.delete(method)
    },
    next: (method: string): Fault | undefined =>
      outages.has(method) ? OUTAGE : waiting.get(method)?.shift(),
  }
}

export type Faults = ReturnType<typeof createFaults>
