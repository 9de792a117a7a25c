// How posts of the council stand in Matrix: encrypted or not at all, once, edited in place, found again after a lost answer, at a pace that homeservers allow; leaves what comes in to others.
import { setTimeout as sleep } from 'node:timers/promises'
import { PNG } from 'pngjs'
import { afterEach, describe, expect, it } from 'vitest'
import {
  type Action,
  bytesOf,
  heading,
  type Message,
  message,
  note,
  paragraph,
} from '../../src/core/message.ts'
import type { Delivery, Target } from '../../src/core/ports.ts'
import { type Bot, CONNECTION, type PostsRig, postsRig, TO_PLACE } from '../support/matrix-posts.ts'
import { isFields, type RoomEvent } from './matrix/records.ts'

const SECRET = 'Geheimer Ersatzneubau'
const said = (words: string): Message => message(words, [paragraph(words)])
const choice = (label: string): Action => ({
  verb: 'vote',
  args: { circulation: 'c1', party: 'HE', choice: label },
  ...{ label, spoken: label, typed: `stimme 7/2023 ${label} für HE`, weight: 'plain' },
  pressed: false,
})
const ballot = (words: string, choices = ['Zustimmung', 'Ablehnung']): Message =>
  message(words, [heading('Stimmzettel für Hessen', 2), paragraph('Ersatzneubau'), note(words)], {
    actions: choices.map(choice),
  })
const long = (n: number): Message =>
  message('Ein langer Umlauf.', [
    heading('Ein langer Umlauf'),
    ...Array.from({ length: n }, (_, i) => paragraph(`Ziffer ${i + 1}: ${'Wort '.repeat(900)}`)),
  ])

const PICTURE = {
  ...{ name: 'Karte.png', type: 'image/png' },
  content: { base64: PNG.sync.write(new PNG({ width: 8, height: 4 })).toString('base64') },
}

let rig: PostsRig
let bot: Bot

async function begin(options: Parameters<typeof postsRig>[0] = {}) {
  rig = await postsRig(options)
  bot = await rig.start()
}
afterEach(() => rig.tidyUp())

const person = (id = rig.anna.account.id): Target => ({
  kind: 'person',
  account: { connection: CONNECTION, id },
})
const post = (key: string, what: Message | string, to: Target = TO_PLACE) =>
  bot.outbound.deliver({
    ...{ kind: 'post', key, to, language: 'de' },
    message: typeof what === 'string' ? said(what) : what,
  })
const edit = (key: string, ref: string, what: Message | string, to: Target = TO_PLACE) =>
  bot.outbound.deliver({
    ...{ kind: 'edit', key, ref, to, language: 'de' },
    message: typeof what === 'string' ? said(what) : what,
  })
/** Tries again as the delivery would, until everything stands. */
async function bring(key: string, what: Message | string, to: Target = TO_PLACE) {
  let last: Delivery | undefined
  for (let n = 0; n < 100; n += 1) {
    const found = await bot.outbound.find(key, to)
    const outcome =
      found.outcome === 'found' ? await edit(key, found.ref, what, to) : await post(key, what, to)
    last = outcome
    if (outcome.outcome === 'delivered') return outcome.ref
    await sleep(outcome.outcome === 'rateLimited' ? outcome.waitMs : 200)
  }
  throw new Error(`never delivered: ${JSON.stringify(last)}`)
}
const refOf = (delivery: Delivery) => {
  if (delivery.outcome !== 'delivered') throw new Error(JSON.stringify(delivery))
  return delivery.ref
}
const sent = (room = rig.room): readonly RoomEvent[] =>
  rig.homeserver.events(room).filter(({ sender, sent: by }) => sender === rig.botId && by)
/** What Anna's client shows of our events in a room, in order, edits in their own place. */
async function shown(count: number, room = rig.room) {
  const ids = () => sent(room).map(({ event_id }) => event_id)
  for (let n = 0; n < 100 && ids().length < count; n += 1) await sleep(50)
  return Promise.all(ids().map((id) => rig.anna.sees((one) => one.id === id && one.readable)))
}
const privateRoom = async () => (await rig.keeping.room(rig.anna.account.id)) ?? ''
async function restart() {
  await bot.stop()
  bot = await rig.start()
}

describe('A post in Matrix', () => {
  it('never stands readable on the wire in an encrypted room', async () => {
    await begin()
    const ref = refOf(await post('card:1', SECRET))
    refOf(await edit('card:1', ref, `${SECRET} zwei`))
    refOf(await post('ballot:1', ballot(SECRET), person()))
    await bot.outbound.deliver({
      ...{ kind: 'file', key: 'file:1', to: TO_PLACE, language: 'de' },
      file: { name: 'Geheim.csv', type: 'text/csv', content: SECRET },
    })
    const bodies = rig.homeserver.wire().map(({ body }) => JSON.stringify(body ?? ''))
    expect(bodies.filter((body) => /Geheim/i.test(body))).toEqual([])
    expect([...new Set(sent().map(({ type }) => type))]).toEqual(['m.room.encrypted'])
    const [first, second] = await shown(3)
    expect(first?.content).toMatchObject({ msgtype: 'm.text', 'm.mentions': {} })
    expect(second?.content['m.new_content']).toMatchObject({ 'm.mentions': {} })
  })

  it('is not sent where the encryption of the room cannot be learned', async () => {
    await begin()
    rig.homeserver.fault('/state/m.room.encryption', { status: 500, errcode: 'M_UNKNOWN' })
    expect(await post('card:1', SECRET)).toMatchObject({ outcome: 'refused' })
    rig.homeserver.fault('/state/m.room.encryption', { status: 404, text: 'nginx' })
    expect(await post('card:1', SECRET)).toMatchObject({ outcome: 'refused' })
    expect(sent()).toEqual([])
    refOf(await post('card:1', SECRET))
    expect(sent()).toHaveLength(1)
  })

  it('is not sent readable where the SDK knows of an encryption that the homeserver denies', async () => {
    await begin()
    const none = { status: 404, errcode: 'M_NOT_FOUND', error: 'Event not found.' }
    rig.homeserver.fault('/state/m.room.encryption', none, none, none)
    refOf(await post('card:1', SECRET))
    expect(sent().map(({ type }) => type)).toEqual(['m.room.encrypted'])
  })

  it('is sent encrypted from the moment on at which its room is', async () => {
    await begin({ isPlain: true })
    refOf(await post('card:1', 'offen'))
    const encryption = { algorithm: 'm.megolm.v1.aes-sha2' }
    await rig.call('PUT', `/rooms/${rig.room}/state/m.room.encryption`, encryption)
    await post('card:2', SECRET)
    expect(sent()[0]?.type).toBe('m.room.message')
    expect(
      sent()
        .slice(1)
        .every(({ type }) => type === 'm.room.encrypted'),
    ).toBe(true)
    expect(JSON.stringify(rig.homeserver.wire().map(({ body }) => body))).not.toContain(SECRET)
  })

  it('is refused with its reason where the bot is not in the room', async () => {
    await begin()
    await rig.call('POST', `/rooms/${rig.room}/leave`)
    expect(await post('card:1', SECRET)).toMatchObject({ outcome: 'refused' })
    const mine = () => bot.opened.client.getRoom(rig.room)?.getMyMembership()
    for (let n = 0; n < 100 && mine() === 'join'; n += 1) await sleep(20)
    expect(await post('card:1', SECRET)).toEqual({ outcome: 'refused', reason: 'not_joined' })
    expect(sent()).toEqual([])
  })

  it('stands once, however often it is delivered under one key', async () => {
    await begin()
    const both = await Promise.all([post('card:1', 'Da.'), post('card:1', 'Da.')])
    const third = await post('card:1', 'Da.')
    expect(new Set([...both, third].map(refOf)).size).toBe(1)
    expect(sent()).toHaveLength(1)
  })

  it('is one event after a lost answer and a second attempt, also in another process', async () => {
    await begin()
    rig.homeserver.fault(/PUT .*\/send\//, 'lostReply')
    expect(await post('card:1', 'Da.')).toEqual({ outcome: 'ambiguous' })
    const ref = refOf(await post('card:1', 'Da.'))
    await restart()
    expect(refOf(await post('card:1', 'Da.'))).toBe(ref)
    expect(sent()).toHaveLength(1)
    expect(await bot.outbound.find('card:1', TO_PLACE)).toEqual({ outcome: 'found', ref })
  })

  it('settles what was lost before it says something newer', async () => {
    await begin()
    rig.homeserver.fault(/PUT .*\/send\//, 'lostReply')
    expect(await post('card:1', 'Eins.')).toEqual({ outcome: 'ambiguous' })
    refOf(await post('card:1', 'Zwei.'))
    const [first, second] = await shown(2)
    expect(sent()).toHaveLength(2)
    expect(first?.content['body']).toBe('Eins.')
    expect(second?.content['m.relates_to']).toMatchObject({ rel_type: 'm.replace' })
  })

  it('is found by its mark after a kill between the sending and its answer', async () => {
    await begin()
    const since = Date.now()
    rig.homeserver.fault(/PUT .*\/send\//, 'lostReply')
    expect(await post('card:1', 'Da.')).toEqual({ outcome: 'ambiguous' })
    await restart()
    expect(await bot.outbound.find('card:2', TO_PLACE, since)).toEqual({ outcome: 'absent' })
    const found = await bot.outbound.find('card:1', TO_PLACE, since)
    expect(found).toMatchObject({ outcome: 'found' })
    const ref = found.outcome === 'found' ? found.ref : ''
    refOf(await edit('card:1', ref, 'Da, und neuer.'))
    expect(sent()).toHaveLength(2)
    rig.homeserver.fault('/messages', { status: 502, text: 'Bad Gateway' })
    expect(await bot.outbound.find('card:3', TO_PLACE, since)).toEqual({ outcome: 'unknown' })
  })

  it('shows an older text again where the state goes back to it', async () => {
    await begin()
    let ref = refOf(await post('card:1', 'Zustimmung.'))
    for (const words of ['Ablehnung.', 'Zustimmung.', 'Ablehnung.']) {
      ref = refOf(await edit('card:1', ref, words))
    }
    expect(sent()).toHaveLength(4)
    await edit('card:1', ref, 'Ablehnung.')
    expect(sent()).toHaveLength(4)
    const events = await shown(4)
    const bodies = events.map(({ content }) => content['m.new_content'] ?? content)
    expect(bodies.map((one) => (isFields(one) ? one['body'] : ''))).toEqual([
      ...['Zustimmung.', 'Ablehnung.', 'Zustimmung.', 'Ablehnung.'],
    ])
  })

  it('B25 mentions nobody, and says no page twice, however long it is', async () => {
    await begin()
    const ref = refOf(await post('card:1', long(40)))
    const events = await shown(3)
    const [root, ...others] = sent()
    expect(others.length).toBeGreaterThan(1)
    for (const page of others) {
      expect(page.content['m.relates_to']).toMatchObject({
        ...{ rel_type: 'm.thread', event_id: root?.event_id },
      })
    }
    expect(events.every(({ content }) => isFields(content['m.mentions']))).toBe(true)
    const pages = sent().length
    refOf(await edit('card:1', ref, 'Kurz.'))
    expect(sent()).toHaveLength(2 * pages)
    refOf(await edit('card:1', ref, 'Kurz.'))
    expect(sent()).toHaveLength(2 * pages)
  })

  it('goes on where it was when one of its pages was stopped', async () => {
    await begin()
    rig.homeserver.fault((request) => request.path.includes('/send/') && sent().length === 1, {
      status: 503,
      text: 'Service Unavailable',
    })
    expect(await post('card:1', long(20))).toEqual({ outcome: 'ambiguous' })
    await bring('card:1', long(20))
    const before = sent().length
    await bring('card:2', long(20))
    expect(sent()).toHaveLength(2 * before)
  })

  it('is posted anew after 150 edits, and the old one says where it stands', async () => {
    await begin()
    const ref = refOf(await post('card:1', 'Stand 0'))
    const worn = ref.replace('edits=0', 'edits=149')
    await restart()
    const once = refOf(await edit('card:1', worn, 'Stand 1'))
    expect(once).toContain('edits=150')
    const anew = refOf(await edit('card:1', once, 'Stand 2'))
    expect(anew).toContain('edits=0;turn=1')
    expect(anew.split(';')[0]).not.toBe(ref.split(';')[0])
    const events = await shown(4)
    expect(events[2]?.content['body']).toBe('Stand 2')
    expect(events[3]?.content['body']).toContain('steht jetzt weiter unten')
    await restart()
    expect(await bot.outbound.find('card:1', TO_PLACE)).toEqual({ outcome: 'found', ref: anew })
  })

  it('is posted again where somebody deleted it', async () => {
    await begin()
    const ref = refOf(await post('card:1', 'Da.'))
    const [first] = sent()
    rig.homeserver.redact(rig.room, first?.event_id ?? '')
    for (let n = 0; n < 100; n += 1) {
      await sleep(20)
      const event = bot.opened.client.getRoom(rig.room)?.findEventById(first?.event_id ?? '')
      if (event?.isRedacted()) break
    }
    expect(await edit('card:1', ref, 'Da.')).toEqual({ outcome: 'gone' })
    const again = refOf(await post('card:1', 'Da.'))
    expect(again).not.toBe(ref)
    expect(sent()).toHaveLength(2)
  })
})

describe('The pace of posts', () => {
  it('keeps the time of a 429 for everything that sends, and for nothing else', async () => {
    await begin()
    rig.homeserver.fault(/PUT .*\/send\//, { limitedMs: 4_000 })
    expect(await post('card:1', 'Eins.')).toEqual({ outcome: 'rateLimited', waitMs: 4_000 })
    const other = await post('ballot:1', said('Zwei.'))
    expect(other).toMatchObject({ outcome: 'rateLimited' })
    expect(other.outcome === 'rateLimited' ? other.waitMs : 0).toBeGreaterThan(3_000)
    expect(await bot.outbound.find('card:1', TO_PLACE)).toEqual({ outcome: 'absent' })
    expect(sent()).toEqual([])
    await bring('card:1', 'Eins.')
    expect(sent()).toHaveLength(1)
  })

  it('never meets the limits of a homeserver that has the default ones', async () => {
    await begin({ limits: 'synapse', isFast: false })
    const ref = refOf(await post('card:1', 'Stand 0'))
    const outcomes = []
    for (let n = 1; n < 20; n += 1) outcomes.push(await edit('card:1', ref, `Stand ${n}`))
    expect(outcomes.filter(({ outcome }) => outcome === 'delivered')).toHaveLength(5)
    const answers = Array.from({ length: 4 }, (_, n) =>
      bot.telling.noteInPlace(rig.room, sent()[0]?.event_id ?? '', said(`Antwort ${n}`), 'de'),
    )
    await Promise.race([Promise.all(answers), sleep(2_000)])
    expect(sent().length).toBeGreaterThan(6)
    expect(bot.notices).toEqual([])
  })
})

describe('A ballot in Matrix', () => {
  it('stands with its poll in an encrypted room of its own, and its poll ends with it', async () => {
    await begin()
    const ref = refOf(await post('ballot:1', ballot('Offen.'), person()))
    const room = await privateRoom()
    await rig.anna.join(room)
    expect(rig.homeserver.state(room, 'm.room.encryption')).toBeDefined()
    expect(bot.rooms.ownerOf(room)).toBe(rig.anna.account.id)
    expect(rig.homeserver.accountData(rig.botId, 'm.direct')).toEqual({
      [rig.anna.account.id]: [room],
    })
    const [text, poll] = await shown(2, room)
    expect(text?.type).toBe('m.room.message')
    expect(poll?.type).toBe('org.matrix.msc3381.poll.start')
    const counted = refOf(await edit('ballot:1', ref, ballot('Gezählt.'), person()))
    expect(sent(room)).toHaveLength(3)
    const ended = refOf(await edit('ballot:1', counted, said('Beendet.'), person()))
    expect(ended).not.toContain('poll=')
    const end = (await shown(5, room)).at(-1)
    expect(end?.type).toBe('org.matrix.msc3381.poll.end')
    expect(end?.content['m.relates_to']).toEqual({
      ...{ rel_type: 'm.reference', event_id: poll?.id },
    })
    expect(sent(room).every(({ type }) => type === 'm.room.encrypted')).toBe(true)
  })

  it('asks anew where other choices are offered', async () => {
    await begin()
    const ref = refOf(await post('ballot:1', ballot('Offen.'), person()))
    await rig.anna.join(await privateRoom())
    await restart()
    refOf(await edit('ballot:1', ref, ballot('Offen.', ['Ja', 'Nein', 'Enthaltung']), person()))
    const events = await shown(5, await privateRoom())
    expect(events.map(({ type }) => type.replace(/^.*poll/, 'poll'))).toEqual([
      ...['m.room.message', 'poll.start', 'm.room.message', 'poll.end', 'poll.start'],
    ])
  })

  it('is found with its poll and edits in another process', async () => {
    await begin()
    const first = refOf(await post('ballot:1', ballot('Offen.'), person()))
    const ref = refOf(await edit('ballot:1', first, ballot('Gezählt.'), person()))
    await restart()
    expect(await bot.outbound.find('ballot:1', person())).toEqual({ outcome: 'found', ref })
  })

  it('is refused where its private room is not encrypted', async () => {
    await begin()
    const { body } = await rig.call('POST', '/createRoom', { invite: [rig.anna.account.id] })
    const room = String(body['room_id'])
    await rig.keeping.setRoom(rig.anna.account.id, room)
    for (let n = 0; n < 100 && !bot.opened.client.getRoom(room); n += 1) await sleep(20)
    expect(await post('ballot:1', ballot(SECRET), person())).toEqual({
      ...{ outcome: 'refused', reason: 'not_encrypted' },
    })
    expect(sent(room)).toEqual([])
  })
})

describe('Private rooms', () => {
  const rooms = () => rig.homeserver.rooms().filter(({ name }) => name === 'Umlauf')

  it('are made ahead, one for each account, and found again by every process', async () => {
    await begin()
    const people = ['berta', 'cara'].map((name) => rig.homeserver.addUser(name).id)
    bot.rooms.openAhead([...people, ...people])
    bot.rooms.openAhead(people)
    for (let n = 0; n < 200 && rooms().length < 2; n += 1) await sleep(20)
    expect(rooms().every(({ encrypted }) => encrypted)).toBe(true)
    await bot.stop()
    bot = await rig.start()
    refOf(await post('ballot:1', ballot('Offen.'), person(people[0])))
    expect(rooms()).toHaveLength(2)
  })

  it('are made once, where the answer to the making was lost or nobody could keep it', async () => {
    await begin()
    rig.homeserver.fault('POST /createRoom', 'lostReply')
    expect(await post('ballot:1', ballot('Offen.'), person())).toEqual({ outcome: 'ambiguous' })
    for (let n = 0; n < 100 && !bot.rooms.ownerOf(rooms()[0]?.id ?? ''); n += 1) await sleep(20)
    refOf(await post('ballot:1', ballot('Offen.'), person()))
    expect(rooms()).toHaveLength(1)
    expect(await privateRoom()).toBe(rooms()[0]?.id)
  })

  it('hold nothing else up where the homeserver lets no more be made for a while', async () => {
    await begin()
    rig.homeserver.fault('POST /createRoom', { limitedMs: 60_000 })
    const waiting = await post('ballot:1', ballot('Offen.'), person())
    expect(waiting).toEqual({ outcome: 'rateLimited', waitMs: 60_000 })
    refOf(await post('card:1', 'Da.'))
  })

  it('are entered again by invitation where the person left', async () => {
    await begin()
    const ref = refOf(await post('ballot:1', ballot('Offen.'), person()))
    const room = await privateRoom()
    await rig.anna.join(room)
    await rig.anna.client.leave(room)
    const membership = () => bot.opened.client.getRoom(room)?.getMember(rig.anna.account.id)
    for (let n = 0; n < 100 && membership()?.membership !== 'leave'; n += 1) await sleep(20)
    refOf(await edit('ballot:1', ref, ballot('Gezählt.'), person()))
    expect(rooms()[0]?.invited).toEqual([])
    refOf(await post('ballot:2', ballot('Der nächste.'), person()))
    expect(rooms()[0]?.invited).toEqual([rig.anna.account.id])
  })

  it('are made anew where the bot was put out', async () => {
    await begin()
    const ref = refOf(await post('ballot:1', ballot('Offen.'), person()))
    const old = await privateRoom()
    await rig.call('POST', `/rooms/${old}/leave`)
    const mine = () => bot.opened.client.getRoom(old)?.getMyMembership()
    for (let n = 0; n < 100 && mine() === 'join'; n += 1) await sleep(20)
    expect(await edit('ballot:1', ref, ballot('Gezählt.'), person())).toEqual({ outcome: 'gone' })
    refOf(await post('ballot:1', ballot('Gezählt.'), person()))
    expect(await privateRoom()).not.toBe(old)
  })
})

describe('Files and answers', () => {
  it('a file is stored encrypted, and once', async () => {
    await begin()
    const file = { name: 'Stand.csv', type: 'text/csv', content: 'Partei;Stimme\nHE;ja' }
    const send = () =>
      bot.outbound.deliver({ kind: 'file', key: 'file:1', to: TO_PLACE, file, language: 'de' })
    rig.homeserver.fault(/PUT .*\/send\//, 'lostReply')
    expect(await send()).toEqual({ outcome: 'ambiguous' })
    const ref = refOf(await send())
    expect(refOf(await send())).toBe(ref)
    await restart()
    expect(refOf(await send())).toBe(ref)
    const [shownFile] = await shown(1)
    expect(shownFile?.content).toMatchObject({
      ...{ msgtype: 'm.file', filename: 'Stand.csv', file: { v: 'v2' } },
      info: { mimetype: 'text/csv', size: 19 },
    })
  })

  it('a picture stands in its place, encrypted, with its size and its words as caption; after a kill it is found and stands once', async () => {
    await begin()
    const alt = 'Karte der Länder. Flächendeckend: HH.'
    const file = { ...PICTURE, alt }
    const send = () =>
      bot.outbound.deliver({ kind: 'file', key: 'map:1', to: TO_PLACE, file, language: 'de' })
    rig.homeserver.fault(/PUT .*\/send\//, 'lostReply')
    expect(await send()).toEqual({ outcome: 'ambiguous' })
    await restart()
    const found = await bot.outbound.find('map:1', TO_PLACE)
    expect(found.outcome).toBe('found')
    const [picture] = await shown(1)
    expect(picture?.content).toMatchObject({
      ...{ msgtype: 'm.image', body: alt, filename: 'Karte.png', file: { v: 'v2' } },
      info: { mimetype: 'image/png', w: 8, h: 4, size: bytesOf(file).length },
    })
    expect(picture?.content['url']).toBeUndefined()
    const bodies = rig.homeserver.wire().map(({ body }) => JSON.stringify(body ?? ''))
    expect(bodies.filter((body) => /Karte\.png|Karte der|PNG/.test(body))).toEqual([])
  })

  it('an answer brings its files after its words, each once; one that is refused is named', async () => {
    await begin()
    const account = rig.anna.account.id
    const table = { name: 'Stand.csv', type: 'text/csv', content: 'Land;live\nHE;212' }
    const answer = message('Zwischenstand.', [paragraph('Zwischenstand.')], {
      files: [{ ...PICTURE, alt: 'Karte.' }, table],
    })
    rig.homeserver.fault(/POST .*\/media\//, { status: 413, errcode: 'M_TOO_LARGE' })
    await bot.telling.tell(account, answer, 'de', 'answer:$1')
    await bot.telling.settled()
    const room = await privateRoom()
    await rig.anna.join(room)
    const said = (await shown(3, room)).map(({ content }) => [content['msgtype'], content['body']])
    expect(said).toEqual([
      ['m.notice', expect.stringContaining('Zwischenstand.')],
      ['m.notice', expect.stringContaining('Die Datei Karte.png konnte nicht gesendet werden.')],
      ['m.file', 'Stand.csv'],
    ])
    await bot.telling.tell(account, answer, 'de', 'answer:$1')
    await bot.telling.settled()
    expect((await shown(4, room)).at(-1)?.content).toMatchObject({ msgtype: 'm.image' })
  })

  it('an answer that takes long is said in the background, and in its turn', async () => {
    await begin()
    const account = rig.anna.account.id
    await bot.rooms.roomOf(account, 'answer', false)
    rig.homeserver.fault(/PUT .*\/send\//, { status: 503 }, { status: 503 })
    const start = performance.now()
    await bot.telling.tell(account, said('Eins.'), 'de', 'answer:$1')
    await bot.telling.tell(account, said('Zwei.'), 'de', 'answer:$2')
    expect(performance.now() - start).toBeLessThan(3_000)
    const room = await privateRoom()
    await rig.anna.join(room)
    const answers = await shown(2, room)
    expect(answers.map(({ content }) => content['body'])).toEqual(['Eins.', 'Zwei.'])
  })

  it('an answer is said once, after every fault, in the private room', async () => {
    await begin()
    rig.homeserver.fault(/PUT .*\/send\//, 'lostReply', { status: 503 }, { limitedMs: 10 })
    const account = rig.anna.account.id
    await bot.telling.tell(account, said('Gezählt.'), 'de', 'answer:$1')
    await bot.telling.tell(account, said('Gezählt, zum zweiten Mal.'), 'de', 'answer:$1')
    for (let n = 0; n < 200 && (await privateRoom()) === ''; n += 1) await sleep(50)
    const room = await privateRoom()
    await rig.anna.join(room)
    const [answer] = await shown(1, room)
    await bot.telling.tell(account, said('Gezählt, zum dritten Mal.'), 'de', 'answer:$1')
    expect(sent(room)).toHaveLength(1)
    expect(answer?.content).toMatchObject({ msgtype: 'm.notice', body: 'Gezählt.' })
  })
})
