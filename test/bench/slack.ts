// Umlauf in Slack beside a bare Bolt on the same receiver, each a process of its own on a loopback Slack: clicks at a set pace and as fast as they are answered, refreshed sockets, a flood on one circulation, many commands; leaves the processes to slack-app.ts.
import path from 'node:path'
import { setTimeout as sleep } from 'node:timers/promises'
import { fileURLToPath } from 'node:url'
import type { SlackSettings } from '../../src/config.ts'
import { freePort } from '../support/free-port.ts'
import { channelOf, populate, slackCouncil } from '../support/slack-council.ts'
import type { Prepared } from '../wire/slack/flood.ts'
import { type Slack, startSlack } from '../wire/slack/index.ts'
import { readShipped } from './council.ts'
import { median, percentile, type Table } from './figures.ts'
import { lastVerb } from './idle-commands.ts'
import type { Share } from './profile.ts'
import { type AppOptions, type SlackApp, startSlackApp } from './slack-app.ts'
import { createCaller } from './slack-caller.ts'
import { type Ballot, ballotsOf, clicksOn, dealt, requestOf } from './slack-clicks.ts'
import { lagOfBallots, lagOfCard } from './slack-shown.ts'

const project = fileURLToPath(new URL('../..', import.meta.url))
const CONNECTION = 'slack-bund'
const CALLERS = 10
/** What follows a round, answers and edits, is waited for so long before the next. */
const REST_MS = 500

/** The least share of a bare Bolt's rate, and the most CPU time above it (µs a vote); printed, never held. */
const GOALS = { ratio: 0.7, cpu: 250, p99: 25, lost: 0, dispatch: 5 }

/** How much is measured. */
export type SlackPlan = {
  /** Clicks at 100 a second. */
  readonly paced: number
  readonly rounds: number
  /** Clicks of one round of one app. */
  readonly clicks: number
  readonly refreshes: number
  readonly flood: { readonly votes: number; readonly seconds: number }
  readonly commands: { readonly rounds: number; readonly clicks: number }
}

const PACE = 100
const REFRESH_EVERY_MS = 1_200
const COMMANDS = [1, 100] as const

/** What one round of one app gave. Times in ms, CPU of the app's process in µs a click, what follows the answer included. */
type Round = {
  readonly p50: number
  readonly p99: number
  readonly rate: number
  readonly cpu: number
  readonly lost: number
}

/** The tables, and the ratios of rates to a bare Bolt's by way in. */
export type SlackFigures = {
  readonly tables: readonly Table[]
  readonly ratios: { readonly http: number; readonly socket: number }
}

/** Measures all of it, each part beside a bare Bolt in turns. `folder` is on a disk. */
export async function measureSlack(folder: string, plan: SlackPlan): Promise<SlackFigures> {
  const slack = await startSlack({ rateLimits: 'slack' })
  const other = await startSlack({ rateLimits: 'slack' })
  populate(slack, slackCouncil({ [CONNECTION]: slack.team }))
  const world: World = { slack, other, folder: path.join(folder, 'slack') }
  try {
    const http = await overHttp(world, plan)
    const socket = await overSockets(world, plan)
    const commands = await dispatching(world, plan)
    return {
      tables: [...http.tables, ...socket.tables, commands],
      ratios: { http: http.ratio, socket: socket.ratio },
    }
  } finally {
    await slack.stop()
    await other.stop()
  }
}

/** `slack` is Umlauf's workspace, `other` that of the bare Bolt where both are open at once. */
type World = { readonly slack: Slack; readonly other: Slack; readonly folder: string }

/** Takes clicks by callers that wait for their answers, or at a pace. */
type Send = (
  clicks: readonly Prepared[],
  how: { readonly voters: number; readonly perSecond?: number },
) => Promise<{
  readonly latencies: readonly number[]
  readonly lost: number
  readonly seconds: number
}>

/** An app and the way to it. */
type Contender = {
  readonly name: string
  readonly app: SlackApp
  readonly send: Send
}

async function overHttp({ slack, folder }: World, plan: SlackPlan) {
  const apps: SlackApp[] = []
  const caller = createCaller()
  const start = async (way: AppOptions['way']) => {
    const port = await freePort()
    const { botToken, signingSecret, apiUrl, team } = slack
    const listen = { host: '127.0.0.1', port }
    const settings = { suffix: undefined, botToken, signingSecret, apiUrl, listen }
    const app = await startSlackApp({ way, project, folder, team, settings })
    apps.push(app)
    const send: Send = (clicks, { voters, perSecond }) => {
      const callers = perSecond === undefined ? dealt(clicks, voters, CALLERS) : [clicks]
      const requests = callers.map((own) => own.map(requestOf))
      return caller.call({ port, callers: requests, ...(perSecond ? { perSecond } : {}) })
    }
    return { app, send }
  }
  try {
    const umlauf = { name: 'Umlauf', ...(await start('umlauf')) }
    const bare = { name: 'bare Bolt', ...(await start('bare')) }
    const ballots = await ballotsOf(slack, await umlauf.app.open())
    const both = [bare, umlauf]
    await eachInTurn(slack, ballots, both, plan, 1)
    const pace = await atPace(slack, ballots, both, plan.paced)
    const rounds = await eachInTurn(slack, ballots, both, plan, plan.rounds)
    const profile = await profiled(slack, ballots, umlauf, plan)
    const judged = judgedBy(rounds)
    const missed = judged.ratio < GOALS.ratio || judged.cpu > GOALS.cpu
    return {
      ratio: judged.ratio,
      tables: [
        paceTable('HTTP', pace, plan),
        ratioTable('HTTP', rounds, plan, [
          `Goals: ratio ≥ ${GOALS.ratio}, ${GOALS.cpu} µs above the bare Bolt. Umlauf’s clicks are votes that count, with cards and ballots edited meanwhile and an answer called in at the response_url of each click after it was acknowledged, for which the bare Bolt does nothing.`,
        ]),
        ...(missed ? [profileTable(profile)] : []),
      ],
    }
  } finally {
    for (const app of apps) await app.stop()
    await caller.stop()
  }
}

async function overSockets({ slack, other, folder }: World, plan: SlackPlan) {
  const apps: SlackApp[] = []
  const start = async (way: AppOptions['way'], at: Slack) => {
    const { botToken, appToken, apiUrl, team } = at
    const listen = { host: '127.0.0.1', port: 0 }
    const settings = { suffix: undefined, botToken, appToken, apiUrl, listen }
    const app = await startSlackApp({ way, project, folder, team, settings })
    apps.push(app)
    return { app, send: throughSockets(at) }
  }
  try {
    const umlauf = { name: 'Umlauf', ...(await start('umlauf', slack)) }
    const bare = { name: 'bare Bolt', ...(await start('bare', other)) }
    const ballots = await ballotsOf(slack, await umlauf.app.open())
    await eachInTurn(slack, ballots, [bare, umlauf], plan, 1)
    const rounds = await eachInTurn(slack, ballots, [bare, umlauf], plan, plan.rounds)
    const refreshed = await refreshing(slack, ballots, umlauf, plan.refreshes)
    const flooded = await flooding(slack, umlauf, plan)
    return {
      ratio: judgedBy(rounds).ratio,
      tables: [
        ratioTable('Socket Mode', rounds, plan, [
          'Reported, without a goal. The loopback Slack, its validation and the callers share one process.',
        ]),
        refreshed,
        flooded,
      ],
    }
  } finally {
    for (const app of apps) await app.stop()
  }
}

function throughSockets(slack: Slack): Send {
  return async (clicks, { voters, perSecond }) => {
    const begin = performance.now()
    const answers = await Promise.all(
      perSecond === undefined
        ? dealt(clicks, voters, CALLERS).map((own) => slack.flood(own, { callers: 1 }))
        : [slack.flood(clicks, perSecond)],
    )
    const seconds = (performance.now() - begin) / 1000
    const all = answers.flat()
    const latencies = all.filter((one) => one !== undefined)
    return { latencies, lost: all.length - latencies.length, seconds }
  }
}

type Rounds = { readonly name: string; readonly rounds: readonly Round[] }

/** All contenders in turns, so that whatever else the machine does meets each of them. */
async function eachInTurn(
  slack: Slack,
  ballots: Ballot[],
  contenders: readonly Contender[],
  { clicks }: SlackPlan,
  turns: number,
): Promise<readonly Rounds[]> {
  const voters = ballots.slice(0, CALLERS)
  const all = contenders.map((contender) => ({ contender, rounds: [] as Round[] }))
  for (let turn = 0; turn < turns; turn += 1) {
    for (const { contender, rounds } of all) {
      rounds.push(await round(slack, voters, contender, clicks))
    }
  }
  return all.map(({ contender, rounds }) => ({ name: contender.name, rounds }))
}

async function round(
  slack: Slack,
  voters: Ballot[],
  { app, send }: Contender,
  count: number,
  perSecond?: number,
): Promise<Round> {
  const clicks = clicksOn(slack, voters, count)
  const before = await app.spent()
  const sent = await send(clicks, { voters: voters.length, ...(perSecond ? { perSecond } : {}) })
  await sleep(REST_MS)
  const after = await app.spent()
  return {
    p50: percentile(sent.latencies, 0.5),
    p99: percentile(sent.latencies, 0.99),
    rate: sent.latencies.length / sent.seconds,
    cpu: (after.cpu - before.cpu) / count,
    lost: sent.lost,
  }
}

/** The first contender is the bare Bolt; each round is compared with the one of the same turn. */
function judgedBy([bare, umlauf]: readonly Rounds[]) {
  return {
    ratio: ratioOf(umlauf, bare, ({ rate }) => rate),
    cpu: middle(umlauf, 'cpu') - middle(bare, 'cpu'),
  }
}

function ratioOf(of: Rounds | undefined, to: Rounds | undefined, figure: (one: Round) => number) {
  const rounds = of?.rounds ?? []
  return median(
    rounds.map((one, turn) => {
      const other = to?.rounds[turn]
      return other ? figure(one) / figure(other) : Number.NaN
    }),
  )
}

function middle(of: Rounds | undefined, figure: keyof Round): number {
  return median((of?.rounds ?? []).map((one) => one[figure]))
}

async function atPace(
  slack: Slack,
  ballots: Ballot[],
  contenders: readonly Contender[],
  count: number,
): Promise<readonly Rounds[]> {
  const all: Rounds[] = []
  for (const contender of contenders) {
    const one = await round(slack, ballots, contender, count, PACE)
    all.push({ name: contender.name, rounds: [one] })
  }
  return all
}

function paceTable(way: string, all: readonly Rounds[], { paced }: SlackPlan): Table {
  return {
    part: 'slack',
    title: `Slack by ${way}: from the click to its acknowledgement, ${PACE} a second`,
    head: ['app', 'p50 ms', 'p99 ms', 'CPU µs/click', 'clicks lost'],
    rows: all.map((one) => [
      one.name,
      ...(['p50', 'p99', 'cpu', 'lost'] as const).map((of) => middle(one, of)),
    ]),
    notes: [
      `${paced.toLocaleString('en')} clicks each. Umlauf’s are stored durably before they are acknowledged. Goal: p99 ≤ ${GOALS.p99} ms.`,
    ],
  }
}

function ratioTable(
  way: string,
  all: readonly Rounds[],
  { rounds, clicks }: SlackPlan,
  notes: readonly string[],
): Table {
  const [bare] = all
  return {
    part: 'slack',
    title: `Slack by ${way}: as fast as ${CALLERS} callers are answered`,
    head: ['app', 'p50 ms', 'p99 ms', 'votes/s', 'ratio', 'CPU µs/vote', 'above bare Bolt', 'lost'],
    rows: all.map((one) => [
      one.name,
      ...(['p50', 'p99', 'rate'] as const).map((of) => middle(one, of)),
      one === bare ? undefined : ratioOf(one, bare, ({ rate }) => rate),
      middle(one, 'cpu'),
      one === bare ? undefined : middle(one, 'cpu') - middle(bare, 'cpu'),
      one.rounds.reduce((sum, { lost }) => sum + lost, 0),
    ]),
    notes: [
      `Medians of ${rounds} rounds in turns, ${clicks.toLocaleString('en')} clicks each. CPU is that of the app’s process, with what it does after the acknowledgement.`,
      ...notes,
    ],
  }
}

async function profiled(
  slack: Slack,
  ballots: Ballot[],
  umlauf: Contender,
  { clicks }: SlackPlan,
): Promise<readonly Share[]> {
  await umlauf.app.startProfile()
  await round(slack, ballots.slice(0, CALLERS), umlauf, clicks)
  return umlauf.app.endProfile()
}

const SMALLEST_SHARE = 0.015

function profileTable(shares: readonly Share[]): Table {
  const shown = shares.filter(({ share }) => share >= SMALLEST_SHARE)
  const rest = 1 - shown.reduce((sum, { share }) => sum + share, 0)
  return {
    part: 'slack',
    title: 'Slack by HTTP: where the time of Umlauf’s process goes',
    head: ['where', '% of the busy time'],
    rows: [...shown.map(({ where, share }) => [where, share * 100]), ['all others', rest * 100]],
    notes: [
      'One more round, sampled; what V8 brings along counts for its caller. Busy is also a process that could go on and has no core: writing to the socket of PostgreSQL wakes PostgreSQL up.',
    ],
  }
}

async function refreshing(
  slack: Slack,
  ballots: Ballot[],
  umlauf: Contender,
  refreshes: number,
): Promise<Table> {
  const id = ballots[0]?.voter.circulation ?? ''
  const before = await umlauf.app.judged(id)
  const count = Math.ceil(((refreshes + 1) * REFRESH_EVERY_MS * PACE) / 1000)
  const clicks = clicksOn(slack, ballots, count)
  const sending = umlauf.send(clicks, { voters: ballots.length, perSecond: PACE })
  for (let turn = 0; turn < refreshes; turn += 1) {
    await sleep(REFRESH_EVERY_MS)
    slack.disconnect('refresh_requested', 'first', { closeAfterMs: REFRESH_EVERY_MS / 2 })
  }
  const { latencies, lost } = await sending
  const judged = (await umlauf.app.judged(id)) - before
  return {
    part: 'slack',
    title: 'Slack by Socket Mode: clicks while sockets are refreshed',
    head: ['refreshes', 'clicks', 'not acknowledged', 'not stored', 'p50 ms', 'p99 ms'],
    rows: [
      [
        `${refreshes}`,
        ...[count, lost, count - judged, percentile(latencies, 0.5), percentile(latencies, 0.99)],
      ],
    ],
    notes: [
      `${PACE} clicks a second; every ${REFRESH_EVERY_MS / 1000} s Slack asks one of the two sockets to leave and closes it ${REFRESH_EVERY_MS / 2} ms later. Goal: ${GOALS.lost} lost.`,
    ],
  }
}

const SETTLED_MS = 30_000
/** Looking takes time in the process that is Slack as well. */
const LOOK_MS = 2_000

/** So many votes on one circulation of its own, and how the posts followed. */
async function flooding(
  slack: Slack,
  umlauf: Contender,
  { flood: { votes, seconds } }: SlackPlan,
): Promise<Table> {
  const ballots = await ballotsOf(slack, await umlauf.app.open())
  const id = ballots[0]?.voter.circulation ?? ''
  const clicks = clicksOn(slack, ballots, votes)
  const limitedBefore = slack.limited().length
  const sent = await umlauf.send(clicks, { voters: ballots.length, perSecond: votes / seconds })
  const limited = slack.limited().length - limitedBefore
  const stored = await umlauf.app.ballots(id)
  const names = new Map(
    readShipped().council.bodies.flatMap(({ parties }) =>
      parties.map(({ code, name }) => [name, code] as const),
    ),
  )
  const lags = () => [
    ['the card', lagOfCard(slack, channelOf('umlauf'), stored, names)] as const,
    ['ballots of the voters', lagOfBallots(slack, ballots, stored)] as const,
  ]
  for (const end = performance.now() + SETTLED_MS; performance.now() < end; await sleep(LOOK_MS)) {
    if (lags().every(([, { last }]) => Number.isFinite(last))) break
  }
  return {
    part: 'slack',
    title: `Slack by Socket Mode: ${votes.toLocaleString('en')} votes in ${seconds} s on one circulation`,
    head: ['what', 'messages', 'edits', 'longest behind s', 'complete after s'],
    rows: lags().map(([what, { messages, edits, longest, last }]) => [
      ...[what, messages, edits, longest / 1000],
      Number.isFinite(last) ? last / 1000 : undefined,
    ]),
    notes: [
      `${stored.length.toLocaleString('en')} counted, ${sent.lost} not acknowledged, p99 ${percentile(sent.latencies, 0.99).toFixed(1)} ms; Slack answered ${limited} calls with 429. A message is behind from the first vote that it does not show; complete: after the last vote.`,
    ],
  }
}

/** The whole adapter with one command and with many, the last of which is pressed. */
async function dispatching({ slack, folder }: World, { commands }: SlackPlan): Promise<Table> {
  const caller = createCaller()
  const apps: SlackApp[] = []
  const { botToken, signingSecret, apiUrl, team, botUser } = slack
  const [user] = [...new Set(slack.calls.map(({ args }) => String(args['users'] ?? '')))].filter(
    (one) => one.startsWith('U'),
  )
  if (user === undefined) throw new Error(`${botUser} knows nobody`)
  const channel = slack.imOf(user)
  const [message] = slack.messages(channel)
  const figures = new Map(COMMANDS.map((count) => [count, [] as number[]] as const))
  try {
    const started = new Map<number, { app: SlackApp; port: number }>()
    for (const count of COMMANDS) {
      const port = await freePort()
      const listen = { host: '127.0.0.1', port }
      const settings: SlackSettings = {
        ...{ suffix: undefined, botToken, signingSecret, apiUrl, listen },
      }
      const way = 'commands' as const
      const app = await startSlackApp({ way, project, folder, team, settings, commands: count })
      apps.push(app)
      started.set(count, { app, port })
    }
    for (let turn = 0; turn <= commands.rounds; turn += 1) {
      for (const [count, { app, port }] of started) {
        const verb = lastVerb(count)
        const clicks = slack.prepareClicks(commands.clicks, () => ({
          ...{ user, channel, ts: message?.ts ?? '', actionId: `umlauf:${verb}:0` },
          value: JSON.stringify({ v: 1, verb, args: {} }),
        }))
        const before = await app.spent()
        const { lost } = await caller.call({
          port,
          callers: dealt(clicks.map(requestOf), CALLERS, CALLERS),
        })
        const after = await app.spent()
        if (lost > 0) throw new Error(`${lost} clicks were lost among ${count} commands`)
        if (turn > 0) figures.get(count as 1)?.push((after.cpu - before.cpu) / commands.clicks)
      }
    }
  } finally {
    for (const app of apps) await app.stop()
    await caller.stop()
  }
  const [one = [], many = []] = [...figures.values()]
  const change = median(many.map((cpu, turn) => cpu / (one[turn] ?? Number.NaN))) - 1
  return {
    part: 'slack',
    title: 'Slack: finding the command',
    head: ['commands', 'CPU µs/click', 'change %'],
    rows: [...figures].map(([count, cpu], n) => [
      ...[`${count}`, median(cpu)],
      n === 0 ? undefined : change * 100,
    ]),
    notes: [
      `A button of the last command, through the whole adapter by HTTP and a core without a store. Medians of ${commands.rounds} rounds in turns, ${commands.clicks.toLocaleString('en')} clicks each. Goal: change < ${GOALS.dispatch} %.`,
    ],
  }
}
