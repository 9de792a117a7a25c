// What is new for one device: rooms with their timelines and state, messages to the device, keys and account data; leaves each event's form to serving.ts.
import { deviceListsBetween } from './device-lists.ts'
import { matching } from './event-methods.ts'
import { keyCounts } from './key-methods.ts'
import { type Fields, fieldsOf, numberOf, type Room, type RoomEvent } from './records.ts'
import { joinedAt, membershipOf, membersOf, readableUntil, stateAt, stateOf } from './room-state.ts'
import type { Call, Methods } from './routes.ts'
import { servedInSync, stripped } from './serving.ts'
import { type Place, pageToken, placeOf, syncToken } from './tokens.ts'

/** Synapse waits no longer either, whatever a client asks for. */
const LONGEST_WAIT_MS = 90_000
const MOST_TO_DEVICE = 100
/** What an invited person is told of the room. */
const PREVIEW = ['create', 'name', 'join_rules', 'encryption', 'canonical_alias', 'avatar'].map(
  (name) => `m.room.${name}`,
)

export const syncMethods: Methods = { 'GET /sync': sync }

async function sync(call: Call): Promise<Fields> {
  const { world, query, gone } = call
  const given = query.get('since')
  const since = given === null ? undefined : placeOf(given)
  forgetDelivered(call, since)
  const filter = filterOf(call)
  const until = performance.now() + Math.min(Number(query.get('timeout') ?? 0), LONGEST_WAIT_MS)
  for (;;) {
    const news = newsSince(call, since, filter)
    const wait = until - performance.now()
    if (news.something || since === undefined || query.get('full_state') === 'true' || wait <= 0)
      return news.answer
    if (gone.aborted) return {}
    await world.news(wait, gone)
  }
}

/** A device that asks for what comes next has what came before. */
function forgetDelivered({ device }: Call, since: Place | undefined): void {
  if (since === undefined) return
  const left = device.inbox.filter(({ pos }) => pos > since.inbox)
  device.inbox.splice(0, device.inbox.length, ...left)
}

function filterOf({ query, user }: Call): Fields {
  const text = query.get('filter')
  if (text === null) return {}
  return text.startsWith('{') ? fieldsOf(JSON.parse(text)) : (user.filters[Number(text)] ?? {})
}

function newsSince(call: Call, since: Place | undefined, filter: Fields) {
  const { world, user, device } = call
  const pos = world.pos
  const rooms = roomsSince(call, since?.pos, fieldsOf(filter['room']))
  const inbox = device.inbox.slice(0, MOST_TO_DEVICE)
  const accountData = [...user.accountData]
    .filter(([, kept]) => kept.pos > (since?.pos ?? 0))
    .map(([type, { content }]) => ({ type, content }))
  const lists = since ? deviceListsBetween(world, user.id, since.pos, pos) : undefined
  const listed = lists && Object.values(lists).some((one) => Array.isArray(one) && one.length > 0)
  const unused = [...device.fallbackKeys].flatMap(([name, { used }]) => (used ? [] : [name]))
  const something =
    inbox.length > 0 || accountData.length > 0 || listed === true || Object.keys(rooms).length > 0
  const answer: Fields = {
    next_batch: syncToken({ pos, inbox: inbox.at(-1)?.pos ?? since?.inbox ?? 0 }),
    ...(accountData.length > 0 ? { account_data: { events: accountData } } : {}),
    ...(inbox.length > 0 ? { to_device: { events: inbox.map(({ event }) => event) } } : {}),
    ...(listed ? { device_lists: lists } : {}),
    device_one_time_keys_count: keyCounts(device),
    device_unused_fallback_key_types: unused,
    'org.matrix.msc2732.device_unused_fallback_key_types': unused,
    ...(Object.keys(rooms).length > 0 ? { rooms } : {}),
  }
  return { something, answer }
}

function roomsSince(call: Call, since: number | undefined, filter: Fields): Fields {
  const { world, user } = call
  const join: Record<string, Fields> = {}
  const invite: Record<string, Fields> = {}
  const leave: Record<string, Fields> = {}
  for (const room of world.rooms.values()) {
    const member = stateOf(room, 'm.room.member', user.id)
    const isNew = member !== undefined && member.pos > (since ?? 0)
    const membership = membershipOf(room, user.id)
    if (membership === 'join') {
      const news = joinedRoom(call, room, since, filter)
      if (news) join[room.id] = news
    } else if (membership === 'invite' && isNew) {
      const shown = room.events.filter(
        (event) => room.state.get(`${event.type}\n${event.state_key}`) === event,
      )
      const known = shown.filter(
        ({ type, state_key }) =>
          PREVIEW.includes(type) || (type === 'm.room.member' && state_key === member.sender),
      )
      invite[room.id] = { invite_state: { events: [...known, member].map(stripped) } }
    } else if (since !== undefined && isNew) leave[room.id] = leftRoom(call, room, since, filter)
  }
  const all = { join, invite, leave }
  return Object.fromEntries(Object.entries(all).filter(([, one]) => Object.keys(one).length > 0))
}

function joinedRoom(
  call: Call,
  room: Room,
  since: number | undefined,
  filter: Fields,
): Fields | undefined {
  const { user, query } = call
  const newcomer = since !== undefined && joinedAt(room, user.id) > since
  const whole = since === undefined || newcomer
  const data = [...(user.roomData.get(room.id) ?? [])].filter(([, { pos }]) => whole || pos > since)
  const kind = since === undefined ? 'first' : newcomer ? 'new' : 'known'
  const parts = timelineOf(call, room, whole ? 0 : since, filter, kind)
  const full = whole || query.get('full_state') === 'true'
  if (!full && parts.events.length === 0 && data.length === 0) return undefined
  return {
    timeline: parts.timeline,
    state: { events: stateBefore(call, room, parts, full ? 0 : since, filter) },
    account_data: { events: data.map(([type, { content }]) => ({ type, content })) },
    ephemeral: { events: [] },
    unread_notifications: { notification_count: 0, highlight_count: 0 },
    summary: summaryOf(room, user.id),
  }
}

function leftRoom(call: Call, room: Room, since: number, filter: Fields): Fields {
  const parts = timelineOf(call, room, since, filter, 'first')
  if (readableUntil(room, call.user.id) >= 0)
    return {
      timeline: parts.timeline,
      state: { events: stateBefore(call, room, parts, since, filter) },
      account_data: { events: [] },
    }
  // an invitation that came to nothing: only its end is told
  const end = stateOf(room, 'm.room.member', call.user.id)
  const events = end ? [servedInSync(room, end, call)] : []
  return {
    timeline: { events, limited: false, prev_batch: pageToken(since) },
    state: { events: [] },
    account_data: { events: [] },
  }
}

type Timeline = {
  readonly events: readonly RoomEvent[]
  readonly start: number
  readonly timeline: Fields
}

function timelineOf(
  call: Call,
  room: Room,
  after: number,
  filter: Fields,
  kind: 'first' | 'new' | 'known',
): Timeline {
  const wanted = fieldsOf(filter['timeline'])
  const until = readableUntil(room, call.user.id)
  const all = room.events.filter(({ pos }) => pos > after && pos <= until).filter(matching(wanted))
  const cut = kind !== 'first' && all.length > 0 ? takeCut(call) : undefined
  const limit = cut ?? numberOf(wanted['limit']) ?? 10
  const events = limit === 0 ? [] : all.slice(-limit)
  const start = (events[0]?.pos ?? call.world.pos + 1) - 1
  return {
    events,
    start,
    timeline: {
      events: events.map((event) => servedInSync(room, event, call)),
      // a room that one comes into is a gap however short it is
      limited: kind === 'new' || cut !== undefined || all.length > events.length,
      prev_batch: pageToken(start),
    },
  }
}

function takeCut({ world, user }: Call): number | undefined {
  const index = world.cuts.findIndex((one) => one.user === undefined || one.user === user.id)
  return index < 0 ? undefined : world.cuts.splice(index, 1)[0]?.limit
}

/** What a client needs to know before the timeline begins; with lazy members only those who speak in it. */
function stateBefore(
  call: Call,
  room: Room,
  { events, start }: Timeline,
  after: number,
  filter: Fields,
): readonly Fields[] {
  const wanted = fieldsOf(filter['state'])
  const lazy = wanted['lazy_load_members'] === true
  const speaking = new Set(events.map(({ sender }) => sender))
  const state = stateAt(room, start, after)
  const more = lazy
    ? stateAt(room, start).filter((one) => !state.includes(one) && isMemberOf(one, speaking))
    : []
  return [...state, ...more]
    .filter(matching(wanted))
    .filter(
      (one) =>
        !lazy ||
        one.type !== 'm.room.member' ||
        isMemberOf(one, speaking) ||
        one.state_key === call.user.id,
    )
    .map((event) => servedInSync(room, event, call))
}

function isMemberOf({ type, state_key }: RoomEvent, users: ReadonlySet<string>): boolean {
  return type === 'm.room.member' && state_key !== undefined && users.has(state_key)
}

function summaryOf(room: Room, user: string): Fields {
  const joined = membersOf(room, 'join')
  const invited = membersOf(room, 'invite')
  return {
    'm.heroes': [...joined, ...invited].filter((one) => one !== user).slice(0, 5),
    'm.joined_member_count': joined.length,
    'm.invited_member_count': invited.length,
  }
}
