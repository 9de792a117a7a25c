// The count: what the votes mean for a profile now, in exact integers; leaves single conditions to conditions.ts and what is lacking to missing.ts.
import type { PartyCode } from '../values.ts'
import { type Condition, collect, isHalf, judge, judgeWorst, type Vote } from './conditions.ts'
import { findMissing, type Missing } from './missing.ts'

/** How a text that can be read in two ways was read; worded for the sum sheet by views.ts. */
type Reading =
  | 'abstentionsLeaveBase'
  | 'abstentionsStayInBase'
  | 'abstentionsDoNotLowerThresholds'
  | 'tieDecidedByChair'
  | 'tieRejected'

/** The result of a count, the same for the card, the sum sheet, `status` and the calculator. */
export type Tally = {
  readonly outcome: 'adopted' | 'rejected' | 'pending'
  /**
   * As the votes stand: `certain` when no use of the open votes can prevent adoption, `impossible` when none can bring
   * it. Votes may change until the deadline, so neither ends a vote. Once closed: adopted is `certain`, rejected
   * `impossible`.
   */
  readonly state: 'certain' | 'open' | 'impossible'
  readonly conditions: readonly Condition[]
  readonly missing: Missing
  /** Who did not vote by the close. While a vote is open nobody is silent yet: `missing.open` names them. */
  readonly silent: readonly PartyCode[]
  readonly reading: readonly Reading[]
}

/**
 * Counts a vote. Pure, exact (integers and cross-multiplication) and independent of the order of votes; one pass over
 * the electorate, and a sort of the open parties only where shares are still missing. Which of a party's ballots counts
 * is the store's matter: `votes` holds that one. A vote of a party outside the electorate throws.
 */
export function tally(vote: Vote & { readonly closed: boolean }): Tally {
  return vote.closed ? closedTally(vote) : openTally(vote)
}

function closedTally(vote: Vote): Tally {
  const ballots = collect(vote.electorate, vote.votes)
  const conditions = judge(vote, ballots, 'silent')
  const adopted = conditions.every(({ met }) => met)
  return {
    outcome: adopted ? 'adopted' : 'rejected',
    state: adopted ? 'certain' : 'impossible',
    conditions,
    missing: findMissing(vote, conditions, { open: [], reachable: adopted }),
    silent: ballots.open.map(({ code }) => code),
    reading: [...baseReading(vote), ...tieReading(conditions)],
  }
}

function openTally(vote: Vote): Tally {
  const ballots = collect(vote.electorate, vote.votes)
  const worst = judgeWorst(vote, ballots)
  const certain = worst.every(({ met }) => met)
  // Consent is the best use of an open vote for every kind of condition at once, so one judgement settles "can it still pass".
  const reachable = judge(vote, ballots, 'consent').every(({ met }) => met)
  return {
    outcome: 'pending',
    state: certain ? 'certain' : reachable ? 'open' : 'impossible',
    conditions: judge(vote, ballots, 'uncounted'),
    missing: findMissing(vote, worst, { open: ballots.open, reachable }),
    silent: [],
    reading: baseReading(vote),
  }
}

/** The two readings of an abstention (treaty: members present; GO § 7 Abs. 4: abstentions do not count). */
function baseReading({ profile }: Vote): readonly Reading[] {
  if (!profile.abstention.allowed && profile.silence !== 'abstain') return []
  const { thresholds, abstention } = profile
  if (thresholds.some((rule) => rule.kind === 'majority' && rule.of !== 'all')) {
    return [abstention.leavesBase ? 'abstentionsLeaveBase' : 'abstentionsStayInBase']
  }
  const fixed = ['minCount', 'minWeight', 'majority', 'allConsent']
  const asks = thresholds.some(({ kind }) => fixed.includes(kind))
  return asks ? ['abstentionsDoNotLowerThresholds'] : []
}

function tieReading(conditions: readonly Condition[]): readonly Reading[] {
  const tie = conditions.find(
    ({ rule, have, of }) => rule.kind === 'majority' && isHalf(rule) && of > 0n && have * 2n === of,
  )
  if (tie === undefined) return []
  return [tie.met ? 'tieDecidedByChair' : 'tieRejected']
}
