// Reminders, absences and snoozes as rows that are only ever added; the database decides that a party gets a stage once; leaves what is due to core.
import type { Absence, Logged, Reminder, ReminderStore, Snooze } from '../core/reminders/index.ts'
import { addAuditEntry } from './audit.ts'
import { type Db, readClock } from './desk.ts'
import type { Reminder as Row, Snooze as SnoozeRow } from './generated/client.ts'

/** The repository bound to one transaction (or to none, for reading). */
export function reminderStore(db: Db): ReminderStore {
  return {
    async lock() {
      await db.$executeRaw`SELECT pg_advisory_xact_lock(lock_key('reminders', ''))::text`
      return readClock(db)
    },
    add: (reminders) => add(db, reminders),
    async sent(matters) {
      const where = { matter: { in: [...matters] } }
      return (await db.reminder.findMany({ where, orderBy: { n: 'asc' } })).map(loggedOf)
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
      const rows = await db.$queryRaw<{ n: bigint }[]>`
        SELECT r.n FROM reminder r LEFT JOIN reminder_posted p ON p.matter = r.matter
        WHERE r.n > coalesce(p.n, 0)`
      if (rows.length === 0) return []
      const where = { n: { in: rows.map(({ n }) => n) } }
      return (await db.reminder.findMany({ where, orderBy: { n: 'asc' } })).map(loggedOf)
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
    reminders.map(({ due, dueNumber, at, ...rest }) => ({
      ...rest,
      ...{ due: new Date(due), due_number: dueNumber, at: new Date(at) },
    })),
  )
  const added = await db.$queryRaw<{ matter: string; stage: string; party: string }[]>`
    INSERT INTO reminder (matter, party, stage, due, due_number, people, office, person, at)
    SELECT matter, party, stage, due, due_number, ARRAY(SELECT json_array_elements_text(people)), office, "by", at
    FROM json_to_recordset(${rows}::json) AS r(matter text, party text, stage text, due timestamptz, due_number int,
      people json, office boolean, "by" text, at timestamptz)
    ON CONFLICT DO NOTHING RETURNING matter, stage, party`
  for (const those of Map.groupBy(added, ({ matter, stage }) => `${matter} ${stage}`).values()) {
    const [{ matter, stage } = { matter: '', stage: '' }] = those
    const first = reminders.find((one) => one.matter === matter && one.stage === stage)
    if (!first) continue
    const { due, dueNumber, by, at } = first
    const parties = those.map(({ party }) => party)
    await addAuditEntry(db, {
      ...{ at, kind: 'reminder.sent', subject: matter },
      facts: { stage, due: new Date(due).toISOString(), dueNumber, parties },
      ...(by === undefined ? {} : { by }),
    })
  }
  return added.length
}

function loggedOf({ n, person, due, at, ...row }: Row): Logged {
  return { ...row, n: Number(n), by: person ?? undefined, due: due.getTime(), at: at.getTime() }
}

function snoozeOf({ n, untilDay, enteredBy, at, ...row }: SnoozeRow): Snooze {
  return { ...row, id: `${n}`, until: untilDay, by: enteredBy, at: at.getTime() }
}
