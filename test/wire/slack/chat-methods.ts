// The methods that post, edit and take away messages; leaves reading them to conversation-methods.ts.
import { channelOf, type Desk, joinedChannelOf, type Methods, shownMessage } from './desk.ts'
import { type Channel, type Fields, isFields, type StoredMessage, textOf } from './records.ts'
import { checkedBlocks, Refused } from './refusing.ts'

const MOST_TEXT_POSTED = 40_000
const MOST_TEXT_EDITED = 4000

export const chatMethods: Methods = {
  'chat.postMessage': (args, desk) => {
    const channel = channelOf(args['channel'], desk)
    mayPost(channel, desk)
    const message = desk.world.store({ ...contentOf(args, channel, desk), ...bot(desk) })
    desk.echo('posted', message)
    return { ok: true, channel: channel.id, ts: message.ts, message: shownMessage(message, desk) }
  },
  'chat.update': (args, desk) => {
    const channel = joinedChannelOf(args['channel'], desk)
    const old = ownMessage(args['ts'], channel, desk, 'cant_update_message')
    const blocks = checkedBlocks(args['blocks'])
    const text = textOf(args['text'])
    if (text.length > MOST_TEXT_EDITED) throw new Refused('msg_too_long')
    if (!text && !blocks) throw new Refused('no_text')
    const message = desk.world.replace(old, {
      text,
      blocks,
      metadata: isEmptied(args['metadata']) ? undefined : (metadataOf(args) ?? old.metadata),
    })
    desk.echo('changed', message)
    return {
      ok: true,
      channel: channel.id,
      ts: message.ts,
      text: message.text,
      message: shownMessage(message, desk),
    }
  },
  'chat.delete': (args, desk) => {
    const channel = joinedChannelOf(args['channel'], desk)
    const message = ownMessage(args['ts'], channel, desk, 'cant_delete_message')
    desk.world.remove(channel.id, message.ts)
    desk.echo('deleted', message)
    return { ok: true, channel: channel.id, ts: message.ts }
  },
  'chat.postEphemeral': (args, desk) => {
    const channel = joinedChannelOf(args['channel'], desk)
    const user = textOf(args['user'])
    if (!desk.world.users.has(user)) throw new Refused('user_not_found')
    if (!channel.members.has(user)) throw new Refused('user_not_in_channel')
    const content = contentOf(args, channel, desk)
    const message = desk.world.store({ ...content, ...bot(desk), only_for: user })
    return { ok: true, message_ts: message.ts }
  },
  'chat.getPermalink': (args, desk) => {
    const channel = channelOf(args['channel'], desk)
    const ts = textOf(args['message_ts'])
    if (!desk.world.find(channel.id, ts)) throw new Refused('message_not_found')
    const permalink = `https://council.slack.com/archives/${channel.id}/p${ts.replace('.', '')}`
    return { ok: true, channel: channel.id, permalink }
  },
}

function mayPost(channel: Channel, desk: Desk): void {
  const joined = channel.members.has(desk.world.identity.botUser)
  const anywhere = channel.kind === 'public' && desk.scopes.has('chat:write.public')
  if (!joined && !anywhere) throw new Refused('not_in_channel')
}

function bot({ world: { identity } }: Desk) {
  return { user: identity.botUser, bot_id: identity.botId }
}

/** Text, blocks, metadata and thread of a call, checked; too long a text is cut off, as Slack does. */
function contentOf(args: Fields, channel: Channel, desk: Desk) {
  const blocks = checkedBlocks(args['blocks'])
  const text = textOf(args['text']).slice(0, MOST_TEXT_POSTED)
  if (!text.trim() && !blocks) throw new Refused('no_text')
  const thread = desk.world.threadOf(channel.id, textOf(args['thread_ts']))
  const metadata = metadataOf(args)
  return {
    channel: channel.id,
    text,
    ...(blocks ? { blocks } : {}),
    ...(metadata ? { metadata } : {}),
    ...(thread ? { thread_ts: thread } : {}),
  }
}

/** An empty object takes metadata away; leaving it out keeps what there was. */
function isEmptied(metadata: unknown): boolean {
  return isFields(metadata) && Object.keys(metadata).length === 0
}

function metadataOf(args: Fields): Fields | undefined {
  const metadata = args['metadata']
  if (metadata === undefined || metadata === '') return undefined
  if (!isFields(metadata)) throw new Refused('invalid_metadata_format')
  if (typeof metadata['event_type'] !== 'string' || !isFields(metadata['event_payload']))
    throw new Refused('invalid_metadata_schema')
  return metadata
}

function ownMessage(ts: unknown, channel: Channel, desk: Desk, error: string): StoredMessage {
  const message = desk.world.find(channel.id, textOf(ts))
  if (!message || message.only_for) throw new Refused('message_not_found')
  if (message.user !== desk.world.identity.botUser) throw new Refused(error)
  return message
}
