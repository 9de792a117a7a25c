// How fast we may send into Matrix: one bucket for everything that sends an event, in which answers go first and some is kept for them; leaves the sending to sender.ts.

/** Machine time in ms that only grows. */
export type Monotonic = () => number

/** What is sent, the most urgent first: answers and receipts, notices of state, council cards, everybody's other ballots. */
export type PaceClass = 'answer' | 'notice' | 'card' | 'ballot'

export interface Pace {
  /**
   * Takes events if there are so many to take.
   * @param who tells those who wait apart, so that of two equals the one that came first goes first
   * @param events how many at once: a post of several events is sent whole
   * @returns 0 if they were taken, else the ms after which to ask again
   */
  take(kind: PaceClass, who: string, events?: number): number
  /** The homeserver said 429: nothing for so long, then no burst, and from then on the pace it has by default. */
  blocked(ms: number): void
  /** The homeserver does not limit this account, until it says otherwise. */
  faster(): void
}

/** One event in `every` ms on the average, `burst` of them at once. */
type Rate = { readonly every: number; readonly burst: number }

/** Synapse's default `rc_message` (0.2 a second, 10 at once), taken a little below the edge: 0.19 a second. */
const DEFAULT_RATE: Rate = { every: 5_264, burst: 8 }
/** With `override_ratelimit`: as much as a small homeserver carries without being felt by others. */
const FAST_RATE: Rate = { every: 20, burst: 100 }

/** What is no answer leaves so many for answers: whoever votes hears of it at once, and a card need not wait long for it. */
const KEPT_FOR_ANSWERS = 2

const RANK: Readonly<Record<PaceClass, number>> = { answer: 0, notice: 1, card: 2, ballot: 3 }

type Waiting = { readonly rank: number; readonly events: number; readonly due: number }

/** The pace of one account on its homeserver. */
export function createPace(clock: Monotonic, start: Rate = DEFAULT_RATE): Pace {
  let rate = start
  /** The time at which the bucket would be full again. */
  let full = 0
  const line = new Map<string, Waiting>()

  /** The events of those who go before: the more urgent, and of equals those who came first. */
  const ahead = (mine: string, rank: number, now: number) => {
    let events = 0
    let before = true
    for (const [name, one] of line) {
      // who does not come back within the time of one event loses the place
      if (now - one.due > rate.every) line.delete(name)
      else if (name === mine) before = false
      else if (one.rank < rank || (one.rank === rank && before)) events += one.events
    }
    return events
  }

  return {
    take(kind, who, events = 1) {
      const now = clock()
      const { every, burst } = rate
      const usable = kind === 'answer' ? burst : burst - KEPT_FOR_ANSWERS
      const wanted = Math.min(events, usable)
      const mine = `${kind} ${who}`
      const rank = RANK[kind]
      const others = ahead(mine, rank, now)
      const shared = Math.max(0, full - now - every * (usable - wanted))
      const wait = shared + others * every
      if (wait > 0) {
        line.set(mine, { rank, events: wanted, due: now + wait })
        return Math.max(1, Math.ceil(wait))
      }
      line.delete(mine)
      // who wants more than there can ever be goes when all of it is there, and the others wait for the rest
      full = Math.max(full, now) + every * events
      return 0
    },
    blocked(ms) {
      rate = start
      const { every, burst } = rate
      full = Math.max(full, clock() + ms + every * (burst - 1))
    },
    faster() {
      rate = FAST_RATE
      full = 0
      line.clear()
    },
  }
}
