// The register of obligations beside the council file: what was added and what was ended, as rows that are only ever added; leaves the file to council.ts.
import { canonical } from '../core/canonical.ts'
import { obligationSchema } from '../core/council/index.ts'
import type { RegisterEntry, ReportStore } from '../core/reports/index.ts'
import { addAuditEntry } from './audit.ts'
import { type Db, readClock } from './desk.ts'

type Register = Pick<ReportStore, 'register' | 'addObligation' | 'endObligation' | 'lockRegister'>

/** The register bound to one transaction. */
export function obligationRegister(db: Db): Register {
  return {
    async register() {
      const rows = await db.obligationChange.findMany({ orderBy: { n: 'asc' } })
      const entries = new Map<string, RegisterEntry>()
      for (const { body, obligation, document, reason, person, at } of rows) {
        const key = `${body}\n${obligation}`
        const known = entries.get(key)
        if (document !== null) {
          entries.set(key, {
            body,
            obligation: obligationSchema.parse(JSON.parse(document)),
            addedBy: person,
            addedAt: at.getTime(),
            ended: undefined,
          })
        } else if (known) {
          entries.set(key, { ...known, ended: { reason: reason ?? '', at: at.getTime() } })
        }
      }
      return [...entries.values()]
    },
    async addObligation({ body, obligation, by, at }) {
      const text = canonical(obligation)
      await db.$executeRaw`
        INSERT INTO obligation_change (body, obligation, document, hash, person, at)
        VALUES (${body}, ${obligation.id}, ${text}, sha256(convert_to(${text}, 'UTF8')), ${by}, ${new Date(at)})`
      const facts = { body, document: text }
      const subject = `obligation ${obligation.id}`
      await addAuditEntry(db, { at, kind: 'obligation.added', subject, facts, by })
    },
    async endObligation({ body, id, reason, by, at }) {
      await db.obligationChange.create({
        data: { body, obligation: id, reason, person: by, at: new Date(at) },
      })
      const facts = { body, reason }
      await addAuditEntry(db, {
        at,
        kind: 'obligation.ended',
        subject: `obligation ${id}`,
        facts,
        by,
      })
    },
    async lockRegister(body) {
      await db.$executeRaw`SELECT pg_advisory_xact_lock_shared(lock_key('body', ${body}))::text`
      await db.$executeRaw`SELECT pg_advisory_xact_lock(lock_key('register', ${body}))::text`
      return readClock(db)
    },
  }
}
