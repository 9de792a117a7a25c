// Answers in one line or one file: finds the field that is meant by a name in either language, and says of every fault where it stands; leaves reading the values to the fields.

import type { Reading } from '../command.ts'
import { readValues } from '../forms.ts'
import { nearest } from '../nearest.ts'
import { type Bilingual, inBoth } from '../texts.ts'
import type { Language } from '../values.ts'
import { COUNT_NAMES, type CountName, grouped } from './figures.ts'
import type { Answers, Change } from './filing.ts'
import { argumentsOf, type Cell, cellsOf, faultsIn, heldIn, withCells } from './questionnaire.ts'
import type { FrozenRound } from './round.ts'
import { countTexts, reportTexts } from './texts.ts'

/** Something said of one field or one row, and where it stands: a line of a file, or nothing in a typed line. */
export type Entry = {
  readonly key: string
  readonly value: string
  readonly line: number | undefined
}

/** A fault with its line, and the field where it is known. */
export type AnswerFault = {
  readonly line: number | undefined
  readonly label: Bilingual
  readonly words: Bilingual
}

/** `einbuergerung: 430, 212; koordination: ja`: entries between semicolons, new lines, or before the next `name=`. */
export function entriesOf(written: string): readonly Entry[] {
  return written
    .split(/[;\n]|\s(?=[\p{L}\p{N}_.-]+=)/u)
    .map((part) => part.trim())
    .filter((part) => part !== '')
    .map((part) => {
      const [, key = part, value = ''] = /^([^:=]*)[:=]([\s\S]*)$/.exec(part) ?? []
      return { key: key.trim(), value: value.trim(), line: undefined }
    })
}

/**
 * The answers with the entries laid over them, or every fault at once. A row of a service gives its counts in their order,
 * separated by commas, slashes or spaces; a dash leaves one out.
 */
export function readEntries(
  frozen: FrozenRound,
  base: Answers,
  entries: readonly Entry[],
  reading: Reading,
): { readonly answers: Answers } | { readonly faults: readonly AnswerFault[] } {
  const cells = cellsOf(frozen)
  const names = namesOf(frozen, cells)
  const given: Record<string, string> = {}
  const lines = new Map<string, number | undefined>()
  const faults: AnswerFault[] = []
  for (const entry of entries) {
    const found = fieldsOf(entry, names)
    if ('words' in found) faults.push({ line: entry.line, ...found })
    else {
      for (const [name, value] of found.given) {
        if (lines.has(name)) faults.push({ line: entry.line, ...twice(name, cells) })
        given[name] = value
        lines.set(name, entry.line)
      }
    }
  }
  const meant = cells.filter(({ name }) => given[name] !== undefined)
  const read = readValues(argumentsOf(meant), given, reading)
  const labelOf = (name: string) => cells.find((cell) => cell.name === name)?.label ?? NOTHING
  for (const [name, words] of Object.entries(read.faults)) {
    faults.push({ line: lines.get(name), label: labelOf(name), words })
  }
  const answers = withCells(base, meant, read.values)
  // what could not be read is said once, at its own field
  for (const [name, words] of faultsIn(frozen, answers)) {
    if (read.faults[name]) continue
    faults.push({ line: lines.get(name), label: labelOf(name), words })
  }
  return faults.length > 0 ? { faults } : { answers }
}

const NOTHING: Bilingual = { de: '', en: '' }

function twice(name: string, cells: readonly Cell[]): Omit<AnswerFault, 'line'> {
  return {
    label: cells.find((cell) => cell.name === name)?.label ?? NOTHING,
    words: inBoth(reportTexts, (t) => t.saidTwice),
  }
}

type Found =
  | { readonly given: readonly (readonly [string, string])[] }
  | { readonly label: Bilingual; readonly words: Bilingual }

/** What the fields of a questionnaire are called, looked up once for all entries. */
type Names = {
  readonly questions: ReadonlyMap<string, Cell>
  readonly services: ReadonlyMap<string, string>
  readonly rows: ReadonlyMap<string | undefined, readonly Cell[]>
  readonly known: readonly string[]
}

function namesOf(frozen: FrozenRound, cells: readonly Cell[]): Names {
  const own = cells.filter(({ service }) => service === undefined)
  return {
    questions: named(own, ({ question: { id, label } }) => ({ id, name: label })),
    services: serviceNames(frozen),
    rows: Map.groupBy(cells, ({ service }) => service),
    known: [...own.map(({ question }) => question.id), ...frozen.services.map(({ id }) => id)],
  }
}

/** The services by what they may be called. */
export function serviceNames({ services }: FrozenRound): ReadonlyMap<string, string> {
  const things = named(services, (service) => service)
  return new Map([...things].map(([name, { id }]) => [name, id]))
}

/** An id before a name, because names may be the same; then the first that is called so. */
export function named<T>(
  things: readonly T[],
  called: (thing: T) => { readonly id: string; readonly name: Bilingual },
): ReadonlyMap<string, T> {
  const found = new Map<string, T>()
  const ids = things.map((thing) => [called(thing).id, thing] as const)
  const names = things.flatMap((thing) => {
    const { de, en } = called(thing).name
    return [[de, thing] as const, [en, thing] as const]
  })
  for (const [name, thing] of [...ids, ...names]) {
    const key = plainName(name)
    if (!found.has(key)) found.set(key, thing)
  }
  return found
}

/** The counts of a service as they are written in one line, without spaces. */
function countsOf(row: readonly Cell[]): Bilingual {
  return inBoth(reportTexts, (t, language) => {
    const counts = row.flatMap(({ count }) => (count ? [countTexts[language][count]] : []))
    return t.unknownCount(counts.map((name) => name.replaceAll(' ', '-')).join(', '))
  })
}

/** Which fields an entry fills: one by its name, `service.count`, or the whole row of a service. */
function fieldsOf({ key, value }: Entry, names: Names): Found {
  const shown = key.slice(0, 60)
  const label = { de: shown, en: shown }
  const own = names.questions.get(plainName(key))
  if (own) return { given: [[own.name, value]] }
  const [, row = key, last] = /^(.*)[.:]\s*([^.:]+)$/.exec(key) ?? []
  const inRow = (name: string) => {
    const service = names.services.get(plainName(name))
    return (service !== undefined && names.rows.get(service)) || []
  }
  const whole = inRow(key)
  if (whole.length > 0) return rowGiven(whole, value, label)
  const count = last === undefined ? undefined : countNamed(last)
  const one = inRow(row).find((cell) => cell.count === count)
  if (one) return { given: [[one.name, value]] }
  if (inRow(row).length > 0) return { label, words: countsOf(inRow(row)) }
  const meant = nearest(shown.toLowerCase(), names.known)
  const words = inBoth(reportTexts, (t) => t.unknownField(meant, names.known.join(', ')))
  return { label, words }
}

function rowGiven(row: readonly Cell[], value: string, label: Bilingual): Found {
  const parts = value.split(/\s*[,/|]\s*|\s+/).filter((part) => part !== '')
  if (parts.length > row.length || parts.length === 0) {
    const counts = inBoth(countTexts, (t) =>
      row.map(({ count }) => (count ? t[count] : '')).join(', '),
    )
    const words = inBoth(reportTexts, (t, language) => t.wrongRow(row.length, counts[language]))
    return { label, words }
  }
  return {
    given: row.flatMap(({ name }, at): [string, string][] => {
      const part = parts[at]
      return part === undefined || /^[-–]$/.test(part) ? [] : [[name, part]]
    }),
  }
}

/** A count by its name in either language. */
export function countNamed(word: string): CountName | undefined {
  const written = plainName(word)
  return COUNT_NAMES.find((count) =>
    [count, countTexts.de[count], countTexts.en[count]].some((name) => plainName(name) === written),
  )
}

/** A name without what people write differently: its case, its spaces, its dashes. */
export function plainName(text: string): string {
  return text
    .normalize('NFKC')
    .toLowerCase()
    .replace(/[\s_-]+/g, '')
}

/** An answer as people read it: figures with separators, yes and no, the name of a choice, the text as it was written. */
export function answerWords(cell: Cell, answers: Answers): Bilingual | undefined {
  const value = heldIn(answers, cell)
  return value === undefined ? undefined : wordsOf(cell, value)
}

function wordsOf({ question }: Cell, value: number | string): Bilingual {
  if (typeof value === 'number') {
    const unit = question.kind === 'number' ? question.unit : undefined
    return inBoth(reportTexts, (_, language) =>
      [grouped(value, language), unit?.[language] ?? ''].join(' ').trim(),
    )
  }
  if (question.kind === 'yesNo') return inBoth(reportTexts, (t) => (value === 'yes' ? t.yes : t.no))
  const option =
    question.kind === 'choice' ? question.options.find(({ id }) => id === value) : undefined
  return option?.label ?? { de: value, en: value }
}

/** What changed, one line each: `Einbürgerung: live: 212 → 230`. A longer text is only named. */
export function changeLines(
  frozen: FrozenRound,
  changes: readonly Change[],
  language: Language,
): readonly string[] {
  const t = reportTexts[language]
  const cells = cellsOf(frozen)
  return changes.flatMap(({ question, service, count, from, to }) => {
    const cell = cells.find(
      (one) => one.question.id === question && one.service === service && one.count === count,
    )
    if (!cell) return []
    const say = (value: number | string | undefined) =>
      value === undefined ? t.nothingSaid : wordsOf(cell, value)[language]
    const label = cell.label[language]
    return [
      cell.question.kind === 'text' ? t.textChanged(label) : t.changed(label, say(from), say(to)),
    ]
  })
}
