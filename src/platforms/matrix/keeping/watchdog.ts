// Notices that the SDK's sync loop says nothing any more, and begins it anew; leaves a homeserver that is away to the SDK, which asks again by itself.
import { ClientEvent, type IStartClientOpts, type MatrixClient, SyncState } from 'matrix-js-sdk'
import { SyncApi, type SyncApiOptions } from 'matrix-js-sdk/lib/sync.js'

export type WatchdogParts = {
  readonly client: MatrixClient
  readonly options: IStartClientOpts
  readonly silenceMs: number
  /** A sync that is being handed over may take its time. */
  readonly isBusy: () => boolean
  readonly restarted: () => void
}

export interface Watchdog {
  isSilent(): boolean
  stop(): void
}

export function createWatchdog(parts: WatchdogParts): Watchdog {
  const { client, options, silenceMs, isBusy, restarted } = parts
  let lastSign = performance.now()
  let silent = false
  const heard = (state: SyncState) => {
    if (state === SyncState.Stopped) return
    lastSign = performance.now()
    if (state === SyncState.Syncing) silent = false
  }
  client.on(ClientEvent.Sync, heard)
  const timer = setInterval(() => {
    if (isBusy()) lastSign = performance.now()
    if (performance.now() - lastSign < silenceMs) return
    silent = true
    lastSign = performance.now()
    restartSync(client, options)
    restarted()
  }, silenceMs / 4)
  timer.unref()
  return {
    isSilent: () => silent,
    stop() {
      clearInterval(timer)
      client.off(ClientEvent.Sync, heard)
    },
  }
}

/** What the SDK's client keeps for itself. */
type Inside = { syncApi?: SyncApi; buildSyncApiOptions(): SyncApiOptions }

/**
 * Another loop on the same client: the SDK's own stop and start would close the encryption for ever. The old loop, should it
 * come to life again, sees that it was stopped.
 */
function restartSync(client: MatrixClient, options: IStartClientOpts): void {
  const inside = client as unknown as Inside
  inside.syncApi?.stop()
  // The new loop begins with the saved rooms, whose events would otherwise be there twice.
  for (const room of client.getRooms()) room.resetLiveTimeline(null, null)
  const loop = new SyncApi(client, options, inside.buildSyncApiOptions())
  inside.syncApi = loop
  loop.sync().catch(() => undefined)
}
