// The delivery: looks at what the newest state wants to stand where, and lets each connection bring it about at its own pace; a slow network delays no other; leaves what is wanted to the slices and one attempt to the kernel.
import type { Platform } from '../core/ports.ts'
import { bringAbout, type PostQueue, type Standing, type Wanted } from '../core/posts.ts'
import type { ConnectionId } from '../core/values.ts'

/** One subject and its newest state. */
export type Subject = {
  readonly id: string
  readonly revision: number
  readonly wanted: readonly Wanted[]
}

export type DeliveryParts = {
  readonly platforms: readonly Platform[]
  readonly queue: PostQueue
  /** The subjects whose posts may not show their newest state, computed now. */
  readonly subjects: () => Promise<readonly Subject[]>
  /** All posts of a subject show this revision. */
  readonly settled: (id: string, revision: number) => Promise<void>
  readonly mayDeliver: () => boolean
  readonly report: (defect: unknown) => void
}

export interface Delivery {
  /** Asks for a look soon; many at once are one. */
  wake(): void
  /** Resolves when nothing is under way and no look is asked for; a post that waits for its time is not waited for. */
  settle(): Promise<void>
}

/** Looking takes at most this part of the time: under steady casting the rest is left to the casts. */
const REST_FOR_EACH_LOOK = 2
/** No reader sees more; a single vote is looked at without any rest. */
const SHORTEST_REST_MS = 250
const LONGEST_REST_MS = 1_000
const EARLY_MS = 5
const A_MOMENT_MS = 2_000
/**
 * Posts of one connection to different targets go out side by side: 11,000 reminders, each of which takes its network 100 ms,
 * are out within half a minute. How fast a network may be called is held by its own pace, and what hangs holds up few.
 */
const SIDE_BY_SIDE = 50

/** Coalesces: while one look is under way, any number of wakes ask for exactly one more. */
export function createDelivery(parts: DeliveryParts): Delivery {
  const shown = createShown(parts)
  const lanes = parts.platforms.map((platform) => createLane(platform, parts, shown, () => wake()))
  let asked = false
  let running: Promise<void> | undefined
  const loop = async () => {
    while (asked) {
      asked = false
      const start = performance.now()
      await look(parts, lanes).catch(parts.report)
      if (asked) await rest(REST_FOR_EACH_LOOK * (performance.now() - start))
    }
    running = undefined
  }
  function wake() {
    asked = true
    running ??= loop()
  }
  return {
    wake,
    async settle() {
      for (let busy = true; busy; ) {
        busy = running !== undefined || lanes.some((lane) => lane.busy())
        await running
        await Promise.all(lanes.map((lane) => lane.idle()))
      }
    },
  }
}

function rest(ms: number): Promise<void> {
  const bounded = Math.min(Math.max(ms, SHORTEST_REST_MS), LONGEST_REST_MS)
  return new Promise((resolve) => setTimeout(resolve, bounded))
}

async function look(parts: DeliveryParts, lanes: readonly Lane[]): Promise<void> {
  if (!parts.mayDeliver()) return
  const subjects = await parts.subjects()
  if (subjects.length === 0) return
  for (const lane of lanes) lane.offer(subjects)
}

/** Notes which revision each connection shows, and says when all of them show the same. */
type Shown = (connection: ConnectionId, subject: Subject, inOrder: boolean) => Promise<void>

function createShown({ platforms, settled }: DeliveryParts): Shown {
  const revisions = new Map<string, Map<ConnectionId, number>>()
  return async (connection, { id, revision }, inOrder) => {
    const known = revisions.get(id) ?? new Map<ConnectionId, number>()
    revisions.set(id, known)
    if (inOrder) known.set(connection, revision)
    else known.delete(connection)
    if (!platforms.every((one) => known.get(one.connection) === revision)) return
    revisions.delete(id)
    await settled(id, revision)
  }
}

/** One connection's way out. To each target one errand is under way, and only the newest one waits behind it. */
type Lane = {
  offer(subjects: readonly Subject[]): void
  busy(): boolean
  idle(): Promise<void>
}

/** What a subject wants at one target. */
type Errand = { readonly round: Round; readonly target: string; readonly posts: readonly Wanted[] }

/** A subject in one revision, and the targets that do not show it yet. */
type Round = { readonly subject: Subject; readonly left: Set<string>; inOrder: boolean }

function createLane(
  platform: Platform,
  parts: DeliveryParts,
  shown: Shown,
  wake: () => void,
): Lane {
  const alarm = createAlarm(wake)
  const rounds = new Map<string, Round>()
  const waiting = new Map<string, Errand>()
  const underWay = new Map<string, Promise<void>>()

  const end = async (round: Round, target: string, inOrder: boolean) => {
    // a newer revision has taken its place meanwhile
    if (rounds.get(round.subject.id) !== round) return
    round.left.delete(target)
    round.inOrder &&= inOrder
    if (round.left.size > 0) return
    rounds.delete(round.subject.id)
    await shown(platform.connection, round.subject, round.inOrder).catch(parts.report)
  }
  const run = async ({ round, target, posts }: Errand) => {
    const inOrder = parts.mayDeliver() && (await bringPosts(posts, platform, parts, alarm))
    await end(round, target, inOrder)
    underWay.delete(target)
    next()
  }
  const next = () => {
    for (const [name, errand] of waiting) {
      if (underWay.size >= SIDE_BY_SIDE) return
      if (underWay.has(errand.target)) continue
      waiting.delete(name)
      underWay.set(errand.target, run(errand))
    }
  }
  const take = (subject: Subject) => {
    const mine = subject.wanted.filter(({ connection }) => connection === platform.connection)
    const byTarget = Map.groupBy(mine, ({ to }) => JSON.stringify(to))
    const round: Round = { subject, left: new Set(byTarget.keys()), inOrder: true }
    rounds.set(subject.id, round)
    // what an older state wanted is not wanted any more
    for (const [name, errand] of waiting) {
      if (errand.round.subject.id === subject.id) waiting.delete(name)
    }
    for (const [target, posts] of byTarget) {
      waiting.set(`${subject.id} ${target}`, { round, target, posts })
    }
    if (byTarget.size === 0) underWay.set(subject.id, endEmpty(round))
  }
  const endEmpty = async (round: Round) => {
    await end(round, '', true)
    underWay.delete(round.subject.id)
  }

  return {
    offer(subjects) {
      for (const subject of subjects) take(subject)
      next()
    },
    busy: () => underWay.size + waiting.size > 0,
    async idle() {
      while (underWay.size > 0) await Promise.all(underWay.values())
    },
  }
}

/** Wakes the delivery when the first waiting post may be tried again; the bell wakes it anyway. */
function createAlarm(wake: () => void): (waitMs: number) => void {
  let at = Number.POSITIVE_INFINITY
  let timer: NodeJS.Timeout | undefined
  return (waitMs) => {
    // a timer may ring a moment early, and the queue would say that it is not yet time
    const due = performance.now() + waitMs + EARLY_MS
    if (due >= at) return
    clearTimeout(timer)
    at = due
    timer = setTimeout(() => {
      at = Number.POSITIVE_INFINITY
      wake()
    }, waitMs + EARLY_MS)
    timer.unref()
  }
}

/**
 * To one target in order, so that a notice never overtakes its card, and a file stands after the words it belongs to.
 * @returns whether all of them stand
 */
async function bringPosts(
  posts: readonly Wanted[],
  platform: Platform,
  parts: DeliveryParts,
  alarm: (waitMs: number) => void,
): Promise<boolean> {
  let inOrder = true
  for (const post of posts) {
    if (post.kind === 'file' && !inOrder) continue
    const standing = await bring(post, platform, parts)
    if (standing.outcome !== 'waiting') continue
    inOrder = false
    if (standing.waitMs === undefined) continue
    alarm(standing.waitMs)
    // what has its turn in a moment keeps its place; what is refused for longer holds up nothing behind it
    if (standing.waitMs <= A_MOMENT_MS) break
  }
  return inOrder
}

async function bring(
  post: Wanted,
  platform: Platform,
  { queue, report }: DeliveryParts,
): Promise<Standing> {
  try {
    const standing = await bringAbout(post, platform, queue)
    // given up: nobody will try again, so somebody has to know
    if (standing.outcome === 'failed') {
      report(new Error(`a ${post.kind} of ${post.subject} was given up: ${standing.reason}`))
    }
    return standing
  } catch (defect) {
    report(defect)
    return { outcome: 'waiting' }
  }
}
