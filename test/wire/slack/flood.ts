// Many prepared clicks at a set pace, for measuring: everything costly happens before, sending and hearing are all that is left; leaves the people of ordinary tests to people.ts.
import { randomUUID } from 'node:crypto'
import { type Delivery, frameOf } from './delivery.ts'
import { type Desk, shownMessage } from './desk.ts'
import { httpBodyOf, signed } from './http-sender.ts'
import { actionOf, messagePress } from './payloads.ts'
import type { ResponseUrls } from './response-urls.ts'
import type { Sockets } from './socket-mode.ts'

export type Click = {
  readonly user: string
  readonly channel: string
  readonly ts: string
  readonly actionId: string
  readonly value: string
}

/** A click ready to go, through a socket or over HTTP. */
export type Prepared = {
  readonly envelopeId: string
  readonly frame: string
  readonly body: string
  readonly headers: Readonly<Record<string, string>>
}

/** Clicks a second; or so many callers, each of which sends the next click when its last was acknowledged. */
export type Pace = number | { readonly callers: number }

const PATIENCE_MS = 10_000

export function createFlood(
  desk: Desk,
  sockets: Sockets,
  delivery: Delivery,
  responseUrls: ResponseUrls,
  signingSecret: string,
) {
  const { world } = desk

  function prepared(click: Click): Prepared {
    const [user, channel] = [world.users.get(click.user), world.channels.get(click.channel)]
    const message = world.find(click.channel, click.ts)
    if (!user || !channel || !message) throw new Error(`nobody can press ${JSON.stringify(click)}`)
    const text = { type: 'plain_text', text: click.actionId }
    const element = { type: 'button', action_id: click.actionId, text }
    const envelopeId = randomUUID()
    const common = { user, triggerId: `${envelopeId}.0.0` }
    const payload = messagePress(world, common, {
      channel,
      message,
      shown: shownMessage(message, desk),
      action: actionOf(element, 'prepared', {
        carries: { value: click.value },
        actionTs: world.nextTs(),
      }),
      responseUrl: responseUrls.issue({ user: click.user, channel: click.channel }),
    })
    const { body, contentType } = httpBodyOf('interactive', payload)
    return {
      envelopeId,
      frame: frameOf({ kind: 'interactive', payload }, envelopeId),
      body,
      headers: signed(body, { secret: signingSecret, contentType }),
    }
  }

  /** @returns milliseconds until the acknowledgement, or undefined for a lost click */
  function sendOne(click: Prepared): Promise<number | undefined> {
    const route = delivery.route()
    const started = performance.now()
    if (route !== 'socket')
      return delivery.http
        .post(route.http, click.body, click.headers, PATIENCE_MS)
        .then((answer) => (answer?.status === 200 ? performance.now() - started : undefined))
    return new Promise((resolve) => {
      const timer = setTimeout(() => {
        stopListening()
        resolve(undefined)
      }, PATIENCE_MS)
      const done = (latency: number | undefined) => {
        clearTimeout(timer)
        resolve(latency)
      }
      const stopListening = sockets.await(click.envelopeId, () => done(performance.now() - started))
      if (sockets.send(click.frame)) return
      stopListening()
      done(undefined)
    })
  }

  return {
    prepareClicks: (n: number, click: (i: number) => Click): readonly Prepared[] =>
      Array.from({ length: n }, (_, i) => prepared(click(i))),
    /** Latencies in the order of the clicks. */
    flood: (clicks: readonly Prepared[], pace: Pace): Promise<readonly (number | undefined)[]> =>
      typeof pace === 'number' ? atPace(clicks, pace, sendOne) : byCallers(clicks, pace, sendOne),
  }
}

type SendOne = (click: Prepared) => Promise<number | undefined>

async function atPace(clicks: readonly Prepared[], perSecond: number, sendOne: SendOne) {
  const started = performance.now()
  const sent: Promise<number | undefined>[] = []
  for (const [index, click] of clicks.entries()) {
    const wait = started + (index / perSecond) * 1000 - performance.now()
    if (wait > 0) await new Promise((resolve) => setTimeout(resolve, wait))
    sent.push(sendOne(click))
  }
  return Promise.all(sent)
}

async function byCallers(
  clicks: readonly Prepared[],
  { callers }: { callers: number },
  sendOne: SendOne,
) {
  const latencies: (number | undefined)[] = clicks.map(() => undefined)
  let next = 0
  const caller = async () => {
    for (let index = next++; index < clicks.length; index = next++) {
      const click = clicks[index]
      if (click) latencies[index] = await sendOne(click)
    }
  }
  await Promise.all(Array.from({ length: callers }, caller))
  return latencies
}
