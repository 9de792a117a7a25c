// The table of a report to fill in, with what is known already in it; leaves reading it back to handed-in.ts and the file itself to its writer.
import type { Question } from '../council/index.ts'
import type { Sheet } from '../tables.ts'
import type { Language } from '../values.ts'
import { answerWords, named, plainName, serviceNames } from './answers.ts'
import { COUNT_NAMES } from './figures.ts'
import type { Answers } from './filing.ts'
import { handedInTexts } from './handed-in-texts.ts'
import { argumentsOf, type Cell, cellsOf, heldIn } from './questionnaire.ts'
import type { FrozenRound } from './round.ts'
import { countTexts } from './texts.ts'

const WIDE = 46
const NARROW = 16

/** One row for each service and each other question, under the columns of the counts; it reads back as what it shows. */
export function templateOf(
  frozen: FrozenRound,
  answers: Answers,
  { name, language }: { readonly name: string; readonly language: Language },
): Sheet {
  const t = handedInTexts[language]
  const cells = cellsOf(frozen)
  const counts = COUNT_NAMES.filter((name) => cells.some(({ count }) => count === name))
  const titles =
    counts.length > 0 ? counts.map((count) => countTexts[language][count]) : [t.valueHead]
  const rows = Map.groupBy(cells, ({ question, service }) => `${question.id}\n${service ?? ''}`)
  const nameOf = namesIn(frozen, language)
  return {
    name,
    columns: [
      { title: t.answerHead, width: WIDE },
      ...titles.map((title) => ({ title, width: NARROW })),
    ],
    rows: [...rows.values()].map((row) => {
      const [first] = row
      if (!first) return []
      if (first.service === undefined) return [nameOf(first), writtenIn(first, answers, language)]
      const held = counts.map((count) => {
        const cell = row.find((one) => one.count === count)
        return cell && heldIn(answers, cell)
      })
      return [nameOf(first), ...held]
    }),
  }
}

/** Its name where that is read as this very row, else its id. */
function namesIn(frozen: FrozenRound, language: Language) {
  const services = serviceNames(frozen)
  const own = frozen.questionnaire.questions.filter(({ kind }) => kind !== 'services')
  const questions = named(own, ({ id, label }) => ({ id, name: label }))
  return ({ question, service }: Cell): string => {
    if (service !== undefined) {
      const name = frozen.services.find(({ id }) => id === service)?.name[language] ?? service
      return services.get(plainName(name)) === service ? name : service
    }
    const label = question.label[language]
    const isFree = !services.has(plainName(label))
    return isFree && questions.get(plainName(label))?.id === question.id ? label : question.id
  }
}

/** As people read it, where that is read back as the same. */
function writtenIn(cell: Cell, answers: Answers, language: Language): string | number | undefined {
  const value = heldIn(answers, cell)
  if (value === undefined || typeof value === 'number' || !isChosen(cell.question)) return value
  const words = answerWords(cell, answers)?.[language] ?? value
  const reading = { language, now: 0, zone: 'UTC' }
  return argumentsOf([cell])[cell.name]?.read(words, reading) === value ? words : value
}

const isChosen = ({ kind }: Question) => kind === 'yesNo' || kind === 'choice'
