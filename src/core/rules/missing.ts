// What an adoption still lacks, exactly: who must consent, how many and how much, and how few of the open parties can bring it; leaves the sentence to views.ts.
import type { Choice, PartyCode } from '../values.ts'
import { type Condition, collect, isHalf, isQuorum, judgeWorst, type Vote } from './conditions.ts'
import type { Elector } from './electorate.ts'

/** How much one condition lacks: consents (heads), shares (whole units) or parties that take part. */
export type Need = {
  readonly condition: string
  readonly kind: 'consents' | 'shares' | 'turnout'
  /** Only consents of this group help; absent: anybody's. */
  readonly group?: string | undefined
  readonly amount: bigint
  readonly of: bigint
}

/**
 * What must still come for the conditions that ask for something to hold whatever the others do. Conditions that only
 * forbid (at most n refuse) ask for nothing and lack nothing.
 */
export type Missing = {
  /** Parties whose consent is required and not there. */
  readonly parties: readonly PartyCode[]
  /** Parties that must take part for the quorum and have not. */
  readonly voters: readonly PartyCode[]
  readonly needs: readonly Need[]
  /** Who has not voted. Empty once closed: `silent` of the tally names them then. */
  readonly open: readonly PartyCode[]
  /** The open parties that can help besides `parties` and `voters`. */
  readonly among: readonly PartyCode[]
  /** The smallest number of `among` of which some choice suffices, `parties` and `voters` consenting; null: none does. */
  readonly some: number | null
  /** The smallest number of `among` of which every choice suffices; null: none does. */
  readonly every: number | null
}

/**
 * Finds what is missing.
 * @param worst the conditions under what is worst for each (or as they ended, once closed)
 * @param open the electors without a vote, none once closed
 * @param reachable whether the open votes can still bring adoption
 */
export function findMissing(
  vote: Vote,
  worst: readonly Condition[],
  { open, reachable }: { readonly open: readonly Elector[]; readonly reachable: boolean },
): Missing {
  const silent = silentConsents(vote, open)
  const parties = lacking(worst, 'requiredConsents').filter(
    (party) => vote.votes.get(party) !== 'consent' && !silent(party),
  )
  const voters = lacking(worst, 'includes').filter((party) => !vote.votes.has(party))
  const named = new Set([...parties, ...voters])
  const expected = open.filter(({ code }) => named.has(code))
  const helped = consenting(vote, expected)
  const needs = needsOf(expected.length === 0 ? worst : judgedWorst(helped))
  const among = open.filter(
    (elector) =>
      !named.has(elector.code) &&
      needs.some((need) => helps(elector, need) || decides(elector, need, vote)),
  )
  const enough = reachable ? enoughOf(helped, among, needs) : NEVER
  return {
    parties,
    voters,
    needs: needsOf(worst),
    open: open.map(({ code }) => code),
    among: among.map(({ code }) => code),
    ...enough,
  }
}

type Enough = Pick<Missing, 'some' | 'every'>
const NEVER: Enough = { some: null, every: null }

/** The parties named by conditions of one kind that are not met. */
function lacking(
  conditions: readonly Condition[],
  kind: 'requiredConsents' | 'includes',
): readonly PartyCode[] {
  const named = conditions.flatMap(({ rule, met }) =>
    rule.kind === kind && !met ? rule.parties : [],
  )
  return [...new Set(named)]
}

/** Whether a party consents by its silence; only at a close, where nobody is open any more. */
function silentConsents({ profile, votes }: Vote, open: readonly Elector[]) {
  const assents = profile.silence === 'assent' && open.length === 0
  return (party: PartyCode) => assents && !votes.has(party)
}

function needsOf(conditions: readonly Condition[]): readonly Need[] {
  return conditions.flatMap((condition) => {
    const kind = needKind(condition)
    if (kind === undefined || condition.met) return []
    const { id, have, need, of, rule } = condition
    const group = 'group' in rule ? rule.group : undefined
    return [{ condition: id, kind, group, amount: need - have, of }]
  })
}

/** What more of the open parties could bring to a condition; undefined for those that name parties or only forbid. */
function needKind({ rule, relation }: Condition): Need['kind'] | undefined {
  if (relation === '≤' || rule.kind === 'requiredConsents' || rule.kind === 'includes') return
  if (isQuorum(rule)) return 'turnout'
  const byShare = rule.kind === 'minWeight' || (rule.kind === 'majority' && rule.weighted)
  return byShare ? 'shares' : 'consents'
}

const helps = (elector: Elector, need: Need) => weight(elector, need) > 0n

function weight(elector: Elector, { group, kind }: Need): bigint {
  if (group !== undefined && elector.group !== group) return 0n
  return kind === 'shares' ? elector.share : 1n
}

/**
 * How few open parties suffice. In the worst case the base of a majority is fixed, so every need is a plain sum to be
 * reached, and only the chair's casting vote depends on who consents: with it and without it are looked at apart.
 */
function enoughOf(vote: Vote, among: readonly Elector[], needs: readonly Need[]): Enough {
  const chair = among.find((elector) => needs.some((need) => decides(elector, need, vote)))
  if (chair === undefined) return { some: fewest(among, needs), every: surely(among, needs) }
  const others = among.filter((elector) => elector !== chair)
  const needsBesides = needsOf(judgedWorst(consenting(vote, [chair])))
  const without = { some: fewest(others, needs), every: surely(others, needs) }
  const besides = { some: fewest(others, needsBesides), every: surely(others, needsBesides) }
  const withChair = besides.some === null ? null : besides.some + 1
  return {
    some: smaller(without.some, withChair),
    every:
      besides.every === null
        ? null
        : without.every === null
          ? among.length
          : Math.max(without.every, besides.every + 1),
  }
}

/** Whether this is the chair whose consent turns a tie of that condition, even without a share of its own. */
function decides({ code, group }: Elector, need: Need, { profile, chair }: Vote): boolean {
  if (profile.tie !== 'chair' || code !== chair) return false
  return profile.thresholds.some(
    (rule) =>
      rule.id === need.condition &&
      rule.kind === 'majority' &&
      isHalf(rule) &&
      (rule.group === undefined || rule.group === group),
  )
}

function smaller(a: number | null, b: number | null): number | null {
  if (a === null || b === null) return a ?? b
  return Math.min(a, b)
}

/**
 * The smallest choice that reaches every need. The largest shares of a group reach its needs in the fewest steps, and
 * filling up with the largest left over reaches those of all: no other choice of that size weighs more.
 */
function fewest(among: readonly Elector[], needs: readonly Need[]): number | null {
  const lacks = needs.map((need) => ({ need, left: need.amount }))
  const lacking = (group: string | undefined) =>
    lacks.some(({ need, left }) => need.group === group && left > 0n)
  const left = new Set(needs.some(({ kind }) => kind === 'shares') ? largestFirst(among) : among)
  let taken = 0
  const take = (group: string | undefined) => {
    for (const elector of left) {
      if (!lacking(group)) return
      if (group !== undefined && elector.group !== group) continue
      left.delete(elector)
      taken += 1
      for (const lack of lacks) lack.left -= weight(elector, lack.need)
    }
  }
  for (const group of new Set(needs.map((need) => need.group))) if (group !== undefined) take(group)
  take(undefined)
  return lacks.every((lack) => lack.left <= 0n) ? taken : null
}

/** The smallest number of which every choice reaches every need: first come those that do not help, then the smallest. */
function surely(among: readonly Elector[], needs: readonly Need[]): number | null {
  const smallestFirst = largestFirst(among).reverse()
  const numbers = needs.map((need) => {
    const helping = smallestFirst.filter((elector) => helps(elector, need))
    let reached = 0n
    const used = helping.findIndex((elector) => {
      reached += weight(elector, need)
      return reached >= need.amount
    })
    return used === -1 ? null : among.length - helping.length + used + 1
  })
  return numbers.reduce((all, one) => (all === null || one === null ? null : Math.max(all, one)), 0)
}

function largestFirst(electors: readonly Elector[]): Elector[] {
  return [...electors].sort((a, b) => (a.share < b.share ? 1 : a.share > b.share ? -1 : 0))
}

function consenting(vote: Vote, electors: readonly Elector[]): Vote {
  if (electors.length === 0) return vote
  const consents = electors.map(({ code }): [PartyCode, Choice] => [code, 'consent'])
  return { ...vote, votes: new Map([...vote.votes, ...consents]) }
}

function judgedWorst(vote: Vote): readonly Condition[] {
  return judgeWorst(vote, collect(vote.electorate, vote.votes))
}
