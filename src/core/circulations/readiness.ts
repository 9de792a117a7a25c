// Whether a draft can be opened now: what forbids it, what opening asks back for, and when it would end; used by preview and opening alike.
import {
  type Calendar,
  holidayOn,
  isWorkingDay,
  deadline as periodEnd,
  proposeWorkingDay,
} from '../calendar/index.ts'
import type { Body, CouncilDirectory } from '../council/index.ts'
import type { Period, Profile } from '../rules/index.ts'
import { type Bilingual, inBoth } from '../texts.ts'
import { formatDeadline, instantOf, type LocalDate, localDateOf } from '../time.ts'
import type { Instant, Language, PartyCode } from '../values.ts'
import type { Circulation, DeadlineRule } from './circulation.ts'
import { readinessTexts } from './readiness-texts.ts'

/** What opening is judged by. */
export type World = { readonly directory: CouncilDirectory; readonly calendar: Calendar }

export type Readiness = {
  readonly profile: Profile | undefined
  readonly end: { readonly instant: Instant; readonly rule: DeadlineRule } | undefined
  /** What forbids opening. */
  readonly faults: readonly Bilingual[]
  /** What opening asks back for; an explicit yes goes on. */
  readonly doubts: readonly Bilingual[]
}

/** Judges a draft at an instant. */
export function readinessOf(circulation: Circulation, world: World, now: Instant): Readiness {
  const { directory } = world
  const body = directory.body(circulation.body)
  const profile = directory.profile(body.id, circulation.content.profile)
  if (!profile) {
    const known = body.profiles.map(({ id }) => id).join(', ')
    const words = inBoth(readinessTexts, (t) =>
      t.profileUnknown(circulation.content.profile, known),
    )
    return { profile: undefined, end: undefined, faults: [words], doubts: [] }
  }
  const faults: Bilingual[] = []
  const doubts: Bilingual[] = []
  if (!mayRequest(profile, body, circulation.content.applicants)) {
    faults.push(
      inBoth(readinessTexts, (t, language) => t.requestMissing(requestRule(profile, language))),
    )
  }
  const end = endOf(circulation, profile, body, world, now)
  const earliest = earliestEnd(profile.period, body, world, now)
  const says = (instant: Instant, language: Language) =>
    formatDeadline(instant, directory.zone, language)
  if (end.instant < earliest) {
    faults.push(
      inBoth(readinessTexts, (t, language) =>
        t.endTooEarly(says(end.instant, language), says(earliest, language)),
      ),
    )
  }
  const lastDay = localDateOf(end.instant - 1, directory.zone)
  if (!isWorkingDay(world.calendar, body.seat, lastDay)) {
    doubts.push(offDay(lastDay, end, body, world))
  }
  const unreachable = body.parties.filter(
    ({ code }) =>
      !directory.representatives(body.id, code, now).some(({ accounts }) => accounts.length > 0),
  )
  if (unreachable.length > 0) {
    const names = unreachable.map(({ name }) => name).join(', ')
    doubts.push(inBoth(readinessTexts, (t) => t.unreachable(names)))
  }
  return { profile, end, faults, doubts }
}

/** Antragsrecht (IT-Staatsvertrag § 1 Abs. 5): Bund or three Länder; an empty rule lets anyone ask. */
function mayRequest(profile: Profile, body: Body, applicants: readonly PartyCode[]): boolean {
  const { anyOf } = profile.request
  if (anyOf.length === 0) return true
  const among = body.parties.filter(({ code }) => applicants.includes(code))
  return anyOf.some((rule) => {
    if (rule.kind === 'parties') return rule.parties.some((party) => applicants.includes(party))
    if (rule.kind === 'share') return among.length * rule.den >= body.parties.length * rule.num
    return among.filter(({ group }) => group === rule.group).length >= rule.n
  })
}

function requestRule(profile: Profile, language: Language): string {
  const t = readinessTexts[language]
  return profile.request.anyOf
    .map((rule) => {
      if (rule.kind === 'parties') return t.byParties(rule.parties.join(', '))
      if (rule.kind === 'share') return t.byShare(`${rule.num}/${rule.den}`)
      return t.byNumber(rule.n, rule.group)
    })
    .join(t.or)
}

function lastDayOf(
  amount: number,
  { unit }: Period,
  body: Body,
  { calendar, directory }: World,
  now: Instant,
): LocalDate {
  const units = { calendarDays: 'days', workingDays: 'workingDays', weeks: 'weeks' } as const
  const from = localDateOf(now, directory.zone)
  const { zone } = directory
  const places = [body.seat]
  return periodEnd({
    calendar,
    from,
    amount,
    unit: units[unit],
    places,
    shift: 'none',
    before: false,
    zone,
  }).lastDay
}

/** The end that was asked for, or the profile's period, moved to a working day as a proposal. */
function endOf(circulation: Circulation, profile: Profile, body: Body, world: World, now: Instant) {
  const { zone } = world.directory
  const asked = circulation.content.end
  const usual = lastDayOf(profile.period.amount, profile.period, body, world, now)
  const rule: DeadlineRule = asked
    ? { ...asked, zone }
    : {
        date: proposeWorkingDay(world.calendar, [body.seat], usual),
        time: profile.period.endTime,
        zone,
      }
  return { instant: instantOf(rule.date, rule.time, zone), rule }
}

/** The minimum period, judged at opening: its last day must be over. */
function earliestEnd(period: Period, body: Body, world: World, now: Instant): Instant {
  const day = lastDayOf(period.min, period, body, world, now)
  return instantOf(day, period.endTime, world.directory.zone)
}

function offDay(
  day: LocalDate,
  end: { readonly instant: Instant },
  body: Body,
  { calendar, directory }: World,
): Bilingual {
  const holiday = holidayOn(calendar, body.seat, day)
  const proposed = proposeWorkingDay(calendar, [body.seat], day)
  return inBoth(readinessTexts, (t, language) =>
    t.endOnHoliday(
      formatDeadline(end.instant, directory.zone, language),
      holiday ? holiday.name[language] : t.weekend,
      formatDeadline(instantOf(proposed, '24:00', directory.zone), directory.zone, language),
    ),
  )
}
