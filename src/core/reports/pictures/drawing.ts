// The few shapes that our pictures are made of, as SVG: escaped text, boxes, and a sign for each state that is told by its form alone; leaves where they stand to bars.ts and map.ts.
import type { State } from './coverage.ts'

const FONT = 'Source Sans 3'
/** Dark enough on white to be read, light enough to print; in grey they stay apart too. */
export const INK = { text: '#14202b', quiet: '#4a5763', line: '#8a97a3', paper: '#ffffff' } as const
export const FILL = { complete: '#0b3f73', live: '#86b6e0', track: '#eef2f6' } as const

export type Place = { readonly x: number; readonly y: number }
export type Box = Place & { readonly width: number; readonly height: number }

type Style = {
  readonly size: number
  readonly bold?: boolean
  readonly anchor?: 'start' | 'middle' | 'end'
  readonly ink?: string
}

/** A line of text; whatever it says stays text. */
export function text(words: string, { x, y }: Place, style: Style): string {
  const { size, bold = false, anchor = 'start', ink = INK.text } = style
  return `<text x="${x}" y="${y}" font-size="${size}" font-weight="${bold ? 600 : 400}" text-anchor="${anchor}" fill="${ink}">${escaped(words)}</text>`
}

export function box({ x, y, width, height }: Box, fill: string, more = ''): string {
  return `<rect x="${x}" y="${y}" width="${width}" height="${height}" fill="${fill}"${more}/>`
}

export const OUTLINE = ` stroke="${INK.line}" stroke-width="1"`
export const DASHED = ` stroke="${INK.line}" stroke-width="1.5" stroke-dasharray="5 4"`
/** What nobody reported is hatched: neither much nor little. */
export const HATCHED = 'url(#hatched)'

export function line(from: Place, to: Place, width = 2, ink: string = INK.text): string {
  return `<line x1="${from.x}" y1="${from.y}" x2="${to.x}" y2="${to.y}" stroke="${ink}" stroke-width="${width}"/>`
}

/** The sign of a state around a middle: a tick, a half disc, a ring, a question mark, a cross. */
export function sign(state: State, { x, y }: Place, ink: string = INK.text): string {
  const stroke = `fill="none" stroke="${ink}" stroke-width="2"`
  switch (state) {
    case 'complete':
      return `<path d="M${x - 5} ${y}l3.5 4l7 -8" fill="none" stroke="${ink}" stroke-width="2.5" stroke-linecap="round" stroke-linejoin="round"/>`
    case 'partial':
      return `<circle cx="${x}" cy="${y}" r="5" ${stroke}/><path d="M${x} ${y - 5}a5 5 0 0 0 0 10z" fill="${ink}"/>`
    case 'none':
      return `<circle cx="${x}" cy="${y}" r="5" ${stroke}/>`
    case 'unsaid':
      return text('?', { x, y: y + 6 }, { size: 18, bold: true, anchor: 'middle', ink })
    case 'missing':
      return `<path d="M${x - 4} ${y - 4}l8 8M${x + 4} ${y - 4}l-8 8" ${stroke}/>`
  }
}

/** A whole picture. `title` and `alt` are for whoever reads the SVG itself. */
export function picture(
  size: { readonly width: number; readonly height: number },
  says: { readonly title: string; readonly alt: string },
  shapes: readonly string[],
): string {
  const { width, height } = size
  const hatch = `<pattern id="hatched" width="8" height="8" patternUnits="userSpaceOnUse" patternTransform="rotate(45)"><rect width="8" height="8" fill="${INK.paper}"/><rect width="2" height="8" fill="#c3ccd4"/></pattern>`
  return [
    `<svg xmlns="http://www.w3.org/2000/svg" width="${width}" height="${height}" viewBox="0 0 ${width} ${height}" font-family="'${FONT}', sans-serif" role="img">`,
    `<title>${escaped(says.title)}</title><desc>${escaped(says.alt)}</desc><defs>${hatch}</defs>`,
    box({ x: 0, y: 0, width, height }, INK.paper),
    ...shapes,
    '</svg>\n',
  ].join('\n')
}

/** What turns or hides text, or what XML has no sign for, is left out; names in a picture are never hashed. */
function escaped(words: string): string {
  return words
    .replace(/[\p{Cc}\p{Cf}\p{Cs}\p{Co}\ufffe\uffff]/gu, ' ')
    .replace(/[&<>"']/g, (character) => `&#${character.charCodeAt(0)};`)
}

/** A text in lines of at most so many characters, broken between words; what does not fit ends in a sign that says so. */
export function wrapped(words: string, most: number, lines: number): readonly string[] {
  const found: string[] = ['']
  for (const word of words
    .trim()
    .split(/\s+/u)
    .map((one) => cut(one, most))) {
    const last = found.at(-1) ?? ''
    const longer = last === '' ? word : `${last} ${word}`
    if ([...longer].length <= most) found[found.length - 1] = longer
    else if (found.length < lines) found.push(word)
    else return [...found.slice(0, -1), cut(`${last} ${word}`, most)]
  }
  return found
}

export function cut(words: string, most: number): string {
  const signs = [...words]
  return signs.length <= most
    ? words
    : `${signs
        .slice(0, most - 1)
        .join('')
        .trimEnd()}…`
}
