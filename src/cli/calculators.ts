// `umlauf tally`, `deadline`, `holidays`, `profile show`: the bot's own rules on data from outside, without a database.
import { z } from 'zod'
import type { Config } from '../config.ts'
import { deadlineAnswer, holidaysAnswer } from '../core/calendar/index.ts'
import { Refusal } from '../core/refusal.ts'
import { explainProfile, tallyAnswer } from '../core/rules/index.ts'
import { formatDay, formatInstant, instantFromIso } from '../core/time.ts'
import type { Language } from '../core/values.ts'
import { readCalendar } from '../files/calendar-file.ts'
import { calculatorTexts } from './calculator-texts.ts'
import { wrongInput } from './input.ts'
import { answerTo, calculate, json } from './output.ts'
import { shippedDirectory, shippedLibrary } from './shipped.ts'

/** @returns 0 for any computed result, 2 for wrong input; the answer is JSON for people and programs alike. */
export async function tallyCommand({ language }: Config, file: string): Promise<number> {
  // The machine's clock is right here: it picks the shares in force, nothing is decided, and a key may be named.
  const library = shippedLibrary(Date.now())
  return calculate(file, (request) => tallyAnswer(request, library), language)
}

export type DeadlineOptions = {
  readonly from?: string
  readonly days?: string
  readonly workingDays?: string
  readonly weeks?: string
  readonly months?: string
  readonly land: readonly string[]
  readonly before: boolean
  readonly shift: boolean
  readonly json: boolean
}

/** The units of a period, and the option that gives each. */
const UNITS = {
  days: '--days',
  workingDays: '--working-days',
  weeks: '--weeks',
  months: '--months',
} as const
type Unit = keyof typeof UNITS

/** One period from options, or many from a file or standard input (`-`). */
export async function deadlineCommand(
  { language }: Config,
  input: string | undefined,
  options: DeadlineOptions,
): Promise<number> {
  const calendar = readCalendar()
  const units = (Object.keys(UNITS) as Unit[]).filter((unit) => options[unit] !== undefined)
  if (input !== undefined) {
    const work = (request: unknown) => deadlineAnswer(calendar, request)
    const typed = units.length > 0 || options.from !== undefined || options.land.length > 0
    if (!typed) return calculate(input, work, language)
    return answerTo(refuseBoth, language, json, options.json)
  }
  const work = () => deadlineAnswer(calendar, requestOf(options, units))
  if (options.json) return answerTo(work, language, (answer) => json(answer, 2), true)
  const say = (answer: ReturnType<typeof work>) => deadlineWords(answer, language)
  return answerTo(() => inOptions(units[0], work), language, say, false)
}

function refuseBoth(): never {
  throw wrongInput('deadline.options', (t) => t.optionsOrInput)
}

function requestOf(options: DeadlineOptions, units: readonly Unit[]) {
  const [unit, ...more] = units
  if (!unit || more.length > 0 || options.from === undefined) {
    throw wrongInput('deadline.options', (t) => t.onePeriod)
  }
  const written = options[unit] ?? ''
  return {
    from: options.from,
    amount: /^\d+$/.test(written) ? Number(written) : written,
    unit,
    places: options.land.length > 0 ? options.land : ['HE'],
    shift: options.shift ? 'forward' : 'none',
    before: options.before,
  }
}

/** Who typed options is shown the option that was wrong, not the field it became. */
function inOptions<Answer>(unit: Unit | undefined, work: () => Answer): Answer {
  try {
    return work()
  } catch (fault) {
    if (!(fault instanceof Refusal)) throw fault
    const amount = unit === undefined ? undefined : UNITS[unit]
    const option = new Map([
      ['/from', '--from'],
      ['/amount', amount],
    ]).get(fault.field ?? '')
    throw new Refusal(fault.code, fault.words, option ?? fault.field)
  }
}

function deadlineWords(answer: ReturnType<typeof deadlineAnswer>, language: Language): string {
  const t = calculatorTexts[language]
  const tooLate = formatInstant(instantFromIso(answer.tooLateFrom), answer.zone, language)
  return [
    t.lastDay(formatDay(answer.lastDay, language)),
    t.tooLateFrom(tooLate),
    ...answer.shifts.map(({ from, to, place, because }) =>
      t.shifted(formatDay(from, language), formatDay(to, language), place, because[language]),
    ),
  ].join('\n')
}

const holidaysRequest = z.strictObject({
  format: z.literal(1).default(1),
  place: z.string(),
  year: z.int(),
})

/** Holidays of a place in a year, or many from standard input (`-`). */
export async function holidaysCommand(
  { language }: Config,
  place: string,
  year: string | undefined,
  options: { readonly json: boolean },
): Promise<number> {
  const calendar = readCalendar()
  if (year === undefined && place === '-') {
    const work = (request: unknown) => {
      const asked = holidaysRequest.safeParse(request)
      if (asked.success) return holidaysAnswer(calendar, asked.data.place, asked.data.year)
      throw wrongInput('holidays.request', (t) => t.holidaysRequest, pointerOf(asked.error))
    }
    return calculate('-', work, language)
  }
  const work = () => {
    if (year === undefined || !/^\d{4}$/.test(year)) {
      throw wrongInput('holidays.year', (t) => t.year(year ?? ''))
    }
    return holidaysAnswer(calendar, place, Number(year))
  }
  if (options.json) return answerTo(work, language, (answer) => json(answer, 2), true)
  return answerTo(work, language, (answer) => holidaysWords(answer, language), false)
}

function pointerOf({ issues: [issue] }: z.ZodError): string {
  const unknown = issue?.code === 'unrecognized_keys' ? issue.keys.slice(0, 1) : []
  return [...(issue?.path ?? []), ...unknown]
    .map((step) => `/${String(step).replaceAll('~', '~0').replaceAll('/', '~1')}`)
    .join('')
}

function holidaysWords(
  { holidays }: ReturnType<typeof holidaysAnswer>,
  language: Language,
): string {
  return holidays
    .map(
      ({ date, name, law }) => `${date}  ${formatDay(date, language)}: ${name[language]} (${law})`,
    )
    .join('\n')
}

/** Explains a shipped profile, or all; as JSON one can stand inline in a tally. */
export function profileCommand(
  { language }: Config,
  id: string | undefined,
  options: { readonly json: boolean },
): number {
  const { electorate } = shippedLibrary(Date.now())
  const [body] = shippedDirectory().bodies
  const all = body?.profiles ?? []
  const work = () => {
    const profiles = all.filter((profile) => id === undefined || profile.id === id)
    if (profiles.length > 0) return profiles
    const known = all.map((profile) => profile.id).join(', ')
    throw wrongInput('profile.unknown', (t) => t.noProfile(id ?? '', known))
  }
  if (options.json) {
    const say = (profiles: ReturnType<typeof work>) =>
      json(id === undefined ? profiles : profiles[0], 2)
    return answerTo(work, language, say, true)
  }
  const say = (profiles: ReturnType<typeof work>) =>
    profiles
      .map(
        (profile) =>
          `${profile.id}: ${profile.name[language]}\n  ${explainProfile(profile, electorate, language)}`,
      )
      .join('\n\n')
  return answerTo(work, language, say, false)
}
