// `umlauf tally`, `deadline`, `holidays`, `profile show`: the bot's own rules on data from outside, without a database.
import type { Config } from '../config.ts'
import { deadlineAnswer, holidaysAnswer } from '../core/calendar/index.ts'
import { Refusal } from '../core/refusal.ts'
import { explainProfile, tallyAnswer } from '../core/rules/index.ts'
import { inBoth } from '../core/texts.ts'
import { formatDay, formatInstant, instantFromIso } from '../core/time.ts'
import { readCalendar } from '../files/calendar-file.ts'
import { calculatorTexts } from './calculator-texts.ts'
import { answerTo, calculate, json } from './output.ts'
import { shippedDirectory, shippedLibrary } from './shipped.ts'

/** The shares that count today. The machine's clock is right here: nothing is decided, and a key may be named. */
function library() {
  return shippedLibrary(Date.now())
}

/** @returns 0 for any computed result, 2 for wrong input. */
export async function tallyCommand(config: Config, file: string): Promise<number> {
  const known = library()
  return calculate(file, (request) => tallyAnswer(request, known), config.language, true)
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

const UNITS = ['days', 'workingDays', 'weeks', 'months'] as const

/** One period from options, or many from standard input (`-`). */
export async function deadlineCommand(
  { language }: Config,
  input: string | undefined,
  options: DeadlineOptions,
): Promise<number> {
  const calendar = readCalendar()
  const work = (request: unknown) => deadlineAnswer(calendar, request)
  if (input !== undefined) return calculate(input, work, language, true)
  const say = (answer: unknown) =>
    options.json
      ? json(answer, 2)
      : deadlineWords(answer as ReturnType<typeof deadlineAnswer>, language)
  return answerTo(() => work(requestOf(options)), language, say, options.json)
}

function requestOf(options: DeadlineOptions) {
  const given = UNITS.filter((unit) => options[unit] !== undefined)
  const [unit, ...more] = given
  if (!unit || more.length > 0 || options.from === undefined) {
    throw new Refusal(
      'deadline.options',
      inBoth(calculatorTexts, (t) => t.onePeriod),
    )
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

function deadlineWords(
  answer: ReturnType<typeof deadlineAnswer>,
  language: Config['language'],
): string {
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

/** Holidays of a place in a year. */
export function holidaysCommand(
  { language }: Config,
  place: string,
  year: string,
  options: { readonly json: boolean },
): number {
  const calendar = readCalendar()
  const work = () => holidaysAnswer(calendar, place, /^\d+$/.test(year) ? Number(year) : Number.NaN)
  const say = (answer: unknown) => {
    const { holidays } = answer as ReturnType<typeof holidaysAnswer>
    if (options.json) return json(answer, 2)
    return holidays
      .map(
        ({ date, name, law }) =>
          `${date}  ${formatDay(date, language)}: ${name[language]} (${law})`,
      )
      .join('\n')
  }
  return answerTo(work, language, say, options.json)
}

/** Explains a shipped profile, or lists them; as JSON it can stand inline in a tally. */
export function profileCommand(
  { language }: Config,
  id: string | undefined,
  options: { readonly json: boolean },
): number {
  const directory = shippedDirectory()
  const [body] = directory.bodies
  const electorate = library().electorate
  const work = () => {
    const profiles = (body?.profiles ?? []).filter(
      (profile) => id === undefined || profile.id === id,
    )
    if (profiles.length > 0) return profiles
    const known = (body?.profiles ?? []).map((profile) => profile.id).join(', ')
    throw new Refusal(
      'profile.unknown',
      inBoth(calculatorTexts, (t) => t.noProfile(id ?? '', known)),
    )
  }
  const say = (answer: unknown) => {
    const profiles = answer as ReturnType<typeof work>
    if (options.json) return json(id === undefined ? profiles : profiles[0], 2)
    return profiles
      .map(
        (profile) =>
          `${profile.id}: ${profile.name[language]}\n  ${explainProfile(profile, electorate, language)}`,
      )
      .join('\n\n')
  }
  return answerTo(work, language, say, options.json)
}
