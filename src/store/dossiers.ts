// Reads circulations and their dossiers from rows: state, frozen document, the ballots that count, deadlines, results; leaves every change to circulations.ts.
import {
  type Circulation,
  contentSchema,
  type Dossier,
  thaw,
  type WrittenReference,
} from '../core/circulations/index.ts'
import type { Choice } from '../core/values.ts'
import type { Db } from './desk.ts'
import type { Prisma, Circulation as Row } from './generated/client.ts'

/** The rows that a written number may name: by id, draft, circulation or decision number. */
export async function findRows(db: Db, { id, draft, numbers }: WrittenReference): Promise<Row[]> {
  const named: Prisma.CirculationWhereInput[] = numbers.map((number) => ({ number }))
  if (id !== undefined) named.push({ id })
  if (draft !== undefined) named.push({ draft })
  const decided = await db.decision.findMany({
    where: { number: { in: [...numbers] } },
    select: { circulation: true },
  })
  named.push({ id: { in: decided.map(({ circulation }) => circulation) } })
  return db.circulation.findMany({ where: { OR: named } })
}

/** Every word of a search must stand in title, number or wording. */
export function searchFor(search: string): Prisma.CirculationWhereInput {
  const words = search.split(/\s+/).filter((word) => word !== '')
  return {
    AND: words.map((word) => ({
      OR: [
        { title: { contains: word, mode: 'insensitive' } },
        { number: { contains: word, mode: 'insensitive' } },
        { content: { contains: word, mode: 'insensitive' } },
      ],
    })),
  }
}

/** A row as the core knows it. */
export function circulationOf(row: Row): Circulation {
  return {
    id: row.id,
    body: row.body,
    draft: row.draft,
    number: row.number ?? undefined,
    state: row.state as Circulation['state'],
    version: row.version,
    revision: row.revision,
    title: row.title,
    content: contentSchema.parse(JSON.parse(row.content)),
    createdBy: row.createdBy,
    editedBy: row.editedBy,
    editedAt: row.editedAt.getTime(),
    confirmedBy: row.confirmedBy ?? undefined,
    openedAt: row.openedAt?.getTime(),
    openedBy: row.openedBy ?? undefined,
    deadline: row.deadline?.getTime(),
    closedAt: row.closedAt?.getTime(),
    endedReason: row.endedReason ?? undefined,
  }
}

type CountingRow = {
  party: string
  choice: Choice
  statement: string | null
  revision: number
  at: Date
  hash: Uint8Array
}

/** Everything of one circulation; a frozen document that cannot be read is refused: nothing is counted then. */
export async function dossierOf(db: Db, id: string): Promise<Dossier> {
  const circulation = circulationOf(await db.circulation.findUniqueOrThrow({ where: { id } }))
  const { version } = circulation
  const key = { circulation_version: { circulation: id, version } }
  const frozen = await db.frozenVersion.findUnique({ where: key })
  const ballots = await db.$queryRaw<CountingRow[]>`
    SELECT DISTINCT ON (party) party, choice, statement, revision, at, hash FROM ballot
    WHERE circulation = ${id}::uuid AND version = ${version}
    ORDER BY party, at DESC, revision DESC`
  const deadlines = await db.deadlineChange.findMany({
    where: { circulation: id, version },
    orderBy: { deadline: 'asc' },
  })
  const result = await db.result.findUnique({ where: key })
  const stated = await db.statedResult.findUnique({ where: key })
  const decision = await db.decision.findUnique({ where: { circulation: id } })
  return {
    circulation,
    frozen: frozen ? thaw(frozen.document, hex(frozen.hash)) : undefined,
    ballots: ballots.map((row) => ({
      ...row,
      statement: row.statement ?? undefined,
      at: row.at.getTime(),
      hash: hex(row.hash),
    })),
    deadlines: deadlines.map((row) => ({
      at: row.at.getTime(),
      deadline: row.deadline.getTime(),
      reason: row.reason ?? undefined,
    })),
    result: result
      ? { outcome: outcomeOf(result.outcome), sheet: result.sheet, at: result.at.getTime() }
      : undefined,
    stated: stated
      ? {
          outcome: outcomeOf(stated.outcome),
          computed: outcomeOf(stated.computed),
          reason: stated.reason ?? undefined,
          person: stated.person,
          at: stated.at.getTime(),
        }
      : undefined,
    decision: decision ? { number: decision.number, decidedOn: decision.decidedOn } : undefined,
  }
}

function outcomeOf(text: string): 'adopted' | 'rejected' {
  if (text === 'adopted' || text === 'rejected') return text
  throw new Error(`unknown outcome in the store: ${text}`)
}

function hex(bytes: Uint8Array): string {
  return Buffer.from(bytes).toString('hex')
}
