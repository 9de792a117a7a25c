// Every text of a council file before its form is known, and what no text may be: a secret or full of invisible characters; leaves fields to the schema.
import { formalText } from '../formal-text.ts'
import { Refusal } from '../refusal.ts'
import { inBoth } from '../texts.ts'
import type { Fault } from './council.ts'
import { carriesSecret } from './secrets.ts'
import { councilTexts } from './texts.ts'

/** A text with its path: the name of a field, or what stands in it. */
type Found = { readonly path: Fault['path']; readonly text: string; readonly isField: boolean }

/** What is said of a secret; never the secret itself. */
export const secretWords = inBoth(councilTexts, (texts) => texts.secret)

/** The secrets of a document. Where there are any, nothing else may be said, or a message could repeat them. */
export function secretFaults(document: unknown): Fault[] {
  return textsIn(document).flatMap(({ path, text, isField }) => {
    const name = isField ? '' : path.findLast((step) => typeof step === 'string')
    const found = carriesSecret(text) || carriesSecret(`${name}: ${text}`)
    return found ? [{ path, words: secretWords }] : []
  })
}

/** Characters that the store cannot keep, or that let a reader see something else than what is there. */
export function characterFaults(document: unknown): Fault[] {
  return textsIn(document).flatMap(({ path, text }) => {
    const wrong = text.match(/[\p{C}\u2028\u2029]/gu)?.find(isForbidden)
    if (wrong === undefined) return []
    const codePoint = wrong.codePointAt(0)?.toString(16).toUpperCase().padStart(4, '0')
    return [
      { path, words: inBoth(councilTexts, (texts) => texts.wrongCharacter(`U+${codePoint}`)) },
    ]
  })
}

/** The same characters as in every formal text: the file's names and sources are frozen and hashed with a circulation. */
function isForbidden(character: string): boolean {
  try {
    formalText(`.${character}.`, { maxLength: 3, lines: 'many' })
    return false
  } catch (error) {
    if (error instanceof Refusal) return true
    throw error
  }
}

function textsIn(value: unknown, path: Fault['path'] = []): Found[] {
  if (typeof value === 'string') return [{ path, text: value, isField: false }]
  if (Array.isArray(value)) {
    return value.flatMap((item, index) => textsIn(item, [...path, index]))
  }
  if (typeof value !== 'object' || value === null) return []
  return Object.entries(value).flatMap(([name, item]) => {
    const inside = [...path, name]
    return [{ path: inside, text: name, isField: true }, ...textsIn(item, inside)]
  })
}
