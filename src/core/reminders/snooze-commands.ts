// `zurückstellen` / `snooze`: puts the reminders of one party off until a day, with a reason and on record; the end and what silence means stay.
import { date, hidden, text } from '../arguments.ts'
import { type AnyCommand, type Call, command, mayUse } from '../command.ts'
import { message, paragraph } from '../message.ts'
import type { Answer } from '../ports.ts'
import { inBoth } from '../texts.ts'
import { addDays, formatDay, formatInstant, type LocalDate, localDateOf } from '../time.ts'
import type { Instant, PartyCode } from '../values.ts'
import type { ReminderParts } from './commands.ts'
import { matterArgument, matterNamed, partyArgument, refused, requireParty } from './finding.ts'
import type { Look, Matter } from './matter.ts'
import { type Picture, pictureOf, remind, whereOf } from './reminder.ts'
import type { ReminderStores } from './schedule.ts'
import { pauseEnds, type Where } from './stages.ts'
import { reminderTexts } from './texts.ts'

/** After the due nothing else sets a limit. */
const LONGEST_DAYS = 30

const snoozeArguments = {
  matter: hidden(matterArgument()),
  until: date({
    label: inBoth(reminderTexts, (t) => t.until),
    hint: inBoth(reminderTexts, (t) => t.untilHint),
    words: { de: 'bis', en: 'until' },
  }),
  party: hidden(partyArgument()),
  reason: text(
    {
      label: inBoth(reminderTexts, (t) => t.reason),
      hint: inBoth(reminderTexts, (t) => t.reasonHint),
      words: { de: 'grund', en: 'reason' },
    },
    { maxLength: 500, lines: 'one' },
  ),
}

type SnoozeCall<S> = Call<typeof snoozeArguments, S>

/** The command of snoozing. */
export function snoozeCommand<S extends ReminderStores>(parts: ReminderParts<S>): AnyCommand<S> {
  return command<typeof snoozeArguments, S>({
    verb: 'snooze',
    names: { de: ['zurückstellen', 'zurueckstellen'], en: ['snooze'] },
    who: 'known',
    effect: 'write',
    arguments: snoozeArguments,
    help: inBoth(reminderTexts, (t) => t.helpSnooze),
    example: {
      de: 'zurückstellen 7/2023 bis 05.10.2023 "Das Kabinett tagt am 4. Oktober"',
      en: 'snooze 7/2023 until 05.10.2023 "The cabinet meets on 4 October"',
    },
    async prefill({ language }) {
      const t = reminderTexts[language]
      return {
        ...{ title: t.snoozeTitle, intro: t.snoozeIntro, submit: t.snoozeSubmit },
        ...{ values: {}, args: {} },
      }
    },
    run: (call) => snooze(call, parts),
  })
}

async function snooze<S extends ReminderStores>(
  call: SnoozeCall<S>,
  { sources, calendar }: ReminderParts<S>,
): Promise<Answer> {
  const { stores, values, me, language } = call
  const directory = await stores.council.directory()
  const now = await stores.reminders.lock()
  const look = { directory, now }
  const matter = await matterNamed(sources, stores, look, values.matter)
  const party = partyOf(matter, look, call)
  const name = directory.partyName(matter.body, party)
  if (!matter.missing.includes(party)) {
    throw refused('snooze.notMissing', (t, to) => t.notMissing(name, matter.title[to]))
  }
  const picture = await pictureOf(stores, [matter], { directory, calendar, now })
  const where = whereOf(matter, party, picture)
  const until = dayOf(values.until, matter, where, now)
  requireLater(until, matter, party, picture)
  const { person: by } = me
  const { reason } = values
  const kept = await stores.reminders.addSnooze({
    ...{ matter: matter.id, party, until, reason, by, at: now },
  })
  // the secretariat reads of it in its place, unless nobody may know that the party is missing
  if (!matter.secret) {
    const told = { people: [], office: true }
    const stage = `paused ${kept.id}`
    await stores.reminders.add([remind(matter, party, { stage, now, by }, told)])
  }
  const when = formatInstant(pauseEnds(until, where), directory.zone, language)
  const words = reminderTexts[language].snoozed(name, matter.title[language], when)
  const silence = matter.silence[language]
  return {
    kind: 'message',
    message: message(`${words} ${silence}`, [paragraph(words), paragraph(silence)]),
  }
}

/** Whose reminders: the own party's, or those of any party for the office, unless who is missing is sealed. */
function partyOf<S>(matter: Matter, look: Look, { values, me }: SnoozeCall<S>): PartyCode {
  const { directory, now } = look
  const { parties } = directory.body(matter.body)
  const own = parties
    .map(({ code }) => code)
    .filter(
      (code) =>
        matter.owners[code] === me.person ||
        directory
          .representatives(matter.body, code, now)
          .some(({ person }) => person === me.person),
    )
  const roles = directory.rolesIn(matter.body, me.person, now)
  const forAll = !matter.secret && mayUse('office', { ...me, roles })
  if (own.length === 0 && !forAll) throw refused('snooze.notYours', (t) => t.notYours)
  const asked = values.party ?? (own.length === 1 ? own[0] : undefined)
  if (asked === undefined) {
    const codes = own.length > 0 ? own : matter.missing
    throw refused('snooze.party', (t) => t.whichParty(codes.join(', ')))
  }
  requireParty(matter, look, asked)
  if (own.includes(asked) || forAll) return asked
  throw refused('snooze.notYours', (t) => t.notYours)
}

/** @throws Refusal at the field `until`: a day after today, on which there is still time. */
function dayOf(
  { date: until, time }: { readonly date: LocalDate; readonly time?: string },
  { due }: Matter,
  where: Where,
  now: Instant,
): LocalDate {
  if (time !== undefined) throw refused('snooze.time', (t) => t.daysOnly, 'until')
  const today = localDateOf(now, where.zone)
  if (until <= today) throw refused('snooze.past', (t) => t.notInFuture, 'until')
  if (now >= due) {
    const latest = addDays(today, LONGEST_DAYS)
    if (until <= latest) return until
    throw refused('snooze.tooFar', (t, to) => t.tooFar(formatDay(latest, to)), 'until')
  }
  if (until <= localDateOf(due, where.zone) && pauseEnds(until, where) < due) return until
  let latest = localDateOf(due - 1, where.zone)
  while (latest > today && pauseEnds(latest, where) >= due) latest = addDays(latest, -1)
  throw refused(
    'snooze.pastDue',
    (t, to) => (latest > today ? t.pastDue(formatDay(latest, to)) : t.noTimeLeft),
    'until',
  )
}

/** A pause that still runs is only ever made longer. */
function requireLater(until: LocalDate, { id }: Matter, party: PartyCode, picture: Picture): void {
  const today = localDateOf(picture.now, picture.directory.zone)
  const running = picture.snoozes
    .filter((one) => one.matter === id && one.party === party && one.until > today)
    .map((one) => one.until)
  const latest = running.sort().at(-1)
  if (latest === undefined || until > latest) return
  throw refused('snooze.already', (t, to) => t.pausedAlready(formatDay(latest, to)), 'until')
}
