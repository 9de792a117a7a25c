// The figures of a round as sheets of a workbook and as rows of CSV: every Land with every service, numbers as numbers, what was not said empty; leaves writing them to the exporter.
import type { Sheet } from '../tables.ts'
import type { Language } from '../values.ts'
import { figureTexts } from './figure-texts.ts'
import {
  COUNT_NAMES,
  type PartyFigures,
  type RoundFigures,
  type ServiceFigures,
} from './figures.ts'
import { countTexts } from './texts.ts'

type Value = string | number | undefined

/** Three sheets: each Land with each service, the sums, and the other answers. */
export function sheetsOf(figures: RoundFigures, language: Language): readonly Sheet[] {
  const t = figureTexts[language]
  const others = othersSheet(figures, language)
  return [
    { name: t.sheetFigures, ...landRows(figures, language) },
    { name: t.sheetSums, ...sumRows(figures, language) },
    ...(others.rows.length > 0 ? [{ name: t.others, ...others }] : []),
  ]
}

/** The first sheet under its headings, as text: numbers without separators, so that every program reads them as such. */
export function csvRows(figures: RoundFigures, language: Language): readonly (readonly string[])[] {
  const { columns, rows } = landRows(figures, language)
  return [
    columns.map(({ title }) => title),
    ...rows.map((row) => row.map((value) => (value === undefined ? '' : `${value}`))),
  ]
}

type Rows = Pick<Sheet, 'columns' | 'rows'>

function landRows(figures: RoundFigures, language: Language): Rows {
  const t = figureTexts[language]
  const { before, services } = figures
  return {
    columns: [
      ...[column(t.code, 8), column(t.party, 26), column(t.standing, 24), column(t.receipt, 18)],
      column(t.service, 30),
      ...COUNT_NAMES.map((name) => column(countTexts[language][name], 14)),
      ...[column(t.complete, 15), column(t.available, 12)],
      ...(before
        ? [column(t.liveBefore(before.round), 14), column(t.since(before.round), 14)]
        : []),
    ],
    rows: figures.parties.flatMap((party) =>
      services.map(({ id, name }) => [
        ...[party.party, party.name, t[party.standing], party.receipt],
        name[language],
        ...countsOf(party, id, before !== undefined, language),
      ]),
    ),
  }
}

/** What a Land said of a service; nothing where it said nothing, and never a zero in its place. */
function countsOf(
  { services }: PartyFigures,
  id: string,
  hasBefore: boolean,
  language: Language,
): readonly Value[] {
  const t = figureTexts[language]
  const said = services.find(({ service }) => service === id)
  const flag = (is: boolean | undefined) => (is === undefined ? undefined : is ? t.yes : t.no)
  // without a figure for live nobody knows whether it is
  const coverage = said?.counts.live === undefined ? undefined : said.coverage
  return [
    ...COUNT_NAMES.map((name) => said?.counts[name]),
    flag(coverage?.complete),
    flag(coverage?.available),
    ...(hasBefore ? [said?.before?.live, said && changeIn(said)] : []),
  ]
}

/** How many more are live than in the round before; undefined where one of the two is unknown. */
function changeIn({ counts, before }: ServiceFigures): number | undefined {
  if (counts.live === undefined || before?.live === undefined) return undefined
  return counts.live - before.live
}

function sumRows(figures: RoundFigures, language: Language): Rows {
  const t = figureTexts[language]
  const { before, services } = figures
  const names = COUNT_NAMES.filter((name) => name !== 'maturity')
  return {
    columns: [
      column(t.service, 30),
      ...names.map((name) => column(countTexts[language][name], 14)),
      ...[column(t.completeIn, 15), column(t.availableIn, 12), column(t.reported, 12)],
      ...(before ? [column(t.since(before.round), 14)] : []),
    ],
    rows: figures.sums.map(({ service, counts, complete, available, reported, change }) => [
      services.find(({ id }) => id === service)?.name[language] ?? service,
      ...names.map((name) => counts[name]),
      ...[complete, available, reported],
      ...(before ? [change] : []),
    ]),
  }
}

function othersSheet({ parties, before }: RoundFigures, language: Language): Rows {
  const t = figureTexts[language]
  return {
    columns: [
      ...[column(t.code, 8), column(t.party, 26), column(t.question, 40), column(t.answer, 60)],
      ...(before ? [column(t.answerBefore(before.round), 60)] : []),
    ],
    rows: parties.flatMap(({ party, name, others }) =>
      others
        .filter(({ value }) => value !== undefined)
        .map(({ label, value, before: was }) => [
          ...[party, name, label[language], value?.[language]],
          ...(before ? [was?.[language]] : []),
        ]),
    ),
  }
}

function column(title: string, width: number): Sheet['columns'][number] {
  return { title, width }
}
