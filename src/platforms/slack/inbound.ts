// From a payload of Slack to what somebody asked: parsed by schema, with the id that every repetition carries; leaves who may ask to identity.ts and the answer to answering.ts.
import { createHash } from 'node:crypto'
import { readButton, readModal, type Submitted } from './drawing/modal.ts'
import type { SlackUser } from './identity.ts'
import {
  blockActions,
  eventCallback,
  homeEvent,
  messageAction,
  messageEvent,
  type SharedFile,
  slashCommand,
  viewSubmission,
} from './payloads.ts'
import { plainWords } from './words.ts'

/** Where an answer can go: a channel (and thread), a response address for half an hour, a trigger for three seconds. */
export type Whence = {
  readonly channel: string | undefined
  readonly thread: string | undefined
  readonly isDirect: boolean
  readonly responseUrl: string | undefined
  readonly triggerId: string | undefined
}

type Asked = { readonly requestId: string; readonly user: SlackUser; readonly whence: Whence }

/** What came in, by how it has to be acknowledged and answered. `outdated`: a button or form that is none of ours any more. */
export type Incoming = Asked &
  (
    | { readonly kind: 'command'; readonly text: string }
    | {
        readonly kind: 'mention' | 'direct'
        readonly text: string
        readonly files: readonly SharedFile[]
        readonly isRepeated: boolean
      }
    | {
        readonly kind: 'button'
        readonly verb: string
        readonly args: Readonly<Record<string, string>>
        /** The button only opens a form. */
        readonly asForm?: boolean
        readonly order: string
        /** Pressed on the person's own page or in a form, where no answer can be written beside it. */
        readonly onView: boolean
      }
    | {
        readonly kind: 'form'
        readonly form: Submitted
        readonly view: unknown
        readonly viewId: string
      }
    | { readonly kind: 'shortcut'; readonly text: string }
    | { readonly kind: 'home' }
    | { readonly kind: 'outdated' }
  )

/** Slack's slash command. @returns nothing where the payload is not one. */
export function readSlashCommand(body: unknown): Incoming | undefined {
  const read = slashCommand.safeParse(body)
  if (!read.success) return undefined
  const { text, user_id, team_id, channel_id, trigger_id, response_url } = read.data
  return {
    kind: 'command',
    text: plainWords(text),
    requestId: trigger_id,
    user: { id: user_id, team: team_id },
    whence: {
      ...{ channel: channel_id, thread: undefined, isDirect: channel_id.startsWith('D') },
      ...{ responseUrl: response_url, triggerId: trigger_id },
    },
  }
}

/** A pressed button, in a message, on the home page or in a form. */
export function readAction(body: unknown): Incoming | undefined {
  const read = blockActions.safeParse(body)
  const [action] = read.data?.actions ?? []
  if (!read.success || !action) return undefined
  const { user, team: there, channel, container, trigger_id, response_url } = read.data
  const where = container.message_ts ?? container.view_id ?? ''
  const asked: Asked = {
    requestId: [
      there?.id ?? '',
      user.id,
      channel?.id ?? '',
      where,
      action.action_id,
      action.action_ts,
    ].join('|'),
    user: { id: user.id, team: user.team_id ?? there?.id },
    whence: {
      channel: channel?.id,
      thread: container.thread_ts,
      isDirect: channel?.id.startsWith('D') ?? true,
      responseUrl: response_url,
      triggerId: trigger_id,
    },
  }
  const button = readButton(action.action_id, action.value ?? '')
  if (!button) return { ...asked, kind: 'outdated' }
  const onView = container.message_ts === undefined
  return { ...asked, kind: 'button', ...button, order: action.action_ts, onView }
}

/** A filled form. The same values in the same view are the same request. */
export function readSubmission(body: unknown): Incoming | undefined {
  const read = viewSubmission.safeParse(body)
  if (!read.success) return undefined
  const { user, team: there, view, trigger_id } = read.data
  const form = readModal(view)
  const values = createHash('sha256')
    .update(JSON.stringify(form?.values ?? view.state.values))
    .digest('hex')
  const asked: Asked = {
    requestId: `${view.id}|${view.hash}|${values}`,
    user: { id: user.id, team: user.team_id ?? there?.id },
    whence: {
      ...{ channel: undefined, thread: undefined, isDirect: true, responseUrl: undefined },
      triggerId: trigger_id,
    },
  }
  return form
    ? { ...asked, kind: 'form', form, view, viewId: view.id }
    : { ...asked, kind: 'outdated' }
}

/** “Als Umlauf einreichen” on somebody's message. */
export function readShortcut(body: unknown): Incoming | undefined {
  const read = messageAction.safeParse(body)
  if (!read.success) return undefined
  const { user, team: there, trigger_id, response_url, channel, message } = read.data
  return {
    kind: 'shortcut',
    text: plainWords(message.text),
    requestId: trigger_id,
    user: { id: user.id, team: user.team_id ?? there?.id },
    whence: {
      ...{ channel: channel.id, thread: undefined, isDirect: channel.id.startsWith('D') },
      ...{ responseUrl: response_url, triggerId: trigger_id },
    },
  }
}

/** Kinds of messages that are a person's sentence like any other: with a file to it, or out of a thread to all. */
const SPOKEN = new Set(['file_share', 'thread_broadcast'])

/**
 * A mention, a direct message or an opened home. Edits, bots, joins and all else that is no new sentence of a person give
 * nothing.
 */
export function readEvent(body: unknown, retryNum: number, botUser: string): Incoming | undefined {
  const read = eventCallback.safeParse(body)
  if (!read.success) return undefined
  const { event, event_id, team_id } = read.data
  const nowhere = {
    channel: undefined,
    thread: undefined,
    isDirect: true,
    responseUrl: undefined,
    triggerId: undefined,
  }
  const home = homeEvent.safeParse(event)
  if (home.success) {
    if (home.data.tab !== undefined && home.data.tab !== 'home') return undefined
    const user = { id: home.data.user, team: team_id ?? undefined }
    return { kind: 'home', requestId: event_id, user, whence: nowhere }
  }
  const said = messageEvent.safeParse(event)
  if (!said.success) return undefined
  const { type, user, text, channel, channel_type, thread_ts, subtype, bot_id, edited } = said.data
  const isDirect = type === 'message'
  const isSentence = subtype === undefined || (isDirect && SPOKEN.has(subtype))
  if (!isSentence || bot_id !== undefined || edited !== undefined || user === botUser)
    return undefined
  if (isDirect && channel_type !== 'im') return undefined
  return {
    kind: isDirect ? 'direct' : 'mention',
    text: plainWords(text.replaceAll(`<@${botUser}>`, ' ')),
    files: said.data.files,
    isRepeated: retryNum > 0,
    requestId: event_id,
    user: { id: user, team: said.data.user_team ?? said.data.team ?? team_id ?? undefined },
    whence: { channel, thread: thread_ts, isDirect, responseUrl: undefined, triggerId: undefined },
  }
}
