// What the client of a Matrix account promises over kill -9: the same device, no vote lost with the token, no plaintext; leaves the store alone to test/core/matrix-store.test.ts.
import { setTimeout as sleep } from 'node:timers/promises'
import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { openFolder } from '../../src/platforms/matrix/keeping/folder.ts'
import { until } from './matrix-keeping-people.ts'
import { createScene, type Scene } from './matrix-keeping-scene.ts'

let scene: Scene

beforeEach(async () => {
  scene = await createScene()
})

afterEach(() => scene.end())

describe('a bot that is killed', () => {
  it('is the same device after each kill in the middle of encrypting, and everything it sent can be read', async () => {
    const account = await scene.loggedIn()
    const anna = await scene.member()
    const room = await anna.roomWith(account)
    const devices = new Set<string>()
    const sent: string[] = []
    for (let round = 0; round < 4; round += 1) {
      const running = await scene.bot()
      await running.ready()
      for (const device of running.said('device')) devices.add(device)
      const bodies = Array.from({ length: 40 }, (_, n) => `round ${round}, ${n}`)
      running.tell({ say: 'send', room, bodies })
      await until(() => running.said('sent').length >= 6 + round * 2, 'what was sent')
      await running.kill()
      sent.push(...running.said('sent'))
      expect(running.said('defect')).toEqual([])
    }
    await until(() => sent.every((body) => anna.read.includes(body)), 'what anna reads')
    expect(devices.size).toBe(1)
    expect(anna.undecryptable).toEqual([])
    expect(new Set(scene.types(room))).toEqual(new Set(['m.room.encrypted']))
    const refused = scene.homeserver
      .wire()
      .filter(({ path: at, status }) => at.includes('/keys/') && (status ?? 200) >= 400)
    expect(refused).toEqual([])
  })

  it('reads what was said while it was down, going on from its token', async () => {
    const account = await scene.loggedIn()
    const anna = await scene.member()
    const room = await anna.roomWith(account)
    const first = await scene.bot()
    await first.ready()
    await anna.knows(account.id, account.device)
    await anna.say(room, 'before')
    await until(() => first.said('arrived').some(({ body }) => body === 'before'))
    await sleep(300)
    await first.kill()
    await anna.say(room, 'meanwhile')
    const from = scene.homeserver.wire().length
    const tokens = scene.syncsOf(account.id).map(({ query }) => query['since'])
    const second = await scene.bot()
    await second.ready()
    expect(second.said('arrived').map(({ body }) => body)).toEqual(['meanwhile'])
    const resumed = scene.syncsOf(account.id, from)[0]
    expect(resumed?.query['since']).toBeDefined()
    expect(tokens).toContain(resumed?.query['since'])
    expect(second.printed()).toBe('')
  })

  it('still knows that a quiet room is encrypted, and writes no plain word into it', async () => {
    const account = await scene.loggedIn()
    const anna = await scene.member()
    const quiet = await anna.roomWith(account)
    const first = await scene.bot()
    await first.ready()
    await first.kill()
    const second = await scene.bot()
    await second.ready()
    second.tell({ say: 'isEncrypted', room: quiet })
    expect(await until(() => second.said('encrypted')[0])).toBe(true)
    second.tell({ say: 'send', room: quiet, bodies: ['a word'] })
    await until(() => anna.read.includes('a word'))
    expect(scene.types(quiet)).toEqual(['m.room.encrypted'])
    expect(
      scene.homeserver.wire().some(({ body }) => JSON.stringify(body ?? '').includes('a word')),
    ).toBe(false)
  })

  it('is handed an event again where it was killed before the token was stored', async () => {
    const account = await scene.loggedIn()
    const anna = await scene.member()
    const room = await anna.roomWith(account)
    const earlier = await scene.bot()
    await earlier.ready()
    await anna.knows(account.id, account.device)
    await earlier.kill()
    const id = await anna.say(room, 'a vote')
    const first = await scene.bot(60_000)
    await until(() => first.said('arrived').some((event) => event.id === id))
    await first.kill()
    const second = await scene.bot()
    await second.ready()
    await until(() => second.said('arrived').some((event) => event.id === id))
    expect(second.said('arrived').find((event) => event.id === id)?.body).toBe('a vote')
    await sleep(300)
    await second.kill()
    const third = await scene.bot()
    await third.ready()
    expect(third.said('arrived')).toEqual([])
  })

  it('leaves its folder to nobody while it runs', async () => {
    await scene.loggedIn()
    const running = await scene.bot()
    await running.ready()
    expect(() => openFolder(scene.place)).toThrow(/matrix\.inUse/)
    const second = await scene.bot()
    await until(() => second.exited() !== null, 'the end of the second')
    expect(second.printed()).toContain('matrix.inUse')
  })
})
