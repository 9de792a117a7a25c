// Tells open pages that something changed, by server-sent events; what changed they read themselves.
import type { Context } from 'hono'
import { streamSSE } from 'hono/streaming'

/** Many changes at once are one: nobody reads faster (machine time). */
const COALESCE_MS = 50

/** Proxies and sleeping machines drop quiet connections (machine time). */
const HEARTBEAT_MS = 20_000

/** The browser comes back after this long when the connection broke (machine time). */
const RETRY_MS = 1_000

export interface Live {
  changed(): void
  /** Keeps a page told until it leaves or the room closes. */
  listen(context: Context): Response
  close(): void
}

/** The open pages of one room. */
export function createLive(): Live {
  const pages = new Set<{ tell(): void; leave(): void }>()
  let pending: NodeJS.Timeout | undefined

  return {
    changed() {
      pending ??= setTimeout(() => {
        pending = undefined
        for (const page of pages) page.tell()
      }, COALESCE_MS)
    },
    listen(context) {
      return streamSSE(context, async (stream) => {
        const { promise: left, resolve: leave } = Promise.withResolvers<void>()
        const send = (event: string) =>
          void stream.writeSSE({ event, data: 'now', retry: RETRY_MS }).catch(() => leave())
        const page = { tell: () => send('changed'), leave }
        stream.onAbort(leave)
        pages.add(page)
        const heartbeat = setInterval(() => send('beat'), HEARTBEAT_MS)
        send('beat')
        await left
        clearInterval(heartbeat)
        pages.delete(page)
      })
    },
    close() {
      clearTimeout(pending)
      for (const page of pages) page.leave()
    },
  }
}
