// What other slices may use of the register.
export type { Decision, DecisionStore } from './decision.ts'
