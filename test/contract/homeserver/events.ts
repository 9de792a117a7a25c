// What every homeserver answers about events: once for each transaction, only with relations that exist, edited, redacted and paged; leaves rooms to rooms.ts and what comes by itself to sync.ts.
import { beforeAll, beforeEach, describe, expect, it } from 'vitest'
import { callsOf } from '../../support/matrix-calls.ts'
import { type Fields, fieldsOf, textOf } from '../../wire/matrix/records.ts'
import { createRig, idsOf, noOf, type Person, type Start } from './rig.ts'

export function eventSteps(start: Start): void {
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
  const relating = (kind: string, event_id: string, more: Fields = {}) => ({
    'm.relates_to': { rel_type: kind, event_id, ...more },
  })
  const eventOf = async (id: string) => (await bernd.call('GET', `/rooms/${room}/event/${id}`)).body

  describe('sending', () => {
    it('a transaction is carried out once, whatever comes with it the second time', async () => {
      const send = (body: string) =>
        anna.call('PUT', `/rooms/${room}/send/m.room.message/same`, { msgtype: 'm.text', body })
      const first = await send('eins')
      const second = await send('zwei')
      expect(second.body).toEqual(first.body)
      expect((await eventOf(textOf(first.body['event_id'])))['content']).toMatchObject({
        body: 'eins',
      })
    })

    it('only the device that sent an event is told its transaction; the same one of another device is another', async () => {
      const { body } = await callsOf(rig.running().url)('POST', '/login', {
        type: 'm.login.password',
        identifier: { type: 'm.id.user', user: anna.id },
        password: anna.password,
      })
      const other = callsOf(rig.running().url, textOf(body['access_token']))
      const path = `/rooms/${room}/send/org.x/both`
      const [mine, its] = [await anna.call('PUT', path, {}), await other('PUT', path, {})]
      expect(mine.body).not.toEqual(its.body)
      const told = async (id: unknown) => {
        const event = await anna.call('GET', `/rooms/${room}/event/${id}`)
        return fieldsOf(event.body['unsigned'])['transaction_id']
      }
      expect(await told(mine.body['event_id'])).toBe('both')
      expect(await told(its.body['event_id'])).toBeUndefined()
    })

    it('a relation to an event that nobody knows is refused', async () => {
      const content = { msgtype: 'm.text', body: '*', ...relating('m.reference', '$unknown') }
      expect(noOf(await rig.send(anna, room, 'm.room.message', content))).toEqual([
        400,
        'M_UNKNOWN',
        "Can't send relation to unknown event",
      ])
    })

    it('a relation to an event of another room is refused', async () => {
      const elsewhere = await rig.say(anna, await rig.room(anna), 'hier')
      expect(noOf(await rig.send(anna, room, 'org.x', relating('m.reference', elsewhere)))).toEqual(
        [400, 'M_UNKNOWN', 'Relations must be in the same room'],
      )
    })

    it('the same reaction twice, and a thread on an edit, are refused', async () => {
      const event = await rig.say(anna, room, 'eins')
      const react = () =>
        rig.send(bernd, room, 'm.reaction', relating('m.annotation', event, { key: '👍' }))
      expect((await react()).status).toBe(200)
      expect(noOf(await react())).toEqual([
        400,
        'M_DUPLICATE_ANNOTATION',
        "Can't send same reaction twice",
      ])
      const edit = await rig.say(anna, room, '* zwei', relating('m.replace', event))
      expect(noOf(await rig.send(anna, room, 'org.x', relating('m.thread', edit)))).toEqual([
        400,
        'M_UNKNOWN',
        'Cannot start threads from an event with a relation',
      ])
    })

    it.each([
      ['no text', 'm.room.message', {}, [400, 'M_UNKNOWN', "'body' not in content"]],
      [
        'a text that is none',
        'm.room.message',
        { body: 4 },
        [400, 'M_UNKNOWN', "'body' not a string type"],
      ],
      ['a fraction', 'org.x', { a: 1.5 }, [400, 'M_BAD_JSON', 'Bad JSON value: float']],
      [
        'mentions that are none',
        'org.x',
        { 'm.mentions': 3 },
        [400, 'M_BAD_JSON', "3 is not of type 'object'"],
      ],
      ['a list', 'org.x', [1], [400, 'M_BAD_JSON', 'Content must be a JSON object.']],
      ['65 KB', 'org.x', { a: 'x'.repeat(65_000) }, [413, 'M_TOO_LARGE', 'event too large']],
      ['half a character', 'org.x', { a: '\ud800' }, [500, 'M_UNKNOWN', 'Internal server error']],
    ])('%s is refused', async (_, type, content, no) => {
      expect(noOf(await rig.send(anna, room, type, content))).toEqual(no)
    })

    it('64 KB with what stands around them are sent', async () => {
      expect((await rig.send(anna, room, 'org.x', { a: 'x'.repeat(64_000) })).status).toBe(200)
    })
  })

  describe('edits and redactions', () => {
    it('an edit is an event of its own, and told with the one it replaces', async () => {
      const event = await rig.say(anna, room, 'eins')
      const edited = { 'm.new_content': { msgtype: 'm.text', body: 'zwei' } }
      await rig.say(bernd, room, '* gefälscht', { ...edited, ...relating('m.replace', event) })
      const edit = await rig.say(anna, room, '* zwei', {
        ...edited,
        ...relating('m.replace', event),
      })
      const told = await eventOf(event)
      expect(told['content']).toMatchObject({ body: 'eins' })
      const relations = fieldsOf(fieldsOf(told['unsigned'])['m.relations'])
      expect(fieldsOf(relations['m.replace'])['event_id']).toBe(edit)
    })

    it('a redaction takes the content and the relation, and says by which event', async () => {
      const event = await rig.say(anna, room, 'eins')
      const { body } = await rig.send(bernd, room, 'org.x', {
        v: 1,
        ...relating('m.reference', event),
      })
      const response = textOf(body['event_id'])
      const before = await rig.sync(anna)
      const redaction = await bernd.call(
        'PUT',
        `/rooms/${room}/redact/${response}/${rig.txn()}`,
        {},
      )
      const told = await eventOf(response)
      expect(told['content']).toEqual({})
      const because = fieldsOf(fieldsOf(told['unsigned'])['redacted_because'])
      expect(because['event_id']).toBe(redaction.body['event_id'])
      const related = await bernd.call('GET', `/_matrix/client/v1/rooms/${room}/relations/${event}`)
      expect(related.body['chunk']).toEqual([])
      const [synced] = (await rig.sync(anna, before.next)).joined(room)?.events ?? []
      expect(synced).toMatchObject({ type: 'm.room.redaction', content: { redacts: response } })
    })

    it('what others sent is redacted only with the power for it', async () => {
      const redact = (by: Person, id: string) =>
        by.call('PUT', `/rooms/${room}/redact/${id}/${rig.txn()}`, {})
      const annas = await rig.say(anna, room, 'eins')
      const bernds = await rig.say(bernd, room, 'zwei')
      expect(noOf(await redact(bernd, annas))).toEqual([
        403,
        'M_FORBIDDEN',
        "You don't have permission to redact events",
      ])
      expect((await redact(anna, bernds)).status).toBe(200)
    })
  })

  describe('reading', () => {
    it('relations are given newest first, by kind, in pages', async () => {
      const event = await rig.say(anna, room, 'eins')
      const sent: string[] = []
      for (const v of [1, 2, 3]) {
        const { body } = await rig.send(bernd, room, 'org.x', {
          v,
          ...relating('m.reference', event),
        })
        sent.unshift(textOf(body['event_id']))
      }
      await rig.send(bernd, room, 'm.reaction', relating('m.annotation', event, { key: '👍' }))
      const read = async (more: string) =>
        (
          await bernd.call(
            'GET',
            `/_matrix/client/v1/rooms/${room}/relations/${event}/m.reference${more}`,
          )
        ).body
      const first = await read('?limit=2')
      const second = await read(`/org.x?limit=2&from=${first['next_batch']}`)
      expect([...idsOf(first['chunk']), ...idsOf(second['chunk'])]).toEqual(sent)
      expect(second['next_batch']).toBeUndefined()
    })

    it('an event, or the relations of one, that nobody knows is not found', async () => {
      expect(noOf(await anna.call('GET', `/rooms/${room}/event/$unknown`))).toEqual([
        404,
        'M_NOT_FOUND',
        'Event not found.',
      ])
      const path = `/_matrix/client/v1/rooms/${room}/relations/$unknown/m.reference`
      expect(noOf(await anna.call('GET', path))).toEqual([
        404,
        'M_UNKNOWN',
        'Unknown parent event.',
      ])
    })

    it('a room is read back page by page to its first event', async () => {
      const sent: string[] = []
      for (const body of ['1', '2', '3', '4', '5']) sent.unshift(await rig.say(anna, room, body))
      const pages: string[] = []
      let from = ''
      for (let page = 0; page < 30; page += 1) {
        const { body } = await bernd.call('GET', `/rooms/${room}/messages?dir=b&limit=3${from}`)
        pages.push(...idsOf(body['chunk']))
        if (body['end'] === undefined) break
        from = `&from=${body['end']}`
      }
      expect(pages.slice(0, 5)).toEqual(sent)
      expect(pages.at(-1)).toBe(`$${room.slice(1)}`)
      expect(new Set(pages).size).toBe(pages.length)
    })
  })
}
