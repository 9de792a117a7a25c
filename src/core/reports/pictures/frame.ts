// What stands around every picture of a round: title, Stichtag and how many reported, legend, source; leaves the middle to bars.ts and map.ts.
import { isPartial, type Picture, STATES, totalWords } from './coverage.ts'
import { cut, INK, sign, text, wrapped } from './drawing.ts'
import { pictureTexts } from './texts.ts'

export const WIDTH = 600
export const MARGIN = 16

type Part = { readonly shapes: readonly string[]; readonly height: number }
type Below = { readonly shapes: readonly string[]; readonly end: number }

export function header(title: string, shown: Picture): Part {
  const t = pictureTexts[shown.language]
  const rows = wrapped(title, 48, 2)
  const titles = rows.map((words, n) =>
    text(words, { x: MARGIN, y: 34 + n * 27 }, { size: 23, bold: true }),
  )
  const y = 34 + (rows.length - 1) * 27 + 24
  const total = totalWords(shown)
  const lines = [
    t.asOf(shown.day, t.arrived(shown.arrived, shown.shown.length)),
    ...(total === undefined ? [] : wrapped(total, 84, 2)),
  ]
  const under = lines.map((words, n) =>
    text(words, { x: MARGIN, y: y + n * 20 }, { size: 15, ink: INK.quiet }),
  )
  return { shapes: [...titles, ...under], height: y + lines.length * 20 - 4 }
}

/** The signs that occur, in two columns, then what else is to be known. */
export function legend(shown: Picture, top: number, notes: readonly string[]): Below {
  const t = pictureTexts[shown.language]
  const states = STATES.filter((state) => shown.shown.some((one) => one.state === state))
  const half = (WIDTH - 2 * MARGIN) / 2
  const signs = states.flatMap((state, n) => {
    const [x, y] = [MARGIN + (n % 2) * half, top + 14 + Math.floor(n / 2) * 21]
    return [sign(state, { x: x + 6, y: y - 4 }), text(t[state], { x: x + 18, y }, { size: 13 })]
  })
  const y = top + 14 + Math.ceil(states.length / 2) * 21
  const all = [...notes, ...(shown.shown.some(isPartial) ? [t.parts(shown.asked)] : [])]
  const lines = all.length === 0 ? [] : wrapped(all.join(' · '), 106, 2)
  return {
    shapes: [
      ...signs,
      ...lines.map((words, n) =>
        text(words, { x: MARGIN, y: y + n * 18 }, { size: 13, ink: INK.quiet }),
      ),
    ],
    end: y + Math.max(0, lines.length - 1) * 18,
  }
}

export function footer(shown: Picture, top: number): Below {
  const words = cut(pictureTexts[shown.language].source(shown.title), 92)
  return {
    shapes: [text(words, { x: MARGIN, y: top + 22 }, { size: 13, ink: INK.quiet })],
    end: top + 36,
  }
}
