// The shipped council file for tests: as text to be spoiled, and as a directory to be asked; leaves judging to the tests.
import { readFileSync } from 'node:fs'
import { expect } from 'vitest'
import { type CouncilDirectory, createDirectory } from '../../src/core/council/index.ts'
import { instantFromIso } from '../../src/core/time.ts'
import { readCouncilFile } from '../../src/files/council-file.ts'

export const SHIPPED = readFileSync(
  new URL('../../src/councils/it-planungsrat.yaml', import.meta.url),
  'utf8',
)
export const BODY = 'it-planungsrat'

/** The shipped text with one passage replaced; a passage that is not there would test nothing. */
export function spoiled(passage: string, by: string, text = SHIPPED): string {
  if (!text.includes(passage)) throw new Error(`not in the file: ${passage}`)
  return text.replace(passage, () => by)
}

/** The council that a text describes; faults are shown as they would be to the operator. */
export function councilOf(text: string) {
  const read = readCouncilFile(text)
  if ('council' in read) return read.council
  throw new Error(read.faults.map(({ line, words }) => `${line}: ${words.en}`).join('\n'))
}

/** Faults as an operator reads them: `line: words`. */
export function faultsOf(text: string, against?: Parameters<typeof readCouncilFile>[1]): string[] {
  const read = readCouncilFile(text, against)
  return 'faults' in read ? read.faults.map(({ line, words }) => `${line}: ${words.en}`) : []
}

/** A refusal: what is spoiled, by what, what is said, and on which line if not on that of the passage. */
export type Row = [name: string, passage: string, by: string, said: RegExp, at?: string]

/** Spoils the shipped file in one passage and finds the fault on the line of that passage, or on that of `at`. */
export function refused([, passage, by, said, at]: Row) {
  const text = spoiled(passage, by)
  const faults = faultsOf(text)
  const start = SHIPPED.indexOf(passage)
  const before = text.lastIndexOf(at ?? by, start)
  const line = text.slice(0, Math.max(before, text.indexOf(at ?? by, start))).split('\n').length
  expect(faults).toContainEqual(expect.stringMatching(said))
  expect(faults.find((fault) => said.test(fault))?.split(':')[0]).toBe(String(line))
}

export function directoryOf(text = SHIPPED, version = 1): CouncilDirectory {
  return createDirectory(councilOf(text), version)
}

export const room = (id: string) => ({ connection: 'room', id })

/** Midday in Berlin (winter 13:00, summer 14:00). */
export const noon = (date: string) => instantFromIso(`${date}T12:00:00.000Z`)
