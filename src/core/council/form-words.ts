// What a fault of form is called and what would be right, in place of the schema's own technical words.
import type { z } from 'zod'
import { type Bilingual, inBoth } from '../texts.ts'
import type { Fault } from './council.ts'
import { councilTexts } from './texts.ts'

type Say = (texts: (typeof councilTexts)['de']) => string
type Issue = z.core.$ZodIssue

/** Fields whose right form a general sentence would not tell. */
const BY_FIELD: Readonly<Record<string, Say>> = {
  id: (texts) => texts.wrongId,
  endTime: (texts) => texts.wrongTime,
  shift: (texts) => texts.wrongShift,
  limit: (texts) => texts.wrongLimit,
  starts: (texts) => texts.wrongYear,
  on: (texts) => texts.wrongPresence,
}

/** Words for one issue of the schema. */
export function formWords(issue: Issue, path: Fault['path']): Bilingual {
  const isThere = issue.input !== undefined
  if (isThere && issue.code === 'custom' && issue.params?.['words']) {
    return issue.params['words'] as Bilingual
  }
  return inBoth(councilTexts, sayOf(issue, path))
}

function sayOf(issue: Issue, path: Fault['path']): Say {
  const field = path.findLast((step) => typeof step === 'string')
  if (field === undefined) return (texts) => texts.notAFile
  if (path.length === 1 && field === 'format')
    return (texts) => texts.wrongFormat(brief(issue.input))
  if (issue.input === undefined && path.at(-1) === field) return (texts) => texts.missing(field)
  switch (issue.code) {
    case 'invalid_value':
      return (texts) => texts.oneOf(issue.values.map(String))
    case 'invalid_type':
      return (texts) => texts.wrongType(typeOf(issue.expected, texts))
    case 'too_small':
      return isCount(issue)
        ? (texts) => texts.numberFrom(String(issue.minimum))
        : (texts) => texts.tooFew(String(issue.minimum))
    case 'too_big':
      return isCount(issue)
        ? (texts) => texts.numberTo(String(issue.maximum))
        : (texts) => texts.tooMany(String(issue.maximum))
    case 'invalid_union':
      if ('options' in issue && issue.options) {
        const kinds = issue.options.map(String)
        return (texts) => texts.oneOf(kinds)
      }
      return BY_FIELD[field] ?? ((texts) => texts.unfit)
    case 'invalid_key':
      return BY_FIELD[String(path.at(-2))] ?? ((texts) => texts.unfit)
    case 'invalid_format':
      return BY_FIELD[field] ?? ((texts) => texts.wrongCode)
    default:
      return (texts) => texts.unfit
  }
}

type Texts = Parameters<Say>[0]

function typeOf(expected: string, texts: Texts): string {
  const names: Readonly<Record<string, string>> = {
    string: texts.aText,
    number: texts.aNumber,
    int: texts.aNumber,
    boolean: texts.aTruth,
    array: texts.aList,
  }
  return names[expected] ?? texts.fields
}

const isCount = ({ origin }: { origin: string }) => origin === 'number' || origin === 'int'

/** What was written, short enough for a sentence. */
export function brief(value: unknown): string {
  const text = typeof value === 'string' || typeof value === 'number' ? String(value) : typeof value
  return text.length > 40 ? `${text.slice(0, 40)}…` : text
}
