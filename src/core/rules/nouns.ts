// What groups, parties and parts of a whole are called inside a German or English sentence; leaves the sentences to view-texts.ts.
import type { Language } from '../values.ts'
import type { Electorate } from './electorate.ts'

/** Whose names and shares are meant, and in which language. */
export type Audience = { readonly electorate: Electorate; readonly language: Language }

/** A group's noun. The German ones are all neuter, which the sentences rely on. */
type Noun = { readonly one: string; readonly many: string }

const NOUNS: Readonly<Record<Language, ReadonlyMap<string, Noun>>> = {
  de: new Map([
    ['LAND', { one: 'Land', many: 'Länder' }],
    ['MITGLIED', { one: 'Mitglied', many: 'Mitglieder' }],
  ]),
  en: new Map([
    ['LAND', { one: 'Land', many: 'Länder' }],
    ['MITGLIED', { one: 'member', many: 'members' }],
  ]),
}

/** What the parties of a group are called; without a group, or of a group that is not known by name, they are members. */
export function noun(group: string | undefined, language: Language): Noun {
  const own = group === undefined ? undefined : NOUNS[language].get(group)
  if (own) return own
  const of = group === undefined ? '' : { de: ` der Gruppe ${group}`, en: ` of ${group}` }[language]
  const [one, many] = { de: ['Mitglied', 'Mitglieder'], en: ['member', 'members'] }[language]
  return { one: `${one}${of}`, many: `${many}${of}` }
}

/** Names that need an article: nominative and genitive, English without case. */
const NAMES: Readonly<Record<Language, ReadonlyMap<string, readonly [string, string]>>> = {
  de: new Map([
    ['BUND', ['der Bund', 'des Bundes']],
    ['SL', ['das Saarland', 'des Saarlandes']],
  ]),
  en: new Map([['BUND', ['the Federation', 'of the Federation']]]),
}

/** A party inside a sentence, as subject and as "of …". */
export function nameForms(
  { code, name }: { readonly code: string; readonly name: string },
  language: Language,
): readonly [subject: string, of: string] {
  const special = NAMES[language].get(code)
  return special ?? [name, language === 'de' ? `von ${name}` : `of ${name}`]
}

/** Small numbers are words in a sentence. */
export function inWords(n: number, language: Language): string {
  return WORDS[language][n - 2] ?? String(n)
}
const WORDS = {
  de: 'zwei drei vier fünf sechs sieben acht neun zehn elf zwölf'.split(' '),
  en: 'two three four five six seven eight nine ten eleven twelve'.split(' '),
} as const

/** `2/3` as a word: as a subject (with its number for the verb) and in the German dative. */
export function part(
  { num, den }: { readonly num: number; readonly den: number },
  language: Language,
): { readonly text: string; readonly dative: string; readonly plural: boolean } {
  const [text, dative] = PARTS[language].get(`${num}/${den}`) ?? [`${num}/${den}`, `${num}/${den}`]
  return { text, dative, plural: num > 1 || language === 'en' }
}
const PARTS: Readonly<Record<Language, ReadonlyMap<string, readonly [string, string]>>> = {
  de: new Map([
    ['1/2', ['die Hälfte', 'der Hälfte']],
    ['1/3', ['ein Drittel', 'einem Drittel']],
    ['2/3', ['zwei Drittel', 'zwei Dritteln']],
    ['1/4', ['ein Viertel', 'einem Viertel']],
    ['3/4', ['drei Viertel', 'drei Vierteln']],
  ]),
  en: new Map([
    ['1/2', ['half', 'half']],
    ['1/3', ['a third', 'a third']],
    ['2/3', ['two thirds', 'two thirds']],
    ['1/4', ['a quarter', 'a quarter']],
    ['3/4', ['three quarters', 'three quarters']],
  ]),
}

/** `a, b und c`. */
export function listed(items: readonly string[], language: Language): string {
  const and = { de: ' und ', en: ' and ' }[language]
  return items.length < 2 ? items.join('') : items.slice(0, -1).join(', ') + and + items.at(-1)
}
