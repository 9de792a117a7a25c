// Reminders, absences and snoozes as rows that are only ever added; the database decides that a party gets a stage once; leaves what is due to core.
import type {
  Absence,
  Logged,
  Reminder,
  ReminderStore,
  SentStage,
  Snooze,
} from '../core/reminders/index.ts'
import { addAuditEntry } from './audit.ts'
import { type Db, readClock } from './desk.ts'
import type { Snooze as SnoozeRow } from './generated/client.ts'

/** The repository bound to one transaction (or to none, for reading). */
export function reminderStore(db: Db): ReminderStore {
  return {
    async lock() {
      await db.$executeRaw`SELECT pg_advisory_xact_lock(lock_key('reminders', ''))::text`
      return readClock(db)
    },
    add: (reminders) => add(db, reminders),
    async sent(matters) {
      type Row = Omit<SentStage, 'at'> & { readonly at: Date }
      const rows = await db.$queryRaw<Row[]>`
        SELECT matter, stage, at, json_agg(party ORDER BY n) AS parties, json_agg(people ORDER BY n) AS people
        FROM reminder WHERE matter = ANY (${[...matters]}) GROUP BY matter, stage, at ORDER BY min(n)`
      return rows.map(({ at, ...row }) => ({ ...row, at: at.getTime() }))
    },
    async absences() {
      const rows = await db.absence.findMany({ orderBy: { n: 'asc' } })
      return rows.map(
        ({ person, firstDay, lastDay, away, enteredBy, at }): Absence => ({
          ...{ person, from: firstDay, until: lastDay, away },
          ...{ by: enteredBy, at: at.getTime() },
        }),
      )
    },
    async addAbsence({ person, from, until, away, by, at }) {
      const { n } = await db.absence.create({
        data: {
          ...{ person, firstDay: from, lastDay: until, away },
          ...{ enteredBy: by, at: new Date(at) },
        },
      })
      const kind = away ? 'absence.entered' : 'absence.takenBack'
      // who is away stands in the row: a person never enters the entry itself
      await addAuditEntry(db, { at, kind, subject: `absence ${n}`, facts: { from, until }, by })
    },
    async snoozes(matters) {
      const where = { matter: { in: [...matters] } }
      return (await db.snooze.findMany({ where, orderBy: { n: 'asc' } })).map(snoozeOf)
    },
    async addSnooze({ matter, party, until, reason, by, at }) {
      const row = await db.snooze.create({
        data: { matter, party, untilDay: until, reason, enteredBy: by, at: new Date(at) },
      })
      const facts = { party, until, reason }
      await addAuditEntry(db, { at, kind: 'reminder.snoozed', subject: matter, facts, by })
      return snoozeOf(row)
    },
    async unposted() {
      const [found] = await db.$queryRaw<{ rows: LoggedRow[] | null }[]>`
        SELECT json_agg(r ORDER BY r.n) AS rows FROM reminder r LEFT JOIN reminder_posted p ON p.matter = r.matter
        WHERE r.n > coalesce(p.n, 0)`
      return (found?.rows ?? []).map(loggedOf)
    },
    async posted(matter, revision) {
      await db.$executeRaw`
        INSERT INTO reminder_posted (matter, n) VALUES (${matter}, ${revision}::bigint)
        ON CONFLICT (matter) DO UPDATE SET n = greatest(reminder_posted.n, excluded.n)`
    },
  }
}

async function add(db: Db, reminders: readonly Reminder[]): Promise<number> {
  let added = 0
  const together = Map.groupBy(reminders, ({ matter, stage, due, dueNumber, by, at }) =>
    JSON.stringify([matter, stage, due, dueNumber, by, at]),
  )
  for (const [first, ...others] of together.values()) {
    if (first) added += await addTogether(db, first, [first, ...others])
  }
  return added
}

/** The parties of one stage of a matter are one statement and one audit entry. */
async function addTogether(db: Db, first: Reminder, all: readonly Reminder[]): Promise<number> {
  const { matter, stage, due, dueNumber, by, at } = first
  const each = JSON.stringify(all.map(({ party, people, office }) => [party, office, ...people]))
  const [added] = await db.$queryRaw<{ parties: string[] | null }[]>`
    WITH added AS (
      INSERT INTO reminder (matter, party, stage, due, due_number, people, office, person, at)
      SELECT ${matter}, r->>0, ${stage}, ${new Date(due)}, ${dueNumber},
        ARRAY(SELECT jsonb_array_elements_text(r - 0 - 0)), (r->>1)::boolean, ${by ?? null}, ${new Date(at)}
      FROM jsonb_array_elements(${each}::jsonb) AS all_of(r)
      ON CONFLICT DO NOTHING RETURNING n, party)
    SELECT json_agg(party ORDER BY n) AS parties FROM added`
  const parties = added?.parties ?? []
  if (parties.length === 0) return 0
  await addAuditEntry(db, {
    ...{ at, kind: 'reminder.sent', subject: matter },
    facts: { stage, due: new Date(due).toISOString(), dueNumber, parties },
    ...(by === undefined ? {} : { by }),
  })
  return parties.length
}

/** A row as PostgreSQL writes it in JSON: thousands of them come as one value. */
type LoggedRow = Pick<Logged, 'n' | 'matter' | 'party' | 'stage' | 'people' | 'office'> & {
  readonly due: string
  readonly due_number: number
  readonly person: string | null
  readonly at: string
}

function loggedOf({ due, due_number: dueNumber, person, at, ...row }: LoggedRow): Logged {
  return { ...row, dueNumber, by: person ?? undefined, due: Date.parse(due), at: Date.parse(at) }
}

function snoozeOf({ n, untilDay, enteredBy, at, ...row }: SnoozeRow): Snooze {
  return { ...row, id: `${n}`, until: untilDay, by: enteredBy, at: at.getTime() }
}
