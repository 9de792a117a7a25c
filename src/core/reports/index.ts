// What other slices and the store may use of reports.
export { reportCommands } from './commands.ts'
export {
  COUNT_NAMES,
  type CountName,
  type Coverage,
  coverageOf,
  type PartyFigures,
  type RoundFigures,
  type ServiceFigures,
  type ServiceSum,
} from './figures.ts'
export { type Filing, type FilingDocument, plainFiling, type Review } from './filing.ts'
export type { ReportStores } from './finding.ts'
export { figuresOf } from './interim.ts'
export { reportMatters } from './matters.ts'
export type { RegisterEntry } from './obligation.ts'
export {
  type Closing,
  type Draft,
  type FrozenRound,
  type ReportStore,
  type Round,
  type RoundDossier,
  thawRound,
} from './round.ts'
export { openingSchedule } from './schedule.ts'
export { roundPosts } from './views.ts'
