// A reporting round with thousands who owe: what opening it, reminding all of them and reading it cost, and how long a network that takes its time is busy with it; leaves the bot to reports-child.ts.
import { spawn } from 'node:child_process'
import { once } from 'node:events'
import path from 'node:path'
import { fileURLToPath } from 'node:url'
import { readCouncilFile } from '../../src/files/council-file.ts'
import { applyCouncil } from '../../src/store/council.ts'
import { openStore } from '../../src/store/open.ts'
import type { Table } from './figures.ts'
import { councilOf } from './municipalities.ts'
import type { ChildPlan, Reported, Step } from './reports-child.ts'

const project = fileURLToPath(new URL('../..', import.meta.url))
const child = fileURLToPath(new URL('./reports-child.ts', import.meta.url))
/** Before the round that the shipped council file opens. */
const CLOCK_START = Date.parse('2023-10-06T05:59:00Z')
const MB = 1024 ** 2

/** Printed beside the figures, held by nobody: a machine may be slow. In ms and MB. */
const GOALS = { enqueue: 200, handOver: 30_000, memory: 250 }

/** How much is measured. */
export type ReportsPlan = {
  readonly bodies: number
  readonly callMs: number
  readonly looks: number
}
export const REPORTS_PLAN: ReportsPlan = { bodies: 11_000, callMs: 100, looks: 9 }

/** What was measured, and the tables of it. */
export type ReportsFigures = { readonly reported: Reported; readonly tables: readonly Table[] }

/** Plays one round. `folder` is on a disk. */
export async function measureReports(folder: string, plan: ReportsPlan): Promise<ReportsFigures> {
  const data = path.join(folder, 'reports')
  const text = councilOf(plan.bodies)
  const begin = performance.now()
  const read = readCouncilFile(text)
  if ('faults' in read) throw new Error('the council file of the bench has faults')
  const readMs = performance.now() - begin
  const store = await openStore({
    ...{ project, folder: data, role: 'bot', stamp: 'rehearsal', clockStart: CLOCK_START },
    report: (error) => console.error(error),
    leaseLost: () => console.error('another process took the lease'),
  })
  const { council } = read
  const applied = performance.now()
  await applyCouncil(store.prisma, { text, council, by: 'bench' })
  const appliedMs = performance.now() - applied
  await store.close()
  const { callMs, looks } = plan
  const reported = await inChild({ project, folder: data, zone: council.zone, callMs, looks })
  return { reported, tables: tablesOf(reported, plan, { readMs, appliedMs }) }
}

async function inChild(plan: ChildPlan): Promise<Reported> {
  const started = spawn(process.execPath, ['--expose-gc', child, JSON.stringify(plan)], {
    stdio: ['ignore', 'inherit', 'inherit', 'ipc'],
  })
  const ended = once(started, 'exit')
  const failed = ended.then(([code]) => {
    throw new Error(`the process of the bot ended with ${code}`)
  })
  const [reported] = (await Promise.race([once(started, 'message'), failed])) as [Reported]
  await ended
  return reported
}

type Applying = { readonly readMs: number; readonly appliedMs: number }

function tablesOf(reported: Reported, plan: ReportsPlan, applying: Applying): readonly Table[] {
  const { steps, directoryMs, idleMs, answerMs, filedMs, peak, live } = reported
  const bodies = plan.bodies.toLocaleString('en')
  const row = (name: string, { decidedMs, cpuMs, posts, handedOverMs }: Step) => {
    return [name, decidedMs, cpuMs, posts.toLocaleString('en'), handedOverMs / 1000]
  }
  const steady: Table = {
    part: 'reports',
    title: `Reports: one round of ${bodies} owing bodies`,
    head: ['step of the clock', 'decided and stored ms', 'of it CPU ms', 'posts', 'handed over s'],
    rows: [
      row('the round opens', steps.opening),
      row('first reminder', steps.first),
      row('second reminder', steps.second),
    ],
    notes: [
      `The network takes ${plan.callMs} ms for each post. Goals for a reminder: ${GOALS.enqueue} ms and ${GOALS.handOver / 1000} s.`,
    ],
  }
  const others: Table = {
    part: 'reports',
    title: `Reports: what else ${bodies} owing bodies cost`,
    head: ['what', 'here'],
    rows: [
      ['read the council file (command)', inMs(applying.readMs)],
      ['put it into force (command)', inMs(applying.appliedMs)],
      ['read the council in force (start of the bot)', inMs(directoryMs)],
      ['the bell, nothing due', inMs(idleMs)],
      ['`berichte R-1/2023`', inMs(answerMs)],
      ['one report, until its receipt and all posts stand', inMs(filedMs)],
      ['largest memory of the bot (RSS)', `${(peak / MB).toFixed(0)} MB`],
      ['of it objects in use at the end', `${(live / MB).toFixed(0)} MB`],
    ],
    notes: [`Medians of ${plan.looks} where a step can be repeated. Goal: ${GOALS.memory} MB.`],
  }
  return [steady, others, ...missed(reported)]
}

function inMs(ms: number): string {
  return `${Math.round(ms).toLocaleString('en')} ms`
}

const SMALLEST_SHARE = 0.03

/** Where the time went, where a reminder took longer than it should. */
function missed({ steps, shares }: Reported): readonly Table[] {
  if (steps.second.decidedMs <= GOALS.enqueue) return []
  return [
    {
      part: 'reports',
      title: 'Reports: where the time of deciding a reminder goes',
      head: ['where', '% of the busy time'],
      rows: shares
        .filter(({ share }) => share >= SMALLEST_SHARE)
        .map(({ where, share }) => [where, share * 100]),
      notes: ['Of a third reminder, sampled.'],
    },
  ]
}
