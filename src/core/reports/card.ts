// The card of a round in the secretariat's place: where every party stands, what waits to be looked at, and the steps from here; leaves private offers to views.ts.
import type { CouncilDirectory } from '../council/index.ts'
import {
  type Action,
  type Block,
  type Cell,
  code,
  facts,
  heading,
  type Mark,
  type Message,
  message,
  paragraph,
} from '../message.ts'
import { formatDay, formatDeadline } from '../time.ts'
import type { Language } from '../values.ts'
import type { Standing } from './figures.ts'
import { isMissing, type PartyState, stateOf } from './filing.ts'
import type { RoundDossier } from './round.ts'
import { titleOf } from './title.ts'
import { reportViewTexts } from './view-texts.ts'

/** Where every party of a round stands, in the order of the council file. */
export function statesOf(
  dossier: RoundDossier,
): readonly (PartyState & { readonly name: string })[] {
  return dossier.round.frozen.parties.map(({ code: party, name }) => ({
    ...stateOf(party, dossier),
    name,
  }))
}

const MARKS: Readonly<Record<Standing, Mark>> = {
  accepted: 'yes',
  filed: 'abstain',
  returned: 'no',
  missing: 'open',
}

/** More tiles than these are no board that anybody reads; then it is counted. */
const MOST_TILES = 40
/** So many names stand in a sentence. */
const MOST_NAMES = 20

/** The board of a round, or its counts where there are too many parties. */
export function standingBlock(
  dossier: RoundDossier,
  directory: CouncilDirectory,
  language: Language,
): Block {
  const states = statesOf(dossier)
  if (states.length <= MOST_TILES) return boardOf(dossier, directory, language)
  const t = reportViewTexts[language]
  const words = ['accepted', 'filed', 'returned', 'missing'] as const
  return facts(
    words.map((word) => [t[word], `${states.filter((one) => one.standing === word).length}`]),
  )
}

/** Names as people read them; of a long list only the first and how many more. */
export function namesOf(all: readonly { readonly name: string }[], language: Language): string {
  const shown = all.slice(0, MOST_NAMES).map(({ name }) => name)
  const more = all.length - shown.length
  const last = more > 0 ? [reportViewTexts[language].andMore(more)] : []
  return new Intl.ListFormat(language).format([...shown, ...last])
}

/** The board of a round: every party with its word and its version. */
function boardOf(dossier: RoundDossier, directory: CouncilDirectory, language: Language): Block {
  const t = reportViewTexts[language]
  const { round } = dossier
  const cells = statesOf(dossier).map(({ party, name, standing, filing }): Cell => {
    const document = filing?.document
    const said = document
      ? [t.version(document.version), ...(document.late ? [t.late] : [])].join(', ')
      : ''
    const word = round.closed && standing === 'missing' ? t.notReported : t[standing]
    return { code: party, name, mark: MARKS[standing], word, note: said }
  })
  const layout = directory.bodies.find(({ id }) => id === round.body)?.layout
  const codes = new Set(cells.map((cell) => cell.code))
  const tiles = layout?.map((row) => row.map((one) => (codes.has(one) ? one : '')))
  return { kind: 'board', title: t.board(cells.length), cells, ...(tiles ? { layout: tiles } : {}) }
}

/** Until when, or since when no more. It depends on the state alone, so that posts come to rest. */
export function whenLine({ round }: RoundDossier, zone: string, language: Language): string {
  const t = reportViewTexts[language]
  if (round.closed) return t.closedOn(formatDeadline(round.closed.at, zone, language))
  return t.openUntil(formatDeadline(round.due, zone, language))
}

/** Who is missing and what waits to be looked at, in sentences. */
export function stateLines(dossier: RoundDossier, language: Language): readonly string[] {
  const t = reportViewTexts[language]
  const states = statesOf(dossier)
  const missing = states.filter(isMissing)
  const unseen = states.filter(({ standing }) => standing === 'filed')
  const { closed } = dossier.round
  const lacking = namesOf(missing, language)
  const [seen, open] = [namesOf(unseen, language), closed === undefined]
  return [
    missing.length === 0
      ? t.nobodyMissing
      : `${open ? t.stillMissing(missing.length, lacking) : t.didNotReport(lacking)}.`,
    ...(unseen.length > 0 ? [`${open ? t.toReview(seen) : t.notReviewed(seen)}.`] : []),
  ]
}

/** A card shows so many buttons for reports to look at; the others are named. */
const MOST_LOOKS = 16

/** The card in the secretariat's place. */
export function roundCard(
  dossier: RoundDossier,
  directory: CouncilDirectory,
  language: Language,
): Message {
  const t = reportViewTexts[language]
  const { round } = dossier
  const { obligation } = round.frozen
  const title = titleOf(round)[language]
  const when = whenLine(dossier, directory.zone, language)
  const lines = stateLines(dossier, language)
  const source =
    obligation.mark === 'notConfirmed'
      ? `${obligation.source} (${t.unconfirmed})`
      : obligation.source
  const looks = lookActions(dossier, MOST_LOOKS, language)
  const close: Action = {
    verb: 'close-round',
    args: { round: round.id },
    label: t.close,
    spoken: t.closeSpoken(round.number),
    typed: t.closeTyped(round.number),
    weight: 'plain',
  }
  const actions = [showAction(dossier, language), ...(round.closed ? [] : [...looks, close])]
  const blocks: Block[] = [
    heading(title),
    paragraph(when),
    facts([
      [t.asOf, formatDay(round.asOf, language)],
      [t.source, source],
      [t.frozen, code(round.hash)],
    ]),
    standingBlock(dossier, directory, language),
    ...lines.map((line) => paragraph(line)),
  ]
  return message([`${title}.`, `${when}.`, ...lines].join(' '), blocks, { actions })
}

/** The ways to the first reports that wait to be looked at. */
export function lookActions(
  dossier: RoundDossier,
  most: number,
  language: Language,
): readonly Action[] {
  const t = reportViewTexts[language]
  const { id, number } = dossier.round
  return statesOf(dossier)
    .filter(({ standing }) => standing === 'filed')
    .slice(0, most)
    .map(({ party, name }) => ({
      verb: 'reports',
      args: { round: id, party },
      label: t.look(party),
      spoken: t.lookSpoken(name),
      typed: t.lookTyped(number, party),
      weight: 'plain',
    }))
}

/** The way to where a round stands. */
export function showAction({ round }: RoundDossier, language: Language): Action {
  const t = reportViewTexts[language]
  return {
    verb: 'reports',
    args: { round: round.id },
    label: t.show,
    spoken: t.showSpoken(round.number),
    typed: t.showTyped(round.number),
    weight: 'plain',
  }
}
