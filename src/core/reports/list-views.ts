// What is answered about rounds: the list, one round with its figures, what is overdue, and one report to read; leaves posts to views.ts and who may see what to the commands.
import type { Calendar } from '../calendar/index.ts'
import type { CouncilDirectory } from '../council/index.ts'
import {
  type Action,
  type Block,
  code,
  facts,
  heading,
  list,
  type Message,
  message,
  note,
  paragraph,
  plain,
} from '../message.ts'
import { formatDay, formatDeadline, formatReceiptInstant } from '../time.ts'
import type { Instant, Language, PartyCode } from '../values.ts'
import { answerWords } from './answers.ts'
import { showAction, standingBlock, stateLines, statesOf, whenLine } from './card.ts'
import { figureBlocks } from './figure-views.ts'
import type { RoundFigures } from './figures.ts'
import { type Filing, isMissing, type PartyState, receiptOf, stateOf } from './filing.ts'
import { overdueIn } from './overdue.ts'
import { cellsOf } from './questionnaire.ts'
import type { RoundDossier } from './round.ts'
import { titleOf } from './title.ts'
import { reportViewTexts } from './view-texts.ts'
import { reportActions } from './views.ts'

/** All rounds, a line each, the newest first. */
export function roundsMessage(
  dossiers: readonly RoundDossier[],
  zone: string,
  language: Language,
): Message {
  const t = reportViewTexts[language]
  const lines = dossiers.map((dossier) => {
    const { round } = dossier
    const states = statesOf(dossier)
    const filed = states.filter((one) => !isMissing(one)).length
    const title = titleOf(round)[language]
    return round.closed
      ? t.closedLine(title, filed, states.length)
      : t.openLine(title, filed, states.length, formatDeadline(round.due, zone, language))
  })
  if (lines.length === 0) return message(t.noRounds, [heading(t.listTitle), paragraph(t.noRounds)])
  const actions = dossiers
    .filter(({ round }) => !round.closed)
    .map((dossier) => showAction(dossier, language))
  return message(`${t.listTitle}. ${lines.join('. ')}.`, [heading(t.listTitle), list(lines)], {
    actions: actions.length === 1 ? actions : [],
  })
}

/** So many lines of a list are read. */
const MOST_LINES = 100

/** Who owes what and since when, in working days at the party's own seat; the longest first. */
export function overdueMessage(
  dossiers: readonly RoundDossier[],
  calendar: Calendar,
  now: Instant,
  language: Language,
): Message {
  const t = reportViewTexts[language]
  const found = dossiers.flatMap((dossier) => {
    const title = titleOf(dossier.round)[language]
    return overdueIn(dossier, calendar, now).map(({ name, days }) => ({
      line: t.overdueLine(name, title, days),
      days,
    }))
  })
  const all = found.sort((a, b) => b.days - a.days).map(({ line }) => line)
  const more = all.length - MOST_LINES
  const lines = more > 0 ? [...all.slice(0, MOST_LINES), t.andMore(more)] : all
  if (lines.length === 0) {
    return message(t.nothingOverdue, [heading(t.overdueTitle), paragraph(t.nothingOverdue)])
  }
  return message(`${t.overdueTitle}: ${lines.join('; ')}.`, [heading(t.overdueTitle), list(lines)])
}

/** One round. Without `figures` only who has reported, never what. */
export function roundMessage(
  dossier: RoundDossier,
  figures: RoundFigures | undefined,
  directory: CouncilDirectory,
  language: Language,
): Message {
  const t = reportViewTexts[language]
  const { round } = dossier
  const title = titleOf(round)[language]
  const when = whenLine(dossier, directory.zone, language)
  const lines = stateLines(dossier, language)
  const blocks: Block[] = [
    heading(title),
    paragraph(when),
    facts([[t.asOf, formatDay(round.asOf, language)]]),
    standingBlock(dossier, directory, language),
    ...lines.map((line) => paragraph(line)),
    ...(figures ? figureBlocks(figures, language) : [note(t.notYours)]),
  ]
  return message([`${title}.`, `${when}.`, ...lines].join(' '), blocks)
}

/** One report to read, with the steps that the reader may take. */
export function reportMessage(
  dossier: RoundDossier,
  party: PartyCode,
  reader: { readonly office: boolean; readonly reports: boolean },
  zone: string,
  language: Language,
): Message {
  const t = reportViewTexts[language]
  const { round } = dossier
  const name = round.frozen.parties.find((one) => one.code === party)?.name ?? party
  const title = t.reportOf(name, round.number)
  const { standing, filing, review } = stateOf(party, dossier)
  const word = t[standing]
  const returned = round.closed ? t.offerNotMended : t.offerReturned
  const actions = [
    ...(reader.office && filing && !round.closed
      ? reviewActions(round, { party, name, filing, standing }, language)
      : []),
    ...(reader.reports ? reportActions(dossier, party, language) : []),
  ]
  const blocks: Block[] = [
    heading(title),
    paragraph(t.standing(word)),
    ...(filing ? filedFacts(round.number, filing, zone, language) : []),
    ...(review?.reason === undefined ? [] : [note(returned(review.reason), 'strong')]),
    ...(filing ? [answersTable(dossier, filing, language)] : []),
  ]
  const late = filing?.document.late ? ` ${t.late}.` : ''
  return message(`${title}: ${word}.${late}`, blocks, { actions })
}

function filedFacts(number: string, filing: Filing, zone: string, language: Language): Block[] {
  const t = reportViewTexts[language]
  const when = formatReceiptInstant(filing.at, zone, language)
  const { late } = filing.document
  return [
    paragraph(t.offerFiled(receiptOf(number, filing.document), when)),
    ...(late ? [note(t.late)] : []),
    facts([['SHA-256', code(filing.hash)]]),
  ]
}

function answersTable({ round }: RoundDossier, { document }: Filing, language: Language): Block {
  const t = reportViewTexts[language]
  return {
    kind: 'table',
    caption: t.version(document.version),
    columns: [
      { title: t.answer, align: 'start' },
      { title: t.value, align: 'start' },
    ],
    rows: cellsOf(round.frozen).flatMap((cell) => {
      const words = answerWords(cell, document.answers)
      return words ? [[[plain(cell.label[language])], [plain(words[language])]]] : []
    }),
  }
}

/** What was said of a version already is not offered again. */
function reviewActions(
  { id, number }: RoundDossier['round'],
  {
    party,
    name,
    filing,
    standing,
  }: Pick<PartyState, 'party' | 'standing'> & { readonly name: string; readonly filing: Filing },
  language: Language,
): Action[] {
  const t = reportViewTexts[language]
  const args = { round: id, party, version: `${filing.document.version}` }
  const accept: Action = {
    verb: 'accept',
    args,
    label: t.accept,
    spoken: t.acceptSpoken(name),
    typed: t.acceptTyped(number, party),
    weight: 'primary',
  }
  const giveBack: Action = {
    verb: 'return',
    args,
    label: t.return,
    spoken: t.returnSpoken(name),
    typed: t.returnTyped(number, party),
    weight: 'danger',
  }
  return [
    ...(standing === 'accepted' ? [] : [accept]),
    ...(standing === 'returned' ? [] : [giveBack]),
  ]
}
