// The loopback Slack: starts one, and gives tests its people, its faults and its memory; leaves each part to the file named after it.
import { randomBytes } from 'node:crypto'
import { once } from 'node:events'
import type { AddressInfo } from 'node:net'
import { createDelivery, type Route } from './delivery.ts'
import type { Desk } from './desk.ts'
import { createFaults, type Fault } from './faults.ts'
import { createFlood } from './flood.ts'
import { eventCallback } from './payloads.ts'
import { createPeople } from './people.ts'
import { createRateLimits } from './rate-limits.ts'
import type { Call, NewChannel, StoredMessage, User, View } from './records.ts'
import { createResponseUrls } from './response-urls.ts'
import { USUAL_SCOPES } from './scopes.ts'
import { createSockets, type DisconnectReason } from './socket-mode.ts'
import { createWebServer, type Door } from './web-api.ts'
import { createWindows } from './windows.ts'
import { wordsOfChannel, wordsOfView } from './words.ts'
import { createWorld, type World } from './world.ts'

export { signed } from './http-sender.ts'
export { mentions } from './mentions.ts'
export type { Acked, View } from './records.ts'

export type SlackOptions = {
  readonly team?: string
  readonly enterprise?: string
  readonly appId?: string
  readonly scopes?: readonly string[]
  /** Whether calls are counted as Slack counts them. */
  readonly rateLimits?: 'slack' | 'none'
  readonly port?: number
  /** How long an acknowledgement may take. */
  readonly patienceMs?: number
  /** Whether the app hears of its own messages in direct messages, as it does in Slack. */
  readonly echoes?: boolean
  /** Whether TCP stays open after the close handshake of a socket. */
  readonly lingering?: boolean
}

export type Slack = Awaited<ReturnType<typeof startSlack>>

/** A workspace with the app installed, on a port of this machine. */
export async function startSlack(options: SlackOptions = {}) {
  const world = createWorld({
    team: options.team ?? 'T0COUNCIL',
    enterprise: options.enterprise,
    appId: options.appId ?? 'A0UMLAUF',
    botUser: 'U0UMLAUF',
    botId: 'B0UMLAUF',
    botName: 'umlauf',
  })
  const secrets = createSecrets()
  const scopes = new Set(options.scopes ?? USUAL_SCOPES)
  const calls: Call[] = []
  const faults = createFaults()
  const windows = createWindows(world)

  const server = createWebServer(() => door)
  const origin = () => `http://127.0.0.1:${(server.address() as AddressInfo).port}`
  const sockets = createSockets(server, world.identity.appId, options.lingering ?? false)
  const responseUrls = createResponseUrls(world, origin)
  const delivery = createDelivery({
    sockets,
    signingSecret: secrets.signingSecret,
    patienceMs: options.patienceMs ?? 3000,
  })
  const echo: Desk['echo'] = (kind, message) => {
    if (options.echoes === false || !scopes.has('im:history')) return
    if (world.channels.get(message.channel)?.kind !== 'im') return
    const payload = eventCallback(world, echoOf(kind, message, world), { shared: false })
    void delivery.aside({ kind: 'events_api', payload })
  }
  const newUrl = () => `${origin().replace('http', 'ws')}${sockets.newTicket()}`
  const desk: Desk = { world, windows, scopes, origin, sockets: { newUrl }, echo }
  const door: Door = {
    desk,
    tokens: { bot: secrets.botToken, app: secrets.appToken },
    calls,
    limited: [],
    faults,
    rateLimits: options.rateLimits === 'slack' ? createRateLimits() : undefined,
    responseUrls,
  }
  server.listen(options.port ?? 0, '127.0.0.1')
  await once(server, 'listening')

  return {
    apiUrl: `${origin()}/api/`,
    team: world.identity.team,
    appId: world.identity.appId,
    botUser: world.identity.botUser,
    ...secrets,
    /** May be changed by a test. */
    scopes,
    calls: calls as readonly Call[],
    /** Methods that were answered with 429 because of Slack's own count. */
    limited: (): readonly string[] => door.limited,
    files: world.files,
    ...memoryOf(world),
    ...createPeople(desk, delivery, responseUrls),
    ...createFlood(desk, sockets, delivery, responseUrls, secrets.signingSecret),
    /** How events and interactions reach the app. */
    deliver: (route: Route) => delivery.routeTo(route),
    redeliver: delivery.again,
    /** Makes every trigger and every response_url given out so far older. */
    age(ms: number): void {
      windows.age(ms)
      responseUrls.age(ms)
    },
    /** One for each call of a method, in order; `response` and `upload` are the addresses for answers and files. */
    fault: (method: string, ...list: readonly Fault[]) => faults.add(method, ...list),
    outage: (method: string, on: boolean) => faults.outage(method, on),
    disconnect: (
      reason: DisconnectReason,
      which: 'first' | 'all' = 'all',
      more: { readonly closeAfterMs?: number } = {},
    ) => sockets.disconnect(reason, which, more.closeAfterMs),
    dropSockets: () => sockets.drop(),
    frame: (raw: string) => void sockets.send(raw),
    sockets: {
      get open() {
        return sockets.openCount()
      },
      history: sockets.history,
    },
    async stop(): Promise<void> {
      sockets.stop()
      delivery.http.stop()
      server.closeAllConnections()
      server.close()
      await once(server, 'close')
    },
  }
}

/** Secrets that look like Slack's and are nobody's. */
function createSecrets() {
  const random = () => randomBytes(12).toString('hex')
  return {
    botToken: `xoxb-1-1-${random()}`,
    appToken: `xapp-1-A0-1-${random()}`,
    signingSecret: randomBytes(16).toString('hex'),
  }
}

/** What a test may look at, and the little it may change besides what people do. */
function memoryOf(world: World) {
  const seenBy = (user: string) => world.modals.get(user) ?? []
  return {
    addUser: (user: User) => world.addUser(user),
    addChannel: (channel: NewChannel) => world.addChannel(channel),
    imOf: (user: string) => world.imOf(user),
    /** What stands in a channel, in order, without what only one person sees. */
    messages: (channel: string): readonly StoredMessage[] =>
      world.inChannel(channel).filter((one) => one.only_for === undefined),
    ephemerals: (channel: string, user: string): readonly StoredMessage[] =>
      world.inChannel(channel).filter((one) => one.only_for === user),
    home: (user: string): View | undefined => world.homes.get(user),
    /** Open modals, the newest last. */
    views: (user: string): readonly View[] => seenBy(user),
    sees: (user: string, channel: string): string => wordsOfChannel(world, user, channel),
    /** A modal or the App Home in plain words. */
    wordsOf: (view: View): string => wordsOfView(world, view),
    deleteMessage: (channel: string, ts: string) => world.remove(channel, ts),
  }
}

/** What Slack tells an app of its own message in a direct message. */
function echoOf(
  kind: 'posted' | 'changed' | 'deleted',
  message: StoredMessage,
  world: World,
): Record<string, unknown> {
  const { channel, ts, text, user, bot_id, blocks } = message
  const said = { type: 'message', user, bot_id, app_id: world.identity.appId, text, blocks, ts }
  const common = { channel, channel_type: 'im', event_ts: world.nextTs() }
  if (kind === 'posted') return { ...said, ...common }
  const change = { type: 'message', hidden: true, ts: common.event_ts, ...common }
  return kind === 'changed'
    ? { ...change, subtype: 'message_changed', message: said, previous_message: said }
    : { ...change, subtype: 'message_deleted', deleted_ts: ts, previous_message: said }
}
