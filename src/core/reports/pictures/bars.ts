// The bar chart of a round: one bar for each party, 'n von m live', with the state of the round before; leaves the figures to coverage.ts and shapes to drawing.ts.
import {
  altText,
  changeWords,
  figureWords,
  filled,
  filledOf,
  type Picture,
  type Shown,
  shareOf,
} from './coverage.ts'
import {
  type Box,
  box,
  cut,
  DASHED,
  FILL,
  HATCHED,
  INK,
  line,
  OUTLINE,
  picture,
  sign,
  text,
} from './drawing.ts'
import { footer, header, legend, MARGIN, WIDTH } from './frame.ts'
import { pictureTexts } from './texts.ts'

const ROW = 27
const NAME_WIDTH = 176
const BAR = { x: MARGIN + NAME_WIDTH + 20, width: 196, height: 15 } as const

/** The chart as SVG, 600 wide and as high as it has parties. */
export function barChart(shown: Picture): string {
  const t = pictureTexts[shown.language]
  const title = t.barsTitle(shown.what)
  const head = header(title, shown)
  const top = head.height
  const bars = shown.shown.flatMap((one, n) => bar(one, top + n * ROW, shown))
  const rowsEnd = top + shown.shown.length * ROW + 8
  const hasBefore = shown.shown.some(({ before }) => before !== undefined)
  const key = legend(shown, rowsEnd, hasBefore ? [t.before] : [])
  const foot = footer(shown, key.end)
  return picture({ width: WIDTH, height: foot.end }, { title, alt: altText(shown, 'bars') }, [
    ...head.shapes,
    ...bars,
    ...key.shapes,
    ...foot.shapes,
  ])
}

function bar(one: Shown, y: number, { language }: Picture): readonly string[] {
  const t = pictureTexts[language]
  const middle = y + ROW / 2
  const baseline = middle + 5
  const track: Box = { ...BAR, y: middle - BAR.height / 2 }
  const start = [
    text(cut(one.name, 24), { x: MARGIN, y: baseline }, { size: 15 }),
    sign(one.state, { x: BAR.x - 14, y: middle }),
  ]
  const end = BAR.x + BAR.width + 10
  if (!one.reach) {
    const words = one.state === 'missing' ? t.missingWord : t.unsaidWord
    return [
      ...start,
      box(track, HATCHED, DASHED),
      text(words, { x: end, y: baseline }, { size: 14, ink: INK.quiet }),
    ]
  }
  const change = changeWords(one.reach.live, one.before?.live, language)
  const share = shareOf(one, t)
  const fill = one.state === 'complete' ? FILL.complete : FILL.live
  return [
    ...start,
    box(track, FILL.track),
    box({ ...track, width: filledOf(one, BAR.width) }, fill),
    box(track, 'none', OUTLINE),
    ...beforeMark(one, track),
    text(figureWords(one.reach, language), { x: end, y: baseline }, { size: 14, bold: true }),
    text(
      [share, change].filter((words) => words !== undefined).join(' · '),
      { x: WIDTH - MARGIN, y: baseline },
      { size: 13, anchor: 'end', ink: INK.quiet },
    ),
  ]
}

/** Where the bar ended in the round before. */
function beforeMark({ before }: Shown, { x, y, width, height }: Box): readonly string[] {
  if (!before || before.responsible === undefined || before.live === 0) return []
  const at = x + filled(before, width)
  const [from, to] = [
    { x: at, y: y - 3 },
    { x: at, y: y + height + 3 },
  ]
  return [line(from, to, 4, INK.paper), line(from, to)]
}
