// Posts on the real queue and a network that loses, delays and refuses: each stands once, shows the newest state, and is never seen twice.
import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest'
import { message } from '../../src/core/message.ts'
import type { Delivery, Found, Operation, Platform } from '../../src/core/ports.ts'
import { bringAbout, type PostQueue, type Wanted } from '../../src/core/posts.ts'
import { openPool } from '../../src/store/pool.ts'
import { createPostQueue } from '../../src/store/posts.ts'
import { type FreshDatabase, freshDatabase } from '../support/postgres.ts'

let database: FreshDatabase
let pool: ReturnType<typeof openPool>
let queue: PostQueue
let stands: Map<string, string>
let attempts: Operation[]

beforeAll(async () => {
  database = await freshDatabase()
  pool = openPool(database.config, 8, () => {})
  queue = createPostQueue(pool)
})
beforeEach(() => {
  stands = new Map()
  attempts = []
})
afterAll(async () => {
  await pool.end()
  await database.drop()
})

/** A network on which things stand; `answers` says what comes back instead, attempt by attempt. */
function network(answers: readonly (Delivery | 'lost')[] = [], found?: Found): Platform {
  let count = 0
  return {
    connection: 'net',
    can: { home: false, file: false, find: found === undefined },
    start: async () => {},
    stop: async () => {},
    health: async () => ({ ok: true, words: 'ok' }),
    privatePlace: async (account) => ({ kind: 'person', account }),
    async deliver(operation) {
      attempts.push(operation)
      const answer = answers[count]
      count += 1
      if (answer && answer !== 'lost') return answer
      if (operation.kind === 'post' || operation.kind === 'edit')
        stands.set(operation.key, operation.message.summary)
      return answer === 'lost'
        ? { outcome: 'ambiguous' }
        : { outcome: 'delivered', ref: operation.key }
    },
    find: async (key) =>
      found ?? (stands.has(key) ? { outcome: 'found', ref: key } : { outcome: 'absent' }),
  }
}

function wanted(key: string, words: string, kind: Wanted['kind'] = 'card'): Wanted {
  const to = { kind: 'place', place: 'umlauf' } as const
  return {
    key,
    subject: 's',
    kind,
    connection: 'net',
    to,
    language: 'de',
    message: message(words, []),
  }
}

/** Lets the waiting of a post be over. */
async function wait(key: string): Promise<void> {
  await pool.query('UPDATE post SET not_before = NULL WHERE key = $1', [key])
}

describe('a post', () => {
  it('is posted once, edited in place when its state changes, and left alone when nothing does', async () => {
    const net = network()
    expect((await bringAbout(wanted('a', 'eins'), net, queue)).outcome).toBe('delivered')
    expect((await bringAbout(wanted('a', 'eins'), net, queue)).outcome).toBe('inOrder')
    expect((await bringAbout(wanted('a', 'zwei'), net, queue)).outcome).toBe('delivered')
    expect(attempts.map(({ kind }) => kind)).toEqual(['post', 'edit'])
    expect(stands.get('a')).toBe('zwei')
  })

  it('follows its place to where the council file moves it, though nothing else has changed; a notice does not', async () => {
    const net = network([{ outcome: 'delivered', ref: 'moves' }, { outcome: 'gone' }])
    await bringAbout({ ...wanted('moves', 'eins'), at: 'old' }, net, queue)
    await bringAbout({ ...wanted('moves', 'eins'), at: 'new' }, net, queue)
    await wait('moves')
    await bringAbout({ ...wanted('moves', 'eins'), at: 'new' }, net, queue)
    expect(attempts.map(({ kind }) => kind)).toEqual(['post', 'edit', 'post'])
    await bringAbout({ ...wanted('told', 'eins', 'notice'), at: 'old' }, net, queue)
    const again = await bringAbout({ ...wanted('told', 'eins', 'notice'), at: 'new' }, net, queue)
    expect(again.outcome).toBe('inOrder')
  })

  it('is posted once although two deliverers want it at once', async () => {
    const net = network()
    await Promise.all(Array.from({ length: 8 }, () => bringAbout(wanted('b', 'eins'), net, queue)))
    expect(attempts).toHaveLength(1)
  })

  it('is claimed once although two queues ask for many of them at once, in opposite orders', async () => {
    const keys = Array.from({ length: 60 }, (_, n) => `many-${n}`)
    const claims = [keys, keys.toReversed()].map((order) => {
      const own = createPostQueue(pool)
      return Promise.all(order.map((key) => own.claim(wanted(key, 'eins'), 'f')))
    })
    const all = (await Promise.all(claims)).flat()
    expect(all.filter((claim) => typeof claim === 'object')).toHaveLength(keys.length)
    expect(all.filter((claim) => claim === 'waiting')).toHaveLength(keys.length)
  })

  it('that the database cannot take keeps no other from its claim or its record', async () => {
    const claims = await Promise.allSettled(
      ['first', 'before', 'nul\u0000', 'after'].map((key) => queue.claim(wanted(key, 'eins'), 'f')),
    )
    expect(claims[2]).toMatchObject({ status: 'rejected', reason: { code: '22021' } })
    const tokens = [claims[1], claims[3]].map((one) => {
      if (one?.status !== 'fulfilled' || typeof one.value === 'string') throw new Error('no claim')
      return one.value.token
    })
    const sent = { state: 'sent', waitMs: 0 } as const
    const recorded = await Promise.allSettled([
      queue.record('first', 9n, 'f', sent),
      queue.record('before', tokens[0] ?? 0n, 'f', { ...sent, ref: 'x' }),
      queue.record('after', tokens[1] ?? 0n, 'f', { ...sent, ref: 'nul\u0000' }),
    ])
    expect(recorded).toMatchObject([{ value: false }, { value: true }, { status: 'rejected' }])
  })

  it('whose answer was lost is found by its key and edited, not doubled', async () => {
    const net = network(['lost'])
    expect((await bringAbout(wanted('c', 'eins'), net, queue)).outcome).toBe('waiting')
    await wait('c')
    expect((await bringAbout(wanted('c', 'zwei'), net, queue)).outcome).toBe('delivered')
    expect(attempts.map(({ kind }) => kind)).toEqual(['post', 'edit'])
    expect([...stands]).toEqual([['c', 'zwei']])
  })

  it('whose answer was lost where nothing can be looked up is reported and never posted again', async () => {
    const net = network(['lost'], { outcome: 'unknown' })
    await bringAbout(wanted('d', 'eins'), net, queue)
    await wait('d')
    await bringAbout(wanted('d', 'eins'), net, queue)
    await bringAbout(wanted('d', 'eins'), net, queue)
    expect(attempts).toHaveLength(1)
    const { rows } = await pool.query("SELECT state, failure FROM post WHERE key = 'd'")
    expect(rows).toEqual([{ state: 'failed', failure: 'ambiguous' }])
  })

  it('whose answer was lost is looked up again where that is not possible just now', async () => {
    const found: Found[] = [{ outcome: 'unknown' }, { outcome: 'found', ref: 'j' }]
    const net = network(['lost'])
    const slow: Platform = {
      ...net,
      can: { ...net.can, find: true },
      find: async () => found.shift() ?? { outcome: 'absent' },
    }
    await bringAbout(wanted('j', 'eins'), slow, queue)
    await wait('j')
    expect((await bringAbout(wanted('j', 'zwei'), slow, queue)).outcome).toBe('waiting')
    await wait('j')
    expect((await bringAbout(wanted('j', 'zwei'), slow, queue)).outcome).toBe('delivered')
    expect(attempts.map(({ kind }) => kind)).toEqual(['post', 'edit'])
  })

  it('that was found keeps its ref however the edit after it ends: it is never posted again', async () => {
    const net = network([
      { outcome: 'ambiguous' },
      { outcome: 'rateLimited', waitMs: 0 },
      { outcome: 'refused', reason: 'later' },
    ])
    const lost: Platform = { ...net, find: async () => ({ outcome: 'found', ref: 'l' }) }
    await bringAbout(wanted('l', 'eins'), lost, queue)
    for (const words of ['zwei', 'drei', 'vier']) {
      await wait('l')
      await bringAbout(wanted('l', words), lost, queue)
    }
    expect(attempts.map(({ kind }) => kind)).toEqual(['post', 'edit', 'edit', 'edit'])
  })

  it('is looked for no further back than its first attempt of which nothing is known', async () => {
    const net = network(['lost', 'lost'])
    const asked: number[] = []
    const watched: Platform = {
      ...net,
      async find(key, to, since) {
        asked.push(since ?? 0)
        return net.find(key, to, since)
      },
    }
    const { rows } = await pool.query<{ now: Date }>('SELECT machine_now() AS now')
    await bringAbout(wanted('k', 'eins'), watched, queue)
    await wait('k')
    await bringAbout(wanted('k', 'zwei'), watched, queue)
    const before = asked[0] ?? 0
    expect(before).toBeGreaterThanOrEqual(rows[0]?.now.getTime() ?? Number.NaN)
    expect(before).toBeLessThan((rows[0]?.now.getTime() ?? 0) + 5_000)
  })

  it('that somebody deleted is posted again', async () => {
    const net = network([{ outcome: 'delivered', ref: 'old' }, { outcome: 'gone' }])
    await bringAbout(wanted('e', 'eins'), net, queue)
    expect((await bringAbout(wanted('e', 'zwei'), net, queue)).outcome).toBe('waiting')
    expect((await bringAbout(wanted('e', 'zwei'), net, queue)).outcome).toBe('delivered')
    expect(attempts.map(({ kind }) => kind)).toEqual(['post', 'edit', 'post'])
  })

  it('that has to wait for the network delays no other', async () => {
    const net = network([{ outcome: 'rateLimited', waitMs: 60_000 }])
    expect((await bringAbout(wanted('f', 'eins'), net, queue)).outcome).toBe('waiting')
    expect((await bringAbout(wanted('f', 'eins'), net, queue)).outcome).toBe('waiting')
    expect((await bringAbout(wanted('g', 'eins'), net, queue)).outcome).toBe('delivered')
    expect(attempts).toHaveLength(2)
  })

  it('that is a notice stands as it was posted: an edit would notify nobody', async () => {
    const net = network()
    await bringAbout(wanted('h', 'eins', 'notice'), net, queue)
    expect((await bringAbout(wanted('h', 'zwei', 'notice'), net, queue)).outcome).toBe('inOrder')
    expect(stands.get('h')).toBe('eins')
  })

  it('F38 whose deliverer fell asleep in the middle is taken over, and the sleeper may not record any more', async () => {
    const claim = await queue.claim(wanted('i', 'eins'), 'f')
    if (claim === 'inOrder' || claim === 'waiting') throw new Error('not claimed')
    expect(await queue.claim(wanted('i', 'eins'), 'f')).toBe('waiting')
    await pool.query(
      "UPDATE post SET claimed_until = machine_now() - interval '1 second' WHERE key = 'i'",
    )
    expect((await bringAbout(wanted('i', 'zwei'), network(), queue)).outcome).toBe('delivered')
    expect(await queue.record('i', claim.token, 'f', { state: 'sent', ref: 'x', waitMs: 0 })).toBe(
      false,
    )
  })
})
