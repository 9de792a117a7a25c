// Brings one payload to the app, through a socket or over HTTP, and waits for its acknowledgement as long as Slack would; leaves what the answer does to answers.ts.
import { randomUUID } from 'node:crypto'
import { createHttpSender, httpBodyOf, type Kind, signed } from './http-sender.ts'
import type { Acked, Fields } from './records.ts'
import type { Sockets } from './socket-mode.ts'

export type Route = 'socket' | { readonly http: string }

/** A payload and what its answer does; kept, so that it can be delivered again. */
export type Parcel = {
  readonly kind: Kind
  readonly payload: Fields
  /** Carries out what came with the acknowledgement. @returns why Slack would show a warning instead */
  readonly carryOut?: (response: unknown) => string | undefined
}

type Sending = { readonly envelopeId?: string; readonly attempt?: number }

export type Delivery = ReturnType<typeof createDelivery>

/** The way to the app. `patienceMs` is how long an acknowledgement may take. */
export function createDelivery(options: {
  readonly sockets: Sockets
  readonly signingSecret: string
  readonly patienceMs: number
}) {
  const { sockets, signingSecret, patienceMs } = options
  const http = createHttpSender()
  const sent: { parcel: Parcel; envelopeId: string }[] = []
  let route: Route = 'socket'

  async function once(parcel: Parcel, sending: Sending = {}): Promise<Acked> {
    const envelopeId = sending.envelopeId ?? randomUUID()
    const started = performance.now()
    const heard = await (route === 'socket'
      ? throughSocket(parcel, envelopeId, sending.attempt)
      : overHttp(route.http, parcel, sending.attempt))
    const trouble = heard.acked ? parcel.carryOut?.(heard.response) : undefined
    return {
      ...heard,
      afterMs: performance.now() - started,
      envelopeId,
      ...(trouble ? { trouble } : {}),
    }
  }

  type Heard = Pick<Acked, 'acked' | 'response' | 'status' | 'trouble'>

  function throughSocket(parcel: Parcel, envelopeId: string, attempt?: number): Promise<Heard> {
    return new Promise((resolve) => {
      const timer = setTimeout(() => {
        stopListening()
        resolve({ acked: false, response: undefined, trouble: 'no answer in time' })
      }, patienceMs).unref()
      const stopListening = sockets.await(envelopeId, (response) => {
        clearTimeout(timer)
        resolve({ acked: true, response })
      })
      if (sockets.send(frameOf(parcel, envelopeId, attempt))) return
      clearTimeout(timer)
      stopListening()
      resolve({ acked: false, response: undefined, trouble: 'no socket is open' })
    })
  }

  async function overHttp(url: string, parcel: Parcel, attempt?: number): Promise<Heard> {
    const { body, contentType } = httpBodyOf(parcel.kind, parcel.payload)
    const headers = signed(body, { secret: signingSecret, contentType })
    if (attempt) {
      headers['x-slack-retry-num'] = String(attempt)
      headers['x-slack-retry-reason'] = 'http_timeout'
    }
    const answer = await http.post(url, body, headers, patienceMs)
    if (!answer) return { acked: false, response: undefined, trouble: 'no answer in time' }
    const { status } = answer
    const heard = { acked: status === 200, response: read(answer.body), status }
    return heard.acked ? heard : { ...heard, trouble: `HTTP status ${status}` }
  }

  return {
    http,
    route: () => route,
    routeTo(to: Route): void {
      route = to
    },
    /** Delivers once, and remembers it for `again`. */
    deliver(parcel: Parcel): Promise<Acked> {
      const envelopeId = randomUUID()
      sent.push({ parcel, envelopeId })
      return once(parcel, { envelopeId })
    },
    /** Delivers without remembering it, for what no person did. */
    aside: (parcel: Parcel) => once(parcel),
    /**
     * Delivers the last payload again, all at once: as retries with new envelopes, or as the same envelope.
     * With `reorder` it is the last payloads, as many as said, the newest first.
     */
    again(
      times: number,
      more: { readonly sameEnvelope?: boolean; readonly reorder?: boolean } = {},
    ): Promise<Acked[]> {
      const last = sent.at(-1)
      if (!last) throw new Error('nothing was delivered yet')
      const list = more.reorder
        ? sent.slice(-times).reverse()
        : Array.from({ length: times }, () => last)
      return Promise.all(
        list.map(({ parcel, envelopeId }, index) =>
          once(
            parcel,
            more.sameEnvelope ? { envelopeId } : { attempt: more.reorder ? 1 : index + 1 },
          ),
        ),
      )
    },
  }
}

/** An envelope of Socket Mode as it goes over the wire. */
export function frameOf({ kind, payload }: Parcel, envelopeId: string, attempt = 0): string {
  return JSON.stringify({
    envelope_id: envelopeId,
    payload,
    type: kind,
    accepts_response_payload: kind !== 'events_api',
    ...(kind === 'events_api'
      ? { retry_attempt: attempt, retry_reason: attempt > 0 ? 'timeout' : '' }
      : {}),
  })
}

function read(body: string): unknown {
  if (body === '') return undefined
  try {
    return JSON.parse(body)
  } catch {
    return body
  }
}
