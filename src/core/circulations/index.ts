// What other slices and the store may use of circulations.
import type { Calendar } from '../calendar/index.ts'
import type { AnyCommand } from '../command.ts'
import type { Exporter } from '../ports.ts'
import { cancellingCommands } from './cancelling/commands.ts'
import { type CastingStores, castingCommands } from './casting/commands.ts'
import { closingCommands } from './closing/commands.ts'
import { draftingCommands } from './drafting/commands.ts'
import { extendingCommands } from './extending/commands.ts'
import type { CirculationStores } from './finding.ts'
import { openingCommands } from './opening/commands.ts'
import { statingCommands } from './stating/commands.ts'

export { cardMessage, titleOf } from './card.ts'
export type { BallotBox, CastCode, CastOutcome } from './casting/cast.ts'
export type { CastingStores } from './casting/commands.ts'
export { ballotMessage } from './casting/views.ts'
export {
  type Circulation,
  type CirculationStore,
  type ComputedResult,
  contentSchema,
  type DeadlineRule,
  type Dossier,
  type DraftEdit,
  type EndRecord,
  type ExtensionRecord,
  type NumberCounter,
  type OpeningRecord,
  type StatedResult,
  thaw,
  type WrittenReference,
} from './circulation.ts'
export { type Closer, closingSchedule } from './closing/schedule.ts'
export { nextSteps } from './drafting/views.ts'
export { type CirculationStores, findOne, nameOf, requireOffice } from './finding.ts'
export { circulationMatters } from './matters.ts'
export { visibleTo } from './standing.ts'
export { requestMessage } from './stating/views.ts'
export { circulationTexts } from './texts.ts'
export { wantedPosts } from './views.ts'

/** Every command of a circulation, in the order of its life. */
export function circulationCommands(
  calendar: Calendar,
  exporter: Exporter,
): readonly AnyCommand<CirculationStores & CastingStores>[] {
  return [
    ...castingCommands(),
    ...draftingCommands(calendar),
    ...openingCommands(calendar),
    ...extendingCommands(),
    ...closingCommands(exporter),
    ...statingCommands(),
    ...cancellingCommands(),
  ]
}
