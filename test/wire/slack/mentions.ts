// Which mentions and links Slack would make of a message, so that a test can say that there are none; leaves what a reader sees to words.ts.
import { autoLinksOf, tokensOf } from './mrkdwn.ts'
import { type Fields, isFields, textOf } from './records.ts'

export type Mentions = {
  /** channel, here, everyone. */
  readonly broadcasts: readonly string[]
  readonly users: readonly string[]
  readonly channels: readonly string[]
  readonly groups: readonly string[]
  /** Also those Slack makes by itself of an address. */
  readonly links: readonly string[]
}

type Found = { [Kind in keyof Mentions]: string[] }

/** Everything that notifies or leads somewhere: of the text, of mrkdwn, of rich_text. */
export function mentions(message: { readonly text?: string; readonly blocks?: unknown }): Mentions {
  const found: Found = { broadcasts: [], users: [], channels: [], groups: [], links: [] }
  readMrkdwn(textOf(message.text), true, found)
  readBlocks(message.blocks, found)
  return {
    broadcasts: [...new Set(found.broadcasts)],
    users: [...new Set(found.users)],
    channels: [...new Set(found.channels)],
    groups: [...new Set(found.groups)],
    links: [...new Set(found.links)],
  }
}

function readMrkdwn(text: string, auto: boolean, found: Found): void {
  for (const { kind, target } of tokensOf(text)) {
    if (kind === 'broadcast') found.broadcasts.push(target)
    if (kind === 'user') found.users.push(target)
    if (kind === 'channel') found.channels.push(target)
    if (kind === 'group') found.groups.push(target)
    if ((kind === 'link' || kind === 'date') && target) found.links.push(target)
  }
  if (auto) found.links.push(...autoLinksOf(text))
}

function readBlocks(value: unknown, found: Found): void {
  if (Array.isArray(value)) for (const one of value) readBlocks(one, found)
  if (!isFields(value)) return
  const type = value['type']
  if (type === 'mrkdwn') {
    readMrkdwn(textOf(value['text']), value['verbatim'] !== true, found)
    return
  }
  if (type === 'markdown') readMarkdown(textOf(value['text']), found)
  if (type === 'rich_text') {
    readRichText(value['elements'], found)
    return
  }
  for (const inner of Object.values(value)) readBlocks(inner, found)
}

/** A markdown block takes Slack's tokens and the links of Markdown. */
function readMarkdown(text: string, found: Found): void {
  readMrkdwn(text, true, found)
  for (const [, target = ''] of text.matchAll(/\]\(\s*([^\s)]+)/g)) found.links.push(target)
}

const ELEMENTS: Readonly<Record<string, readonly [keyof Mentions, string]>> = {
  user: ['users', 'user_id'],
  channel: ['channels', 'channel_id'],
  usergroup: ['groups', 'usergroup_id'],
  broadcast: ['broadcasts', 'range'],
  link: ['links', 'url'],
  date: ['links', 'url'],
}

function readRichText(value: unknown, found: Found): void {
  if (Array.isArray(value)) for (const one of value) readRichText(one, found)
  if (!isFields(value)) return
  const [kind, name] = ELEMENTS[String(value['type'])] ?? []
  const target = name ? textOf((value as Fields)[name]) : ''
  if (kind && target) found[kind].push(target)
  readRichText(value['elements'], found)
}
