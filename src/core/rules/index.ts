// What other slices may use of the rules: profiles, the exact tally and its wording.
export { type Period, type Profile, profileSchema, type Source, type Threshold } from './profile.ts'
