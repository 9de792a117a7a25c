// `abwesend` / `absent` and `anwesend` / `present`: from when to when somebody is away, so that reminders pass them over; the vote stays with them.
import { date, optional, text } from '../arguments.ts'
import { type AnyCommand, type Call, command, mayUse } from '../command.ts'
import { type CouncilDirectory, personNamed } from '../council/index.ts'
import { message, paragraph } from '../message.ts'
import type { Answer } from '../ports.ts'
import { Refusal } from '../refusal.ts'
import { inBoth } from '../texts.ts'
import { addDays, formatDay, type LocalDate, localDateOf } from '../time.ts'
import type { Instant, PersonId } from '../values.ts'
import { type Absence, isAway } from './absence.ts'
import { personalTexts } from './personal-texts.ts'
import { laddersOf } from './recipients.ts'
import type { ReminderStores } from './schedule.ts'

const LONGEST_DAYS = 366

const day = (which: 'from' | 'until', words: { de: string; en: string }) =>
  date({
    label: inBoth(personalTexts, (t) => t[which]),
    hint: inBoth(personalTexts, (t) => t[`${which}Hint`]),
    words,
  })

const person = optional(
  text(
    {
      label: inBoth(personalTexts, (t) => t.person),
      hint: inBoth(personalTexts, (t) => t.personHint),
      words: { de: 'person, für', en: 'person, for' },
    },
    { maxLength: 200, lines: 'one' },
  ),
)

const absentArguments = {
  from: day('from', { de: 'von, ab', en: 'from' }),
  until: day('until', { de: 'bis', en: 'until' }),
  person,
}

/** Being away and being back. */
export function personalCommands<S extends ReminderStores>(): readonly AnyCommand<S>[] {
  return [absentCommand<S>(), presentCommand<S>()]
}

function absentCommand<S extends ReminderStores>(): AnyCommand<S> {
  return command<typeof absentArguments, S>({
    verb: 'absent',
    names: { de: ['abwesend'], en: ['absent', 'away'] },
    who: 'known',
    effect: 'write',
    arguments: absentArguments,
    help: inBoth(personalTexts, (t) => t.helpAbsent),
    example: {
      de: 'abwesend von 02.10.2023 bis 13.10.2023',
      en: 'absent from 02.10.2023 until 13.10.2023',
    },
    async prefill({ language }) {
      const t = personalTexts[language]
      return { title: t.formTitle, intro: t.formIntro, submit: t.submit, values: {}, args: {} }
    },
    run: enterAbsence,
  })
}

async function enterAbsence<S extends ReminderStores>(
  call: Call<typeof absentArguments, S>,
): Promise<Answer> {
  const { stores, values, me, language } = call
  const t = personalTexts[language]
  const directory = await stores.council.directory()
  const now = await stores.reminders.lock()
  const who = whoIsMeant(directory, me.person, values.person, now)
  const [from, until] = daysOf(values, localDateOf(now, directory.zone))
  const absence: Absence = { person: who, from, until, away: true, by: me.person, at: now }
  await stores.reminders.addAbsence(absence)
  const absences = await stores.reminders.absences()
  const sentences = [
    t.entered(directory.nameOf(who), formatDay(from, language), formatDay(until, language)),
    ...laddersOf(who, { directory, absences, now }, from).map(({ party, people }) => {
      const names = people.map((one) => directory.nameOf(one)).join(', ')
      return t.redirected(party, names === '' ? t.toOffice : names)
    }),
    t.takeBack,
  ]
  return said(sentences)
}

function presentCommand<S extends ReminderStores>(): AnyCommand<S> {
  return command<{ person: typeof person }, S>({
    verb: 'present',
    names: { de: ['anwesend'], en: ['present', 'back'] },
    who: 'known',
    effect: 'write',
    arguments: { person },
    help: inBoth(personalTexts, (t) => t.helpPresent),
    example: { de: 'anwesend', en: 'present' },
    async run({ stores, values, me, language }) {
      const t = personalTexts[language]
      const directory = await stores.council.directory()
      const now = await stores.reminders.lock()
      const who = whoIsMeant(directory, me.person, values.person, now)
      const today = localDateOf(now, directory.zone)
      const absences = await stores.reminders.absences()
      const last = absences
        .filter((one) => one.person === who && one.away)
        .map(({ until }) => until)
        .sort()
        .at(-1)
      const name = directory.nameOf(who)
      if (last === undefined || !isAwayBetween(absences, who, today, last)) {
        throw refused('absent.nothing', (texts) => texts.nothing(name))
      }
      const entry = { person: who, from: today, until: last, away: false, by: me.person, at: now }
      await stores.reminders.addAbsence(entry)
      return said([t.back(name)])
    },
  })
}

function isAwayBetween(
  absences: readonly Absence[],
  who: PersonId,
  from: LocalDate,
  until: LocalDate,
): boolean {
  for (let day = from; day <= until; day = addDays(day, 1)) {
    if (isAway(absences, who, day)) return true
  }
  return false
}

/** Oneself; for the office of a body also whoever has a part in it. */
function whoIsMeant(
  directory: CouncilDirectory,
  me: PersonId,
  typed: string | undefined,
  now: Instant,
): PersonId {
  const who = typed === undefined ? me : personNamed(directory, typed)
  const belongs = (id: string) => {
    const { officeHeads } = directory.body(id)
    return (
      directory.rolesIn(id, who, now).length > 0 || officeHeads.some((one) => one.person === who)
    )
  }
  const holds = (id: string) =>
    mayUse('office', {
      ...{ person: me, name: '', language: 'de', mandates: [] },
      roles: directory.rolesIn(id, me, now),
    })
  if (who === me || directory.bodies.some(({ id }) => holds(id) && belongs(id))) return who
  throw refused('absent.notYours', (t) => t.notYours)
}

/** @throws Refusal at the field, for days that are turned round, over, or more than a year. */
function daysOf(
  { from, until }: Call<typeof absentArguments, unknown>['values'],
  today: LocalDate,
): readonly [LocalDate, LocalDate] {
  if (from.time !== undefined) throw refused('absent.time', (t) => t.daysOnly, 'from')
  if (until.time !== undefined) throw refused('absent.time', (t) => t.daysOnly, 'until')
  if (until.date < from.date) {
    throw refused('absent.turned', (t, to) => t.turned(formatDay(from.date, to)), 'until')
  }
  if (until.date < today) throw refused('absent.past', (t) => t.past, 'until')
  const latest = addDays(from.date, LONGEST_DAYS)
  if (until.date > latest) {
    throw refused('absent.tooLong', (t, to) => t.tooLong(formatDay(latest, to)), 'until')
  }
  return [from.date, until.date]
}

function said(sentences: readonly string[]): Answer {
  const blocks = sentences.map((sentence) => paragraph(sentence))
  return { kind: 'message', message: message(sentences.join(' '), blocks) }
}

function refused(
  code: string,
  say: (texts: (typeof personalTexts)['de'], language: 'de' | 'en') => string,
  field?: string,
): Refusal {
  return new Refusal(code, inBoth(personalTexts, say), field)
}
