// Numbers of a series: one locked row each, never given twice, never below where the council file starts; leaves how a number is written to core.
import type { NumberCounter } from '../core/circulations/index.ts'
import type { Db } from './desk.ts'

/** The next number of a series in a year. Its row stays locked until the transaction ends, so an undone one leaves no gap. */
export async function nextNumber(
  db: Db,
  body: string,
  series: string,
  year: number,
  first: number,
): Promise<number> {
  const [row] = await db.$queryRaw<{ given: number }[]>`
    INSERT INTO counter (body, series, year, next) VALUES (${body}, ${series}, ${year}, ${first + 1})
    ON CONFLICT (body, series, year) DO UPDATE SET next = greatest(counter.next, ${first}) + 1
    RETURNING next - 1 AS given`
  if (!row) throw new Error('the counter gave no number')
  return row.given
}

export function numberCounter(db: Db): NumberCounter {
  return { next: (body, series, year, first) => nextNumber(db, body, series, year, first) }
}
