// The mark by which an event of ours is found again, and the transaction ids that make a second attempt the same event; leaves looking to looking-up.ts.
import { createHash } from 'node:crypto'
import { z } from 'zod'

const MARK = 'de.umlauf.post'

/** A page by its number, the poll, or the end of a poll. */
export type Part = number | 'poll' | 'end'

/** Which part of which post an event is. `turn` counts how often the post was posted anew; `print` tells polls apart. */
export type Mark = {
  readonly key: string
  readonly turn: number
  readonly part: Part
  readonly print?: string | undefined
}

/** Our own field of an event's content, encrypted with it. */
export function markOf(mark: Mark): Readonly<Record<typeof MARK, Mark>> {
  return { [MARK]: mark }
}

const marked = z.object({
  [MARK]: z.object({
    key: z.string(),
    turn: z.int().min(0),
    part: z.union([z.int().min(0), z.literal(['poll', 'end'])]),
    print: z.string().optional(),
  }),
})

/** The mark of a content; whoever asks has made sure that we sent it ourselves. */
export function readMark(content: unknown): Mark | undefined {
  const read = marked.safeParse(content)
  return read.success ? read.data[MARK] : undefined
}

/** What tells two contents apart, without keeping either. */
export function printOf(content: unknown): string {
  return createHash('sha256').update(JSON.stringify(content)).digest('base64url')
}

/** The transaction id of what these parts name. */
export function txnOf(...parts: readonly (string | number)[]): string {
  return printOf(parts)
}
