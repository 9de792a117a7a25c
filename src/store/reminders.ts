// Reminders, absences and snoozes as rows that are only ever added; the database decides that a party gets a stage once; leaves what is due to core.
import type { Absence, Logged, Reminder, ReminderStore, Snooze } from '../core/reminders/index.ts'
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
      const [found] = await db.$queryRaw<{ rows: LoggedRow[] | null }[]>`
        SELECT json_agg(r ORDER BY n) AS rows FROM reminder r WHERE matter = ANY (${[...matters]})`
      return (found?.rows ?? []).map(loggedOf)
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

/** One audit entry for what goes out together: the parties of one stage of a matter. All rows are one statement. */
async function add(db: Db, reminders: readonly Reminder[]): Promise<number> {
  if (reminders.length === 0) return 0
  const rows = JSON.stringify(
    reminders.map(({ matter, party, stage, due, dueNumber, people, office, by, at }) => [
      ...[matter, party, stage, due, dueNumber, people, office, by ?? null, at],
    ]),
  )
  const added = await db.$queryRaw<{ matter: string; stage: string; parties: string[] }[]>`
    WITH added AS (
      INSERT INTO reminder (matter, party, stage, due, due_number, people, office, person, at)
      SELECT r->>0, r->>1, r->>2, to_timestamp((r->>3)::numeric / 1000), (r->>4)::int,
        ARRAY(SELECT jsonb_array_elements_text(r->5)), (r->>6)::boolean, r->>7, to_timestamp((r->>8)::numeric / 1000)
      FROM jsonb_array_elements(${rows}::jsonb) AS all_of(r)
      ON CONFLICT DO NOTHING RETURNING n, matter, stage, party)
    SELECT matter, stage, array_agg(party ORDER BY n) AS parties FROM added GROUP BY matter, stage ORDER BY min(n)`
  for (const { matter, stage, parties } of added) {
    const first = reminders.find((one) => one.matter === matter && one.stage === stage)
    if (!first) continue
    const { due, dueNumber, by, at } = first
    await addAuditEntry(db, {
      ...{ at, kind: 'reminder.sent', subject: matter },
      facts: { stage, due: new Date(due).toISOString(), dueNumber, parties },
      ...(by === undefined ? {} : { by }),
    })
  }
  return added.reduce((sum, { parties }) => sum + parties.length, 0)
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
