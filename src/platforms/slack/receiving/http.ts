// The way in by HTTP: a small server that takes signed requests on one path and hands them to Bolt; leaves the signature to signature.ts, the body to body.ts and its meaning to the listeners.
import { createServer, type IncomingMessage, type Server, type ServerResponse } from 'node:http'
import { setTimeout as sleep } from 'node:timers/promises'
import type { App } from '@slack/bolt'
import { Refusal } from '../../../core/refusal.ts'
import { inBoth } from '../../../core/texts.ts'
import type { Instant } from '../../../core/values.ts'
import { readBody } from './body.ts'
import { createExchange } from './exchange.ts'
import type { ReceiverParts, SlackReceiver } from './receiver.ts'
import { receiverTexts } from './receiver-texts.ts'
import { refuse, takeBody } from './request-body.ts'
import { type SignedRequest, signatureCheck } from './signature.ts'
import { sparing } from './sparing.ts'

const PATH = '/slack/events'
/** A request, header and body, has to be there within this time. */
const SLOWEST_REQUEST_MS = 10_000
/** Longer than the usual proxy keeps an idle connection, so that it is never closed under a request. */
const KEEP_ALIVE_MS = 75_000
/** How often stopping looks whether something is still under way. */
const LOOK_MS = 10

export type HttpOptions = ReceiverParts & {
  readonly signingSecret: string
  readonly host: string
  /** 0 lets the system choose. */
  readonly port: number
  /** The wall clock, for the window of the signature. */
  readonly now: () => Instant
}

/** A receiver of Bolt that Slack reaches by HTTP, behind a proxy that ends TLS. */
export function createHttpReceiver(
  options: HttpOptions,
): SlackReceiver & { port(): number | undefined } {
  const { host, report } = options
  const notice = sparing(options.notice)
  const door = createDoor(options, notice)
  const underWay = new Set<ServerResponse>()
  let server: Server | undefined

  const port = () => {
    const address = server?.address()
    return typeof address === 'object' ? address?.port : undefined
  }
  return {
    port,
    init: door.init,
    async start() {
      server = await listening(options, (request, response) => {
        underWay.add(response)
        response.once('close', () => underWay.delete(response))
        door.take(request, response).catch((defect: unknown) => {
          report(defect)
          if (!response.headersSent) refuse(request, response, 500)
        })
      })
    },
    async stop(deadline) {
      const closing = server
      server = undefined
      if (!closing) return
      door.close()
      const closed = new Promise<void>((resolve) => closing.close(() => resolve()))
      while (underWay.size > 0 && machineNow() < deadline) await sleep(LOOK_MS)
      // Node counts a connection that has sent nothing yet as a request
      closing.closeAllConnections()
      await closed
    },
    health() {
      const ok = port() !== undefined
      const address = `http://${host}:${port()}${PATH}`
      const words = receiverTexts.de
      return { ok, words: ok ? words.listening(address, door.refused()) : words.notListening }
    },
  }
}

/** What happens to one request: the order is path, method, size, signature, shape, admission, listeners. */
function createDoor(options: HttpOptions, notice: (words: string) => void) {
  const { signingSecret, now, admit, report } = options
  const isSigned = signatureCheck(signingSecret, now)
  let app: App | undefined
  let closed = false
  const exchange = createExchange({ notice, report, closing: () => closed })
  let refused = 0

  async function take(request: IncomingMessage, response: ServerResponse): Promise<void> {
    if (closed) return refuse(request, response, 503)
    if (request.url !== PATH && !request.url?.startsWith(`${PATH}?`)) {
      return refuse(request, response, 404)
    }
    if (request.method !== 'POST') return refuse(request, response, 405, { allow: 'POST' })
    const raw = await takeBody(request, response)
    if (!raw) return
    if (!isSigned(signatureOf(request, raw))) {
      refused += 1
      notice('http: a request without a valid signature was refused')
      return exchange.answer(response, 401)
    }
    const read = readBody(raw, request.headers['content-type'])
    if (read.kind === 'otherType') return exchange.answer(response, 415)
    if (read.kind === 'sslCheck') return exchange.answer(response, 200)
    if (read.kind === 'malformed') {
      notice(`http: a signed request was malformed: ${read.reason}`)
      return exchange.answer(response, 400)
    }
    const { body } = read
    if (body['type'] === 'url_verification' && typeof body['challenge'] === 'string') {
      return exchange.answer(response, 200, { challenge: body['challenge'] })
    }
    const verdict = admit(body)
    if (verdict.status !== 200) {
      notice(`http: a signed request was not admitted: ${verdict.reason}`)
      return exchange.answer(response, verdict.status)
    }
    if (!app) return exchange.answer(response, 503)
    await exchange.hand(app, { body, headers: request.headers, response })
  }

  return {
    take,
    init: (given: App) => {
      app = given
    },
    close: () => {
      closed = true
    },
    refused: () => refused,
  }
}

function signatureOf({ headers }: IncomingMessage, raw: Buffer): SignedRequest {
  return {
    timestamp: headers['x-slack-request-timestamp'],
    signature: headers['x-slack-signature'],
    raw,
  }
}

function machineNow(): Instant {
  return performance.timeOrigin + performance.now()
}

function listening(
  { host, port }: HttpOptions,
  take: (request: IncomingMessage, response: ServerResponse) => void,
): Promise<Server> {
  return new Promise((resolve, reject) => {
    const server = createServer(
      {
        requestTimeout: SLOWEST_REQUEST_MS,
        headersTimeout: SLOWEST_REQUEST_MS,
        connectionsCheckingInterval: 1_000,
        keepAliveTimeout: KEEP_ALIVE_MS,
      },
      take,
    )
    server.once('error', (error: NodeJS.ErrnoException) => {
      const taken = error.code === 'EADDRINUSE'
      const words = inBoth(receiverTexts, (t) => t.portTaken(port))
      reject(taken ? new Refusal('slack.port', words) : error)
    })
    server.listen(port, host, () => resolve(server))
  })
}
