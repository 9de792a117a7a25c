// The way in by Socket Mode: two lines to Slack that never age alike, and what comes over them handed to Bolt; leaves keeping a line up to slot.ts.
import { setTimeout as sleep } from 'node:timers/promises'
import type { App, ReceiverEvent } from '@slack/bolt'
import { createLine } from './line.ts'
import { barredRefusal } from './line-faults.ts'
import { isEvent, logUnacknowledged, type ReceiverParts, type SlackReceiver } from './receiver.ts'
import { receiverTexts } from './receiver-texts.ts'
import { createSlot } from './slot.ts'
import { sparing } from './sparing.ts'
import { createWatch } from './watch.ts'

const STAGGER_MS = 5 * 60_000
/** A line that Slack did not ask to leave is closed after a tenth of the stagger without a frame. */
const QUIET_SHARE = 10
const WATCH_MS = 1_000
const LOOK_MS = 10

export type SocketOptions = ReceiverParts & {
  /** Of the app, not of the bot: `xapp-…` with `connections:write`. */
  readonly appToken: string
  /** Where the Web API is, with a slash at its end. */
  readonly apiUrl: string
  /** How much younger the second line is made than the first. */
  readonly staggerMs?: number
}

/** A receiver of Bolt with two lines; none of them is left before another has said hello. */
export function createSocketReceiver(options: SocketOptions): SlackReceiver {
  const { appToken, apiUrl, report, staggerMs = STAGGER_MS } = options
  const notice = sparing(options.notice)
  const up = Promise.withResolvers<void>()
  const timers: NodeJS.Timeout[] = []
  let everUp = false
  let stopping = false
  let app: App | undefined

  const take = createTaking(
    { ...options, notice },
    () => app,
    (envelopeId, words) => slots.some((slot) => slot.acknowledge(envelopeId, words)),
  )
  const watch = createWatch(options.notice)
  const slots = [createOne(), createOne()]

  function createOne() {
    return createSlot({
      createLine: (changed) =>
        createLine({ appToken, apiUrl, take, accepting: () => !stopping, notice, report, changed }),
      quietMs: staggerMs / QUIET_SHARE,
      notice,
      report,
      up() {
        everUp = true
        up.resolve()
      },
      barred(code) {
        if (everUp) return
        up.reject(barredRefusal(code))
        void close()
      },
    })
  }

  const upCount = () => slots.filter((slot) => slot.isUp()).length
  const pending = () => slots.reduce((sum, slot) => sum + slot.pending(), 0)

  async function close(): Promise<void> {
    stopping = true
    for (const timer of timers) clearTimeout(timer)
    await Promise.all(slots.map((slot) => slot.close()))
    up.resolve()
  }

  return {
    init(given) {
      app = given
    },
    start() {
      for (const slot of slots) slot.tend()
      timers.push(
        setTimeout(() => slots[1]?.renew(), staggerMs),
        setInterval(() => {
          for (const slot of slots) slot.tend()
          watch(upCount() > 0, performance.now())
        }, WATCH_MS),
      )
      return up.promise
    },
    async stop(deadline) {
      stopping = true
      const end = deadline - performance.timeOrigin
      while (pending() > 0 && performance.now() < end) await sleep(LOOK_MS)
      await close()
    },
    health() {
      const count = upCount()
      return { ok: count > 0, words: receiverTexts.de.lines(count) }
    },
  }
}

/** Hands one request to Bolt, and acknowledges it only when what it asked for is done. */
function createTaking(
  { admit, notice, report }: ReceiverParts,
  app: () => App | undefined,
  elsewhere: (envelopeId: string, words: unknown) => boolean,
): (event: ReceiverEvent) => Promise<void> {
  return async (event) => {
    const envelopeId = `${event.customProperties?.['envelopeId']}`
    // On a lost socket the SDK throws. What comes after an acknowledgement has to happen all the same, and the other line
    // may still bring it to Slack, which knows it by its envelope.
    const ack = async (words?: unknown) => {
      try {
        await event.ack(words)
      } catch {
        const sent = elsewhere(envelopeId, words)
        notice(
          `socket: an acknowledgement lost its connection${sent ? ', and took the other' : ''}`,
        )
      }
    }
    try {
      const verdict = admit(event.body)
      if (verdict.status !== 200) {
        notice(`socket: a request was not admitted: ${verdict.reason}`)
        // otherwise Slack sends it again
        return await ack()
      }
      const first = isEvent(event.body)
      await app()?.processEvent({ ...event, ack: first ? async () => {} : ack })
      if (first) await ack()
    } catch (fault) {
      logUnacknowledged(fault, { notice, report })
    }
  }
}
