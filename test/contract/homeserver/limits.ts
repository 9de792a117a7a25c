// How every homeserver with Synapse's own limits slows people down; leaves everything else to the files beside it.
import { describe, expect, it } from 'vitest'
import { callsOf, type Reply } from '../../support/matrix-calls.ts'
import { createRig, type Person, type Start } from './rig.ts'

export function limitSteps(start: Start): void {
  const rig = createRig(start, 'synapse')

  /** How often it passes before it is refused, and the refusal. */
  async function untilRefused(call: () => Promise<Reply>): Promise<readonly [number, Reply]> {
    for (let passed = 0; passed < 30; passed += 1) {
      const reply = await call()
      if (reply.status === 429) return [passed, reply]
    }
    throw new Error('It was never refused.')
  }
  const sendTo = (by: Person, room: string) => () => rig.send(by, room, 'org.x', {})

  describe('with the limits that it has by itself', () => {
    it('creating a room and sending draw on the same ten, then one event goes every five seconds', async () => {
      const anna = await rig.person('anna')
      const room = await rig.room(anna)
      const [passed, refused] = await untilRefused(sendTo(anna, room))
      expect(passed).toBe(9)
      expect(refused.body['errcode']).toBe('M_LIMIT_EXCEEDED')
      const wait = Number(refused.body['retry_after_ms'])
      expect(wait).toBeGreaterThan(1000)
      expect(wait).toBeLessThanOrEqual(5000)
      expect(refused.headers.get('retry-after')).toBe(String(Math.ceil(wait / 1000)))
    })

    it('an invitation and new state draw on them too, and each person has their own', async () => {
      const [anna, bernd] = [await rig.person('anna'), await rig.person('bernd')]
      const room = await rig.room(anna)
      await anna.call('POST', `/rooms/${room}/invite`, { user_id: bernd.id })
      await anna.call('PUT', `/rooms/${room}/state/m.room.topic/`, { topic: 'Umlauf' })
      expect((await untilRefused(sendTo(anna, room)))[0]).toBe(7)
      await bernd.call('POST', `/join/${room}`, {})
      expect((await untilRefused(sendTo(bernd, room)))[0]).toBeGreaterThanOrEqual(9)
    })

    it('a transaction that was carried out is answered again even then', async () => {
      const anna = await rig.person('anna')
      const room = await rig.room(anna)
      const path = `/rooms/${room}/send/org.x/early`
      const first = await anna.call('PUT', path, {})
      await untilRefused(sendTo(anna, room))
      const again = await anna.call('PUT', path, {})
      expect([again.status, again.body]).toEqual([200, first.body])
    })

    it('an administrator may lift them for one person', async () => {
      const [anna, admin] = [await rig.person('anna'), await rig.person('admin', { admin: true })]
      const path = `/_synapse/admin/v1/users/${anna.id}/override_ratelimit`
      await admin.call('POST', path, { messages_per_second: 0, burst_count: 0 })
      const room = await rig.room(anna)
      for (let sent = 0; sent < 25; sent += 1)
        expect((await rig.send(anna, room, 'org.x', {})).status).toBe(200)
    })

    it('five logins, then minutes of waiting', async () => {
      const anna = await rig.person('anna')
      const [passed, refused] = await untilRefused(() =>
        callsOf(rig.running().url)('POST', '/login', {
          type: 'm.login.password',
          identifier: { type: 'm.id.user', user: anna.id },
          password: anna.password,
        }),
      )
      expect(passed).toBe(5)
      expect(Number(refused.body['retry_after_ms'])).toBeGreaterThan(100_000)
    })
  })
}
