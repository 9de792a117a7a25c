// The methods that find channels and read what was said in them; leaves posting to chat-methods.ts.
import { channelOf, type Desk, joinedChannelOf, type Methods, shownMessage } from './desk.ts'
import { type Fields, isTrue, type StoredMessage, textOf } from './records.ts'
import { Refused } from './refusing.ts'

const USUAL_LIMIT = 100
const MOST = 999

export const conversationMethods: Methods = {
  'conversations.info': (args, desk) => {
    const { id, name, kind, members } = channelOf(args['channel'], desk)
    const im = kind === 'im'
    return {
      ok: true,
      channel: {
        id,
        ...(im
          ? { user: [...members].find((one) => one !== desk.world.identity.botUser) }
          : { name }),
        is_channel: kind === 'public',
        is_group: kind === 'private',
        is_private: kind !== 'public',
        is_im: im,
        is_archived: false,
        is_ext_shared: [...members].some((one) => desk.world.users.get(one)?.isStranger),
        is_member: members.has(desk.world.identity.botUser),
      },
    }
  },
  'conversations.open': (args, desk) => {
    const users = textOf(args['users']).split(',').filter(Boolean)
    const [id] = users
    if (id === undefined) throw new Refused('users_list_not_supplied')
    if (users.length > 1) throw new Refused('missing_scope', { needed: 'mpim:write' })
    const user = desk.world.users.get(id)
    if (!user) throw new Refused('user_not_found')
    if (user.isBot) throw new Refused('cannot_dm_bot')
    if (user.deleted) throw new Refused('user_disabled')
    return { ok: true, channel: { id: desk.world.imOf(id) } }
  },
  'conversations.history': (args, desk) => {
    const channel = joinedChannelOf(args['channel'], desk)
    const roots = desk.world
      .inChannel(channel.id)
      .filter((one) => !one.only_for && (!one.thread_ts || one.thread_ts === one.ts))
    return page([...roots].reverse(), args, desk)
  },
  'conversations.replies': (args, desk) => {
    const channel = joinedChannelOf(args['channel'], desk)
    const ts = textOf(args['ts'])
    const thread = desk.world
      .inChannel(channel.id)
      .filter((one) => !one.only_for && (one.ts === ts || one.thread_ts === ts))
    if (!thread.some((one) => one.ts === ts)) throw new Refused('thread_not_found')
    return page(thread, args, desk)
  },
  'conversations.members': (args, desk) => {
    const members = [...channelOf(args['channel'], desk).members]
    const { from, limit } = placeOf(args)
    return {
      ok: true,
      members: members.slice(from, from + limit),
      response_metadata: { next_cursor: cursorAfter(from + limit, members.length) },
    }
  },
}

/** One page of messages between `oldest` and `latest`. */
function page(all: readonly StoredMessage[], args: Fields, desk: Desk): Fields {
  const oldest = Number(textOf(args['oldest']) || 0)
  const latest = Number(textOf(args['latest']) || Number.POSITIVE_INFINITY)
  const inclusive = isTrue(args['inclusive'])
  const metadata = isTrue(args['include_all_metadata'])
  const within = all.filter(({ ts }) => {
    const at = Number(ts)
    return inclusive ? at >= oldest && at <= latest : at > oldest && at < latest
  })
  const { from, limit } = placeOf(args)
  const next = cursorAfter(from + limit, within.length)
  return {
    ok: true,
    messages: within
      .slice(from, from + limit)
      .map((message) => shownMessage(message, desk, { metadata })),
    has_more: next !== '',
    response_metadata: { next_cursor: next },
  }
}

function placeOf(args: Fields): { from: number; limit: number } {
  const cursor = textOf(args['cursor'])
  const from = cursor ? Number(Buffer.from(cursor, 'base64').toString().replace('next:', '')) : 0
  const limit = Number(args['limit'] ?? USUAL_LIMIT)
  if (!Number.isSafeInteger(from)) throw new Refused('invalid_cursor')
  if (!Number.isSafeInteger(limit) || limit < 1) throw new Refused('invalid_limit')
  return { from, limit: Math.min(limit, MOST) }
}

function cursorAfter(next: number, total: number): string {
  return next < total ? Buffer.from(`next:${next}`).toString('base64') : ''
}
