// A frozen questionnaire as fields of a form: one field for each figure, in steps that every network can show, with bounds and checks across fields; leaves what was typed in one line to answers.ts.
import { oneOf, optional, text } from '../arguments.ts'
import type { Argument, Arguments } from '../command.ts'
import type { Question } from '../council/index.ts'
import { Refusal } from '../refusal.ts'
import { type Bilingual, inBoth } from '../texts.ts'
import { COUNT_NAMES, type CountName, grouped } from './figures.ts'
import type { Answer, Answers, RowCounts } from './filing.ts'
import type { FrozenRound } from './round.ts'
import { countTexts, reportTexts } from './texts.ts'

type Asked = Pick<FrozenRound, 'questionnaire' | 'services'>

/** One field: a question, or one count of one service. `name` is short, because networks bound it. */
export type Cell = {
  readonly name: string
  readonly question: Question
  readonly service: string | undefined
  readonly count: CountName | undefined
  readonly label: Bilingual
}

/** Two services with all their counts; a form of more fields is not read to its end. */
const FIELDS_OF_A_STEP = 14
const HIGHEST_MATURITY = 5
/** Also what a question may take that says no bound. */
const LARGEST_COUNT = 1_000_000_000

/** Every field of a questionnaire, in its order. */
export function cellsOf({ questionnaire, services }: Asked): readonly Cell[] {
  return questionnaire.questions.flatMap((question, q): Cell[] => {
    if (question.kind !== 'services') {
      const { label } = question
      return [{ name: `q${q + 1}`, question, service: undefined, count: undefined, label }]
    }
    return question.services.flatMap((service, s) => {
      const name = services.find(({ id }) => id === service)?.name ?? { de: service, en: service }
      return question.counts.map((count) => ({
        name: `q${q + 1}-${s + 1}-${count}`,
        question,
        service,
        count,
        label: inBoth(countTexts, (t, language) => `${name[language]}: ${t[count]}`),
      }))
    })
  })
}

/** The steps of the form: what is checked together, the row of a service, is never torn apart. */
export function stepsOf(asked: Asked): readonly (readonly Cell[])[] {
  const groups = Map.groupBy(cellsOf(asked), ({ question, service }) =>
    service === undefined ? question.id : `${question.id}\n${service}`,
  )
  const steps: Cell[][] = []
  for (const group of groups.values()) {
    const last = steps.at(-1)
    if (last && last.length + group.length <= FIELDS_OF_A_STEP) last.push(...group)
    else steps.push([...group])
  }
  return steps
}

/** The fields as arguments of the kernel, which reads and refuses each at its place. */
export function argumentsOf(cells: readonly Cell[]): Arguments {
  return Object.fromEntries(cells.map((cell) => [cell.name, argumentOf(cell)]))
}

function argumentOf({ question, count, label }: Cell): Argument<unknown> {
  const hint = question.hint ?? { de: '', en: '' }
  const asked = (argument: Argument<unknown>) =>
    question.kind !== 'services' && question.required ? argument : optional(argument)
  switch (question.kind) {
    case 'services':
      return asked(whole(label, { min: 0, max: largest(count), unit: undefined }))
    case 'number': {
      const { min, max, unit } = question
      return asked(whole(label, { min, max, unit }))
    }
    case 'yesNo':
      return asked(
        oneOf({ label, hint }, [
          {
            value: 'yes',
            label: inBoth(reportTexts, (t) => t.yes),
            words: ['ja', 'yes', 'j', 'y', 'true'],
          },
          {
            value: 'no',
            label: inBoth(reportTexts, (t) => t.no),
            words: ['nein', 'no', 'n', 'false'],
          },
        ]),
      )
    case 'choice':
      return asked(
        oneOf(
          { label, hint },
          question.options.map((option) => ({ value: option.id, label: option.label, words: [] })),
        ),
      )
    case 'text':
      return asked(text({ label, hint }, { maxLength: question.maxLength, lines: 'many' }))
  }
}

function largest(count: CountName | undefined): number {
  return count === 'maturity' ? HIGHEST_MATURITY : LARGEST_COUNT
}

type Bounds = {
  readonly min: number
  readonly max: number
  readonly unit: Bilingual | undefined
}

/** A whole number, also with separators of thousands: `1234`, `1.234`, `1 234`. */
function whole(label: Bilingual, bounds: Bounds): Argument<unknown> {
  const hint = inBoth(reportTexts, (t, language) =>
    t.wholeHint({
      min: grouped(bounds.min, language),
      max: bounds.max < LARGEST_COUNT ? grouped(bounds.max, language) : undefined,
      unit: bounds.unit?.[language] ?? '',
    }),
  )
  const line = text({ label, hint }, { maxLength: 40, lines: 'one' })
  return { ...line, read: (written, reading) => readWhole(line.read(written, reading), bounds) }
}

function readWhole(written: string, { min, max, unit }: Bounds): number {
  const digits = /^\d{1,3}(?:[. \u00a0\u202f]\d{3})+$/.test(written)
    ? written.replace(/\D/g, '')
    : written
  const value = /^\d{1,15}$/.test(digits) ? Number(digits) : undefined
  if (value !== undefined && min <= value && value <= max) return value
  throw new Refusal(
    'report.number',
    inBoth(reportTexts, (t, language) =>
      t.notWhole(written.slice(0, 40), {
        min: grouped(min, language),
        max: grouped(max, language),
        unit: unit?.[language] ?? '',
      }),
    ),
  )
}

/** The answers with some fields read anew: what a field lacks now is no longer said. */
export function withCells(
  answers: Answers,
  cells: readonly Cell[],
  values: Readonly<Record<string, unknown>>,
): Answers {
  const next: Record<string, Answer> = { ...answers }
  for (const { name, question, service, count } of cells) {
    const value = values[name]
    const given = typeof value === 'number' || typeof value === 'string' ? value : undefined
    if (service === undefined || count === undefined) {
      if (given === undefined) delete next[question.id]
      else next[question.id] = given
      continue
    }
    const rows: Record<string, RowCounts> = { ...rowsOf(next, question.id) }
    const { [count]: _, ...others } = rows[service] ?? {}
    rows[service] = typeof given === 'number' ? { ...others, [count]: given } : others
    if (Object.keys(rows[service]).length === 0) delete rows[service]
    next[question.id] = rows
    if (Object.keys(rows).length === 0) delete next[question.id]
  }
  return next
}

/** The rows of a question about services. */
export function rowsOf(answers: Answers, question: string): Readonly<Record<string, RowCounts>> {
  const answer = answers[question]
  return typeof answer === 'object' ? answer : {}
}

/** What one field holds; undefined where nothing was said. */
export function heldIn(
  answers: Answers,
  {
    question,
    service,
    count,
  }: Pick<Cell, 'service' | 'count'> & { readonly question: { id: string } },
): number | string | undefined {
  if (service !== undefined && count !== undefined) {
    return rowsOf(answers, question.id)[service]?.[count]
  }
  const answer = answers[question.id]
  return typeof answer === 'object' ? undefined : answer
}

/** Answers as the form shows them for editing, field by field. */
export function writtenAnswers(cells: readonly Cell[], answers: Answers): Record<string, string> {
  return Object.fromEntries(
    cells.flatMap((cell) => {
      const value = heldIn(answers, cell)
      return value === undefined ? [] : [[cell.name, `${value}`]]
    }),
  )
}

/** Everything wrong with answers taken together, worded at the field that shows it. */
export function faultsIn(asked: Asked, answers: Answers): ReadonlyMap<string, Bilingual> {
  const cells = cellsOf(asked)
  const faults = new Map<string, Bilingual>()
  for (const cell of cells) {
    if (heldIn(answers, cell) === undefined && isNeeded(cell, answers)) {
      faults.set(
        cell.name,
        inBoth(reportTexts, (t) => (isNumber(cell) ? t.neededNumber : t.needed)),
      )
    }
  }
  for (const { left, right } of asked.questionnaire.atMost) {
    for (const group of comparedIn(cells, [...left, ...right])) {
      const [most, all] = [sumOf(group, right, answers), sumOf(group, left, answers)]
      const shown = group.find((cell) => left.includes(nameOf(cell)))
      if (!shown || !most.whole || all.sum <= most.sum || faults.has(shown.name)) continue
      faults.set(
        shown.name,
        inBoth(reportTexts, (t, language) => {
          const words = (names: readonly string[]) => named(group, names, language)
          const [sum, limit] = [grouped(all.sum, language), grouped(most.sum, language)]
          return t.notAtMost(words(left), sum, words(right), limit)
        }),
      )
    }
  }
  return faults
}

const isNumber = ({ question: { kind } }: Cell) => kind === 'number' || kind === 'services'

/** A row that says anything says what it must; a question that is required always does. */
function isNeeded({ question, service, count }: Cell, answers: Answers): boolean {
  if (question.kind !== 'services') return question.required
  const row = rowsOf(answers, question.id)[service ?? '']
  return row !== undefined && count !== undefined && question.required.includes(count)
}

const nameOf = ({ count, question }: Cell): string => count ?? question.id

/** The fields that a check compares: row by row where it names counts, else once for the whole questionnaire. */
function comparedIn(
  cells: readonly Cell[],
  names: readonly string[],
): readonly (readonly Cell[])[] {
  const meant = cells.filter((cell) => names.includes(nameOf(cell)))
  const byRow = names.every((name) => COUNT_NAMES.some((count) => count === name))
  if (!byRow) return [meant]
  return [...Map.groupBy(meant, ({ question, service }) => `${question.id}\n${service}`).values()]
}

/** The sum of the named fields of a group; `whole` when each of them was given. */
function sumOf(group: readonly Cell[], names: readonly string[], answers: Answers) {
  const values = group
    .filter((cell) => names.includes(nameOf(cell)))
    .map((cell) => heldIn(answers, cell))
  const numbers = values.filter((value) => typeof value === 'number')
  return {
    sum: numbers.reduce((sum, value) => sum + value, 0),
    whole: numbers.length === values.length,
  }
}

function named(group: readonly Cell[], names: readonly string[], language: 'de' | 'en'): string {
  return group
    .filter((cell) => names.includes(nameOf(cell)))
    .map(({ count, label }) => (count ? countTexts[language][count] : label[language]))
    .join(' + ')
}
