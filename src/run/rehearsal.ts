// The rehearsal's panel: turns the clock through everything due on the way, jumps to the end, casts sample votes; every vote goes the ordinary way.
import type { Bot } from '../core/bot.ts'
import type { CirculationStores, Dossier } from '../core/circulations/index.ts'
import type { CouncilDirectory } from '../core/council/index.ts'
import type { Accept, Account, Desk } from '../core/ports.ts'
import { Refusal } from '../core/refusal.ts'
import { type Bilingual, inBoth } from '../core/texts.ts'
import { formatInstant, instantOf, parseWrittenDate } from '../core/time.ts'
import type { Choice, ConnectionId, Instant } from '../core/values.ts'
import { rehearsalTexts } from './texts.ts'

export type RehearsalParts<S extends CirculationStores> = {
  readonly desk: Desk<S>
  readonly bot: Pick<Bot<S>, 'nextDue'>
  readonly accept: Accept
  /** Does what is due now, and waits until it is posted. */
  readonly ring: () => Promise<void>
  readonly turn: (to: Instant, backWords: Bilingual) => Promise<void>
  readonly zone: string
  /** The connection whose accounts cast the sample votes. */
  readonly connection: ConnectionId
}

/** What a rehearsal can do besides the ordinary. */
export interface Rehearsal {
  /** @param to as people write it, e.g. `9.10.2023 14:00`; without a time, nine in the morning. */
  turnClock(to: string): Promise<Bilingual>
  turnTo(to: Instant): Promise<Bilingual>
  jumpToEnd(): Promise<Bilingual>
  sampleVotes(): Promise<Bilingual>
}

const MORNING = '09:00'

export function createRehearsal<S extends CirculationStores>(parts: RehearsalParts<S>): Rehearsal {
  const { desk, zone } = parts
  const turnTo = (to: Instant) => turnThrough(parts, to)
  return {
    turnTo,
    async turnClock(written) {
      const now = await desk.read(async (_, instant) => instant)
      const { date, time } = parseWrittenDate(written, { now, zone })
      return turnTo(instantOf(date, time ?? MORNING, zone))
    },
    async jumpToEnd() {
      const open = await desk.read(({ circulations }) => circulations.inState('open'))
      const end = open[0]?.deadline
      if (end === undefined) throw refusal('nothingOpen')
      return turnTo(end)
    },
    async sampleVotes() {
      let count = 0
      for (const vote of await samples(parts)) {
        await parts.accept(vote)
        count += 1
      }
      if (count === 0) throw refusal('nothingToVote')
      await parts.ring()
      return inBoth(rehearsalTexts, (t) => t.voted(count))
    },
  }
}

function refusal(code: 'nothingOpen' | 'nothingToVote'): Refusal {
  return new Refusal(
    `rehearsal.${code}`,
    inBoth(rehearsalTexts, (t) => t[code]),
  )
}

/** Stops at every instant at which something becomes due, so that the past happens in its order. */
async function turnThrough<S extends CirculationStores>(
  { bot, turn, ring, zone }: RehearsalParts<S>,
  goal: Instant,
): Promise<Bilingual> {
  const back = inBoth(rehearsalTexts, (t) => t.back)
  let last: Instant | undefined
  for (let due = await bot.nextDue(); due !== undefined && due < goal; due = await bot.nextDue()) {
    // what is overdue is done now; what stays due although it was rung for cannot be waited for
    if (due === last) break
    last = due
    await turn(due, back).catch(onlyRefusals)
    await ring()
  }
  await turn(goal, back)
  await ring()
  return inBoth(rehearsalTexts, (t, language) => t.turned(formatInstant(goal, zone, language)))
}

/** A due instant that has passed already needs no turn. */
function onlyRefusals(fault: unknown): void {
  if (!(fault instanceof Refusal)) throw fault
}

async function samples<S extends CirculationStores>({ desk, connection }: RehearsalParts<S>) {
  return desk.read(async (stores, now) => {
    const directory = await stores.council.directory()
    const open = await stores.circulations.inState('open')
    const dossiers = await Promise.all(open.map(({ id }) => stores.circulations.dossier(id)))
    return dossiers.flatMap((dossier) => samplesOf(dossier, directory, connection, now))
  })
}

/** Mostly consent; every seventh party rejects and every eighth stays silent, so that the board shows all four marks. */
function samplesOf(
  { circulation, frozen, ballots }: Dossier,
  directory: CouncilDirectory,
  connection: ConnectionId,
  now: Instant,
) {
  const electors = frozen?.electorate.electors ?? []
  return electors.flatMap(({ code }, index) => {
    const silent = index % 8 === 7
    if (silent || ballots.some(({ party }) => party === code)) return []
    const [member] = directory.representatives(circulation.body, code, now)
    const account = member?.accounts.find((one) => one.connection === connection)
    return account ? [sampleVote(circulation, code, account, sampleChoice(index))] : []
  })
}

function sampleChoice(index: number): Choice {
  if (index % 8 === 6) return 'reject'
  return index === 13 ? 'abstain' : 'consent'
}

function sampleVote(
  { id, version }: Dossier['circulation'],
  party: string,
  from: Account,
  choice: Choice,
) {
  return {
    kind: 'action',
    verb: 'vote',
    args: { circulation: id, version: `${version}`, party, choice },
    requestId: `sample:${id}:${version}:${party}`,
    from,
    origin: { kind: 'private' },
  } as const
}
