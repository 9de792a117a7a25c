// The posts that follow from the log: a notice to each person who is reminded, and the list in the secretariat's place; only for who is still missing, and never at night.
import { workingDaysLeft } from '../calendar/index.ts'
import {
  type Action,
  heading,
  list,
  type Message,
  message,
  note,
  paragraph,
  strong,
} from '../message.ts'
import type { Wanted } from '../posts.ts'
import { formatDay, formatDeadline, localDateOf } from '../time.ts'
import type { Instant, Language, PersonId } from '../values.ts'
import type { Matter } from './matter.ts'
import { type Logged, type Picture, whereOf } from './reminder.ts'
import { isLoud } from './stages.ts'
import { reminderTexts } from './texts.ts'

/** What one matter wants posted. With this revision all of the log up to that place is posted. */
export type ReminderPosts = {
  readonly matter: string
  readonly revision: number
  readonly wanted: readonly Wanted[]
}

/** A pure function of the log, the open matters and the instant; a matter that is no longer open wants nothing. */
export function reminderPosts(
  unposted: readonly Logged[],
  picture: Picture,
): readonly ReminderPosts[] {
  return [...Map.groupBy(unposted, ({ matter }) => matter)].map(([id, all]) => {
    const matter = picture.matters.find((one) => one.id === id)
    if (!matter) return { matter: id, revision: lastOf(all), wanted: [] }
    const waits = new Set(matter.missing)
    const missing = all.filter(({ party }) => waits.has(party))
    const [loud, held] = parted(missing, ({ party }) =>
      isLoud(picture.now, whereOf(matter, party, picture)),
    )
    // what waits for the morning waits in the log: it is not called posted, and neither is what stands behind it
    const revision = held.length > 0 ? firstOf(held) - 1 : lastOf(all)
    // in the order of the log: of several for one party the newest is the one that goes out
    const personal = loud.filter(({ people }) => people.length > 0)
    const newest = new Map(personal.map((reminder) => [reminder.party, reminder])).values()
    const wanted = [
      ...[...newest].flatMap((reminder) => personPosts(matter, reminder, picture)),
      ...officePosts(
        matter,
        loud.filter(({ office }) => office),
        picture,
      ),
    ]
    return { matter: id, revision, wanted }
  })
}

const firstOf = (all: readonly Logged[]) =>
  all.reduce((first, { n }) => Math.min(first, n), Number.POSITIVE_INFINITY)
const lastOf = (all: readonly Logged[]) => all.reduce((last, { n }) => Math.max(last, n), 0)

function parted<T>(all: readonly T[], belongs: (one: T) => boolean): readonly [T[], T[]] {
  return [all.filter(belongs), all.filter((one) => !belongs(one))]
}

function personPosts(matter: Matter, reminder: Logged, picture: Picture): readonly Wanted[] {
  const { party, stage, dueNumber } = reminder
  return reminder.people.flatMap((id) => {
    const person = picture.directory.reach(id)
    if (!person) return []
    return person.accounts.map((account) => ({
      key: `reminder:${matter.id}:${dueNumber}:${party}:${stage}:person:${account.id}:${account.connection}`,
      subject: matter.id,
      kind: 'notice' as const,
      connection: account.connection,
      to: { kind: 'person' as const, account },
      language: person.language,
      get message() {
        return personMessage(matter, reminder, id, picture, person.language)
      },
    }))
  })
}

function personMessage(
  matter: Matter,
  { party, by }: Logged,
  person: PersonId,
  picture: Picture,
  language: Language,
): Message {
  const t = reminderTexts[language]
  const { directory, now } = picture
  const name = directory.partyName(matter.body, party)
  const role = directory
    .representatives(matter.body, party, now)
    .find((one) => one.person === person)?.role
  const isOwner = matter.owners[party] === person
  const end = dueLine(matter, party, picture, language)
  const lacking = matter.lacking(name)[language]
  const silence = matter.silence[language]
  const why = [
    ...(by === undefined ? [] : [t.byOffice]),
    ...(role === undefined && !isOwner ? [t.asHead] : []),
    ...(role === 'deputy' && !isOwner ? [t.asDeputy] : []),
  ]
  const { blocks, actions } = matter.carries(party, person, language)
  const title = matter.title[language]
  return message(
    [`${t.title(name)}.`, `${title}.`, lacking, `${end}.`, silence, ...why].join(' '),
    [
      heading(t.title(name), 2),
      paragraph(title),
      paragraph(strong(lacking)),
      paragraph({ text: end, ...(now < matter.due ? { instant: matter.due } : {}) }),
      note(silence, 'strong'),
      ...why.map((words) => note(words)),
      ...blocks,
    ],
    {
      actions: [
        ...actions,
        ...(actions.length > 0 && hasLater(matter, party, picture)
          ? [snoozeAction(matter, party, name, language)]
          : []),
      ],
    },
  )
}

/** Is there a day left on which somebody could be reminded? What is overdue has always one. */
function hasLater(matter: Matter, party: string, picture: Picture): boolean {
  return picture.now >= matter.due || daysLeft(matter, party, picture) > 0
}

/** Kept for each picture: all parties of one seat have the same days left. */
const reckoned = new WeakMap<Picture, Map<string, number>>()

function daysLeft(matter: Matter, party: string, picture: Picture): number {
  const { place, zone } = whereOf(matter, party, picture)
  const inPicture = reckoned.get(picture) ?? new Map<string, number>()
  reckoned.set(picture, inPicture)
  const key = `${place} ${matter.due}`
  const known = inPicture.get(key)
  if (known !== undefined) return known
  const [today, lastDay] = [localDateOf(picture.now, zone), localDateOf(matter.due - 1, zone)]
  const left = workingDaysLeft(picture.calendar, place, today, lastDay)
  inPicture.set(key, left)
  return left
}

/** The end as words, with the working days that are left where the party sits. */
function dueLine(matter: Matter, party: string, picture: Picture, language: Language): string {
  const t = reminderTexts[language]
  const when = formatDeadline(matter.due, picture.directory.zone, language)
  if (picture.now >= matter.due) return t.wasDue(when)
  return t.endsAt(when, daysLeft(matter, party, picture))
}

function snoozeAction({ called }: Matter, party: string, name: string, language: Language): Action {
  const t = reminderTexts[language]
  return {
    verb: 'snooze',
    args: { matter: called, party },
    label: t.snoozeLabel,
    spoken: t.snoozeSpoken(name),
    typed: t.snoozeTyped(called, party),
    weight: 'plain',
    asForm: true,
  }
}

/** One list for all that were reminded at one instant, and a line for each pause. */
function officePosts(matter: Matter, rows: readonly Logged[], picture: Picture): readonly Wanted[] {
  const lists = Map.groupBy(rows, ({ stage, party, at }) =>
    stage.startsWith('paused ') ? `${stage}:${party}` : `${stage}:${at}`,
  )
  return [...lists].flatMap(([name, those]) =>
    picture.directory.places(matter.body, 'secretariat').flatMap(({ id, language, connections }) =>
      connections.map((connection) => ({
        key: `reminder:${matter.id}:list:${name}:place:${id}:${connection}`,
        subject: matter.id,
        kind: 'notice' as const,
        connection,
        to: { kind: 'place' as const, place: id },
        language,
        message: listMessage(matter, those, picture, language),
      })),
    ),
  )
}

/** Whom a party's last reminder reached before that instant, for a stage that only tells the secretariat. */
function lastReached({ id }: Matter, before: Instant, { sent }: Picture) {
  const earlier = sent.filter((one) => one.matter === id && one.at < before)
  const each = earlier.flatMap(({ parties, people }) =>
    parties.map((party, n) => [party, people[n] ?? []] as const),
  )
  return new Map(each.filter(([, people]) => people.length > 0))
}

/** So many lines of a list are read. */
const MOST_LINES = 100

function listMessage(
  matter: Matter,
  rows: readonly Logged[],
  picture: Picture,
  language: Language,
): Message {
  const t = reminderTexts[language]
  const { directory } = picture
  const title = matter.title[language]
  const [first] = rows
  const pause = picture.snoozes.find(
    ({ id, matter: of }) => of === matter.id && first?.stage === `paused ${id}`,
  )
  const party = (code: string) => directory.partyName(matter.body, code)
  if (pause) {
    const until = formatDay(pause.until, language)
    const words = t.paused(
      party(pause.party),
      title,
      until,
      directory.nameOf(pause.by),
      pause.reason,
    )
    return message(words, [paragraph(words)])
  }
  const earlier = lastReached(matter, first?.at ?? 0, picture)
  const more = rows.length - MOST_LINES
  const lines = rows.slice(0, MOST_LINES).map(({ party: code, people }) => {
    const names = (those: readonly PersonId[]) => those.map((id) => directory.nameOf(id)).join(', ')
    if (people.length > 0) return t.reminded(party(code), names(people))
    const last = earlier.get(code)
    return last ? t.remindedLast(party(code), names(last)) : t.unreached(party(code))
  })
  if (more > 0) lines.push(t.andMore(more))
  const end = dueLine(matter, first?.party ?? '', picture, language)
  const hint = t.listHint(matter.called)
  return message(`${t.listTitle(title)}. ${lines.join('; ')}. ${end}. ${hint}`, [
    heading(t.listTitle(title), 2),
    paragraph(end),
    list(lines),
    note(hint),
  ])
}
