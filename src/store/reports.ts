// Reporting rounds as rows and back: every change locks body and round first and writes its audit entry in the same transaction; leaves the register to obligations.ts.
import { canonical } from '../core/canonical.ts'
import {
  type Closing,
  type Draft,
  type Filing,
  type FilingDocument,
  type FrozenRound,
  plainFiling,
  type ReportStore,
  type Review,
  type Round,
  type RoundDossier,
} from '../core/reports/index.ts'
import { instantFromIso } from '../core/time.ts'
import type { Instant, PartyCode, PersonId } from '../core/values.ts'
import { addAuditEntry } from './audit.ts'
import { nextNumber } from './counters.ts'
import { type Db, readClock } from './desk.ts'
import { frozenRounds } from './frozen-rounds.ts'
import type { FilingReview as ReviewRow, ReportRound as Row } from './generated/client.ts'
import { obligationRegister } from './obligations.ts'

/** The repository bound to one transaction (or to none, for reading). */
export function reportStore(db: Db): ReportStore {
  return {
    ...obligationRegister(db),
    async opened(body, obligation) {
      const rows = await db.reportRound.findMany({
        where: { body, obligation },
        select: { occurrence: true },
      })
      return rows.map(({ occurrence }) => occurrence)
    },
    open: (document) => open(db, document),
    nextNumber: (body, year) => nextNumber(db, body, 'report', year, 1),
    round: async (id) => dossierOf(db, await db.reportRound.findUniqueOrThrow({ where: { id } })),
    async byId(id) {
      const row = await db.reportRound.findUnique({ where: { id } })
      return row ? (await roundsOf(db, [row]))[0] : undefined
    },
    find: async (number) => roundsOf(db, await db.reportRound.findMany({ where: { number } })),
    async rounds(which) {
      const rows = await db.reportRound.findMany({
        where: which === 'open' ? { closed: false } : {},
        orderBy: [{ openedAt: 'desc' }, { id: 'desc' }],
      })
      return roundsOf(db, rows)
    },
    async before({ id, body, obligation, openedAt }) {
      const row = await db.reportRound.findFirst({
        where: { body, obligation, openedAt: { lte: new Date(openedAt) }, id: { not: id } },
        orderBy: [{ openedAt: 'desc' }, { id: 'desc' }],
      })
      return row ? dossierOf(db, row) : undefined
    },
    async unposted() {
      const rows = await db.reportRound.findMany({
        where: {
          OR: [{ closed: false }, { postedRevision: { lt: db.reportRound.fields.revision } }],
        },
        orderBy: { openedAt: 'asc' },
      })
      return roundsOf(db, rows)
    },
    async posted(id, revision) {
      await db.reportRound.updateMany({
        where: { id, postedRevision: { lt: revision } },
        data: { postedRevision: revision },
      })
    },
    async lock(id) {
      await lockForChange(db, id)
      const row = await db.reportRound.findUniqueOrThrow({ where: { id } })
      return { dossier: await dossierOf(db, row), now: await readClock(db) }
    },
    async draft(round, party) {
      const row = await db.filingDraft.findUnique({ where: { round_party: { round, party } } })
      // one whose report was filed holds nothing any more
      if (!row || row.steps.length === 0) return undefined
      const { answers, steps, person, at } = row
      return { answers: JSON.parse(answers), steps, person, at: at.getTime() }
    },
    async drafted(round) {
      const where = { round, steps: { isEmpty: false } }
      const rows = await db.filingDraft.findMany({ where, select: { party: true } })
      return rows.map(({ party }) => party)
    },
    keepDraft: (round, party, draft) => keepDraft(db, round, party, draft),
    file: (document, by, at) => file(db, document, by, at),
    review: (said) => review(db, said),
    close: (round, closing) => close(db, round, closing),
  }
}

/** Body shared (a council file being applied waits), round exclusive: in this order everywhere. */
async function lockForChange(db: Db, id: string): Promise<void> {
  const { body } = await db.reportRound.findUniqueOrThrow({ where: { id }, select: { body: true } })
  await db.$executeRaw`SELECT pg_advisory_xact_lock_shared(lock_key('body', ${body}))::text`
  await db.$executeRaw`SELECT pg_advisory_xact_lock(lock_key('round', ${id}))::text`
}

async function changed(db: Db, id: string): Promise<void> {
  await db.reportRound.update({ where: { id }, data: { revision: { increment: 1 } } })
}

async function roundsOf(db: Db, rows: readonly Row[]): Promise<readonly Round[]> {
  const ids = rows.map(({ id }) => id)
  const where = { round: { in: ids } }
  const frozen = await frozenRounds(db, ids)
  const closings = new Map(
    (await db.roundClosing.findMany({ where })).map((one) => [one.round, one]),
  )
  return rows.map((row) => {
    const document = frozen.get(row.id)
    if (!document) throw new Error(`round ${row.id} has no frozen document`)
    const closing = closings.get(row.id)
    return {
      id: row.id,
      body: row.body,
      number: row.number,
      obligation: row.obligation,
      occurrence: row.occurrence,
      revision: row.revision,
      openedAt: row.openedAt.getTime(),
      due: row.due.getTime(),
      asOf: row.asOf,
      ...document,
      closed: closing && { at: closing.at.getTime(), person: closing.person },
    }
  })
}

async function dossierOf(db: Db, row: Row): Promise<RoundDossier> {
  const [round] = await roundsOf(db, [row])
  if (!round) throw new Error(`round ${row.id} cannot be read`)
  const where = { round: row.id }
  const filings = await db.filing.findMany({
    where,
    orderBy: [{ at: 'asc' }, { party: 'asc' }, { version: 'asc' }],
  })
  const reviews = await db.filingReview.findMany({
    where,
    orderBy: [{ at: 'asc' }, { party: 'asc' }, { step: 'asc' }],
  })
  return {
    round,
    filings: filings.map(
      ({ document, hash, person, at }): Filing => ({
        document: JSON.parse(document),
        hash: Buffer.from(hash).toString('hex'),
        person,
        at: at.getTime(),
      }),
    ),
    reviews: reviews.map(reviewOf),
  }
}

function reviewOf({ outcome, reason, at, ...row }: ReviewRow): Review {
  return {
    ...row,
    outcome: outcome === 'accepted' ? 'accepted' : 'returned',
    reason: reason ?? undefined,
    at: at.getTime(),
  }
}

async function open(db: Db, document: FrozenRound): Promise<void> {
  const { round: id, body, number, obligation, occurrence, asOf } = document
  const at = instantFromIso(document.openedAt)
  await db.reportRound.create({
    data: {
      ...{ id, body, number, obligation: obligation.id, occurrence: occurrence.key, asOf },
      openedAt: new Date(at),
      due: new Date(instantFromIso(document.due)),
    },
  })
  const text = canonical(document)
  await db.$executeRaw`
    INSERT INTO frozen_round (round, format, document, hash, at)
    VALUES (${id}::uuid, ${document.format}, ${text}, sha256(convert_to(${text}, 'UTF8')), ${new Date(at)})`
  const facts = { number, body, obligation: obligation.id, occurrence: occurrence.key }
  await addAuditEntry(db, { at, kind: 'round.opened', subject: id, facts })
}

async function keepDraft(
  db: Db,
  round: string,
  party: PartyCode,
  { answers, steps, person, at }: Draft,
): Promise<void> {
  const data = {
    answers: JSON.stringify(answers),
    steps: [...steps],
    person,
    at: new Date(at),
  }
  await db.filingDraft.upsert({
    where: { round_party: { round, party } },
    create: { round, party, ...data },
    update: data,
  })
}

async function file(db: Db, document: FilingDocument, by: PersonId, at: Instant): Promise<Filing> {
  const { round, party, version, late } = document
  const text = canonical(plainFiling(document))
  const [row] = await db.$queryRaw<{ hash: string }[]>`
    INSERT INTO filing (round, party, version, format, document, hash, person, at)
    VALUES (${round}::uuid, ${party}, ${version}, ${document.format}, ${text}, sha256(convert_to(${text}, 'UTF8')),
      ${by}, ${new Date(at)})
    RETURNING encode(hash, 'hex') AS hash`
  if (!row) throw new Error('the filing gave no hash')
  // what was drafted is filed now
  await db.filingDraft.updateMany({ where: { round, party }, data: { answers: '{}', steps: [] } })
  await changed(db, round)
  const facts = { party, version, late, filing: row.hash }
  await addAuditEntry(db, { at, kind: 'report.filed', subject: round, facts, by })
  return { document, hash: row.hash, person: by, at }
}

async function review(db: Db, said: Omit<Review, 'step'>): Promise<void> {
  const { round, party, version, outcome, reason, person, at } = said
  const step = await db.filingReview.count({ where: { round, party, version } })
  await db.filingReview.create({
    data: {
      ...{ round, party, version, step: step + 1, outcome, person },
      reason: reason ?? null,
      at: new Date(at),
    },
  })
  await changed(db, round)
  const facts = { party, version, reason }
  await addAuditEntry(db, { at, kind: `report.${outcome}`, subject: round, facts, by: person })
}

async function close(db: Db, round: string, { at, person }: Closing): Promise<void> {
  await db.roundClosing.create({ data: { round, person, at: new Date(at) } })
  await db.reportRound.update({
    where: { id: round },
    data: { closed: true, revision: { increment: 1 } },
  })
  await addAuditEntry(db, { at, kind: 'round.closed', subject: round, facts: {}, by: person })
}
