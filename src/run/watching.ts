// Says in the log when a network is out of order, and when it is in order again; leaves mending to the platforms.
import type { Platform } from '../core/ports.ts'

/** How often in a row a network has to be found out of order before it is said: a connection that is being renewed is no news. */
const LOOKS = 2

/**
 * One look at every network. A network that cannot say how it is, is out of order.
 * @param notice told once when it begins, and once when it is over
 */
export function createWatch(
  platforms: readonly Platform[],
  notice: (words: string) => void,
): () => Promise<void> {
  const bad = new Map<string, number>()
  const look = async (platform: Platform) => {
    const { connection } = platform
    const { ok, words } = await platform.health()
    const count = bad.get(connection) ?? 0
    bad.set(connection, ok ? 0 : count + 1)
    if (!ok && count + 1 === LOOKS) notice(`${connection}: out of order: ${words}`)
    if (ok && count >= LOOKS) notice(`${connection}: in order again: ${words}`)
  }
  return async () => {
    await Promise.all(platforms.map(look))
  }
}
