// Which rich_text Slack accepts: the four parts and the elements in them; leaves the other blocks to block-limits.ts.
import {
  type Complain,
  checkKnown,
  checkList,
  checkOneOf,
  checkRequired,
  checkString,
} from './complaints.ts'
import { isFields } from './records.ts'

/** The elements of a section: what each must have, and what it may have besides. */
const ELEMENTS: Readonly<Record<string, { must: readonly string[]; may?: readonly string[] }>> = {
  text: { must: ['text'] },
  link: { must: ['url'], may: ['text', 'unsafe'] },
  user: { must: ['user_id'] },
  usergroup: { must: ['usergroup_id'] },
  channel: { must: ['channel_id'] },
  team: { must: ['team_id'] },
  broadcast: { must: ['range'] },
  emoji: { must: ['name'], may: ['unicode', 'url', 'skin_tone'] },
  date: { must: ['timestamp', 'format'], may: ['url', 'fallback'] },
  color: { must: ['value'] },
}

const STYLES = [
  'bold',
  'italic',
  'strike',
  'underline',
  'code',
  'highlight',
  'client_highlight',
  'unlink',
]

const PARTS: Readonly<Record<string, readonly string[]>> = {
  rich_text_section: ['type', 'elements'],
  rich_text_list: ['type', 'elements', 'style', 'indent', 'offset', 'border'],
  rich_text_quote: ['type', 'elements', 'border'],
  rich_text_preformatted: ['type', 'elements', 'border', 'language'],
}

/** Checks a block, or the value of an input, of the type rich_text. */
export function checkRichText(complain: Complain, pointer: string, value: unknown): void {
  if (!isFields(value)) {
    complain(pointer, 'must provide an object')
    return
  }
  if (value['type'] !== 'rich_text') {
    complain(pointer, `unsupported type: ${String(value['type'])}`)
    return
  }
  checkKnown(complain, pointer, value, ['type', 'block_id', 'elements'])
  const parts = checkList(complain, `${pointer}/elements`, value['elements'], { most: 1000 })
  parts.forEach((part, index) => {
    checkPart(complain, `${pointer}/elements/${index}`, part)
  })
}

function checkPart(complain: Complain, pointer: string, part: unknown): void {
  if (!isFields(part)) {
    complain(pointer, 'must provide an object')
    return
  }
  const type = String(part['type'])
  const known = PARTS[type]
  if (!known) {
    complain(pointer, `unsupported type: ${type}`)
    return
  }
  checkKnown(complain, pointer, part, known)
  const list = type === 'rich_text_list'
  if (list && checkRequired(complain, pointer, part, ['style']))
    checkOneOf(complain, `${pointer}/style`, part['style'], ['bullet', 'ordered'])
  const elements = checkList(complain, `${pointer}/elements`, part['elements'], {
    most: 1000,
    least: list ? 1 : 0,
  })
  elements.forEach((element, index) => {
    const at = `${pointer}/elements/${index}`
    if (list) checkItem(complain, at, element)
    else checkElement(complain, at, element, type === 'rich_text_preformatted')
  })
}

function checkItem(complain: Complain, pointer: string, item: unknown): void {
  if (isFields(item) && item['type'] === 'rich_text_section') {
    checkPart(complain, pointer, item)
    return
  }
  complain(pointer, 'unsupported type: only rich_text_section is allowed in a list')
}

function checkElement(
  complain: Complain,
  pointer: string,
  element: unknown,
  preformatted: boolean,
): void {
  if (!isFields(element)) {
    complain(pointer, 'must provide an object')
    return
  }
  const type = String(element['type'])
  const shape = ELEMENTS[type]
  if (!shape || (preformatted && type !== 'text' && type !== 'link')) {
    complain(pointer, `unsupported type: ${type}`)
    return
  }
  checkRequired(complain, pointer, element, shape.must)
  checkKnown(complain, pointer, element, ['type', 'style', ...shape.must, ...(shape.may ?? [])])
  if (type === 'text')
    checkString(complain, `${pointer}/text`, element['text'], { most: 40_000, least: 1 })
  if (type === 'link')
    checkString(complain, `${pointer}/url`, element['url'], { most: 3000, least: 1 })
  if (type === 'broadcast')
    checkOneOf(complain, `${pointer}/range`, element['range'], ['here', 'channel', 'everyone'])
  if (type === 'date' && !Number.isSafeInteger(element['timestamp']))
    complain(`${pointer}/timestamp`, 'must be an integer')
  checkStyle(complain, `${pointer}/style`, element['style'])
}

function checkStyle(complain: Complain, pointer: string, style: unknown): void {
  if (style === undefined) return
  if (!isFields(style)) {
    complain(pointer, 'must provide an object')
    return
  }
  checkKnown(complain, pointer, style, STYLES)
  for (const [name, value] of Object.entries(style))
    if (typeof value !== 'boolean') complain(`${pointer}/${name}`, 'must be a boolean')
}
