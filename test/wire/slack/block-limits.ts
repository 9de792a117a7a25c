// Which blocks Slack accepts in a message, from its documentation, and how much of them; leaves elements to element-limits.ts and views to view-limits.ts.
import {
  type Complain,
  checkKnown,
  checkList,
  checkOptional,
  checkRequired,
  checkString,
  checkText,
  createComplaints,
} from './complaints.ts'
import { checkElement, checkPicture } from './element-limits.ts'
import { type Fields, fieldsOf, isFields, textOf } from './records.ts'
import { checkRichText } from './rich-text-limits.ts'

/** Where blocks stand: some are for messages only, inputs are for views as well. */
export type Surface = 'message' | 'modal' | 'home'

const SELECTS = ['static', 'external', 'users', 'conversations', 'channels'].flatMap((kind) => [
  `${kind}_select`,
  `multi_${kind}_select`,
])
const PICKERS = ['datepicker', 'timepicker']
const CHOICES = ['checkboxes', 'radio_buttons']

const IN_ACTIONS = [
  'button',
  'workflow_button',
  'overflow',
  'datetimepicker',
  'rich_text_input',
  ...CHOICES,
  ...PICKERS,
  ...SELECTS,
]
const IN_SECTION = [
  'button',
  'workflow_button',
  'overflow',
  'image',
  ...CHOICES,
  ...PICKERS,
  ...SELECTS,
]
const IN_INPUT = [
  'plain_text_input',
  'email_text_input',
  'url_text_input',
  'number_input',
  'rich_text_input',
  'file_input',
  'datetimepicker',
  ...CHOICES,
  ...PICKERS,
  ...SELECTS,
]

type Check = (complain: Complain, pointer: string, block: Fields) => void

/** Every block with the members it knows, where it may stand, and what is checked of it. The youngest (card, alert, plan, …) are left out: older clients do not draw them, so nothing that decides may stand in them. */
const BLOCKS: Readonly<
  Record<string, { members: readonly string[]; only?: readonly Surface[]; check: Check }>
> = {
  header: { members: ['text'], check: checkHeader },
  section: { members: ['text', 'fields', 'accessory', 'expand'], check: checkSection },
  divider: { members: [], check: () => undefined },
  context: { members: ['elements'], check: checkContext },
  actions: { members: ['elements'], check: checkActions },
  input: {
    members: ['label', 'hint', 'optional', 'element', 'dispatch_action'],
    check: checkInput,
  },
  image: {
    members: ['image_url', 'slack_file', 'alt_text', 'title'],
    check: (complain, pointer, block) => {
      checkPicture(complain, pointer, block)
      if (block['title'] !== undefined)
        checkText(complain, `${pointer}/title`, block['title'], { most: 2000 })
    },
  },
  rich_text: { members: ['elements'], check: checkRichText },
  markdown: {
    members: ['text'],
    only: ['message'],
    check: (complain, pointer, block) =>
      checkString(complain, `${pointer}/text`, block['text'], { most: 12_000, least: 1 }),
  },
  table: { members: ['rows', 'column_settings'], only: ['message'], check: checkTable },
}

/** Checks the blocks of a message. @returns the complaints, in Slack's words */
export function complaintsAboutBlocks(blocks: unknown): readonly string[] {
  const { complain, list } = createComplaints()
  checkBlocks(complain, '/blocks', blocks, { surface: 'message', most: 50 })
  return list
}

/** Checks a list of blocks, and what must be unique in it. */
export function checkBlocks(
  complain: Complain,
  pointer: string,
  blocks: unknown,
  { surface, most }: { surface: Surface; most: number },
): void {
  const list = checkList(complain, pointer, blocks, { most, least: surface === 'message' ? 0 : 1 })
  list.forEach((block, index) => {
    checkBlock(complain, `${pointer}/${index}`, block, surface)
  })
  checkUnique(
    complain,
    pointer,
    'block_id',
    fieldsOf(blocks).map((block) => block['block_id']),
  )
  const tables = fieldsOf(blocks).filter((block) => block['type'] === 'table')
  if (tables.length > 1) complain(pointer, 'only one table allowed per message')
  const markdown = fieldsOf(blocks).filter((block) => block['type'] === 'markdown')
  const length = markdown.reduce((sum, block) => sum + textOf(block['text']).length, 0)
  if (markdown.length > 1 && length > 12_000)
    complain(pointer, 'markdown text must be less than 12001 characters in total')
}

/**
 * Whether there is too much in them: 13,200 characters of JSON, or 12,000 of text with 16 for each block.
 * Slack documents neither; both are what people have run into.
 */
export function isTooLong(blocks: readonly Fields[]): boolean {
  return JSON.stringify(blocks).length > 13_200 || textLength(blocks) + 16 * blocks.length > 12_000
}

function textLength(value: unknown): number {
  if (Array.isArray(value)) return value.reduce((sum: number, one) => sum + textLength(one), 0)
  if (!isFields(value)) return 0
  return Object.entries(value).reduce(
    (sum, [name, inner]) =>
      sum + (name === 'text' && typeof inner === 'string' ? inner.length : textLength(inner)),
    0,
  )
}

function checkBlock(complain: Complain, pointer: string, block: unknown, surface: Surface): void {
  if (!isFields(block)) {
    complain(pointer, 'must provide an object')
    return
  }
  const type = String(block['type'])
  const known = Object.hasOwn(BLOCKS, type) ? BLOCKS[type] : undefined
  if (!known || (known.only && !known.only.includes(surface))) {
    complain(`${pointer}/type`, `unsupported type: ${type}`)
    return
  }
  checkKnown(complain, pointer, block, ['type', 'block_id', ...known.members])
  checkOptional(complain, pointer, block, 'block_id', 255)
  known.check(complain, pointer, block)
}

function checkHeader(complain: Complain, pointer: string, block: Fields): void {
  if (checkRequired(complain, pointer, block, ['text']))
    checkText(complain, `${pointer}/text`, block['text'], { most: 150 })
}

function checkSection(complain: Complain, pointer: string, block: Fields): void {
  if (block['text'] === undefined && block['fields'] === undefined)
    complain(pointer, 'missing required field: text or fields')
  if (block['text'] !== undefined)
    checkText(complain, `${pointer}/text`, block['text'], { most: 3000, plain: false })
  if (block['fields'] !== undefined) {
    const fields = checkList(complain, `${pointer}/fields`, block['fields'], { most: 10 })
    fields.forEach((field, index) => {
      checkText(complain, `${pointer}/fields/${index}`, field, { most: 2000, plain: false })
    })
  }
  if (block['accessory'] !== undefined)
    checkElement(complain, `${pointer}/accessory`, block['accessory'], IN_SECTION)
}

function checkContext(complain: Complain, pointer: string, block: Fields): void {
  const elements = checkList(complain, `${pointer}/elements`, block['elements'], { most: 10 })
  elements.forEach((element, index) => {
    const at = `${pointer}/elements/${index}`
    if (isFields(element) && element['type'] === 'image')
      checkElement(complain, at, element, ['image'])
    else checkText(complain, at, element, { most: 3000, plain: false })
  })
}

function checkActions(complain: Complain, pointer: string, block: Fields): void {
  const elements = checkList(complain, `${pointer}/elements`, block['elements'], { most: 25 })
  elements.forEach((element, index) => {
    checkElement(complain, `${pointer}/elements/${index}`, element, IN_ACTIONS)
  })
  checkUnique(
    complain,
    `${pointer}/elements`,
    'action_id',
    fieldsOf(block['elements']).map((element) => element['action_id']),
  )
}

function checkInput(complain: Complain, pointer: string, block: Fields): void {
  if (!checkRequired(complain, pointer, block, ['label', 'element'])) return
  checkText(complain, `${pointer}/label`, block['label'], { most: 2000 })
  if (block['hint'] !== undefined)
    checkText(complain, `${pointer}/hint`, block['hint'], { most: 2000 })
  checkElement(complain, `${pointer}/element`, block['element'], IN_INPUT)
}

function checkTable(complain: Complain, pointer: string, block: Fields): void {
  const rows = checkList(complain, `${pointer}/rows`, block['rows'], { most: 100 })
  rows.forEach((row, index) => {
    const at = `${pointer}/rows/${index}`
    const cells = checkList(complain, at, row, { most: 20 })
    cells.forEach((cell, column) => {
      const where = `${at}/${column}`
      if (!isFields(cell)) {
        complain(where, 'must provide an object')
        return
      }
      if (cell['type'] === 'rich_text') {
        checkRichText(complain, where, cell)
        return
      }
      if (cell['type'] !== 'raw_text' && cell['type'] !== 'raw_number') {
        complain(where, `unsupported type: ${String(cell['type'])}`)
        return
      }
      checkString(complain, `${where}/text`, cell['text'], { most: 10_000, least: 1 })
    })
  })
  if (block['column_settings'] !== undefined)
    checkList(complain, `${pointer}/column_settings`, block['column_settings'], { most: 20 })
}

function checkUnique(
  complain: Complain,
  pointer: string,
  name: string,
  ids: readonly unknown[],
): void {
  ids.forEach((id, index) => {
    if (id !== undefined && ids.indexOf(id) < index)
      complain(`${pointer}/${index}/${name}`, `\`${name}\` "${String(id)}" already exists`)
  })
}
