// What an event's content must be like, and what it may relate to, as Synapse checks it; leaves who may send to room-state.ts.
import { type Fields, isFields, type Room, type RoomEvent, textOf } from './records.ts'
import { Refused } from './refusing.ts'
import type { World } from './world.ts'

const MOST_BYTES = 65_536
/** What hashes, signatures and the references to other events take of it, about. */
const FRAME_BYTES = 900
const LARGEST = 2 ** 53 - 1

/** Refuses what cannot be an event. */
export function checkContent(type: string, content: Fields, isState: boolean): void {
  checkCanonical(content)
  if (type === 'm.room.message') mustBeTexts(content, ['body', 'msgtype'])
  const named = /^m\.room\.(topic|name)$/.exec(type)?.[1]
  if (named !== undefined) {
    mustBeTexts(content, [named])
    if (!isState) throw new Refused(400, 'M_UNKNOWN', `'${type}' must be state events`)
  }
  const mentions = content['m.mentions']
  if (mentions !== undefined && !isFields(mentions))
    throw new Refused(400, 'M_BAD_JSON', `${JSON.stringify(mentions)} is not of type 'object'`)
  if (Buffer.byteLength(JSON.stringify(content)) + FRAME_BYTES > MOST_BYTES)
    throw new Refused(413, 'M_TOO_LARGE', 'event too large')
}

function checkCanonical(value: unknown): void {
  if (typeof value === 'number') {
    if (!Number.isInteger(value)) throw new Refused(400, 'M_BAD_JSON', 'Bad JSON value: float')
    if (Math.abs(value) > LARGEST) throw new Refused(400, 'M_BAD_JSON', 'JSON integer out of range')
  }
  // Synapse has no better answer to half a character
  if (typeof value === 'string' && !value.isWellFormed())
    throw new Refused(500, 'M_UNKNOWN', 'Internal server error')
  if (typeof value === 'object' && value !== null) Object.values(value).forEach(checkCanonical)
}

function mustBeTexts(content: Fields, names: readonly string[]): void {
  for (const name of names) {
    if (!(name in content)) throw new Refused(400, 'M_UNKNOWN', `'${name}' not in content`)
    if (typeof content[name] !== 'string')
      throw new Refused(400, 'M_UNKNOWN', `'${name}' not a string type`)
  }
}

export type Relation = { readonly kind: string; readonly to: string; readonly key: unknown }

export function relationOf({ content }: Pick<RoomEvent, 'content'>): Relation | undefined {
  const relates = content['m.relates_to']
  if (!isFields(relates)) return undefined
  const kind = relates['rel_type']
  const to = relates['event_id']
  return typeof kind === 'string' && typeof to === 'string'
    ? { kind, to, key: relates['key'] }
    : undefined
}

/** Refuses a relation to what nobody knows, the same reaction twice, and a thread on what relates itself. */
export function checkRelation(
  world: World,
  room: Room,
  event: Omit<RoomEvent, 'event_id' | 'pos'>,
): void {
  const relation = relationOf(event)
  if (!relation) return
  const parent = room.events.find((one) => one.event_id === relation.to)
  if (!parent) {
    const elsewhere = [...world.rooms.values()].some((one) =>
      one.events.some(({ event_id }) => event_id === relation.to),
    )
    const why = elsewhere
      ? 'Relations must be in the same room'
      : "Can't send relation to unknown event"
    throw new Refused(400, 'M_UNKNOWN', why)
  }
  if (relation.kind === 'm.annotation') checkAnnotation(room, event, relation)
  if (relation.kind === 'm.thread' && relationOf(parent))
    throw new Refused(400, 'M_UNKNOWN', 'Cannot start threads from an event with a relation')
}

function checkAnnotation(
  room: Room,
  event: Pick<RoomEvent, 'type' | 'sender'>,
  relation: Relation,
): void {
  if (textOf(relation.key) === '') throw new Refused(400, 'M_UNKNOWN', 'Missing aggregation key')
  const again = room.events.some((one) => {
    const other = relationOf(one)
    return (
      one.sender === event.sender &&
      one.type === event.type &&
      other?.kind === relation.kind &&
      other.to === relation.to &&
      other.key === relation.key
    )
  })
  if (again) throw new Refused(400, 'M_DUPLICATE_ANNOTATION', "Can't send same reaction twice")
}
