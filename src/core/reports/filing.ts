// A filing (Meldung): one version of what a party reported, what of it changed, and where the party stands after reviews; leaves reading what was written to answers.ts.
import type { Canonical } from '../canonical.ts'
import type { Instant, PartyCode, PersonId } from '../values.ts'
import type { CountName, Standing } from './figures.ts'

/** The counts of one service, as far as they were given. */
export type RowCounts = { readonly [count in CountName]?: number }

/** The answer to one question: a figure, yes or no (as `yes`, `no`), a choice by its id, a text, or a row for each service. */
export type Answer = number | string | { readonly [service: string]: RowCounts }
export type Answers = { readonly [question: string]: Answer }

/** What a filing is, format 1; its canonical text is hashed. `late`: after the due instant of the round. */
export type FilingDocument = {
  readonly format: 1
  readonly round: string
  readonly frozen: string
  readonly party: PartyCode
  readonly version: number
  readonly answers: Answers
  readonly late: boolean
  readonly filedAt: string
}

export type Filing = {
  readonly document: FilingDocument
  readonly hash: string
  readonly person: PersonId
  readonly at: Instant
}

/** What the secretariat said of a version; the newest step counts. */
export type Review = {
  readonly round: string
  readonly party: PartyCode
  readonly version: number
  readonly step: number
  readonly outcome: 'accepted' | 'returned'
  readonly reason: string | undefined
  readonly person: PersonId
  readonly at: Instant
}

/** Where one party stands: its newest filing, and what was last said of it. */
export type PartyState = {
  readonly party: PartyCode
  readonly standing: Standing
  readonly filing: Filing | undefined
  readonly review: Review | undefined
}

/** All filings and reviews of a round. */
type Said = { readonly filings: readonly Filing[]; readonly reviews: readonly Review[] }

/** Kept beside what it was made from: with thousands of parties each of them is asked for many times. */
const reckoned = new WeakMap<Said, ReadonlyMap<PartyCode, PartyState>>()

/** Where a party stands. An older version that was accepted does not stand for a newer one that was not looked at. */
export function stateOf(party: PartyCode, said: Said): PartyState {
  const known = reckoned.get(said) ?? statesOf(said)
  reckoned.set(said, known)
  const missing = { party, standing: 'missing', filing: undefined, review: undefined } as const
  return known.get(party) ?? missing
}

function statesOf({ filings, reviews }: Said): ReadonlyMap<PartyCode, PartyState> {
  const newest = new Map<PartyCode, Filing>()
  for (const one of filings) {
    const { party, version } = one.document
    if (version > (newest.get(party)?.document.version ?? 0)) newest.set(party, one)
  }
  const latest = new Map<PartyCode, Review>()
  for (const one of reviews) {
    if (one.version !== newest.get(one.party)?.document.version) continue
    if (one.step > (latest.get(one.party)?.step ?? 0)) latest.set(one.party, one)
  }
  return new Map(
    [...newest].map(([party, filing]) => {
      const review = latest.get(party)
      return [party, { party, standing: review?.outcome ?? 'filed', filing, review }]
    }),
  )
}

/** A word for where each party stands that changes with every filing and review: by it two states of a round are compared. */
export type StandingMarks = ReadonlyMap<PartyCode, string>

export function standingMarks(parties: readonly PartyCode[], said: Said): StandingMarks {
  return new Map(parties.map((party) => [party, markOf(party, said)]))
}

export function markOf(party: PartyCode, said: Said): string {
  const { filing, review } = stateOf(party, said)
  return `${filing?.hash} ${review?.step}`
}

/** Sent back counts as missing until it is filed again. */
export function isMissing({ standing }: PartyState): boolean {
  return standing === 'missing' || standing === 'returned'
}

/** One leaf of the answers that differs. `service` and `count` where it is a figure of a row. */
export type Change = {
  readonly question: string
  readonly service: string | undefined
  readonly count: CountName | undefined
  readonly from: number | string | undefined
  readonly to: number | string | undefined
}

/** What two reports say differently, question by question. */
export function changesBetween(was: Answers, is: Answers): readonly Change[] {
  const before = leavesOf(was)
  const after = leavesOf(is)
  const keys = [...new Set([...before.keys(), ...after.keys()])]
  return keys.flatMap((key): Change[] => {
    const [from, to] = [before.get(key), after.get(key)]
    if (from?.value === to?.value) return []
    const { question = '', service, count } = to ?? from ?? {}
    return [{ question, service, count, from: from?.value, to: to?.value }]
  })
}

type Leaf = Omit<Change, 'from' | 'to'> & { readonly value: number | string }

function leavesOf(answers: Answers): ReadonlyMap<string, Leaf> {
  const leaves = Object.entries(answers).flatMap(([question, answer]): Leaf[] => {
    if (typeof answer !== 'object') {
      return [{ question, service: undefined, count: undefined, value: answer }]
    }
    return Object.entries(answer).flatMap(([service, row]) =>
      (Object.entries(row) as [CountName, number][]).map(([count, value]) => ({
        question,
        service,
        count,
        value,
      })),
    )
  })
  return new Map(leaves.map((leaf) => [[leaf.question, leaf.service, leaf.count].join('\n'), leaf]))
}

/** The document as plain data for the canonical text. */
export function plainFiling(document: FilingDocument): Canonical {
  return JSON.parse(JSON.stringify(document))
}

/** `R-1/2023-HE-2`: the number of a receipt. */
export function receiptOf(number: string, { party, version }: FilingDocument): string {
  return `${number}-${party}-${version}`
}
