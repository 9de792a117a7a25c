// What other slices may use of the rules: profiles and keys, the exact count, and both in words.
export { answerOf, type TallyAnswer, tallyAnswerSchema } from './answer.ts'
export { type Library, tallyAnswer } from './calculator.ts'
export { checkProfile } from './check.ts'
export { type Elector, type Electorate, parseKey, withShares } from './electorate.ts'
export { explainProfile } from './explain.ts'
export { type Period, type Profile, profileSchema } from './profile.ts'
export {
  isQuiet,
  quietHoursSchema,
  type Recipients,
  type Reminding,
  remindingSchema,
} from './reminding.ts'
export { type Tally, tally } from './tally.ts'
export {
  conditionGauge,
  missingSentence,
  percentText,
  readingNotes,
  stateSentence,
} from './views.ts'
