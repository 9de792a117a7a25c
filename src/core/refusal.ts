// An expected no: a code for programs and a worded reason with the next step for people; everything else that is thrown is a bug.
import { type Message, message, paragraph } from './message.ts'
import type { Bilingual } from './texts.ts'
import type { Language } from './values.ts'

/**
 * Thrown where a rule, a state or a right forbids what was asked. The words say why and what to do next.
 * Anything thrown that is not a Refusal is a defect and is answered with a number only.
 */
export class Refusal extends Error {
  readonly code: string
  readonly words: Bilingual
  /** The field of the form that was wrong, so that a surface can show the words beside it. */
  readonly field: string | undefined
  /** All that was wrong, by field, where it is more than one; the words say it as a whole. */
  readonly faults: Readonly<Record<string, Bilingual>> | undefined

  constructor(
    code: string,
    words: Bilingual,
    field?: string,
    faults?: Readonly<Record<string, Bilingual>>,
  ) {
    super(`${code}: ${words.en}`)
    this.name = 'Refusal'
    this.code = code
    this.words = words
    this.field = field
    this.faults = faults
  }
}

/** A refusal as it is said to somebody. */
export function refusalMessage(refusal: Refusal, language: Language): Message {
  const words = refusal.words[language]
  return message(words, [paragraph(words)])
}

/** Reads something out of a field: a refusal of it names the field, so that a form comes back with all that was typed. */
export function atField<T>(field: string, read: () => T): T {
  try {
    return read()
  } catch (fault) {
    throw fault instanceof Refusal ? new Refusal(fault.code, fault.words, field) : fault
  }
}
