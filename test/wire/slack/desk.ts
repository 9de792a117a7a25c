// What every method of the Web API works with; leaves the methods to the files named after their families.
import type { Channel, Fields, StoredMessage } from './records.ts'
import { Refused } from './refusing.ts'
import type { Windows } from './windows.ts'
import type { World } from './world.ts'

export type Desk = {
  readonly world: World
  readonly windows: Windows
  readonly scopes: ReadonlySet<string>
  /** Where this server listens, without a slash at the end. */
  readonly origin: () => string
  readonly sockets: { readonly newUrl: () => string }
  /** Tells the app of its own message, as Slack does in a direct message. */
  readonly echo: (kind: 'posted' | 'changed' | 'deleted', message: StoredMessage) => void
}

export type Method = (args: Fields, desk: Desk) => Fields

export type Methods = Readonly<Record<string, Method>>

/** The channel of an argument, the direct message for a user's id. @throws Refused where the bot cannot see it */
export function channelOf(value: unknown, { world }: Desk): Channel {
  const id = typeof value === 'string' ? value : ''
  const channel = world.channels.get(world.users.has(id) ? world.imOf(id) : id)
  const hidden = channel?.kind === 'private' && !channel.members.has(world.identity.botUser)
  if (!channel || hidden) throw new Refused('channel_not_found')
  return channel
}

/** The same, and the bot must be in it. */
export function joinedChannelOf(value: unknown, desk: Desk): Channel {
  const channel = channelOf(value, desk)
  if (!channel.members.has(desk.world.identity.botUser)) throw new Refused('not_in_channel')
  return channel
}

/** A message as Slack hands it out. */
export function shownMessage(message: StoredMessage, desk: Desk, { metadata = true } = {}): Fields {
  const { only_for, edits, metadata: attached, files, channel, ...rest } = message
  const { team, appId } = desk.world.identity
  const replies = desk.world
    .inChannel(channel)
    .filter((one) => one.thread_ts === message.ts && one.ts !== message.ts && !one.only_for)
  return {
    type: 'message',
    ...rest,
    team,
    ...(message.bot_id ? { app_id: appId } : {}),
    ...(metadata && attached ? { metadata: attached } : {}),
    ...(edits > 0 ? { edited: { user: message.user, ts: message.ts } } : {}),
    ...(replies.length > 0 ? { thread_ts: message.ts, reply_count: replies.length } : {}),
    ...(files ? { files: files.map(({ id, name, title }) => ({ id, name, title })) } : {}),
  }
}
