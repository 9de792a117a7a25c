// One client of the SDK on what its folder keeps: encryption, rooms and token that last, a quiet log, no queue of its own; leaves what comes in to receiving and what goes out to sending.
import { randomUUID } from 'node:crypto'
import {
  ClientEvent,
  createClient,
  Filter,
  HttpApiEvent,
  type IStartClientOpts,
  type ISyncResponse,
  type MatrixClient,
  MatrixScheduler,
  SyncState,
} from 'matrix-js-sdk'
import type { CryptoApi } from 'matrix-js-sdk/lib/crypto-api/index.js'
import { Refusal } from '../../../core/refusal.ts'
import { inBoth } from '../../../core/texts.ts'
import { type CryptoClosing, createCryptoClosing } from './crypto-closing.ts'
import type { Folder, Session } from './folder.ts'
import { offerGlobally } from './global-indexeddb.ts'
import { keepingTexts } from './keeping-texts.ts'
import { openPersistentIndexedDb, type PersistentIndexedDb } from './persistent-indexeddb.ts'
import { quietLogger, silenceSdk } from './quiet-logger.ts'
import { createSecretKeys, type SecretKeys } from './secret-keys.ts'
import { createSyncStore, type SavedSync, type SyncStore } from './sync-store.ts'
import { pruneTimelines } from './timelines.ts'
import { createWatchdog, type Watchdog } from './watchdog.ts'

export type ClientOptions = {
  readonly folder: Folder
  readonly session: Session
  readonly recoveryKey?: string
  /** Resolves when everything in the sync is stored on our side. Absent (in commands): the token stays where it is. */
  readonly beforeToken?: (sync: ISyncResponse, client: MatrixClient) => Promise<void>
  /** Called where keys cannot be written: it has to end the process, since what would be sent now could never be read. */
  readonly broken: (error: unknown) => never
  readonly report: (defect: unknown) => void
  readonly notice: (words: string) => void
  readonly pollTimeoutMs?: number
}

export interface OpenedClient {
  readonly client: MatrixClient
  readonly crypto: CryptoApi
  readonly session: Session
  readonly secretKeys: SecretKeys
  /** The rooms as they were when the token last moved, in an earlier run. */
  readonly savedSync: SavedSync | undefined
  /** Begins to sync. Resolves after the first sync, or throws Refusal `matrix.loggedOut` or `matrix.stopped`. */
  start(): Promise<void>
  health(): { readonly ok: boolean; readonly words: string }
  stop(): Promise<void>
}

const POLL_TIMEOUT_MS = 30_000
/** How many new events of a room one sync may bring before it leaves a gap. */
const TIMELINE_LIMIT = 100
const REQUEST_TIMEOUT_MS = 30_000

/** @throws Refusal `matrix.keysGone` where this device has published keys that the folder no longer holds. */
export async function openClient(options: ClientOptions): Promise<OpenedClient> {
  const { folder, session, broken } = options
  const storageKey = folder.storageKey()
  const persistent = await openPersistentIndexedDb(folder.keysFile, broken)
  const name = storeNameOf(session)
  const withdraw = offerGlobally(name, persistent.factory)
  const close = async () => {
    withdraw()
    await persistent.close()
  }
  try {
    if (session.opened) await refuseWithoutKeys(persistent, name)
    const secretKeys = createSecretKeys(options.recoveryKey)
    const { client, syncStore } = createParts(options, persistent, secretKeys)
    await syncStore.store.startup()
    await client.initRustCrypto({ cryptoDatabasePrefix: name, storageKey })
    const crypto = client.getCrypto()
    if (crypto === undefined) throw new Error('The encryption did not begin')
    if (!session.opened) folder.keepSession({ ...session, opened: true })
    const savedSync = (await syncStore.store.getSavedSync()) ?? undefined
    const closing = createCryptoClosing(crypto)
    const running = createRunning(options, client, syncStore, { closing, close })
    return { client, crypto, session, secretKeys, savedSync, ...running }
  } catch (fault) {
    await close()
    throw fault
  }
}

/** Without separators, which the global IndexedDB tells connections apart by. */
function storeNameOf({ user, device }: Session): string {
  return `${user} ${device}`.replaceAll('::', ': :')
}

async function refuseWithoutKeys(persistent: PersistentIndexedDb, name: string): Promise<void> {
  const databases = await persistent.factory.databases()
  if (databases.some((database) => database.name.startsWith(`${name}::`))) return
  throw new Refusal(
    'matrix.keysGone',
    inBoth(keepingTexts, (t) => t.keysGone),
  )
}

function createParts(
  options: ClientOptions,
  persistent: PersistentIndexedDb,
  secretKeys: SecretKeys,
): { client: MatrixClient; syncStore: SyncStore } {
  const { session, beforeToken, broken, report, notice } = options
  silenceSdk()
  const syncStore = createSyncStore({
    ...{ factory: persistent.factory, name: storeNameOf(session), broken, report },
    beforeToken: beforeToken && ((sync) => beforeToken(sync, client)),
    afterToken: (sync) => pruneTimelines(client, sync),
  })
  const client: MatrixClient = createClient({
    ...{ baseUrl: session.homeserver, accessToken: session.accessToken },
    ...{ userId: session.user, deviceId: session.device },
    store: syncStore.store,
    // What is sent is queued and tried again by our own outbox, which knows what has become outdated.
    scheduler: new MatrixScheduler(
      () => -1,
      () => null,
    ),
    cryptoCallbacks: secretKeys.callbacks,
    logger: quietLogger(notice),
    localTimeoutMs: REQUEST_TIMEOUT_MS,
    disableVoip: true,
  })
  return { client, syncStore }
}

/**
 * Synapse answers a first sync for two minutes as it did before, to the same device with the same filter. A command, which
 * always begins anew, has to see what stands now: it asks with a filter of its own, which leaves nothing out.
 */
function startOptions(
  client: MatrixClient,
  { pollTimeoutMs = POLL_TIMEOUT_MS, beforeToken }: ClientOptions,
): IStartClientOpts {
  const nothing = { not_types: ['*'] }
  const own = { account_data: { not_types: [`de.umlauf.${randomUUID()}`] } }
  const filter = Filter.fromJson(client.getUserId(), 'umlauf', {
    presence: nothing,
    room: { ephemeral: nothing, timeline: { limit: TIMELINE_LIMIT } },
    ...(beforeToken === undefined ? own : {}),
  })
  return {
    ...{ initialSyncLimit: 1, lazyLoadMembers: false, disablePresence: true },
    ...{ pollTimeout: pollTimeoutMs, filter },
  }
}

type Running = Pick<OpenedClient, 'start' | 'health' | 'stop'>

function createRunning(
  parts: ClientOptions,
  client: MatrixClient,
  syncStore: SyncStore,
  { closing, close }: { readonly closing: CryptoClosing; readonly close: () => Promise<void> },
): Running {
  const first = Promise.withResolvers<void>()
  first.promise.catch(() => undefined)
  let state: SyncState | undefined
  let loggedOut = false
  let watchdog: Watchdog | undefined
  let stopped: Promise<void> | undefined

  client.on(ClientEvent.Sync, (next) => {
    state = next
    if (next === SyncState.Syncing) first.resolve()
  })
  client.on(HttpApiEvent.SessionLoggedOut, () => {
    loggedOut = true
    watchdog?.stop()
    first.reject(refusal('matrix.loggedOut', (t) => t.loggedOut))
  })

  async function end(): Promise<void> {
    first.reject(refusal('matrix.stopped', (t) => t.stopped))
    watchdog?.stop()
    await syncStore.stop()
    await closing.close()
    client.stopClient()
    await syncStore.store.destroy()
    await close()
  }

  return {
    async start() {
      const options = startOptions(client, parts)
      watchdog = createWatchdog({
        ...{ client, options, silenceMs: 2 * (parts.pollTimeoutMs ?? POLL_TIMEOUT_MS) },
        isBusy: () => syncStore.isBusy(),
        restarted: () => parts.report(new Error('The sync loop said nothing and was begun anew')),
      })
      await client.startClient(options)
      await first.promise
    },
    health() {
      const { de } = keepingTexts
      if (loggedOut) return { ok: false, words: de.loggedOut }
      if (state === undefined) return { ok: false, words: de.notStarted }
      if (syncStore.isWaiting()) return { ok: false, words: de.waiting }
      if (watchdog?.isSilent()) return { ok: false, words: de.silent }
      if (state === SyncState.Error || state === SyncState.Reconnecting)
        return { ok: false, words: de.unreachable }
      return { ok: true, words: de.syncing }
    },
    stop() {
      stopped ??= end()
      return stopped
    },
  }
}

type Words = (typeof keepingTexts)['de']

function refusal(code: string, say: (texts: Words) => string): Refusal {
  return new Refusal(code, inBoth(keepingTexts, say))
}
