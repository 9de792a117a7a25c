// The Web API over HTTP: reads a call, checks token, scope and rate, meets its faults, and answers; leaves each method to its family.
import { createServer, type IncomingMessage, type Server, type ServerResponse } from 'node:http'
import { accountMethods } from './account-methods.ts'
import { chatMethods } from './chat-methods.ts'
import { conversationMethods } from './conversation-methods.ts'
import type { Desk, Methods } from './desk.ts'
import type { Fault, Faults } from './faults.ts'
import { createFileMethods } from './file-methods.ts'
import type { RateLimits } from './rate-limits.ts'
import { type Call, type Fields, isFields, textOf } from './records.ts'
import { Refused } from './refusing.ts'
import type { ResponseUrls } from './response-urls.ts'
import { METHODS } from './scopes.ts'
import { download } from './sharing.ts'
import { viewMethods } from './view-methods.ts'

export type Door = {
  readonly desk: Desk
  readonly tokens: { readonly bot: string; readonly app: string }
  /** Methods that were answered with 429 because of Slack's own count. */
  readonly limited: string[]
  readonly calls: Call[]
  readonly faults: Faults
  readonly rateLimits: RateLimits | undefined
  readonly responseUrls: ResponseUrls
}

type Answer = {
  readonly status: number
  readonly body: string | Buffer
  readonly headers?: Readonly<Record<string, string>>
}

/** An HTTP server that asks `door` for everything once it is listening. */
export function createWebServer(door: () => Door): Server {
  const files = createFileMethods()
  const methods: Methods = {
    ...accountMethods,
    ...chatMethods,
    ...conversationMethods,
    ...viewMethods,
    ...files.methods,
  }

  function carryOut(method: string, raw: Buffer, request: IncomingMessage): Answer {
    const { desk, calls, responseUrls } = door()
    const path = new URL(request.url ?? '/', 'http://slack').pathname
    if (method === 'upload') {
      const expected = files.receive(path.split('/').at(-1) ?? '', raw)
      return expected ? { status: 200, body: `OK - ${raw.length}` } : { status: 404, body: 'no' }
    }
    if (method === 'files-pri') {
      const token = tokenOf(request, {})
      calls.push({ method, args: { path }, token, at: performance.now() })
      return download(desk, path, token === door().tokens.bot)
    }
    if (method === 'response') {
      const args = argsOf(raw, request)
      calls.push({ method, args, token: undefined, at: performance.now() })
      return answered(() => {
        responseUrls.use(path.split('/').at(-1) ?? '', args)
        return undefined
      })
    }
    const args = argsOf(raw, request)
    return callMethod(door(), methods, method, args, tokenOf(request, args), desk)
  }

  return createServer((request, response) => {
    void receive(request, response, door, carryOut).catch((error: unknown) => {
      response.statusCode = 500
      response.end(String(error))
    })
  })
}

async function receive(
  request: IncomingMessage,
  response: ServerResponse,
  door: () => Door,
  carryOut: (method: string, raw: Buffer, request: IncomingMessage) => Answer,
): Promise<void> {
  const raw = await bodyOf(request)
  const [, place = '', name = ''] = new URL(request.url ?? '/', 'http://slack').pathname.split('/')
  const method = place === 'api' ? name : place
  const fault = door().faults.next(method)
  if (fault !== undefined && !isCarriedOut(fault)) noteCall(door(), method, raw, request)
  if (fault === 'refused') return void request.socket.destroy()
  if (fault === 'hang') return
  if (typeof fault === 'object' && 'error' in fault)
    return send(response, { status: 200, body: JSON.stringify({ ok: false, error: fault.error }) })
  const answer =
    fault === undefined || isCarriedOut(fault) ? carryOut(method, raw, request) : undefined
  if (fault === 'lostReply') return void request.socket.destroy()
  if (typeof fault === 'object' && 'status' in fault) return send(response, { body: '', ...fault })
  if (typeof fault === 'object' && 'afterMs' in fault)
    await new Promise((resolve) => setTimeout(resolve, fault.afterMs))
  if (answer) send(response, answer)
}

function isCarriedOut(fault: Fault): boolean {
  if (fault === 'lostReply') return true
  return typeof fault === 'object' && ('afterMs' in fault || 'carriedOut' in fault)
}

/** A call that a fault swallowed is a call all the same. */
function noteCall({ calls }: Door, method: string, raw: Buffer, request: IncomingMessage): void {
  const args = method === 'upload' ? {} : argsOf(raw, request)
  calls.push({ method, args, token: tokenOf(request, args), at: performance.now() })
}

function callMethod(
  { tokens, calls, limited, rateLimits }: Door,
  methods: Methods,
  method: string,
  args: Fields,
  token: string | undefined,
  desk: Desk,
): Answer {
  calls.push({ method, args, token, at: performance.now() })
  const terms = METHODS[method]
  const run = methods[method]
  if (!terms || !run) return answered(() => refused('unknown_method', { req_method: method }))
  const wait = rateLimits?.(terms.tier, method, textOf(args['channel']))
  if (wait !== undefined) {
    limited.push(method)
    return tooFast(wait, method)
  }
  const channel = desk.world.channels.get(textOf(args['channel']))
  const needed = terms.scopes(channel?.kind)
  const answer = answered(() => {
    if (!token) throw new Refused('not_authed')
    if (token !== tokens.bot && token !== tokens.app) throw new Refused('invalid_auth')
    if (token !== tokens[terms.token]) throw new Refused('not_allowed_token_type')
    if (needed.length > 0 && !needed.some((scope) => desk.scopes.has(scope)))
      throw new Refused('missing_scope', {
        needed: needed.join(','),
        provided: [...desk.scopes].join(','),
      })
    return run(args, desk)
  })
  return {
    ...answer,
    headers: {
      'x-oauth-scopes': terms.token === 'app' ? 'connections:write' : [...desk.scopes].join(','),
      'x-accepted-oauth-scopes': needed.join(','),
    },
  }
}

/** The body says it in two ways, depending on the method. */
function tooFast(seconds: number, method: string): Answer {
  const error = method.startsWith('chat.post') ? 'rate_limited' : 'ratelimited'
  return {
    status: 429,
    headers: { 'retry-after': String(seconds) },
    body: JSON.stringify({ ok: false, error }),
  }
}

function refused(error: string, more: Fields): never {
  throw new Refused(error, more)
}

/** Runs a method; its no is an answer with status 200, of a response_url one with 404. */
function answered(run: () => Fields | undefined): Answer {
  try {
    const body = run()
    return { status: 200, body: body ? JSON.stringify(body) : 'ok' }
  } catch (error) {
    if (!(error instanceof Refused)) throw error
    const gone = textOf(error.body['error']).endsWith('_url')
    return { status: gone ? 404 : 200, body: JSON.stringify(error.body) }
  }
}

function send(response: ServerResponse, { status, body, headers = {} }: Answer): void {
  const type =
    typeof body === 'string' && /^[[{]/.test(body)
      ? 'application/json; charset=utf-8'
      : 'text/plain'
  response.writeHead(status, { 'content-type': type, ...headers })
  response.end(body)
}

/** The bytes of a request; of a form with a file, those of the file. */
async function bodyOf(request: IncomingMessage): Promise<Buffer> {
  const chunks: Buffer[] = []
  for await (const chunk of request) chunks.push(chunk as Buffer)
  const raw = Buffer.concat(chunks)
  const type = request.headers['content-type'] ?? ''
  if (!type.startsWith('multipart/form-data')) return raw
  const form = await new Response(raw, { headers: { 'content-type': type } }).formData()
  for (const [, part] of form)
    if (typeof part !== 'string') return Buffer.from(await part.arrayBuffer())
  return raw
}

const STRUCTURED = ['blocks', 'metadata', 'view', 'attachments', 'files']

function argsOf(raw: Buffer, request: IncomingMessage): Fields {
  const type = request.headers['content-type'] ?? ''
  const text = raw.toString()
  if (type.includes('json')) {
    const body = parsed(text)
    return isFields(body) ? body : {}
  }
  const query = new URL(request.url ?? '/', 'http://slack').searchParams
  const args: Record<string, unknown> = Object.fromEntries([...query, ...new URLSearchParams(text)])
  for (const name of STRUCTURED) {
    const value = args[name]
    if (typeof value === 'string') args[name] = parsed(value) ?? value
  }
  return args
}

function tokenOf(request: IncomingMessage, args: Fields): string | undefined {
  const header = request.headers.authorization?.replace(/^Bearer /, '')
  return header || textOf(args['token']) || undefined
}

function parsed(text: string): unknown {
  try {
    return JSON.parse(text)
  } catch {
    return undefined
  }
}
