// An event as one device of one user gets it: with its age, its transaction, what it replaced and what relates to it; leaves which events to the methods.
import { relationOf } from './event-rules.ts'
import type { Device, Fields, Room, RoomEvent, User } from './records.ts'
import { membershipAt } from './room-state.ts'

export type Viewer = { readonly user: User; readonly device: Device }

/** `bare` is what stands in another event, where nothing is told about the reader or about further relations. */
export function served(room: Room, event: RoomEvent, viewer: Viewer, bare = false): Fields {
  const { replaces, redactedBecause: because } = event
  const mine = event.sender === viewer.user.id && event.sent?.device === viewer.device.id
  const relations = bare || because ? {} : relationsOf(room, event, viewer)
  return {
    type: event.type,
    sender: event.sender,
    event_id: event.event_id,
    room_id: event.room_id,
    origin_server_ts: event.origin_server_ts,
    content: event.content,
    ...(event.state_key === undefined ? {} : { state_key: event.state_key }),
    ...(event.redacts === undefined ? {} : { redacts: event.redacts }),
    unsigned: {
      age: Date.now() - event.origin_server_ts,
      ...(bare ? {} : { membership: membershipAt(room, viewer.user.id, event.pos) ?? 'leave' }),
      ...(mine ? { transaction_id: event.sent?.txn } : {}),
      ...(replaces
        ? {
            prev_content: replaces.content,
            prev_sender: replaces.sender,
            replaces_state: replaces.event_id,
          }
        : {}),
      ...(because
        ? {
            redacted_by: because.event_id,
            redacted_because: served(room, because, viewer, true),
          }
        : {}),
      ...(Object.keys(relations).length > 0 ? { 'm.relations': relations } : {}),
    },
  }
}

/** In /sync an event does not say in which room it is. */
export function servedInSync(room: Room, event: RoomEvent, viewer: Viewer): Fields {
  const { room_id: _, ...rest } = served(room, event, viewer)
  return rest
}

/** What somebody sees of a room they are not in. */
export function stripped({ type, sender, state_key, content }: RoomEvent): Fields {
  return { type, sender, state_key, content }
}

function relationsOf(room: Room, event: RoomEvent, viewer: Viewer): Fields {
  const related = room.events.filter((one) => relationOf(one)?.to === event.event_id)
  if (related.length === 0) return {}
  const of = (kind: string) => related.filter((one) => relationOf(one)?.kind === kind)
  const edit = of('m.replace').findLast(
    (one) => one.sender === event.sender && one.type === event.type,
  )
  const references = of('m.reference')
  const thread = of('m.thread')
  const latest = thread.at(-1)
  return {
    ...(references.length > 0
      ? { 'm.reference': { chunk: references.map(({ event_id }) => ({ event_id })) } }
      : {}),
    ...(edit ? { 'm.replace': served(room, edit, viewer, true) } : {}),
    ...(latest
      ? {
          'm.thread': {
            count: thread.length,
            current_user_participated: [event, ...thread].some(
              ({ sender }) => sender === viewer.user.id,
            ),
            latest_event: served(room, latest, viewer, true),
          },
        }
      : {}),
  }
}
