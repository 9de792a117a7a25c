// The figures of a round as tables of a message: over all, and of each Land beside the pictures that show the same; leaves files to handed-out.ts.
import { type Block, note, plain } from '../message.ts'
import type { Language } from '../values.ts'
import { figureTexts } from './figure-texts.ts'
import { grouped, type RoundFigures, type ServiceSum } from './figures.ts'
import { changeWords, pictureOf, type Shown } from './pictures/coverage.ts'

/** More Länder than these are neither a table in a message nor a picture that anybody reads; the files have them all. */
const MOST_SHOWN = 40

/** Whether every party of the round is shown, and not only their sums. */
export function showsParties({ parties }: RoundFigures): boolean {
  return parties.length <= MOST_SHOWN
}

/** The tables, and how they are to be read. */
export function figureBlocks(figures: RoundFigures, language: Language): readonly Block[] {
  const t = figureTexts[language]
  const { before } = figures
  return [
    sumsTable(figures, language),
    ...(showsParties(figures) ? [partiesTable(figures, language)] : []),
    note(before ? `${t.note} ${t.noteSince(before.round)}` : t.note),
  ]
}

/** „n von m live“, and beside it always in how many Länder it is complete and available. */
function sumsTable(figures: RoundFigures, language: Language): Block {
  const t = figureTexts[language]
  const { before } = figures
  const row = (sum: ServiceSum) => {
    const name = figures.services.find(({ id }) => id === sum.service)?.name[language]
    const { live, responsible } = sum.counts
    const said = [
      t.nOfM(count(live, language), count(responsible, language)),
      t.ofParties(sum.complete, sum.reported),
      t.ofParties(sum.available, sum.reported),
    ]
    const cells = [
      name ?? sum.service,
      ...(sum.reported > 0 ? said : [t.unsaid, t.nothing, t.nothing]),
      ...(before ? [changeWords(sum.change, 0, language) ?? t.nothing] : []),
    ]
    return cells.map((cell) => [plain(cell)])
  }
  return {
    kind: 'table',
    caption: t.sums,
    columns: columnsOf([t.service, t.live, t.completeIn, t.availableIn], before, language),
    rows: figures.sums.map(row),
  }
}

/** What the pictures show, in figures: a Land is complete where it is so in every service. */
function partiesTable(figures: RoundFigures, language: Language): Block {
  const t = figureTexts[language]
  const { before } = figures
  const standings = new Map(figures.parties.map(({ party, standing }) => [party, standing]))
  const flag = (is: boolean) => (is ? t.yes : t.no)
  const row = ({ code, name, state, reach, before: was }: Shown) => {
    const standing = standings.get(code)
    const lacking = standing === 'returned' ? t.returned : t.missing
    const cells = reach
      ? [
          t.nOfM(count(reach.live, language), count(reach.responsible, language)),
          flag(state === 'complete'),
          flag(reach.live > 0),
        ]
      : [state === 'missing' ? lacking : t.unsaid, t.nothing, t.nothing]
    const change = changeWords(reach?.live, was?.live, language) ?? t.nothing
    return [name, ...cells, ...(before ? [change] : [])].map((cell) => [plain(cell)])
  }
  return {
    kind: 'table',
    caption: t.parties,
    columns: columnsOf([t.party, t.live, t.complete, t.available], before, language),
    rows: pictureOf(figures, language).shown.map(row),
  }
}

function columnsOf(
  titles: readonly string[],
  before: RoundFigures['before'],
  language: Language,
): Extract<Block, { kind: 'table' }>['columns'] {
  const all = before ? [...titles, figureTexts[language].since(before.round)] : titles
  return all.map((title, n) => ({ title, align: n === 0 ? 'start' : 'end' }))
}

function count(value: number | undefined, language: Language): string {
  return value === undefined ? figureTexts[language].nothing : grouped(value, language)
}
