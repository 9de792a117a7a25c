// The thread beside the votes: does the one task it was started with, answers and ends; leaves waiting and ending it to aside.ts.
import { parentPort, workerData } from 'node:worker_threads'
import { Refusal } from '../core/refusal.ts'
import type { Outcome, Task } from './aside.ts'
import { drawSvg } from './picture.ts'
import { readTable } from './table-file.ts'

async function work(task: Task): Promise<Outcome> {
  try {
    const value =
      task.kind === 'table' ? await readTable(task.content) : await drawSvg(task.svg, task.width)
    return { kind: 'done', value }
  } catch (fault) {
    if (!(fault instanceof Refusal)) throw fault
    return { kind: 'refused', code: fault.code, words: fault.words }
  }
}

parentPort?.postMessage(await work(workerData as Task))
