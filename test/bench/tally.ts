// The count of the rules with few and with very many ballots; leaves what is counted to the core.
import { type Elector, type Profile, tally } from '../../src/core/rules/index.ts'
import type { Choice, PartyCode } from '../../src/core/values.ts'
import { readShipped } from './council.ts'
import { median, type Table } from './figures.ts'

/** Goals in ms for the sizes that have one; printed beside the figures, held by nobody: a machine may be slow. */
const GOALS: Readonly<Record<number, number>> = { 17: 1, 10000: 10, 1000000: 300 }

/** The sizes of the bench: a council, a large assembly, and far beyond. */
export const TALLY_SIZES: readonly number[] = Object.keys(GOALS).map(Number)

/** How long one size is repeated, in ms of machine time, and how often at least. */
const LONG_ENOUGH_MS = 500
const LEAST_REPEATS = 5

/** Counts each size closed with every vote cast, and open with a third of the votes outstanding. */
export function measureTallies(sizes: readonly number[]): Table {
  const profile = decisionProfile()
  const rows = sizes.map((size) => {
    const electorate = electorateOf(size)
    const all = votesOf(electorate.electors, () => true)
    const some = votesOf(electorate.electors, (index) => index % 3 !== 0)
    const closed = timeOf(() => tally({ profile, electorate, votes: all, closed: true }))
    const open = timeOf(() => tally({ profile, electorate, votes: some, closed: false }))
    return [size.toLocaleString('en'), closed, open, GOALS[size]]
  })
  return {
    part: 'tally',
    title: 'Tally: the whole count, from nothing kept',
    head: ['parties', 'closed ms', 'open, a third missing ms', 'goal ms'],
    rows,
    notes: [
      `Medians, with the profile ${profile.id}: every threshold judged exactly. The goal is for the closed count.`,
    ],
  }
}

function decisionProfile(): Profile {
  const [profile] = readShipped().council.bodies.flatMap(({ profiles }) => profiles)
  if (!profile) throw new Error('the shipped council has no profile')
  return profile
}

/** As the council's: one Bund without share, all others Länder. */
function electorateOf(size: number) {
  const electors = Array.from({ length: size }, (_, index): Elector => {
    if (index === 0) return { code: 'BUND', name: 'Bund', group: 'BUND', share: 0n }
    return { code: `L${index}`, name: `Land ${index}`, group: 'LAND', share: 1n }
  })
  return { electors, shareTotal: BigInt(size - 1), keyId: 'bench' }
}

function votesOf(electors: readonly Elector[], voted: (index: number) => boolean) {
  const choices: readonly Choice[] = ['consent', 'consent', 'consent', 'reject', 'abstain']
  const votes = new Map<PartyCode, Choice>()
  electors.forEach(({ code }, index) => {
    if (voted(index)) votes.set(code, choices[index % choices.length] ?? 'abstain')
  })
  return votes
}

function timeOf(work: () => unknown): number {
  const times: number[] = []
  const end = performance.now() + LONG_ENOUGH_MS
  while (times.length < LEAST_REPEATS || performance.now() < end) {
    const begin = performance.now()
    work()
    times.push(performance.now() - begin)
  }
  return median(times)
}
