// The figures of a round (Zwischenstandsbericht): what the filings that count say, party by party and service by service, beside the round before; leaves drawing them to views.ts and to the files of a report.
import type { CouncilDirectory } from '../council/index.ts'
import type { PartyCode } from '../values.ts'
import { answerWords } from './answers.ts'
import {
  COUNT_NAMES,
  type CountName,
  coverageOf,
  type OtherAnswer,
  type PartyFigures,
  type RoundFigures,
  type ServiceCounts,
  type ServiceFigures,
  type ServiceSum,
} from './figures.ts'
import { type Answers, isMissing, type RowCounts, receiptOf, stateOf } from './filing.ts'
import { cellsOf, rowsOf } from './questionnaire.ts'
import type { Round, RoundDossier } from './round.ts'
import { titleOf } from './title.ts'

/** All figures of a round; `before` is the round of the same obligation before it. */
export function figuresOf(
  dossier: RoundDossier,
  before: RoundDossier | undefined,
  directory: CouncilDirectory,
): RoundFigures {
  const { round } = dossier
  const { frozen } = round
  const parties = frozen.parties.map((party) => partyFigures(party, dossier, before))
  return {
    round: round.number,
    title: titleOf(round),
    asOf: round.asOf,
    due: round.due,
    zone: frozen.dueRule.zone,
    closedAt: round.closed?.at,
    before: before && { round: before.round.number, asOf: before.round.asOf },
    services: servicesOf(round),
    parties,
    sums: servicesOf(round).map(({ id }) => sumOf(id, parties)),
    layout: directory.bodies.find(({ id }) => id === round.body)?.layout,
  }
}

/** The services asked about, in the order of the questionnaire. */
function servicesOf({ frozen }: Round) {
  const asked = frozen.questionnaire.questions.flatMap((one) =>
    one.kind === 'services' ? one.services : [],
  )
  return [...new Set(asked)].map(
    (id) => frozen.services.find((one) => one.id === id) ?? { id, name: { de: id, en: id } },
  )
}

/** What counts of a party: its newest filing, unless it was sent back. */
function countingAnswers(dossier: RoundDossier, party: PartyCode): Answers | undefined {
  const state = stateOf(party, dossier)
  return isMissing(state) ? undefined : state.filing?.document.answers
}

function partyFigures(
  { code, name }: { readonly code: PartyCode; readonly name: string },
  dossier: RoundDossier,
  before: RoundDossier | undefined,
): PartyFigures {
  const { round } = dossier
  const { standing, filing } = stateOf(code, dossier)
  const answers = countingAnswers(dossier, code)
  const was = before && countingAnswers(before, code)
  return {
    party: code,
    name,
    standing,
    receipt: filing && receiptOf(round.number, filing.document),
    filedAt: filing?.at,
    services: answers ? serviceFigures(round, answers, was) : [],
    others: answers ? otherAnswers(round, answers, was) : [],
  }
}

function serviceFigures(
  { frozen }: Round,
  answers: Answers,
  was: Answers | undefined,
): readonly ServiceFigures[] {
  return frozen.questionnaire.questions.flatMap((question) => {
    if (question.kind !== 'services') return []
    return question.services.flatMap((service): ServiceFigures[] => {
      const row = rowsOf(answers, question.id)[service]
      if (!row) return []
      const counts = countsOf(row)
      const earlier = was && rowsOf(was, question.id)[service]
      return [
        { service, counts, coverage: coverageOf(counts), before: earlier && countsOf(earlier) },
      ]
    })
  })
}

function countsOf(row: RowCounts): ServiceCounts {
  const { responsible, live, inRollout, contractSigned, maturity, transactions } = row
  return { responsible, live, inRollout, contractSigned, maturity, transactions }
}

function otherAnswers(
  { frozen }: Round,
  answers: Answers,
  was: Answers | undefined,
): readonly OtherAnswer[] {
  return cellsOf(frozen).flatMap((cell): OtherAnswer[] => {
    const { question } = cell
    if (question.kind === 'services') return []
    const { id, label, kind } = question
    const before = was && answerWords(cell, was)
    return [{ field: id, label, kind, value: answerWords(cell, answers), before }]
  })
}

function sumOf(service: string, parties: readonly PartyFigures[]): ServiceSum {
  const rows = parties.flatMap(({ services }) => services.filter((one) => one.service === service))
  const counts = added(rows.map((row) => row.counts))
  const changes = rows.flatMap(({ counts: { live }, before }) =>
    live === undefined || before?.live === undefined ? [] : [live - before.live],
  )
  return {
    service,
    counts,
    coverage: coverageOf(counts),
    change: changes.length > 0 ? changes.reduce((all, one) => all + one) : undefined,
    complete: rows.filter(({ coverage }) => coverage.complete).length,
    available: rows.filter(({ coverage }) => coverage.available).length,
    reported: rows.length,
  }
}

/** Adds what was given; what nobody gave stays unsaid. */
function added(rows: readonly ServiceCounts[]): ServiceSum['counts'] {
  const sum = (name: CountName) => {
    const given = rows.flatMap((row) => row[name] ?? [])
    return given.length > 0 ? given.reduce((all, one) => all + one, 0) : undefined
  }
  const [responsible, live, inRollout, contractSigned, , transactions] = COUNT_NAMES.map(sum)
  return { responsible, live, inRollout, contractSigned, transactions }
}
