// The pace at which Matrix is written to, by a clock that the test turns: bursts, averages, who goes first, and a 429 that stops all of it; leaves sending to matrix-posts.test.ts.
import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { createPace, type PaceClass } from '../../src/platforms/matrix/sending/pace.ts'

const EVERY = 5_264

function paced() {
  let now = 1_000_000
  const pace = createPace(() => now)
  return {
    pace,
    pass(ms: number) {
      now += ms
    },
    now: () => now,
  }
}

describe('The pace of Matrix', () => {
  it('lets eight answers out at once, then one in about five seconds', () => {
    const { pace, pass } = paced()
    const taken = Array.from({ length: 9 }, (_, n) => pace.take('answer', `${n}`))
    expect(taken.slice(0, 8)).toEqual(Array.from({ length: 8 }, () => 0))
    expect(taken[8]).toBe(Math.ceil(EVERY))
    pass(taken[8] ?? 0)
    expect(pace.take('answer', '8')).toBe(0)
  })

  it('keeps two of the burst for answers', () => {
    const { pace } = paced()
    const ballots = Array.from({ length: 8 }, (_, n) => pace.take('ballot', `${n}`))
    expect(ballots.findIndex((wait) => wait > 0)).toBe(6)
    const answers = Array.from({ length: 3 }, (_, n) => pace.take('answer', `${n}`))
    expect(answers.map((wait) => wait === 0)).toEqual([true, true, false])
  })

  it('lets the more urgent pass those who wait, in the order of their classes', () => {
    const { pace, pass } = paced()
    for (let n = 0; n < 8; n += 1) pace.take('answer', `${n}`)
    const order: PaceClass[] = ['ballot', 'card', 'notice', 'answer']
    const sent: PaceClass[] = []
    for (let seconds = 0; seconds < 200 && sent.length < 4; seconds += 1) {
      for (const kind of order) {
        if (!sent.includes(kind) && pace.take(kind, 'one') === 0) sent.push(kind)
      }
      pass(1_000)
    }
    expect(sent).toEqual(['answer', 'notice', 'card', 'ballot'])
  })

  it('serves equals in the order in which they came, so that none waits for ever', () => {
    const { pace, pass } = paced()
    for (let n = 0; n < 6; n += 1) pace.take('ballot', `first ${n}`)
    const waiting = ['a', 'b', 'c']
    const waits = waiting.map((who) => pace.take('ballot', who))
    expect(waits).toEqual([1, 2, 3].map((n) => Math.ceil(n * EVERY)))
    pass(EVERY + 1)
    expect(waiting.toReversed().map((who) => pace.take('ballot', who) === 0)).toEqual([
      false,
      false,
      true,
    ])
  })

  it('forgets who does not come back', () => {
    const { pace, pass } = paced()
    for (let n = 0; n < 6; n += 1) pace.take('card', `first ${n}`)
    expect(pace.take('card', 'away')).toBeGreaterThan(0)
    pass(EVERY + 6_000)
    expect(pace.take('ballot', 'here')).toBe(0)
  })

  it('gives a post of several events all of them or none', () => {
    const { pace, pass } = paced()
    expect(pace.take('ballot', 'a', 4)).toBe(0)
    expect(pace.take('ballot', 'b', 3)).toBe(Math.ceil(EVERY))
    pass(EVERY + 1)
    expect(pace.take('ballot', 'b', 3)).toBe(0)
    expect(pace.take('ballot', 'c', 20)).toBe(6 * EVERY - 1)
  })

  it('stops everything after a 429, and then allows no burst', () => {
    const { pace, pass } = paced()
    pace.blocked(30_000)
    expect(pace.take('answer', 'a')).toBe(30_000)
    pass(30_001)
    expect(pace.take('answer', 'a')).toBe(0)
    expect(pace.take('answer', 'b')).toBeGreaterThan(5_000)
  })

  it('runs free where the homeserver does not limit the account', () => {
    const { pace } = paced()
    for (let n = 0; n < 20; n += 1) pace.take('answer', `${n}`)
    pace.faster()
    const taken = Array.from({ length: 40 }, (_, n) => pace.take('ballot', `${n}`))
    expect(taken.every((wait) => wait === 0)).toBe(true)
  })

  it('takes a homeserver that says 429 to have the default limits', () => {
    const { pace, pass } = paced()
    pace.faster()
    for (let n = 0; n < 10; n += 1) expect(pace.take('answer', `${n}`)).toBe(0)
    pace.blocked(4_700)
    pass(4_700)
    expect(pace.take('answer', 'a')).toBe(0)
    expect(pace.take('answer', 'b')).toBe(EVERY)
  })

  it('never takes more than the homeserver gives, whoever asks whatever how often', () => {
    const kind = fc.constantFrom<PaceClass>('answer', 'notice', 'card', 'ballot')
    const step = fc.record({
      kind,
      who: fc.nat(5),
      events: fc.integer({ min: 1, max: 3 }),
      ms: fc.nat(20_000),
    })
    fc.assert(
      fc.property(fc.array(step, { maxLength: 200 }), (steps) => {
        const { pace, pass, now } = paced()
        const start = now()
        let sent = 0
        for (const { kind, who, events, ms } of steps) {
          pass(ms)
          if (pace.take(kind, `${who}`, events) === 0) sent += events
          expect(sent).toBeLessThanOrEqual(8 + (now() - start) / EVERY + 1e-6)
        }
      }),
    )
  })

  it('lets whoever comes back when told to be sent at last', () => {
    fc.assert(
      fc.property(
        fc.array(fc.constantFrom<PaceClass>('notice', 'card', 'ballot'), {
          minLength: 1,
          maxLength: 30,
        }),
        (kinds) => {
          const { pace, pass, now } = paced()
          const waiting = new Map(kinds.map((kind, n) => [`${n}`, { kind, due: now() }]))
          for (let n = 0; n < 1_000 && waiting.size > 0; n += 1) {
            for (const [who, { kind, due }] of waiting) {
              if (due > now()) continue
              const wait = pace.take(kind, who)
              if (wait === 0) waiting.delete(who)
              else waiting.set(who, { kind, due: now() + wait })
            }
            pass(1_000)
          }
          expect(waiting.size).toBe(0)
        },
      ),
    )
  })
})
