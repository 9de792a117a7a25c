// The cross checks of what a council file says of reporting: names point somewhere, bounds can hold, a due date comes after its opening; leaves its form to reporting.ts.
import type { CronDays } from '../ports.ts'
import { inBoth } from '../texts.ts'
import { addDays } from '../time.ts'
import type { Body, Council, Fault } from './council.ts'
import { doubles, isIn, unknown } from './faults.ts'
import type { Obligation, Question, Questionnaire } from './reporting.ts'
import { reportingTexts } from './reporting-texts.ts'

type Path = Fault['path']
type Say = (texts: (typeof reportingTexts)['de']) => string

function wrongWhen(wrong: boolean, path: Path, say: Say): Fault[] {
  return wrong ? [{ path, words: inBoth(reportingTexts, say) }] : []
}

/** The catalogue: each service once. */
export function serviceFaults({ services }: Council): Fault[] {
  return doubles(
    'service',
    services.map(({ id }, i) => [id, ['services', i, 'id']]),
  )
}

/** Everything that a body says of its sessions, questionnaires and obligations. */
export function reportingFaults(body: Body, council: Council, path: Path): Fault[] {
  const { sessions, questionnaires, obligations } = body
  const once = (kind: 'session' | 'questionnaire' | 'obligation', field: string) =>
    doubles(
      kind,
      { session: sessions, questionnaire: questionnaires, obligation: obligations }[kind].map(
        ({ id }, i) => [id, [...path, field, i, 'id']],
      ),
    )
  return [
    ...once('session', 'sessions'),
    ...once('questionnaire', 'questionnaires'),
    ...once('obligation', 'obligations'),
    ...sessions.flatMap(({ date }, i) =>
      wrongWhen(
        (sessions[i - 1]?.date ?? '') >= date,
        [...path, 'sessions', i, 'date'],
        (texts) => texts.sessionOrder,
      ),
    ),
    ...questionnaires.flatMap((one, i) =>
      questionnaireFaults(one, council, [...path, 'questionnaires', i]),
    ),
    ...obligations.flatMap((one, i) =>
      obligationFaults(one, body, council, [...path, 'obligations', i]),
    ),
  ]
}

function questionnaireFaults(
  { questions, atMost }: Questionnaire,
  { services }: Council,
  path: Path,
): Fault[] {
  const catalogue = services.map(({ id }) => id)
  const figures = [
    ...questions.flatMap((one) => (one.kind === 'number' ? [one.id] : [])),
    ...questions.flatMap((one) => (one.kind === 'services' ? one.counts : [])),
  ]
  return [
    ...doubles(
      'question',
      questions.map(({ id }, i) => [id, [...path, 'questions', i, 'id']]),
    ),
    ...questions.flatMap((one, i) => questionFaults(one, catalogue, [...path, 'questions', i])),
    ...atMost.flatMap((check, i) =>
      (['left', 'right'] as const).flatMap((side) =>
        check[side].flatMap((id, j) =>
          unknown('figure', id, figures, [...path, 'atMost', i, side, j]),
        ),
      ),
    ),
  ]
}

function questionFaults(one: Question, catalogue: readonly string[], path: Path): Fault[] {
  if (one.kind === 'number') {
    return wrongWhen(one.min > one.max, [...path, 'min'], (texts) => texts.notBelow(`${one.max}`))
  }
  if (one.kind === 'choice') {
    return doubles(
      'option',
      one.options.map(({ id }, i) => [id, [...path, 'options', i, 'id']]),
    )
  }
  if (one.kind !== 'services') return []
  return [
    ...one.services.flatMap((id, i) => unknown('service', id, catalogue, [...path, 'services', i])),
    ...doubles(
      'service',
      one.services.map((id, i) => [id, [...path, 'services', i]]),
    ),
    ...doubles(
      'figure',
      one.counts.map((id, i) => [id, [...path, 'counts', i]]),
    ),
    ...one.required.flatMap((count, i) =>
      wrongWhen(!one.counts.includes(count), [...path, 'required', i], (texts) =>
        texts.requiredNotAsked(count),
      ),
    ),
  ]
}

/** What would be wrong with an obligation, from the file or added by command. */
export function obligationFaults(
  { owed, owners, questionnaire, opens, due }: Obligation,
  { parties, questionnaires }: Body,
  { persons }: Council,
  path: Path,
): Fault[] {
  const codes = parties.map(({ code }) => code)
  const owing = typeof owed === 'string' ? codes : owed
  const forms = questionnaires.map(({ id }) => id)
  const people = persons.map(({ id }) => id)
  const written = ({ amount, unit }: { amount: number; unit: string }) => `${amount} ${unit}`
  return [
    ...unknown('questionnaire', questionnaire, forms, [...path, 'questionnaire']),
    ...(typeof owed === 'string'
      ? []
      : owed.flatMap((code, i) => unknown('party', code, codes, [...path, 'owed', i]))),
    ...Object.entries(owners).flatMap(([party, person]) => [
      ...unknown('party', party, codes, [...path, 'owners', party]),
      ...unknown('person', person, people, [...path, 'owners', party]),
      ...wrongWhen(isIn(codes, party) && !isIn(owing, party), [...path, 'owners', party], (texts) =>
        texts.ownerNotOwing(party),
      ),
    ]),
    ...wrongWhen(mostDays(due) >= leastDays(opens), [...path, 'due'], (texts) =>
      texts.dueBeforeOpens(written(due), written(opens)),
    ),
  ]
}

type Before = { readonly amount: number; readonly unit: Obligation['opens']['unit'] }

/** At least so many calendar days: a month has 28. */
function leastDays({ amount, unit }: Before): number {
  return amount * { days: 1, workingDays: 1, weeks: 7, months: 28 }[unit]
}

/** Not fewer than this: ten working days are at least fourteen calendar days. */
function mostDays({ amount, unit }: Before): number {
  if (unit === 'workingDays') return amount + 2 * Math.floor(amount / 5)
  return amount * { days: 1, weeks: 7, months: 28 }[unit]
}

/** Four years hold every day of the calendar. */
const DAYS_OF_A_CYCLE = 1462

/** Cron expressions of the file. Apart from `checkCouncil`, because a stored version is read again without a library for them. */
export function checkRhythms({ bodies }: Council, cron: CronDays): Fault[] {
  return bodies.flatMap((body, i) =>
    body.obligations.flatMap(({ rhythm }, j) =>
      rhythm.kind === 'cron'
        ? cronFaults(rhythm.expression, cron, [
            'bodies',
            i,
            'obligations',
            j,
            'rhythm',
            'expression',
          ])
        : [],
    ),
  )
}

/** What is wrong with one cron expression, which also must meet a day at all. */
export function cronFaults(expression: string, cron: CronDays, path: Path): Fault[] {
  const found = cron.fault(expression)
  if (found !== undefined) return wrongWhen(true, path, (texts) => texts.cron(found))
  for (let day = 0; day < DAYS_OF_A_CYCLE; day += 1) {
    if (cron.fallsOn(expression, addDays('2024-01-01', day))) return []
  }
  return wrongWhen(true, path, (texts) => texts.cronNever)
}
