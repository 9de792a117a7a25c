// What the client of a Matrix account promises over kill -9: the same device, no vote lost with the token, no plaintext, and no new identity by itself; leaves the store alone to test/core/matrix-store.test.ts.
import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import path from 'node:path'
import { setTimeout as sleep } from 'node:timers/promises'
import { ClientEvent } from 'matrix-js-sdk'
import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { type ClientOptions, openClient } from '../../src/platforms/matrix/keeping/client.ts'
import { type Folder, openFolder } from '../../src/platforms/matrix/keeping/folder.ts'
import { logIn } from '../../src/platforms/matrix/keeping/login.ts'
import { type Homeserver, startHomeserver } from './matrix/index.ts'
import { type Bot, type Member, startBot, startMember, until } from './matrix-keeping-people.ts'

let place = ''
let homeserver: Homeserver
let ending: (() => unknown)[] = []

beforeEach(async () => {
  place = mkdtempSync(path.join(tmpdir(), 'umlauf-matrix-'))
  homeserver = await startHomeserver()
  homeserver.addUser('bot', { deviceId: 'FIRST' })
})

afterEach(async () => {
  for (const end of ending.reverse()) await end()
  ending = []
  await homeserver.stop()
  rmSync(place, { recursive: true, force: true })
})

const user = () => `@bot:${homeserver.name}`
const login = () => ({
  ...{ homeserver: homeserver.url, user: user(), password: 'password', notice: () => {} },
})

/** Logs in as the setup does, and lets go of the folder. */
async function loggedIn(): Promise<{ id: string; token: string; device: string }> {
  const folder = openFolder(place)
  const { accessToken, device } = await logIn(folder, login())
  folder.release()
  return { id: user(), token: accessToken, device }
}

async function bot(pauseMs = 0): Promise<Bot> {
  const started = await startBot(place, pauseMs)
  ending.push(() => started.kill())
  return started
}

async function member(name = 'anna'): Promise<Member> {
  const started = await startMember(homeserver, name)
  ending.push(() => started.stop())
  return started
}

function held(): Folder {
  const folder = openFolder(place)
  ending.push(() => folder.release())
  return folder
}

async function client(folder: Folder, more: Partial<ClientOptions> = {}) {
  const session = folder.session()
  if (!session) throw new Error('Nobody has logged in')
  const reported: unknown[] = []
  const opened = await openClient({
    ...{ folder, session, pollTimeoutMs: 1000, notice: () => {} },
    broken: (error) => {
      throw error
    },
    report: (defect) => reported.push(defect),
    ...more,
  })
  ending.push(() => opened.stop())
  return { ...opened, reported }
}

const syncsOf = (id: string, from = 0) =>
  homeserver
    .wire()
    .slice(from)
    .filter(({ path: at, user: by }) => at === '/sync' && by === id)

const types = (room: string) =>
  homeserver
    .events(room)
    .filter(({ state_key }) => state_key === undefined)
    .map(({ type }) => type)

describe('a bot that is killed', () => {
  it('is the same device after each kill in the middle of encrypting, and everything it sent can be read', async () => {
    const account = await loggedIn()
    const anna = await member()
    const room = await anna.roomWith(account)
    const devices = new Set<string>()
    const sent: string[] = []
    for (let round = 0; round < 4; round += 1) {
      const running = await bot()
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
    expect(new Set(types(room))).toEqual(new Set(['m.room.encrypted']))
    const refused = homeserver
      .wire()
      .filter(({ path: at, status }) => at.includes('/keys/') && (status ?? 200) >= 400)
    expect(refused).toEqual([])
  })

  it('reads what was said while it was down, going on from its token', async () => {
    const account = await loggedIn()
    const anna = await member()
    const room = await anna.roomWith(account)
    const first = await bot()
    await first.ready()
    await anna.knows(account.id, account.device)
    await anna.say(room, 'before')
    await until(() => first.said('arrived').some(({ body }) => body === 'before'))
    await sleep(300)
    await first.kill()
    await anna.say(room, 'meanwhile')
    const from = homeserver.wire().length
    const tokens = syncsOf(account.id).map(({ query }) => query['since'])
    const second = await bot()
    await second.ready()
    expect(second.said('arrived').map(({ body }) => body)).toEqual(['meanwhile'])
    const resumed = syncsOf(account.id, from)[0]
    expect(resumed?.query['since']).toBeDefined()
    expect(tokens).toContain(resumed?.query['since'])
    expect(second.printed()).toBe('')
  })

  it('still knows that a quiet room is encrypted, and writes no plain word into it', async () => {
    const account = await loggedIn()
    const anna = await member()
    const quiet = await anna.roomWith(account)
    const first = await bot()
    await first.ready()
    await first.kill()
    const second = await bot()
    await second.ready()
    second.tell({ say: 'isEncrypted', room: quiet })
    expect(await until(() => second.said('encrypted')[0])).toBe(true)
    second.tell({ say: 'send', room: quiet, bodies: ['a word'] })
    await until(() => anna.read.includes('a word'))
    expect(types(quiet)).toEqual(['m.room.encrypted'])
    expect(
      homeserver.wire().some(({ body }) => JSON.stringify(body ?? '').includes('a word')),
    ).toBe(false)
  })

  it('is handed an event again where it was killed before the token was stored', async () => {
    const account = await loggedIn()
    const anna = await member()
    const room = await anna.roomWith(account)
    const earlier = await bot()
    await earlier.ready()
    await anna.knows(account.id, account.device)
    await earlier.kill()
    const id = await anna.say(room, 'a vote')
    const first = await bot(60_000)
    await until(() => first.said('arrived').some((event) => event.id === id))
    await first.kill()
    const second = await bot()
    await second.ready()
    await until(() => second.said('arrived').some((event) => event.id === id))
    expect(second.said('arrived').find((event) => event.id === id)?.body).toBe('a vote')
    await sleep(300)
    await second.kill()
    const third = await bot()
    await third.ready()
    expect(third.said('arrived')).toEqual([])
  })

  it('leaves its folder to nobody while it runs', async () => {
    await loggedIn()
    const running = await bot()
    await running.ready()
    expect(() => openFolder(place)).toThrow(/matrix\.inUse/)
    const second = await bot()
    await until(() => second.exited() !== null, 'the end of the second')
    expect(second.printed()).toContain('matrix.inUse')
  })
})

describe('the sync loop', () => {
  it('waits with its token while an event cannot be stored, and goes on by itself', async () => {
    const account = await loggedIn()
    const anna = await member()
    const room = await anna.roomWith(account)
    const handed: string[] = []
    let storing = true
    const running = await client(held(), {
      async beforeToken(sync) {
        if (!storing) throw new Error('The database is away')
        handed.push(sync.next_batch)
      },
    })
    await running.start()
    expect(running.health()).toEqual({ ok: true, words: 'im Abgleich' })
    storing = false
    await anna.say(room, 'a vote')
    await until(() => running.reported.length > 0)
    expect(running.health().ok).toBe(false)
    const before = handed.length
    await sleep(600)
    expect(running.reported).toHaveLength(1)
    storing = true
    await until(() => handed.length > before)
    await until(() => running.health().ok)
  })

  it('is begun anew where it has died, and nothing is left out', async () => {
    const account = await loggedIn()
    const anna = await member()
    const room = await anna.roomWith(account)
    const handed: string[] = []
    const running = await client(held(), {
      async beforeToken(sync) {
        for (const { timeline } of Object.values(sync.rooms?.join ?? {}))
          handed.push(
            ...timeline.events.flatMap((one) => ('event_id' in one ? [one.event_id] : [])),
          )
      },
    })
    await running.start()
    // The SDK's loop ends for ever where somebody who listens to it throws.
    running.client.once(ClientEvent.Sync, () => {
      throw new Error('somebody else')
    })
    const dead = await anna.say(room, 'into the silence')
    await until(() => running.reported.length > 0, 'the watchdog')
    const later = await anna.say(room, 'later')
    await until(() => handed.includes(dead) && handed.includes(later), 'both events')
    await until(() => running.health().ok)
    expect(String(running.reported[0])).toMatch(/sync loop/)
  })

  it('says that the homeserver is away, and goes on when it is back', async () => {
    await loggedIn()
    const running = await client(held(), { beforeToken: async () => {} })
    await running.start()
    homeserver.outage(true)
    await until(() => !running.health().ok)
    expect(running.health().words).toContain('antwortet nicht')
    homeserver.outage(false)
    await until(() => running.health().ok)
  })

  it('ends where the token is no longer accepted, and says what to do', async () => {
    const account = await loggedIn()
    const running = await client(held(), { beforeToken: async () => {} })
    await running.start()
    homeserver.revoke(account.token)
    await until(() => running.health().words.includes('recover'))
    await sleep(200)
    const asked = homeserver.wire().length
    await sleep(2500)
    expect(homeserver.wire().length).toBe(asked)
  })

  it('does not begin with a token that is no longer accepted', async () => {
    const account = await loggedIn()
    homeserver.revoke(account.token)
    const opened = await client(held(), { beforeToken: async () => {} })
    await expect(opened.start()).rejects.toMatchObject({ code: 'matrix.loggedOut' })
    expect(opened.health().ok).toBe(false)
  })

  it('leaves the token where it is in a command, so that the bot is handed everything', async () => {
    const account = await loggedIn()
    const anna = await member()
    const room = await anna.roomWith(account)
    const folder = held()
    const command = await client(folder)
    await command.start()
    const id = await anna.say(room, 'during the command')
    await sleep(500)
    await command.stop()
    folder.release()
    const running = await bot()
    await running.ready()
    await until(() => running.said('arrived').some((event) => event.id === id))
  })

  it('of a command sees what stands now, though the homeserver keeps a first sync for a while', async () => {
    const account = await loggedIn()
    const folder = held()
    for (let n = 0; n < 2; n += 1) {
      const command = await client(folder)
      await command.start()
      await command.stop()
    }
    const first = syncsOf(account.id).filter(({ query }) => query['since'] === undefined)
    expect(first).toHaveLength(2)
    expect(first[0]?.query['filter']).not.toBe(first[1]?.query['filter'])
  })

  it('does not remember every event for ever', async () => {
    const account = await loggedIn()
    const anna = await member()
    const room = await anna.roomWith(account)
    let seen = 0
    const running = await client(held(), {
      async beforeToken(sync) {
        seen += sync.rooms?.join?.[room]?.timeline.events.length ?? 0
      },
    })
    await running.start()
    for (let n = 0; n < 260; n += 1) {
      homeserver.inject(room, { type: 'de.umlauf.test', sender: anna.id, content: { n } })
      if (n % 50 === 0) await sleep(50)
    }
    await until(() => seen >= 260)
    const timeline = () => running.client.getRoom(room)?.getLiveTimeline().getEvents().length ?? 0
    await until(() => timeline() <= 100)
    expect(running.client.getRoom(room)?.hasEncryptionStateEvent()).toBe(true)
  })
})
