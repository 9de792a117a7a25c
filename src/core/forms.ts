// Between a command's arguments and its form: reads what was given, finds what is missing or wrong, and makes the neutral form that asks for it.
import { argumentTexts, botTexts } from './bot-texts.ts'
import type { AnyCommand, Argument, Arguments, Call, Prefill, Reading } from './command.ts'
import type { Field, Form } from './form.ts'
import { Refusal } from './refusal.ts'
import { type Bilingual, inBoth } from './texts.ts'
import type { Language } from './values.ts'

/** What was given for each argument, as text, by name. */
export type Given = Readonly<Record<string, string>>

/** The given texts read by their arguments. */
export type ValuesRead = {
  // biome-ignore lint/suspicious/noExplicitAny: the types of a command's values are known where it is defined
  readonly values: any
  readonly faults: Readonly<Record<string, Bilingual>>
  readonly missing: readonly string[]
}

/** Reads every argument; faults and missing ones are collected, so that a form shows all of them at once. */
export function readValues(args: Arguments, given: Given, reading: Reading): ValuesRead {
  const values: Record<string, unknown> = Object.create(null)
  const faults: Record<string, Bilingual> = Object.create(null)
  const missing: string[] = []
  for (const [name, argument] of Object.entries(args) as [string, Argument<unknown>][]) {
    const written = given[name]
    if (written === undefined || written.trim() === '') {
      if (argument.required) missing.push(name)
      continue
    }
    try {
      values[name] = argument.read(written, reading)
    } catch (fault) {
      if (!(fault instanceof Refusal)) throw fault
      faults[name] = fault.words
    }
  }
  return { values, faults, missing }
}

/**
 * Adds what was read of a command's own fields. A form that was sent off is told what it lacks at the field itself.
 */
export function withFields(read: ValuesRead, own: ValuesRead, sentOff: boolean): ValuesRead {
  const needed = inBoth(argumentTexts, (t) => t.needed)
  const lacking = sentOff ? own.missing.map((name) => [name, needed] as const) : []
  return {
    values: read.values,
    faults: { ...read.faults, ...own.faults, ...Object.fromEntries(lacking) },
    missing: [...read.missing, ...own.missing],
  }
}

/** The form that asks for what a command still needs, filled with what was given or what stands. `more`: the command's own fields. */
export function formOf<S>(
  of: AnyCommand<S>,
  prefill: Prefill,
  given: Given,
  faults: Readonly<Record<string, Bilingual>>,
  language: Language,
  more: Arguments = {},
): Form {
  const args: Arguments = { ...of.arguments, ...more }
  const fields = Object.entries(args)
    .filter(([, argument]) => !argument.hidden)
    .map(([name, argument]) =>
      field(name, argument, given[name] ?? prefill.values[name] ?? '', language),
    )
  const givenFor = (hidden: boolean) =>
    Object.fromEntries(
      Object.entries(args)
        .filter(([name, argument]) => argument.hidden === hidden && given[name] !== undefined)
        .map(([name]) => [name, given[name] ?? '']),
    )
  return {
    verb: of.verb,
    args: { ...givenFor(true), ...prefill.args },
    title: prefill.title,
    intro: Object.keys(faults).length > 0 ? botTexts[language].faults : prefill.intro,
    fields,
    submit: prefill.submit,
    given: givenFor(false),
    faults: Object.fromEntries(
      Object.entries(faults).map(([name, words]) => [name, words[language]]),
    ),
  }
}

function field(
  name: string,
  argument: Argument<unknown>,
  value: string,
  language: Language,
): Field {
  return {
    name,
    label: argument.label[language],
    hint: argument.hint[language],
    kind: argument.kind,
    required: argument.required,
    maxLength: argument.maxLength,
    value,
    options: argument.options.map((option) => ({
      value: option.value,
      label: option.label[language],
    })),
  }
}

/** Where a command has no form, or the fault lies in what no form shows: says what is missing or wrong, or how it is written. */
export function refuseReading<S>(of: AnyCommand<S>, read: ValuesRead): Refusal {
  const [fault] = Object.entries(read.faults)
  if (fault) return new Refusal('argument.wrong', fault[1], fault[0])
  const [name] = read.missing
  if (name === undefined) {
    return new Refusal(
      'command.noForm',
      inBoth(argumentTexts, (t, language) => t.noForm(of.example[language])),
    )
  }
  const argument = (of.arguments as Arguments)[name]
  return new Refusal(
    'argument.missing',
    inBoth(argumentTexts, (t, language) =>
      t.missing(argument?.label[language] ?? name, of.example[language]),
    ),
    name,
  )
}

/** What prefill needs of a call: everything but the finished values. */
export type Unfinished<S> = Omit<Call<Arguments, S>, 'values'>
