// The council file in force and its dated versions: applied whole under the body's lock, read once per version; leaves what it means to core.
import { v7 as newId } from 'uuid'
import {
  accountRows,
  type Council,
  type CouncilDirectory,
  createDirectory,
  type Link,
  type LinkStore,
  mandateRows,
  readCouncil,
  readStored,
  withLinks,
} from '../core/council/index.ts'
import type { ConnectionId, Instant, Language, PersonId } from '../core/values.ts'
import { addAuditEntry } from './audit.ts'
import { type Db, readClock } from './desk.ts'
import type { PrismaClient } from './generated/client.ts'
import { linkStore, readLinks } from './links.ts'
import { refusal } from './texts.ts'

/** The council as the slices see it, bound to one unit of work. */
export type CouncilStore = {
  directory(): Promise<CouncilDirectory>
  lastDirectory(): CouncilDirectory | undefined
  setLanguage(person: PersonId, language: Language): Promise<void>
} & LinkStore

/** Reads each version once and remembers it; whether a newer one is in force is asked every time. */
export function createCouncilReader(served?: ReadonlySet<ConnectionId>): (db: Db) => CouncilStore {
  let last: { directory: CouncilDirectory; preferences: string; links: string } | undefined
  return (db) => ({
    ...linkStore(db),
    lastDirectory: () => last?.directory,
    async directory() {
      type Row = { version: number | null; preferences: string; links: string }
      const [now] = await db.$queryRaw<Row[]>`
        SELECT (SELECT max(version) FROM council_version) AS version,
          coalesce((SELECT string_agg(person || '=' || language, ',' ORDER BY person) FROM preference), '') AS preferences,
          coalesce((SELECT json_agg(json_build_array(id, connection, external_id, person, linked_by) ORDER BY linked_at, id)
            FROM account_link WHERE ended_at IS NULL), '[]')::text AS links`
      if (!now?.version) throw refusal('no-council', (t) => t.noCouncil())
      const { version, preferences, links } = now
      const known = last?.directory.version === version && last.preferences === preferences
      if (!known || last?.links !== links) {
        const council = speaking(await councilOf(db, version), preferences)
        last = {
          directory: createDirectory(council, version, readLinks(links), served),
          preferences,
          links,
        }
      }
      return last.directory
    },
    async setLanguage(person, language) {
      await db.preference.upsert({
        where: { person },
        create: { person, language },
        update: { language },
      })
    },
  })
}

async function councilOf(db: Db, version: number): Promise<Council> {
  const { document } = await db.councilVersion.findUniqueOrThrow({
    where: { version },
    select: { document: true },
  })
  return readStored(JSON.parse(document))
}

/** The language that a person chose replaces the one of the file. */
function speaking(council: Council, preferences: string): Council {
  const chosen = new Map(preferences.split(',').map((pair) => pair.split('=') as [string, string]))
  const languageOf = (id: PersonId, fallback: Language): Language => {
    const language = chosen.get(id)
    return language === 'de' || language === 'en' ? language : fallback
  }
  const persons = council.persons.map((person) => ({
    ...person,
    language: languageOf(person.id, person.language),
  }))
  return { ...council, persons }
}

/** All versions ever in force, oldest first. */
export async function councilHistory(db: Db): Promise<readonly Council[]> {
  const rows = await db.councilVersion.findMany({ orderBy: { version: 'asc' } })
  return rows.flatMap(({ document }) => {
    const read = readCouncil(JSON.parse(document))
    return 'council' in read ? [read.council] : []
  })
}

/** What is applied: the file as it was written, and who applies it. */
export type Application = { readonly text: string; readonly council: Council; readonly by: string }

/**
 * Puts a council file into force as a new dated version. Casts and changes of every body wait until it stands whole.
 * Doing it again with the same text changes nothing.
 * @returns the version now in force, and whether it is new.
 */
export function applyCouncil(
  prisma: PrismaClient,
  application: Application,
): Promise<{ version: number; applied: boolean }> {
  return prisma.$transaction((db) => apply(db, application), { maxWait: 5_000, timeout: 30_000 })
}

async function apply(db: Db, { text, council, by }: Application) {
  // also those that the file no longer has: their votes may be under way
  const before = await db.mandate.findMany({ distinct: ['body'], select: { body: true } })
  const bodies = new Set([...council.bodies.map(({ id }) => id), ...before.map(({ body }) => body)])
  for (const id of [...bodies].sort()) {
    await db.$executeRaw`SELECT pg_advisory_xact_lock(lock_key('body', ${id}))::text`
  }
  const newest = await db.councilVersion.findFirst({ orderBy: { version: 'desc' } })
  if (newest?.text === text) return { version: newest.version, applied: false }
  const version = (newest?.version ?? 0) + 1
  const at = await readClock(db)
  const document = JSON.stringify(council)
  await db.$executeRaw`
    INSERT INTO council_version (version, text, document, hash, applied_at, applied_by)
    VALUES (${version}, ${text}, ${document}, sha256(convert_to(${text}, 'UTF8')), ${new Date(at)}, ${by})`
  await replaceAccounts(db, council)
  await replaceMandates(db, council, at, version === 1)
  await addAuditEntry(db, {
    at,
    kind: 'council.applied',
    subject: 'council',
    facts: { version },
    by,
  })
  return { version, applied: true }
}

/** Linked accounts stay beside those of the file, as far as it still has their persons. */
async function replaceAccounts(db: Db, council: Council): Promise<void> {
  const linked = await db.accountLink.findMany({
    where: { endedAt: null },
    orderBy: [{ linkedAt: 'asc' }, { id: 'asc' }],
  })
  const links = linked.map(({ connection, externalId, person }): Link => {
    return { account: { connection, id: externalId }, person }
  })
  await db.account.deleteMany({})
  const rows = accountRows(withLinks(council, links)).map((row) => [
    ...[row.connection, row.externalId, row.person],
  ])
  await db.$executeRaw`
    INSERT INTO account (connection, external_id, person)
    SELECT r->>0, r->>1, r->>2 FROM jsonb_array_elements(${JSON.stringify(rows)}::jsonb) AS all_of(r)`
}

/** Mandates are kept in two times: a row that the file no longer has is known until now, and stays. */
async function replaceMandates(
  db: Db,
  council: Council,
  at: Instant,
  first: boolean,
): Promise<void> {
  const known = await db.mandate.findMany({ where: { knownUntil: null } })
  const keyOf = (row: {
    body: string
    party: string
    person: string
    role: string
    validFrom: number
    validUntil: number | null
  }) => [row.body, row.party, row.person, row.role, row.validFrom, row.validUntil].join('|')
  const wanted = new Map(mandateRows(council).map((row) => [keyOf(row), row]))
  const gone: string[] = []
  for (const row of known) {
    const key = keyOf({
      ...row,
      validFrom: row.validFrom.getTime(),
      validUntil: row.validUntil?.getTime() ?? null,
    })
    if (!wanted.delete(key)) gone.push(row.id)
  }
  await db.$executeRaw`
    UPDATE mandate SET known_until = ${new Date(at)} WHERE id = ANY (${gone}::uuid[])`
  const rows = [...wanted.values()].map(({ body, party, person, role, validFrom, validUntil }) => [
    ...[newId(), body, party, person, role, validFrom, validUntil],
    // what the first file says was so before it was written down
    first ? Math.min(at, validFrom) : at,
  ])
  await db.$executeRaw`
    INSERT INTO mandate (id, body, party, person, role, valid_from, valid_until, known_from)
    SELECT (r->>0)::uuid, r->>1, r->>2, r->>3, r->>4, to_timestamp((r->>5)::numeric / 1000),
      to_timestamp((r->>6)::numeric / 1000), to_timestamp((r->>7)::numeric / 1000)
    FROM jsonb_array_elements(${JSON.stringify(rows)}::jsonb) AS all_of(r)`
}
