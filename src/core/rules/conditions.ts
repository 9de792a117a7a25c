// Judges each condition of a profile against collected votes, under an assumption about the votes still open; leaves the result to tally.ts.
import type { Choice, Fraction, PartyCode } from '../values.ts'
import type { Elector, Electorate } from './electorate.ts'
import type { Profile, Quorum, Source, Threshold } from './profile.ts'

/** What is counted. `chair` is the party that chairs, asked only where a profile lets the chair decide a tie. */
export type Vote = {
  readonly profile: Profile
  readonly electorate: Electorate
  readonly votes: ReadonlyMap<PartyCode, Choice>
  readonly chair?: PartyCode | undefined
}

/** A threshold or a quorum: whatever must hold for adoption. */
export type Rule = Threshold | Quorum

/**
 * One condition: `left relation right`, and the same in whole parts for bars and sums: `have` of `of` parts, where
 * `need` is the least that meets it (with `≤`: the most that is allowed).
 */
export type Condition = {
  readonly id: string
  readonly rule: Rule
  readonly met: boolean
  readonly left: Fraction
  readonly relation: '≥' | '>' | '≤'
  readonly right: Fraction
  readonly have: bigint
  readonly need: bigint
  readonly of: bigint
  readonly source: Source
}

/** What the open votes are taken for: left out of the count, all consent, all reject, or all silent as at a close. */
export type Assumption = 'uncounted' | 'consent' | 'reject' | 'silent'

type Weight = { count: number; share: bigint }
type Sums = Record<Choice | 'open', Weight>

/** The votes, added up once for each group and for all. */
export type Ballots = {
  readonly all: Sums
  readonly groups: ReadonlyMap<string, Sums>
  readonly open: readonly Elector[]
}

const noSums = (): Sums => ({
  consent: { count: 0, share: 0n },
  reject: { count: 0, share: 0n },
  abstain: { count: 0, share: 0n },
  open: { count: 0, share: 0n },
})

/** Adds the votes up in one pass. A vote of a party outside the electorate is a defect of the caller and throws. */
export function collect(electorate: Electorate, votes: ReadonlyMap<PartyCode, Choice>): Ballots {
  const groups = new Map<string, Sums>()
  const all = noSums()
  const open: Elector[] = []
  for (const elector of electorate.electors) {
    const choice = votes.get(elector.code) ?? 'open'
    if (choice === 'open') open.push(elector)
    let sums = groups.get(elector.group)
    if (sums === undefined) {
      sums = noSums()
      groups.set(elector.group, sums)
    }
    for (const weight of [sums[choice], all[choice]]) {
      weight.count += 1
      weight.share += elector.share
    }
  }
  if (electorate.electors.length - open.length !== votes.size) {
    throw new Error('a vote of a party outside the electorate was given to the count')
  }
  return { all, groups, open }
}

/** Judges every condition under one assumption. */
export function judge(vote: Vote, ballots: Ballots, assumption: Assumption): readonly Condition[] {
  return rules(vote.profile).flatMap((rule) => judgeRule(rule, { vote, ballots, assumption }))
}

/**
 * Judges every condition under what is worst for it. No use of the open votes is worse than rejecting, except for a
 * quorum, which a rejection helps and silence does not. All conditions are met here exactly when no use of the open
 * votes can prevent adoption, since "for all" may be judged condition by condition.
 */
export function judgeWorst(vote: Vote, ballots: Ballots): readonly Condition[] {
  return rules(vote.profile).flatMap((rule) =>
    judgeRule(rule, { vote, ballots, assumption: isQuorum(rule) ? 'silent' : 'reject' }),
  )
}

/** A quorum asks who takes part, a threshold what they say. */
export function isQuorum(rule: Rule): rule is Quorum {
  return rule.kind === 'share' || rule.kind === 'number' || rule.kind === 'includes'
}

function rules(profile: Profile): readonly Rule[] {
  return [...profile.thresholds, ...profile.quorum]
}

type Case = { readonly vote: Vote; readonly ballots: Ballots; readonly assumption: Assumption }

/** One case per kind of rule: this is the whole arithmetic of the product's decisions. */
function judgeRule(rule: Rule, one: Case): readonly Condition[] {
  const total = pool(one, 'count').all
  switch (rule.kind) {
    case 'requiredConsents': {
      const named = BigInt(rule.parties.length)
      return [counted(rule, howMany(rule.parties, 'consent', one), '≥', named, named)]
    }
    case 'minCount': {
      const { consents, all } = pool(one, 'count', rule.group)
      return [counted(rule, consents, '≥', BigInt(rule.n), all)]
    }
    case 'minWeight': {
      const { consents, all } = pool(one, 'share', rule.group)
      return [shared(rule, consents, '≥', rule, all)]
    }
    case 'majority':
      return [majority(rule, one)]
    case 'maxRefusals': {
      const { refusals, all } = pool(one, 'count', rule.group)
      return 'n' in rule.limit
        ? [counted(rule, refusals, '≤', BigInt(rule.limit.n), all)]
        : [shared(rule, refusals, '≤', rule.limit, all)]
    }
    case 'noRefusalOf': {
      const refusals = howMany(rule.parties, 'reject', one)
      return [counted(rule, refusals, '≤', 0n, BigInt(rule.parties.length))]
    }
    case 'allConsent': {
      const { consents, all } = pool(one, 'count', rule.group)
      return [counted(rule, consents, '≥', all, all)]
    }
    case 'noneRefuses': {
      const { consents, refusals } = pool(one, 'count')
      const nobody = counted(rule, refusals, '≤', 0n, total)
      return [
        counted(rule, consents, '≥', BigInt(rule.min), total),
        { ...nobody, id: `${rule.id}-refusals` },
      ]
    }
    case 'share':
      return [shared(rule, pool(one, 'count').tookPart, rule.strict ? '>' : '≥', rule, total)]
    case 'number':
      return [counted(rule, pool(one, 'count').tookPart, '≥', BigInt(rule.n), total)]
    case 'includes': {
      const named = BigInt(rule.parties.length)
      const took = rule.parties.filter((party) => tookPart(party, one)).length
      return [counted(rule, BigInt(took), '≥', named, named)]
    }
  }
}

/**
 * More than half, or at least any other share, of the base. Exactly half is a tie: rejected, or adopted where the
 * profile lets the chair decide and the chair, itself among those who are counted, consents (VwVfG § 91). Without any
 * vote in the base there is no majority. With a base that grows with the votes (`cast`, `present`) a casting vote is
 * not monotone: one more abstention can undo the tie that the chair had decided.
 */
function majority(rule: Extract<Threshold, { kind: 'majority' }>, one: Case): Condition {
  const counts = pool(one, rule.weighted ? 'share' : 'count', rule.group)
  const base = counts[rule.of]
  const half = isHalf(rule)
  const condition = shared(rule, counts.consents, half ? '>' : '≥', rule, base)
  if (!half || !castingVote(rule.group, one)) return condition
  const need = (base + 1n) / 2n
  return { ...condition, need, met: base > 0n && counts.consents >= need }
}

/** 1/2, however it is written: the one share that must be passed, not only reached. */
export function isHalf({ num, den }: { readonly num: number; readonly den: number }): boolean {
  return num * 2 === den
}

function castingVote(group: string | undefined, one: Case): boolean {
  const { profile, electorate, chair } = one.vote
  if (profile.tie !== 'chair' || chair === undefined) return false
  if (choiceOf(chair, one) !== 'consent') return false
  return electorate.electors.some(
    (elector) => elector.code === chair && (group === undefined || elector.group === group),
  )
}

/** Compares a number of parts with a fixed number. */
function counted(
  rule: Rule,
  have: bigint,
  relation: '≥' | '≤',
  need: bigint,
  of: bigint,
): Condition {
  const met = relation === '≥' ? have >= need : have <= need
  const [left, right] = [whole(have), whole(need)]
  return { id: rule.id, rule, met, left, relation, right, have, need, of, source: rule.source }
}

/** Compares a part of a base with a share of it. Nothing of an empty base reaches any share. */
function shared(
  rule: Rule,
  have: bigint,
  relation: Condition['relation'],
  share: { readonly num: number; readonly den: number },
  base: bigint,
): Condition {
  const right = { n: BigInt(share.num), d: BigInt(share.den) }
  const [below, exact] = [(right.n * base) / right.d, (right.n * base) % right.d === 0n]
  const need = relation === '≤' || (relation === '≥' && exact) ? below : below + 1n
  const met = relation === '≤' ? have <= need : base > 0n && have >= need
  const left = base === 0n ? whole(0n) : { n: have, d: base }
  return {
    id: rule.id,
    rule,
    met,
    left,
    relation,
    right,
    have,
    need,
    of: base,
    source: rule.source,
  }
}

function whole(n: bigint): Fraction {
  return { n, d: 1n }
}

/** How an open vote is read under an assumption; silence is worth what the profile says (GO § 7 Abs. 4: an abstention). */
function openAs({ vote, assumption }: Case): Choice | undefined {
  if (assumption === 'uncounted') return undefined
  if (assumption !== 'silent') return assumption
  const worth = { abstain: 'abstain', assent: 'consent', reject: 'reject' } as const
  const { silence } = vote.profile
  return silence === 'notParticipating' ? undefined : worth[silence]
}

function choiceOf(party: PartyCode, one: Case): Choice | undefined {
  return one.vote.votes.get(party) ?? openAs(one)
}

function tookPart(party: PartyCode, { vote, assumption }: Case): boolean {
  return vote.votes.has(party) || assumption === 'consent' || assumption === 'reject'
}

function howMany(parties: readonly PartyCode[], choice: Choice, one: Case): bigint {
  return BigInt(parties.filter((party) => choiceOf(party, one) === choice).length)
}

/**
 * The sums that conditions are made of, by heads or by shares. A silence that counts as abstention is no vote `cast`,
 * but its party is taken as `present`; the silent never `tookPart`, whatever their silence is worth.
 */
function pool(one: Case, measure: 'count' | 'share', group?: string) {
  const sums = group === undefined ? one.ballots.all : one.ballots.groups.get(group)
  const amount = (slot: Choice | 'open') => BigInt(sums?.[slot][measure] ?? 0)
  const open = amount('open')
  const as = openAs(one)
  const voting = one.assumption === 'consent' || one.assumption === 'reject'
  const consents = amount('consent') + (as === 'consent' ? open : 0n)
  const refusals = amount('reject') + (as === 'reject' ? open : 0n)
  const stays = !one.vote.profile.abstention.leavesBase
  const cast = consents + refusals + (stays ? amount('abstain') : 0n)
  const voted = amount('consent') + amount('reject') + amount('abstain')
  return {
    consents,
    refusals,
    cast,
    present: cast + (stays && as === 'abstain' ? open : 0n),
    all: voted + open,
    tookPart: voted + (voting ? open : 0n),
  }
}
