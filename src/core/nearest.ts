// The nearest right word to a wrong one, so that a fault can say what was probably meant.

/** The candidate within a third of the word's length (at least one slip), or nothing when none is that near. */
export function nearest(word: string, candidates: Iterable<string>): string | undefined {
  const allowed = Math.max(1, Math.floor(word.length / 3))
  let best: { candidate: string; slips: number } | undefined
  for (const candidate of candidates) {
    const slips = distance(word.toLowerCase(), candidate.toLowerCase())
    if (slips <= allowed && (!best || slips < best.slips)) best = { candidate, slips }
  }
  return best?.candidate
}

/** Edit distance where swapping two neighbours is one slip (optimal string alignment). */
function distance(a: string, b: string): number {
  let beforeLast: number[] = []
  let last = Array.from({ length: b.length + 1 }, (_, column) => column)
  for (let row = 1; row <= a.length; row += 1) {
    const current = [row]
    for (let column = 1; column <= b.length; column += 1) {
      const same = a[row - 1] === b[column - 1]
      let slips = Math.min(
        (last[column] ?? 0) + 1,
        (current[column - 1] ?? 0) + 1,
        (last[column - 1] ?? 0) + (same ? 0 : 1),
      )
      const swapped = a[row - 1] === b[column - 2] && a[row - 2] === b[column - 1]
      if (row > 1 && column > 1 && swapped) {
        slips = Math.min(slips, (beforeLast[column - 2] ?? 0) + 1)
      }
      current.push(slips)
    }
    beforeLast = last
    last = current
  }
  return last[b.length] ?? 0
}
