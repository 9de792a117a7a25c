// The register of decisions as rows; entries are only ever added.
import { v7 as newId } from 'uuid'
import type { DecisionStore } from '../core/decisions/index.ts'
import { addAuditEntry } from './audit.ts'
import type { Db } from './desk.ts'

export function decisionStore(db: Db): DecisionStore {
  return {
    async add({ clauses, at, ...decision }) {
      const data = { ...decision, id: newId(), clauses: JSON.stringify(clauses), at: new Date(at) }
      await db.decision.create({ data })
      const { number, version, decidedOn, circulation } = decision
      const facts = { number, version, decidedOn }
      await addAuditEntry(db, { at, kind: 'decision.added', subject: circulation, facts })
    },
  }
}
