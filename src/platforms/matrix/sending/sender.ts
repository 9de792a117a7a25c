// One attempt at one event: never readable in an encrypted room, within the pace, and the same event again when it is tried again; leaves what is sent and when to try again to others.
import {
  EventStatus,
  type MatrixClient,
  type MatrixEvent,
  type Room,
  type TimelineEvents,
} from 'matrix-js-sdk'
import type { Encryption } from './encryption.ts'
import { type Failure, failureOf, type Outcome } from './outcome.ts'
import type { Pace, PaceClass } from './pace.ts'

/** What an event's content is to us: plain data. */
export type Content = Readonly<Record<string, unknown>>

export type Sending = {
  readonly room: string
  readonly type: string
  readonly content: Content
  /** The same id, room and type are the same event to the homeserver, whatever the content, for at least a day. */
  readonly txnId: string
  readonly pace: PaceClass
  /** What the event is part of; when one of its events is sent, those of it that failed before are dropped. */
  readonly slot: string
  /** How many events are taken from the pace: all of a post with its first one, none with the others. */
  readonly events: number
  /** A private room must be encrypted, a place as its homeserver says. */
  readonly mustEncrypt: boolean
}

export interface Sender {
  /** Never throws. */
  send(sending: Sending): Promise<Outcome>
}

export type SenderParts = {
  readonly client: MatrixClient
  readonly pace: Pace
  readonly encryption: Encryption
}

/** How many sent events are remembered: the SDK cannot send the same id twice, and the homeserver need not be asked. */
const MOST_REMEMBERED = 10_000

/** A post is claimed for half a minute (src/store/posts.ts), and may have several events. */
const PATIENCE_MS = 8_000

/** The sender of one account. */
export function createSender({ client, pace, encryption }: SenderParts): Sender {
  const sent = new Map<string, string>()
  const underWay = new Map<string, Promise<Outcome>>()
  const failed = new Map<string, Map<string, string>>()

  const send = async (sending: Sending): Promise<Outcome> => {
    const barred = await bar(client, encryption, sending)
    if (barred) return barred
    const { room, txnId, slot, events } = sending
    const waitMs = events === 0 ? 0 : pace.take(sending.pace, slot, events)
    if (waitMs > 0) return { kind: 'later', waitMs }
    const outcome = await attempt(client, sending)
    if (outcome.kind === 'later') pace.blocked(outcome.waitMs)
    if (outcome.kind === 'done') {
      if (sent.size >= MOST_REMEMBERED) sent.clear()
      sent.set(nameOf(sending), outcome.event)
      failed.get(slot)?.delete(txnId)
      for (const [txn, where] of failed.get(slot) ?? []) drop(client, where, txn)
      failed.delete(slot)
    } else failed.set(slot, new Map([...(failed.get(slot) ?? []), [txnId, room]]))
    return outcome
  }

  return {
    async send(sending) {
      const name = nameOf(sending)
      const event = sent.get(name)
      if (event !== undefined) return { kind: 'done', event }
      const now = underWay.get(name) ?? send(sending).finally(() => underWay.delete(name))
      underWay.set(name, now)
      return inTime(now)
    },
  }
}

/** What takes longer goes on, and the next attempt joins it; meanwhile nobody knows. */
async function inTime(outcome: Promise<Outcome>): Promise<Outcome> {
  const { promise, resolve } = Promise.withResolvers<Outcome>()
  const timer = setTimeout(() => resolve({ kind: 'lost', reason: 'slow' }), PATIENCE_MS)
  try {
    return await Promise.race([outcome, promise])
  } finally {
    clearTimeout(timer)
  }
}

function nameOf({ room, type, txnId }: Sending): string {
  return `${room} ${type} ${txnId}`
}

const NOT_JOINED: Failure = { kind: 'refused', errcode: 'not_joined', words: '' }

/** Fails closed: what should be encrypted and may not be is not sent. */
async function bar(
  client: MatrixClient,
  encryption: Encryption,
  { room, mustEncrypt }: Sending,
): Promise<Failure | undefined> {
  const mine = client.getRoom(room)?.getMyMembership()
  if (mine !== undefined && mine !== 'join') return NOT_JOINED
  const seal = await encryption.of(room)
  switch (seal.kind) {
    case 'unknown':
      return seal.reason === 'M_FORBIDDEN'
        ? NOT_JOINED
        : { kind: 'unreached', reason: `encryption_unknown: ${seal.reason}` }
    case 'plain':
      return mustEncrypt ? { kind: 'refused', errcode: 'not_encrypted', words: '' } : undefined
    case 'encrypted': {
      const ready = await encryption.isReady(room)
      return ready ? undefined : { kind: 'unreached', reason: 'not_synced' }
    }
  }
}

/** A rejected send dumps its event and the whole room into the log unless it is caught; only its meaning leaves here. */
async function attempt(client: MatrixClient, sending: Sending): Promise<Outcome> {
  const { room, type, content, txnId } = sending
  try {
    const place = client.getRoom(room)
    const before = place?.getEventForTxnId(txnId)
    // the SDK refuses a known id, also of an event that failed: that one itself is sent again
    if (place && before?.status === EventStatus.NOT_SENT) {
      return doneOf(await client.resendEvent(before, place))
    }
    if (before) return alreadySent(before)
    // the SDK's table of types knows neither polls nor our own keys
    const known = type as keyof TimelineEvents
    const given = { ...content } as TimelineEvents[keyof TimelineEvents]
    const done = doneOf(await client.sendEvent(room, null, known, given, txnId))
    dropEcho(place, txnId)
    return done
  } catch (error) {
    return failureOf(error)
  }
}

function doneOf({ event_id: event }: { event_id?: string }): Outcome {
  return event === undefined ? { kind: 'unreached', reason: 'cancelled' } : { kind: 'done', event }
}

function alreadySent(event: MatrixEvent): Outcome {
  const id = event.getId()
  return id?.startsWith('$') ? { kind: 'done', event: id } : { kind: 'lost', reason: 'under_way' }
}

/** Of an event that an earlier process sent the SDK keeps a second one, for ever being sent, beside the one it has seen. */
function dropEcho(room: Room | null, txnId: string): void {
  const id = room?.getEventForTxnId(txnId)?.getId()
  if (room && id?.startsWith('~')) room.removeEvent(id)
}

/** What failed and is no longer wanted does not stay in the room's timeline. */
function drop(client: MatrixClient, room: string, txnId: string): void {
  const event = client.getRoom(room)?.getEventForTxnId(txnId)
  if (event?.status === EventStatus.NOT_SENT) client.cancelPendingEvent(event)
}
