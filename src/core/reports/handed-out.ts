// What a closed round hands out: chart and map, and the whole report as Markdown, CSV and XLSX; what cannot be made is named and keeps nothing else from going out.
import {
  type Attachment,
  type Block,
  facts,
  heading,
  type Message,
  note,
  plain,
  strong,
} from '../message.ts'
import type { Exporter } from '../ports.ts'
import { formatDay, formatDeadline } from '../time.ts'
import type { Language } from '../values.ts'
import { csvRows, sheetsOf } from './figure-rows.ts'
import { figureTexts } from './figure-texts.ts'
import { figureBlocks, showsParties } from './figure-views.ts'
import type { RoundFigures } from './figures.ts'
import { barChart } from './pictures/bars.ts'
import { altText, pictureOf } from './pictures/coverage.ts'
import { tileMap } from './pictures/map.ts'

/** Twice as many dots as the drawing has units: sharp on every screen and on paper. */
const DOTS = 1_200
const XLSX = 'application/vnd.openxmlformats-officedocument.spreadsheetml.sheet'

/** A file that is made when it is its turn. */
type Making = { readonly name: string; make(): Promise<Attachment> }

/** Chart and map of all services; none where there are too many Länder to be drawn. */
export function picturesOf(
  figures: RoundFigures,
  exporter: Pick<Exporter, 'picture'>,
  language: Language,
): readonly (Making & { readonly kind: 'bars' | 'map' })[] {
  if (!showsParties(figures)) return []
  const t = figureTexts[language]
  const round = plainName(figures.round)
  const drawn = (kind: 'bars' | 'map', name: string, draw: typeof barChart) => ({
    ...{ kind, name },
    async make(): Promise<Attachment> {
      const picture = pictureOf(figures, language)
      const content = inBase64(await exporter.picture(draw(picture), DOTS))
      return { name, type: 'image/png', content, alt: altText(picture, kind) }
    },
  })
  return [
    drawn('bars', `${t.chartName(round)}.png`, barChart),
    drawn('map', `${t.mapName(round)}.png`, tileMap),
  ]
}

/** The message of a round with all its files; a file that could not be made is named in it. */
export async function withFiles(
  said: Message,
  figures: RoundFigures,
  { exporter, zone }: { readonly exporter: Exporter; readonly zone: string },
  language: Language,
): Promise<Message> {
  const makings = [
    ...picturesOf(figures, exporter, language),
    ...documentsOf(figures, exporter, zone, language),
  ]
  const made = await Promise.allSettled(makings.map((one) => one.make()))
  const files = made.flatMap((one) => (one.status === 'fulfilled' ? [one.value] : []))
  const lacking = makings.filter((_, n) => made[n]?.status === 'rejected').map(({ name }) => name)
  if (lacking.length === 0) return { ...said, files }
  const words = figureTexts[language].notMade(lacking.join(', '))
  return {
    ...said,
    ...{ summary: `${said.summary} ${words}`, files },
    blocks: [...said.blocks, note(words, 'strong')],
  }
}

function documentsOf(
  figures: RoundFigures,
  exporter: Exporter,
  zone: string,
  language: Language,
): readonly Making[] {
  const name = figureTexts[language].fileName(plainName(figures.round))
  const writeCsv = showsParties(figures) ? exporter.csv : exporter.longCsv
  const file = (
    ending: string,
    type: string,
    content: () => Promise<Attachment['content']> | Attachment['content'],
  ) => ({
    name: `${name}.${ending}`,
    make: async () => ({ name: `${name}.${ending}`, type, content: await content() }),
  })
  return [
    file('md', 'text/markdown', () => exporter.markdown(reportBlocks(figures, zone, language))),
    file('csv', 'text/csv', () => writeCsv(csvRows(figures, language))),
    file('xlsx', XLSX, async () =>
      inBase64(await exporter.spreadsheet(sheetsOf(figures, language))),
    ),
  ]
}

/** The report as it is read on its own. */
function reportBlocks(figures: RoundFigures, zone: string, language: Language): readonly Block[] {
  const t = figureTexts[language]
  const { parties, closedAt } = figures
  const lacking = parties.filter(
    ({ standing }) => standing === 'missing' || standing === 'returned',
  )
  const names = new Intl.ListFormat(language).format(lacking.map(({ name }) => name))
  const answers = parties.flatMap(({ name, others }) => {
    const said = others.flatMap(({ label, value }) =>
      value === undefined ? [] : [[strong(label[language]), plain(`: ${value[language]}`)]],
    )
    return said.length === 0
      ? []
      : [heading(name, 2), { kind: 'list', ordered: false, items: said } as const]
  })
  return [
    heading(figures.title[language]),
    facts([
      [t.asOf, formatDay(figures.asOf, language)],
      ...(closedAt === undefined
        ? []
        : [[t.closed, formatDeadline(closedAt, zone, language)] as const]),
      [t.reports, t.arrived(parties.length - lacking.length, parties.length)],
      ...(lacking.length === 0 ? [] : [[t.notReported, names] as const]),
    ]),
    ...figureBlocks(figures, language),
    ...(answers.length === 0 ? [] : [heading(t.others), ...answers]),
  ]
}

/** `R-1-2023`: no sign that a system of files reads anything into. */
function plainName(round: string): string {
  return round.replace(/[^\p{L}\p{N}]+/gu, '-')
}

function inBase64(bytes: Uint8Array): { readonly base64: string } {
  return { base64: Buffer.from(bytes).toString('base64') }
}
