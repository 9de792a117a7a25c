// Reads a council file from YAML and gives every fault its line; leaves what is right or wrong in a council to the core.
import { type Document, isMap, isScalar, isSeq, LineCounter, parseDocument, visit } from 'yaml'
import type { Calendar } from '../core/calendar/index.ts'
import {
  type Council,
  carriesSecret,
  checkNetworks,
  checkPlaces,
  checkRhythms,
  checkSuccession,
  type Fault,
  networkWarnings,
  readCouncil,
  secretWords,
} from '../core/council/index.ts'
import { type Bilingual, inBoth } from '../core/texts.ts'
import { readCalendar } from './calendar-file.ts'
import { cronDays } from './cron-days.ts'
import { networks } from './networks.ts'
import { shippedServices } from './services-file.ts'
import { fileTexts } from './texts.ts'

/** A fault of the file; lines count from 1. */
type FileFault = { readonly line: number; readonly words: Bilingual }

type Result =
  | { readonly council: Council; readonly warnings: readonly FileFault[] }
  | { readonly faults: readonly FileFault[] }

/** More than twice what 11,000 owing bodies with a member and a deputy each need; whatever is larger is a mistake or an attack. */
const MOST_CHARACTERS = 8_000_000

/** What a file is judged by besides itself: the calendar of holidays and all earlier versions, the oldest first. */
type Against = { readonly calendar?: Calendar; readonly before?: readonly Council[] }

/**
 * Reads the text of a council file. Secrets, also in comments, are reported alone, so that no other message can repeat
 * them; a key that stands twice, a syntax error, references and nesting without end are faults, never a crash.
 * `against` without calendar means the shipped one, without `before` a first file.
 */
export function readCouncilFile(text: string, against: Against = {}): Result {
  if (text.length > MOST_CHARACTERS) return only(1, (texts) => texts.tooLarge)
  const secrets = text
    .split('\n')
    .flatMap((line, index) => (carriesSecret(line) ? [index + 1] : []))
  if (secrets.length > 0) return { faults: secrets.map((line) => ({ line, words: secretWords })) }
  try {
    return readDocument(text, against)
  } catch (error) {
    // The parser is recursive: nesting without end exhausts its stack.
    if (!(error instanceof RangeError)) throw error
    return only(1, (texts) => texts.tooDeep)
  }
}

function readDocument(text: string, against: Against): Result {
  const lines = new LineCounter()
  const document = parseDocument(text, { lineCounter: lines, prettyErrors: false })
  const lineAt = (offset: number) => Math.max(1, lines.linePos(offset).line)
  const wrong = [...document.errors, ...document.warnings]
  const twice = wrong.filter(({ code }) => code === 'DUPLICATE_KEY')
  // Only the first error of syntax: the others mostly follow from it.
  const broken = wrong.find(({ code }) => code !== 'DUPLICATE_KEY')
  if (broken) return only(lineAt(broken.pos[0]), (texts) => texts.syntax(broken.code))
  if (twice.length > 0) {
    const words = inBoth(fileTexts, (texts) => texts.keyTwice)
    return { faults: twice.map(({ pos }) => ({ line: lineAt(pos[0]), words })) }
  }
  const reference = firstReference(document)
  if (reference !== undefined) return only(lineAt(reference), (texts) => texts.reference)
  const read = judge(document.toJS(), against)
  const atLines = (found: readonly Fault[]) =>
    found
      .map(({ path, words }) => ({ line: lineAt(offsetOf(document, path)), words }))
      .sort((a, b) => a.line - b.line)
  if ('faults' in read) return { faults: atLines(read.faults) }
  const { council } = read
  return { council, warnings: atLines(networkWarnings(council, networks)) }
}

/** What the file says by itself, then whether it fits the networks, the calendar and its earlier versions. */
function judge(document: unknown, against: Against): ReturnType<typeof readCouncil> {
  const read = readCouncil(withServices(document))
  if ('faults' in read) return read
  const faults: Fault[] = [
    ...checkNetworks(read.council, networks),
    ...checkPlaces(read.council, against.calendar ?? readCalendar()),
    ...checkSuccession(against.before ?? [], read.council),
    ...checkRhythms(read.council, cronDays),
  ]
  return faults.length > 0 ? { faults } : read
}

/** A file says nothing of services where the shipped catalogue is meant. */
function withServices(document: unknown): unknown {
  const isFile = typeof document === 'object' && document !== null && !Array.isArray(document)
  return isFile && !('services' in document)
    ? { ...document, services: shippedServices() }
    : document
}

/** References (`*name`) can multiply without end, and a fault in one has no line of its own. */
function firstReference(document: Document): number | undefined {
  let found: number | undefined
  visit(document, {
    Alias: (_, { range }) => {
      found = range?.[0] ?? 0
      return visit.BREAK
    },
  })
  return found
}

/** Where a path leads in the text; where it ends early (something is missing), the last that is there. */
function offsetOf(document: Document, path: readonly (string | number)[]): number {
  let node: unknown = document.contents
  let offset = 0
  for (const step of path) {
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
  return isMap(node) || isSeq(node) || isScalar(node)
}

function only(line: number, say: (texts: (typeof fileTexts)['de']) => string): Result {
  return { faults: [{ line, words: inBoth(fileTexts, say) }] }
}
