// What the two lines of Socket Mode live through, against a loopback Slack with a real Bolt app behind them; leaves what a click does to the tests of the platform.
import { spawn } from 'node:child_process'
import { once } from 'node:events'
import { createServer } from 'node:http'
import type { AddressInfo } from 'node:net'
import { setTimeout as sleep } from 'node:timers/promises'
import { expect, type TestContext, test, vi } from 'vitest'
import { WebSocket, WebSocketServer } from 'ws'
import type { Verdict } from '../../src/platforms/slack/receiving/receiver.ts'
import { createSocketReceiver } from '../../src/platforms/slack/receiving/sockets.ts'
import { createWatch } from '../../src/platforms/slack/receiving/watch.ts'
import { createParts, type Heard, startBareApp } from './bare-app.ts'
import { type Slack, type SlackOptions, startSlack } from './slack/index.ts'

type Acknowledge = (words?: string) => Promise<void>
type More = {
  readonly slack?: SlackOptions
  readonly staggerMs?: number
  readonly admit?: (body: unknown) => Verdict
  readonly act?: (heard: Heard, ack: Acknowledge) => Promise<void>
  /** What happens before the app starts. */
  readonly before?: (slack: Slack) => unknown
}

/** Waits until something is so; fit for tests that run side by side. */
const becomes = (look: () => unknown, wanted: unknown, timeout = 1_000) =>
  vi.waitFor(() => expect(look()).toEqual(wanted), { timeout, interval: 5 })

type Run = Pick<TestContext, 'onTestFinished'>

async function prepare(run: Run, more: More) {
  const { slack: options = {}, staggerMs, admit, before } = more
  const slack = await startSlack({ rateLimits: 'none', ...options })
  run.onTestFinished(() => slack.stop())
  slack.addUser({ id: 'U1', name: 'anna' })
  slack.addChannel({ id: 'C1', name: 'council', members: ['U1'] })
  await before?.(slack)
  const parts = createParts(admit)
  const { apiUrl, appToken } = slack
  const receiver = createSocketReceiver({
    ...{ ...parts, apiUrl, appToken },
    ...(staggerMs ? { staggerMs } : {}),
  })
  run.onTestFinished(() => receiver.stop(Date.now() + 1_000))
  return { slack, parts, receiver }
}

/** A workspace and an app in it with both lines up. */
async function setUp(run: Run, more: More = {}) {
  const { slack, parts, receiver } = await prepare(run, more)
  const { heard } = await startBareApp(receiver, slack.apiUrl, more.act)
  await becomes(() => slack.sockets.open, 2)
  await becomes(() => receiver.health().words, expect.stringContaining('2 von 2'))
  const opens = () => slack.calls.filter(({ method }) => method === 'apps.connections.open')
  return { slack, parts, receiver, heard, opens }
}

/** Somebody who uses the app every few milliseconds, as long as something else goes on. */
async function underLoad(slack: Slack, work: () => Promise<unknown>) {
  const sent: ReturnType<Slack['slash']>[] = []
  const timer = setInterval(() => sent.push(slack.slash('U1', 'C1', `nr${sent.length}`)), 4)
  await work()
  clearInterval(timer)
  const all = await Promise.all(sent)
  return { count: all.length, lost: all.filter(({ acked }) => !acked).length }
}

/** Takes a little, as storing does. */
const store = async (_: Heard, ack: Acknowledge) => {
  await sleep(5)
  await ack()
}

test('Two lines stand, each opened with the token of the app alone', async (run) => {
  const { receiver, slack, opens, parts } = await setUp(run)
  expect(receiver.health()).toEqual({ ok: true, words: '2 von 2 Verbindungen zu Slack stehen.' })
  expect(opens().map(({ token }) => token)).toEqual([slack.appToken, slack.appToken])
  expect(parts.notices).toEqual([])
})

test('Two workspaces in one process never open a line with each other’s token', async (run) => {
  const first = await setUp(run)
  const second = await setUp(run)
  for (const { slack } of [first, second]) slack.dropSockets()
  for (const { slack, opens } of [first, second]) {
    await becomes(() => opens().length, 4)
    expect(new Set(opens().map(({ token }) => token))).toEqual(new Set([slack.appToken]))
  }
})

test('F24 A refresh of all lines under load loses nothing, and the new line says hello before the old one is closed', async (run) => {
  const { slack, heard, parts } = await setUp(run, { act: store })
  const { count, lost } = await underLoad(slack, async () => {
    await sleep(300)
    slack.disconnect('refresh_requested')
    await sleep(3_000)
  })
  expect({ lost, heard: heard.length }).toEqual({ lost: 0, heard: count })
  expect(slack.sockets.history.map(({ what, n }) => `${what} ${n}`)).toEqual([
    ...['hello 1', 'hello 2', 'disconnect 1', 'disconnect 2', 'hello 3', 'hello 4'],
    ...[expect.stringMatching(/closed [12]/), expect.stringMatching(/closed [12]/)],
  ])
  expect(parts.defects).toEqual([])
})

test('F24 A warned line that Slack goes on using until it closes it loses nothing', async (run) => {
  const { slack, heard } = await setUp(run, { act: store })
  const { count, lost } = await underLoad(slack, async () => {
    await sleep(300)
    slack.disconnect('warning', 'all', { closeAfterMs: 2_500 })
    await sleep(3_500)
  })
  expect({ lost, heard: heard.length }).toEqual({ lost: 0, heard: count })
  const when = (what: string, n: number) =>
    slack.sockets.history.find((one) => one.what === what && one.n === n)?.at ?? 0
  // Slack's own close, not ours
  expect(when('closed', 1) - when('disconnect', 1)).toBeGreaterThan(2_400)
  expect(when('hello', 3)).toBeLessThan(when('closed', 1))
})

test('F24 Twenty refreshes in five seconds under load lose nothing', async (run) => {
  const { slack, heard } = await setUp(run, { act: store })
  const { count, lost } = await underLoad(slack, async () => {
    for (let turn = 0; turn < 20; turn += 1) {
      await sleep(250)
      slack.disconnect(turn % 3 === 0 ? 'warning' : 'refresh_requested', 'first')
    }
    await sleep(1_000)
  })
  expect({ lost, heard: heard.length }).toEqual({ lost: 0, heard: count })
})

test('F24 Where Slack leaves the connection open after the close, the old line is closed all the same', async (run) => {
  const { slack, heard, receiver } = await setUp(run, { act: store, slack: { lingering: true } })
  const { count, lost } = await underLoad(slack, async () => {
    slack.disconnect('refresh_requested')
    await sleep(3_000)
  })
  expect({ lost, heard: heard.length }).toEqual({ lost: 0, heard: count })
  expect(receiver.health().words).toContain('2 von 2')
  const began = performance.now()
  await receiver.stop(Date.now() + 5_000)
  expect(performance.now() - began).toBeLessThan(1_500)
})

test.concurrent('F25 Too many connections: two attempts, a notice, no storm, and back when there is room', async (run) => {
  const others: WebSocket[] = []
  const { slack, parts, receiver } = await prepare(run, {
    async before({ apiUrl, appToken }) {
      for (let count = 0; count < 10; count += 1) {
        const headers = { authorization: `Bearer ${appToken}` }
        const asked = await fetch(`${apiUrl}apps.connections.open`, { method: 'POST', headers })
        const other = new WebSocket(((await asked.json()) as { url: string }).url)
        await once(other, 'message')
        others.push(other)
      }
    },
  })
  const tries = () => slack.calls.length - 10
  const started = startBareApp(receiver, slack.apiUrl)
  await sleep(5_000)
  expect(tries()).toBe(2)
  expect(receiver.health().ok).toBe(false)
  expect(parts.notices).toContain('socket: no connection: too_many_websockets')
  for (const other of others) other.terminate()
  await started
  expect(receiver.health().ok).toBe(true)
  expect(tries()).toBeLessThanOrEqual(4)
})

test.concurrent('F25 A link that Slack disables is tried again slowly, with a notice', async (run) => {
  const { slack, parts, receiver, opens } = await setUp(run)
  slack.disconnect('link_disabled')
  await becomes(() => receiver.health().ok, false)
  await sleep(3_000)
  expect(opens()).toHaveLength(2)
  expect(parts.notices).toContain('socket: no connection: link_disabled')
})

test.concurrent('A line that breaks off is replaced at once', async (run) => {
  const { slack, heard } = await setUp(run)
  slack.dropSockets()
  const hellos = () => slack.sockets.history.filter(({ what }) => what === 'hello').length
  await becomes(hellos, 4, 300)
  expect((await slack.slash('U1', 'C1', 'again')).acked).toBe(true)
  expect(heard.map(({ what }) => what)).toEqual(['again'])
})

test.concurrent('A line on which Slack falls silent, without closing it, is replaced', async (run) => {
  const silent: WebSocket[] = []
  const server = createServer((_, response) => {
    const { port } = server.address() as AddressInfo
    response.end(JSON.stringify({ ok: true, url: `ws://127.0.0.1:${port}/` }))
  })
  const sockets = new WebSocketServer({ server, autoPong: false })
  sockets.on('connection', (socket) => {
    socket.send(JSON.stringify({ type: 'hello' }))
    // a connection that broke somewhere in between: neither a pong nor a close comes back
    if (silent.length < 2) socket.pause()
    silent.push(socket)
    socket.on('ping', (data) => socket.pong(data))
  })
  server.listen(0, '127.0.0.1')
  await once(server, 'listening')
  run.onTestFinished(async () => {
    for (const socket of silent) socket.terminate()
    server.close()
  })
  const apiUrl = `http://127.0.0.1:${(server.address() as AddressInfo).port}/`
  const parts = createParts()
  const receiver = createSocketReceiver({ ...parts, apiUrl, appToken: 'xapp-1' })
  run.onTestFinished(() => receiver.stop(Date.now()))
  await startBareApp(receiver, apiUrl)
  await becomes(() => silent.length, 4, 30_000)
  await becomes(() => receiver.health().words, expect.stringContaining('2 von 2'))
  await sleep(5_000)
  expect(silent).toHaveLength(4)
  expect(parts.defects).toEqual([])
})

test.concurrent('After an outage of two seconds a line is back within one more', async (run) => {
  const { slack, receiver, opens, parts } = await setUp(run)
  slack.outage('apps.connections.open', true)
  slack.dropSockets()
  await sleep(2_000)
  expect(receiver.health()).toMatchObject({ ok: false, words: expect.stringContaining('0 von 2') })
  expect(opens().length).toBeLessThan(2 + 2 * 5)
  slack.outage('apps.connections.open', false)
  const began = performance.now()
  await becomes(() => receiver.health().ok, true, 2_000)
  expect(performance.now() - began).toBeLessThan(1_000)
  // said once, not at every attempt
  expect(parts.notices.filter((words) => words.includes('HTTP 503'))).toHaveLength(1)
})

test.concurrent('Errors, a limit, a lost reply and a broken line at the start are waited out', async (run) => {
  const began = performance.now()
  const limited = { status: 429, headers: { 'retry-after': '1' } }
  const { parts } = await setUp(run, {
    before: (slack) =>
      slack.fault('apps.connections.open', { status: 503 }, limited, 'lostReply', limited),
  })
  const took = performance.now() - began
  expect(took).toBeGreaterThan(1_000)
  expect(took).toBeLessThan(5_000)
  expect(parts.notices).toContain('socket: no connection: ratelimited')
})

test.concurrent('A null frame and other odd ones are dropped and noticed, and the lines stay', async (run) => {
  const { slack, parts, heard } = await setUp(run)
  const envelope = (type: string, payload: unknown) =>
    JSON.stringify({ type, envelope_id: 'e', payload })
  const odd = [
    ...[
      'null',
      '[]',
      '1',
      '""',
      'true',
      '{}',
      '',
      'nothing',
      '{"type":null}',
      '{"type":"of_tomorrow"}',
    ],
    ...['{"type":"events_api"}', '{"type":"interactive","payload":{}}', '['.repeat(100_000)],
    ...[null, [], {}, { event: null }, { event: {} }, { event: { type: 1 } }].map((payload) =>
      envelope('events_api', payload),
    ),
    // what the SDK would take for its own
    ...['close', 'error', 'ws_message', 'slack_event', 'disconnected'].map((type) =>
      envelope('events_api', { event: { type } }),
    ),
    ...[null, [], 1].map((payload) => envelope('interactive', payload)),
  ]
  for (const frame of odd) for (const _ of [1, 2]) slack.frame(frame)
  for (const text of ['one', 'two']) expect((await slack.slash('U1', 'C1', text)).acked).toBe(true)
  expect(heard).toHaveLength(2)
  expect(slack.sockets.history.map(({ what }) => what)).toEqual(['hello', 'hello'])
  expect(parts.notices).toContain('socket: a frame was dropped: no JSON object')
  // of each kind one notice, however many frames
  expect(parts.notices.length).toBeLessThan(10)
  expect(parts.defects).toEqual([])
})

test.concurrent('The same envelope twice is handed over twice, and acknowledged twice', async (run) => {
  const { slack, heard } = await setUp(run)
  const { envelopeId } = await slack.slash('U1', 'C1', 'once')
  const again = await slack.redeliver(2, { sameEnvelope: true })
  expect(again.map(({ acked }) => acked)).toEqual([true, true])
  expect(heard.map(({ context }) => [context['envelopeId'], context['arrival']])).toEqual(
    Array(3).fill([envelopeId, 'socket']),
  )
})

test.concurrent('An acknowledgement whose line is lost takes the other, and what comes after it happens', async (run) => {
  const done: string[] = []
  const { slack, parts } = await setUp(run, {
    async act({ what }, ack) {
      await sleep(300)
      await ack()
      done.push(what)
    },
  })
  const asked = slack.slash('U1', 'C1', 'slow')
  await sleep(100)
  slack.dropSockets()
  expect((await asked).acked).toBe(true)
  expect(done).toEqual(['slow'])
  expect(parts.defects).toEqual([])
})

test.concurrent('An acknowledgement that finds no line at all ends nothing', async (run) => {
  const done: string[] = []
  const { slack, parts, receiver } = await setUp(run, {
    slack: { patienceMs: 800 },
    async act({ what }, ack) {
      await sleep(300)
      await ack()
      done.push(what)
    },
  })
  const asked = slack.slash('U1', 'C1', 'slow')
  await sleep(100)
  slack.outage('apps.connections.open', true)
  slack.dropSockets()
  await becomes(() => done, ['slow'])
  expect(parts.notices).toContain('socket: an acknowledgement lost its connection')
  slack.outage('apps.connections.open', false)
  await becomes(() => receiver.health().ok, true, 3_000)
  expect((await asked).acked).toBe(false)
})

test.concurrent('An event is acknowledged only when its listeners are done, and never when they failed', async (run) => {
  let done = false
  const { slack, parts } = await setUp(run, {
    slack: { patienceMs: 600 },
    async act({ kind }, ack) {
      if (kind !== 'event') return ack()
      await sleep(100)
      if (done) throw new Error('no database')
      done = true
    },
  })
  const first = await slack.openHome('U1')
  expect([first.acked, done, first.afterMs >= 95]).toEqual([true, true, true])
  expect((await slack.openHome('U1')).acked).toBe(false)
  expect(parts.defects.map(String)).toEqual(['Error: no database'])
})

test.concurrent('What is not admitted is acknowledged, noticed, and reaches nobody', async (run) => {
  const { slack, parts, heard } = await setUp(run, {
    admit: () => ({ status: 403, reason: 'another team' }),
  })
  expect((await slack.slash('U1', 'C1', 'secret-word')).acked).toBe(true)
  expect(heard).toEqual([])
  expect(parts.notices).toEqual(['socket: a request was not admitted: another team'])
})

test.concurrent.for<readonly [string, RegExp]>([
  ['invalid_auth', /neues mit der Berechtigung/],
  ['not_allowed_token_type', /xapp-/],
  ['missing_scope', /connections:write/],
  ['account_inactive', /account_inactive/],
  ['token_revoked', /SLACK_APP_TOKEN/],
])(
  'A start that Slack refuses with %s says what to do, and nothing goes on',
  async ([error, words], run) => {
    const { slack, receiver } = await prepare(run, {
      before: (one) => one.fault('apps.connections.open', { error }, { error }),
    })
    const refused = { code: 'slack.appToken', words: { de: expect.stringMatching(words) } }
    await expect(startBareApp(receiver, slack.apiUrl)).rejects.toMatchObject(refused)
    await sleep(1_000)
    expect(slack.calls.length).toBeLessThanOrEqual(2)
    expect(slack.sockets.open).toBe(0)
  },
)

test.concurrent('A token that is revoked later is reported and tried slowly, and the other line serves on', async (run) => {
  const { slack, parts, receiver, opens } = await setUp(run)
  slack.fault('apps.connections.open', { error: 'token_revoked' })
  slack.disconnect('refresh_requested', 'first')
  await sleep(1_500)
  expect(opens()).toHaveLength(3)
  expect(parts.notices).toContain('socket: no connection: token_revoked')
  expect(receiver.health().ok).toBe(true)
  expect((await slack.slash('U1', 'C1', 'still')).acked).toBe(true)
})

test.concurrent('After a while the second line is replaced, so that both never age alike; the old one closes last', async (run) => {
  const { slack } = await setUp(run, { staggerMs: 400 })
  const history = () => slack.sockets.history.map(({ what }) => what)
  await becomes(history, ['hello', 'hello', 'hello', 'closed'])
  expect(slack.sockets.history.at(-1)?.n).not.toBe(3)
  await sleep(800)
  expect(slack.sockets.open).toBe(2)
})

test.concurrent('Stopping lets what is under way finish, takes nothing new, and closes both lines', async (run) => {
  const { slack, receiver, heard } = await setUp(run, {
    slack: { patienceMs: 800 },
    async act(_, ack) {
      await sleep(300)
      await ack()
    },
  })
  const running = slack.slash('U1', 'C1', 'running')
  await sleep(100)
  const stopped = receiver.stop(Date.now() + 5_000)
  const late = slack.slash('U1', 'C1', 'late')
  await stopped
  expect((await running).acked).toBe(true)
  expect((await late).acked).toBe(false)
  expect(heard.map(({ what }) => what)).toEqual(['running'])
  await becomes(() => slack.sockets.open, 0)
  expect(receiver.health().ok).toBe(false)
})

test.concurrent('Stopping does not wait beyond its deadline, nor for a start that goes on', async (run) => {
  const { receiver, slack } = await setUp(run, { act: () => sleep(60_000) })
  void slack.slash('U1', 'C1', 'for ever')
  await sleep(50)
  const began = performance.now()
  await receiver.stop(Date.now() + 200)
  expect(performance.now() - began).toBeLessThan(1_500)
  const other = await prepare(run, {
    before: (one) => one.fault('apps.connections.open', 'hang', 'hang'),
  })
  const starting = startBareApp(other.receiver, other.slack.apiUrl)
  await sleep(50)
  await other.receiver.stop(Date.now() + 200)
  await starting
})

test.concurrent('A process that stopped has nothing left that keeps it alive', async (run) => {
  const { slack } = await prepare(run, {})
  const script = `${import.meta.dirname}/bare-app.ts`
  const child = spawn(process.execPath, [script, slack.apiUrl, slack.appToken])
  const began = performance.now()
  const [code] = await once(child, 'exit')
  expect(code).toBe(0)
  expect(performance.now() - began).toBeLessThan(5_000)
})

test.concurrent('Without a line for 90 s there is a notice, and another every 90 s until there is one', () => {
  const said: string[] = []
  const look = createWatch((words) => said.push(words))
  look(false, 0)
  look(false, 89_999)
  expect(said).toEqual([])
  for (let at = 90_000; at < 200_000; at += 1_000) look(false, at)
  expect(said.map((words) => /\d+ s/.exec(words)?.[0])).toEqual(['90 s', '180 s'])
  look(true, 200_000)
  look(false, 201_000)
  look(false, 289_000)
  expect(said).toHaveLength(2)
})
