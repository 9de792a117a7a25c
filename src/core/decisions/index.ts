// What other slices may use of the register.
export type { DecisionStore } from './decision.ts'
