// One connection to Slack by Socket Mode, used once: opened, gated, left and closed, never opened again; leaves when there has to be another to slot.ts.
import { setTimeout as sleep } from 'node:timers/promises'
import { type App, type ReceiverEvent, SocketModeReceiver } from '@slack/bolt'
import { quietLogger } from '../quiet-logger.ts'
import { readFrame } from './frames.ts'

/** From asking Slack for an address to its hello. */
const LONGEST_OPENING_MS = 15_000
/** The SDK waits 30 s for the other side to close; asked a second time it closes at once. */
const CLOSING_MS = 1_000
/** Twice the SDK's own: a process that was busy for 5 s should not lose both lines. */
const PONG_MS = 10_000
/** How often a line that is being left looks whether it still has work. */
const LOOK_MS = 25
/** Once Slack has asked for it, a line is closed when nothing came for this long, or after this long in all. */
const ASKED = { quietMs: 500, limitMs: 30_000 }
const OPEN = 1

export type LineParts = {
  readonly appToken: string
  readonly apiUrl: string
  /** Takes one request; never rejects. */
  readonly take: (event: ReceiverEvent) => Promise<void>
  readonly accepting: () => boolean
  readonly notice: (words: string) => void
  readonly report: (defect: unknown) => string
  /** The line is lost, or Slack asks to leave it. */
  readonly changed: () => void
}

export interface Line {
  /** Resolves when Slack has said hello. Rejects with what the SDK said, or `Dismissed`. */
  open(): Promise<void>
  alive(): boolean
  /** Requests handed over and not yet done. */
  pending(): number
  /** Slack's reason to ask for another line, once it has asked. */
  dismissal(): string | undefined
  /** Acknowledges what came over another line that was lost meanwhile. @returns whether it was sent */
  acknowledge(envelopeId: string, words: unknown): boolean
  /** Closes when Slack has stopped using it: nothing under way, and nothing came for a while. */
  leave(quietMs: number): Promise<void>
  /** Closes; whoever is still under way loses its acknowledgement. */
  close(): Promise<void>
}

/** Slack's own reason not to keep a line, from its `disconnect` frame. */
export class Dismissed extends Error {
  readonly reason: string
  constructor(reason: string) {
    super(`Slack closed the connection: ${reason}`)
    this.reason = reason
  }
}

/** A line that is not open yet. */
export function createLine(parts: LineParts): Line {
  const { changed, report } = parts
  const aborter = new AbortController()
  const receiver = createReceiver(parts, aborter.signal)
  const { client } = receiver
  const gone = Promise.withResolvers<void>()
  const state = { hello: false, gone: false, closing: false, pending: 0, last: 0 }
  let dismissal: { readonly reason: string; readonly at: number } | undefined
  let trouble: unknown

  // the SDK's state of the socket: with the versions pinned in package.json it says sooner than any event that one side has begun to close
  const isOpen = () => state.hello && !state.gone && client.websocket?.readyState === OPEN

  const take = async (event: ReceiverEvent) => {
    state.pending += 1
    await parts.take(event)
    state.pending -= 1
  }
  // of the app, Bolt's receiver only ever calls processEvent
  receiver.init({ processEvent: take } as unknown as App)
  guard(client, parts, {
    frame: () => {
      state.last = performance.now()
    },
    hello: () => {
      state.hello = true
    },
    dismissed: (reason) => {
      dismissal = { reason, at: performance.now() }
      if (!state.hello) void close()
      changed()
    },
  })
  client.on('error', (fault: unknown) => {
    trouble = fault
  })
  client.on('authenticated', () => {
    // the SDK would go on to connect what was given up while it asked for the address
    if (state.closing) throw new Error('given up')
  })
  client.on('disconnected', () => {
    if (state.gone) return
    state.gone = true
    gone.resolve()
    changed()
  })

  async function close(): Promise<void> {
    if (!state.closing) {
      state.closing = true
      aborter.abort()
      client.disconnect().catch(report)
    }
    const done = new AbortController()
    const late = sleep(CLOSING_MS, undefined, { signal: done.signal }).catch(() => {})
    await Promise.race([gone.promise, late])
    done.abort()
    // forces it; and where it is closed already, takes away a timer that the SDK may have left
    client.disconnect().catch(report)
  }

  return {
    async open() {
      const late = setTimeout(() => void close(), LONGEST_OPENING_MS)
      try {
        await receiver.start()
      } catch (fault) {
        await close()
        if (dismissal !== undefined) throw new Dismissed(dismissal.reason)
        throw fault ?? trouble ?? new Error('closed before Slack said hello')
      } finally {
        clearTimeout(late)
      }
    },
    alive: () => isOpen() && !state.closing,
    pending: () => state.pending,
    dismissal: () => dismissal?.reason,
    acknowledge(envelopeId, words) {
      if (!isOpen()) return false
      const payload = typeof words === 'string' ? { text: words } : (words ?? {})
      let sent = true
      client.websocket?.send(JSON.stringify({ envelope_id: envelopeId, payload }), (fault) => {
        sent = fault === undefined
      })
      return sent
    },
    async leave(quietMs) {
      const since = performance.now()
      while (isOpen() && !state.closing) {
        const now = performance.now()
        const needed = dismissal ? ASKED.quietMs : quietMs
        const quiet = now - Math.max(since, state.last) >= needed
        if (quiet && state.pending === 0) break
        if (dismissal && now - Math.max(since, dismissal.at) > ASKED.limitMs) break
        await sleep(LOOK_MS)
      }
      await close()
    },
    close,
  }
}

/** What the gate saw. */
type Seen = {
  readonly frame: () => void
  readonly hello: () => void
  readonly dismissed: (reason: string) => void
}

/** Puts our gate where the SDK's own listener was; the SDK sees only what it is made for. */
function guard(client: SocketModeReceiver['client'], parts: LineParts, seen: Seen): void {
  const [sdk] = client.listeners('ws_message')
  if (!sdk) throw new Error('The Slack SDK listens to its socket in another way than it did')
  client.removeAllListeners('ws_message')
  const pass = async (data: unknown, isBinary: boolean) => sdk.call(client, data, isBinary)
  client.on('ws_message', (data: unknown, isBinary: boolean) => {
    seen.frame()
    const frame = readFrame(data, isBinary)
    if (frame.kind === 'odd') return parts.notice(`socket: a frame was dropped: ${frame.why}`)
    // at a `disconnect` the SDK would close at once, deaf to what Slack still sends here
    if (frame.kind === 'disconnect') return seen.dismissed(frame.reason)
    if (frame.kind === 'request' && !parts.accepting()) return
    if (frame.kind === 'hello') seen.hello()
    pass(data, isBinary).catch(parts.report)
  })
}

function createReceiver(
  { appToken, apiUrl, notice }: LineParts,
  signal: AbortSignal,
): SocketModeReceiver {
  return new SocketModeReceiver({
    appToken,
    logger: quietLogger(notice),
    autoReconnectEnabled: false,
    clientPingTimeout: PONG_MS,
    installerOptions: {
      // a new object for every line: the SDK writes the token into the headers of a shared one
      clientOptions: {
        slackApiUrl: apiUrl,
        retryConfig: { retries: 0 },
        rejectRateLimitedCalls: true,
        timeout: 10_000,
        fetch: (url, init) =>
          fetch(url, {
            ...init,
            signal: AbortSignal.any([signal, ...(init?.signal ? [init.signal] : [])]),
          }),
      },
    },
    customPropertiesExtractor: ({ envelope_id }) => ({
      envelopeId: envelope_id,
      arrival: 'socket',
    }),
  })
}
