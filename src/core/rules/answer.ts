// The count as data for programs: one schema for the calculator and for `status --json`; leaves words to views.ts.
import { z } from 'zod'
import type { Fraction } from '../values.ts'
import { MARKS } from './profile.ts'
import type { Tally } from './tally.ts'

const exact = z
  .union([z.int(), z.string().regex(/^\d+\/\d+$/)])
  .describe('A whole number, or an exact fraction as "n/d".')
const party = z.string()
const group = z.string()

/**
 * The published form of a tally. Whole numbers are numbers, fractions are `"n/d"` with the numbers of the rule and of
 * the count (not in lowest terms): nothing that decides is rounded.
 */
export const tallyAnswerSchema = z.strictObject({
  format: z.literal(1),
  outcome: z.enum(['adopted', 'rejected', 'pending']),
  state: z
    .enum(['certain', 'open', 'impossible'])
    .describe('As the votes stand now; votes may change until the deadline.'),
  conditions: z
    .array(
      z.strictObject({
        id: z.string(),
        met: z.boolean(),
        left: exact,
        relation: z.enum(['>=', '>', '<=']),
        right: exact,
        source: z.strictObject({ paragraph: z.string(), mark: z.enum(MARKS) }),
      }),
    )
    .describe('All must be met. A chair that decides a tie meets `>` 1/2 with exactly 1/2.'),
  missing: z.strictObject({
    parties: z.array(party).describe('Required consents that are not there.'),
    voters: z.array(party).describe('Parties that the quorum requires and that have not voted.'),
    needs: z
      .array(
        z.strictObject({
          condition: z.string(),
          kind: z.enum(['consents', 'shares', 'turnout']),
          group: group.optional(),
          amount: exact.describe('Heads, or shares as a fraction of all shares that count.'),
        }),
      )
      .describe('What each condition lacks, whatever the others do.'),
    open: z.array(party).describe('Who has not voted while the vote is open.'),
    among: z.array(party).describe('The open parties that can help, besides parties and voters.'),
    some: z.int().nullable().describe('Some choice of this many of `among` suffices.'),
    every: z.int().nullable().describe('Every choice of this many of `among` suffices.'),
  }),
  silent: z.array(party).describe('Who had not voted when the vote ended.'),
  reading: z
    .array(
      z.enum([
        'abstentionsLeaveBase',
        'abstentionsStayInBase',
        'abstentionsDoNotLowerThresholds',
        'tieDecidedByChair',
        'tieRejected',
      ]),
    )
    .describe('How a rule that can be read in two ways was read.'),
})
export type TallyAnswer = z.infer<typeof tallyAnswerSchema>

/** Puts a tally into its published form. */
export function answerOf(result: Tally): TallyAnswer {
  const { outcome, state, conditions, missing, silent, reading } = result
  return {
    format: 1,
    outcome,
    state,
    conditions: conditions.map(({ id, met, left, relation, right, source }) => ({
      id,
      met,
      left: number(left),
      relation: ({ '≥': '>=', '>': '>', '≤': '<=' } as const)[relation],
      right: number(right),
      source: { paragraph: source.paragraph, mark: source.mark },
    })),
    missing: {
      parties: [...missing.parties],
      voters: [...missing.voters],
      needs: missing.needs.map(({ condition, kind, group: of, amount, of: whole }) => ({
        condition,
        kind,
        ...(of === undefined ? {} : { group: of }),
        amount: number({ n: amount, d: kind === 'shares' ? whole : 1n }),
      })),
      open: [...missing.open],
      among: [...missing.among],
      some: missing.some,
      every: missing.every,
    },
    silent: [...silent],
    reading: [...reading],
  }
}

/** A number where it is whole and a JSON reader keeps it exactly, else `n/d`. */
function number({ n, d }: Fraction): number | string {
  const whole = Number(n / d)
  return n % d === 0n && Number.isSafeInteger(whole) ? whole : `${n}/${d}`
}
