// Heavy work on files in a thread of its own, so that no vote waits for a table or a picture; leaves the work itself to the files beside it.
import { Worker } from 'node:worker_threads'
import { Refusal } from '../core/refusal.ts'
import type { Sheet, TableReader, TableRow } from '../core/tables.ts'
import type { Bilingual } from '../core/texts.ts'
import { refuseSize, tableRefusal } from './table-faults.ts'

/** What the thread is asked. */
export type Task =
  | { readonly kind: 'table'; readonly content: Uint8Array }
  | { readonly kind: 'picture'; readonly svg: string; readonly width: number }
  | { readonly kind: 'spreadsheet'; readonly sheets: readonly Sheet[] }
  | { readonly kind: 'csv'; readonly rows: readonly (readonly string[])[] }

/** What it answers; a refusal keeps its words. */
export type Outcome =
  | { readonly kind: 'done'; readonly value: unknown }
  | { readonly kind: 'refused'; readonly code: string; readonly words: Bilingual }

/** Far longer than any honest file needs; what we write ourselves may be of thousands of bodies. */
const PATIENCE_MS = { table: 15_000, picture: 15_000, spreadsheet: 60_000, csv: 60_000 } as const
const MOST_MEMORY_MB = 256

/** So many tables are read side by side; the others wait for one before them, so that many at once never take all there is. */
const lanes: Promise<unknown>[] = Array.from({ length: 3 }, () => Promise.resolve())
let lane = 0

/** Reads uploaded tables. */
export const tableReader: TableReader = {
  async read(content) {
    refuseSize(content.length)
    lane = (lane + 1) % lanes.length
    const before = lanes[lane] ?? Promise.resolve()
    const read = before.then(() => aside({ kind: 'table', content }))
    lanes[lane] = read.catch(() => {})
    return (await read) as readonly TableRow[]
  },
}

/** So many pictures are kept: a report that all ask for at once is drawn once. */
const MOST_KEPT = 8
const kept = new Map<string, Promise<Uint8Array>>()
let last: Promise<unknown> = Promise.resolve()

/** Draws an SVG of our own as PNG; one after the other, so that pictures never take all there is. */
export function drawPicture(svg: string, width: number): Promise<Uint8Array> {
  const name = `${width} ${svg}`
  const known = kept.get(name)
  if (known) return known
  const drawn = last.then(() => aside({ kind: 'picture', svg, width })) as Promise<Uint8Array>
  last = drawn.catch(() => kept.delete(name))
  for (const oldest of [...kept.keys()].slice(0, kept.size - MOST_KEPT + 1)) kept.delete(oldest)
  kept.set(name, drawn)
  return drawn
}

/** Writes a workbook. */
export async function writeWorkbook(sheets: readonly Sheet[]): Promise<Uint8Array> {
  return (await aside({ kind: 'spreadsheet', sheets })) as Uint8Array
}

/** Writes rows as CSV. */
export async function writeRows(rows: readonly (readonly string[])[]): Promise<string> {
  return (await aside({ kind: 'csv', rows })) as string
}

/** One thread for one task; it ends with it, or is ended. */
async function aside(task: Task): Promise<unknown> {
  const worker = new Worker(new URL('./aside-thread.ts', import.meta.url), {
    workerData: task,
    resourceLimits: { maxOldGenerationSizeMb: MOST_MEMORY_MB },
  })
  const tooMuch = tableRefusal('slow', (t) => t.slow)
  try {
    return await new Promise((resolve, reject) => {
      const patience = setTimeout(reject, PATIENCE_MS[task.kind], tooMuch)
      worker.once('exit', () => clearTimeout(patience))
      worker.once('message', (outcome: Outcome) => {
        if (outcome.kind === 'done') resolve(outcome.value)
        else reject(new Refusal(outcome.code, outcome.words))
      })
      worker.once('error', (error) => {
        const isTooMuch = Reflect.get(error, 'code') === 'ERR_WORKER_OUT_OF_MEMORY'
        reject(isTooMuch ? tooMuch : error)
      })
    })
  } finally {
    await worker.terminate()
  }
}
