// How fast we may call Slack, per method, workspace and channel, so that a 429 is rare and delays nothing but its own bucket; leaves the calling to api.ts.

/** Machine time in ms that only grows. */
export type Monotonic = () => number

/** One call in `every` ms on the average, `burst` of them at once, and so many more at once for those who go first. */
type Rate = { readonly every: number; readonly burst: number; readonly reserve?: number }

/**
 * Slack's published tiers, taken a little below the edge (docs.slack.dev/apis/web-api/rate-limits). `chat.update` is tier 3:
 * 50 in a minute for the workspace, and one message every 1.2 s.
 */
const RATES: Readonly<Record<string, { readonly workspace?: Rate; readonly target?: Rate }>> = {
  'chat.postMessage': { target: { every: 1_000, burst: 3 } },
  'chat.update': { workspace: { every: 1_200, burst: 5 }, target: { every: 1_200, burst: 1 } },
  'views.publish': {
    workspace: { every: 650, burst: 15, reserve: 5 },
    target: { every: 2_000, burst: 1 },
  },
  'conversations.history': { workspace: { every: 1_250, burst: 10 } },
  'conversations.replies': { workspace: { every: 1_250, burst: 10 } },
  'conversations.open': { workspace: { every: 1_250, burst: 30 } },
  'users.info': { workspace: { every: 650, burst: 40 } },
}

/** In these methods a 429 speaks of one channel, in the others of the whole workspace. */
const LIMITED_BY_CHANNEL = new Set(['chat.postMessage', 'chat.postEphemeral'])

/** How long a place in the line is kept for somebody who does not come back. */
const PATIENCE_MS = 5_000

export interface Budgets {
  /**
   * Takes one call if there is one to take.
   * @param target what the call writes to: a channel for posts, a message for edits, a person for homes
   * @param first passes the line of those who wait for the workspace's next call: a council's card before private posts
   * @returns 0 if it was taken, else the ms after which to ask again
   */
  take(method: string, target: string, first?: boolean): number
  /** Slack said 429: nothing of this bucket for so long. */
  block(method: string, target: string, ms: number): void
}

/** The budgets of one workspace. */
export function createBudgets(clock: Monotonic): Budgets {
  const buckets = new Map<string, number>()
  const blocked = new Map<string, number>()
  const lines = new Map<string, Map<string, number>>()
  /** Where the last call passed the line: the next one is the line's. */
  const passed = new Set<string>()

  const blockKey = (method: string, target: string) =>
    LIMITED_BY_CHANNEL.has(method) ? `${method} ${target}` : method

  /** Virtual scheduling: the time at which the bucket would be empty, compared with now. */
  const wait = (key: string, { every, burst, reserve = 0 }: Rate, now: number, first = false) =>
    Math.max(0, (buckets.get(key) ?? 0) - now - every * (burst + (first ? reserve : 0) - 1))
  const spend = (key: string, { every }: Rate, now: number) =>
    buckets.set(key, Math.max(buckets.get(key) ?? 0, now) + every)

  /** Those who wait for the workspace's next call; who does not come back loses the place. */
  const lineOf = (method: string, now: number) => {
    const line = lines.get(method) ?? new Map<string, number>()
    lines.set(method, line)
    for (const [key, due] of line) if (now - due > PATIENCE_MS) line.delete(key)
    return line
  }
  const before = (method: string, target: string, now: number) => {
    const line = lineOf(method, now)
    const place = [...line.keys()].indexOf(target)
    return place === -1 ? line.size : place
  }

  return {
    take(method, target, first = false) {
      const now = clock()
      const stopped = (blocked.get(blockKey(method, target)) ?? 0) - now
      if (stopped > 0) return Math.ceil(stopped)
      const { workspace, target: own } = RATES[method] ?? {}
      const mine = `${method} ${target}`
      const ownWait = own ? wait(mine, own, now) : 0
      if (ownWait > 0) return Math.ceil(ownWait)
      if (workspace) {
        // who passes the line leaves every second turn to those who stand in it
        const queued = lineOf(method, now).size > 0
        if (first && queued && passed.has(method)) return workspace.every
        const ahead = first ? 0 : before(method, target, now)
        const shared = wait(method, workspace, now, first)
        if (ahead > 0 || shared > 0) {
          if (!first)
            lines.get(method)?.set(target, Math.max(now, now + shared + ahead * workspace.every))
          return Math.ceil(Math.max(shared + ahead * workspace.every, 1))
        }
        lines.get(method)?.delete(target)
        if (first && queued) passed.add(method)
        else passed.delete(method)
        spend(method, workspace, now)
      }
      if (own) spend(mine, own, now)
      if (buckets.size > 10_000) buckets.clear()
      return 0
    },
    block(method, target, ms) {
      blocked.set(blockKey(method, target), clock() + ms)
    },
  }
}
