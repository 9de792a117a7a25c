// The fields of a form as inputs of Slack; leaves the modal around them to modal.ts.

import type { InputBlock, KnownBlock, PlainTextElement, PlainTextOption } from '@slack/types'
import type { Field } from '../../../core/form.ts'
import { literal, shorten } from '../../../core/splitting.ts'
import type { Language } from '../../../core/values.ts'
import { drawList, drawQuiet } from './blocks.ts'
import { LIMITS } from './limits.ts'
import { cutIntoParts, partName } from './parts.ts'
import { slackTexts } from './texts.ts'

/** A field as blocks, and how its parts are sewn together where it has more than one. */
export type DrawnField = { readonly blocks: readonly KnownBlock[]; readonly seams?: string }

/** The only input of its block. */
const INPUT = 'input'

/** A field; nothing where its options are more or longer than Slack takes. */
export function drawField(field: Field, language: Language): DrawnField | undefined {
  if (field.kind !== 'choice' || field.options.length === 0) return drawText(field, language)
  const groups = Math.ceil(field.options.length / LIMITS.selectOptions)
  const isLong = field.options.some(({ value }) => value.length > LIMITS.optionValue)
  if (groups > LIMITS.selectOptions || isLong) return undefined
  return drawChoice(field, language)
}

function drawText(field: Field, language: Language): DrawnField {
  const isLong = [field.maxLength, field.value.length].some((size) => size > LIMITS.inputText)
  if (isLong && (field.kind === 'paragraph' || field.value.length > LIMITS.inputText)) {
    return drawParts(field, language)
  }
  return { blocks: inputOf(field, textInput(field, field.value)) }
}

/** All parts of the text, and one more to go on in. */
function drawParts(field: Field, language: Language): DrawnField {
  const t = slackTexts[language]
  const { parts, seams } = cutIntoParts(field.value)
  const long = { ...field, kind: 'paragraph' } as const
  const blocks = parts.flatMap((part, n) => {
    const label = parts.length === 1 ? field.label : t.partOf(field.label, n + 1, parts.length)
    const required = field.required && n === 0
    const hint = n === 0 ? field.hint : ''
    return inputOf(
      { ...long, name: partName(field.name, n), label, hint, required },
      textInput(long, part),
    )
  })
  if (field.kind !== 'paragraph' || field.value.length >= field.maxLength) return { blocks, seams }
  const more = { name: partName(field.name, parts.length), label: t.goesOn(field.label) }
  const offered = inputOf(
    { ...long, ...more, hint: t.goesOnHint, required: false },
    textInput(long, ''),
  )
  return { blocks: [...blocks, ...offered], seams }
}

/**
 * Slack's own limit alone: it counts otherwise than readers do, and would refuse with its own words what the command may
 * take or refuse better.
 */
function textInput({ kind }: Pick<Field, 'kind'>, value: string): InputBlock['element'] {
  return {
    type: 'plain_text_input',
    action_id: INPUT,
    multiline: kind === 'paragraph' || value.includes('\n'),
    max_length: LIMITS.inputText,
    ...(value === '' ? {} : { initial_value: value.toWellFormed() }),
  }
}

function drawChoice(field: Field, language: Language): DrawnField {
  const t = slackTexts[language]
  const isLong = field.options.some(({ label }) => literal(label).length > LIMITS.optionText)
  const options = field.options.map(({ value, label }, n): PlainTextOption => {
    const words = literal(label) || value
    const text = plain(shorten(isLong ? `${n + 1}. ${words}` : words, LIMITS.optionText))
    return { text, value }
  })
  // what an option cannot show whole is told above the field under the same number
  const above = isLong
    ? drawList(
        field.options.map(({ label }) => [{ text: label }]),
        true,
        language,
      ).map(({ block }) => block)
    : []
  const chosen = options.find(({ value }) => value === field.value)
  const initial = chosen ? { initial_option: chosen } : {}
  const choice = { action_id: INPUT, ...initial } as const
  if (options.length <= LIMITS.radioOptions) {
    return { blocks: [...above, ...inputOf(field, { type: 'radio_buttons', options, ...choice })] }
  }
  const select = { type: 'static_select', placeholder: plain(t.choose), ...choice } as const
  if (options.length <= LIMITS.selectOptions) {
    return { blocks: [...above, ...inputOf(field, { ...select, options })] }
  }
  return {
    blocks: [
      ...above,
      ...inputOf(field, { ...select, option_groups: grouped(options, t.numbers) }),
    ],
  }
}

function grouped(options: readonly PlainTextOption[], name: (from: number, to: number) => string) {
  const size = LIMITS.selectOptions
  return Array.from({ length: Math.ceil(options.length / size) }, (_, n) => {
    const group = options.slice(n * size, (n + 1) * size)
    return { label: plain(name(n * size + 1, n * size + group.length)), options: group }
  })
}

/** An input under its label; what is too long for label or hint stands above it in full. */
function inputOf(
  { name, label, hint, required }: Field,
  element: InputBlock['element'],
): readonly KnownBlock[] {
  const words = [literal(label) || name, literal(hint)]
  const [title = name, below = ''] = words.map((text) => shorten(text, LIMITS.inputLabel))
  const above = words.filter((text) => text.length > LIMITS.inputLabel).flatMap(drawQuiet)
  const input: InputBlock = {
    type: 'input',
    block_id: name,
    label: plain(title),
    ...(below === '' ? {} : { hint: plain(below) }),
    optional: !required,
    element,
  }
  return [...above.map(({ block }) => block), input]
}

function plain(text: string): PlainTextElement {
  return { type: 'plain_text', text, emoji: false }
}
