// What other slices may use of the rules: profiles and keys, the exact count, and both in words.
export { answerOf, type TallyAnswer, tallyAnswerSchema } from './answer.ts'
export { type Library, tallyAnswer } from './calculator.ts'
export { checkProfile, type ProfileFault } from './check.ts'
export type { Condition, Vote } from './conditions.ts'
export { type Elector, type Electorate, parseKey, type Shares, withShares } from './electorate.ts'
export { explainProfile } from './explain.ts'
export type { Missing, Need } from './missing.ts'
export {
  codeSchema,
  type Period,
  type Profile,
  profileSchema,
  type Source,
  type Threshold,
} from './profile.ts'
export { type Reading, type Tally, tally } from './tally.ts'
export {
  conditionGauge,
  missingSentence,
  percentText,
  readingNotes,
  stateSentence,
} from './views.ts'
