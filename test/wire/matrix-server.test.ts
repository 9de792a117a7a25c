// The loopback homeserver: answers as a real one does, and goes wrong as a test asks; the steps that both answer are those of test/contract/homeserver.
import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { homeserverContract } from '../contract/homeserver/index.ts'
import { type Account, callsOf } from '../support/matrix-calls.ts'
import { ENCRYPTION, startMember } from '../support/matrix-member.ts'
import { type Homeserver, startHomeserver } from './matrix/index.ts'
import { fieldsOf, textOf } from './matrix/records.ts'

homeserverContract('the loopback homeserver', (limits) => startHomeserver({ limits }))

describe('the loopback homeserver goes wrong', () => {
  let homeserver: Homeserver
  let room: string
  beforeEach(async () => {
    homeserver = await startHomeserver()
    const { body } = await anna()('POST', '/createRoom', { preset: 'private_chat' })
    room = textOf(body['room_id'])
  })
  afterEach(() => homeserver.stop())

  const accounts = new WeakMap<Homeserver, Account>()
  function account(): Account {
    const known = accounts.get(homeserver)
    if (known) return known
    const made = homeserver.addUser('anna')
    accounts.set(homeserver, made)
    return made
  }
  const anna = () => callsOf(homeserver.url, account().token)
  let txns = 0
  const send = (txn = `t${++txns}`) => anna()('PUT', `/rooms/${room}/send/org.x/${txn}`, { v: txn })
  const sync = (since: string, timeout = 0) =>
    anna()('GET', `/sync?since=${since}&timeout=${timeout}`)
  const now = async () => textOf((await anna()('GET', '/sync')).body['next_batch'])
  const timelineOf = (body: object) =>
    fieldsOf(fieldsOf(fieldsOf(fieldsOf(fieldsOf(body)['rooms'])['join'])[room])['timeline'])
  const kept = () => homeserver.events(room).filter(({ type }) => type === 'org.x')

  it('with a status, with the limit, and then answers again', async () => {
    homeserver.fault('/send/', { status: 500 }, { limitedMs: 2500 })
    expect((await send()).status).toBe(500)
    const refused = await send()
    expect([refused.status, refused.body]).toEqual([
      429,
      { errcode: 'M_LIMIT_EXCEEDED', error: 'Too Many Requests', retry_after_ms: 2500 },
    ])
    expect(refused.headers.get('retry-after')).toBe('3')
    expect(kept()).toEqual([])
    expect((await send()).status).toBe(200)
  })

  it('by losing its answer: what was sent is sent, and sent again it is the same event', async () => {
    homeserver.fault(/^PUT .*\/send\//, 'lostReply')
    await expect(send('lost')).rejects.toThrow()
    const again = await send('lost')
    expect(kept().map(({ event_id }) => event_id)).toEqual([again.body['event_id']])
  })

  it('by refusing a connection, by never answering, and by answering late', async () => {
    homeserver.fault(({ path }) => path.includes('/send/'), 'refused', 'hang', { afterMs: 60 })
    await expect(send()).rejects.toThrow()
    const hanging = anna()('PUT', `/rooms/${room}/send/org.x/hanging`, {})
    await expect.poll(() => homeserver.wire().at(-1)?.path).toMatch(/hanging$/)
    homeserver.dropSync()
    await expect(hanging).rejects.toThrow()
    expect(kept()).toEqual([])
    const before = performance.now()
    await send()
    expect(performance.now() - before).toBeGreaterThan(50)
  })

  it('behind a proxy while it is away, and knows everything when it is back', async () => {
    const since = await now()
    homeserver.outage(true)
    // the connection that was open is torn first
    await expect(send()).rejects.toThrow()
    await expect(send()).rejects.toThrow(/JSON/)
    expect(homeserver.wire().at(-1)?.status).toBe(502)
    homeserver.outage(false)
    const first = await send()
    await homeserver.restart(20)
    const second = await send()
    const { events } = timelineOf((await sync(since)).body)
    expect(events).toMatchObject([first.body, second.body])
  })

  it('by cutting the next timeline short', async () => {
    const since = await now()
    homeserver.limitSync(1)
    const sent = [await send(), await send()]
    const timeline = timelineOf((await sync(since)).body)
    expect(timeline).toMatchObject({ limited: true, events: [sent[1]?.body] })
    expect(timelineOf((await sync(since)).body)).toMatchObject({ limited: false })
  })

  it('by tearing a connection that waits for news', async () => {
    const waiting = sync(await now(), 20_000)
    await expect.poll(() => homeserver.wire().at(-1)?.path).toBe('/sync')
    homeserver.dropSync()
    await expect(waiting).rejects.toThrow()
  })

  it('by forgetting a token', async () => {
    homeserver.revoke(account().token)
    expect((await anna()('GET', '/account/whoami')).body['errcode']).toBe('M_UNKNOWN_TOKEN')
  })

  it('with clocks that are off, and events that were stamped later', async () => {
    homeserver.skew(account().id, -3_600_000)
    const { body } = await send()
    const [event] = kept()
    expect(Date.now() - Number(event?.origin_server_ts)).toBeGreaterThan(3_599_000)
    homeserver.backdate(textOf(body['event_id']), 1)
    expect(kept()[0]?.origin_server_ts).toBe(1)
  })

  it('with events that no client could send, and redactions by others', async () => {
    const since = await now()
    const forged = homeserver.inject(room, {
      type: 'm.room.message',
      sender: '@mallory:evil.example',
      content: { body: 4, 'm.relates_to': 'x' },
    })
    expect(timelineOf((await sync(since)).body)['events']).toMatchObject([
      { event_id: forged.event_id, sender: '@mallory:evil.example', content: { body: 4 } },
    ])
    homeserver.redact(room, forged.event_id, account().id)
    expect(
      homeserver.events(room).find(({ event_id }) => event_id === forged.event_id)?.content,
    ).toEqual({})
  })

  it('and tells what went over the wire: nothing that was said in an encrypted room', async () => {
    const bernd = homeserver.addUser('bernd')
    const member = await startMember(homeserver.url, account())
    const other = await startMember(homeserver.url, bernd)
    const made = await member.client.createRoom({ invite: [bernd.id], initial_state: [ENCRYPTION] })
    await other.join(made.room_id)
    const id = await member.send(made.room_id, 'm.room.message', {
      msgtype: 'm.text',
      body: 'geheim',
    })
    await other.sees((seen) => seen.id === id && seen.content['body'] === 'geheim')
    member.stop()
    other.stop()
    expect(homeserver.wire().map(({ path }) => path)).toContain('/keys/claim')
    expect(JSON.stringify(homeserver.wire())).not.toContain('geheim')
    expect(homeserver.rooms()).toContainEqual(
      expect.objectContaining({ encrypted: true, joined: [account().id, bernd.id] }),
    )
  })
})
