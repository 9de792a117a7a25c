// A text longer than one input of Slack, as several that are joined again letter by letter; leaves drawing them to fields.ts.
import { splitText, units } from '../../../core/splitting.ts'
import { LIMITS } from './limits.ts'

/** The name of one part's block; the first part has the name of the field. */
export function partName(field: string, n: number): string {
  return n === 0 ? field : `${field}~${n + 1}`
}

/** Which part of which field a block is. */
export function partOf(blockId: string): { readonly field: string; readonly n: number } {
  const [, field = blockId, number] = /^(.*)~(\d{1,3})$/.exec(blockId) ?? []
  return { field, n: number === undefined ? 0 : Number(number) - 1 }
}

/**
 * Cuts a text into parts. `seams` says of each cut whether it took the place of a line break (`n`), so that none has to
 * stand at the edge of an input, where it might be trimmed.
 */
export function cutIntoParts(text: string): {
  readonly parts: readonly string[]
  readonly seams: string
} {
  const pieces = splitText(text, LIMITS.inputText, units)
  let seams = ''
  const parts = pieces.map((piece, n) => {
    if (n === pieces.length - 1) return piece
    const atLine = piece.endsWith('\n')
    seams += atLine ? 'n' : '-'
    return atLine ? piece.slice(0, -1) : piece
  })
  return { parts, seams }
}

/** Joins what came back. A part that was offered empty and got filled goes on in a new line. */
export function joinParts(parts: readonly string[], seams: string): string {
  const [first = '', ...others] = parts
  return others.reduce((text, part, n) => {
    const seam = seams[n]
    if (seam !== undefined) return text + (seam === 'n' ? '\n' : '') + part
    return part === '' ? text : `${text}${text === '' ? '' : '\n'}${part}`
  }, first)
}
