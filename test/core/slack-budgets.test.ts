// The pace at which Slack is called, by a clock that the test turns: bursts, averages, fair turns, and a 429 that stops its own bucket alone.
import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { createBudgets } from '../../src/platforms/slack/budgets.ts'

function paced() {
  let now = 1_000_000
  const budgets = createBudgets(() => now)
  return {
    budgets,
    pass(ms: number) {
      now += ms
    },
    now: () => now,
  }
}

describe('Budgets', () => {
  it('let a channel have a few posts at once, then one a second', () => {
    const { budgets, pass } = paced()
    const taken = () => budgets.take('chat.postMessage', 'C1') === 0
    expect([taken(), taken(), taken(), taken()]).toEqual([true, true, true, false])
    pass(1_000)
    expect([taken(), taken()]).toEqual([true, false])
    expect(budgets.take('chat.postMessage', 'C2')).toBe(0)
  })

  it('say exactly when to come back', () => {
    const { budgets, pass } = paced()
    for (let n = 0; n < 3; n += 1) budgets.take('chat.postMessage', 'C1')
    const waitMs = budgets.take('chat.postMessage', 'C1')
    pass(waitMs - 1)
    expect(budgets.take('chat.postMessage', 'C1')).toBeGreaterThan(0)
    pass(1)
    expect(budgets.take('chat.postMessage', 'C1')).toBe(0)
  })

  it('F20 keep a 429 to its own channel for posts, to its own method for the rest', () => {
    const { budgets, pass } = paced()
    budgets.block('chat.postMessage', 'C1', 5_000)
    budgets.block('chat.update', 'C1/1', 30_000)
    expect(budgets.take('chat.postMessage', 'C1')).toBe(5_000)
    expect(budgets.take('chat.postMessage', 'C2')).toBe(0)
    expect(budgets.take('chat.update', 'C9/9')).toBe(30_000)
    expect(budgets.take('views.open', '')).toBe(0)
    pass(5_000)
    expect(budgets.take('chat.postMessage', 'C1')).toBe(0)
  })

  it('edit no more than 50 times a minute, five at once', () => {
    const { budgets, pass } = paced()
    let taken = 0
    for (let second = 0; second < 600; second += 1) {
      for (let n = 0; n < 40; n += 1) if (budgets.take('chat.update', `C1/${n}`) === 0) taken += 1
      pass(100)
    }
    expect(taken).toBeLessThanOrEqual(55)
    expect(taken).toBeGreaterThanOrEqual(48)
  })

  it('give everybody a turn: forty messages that all want to be edited all are, in about forty turns', () => {
    const { budgets, pass, now } = paced()
    const start = now()
    const done = new Map<string, number>()
    const due = new Map(Array.from({ length: 40 }, (_, n) => [`C/${n}`, 0]))
    while (done.size < 40 && now() - start < 120_000) {
      for (const [target, at] of due) {
        if (done.has(target) || at > now()) continue
        const waitMs = budgets.take('chat.update', target)
        if (waitMs === 0) done.set(target, now())
        else due.set(target, now() + waitMs)
      }
      pass(50)
    }
    expect(done.size).toBe(40)
    expect(now() - start).toBeLessThan(60_000)
  })

  it('let the card of a council pass the line, without shutting out the private posts behind it', () => {
    const { budgets, pass, now } = paced()
    const start = now()
    let card = 0
    const ballots = new Set<string>()
    while (now() - start < 60_000) {
      if (budgets.take('chat.update', 'C1/card', true) === 0) card += 1
      for (let n = 0; n < 20; n += 1) {
        if (!ballots.has(`D/${n}`) && budgets.take('chat.update', `D/${n}`) === 0) {
          ballots.add(`D/${n}`)
        }
      }
      pass(20)
    }
    expect(card).toBeGreaterThanOrEqual(25)
    expect(ballots.size).toBeGreaterThanOrEqual(10)
  })

  it('let several cards pass together no more than every second time', () => {
    const { budgets, pass, now } = paced()
    const start = now()
    const ballots = new Set<string>()
    while (now() - start < 120_000) {
      for (let n = 0; n < 4; n += 1) budgets.take('chat.update', `C1/card${n}`, true)
      for (let n = 0; n < 20; n += 1) {
        if (!ballots.has(`D/${n}`) && budgets.take('chat.update', `D/${n}`) === 0) {
          ballots.add(`D/${n}`)
        }
      }
      pass(20)
    }
    expect(ballots.size).toBe(20)
  })

  it('never promise more than they have, whatever is asked when', () => {
    const asks = fc.array(
      fc.record({
        target: fc.integer({ min: 0, max: 6 }),
        after: fc.integer({ min: 0, max: 3_000 }),
      }),
      { maxLength: 200 },
    )
    fc.assert(
      fc.property(asks, (list) => {
        const { budgets, pass, now } = paced()
        const times: number[] = []
        for (const { target, after } of list) {
          pass(after)
          const waitMs = budgets.take('chat.update', `C/${target}`)
          expect(waitMs).toBeGreaterThanOrEqual(0)
          if (waitMs === 0) times.push(now())
        }
        // in any minute at most the burst and one for each interval
        for (const [n, time] of times.entries()) {
          const inMinute = times.slice(n).filter((other) => other - time < 60_000).length
          expect(inMinute).toBeLessThanOrEqual(56)
        }
      }),
    )
  })
})
