// The homeserver over HTTP: reads a request, notes it, meets its faults, knows whose token it carries, and answers; leaves each method to its family.
import { createServer, type IncomingMessage, type Server, type ServerResponse } from 'node:http'
import { accountMethods, openMethods } from './account-methods.ts'
import { backupMethods } from './backup-methods.ts'
import { eventMethods } from './event-methods.ts'
import type { Fault, Faults } from './faults.ts'
import { keyMethods } from './key-methods.ts'
import { isFields, type WireRequest } from './records.ts'
import { Refused, tooFast } from './refusing.ts'
import { roomMethods } from './room-methods.ts'
import { Bytes, createRoutes, type OpenCall } from './routes.ts'
import { createRegistration, serverMethods } from './server-methods.ts'
import { syncMethods } from './sync.ts'
import type { World } from './world.ts'

type Answer = {
  readonly status: number
  readonly body: string | Buffer
  readonly type?: string
  readonly headers?: Readonly<Record<string, string>>
}

export type Door = {
  readonly world: World
  readonly wire: WireRequest[]
  readonly faults: Faults
  readonly secret: string
}

/** The requests of a client, carried out one after the other as they arrive. */
export function createApi(door: Door): Server {
  const open = createRoutes({ ...openMethods, ...createRegistration(door.secret) })
  const closed = createRoutes({
    ...accountMethods,
    ...backupMethods,
    ...eventMethods,
    ...keyMethods,
    ...roomMethods,
    ...serverMethods,
    ...syncMethods,
  })

  async function carryOut(
    verb: string,
    path: string,
    call: Parsed,
    token: string,
  ): Promise<Answer> {
    try {
      const free = open(verb, path)
      if (free) return answered(await free.run({ ...call, params: free.params }))
      const of = door.world.tokens.get(token)
      const method = closed(verb, path)
      if (!method) throw new Refused(404, 'M_UNRECOGNIZED', 'Unrecognized request')
      if (!token) throw new Refused(401, 'M_MISSING_TOKEN', 'Missing access token')
      if (!of)
        throw new Refused(401, 'M_UNKNOWN_TOKEN', 'Invalid access token passed.', {
          soft_logout: false,
        })
      mustBeFields(call)
      return answered(await method.run({ ...call, ...of, params: method.params }))
    } catch (error) {
      if (error instanceof Refused) return refusal(error)
      throw error
    }
  }

  async function receive(request: IncomingMessage, response: ServerResponse): Promise<void> {
    const { call, token, verb } = await read(request, response, door.world)
    const noted: WireRequest = {
      method: verb,
      path: decodeURIComponent(call.path),
      query: Object.fromEntries(call.query),
      body: call.parsed === NOT_JSON ? call.raw.toString() : call.parsed,
      token: token || undefined,
      user: door.world.tokens.get(token)?.user.id,
      at: performance.now(),
      status: undefined,
    }
    door.wire.push(noted)
    const reply = (answer: Answer) => {
      if (!response.destroyed) noted.status = answer.status
      send(response, answer)
    }
    const fault = door.faults.next(noted)
    if (fault === 'hang') return
    if (fault === 'refused') return void request.socket.destroy()
    if (fault !== undefined && !isCarriedOut(fault)) return reply(faulty(fault))
    const answer = await carryOut(verb, call.path, call, token)
    if (fault === 'lostReply') return void request.socket.destroy()
    if (typeof fault === 'object' && 'afterMs' in fault)
      await new Promise((resolve) => setTimeout(resolve, fault.afterMs))
    reply(typeof fault === 'object' && 'status' in fault ? faulty(fault) : answer)
  }

  return createServer((request, response) => {
    receive(request, response).catch((error: unknown) => {
      const words = error instanceof Error ? error.stack : String(error)
      send(response, answered({ errcode: 'M_UNKNOWN', error: words }, 500))
    })
  })
}

function isCarriedOut(fault: Fault): boolean {
  if (fault === 'lostReply') return true
  return (
    typeof fault === 'object' &&
    ('afterMs' in fault || ('status' in fault && fault.carriedOut === true))
  )
}

function faulty(fault: Fault): Answer {
  if (typeof fault !== 'object' || 'afterMs' in fault) return answered({})
  if ('limitedMs' in fault) return refusal(tooFast(fault.limitedMs))
  const { status, errcode = 'M_UNKNOWN', error = 'Internal server error', more, headers } = fault
  const answer =
    fault.text === undefined
      ? answered({ errcode, error, ...more }, status)
      : { status, body: fault.text, type: 'text/html' }
  return headers ? { ...answer, headers } : answer
}

function refusal({ status, body }: Refused): Answer {
  const wait = body['retry_after_ms']
  const answer = answered(body, status)
  return typeof wait === 'number'
    ? { ...answer, headers: { 'retry-after': String(Math.ceil(wait / 1000)) } }
    : answer
}

function answered(value: unknown, status = 200): Answer {
  if (value instanceof Bytes) return { status, body: value.bytes, type: value.type }
  return { status, body: JSON.stringify(value ?? {}) }
}

function send(response: ServerResponse, answer: Answer): void {
  if (response.destroyed) return
  const { status, body, type = 'application/json', headers = {} } = answer
  response.writeHead(status, { 'content-type': type, ...headers })
  response.end(body)
}

type Parsed = OpenCall & { readonly parsed: unknown }

async function read(request: IncomingMessage, response: ServerResponse, world: World) {
  const url = new URL(request.url ?? '/', 'http://homeserver')
  const raw = await bytesOf(request)
  const parsed = url.pathname.startsWith('/_matrix/media/') ? {} : parse(raw.toString())
  const hungUp = new AbortController()
  response.on('close', () => hungUp.abort())
  const call: Parsed = {
    world,
    params: {},
    query: url.searchParams,
    body: isFields(parsed) ? parsed : {},
    parsed,
    raw,
    type: request.headers['content-type'] ?? 'application/octet-stream',
    path: url.pathname.replace(CLIENT, ''),
    gone: hungUp.signal,
  }
  const token = request.headers.authorization?.replace(/^Bearer /, '') ?? ''
  return { call, token, verb: request.method ?? 'GET' }
}

/** What stands before every address of the client API, whichever version it names; not before experiments. */
const CLIENT = /^\/_matrix\/client\/(?:r0|v1|v3|unstable(?!\/org\.))(?=\/)/

const NOT_JSON = Symbol('not JSON')

function parse(text: string): unknown {
  if (text === '') return {}
  try {
    return JSON.parse(text)
  } catch {
    return NOT_JSON
  }
}

function mustBeFields(call: Parsed): void {
  if (call.parsed === NOT_JSON) throw new Refused(400, 'M_NOT_JSON', 'Content not JSON.')
  if (!isFields(call.parsed)) throw new Refused(400, 'M_BAD_JSON', 'Content must be a JSON object.')
}

async function bytesOf(request: IncomingMessage): Promise<Buffer> {
  const chunks: Buffer[] = []
  for await (const chunk of request) chunks.push(chunk as Buffer)
  return Buffer.concat(chunks)
}
