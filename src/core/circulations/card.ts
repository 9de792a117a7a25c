// The card of a circulation in the council's place: title, end, clauses, rule, the board, what is missing, the result; leaves the private ballot to casting/views.ts.
import { type Calendar, workingDaysLeft } from '../calendar/index.ts'
import {
  type Block,
  type BoardLayout,
  type Cell,
  facts,
  heading,
  list,
  type Mark,
  type Message,
  message,
  note,
  paragraph,
  type Span,
  strong,
} from '../message.ts'
import {
  conditionGauge,
  explainProfile,
  missingSentence,
  percentText,
  stateSentence,
} from '../rules/index.ts'
import { formatDay, formatDeadline, formatReceiptInstant, localDateOf } from '../time.ts'
import type { Instant, Language } from '../values.ts'
import type { Circulation, Dossier } from './circulation.ts'
import { nameOf } from './finding.ts'
import { type PartyStanding, type Standing, visibleTo } from './standing.ts'
import { circulationTexts } from './texts.ts'

/** What a view needs besides the dossier: where and when it is read. */
export type ViewContext = {
  readonly zone: string
  readonly now: Instant
  readonly language: Language
  readonly calendar: Calendar
  /** The place whose working days are counted down on the card: the seat of the body. */
  readonly place: string
  readonly layout: BoardLayout | undefined
}

/** `Umlauf 7/2023: Titel` or `Entwurf E-12: Titel`. */
export function titleOf(circulation: Circulation, language: Language): string {
  const t = circulationTexts[language]
  return circulation.number === undefined
    ? t.draftTitled(nameOf(circulation), circulation.title)
    : t.titled(circulation.number, circulation.title)
}

/** The end, in full, without what depends on the instant of reading (posts would never come to rest). */
export function endLine({ circulation }: Dossier, zone: string, language: Language): string {
  const t = circulationTexts[language]
  if (circulation.deadline === undefined || circulation.state === 'cancelled') return ''
  const when = formatDeadline(circulation.deadline, zone, language)
  return circulation.state === 'open' ? t.endsAt(when, '') : t.ended(when)
}

/** While it runs, the end as an instant as well: readers in other time zones are told it by their own clock. */
export function instantOfEnd({ circulation }: Dossier): Pick<Span, 'instant'> {
  const { state, deadline } = circulation
  return state === 'open' && deadline !== undefined ? { instant: deadline } : {}
}

/** The end with the working days left, for the card, which is drawn anew each day. */
function cardEnd(dossier: Dossier, context: ViewContext): string {
  const { circulation } = dossier
  const t = circulationTexts[context.language]
  if (circulation.state !== 'open' || circulation.deadline === undefined) {
    return endLine(dossier, context.zone, context.language)
  }
  const when = formatDeadline(circulation.deadline, context.zone, context.language)
  if (context.now >= circulation.deadline) return t.endsAt(when, t.overdue)
  const today = localDateOf(context.now, context.zone)
  const lastDay = localDateOf(circulation.deadline - 1, context.zone)
  const left = workingDaysLeft(context.calendar, context.place, today, lastDay)
  return t.endsAt(when, t.workingDaysLeft(left))
}

/** The whole card. It carries no way to vote: voting is private. */
export function cardMessage(dossier: Dossier, context: ViewContext): Message {
  const { language } = context
  const t = circulationTexts[language]
  const standing = visibleTo(dossier, 'council')
  const title = titleOf(dossier.circulation, language)
  const end = cardEnd(dossier, context)
  const state = stateLines(dossier, standing, context)
  const cancelled = dossier.circulation.state === 'cancelled'
  const blocks: Block[] = [
    heading(title),
    ...(end === '' ? [] : [paragraph({ ...strong(end), ...instantOfEnd(dossier) })]),
    ...extensionNote(dossier, context),
    list(clausesOf(dossier), true),
    ...annexBlocks(dossier, language),
    ...(standing ? [note(explainProfile(standing.profile, standing.electorate, language))] : []),
    ...(standing && !cancelled ? boardBlocks(standing, context) : []),
    ...state.map((sentence) => paragraph(strong(sentence))),
    ...(dossier.circulation.state === 'open' ? [note(t.privately)] : []),
  ]
  return message(said([title, ...(end === '' ? [] : [end]), ...state]), blocks)
}

/** Lines one after another as sentences. */
export function said(lines: readonly string[]): string {
  return lines.map((line) => (/[.!?]$/.test(line) ? line : `${line}.`)).join(' ')
}

function clausesOf({ frozen, circulation }: Dossier): readonly string[] {
  return frozen?.document.clauses ?? circulation.content.clauses
}

function extensionNote({ deadlines }: Dossier, { zone, language }: ViewContext): Block[] {
  const [first, ...later] = deadlines
  if (!first || later.length === 0) return []
  const original = formatDeadline(first.deadline, zone, language)
  const reason = later.at(-1)?.reason
  const t = circulationTexts[language]
  const because = reason === undefined ? [] : [t.extendedBecause(reason)]
  return [note([t.extended(original), ...because].join(' '))]
}

/** Annexes of the draft, each with its hash or visibly not frozen. */
export function annexBlocks(
  { frozen, circulation }: Pick<Dossier, 'frozen' | 'circulation'>,
  language: Language,
): Block[] {
  const t = circulationTexts[language]
  const annexes = frozen?.document.annexes ?? circulation.content.annexes
  if (annexes.length === 0) return []
  const lines = annexes.map(({ name, link, sha256, bytes }) => {
    const hashed = sha256 !== undefined && bytes !== undefined
    const words = hashed ? t.annexFrozen(name, sha256, t.lengthInBytes(bytes)) : t.annexOpen(name)
    return { text: words, link }
  })
  return [facts([[t.annexes, '']]), list(lines)]
}

const MARKS: Readonly<Record<PartyStanding['stands'], Mark>> = {
  consent: 'yes',
  reject: 'no',
  abstain: 'abstain',
  open: 'open',
  silent: 'open',
  hidden: 'hidden',
  voted: 'hidden',
}

/** The board of all parties, with the time of its newest vote where a network may be slow to show it, and the conditions as bars. */
function boardBlocks(standing: Standing, { language, layout, zone }: ViewContext): Block[] {
  const t = circulationTexts[language]
  const words: Record<PartyStanding['stands'], string> = {
    consent: t.boardYes,
    reject: t.boardNo,
    abstain: t.boardAbstain,
    open: t.boardOpen,
    silent: t.boardSilent,
    hidden: t.boardHidden,
    voted: t.boardVoted,
  }
  const cells = standing.parties.map(
    ({ code, name, stands, share }): Cell => ({
      code,
      name,
      mark: MARKS[stands],
      word: words[stands],
      note:
        share === 0n
          ? ''
          : t.share(percentText({ n: share, d: standing.electorate.shareTotal }, language)),
    }),
  )
  const audience = { electorate: standing.electorate, language }
  const { at } = standing
  const when = at === undefined ? '' : formatReceiptInstant(at, zone, language)
  return [
    { kind: 'board', title: t.boardOf(cells.length, when), cells, ...(layout ? { layout } : {}) },
    ...(standing.tally?.conditions ?? []).map((condition) => conditionGauge(condition, audience)),
  ]
}

/** Where the vote stands, in sentences: open, closed, stated or ended otherwise. */
export function stateLines(
  dossier: Dossier,
  standing: Standing | undefined,
  { zone, language }: Pick<ViewContext, 'zone' | 'language'>,
): string[] {
  const t = circulationTexts[language]
  const { circulation, result, stated, decision } = dossier
  if (circulation.state === 'cancelled') return [t.cancelledBecause(circulation.endedReason ?? '')]
  if (stated) {
    const when = formatDay(localDateOf(stated.at, zone), language)
    return [
      t.statedOn(t[stated.outcome], when),
      ...(decision ? [t.decision(decision.number)] : []),
      ...(stated.reason === undefined ? [] : [t.statedOtherwise(stated.reason)]),
    ]
  }
  if (result) return [t.result(t[result.outcome]), t.awaitsStatement]
  if (!standing) return []
  if (!standing.tally) {
    if (standing.voted === undefined) return [t.sealed]
    return [t.votedCount(standing.voted, standing.parties.length)]
  }
  const audience = { electorate: standing.electorate, language }
  return [
    missingSentence(standing.tally, audience),
    stateSentence(standing.tally, language),
  ].filter((sentence) => sentence !== '')
}
