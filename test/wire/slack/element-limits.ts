// Which interactive elements, options and confirmations Slack accepts, from its documentation; leaves the blocks around them to block-limits.ts.
import {
  type Complain,
  checkKnown,
  checkList,
  checkOneOf,
  checkOptional,
  checkRequired,
  checkString,
  checkText,
} from './complaints.ts'
import { type Fields, fieldsOf, isFields } from './records.ts'
import { checkRichText } from './rich-text-limits.ts'

const EVERY = ['type', 'action_id']
const ASKS = [...EVERY, 'confirm']
const FOCUSES = [...ASKS, 'focus_on_load']
const PLACES = [...FOCUSES, 'placeholder']
const TYPES_TEXT = [
  ...EVERY,
  'focus_on_load',
  'placeholder',
  'initial_value',
  'dispatch_action_config',
]

/** Every element with the members it knows. */
const KNOWN: Readonly<Record<string, readonly string[]>> = {
  button: [...ASKS, 'text', 'url', 'value', 'style', 'accessibility_label'],
  workflow_button: [...ASKS, 'text', 'workflow', 'style', 'accessibility_label'],
  overflow: [...ASKS, 'options'],
  checkboxes: [...FOCUSES, 'options', 'initial_options'],
  radio_buttons: [...FOCUSES, 'options', 'initial_option'],
  static_select: [...PLACES, 'options', 'option_groups', 'initial_option'],
  multi_static_select: [
    ...PLACES,
    'options',
    'option_groups',
    'initial_options',
    'max_selected_items',
  ],
  external_select: [...PLACES, 'initial_option', 'min_query_length'],
  multi_external_select: [...PLACES, 'initial_options', 'min_query_length', 'max_selected_items'],
  users_select: [...PLACES, 'initial_user'],
  multi_users_select: [...PLACES, 'initial_users', 'max_selected_items'],
  conversations_select: [
    ...PLACES,
    'initial_conversation',
    'default_to_current_conversation',
    'filter',
    'response_url_enabled',
  ],
  multi_conversations_select: [
    ...PLACES,
    'initial_conversations',
    'default_to_current_conversation',
    'filter',
    'max_selected_items',
  ],
  channels_select: [...PLACES, 'initial_channel', 'response_url_enabled'],
  multi_channels_select: [...PLACES, 'initial_channels', 'max_selected_items'],
  datepicker: [...PLACES, 'initial_date'],
  timepicker: [...PLACES, 'initial_time', 'timezone'],
  datetimepicker: [...FOCUSES, 'initial_date_time'],
  plain_text_input: [...TYPES_TEXT, 'multiline', 'min_length', 'max_length'],
  email_text_input: TYPES_TEXT,
  url_text_input: TYPES_TEXT,
  number_input: [...TYPES_TEXT, 'is_decimal_allowed', 'min_value', 'max_value'],
  rich_text_input: [...TYPES_TEXT, 'min_lines', 'max_lines'],
  file_input: [...EVERY, 'filetypes', 'max_files'],
  image: ['type', 'image_url', 'slack_file', 'alt_text'],
  feedback_buttons: [...EVERY, 'positive_button', 'negative_button'],
  icon_button: [...ASKS, 'icon', 'text', 'value', 'accessibility_label', 'visible_to_user_ids'],
}

const MOST_OPTIONS: Readonly<Record<string, number>> = {
  overflow: 5,
  checkboxes: 10,
  radio_buttons: 10,
  static_select: 100,
  multi_static_select: 100,
}

/** Options whose text may carry markup. */
const MARKED = new Set(['checkboxes', 'radio_buttons'])

/** Checks one element; `allowed` are the types its block takes. */
export function checkElement(
  complain: Complain,
  pointer: string,
  element: unknown,
  allowed: readonly string[],
): void {
  if (!isFields(element)) {
    complain(pointer, 'must provide an object')
    return
  }
  const type = String(element['type'])
  const known = KNOWN[type]
  if (!known || !allowed.includes(type)) {
    complain(pointer, `unsupported type: ${type}`)
    return
  }
  checkKnown(complain, pointer, element, known)
  if (type === 'image') {
    checkPicture(complain, pointer, element)
    return
  }
  checkOptional(complain, pointer, element, 'action_id', 255)
  if (element['confirm'] !== undefined)
    checkConfirmation(complain, `${pointer}/confirm`, element['confirm'])
  if (element['placeholder'] !== undefined)
    checkText(complain, `${pointer}/placeholder`, element['placeholder'], { most: 150 })
  if (type === 'button' || type === 'workflow_button') checkButton(complain, pointer, element)
  if (type in MOST_OPTIONS) checkChoice(complain, pointer, element, type)
  checkValue(complain, pointer, element, type)
}

/** A picture, as a block or in one: where it lies and what it says to those who do not see it. */
export function checkPicture(complain: Complain, pointer: string, picture: Fields): void {
  checkRequired(complain, pointer, picture, ['alt_text'])
  if (picture['alt_text'] !== undefined)
    checkString(complain, `${pointer}/alt_text`, picture['alt_text'], { most: 2000, least: 1 })
  if (picture['slack_file'] === undefined) checkRequired(complain, pointer, picture, ['image_url'])
  checkOptional(complain, pointer, picture, 'image_url', 3000)
}

function checkButton(complain: Complain, pointer: string, button: Fields): void {
  if (checkRequired(complain, pointer, button, ['text']))
    checkText(complain, `${pointer}/text`, button['text'], { most: 75 })
  checkOptional(complain, pointer, button, 'value', 2000, 0)
  checkOptional(complain, pointer, button, 'url', 3000)
  checkOptional(complain, pointer, button, 'accessibility_label', 75)
  checkOneOf(complain, `${pointer}/style`, button['style'], ['primary', 'danger'])
}

function checkConfirmation(complain: Complain, pointer: string, confirm: unknown): void {
  if (!isFields(confirm)) {
    complain(pointer, 'must provide an object')
    return
  }
  checkKnown(complain, pointer, confirm, ['title', 'text', 'confirm', 'deny', 'style'])
  if (!checkRequired(complain, pointer, confirm, ['title', 'text', 'confirm', 'deny'])) return
  checkText(complain, `${pointer}/title`, confirm['title'], { most: 100 })
  checkText(complain, `${pointer}/text`, confirm['text'], { most: 300, plain: false })
  checkText(complain, `${pointer}/confirm`, confirm['confirm'], { most: 30 })
  checkText(complain, `${pointer}/deny`, confirm['deny'], { most: 30 })
  checkOneOf(complain, `${pointer}/style`, confirm['style'], ['primary', 'danger'])
}

function checkChoice(complain: Complain, pointer: string, element: Fields, type: string): void {
  const most = MOST_OPTIONS[type] ?? 100
  const groups = element['option_groups']
  if (groups !== undefined && element['options'] !== undefined)
    complain(pointer, 'only one of options and option_groups is allowed')
  if (groups === undefined) {
    checkOptions(complain, `${pointer}/options`, element['options'], { most, type })
  } else {
    const list = checkList(complain, `${pointer}/option_groups`, groups, { most: 100 })
    list.forEach((group, index) => {
      const at = `${pointer}/option_groups/${index}`
      if (!isFields(group)) {
        complain(at, 'must provide an object')
        return
      }
      checkText(complain, `${at}/label`, group['label'], { most: 75 })
      checkOptions(complain, `${at}/options`, group['options'], { most, type })
    })
  }
  checkInitial(complain, pointer, element)
}

function checkOptions(
  complain: Complain,
  pointer: string,
  options: unknown,
  { most, type }: { most: number; type: string },
): void {
  const list = checkList(complain, pointer, options, { most })
  list.forEach((option, index) => {
    const at = `${pointer}/${index}`
    if (!isFields(option)) {
      complain(at, 'must provide an object')
      return
    }
    checkKnown(complain, at, option, ['text', 'value', 'description', 'url'])
    checkText(complain, `${at}/text`, option['text'], { most: 75, plain: !MARKED.has(type) })
    if (type !== 'overflow' || option['url'] === undefined)
      checkRequired(complain, at, option, ['value'])
    checkOptional(complain, at, option, 'value', 150, 0)
    if (option['description'] !== undefined)
      checkText(complain, `${at}/description`, option['description'], {
        most: 75,
        plain: !MARKED.has(type),
      })
    if (option['url'] !== undefined && type !== 'overflow')
      complain(at, 'invalid additional property: url')
  })
  const values = fieldsOf(options).map((option) => option['value'])
  if (new Set(values).size < values.length) complain(pointer, 'values of options must be unique')
}

/** What is chosen at first must be one of the options, member by member. */
function checkInitial(complain: Complain, pointer: string, element: Fields): void {
  const offered = [
    ...fieldsOf(element['options']),
    ...fieldsOf(element['option_groups']).flatMap((group) => fieldsOf(group['options'])),
  ].map((option) => JSON.stringify(option))
  const one = element['initial_option']
  if (one !== undefined && !offered.includes(JSON.stringify(one)))
    complain(`${pointer}/initial_option`, 'must exactly match one of the provided options')
  const several = element['initial_options']
  if (several === undefined) return
  const list = checkList(complain, `${pointer}/initial_options`, several, { most: 100 })
  list.forEach((option, index) => {
    if (!offered.includes(JSON.stringify(option)))
      complain(
        `${pointer}/initial_options/${index}`,
        'must exactly match one of the provided options',
      )
  })
}

const SHAPES: Readonly<Record<string, RegExp>> = {
  initial_date: /^\d{4}-(?:0[1-9]|1[0-2])-(?:0[1-9]|[12]\d|3[01])$/,
  initial_time: /^(?:[01]\d|2[0-3]):[0-5]\d$/,
  min_value: /^-?\d+(?:\.\d+)?$/,
  max_value: /^-?\d+(?:\.\d+)?$/,
}

function checkValue(complain: Complain, pointer: string, element: Fields, type: string): void {
  for (const [name, shape] of Object.entries(SHAPES)) {
    const value = element[name]
    if (value !== undefined && !(typeof value === 'string' && shape.test(value)))
      complain(`${pointer}/${name}`, 'invalid format')
  }
  const at = element['initial_date_time']
  if (at !== undefined && !(Number.isSafeInteger(at) && String(at).length === 10))
    complain(`${pointer}/initial_date_time`, 'must be a 10 digit integer')
  if (type === 'number_input') checkRequired(complain, pointer, element, ['is_decimal_allowed'])
  if (type === 'rich_text_input') {
    if (element['initial_value'] !== undefined)
      checkRichText(complain, `${pointer}/initial_value`, element['initial_value'])
  } else checkOptional(complain, pointer, element, 'initial_value', 3000, 0)
  for (const name of ['min_length', 'max_length'] as const) {
    const length = element[name]
    const least = name === 'max_length' ? 1 : 0
    if (length === undefined) continue
    if (!(Number.isSafeInteger(length) && Number(length) >= least && Number(length) <= 3000))
      complain(`${pointer}/${name}`, `must be between ${least} and 3000`)
  }
}
