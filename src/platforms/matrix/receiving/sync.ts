// Between a sync and its token: every new event is decrypted, judged and handed on before the token may move, and a gap is read back first; leaves the transport to keeping/client.ts and what an event leads to to answering.ts.
import type { IRoomEvent, ISyncResponse, MatrixClient } from 'matrix-js-sdk'
import { isOwnPoll } from '../drawing/poll.ts'
import { type Asked, type ReadableEvent, readEvent } from './events.ts'
import { type Gap, readGap } from './gaps.ts'
import { isJoining, whileJoined } from './membership.ts'
import { Away, isAway } from './outage.ts'
import { requestIdOf } from './request-id.ts'
import { type DevicePolicy, type Doubt, doubtOf } from './trust.ts'

/** One event, read and judged. */
export type Arrival = {
  readonly event: ReadableEvent
  /** What it is known by as a request: the same one again is the same request. */
  readonly request: string
  readonly asked: Asked | undefined
  readonly doubt: Doubt | undefined
  /** It failed so often that it is not handed over again, whatever happens now. */
  readonly isLastTry: boolean
  /** Of a room of which nothing is known: an earlier run may have answered it. */
  readonly isOld: boolean
}

export type SyncingParts = {
  readonly client: MatrixClient
  /** Our own user id: what we say ourselves is no request. */
  readonly self: string
  readonly policy: DevicePolicy
  /** Private rooms and the council's places; what is said elsewhere is none of ours. */
  readonly isOurs: (room: string) => boolean
  /** Nothing where the homeserver does not say. */
  readonly isEncrypted: (room: string) => Promise<boolean | undefined>
  /** Resolves after everything the event changed is stored. */
  readonly handle: (arrival: Arrival) => Promise<void>
  /** Puts on record what asked something of us and was read back after a gap. */
  readonly recovered: (requests: readonly string[]) => Promise<void>
  readonly report: (defect: unknown) => void
  readonly notice: (words: string) => void
}

export interface Syncing {
  /** Handles all that a sync brought. Resolves when its token may move; to be called again with the same sync where it throws. */
  beforeToken(sync: ISyncResponse): Promise<void>
  /** What was handled in earlier runs, from the stored sync, so that a gap ends there. */
  remember(room: string, events: readonly string[]): void
}

/** An event that broke our own code so often is set aside and listed; the ones behind it are not to wait for ever. */
const MOST_TRIES = 5
/** The same for one for which the homeserver finds no answer, some minutes long, while it answers everything else. */
const MOST_TRIES_UNANSWERED = 20
const MOST_REMEMBERED = 500

/** What one process knows of a room. */
type Known = {
  /** What was handled, the newest last. */
  readonly ids: Set<string>
  /** Our open polls, as far as this process saw them begin, and the answers to them that were handled. */
  readonly polls: Map<string, Set<string>>
  /** Whether a sync with this room was handled to its end, now or in an earlier run. */
  isSettled: boolean
}

type World = SyncingParts & {
  readonly rooms: Map<string, Known>
  /** How often what fails was tried. */
  readonly tries: Map<string, number>
}

export function createSyncing(parts: SyncingParts): Syncing {
  const world: World = { ...parts, rooms: new Map(), tries: new Map() }
  return {
    async beforeToken(sync) {
      for (const [room, { timeline }] of Object.entries(sync.rooms?.join ?? {})) {
        const known = knownIn(world, room)
        const read = timelineOf(timeline)
        if (parts.isOurs(room)) await handleRoom(world, room, known, read)
        for (const { event_id } of read.events) note(known, event_id)
        known.isSettled = true
      }
    },
    remember(room, events) {
      const known = knownIn(world, room)
      for (const id of events) note(known, id)
      known.isSettled = true
    },
  }
}

function knownIn({ rooms }: World, room: string): Known {
  const known = rooms.get(room) ?? { ids: new Set(), polls: new Map(), isSettled: false }
  rooms.set(room, known)
  return known
}

function note({ ids }: Known, id: string): void {
  ids.add(id)
  for (const first of ids) {
    if (ids.size <= MOST_REMEMBERED) break
    ids.delete(first)
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

async function handleRoom(
  world: World,
  room: string,
  known: Known,
  timeline: Timeline,
): Promise<void> {
  const missed = await missedIn(world, room, known, timeline)
  const all = [...(missed?.events ?? []), ...timeline.events]
  const asking: string[] = []
  for (const event of whileJoined(all, world.self)) {
    if (known.ids.has(event.event_id)) continue
    const request = await handleOne(world, room, known, event)
    if (request && missed?.events.includes(event)) asking.push(request)
    note(known, event.event_id)
  }
  if (asking.length > 0) await world.recovered(asking)
  if (missed) world.notice(wordsOf(room, missed, asking))
}

function wordsOf(room: string, { events, isWhole }: Gap, asking: readonly string[]): string {
  const rest = isWhole ? '' : ', older ones could not be read'
  const whose = asking.length > 0 ? `, asking something of us: ${asking.join(', ')}` : ''
  return `read back after a gap in ${room}: ${events.length} events${rest}${whose}`
}

/**
 * Reads the gap back. A room in which we were before this process knew of it is read back too, but not to its beginning: what
 * was handled in an earlier run is known to the core by its id.
 */
async function missedIn(
  world: World,
  room: string,
  known: Known,
  { limited, from, events }: Timeline,
): Promise<Gap | undefined> {
  const { client, self, tries } = world
  if (!limited || from === undefined) return undefined
  if (!known.isSettled && events.some((event) => isJoining(event, self))) return undefined
  const isHandled = (event: IRoomEvent) =>
    known.isSettled ? known.ids.has(event.event_id) : isJoining(event, self)
  const name = `gap ${room} ${from}`
  try {
    const isNew = !known.isSettled
    const gap = await readGap(client, room, { from, isHandled, isNew, polls: known.polls })
    tries.delete(name)
    return gap
  } catch (defect) {
    if (isAway(defect) || !isExhausted(world, name)) throw defect
    world.report(defect)
    return { events: [], isWhole: false }
  }
}

function isExhausted({ tries }: World, name: string, most = MOST_TRIES): boolean {
  const count = (tries.get(name) ?? 0) + 1
  tries.set(name, count)
  if (count < most) return false
  tries.delete(name)
  return true
}

/** @returns as which request, where it asks something of us */
async function handleOne(
  world: World,
  room: string,
  known: Known,
  raw: IRoomEvent,
): Promise<string | undefined> {
  const { tries, report, notice } = world
  try {
    if (raw.sender === world.self) {
      await notePoll(world, room, known, raw)
      return undefined
    }
    const arrival = { ...(await arrivalOf(world, room, raw)), isOld: !known.isSettled }
    await world.handle(arrival)
    tries.delete(raw.event_id)
    tries.delete(unanswered(raw.event_id))
    const { asked } = arrival
    if (asked?.kind === 'pollResponse') known.polls.get(asked.poll)?.add(raw.event_id)
    return asked && arrival.request
  } catch (defect) {
    if (await mayComeAgain(world, raw.event_id, defect)) throw defect
    report(defect)
    notice(`an event was set aside after several tries: ${raw.event_id} in ${room}`)
    return undefined
  }
}

/** While the homeserver is away nothing is set aside. */
async function mayComeAgain(world: World, event: string, defect: unknown): Promise<boolean> {
  if (!isAway(defect)) return !isExhausted(world, event)
  const isThere = await world.client.whoami().then(
    () => true,
    () => false,
  )
  return !isThere || !isExhausted(world, unanswered(event), MOST_TRIES_UNANSWERED)
}

/** Counted apart, under this name. */
function unanswered(event: string): string {
  return `unanswered ${event}`
}

function isLast({ tries }: World, event: string): boolean {
  return (
    (tries.get(event) ?? 0) + 1 >= MOST_TRIES ||
    (tries.get(unanswered(event)) ?? 0) + 1 >= MOST_TRIES_UNANSWERED
  )
}

/** What we say ourselves is no request; but answers to our polls are looked for after a gap. */
async function notePoll(
  { client }: World,
  room: string,
  { polls }: Known,
  raw: IRoomEvent,
): Promise<void> {
  const event = client.getEventMapper({ preventReEmit: true })({ ...raw, room_id: room })
  await client.decryptEventIfNeeded(event)
  if (isOwnPoll(event.getOriginalContent())) polls.set(raw.event_id, new Set())
  if (event.getType().endsWith('poll.end')) polls.delete(event.getRelation()?.event_id ?? '')
}

async function arrivalOf(
  world: World,
  room: string,
  raw: IRoomEvent,
): Promise<Omit<Arrival, 'isOld'>> {
  const { client, policy, isEncrypted } = world
  const event = client.getEventMapper({ preventReEmit: true })({ ...raw, room_id: room })
  await client.decryptEventIfNeeded(event)
  const crypto = client.getCrypto()
  if (!crypto) throw new Error('the keys are not open')
  // an edit that came in the same sync stands in the place of what was said, unless the original is asked for
  const content = event.getOriginalContent()
  const redacts = event.event.redacts ?? content['redacts']
  const readable: ReadableEvent = {
    id: raw.event_id,
    room,
    sender: raw.sender,
    type: event.getType(),
    content,
    isEncrypted: event.isEncrypted(),
    redacts: typeof redacts === 'string' ? redacts : undefined,
  }
  const isLastTry = isLast(world, raw.event_id)
  // what its sender took back before we saw it asks nothing
  if (event.isRedacted()) {
    return {
      ...{ event: readable, request: readable.id, asked: undefined },
      ...{ doubt: undefined, isLastTry },
    }
  }
  const mustEncrypt = async () => {
    const encrypted = await isEncrypted(room)
    if (encrypted === undefined)
      throw new Away('the homeserver does not say whether a room is encrypted')
    return encrypted
  }
  const request = requestIdOf(event)
  const judged = await doubtOf(event, client.getRoom(room), crypto, { policy, mustEncrypt })
  const doubt = judged ?? (request === undefined ? 'otherSender' : undefined)
  const asked = doubt === 'undecryptable' ? undefined : readEvent(readable)
  // what is not believed is no request, and takes no other's place
  const id = doubt === undefined && request !== undefined ? request : readable.id
  return { event: readable, request: id, asked, doubt, isLastTry }
}
