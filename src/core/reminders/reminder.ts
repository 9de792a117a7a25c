// A reminder: what of all matters is due at an instant, and what its store must keep; leaves reckoning to stages.ts and recipients to recipients.ts.
import type { Calendar } from '../calendar/index.ts'
import type { CouncilDirectory } from '../council/index.ts'
import type { BodyId, Instant, PartyCode, PersonId } from '../values.ts'
import type { Absence } from './absence.ts'
import type { Matter } from './matter.ts'
import { reachedBy } from './recipients.ts'
import {
  isLoud,
  latestDue,
  nextSending,
  type Pause,
  type Sent,
  type Timed,
  timetable,
  type Where,
} from './stages.ts'

/** A reminder as the log keeps it. What it says is made from the matter when it is posted. */
export type Reminder = {
  readonly matter: string
  readonly party: PartyCode
  /** The day of the rule, `pause 3` for its end, `paused 3` for its beginning, `nudge 1`; each once for a party. */
  readonly stage: string
  readonly due: Instant
  readonly dueNumber: number
  readonly people: readonly PersonId[]
  /** The list of the secretariat names the party. */
  readonly office: boolean
  /** Who asked for it; the clock, where nobody did. */
  readonly by: PersonId | undefined
  readonly at: Instant
}

/** What went out at one instant: one stage of a matter, to which parties, and whom of each of them it reached. */
export type SentStage = Pick<Reminder, 'matter' | 'stage' | 'at'> & {
  readonly parties: readonly PartyCode[]
  readonly people: readonly (readonly PersonId[])[]
}

/** A reminder and its place in the log. */
export type Logged = Reminder & { readonly n: number }

/** Asked for by a party or the office: no reminder of the matter before that day. */
export type Snooze = Pause & {
  readonly matter: string
  readonly party: PartyCode
  readonly reason: string
  readonly by: PersonId
}

/** What is kept; everything is only ever added. Bound to one transaction. */
export interface ReminderStore {
  /** Waits for others who remind, so that the log is read in the order in which it is written. */
  lock(): Promise<Instant>
  /** @returns how many of them are new: a party gets a stage of a matter once, whoever tries. */
  add(reminders: readonly Reminder[]): Promise<number>
  sent(matters: readonly string[]): Promise<readonly SentStage[]>
  absences(): Promise<readonly Absence[]>
  addAbsence(absence: Absence): Promise<void>
  snoozes(matters: readonly string[]): Promise<readonly Snooze[]>
  /** @returns the snooze with the id that it got. */
  addSnooze(snooze: Omit<Snooze, 'id'>): Promise<Snooze>
  /** Reminders whose posts may not stand yet. */
  unposted(): Promise<readonly Logged[]>
  /** All posts of a matter stand, up to that place in the log. */
  posted(matter: string, revision: number): Promise<void>
}

/** What is known of all open matters at one instant. */
export type Picture = {
  readonly matters: readonly Matter[]
  readonly sent: readonly SentStage[]
  readonly snoozes: readonly Snooze[]
  readonly absences: readonly Absence[]
  readonly directory: CouncilDirectory
  readonly calendar: Calendar
  readonly now: Instant
}

/** Reads the picture that plans are made from. */
export async function pictureOf(
  stores: { readonly reminders: ReminderStore },
  matters: readonly Matter[],
  world: Pick<Picture, 'directory' | 'calendar' | 'now'>,
): Promise<Picture> {
  const ids = matters.map(({ id }) => id)
  const { reminders } = stores
  return {
    ...world,
    matters,
    sent: ids.length === 0 ? [] : await reminders.sent(ids),
    snoozes: ids.length === 0 ? [] : await reminders.snoozes(ids),
    absences: await reminders.absences(),
  }
}

/** Everything that goes out now. */
export function dueReminders(picture: Picture): readonly Reminder[] {
  const { now } = picture
  const mayBeHeard = hearing(now)
  return [...planned(picture)].flatMap(({ matter, party, where, stages, sent }) => {
    const stage = latestDue(stages, sent, now)
    if (!stage || !mayBeHeard(where)) return []
    const reached = reachedBy(stage.to, matter, party, picture)
    return [remind(matter, party, { stage: stage.key, now, by: undefined }, reached)]
  })
}

/** Is there anything that goes out now? Found without asking whom each of thousands reaches. */
export function isAnyDue(picture: Picture): boolean {
  const { now } = picture
  const mayBeHeard = hearing(now)
  for (const { stages, sent, where } of planned(picture)) {
    if (latestDue(stages, sent, now) && mayBeHeard(where)) return true
  }
  return false
}

/** May something go out there now? Asked once for each seat. */
function hearing(now: Instant): (where: Where) => boolean {
  const loud = new Map<Where, boolean>()
  return (where) => {
    const known = loud.get(where) ?? isLoud(now, where)
    loud.set(where, known)
    return known
  }
}

/** When the next reminder goes out, as far as is known now. */
export function nextReminder(picture: Picture): Instant | undefined {
  let first: Instant | undefined
  for (const { stages, sent, where } of planned(picture)) {
    const next = nextSending(stages, sent, picture.now, where)
    if (next !== undefined && (first === undefined || next < first)) first = next
  }
  return first
}

/** One entry of the log. */
export function remind(
  { id, due, dueNumber }: Matter,
  party: PartyCode,
  {
    stage,
    now,
    by,
  }: { readonly stage: string; readonly now: Instant; readonly by: PersonId | undefined },
  { people, office }: Pick<Reminder, 'people' | 'office'>,
): Reminder {
  return { matter: id, party, stage, due, dueNumber, people, office, by, at: now }
}

/** The seats of each body by party: thousands of parties ask again and again. A directory is never changed in place. */
const seats = new WeakMap<CouncilDirectory, Map<BodyId, ReadonlyMap<PartyCode, string>>>()

function seatOf(directory: CouncilDirectory, body: BodyId, party: PartyCode): string {
  const ofDirectory = seats.get(directory) ?? new Map<BodyId, ReadonlyMap<PartyCode, string>>()
  seats.set(directory, ofDirectory)
  const { parties, seat } = directory.body(body)
  const known = ofDirectory.get(body) ?? new Map(parties.map(({ code, place }) => [code, place]))
  ofDirectory.set(body, known)
  return known.get(party) ?? seat
}

/** Where a party of a matter is reminded. */
export function whereOf(
  { body, rule }: Matter,
  party: PartyCode,
  { directory, calendar }: Pick<Picture, 'directory' | 'calendar'>,
): Where {
  const place = seatOf(directory, body, party)
  return { calendar, place, zone: directory.zone, rule }
}

type Plan = {
  readonly matter: Matter
  readonly party: PartyCode
  readonly where: Where
  readonly stages: readonly Timed[]
  readonly sent: Sent
}

/** The timetable of every missing party. Parties of one seat share it, unless they asked for a pause or are missing again. */
function* planned(picture: Picture): Generator<Plan> {
  for (const matter of picture.matters) {
    const { due: at, since } = matter
    const sent = sentIn(matter, picture)
    const pauses = Map.groupBy(
      picture.snoozes.filter((one) => one.matter === matter.id),
      ({ party }) => party,
    )
    const seated = new Map<string, Seated>()
    for (const party of matter.missing) {
      const place = seatOf(picture.directory, matter.body, party)
      const usual = seated.get(place) ?? seatedAt(matter, party, picture)
      seated.set(place, usual)
      const { where } = usual
      const [own, again] = [pauses.get(party), matter.missingAgain.get(party)]
      const stages =
        own || again !== undefined
          ? timetable({ at, since: again ?? since }, own ?? [], where)
          : usual.stages
      yield { matter, party, where, stages, sent: sent.get(party) ?? NOTHING_SENT }
    }
  }
}

/** What all parties of one seat have in common. */
type Seated = Pick<Plan, 'where' | 'stages'>

/** Kept beside the rule that they follow: the bell asks every few seconds, and a frozen rule never changes. */
const reckoned = new WeakMap<Matter['rule'], Map<string, Seated>>()

function seatedAt(matter: Matter, party: PartyCode, picture: Picture): Seated {
  const { rule, due: at, since } = matter
  const where = whereOf(matter, party, picture)
  const ofRule = reckoned.get(rule) ?? new Map<string, Seated>()
  reckoned.set(rule, ofRule)
  const key = [where.place, where.zone, at, since].join(' ')
  const known = ofRule.get(key)
  if (known?.where.calendar === where.calendar) return known
  const seated = { where, stages: timetable({ at, since }, [], where) }
  ofRule.set(key, seated)
  return seated
}

const NOTHING_SENT: Sent = new Map()

function sentIn({ id }: Matter, picture: Picture): ReadonlyMap<PartyCode, Sent> {
  const sent = new Map<PartyCode, Map<string, Instant>>()
  for (const { parties, stage, at } of picture.sent.filter(({ matter }) => matter === id)) {
    for (const party of parties) {
      const stages = sent.get(party) ?? new Map<string, Instant>()
      sent.set(party, stages.set(stage, at))
    }
  }
  return sent
}
