// A bot alone in a process of its own, with thousands who owe a report, on a network that takes its time for each post: one round from opening to the reminders of two stages, each step taken by the clock; leaves the council and the tables to reports.ts.
import { randomUUID } from 'node:crypto'
import { setTimeout as sleep } from 'node:timers/promises'
import { type App, createApp } from '../../src/app.ts'
import type { Platform } from '../../src/core/ports.ts'
import { readCalendar } from '../../src/files/calendar-file.ts'
import { exporter } from '../../src/files/exports.ts'
import { openStore, type Store } from '../../src/store/open.ts'
import { median } from './figures.ts'
import { type Share, startProfile } from './profile.ts'

/** What the process is told at its start, as JSON. `callMs`: how long the network takes for each post. */
export type ChildPlan = {
  readonly project: string
  readonly folder: string
  readonly zone: string
  readonly callMs: number
  readonly looks: number
}

/** One step of the clock, and the posts that follow from it. `cpuMs`: of that process, for deciding and storing. */
export type Step = {
  readonly decidedMs: number
  readonly cpuMs: number
  readonly handedOverMs: number
  readonly posts: number
}

/** Times in ms, memory in bytes: the largest of the process, and what its objects hold once all garbage is collected. */
export type Reported = {
  readonly directoryMs: number
  readonly steps: Readonly<Record<keyof typeof STEPS, Step>>
  /** Where the time of deciding another reminder went. */
  readonly shares: readonly Share[]
  /** The bell, when nothing is due. */
  readonly idleMs: number
  readonly answerMs: number
  readonly filedMs: number
  readonly peak: number
  readonly live: number
}

/** The round opens, its first two reminders are due, and a third one is looked into. */
const STEPS = {
  opening: '2023-10-06T06:00:00Z',
  first: '2023-10-20T07:00:00Z',
  second: '2023-10-25T07:00:00Z',
} as const
const SAMPLED = '2023-10-27T07:00:00Z'

const ROOM = 'room'
const LINE = 'melden R-1/2023 einbuergerung=1,1,0,1,3,100 koordination=ja taskforce=nein'

/** What goes to those who owe: the offer of the form, and reminders. */
const TO_THEM = /:offer:|^reminder:.*:person:/

/** Takes every post after the same time, as many at once as it is given; `taken` are those to who owes. */
function createSlowNetwork(callMs: number): Platform & { readonly taken: Set<string> } {
  const taken = new Set<string>()
  return {
    taken,
    connection: ROOM,
    can: { home: false, file: true, find: true },
    start: async () => {},
    stop: async () => {},
    health: async () => ({ ok: true, words: 'ok' }),
    async deliver({ key }) {
      await sleep(callMs)
      if (TO_THEM.test(key)) taken.add(key)
      return { outcome: 'delivered', ref: key }
    },
    find: async () => ({ outcome: 'absent' }),
    privatePlace: async (account) => ({ kind: 'person', account }),
  }
}

async function elapsed(work: () => Promise<unknown>): Promise<number> {
  const begin = performance.now()
  await work()
  return performance.now() - begin
}

async function takeStep(
  { bot, delivery }: App,
  store: Store,
  taken: ReadonlySet<string>,
  at: string,
): Promise<Step> {
  const now = await turnTo(store, at)
  const before = taken.size
  const spent = process.cpuUsage()
  const decidedMs = await elapsed(() => bot.tick(now))
  const { user, system } = process.cpuUsage(spent)
  const handedOverMs = await elapsed(() => {
    delivery.wake()
    return delivery.settle()
  })
  const cpuMs = (user + system) / 1000
  return { decidedMs, cpuMs, handedOverMs, posts: taken.size - before }
}

async function turnTo({ pool }: Store, at: string): Promise<number> {
  const now = new Date(at)
  await pool.query('SELECT turn_clock($1)', [now])
  return now.getTime()
}

async function sampled({ bot }: App, store: Store): Promise<readonly Share[]> {
  const now = await turnTo(store, SAMPLED)
  const endProfile = await startProfile()
  await bot.tick(now)
  return endProfile()
}

async function says({ accept }: App, person: string, text: string): Promise<void> {
  const answer = await accept({
    ...{ kind: 'command', text, requestId: randomUUID() },
    ...{ from: { connection: ROOM, id: person }, origin: { kind: 'private' } },
  })
  if (answer.kind === 'form' || answer.refusal !== undefined) {
    throw new Error(`${text}: ${answer.kind === 'form' ? 'a form came' : answer.message.summary}`)
  }
}

async function mediansOf(looks: number, work: () => Promise<unknown>): Promise<number> {
  const times: number[] = []
  for (let look = 0; look < looks; look += 1) times.push(await elapsed(work))
  return median(times)
}

async function play(store: Store, { zone, callMs, looks }: ChildPlan): Promise<Reported> {
  const network = createSlowNetwork(callMs)
  const app = createApp({
    ...{ store, zone, exporter, calendar: readCalendar(), platforms: [network] },
    report: (defect) => {
      throw defect
    },
    notice: () => {},
  })
  const { bot, delivery, desk } = app
  const directoryMs = await elapsed(() => desk.read(({ council }) => council.directory()))
  const opening = await takeStep(app, store, network.taken, STEPS.opening)
  const first = await takeStep(app, store, network.taken, STEPS.first)
  const second = await takeStep(app, store, network.taken, STEPS.second)
  const now = await desk.read(async (_, instant) => instant)
  const idleMs = await mediansOf(looks, () => bot.tick(now))
  const answerMs = await mediansOf(looks, () =>
    says(app, 'geschaeftsstelle-1', 'berichte R-1/2023'),
  )
  await delivery.settle()
  const filedMs = await elapsed(async () => {
    await says(app, 'mitglied-he', LINE)
    await delivery.settle()
  })
  // maxRSS is in KiB
  const peak = process.resourceUsage().maxRSS * 1024
  globalThis.gc?.()
  const live = process.memoryUsage().heapUsed
  const steps = { opening, first, second }
  const shares = await sampled(app, store)
  return { directoryMs, steps, shares, idleMs, answerMs, filedMs, peak, live }
}

async function run(plan: ChildPlan): Promise<void> {
  const store = await openStore({
    ...{ project: plan.project, folder: plan.folder, role: 'bot', stamp: 'rehearsal' },
    report: (error) => console.error(error),
    leaseLost: () => console.error('another process took the lease'),
  })
  try {
    process.send?.(await play(store, plan))
  } finally {
    await store.close()
  }
  process.disconnect()
}

await run(JSON.parse(process.argv[2] ?? ''))
