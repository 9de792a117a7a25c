// How old a card is while votes come in, and how long a restart takes to catch up, both on the loopback homeserver; leaves the council to matrix-hall.ts.
import { randomUUID } from 'node:crypto'
import { setTimeout as sleep } from 'node:timers/promises'
import type { Operation } from '../../src/core/ports.ts'
import { requestOf } from '../support/matrix-member.ts'
import { responseTo, until } from '../support/matrix-talk.ts'
import { type Homeserver, startHomeserver } from '../wire/matrix/index.ts'
import { conveneOnMatrix, type MatrixHall } from './matrix-hall.ts'
import { CHOICES } from './matrix-votes.ts'

/** Synapse makes ten rooms at once and then one a minute: so many ballots stand without a wait. */
const ON_MATRIX = 9
const CLIENTS = 4
const RESPONSE = 'org.matrix.msc3381.poll.response'
const LAST_CARD_MS = 60_000

export type LagPlan = {
  /** Whose votes: of people in Matrix, who all get a receipt there, or of the other network. */
  readonly votersIn: 'matrix' | 'elsewhere'
  /** Whether the homeserver limits the bot as Synapse does by default, or not at all (`override_ratelimit`). */
  readonly isLimited: boolean
  readonly seconds: number
  readonly missed?: number
}

export type LagFigures = {
  readonly votes: number
  /** How often the card was brought up to date meanwhile. */
  readonly cards: number
  /** For each vote, in ms: from its commit until the homeserver had a card that counts it. */
  readonly lags: readonly number[]
  /** In ms: from the command to the last of the missed events. */
  readonly caughtUp: number | undefined
}

/** A council of which nine members are in Matrix. */
export async function measureLag(folder: string, plan: LagPlan): Promise<LagFigures> {
  const homeserver = await startHomeserver({ limits: 'synapse' })
  try {
    const register = async (name: string, password = 'password') =>
      homeserver.addUser(name, { password })
    homeserver.overrideRatelimit(`@umlauf:${homeserver.name}`, 0, 0)
    const place = { url: homeserver.url, register: limitless(homeserver, register) }
    const hall = await conveneOnMatrix(place, { folder, onMatrix: ON_MATRIX, clients: CLIENTS })
    try {
      await hall.app().delivery.settle()
      if (plan.isLimited) homeserver.overrideRatelimit(hall.bot, 0.2, 10)
      const { stored, from } = await cast(hall, plan)
      const cards = await cardsAfter(hall, from, stored.length)
      const caughtUp =
        plan.missed === undefined ? undefined : await catchUp(homeserver, hall, plan.missed)
      const lags = stored.map((at, n) => shownAt(cards, n + 1) - at)
      return { votes: stored.length, cards: cards.length, lags, caughtUp }
    } finally {
      await hall.close()
    }
  } finally {
    await homeserver.stop()
  }
}

/** Nobody is limited from the start, so that the council convenes at once. */
function limitless<A extends { readonly id: string }>(
  homeserver: Homeserver,
  register: (name: string, password?: string) => Promise<A>,
) {
  return async (name: string, password?: string): Promise<A> => {
    const account = await register(name, password)
    homeserver.overrideRatelimit(account.id, 0, 0)
    return account
  }
}

/** Every party goes from consent over reject to abstain, so that each vote moves the count on by one. */
async function cast(hall: MatrixHall, { votersIn, seconds }: LagPlan) {
  const voting = votersIn === 'matrix' ? hall.casters.length : hall.voters.length - 1
  const votes = voting * CHOICES.length
  const from = hall.brought.length
  const stored: number[] = []
  const begin = performance.now()
  for (let turn = 0; turn < votes; turn += 1) {
    await sleep(Math.max(0, begin + (turn * seconds * 1000) / votes - performance.now()))
    const choice = CHOICES[Math.floor(turn / voting)] ?? 'abstain'
    stored.push(await castOne(hall, votersIn, turn % voting, choice))
  }
  return { stored, from }
}

/** @returns when it was committed */
async function castOne(
  hall: MatrixHall,
  votersIn: LagPlan['votersIn'],
  n: number,
  choice: string,
): Promise<number> {
  if (votersIn === 'matrix') {
    const caster = hall.casters[n]
    if (!caster) throw new Error('nobody has a client')
    const id = await caster.member.send(caster.room, RESPONSE, responseTo(caster.poll, [choice]))
    return until(async () => hall.stored.get(requestOf(caster.member, id)))
  }
  const voter = hall.voters[n]
  if (!voter) throw new Error('nobody votes')
  const { account, circulation, version, party } = voter
  await hall.app().accept({
    ...{ kind: 'action', verb: 'vote', requestId: randomUUID(), from: account },
    args: { circulation, version: `${version}`, party, choice },
    origin: { kind: 'private' },
  })
  return performance.now()
}

/** How far the count had come, and from when on the homeserver had it. */
type Card = { readonly progress: number; readonly end: number }

/** All cards since, when the last vote is counted. */
async function cardsAfter(hall: MatrixHall, from: number, votes: number): Promise<Card[]> {
  const cards = () =>
    hall.brought.slice(from).flatMap(({ operation, outcome, end }) => {
      if (operation.to.kind !== 'place' || outcome !== 'delivered') return []
      const progress = progressOf(operation)
      return progress === undefined ? [] : [{ progress, end }]
    })
  const late = performance.now() + LAST_CARD_MS
  while (performance.now() < late && !cards().some(({ progress }) => progress >= votes)) {
    await sleep(50)
  }
  return cards()
}

const WEIGHTS = { hidden: 0, open: 0, yes: 1, no: 2, abstain: 3 }

/** How often all parties together have voted, by the marks on the card. */
function progressOf(operation: Operation): number | undefined {
  if (operation.kind === 'file') return undefined
  const board = operation.message.blocks.find((block) => block.kind === 'board')
  return board?.cells.reduce((all, { mark }) => all + WEIGHTS[mark], 0)
}

function shownAt(cards: readonly Card[], progress: number): number {
  const card = cards.find((one) => one.progress >= progress)
  if (!card) throw new Error(`no card counts vote ${progress}`)
  return card.end
}

/** One of so many missed events asks the bot something. */
const ASKING_EVERY = 100

/** Stopped, so many events later, and started again: until the last of them was handled. */
async function catchUp(homeserver: Homeserver, hall: MatrixHall, missed: number): Promise<number> {
  const [caster] = hall.casters
  if (!caster) throw new Error('nobody has a client')
  await hall.adjourn()
  homeserver.overrideRatelimit(hall.bot, 0, 0)
  const asking: string[] = []
  for (let n = 1; n <= missed; n += 1) {
    const body = n % ASKING_EVERY === 0 ? '!umlauf status' : `Nachricht ${n}`
    const id = await caster.member.send(hall.room, 'm.room.message', { msgtype: 'm.text', body })
    if (n % ASKING_EVERY === 0) asking.push(requestOf(caster.member, id))
  }
  const begin = performance.now()
  await hall.reconvene()
  await until(async () => asking.every((id) => hall.stored.has(id)) || undefined)
  return Math.max(...asking.map((id) => hall.stored.get(id) ?? Number.NaN)) - begin
}
