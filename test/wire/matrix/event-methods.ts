// Sending, redacting and reading events; leaves rooms and their members to room-methods.ts.
import { checkContent, checkRelation, relationOf } from './event-rules.ts'
import { type Fields, isFields, type Room, type RoomEvent, textOf, textsOf } from './records.ts'
import { forbidden, notFound, Refused } from './refusing.ts'
import { mayDo, mustBeAllowed, mustBeIn, mustRead, readableUntil, stateAt } from './room-state.ts'
import { type Call, type Methods, once } from './routes.ts'
import { served } from './serving.ts'
import { pageToken, placeOf } from './tokens.ts'
import { randomId, type World } from './world.ts'

export const eventMethods: Methods = {
  'PUT /rooms/:room/send/:type/:txn': (call) => once(call, () => send(call)),
  'PUT /rooms/:room/redact/:event/:txn': (call) => once(call, () => redactByCall(call)),
  'GET /rooms/:room/event/:event': (call) => {
    const room = readable(call)
    return served(room, findEvent(call, room), call)
  },
  'GET /rooms/:room/context/:event': context,
  'GET /rooms/:room/messages': messages,
  'GET /rooms/:room/relations/:event': relations,
  'GET /rooms/:room/relations/:event/:kind': relations,
  'GET /rooms/:room/relations/:event/:kind/:type': relations,
  'GET /rooms/:room/threads': (call) => {
    const room = readable(call)
    const roots = new Set(
      room.events.map(relationOf).flatMap((one) => (one?.kind === 'm.thread' ? [one.to] : [])),
    )
    const chunk = room.events.filter(({ event_id }) => roots.has(event_id)).toReversed()
    return { chunk: chunk.map((event) => served(room, event, call)) }
  },
  'POST /rooms/:room/receipt/:kind/:event': () => ({}),
  'POST /rooms/:room/read_markers': () => ({}),
  'PUT /rooms/:room/typing/:user': () => ({}),
}

/** Of a room that one has been in, at least. */
export function readable({ world, user, params }: Call): Room {
  const id = params['room'] ?? ''
  return mustRead(world.rooms.get(id), user.id, id)
}

function send(call: Call): Fields {
  const { world, user, device, params, body } = call
  const { room: id = '', type = '', txn = '' } = params
  const room = mustBeIn(world.rooms.get(id), user.id, id)
  if (type === 'm.room.redaction') {
    world.pace.message(user)
    return { event_id: redact(world, room, textOf(body['redacts']), user.id).event_id }
  }
  mustBeAllowed(room, user.id, type, false)
  checkContent(type, body, false)
  const draft = { type, sender: user.id, content: body, sent: { device: device.id, txn } }
  checkRelation(world, room, { ...draft, room_id: id, origin_server_ts: 0 })
  world.pace.message(user)
  return { event_id: world.append(room, draft).event_id }
}

function redactByCall(call: Call): Fields {
  const { world, user, device, params, body } = call
  const { room: id = '', event = '', txn = '' } = params
  const room = mustBeIn(world.rooms.get(id), user.id, id)
  world.pace.message(user)
  // what nobody knows is redacted in advance: Synapse says yes, and shows nobody the redaction
  if (!room.events.some((one) => one.event_id === event)) return { event_id: randomId('$') }
  const sent = { device: device.id, txn }
  return { event_id: redact(world, room, event, user.id, textOf(body['reason']), sent).event_id }
}

/** One's own events always, those of others with the power for it. */
export function redact(
  world: World,
  room: Room,
  id: string,
  by: string,
  reason = '',
  sent?: RoomEvent['sent'],
): RoomEvent {
  const event = room.events.find((one) => one.event_id === id)
  if (event && event.sender !== by && !mayDo(room, by, 'redact'))
    throw forbidden("You don't have permission to redact events")
  const redaction = world.append(room, {
    type: 'm.room.redaction',
    sender: by,
    content: { redacts: id, ...(reason ? { reason } : {}) },
    redacts: id,
    ...(sent ? { sent } : {}),
  })
  if (event && !event.redactedBecause) {
    event.content = remainder(event)
    event.redactedBecause = redaction
  }
  return redaction
}

/** What a redaction leaves, from room version 11 on. */
function remainder({ type, content }: RoomEvent): Fields {
  const kept: Readonly<Record<string, readonly string[]>> = {
    'm.room.create': Object.keys(content),
    'm.room.member': ['membership', 'join_authorised_via_users_server'],
    'm.room.join_rules': ['join_rule', 'allow'],
    'm.room.history_visibility': ['history_visibility'],
    'm.room.power_levels': Object.keys(content).filter((name) => name !== 'historical'),
    'm.room.redaction': ['redacts'],
  }
  const names = kept[type] ?? []
  return Object.fromEntries(Object.entries(content).filter(([name]) => names.includes(name)))
}

function findEvent({ params, user }: Call, room: Room): RoomEvent {
  const event = room.events.find((one) => one.event_id === params['event'])
  if (!event || event.pos > readableUntil(room, user.id)) throw notFound('Event not found.')
  return event
}

function context(call: Call): Fields {
  const room = readable(call)
  const event = findEvent(call, room)
  const half = Math.floor(limitOf(call, 10) / 2)
  const at = room.events.indexOf(event)
  const before = room.events.slice(Math.max(0, at - half), at)
  const after = room.events.slice(at + 1, at + 1 + half)
  const view = (one: RoomEvent) => served(room, one, call)
  const last = after.at(-1) ?? event
  return {
    event: view(event),
    events_before: before.toReversed().map(view),
    events_after: after.map(view),
    state: stateAt(room, last.pos).map(view),
    start: pageToken((before[0] ?? event).pos - 1),
    end: pageToken(last.pos),
  }
}

function messages(call: Call): Fields {
  const { query, user, world } = call
  const room = readable(call)
  const backwards = query.get('dir') !== 'f'
  const until = readableUntil(room, user.id)
  const given = query.get('from')
  const from = given ? placeOf(given).pos : backwards ? world.pos : 0
  const to = query.get('to') ? placeOf(query.get('to') ?? '').pos : undefined
  const wanted = eventFilter(call)
  const between = room.events.filter(({ pos }) => {
    if (pos > until) return false
    return backwards ? pos <= from && pos > (to ?? 0) : pos > from && pos <= (to ?? until)
  })
  const found = (backwards ? between.toReversed() : between).filter(wanted)
  const page = found.slice(0, limitOf(call, 10))
  const last = page.at(-1)
  return {
    chunk: page.map((event) => served(room, event, call)),
    start: pageToken(from),
    ...(last && found.length > page.length
      ? { end: pageToken(backwards ? last.pos - 1 : last.pos) }
      : {}),
  }
}

function eventFilter({ query }: Call): (event: RoomEvent) => boolean {
  const text = query.get('filter')
  const filter: unknown = text ? JSON.parse(text) : {}
  return isFields(filter) ? matching(filter) : () => true
}

/** The part of an event filter that clients use: types and senders. */
export function matching(filter: Fields): (event: RoomEvent) => boolean {
  const list = (name: string) => (name in filter ? textsOf(filter[name]) : undefined)
  const meets = (patterns: readonly string[] | undefined, value: string) =>
    patterns?.some((one) =>
      one.endsWith('*') ? value.startsWith(one.slice(0, -1)) : one === value,
    )
  return ({ type, sender }) =>
    meets(list('types'), type) !== false &&
    meets(list('not_types'), type) !== true &&
    meets(list('senders'), sender) !== false &&
    meets(list('not_senders'), sender) !== true
}

function relations(call: Call): Fields {
  const { params, query, user } = call
  const room = readable(call)
  const { event: to = '', kind, type } = params
  if (!room.events.some(({ event_id }) => event_id === to))
    throw new Refused(404, 'M_UNKNOWN', 'Unknown parent event.')
  const backwards = query.get('dir') !== 'f'
  const given = query.get('from')
  const from = given ? placeOf(given).pos : undefined
  const until = readableUntil(room, user.id)
  const all = room.events.filter((event) => {
    const relation = relationOf(event)
    return (
      relation?.to === to &&
      event.pos <= until &&
      (kind === undefined || relation.kind === kind) &&
      (type === undefined || event.type === type) &&
      (from === undefined || (backwards ? event.pos <= from : event.pos > from))
    )
  })
  const found = backwards ? all.toReversed() : all
  const page = found.slice(0, limitOf(call, 5))
  const last = page.at(-1)
  return {
    chunk: page.map((event) => served(room, event, call)),
    ...(last && found.length > page.length
      ? { next_batch: pageToken(backwards ? last.pos - 1 : last.pos) }
      : {}),
    ...(given ? { prev_batch: given } : {}),
  }
}

function limitOf({ query }: Call, usual: number): number {
  const given = Number(query.get('limit') ?? usual)
  return Number.isInteger(given) && given >= 0 ? Math.min(given, 1000) : usual
}
