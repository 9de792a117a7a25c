// Between a sync and its token: every new event is decrypted, judged and handed on before the token may move, and a gap is read back first; leaves the transport to keeping/client.ts and what an event leads to to requests.ts.
import type { IRoomEvent, ISyncResponse, MatrixClient } from 'matrix-js-sdk'
import { isOwnPoll } from '../drawing/poll.ts'
import { type Asked, type ReadableEvent, readEvent } from './events.ts'
import { readBack, responsesTo } from './gaps.ts'
import { type DevicePolicy, type Doubt, doubtOf } from './trust.ts'

/** One event, read and judged. `recovered`: it was read back after a gap. */
export type Arrival = {
  readonly event: ReadableEvent
  readonly asked: Asked | undefined
  readonly doubt: Doubt | undefined
  readonly recovered: boolean
}

export type SyncingParts = {
  readonly client: MatrixClient
  /** Our own user id: what we say ourselves is no request. */
  readonly self: string
  readonly policy: DevicePolicy
  /** Private rooms and the council's places; what is said elsewhere is none of ours. */
  readonly isOurs: (room: string) => boolean
  readonly isEncrypted: (room: string) => Promise<boolean>
  /** Resolves after everything the event changed is stored. */
  readonly handle: (arrival: Arrival) => Promise<void>
  readonly report: (defect: unknown) => void
  readonly notice: (words: string) => void
}

export interface Syncing {
  /** Handles all that a sync brought. Resolves when its token may move. */
  beforeToken(sync: ISyncResponse): Promise<void>
  /** What was handled in earlier runs, from the stored sync, so that a gap ends there. */
  remember(room: string, events: readonly string[]): void
}

/** An event that broke our own code so often is set aside and listed; the ones behind it are not to wait for ever. */
const MOST_TRIES = 5
const FIRST_WAIT_MS = 200
const MOST_REMEMBERED = 500

export function createSyncing(parts: SyncingParts): Syncing {
  const known = new Map<string, Set<string>>()
  const knownIn = (room: string) => {
    const ids = known.get(room) ?? new Set<string>()
    known.set(room, ids)
    return ids
  }
  const note = (room: string, id: string) => {
    const ids = knownIn(room)
    ids.add(id)
    for (const first of ids) {
      if (ids.size <= MOST_REMEMBERED) break
      ids.delete(first)
    }
  }

  async function inRoom(room: string, timeline: Timeline): Promise<void> {
    const ids = knownIn(room)
    const isNew = ids.size === 0
    const missed = timeline.limited && !isNew ? await missedIn(parts, room, timeline, ids) : []
    const events = sinceJoin([...missed, ...timeline.events], isNew, parts.self)
    for (const event of events) {
      if (ids.has(event.event_id)) continue
      await handleOne(parts, room, event, missed.includes(event))
      note(room, event.event_id)
    }
    for (const { event_id } of timeline.events) note(room, event_id)
  }

  return {
    async beforeToken(sync) {
      for (const [room, { timeline }] of Object.entries(sync.rooms?.join ?? {})) {
        if (parts.isOurs(room)) await inRoom(room, timelineOf(timeline))
      }
    },
    remember(room, events) {
      for (const id of events) note(room, id)
    },
  }
}

type Timeline = {
  readonly events: readonly IRoomEvent[]
  readonly limited: boolean
  readonly from: string | undefined
}

function timelineOf(timeline: {
  readonly events: readonly unknown[]
  readonly limited?: boolean
  readonly prev_batch?: string | null
}): Timeline {
  return {
    events: timeline.events as readonly IRoomEvent[],
    limited: timeline.limited ?? false,
    from: timeline.prev_batch ?? undefined,
  }
}

/** In a room that is new to us, what was said before we came is nobody's request to us. */
function sinceJoin(
  events: readonly IRoomEvent[],
  isNew: boolean,
  self: string,
): readonly IRoomEvent[] {
  const join = events.findLastIndex(
    (event) =>
      event.type === 'm.room.member' &&
      'state_key' in event &&
      event.state_key === self &&
      event.content['membership'] === 'join',
  )
  return join >= 0 && isNew ? events.slice(join + 1) : events
}

/** Reads the gap back; answers to our polls are asked for by their relations as well, however long the gap is. */
async function missedIn(
  { client, self, notice }: SyncingParts,
  room: string,
  { from }: Timeline,
  ids: ReadonlySet<string>,
): Promise<readonly IRoomEvent[]> {
  if (from === undefined) return []
  const missed = await readBack(client, room, from, (event) => ids.has(event.event_id))
  const seen = new Set(missed.map(({ event_id }) => event_id))
  const answers: IRoomEvent[] = []
  for (const poll of ownPolls(client, room, self)) {
    for (const answer of await responsesTo(client, room, poll)) {
      if (!seen.has(answer.event_id) && !ids.has(answer.event_id)) answers.push(answer)
    }
  }
  notice(`read back after a gap: ${missed.length + answers.length} events`)
  return [...answers, ...missed]
}

/** Our polls in this room, as far as the SDK still holds them. */
function ownPolls(client: MatrixClient, room: string, self: string): readonly string[] {
  const events = client.getRoom(room)?.getLiveTimeline().getEvents() ?? []
  return events.flatMap((event) => {
    const id = event.getId()
    return id !== undefined && event.getSender() === self && isOwnPoll(event.getContent())
      ? [id]
      : []
  })
}

async function handleOne(
  parts: SyncingParts,
  room: string,
  raw: IRoomEvent,
  recovered: boolean,
): Promise<void> {
  if (raw.sender === parts.self) return
  for (let tries = 1; tries <= MOST_TRIES; tries += 1) {
    try {
      return await parts.handle(await arrivalOf(parts, room, raw, recovered))
    } catch (defect) {
      parts.report(defect)
      await new Promise((resolve) => setTimeout(resolve, FIRST_WAIT_MS * 2 ** tries))
    }
  }
  parts.notice('an event was set aside after five tries')
}

async function arrivalOf(
  { client, policy, isEncrypted }: SyncingParts,
  room: string,
  raw: IRoomEvent,
  recovered: boolean,
): Promise<Arrival> {
  const event = client.getEventMapper({ preventReEmit: true })({ ...raw, room_id: room })
  await client.decryptEventIfNeeded(event)
  const crypto = client.getCrypto()
  if (!crypto) throw new Error('the keys are not open')
  const redacts = event.event.redacts ?? event.getContent()['redacts']
  const readable: ReadableEvent = {
    id: raw.event_id,
    room,
    sender: raw.sender,
    type: event.getType(),
    content: event.getContent(),
    redacts: typeof redacts === 'string' ? redacts : undefined,
  }
  const doubt = await doubtOf(event, crypto, await isEncrypted(room), policy)
  return {
    event: readable,
    asked: doubt === 'undecryptable' ? undefined : readEvent(readable),
    doubt,
    recovered,
  }
}
