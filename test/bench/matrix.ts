// Umlauf in Matrix: votes on a real Synapse, the age of a card, a restart and memory on the loopback homeserver; leaves measuring to one file each and says which goals hold.
import { loadavg } from 'node:os'
import path from 'node:path'
import { reasonToSkip, synapsePython } from '../support/python.ts'
import { percentile, type Table } from './figures.ts'
import { type LagFigures, type LagPlan, measureLag } from './matrix-lag.ts'
import { type MemorySample, measureMatrixMemory } from './matrix-memory.ts'
import { measureVotes, type VoteFigures } from './matrix-votes.ts'

/** Printed, never held. The heap may grow by what the SDK keeps of an event whose room was emptied. */
const GOALS = { lagSeconds: 5, heapPerEvent: 300 }
const MB = 1024 ** 2

/** How much is measured. */
export type MatrixPlan = {
  readonly votes: number
  /** How many members the council's room has at last. */
  readonly grown: number
  readonly missed: number
  /** How long votes come in while the card's age is measured: with and without a limit. */
  readonly seconds: { readonly free: number; readonly limited: number }
  /** After how many events the memory is looked at. */
  readonly looks: readonly number[]
}

/** What `npm run bench -- matrix` measures, in less than four minutes. */
export const MATRIX_PLAN: MatrixPlan = {
  votes: 100,
  grown: 200,
  missed: 1_000,
  seconds: { free: 10, limited: 60 },
  looks: Array.from({ length: 10 }, (_, n) => 1_000 * (n + 1)),
}

/** Measures all of it. `folder` is on a disk. What lasts seconds by its nature is measured side by side. */
export async function measureMatrix(folder: string, plan: MatrixPlan): Promise<readonly Table[]> {
  const votes = await tableOfVotes(path.join(folder, 'matrix-votes'), plan)
  const lag = (name: string, one: LagPlan) => measureLag(path.join(folder, `matrix-${name}`), one)
  const { missed, seconds } = plan
  const free = await lag('free', {
    ...{ votersIn: 'elsewhere', isLimited: false, seconds: seconds.free, missed },
  })
  const loads = loadavg()[0]
  const limited = { isLimited: true, seconds: seconds.limited } as const
  const [elsewhere, inMatrix, samples] = await Promise.all([
    lag('elsewhere', { ...limited, votersIn: 'elsewhere' }),
    lag('receipts', { ...limited, votersIn: 'matrix' }),
    measureMatrixMemory(folder, plan.looks),
  ])
  return [
    votes,
    tableOfLags(
      [
        ['not limited', 'elsewhere', free, GOALS.lagSeconds],
        ['default limits', 'elsewhere', elsewhere, undefined],
        ['default limits', 'Matrix, with receipts', inMatrix, undefined],
      ],
      plan,
    ),
    tableOfRestart(free, missed, loads),
    tableOfMemory(samples),
  ]
}

async function tableOfVotes(folder: string, plan: MatrixPlan): Promise<Table> {
  const reason = await reasonToSkip(synapsePython)
  const figures = reason === undefined ? await measureVotes(folder, plan) : []
  const rows = figures.map(({ members, durable, receipt, firstCard }: VoteFigures) => [
    `encrypted room of ${members}`,
    ...[percentile(durable, 0.5), percentile(durable, 0.99)],
    ...[percentile(receipt, 0.5), percentile(receipt, 0.99), firstCard],
  ])
  return {
    part: 'matrix',
    title: 'Matrix: from the answered poll to the stored vote and its receipt',
    head: ['council', 'durable p50 ms', 'p99 ms', 'receipt p50 ms', 'p99 ms', 'first card ms'],
    rows,
    notes: [
      reason === undefined
        ? `A real Synapse 1.163 (SQLite, no limits), its clients and ours on one machine; ${plan.votes} votes each, three voters in turns, the next one as soon as the last receipt is shown. From the voter's client: encrypted, sent, synced, decrypted, judged, committed (durable), worded, sent back, decrypted (receipt). Seventeen private ballots and the card in the council's room follow meanwhile. First card: from the commit of the room's first vote to the card, every other member's device getting its key before. ${load()}`
        : `Synapse could not be installed, so nothing was measured: ${reason}`,
    ],
  }
}

type LagRow = readonly [
  limit: string,
  voters: string,
  figures: LagFigures,
  goal: number | undefined,
]

function tableOfLags(lags: readonly LagRow[], { seconds }: MatrixPlan): Table {
  const rows = lags.map(([limit, voters, { votes, cards, lags: all }, goal]) => {
    const inSeconds = (share: number) => percentile(all, share) / 1000
    const holds = goal === undefined ? undefined : inSeconds(0.95) <= goal ? 'yes' : 'no'
    const figures = [votes, cards, inSeconds(0.5), inSeconds(0.95), inSeconds(1)]
    return [`${limit}, votes ${voters}`, ...figures, goal && `${goal}`, holds]
  })
  return {
    part: 'matrix',
    title: 'Matrix: age of the card',
    head: ['bot’s account', 'votes', 'cards', 'p50 s', 'p95 s', 'longest s', 'goal p95', 'holds'],
    rows,
    notes: [
      `On the loopback homeserver, nine members with ballots in Matrix. For each vote: from its commit until the homeserver has a card that counts it. Votes come evenly within ${seconds.limited} s (${seconds.free} s where nothing limits), from another network or in Matrix, where each gets a receipt that goes before the card. The limits are Synapse's defaults, for everything an account sends 0.2 a second and 10 at once, and begin with the first vote: the bot does not know of them and meets a 429 first. ${load()}`,
    ],
  }
}

function tableOfRestart({ caughtUp }: LagFigures, missed: number, loads?: number): Table {
  return {
    part: 'matrix',
    title: 'Matrix: restart to caught-up',
    head: ['missed events', 'ms'],
    rows: [[`${missed.toLocaleString('en')}, encrypted`, caughtUp]],
    notes: [
      `On the loopback homeserver, in the process that also runs it: the keys opened, the gap read back, every event decrypted and judged, until the last command among them is answered by the core. Load: ${loads?.toFixed(1)}.`,
    ],
  }
}

function tableOfMemory(samples: readonly MemorySample[]): Table {
  const perEvent = growthOf(samples)
  const goal = `${GOALS.heapPerEvent} bytes an event`
  const verdict = perEvent <= GOALS.heapPerEvent ? 'holds' : 'does not hold'
  return {
    part: 'matrix',
    title: 'Matrix: memory while events pass',
    head: ['events', 'RSS MB', 'heap MB', 'outside the heap MB'],
    rows: samples.map(({ events, rss, heap, external }) => [
      ...[events.toLocaleString('en'), rss / MB, heap / MB, external / MB],
    ]),
    notes: [
      `The platform alone in a process, encrypted events of one member in one room, every fiftieth a command that is answered; after a full collection of garbage. The heap changes by ${Math.round(perEvent).toLocaleString('en')} bytes an event, from the least of the first three looks to the least of the last three (a timeline is emptied at a hundred events, so that single looks differ); the goal, no growth beyond what the SDK keeps of a room that is emptied (${goal}), ${verdict}. ${load()}`,
    ],
  }
}

const EDGE = 3

function growthOf(samples: readonly MemorySample[]): number {
  const least = (some: readonly MemorySample[]) =>
    some.reduce((best, one) => (one.heap < best.heap ? one : best))
  const [early, late] = [least(samples.slice(0, EDGE)), least(samples.slice(-EDGE))]
  return (late.heap - early.heap) / (late.events - early.events)
}

function load(): string {
  return `Load: ${loadavg()[0]?.toFixed(1)}.`
}
