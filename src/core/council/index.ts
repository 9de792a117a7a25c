// What other slices may use of the council: its file as data, who is who at an instant, and both in words.
export { changes } from './changes.ts'
export { checkPlaces } from './check.ts'
export { councilCommands } from './commands.ts'
export type { Body, Council, Fault } from './council.ts'
export { DIGEST_DAYS, type Digest } from './digest.ts'
export { type CouncilDirectory, createDirectory } from './directory.ts'
export { secretWords } from './document.ts'
export { personNamed } from './linking-commands.ts'
export { type CodeUse, type Link, type LinkStore, type MadeLink, withLinks } from './links.ts'
export { checkNetworks, type Networks, networkWarnings } from './networks.ts'
export { readCouncil, readStored } from './reading.ts'
export {
  type Earlier,
  type Obligation,
  obligation as obligationSchema,
  type Question,
  questionnaire as questionnaireSchema,
  type Rhythm,
} from './reporting.ts'
export { checkRhythms, cronFaults, obligationFaults } from './reporting-check.ts'
export { accountRows, mandateRows } from './rows.ts'
export { carriesSecret } from './secrets.ts'
export { checkSuccession } from './succession.ts'
export { linkPosts, partOf, showCouncil } from './views.ts'
