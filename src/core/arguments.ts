// The kinds of arguments a command can have, each with how it is recognised, read and refused; leaves wording to bot-texts.ts and the order of words to grammar.ts.
import { argumentTexts } from './bot-texts.ts'
import type { Argument, Reading } from './command.ts'
import { formalText } from './formal-text.ts'
import { Refusal } from './refusal.ts'
import { type Bilingual, inBoth } from './texts.ts'
import { type LocalDate, type LocalTime, parseWrittenDate } from './time.ts'

type Wording = { readonly label: Bilingual; readonly hint: Bilingual; readonly words?: Bilingual }

const NO_WORDS: Bilingual = { de: '', en: '' }

function argument<T>(
  wording: Wording,
  more: Pick<Argument<T>, 'claims' | 'read'> & Partial<Argument<T>>,
): Argument<T> {
  return {
    label: wording.label,
    hint: wording.hint,
    words: wording.words ?? wording.label,
    kind: 'line',
    maxLength: 200,
    options: [],
    required: true,
    hidden: false,
    quoted: false,
    parts: false,
    ...more,
  }
}

/** The same argument, but it may be left out. */
export function optional<T>(of: Argument<T>): Argument<T | undefined> {
  return { ...of, required: false }
}

/** The same argument, but only typed or carried by a button, never asked for in a form. */
export function hidden<T>(of: Argument<T>): Argument<T> {
  return { ...of, hidden: true }
}

/** The same text, but left-over words of a line never become it: „nicht zustimmen“ is no consent with a remark. */
export function quoted<T>(of: Argument<T>): Argument<T> {
  return { ...of, quoted: true }
}

/** The same text, made of parts with names of its own, `name=value`. */
export function ofParts<T>(of: Argument<T>): Argument<T> {
  return { ...of, parts: true }
}

/** Formal text: checked character by character, never changed silently. Takes whatever words no other argument claims. */
export function text(
  wording: Wording,
  limits: { maxLength: number; lines: 'one' | 'many' },
): Argument<string> {
  return argument(wording, {
    kind: limits.lines === 'one' ? 'line' : 'paragraph',
    maxLength: limits.maxLength,
    claims: () => false,
    read: (written) => formalText(written, limits),
  })
}

/** One of a few values, each with the words people use for it in both languages. */
export function oneOf<V extends string>(
  wording: Wording,
  options: readonly { value: V; label: Bilingual; words: readonly string[] }[],
): Argument<V> {
  const find = (word: string) => {
    const wanted = word.trim().toLowerCase()
    return options.find(
      ({ value, label, words }) =>
        value.toLowerCase() === wanted ||
        label.de.toLowerCase() === wanted ||
        label.en.toLowerCase() === wanted ||
        words.includes(wanted),
    )
  }
  return argument(wording, {
    kind: 'choice',
    options: options.map(({ value, label }) => ({ value, label })),
    claims: (word) => find(word) !== undefined,
    read: (word) => {
      const option = find(word)
      if (option) return option.value
      throw new Refusal(
        'argument.option',
        inBoth(argumentTexts, (t, language) =>
          t.notAnOption(word, options.map(({ label }) => label[language]).join(', ')),
        ),
      )
    },
  })
}

/** What a reference may look like; which thing it names is found by the slice. */
const REFERENCE =
  /^(?:e-?\d{1,6}|r-?\d{1,6}\/\d{4}|\d{1,4}\/\d{1,4}|b-\d{4}\/\d{1,3}(?:-it)?|[0-9a-f]{8}-[0-9a-f-]{27})$/i

/** The number of a circulation, draft or decision, as people write it; the value is the written form. */
export function reference(): Argument<string> {
  return argument(
    {
      label: inBoth(argumentTexts, (t) => t.reference),
      hint: inBoth(argumentTexts, (t) => t.referenceHint),
    },
    {
      maxLength: 40,
      claims: (word) => REFERENCE.test(word.replace(/^(?:nr\.?|no\.?|umlauf|beschluss)\s*/i, '')),
      read: (word) => {
        const wanted = word
          .trim()
          .replace(/^(?:nr\.?|no\.?|umlauf|circulation|beschluss|decision)\s*/i, '')
        if (REFERENCE.test(wanted)) return wanted
        throw new Refusal(
          'argument.reference',
          inBoth(argumentTexts, (t) => t.notAReference(word)),
        )
      },
    },
  )
}

const DATE_SHAPE = /^\d{1,4}[.\-/]\d{1,2}[.\-/]\d{0,4}(?:,?\s+\d{1,2}:\d{2})?(?:\s+Uhr)?$/i

/** A day, with a time where one was written. */
export function date(wording?: Wording): Argument<{ date: LocalDate; time?: LocalTime }> {
  const read = (word: string, { now, zone }: Reading) => parseWrittenDate(word, { now, zone })
  return argument(
    wording ?? {
      label: inBoth(argumentTexts, (t) => t.date),
      hint: inBoth(argumentTexts, (t) => t.dateHint),
    },
    {
      maxLength: 60,
      claims: (word, reading) => {
        try {
          read(word, reading)
          return true
        } catch (fault) {
          // 31.02.2026 is meant as a date even though there is no such day: claimed here, refused in words when read
          return fault instanceof Refusal && DATE_SHAPE.test(word)
        }
      },
      read,
    },
  )
}

/** A page of a list. */
export function page(): Argument<number> {
  return argument(
    {
      label: inBoth(argumentTexts, (t) => t.page),
      hint: inBoth(argumentTexts, (t) => t.pageHint),
    },
    {
      maxLength: 6,
      claims: () => false,
      read: (word) => {
        if (/^[1-9]\d{0,5}$/.test(word.trim())) return Number(word.trim())
        throw new Refusal(
          'argument.page',
          inBoth(argumentTexts, (t) => t.notANumber(word)),
        )
      },
    },
  )
}

/** Something that only buttons carry, such as an identifier; never typed, judged by the slice. */
export function carried(): Argument<string | undefined> {
  return {
    ...argument<string>(
      { label: NO_WORDS, hint: NO_WORDS },
      { maxLength: 100, claims: () => false, read: (word) => word.slice(0, 100) },
    ),
    required: false,
    hidden: true,
  }
}
