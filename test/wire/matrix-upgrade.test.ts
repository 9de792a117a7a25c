// Rooms that change around a council in Matrix: one that is replaced while a circulation is open, and conversations that people open by themselves; leaves what the checkup says of a new room to matrix-doctor.test.ts.
import { afterAll, afterEach, beforeAll, describe, expect, it } from 'vitest'
import { type Action, message, paragraph } from '../../src/core/message.ts'
import type { Operation, Target } from '../../src/core/ports.ts'
import { createMatrix, type MatrixGuide } from '../../src/platforms/matrix/index.ts'
import { ENCRYPTION, type Member, startMember } from '../support/matrix-member.ts'
import { CONNECTION, type MatrixRig, matrixRig, PLACE } from '../support/matrix-rig.ts'
import { createTalk, type Talk, until } from '../support/matrix-talk.ts'

const MESSAGES = ['m.room.message', 'm.room.encrypted']
const TO_PLACE: Target = { kind: 'place', place: PLACE }
const KEY = 'card:1'

const vote = (choice: string): Action => ({
  ...{ verb: 'vote', args: { choice }, label: choice, spoken: choice, typed: choice },
  ...{ weight: 'plain', pressed: false },
})
const card = (words: string): Omit<Extract<Operation, { kind: 'post' }>, 'kind'> => ({
  ...{ key: KEY, to: TO_PLACE, language: 'de' },
  message: message(words, [paragraph(words)], { actions: [vote('ja'), vote('nein')] }),
})

let rig: MatrixRig
let talk: Talk
let anna: Member
let bernd: Member
/** The room that the council file in force names. */
let named: string

/** The platform of a council whose file may come to name another room. */
function movable(of: MatrixRig) {
  const people = [of.anna.account.id, of.bernd.account.id]
  const guide: MatrixGuide = {
    channelOf: (place) => (place === PLACE ? named : undefined),
    placeOf: (room) => (room === named ? PLACE : undefined),
    knows: (account) => people.includes(account),
    language: () => 'de',
    people: () => people,
  }
  return createMatrix({
    ...{ connection: CONNECTION, devices: 'signed', server: 'localhost', guide },
    ...{ folder: of.folder, keeping: of.keeping },
    settings: { homeserver: of.homeserver.url, user: of.self },
    notice: (words) => void of.notices.push(words),
    report: (defect) => `D-${of.defects.push(defect)}`,
  })
}

beforeAll(async () => {
  const made = await matrixRig({}, { encryptedPlace: true })
  named = made.room
  const platform = movable(made)
  rig = {
    ...made,
    platform,
    async tidyUp() {
      await platform.stop(0)
      await made.tidyUp()
    },
  }
  talk = createTalk(rig)
  anna = rig.anna
  bernd = rig.bernd
  await talk.start()
})
afterAll(() => rig.tidyUp())
afterEach(() => {
  expect(rig.defects.splice(0)).toEqual([])
})

/** What we said in a room, as its homeserver has it. */
const saidIn = (room: string) => talk.sent(room).filter(({ type }) => MESSAGES.includes(type))
const isIn = (room: string) =>
  rig.homeserver
    .rooms()
    .find(({ id }) => id === room)
    ?.joined.includes(rig.self) || undefined

describe('A room of the council that is replaced', () => {
  it('F31 during a circulation: nothing moves before the council file names the new room, then the card stands there once, and every vote counts', async () => {
    const { homeserver, platform, room: old, self, notices } = rig
    const own = await talk.enter(anna)
    const ballot = await talk.ballot(anna, own, 'ballot:1')
    const posted = await platform.deliver({ kind: 'post', ...card('Ein Umlauf, 0 Stimmen') })
    if (posted.outcome !== 'delivered') throw new Error(JSON.stringify(posted))
    const whole = saidIn(old).length

    const { room_id: next } = await bernd.client.createRoom({
      ...{ invite: [self, anna.account.id], initial_state: [ENCRYPTION] },
      creation_content: { predecessor: { room_id: old } },
    })
    homeserver.inject(old, {
      ...{ sender: bernd.account.id, type: 'm.room.tombstone', state_key: '' },
      content: { body: 'moved', replacement_room: next },
    })
    await anna.join(next)
    await until(async () => isIn(next))
    const told = () => notices.filter((words) => words.includes(`${old} was replaced`))
    await until(async () => told()[0])
    expect(await platform.health()).toEqual({
      ok: true,
      words: expect.stringContaining(`${old} wurde durch einen anderen Raum ersetzt`),
    })

    // the old room is the council's, the new one is nobody's
    await talk.answers(anna, ballot, 'ja')
    await talk.hears(anna, own, 'Verstanden: ja.')
    const { ref } = posted
    const edited = await platform.deliver({ kind: 'edit', ...card('Ein Umlauf, 1 Stimme'), ref })
    expect(edited).toMatchObject({ outcome: 'delivered', ref: expect.stringContaining(old) })
    await talk.says(anna, next, '!umlauf stimme 7/2023 nein')
    await talk.hears(anna, own, 'in einem Raum geschrieben, den ich nicht kenne')
    expect(saidIn(next)).toEqual([])

    named = next
    expect((await platform.health()).words).not.toContain('ersetzt')
    await talk.answers(anna, ballot, 'nein')
    await talk.hears(anna, own, 'Verstanden: nein.')
    expect(talk.gists()).toEqual(['ja', 'nein'])
    const inOld = saidIn(old).length
    const changed = card('Ein Umlauf, 1 Stimme, geändert')
    expect(await platform.deliver({ kind: 'edit', ...changed, ref })).toEqual({ outcome: 'gone' })
    const moved = await platform.deliver({ kind: 'post', ...changed })
    expect(await platform.deliver({ kind: 'post', ...changed })).toEqual(moved)
    expect(await platform.find(KEY, TO_PLACE)).toEqual({ ...moved, outcome: 'found' })
    const { content } = await anna.sees(
      ({ room, sender, type, readable }) =>
        room === next && sender === self && type === 'm.room.message' && readable,
    )
    expect(content['body']).toContain('Ein Umlauf, 1 Stimme, geändert')
    expect(content['m.relates_to']).toBeUndefined()
    expect([saidIn(next).length, saidIn(old).length]).toEqual([whole, inOld])
    await talk.says(anna, next, '!umlauf status')
    await talk.hears(anna, own, 'Verstanden: status.')
    expect(talk.gists()).toEqual(['status'])
    expect(told()).toHaveLength(1)
  })

  it('F31 is told at the next start as well, where the council file still names the old room', async () => {
    const { platform, room: old, notices } = rig
    await platform.stop(0)
    named = old
    const before = notices.length
    await platform.start(talk.accept)
    await until(async () =>
      notices.slice(before).find((words) => words.includes(`${old} was replaced`)),
    )
    expect((await platform.health()).words).toContain('ersetzt')
  })
})

describe('A conversation that a person opened', () => {
  const WORDS = 'Bitte schreiben Sie mir hier'
  const heard = (who: Member, room: string) =>
    talk.told(who, room).filter((words) => words.includes(WORDS))

  it('is answered in the private room, once a minute, and nothing said there is carried out', async () => {
    talk.gists()
    const own = await talk.enter(bernd)
    const { room_id: direct } = await bernd.client.createRoom({
      ...{ invite: [rig.self], is_direct: true, initial_state: [ENCRYPTION] },
    })
    await until(async () => isIn(direct))
    await talk.says(bernd, direct, 'stimme 7/2023 ja')
    await talk.hears(bernd, own, WORDS)
    await talk.says(bernd, direct, '!umlauf stimme 7/2023 ja')
    await talk.settles(bernd, own)
    expect(heard(bernd, own)).toHaveLength(1)
    expect(talk.gists()).toEqual([])
    expect(saidIn(direct)).toEqual([])
  })

  it('among more people is heard only where it names us, and B51 never from somebody whom the council does not know', async () => {
    const { homeserver, self } = rig
    await rig.platform.stop(0)
    await rig.platform.start(talk.accept)
    const own = await talk.enter(bernd)
    const before = heard(bernd, own).length
    const account = homeserver.addUser('mallory')
    const mallory = await startMember(homeserver.url, { ...account, password: 'password' })
    try {
      const { room_id: group } = await bernd.client.createRoom({ invite: [self, account.id] })
      await mallory.join(group)
      await until(async () => isIn(group))
      await talk.says(mallory, group, '!umlauf stimme 7/2023 ja')
      await talk.says(bernd, group, 'umlauf ist schön')
      await talk.settles(bernd, own)
      expect(heard(bernd, own)).toHaveLength(before)
      await talk.says(bernd, group, 'Umlauf: übersicht', {
        'm.mentions': { user_ids: [self] },
      })
      await until(async () => (heard(bernd, own).length > before ? true : undefined))
      await talk.settles(bernd, own)
      expect(talk.gists()).toEqual([])
      expect(saidIn(group)).toEqual([])
      expect(await rig.keeping.room(account.id)).toBeUndefined()
    } finally {
      mallory.stop()
    }
  })
})
