// The room's HTTP server: listening on loopback alone, and stopping without cutting anybody short; leaves the routes to routes.ts.
import type { Server } from 'node:http'
import { setTimeout as sleep } from 'node:timers/promises'
import { serve } from '@hono/node-server'
import type { Hono } from 'hono'
import type { Accept } from '../../core/ports.ts'
import { Refusal } from '../../core/refusal.ts'
import { inBoth } from '../../core/texts.ts'
import type { Instant } from '../../core/values.ts'
import { SLOWEST_REQUEST_MS } from './limits.ts'
import { createRoutes, type RouteParts } from './routes.ts'
import { roomTexts } from './texts.ts'

export type ServerParts = RouteParts & { readonly host: string; readonly port: number }

export interface RoomServer {
  /** @throws Refusal `room.port` if another program has the port */
  listen(accept: Accept): Promise<void>
  close(deadline: Instant): Promise<void>
  /** The port listened on; nothing while closed. */
  port(): number | undefined
}

/** The HTTP side of the room. */
export function createServer(parts: ServerParts): RoomServer {
  let server: Server | undefined
  let stopping = false
  let accept: Accept = () => Promise.reject(new Error('The room has not been started'))
  const port = () => {
    const address = server?.address()
    return typeof address === 'object' ? address?.port : undefined
  }
  const app = createRoutes(parts, {
    accept: (request) => accept(request),
    stopping: () => stopping,
    port: () => port() ?? 0,
  })

  return {
    port,
    async listen(given) {
      accept = given
      stopping = false
      server = await listening(app, parts)
    },
    async close(deadline) {
      if (!server) return
      const closing = server
      stopping = true
      const closed = new Promise<void>((resolve) => closing.close(() => resolve()))
      parts.live.close()
      const late = new AbortController()
      // a timer holds 31 bits; more would go off at once
      const wait = Math.min(Math.max(0, deadline - machineNow()), LONGEST_TIMER_MS)
      const left = sleep(wait, undefined, { signal: late.signal })
      await Promise.race([closed, left.catch(() => {})])
      late.abort()
      closing.closeAllConnections()
      await closed
      server = undefined
    },
  }
}

const LONGEST_TIMER_MS = 2 ** 31 - 1

/** Machine time, ms since the epoch: only waiting uses it, nothing that decides. */
function machineNow(): Instant {
  return performance.timeOrigin + performance.now()
}

function listening(app: Hono, { host, port }: ServerParts): Promise<Server> {
  return new Promise((resolve, reject) => {
    const server = serve(
      {
        fetch: app.fetch,
        hostname: host,
        port,
        overrideGlobalObjects: false,
        serverOptions: {
          requestTimeout: SLOWEST_REQUEST_MS,
          headersTimeout: SLOWEST_REQUEST_MS,
          connectionsCheckingInterval: 1_000,
        },
      },
      // `serve` without TLS options makes a plain HTTP/1 server; its type allows for others
      () => resolve(server as Server),
    )
    server.on('error', (error: NodeJS.ErrnoException) => {
      const taken = error.code === 'EADDRINUSE'
      reject(
        taken
          ? new Refusal(
              'room.port',
              inBoth(roomTexts, (t) => t.portTaken(port)),
            )
          : error,
      )
    })
  })
}
