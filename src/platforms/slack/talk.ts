// How something is said to one person: beside their words, in their own conversation, in a form, on their home page; each way by one call, and where one fails the next; leaves the posts of the council to outbound.ts.
import type { HomeView, ModalView } from '@slack/types'
import { type Attachment, bytesOf } from '../../core/message.ts'
import { headOf, units } from '../../core/splitting.ts'
import type { Outcome, SlackApi } from './api.ts'
import { LIMITS } from './drawing/limits.ts'
import type { Page } from './drawing/render.ts'
import type { Whence } from './inbound.ts'
import { markedName, metadataOf } from './looking-up.ts'
import { respondAt } from './responding.ts'
import { inTurn } from './turn.ts'

/** What goes with every text of ours: nothing in it is read as markup, mention or link, and no link is unfolded. */
export const LITERAL = {
  ...{ parse: 'none', link_names: false, mrkdwn: false },
  ...{ unfurl_links: false, unfurl_media: false },
} as const

/** What is to be said once, although it may be asked for again: each page carries its own mark. */
export type Marked = {
  readonly key: string
  /** Whether a page stands already; asked before each one where an earlier attempt may have said some of them. */
  readonly stands?: (key: string) => Promise<boolean>
}

export interface Talk {
  /** Says it so that only this person sees it: beside what they did if that can be, else in their own conversation. */
  privately(user: string, whence: Whence, pages: readonly Page[]): Promise<boolean>
  /**
   * Says it in the person's own conversation with the bot, each page in its turn.
   * @returns `stood` where every page stood there already
   */
  directly(
    user: string,
    pages: readonly Page[],
    marked?: Marked,
  ): Promise<'said' | 'stood' | 'unsaid'>
  /** The conversation with a person; the reason why there is none. */
  conversation(
    user: string,
  ): Promise<{ readonly channel: string } | Exclude<Outcome, { kind: 'done' }>>
  open(trigger: string, view: ModalView): Promise<Outcome>
  update(viewId: string, view: ModalView): Promise<Outcome>
  /** @param asked whether the person looks at the page now: then it passes the line of those that merely changed */
  publish(user: string, view: HomeView, asked?: boolean): Promise<Outcome>
  /** @param key the post that the file is, where it is to be found again */
  upload(channel: string, file: Attachment, key?: string): Promise<Outcome>
}

export type TalkParts = {
  readonly api: SlackApi
  /** Addresses to which answers may be sent: Slack's own, whatever a payload says (B53). */
  readonly answersTo: (address: string) => boolean
  readonly notice: (words: string) => void
}

/** The body of a message that one person sees. */
export function onlyForYou(page: Page) {
  return { response_type: 'ephemeral', replace_original: false, ...page, ...LITERAL } as const
}

const UPLOAD_TIMEOUT_MS = 10_000
/** How long one thing that is said to somebody waits for its turn. */
const TURN_MS = 3_000
/** How long somebody who opened their page waits for it; Slack asks again after three seconds. */
const LOOKING_MS = 2_400

export function createTalk({ api, answersTo, notice }: TalkParts): Talk {
  const conversations = new Map<string, string>()

  const respond = async (address: string, page: Page): Promise<boolean> => {
    if (!answersTo(address)) {
      notice('a payload named an address for its answer that is not of Slack; it was not called')
      return false
    }
    return respondAt(address, onlyForYou(page))
  }

  const beside = async (
    user: string,
    { channel, thread, isDirect, responseUrl }: Whence,
    page: Page,
  ) => {
    if (responseUrl !== undefined && (await respond(responseUrl, page))) return true
    if (channel === undefined || isDirect) return false
    const args = { channel, user, ...page, ...LITERAL, ...(thread ? { thread_ts: thread } : {}) }
    return (await api.call('chat.postEphemeral', args, { target: channel })).kind === 'done'
  }

  const sayAll = async (user: string, pages: readonly Page[], marked?: Marked) => {
    const there = await inTurn(TURN_MS, () => talk.conversation(user))
    if (!('channel' in there)) return 'unsaid'
    const { channel } = there
    let ended: 'said' | 'stood' = 'stood'
    for (const [n, page] of pages.entries()) {
      const key = marked && pageKey(marked.key, n)
      if (key !== undefined && (await marked?.stands?.(key))) continue
      const metadata = key === undefined ? {} : { metadata: metadataOf(key, 0) }
      const args = { channel, ...page, ...LITERAL, ...metadata }
      const outcome = await inTurn(TURN_MS, () =>
        api.call('chat.postMessage', args, { target: channel }),
      )
      if (outcome.kind !== 'done') return 'unsaid'
      ended = 'said'
    }
    return ended
  }

  const talk: Talk = {
    async privately(user, whence, pages) {
      for (const [n, page] of pages.entries()) {
        if (await beside(user, whence, page)) continue
        return (await talk.directly(user, pages.slice(n))) === 'said'
      }
      return true
    },
    directly: sayAll,
    async conversation(user) {
      const known = conversations.get(user)
      if (known !== undefined) return { channel: known }
      const outcome = await api.call('conversations.open', { users: user })
      if (outcome.kind !== 'done') return outcome
      const channel = textAt(outcome.data['channel'], 'id')
      if (channel === undefined) return { kind: 'lost', reason: 'conversations.open' }
      conversations.set(user, channel)
      return { channel }
    },
    open: (trigger, view) => api.call('views.open', { trigger_id: trigger, view }),
    update: (viewId, view) =>
      inTurn(TURN_MS, () => api.call('views.update', { view_id: viewId, view })),
    publish: (user, view, asked = false) =>
      inTurn(asked ? LOOKING_MS : 0, () =>
        api.call('views.publish', { user_id: user, view }, { target: user, first: asked }),
      ),
    upload: (channel, file, key) => upload(api, channel, file, key),
  }
  return talk
}

function pageKey(key: string, n: number): string {
  return n === 0 ? key : `${key}:${n}`
}

/** Three steps; only the last one shows anything, so whatever fails before may be tried again. */
async function upload(
  api: SlackApi,
  channel: string,
  file: Attachment,
  key: string | undefined,
): Promise<Outcome> {
  const bytes = bytesOf(file)
  const ticket = await api.call('files.getUploadURLExternal', {
    filename: key === undefined ? file.name : markedName(file.name, key),
    length: bytes.byteLength,
    ...(file.alt === undefined ? {} : { alt_txt: headOf(file.alt, LIMITS.altText, units) }),
  })
  if (ticket.kind === 'lost') return { kind: 'unreached', reason: ticket.reason }
  if (ticket.kind !== 'done') return ticket
  const address = textAt(ticket.data, 'upload_url')
  const id = textAt(ticket.data, 'file_id')
  if (address === undefined || id === undefined)
    return { kind: 'unreached', reason: 'no address to upload to' }
  try {
    const sent = await fetch(address, {
      method: 'POST',
      body: bytes,
      signal: AbortSignal.timeout(UPLOAD_TIMEOUT_MS),
    })
    // a connection is free again only when its answer was read
    await sent.body?.cancel()
    if (!sent.ok) return { kind: 'unreached', reason: `upload: http ${sent.status}` }
  } catch {
    return { kind: 'unreached', reason: 'upload' }
  }
  const files = [{ id, title: file.name }]
  return api.call('files.completeUploadExternal', { files, channel_id: channel })
}

function textAt(value: unknown, name: string): string | undefined {
  if (typeof value !== 'object' || value === null) return undefined
  const found: unknown = Reflect.get(value, name)
  return typeof found === 'string' ? found : undefined
}
