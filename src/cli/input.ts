// Reading of the command line: a file as text, or standard input line by line, and the fault that is the user's own; leaves what the text means to the commands.
import { readFileSync } from 'node:fs'
import { Refusal } from '../core/refusal.ts'
import { type Bilingual, inBoth } from '../core/texts.ts'
import { inputTexts } from './input-texts.ts'

/** No input that Umlauf knows comes near; whatever is larger is a mistake or an attack. */
const MOST_BYTES = 16 * 1024 ** 2

const LINE_FEED = 10

/** Wrong use or wrong input, exit code 2: what was typed or given must change, not the state of the world. */
export class WrongInput extends Refusal {
  constructor(code: string, words: Bilingual, field = '') {
    super(code, words, field)
    this.name = 'WrongInput'
  }
}

/** Wrong input, worded by its own texts; `field` is a JSON pointer where there is one. */
export function wrongInput(
  code: string,
  say: (texts: (typeof inputTexts)['de']) => string,
  field = '',
): WrongInput {
  return new WrongInput(code, inBoth(inputTexts, say), field)
}

/**
 * The text of a file, UTF-8, without a byte order mark.
 * @throws WrongInput `input.*` for a file that is not there, cannot be read, is too large or no UTF-8.
 */
export function textOfFile(file: string): string {
  return textOf(bytesOf(file))
}

function bytesOf(file: string): Buffer {
  try {
    return readFileSync(file)
  } catch (fault) {
    const code = fault instanceof Error && 'code' in fault ? String(fault.code) : ''
    if (code === 'ENOENT') throw wrongInput('input.missing', (t) => t.missing(file))
    if (code === 'EISDIR') throw wrongInput('input.folder', (t) => t.folder(file))
    throw wrongInput('input.unreadable', (t) => t.unreadable(file, code))
  }
}

/**
 * Bytes as text. Nothing is replaced silently: a party's name with a broken letter is another party.
 * @throws WrongInput `input.large`, `input.encoding`
 */
export function textOf(bytes: Buffer): string {
  if (bytes.length > MOST_BYTES) throw wrongInput('input.large', (t) => t.large)
  try {
    return new TextDecoder('utf-8', { fatal: true }).decode(bytes)
  } catch {
    throw wrongInput('input.encoding', (t) => t.encoding)
  }
}

/**
 * The lines of standard input, split at line feeds alone: `readline` would split at U+2028 as well, which JSON allows
 * inside a string. An overlong line is cut just above what `textOf` refuses, so that it cannot fill the memory.
 */
export async function* linesOfInput(): AsyncGenerator<Buffer> {
  let parts: Buffer[] = []
  let length = 0
  const add = (part: Buffer) => {
    if (length <= MOST_BYTES) parts.push(part)
    length += part.length
  }
  const line = () => {
    const whole = Buffer.concat(parts)
    parts = []
    length = 0
    return whole
  }
  for await (const chunk of process.stdin as AsyncIterable<Buffer>) {
    let start = 0
    for (let end = chunk.indexOf(LINE_FEED); end !== -1; end = chunk.indexOf(LINE_FEED, start)) {
      add(chunk.subarray(start, end))
      yield line()
      start = end + 1
    }
    add(chunk.subarray(start))
  }
  if (length > 0) yield line()
}
