// What arrives from Matrix, believed or not: polls, words, edits, reactions, forgeries and invitations, with the real SDK on the loopback homeserver; leaves gaps, outages and kills to matrix-gaps.test.ts.
import { afterAll, afterEach, beforeAll, describe, expect, it } from 'vitest'
import { callsOf } from '../support/matrix-calls.ts'
import { type Member, startMember } from '../support/matrix-member.ts'
import { type MatrixRig, matrixRig, PLACE } from '../support/matrix-rig.ts'
import { createTalk, responseTo, type Talk, until } from '../support/matrix-talk.ts'

const RESPONSE = 'org.matrix.msc3381.poll.response'
const START = 'org.matrix.msc3381.poll.start'

describe('What arrives from Matrix', () => {
  let rig: MatrixRig
  let talk: Talk
  let anna: Member
  let bernd: Member
  let own: string

  beforeAll(async () => {
    rig = await matrixRig()
    talk = createTalk(rig)
    anna = rig.anna
    bernd = rig.bernd
    await talk.start()
    own = await talk.enter(anna)
  })
  afterAll(() => rig.tidyUp())
  afterEach(() => {
    expect(rig.defects.splice(0)).toEqual([])
    talk.gists()
  })

  const plain = (room: string, sender: string, type: string, content: object) =>
    rig.homeserver.inject(room, { sender, type, content: { ...content } })
  const notes = () =>
    anna.seen.filter(
      ({ room, sender, type }) =>
        room === rig.room && sender === rig.self && type === 'm.room.message',
    )

  describe('polls and words', () => {
    it('takes an answer to a poll and typed words alike as what sets the vote', async () => {
      const ballot = await talk.ballot(anna, own, 'ballot:1')
      const answered = await talk.answers(anna, ballot, 'ja')
      await talk.hears(anna, own, 'Verstanden: ja.')
      const typed = await talk.says(anna, own, 'stimme 7/2023 nein')
      await talk.hears(anna, own, 'Verstanden: stimme 7/2023 nein.')
      expect(talk.requests).toMatchObject([
        {
          requestId: talk.requestOf(own, answered),
          kind: 'action',
          verb: 'vote',
          args: { choice: 'ja' },
        },
        { requestId: talk.requestOf(own, typed), kind: 'command', text: 'stimme 7/2023 nein' },
      ])
      expect(talk.requests.map(({ origin }) => origin.kind)).toEqual(['private', 'private'])
    })

    it('reads the final names of polls too', async () => {
      const { event } = await talk.ballot(anna, own, 'ballot:2')
      await anna.send(own, 'm.poll.response', {
        'm.relates_to': { rel_type: 'm.reference', event_id: event },
        'm.selections': ['nein'],
      })
      await talk.settles(anna, own)
      expect(talk.gists()).toEqual(['nein'])
    })

    it('B46 counts no answer that was not offered, no two at once, and takes none back', async () => {
      const ballot = await talk.ballot(anna, own, 'ballot:3')
      await talk.answers(anna, ballot, 'vielleicht')
      await talk.answers(anna, ballot, 'ja', 'nein')
      await talk.answers(anna, ballot, '__proto__')
      await talk.answers(anna, ballot)
      await talk.settles(anna, own)
      expect(talk.gists()).toEqual([])
      const heard = talk.told(anna, own)
      expect(heard.filter((words) => words.includes('steht nicht zur Wahl'))).toHaveLength(3)
      expect(heard.some((words) => words.includes('Zum Ändern stimmen Sie'))).toBe(true)
    })

    it('B46 counts no answer to a poll of somebody else, whatever it says of itself', async () => {
      const poll = await anna.send(own, START, {
        [START]: {
          question: { 'org.matrix.msc1767.text': 'Was?' },
          kind: 'org.matrix.msc3381.poll.undisclosed',
          max_selections: 1,
          answers: [{ id: 'ja', 'org.matrix.msc1767.text': 'Ja' }],
        },
        'de.umlauf.choices': { ja: { verb: 'vote', args: { choice: 'forged' } } },
      })
      await talk.answers(anna, { room: own, event: poll }, 'ja')
      const other = await talk.ballot(bernd, await talk.enter(bernd), 'ballot:bernd')
      // relations into other rooms are refused by our homeserver, but not by every one
      plain(own, anna.account.id, RESPONSE, responseTo(other.event, ['ja']))
      await talk.settles(anna, own)
      expect(talk.gists()).toEqual([])
    })

    it('B46 counts nothing of somebody who is in a private room of another person, or in no room', async () => {
      const { event } = await talk.ballot(anna, own, 'ballot:4')
      rig.homeserver.inject(own, {
        ...{ sender: bernd.account.id, type: 'm.room.member', state_key: bernd.account.id },
        content: { membership: 'join' },
      })
      await talk.says(bernd, own, 'stimme 7/2023 nein')
      await talk.answers(bernd, { room: own, event }, 'ja')
      plain(own, '@mallory:elsewhere.example', RESPONSE, responseTo(event, ['ja']))
      await talk.settles(anna, own)
      expect(talk.gists()).toEqual([])
    })

    it('B46 counts an answer once that was redacted later, and says that it stands', async () => {
      const ballot = await talk.ballot(anna, own, 'ballot:5')
      const answered = await talk.answers(anna, ballot, 'ja')
      await until(async () => talk.requests[0])
      await anna.client.redactEvent(own, answered)
      await talk.hears(anna, own, 'Löschen ändert nichts')
      await talk.settles(anna, own)
      expect(talk.gists()).toEqual(['ja'])
    })

    it('B47 counts no edit of words or answers, own or of others, and says so once', async () => {
      const before = talk.told(anna, own).length
      const typed = await talk.says(anna, own, 'stimme 1/2023 ja')
      await talk.hears(anna, own, 'stimme 1/2023 ja')
      const edit = (of: string, more: object) => ({
        'm.relates_to': { rel_type: 'm.replace', event_id: of },
        'm.new_content': more,
      })
      const words = { msgtype: 'm.text', body: 'stimme 1/2023 nein' }
      await anna.send(own, 'm.room.message', { ...words, ...edit(typed, words) })
      const ballot = await talk.ballot(anna, own, 'ballot:6')
      const answered = await talk.answers(anna, ballot, 'ja')
      const other = { [RESPONSE]: { answers: ['nein'] } }
      await anna.send(own, RESPONSE, { ...other, ...edit(answered, other) })
      await anna.send(own, 'm.room.message', { ...words, ...edit(ballot.event, words) })
      await talk.settles(anna, own)
      expect(talk.gists()).toEqual(['stimme 1/2023 ja', 'ja'])
      const heard = talk.told(anna, own).slice(before)
      expect(heard.filter((one) => one.includes('Geänderte Nachrichten'))).toHaveLength(1)
    })

    it('answers a reaction with how to vote, once however many there are, and counts none', async () => {
      const ballot = await talk.ballot(anna, own, 'ballot:7')
      for (const key of ['👍', '👎', '✅']) {
        await anna.send(own, 'm.reaction', {
          'm.relates_to': { rel_type: 'm.annotation', event_id: ballot.event, key },
        })
      }
      await talk.settles(anna, own)
      expect(talk.gists()).toEqual([])
      const heard = talk.told(anna, own)
      expect(heard.filter((words) => words.includes('Reaktionen sind nicht'))).toHaveLength(1)
    })
  })

  describe('believing', () => {
    it('B48 refuses what comes in the clear into an encrypted room, and says what to do', async () => {
      const { event } = await talk.ballot(anna, own, 'ballot:8')
      plain(own, anna.account.id, RESPONSE, responseTo(event, ['ja']))
      plain(own, anna.account.id, 'm.room.message', { msgtype: 'm.text', body: 'stimme 7/2023 ja' })
      await talk.hears(anna, own, 'unverschlüsselt')
      await talk.settles(anna, own)
      expect(talk.gists()).toEqual([])
    })

    it('B48 does not take the silence of the homeserver for a room without encryption', async () => {
      const carla = await matrixRig()
      const other = createTalk(carla)
      try {
        await other.start()
        const room = await other.enter(carla.anna)
        carla.homeserver.fault(
          /GET .*state\/m\.room\.encryption/,
          ...Array(3).fill({ status: 502 }),
        )
        carla.homeserver.inject(room, {
          ...{ sender: carla.anna.account.id, type: 'm.room.message' },
          content: { msgtype: 'm.text', body: 'stimme 7/2023 ja' },
        })
        await other.settles(carla.anna, room)
        expect(other.gists()).toEqual([])
        expect(other.told(carla.anna, room).join()).toContain('unverschlüsselt')
      } finally {
        await carla.tidyUp()
      }
    })

    it('B49 lets a clock that is days behind or in the year 9999 change nothing', async () => {
      const order: string[] = []
      for (const ts of [0, Date.UTC(9999, 0, 1), -1]) {
        rig.homeserver.skew(anna.account.id, ts - Date.now())
        order.push(await talk.says(anna, own, `nummer ${order.length}`))
      }
      rig.homeserver.skew(anna.account.id, 0)
      await talk.settles(anna, own)
      expect(talk.requests.map(({ requestId }) => requestId)).toEqual(
        order.map((event) => talk.requestOf(own, event)),
      )
    })

    it('B50 lives through events of any size and shape', async () => {
      const big = 'x'.repeat(40_000)
      const odd: readonly (readonly [string, object])[] = [
        ['m.room.message', { msgtype: 'm.text', body: 7 }],
        ['m.room.message', { msgtype: 'm.text', body: { toString: 'x' } }],
        ['m.room.message', { msgtype: 'm.text', body: 'ja', 'm.relates_to': 'x' }],
        ['m.room.message', { msgtype: 'm.text', body: 'ja', 'm.relates_to': { event_id: 9 } }],
        ['m.room.message', { msgtype: 'm.text', body: 'ja', 'm.mentions': [] }],
        ['m.room.message', []],
        [RESPONSE, { 'm.relates_to': { rel_type: 'm.reference' }, [RESPONSE]: { answers: 'ja' } }],
        [RESPONSE, responseTo('x'.repeat(300), ['ja'])],
        [RESPONSE, responseTo('$x', [null, {}])],
        [RESPONSE, { 'm.relates_to': null, [RESPONSE]: null }],
        ['m.reaction', { 'm.relates_to': [] }],
        ['org.example.nothing', { constructor: 1, ['__proto__']: 2 }],
        ['m.room.encrypted', { algorithm: 'm.megolm.v1.aes-sha2', ciphertext: 'AAAA' }],
        ['m.room.encrypted', { algorithm: 'org.example.none' }],
      ]
      for (const [type, content] of odd) plain(own, anna.account.id, type, content)
      plain(own, 'not a user id', 'm.room.message', { msgtype: 'm.text', body: 'stimme 1 ja' })
      await talk.says(anna, own, big)
      await talk.settles(anna, own)
      expect(talk.gists()).toEqual([big])
    })

    it('F30 asks for it again where a message cannot be read, and guesses nothing', async () => {
      plain(own, anna.account.id, 'm.room.encrypted', {
        algorithm: 'm.megolm.v1.aes-sha2',
        ciphertext:
          'AwgAEnACgAkLmt6qF84IK++J7UDH2Za1YVchHyprqTqsg2yyOwAtHaZTwyNg37afzg8f3r9IsN9ozDEBIwxH',
        ...{ session_id: 'A'.repeat(43), sender_key: 'B'.repeat(43), device_id: 'OTHER' },
      })
      await talk.hears(anna, own, 'Bitte senden Sie sie noch einmal')
      await talk.settles(anna, own)
      expect(talk.gists()).toEqual([])
    })
  })

  describe('places', () => {
    it('hears only what is said to it in a place, and answers in the private room', async () => {
      const before = notes().length
      const heard = talk.told(anna, own).length
      await talk.says(anna, rig.room, 'stimme 7/2023 ja')
      await talk.says(anna, rig.room, 'umlauf ist schön')
      const asked = await talk.says(anna, rig.room, '!umlauf status 7/2023')
      const named = await talk.says(anna, rig.room, 'Umlauf-Bot: übersicht', {
        'm.mentions': { user_ids: [rig.self] },
        format: 'org.matrix.custom.html',
        formatted_body: `<a href="https://matrix.to/#/${rig.self}">Umlauf-Bot</a>: übersicht`,
      })
      await talk.hears(anna, own, 'Verstanden: status 7/2023.')
      await talk.hears(anna, own, 'Verstanden: übersicht.')
      await until(async () => (notes().length === before + 2 ? true : undefined))
      expect(talk.requests).toMatchObject([
        {
          requestId: talk.requestOf(rig.room, asked),
          text: 'status 7/2023',
          origin: { kind: 'place', place: PLACE },
        },
        { requestId: talk.requestOf(rig.room, named), text: 'übersicht' },
      ])
      const [note] = notes().slice(before)
      expect(note?.content).toMatchObject({
        msgtype: 'm.notice',
        body: 'Die Antwort steht in unserem Gespräch.',
        'm.relates_to': { rel_type: 'm.thread', event_id: asked },
      })
      expect(JSON.stringify(notes())).not.toContain('Verstanden')
      expect(talk.told(anna, own).length).toBe(heard + 2)
    })

    it('carries nothing out in a place that is not encrypted, and says where to write', async () => {
      const clear = await matrixRig({}, { encryptedPlace: false })
      const there = createTalk(clear)
      try {
        await there.start()
        const room = await there.enter(clear.anna)
        await there.says(clear.anna, clear.room, 'guten Tag')
        await there.says(clear.anna, clear.room, '!umlauf stimme 7/2023 ja')
        await there.hears(clear.anna, room, 'Jener Raum ist nicht verschlüsselt')
        await there.settles(clear.anna, room)
        expect(there.gists()).toEqual([])
        expect(
          there.told(clear.anna, room).filter((words) => words.includes('Jener')),
        ).toHaveLength(1)
      } finally {
        await clear.tidyUp()
      }
    })

    it('takes no vote by a poll, and hints at nothing, in a place', async () => {
      const before = notes().length
      const poll = await talk.ballot(anna, own, 'ballot:9')
      plain(rig.room, anna.account.id, RESPONSE, responseTo(poll.event, ['ja']))
      const words = await talk.says(anna, rig.room, 'wie geht es')
      await anna.send(rig.room, 'm.reaction', {
        'm.relates_to': { rel_type: 'm.annotation', event_id: words, key: '👍' },
      })
      await anna.client.redactEvent(rig.room, words)
      await talk.settles(anna, own)
      expect(talk.gists()).toEqual([])
      expect(notes().length).toBe(before)
    })

    it('B51 refuses invitations of strangers, and hears nobody in a room that is none of the council', async () => {
      const { homeserver, self } = rig
      const mallory = homeserver.addUser('@mallory:elsewhere.example')
      const stranger = await startMember(homeserver.url, { ...mallory, password: 'password' })
      try {
        const rooms: string[] = []
        for (let n = 0; n < 5; n += 1) {
          const { room_id: room } = await stranger.client.createRoom({ invite: [self] })
          rooms.push(room)
        }
        const { room_id: friendly } = await bernd.client.createRoom({ invite: [self] })
        const memberIn = (room: string) => homeserver.rooms().find(({ id }) => id === room)
        await until(async () => memberIn(friendly)?.joined.includes(self) || undefined)
        await until(
          async () => rooms.every((room) => !memberIn(room)?.invited.includes(self)) || undefined,
        )
        expect(rooms.some((room) => memberIn(room)?.joined.includes(self))).toBe(false)
        await talk.says(bernd, friendly, '!umlauf stimme 7/2023 ja')
        await talk.settles(anna, own)
        expect(talk.gists()).toEqual([])
      } finally {
        stranger.stop()
      }
    })

    it('B51 follows no tombstone', async () => {
      const { homeserver, room, self } = rig
      const { room_id: trap } = await bernd.client.createRoom({})
      homeserver.inject(room, {
        ...{ sender: bernd.account.id, type: 'm.room.tombstone', state_key: '' },
        content: { body: 'moved', replacement_room: trap },
      })
      await talk.says(anna, room, '!umlauf bleibe')
      await talk.hears(anna, own, 'Verstanden: bleibe.')
      const asked = homeserver
        .wire()
        .filter(({ user, path }) => user === self && path.includes(trap))
      expect(asked).toEqual([])
    })
  })
})

describe('Devices that their owner has not signed', () => {
  /** Anna logs in once more and confirms nothing. */
  const unsigned = async ({ homeserver, anna }: MatrixRig) => {
    const identifier = { type: 'm.id.user', user: anna.account.id }
    const password = 'password'
    const login = { type: 'm.login.password', identifier, password }
    const { body } = await callsOf(homeserver.url)('POST', '/login', login)
    const [token, deviceId] = [String(body['access_token']), String(body['device_id'])]
    return startMember(homeserver.url, { id: anna.account.id, token, deviceId, password })
  }

  /** Such a device says `stimme 7/2023 ja` in Anna's own room, whatever follows. */
  async function votesFromIt(
    devices: 'signed' | 'any',
    follows: (scene: { rig: MatrixRig; talk: Talk; own: string; second: Member }) => Promise<void>,
  ): Promise<void> {
    const rig = await matrixRig({}, { devices })
    const talk = createTalk(rig)
    try {
      await talk.start()
      const own = await talk.enter(rig.anna)
      const second = await unsigned(rig)
      await second.sees(({ room }) => room === own)
      await talk.says(second, own, 'stimme 7/2023 ja')
      await follows({ rig, talk, own, second })
      second.stop()
    } finally {
      await rig.tidyUp()
    }
  }

  it('B48 refuses a vote of such a device with what to do, and counts it as soon as it is signed', async () => {
    await votesFromIt('signed', async ({ rig, talk, own, second }) => {
      await talk.hears(rig.anna, own, 'nicht von Ihnen bestätigt')
      expect(talk.gists()).toEqual([])
      await second.client.getCrypto()?.bootstrapCrossSigning({
        setupNewCrossSigning: true,
        authUploadDeviceSigningKeys: async (upload) => {
          const identifier = { type: 'm.id.user', user: rig.anna.account.id }
          await upload({ type: 'm.login.password', identifier, password: 'password' })
        },
      })
      await talk.says(second, own, 'stimme 7/2023 nein')
      await talk.hears(rig.anna, own, 'Verstanden: stimme 7/2023 nein.')
      // whoever has a stolen password could have done the same
      await talk.hears(rig.anna, own, 'Identität Ihres Kontos in Matrix wurde neu angelegt')
      await talk.settles(second, own)
      const told = talk.told(rig.anna, own).filter((words) => words.includes('neu angelegt'))
      expect(told).toHaveLength(1)
      expect(rig.notices).toContain(`${rig.anna.account.id} has a new identity`)
    })
  })

  it('B48 counts it where the council lets any device vote', async () => {
    await votesFromIt('any', async ({ rig, talk, own }) => {
      await talk.hears(rig.anna, own, 'Verstanden: stimme 7/2023 ja.')
    })
  })
})
