// What every homeserver answers about accounts, rooms, members and state; leaves what is said in rooms to events.ts.
import { beforeAll, describe, expect, it, vi } from 'vitest'
import { callsOf } from '../../support/matrix-calls.ts'
import { fieldsOf, textOf } from '../../wire/matrix/records.ts'
import { createRig, listOf, noOf, type Person, type Start } from './rig.ts'

export function roomSteps(start: Start): void {
  const rig = createRig(start, 'none')
  let anna: Person
  let bernd: Person
  beforeAll(async () => {
    anna = await rig.person('anna')
    bernd = await rig.person('bernd')
  })

  describe('accounts', () => {
    const login = (password: string, more = {}) =>
      callsOf(rig.running().url)('POST', '/login', {
        type: 'm.login.password',
        identifier: { type: 'm.id.user', user: anna.id },
        password,
        ...more,
      })

    it('a password logs in, a wrong one does not', async () => {
      const right = await login(anna.password, { device_id: 'TABLE' })
      expect(right.body).toMatchObject({ user_id: anna.id, device_id: 'TABLE' })
      expect(noOf(await login('wrong'))).toEqual([
        403,
        'M_FORBIDDEN',
        'Invalid username or password',
      ])
    })

    it('a device that logs in again keeps its old token, and what it sent by either is sent', async () => {
      const room = await rig.room(anna)
      const sent: unknown[] = []
      for (const _ of [1, 2]) {
        const { body } = await login(anna.password, { device_id: 'CHAIR' })
        const call = callsOf(rig.running().url, textOf(body['access_token']))
        sent.push((await call('PUT', `/rooms/${room}/send/org.x/once`, {})).body['event_id'])
        sent.push((await call('GET', '/account/whoami')).body['device_id'])
      }
      expect(sent).toEqual([sent[0], 'CHAIR', sent[0], 'CHAIR'])
      expect(sent[0]).toMatch(/^\$/)
    })

    it('without a token, and with a wrong one, nothing is answered', async () => {
      const { url } = rig.running()
      expect(noOf(await callsOf(url)('GET', '/account/whoami'))).toEqual([
        401,
        'M_MISSING_TOKEN',
        'Missing access token',
      ])
      const wrong = await callsOf(url, 'wrong')('GET', '/account/whoami')
      expect(wrong).toMatchObject({
        status: 401,
        body: { errcode: 'M_UNKNOWN_TOKEN', soft_logout: false },
      })
    })

    it('what it does not know is said to be unrecognized', async () => {
      const unknown = '/_matrix/client/unstable/org.matrix.msc4143/rtc/transports'
      expect(noOf(await anna.call('GET', unknown))).toEqual([
        404,
        'M_UNRECOGNIZED',
        'Unrecognized request',
      ])
    })

    it('only an administrator sees and sets how fast somebody may send', async () => {
      const admin = await rig.person('admin', { admin: true })
      const path = `/_synapse/admin/v1/users/${anna.id}/override_ratelimit`
      const rate = { messages_per_second: 3, burst_count: 5 }
      expect(noOf(await anna.call('GET', path))).toEqual([
        403,
        'M_FORBIDDEN',
        'You are not a server admin',
      ])
      expect((await admin.call('GET', path)).body).toEqual({})
      expect((await admin.call('POST', path, rate)).body).toEqual(rate)
      expect((await admin.call('GET', path)).body).toEqual(rate)
      await admin.call('DELETE', path)
      expect((await admin.call('GET', path)).body).toEqual({})
    })

    it('a file is kept and given out again', async () => {
      const { url } = rig.running()
      const headers = { authorization: `Bearer ${anna.token}`, 'content-type': 'text/plain' }
      const upload = `${url}/_matrix/media/v3/upload?filename=a.txt`
      const put = await fetch(upload, { method: 'POST', headers, body: 'Beschluss' })
      const uri = String(fieldsOf(await put.json())['content_uri'])
      expect(uri).toMatch(/^mxc:\/\/localhost\/\w+$/)
      const address = `${url}/_matrix/client/v1/media/download/${uri.slice('mxc://'.length)}`
      expect(await (await fetch(address, { headers })).text()).toBe('Beschluss')
    })

    it('a file is given to nobody without a token, and one that is not there is not found', async () => {
      const { url } = rig.running()
      const address = `${url}/_matrix/client/v1/media/download/localhost/nothing`
      const answerTo = async (headers: Record<string, string>) => {
        const answer = await fetch(address, { headers })
        return [answer.status, fieldsOf(await answer.json())['errcode']]
      }
      expect(await answerTo({})).toEqual([401, 'M_MISSING_TOKEN'])
      const authorization = `Bearer ${anna.token}`
      expect(await answerTo({ authorization })).toEqual([404, 'M_NOT_FOUND'])
    })
  })

  describe('rooms', () => {
    it('a new room is of version 12: its id names no server, its creator stands above all levels', async () => {
      const room = await rig.encryptedRoom(anna, { name: 'Abteilung' })
      expect(room).toMatch(/^![\w-]{43}$/)
      const read = async (type: string) =>
        (await anna.call('GET', `/rooms/${room}/state/${type}/`)).body
      expect(await read('m.room.create')).toEqual({ room_version: '12' })
      expect(await read('m.room.power_levels')).toMatchObject({ users: {}, invite: 0, redact: 50 })
      expect(await read('m.room.encryption')).toEqual({ algorithm: 'm.megolm.v1.aes-sha2' })
      expect(await read('m.room.name')).toEqual({ name: 'Abteilung' })
    })

    it('what is not set in a room is not found', async () => {
      const room = await rig.room(anna)
      const answer = await anna.call('GET', `/rooms/${room}/state/m.room.encryption/`)
      expect(noOf(answer)).toEqual([404, 'M_NOT_FOUND', 'Event not found.'])
    })

    it('who is not invited can neither join nor read nor send', async () => {
      const room = await rig.encryptedRoom(anna)
      expect(noOf(await bernd.call('POST', `/join/${room}`, {}))).toEqual([
        403,
        'M_FORBIDDEN',
        'You are not invited to this room.',
      ])
      expect(noOf(await bernd.call('GET', `/rooms/${room}/state/m.room.encryption/`))).toEqual([
        403,
        'M_FORBIDDEN',
        `User ${bernd.id} not in room ${room}, and room previews are disabled`,
      ])
      expect(noOf(await rig.send(bernd, room, 'org.x', {}))).toEqual([
        403,
        'M_FORBIDDEN',
        `User ${bernd.id} not in room ${room}`,
      ])
    })

    it('an invitation tells who invites, that it is direct and that the room is encrypted', async () => {
      const before = await rig.sync(bernd)
      const room = await rig.encryptedRoom(anna, {
        preset: 'trusted_private_chat',
        is_direct: true,
        invite: [bernd.id],
      })
      const news = await rig.sync(bernd, before.next)
      const invited = fieldsOf(fieldsOf(fieldsOf(news.body['rooms'])['invite'])[room])
      const told = listOf(fieldsOf(invited['invite_state'])['events'])
      expect(told.map(({ type }) => type)).toContain('m.room.encryption')
      expect(told).toContainEqual(
        expect.objectContaining({
          type: 'm.room.member',
          sender: anna.id,
          state_key: bernd.id,
          content: expect.objectContaining({ membership: 'invite', is_direct: true }),
        }),
      )
      expect((await bernd.call('POST', `/join/${room}`, {})).body).toEqual({ room_id: room })
      const joined = (await rig.sync(bernd, news.next)).joined(room)
      expect([...(joined?.state ?? []), ...(joined?.events ?? [])].map(({ type }) => type)).toEqual(
        expect.arrayContaining(['m.room.create', 'm.room.encryption', 'm.room.member']),
      )
      const create = await bernd.call('GET', `/rooms/${room}/state/m.room.create/`)
      expect(create.body['additional_creators']).toEqual([bernd.id])
    })

    it('who is in the room, or is nobody, cannot be invited', async () => {
      const room = await rig.roomOf(anna, bernd)
      const invite = (id: string) => anna.call('POST', `/rooms/${room}/invite`, { user_id: id })
      expect(noOf(await invite(bernd.id))).toEqual([
        403,
        'M_FORBIDDEN',
        `${bernd.id} is already in the room.`,
      ])
      expect((await invite('bernd')).body['errcode']).toBe('M_INVALID_PARAM')
    })

    it('members are listed, with what they are called', async () => {
      const room = await rig.roomOf(anna, bernd)
      await bernd.call('PUT', `/profile/${bernd.id}/displayname`, { displayname: 'Bernd Lehmann' })
      // rooms are told in the background
      await vi.waitFor(async () => {
        const joined = await anna.call('GET', `/rooms/${room}/joined_members`)
        expect(joined.body['joined']).toMatchObject({
          [anna.id]: {},
          [bernd.id]: { display_name: 'Bernd Lehmann' },
        })
      })
      const members = listOf((await anna.call('GET', `/rooms/${room}/members`)).body['chunk'])
      expect(members.map(({ state_key }) => state_key).sort()).toEqual([anna.id, bernd.id].sort())
    })

    it('who leaves is told so, sends nothing more, and still reads what was before', async () => {
      const room = await rig.roomOf(anna, bernd)
      const before = await rig.sync(bernd)
      await bernd.call('POST', `/rooms/${room}/leave`, {})
      const after = await rig.say(anna, room, 'unter uns')
      const news = await rig.sync(bernd, before.next)
      expect(fieldsOf(fieldsOf(news.body['rooms'])['leave'])).toHaveProperty([room])
      expect((await rig.send(bernd, room, 'org.x', {})).status).toBe(403)
      const page = await bernd.call('GET', `/rooms/${room}/messages?dir=b&limit=50`)
      const ids = listOf(page.body['chunk']).map(({ event_id }) => event_id)
      expect(ids.length).toBeGreaterThan(3)
      expect(ids).not.toContain(after)
    })

    it('state needs the power for it, and the same state again is the same event', async () => {
      const room = await rig.roomOf(anna, bernd)
      const put = (by: Person, topic: string) =>
        by.call('PUT', `/rooms/${room}/state/m.room.topic/`, { topic })
      expect(noOf(await put(bernd, 'Umlauf'))).toEqual([
        403,
        'M_FORBIDDEN',
        "You don't have permission to post that to the room. user_level (0) < send_level (50)",
      ])
      const first = await put(anna, 'Umlauf')
      const second = await put(anna, 'Umlauf')
      const other = await put(anna, 'Beschluss')
      expect(second.body).toEqual(first.body)
      expect(other.body).not.toEqual(first.body)
    })
  })

  it('a room, its events and what was answered to a transaction outlive a restart', async () => {
    const room = await rig.roomOf(anna, bernd)
    const send = () =>
      anna.call('PUT', `/rooms/${room}/send/m.room.message/lasting`, {
        msgtype: 'm.text',
        body: '1',
      })
    const first = await send()
    const before = await rig.sync(bernd)
    await rig.running().restart()
    expect((await send()).body).toEqual(first.body)
    const later = await rig.say(anna, room, '2')
    const news = (await rig.sync(bernd, before.next)).joined(room)
    expect(news?.events.map(({ event_id }) => event_id)).toEqual([later])
  })
}
