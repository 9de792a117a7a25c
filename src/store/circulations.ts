// Circulations as rows and back: every change locks body and circulation first and writes its audit entry in the same transaction; leaves reading to dossiers.ts, casting to ballots.ts and closing to closing.ts.
import { v7 as newId } from 'uuid'
import { canonical } from '../core/canonical.ts'
import type {
  Circulation,
  CirculationStore,
  ComputedResult,
  DeadlineRule,
  DraftEdit,
  EndRecord,
  ExtensionRecord,
  OpeningRecord,
  StatedResult,
} from '../core/circulations/index.ts'
import type { Instant, PersonId } from '../core/values.ts'
import { addAuditEntry } from './audit.ts'
import { nextNumber } from './counters.ts'
import { type Db, readClock } from './desk.ts'
import { circulationOf, dossierOf, findRows, searchFor } from './dossiers.ts'

/** The repository bound to one transaction (or to none, for reading). */
export function circulationStore(db: Db): CirculationStore {
  const byId = (id: string) => db.circulation.findUniqueOrThrow({ where: { id } })
  return {
    find: async (written) => (await findRows(db, written)).map(circulationOf),
    async lock(id) {
      await lockForChange(db, id)
      return { dossier: await dossierOf(db, id), now: await readClock(db) }
    },
    dossier: (id) => dossierOf(db, id),
    async list({ search, page, size, draftsOf }) {
      const shown = { OR: [{ number: { not: null } }, { body: { in: [...draftsOf] } }] }
      const where = { AND: [searchFor(search), shown] }
      const rows = await db.circulation.findMany({
        where,
        orderBy: [{ openedAt: { sort: 'desc', nulls: 'first' } }, { draft: 'desc' }],
        skip: (page - 1) * size,
        take: size,
      })
      return { items: rows.map(circulationOf), total: await db.circulation.count({ where }), page }
    },
    async inState(...states) {
      const rows = await db.circulation.findMany({
        where: { state: { in: [...states] } },
        orderBy: { deadline: 'asc' },
      })
      return rows.map(circulationOf)
    },
    async uncounted() {
      const rows = await db.$queryRaw<{ id: string }[]>`
        SELECT c.id FROM circulation c LEFT JOIN result r ON r.circulation = c.id AND r.version = c.version
        WHERE c.state = 'closed' AND r.circulation IS NULL`
      const ids = rows.map(({ id }) => id)
      return (await db.circulation.findMany({ where: { id: { in: ids } } })).map(circulationOf)
    },
    async unposted() {
      const rows = await db.circulation.findMany({
        where: {
          OR: [{ state: 'open' }, { postedRevision: { lt: db.circulation.fields.revision } }],
        },
        orderBy: { createdAt: 'asc' },
      })
      return rows.map(circulationOf)
    },
    async posted(id, revision) {
      await db.circulation.updateMany({
        where: { id, postedRevision: { lt: revision } },
        data: { postedRevision: revision },
      })
    },
    addDraft: (draft) => addDraft(db, draft),
    async editDraft(id, edit) {
      await db.circulation.update({ where: { id }, data: { ...draftColumns(edit), ...changed() } })
      await report(db, 'draft.edited', id, edit, { title: edit.title })
      return circulationOf(await byId(id))
    },
    async confirm(id, by, at) {
      const data = { confirmedBy: by, confirmedAt: new Date(at), ...changed() }
      await db.circulation.update({ where: { id }, data })
      await report(db, 'draft.confirmed', id, { by, at }, {})
    },
    open: (id, opening) => open(db, id, opening),
    extend: (id, change) => extend(db, id, change),
    end: (id, end) => endOf(db, id, end),
    addResult: (id, result, version) => addResult(db, id, result, version),
    state: (id, stated, version) => state(db, id, stated, version),
  }
}

/** Body shared (a council file being applied waits), circulation exclusive (casts wait): in this order everywhere. */
async function lockForChange(db: Db, id: string): Promise<void> {
  const { body } = await db.circulation.findUniqueOrThrow({ where: { id }, select: { body: true } })
  await db.$executeRaw`SELECT pg_advisory_xact_lock_shared(lock_key('body', ${body}))::text`
  await db.$executeRaw`SELECT pg_advisory_xact_lock(lock_key('circulation', ${id}))::text`
}

/** What every change of a circulation does: its posts follow the newest revision. */
function changed() {
  return { revision: { increment: 1 } }
}

/** An edited draft has to be confirmed again. */
function draftColumns({ title, content, by, at }: DraftEdit) {
  return {
    title,
    content: canonical(content),
    editedBy: by,
    editedAt: new Date(at),
    confirmedBy: null,
    confirmedAt: null,
  }
}

async function addDraft(db: Db, draft: DraftEdit & { body: string }): Promise<Circulation> {
  const id = newId()
  const row = await db.circulation.create({
    data: {
      id,
      body: draft.body,
      draft: await nextNumber(db, draft.body, 'draft', 0, 1),
      state: 'draft',
      ...draftColumns(draft),
      createdBy: draft.by,
      createdAt: new Date(draft.at),
    },
  })
  await report(db, 'draft.added', id, draft, { draft: row.draft, title: row.title })
  return circulationOf(row)
}

async function open(db: Db, id: string, opening: OpeningRecord): Promise<void> {
  const { document, at, deadline } = opening
  const text = canonical(document)
  const { version } = document
  await db.$executeRaw`
    INSERT INTO frozen_version (circulation, version, format, document, hash, at)
    VALUES (${id}::uuid, ${version}, ${document.format}, ${text}, sha256(convert_to(${text}, 'UTF8')), ${new Date(at)})`
  await db.seat.createMany({
    data: document.electors.map(({ code }) => ({ circulation: id, version, party: code })),
  })
  await addDeadline(db, id, { ...opening, version, reason: undefined })
  await db.circulation.update({
    where: { id },
    data: {
      state: 'open',
      number: document.number,
      version,
      choices: [...opening.choices],
      openedAt: new Date(at),
      openedBy: opening.by,
      deadline: new Date(deadline),
      ...changed(),
    },
  })
  await report(db, 'circulation.opened', id, opening, { number: document.number, version })
}

async function addDeadline(
  db: Db,
  id: string,
  change: {
    version: number
    at: Instant
    deadline: Instant
    rule: DeadlineRule
    reason: string | undefined
    by: PersonId
  },
): Promise<void> {
  await db.deadlineChange.create({
    data: {
      id: newId(),
      circulation: id,
      version: change.version,
      at: new Date(change.at),
      deadline: new Date(change.deadline),
      rule: canonical(change.rule),
      reason: change.reason ?? null,
      person: change.by,
    },
  })
}

async function extend(db: Db, id: string, change: ExtensionRecord): Promise<void> {
  const { deadline, version, reason } = change
  await addDeadline(db, id, change)
  const data = { deadline: new Date(deadline), ...changed() }
  await db.circulation.update({ where: { id }, data })
  const until = new Date(deadline).toISOString()
  await report(db, 'circulation.extended', id, change, { deadline: until, version, reason })
}

async function endOf(db: Db, id: string, { state: to, reason, by, at }: EndRecord): Promise<void> {
  const data = { state: to, endedReason: reason ?? null, ...changed() }
  await db.circulation.update({ where: { id }, data })
  await report(db, `circulation.${to}`, id, { by, at }, { reason })
}

async function addResult(
  db: Db,
  id: string,
  { outcome, sheet, at }: ComputedResult,
  version: number,
): Promise<void> {
  // one statement: a result without its audit entry, or a second result, cannot come to be
  const added = await db.$executeRaw`
    INSERT INTO result (circulation, version, outcome, sheet, hash, at)
    VALUES (${id}::uuid, ${version}, ${outcome}, ${sheet}, sha256(convert_to(${sheet}, 'UTF8')), ${new Date(at)})
    ON CONFLICT DO NOTHING`
  if (added === 0) return
  await db.circulation.update({ where: { id }, data: changed() })
  await addAuditEntry(db, {
    at,
    kind: 'circulation.counted',
    subject: id,
    facts: { outcome, version },
  })
}

async function state(db: Db, id: string, stated: StatedResult, version: number): Promise<void> {
  const { outcome, computed, reason, person, at } = stated
  await db.statedResult.create({
    data: {
      circulation: id,
      version,
      outcome,
      computed,
      reason: reason ?? null,
      person,
      at: new Date(at),
    },
  })
  await db.circulation.update({ where: { id }, data: { state: 'stated', ...changed() } })
  await report(
    db,
    'circulation.stated',
    id,
    { by: person, at },
    { outcome, computed, reason, version },
  )
}

function report(
  db: Db,
  kind: string,
  subject: string,
  { by, at }: { by: PersonId; at: Instant },
  facts: Record<string, string | number | undefined>,
): Promise<void> {
  return addAuditEntry(db, { at, kind, subject, facts, by })
}
