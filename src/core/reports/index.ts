// What other slices, the command line and the store may use of reports.
export { reportsAnswer, reportsAnswerSchema, reportsRows } from './answer-data.ts'
export { lookActions, namesOf, statesOf } from './card.ts'
export { reportCommands } from './commands.ts'
export {
  type Filing,
  type FilingDocument,
  isMissing,
  plainFiling,
  type Review,
  type StandingMarks,
  standingMarks,
  stateOf,
} from './filing.ts'
export {
  findRound,
  isSecretariat,
  partiesOf,
  type ReportStores,
  writtenRound,
} from './finding.ts'
export { figuresOf } from './interim.ts'
export { overdueMessage, roundMessage, roundsMessage } from './list-views.ts'
export { reportMatters } from './matters.ts'
export type { RegisterEntry } from './obligation.ts'
export {
  type Closing,
  type Draft,
  type FrozenRound,
  nameIn,
  type ReportStore,
  type Round,
  type RoundDossier,
  thawRound,
} from './round.ts'
export { openingSchedule } from './schedule.ts'
export { titleOf as roundTitle } from './title.ts'
export { reportActions, roundPosts } from './views.ts'
