// The cast: the same votes through the bare function of the database, through kernel and store, and with all posts kept up to date, in turns; leaves opening to council.ts.
import { randomUUID } from 'node:crypto'
import { v7 as newId } from 'uuid'
import type { Choice } from '../../src/core/values.ts'
import { cancelCirculation, type Hall, openCirculation, type Voter } from './council.ts'
import { median, percentile, type Table } from './figures.ts'

/** The least share of the bare call's rate that kernel and store may leave, at eight callers. */
export const RATIO_GOAL = 0.5
const GOAL_CALLERS = 8

const CHOICES: readonly Choice[] = ['consent', 'reject', 'abstain']

const BARE = {
  name: 'bench_cast_vote',
  text: 'SELECT * FROM cast_vote($1,$2,$3,$4,$5,$6,$7,$8,$9,$10,$11,$12)',
}

/** How a vote is brought to the database. */
const WAYS = ['bare', 'cast', 'posts'] as const
type Way = (typeof WAYS)[number]

const WAY_NAMES: Readonly<Record<Way, string>> = {
  bare: 'cast_vote alone',
  cast: 'kernel and store',
  posts: 'and posts up to date',
}

/** What one round of one way gave. Times in ms, CPU of this process in µs a vote. */
type Round = {
  readonly p50: number
  readonly p99: number
  readonly rate: number
  readonly cpu: number
}

/** How much is measured. `casts` is the number of votes in a round. */
export type CastPlan = {
  readonly callers: readonly number[]
  readonly rounds: number
  readonly casts: number
}

/** The table, and the ratio that is held against the goal; absent where eight callers were not asked for. */
export type CastFigures = { readonly table: Table; readonly ratio: number | undefined }

/** Measures all ways in turns, so that whatever else the machine does meets each of them; medians of the rounds. */
export async function measureCasts(hall: Hall, plan: CastPlan): Promise<CastFigures> {
  const rows: Table['rows'][number][] = []
  let ratioAtGoal: number | undefined
  for (const callers of plan.callers) {
    const rounds: Record<Way, Round[]> = { bare: [], cast: [], posts: [] }
    for (const way of WAYS) await round(hall, way, callers, plan.casts)
    for (let turn = 0; turn < plan.rounds; turn += 1) {
      for (const way of WAYS) rounds[way].push(await round(hall, way, callers, plan.casts))
    }
    for (const way of WAYS) {
      const ratio = ratioOf(rounds[way], rounds.bare)
      if (way === 'cast' && callers === GOAL_CALLERS) ratioAtGoal = ratio
      const middle = (of: keyof Round) => median(rounds[way].map((one) => one[of]))
      const figures = [middle('p50'), middle('p99'), middle('rate'), middle('cpu')]
      rows.push([WAY_NAMES[way], callers, ...figures, way === 'bare' ? undefined : ratio])
    }
  }
  return { table: tableOf(rows, plan), ratio: ratioAtGoal }
}

/** Each round is compared with the bare one right before it. */
function ratioOf(rounds: readonly Round[], bare: readonly Round[]): number {
  return median(rounds.map(({ rate }, turn) => rate / (bare[turn]?.rate ?? Number.NaN)))
}

function tableOf(rows: Table['rows'], { rounds, casts }: CastPlan): Table {
  return {
    part: 'cast',
    title: 'Cast: from the pressed button to the stored vote',
    head: ['way', 'callers', 'p50 ms', 'p99 ms', 'votes/s', 'CPU µs/vote', 'ratio'],
    rows,
    notes: [
      `Medians of ${rounds} rounds in turns, ${casts.toLocaleString('en')} votes each, every vote counted. CPU is that of the Node process. Goal: ratio ≥ ${RATIO_GOAL} for kernel and store at ${GOAL_CALLERS} callers.`,
    ],
  }
}

/** One round in circulations of its own, so that none grows at the expense of a later one. */
async function round(hall: Hall, way: Way, callers: number, casts: number): Promise<Round> {
  const voters: Voter[] = []
  while (voters.length < callers) voters.push(...(await openCirculation(hall)))
  if (way === 'posts') await bringUpToDate(hall)
  const times: number[] = []
  const each = Math.ceil(casts / callers)
  const cpuBefore = process.cpuUsage()
  const begin = performance.now()
  await Promise.all(voters.slice(0, callers).map((voter) => call(hall, way, voter, each, times)))
  const seconds = (performance.now() - begin) / 1000
  const cpu = process.cpuUsage(cpuBefore)
  await hall.posting.delivery.settle()
  const ids = [...new Set(voters.map(({ circulation }) => circulation))]
  await requireCounted(hall, ids, times.length)
  for (const id of ids) await cancelCirculation(hall, id)
  return {
    p50: percentile(times, 0.5),
    p99: percentile(times, 0.99),
    rate: times.length / seconds,
    cpu: (cpu.user + cpu.system) / times.length,
  }
}

/** What earlier rounds left to post is posted before the clock runs. */
async function bringUpToDate(hall: Hall): Promise<void> {
  hall.posting.delivery.wake()
  await hall.posting.delivery.settle()
}

/** One caller: waits for each answer before the next vote; every vote differs from the one before. */
async function call(hall: Hall, way: Way, voter: Voter, casts: number, times: number[]) {
  const cast = { bare: castBare, cast: castThroughCore, posts: castWithPosts }[way]
  for (let turn = 0; turn < casts; turn += 1) {
    const begin = performance.now()
    await cast(hall, voter, CHOICES[turn % CHOICES.length] ?? 'abstain')
    times.push(performance.now() - begin)
  }
}

async function castBare({ pool }: Hall, voter: Voter, choice: Choice): Promise<void> {
  const { account, circulation, version, party } = voter
  const body = `{"account":"${account.id}","args":{"choice":"${choice}","circulation":"${circulation}","party":"${party}","version":"${version}"},"kind":"action","origin":{"kind":"private"},"verb":"vote"}`
  await pool.query({
    ...BARE,
    values: [
      ...[account.connection, randomUUID(), body, account.id, circulation, version, party],
      ...[choice, null, null, newId(), newId()],
    ],
  })
}

function castThroughCore({ casting }: Hall, voter: Voter, choice: Choice): Promise<unknown> {
  return casting.accept(pressed(voter, choice))
}

function castWithPosts({ posting }: Hall, voter: Voter, choice: Choice): Promise<unknown> {
  return posting.accept(pressed(voter, choice))
}

/** The request that the button of a private ballot sends. */
function pressed({ account, circulation, version, party }: Voter, choice: Choice) {
  return {
    kind: 'action',
    verb: 'vote',
    args: { circulation, version: `${version}`, party, choice },
    requestId: randomUUID(),
    from: account,
    origin: { kind: 'private' },
  } as const
}

/** A vote that was refused is fast: a round with one is no measurement. */
async function requireCounted(hall: Hall, ids: readonly string[], casts: number): Promise<void> {
  const { rows } = await hall.pool.query<{ stored: number }>(
    'SELECT count(*)::int AS stored FROM ballot WHERE circulation = ANY($1::uuid[])',
    [ids],
  )
  const stored = rows[0]?.stored
  if (stored !== casts) throw new Error(`${casts} votes were cast and ${stored} are stored`)
}
