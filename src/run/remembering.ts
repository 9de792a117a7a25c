// The queue with a memory: what this process has seen in order is not asked for again, so that a vote costs the queue only the posts it changes; leaves every claim to the store.
import { createHash } from 'node:crypto'
import type { PostQueue } from '../core/posts.ts'

/** Nearly twice the posts of 11,000 owing bodies; the oldest is forgotten first, which only costs a question. */
const MOST_REMEMBERED = 20_000

/** @param queue the one in the store, which decides; only the holder of the bot's lease delivers, so nobody else changes it */
export function remembering(queue: PostQueue): PostQueue {
  const inOrder = new Map<string, string>()
  const remember = (key: string, fingerprint: string) => {
    inOrder.delete(key)
    inOrder.set(key, digest(fingerprint))
    if (inOrder.size <= MOST_REMEMBERED) return
    const [oldest = key] = inOrder.keys()
    inOrder.delete(oldest)
  }
  return {
    async claim(wanted, fingerprint) {
      if (inOrder.get(wanted.key) === digest(fingerprint)) return 'inOrder'
      const claim = await queue.claim(wanted, fingerprint)
      if (claim === 'inOrder') remember(wanted.key, fingerprint)
      return claim
    },
    async record(key, token, fingerprint, kept) {
      const recorded = await queue.record(key, token, fingerprint, kept)
      if (recorded && kept.state === 'sent') remember(key, fingerprint)
      else inOrder.delete(key)
      return recorded
    },
  }
}

function digest(fingerprint: string): string {
  return createHash('sha256').update(fingerprint).digest('base64')
}
