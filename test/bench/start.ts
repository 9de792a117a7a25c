// The start of Umlauf from nothing and from what is there, and its memory at rest; leaves the process to process.ts.
import { rmSync } from 'node:fs'
import path from 'node:path'
import { setTimeout as sleep } from 'node:timers/promises'
import { median, type Table } from './figures.ts'
import { type Memory, memoryOf, startUmlauf } from './process.ts'

/** How long a process is left alone before its memory is read (machine time). */
const REST_MS = 5_000
const MB = 1024 ** 2

/** Starts on empty folders (with initdb, migrations, council and draft), and again on what they left. */
export async function measureStarts(folder: string, repeats: number): Promise<Table> {
  const fresh: number[] = []
  const warm: number[] = []
  for (let turn = 0; turn < repeats; turn += 1) {
    const data = path.join(folder, `start-${turn}`)
    for (const times of [fresh, warm]) {
      const started = await startUmlauf(data)
      times.push(started.readyMs)
      await started.stop()
    }
    rmSync(data, { recursive: true })
  }
  return {
    part: 'start',
    title: 'Start: from the command to the first page',
    head: ['start', 'median ms', 'longest ms'],
    rows: [
      ['first, with a new database', median(fresh), Math.max(...fresh)],
      ['every other', median(warm), Math.max(...warm)],
    ],
    notes: [`Of ${repeats} each: Node, PostgreSQL and the page, the files in the system's cache.`],
  }
}

/** What a rehearsal with an open page's server, but without visitors, holds in memory. */
export async function measureMemory(folder: string): Promise<Table> {
  const started = await startUmlauf(path.join(folder, 'memory'))
  try {
    await sleep(REST_MS)
    const [node, ...others] = memoryOf(started.pid)
    if (!node) throw new Error('the process is gone')
    const postgres = others.filter(({ name }) => name === 'postgres')
    const rest = others.filter(({ name }) => name !== 'postgres')
    return {
      part: 'memory',
      title: 'Memory: at rest',
      head: ['what', 'processes', 'RSS MB', 'PSS MB'],
      rows: [
        row('Node', [node]),
        row('PostgreSQL', postgres),
        row('guard of the server', rest),
        row('all', [node, ...others]),
      ],
      notes: [
        `${REST_MS / 1000} s after the start. RSS counts shared memory once for each process, PSS once in all.`,
      ],
    }
  } finally {
    await started.stop()
  }
}

function row(what: string, processes: readonly Memory[]) {
  const sum = (of: 'rss' | 'pss') => processes.reduce((all, one) => all + one[of], 0) / MB
  return [what, processes.length, sum('rss'), sum('pss')]
}
