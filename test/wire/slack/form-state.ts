// What a filled form sends: state.values from the inputs of a view and what a person typed or chose; leaves the sending to people.ts.
import { type Fields, fieldsOf, isFields, textOf, type View } from './records.ts'
import { choicesOf } from './words.ts'

/** What is typed into a field, or chosen in it: by value or label, several as a list. */
export type Filled = string | readonly string[]

type Values = View['state']['values']

/**
 * The state of a form. A person can only choose what is offered and must fill what is required;
 * `forged` is somebody who writes the request by hand, `unfinished` somebody who has not sent it yet.
 */
export function stateOf(
  view: View,
  values: Readonly<Record<string, Filled>>,
  { forged = false, unfinished = false } = {},
): Values {
  const inputs = view.blocks.filter(
    (block) => block['type'] === 'input' && isFields(block['element']),
  )
  const known = new Set(inputs.map((block) => textOf(block['block_id'])))
  for (const id of Object.keys(values))
    if (!known.has(id) && !forged)
      throw new Error(`no field "${id}" in this form, only ${[...known].join(', ')}`)
  const state: Values = {}
  for (const block of inputs) {
    const element = block['element'] as Fields
    const id = textOf(block['block_id'])
    const value = filledValue(element, values[id], forged)
    if (isEmpty(value) && block['optional'] !== true && !forged && !unfinished)
      throw new Error(`the field "${id}" must be filled`)
    state[id] = { [textOf(element['action_id'])]: { type: element['type'], ...value } }
  }
  for (const [id, value] of Object.entries(values))
    if (!known.has(id)) state[id] = { forged: { type: 'plain_text_input', value } }
  return state
}

function isEmpty(value: Fields): boolean {
  return Object.values(value).every(
    (one) => one === null || (Array.isArray(one) && one.length === 0),
  )
}

function filledValue(element: Fields, filled: Filled | undefined, forged: boolean): Fields {
  const first = typeof filled === 'string' ? filled : filled?.[0]
  const all = typeof filled === 'string' ? [filled] : filled
  const or = (name: string, otherwise: unknown = null) => element[name] ?? otherwise
  switch (element['type']) {
    case 'static_select':
    case 'radio_buttons':
      return {
        selected_option:
          first === undefined ? or('initial_option') : chosen(element, first, forged),
      }
    case 'multi_static_select':
    case 'checkboxes':
      return {
        selected_options:
          all === undefined
            ? or('initial_options', [])
            : all.map((one) => chosen(element, one, forged)),
      }
    case 'datepicker':
      return { selected_date: first ?? or('initial_date') }
    case 'timepicker':
      return { selected_time: first ?? or('initial_time') }
    case 'datetimepicker':
      return {
        selected_date_time: first === undefined ? or('initial_date_time') : Number(first),
      }
    case 'users_select':
      return { selected_user: first ?? or('initial_user') }
    case 'multi_users_select':
      return { selected_users: all ?? or('initial_users', []) }
    case 'conversations_select':
      return { selected_conversation: first ?? or('initial_conversation') }
    case 'channels_select':
      return { selected_channel: first ?? or('initial_channel') }
    case 'file_input':
      return { files: fieldsOf([]) }
    default:
      return { value: typed(element, first ?? or('initial_value'), forged) }
  }
}

/** What a field takes: no more characters than it says, and nothing at all is null. */
function typed(element: Fields, value: unknown, forged: boolean): unknown {
  if (value === '' && !forged) return null
  const most = Number(element['max_length'] ?? 3000)
  const least = Number(element['min_length'] ?? 0)
  const length = typeof value === 'string' ? value.length : least
  if (!forged && (length > most || length < least))
    throw new Error(`a text of ${length} characters does not fit ${least} to ${most}`)
  return value
}

function chosen(element: Fields, wanted: string, forged: boolean): unknown {
  const options = choicesOf(element)
  const label = (option: Fields) => (isFields(option['text']) ? option['text']['text'] : undefined)
  const option =
    options.find((one) => one['value'] === wanted) ?? options.find((one) => label(one) === wanted)
  if (option) return option
  if (forged) return { text: { type: 'plain_text', text: wanted }, value: wanted }
  throw new Error(
    `no option "${wanted}", only ${options.map((one) => String(one['value'])).join(', ')}`,
  )
}
