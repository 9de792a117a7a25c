// The private rooms: one encrypted room for each person's account, made once, found again, and opened long before the first vote; leaves what is said in them to others.
import { setTimeout as sleep } from 'node:timers/promises'
import {
  EventType,
  type ICreateRoomOpts,
  type MatrixClient,
  Preset,
  type StateEvents,
  Visibility,
} from 'matrix-js-sdk'
import type { MatrixKeeping } from '../keeping-port.ts'
import { putOthersOut } from './alone.ts'
import { type Failure, failureOf } from './outcome.ts'
import type { Monotonic, Pace, PaceClass } from './pace.ts'

/** Whose private room this is: our own state, so that a room is found again whose making was not kept. */
const PRIVATE = 'de.umlauf.private'
const ROOM_NAME = 'Umlauf'

export type PlaceToSend = { readonly kind: 'room'; readonly room: string } | Failure

export interface PrivateRooms {
  /**
   * The room of an account, made where there is none.
   * @param isNew something new is to be said: somebody who left the room is invited again
   */
  roomOf(account: string, pace: PaceClass, isNew: boolean): Promise<PlaceToSend>
  /** Whose room this is; nothing for every other room. */
  ownerOf(room: string): string | undefined
  /** Makes the rooms that are missing, as fast as the homeserver lets us, and returns at once. Whoever was named before is left out. */
  openAhead(accounts: readonly string[]): void
  /** Resolves when nothing is being made any more. */
  stop(): Promise<void>
}

export type RoomsParts = {
  readonly client: MatrixClient
  readonly keeping: MatrixKeeping
  readonly pace: Pace
  readonly clock: Monotonic
  readonly notice: (words: string) => void
}

/** A room that was made is shown by the next sync. */
const SYNC_PATIENCE_MS = 10_000
/** After so long a room whose making was not answered would have been seen. */
const LOST_ROOM_MS = 20_000
const LOOK_AGAIN_MS = 5_000
const SYNC_STEP_MS = 50
const MOST_TRIES_AHEAD = 5

export function createPrivateRooms(parts: RoomsParts): PrivateRooms {
  const { client } = parts
  const making = new Map<string, Promise<PlaceToSend>>()
  const stopping = new AbortController()
  const world: World = { ...parts, lost: new Map(), mayMake: 0, stopping: stopping.signal }
  const open = (account: string) => roomOf(account, 'ballot', false)
  const ahead = createAhead(open, parts.notice, stopping.signal)

  async function roomOf(account: string, pace: PaceClass, isNew: boolean): Promise<PlaceToSend> {
    const there = making.get(account) ?? findAlone(world, account, pace)
    making.set(account, there)
    const found = await there.finally(() => making.delete(account))
    return found.kind === 'room' && isNew ? invited(world, found.room, account, pace) : found
  }

  return {
    roomOf,
    ownerOf: (room) => ownerIn(client, room),
    openAhead: ahead.open,
    async stop() {
      stopping.abort()
      await ahead.ended()
    },
  }
}

type World = RoomsParts & {
  /** When the making of an account's room was not answered. */
  readonly lost: Map<string, number>
  /** Not before this time the homeserver lets us make another room. */
  mayMake: number
  /** No sync comes any more. */
  readonly stopping: AbortSignal
}

async function findAlone(world: World, account: string, pace: PaceClass): Promise<PlaceToSend> {
  const found = await findOrMake(world, account, pace)
  if (found.kind !== 'room') return found
  return (await putOthersOut(world, found.room, account)) ?? found
}

async function findOrMake(world: World, account: string, pace: PaceClass): Promise<PlaceToSend> {
  const { client, keeping } = world
  const kept = await keeping.room(account)
  if (kept !== undefined) {
    const failure = await absence(client, kept)
    if (failure === undefined) return { kind: 'room', room: kept }
    if (failure !== 'left') return failure
  }
  const room = client.getRooms().find(({ roomId }) => ownerIn(client, roomId) === account)?.roomId
  if (room === undefined) return make(world, account, pace)
  await keeping.setRoom(account, room)
  return { kind: 'room', room }
}

/** Only what we wrote ourselves says whose a room is, and only while we are in it. */
function ownerIn(client: MatrixClient, id: string): string | undefined {
  const room = client.getRoom(id)
  if (room?.getMyMembership() !== 'join') return undefined
  const state = room.currentState.getStateEvents(PRIVATE, '')
  const account: unknown = state?.getContent()['account']
  return state?.getSender() === client.getUserId() && typeof account === 'string'
    ? account
    : undefined
}

/** Whether we are in a room. What the SDK has not seen yet is asked from the homeserver. */
async function absence(client: MatrixClient, room: string): Promise<'left' | Failure | undefined> {
  const mine = client.getRoom(room)?.getMyMembership()
  if (mine === 'join') return undefined
  try {
    const user = client.getSafeUserId()
    const { membership } = await client.getStateEvent(room, 'm.room.member', user)
    return membership === 'join' ? { kind: 'unreached', reason: 'not_synced' } : 'left'
  } catch (error) {
    const failure = failureOf(error)
    return failure.kind === 'refused' && ['M_FORBIDDEN', 'M_NOT_FOUND'].includes(failure.errcode)
      ? 'left'
      : failure
  }
}

async function make(world: World, account: string, kind: PaceClass): Promise<PlaceToSend> {
  const { client, keeping, pace, clock, lost } = world
  const lostAt = lost.get(account)
  if (lostAt !== undefined && clock() - lostAt < LOST_ROOM_MS) {
    return { kind: 'later', waitMs: LOOK_AGAIN_MS }
  }
  const barredMs = world.mayMake - clock()
  if (barredMs > 0) return { kind: 'later', waitMs: Math.ceil(barredMs) }
  // making it and inviting
  const waitMs = pace.take(kind, `room ${account}`, 2)
  if (waitMs > 0) return { kind: 'later', waitMs }
  try {
    const { room_id: room } = await client.createRoom(roomFor(account))
    lost.delete(account)
    await keeping.setRoom(account, room)
    await noteDirect(world, account, room)
    return (await isSynced(world, room, account))
      ? { kind: 'room', room }
      : { kind: 'unreached', reason: 'not_synced' }
  } catch (error) {
    const failure = failureOf(error)
    if (failure.kind === 'lost') lost.set(account, clock())
    // rooms have a narrower limit of their own: nothing else waits for it
    if (failure.kind === 'later') world.mayMake = clock() + failure.waitMs
    return failure
  }
}

function roomFor(account: string): ICreateRoomOpts {
  return {
    // the trusted kind would make the person a creator beside us, who could shut us out
    preset: Preset.PrivateChat,
    visibility: Visibility.Private,
    is_direct: true,
    invite: [account],
    name: ROOM_NAME,
    // else everybody in a private room may invite others
    power_level_content_override: { invite: 50 },
    initial_state: [
      state('m.room.encryption', { algorithm: 'm.megolm.v1.aes-sha2' }),
      state('m.room.guest_access', { guest_access: 'forbidden' }),
      state(PRIVATE, { account }),
    ],
  }
}

function state(type: string, content: Readonly<Record<string, string>>) {
  return { type: type as keyof StateEvents, state_key: '', content }
}

/** Clients of ours and of administrators show it among the people; nothing depends on it. */
async function noteDirect({ client, notice }: World, account: string, room: string): Promise<void> {
  try {
    const all = client.getAccountData(EventType.Direct)?.getContent() ?? {}
    const rooms: unknown = all[account]
    const before = Array.isArray(rooms) ? rooms : []
    await client.setAccountDataRaw(EventType.Direct, { ...all, [account]: [...before, room] })
  } catch (error) {
    notice(`Matrix: m.direct was not written: ${failureOf(error).kind}`)
  }
}

/** What is sent before the SDK knows of the encryption would be barred. */
async function isSynced(
  { client, stopping }: World,
  id: string,
  account: string,
): Promise<boolean> {
  for (let ms = 0; ms < SYNC_PATIENCE_MS && !stopping.aborted; ms += SYNC_STEP_MS) {
    const room = client.getRoom(id)
    if (room?.hasEncryptionStateEvent() && room.getMember(account)) return true
    await sleep(SYNC_STEP_MS)
  }
  return false
}

/** Who left hears nothing of it otherwise. */
async function invited(
  { client, pace }: World,
  room: string,
  account: string,
  kind: PaceClass,
): Promise<PlaceToSend> {
  const membership = client.getRoom(room)?.getMember(account)?.membership
  if (membership === 'join' || membership === 'invite') return { kind: 'room', room }
  if (membership === 'ban') return { kind: 'refused', errcode: 'banned', words: '' }
  const waitMs = pace.take(kind, `invite ${account}`)
  if (waitMs > 0) return { kind: 'later', waitMs }
  try {
    await client.invite(room, account)
    return { kind: 'room', room }
  } catch (error) {
    return failureOf(error)
  }
}

/** Opens one room after the other in the background. */
function createAhead(
  open: (account: string) => Promise<PlaceToSend>,
  notice: (words: string) => void,
  stopping: AbortSignal,
) {
  const named = new Set<string>()
  const waiting = new Map<string, number>()
  let running: Promise<void> | undefined

  const loop = async () => {
    for (let next = first(waiting); next && !stopping.aborted; next = first(waiting)) {
      const [account, tries] = next
      const found = await open(account)
      waiting.delete(account)
      if (found.kind === 'room') continue
      // a wait is no failure; whoever failed goes to the end of the line
      const failed = found.kind === 'later' ? tries : tries + 1
      if (failed < MOST_TRIES_AHEAD) waiting.set(account, failed)
      else notice(`Matrix: a private room could not be made: ${wordsOf(found)}`)
      await rest(found.kind === 'later' ? found.waitMs : LOOK_AGAIN_MS, stopping)
    }
    running = undefined
  }
  return {
    open(accounts: readonly string[]) {
      for (const account of accounts) if (!named.has(account)) waiting.set(account, 0)
      for (const account of accounts) named.add(account)
      running ??= loop().catch((defect: unknown) => {
        running = undefined
        notice(`Matrix: private rooms could not be made: ${String(defect)}`)
      })
    },
    ended: async () => running,
  }
}

function first<K, V>(map: ReadonlyMap<K, V>): readonly [K, V] | undefined {
  const [entry] = map
  return entry
}

function wordsOf(failure: Failure): string {
  if (failure.kind === 'refused') return failure.errcode
  return failure.kind === 'later' ? failure.kind : failure.reason
}

/** Also over when it is no longer waited for. */
async function rest(ms: number, signal: AbortSignal): Promise<void> {
  await sleep(ms, undefined, { signal }).catch(() => undefined)
}
