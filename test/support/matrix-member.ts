// A member whose client is matrix-js-sdk with its keys in memory: what it sends, what it can read, and its identity; leaves the homeserver to whoever starts one.
import {
  ClientEvent,
  createClient,
  type MatrixClient,
  type MatrixEvent,
  MatrixEventEvent,
  RoomEvent,
  SyncState,
} from 'matrix-js-sdk'
import { quietLogger, silenceSdk } from '../../src/platforms/matrix/keeping/quiet-logger.ts'
import { requestIdOf } from '../../src/platforms/matrix/receiving/request-id.ts'
import type { Fields } from '../wire/matrix/records.ts'
import type { Account } from './matrix-calls.ts'

const PATIENCE_MS = 15_000
export const ENCRYPTION = {
  type: 'm.room.encryption',
  state_key: '',
  content: { algorithm: 'm.megolm.v1.aes-sha2' },
}

/** What the client saw, in the clear where it could read it. */
export type Seen = {
  readonly id: string
  readonly room: string
  readonly type: string
  readonly sender: string
  readonly content: Fields
  readonly readable: boolean
}

export type Member = Awaited<ReturnType<typeof startMember>>

/** A client that is logged in, has its keys on the server and follows its rooms. */
export async function startMember(url: string, account: Account) {
  silenceSdk()
  const secrets = new Map<string, Uint8Array<ArrayBuffer>>()
  const client = createClient({
    baseUrl: url,
    userId: account.id,
    accessToken: account.token,
    deviceId: account.deviceId,
    logger: quietLogger(() => {}),
    cryptoCallbacks: {
      getSecretStorageKey: async ({ keys }) => {
        const id = Object.keys(keys).find((one) => secrets.has(one))
        const key = id === undefined ? undefined : secrets.get(id)
        return id !== undefined && key ? [id, key] : null
      },
      cacheSecretStorageKey: (id, _info, key) => void secrets.set(id, key),
    },
  })
  const seen: Seen[] = []
  const waiting = new Set<() => void>()
  const note = (event: MatrixEvent) => {
    seen.push(seenOf(event))
    for (const look of [...waiting]) look()
  }
  client.on(RoomEvent.Timeline, (event) => {
    if (!event.isEncrypted()) note(event)
  })
  client.on(MatrixEventEvent.Decrypted, note)
  await client.initRustCrypto({ useIndexedDB: false })
  const prepared = Promise.withResolvers<void>()
  client.on(ClientEvent.Sync, (state) => {
    if (state === SyncState.Prepared) prepared.resolve()
  })
  await client.startClient({ initialSyncLimit: 20, disablePresence: true })
  await prepared.promise

  return {
    account,
    client,
    seen: seen as readonly Seen[],
    /** The first event that meets the condition, past or to come. */
    sees: (wanted: (event: Seen) => boolean) =>
      within(
        () => seen.find(wanted),
        (look) => waiting.add(look),
      ),
    /** Encrypted where the room is. @returns the id of the event */
    async send(room: string, type: string, content: Fields): Promise<string> {
      await joined(client, room)
      const { event_id: id } = await client.sendEvent(room, type as never, content as never)
      return id
    },
    async join(room: string): Promise<void> {
      await client.joinRoom(room)
      await joined(client, room)
    },
    stop: () => client.stopClient(),
  }
}

/** What an event that this client has just sent is known by as a request. */
export function requestOf({ client }: Member, event: string): string {
  const rooms = client.getRooms()
  const sent = rooms.map((room) => room.findEventById(event)).find((found) => found !== undefined)
  return (sent && requestIdOf(sent)) ?? event
}

/** Until the client itself knows that it is in the room. */
async function joined(client: MatrixClient, room: string): Promise<void> {
  await within(
    () => client.getRoom(room)?.getMyMembership() === 'join' || undefined,
    (look) => void client.on(ClientEvent.Sync, look),
  )
}

/** What there is to find, now or after one of the occasions that `listen` reports. */
function within<T>(find: () => T | undefined, listen: (look: () => void) => void): Promise<T> {
  const { promise, resolve, reject } = Promise.withResolvers<T>()
  const timer = setTimeout(() => reject(new Error('It did not come in time.')), PATIENCE_MS)
  const look = () => {
    const found = find()
    if (found === undefined) return
    clearTimeout(timer)
    resolve(found)
  }
  listen(look)
  look()
  return promise
}

function seenOf(event: MatrixEvent): Seen {
  return {
    id: event.getId() ?? '',
    room: event.getRoomId() ?? '',
    type: event.getType(),
    sender: event.getSender() ?? '',
    content: event.getContent(),
    readable: !event.isDecryptionFailure(),
  }
}
