// What every homeserver brings by itself: new events, gaps, rooms that one comes into and is put out of, account data; leaves what is asked for to the files beside it.
import { beforeAll, beforeEach, describe, expect, it } from 'vitest'
import { fieldsOf } from '../../wire/matrix/records.ts'
import { createRig, idsOf, listOf, type Person, type Start } from './rig.ts'

export function syncSteps(start: Start): void {
  const rig = createRig(start, 'none')
  let anna: Person
  let bernd: Person
  let room: string
  beforeAll(async () => {
    anna = await rig.person('anna')
    bernd = await rig.person('bernd')
  })
  beforeEach(async () => {
    room = await rig.roomOf(anna, bernd)
  })

  describe('syncing', () => {
    it('brings what is new, once, and with who was in the room for whom', async () => {
      const before = await rig.sync(bernd)
      const sent = [await rig.say(anna, room, 'eins'), await rig.say(anna, room, 'zwei')]
      const news = await rig.sync(bernd, before.next)
      expect(idsOf(news.joined(room)?.events)).toEqual(sent)
      expect(news.joined(room)).toMatchObject({ limited: false, state: [] })
      expect((await rig.sync(bernd, news.next)).joined(room)).toBeUndefined()
    })

    it('waits until something happens', async () => {
      const before = await rig.sync(bernd)
      const waiting = rig.sync(bernd, before.next, { timeout: 20_000 })
      const sent = await rig.say(anna, room, 'eins')
      expect(idsOf((await waiting).joined(room)?.events)).toEqual([sent])
    })

    it('a timeline that is cut short says so, and the gap is read back between the two places', async () => {
      const before = await rig.sync(bernd)
      const sent: string[] = []
      for (const body of ['1', '2', '3', '4', '5', '6']) sent.push(await rig.say(anna, room, body))
      const filter = { room: { timeline: { limit: 2 } } }
      const cut = (await rig.sync(bernd, before.next, { filter })).joined(room)
      expect(cut?.limited).toBe(true)
      expect(idsOf(cut?.events)).toEqual(sent.slice(4))
      const query = `dir=b&limit=50&from=${cut?.prevBatch}&to=${before.next}`
      const { body } = await bernd.call('GET', `/rooms/${room}/messages?${query}`)
      expect(idsOf(body['chunk']).toReversed()).toEqual(sent.slice(0, 4))
    })

    it('state that changed inside the gap is told beside the timeline', async () => {
      const before = await rig.sync(bernd)
      await anna.call('PUT', `/rooms/${room}/state/m.room.topic/`, { topic: 'neu' })
      for (const body of ['1', '2', '3']) await rig.say(anna, room, body)
      const filter = { room: { timeline: { limit: 2 } } }
      const cut = (await rig.sync(bernd, before.next, { filter })).joined(room)
      expect(cut?.state.map(({ type }) => type)).toEqual(['m.room.topic'])
    })

    it('account data comes with it, and is nobody else’s', async () => {
      const before = await rig.sync(anna)
      const path = `/user/${anna.id}/account_data/org.x`
      expect((await anna.call('GET', path)).status).toBe(404)
      await anna.call('PUT', path, { a: 1 })
      expect((await anna.call('GET', path)).body).toEqual({ a: 1 })
      expect((await bernd.call('GET', path)).status).toBe(403)
      const news = await rig.sync(anna, before.next)
      expect(listOf(fieldsOf(news.body['account_data'])['events'])).toEqual([
        { type: 'org.x', content: { a: 1 } },
      ])
    })
  })

  describe('coming and going', () => {
    const left = (body: object, id: string) =>
      fieldsOf(fieldsOf(fieldsOf(fieldsOf(body)['rooms'])['leave'])[id])

    it('a room that one comes into is told with all its state', async () => {
      const old = await rig.room(anna, { invite: [bernd.id], name: 'alt' })
      const sent: string[] = []
      for (const body of ['1', '2', '3']) sent.push(await rig.say(anna, old, body))
      const before = await rig.sync(bernd)
      await bernd.call('POST', `/join/${old}`, {})
      const filter = { room: { timeline: { limit: 3 } } }
      const news = (await rig.sync(bernd, before.next, { filter })).joined(old)
      expect(news?.limited).toBe(true)
      expect(idsOf(news?.events).slice(0, 2)).toEqual(sent.slice(1))
      expect(news?.events[2]).toMatchObject({ type: 'm.room.member', state_key: bernd.id })
      expect(news?.state.map(({ type }) => type)).toEqual(
        expect.arrayContaining(['m.room.create', 'm.room.name', 'm.room.power_levels']),
      )
    })

    it('a room that one comes into is told as a gap however short it is', async () => {
      const old = await rig.room(anna, { invite: [bernd.id] })
      const before = await rig.sync(bernd)
      await bernd.call('POST', `/join/${old}`, {})
      const filter = { room: { timeline: { limit: 50 } } }
      const news = (await rig.sync(bernd, before.next, { filter })).joined(old)
      expect(news?.events[0]).toMatchObject({ type: 'm.room.create' })
      expect(news?.limited).toBe(true)
    })

    it('who was there before is told of by name, where members come only when they speak', async () => {
      await rig.say(anna, room, 'eins')
      const filter = {
        room: { timeline: { limit: 1 }, state: { lazy_load_members: true } },
      }
      const whole = (await rig.sync(bernd, undefined, { filter })).joined(room)
      const members = whole?.state.filter(({ type }) => type === 'm.room.member')
      expect(members?.map(({ state_key }) => state_key).sort()).toEqual([anna.id, bernd.id].sort())
    })

    it('an invitation that is declined ends as a room that was left', async () => {
      const other = await rig.room(anna, { invite: [bernd.id] })
      const before = await rig.sync(bernd)
      await bernd.call('POST', `/rooms/${other}/leave`, {})
      const news = await rig.sync(bernd, before.next)
      expect(left(news.body, other)).toHaveProperty('timeline')
    })

    it('who is removed is told by whom, may not come back by themselves, and can be invited again', async () => {
      const before = await rig.sync(bernd)
      const kick = { user_id: bernd.id, reason: 'versehentlich' }
      await anna.call('POST', `/rooms/${room}/kick`, kick)
      const news = await rig.sync(bernd, before.next)
      const [event] = listOf(fieldsOf(left(news.body, room)['timeline'])['events'])
      expect(event).toMatchObject({
        sender: anna.id,
        state_key: bernd.id,
        content: { membership: 'leave', reason: 'versehentlich' },
      })
      expect((await bernd.call('POST', `/join/${room}`, {})).status).toBe(403)
      await anna.call('POST', `/rooms/${room}/invite`, { user_id: bernd.id })
      expect((await bernd.call('POST', `/join/${room}`, {})).status).toBe(200)
    })

    it('who is banned can neither come nor be invited', async () => {
      await anna.call('POST', `/rooms/${room}/ban`, { user_id: bernd.id })
      expect((await bernd.call('POST', `/join/${room}`, {})).status).toBe(403)
      const invited = await anna.call('POST', `/rooms/${room}/invite`, { user_id: bernd.id })
      expect(invited.status).toBe(403)
      await anna.call('POST', `/rooms/${room}/unban`, { user_id: bernd.id })
      const again = await anna.call('POST', `/rooms/${room}/invite`, { user_id: bernd.id })
      expect(again.status).toBe(200)
    })

    it('a room that was replaced says by which, and only its creator may say so', async () => {
      const next = await rig.room(anna)
      const put = (by: Person) =>
        by.call('PUT', `/rooms/${room}/state/m.room.tombstone/`, {
          body: 'umgezogen',
          replacement_room: next,
        })
      expect((await put(bernd)).status).toBe(403)
      expect((await put(anna)).status).toBe(200)
      const read = await bernd.call('GET', `/rooms/${room}/state/m.room.tombstone/`)
      expect(read.body['replacement_room']).toBe(next)
    })
  })
}
