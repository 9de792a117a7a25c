// The workspace as Slack keeps it: who there is, where, and what was said, shown and uploaded; leaves who may change it to the methods and what a reader sees to words.ts.
import {
  type Channel,
  type Fields,
  fieldsOf,
  type NewChannel,
  type StoredFile,
  type StoredMessage,
  type User,
  type View,
} from './records.ts'

export type Identity = {
  readonly team: string
  readonly enterprise: string | undefined
  readonly appId: string
  readonly botUser: string
  readonly botId: string
  readonly botName: string
}

export type World = ReturnType<typeof createWorld>

/** A message before Slack has named it. */
export type Draft = Omit<StoredMessage, 'ts' | 'edits'>

/** What an edit sets; undefined takes it away. */
export type Change = {
  readonly text: string
  readonly blocks: readonly Fields[] | undefined
  readonly metadata: Fields | undefined
}

/** An empty workspace with the app installed. */
export function createWorld(identity: Identity) {
  const users = new Map<string, User>()
  const channels = new Map<string, Channel>()
  const messages = new Map<string, StoredMessage[]>()
  const files: StoredFile[] = []
  const modals = new Map<string, View[]>()
  const homes = new Map<string, View>()
  const nextTs = createTimestamps()
  let names = 0
  const nextId = (letter: string) => `${letter}${String(++names).padStart(8, '0')}`

  users.set(identity.botUser, { id: identity.botUser, name: identity.botName, isBot: true })

  function inChannel(channel: string): StoredMessage[] {
    const list = messages.get(channel) ?? []
    messages.set(channel, list)
    return list
  }

  /** The conversation of a user with the bot; made when it is asked for. */
  function imOf(user: string): string {
    const id = `D${user.slice(1)}`
    if (!channels.has(id))
      channels.set(id, {
        id,
        name: 'directmessage',
        kind: 'im',
        members: new Set([user, identity.botUser]),
      })
    return id
  }

  return {
    identity,
    users,
    channels,
    files,
    modals,
    homes,
    nextId,
    nextTs,
    imOf,
    inChannel,
    addUser: (user: User) => void users.set(user.id, user),
    addChannel(channel: NewChannel): void {
      const members = new Set(channel.members)
      if (channel.botIsMember ?? true) members.add(identity.botUser)
      channels.set(channel.id, {
        id: channel.id,
        name: channel.name,
        kind: channel.private ? 'private' : 'public',
        members,
      })
    },
    find: (channel: string, ts: string) => inChannel(channel).find((one) => one.ts === ts),
    /** Where the parent is gone, Slack posts into the channel instead, and says so only by leaving thread_ts out. */
    threadOf(channel: string, thread: string): string | undefined {
      const parent = inChannel(channel).find((one) => one.ts === thread)
      return parent && (parent.thread_ts ?? thread) === thread ? thread : undefined
    },
    store(draft: Draft): StoredMessage {
      const { blocks, ...rest } = draft
      const message: StoredMessage = {
        ...rest,
        ...(blocks ? { blocks: named(blocks, nextId) } : {}),
        ts: nextTs(),
        edits: 0,
      }
      inChannel(draft.channel).push(message)
      return message
    },
    /** Puts an edited message in the place of the old one; what the change gives as undefined is gone. */
    replace(old: StoredMessage, change: Change): StoredMessage {
      const { blocks, metadata, ...rest } = { ...old, ...change }
      const message: StoredMessage = {
        ...rest,
        ...(blocks ? { blocks: named(blocks, nextId) } : {}),
        ...(metadata ? { metadata } : {}),
        edits: old.edits + 1,
      }
      const list = inChannel(old.channel)
      list[list.indexOf(old)] = message
      return message
    },
    remove(channel: string, ts: string): void {
      const list = inChannel(channel)
      const index = list.findIndex((one) => one.ts === ts)
      if (index >= 0) list.splice(index, 1)
    },
    name: (blocks: unknown) => named(fieldsOf(blocks), nextId),
  }
}

/** Slack's names of messages: the second, and a running number that never goes back. */
function createTimestamps(): () => string {
  let last = 0
  return () => {
    last = Math.max(last + 1, Math.floor(Date.now() * 1000))
    return `${Math.floor(last / 1_000_000)}.${String(last % 1_000_000).padStart(6, '0')}`
  }
}

/** Gives every block and every interactive element the id it was sent without. */
function named(blocks: readonly Fields[], nextId: (letter: string) => string): readonly Fields[] {
  const element = (one: unknown) =>
    typeof one === 'object' && one !== null && 'type' in one && ACTS.test(String(one.type))
      ? { action_id: nextId('a'), ...one }
      : one
  return blocks.map((block) => ({
    block_id: nextId('b'),
    ...block,
    ...(block['accessory'] ? { accessory: element(block['accessory']) } : {}),
    ...(block['element'] ? { element: element(block['element']) } : {}),
    ...(block['type'] === 'actions' ? { elements: fieldsOf(block['elements']).map(element) } : {}),
  }))
}

const ACTS = /button$|select$|picker$|input$|^(?:overflow|checkboxes|radio_buttons)$/
