// The delivery: looks at what every current circulation wants to stand where, and brings it about, connection by connection; a slow network delays no other.
import type { Platform } from '../core/ports.ts'
import { bringAbout, type PostQueue, type Wanted } from '../core/posts.ts'
import type { Instant } from '../core/values.ts'

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
  readonly subjects: () => Promise<{ readonly now: Instant; readonly subjects: readonly Subject[] }>
  /** All posts of a subject show this revision. */
  readonly settled: (id: string, revision: number) => Promise<void>
  readonly mayDeliver: () => boolean
  readonly report: (defect: unknown) => void
}

export interface Delivery {
  /** Asks for a look soon; many at once are one. */
  wake(): void
  /** Resolves when the look under way has ended and no other is asked for. */
  settle(): Promise<void>
}

/** Coalesces: while one look is under way, any number of wakes ask for exactly one more. */
export function createDelivery(parts: DeliveryParts): Delivery {
  let asked = false
  let running: Promise<void> | undefined
  const loop = async () => {
    while (asked) {
      asked = false
      await look(parts).catch(parts.report)
    }
    running = undefined
  }
  return {
    wake() {
      asked = true
      running ??= loop()
    },
    async settle() {
      while (running) await running
    },
  }
}

async function look(parts: DeliveryParts): Promise<void> {
  if (!parts.mayDeliver()) return
  const { now, subjects } = await parts.subjects()
  for (const { id, revision, wanted } of subjects) {
    const outcomes = await Promise.all(
      parts.platforms.map((platform) => bringAll(wanted, platform, parts, now)),
    )
    if (outcomes.every((inOrder) => inOrder)) await parts.settled(id, revision)
  }
}

/** In order within a connection, so that a notice never overtakes its card. */
async function bringAll(
  wanted: readonly Wanted[],
  platform: Platform,
  { queue, report }: DeliveryParts,
  now: Instant,
): Promise<boolean> {
  let inOrder = true
  for (const post of wanted.filter(({ connection }) => connection === platform.connection)) {
    try {
      if ((await bringAbout(post, platform, queue, now)) === 'waiting') inOrder = false
    } catch (defect) {
      inOrder = false
      report(defect)
    }
  }
  return inOrder
}
