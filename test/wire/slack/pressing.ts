// Finds what a person presses among the blocks they see, or forges what nobody was shown; leaves the payload to payloads.ts.
import { type Fields, fieldsOf, isFields, textOf } from './records.ts'
import { choicesOf } from './words.ts'

/** Which button: by its id, its label or its value; a value that no such button has is a forged one. */
export type Wanted = {
  readonly actionId?: string
  readonly label?: string
  readonly value?: string
}

export type Found = {
  readonly element: Fields
  readonly blockId: string
  /** What the action carries: a value, or an option chosen by its value. */
  readonly carries: Fields
}

/** @throws Error where there is no such button, and no id to forge one with */
export function elementFor(blocks: readonly Fields[], wanted: Wanted): Found {
  const { actionId, label, value } = wanted
  const all = blocks.flatMap(elementsOf)
  const fitting = all
    .filter(({ element }) => actionId === undefined || element['action_id'] === actionId)
    .filter(({ element }) => label === undefined || labelOf(element) === label)
  const found =
    fitting.find(({ element }) => value !== undefined && element['value'] === value) ??
    (actionId === undefined && label === undefined ? undefined : fitting[0])
  if (found) return { ...found, carries: carriedBy(found.element, value) }
  if (actionId === undefined)
    throw new Error(
      `no button ${JSON.stringify(wanted)}, only ${all.map(({ element }) => labelOf(element)).join(', ')}`,
    )
  const text = { type: 'plain_text', text: label ?? actionId }
  const element = { type: 'button', action_id: actionId, text }
  return { element, blockId: 'forged', carries: carriedBy(element, value) }
}

function carriedBy(element: Fields, wanted: string | undefined): Fields {
  const options = choicesOf(element)
  if (options.length > 0)
    return { selected_option: options.find((one) => one['value'] === wanted) ?? null }
  const value = wanted ?? element['value']
  return value === undefined ? {} : { value }
}

/** Everything in a block that can be acted on. */
function elementsOf(block: Fields): readonly { element: Fields; blockId: string }[] {
  const blockId = textOf(block['block_id'])
  const inside = [block['accessory'], ...fieldsOf(block['elements'])].filter(isFields)
  return inside
    .filter((element) => textOf(element['action_id']) !== '')
    .map((element) => ({ element, blockId }))
}

function labelOf(element: Fields): string {
  const text = isFields(element['text']) ? textOf(element['text']['text']) : ''
  return (
    text ||
    choicesOf(element)
      .map((option) => textOf(option['value']))
      .join('/')
  )
}
