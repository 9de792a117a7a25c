// `erinnern` / `remind`: the office reminds by hand, after a preview of who would get it; leaves snoozing and absences to their own files.
import { carried, oneOf, optional } from '../arguments.ts'
import type { Calendar } from '../calendar/index.ts'
import { type AnyCommand, type Call, command, mayUse } from '../command.ts'
import { heading, list, message, note, paragraph } from '../message.ts'
import type { Answer } from '../ports.ts'
import { inBoth } from '../texts.ts'
import { formatInstant } from '../time.ts'
import type { Instant, PartyCode, PersonId } from '../values.ts'
import { matterArgument, matterNamed, partyArgument, refused, requireParty } from './finding.ts'
import type { Matter, MatterSource } from './matter.ts'
import { personalCommands } from './personal-commands.ts'
import { reachedBy } from './recipients.ts'
import { type Picture, pictureOf, remind, whereOf } from './reminder.ts'
import type { ReminderStores } from './schedule.ts'
import { snoozeCommand } from './snooze-commands.ts'
import { isLoud, nextLoud } from './stages.ts'
import { reminderTexts } from './texts.ts'

/** What the commands are made from. */
export type ReminderParts<S> = {
  readonly sources: readonly MatterSource<S>[]
  readonly calendar: Calendar
}

/** Every command of the reminders. */
export function reminderCommands<S extends ReminderStores>(
  parts: ReminderParts<S>,
): readonly AnyCommand<S>[] {
  return [remindCommand(parts), snoozeCommand(parts), ...personalCommands<S>()]
}

const remindArguments = {
  matter: matterArgument(),
  // before the party: a word in capitals might look like the code of one
  confirm: optional(
    oneOf(
      {
        label: inBoth(reminderTexts, (t) => t.confirm),
        hint: inBoth(reminderTexts, (t) => t.confirmHint),
      },
      [
        {
          value: 'yes',
          label: inBoth(reminderTexts, (t) => t.confirm),
          words: ['jetzt', 'now', 'ja', 'yes'],
        },
      ],
    ),
  ),
  party: partyArgument(),
  /** Which preview was looked at: after somebody was reminded by hand, an older one reminds nobody. */
  seen: carried(),
}

function remindCommand<S extends ReminderStores>(parts: ReminderParts<S>): AnyCommand<S> {
  return command<typeof remindArguments, S>({
    verb: 'remind',
    names: { de: ['erinnern', 'erinnere'], en: ['remind', 'nudge'] },
    who: 'office',
    effect: 'write',
    arguments: remindArguments,
    help: inBoth(reminderTexts, (t) => t.helpRemind),
    example: { de: 'erinnern 7/2023', en: 'remind 7/2023' },
    run: (call) => remindByHand(call, parts),
  })
}

type RemindCall<S> = Call<typeof remindArguments, S>

/** Who would be reminded now, who would not and until when. */
type Nudge = {
  readonly number: number
  readonly reached: readonly { readonly party: PartyCode; readonly people: readonly PersonId[] }[]
  readonly quiet: readonly { readonly party: PartyCode; readonly until: Instant }[]
  readonly unreached: readonly PartyCode[]
}

async function remindByHand<S extends ReminderStores>(
  call: RemindCall<S>,
  { sources, calendar }: ReminderParts<S>,
): Promise<Answer> {
  const { stores, values, me, language } = call
  const directory = await stores.council.directory()
  const now = values.confirm ? await stores.reminders.lock() : call.now
  const look = { directory, now }
  const matter = await matterNamed(sources, stores, look, values.matter)
  const roles = directory.rolesIn(matter.body, me.person, now)
  if (!mayUse('office', { ...me, roles })) {
    const { name } = directory.body(matter.body)
    throw refused('remind.office', (t, to) => t.officeNeeded(name[to]))
  }
  const picture = await pictureOf(stores, [matter], { directory, calendar, now })
  const nudge = nudgeOf(matter, askedParties(matter, picture, values.party), picture)
  requireSomebody(matter, nudge, picture)
  if (!values.confirm) return preview(matter, nudge, picture, call)
  if (values.seen !== undefined && values.seen !== `${nudge.number}`) {
    throw refused('remind.already', (t, to) => t.already(matter.title[to]))
  }
  const stage = `nudge ${nudge.number}`
  await stores.reminders.add(
    nudge.reached.map(({ party, people }) =>
      remind(matter, party, { stage, now, by: me.person }, { people, office: false }),
    ),
  )
  const t = reminderTexts[language]
  const title = matter.title[language]
  const names = nudge.reached.map((one) => lineOf(one, matter, picture, language)).join('; ')
  const words = matter.secret ? t.remindedSealed(title) : t.remindedNow(title, names)
  const more = matter.secret ? [] : leftOut(nudge, matter, picture, language)
  return {
    kind: 'message',
    message: message([words, ...more.map((line) => `${line}.`)].join(' '), [
      paragraph(words),
      ...more.map((line) => note(line)),
    ]),
  }
}

/** @throws Refusal where a party is asked for that is not missing, or of which nobody may know whether it is. */
function askedParties(matter: Matter, picture: Picture, party: PartyCode | undefined) {
  if (party === undefined) return matter.missing
  if (matter.secret) throw refused('remind.sealed', (t, to) => t.sealed(matter.title[to]))
  requireParty(matter, picture, party)
  if (matter.missing.includes(party)) return [party]
  const name = picture.directory.partyName(matter.body, party)
  throw refused('remind.notMissing', (t, to) => t.notMissing(name, matter.title[to]))
}

function nudgeOf(matter: Matter, parties: readonly PartyCode[], picture: Picture): Nudge {
  const { now, sent } = picture
  const made = sent.flatMap(({ stage }) => /^nudge (\d+)$/.exec(stage)?.[1] ?? [])
  const all = parties.map((party) => {
    const where = whereOf(matter, party, picture)
    const { people } = reachedBy(['representatives'], matter, party, picture)
    return { party, people, loud: isLoud(now, where), until: nextLoud(now, where) }
  })
  return {
    number: Math.max(0, ...made.map(Number)) + 1,
    reached: all.filter(({ loud, people }) => loud && people.length > 0),
    quiet: all.filter(({ loud }) => !loud),
    unreached: all
      .filter(({ loud, people }) => loud && people.length === 0)
      .map(({ party }) => party),
  }
}

/** A sealed vote is answered the same whoever is missing, and asks only whether the whole body has its quiet hours. */
function requireSomebody(matter: Matter, nudge: Nudge, picture: Picture): void {
  const { directory } = picture
  if (matter.secret) {
    const codes = directory.body(matter.body).parties.map(({ code }) => code)
    const all = nudgeOf(matter, codes, picture)
    if (all.quiet.length === codes.length) throw quietUntil(all, directory.zone)
    return
  }
  if (nudge.reached.length > 0) return
  if (nudge.quiet.length > 0) throw quietUntil(nudge, directory.zone)
  if (nudge.unreached.length > 0) {
    const names = nudge.unreached.map((party) => directory.partyName(matter.body, party))
    throw refused('remind.nobodyReached', (t) => t.nobodyReached(names.join(', ')))
  }
  throw refused('remind.nobodyMissing', (t, to) => t.nobodyMissing(matter.title[to]))
}

function quietUntil({ quiet }: Nudge, zone: string) {
  const first = Math.min(...quiet.map(({ until }) => until))
  return refused('remind.quiet', (t, to) => t.quiet(formatInstant(first, zone, to)))
}

function lineOf(
  { party, people }: Nudge['reached'][number],
  { body }: Matter,
  { directory }: Picture,
  language: 'de' | 'en',
): string {
  const names = people.map((person) => directory.nameOf(person)).join(', ')
  return reminderTexts[language].previewLine(directory.partyName(body, party), names)
}

function leftOut(
  { quiet, unreached }: Nudge,
  { body }: Matter,
  { directory }: Picture,
  language: 'de' | 'en',
): readonly string[] {
  const t = reminderTexts[language]
  const name = (party: PartyCode) => directory.partyName(body, party)
  return [
    ...quiet.map(({ party, until }) =>
      t.leftOut(name(party), t.whyQuiet(formatInstant(until, directory.zone, language))),
    ),
    ...unreached.map((party) => t.leftOut(name(party), t.whyUnreached)),
  ]
}

function preview<S>(
  matter: Matter,
  nudge: Nudge,
  picture: Picture,
  { values, language }: RemindCall<S>,
): Answer {
  const t = reminderTexts[language]
  const { called, secret, title } = matter
  const lines = secret
    ? []
    : [
        ...nudge.reached.map((one) => lineOf(one, matter, picture, language)),
        ...leftOut(nudge, matter, picture, language),
      ]
  const intro = secret ? t.previewSealed : t.previewIntro
  const top = t.previewTitle(title[language])
  const party = values.party ?? ''
  return {
    kind: 'message',
    message: message(
      [`${top}.`, intro, ...lines.map((line) => `${line}.`), t.nothingYet].join(' '),
      [
        heading(top, 2),
        paragraph(intro),
        ...(lines.length > 0 ? [list(lines)] : []),
        note(t.nothingYet, 'strong'),
      ],
      {
        actions: [
          {
            verb: 'remind',
            args: {
              ...{ matter: called, confirm: 'yes', seen: `${nudge.number}` },
              ...(party === '' ? {} : { party }),
            },
            label: t.remindLabel,
            spoken: t.remindSpoken(called),
            typed: t.remindTyped(called, party),
            weight: 'primary',
          },
        ],
      },
    ),
  }
}
