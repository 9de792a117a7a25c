// What people do in Slack: commands, presses, forms, shortcuts, messages, opening the App Home; leaves the wire to delivery.ts and the shapes to payloads.ts.
import { randomUUID } from 'node:crypto'
import type { Delivery } from './delivery.ts'
import { type Desk, shownMessage } from './desk.ts'
import { type Filled, stateOf } from './form-state.ts'
import {
  actionOf,
  eventCallback,
  messagePress,
  messageShortcut,
  slashCommand,
  viewPress,
  viewSubmission,
} from './payloads.ts'
import { elementFor, type Wanted } from './pressing.ts'
import {
  type Acked,
  type Channel,
  type Fields,
  isFields,
  type StoredMessage,
  textOf,
  type User,
  type View,
} from './records.ts'
import { Refused } from './refusing.ts'
import type { ResponseUrls } from './response-urls.ts'
import { type OwnFile, shareFiles } from './sharing.ts'

export type PressMore = { readonly triggerId?: string; readonly actionTs?: string }

const NOT_SENT = (trouble: string): Acked => ({
  acked: false,
  response: undefined,
  afterMs: 0,
  envelopeId: '',
  trouble,
})

/** The people of a workspace, and what they can do. */
export function createPeople(desk: Desk, delivery: Delivery, responseUrls: ResponseUrls) {
  const { world, windows } = desk

  function userOf(id: string): User {
    const user = world.users.get(id)
    if (!user) throw new Error(`no user ${id}`)
    return user
  }

  function channelOf(id: string): Channel {
    const channel = world.channels.get(id)
    if (!channel) throw new Error(`no channel ${id}`)
    return channel
  }

  function messageOf(channel: string, ts: string): StoredMessage {
    const message = world.find(channel, ts)
    if (!message) throw new Error(`no message ${ts} in ${channel}`)
    return message
  }

  const common = (id: string, triggerId?: string) => ({
    user: userOf(id),
    triggerId: windows.trigger(id, triggerId),
  })

  const isShared = (channel: Channel) =>
    [...channel.members].some((one) => world.users.get(one)?.isStranger)

  function event(user: User, channel: Channel, body: Fields) {
    const payload = eventCallback(
      world,
      { ...body, event_ts: body['ts'] ?? world.nextTs() },
      { shared: isShared(channel), ...(user.team ? { team: user.team } : {}) },
    )
    return { kind: 'events_api' as const, payload }
  }

  function pressView(id: string, view: View, wanted: Wanted, more: PressMore): Promise<Acked> {
    const { element, blockId, carries } = elementFor(view.blocks, wanted)
    const actionTs = more.actionTs ?? world.nextTs()
    const action = actionOf(element, blockId, { carries, actionTs })
    const payload = viewPress(world, common(id, more.triggerId), { view, action })
    return delivery.deliver({ kind: 'interactive', payload })
  }

  /** What the acknowledgement of a command shows, as Slack shows it. */
  const shows = (user: string, channel: string) => (response: unknown) => {
    const body = typeof response === 'string' ? { text: response } : response
    if (!isFields(body) || Object.keys(body).length === 0) return undefined
    return troubleOf(() => responseUrls.answer({ user, channel }, body))
  }

  return {
    /** A command as it is typed; one that does not begin with a slash is what follows `/umlauf`. */
    slash(
      user: string,
      channel: string,
      text: string,
      more: { readonly triggerId?: string } = {},
    ): Promise<Acked> {
      if (!desk.scopes.has('commands')) return Promise.resolve(NOT_SENT('no scope: commands'))
      const [command = '', words = ''] = text.startsWith('/')
        ? [text.split(' ', 1)[0], text.split(' ').slice(1).join(' ')]
        : ['/umlauf', text]
      const payload = slashCommand(world, common(user, more.triggerId), {
        channel: channelOf(channel),
        command,
        text: words,
        responseUrl: responseUrls.issue({ user, channel }),
      })
      return delivery.deliver({ kind: 'slash_commands', payload, carryOut: shows(user, channel) })
    },
    press(
      user: string,
      channel: string,
      ts: string,
      wanted: Wanted,
      more: PressMore = {},
    ): Promise<Acked> {
      const message = messageOf(channel, ts)
      const { element, blockId, carries } = elementFor(message.blocks ?? [], wanted)
      const actionTs = more.actionTs ?? world.nextTs()
      const payload = messagePress(world, common(user, more.triggerId), {
        channel: channelOf(channel),
        message,
        shown: shownMessage(message, desk, { metadata: false }),
        action: actionOf(element, blockId, { carries, actionTs }),
        responseUrl: responseUrls.issue({ user, channel, source: message }),
      })
      return delivery.deliver({ kind: 'interactive', payload })
    },
    pressHome(user: string, wanted: Wanted, more: PressMore = {}): Promise<Acked> {
      const view = world.homes.get(user)
      if (!view) throw new Error(`no App Home for ${user}`)
      return pressView(user, view, wanted, more)
    },
    /** A press in the modal on top, with what is filled in so far. */
    pressModal(
      user: string,
      wanted: Wanted,
      more: PressMore & { readonly values?: Readonly<Record<string, Filled>> } = {},
    ): Promise<Acked> {
      const view = windows.stackOf(user).at(-1)
      if (!view) throw new Error(`no modal before ${user}`)
      const state = { values: stateOf(view, more.values ?? {}, { unfinished: true }) }
      return pressView(user, { ...view, state }, wanted, more)
    },
    submit(
      user: string,
      view: View,
      values: Readonly<Record<string, Filled>>,
      more: { readonly triggerId?: string; readonly forged?: boolean } = {},
    ): Promise<Acked> {
      const open = windows.stackOf(user).find((one) => one.id === view.id)
      if (!open && !more.forged) throw new Error(`the modal ${view.id} is not open`)
      const filled: View = {
        ...(more.forged ? view : (open ?? view)),
        state: { values: stateOf(view, values, more) },
      }
      return delivery.deliver({
        kind: 'interactive',
        payload: viewSubmission(world, common(user, more.triggerId), filled),
        carryOut: (response) => carryOutSubmission(desk, user, filled, response),
      })
    },
    /** Closes the modal on top, all of them with `clear_on_close`; the app hears of it when it asked to. */
    async closeModal(user: string): Promise<Acked> {
      const view = windows.stackOf(user).at(-1)
      if (!view) throw new Error(`no modal before ${user}`)
      if (view.clear_on_close) windows.clear(user)
      else windows.close(user, view.id)
      if (!view.notify_on_close) return NOT_SENT('the app did not ask for it')
      const payload = viewSubmission(world, common(user), view, 'view_closed')
      return delivery.deliver({ kind: 'interactive', payload })
    },
    shortcut(
      user: string,
      channel: string,
      ts: string,
      callbackId: string,
      more: { readonly triggerId?: string } = {},
    ): Promise<Acked> {
      if (!desk.scopes.has('commands')) return Promise.resolve(NOT_SENT('no scope: commands'))
      const message = messageOf(channel, ts)
      const payload = messageShortcut(world, common(user, more.triggerId), {
        channel: channelOf(channel),
        message,
        shown: shownMessage(message, desk, { metadata: false }),
        callbackId,
        responseUrl: responseUrls.issue({ user, channel, source: message }),
      })
      return delivery.deliver({ kind: 'interactive', payload })
    },
    /** A message in Slack's encoding: of a direct message, or of a mention, the app hears. */
    say(
      id: string,
      channelId: string,
      text: string,
      {
        files: own = [],
        ...more
      }: { readonly thread_ts?: string; readonly files?: readonly OwnFile[] } = {},
    ): Promise<Acked> {
      const [user, channel] = [userOf(id), channelOf(channelId)]
      if (!channel.members.has(id)) throw new Error(`${id} is not in ${channelId}`)
      const bot = user.isBot ? { bot_id: `B${id.slice(1)}` } : {}
      const files = shareFiles(desk, own, { user: id, channel: channelId, ...more })
      const shown = own.length > 0 ? { files: files.kept } : {}
      const message = world.store({ channel: channelId, user: id, text, ...bot, ...shown, ...more })
      const im = channel.kind === 'im'
      const { botUser, team } = world.identity
      const mentioned = text.includes(`<@${botUser}>`) || text.includes(`<@${botUser}|`)
      if (!im && !(mentioned && channel.members.has(botUser)))
        return Promise.resolve(NOT_SENT('the app does not hear this'))
      const scope = im ? 'im:history' : 'app_mentions:read'
      if (!desk.scopes.has(scope)) return Promise.resolve(NOT_SENT(`no scope: ${scope}`))
      return delivery.deliver(
        event(user, channel, {
          type: im ? 'message' : 'app_mention',
          user: id,
          text,
          ts: message.ts,
          client_msg_id: randomUUID(),
          team: user.team ?? team,
          channel: channel.id,
          ...bot,
          ...(im ? { channel_type: 'im' } : {}),
          // of a mention Slack does not say that it shares a file
          ...(im && own.length > 0 ? { subtype: 'file_share' } : {}),
          ...(own.length > 0 ? { files: files.told, upload: im, display_as_bot: false } : {}),
          ...(user.isStranger ? { user_team: user.team, source_team: user.team } : {}),
          ...more,
        }),
      )
    },
    openHome(id: string): Promise<Acked> {
      const view = world.homes.get(id)
      const channel = channelOf(world.imOf(id))
      return delivery.deliver(
        event(userOf(id), channel, {
          type: 'app_home_opened',
          user: id,
          channel: channel.id,
          tab: 'home',
          ...(view ? { view } : {}),
        }),
      )
    },
  }
}

/** Does what a submission was answered with. @returns why Slack would say "We had some trouble connecting" */
function carryOutSubmission(
  { windows }: Desk,
  user: string,
  view: View,
  response: unknown,
): string | undefined {
  const body = isFields(response) ? response : {}
  const stack = windows.stackOf(user)
  const open = stack.find((one) => one.id === view.id)
  switch (body['response_action']) {
    case undefined:
      windows.close(user, view.id)
      return undefined
    case 'clear':
      windows.clear(user)
      return undefined
    case 'errors': {
      const errors = isFields(body['errors']) ? body['errors'] : {}
      const fields = Object.keys(view.state.values)
      const strange = Object.keys(errors).filter((id) => !fields.includes(id))
      if (strange.length > 0 || Object.keys(errors).length === 0)
        return `errors at fields that do not exist: ${strange.join(', ')}`
      windows.showErrors(user, view.id, errors as Record<string, string>)
      return undefined
    }
    case 'update':
      return open
        ? troubleOf(() => windows.update(user, open, body['view'], ''))
        : 'the view is no longer open'
    case 'push':
      return troubleOf(() => windows.push(user, body['view']))
    default:
      return `unknown response_action: ${textOf(body['response_action'])}`
  }
}

function troubleOf(act: () => void): string | undefined {
  try {
    act()
    return undefined
  } catch (error) {
    if (!(error instanceof Refused)) throw error
    return JSON.stringify(error.body)
  }
}
