// Printing and reading of the command line: text for people, JSON for programs, input from a file or line by line; leaves meaning to the commands.
import { readFileSync } from 'node:fs'
import { createInterface } from 'node:readline'
import { Refusal } from '../core/refusal.ts'
import type { Language } from '../core/values.ts'
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

/** A wrong input as a program reads it: code, JSON pointer, words. */
function faultJson(fault: Refusal, language: Language): string {
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
  asJson: boolean,
  say: (answer: unknown) => string = (answer) => json(answer, 2),
): Promise<number> {
  if (file !== '-') {
    return answerTo(
      () => work(readJson(readFileSync(file, 'utf8'))),
      language,
      asJson ? json : say,
      asJson,
    )
  }
  let code = 0
  for await (const line of createInterface({ input: process.stdin })) {
    if (line.trim() === '') continue
    const one = answerTo(() => work(readJson(line)), language, json, true)
    code = Math.max(code, one)
  }
  return code
}

/** Prints an answer or its refusal; wrong input is exit code 2. */
export function answerTo(
  work: () => unknown,
  language: Language,
  say: (answer: unknown) => string,
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
