// The raw body of an HTTP request within its limits, and refusing without hanging on a connection that still sends; leaves its meaning to body.ts.
import type { IncomingMessage, OutgoingHttpHeaders, ServerResponse } from 'node:http'

/** Slack's largest payloads (a click on a message of 50 blocks) are a tenth of it. */
const MOST_BYTES = 1024 * 1024
/** How long a refused sender may go on before its connection is cut: enough to read the answer. */
const LINGER_MS = 500

/** The body; nothing where the request was refused already (413, 415) or broke off. */
export function takeBody(
  request: IncomingMessage,
  response: ServerResponse,
): Promise<Buffer | undefined> {
  const encoding = request.headers['content-encoding']
  if (encoding !== undefined && encoding.trim().toLowerCase() !== 'identity') {
    refuse(request, response, 415)
    return Promise.resolve(undefined)
  }
  if (Number(request.headers['content-length'] ?? 0) > MOST_BYTES) {
    refuse(request, response, 413)
    return Promise.resolve(undefined)
  }
  return new Promise((resolve) => {
    const chunks: Buffer[] = []
    let bytes = 0
    const take = (chunk: Buffer) => {
      bytes += chunk.length
      if (bytes <= MOST_BYTES) {
        chunks.push(chunk)
        return
      }
      request.off('data', take)
      refuse(request, response, 413)
      resolve(undefined)
    }
    request.on('data', take)
    request.once('end', () => {
      const [first] = chunks
      resolve(chunks.length === 1 && first ? first : Buffer.concat(chunks))
    })
    request.once('error', () => resolve(undefined))
    request.once('close', () => resolve(undefined))
  })
}

/**
 * Answers without a body. A sender that has not finished is told at once and then cut off: cut at once it would see a
 * reset instead of the answer, and left alone it would keep the connection for ever.
 */
export function refuse(
  request: IncomingMessage,
  response: ServerResponse,
  status: number,
  headers: OutgoingHttpHeaders = {},
): void {
  if (!hasMore(request)) {
    response.writeHead(status, { ...headers, 'content-length': 0 }).end()
    return
  }
  response.writeHead(status, { ...headers, 'content-length': 0, connection: 'close' })
  response.flushHeaders()
  const end = () => {
    clearTimeout(late)
    response.end()
  }
  const late = setTimeout(() => {
    response.end()
    request.socket.destroy()
  }, LINGER_MS)
  request.once('end', end)
  request.once('close', end)
  request.resume()
}

function hasMore(request: IncomingMessage): boolean {
  const { 'content-length': length, 'transfer-encoding': coding } = request.headers
  return !request.complete && (coding !== undefined || Number(length ?? 0) > 0)
}
