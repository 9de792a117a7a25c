// What the way in by HTTP takes and refuses, over real connections with a real Bolt app behind it; leaves what a click does to the tests of the platform.
import { createHmac } from 'node:crypto'
import { once } from 'node:events'
import { Agent, type IncomingMessage, request } from 'node:http'
import { connect, type Socket } from 'node:net'
import { setTimeout as sleep } from 'node:timers/promises'
import fc from 'fast-check'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { createHttpReceiver } from '../../src/platforms/slack/receiving/http.ts'
import type { Verdict } from '../../src/platforms/slack/receiving/receiver.ts'
import { createParts, type Heard, startBareApp } from './bare-app.ts'

const SECRET = 'the secret of this app'
const FORM = 'application/x-www-form-urlencoded'
const JSON_TYPE = 'application/json'
const MOST_BYTES = 1024 * 1024
const NO_API = 'http://127.0.0.1:9/api/'

const click = (value = 'yes') => ({
  type: 'block_actions',
  team: { id: 'T1' },
  api_app_id: 'A1',
  user: { id: 'U1' },
  channel: { id: 'C1' },
  actions: [{ type: 'button', action_id: 'vote', block_id: 'b', value }],
})
const form = (payload: unknown) => `payload=${encodeURIComponent(JSON.stringify(payload))}`
const event = (type = 'app_mention') => ({
  type: 'event_callback',
  team_id: 'T1',
  api_app_id: 'A1',
  event_id: 'Ev1',
  event: { type, user: 'U1', channel: 'C1', text: 'hi', ts: '1.1' },
})

/** Stands for the platform's own judgement: whose team, and all that belongs to a click. */
function admit(body: unknown): Verdict {
  const { team, type, user, actions, channel, team_id } = body as Record<string, unknown>
  const id = team_id ?? (team as { id?: string } | undefined)?.id
  if (id === undefined) return { status: 400, reason: 'no team' }
  if (id !== 'T1') return { status: 403, reason: 'another team' }
  const whole = type !== 'block_actions' || (user && channel && Array.isArray(actions))
  return whole ? { status: 200, reason: '' } : { status: 400, reason: 'incomplete' }
}

type Answer = { status: number; body: string; headers: IncomingMessage['headers'] }

const agent = new Agent({ keepAlive: true })
const now = Date.now()
const seconds = Math.floor(now / 1000)

function signed(body: string | Buffer, at: string | number = seconds, secret = SECRET) {
  const hash = createHmac('sha256', secret).update(`v0:${at}:`).update(body).digest('hex')
  return { 'x-slack-request-timestamp': `${at}`, 'x-slack-signature': `v0=${hash}` }
}

const listeners = { act: async (_: Heard, ack: (words?: string) => Promise<void>) => ack() }
const parts = createParts(admit)
const receiver = createHttpReceiver({
  ...parts,
  signingSecret: SECRET,
  host: '127.0.0.1',
  port: 0,
  now: () => now,
})
let heard: Heard[] = []

beforeAll(async () => {
  const app = await startBareApp(receiver, NO_API, (one, ack) => listeners.act(one, ack))
  heard = app.heard
})

afterAll(async () => {
  agent.destroy()
  await receiver.stop(Date.now() + 1_000)
})

type Headers = Record<string, string | number>

function send(
  body: string | Buffer,
  headers: Headers = {},
  method = 'POST',
  path = '/slack/events',
) {
  return new Promise<Answer>((resolve, reject) => {
    const options = { port: receiver.port(), host: '127.0.0.1', agent, method, path }
    const call = request({ ...options, headers: { 'content-length': body.length, ...headers } })
    call.on('error', reject)
    call.on('response', async (answer) => {
      const chunks: Buffer[] = []
      for await (const chunk of answer) chunks.push(chunk)
      const { statusCode = 0, headers } = answer
      resolve({ status: statusCode, body: Buffer.concat(chunks).toString(), headers })
    })
    call.end(body)
  })
}

const post = (body: string, type: string | undefined = FORM) => {
  const bytes = Buffer.from(body)
  return send(bytes, { ...signed(bytes), ...(type === '' ? {} : { 'content-type': type }) })
}

/** What a listener heard while something was sent. */
async function heardDuring(work: () => Promise<unknown>): Promise<readonly Heard[]> {
  const before = heard.length
  await work()
  return heard.slice(before)
}

async function open(): Promise<Socket> {
  const socket = connect(receiver.port() ?? 0, '127.0.0.1')
  socket.on('error', () => {})
  await once(socket, 'connect')
  return socket
}

/** All that comes over a socket until the other side has closed it. */
async function until(socket: Socket): Promise<string> {
  let text = ''
  socket.on('data', (chunk) => {
    text += String(chunk)
  })
  // a reset is a close as well
  await new Promise((resolve) => socket.once('close', resolve))
  return text
}

describe('who may come in', () => {
  test('B1 An unsigned POST is refused with 401 and no body, and counted', async () => {
    const reached = await heardDuring(async () => {
      const body = form(click())
      for (const headers of [
        {},
        { 'x-slack-signature': 'v0=00' },
        { 'x-slack-request-timestamp': seconds },
      ])
        expect(await send(body, { 'content-type': FORM, ...headers })).toMatchObject({
          status: 401,
          body: '',
        })
    })
    expect(reached).toEqual([])
    expect(receiver.health().words).toMatch(/\d+ Anfragen ohne gültige Unterschrift/)
    expect(parts.notices.filter((words) => words.includes('signature'))).toHaveLength(1)
  })

  test('B2 The signature of another secret, or of other bytes, is refused with 401', async () => {
    const body = form(click())
    const ask = async (headers: Headers) =>
      (await send(body, { 'content-type': FORM, ...headers })).status
    const { 'x-slack-signature': right, ...time } = signed(body)
    expect(await ask(signed(body, seconds, 'another secret'))).toBe(401)
    expect(await ask(signed(`${body} `))).toBe(401)
    expect(await ask({ ...time, 'x-slack-signature': right.replace('v0', 'v1') })).toBe(401)
    expect(await ask({ ...time, 'x-slack-signature': right.toUpperCase() })).toBe(401)
    expect(await ask({ ...time, 'x-slack-signature': `${right}00` })).toBe(401)
    expect(await ask({ ...time, 'x-slack-signature': '' })).toBe(401)
    expect(await ask({ ...time, 'x-slack-signature': right })).toBe(200)
  })

  test('B3 A timestamp 301 s old or early is refused, 300 s is not, and no number never is one', async () => {
    const body = form(click())
    const at = async (time: string | number) =>
      (await send(body, { 'content-type': FORM, ...signed(body, time) })).status
    expect(await at(seconds - 301)).toBe(401)
    expect(await at(seconds + 301)).toBe(401)
    expect(await at(seconds - 300)).toBe(200)
    expect(await at(seconds + 300)).toBe(200)
    for (const odd of ['NaN', '', '-1', '1e9', `${seconds}.0`, 'Infinity', '0x10', `${now}`])
      expect(await at(odd)).toBe(401)
  })

  test('B4 A repetition within the window reaches the listeners, with its number: they know it again', async () => {
    const body = JSON.stringify(event())
    const again = { 'x-slack-retry-num': '2', 'x-slack-retry-reason': 'http_timeout' }
    const reached = await heardDuring(async () => {
      for (const headers of [{}, again, { 'x-slack-retry-num': 'x' }]) {
        const answer = await send(body, { 'content-type': JSON_TYPE, ...signed(body), ...headers })
        expect(answer.status).toBe(200)
      }
    })
    expect(
      reached.map(({ context }) => [
        context['retryNum'],
        context['retryReason'],
        context['arrival'],
      ]),
    ).toEqual([
      [undefined, undefined, 'http'],
      [2, 'http_timeout', 'http'],
      [undefined, undefined, 'http'],
    ])
  })

  test('B10 Another team is refused with 403, and noticed without its body', async () => {
    expect((await post(form({ ...click('secret-word'), team: { id: 'T2' } }))).status).toBe(403)
    expect(parts.notices.join()).toContain('another team')
    expect(parts.notices.join()).not.toContain('secret-word')
  })

  test('An ssl_check is answered only when it is signed, and never with a payload beside it', async () => {
    expect((await send('ssl_check=1&token=x', { 'content-type': FORM })).status).toBe(401)
    expect((await post('ssl_check=1&token=x')).status).toBe(200)
    expect(await heardDuring(() => post(`ssl_check=1&${form(click())}`))).toEqual([])
  })

  test('The challenge of a new address is answered only when it is signed', async () => {
    const body = JSON.stringify({ type: 'url_verification', challenge: 'abc', token: 'x' })
    expect((await send(body, { 'content-type': JSON_TYPE })).status).toBe(401)
    const answer = await post(body, JSON_TYPE)
    expect([answer.status, JSON.parse(answer.body)]).toEqual([200, { challenge: 'abc' }])
  })

  test('Other paths are not found, and other methods not allowed', async () => {
    const body = form(click())
    const headers = { 'content-type': FORM, ...signed(body) }
    for (const path of ['/', '/slack/events/', '/slack/eventsx', '/../slack/events', '/slack'])
      expect((await send(body, headers, 'POST', path)).status).toBe(404)
    for (const method of ['GET', 'PUT', 'DELETE', 'OPTIONS'])
      expect(await send('', {}, method)).toMatchObject({ status: 405, headers: { allow: 'POST' } })
    expect((await send('', {}, 'GET', '/health')).status).toBe(404)
  })
})

describe('how a body may look', () => {
  test('B5 The content type counts whatever its case and charset, and may be absent', async () => {
    const types = [
      FORM,
      `${FORM}; charset=utf-8`,
      'APPLICATION/X-WWW-Form-Urlencoded;CHARSET=UTF-8',
      '',
    ]
    for (const type of types) expect((await post(form(click()), type)).status).toBe(200)
    for (const type of [JSON_TYPE, 'Application/JSON; charset=UTF-8', ''])
      expect((await post(JSON.stringify(event()), type)).status).toBe(200)
    expect((await post(form(click()), 'text/plain')).status).toBe(415)
  })

  test('B6 One byte over the limit is 413 with Connection: close, and the next request does not hang', async () => {
    const fits = Buffer.from(form(click('a'.repeat(MOST_BYTES - form(click('')).length))))
    expect(fits.length).toBe(MOST_BYTES)
    expect((await send(fits, { 'content-type': FORM, ...signed(fits) })).status).toBe(200)
    const over = Buffer.concat([fits, Buffer.from('a')])
    const answer = await send(over, { 'content-type': FORM, ...signed(over) })
    expect(answer).toMatchObject({ status: 413, headers: { connection: 'close' } })
    const began = performance.now()
    expect((await post(form(click()))).status).toBe(200)
    expect(performance.now() - began).toBeLessThan(500)
  })

  test('B6 A chunked body without an end is answered 413, and its connection is closed', async () => {
    const socket = await open()
    const all = until(socket)
    socket.write('POST /slack/events HTTP/1.1\r\nHost: x\r\nTransfer-Encoding: chunked\r\n\r\n')
    const chunk = `10000\r\n${'a'.repeat(0x10000)}\r\n`
    const timer = setInterval(() => socket.write(chunk), 2)
    const text = await all
    clearInterval(timer)
    expect(text).toMatch(/^HTTP\/1.1 413 [\s\S]*connection: close/i)
  })

  test('B6 A compressed body is answered 415 before anything is unpacked', async () => {
    const body = form(click())
    for (const coding of ['gzip', 'br', 'deflate', 'gzip, identity'])
      expect((await send(body, { 'content-encoding': coding, ...signed(body) })).status).toBe(415)
    const answer = await send(body, { 'content-encoding': 'Identity', ...signed(body) })
    expect(answer.status).toBe(200)
  })

  test('B7 A header or a body slower than 10 s has its connection closed', async () => {
    const began = performance.now()
    const header = await open()
    header.write('POST /slack/events HTTP/1.1\r\nHost: x\r\n')
    const body = await open()
    body.write('POST /slack/events HTTP/1.1\r\nHost: x\r\nContent-Length: 100\r\n\r\n')
    const drops = setInterval(() => {
      header.write('X: y\r\n')
      body.write('a')
    }, 1_000)
    await Promise.all([until(header), until(body)])
    clearInterval(drops)
    const took = performance.now() - began
    expect(took).toBeGreaterThan(9_000)
    expect(took).toBeLessThan(13_000)
  })

  test.each([
    ['null in its payload', 'payload=null', FORM],
    ['a list in its payload', 'payload=[]', FORM],
    ['a number in its payload', 'payload=1', FORM],
    ['a string in its payload', 'payload=""', FORM],
    ['an empty payload', 'payload=', FORM],
    ['a payload without a value', 'payload', FORM],
    ['half an object in its payload', 'payload={', FORM],
    ['half a character in its payload', 'payload=%E4', FORM],
    ['half an escape in its payload', 'payload=%', FORM],
    ['two payloads', `${form(click())}&${form(click())}`, FORM],
    ['a field twice', 'a=1&a=2', FORM],
    ['100,000 fields', 'a&'.repeat(100_000), FORM],
    ['nothing', '', FORM],
    ['null as JSON', 'null', JSON_TYPE],
    ['a list as JSON', '[]', JSON_TYPE],
    ['a number as JSON', '1', JSON_TYPE],
    ['a string as JSON', '""', JSON_TYPE],
    ['nothing as JSON', '', JSON_TYPE],
    ['an empty object as JSON', '{}', JSON_TYPE],
    ['a team only in its __proto__', '{"__proto__":{"team_id":"T1"}}', JSON_TYPE],
  ])(
    'B8 A signed body with %s is answered 400 at once, and nobody hears of it',
    async (_, body, type) => {
      const began = performance.now()
      const reached = await heardDuring(async () =>
        expect((await post(body, type)).status).toBe(400),
      )
      expect(performance.now() - began).toBeLessThan(200)
      expect(reached).toEqual([])
      expect((await post(form(click()))).status).toBe(200)
    },
  )

  test('B8 Bytes that are no UTF-8 are answered 400', async () => {
    const body = Buffer.from([...Buffer.from('{"team_id":"'), 0xff, ...Buffer.from('"}')])
    const answer = await send(body, { 'content-type': JSON_TYPE, ...signed(body) })
    expect(answer.status).toBe(400)
  })

  test.each(['user', 'team', 'actions', 'channel'])(
    'B9 A click without %s is answered 400',
    async (key) => {
      const { [key]: _, ...rest } = click() as Record<string, unknown>
      expect((await post(form(rest))).status).toBe(400)
    },
  )

  test('B15 100,000 nesting levels and a million items are answered 400, at once like a harmless body of their length', async () => {
    /** The quickest of some tries: what else the machine does makes them only slower. */
    const quickest = async (body: string, status: number) => {
      const times: number[] = []
      for (let n = 0; n < 5; n += 1) {
        const began = performance.now()
        expect((await post(body, JSON_TYPE)).status).toBe(status)
        times.push(performance.now() - began)
      }
      return Math.min(...times)
    }
    const deep = `{"team_id":"T1","event":${'['.repeat(100_000)}${']'.repeat(100_000)}}`
    const wide = `[${'1,'.repeat(500_000)}1]`
    for (const body of [deep, `{"a":"\\\\","b":${deep}}`, wide, '{"a":'.repeat(100_000)]) {
      const harmless = await quickest(`{"a":"${'x'.repeat(body.length)}"}`, 400)
      expect(await quickest(body, 400)).toBeLessThan(20 * harmless)
    }
    expect((await post(form(click('['.repeat(1_000))))).status).toBe(200)
  })
})

describe('what is answered', () => {
  const during = async (act: typeof listeners.act, work: () => Promise<void>) => {
    const before = listeners.act
    listeners.act = act
    await work().finally(() => {
      listeners.act = before
    })
  }

  test('An acknowledgement becomes the answer, with its words', async () => {
    expect(await post(form(click()))).toMatchObject({ status: 200, body: '' })
    await during(
      async (_, ack) => ack('counted'),
      async () => {
        const answer = await post(
          'command=%2Fumlauf&text=a+b%26c&team_id=T1&user_id=U1&channel_id=C1',
        )
        expect(answer).toMatchObject({ status: 200, body: 'counted' })
        expect(heard.at(-1)?.what).toBe('a b&c')
      },
    )
  })

  test('An event is acknowledged only when its listeners are done', async () => {
    let done = false
    await during(
      async () => {
        await sleep(100)
        done = true
      },
      async () => {
        expect((await post(JSON.stringify(event()), JSON_TYPE)).status).toBe(200)
        expect(done).toBe(true)
      },
    )
  })

  test('Whoever fails before acknowledging is answered 500, and nothing is claimed', async () => {
    await during(
      async () => {
        throw new Error('no database')
      },
      async () => {
        expect((await post(form(click()))).status).toBe(500)
        expect((await post(JSON.stringify(event()), JSON_TYPE)).status).toBe(500)
      },
    )
    expect(parts.defects.splice(0).map(String)).toEqual([
      'Error: no database',
      'Error: no database',
    ])
  })

  test('What fails after the acknowledgement is reported, and the answer stands', async () => {
    await during(
      async (_, ack) => {
        await ack()
        await ack()
        throw new Error('later')
      },
      async () => expect((await post(form(click()))).status).toBe(200),
    )
    await expect.poll(() => parts.defects.splice(0).map(String)).toEqual(['Error: later'])
  })

  test('A listener slower than 3 s is still answered; one slower than 10 s gets a 503, and what it says later is dropped', async () => {
    let late = false
    await during(
      async ({ what }, ack) => {
        await sleep(what === 'slow' ? 3_500 : 10_500)
        await ack('too late')
        late = what !== 'slow'
      },
      async () => {
        const answers = await Promise.all([post(form(click('slow'))), post(form(click('never')))])
        expect(answers.map(({ status }) => status)).toEqual([200, 503])
        await expect.poll(() => late).toBe(true)
      },
    )
    expect(parts.defects).toEqual([])
  })

  test('Nobody who acknowledges is an error at once, never a late 404', async () => {
    const began = performance.now()
    await during(
      async () => {},
      async () => expect((await post(form(click()))).status).toBe(500),
    )
    expect((await post(form({ team: { id: 'T1' }, type: 'of_tomorrow' }))).status).toBe(500)
    expect(performance.now() - began).toBeLessThan(500)
  })

  test('Connections are kept: 200 requests one after the other need one of them', async () => {
    const one = new Agent({ keepAlive: true, maxSockets: 1 })
    const sockets = new Set<unknown>()
    for (let count = 0; count < 200; count += 1) {
      const body = form(click())
      const headers = { 'content-type': FORM, 'content-length': body.length, ...signed(body) }
      const call = request({
        ...{ port: receiver.port(), host: '127.0.0.1', path: '/slack/events', method: 'POST' },
        ...{ agent: one, headers },
      })
      call.on('socket', (socket) => sockets.add(socket))
      call.end(body)
      const [answer] = (await once(call, 'response')) as [IncomingMessage]
      answer.resume()
      await once(answer, 'end')
      expect(answer.statusCode).toBe(200)
    }
    expect(sockets.size).toBe(1)
    one.destroy()
  })
})

test('Whatever a signed body holds, it is answered, and the process lives', async () => {
  const bodies = fc.oneof(
    fc.json().map((text) => [text, JSON_TYPE] as const),
    fc.json().map((text) => [`payload=${encodeURIComponent(text)}`, FORM] as const),
    fc.string({ unit: 'binary' }).map((text) => [text, FORM] as const),
    fc.webQueryParameters().map((text) => [text, FORM] as const),
    fc
      .record(
        {
          type: fc.constantFrom(
            'block_actions',
            'event_callback',
            'view_submission',
            'shortcut',
            null,
          ),
          team: fc.oneof(fc.constant({ id: 'T1' }), fc.jsonValue()),
          user: fc.jsonValue(),
          channel: fc.jsonValue(),
          event: fc.oneof(fc.record({ type: fc.jsonValue() }), fc.jsonValue()),
          actions: fc.array(fc.jsonValue()),
          view: fc.jsonValue(),
          response_urls: fc.jsonValue(),
          authorizations: fc.jsonValue(),
        },
        { requiredKeys: ['team'] },
      )
      .map((body) => [JSON.stringify(body), JSON_TYPE] as const),
  )
  await fc.assert(
    fc.asyncProperty(bodies, async ([body, type]) => {
      const { status } = await post(body, type)
      expect([200, 400, 403, 415, 500]).toContain(status)
    }),
    { numRuns: 500 },
  )
  expect((await post(form(click()))).status).toBe(200)
})

test('Stopping takes nothing new, lets what is under way finish, and closes idle connections', async () => {
  const other = createParts()
  const short = createHttpReceiver({
    ...other,
    ...{ signingSecret: SECRET, host: '127.0.0.1', port: 0, now: () => now },
  })
  expect(short.health().ok).toBe(false)
  await startBareApp(short, NO_API, async (_, ack) => {
    await sleep(300)
    await ack()
  })
  const port = short.port() ?? 0
  expect(short.health()).toMatchObject({
    ok: true,
    words: expect.stringContaining(`:${port}/slack/events`),
  })
  const idle = connect(port, '127.0.0.1')
  await once(idle, 'connect')
  const body = form(click())
  const ask = () =>
    fetch(`http://127.0.0.1:${port}/slack/events`, {
      method: 'POST',
      body,
      headers: { 'content-type': FORM, ...signed(body) },
    })
  const running = ask()
  await sleep(100)
  const began = performance.now()
  const closed = once(idle, 'close')
  await short.stop(Date.now() + 5_000)
  expect((await running).status).toBe(200)
  await closed
  expect(performance.now() - began).toBeLessThan(1_000)
  await expect(ask()).rejects.toThrow()
  expect(short.health().ok).toBe(false)
  expect(short.port()).toBeUndefined()
})

test('A port that another program has is refused in words', async () => {
  const second = createHttpReceiver({
    ...createParts(),
    ...{ signingSecret: SECRET, host: '127.0.0.1', port: receiver.port() ?? 0, now: () => now },
  })
  await expect(startBareApp(second, NO_API)).rejects.toMatchObject({ code: 'slack.port' })
})
