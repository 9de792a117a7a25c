// Printing of the command line: text for people, JSON for programs, one answer for each input; leaves meaning to the commands.
import { Refusal } from '../core/refusal.ts'
import type { Language } from '../core/values.ts'
import { linesOfInput, textOf, textOfFile } from './input.ts'
import { readJson } from './json-text.ts'

/** Writes one line to standard output. */
export function print(text: string): void {
  process.stdout.write(`${text}\n`)
}

/** JSON with whole numbers of any size as text; absent members are left out. */
export function json(value: unknown, space?: number): string {
  return JSON.stringify(
    value,
    (_, member) => (typeof member === 'bigint' ? `${member}` : member),
    space,
  )
}

/** A refusal as a program reads it: code, JSON pointer, words. */
export function faultJson(fault: Refusal, language: Language): string {
  return json({
    error: { code: fault.code, pointer: fault.field ?? '', message: fault.words[language] },
  })
}

/**
 * Calculates one document from a file, or one for each line of standard input (`-`), one answer a line.
 * @returns 0 when every input was right, 2 otherwise; a wrong line is answered in its place and stops no other.
 */
export async function calculate(
  file: string,
  work: (request: unknown) => unknown,
  language: Language,
): Promise<number> {
  if (file !== '-') return answerTo(() => work(readJson(textOfFile(file))), language, json, true)
  let code = 0
  for await (const line of linesOfInput()) {
    if (/^\s*$/.test(line.toString('latin1'))) continue
    code = Math.max(
      code,
      answerTo(() => work(readJson(textOf(line))), language, json, true),
    )
    // a reader such as `head` has had enough: input without end must not be calculated for nobody
    if (!process.stdout.writable) break
  }
  return code
}

/** Prints an answer or its refusal; wrong input is exit code 2. */
export function answerTo<Answer>(
  work: () => Answer,
  language: Language,
  say: (answer: Answer) => string,
  asJson: boolean,
): number {
  try {
    print(say(work()))
    return 0
  } catch (fault) {
    if (!(fault instanceof Refusal)) throw fault
    if (asJson) print(faultJson(fault, language))
    else
      process.stderr.write(`${[fault.field, fault.words[language]].filter(Boolean).join(': ')}\n`)
    return 2
  }
}
