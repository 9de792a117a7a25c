// The delivery with several networks: each goes at its own pace, none holds up another, and what was given up is reported once.
import { setTimeout as sleep } from 'node:timers/promises'
import { describe, expect, it } from 'vitest'
import { message } from '../../src/core/message.ts'
import type { Delivery, Platform } from '../../src/core/ports.ts'
import type { PostQueue, Wanted } from '../../src/core/posts.ts'
import { createDelivery } from '../../src/run/delivery.ts'

type Row = { hash: string; ref?: string; notBefore: number; attempts: number }

/** The queue in memory, with the same answers as the one in the database. */
function memoryQueue(): PostQueue & { readonly rows: Map<string, Row> } {
  const rows = new Map<string, Row>()
  return {
    rows,
    async claim({ key }, fingerprint) {
      const row = rows.get(key) ?? { hash: '', notBefore: 0, attempts: 0 }
      rows.set(key, row)
      if (row.hash === fingerprint) return 'inOrder'
      if (row.notBefore > performance.now()) return 'waiting'
      row.attempts += 1
      const { ref, attempts } = row
      return { token: BigInt(attempts), ref, state: ref ? 'sent' : 'wanted', attempts, since: 0 }
    },
    async record(key, _, fingerprint, kept) {
      const row = rows.get(key)
      if (!row) return false
      if (kept.state === 'sent' || kept.state === 'failed') row.hash = fingerprint
      if (kept.ref !== undefined) row.ref = kept.ref
      row.notBefore = performance.now() + kept.waitMs
      return true
    },
  }
}

function network(
  connection: string,
  deliver: (key: string, words: string) => Promise<Delivery>,
): Platform {
  return {
    connection,
    can: { home: false, file: false, find: true },
    start: async () => {},
    stop: async () => {},
    health: async () => ({ ok: true, words: 'ok' }),
    privatePlace: async (account) => ({ kind: 'person', account }),
    deliver: (operation) =>
      deliver(operation.key, 'message' in operation ? operation.message.summary : ''),
    find: async () => ({ outcome: 'absent' }),
  }
}

const wanted = (connection: string, key: string, words: string, place = 'umlauf'): Wanted => ({
  ...{ key, subject: 's', kind: 'card', connection, language: 'de' },
  to: { kind: 'place', place },
  message: message(words, []),
})

const delivered = (key: string): Delivery => ({ outcome: 'delivered', ref: key })

/** A delivery over some networks, of one subject whose revision the test turns. */
function deliverOver(platforms: readonly Platform[], posts: () => readonly Wanted[]) {
  const settled: number[] = []
  const reported: unknown[] = []
  let revision = 1
  let looks = 0
  const delivery = createDelivery({
    platforms,
    queue: memoryQueue(),
    async subjects() {
      looks += 1
      return settled.includes(revision) ? [] : [{ id: 's', revision, wanted: posts() }]
    },
    settled: async (_, shown) => void settled.push(shown),
    mayDeliver: () => true,
    report: (defect) => void reported.push(defect),
  })
  return {
    ...{ delivery, settled, reported },
    looks: () => looks,
    turn() {
      revision += 1
      delivery.wake()
    },
  }
}

describe('The delivery', () => {
  it('lets a network that hangs delay no other, and calls the subject shown when all show it', async () => {
    const hanging = Promise.withResolvers<void>()
    const shown: string[] = []
    const slow = network('slow', async (key) => {
      await hanging.promise
      return delivered(key)
    })
    const quick = network('quick', async (key, words) => {
      shown.push(words)
      return delivered(key)
    })
    let words = 'eins'
    const session = deliverOver([slow, quick], () => [
      wanted('slow', 'a', words),
      wanted('quick', 'b', words),
    ])
    session.delivery.wake()
    await expect.poll(() => shown).toEqual(['eins'])
    words = 'zwei'
    session.turn()
    await expect.poll(() => shown).toEqual(['eins', 'zwei'])
    expect(session.settled).toEqual([])
    hanging.resolve()
    await session.delivery.settle()
    expect(session.settled).toEqual([2])
  })

  it('F20 comes back by itself when the wait after a 429 is over, and delays no other target meanwhile', async () => {
    let limited = true
    const order: string[] = []
    const net = network('net', async (key) => {
      if (key === 'a' && limited) {
        limited = false
        return { outcome: 'rateLimited', waitMs: 150 }
      }
      order.push(key)
      return delivered(key)
    })
    const session = deliverOver([net], () => [
      wanted('net', 'a', 'eins'),
      wanted('net', 'b', 'eins', 'anderswo'),
    ])
    session.delivery.wake()
    await session.delivery.settle()
    expect(order).toEqual(['b'])
    await expect.poll(() => order).toEqual(['b', 'a'])
    await expect.poll(() => session.settled).toEqual([1])
  })

  it('lets one hanging post of a connection hold up no other target of it, also of newer states', async () => {
    const hanging = Promise.withResolvers<void>()
    const shown: string[] = []
    const net = network('net', async (key, words) => {
      if (key === 'ballot') await hanging.promise
      else shown.push(words)
      return delivered(key)
    })
    let words = 'eins'
    const session = deliverOver([net], () => [
      wanted('net', 'ballot', words, 'privat'),
      wanted('net', 'card', words),
    ])
    session.delivery.wake()
    await expect.poll(() => shown).toEqual(['eins'])
    words = 'zwei'
    session.turn()
    await expect.poll(() => shown).toEqual(['eins', 'zwei'])
    expect(session.settled).toEqual([])
    hanging.resolve()
    await session.delivery.settle()
    expect(session.settled).toEqual([2])
  })

  it('keeps the order of posts to one target: a notice never overtakes its card', async () => {
    const order: string[] = []
    const net = network('net', async (key) => {
      await sleep(key === 'card' ? 30 : 0)
      order.push(key)
      return delivered(key)
    })
    const session = deliverOver([net], () => [
      wanted('net', 'card', 'eins'),
      wanted('net', 'notice', 'eins'),
    ])
    session.delivery.wake()
    await session.delivery.settle()
    expect(order).toEqual(['card', 'notice'])
  })

  it('sends a picture after the words it belongs to, however long these have to wait; other words do not wait', async () => {
    let refused = 0
    const order: string[] = []
    const net = network('net', async (key) => {
      if (key === 'notice' && refused < 2) {
        refused += 1
        return { outcome: 'rateLimited', waitMs: 2_500 }
      }
      order.push(key)
      return delivered(key)
    })
    const session = deliverOver([net], () => [
      wanted('net', 'notice', 'Geschlossen.'),
      { ...wanted('net', 'map', 'Die Karte fehlt.'), kind: 'file', file: undefined },
      wanted('net', 'card', 'Karte des Umlaufs'),
    ])
    session.delivery.wake()
    await session.delivery.settle()
    expect(order).toEqual(['card'])
    await expect.poll(() => order, { timeout: 15_000 }).toEqual(['card', 'notice', 'map'])
  })

  it('makes few looks of many wakes, and shows the last state', async () => {
    const shown: string[] = []
    let words = 0
    const net = network('net', async (key, said) => {
      shown.push(said)
      return delivered(key)
    })
    const session = deliverOver([net], () => [wanted('net', 'a', `${words}`)])
    for (let n = 1; n <= 1_000; n += 1) {
      words = n
      session.turn()
      if (n % 100 === 0) await sleep(1)
    }
    await session.delivery.settle()
    expect(session.looks()).toBeLessThan(100)
    expect(shown.at(-1)).toBe('1000')
  })

  it('F21 reports once what a network will never take, and goes on with the rest', async () => {
    const net = network('net', async (key) => {
      if (key === 'a') throw new Error('a page that cannot be drawn')
      return delivered(key)
    })
    const session = deliverOver([net], () => [
      wanted('net', 'a', 'eins'),
      wanted('net', 'b', 'eins'),
    ])
    session.delivery.wake()
    await session.delivery.settle()
    expect(session.reported).toHaveLength(1)
    expect(session.settled).toEqual([])
  })
})
