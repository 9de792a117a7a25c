// What other slices may use of the rules: profiles and keys, the exact count, and both in words.
export { checkProfile, type ProfileFault } from './check.ts'
export type { Condition, Vote } from './conditions.ts'
export { type Elector, type Electorate, parseKey, type Shares, withShares } from './electorate.ts'
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
