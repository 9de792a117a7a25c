// Holds the loopback Slack to its ways in, Socket Mode and signed HTTP, by a real Bolt app; leaves people to slack-world-people.test.ts.
import { once } from 'node:events'
import { HTTPReceiver } from '@slack/bolt'
import { afterEach, describe, expect, it, vi } from 'vitest'
import { WebSocket } from 'ws'
import { type Slack, signed, startSlack } from './slack/index.ts'
import {
  afterwards,
  bodies,
  council,
  listen,
  meeting,
  silent,
  socket,
  stopAll,
} from './slack/meeting.ts'

afterEach(stopAll)

describe('sockets', () => {
  it('payloads go to the live sockets in turn; a refreshed one is left alone, a dropped one is gone', async () => {
    const { slack, app, heard, ts } = await meeting()
    const second = socket(slack)
    second.init(app)
    await second.start()
    afterwards(() => second.stop())
    expect(slack.sockets.open).toBe(2)
    slack.disconnect('refresh_requested', 'first')
    const clicks = slack.prepareClicks(100, (i) => ({
      user: 'U1',
      channel: 'C1',
      ts,
      actionId: 'vote',
      value: `${i}`,
    }))
    const latencies = await slack.flood(clicks, { callers: 4 })
    expect(latencies.filter((one) => one === undefined)).toEqual([])
    expect(bodies(heard, 'action')).toHaveLength(100)
    expect(slack.sockets.history.map(({ what }) => what)).toContain('disconnect')
    slack.dropSockets()
    await vi.waitFor(() => expect(slack.sockets.open).toBe(0))
    expect(await slack.press('U1', 'C1', ts, { label: 'Ja' })).toMatchObject({
      acked: false,
      trouble: 'no socket is open',
    })
  })

  it('a delivery is repeated with a new envelope and the same event, or as the same envelope', async () => {
    const { slack, heard } = await meeting({ echoes: false })
    await slack.say('U1', slack.imOf('U1'), 'hallo')
    await slack.redeliver(2)
    const events = bodies(heard, 'message').map((body) => body['event_id'])
    expect(events).toHaveLength(3)
    expect(new Set(events).size).toBe(1)
    const again = await slack.redeliver(2, { sameEnvelope: true })
    expect(new Set(again.map(({ envelopeId }) => envelopeId)).size).toBe(1)
    await slack.say('U1', slack.imOf('U1'), 'zweitens')
    await slack.redeliver(2, { reorder: true })
    const last = bodies(heard, 'message').slice(-2)
    expect(last).toMatchObject([{ event: { text: 'zweitens' } }, { event: { text: 'hallo' } }])
  })

  it('more than ten are sent away', async () => {
    const slack = await council()
    for (let n = 1; n <= 10; n += 1)
      expect((await rawSocket(slack)).frames[0]).toMatchObject({
        type: 'hello',
        num_connections: n,
        connection_info: { app_id: slack.appId },
      })
    expect((await rawSocket(slack)).frames[0]).toMatchObject({
      type: 'disconnect',
      reason: 'too_many_websockets',
    })
  })

  it('a warned one still gets its share until it is closed, a refreshed one only when it is the last', async () => {
    const slack = await council()
    const [old, young] = [await rawSocket(slack), await rawSocket(slack)]
    const shares = async () => {
      const before = [old.envelopes(), young.envelopes()]
      for (let n = 0; n < 4; n += 1) await slack.slash('U1', 'C1', 'hilfe')
      return [old.envelopes() - (before[0] ?? 0), young.envelopes() - (before[1] ?? 0)]
    }
    slack.disconnect('warning', 'first', { closeAfterMs: 60_000 })
    expect(await shares()).toEqual([2, 2])
    slack.disconnect('refresh_requested', 'first', { closeAfterMs: 60_000 })
    expect(await shares()).toEqual([0, 4])
    slack.disconnect('refresh_requested', 'all', { closeAfterMs: 0 })
    await vi.waitFor(() => expect(slack.sockets.open).toBe(1))
    expect(await shares()).toEqual([4, 0])
  })

  it('any text goes through as a frame, and what nobody acknowledges is given up', async () => {
    const slack = await council({ patienceMs: 50 })
    const client = await rawSocket(slack, { acknowledges: false })
    slack.frame('null')
    await vi.waitFor(() => expect(client.frames).toContain(null))
    expect(await slack.slash('U1', 'C1', 'hilfe')).toMatchObject({
      acked: false,
      trouble: 'no answer in time',
    })
  })

  it('TCP may stay open after the close handshake; then the socket is deaf, not gone', async () => {
    const { slack, app } = await meeting({ lingering: true, patienceMs: 100 })
    slack.disconnect('refresh_requested', 'all', { closeAfterMs: 60_000 })
    await vi.waitFor(async () =>
      expect(await slack.slash('U1', 'C1', 'hilfe')).toMatchObject({
        trouble: 'no socket is open',
      }),
    )
    expect(slack.sockets.open).toBe(1)
    await app.stop()
    await vi.waitFor(() => expect(slack.sockets.open).toBe(0))
  })

  it('the app hears of its own direct messages, posted and changed', async () => {
    const { app } = await meeting()
    const seen: unknown[] = []
    app.event('message', async ({ event }) => void seen.push(event))
    const { ts = '', channel = '' } = await app.client.chat.postMessage({
      channel: 'U1',
      text: 'a',
    })
    await app.client.chat.update({ channel, ts, text: 'b' })
    await vi.waitFor(() => expect(seen).toMatchObject([{ subtype: 'message_changed' }]))
  })
})

describe('HTTP', () => {
  it('is signed as Slack signs, carries forms and JSON, and follows the answer', async () => {
    const slack = await council()
    const port = await freePort()
    const signingSecret = slack.signingSecret
    const receiver = new HTTPReceiver({ signingSecret, port, logger: silent })
    const { heard } = await listen(slack, receiver)
    const url = `http://127.0.0.1:${port}/slack/events`
    slack.deliver({ http: url })
    expect(await slack.slash('U1', 'C1', 'hilfe')).toMatchObject({ acked: true, status: 200 })
    expect(slack.sees('U1', 'C1')).toContain('verstanden: hilfe')
    await slack.slash('U1', 'C1', 'form')
    const [view] = slack.views('U1')
    if (view) await slack.submit('U1', view, { reason: 'falsch' })
    expect(slack.views('U1')[0]?.errors).toEqual({ reason: 'Warum?' })
    await slack.say('U1', slack.imOf('U1'), 'hallo')
    await vi.waitFor(() => expect(bodies(heard, 'message')).toHaveLength(1))
    const body = 'payload={}'
    const stranger = signed(body, { secret: 'another', contentType: FORM })
    const old = signed(body, { secret: signingSecret, timestamp: 1, contentType: FORM })
    for (const headers of [stranger, old])
      expect((await fetch(url, { method: 'POST', body, headers })).status).toBe(401)
  })
})

/** A client without an SDK that acknowledges everything, once it was greeted. */
async function rawSocket(slack: Slack, { acknowledges = true } = {}) {
  const answer = await fetch(`${slack.apiUrl}apps.connections.open`, {
    method: 'POST',
    headers: { authorization: `Bearer ${slack.appToken}` },
  })
  const { url } = (await answer.json()) as { url: string }
  const client = new WebSocket(url)
  afterwards(async () => client.terminate())
  const frames: (Record<string, unknown> | null)[] = []
  const envelopes = () => frames.filter((frame) => frame?.['envelope_id']).length
  client.on('message', (data) => {
    const frame = JSON.parse(String(data))
    frames.push(frame)
    if (acknowledges && frame?.envelope_id)
      client.send(JSON.stringify({ envelope_id: frame.envelope_id }))
  })
  await once(client, 'message')
  return { client, frames, envelopes }
}

const FORM = 'application/x-www-form-urlencoded'

async function freePort(): Promise<number> {
  const other = await startSlack()
  await other.stop()
  return Number(new URL(other.apiUrl).port)
}
