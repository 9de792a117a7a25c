// Reads a council file from YAML and gives every fault its line; leaves what is right or wrong in a council to the core.
import { type Document, isAlias, isMap, isScalar, isSeq, LineCounter, parseDocument } from 'yaml'
import { type Council, carriesSecret, readCouncil, secretWords } from '../core/council/index.ts'
import { type Bilingual, inBoth } from '../core/texts.ts'
import { fileTexts } from './texts.ts'

/** A fault of the file; lines count from 1. */
type FileFault = { readonly line: number; readonly words: Bilingual }

type Result = { readonly council: Council } | { readonly faults: readonly FileFault[] }

/** No council needs more; whatever is larger is a mistake or an attack. */
const MOST_CHARACTERS = 1_000_000

/**
 * Reads the text of a council file. Secrets, also in comments, are reported alone, so that no other message can repeat
 * them; a key that stands twice, a syntax error and references that blow up are faults, never a crash.
 */
export function readCouncilFile(text: string): Result {
  if (text.length > MOST_CHARACTERS) return only(1, (texts) => texts.tooLarge)
  const secrets = text
    .split('\n')
    .flatMap((line, index) => (carriesSecret(line) ? [index + 1] : []))
  if (secrets.length > 0) return { faults: secrets.map((line) => ({ line, words: secretWords })) }
  try {
    return readDocument(text)
  } catch (error) {
    // The parser throws these for nesting without end and for references that multiply.
    if (!(error instanceof RangeError || error instanceof ReferenceError)) throw error
    return only(1, (texts) => texts.tooDeep)
  }
}

function readDocument(text: string): Result {
  const lines = new LineCounter()
  const document = parseDocument(text, { lineCounter: lines, prettyErrors: false })
  const lineAt = (offset: number) => Math.max(1, lines.linePos(offset).line)
  const wrong = [...document.errors, ...document.warnings]
  const twice = wrong.filter(({ code }) => code === 'DUPLICATE_KEY')
  // Only the first error of syntax: the others mostly follow from it.
  const broken = wrong.find(({ code }) => code !== 'DUPLICATE_KEY')
  if (broken) return only(lineAt(broken.pos[0]), (texts) => texts.syntax(broken.message))
  if (twice.length > 0) {
    const words = inBoth(fileTexts, (texts) => texts.keyTwice)
    return { faults: twice.map(({ pos }) => ({ line: lineAt(pos[0]), words })) }
  }
  const read = readCouncil(document.toJS({ maxAliasCount: 100 }))
  if ('council' in read) return read
  return {
    faults: read.faults
      .map(({ path, words }) => ({ line: lineAt(offsetOf(document, path)), words }))
      .sort((a, b) => a.line - b.line),
  }
}

/** Where a path leads in the text; where it ends early (something is missing), the last that is there. */
function offsetOf(document: Document, path: readonly (string | number)[]): number {
  let node: unknown = document.contents
  let offset = 0
  for (const step of path) {
    if (isAlias(node)) node = node.resolve(document)
    if (isMap(node)) {
      const pair = node.items.find(({ key }) => isScalar(key) && String(key.value) === String(step))
      if (!pair) return offset
      if (isScalar(pair.key)) offset = pair.key.range?.[0] ?? offset
      node = pair.value
    } else if (isSeq(node)) {
      node = node.items[Number(step)]
      if (!hasRange(node)) return offset
      offset = node.range?.[0] ?? offset
    } else {
      return offset
    }
  }
  return offset
}

function hasRange(node: unknown): node is { range?: [number, number, number] | null } {
  return isMap(node) || isSeq(node) || isScalar(node) || isAlias(node)
}

function only(line: number, say: (texts: (typeof fileTexts)['de']) => string): Result {
  return { faults: [{ line, words: inBoth(fileTexts, say) }] }
}
