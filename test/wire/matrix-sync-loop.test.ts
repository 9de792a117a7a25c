// What is promised of the sync loop of a Matrix account: it waits with its token, is begun anew where it died, and says how it is; leaves kills to matrix-keeping.test.ts.
import { setTimeout as sleep } from 'node:timers/promises'
import { ClientEvent } from 'matrix-js-sdk'
import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { until } from './matrix-keeping-people.ts'
import { createScene, type Scene } from './matrix-keeping-scene.ts'

let scene: Scene

beforeEach(async () => {
  scene = await createScene()
})

afterEach(() => scene.end())

describe('the sync loop', () => {
  it('waits with its token while an event cannot be stored, and goes on by itself', async () => {
    const account = await scene.loggedIn()
    const anna = await scene.member()
    const room = await anna.roomWith(account)
    const handed: string[] = []
    let storing = true
    const running = await scene.client(scene.held(), {
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
    const account = await scene.loggedIn()
    const anna = await scene.member()
    const room = await anna.roomWith(account)
    const handed: string[] = []
    const running = await scene.client(scene.held(), {
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
    await scene.loggedIn()
    const running = await scene.client(scene.held(), { beforeToken: async () => {} })
    await running.start()
    scene.homeserver.outage(true)
    await until(() => !running.health().ok)
    expect(running.health().words).toContain('antwortet nicht')
    scene.homeserver.outage(false)
    await until(() => running.health().ok)
  })

  it('ends where the token is no longer accepted, and says what to do', async () => {
    const account = await scene.loggedIn()
    const running = await scene.client(scene.held(), { beforeToken: async () => {} })
    await running.start()
    scene.homeserver.revoke(account.token)
    await until(() => running.health().words.includes('recover'))
    await sleep(200)
    const asked = scene.homeserver.wire().length
    await sleep(2500)
    expect(scene.homeserver.wire().length).toBe(asked)
  })

  it('does not begin with a token that is no longer accepted', async () => {
    const account = await scene.loggedIn()
    scene.homeserver.revoke(account.token)
    const opened = await scene.client(scene.held(), { beforeToken: async () => {} })
    await expect(opened.start()).rejects.toMatchObject({ code: 'matrix.loggedOut' })
    expect(opened.health().ok).toBe(false)
  })

  it('leaves the token where it is in a command, so that the bot is handed everything', async () => {
    const account = await scene.loggedIn()
    const anna = await scene.member()
    const room = await anna.roomWith(account)
    const folder = scene.held()
    const command = await scene.client(folder)
    await command.start()
    const id = await anna.say(room, 'during the command')
    await sleep(500)
    await command.stop()
    folder.release()
    const running = await scene.bot()
    await running.ready()
    await until(() => running.said('arrived').some((event) => event.id === id))
  })

  it('of a command sees what stands now, though the homeserver keeps a first sync for a while', async () => {
    const account = await scene.loggedIn()
    const folder = scene.held()
    for (let n = 0; n < 2; n += 1) {
      const command = await scene.client(folder)
      await command.start()
      await command.stop()
    }
    const first = scene.syncsOf(account.id).filter(({ query }) => query['since'] === undefined)
    expect(first).toHaveLength(2)
    expect(first[0]?.query['filter']).not.toBe(first[1]?.query['filter'])
  })

  it('does not remember every event for ever', async () => {
    const account = await scene.loggedIn()
    const anna = await scene.member()
    const room = await anna.roomWith(account)
    let seen = 0
    const running = await scene.client(scene.held(), {
      async beforeToken(sync) {
        seen += sync.rooms?.join?.[room]?.timeline.events.length ?? 0
      },
    })
    await running.start()
    for (let n = 0; n < 260; n += 1) {
      scene.homeserver.inject(room, { type: 'de.umlauf.test', sender: anna.id, content: { n } })
      if (n % 50 === 0) await sleep(50)
    }
    await until(() => seen >= 260)
    const timeline = () => running.client.getRoom(room)?.getLiveTimeline().getEvents().length ?? 0
    await until(() => timeline() <= 100)
    expect(running.client.getRoom(room)?.hasEncryptionStateEvent()).toBe(true)
  })
})
