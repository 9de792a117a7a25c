// Adds audit entries: the exact canonical text is made by core's canonicaliser, a person enters it only as a commitment; leaves the entries of the hot functions to SQL.
import { v7 as newId } from 'uuid'
import { type Canonical, canonical } from '../core/canonical.ts'
import type { Instant, PersonId } from '../core/values.ts'
import type { Db } from './desk.ts'

/** What happened. `by` is kept apart, erasable; the entry holds sha256(salt || person). */
export type AuditFact = {
  readonly at: Instant
  readonly kind: string
  readonly subject: string
  readonly facts: { readonly [key: string]: Canonical | undefined }
  readonly by?: PersonId
}

/** Adds one entry in the transaction of what it reports. */
export async function addAuditEntry(
  db: Db,
  { at, kind, subject, facts, by }: AuditFact,
  id: string = newId(),
): Promise<void> {
  const commitment = by === undefined ? undefined : await commit(db, id, by)
  const instant = new Date(at)
  const body = canonical({ ...facts, at: instant.toISOString(), by: commitment })
  await db.$executeRaw`SELECT add_audit_entry(${id}::uuid, ${instant}, ${kind}, ${subject}, ${body})::text`
}

async function commit(db: Db, entry: string, person: PersonId): Promise<string | undefined> {
  const [row] = await db.$queryRaw<{ hex: string }[]>`
    SELECT encode(commit_person(${entry}::uuid, 'person', ${person}), 'hex') AS hex`
  return row?.hex
}
