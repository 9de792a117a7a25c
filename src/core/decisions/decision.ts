// The register of decisions (Beschlussregister): what an adopted circulation or session decided, numbered for ever; leaves giving the number to the act that states the result.
import type { LocalDate } from '../time.ts'
import type { BodyId, Instant } from '../values.ts'

/** A decision as it entered the register. Its date is the local date of the Feststellung. */
export type Decision = {
  readonly body: BodyId
  readonly number: string
  readonly circulation: string
  readonly version: number
  readonly title: string
  readonly clauses: readonly string[]
  readonly decidedOn: LocalDate
  readonly at: Instant
}

/** Where decisions are kept; entries are only ever added. */
export interface DecisionStore {
  add(decision: Decision): Promise<void>
}
