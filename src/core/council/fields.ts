// The small fields that every part of a council file is made of: ids, names, codes and days, each with the words that say what would be right; leaves the parts to council.ts and reporting.ts.
import { z } from 'zod'
import type { Bilingual } from '../texts.ts'
import { inBoth } from '../texts.ts'
import { isDate } from '../time.ts'
import { LANGUAGES } from '../values.ts'
import { councilTexts } from './texts.ts'

/** All 11,000 municipalities could owe reports, and nearly as many others. */
export const MOST_PARTIES = 20_000

/** A text that must pass a test; the words say what would be right. */
export function textThat(
  passes: (text: string) => boolean,
  say: (texts: (typeof councilTexts)['de']) => string,
) {
  return textWith(passes, inBoth(councilTexts, say))
}

/** The same with words of another part of the file. */
export function textWith(passes: (text: string) => boolean, words: Bilingual) {
  return z.custom<string>((value) => typeof value === 'string' && passes(value), {
    error: words.en,
    params: { words },
  })
}

export const id = textThat(
  (text) => /^[a-z0-9]+(-[a-z0-9]+)*$/.test(text) && text.length <= 64,
  (texts) => texts.wrongId,
)
export const name = textThat(
  (text) => text.trim() === text && text.length >= 1 && text.length <= 200 && !/\p{Cc}/u.test(text),
  (texts) => texts.wrongName,
)
export const bothNames = z.strictObject({ de: name, en: name })
export const date = textThat(isDate, (texts) => texts.wrongDate)
export const language = z.enum(LANGUAGES)
export const code = textThat(
  (text) => /^[A-Z0-9][A-Z0-9-]{0,31}$/.test(text),
  (texts) => texts.wrongCode,
)
export const externalId = textThat(
  (text) => /^[^\s\p{C}]{1,255}$/u.test(text),
  (texts) => texts.wrongAccount,
)
