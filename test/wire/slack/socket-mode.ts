// The sockets of Socket Mode: hello, pings, envelopes one after the other to the live ones, acknowledgements, disconnects; leaves what an envelope holds to payloads.ts.
import { randomUUID } from 'node:crypto'
import type { Server } from 'node:http'
import type { Duplex } from 'node:stream'
import { type RawData, type WebSocket, WebSocketServer } from 'ws'
import { isFields, textOf } from './records.ts'

const PING_EVERY_MS = 5000
const MOST_SOCKETS = 10

export type DisconnectReason =
  | 'refresh_requested'
  | 'warning'
  | 'link_disabled'
  | 'too_many_websockets'

/** After which time Slack closes the socket itself. */
const CLOSES_AFTER_MS: Readonly<Record<DisconnectReason, number>> = {
  refresh_requested: 2000,
  warning: 10_000,
  link_disabled: 0,
  too_many_websockets: 0,
}

export type SocketEvent = {
  readonly at: number
  readonly what: 'hello' | 'closed' | 'disconnect'
  /** The number of the connection, counted from one. */
  readonly n: number
}

type Connection = { readonly socket: WebSocket; readonly n: number; leaving: boolean }

export type Sockets = ReturnType<typeof createSockets>

/** The sockets of an app on a server that is not listening yet. */
export function createSockets(server: Server, appId: string, lingering: boolean) {
  const wss = new WebSocketServer({ noServer: true })
  const tickets = new Set<string>()
  const open: Connection[] = []
  const history: SocketEvent[] = []
  const waiting = new Map<string, ((payload: unknown) => void)[]>()
  const timers = new Set<NodeJS.Timeout>()
  let connections = 0
  let turn = 0

  const note = (what: SocketEvent['what'], n: number) =>
    void history.push({ at: performance.now(), what, n })

  server.on('upgrade', (request, duplex: Duplex, head) => {
    const ticket = new URL(request.url ?? '', 'http://slack').searchParams.get('ticket') ?? ''
    if (!tickets.delete(ticket)) return void duplex.end('HTTP/1.1 403 Forbidden\r\n\r\n')
    if (lingering) keepOpen(duplex)
    wss.handleUpgrade(request, duplex, head, welcome)
  })

  function welcome(socket: WebSocket): void {
    const connection: Connection = { socket, n: ++connections, leaving: false }
    socket.on('error', () => undefined)
    if (open.length >= MOST_SOCKETS) {
      leave(connection, 'too_many_websockets', 0)
      return
    }
    open.push(connection)
    socket.on('close', () => {
      open.splice(open.indexOf(connection), 1)
      note('closed', connection.n)
    })
    socket.on('message', (data, binary) => {
      if (!binary) acknowledge(data)
    })
    note('hello', connection.n)
    socket.send(
      JSON.stringify({
        type: 'hello',
        num_connections: open.length,
        debug_info: { host: 'applink-1', build_number: 1, approximate_connection_time: 18_060 },
        connection_info: { app_id: appId },
      }),
    )
  }

  function acknowledge(data: RawData): void {
    const frame = parsed(String(data))
    if (!isFields(frame)) return
    const id = textOf(frame['envelope_id'])
    const list = waiting.get(id)
    list?.shift()?.(frame['payload'])
    if (list?.length === 0) waiting.delete(id)
  }

  function leave(connection: Connection, reason: DisconnectReason, closeAfterMs: number): void {
    const { socket, n } = connection
    connection.leaving = reason !== 'warning'
    note('disconnect', n)
    socket.send(JSON.stringify({ type: 'disconnect', reason, debug_info: { host: 'applink-1' } }))
    const timer = setTimeout(() => {
      timers.delete(timer)
      socket.close(1000)
    }, closeAfterMs)
    timers.add(timer)
  }

  const pings = setInterval(() => {
    for (const { socket } of open) socket.ping('Ping from applink-1')
  }, PING_EVERY_MS)
  pings.unref()

  /** The next live socket; one that was told to leave only when there is no other. */
  function next(): WebSocket | undefined {
    const live = open.filter(({ socket }) => socket.readyState === socket.OPEN)
    const staying = live.filter(({ leaving }) => !leaving)
    const choice = staying.length > 0 ? staying : live
    return choice[++turn % Math.max(1, choice.length)]?.socket
  }

  return {
    history,
    openCount: () => open.length,
    /** An address that takes one connection. */
    newTicket(): string {
      const ticket = randomUUID()
      tickets.add(ticket)
      return `/link?ticket=${ticket}&app_id=${appId}`
    },
    /** Sends a frame to the next live socket. @returns false when there is none */
    send(frame: string): boolean {
      const socket = next()
      socket?.send(frame)
      return socket !== undefined
    },
    /** Hears the acknowledgement of an envelope; the returned function stops listening. */
    await(envelopeId: string, heard: (payload: unknown) => void): () => void {
      const list = waiting.get(envelopeId) ?? []
      list.push(heard)
      waiting.set(envelopeId, list)
      return () => {
        const left = waiting.get(envelopeId)?.filter((one) => one !== heard) ?? []
        if (left.length > 0) waiting.set(envelopeId, left)
        else waiting.delete(envelopeId)
      }
    },
    disconnect(reason: DisconnectReason, which: 'first' | 'all', closeAfterMs?: number): void {
      const staying = open.filter(({ leaving }) => !leaving)
      for (const one of which === 'all' ? staying : staying.slice(0, 1))
        leave(one, reason, closeAfterMs ?? CLOSES_AFTER_MS[reason])
    },
    drop(): void {
      for (const { socket } of [...open]) socket.terminate()
    },
    stop(): void {
      clearInterval(pings)
      for (const timer of timers) clearTimeout(timer)
      for (const { socket } of [...open]) socket.terminate()
      wss.close()
    },
  }
}

/** Leaves TCP open after the close handshake, until the other side ends it. */
function keepOpen(duplex: Duplex): void {
  duplex.end = () => duplex
  duplex.once('end', () => duplex.destroy())
}

function parsed(text: string): unknown {
  try {
    return JSON.parse(text)
  } catch {
    return undefined
  }
}
