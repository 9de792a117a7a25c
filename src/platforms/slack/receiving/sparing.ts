// Keeps whoever knocks very often from filling the log: the same words at most once a minute, with how often they were held back; leaves what is worth saying to the receivers.

const QUIET_MS = 60_000
/** More kinds of words than the receivers have; beyond it memory is worth more than sparing. */
const MOST_KINDS = 200

/** A notice that repeats the same words once a minute only, and then says how often they fell in between. */
export function sparing(notice: (words: string) => void): (words: string) => void {
  const kinds = new Map<string, { until: number; held: number }>()
  return (words) => {
    const now = performance.now()
    const kind = kinds.get(words)
    if (kind && now < kind.until) {
      kind.held += 1
      return
    }
    if (kinds.size >= MOST_KINDS) kinds.clear()
    kinds.set(words, { until: now + QUIET_MS, held: 0 })
    notice(kind && kind.held > 0 ? `${words} (and ${kind.held} more times before)` : words)
  }
}
