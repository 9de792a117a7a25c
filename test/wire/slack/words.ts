// What a person reads: messages of a channel, blocks of every kind, views, in plain words; leaves mrkdwn itself to mrkdwn.ts.
import { type Names, wordsOfMrkdwn } from './mrkdwn.ts'
import {
  type Fields,
  fieldsOf,
  isFields,
  type StoredMessage,
  textOf,
  type View,
} from './records.ts'
import type { World } from './world.ts'

/** What a user sees in a channel: what was said, if they are in it, and what is for their eyes only. */
export function wordsOfChannel(world: World, user: string, channel: string): string {
  const joined = world.channels.get(channel)?.members.has(user) ?? false
  return world
    .inChannel(channel)
    .filter(({ only_for }) => (only_for ? only_for === user : joined))
    .map((message) => wordsOfMessage(world, message))
    .join('\n')
}

function wordsOfMessage(world: World, message: StoredMessage): string {
  const names = namesOf(world)
  const words = message.blocks
    ? wordsOfBlocks(message.blocks, names)
    : wordsOfMrkdwn(message.text, names)
  const files = (message.files ?? []).map(({ title }) => `[file: ${title}]`)
  const mark = message.only_for ? ' (only visible to you)' : message.thread_ts ? ' (reply)' : ''
  return [`${names.user(message.user)}${mark}: ${words}`, ...files].join('\n')
}

/** What a person reads in a modal or the App Home. */
export function wordsOfView(world: World, view: View): string {
  const names = namesOf(world)
  return [view.title, ...view.blocks, view.close, view.submit]
    .flatMap((part) => (isFields(part) ? [part] : []))
    .map((part) => (textOf(part['text']) ? wordsOfText(part, names) : wordsOfBlock(part, names)))
    .join('\n')
}

function namesOf(world: World): Names {
  return {
    user: (id) => world.users.get(id)?.name ?? id,
    channel: (id) => world.channels.get(id)?.name ?? id,
  }
}

function wordsOfBlocks(blocks: readonly Fields[], names: Names): string {
  return blocks.map((block) => wordsOfBlock(block, names)).join('\n')
}

function wordsOfBlock(block: Fields, names: Names): string {
  switch (block['type']) {
    case 'header':
      return wordsOfText(block['text'], names)
    case 'section':
      return [block['text'], ...fieldsOf(block['fields'])]
        .filter(isFields)
        .map((text) => wordsOfText(text, names))
        .concat(isFields(block['accessory']) ? [wordsOfElement(block['accessory'], names)] : [])
        .join('\n')
    case 'context':
    case 'actions':
      return fieldsOf(block['elements'])
        .map((element) => wordsOfElement(element, names))
        .join(' ')
    case 'input':
      return [block['label'], block['element'], block['hint']]
        .filter(isFields)
        .map((part) => wordsOfElement(part, names))
        .join('\n')
    case 'rich_text':
      return fieldsOf(block['elements'])
        .map((part) => wordsOfPart(part, names))
        .join('\n')
    case 'table':
      return (Array.isArray(block['rows']) ? block['rows'] : [])
        .map((row) =>
          fieldsOf(row)
            .map((cell) => textOf(cell['text']) || wordsOfBlock(cell, names))
            .join(' | '),
        )
        .join('\n')
    case 'divider':
      return '---'
    default:
      return wordsOfElement(block, names)
  }
}

function wordsOfText(text: unknown, names: Names): string {
  if (!isFields(text)) return ''
  const words = textOf(text['text'])
  return text['type'] === 'mrkdwn' ? wordsOfMrkdwn(words, names) : words
}

/** Texts, pictures and everything to act on; what can be pressed or chosen stands in brackets. */
function wordsOfElement(element: Fields, names: Names): string {
  switch (element['type']) {
    case 'plain_text':
    case 'mrkdwn':
      return wordsOfText(element, names)
    case 'markdown':
      return textOf(element['text'])
    case 'image':
      return `(${textOf(element['alt_text'])})`
    case 'button':
      return `[${wordsOfText(element['text'], names)}]`
    default:
      return `[${choicesOf(element)
        .map((option) =>
          [option['text'], option['description']]
            .map((text) => wordsOfText(text, names))
            .filter(Boolean)
            .join(' – '),
        )
        .concat(textOf(element['initial_value']) || wordsOfText(element['placeholder'], names))
        .filter(Boolean)
        .join(' / ')}]`
  }
}

/** The options of an element, in groups or not. */
export function choicesOf(element: Fields): readonly Fields[] {
  const groups = fieldsOf(element['option_groups'])
  return [...fieldsOf(element['options']), ...groups.flatMap((one) => fieldsOf(one['options']))]
}

function wordsOfPart(part: Fields, names: Names): string {
  const elements = fieldsOf(part['elements'])
  const inline = () => elements.map((element) => wordsOfInline(element, names)).join('')
  if (part['type'] === 'rich_text_quote') return `> ${inline().replaceAll('\n', '\n> ')}`
  if (part['type'] !== 'rich_text_list') return inline()
  const first = Number(part['offset'] ?? 0) + 1
  const indent = '  '.repeat(Number(part['indent'] ?? 0))
  return elements
    .map((item, index) => {
      const mark = part['style'] === 'ordered' ? `${first + index}.` : '•'
      return `${indent}${mark} ${wordsOfPart(item, names)}`
    })
    .join('\n')
}

function wordsOfInline(element: Fields, names: Names): string {
  switch (element['type']) {
    case 'link':
      return textOf(element['text']) || textOf(element['url'])
    case 'user':
      return `@${names.user(textOf(element['user_id']))}`
    case 'channel':
      return `#${names.channel(textOf(element['channel_id']))}`
    case 'usergroup':
      return `@${textOf(element['usergroup_id'])}`
    case 'broadcast':
      return `@${textOf(element['range'])}`
    case 'emoji':
      return `:${textOf(element['name'])}:`
    case 'date':
      return textOf(element['fallback']) || textOf(element['format'])
    default:
      return textOf(element['text'])
  }
}
