// A form as a short dialogue: one question after the other, with a way back and a way out, kept so that a restart loses nothing; leaves asking and keeping to answering.ts.
import { z } from 'zod'
import type { Field, Form } from '../../core/form.ts'
import { code, heading, type Message, message, note, paragraph } from '../../core/message.ts'
import type { Origin } from '../../core/ports.ts'
import type { Language } from '../../core/values.ts'
import { dialogueTexts } from './dialogue-texts.ts'

const words = z.record(z.string(), z.string())
const field = z.object({
  name: z.string(),
  label: z.string(),
  hint: z.string(),
  kind: z.enum(['line', 'paragraph', 'choice']),
  required: z.boolean(),
  maxLength: z.number(),
  value: z.string(),
  options: z.array(z.object({ value: z.string(), label: z.string() })),
})
const origin = z.discriminatedUnion('kind', [
  z.object({ kind: z.literal('place'), place: z.string() }),
  z.object({ kind: z.literal('private') }),
])
/** The events that were answers in this dialogue, so that one that comes again is not the answer to the next question. */
const taken = z.array(z.string()).default([])
const dialogue = z.object({
  format: z.literal(1),
  taken,
  verb: z.string(),
  args: words,
  title: z.string(),
  intro: z.string(),
  fields: z.array(field).min(1),
  faults: words,
  origin,
  /** Which field is asked for. */
  at: z.number().int().min(0),
  values: words,
})

const ended = z.object({ format: z.literal(1), taken, ended: z.literal(true) })

/** A form that is being filled in. */
export type Dialogue = z.infer<typeof dialogue>

/** What is left of a dialogue that came to its end. */
export type Ended = z.infer<typeof ended>

/** A sync brings no more events of a room at once than these, unless there was a gap. */
const MOST_TAKEN = 200

/** So many questions nobody minds answering one by one. */
const FEW = 6

/** What a sentence led to: another question, the finished form, or the end without one. */
export type Step =
  | { readonly kind: 'ask'; readonly dialogue: Dialogue; readonly complaint?: string }
  | { readonly kind: 'done'; readonly dialogue: Dialogue }
  | { readonly kind: 'cancelled' }

/** Begins with the first field that is wrong, else with the first of all. */
export function beginDialogue(form: Form, asked: Origin, before: readonly string[] = []): Dialogue {
  const { verb, args, title, intro, fields, faults } = form
  const at = Math.max(
    0,
    fields.findIndex(({ name }) => faults[name] !== undefined),
  )
  const values = Object.fromEntries(fields.map(({ name, value }) => [name, value]))
  return {
    ...{
      format: 1,
      taken: [...before],
      verb,
      args: { ...args },
      title,
      intro,
      faults: { ...faults },
      origin: asked,
      at,
      values,
    },
    fields: fields.map((one) => ({ ...one, options: [...one.options] })),
  }
}

/** @returns nothing where what was kept is not of this program. */
export function readDialogue(text: string): Dialogue | Ended | undefined {
  try {
    return z.union([ended, dialogue]).safeParse(JSON.parse(text)).data
  } catch {
    return undefined
  }
}

/** Notes that an event was an answer in it. */
export function takenWith<T extends Dialogue | Ended>(of: T, event: string): T {
  return { ...of, taken: [...of.taken, event].slice(-MOST_TAKEN) }
}

/** What is kept after the end. */
export function endOf({ taken }: Dialogue): Ended {
  return { format: 1, taken, ended: true }
}

/** One sentence of the person. The command judges the values; here only what cannot be an answer is sent back. */
export function answerDialogue(of: Dialogue, said: string, language: Language): Step {
  const t = dialogueTexts[language]
  const word = said.trim().toLowerCase()
  if (inAnyLanguage('cancel', word)) return { kind: 'cancelled' }
  if (inAnyLanguage('back', word)) {
    return { kind: 'ask', dialogue: { ...of, at: Math.max(0, of.at - 1) } }
  }
  const asked = of.fields[of.at]
  if (!asked) return { kind: 'done', dialogue: of }
  if (inAnyLanguage('last', word)) return { kind: 'ask', dialogue: { ...of, at: lastOf(of) } }
  const keeps = inAnyLanguage('next', word)
  const empties = !asked.required && inAnyLanguage('clear', word)
  const written = empties ? '' : writtenValue(asked, said)
  const value = keeps ? (of.values[asked.name] ?? '') : written
  if (value === undefined) return { kind: 'ask', dialogue: of, complaint: t.noSuchChoice }
  if (value.trim() === '' && asked.required) {
    return { kind: 'ask', dialogue: of, complaint: t.isRequired }
  }
  const faults = Object.fromEntries(
    Object.entries(of.faults).filter(([name]) => name !== asked.name),
  )
  const next: Dialogue = {
    ...of,
    faults,
    values: { ...of.values, [asked.name]: value },
    at: of.at + 1,
  }
  // after faults only what is still wrong is asked again
  const rest = Object.keys(of.faults).length > 0 ? firstFaulty(next) : next.at
  if (rest === undefined || rest >= of.fields.length) return { kind: 'done', dialogue: next }
  return { kind: 'ask', dialogue: { ...next, at: rest } }
}

/** From a long form to its last question, past all that may stay as it is. */
function lastOf({ fields, values, at }: Dialogue): number {
  const lacks = ({ name, required }: Field) => required && (values[name] ?? '').trim() === ''
  const next = fields.findIndex((one, n) => n > at && lacks(one))
  return next === -1 ? fields.length - 1 : next
}

function firstFaulty({ fields, faults }: Dialogue): number | undefined {
  const found = fields.findIndex(({ name }) => faults[name] !== undefined)
  return found === -1 ? undefined : found
}

/** The words below ballots and reminders, such as `stimme 7/2023 Zustimmung`: whoever left a form open has still voted with them. */
export function isTyped(said: string): boolean {
  const [verb = '', number = ''] = said.trim().toLowerCase().split(/\s+/, 2)
  const verbs = `${dialogueTexts.de.typed}, ${dialogueTexts.en.typed}`.split(', ')
  return verbs.includes(verb) && /^(?:r-)?\d+\/\d{4}$/.test(number)
}

function inAnyLanguage(key: 'cancel' | 'back' | 'next' | 'last' | 'clear', word: string): boolean {
  return [dialogueTexts.de[key], dialogueTexts.en[key]].includes(word)
}

/** A choice by its number or its words; any other field as it was written. */
function writtenValue({ kind, options }: Field, said: string): string | undefined {
  if (kind !== 'choice') return said
  const word = said.trim().toLowerCase()
  const byNumber = /^\d{1,3}$/.test(word) ? options[Number(word) - 1] : undefined
  const found =
    byNumber ??
    options.find(({ value, label }) => [value, label].some((one) => one.toLowerCase() === word))
  return found?.value
}

/** The question for the field that is asked for now. */
export function questionOf(of: Dialogue, language: Language, complaint?: string): Message {
  const t = dialogueTexts[language]
  const asked = of.fields[of.at]
  if (!asked) return message(of.title, [heading(of.title)])
  const fault = complaint ?? of.faults[asked.name]
  const standing = of.values[asked.name] ?? ''
  const shown = asked.options.find(({ value }) => value === standing)?.label ?? standing
  const step = t.step(asked.label, of.at + 1, of.fields.length)
  const ways = [
    ...(standing !== '' ? [t.keep(t.next)] : []),
    ...(standing !== '' && !asked.required ? [t.empty(t.clear)] : []),
    ...(standing === '' && !asked.required ? [t.skip(t.next)] : []),
    ...(of.fields.length - of.at > FEW ? [t.goToLast(t.last)] : []),
    ...(of.at > 0 ? [t.goBack(t.back)] : []),
    t.stop(t.cancel),
  ]
  const lines = [
    ...(of.at === 0 && of.intro !== '' ? [of.intro] : []),
    ...(asked.hint === '' ? [] : [asked.hint]),
    ...asked.options.map(({ label }, n) => `${n + 1}: ${label}`),
  ]
  return message(
    [
      of.title,
      ...(fault === undefined ? [] : [fault]),
      step,
      ...lines,
      ...(shown === '' ? [] : [`${t.now} ${shown}`]),
      ...ways,
    ].join('\n'),
    [
      heading(of.title, 2),
      ...(fault === undefined ? [] : [note(fault, 'strong')]),
      paragraph({ text: step, style: 'strong' }),
      ...lines.map((line) => paragraph(line)),
      ...(shown === '' ? [] : [paragraph(`${t.now} `, code(shown))]),
      note(ways.join(' ')),
    ],
  )
}
