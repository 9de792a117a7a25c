// The thread beside the votes: does the one task it was started with, answers and ends; leaves waiting and ending it to aside.ts.
import { parentPort, workerData } from 'node:worker_threads'
import { Refusal } from '../core/refusal.ts'
import type { Outcome, Task } from './aside.ts'
import { writeCsv } from './csv-rows.ts'
import { drawSvg } from './picture.ts'
import { writeSpreadsheet } from './spreadsheets.ts'
import { readTable } from './table-file.ts'

async function work(task: Task): Promise<Outcome> {
  try {
    return { kind: 'done', value: await resultOf(task) }
  } catch (fault) {
    if (!(fault instanceof Refusal)) throw fault
    return { kind: 'refused', code: fault.code, words: fault.words }
  }
}

function resultOf(task: Task): Promise<unknown> | string {
  switch (task.kind) {
    case 'table':
      return readTable(task.content)
    case 'picture':
      return drawSvg(task.svg, task.width)
    case 'spreadsheet':
      return writeSpreadsheet(task.sheets)
    case 'csv':
      return writeCsv(task.rows)
  }
}

parentPort?.postMessage(await work(workerData as Task))
