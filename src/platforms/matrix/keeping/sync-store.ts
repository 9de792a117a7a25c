// The SDK's store of rooms and of the sync token, where nothing of a sync is kept before all of it was handed over; leaves what is handed over to receiving, and the disk to persistent-indexeddb.ts.
import { setTimeout as sleep } from 'node:timers/promises'
import { IndexedDBStore, type ISyncResponse } from 'matrix-js-sdk'
import type { Factory } from './indexeddb-shapes.ts'

/** What the rooms were when the token last moved. */
export type SavedSync = NonNullable<Awaited<ReturnType<IndexedDBStore['getSavedSync']>>>

export type SyncStoreParts = {
  readonly factory: Factory
  readonly name: string
  /** Resolves when everything in the sync is stored on our side. Absent: the token stays where it is. */
  readonly beforeToken: ((sync: ISyncResponse) => Promise<void>) | undefined
  /** After the token has moved. */
  readonly afterToken: (sync: ISyncResponse) => void
  readonly broken: (error: unknown) => never
  readonly report: (defect: unknown) => void
}

export interface SyncStore {
  readonly store: IndexedDBStore
  /** A sync is being handed over. */
  isBusy(): boolean
  /** Handing it over has failed and is tried again, or it takes long. */
  isWaiting(): boolean
  /** A sync that is still being handed over is left where it is. Resolves when nothing is being written any more. */
  stop(): Promise<void>
}

const FIRST_WAIT_MS = 250
const LONGEST_WAIT_MS = 15_000
/** Handing a sync over may take so long before it is told. */
const LONG_MS = 120_000

export function createSyncStore(parts: SyncStoreParts): SyncStore {
  const { factory, name, beforeToken, afterToken, broken, report } = parts
  const stopping = new AbortController()
  let busy = 0
  let busySince = 0
  let waiting = false
  const store = new IndexedDBStore({ indexedDB: factory, dbName: name })
  // The SDK would go on in memory, with its database deleted.
  store.on('degraded', (error: unknown) => broken(error))

  // closed in the middle of a write, the SDK would take its database for broken
  let writing: Promise<unknown> = Promise.resolve()
  const save = store.save.bind(store)
  store.save = (force) => {
    if (stopping.signal.aborted) return Promise.resolve()
    const written = save(force)
    writing = Promise.allSettled([writing, written])
    return written
  }

  /** The SDK's loop ends for ever where this throws, so it tries again until it is stopped. */
  async function handOver(sync: ISyncResponse, hand: NonNullable<typeof beforeToken>) {
    for (let wait = FIRST_WAIT_MS; !stopping.signal.aborted; ) {
      try {
        await hand(sync)
        return
      } catch (defect) {
        if (!waiting && !stopping.signal.aborted) report(defect)
        waiting = true
        await sleep(wait, undefined, { signal: stopping.signal }).catch(() => undefined)
        wait = Math.min(wait * 2, LONGEST_WAIT_MS)
      }
    }
  }

  const keep = store.setSyncData
  store.setSyncData = async (sync) => {
    if (beforeToken === undefined) return
    if (busy === 0) busySince = performance.now()
    busy += 1
    await handOver(sync, beforeToken)
    busy -= 1
    // A loop that was given up may come to its end after another has gone further.
    if (stopping.signal.aborted || sync.next_batch !== store.getSyncToken()) return
    waiting = false
    await keep(sync)
    if (carriesSomething(sync)) await store.save(true)
    afterToken(sync)
  }
  return {
    store,
    isBusy: () => busy > 0,
    isWaiting: () => waiting || (busy > 0 && performance.now() - busySince > LONG_MS),
    async stop() {
      stopping.abort()
      await writing
    },
  }
}

/** Every save writes all rooms, so a sync that brought none is left to the next one, or to the SDK's own save every five minutes. */
function carriesSomething({ rooms, account_data: account }: ISyncResponse): boolean {
  const touched = Object.values(rooms ?? {}).some((kind) => Object.keys(kind ?? {}).length > 0)
  return touched || (account?.events.length ?? 0) > 0
}
