// What every homeserver answers about keys, and that two people with real clients talk through it in secret; leaves the unencrypted rest to the files beside it.
import { afterEach, beforeAll, beforeEach, describe, expect, it } from 'vitest'
import { ENCRYPTION, type Member, startMember } from '../../support/matrix-member.ts'
import { fieldsOf, textsOf } from '../../wire/matrix/records.ts'
import { createRig, listOf, noOf, type Person, type Start } from './rig.ts'

export function keySteps(start: Start): void {
  const rig = createRig(start, 'none')
  let anna: Person
  let bernd: Person

  describe('keys and messages of devices', () => {
    beforeAll(async () => {
      anna = await rig.person('anna')
      bernd = await rig.person('bernd')
    })
    const signed = (key: string) => ({
      key: Buffer.from(key.padEnd(32)).toString('base64').replaceAll('=', ''),
      signatures: { [anna.id]: { [`ed25519:${anna.deviceId}`]: 'x'.repeat(86) } },
    })
    const claim = async () => {
      const wanted = { [anna.id]: { [anna.deviceId]: 'signed_curve25519' } }
      const { body } = await bernd.call('POST', '/keys/claim', { one_time_keys: wanted })
      const given = fieldsOf(fieldsOf(body['one_time_keys'])[anna.id])[anna.deviceId]
      return Object.keys(fieldsOf(given))
    }

    it('a one-time key is given away once, then the fallback key again and again', async () => {
      const upload = (keys: object) => anna.call('POST', '/keys/upload', keys)
      const counted = await upload({ one_time_keys: { 'signed_curve25519:A': signed('a') } })
      expect(counted.body).toEqual({ one_time_key_counts: { signed_curve25519: 1 } })
      await upload({ fallback_keys: { 'signed_curve25519:F': { ...signed('f'), fallback: true } } })
      expect((await rig.sync(anna)).body).toMatchObject({
        device_one_time_keys_count: { signed_curve25519: 1 },
        device_unused_fallback_key_types: ['signed_curve25519'],
      })
      expect(await claim()).toEqual(['signed_curve25519:A'])
      expect(await claim()).toEqual(['signed_curve25519:F'])
      expect(await claim()).toEqual(['signed_curve25519:F'])
      expect((await rig.sync(anna)).body).toMatchObject({
        device_one_time_keys_count: { signed_curve25519: 0 },
        device_unused_fallback_key_types: [],
      })
    })

    it('another key under a name that is taken is refused', async () => {
      const upload = (key: string) =>
        anna.call('POST', '/keys/upload', { one_time_keys: { 'signed_curve25519:B': signed(key) } })
      expect((await upload('b')).status).toBe(200)
      expect((await upload('b')).status).toBe(200)
      const [status, code, words] = noOf(await upload('c'))
      expect([status, code]).toEqual([400, 'M_UNKNOWN'])
      expect(words).toMatch(/^One time key signed_curve25519:B already exists\./)
    })

    it('a message to a device comes until it is taken, and once for each transaction', async () => {
      const before = await rig.sync(anna)
      const send = () =>
        bernd.call('PUT', '/sendToDevice/org.x/once', {
          messages: { [anna.id]: { '*': { a: 1 } } },
        })
      expect((await send()).status).toBe(200)
      expect((await send()).status).toBe(200)
      const first = await rig.sync(anna, before.next)
      expect(first.toDevice).toEqual([{ type: 'org.x', sender: bernd.id, content: { a: 1 } }])
      const again = await rig.sync(anna, before.next)
      expect(again.toDevice).toHaveLength(1)
      expect((await rig.sync(anna, first.next)).toDevice).toEqual([])
    })

    it('whose devices changed is told to who shares a room, and who went away too', async () => {
      const room = await rig.roomOf(anna, bernd)
      const lists = async (since: string) =>
        fieldsOf((await rig.sync(anna, since)).body['device_lists'])
      const first = (await rig.sync(anna)).next
      const { deviceId, id: user_id } = bernd
      const keys = { [`curve25519:${deviceId}`]: 'a', [`ed25519:${deviceId}`]: 'b' }
      const device = { algorithms: [], device_id: deviceId, keys, signatures: {}, user_id }
      await bernd.call('POST', '/keys/upload', { device_keys: device })
      expect(textsOf((await lists(first))['changed'])).toContain(bernd.id)
      const second = (await rig.sync(anna)).next
      await bernd.call('POST', `/rooms/${room}/leave`, {})
      expect(textsOf((await lists(second))['left'])).toEqual([bernd.id])
    })

    it('a backup of keys has versions, and the better key stays', async () => {
      const call = anna.call
      expect((await call('GET', '/room_keys/version')).status).toBe(404)
      const about = { algorithm: 'm.megolm_backup.v1.curve25519-aes-sha2', auth_data: { a: 1 } }
      const made = await call('POST', '/room_keys/version', about)
      const version = made.body['version']
      const put = (first_message_index: number) =>
        call('PUT', `/room_keys/keys?version=${version}`, {
          rooms: {
            '!r': {
              sessions: {
                s: { first_message_index, forwarded_count: 0, is_verified: true, session_data: {} },
              },
            },
          },
        })
      await put(3)
      await put(5)
      const key = await call('GET', `/room_keys/keys/!r/s?version=${version}`)
      expect(key.body['first_message_index']).toBe(3)
      expect((await call('GET', '/room_keys/version')).body).toMatchObject({
        ...about,
        version,
        count: 1,
      })
      const next = await call('POST', '/room_keys/version', about)
      expect(noOf(await put(1)).slice(0, 2)).toEqual([403, 'M_WRONG_ROOM_KEYS_VERSION'])
      expect((await call('GET', '/room_keys/version')).body['version']).toBe(next.body['version'])
    })
  })

  describe('two people with a real client', () => {
    let members: Member[]
    beforeEach(async () => {
      members = []
      anna = await rig.person('anna')
      bernd = await rig.person('bernd')
    })
    afterEach(() => {
      for (const { stop } of members) stop()
    })
    async function member(person: Person): Promise<Member> {
      const made = await startMember(rig.running().url, person)
      members.push(made)
      return made
    }

    it('talk in an encrypted room, and each sees that the other’s device is signed by its owner', async () => {
      const [a, b] = [await member(anna), await member(bernd)]
      await a.client.getCrypto()?.bootstrapCrossSigning({})
      const { room_id: room } = await a.client.createRoom({
        invite: [bernd.id],
        initial_state: [ENCRYPTION],
      })
      await b.join(room)
      const question = await a.send(room, 'm.room.message', { msgtype: 'm.text', body: 'Wer?' })
      const seen = await b.sees(({ id }) => id === question)
      expect(seen).toMatchObject({
        type: 'm.room.message',
        readable: true,
        content: { body: 'Wer?' },
      })
      const more = { 'm.relates_to': { rel_type: 'm.reference', event_id: question } }
      const response = await b.send(room, 'org.x', { v: 1, ...more })
      expect(await a.sees(({ id }) => id === response)).toMatchObject({
        type: 'org.x',
        sender: bernd.id,
        content: { v: 1 },
      })
      const kept = await anna.call('GET', `/rooms/${room}/event/${response}`)
      expect(kept.body['type']).toBe('m.room.encrypted')
      await b.client.getCrypto()?.getUserDeviceInfo([anna.id], true)
      const status = await b.client.getCrypto()?.getDeviceVerificationStatus(anna.id, anna.deviceId)
      expect(status?.signedByOwner).toBe(true)
    })

    it('give their first identity as it is, and another one only with the password', async () => {
      const crypto = (await member(anna)).client.getCrypto()
      const asked: unknown[] = []
      const upload = (password: string) => ({
        authUploadDeviceSigningKeys: async <T>(request: (auth: null) => Promise<T>): Promise<T> => {
          try {
            return await request(null)
          } catch (error) {
            const { data } = error as { data: { session: string; flows: unknown } }
            asked.push(data.flows)
            const identifier = { type: 'm.id.user', user: anna.id }
            const proof = { type: 'm.login.password', identifier, password, session: data.session }
            return request(proof as never)
          }
        },
      })
      await crypto?.bootstrapCrossSigning(upload('wrong'))
      expect(asked).toEqual([])
      const another = { setupNewCrossSigning: true }
      await expect(
        crypto?.bootstrapCrossSigning({ ...another, ...upload('wrong') }),
      ).rejects.toMatchObject({ httpStatus: 401 })
      await crypto?.bootstrapCrossSigning({ ...another, ...upload(anna.password) })
      expect(asked).toEqual([
        [{ stages: ['m.login.password'] }],
        [{ stages: ['m.login.password'] }],
      ])
    })

    it('keep their identity and a backup of keys on the server, under a recovery key', async () => {
      const a = await member(anna)
      const crypto = a.client.getCrypto()
      await crypto?.bootstrapCrossSigning({})
      await crypto?.bootstrapSecretStorage({
        createSecretStorageKey: () => crypto.createRecoveryKeyFromPassphrase(),
        setupNewKeyBackup: true,
      })
      expect(await crypto?.isSecretStorageReady()).toBe(true)
      const read = async (type: string) =>
        (await anna.call('GET', `/user/${anna.id}/account_data/${type}`)).body
      const { key } = await read('m.secret_storage.default_key')
      for (const name of ['master', 'self_signing', 'user_signing'])
        expect(fieldsOf((await read(`m.cross_signing.${name}`))['encrypted'])).toHaveProperty([
          String(key),
        ])
      const backup = await anna.call('GET', '/room_keys/version')
      expect(backup.body['algorithm']).toBe('m.megolm_backup.v1.curve25519-aes-sha2')
      const query = await bernd.call('POST', '/keys/query', { device_keys: { [anna.id]: [] } })
      const own = await anna.call('POST', '/keys/query', { device_keys: { [anna.id]: [] } })
      expect(fieldsOf(query.body['master_keys'])).toHaveProperty([anna.id])
      expect(fieldsOf(query.body['user_signing_keys'])).not.toHaveProperty([anna.id])
      expect(fieldsOf(own.body['user_signing_keys'])).toHaveProperty([anna.id])
      expect(listOf([backup.body])).toHaveLength(1)
    })
  })
}
