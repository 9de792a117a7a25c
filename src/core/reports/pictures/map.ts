// The tile map of a round: equal squares where the Länder lie, each with code, figure, sign and fill; leaves the figures to coverage.ts and shapes to drawing.ts.
import {
  altText,
  figureWords,
  filledOf,
  type Picture,
  type Shown,
  type State,
  shareOf,
} from './coverage.ts'
import { box, cut, DASHED, FILL, HATCHED, INK, OUTLINE, picture, sign, text } from './drawing.ts'
import { footer, header, legend, MARGIN, WIDTH } from './frame.ts'
import { pictureTexts } from './texts.ts'

const GAP = 8
const MOST_TILE = 88

/** The map as SVG, 600 wide. Parties that the layout does not place follow below it. */
export function tileMap(shown: Picture): string {
  const t = pictureTexts[shown.language]
  const title = t.mapTitle(shown.what)
  const head = header(title, shown)
  const rows = placed(shown)
  const columns = Math.max(1, ...rows.map((row) => row.length))
  const size = Math.min(MOST_TILE, Math.floor((WIDTH - 2 * MARGIN + GAP) / columns) - GAP)
  const left = Math.floor((WIDTH - columns * (size + GAP) + GAP) / 2)
  const tiles = rows.flatMap((row, y) =>
    row.flatMap((one, x) =>
      one
        ? tile(one, { x: left + x * (size + GAP), y: head.height + y * (size + GAP) }, size, shown)
        : [],
    ),
  )
  const occurs = (state: State) => shown.shown.some((one) => one.state === state)
  const key = legend(shown, head.height + rows.length * (size + GAP) + 2, [
    t.filled,
    ...(occurs('unsaid') ? [t.keyUnsaid] : []),
    ...(occurs('missing') ? [t.keyMissing] : []),
  ])
  const foot = footer(shown, key.end)
  return picture({ width: WIDTH, height: foot.end }, { title, alt: altText(shown, 'map') }, [
    ...head.shapes,
    ...tiles,
    ...key.shapes,
    ...foot.shapes,
  ])
}

/** The parties where the layout puts them; rows and columns in which nobody is left, e.g. that of the Bund, are closed up. */
function placed({ shown, layout = [] }: Picture): readonly (readonly (Shown | undefined)[])[] {
  const byCode = new Map(shown.map((one) => [one.code, one]))
  const rows = layout.map((row) => row.map((code) => byCode.get(code)))
  const laid = new Set(layout.flat())
  const others = shown.filter(({ code }) => !laid.has(code))
  const width = Math.max(6, ...layout.map((row) => row.length))
  for (let at = 0; at < others.length; at += width) rows.push(others.slice(at, at + width))
  const used = rows.filter((row) => row.some((one) => one !== undefined))
  const first = Math.min(...used.map((row) => row.findIndex((one) => one !== undefined)))
  return used.map((row) => row.slice(first))
}

function tile(
  one: Shown,
  { x, y }: { readonly x: number; readonly y: number },
  size: number,
  shown: Picture,
): readonly string[] {
  const { language } = shown
  const t = pictureTexts[language]
  const square = { x, y, width: size, height: size }
  const ink = one.state === 'complete' ? INK.paper : INK.text
  const middle = x + size / 2
  const label = [
    text(cut(one.code, 6), { x: x + 8, y: y + 25 }, { size: 21, bold: true, ink }),
    sign(one.state, { x: x + size - 15, y: y + 18 }, ink),
  ]
  if (!one.reach) {
    const words = one.state === 'missing' ? t.missingShort : t.unsaidShort
    return [
      box(square, HATCHED, DASHED),
      ...label,
      text(words, { x: middle, y: y + size - 27 }, { size: 15, anchor: 'middle' }),
    ]
  }
  const height = filledOf(one, size)
  const fill = one.state === 'complete' ? FILL.complete : FILL.live
  const words = figureWords(one.reach, language)
  return [
    box(square, INK.paper),
    box({ ...square, y: y + size - height, height }, fill),
    box(square, 'none', OUTLINE),
    ...label,
    text(words, { x: middle, y: y + size - 29 }, { size: fitting(shown), anchor: 'middle', ink }),
    text(
      shareOf(one, t) ?? '',
      { x: middle, y: y + size - 10 },
      { size: 14, anchor: 'middle', ink },
    ),
  ]
}

/** One size for all figures, so that none leaves its tile and none looks more important. */
function fitting({ shown, language }: Picture): number {
  const lengths = shown.map(({ reach }) => (reach ? figureWords(reach, language).length : 0))
  const longest = Math.max(0, ...lengths)
  if (longest <= 10) return 15
  return longest <= 13 ? 13 : 11
}
