// How wording is written: German and English side by side, checked by the compiler; each slice keeps its own texts.ts in this form.
import type { Language } from './values.ts'

/** One sentence in both languages. */
export type Bilingual = Readonly<Record<Language, string>>

/** A phrase is a fixed text or a function from facts to text. */
// biome-ignore lint/suspicious/noExplicitAny: a phrase may take any facts; each slice's own type keeps them exact
type Phrase = string | ((...facts: any[]) => string)

/** The wording of a slice in one language. */
export type Phrases = Readonly<Record<string, Phrase>>

/**
 * Declares the wording of a slice. The English side must have the same keys and the same facts as the German one, so a
 * missing translation does not compile.
 */
export function bilingual<T extends Phrases>(pair: {
  de: T
  en: NoInfer<T>
}): Readonly<Record<Language, T>> {
  return pair
}

/** Says the same phrase in both languages, for what is worded before the reader's language is known (refusals, notices). */
export function inBoth<T extends Phrases>(
  wording: Readonly<Record<Language, T>>,
  say: (phrases: T, language: Language) => string,
): Bilingual {
  return { de: say(wording.de, 'de'), en: say(wording.en, 'en') }
}
