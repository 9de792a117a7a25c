// A report as a table that somebody hands in: one row for each service with a column for each count, one row for each other question; leaves the file to its reader and the values to answers.ts.
import type { Reading } from '../command.ts'
import { list, type Message, message, note, paragraph } from '../message.ts'
import { Refusal } from '../refusal.ts'
import type { TableRow } from '../tables.ts'
import { type Bilingual, inBoth } from '../texts.ts'
import type { Language } from '../values.ts'
import {
  type AnswerFault,
  countNamed,
  type Entry,
  plainName,
  readEntries,
  serviceNames,
} from './answers.ts'
import type { Answers } from './filing.ts'
import { handedInTexts } from './handed-in-texts.ts'
import type { FrozenRound } from './round.ts'
import { countTexts, reportTexts } from './texts.ts'

type Column = { readonly count: string } | { readonly words: Bilingual } | undefined

/** So many faults are shown; who has more begins with these. */
const FAULTS_SHOWN = 50
/** What takes more than this is not said over and over, such as all that a questionnaire asks for. */
const LONG_WORDS = 120
/** No table of a report has as many rows that its questionnaire does not know. */
const ROWS_TOO_MANY = 200

/**
 * The answers of a table, or every fault of it with its line; nothing is taken of a table that has one. The first row names
 * the counts; the first cell of each other row names a service or a question, whose answer stands in the second cell.
 */
export function readTable(
  frozen: FrozenRound,
  rows: readonly TableRow[],
  reading: Reading,
): { readonly answers: Answers } | { readonly faults: readonly AnswerFault[] } {
  const [head, ...others] = rows
  const known = knownIn(frozen)
  const columns = columnsOf(head, known, reading)
  const most = frozen.services.length + frozen.questionnaire.questions.length
  const found = others
    .slice(0, most + ROWS_TOO_MANY)
    .map((row) => rowIn(row, columns.columns, known))
  const tooMany = others.slice(most + ROWS_TOO_MANY, most + ROWS_TOO_MANY + 1).map(({ line }) =>
    fault(
      line,
      '',
      inBoth(handedInTexts, (t) => t.tooManyRows(most)),
    ),
  )
  const faults = [...columns.faults, ...found.flatMap((row) => row.faults), ...tooMany]
  const entries = found.flatMap((row) => row.entries)
  const read = readEntries(frozen, {}, entries, reading)
  if (faults.length === 0 && 'answers' in read) return read
  const all = [...faults, ...('faults' in read ? read.faults : [])]
  return { faults: all.sort((a, b) => (a.line ?? 0) - (b.line ?? 0)) }
}

/** What the rows of a table may be called. */
type Known = {
  readonly services: ReadonlyMap<string, string>
  readonly questions: ReadonlySet<string>
  readonly hasServices: boolean
}

function knownIn(frozen: FrozenRound): Known {
  const { questions } = frozen.questionnaire
  const own = questions.filter(({ kind }) => kind !== 'services')
  return {
    services: serviceNames(frozen),
    questions: new Set(own.flatMap(({ id, label }) => [id, label.de, label.en]).map(plainName)),
    hasServices: own.length < questions.length,
  }
}

/** What the first row names, and what is wrong with it. A questionnaire without services needs no counts. */
function columnsOf(
  head: TableRow | undefined,
  { questions, hasServices }: Known,
  { language }: Reading,
) {
  const [first, ...cells] = head?.cells ?? []
  const columns = cells.map(({ text }): Column => {
    if (text.trim() === '' || !hasServices) return undefined
    const count = countNamed(text)
    if (count) return { count }
    const known = Object.values(countTexts[language]).join(', ')
    return { words: inBoth(reportTexts, (t) => t.unknownColumn(known)) }
  })
  const hasCounts = columns.some((column) => column && 'count' in column)
  const noHead = questions.has(plainName(first?.text ?? ''))
    ? inBoth(handedInTexts, (t) => t.noHead)
    : undefined
  const noColumns = inBoth(reportTexts, (t) => t.noColumns)
  const wrong = hasServices && !hasCounts ? noColumns : hasServices ? undefined : noHead
  const faults = columns.flatMap((column, at) =>
    column && 'words' in column ? [fault(head?.line, cells[at]?.text ?? '', column.words)] : [],
  )
  return { columns, faults: wrong ? [fault(head?.line, '', wrong), ...faults] : faults }
}

function fault(line: number | undefined, text: string, words: Bilingual): AnswerFault {
  const shown = text.slice(0, 60)
  return { line, label: { de: shown, en: shown }, words }
}

type RowRead = { readonly entries: readonly Entry[]; readonly faults: readonly AnswerFault[] }

/** A row of a service says each count in its column; every other row is one answer. Whatever stands elsewhere is a fault. */
function rowIn(
  { line, cells }: TableRow,
  columns: readonly Column[],
  { services, questions }: Known,
): RowRead {
  const formulas = cells.filter(({ kind }) => kind === 'formula')
  if (formulas.length > 0) {
    const words = inBoth(reportTexts, (t) => t.formula)
    return { entries: [], faults: formulas.map(({ text }) => fault(line, text, words)) }
  }
  const [key = '', ...values] = cells.map(({ text }) => text.trim())
  const name = plainName(key)
  const service = services.get(name)
  if (service === undefined) {
    const others = questions.has(name) ? values.slice(1) : []
    return {
      entries: [{ key, value: values[0] ?? '', line }],
      faults: others.flatMap((value, at) =>
        misplaced(line, value, (t) => t.otherColumn(columnLetter(at + 3))),
      ),
    }
  }
  const read = values.map((value, at) => ({ value, at, column: columns[at] }))
  return {
    entries: read.flatMap(({ value, column }) =>
      value !== '' && column && 'count' in column
        ? [{ key: `${service}.${column.count}`, value, line }]
        : [],
    ),
    faults: read.flatMap(({ value, at, column }) =>
      column ? [] : misplaced(line, value, (t) => t.noColumn(columnLetter(at + 2))),
    ),
  }
}

/** What stands where nothing belongs; an empty cell may be anywhere. */
function misplaced(
  line: number,
  value: string,
  say: (t: (typeof handedInTexts)['de']) => string,
): readonly AnswerFault[] {
  return value === '' ? [] : [fault(line, value, inBoth(handedInTexts, say))]
}

/** As spreadsheets name their columns: A to Z, then AA; a table has at most a hundred. */
function columnLetter(column: number): string {
  const letter = (n: number) => String.fromCharCode(64 + n)
  if (column <= 26) return letter(column)
  return letter(Math.floor((column - 1) / 26)) + letter(((column - 1) % 26) + 1)
}

/** A report in two ways at once: which one counts would be a guess. */
export function bothSaid(): Refusal {
  return new Refusal(
    'report.both',
    inBoth(handedInTexts, (t) => t.both),
  )
}

/** What is wrong with a table, each fault at its line, as one message. */
export function faultyTable(faults: readonly AnswerFault[], language: Language): Message {
  const t = handedInTexts[language]
  const firstAt = new Map<string, number>()
  const lines = faults
    .slice(0, FAULTS_SHOWN)
    .map(({ line, label, words: { [language]: full } }) => {
      const where = label[language]
      const first = full.length > LONG_WORDS ? firstAt.get(full) : undefined
      const words = first === undefined ? full : t.asAtLine(first)
      const said = where === '' ? words : reportTexts[language].fault(where, words)
      if (line === undefined) return said
      if (first === undefined) firstAt.set(full, line)
      return t.atLine(line, said)
    })
  const rest = faults.length - lines.length
  const more = rest > 0 ? t.more(rest) : ''
  const summary = [t.faults(faults.length), ...lines, more].filter((words) => words !== '')
  return message(summary.join('\n'), [
    paragraph(t.faults(faults.length)),
    list(lines),
    ...(more === '' ? [] : [note(more)]),
  ])
}
