// A neutral message as the content of messages of Matrix, and of their edits; leaves sending and the room to sending/.
import type { Message } from '../../../core/message.ts'
import type { Language } from '../../../core/values.ts'
import { drawActions } from './actions.ts'
import { drawContent } from './blocks.ts'
import { paginate } from './pages.ts'

/** `document`: what people read and keep, such as card and ballot. `answer`: short words said to one person, which clients show small. */
export type MessageKind = 'document' | 'answer'

/** What people see, complete in words and once more as HTML. Nobody is ever mentioned. */
export type RoomMessageContent = {
  readonly msgtype: 'm.text' | 'm.notice'
  readonly body: string
  readonly format: 'org.matrix.custom.html'
  readonly formatted_body: string
  readonly 'm.mentions': Readonly<Record<never, never>>
}

/** The content that replaces another; who cannot read edits sees its words behind a star. */
export type EditContent = Pick<RoomMessageContent, 'msgtype' | 'body' | 'm.mentions'> & {
  readonly 'm.new_content': RoomMessageContent
  readonly 'm.relates_to': { readonly rel_type: 'm.replace'; readonly event_id: string }
}

/**
 * The message, on as many pages as its length needs; the first says how many follow and what can be done next. A document
 * whose choices make a poll (poll.ts) names it.
 */
export function contentOf(
  message: Message,
  language: Language,
  kind: MessageKind,
): readonly [RoomMessageContent, ...RoomMessageContent[]] {
  const isDocument = kind === 'document'
  const content = ({ html, body }: { html: string; body: string }): RoomMessageContent => ({
    msgtype: isDocument ? 'm.text' : 'm.notice',
    body,
    format: 'org.matrix.custom.html',
    formatted_body: html,
    'm.mentions': {},
  })
  const actions = drawActions(message, isDocument, language)
  const [first, ...more] = paginate(drawContent(message, language), actions, language)
  return [content(first), ...more.map(content)]
}

/** The edit that puts this content in the place of an event. */
export function editOf(content: RoomMessageContent, eventId: string): EditContent {
  return {
    msgtype: content.msgtype,
    body: `* ${content.body}`,
    'm.mentions': {},
    'm.new_content': content,
    'm.relates_to': { rel_type: 'm.replace', event_id: eventId },
  }
}
