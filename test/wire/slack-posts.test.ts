// How posts of the council stand in Slack: once, edited in place, found again after a lost answer, whole however long, at a pace that Slack allows; leaves what is asked to slack-exchanges.test.ts.
import { setTimeout as sleep } from 'node:timers/promises'
import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { heading, type Message, message, paragraph } from '../../src/core/message.ts'
import type { Delivery, Target } from '../../src/core/ports.ts'
import { ANNA, CHANNEL, CONNECTION, PLACE, type SlackRig, slackRig } from '../support/slack-rig.ts'
import { mentions } from './slack/index.ts'

const said = (words: string): Message => message(words, [paragraph(words)])
const long = (n: number): Message =>
  message('Ein langer Umlauf.', [
    heading('Ein langer Umlauf'),
    ...Array.from({ length: n }, (_, i) => paragraph(`Ziffer ${i + 1}: ${'Wort '.repeat(300)}`)),
  ])
const TO = { kind: 'place', place: PLACE } as const

let rig: SlackRig

const post = (key: string, what: Message | string, to: Target = TO) =>
  rig.platform.deliver({
    ...{ kind: 'post', key, to, language: 'de' },
    message: typeof what === 'string' ? said(what) : what,
  })
const edit = (key: string, ref: string, what: Message | string, to: Target = TO) =>
  rig.platform.deliver({
    ...{ kind: 'edit', key, ref, to, language: 'de' },
    message: typeof what === 'string' ? said(what) : what,
  })
const send = (key: string, alt: string) =>
  rig.platform.deliver({
    ...{ kind: 'file', key, to: TO, language: 'de' },
    file: { name: 'Karte.png', type: 'image/png', content: { base64: 'UE5H' }, alt },
  })
/** Tries again as the delivery would, until everything stands. */
async function bring(key: string, what: Message): Promise<string> {
  for (let n = 0; n < 100; n += 1) {
    const found = await rig.platform.find(key, TO)
    const outcome =
      found.outcome === 'found' ? await edit(key, found.ref, what) : await post(key, what)
    if (outcome.outcome === 'delivered') return outcome.ref
    await sleep(outcome.outcome === 'rateLimited' ? outcome.waitMs : 200)
  }
  throw new Error('never delivered')
}
const refOf = (delivery: Delivery) => (delivery.outcome === 'delivered' ? delivery.ref : '')
const called = (method: string) => rig.slack.calls.filter((call) => call.method === method)
const texts = () => rig.slack.messages(CHANNEL).map(({ text }) => text)

/** Another process on the same workspace: it remembers nothing of what this one posted. */
async function restart(): Promise<void> {
  await rig.platform.stop(0)
  rig = { ...rig, platform: rig.another() }
  await rig.platform.start(async () => ({ kind: 'message', message: said('ja') }))
}

beforeEach(async () => {
  rig = await slackRig()
  await rig.platform.start(async () => ({ kind: 'message', message: said('ja') }))
})
afterEach(async () => {
  await rig.platform.stop(0)
  await rig.tidyUp()
})

describe('A post in Slack', () => {
  it('carries its whole text, its mark, and nothing that Slack would read as more than words', async () => {
    await post('card:1', '<!channel> @here *fett* _kursiv_ `code` https://boese.example :tada:')
    const [stored] = rig.slack.messages(CHANNEL)
    if (!stored) throw new Error('nothing stands')
    expect(mentions({ ...stored, text: '' })).toMatchObject({ links: [] })
    expect(mentions(stored)).toMatchObject({ users: [], channels: [], broadcasts: [] })
    expect(stored.metadata).toEqual({
      event_type: 'umlauf_post',
      event_payload: { key: 'card:1', page: 0 },
    })
    expect(called('chat.postMessage')[0]?.args).toMatchObject({
      ...{ parse: 'none', link_names: 'false', unfurl_links: 'false', unfurl_media: 'false' },
    })
  })

  it('is edited in its place, without another notification', async () => {
    const ref = refOf(await post('card:1', 'Es fehlen zwei.'))
    await edit('card:1', ref, 'Es fehlt eins.')
    expect(texts()).toEqual(['Es fehlt eins.'])
    expect(called('chat.postMessage')).toHaveLength(1)
  })

  it('that is too long goes on in its thread, whole; a change of length changes the pages', async () => {
    await bring('card:1', long(30))
    const stored = rig.slack.messages(CHANNEL)
    expect(stored.length).toBeGreaterThan(2)
    expect(stored.slice(1).every(({ thread_ts }) => thread_ts === stored[0]?.ts)).toBe(true)
    const words = rig.slack.sees(ANNA, CHANNEL)
    for (let n = 1; n <= 30; n += 1) expect(words).toContain(`Ziffer ${n}:`)
    await bring('card:1', long(2))
    expect(rig.slack.sees(ANNA, CHANNEL)).toContain('Diese Fortsetzung entfällt')
    expect(rig.slack.sees(ANNA, CHANNEL)).not.toContain('Ziffer 30:')
    await bring('card:1', long(40))
    expect(rig.slack.sees(ANNA, CHANNEL)).toContain('Ziffer 40:')
    const marks = rig.slack.messages(CHANNEL).map(({ metadata }) => JSON.stringify(metadata))
    expect(new Set(marks).size).toBe(marks.length)
  })

  it('F6 whose answer was lost is found by its mark by another process, and is not posted again', async () => {
    rig.slack.fault('chat.postMessage', 'lostReply')
    const since = Date.now()
    expect(await post('card:1', 'Es fehlen zwei.')).toEqual({ outcome: 'ambiguous' })
    await restart()
    const found = await rig.platform.find('card:1', TO, since)
    expect(found.outcome).toBe('found')
    await edit('card:1', found.outcome === 'found' ? found.ref : '', 'Es fehlt eins.')
    expect(texts()).toEqual(['Es fehlt eins.'])
  })

  it('that is a picture carries its words for who does not see it, and nothing of its mark is shown', async () => {
    const alt = `Karte der Länder: ${'Hessen 212 von 430. '.repeat(80)}`
    expect((await send('map:1', alt)).outcome).toBe('delivered')
    const [file] = rig.slack.files
    expect(file).toMatchObject({ title: 'Karte.png', bytes: Buffer.from('PNG') })
    expect(file?.name).toMatch(/^Karte-[0-9a-f]{12}\.png$/)
    expect(file?.alt?.length).toBeGreaterThan(900)
    expect(alt.startsWith(file?.alt ?? '?')).toBe(true)
  })

  it('F6 that is a picture whose answer was lost is found by another process, and stands once', async () => {
    rig.slack.fault('files.completeUploadExternal', 'lostReply')
    const since = Date.now()
    expect(await send('map:1', 'Karte')).toEqual({ outcome: 'ambiguous' })
    await restart()
    expect((await rig.platform.find('map:1', TO, since)).outcome).toBe('found')
    expect(await rig.platform.find('map:2', TO, since)).toEqual({ outcome: 'absent' })
    expect(rig.slack.messages(CHANNEL)).toHaveLength(1)
  })

  it('F21 that Slack answered with 500, 502, 503 or not at all may have arrived: only a look can tell', async () => {
    for (const fault of [{ status: 500 }, { status: 502, carriedOut: true }, { status: 503 }]) {
      rig.slack.fault('chat.postMessage', fault)
      expect(await post('card:1', 'Es fehlen zwei.')).toEqual({ outcome: 'ambiguous' })
    }
    expect(await rig.platform.find('card:1', TO)).toMatchObject({ outcome: 'found' })
    expect(await rig.platform.find('card:2', TO)).toEqual({ outcome: 'absent' })
    expect(texts()).toEqual(['Es fehlen zwei.'])
  })

  it('F21 that Slack keeps hanging is given up after ten seconds, and holds up no other channel', async () => {
    rig.slack.fault('chat.postMessage', 'hang')
    const hanging = post('card:1', 'Es fehlen zwei.')
    const start = performance.now()
    await post(
      'ballot:1',
      'Ihre Stimme',
      await rig.platform.privatePlace({ connection: CONNECTION, id: ANNA }),
    )
    expect(performance.now() - start).toBeLessThan(5_000)
    expect(await hanging).toEqual({ outcome: 'ambiguous' })
  })

  it('whose later pages were lost is completed, none of them doubled', async () => {
    rig.slack.fault('chat.postMessage', { afterMs: 0 }, 'lostReply')
    expect(await post('card:1', long(30))).toEqual({ outcome: 'ambiguous' })
    await restart()
    await bring('card:1', long(30))
    const marks = rig.slack.messages(CHANNEL).map(({ metadata }) => JSON.stringify(metadata))
    expect(new Set(marks).size).toBe(marks.length)
    for (let n = 1; n <= 30; n += 1) expect(rig.slack.sees(ANNA, CHANNEL)).toContain(`Ziffer ${n}:`)
  })

  it('whose later page was lost is completed by the same process too, none of its pages doubled', async () => {
    rig.slack.fault('chat.postMessage', { afterMs: 0 }, 'lostReply')
    await bring('card:1', long(12))
    const marks = rig.slack.messages(CHANNEL).map(({ metadata }) => JSON.stringify(metadata))
    expect(marks.length).toBeGreaterThan(1)
    expect(new Set(marks).size).toBe(marks.length)
    rig.slack.fault('chat.postMessage', 'lostReply')
    await bring('card:1', long(20))
    const grown = rig.slack.messages(CHANNEL).map(({ metadata }) => JSON.stringify(metadata))
    expect(new Set(grown).size).toBe(grown.length)
  })

  it('of whose pages somebody deleted one gets that one back, and no other is posted again', async () => {
    await bring('card:1', long(12))
    const [first, second] = rig.slack.messages(CHANNEL)
    rig.slack.deleteMessage(CHANNEL, second?.ts ?? '')
    const changed = long(12)
    await bring('card:1', { ...changed, blocks: [...changed.blocks].reverse() })
    const marks = rig.slack.messages(CHANNEL).map(({ metadata }) => JSON.stringify(metadata))
    expect(new Set(marks).size).toBe(marks.length)
    expect(rig.slack.messages(CHANNEL)[0]?.ts).toBe(first?.ts)
    for (let n = 1; n <= 12; n += 1) expect(rig.slack.sees(ANNA, CHANNEL)).toContain(`Ziffer ${n}:`)
  })

  it('whose last page somebody deleted settles all the same when it gets shorter', async () => {
    await bring('card:1', long(12))
    rig.slack.deleteMessage(CHANNEL, rig.slack.messages(CHANNEL).at(-1)?.ts ?? '')
    await bring('card:1', long(2))
    expect(rig.slack.sees(ANNA, CHANNEL)).not.toContain('Ziffer 12:')
  })

  it('whose place the council file now has in another channel is posted there, and no longer kept up here', async () => {
    const ref = refOf(await post('card:1', 'Karte mit Stimmen'))
    rig.slack.addChannel({ id: 'C0RIGHT', name: 'richtig', members: [ANNA] })
    rig.channels.set(PLACE, 'C0RIGHT')
    await restart()
    expect(await edit('card:1', ref, 'Neue Stimmen')).toEqual({ outcome: 'gone' })
    await post('card:1', 'Neue Stimmen')
    expect(texts().join()).toContain('wird hier nicht mehr aktualisiert')
    expect(texts().join()).not.toContain('Neue Stimmen')
    expect(rig.slack.sees(ANNA, 'C0RIGHT')).toContain('Neue Stimmen')
  })

  it.each([
    ['a 429 that names no time', { status: 429 }, 'rateLimited'],
    [
      'a page of a proxy',
      { status: 200, body: '<html>Bitte anmelden</html>', carriedOut: true },
      'ambiguous',
    ],
    ['nothing at all', { status: 200, body: '', carriedOut: true }, 'ambiguous'],
    ['null', { status: 200, body: 'null', carriedOut: true }, 'ambiguous'],
  ] as const)('F21 answered with %s is never taken for a no', async (_, fault, outcome) => {
    rig.slack.fault('chat.postMessage', fault)
    expect((await post('card:1', 'Karte')).outcome).toBe(outcome)
    expect(rig.defects).toEqual([])
  })

  it('cannot be looked up without the right to read history: said so, and never absent', async () => {
    rig.slack.scopes.delete('channels:history')
    await restart()
    expect(rig.platform.can.find).toBe(false)
    expect(await rig.platform.find('card:1', TO)).toEqual({ outcome: 'unknown' })
  })

  it('F22 that somebody deleted is gone: the next attempt posts it anew', async () => {
    const ref = refOf(await post('card:1', 'Es fehlen zwei.'))
    rig.slack.deleteMessage(CHANNEL, ref.split(':')[1] ?? '')
    expect(await edit('card:1', ref, 'Es fehlt eins.')).toEqual({ outcome: 'gone' })
    expect(await post('card:1', 'Es fehlt eins.')).toMatchObject({ outcome: 'delivered' })
    expect(texts()).toEqual(['Es fehlt eins.'])
  })

  it('F23 in a channel without the bot is refused with Slack’s reason; other channels go on', async () => {
    rig.slack.fault('chat.postMessage', { error: 'not_in_channel' })
    expect(await post('card:1', 'Karte')).toEqual({ outcome: 'refused', reason: 'not_in_channel' })
    expect(await post('card:2', 'Karte')).toMatchObject({ outcome: 'delivered' })
  })

  it('F23 with a revoked token is not tried again and again: the connection says so and waits', async () => {
    rig.slack.fault('chat.postMessage', { error: 'token_revoked' })
    expect(await post('card:1', 'Karte')).toEqual({ outcome: 'rateLimited', waitMs: 60_000 })
    const before = rig.slack.calls.length
    expect(await post('card:2', 'Karte')).toMatchObject({ outcome: 'rateLimited' })
    expect(rig.slack.calls).toHaveLength(before)
    const health = await rig.platform.health()
    expect(health.ok).toBe(false)
    expect(health.words).toContain('token_revoked')
    expect(rig.notices.join()).toContain('token_revoked')
    expect(rig.notices.join()).not.toContain(rig.slack.botToken)
  })

  it('F26 that Slack does not take is refused with its reason, and others go on', async () => {
    rig.slack.fault('chat.postMessage', { error: 'invalid_blocks' })
    expect(await post('card:1', 'Karte')).toMatchObject({ outcome: 'refused' })
    expect(await post('card:2', 'Karte')).toMatchObject({ outcome: 'delivered' })
  })
})

describe('The pace', () => {
  it('F20 a 429 in one channel makes that channel wait as long as Slack says, and no other', async () => {
    rig.slack.fault('chat.postMessage', { status: 429, headers: { 'retry-after': '7' } })
    expect(await post('card:1', 'Karte')).toEqual({ outcome: 'rateLimited', waitMs: 7_000 })
    const start = performance.now()
    const there = await rig.platform.privatePlace({ connection: CONNECTION, id: ANNA })
    expect(await post('ballot:1', 'Ihre Stimme', there)).toMatchObject({ outcome: 'delivered' })
    expect(performance.now() - start).toBeLessThan(1_000)
    const again = await post('card:1', 'Karte')
    expect(again.outcome).toBe('rateLimited')
    expect(called('chat.postMessage')).toHaveLength(2)
  })

  it('F20 a 429 on an edit stops no post, no form and no receipt', async () => {
    const ref = refOf(await post('card:1', 'Karte'))
    rig.slack.fault('chat.update', { status: 429, headers: { 'retry-after': '30' } })
    expect(await edit('card:1', ref, 'Neu')).toEqual({ outcome: 'rateLimited', waitMs: 30_000 })
    expect(await post('notice:1', 'Verlängert')).toMatchObject({ outcome: 'delivered' })
    const { acked } = await rig.slack.slash(ANNA, CHANNEL, 'status')
    expect(acked).toBe(true)
  })

  it('edits one message no more often than Slack allows, and says when to come back', async () => {
    const ref = refOf(await post('card:1', 'Karte'))
    const outcomes: Delivery[] = []
    const start = performance.now()
    while (performance.now() - start < 3_000) {
      outcomes.push(await edit('card:1', ref, `Stand ${outcomes.length}`))
      await sleep(20)
    }
    expect(called('chat.update').length).toBeLessThanOrEqual(4)
    expect(called('chat.update').length).toBeGreaterThanOrEqual(2)
    const waits = outcomes.flatMap((one) => (one.outcome === 'rateLimited' ? [one.waitMs] : []))
    expect(Math.max(...waits)).toBeLessThanOrEqual(1_200)
  })

  it('keeps to Slack’s own count: a council’s worth of posts and edits is never answered with 429', async () => {
    await rig.tidyUp()
    rig = await slackRig({ rateLimits: 'slack' })
    await rig.platform.start(async () => ({ kind: 'message', message: said('ja') }))
    const ref = refOf(await post('card:1', 'Karte'))
    for (let n = 0; n < 60; n += 1) {
      const outcome = await edit('card:1', ref, `Stand ${n}`)
      if (outcome.outcome === 'rateLimited') await sleep(Math.min(outcome.waitMs, 100))
    }
    expect(rig.slack.limited()).toEqual([])
  }, 20_000)
})
