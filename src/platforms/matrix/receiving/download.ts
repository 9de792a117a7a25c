// From a file that was sent to its bytes: fetched from our own homeserver alone, no longer than was said, and opened only where they are what its sender sealed; leaves who may send one and what is in it to the core.
import { createDecipheriv, createHash } from 'node:crypto'
import type { MatrixClient } from 'matrix-js-sdk'
import { z } from 'zod'
import type { HandedIn } from '../../../core/ports.ts'
import { Refusal } from '../../../core/refusal.ts'
import { TABLE_LIMITS } from '../../../core/tables.ts'
import { inBoth } from '../../../core/texts.ts'
import { downloadTexts } from './download-texts.ts'
import type { Seal, SentFile } from './sent-file.ts'

export type DownloadParts = {
  readonly client: Pick<MatrixClient, 'mxcUrlToHttp' | 'getAccessToken'>
  readonly notice: (words: string) => void
}

/** What is to be read of a file. Nothing is fetched before. */
export type Downloads = (file: SentFile) => HandedIn

/** What comes behind it in the same sync waits so long. */
const PATIENCE_MS = 10_000

export function createDownloads(parts: DownloadParts): Downloads {
  return (file) => ({
    name: file.name,
    size: file.size ?? 0,
    async read() {
      try {
        return await readFile(parts, file)
      } catch (fault) {
        parts.notice(`a file was not loaded: ${reasonOf(fault)}`)
        throw fault
      }
    },
  })
}

/** Neither addresses nor names belong into the log. */
function reasonOf(fault: unknown): string {
  if (fault instanceof Refusal) return fault.code
  if (fault instanceof Unloaded) return fault.message
  return fault instanceof Error ? fault.name : 'unknown'
}

/** It did not come whole; sent again it may. */
class Unloaded extends Error {}

async function readFile(parts: DownloadParts, { size, source }: SentFile): Promise<Uint8Array> {
  switch (source.kind) {
    case 'sealed':
      return opened(source.seal, await fetchFile(parts, source.seal.url, size))
    case 'bare':
      return fetchFile(parts, source.url, size)
    case 'exposed':
    case 'unknown':
      throw refusal(source.kind)
  }
}

async function fetchFile(
  { client }: DownloadParts,
  url: string,
  size: number | undefined,
): Promise<Buffer> {
  // empty for whatever is no address of a file on a homeserver: nothing else is ever asked
  const address = client.mxcUrlToHttp(url, undefined, undefined, undefined, false, true, true)
  if (!address) throw refusal('unknown')
  // a homeserver may keep its files elsewhere and lead there: the token does not go along to another host
  const response = await fetch(address, {
    headers: { authorization: `Bearer ${client.getAccessToken()}` },
    signal: AbortSignal.timeout(PATIENCE_MS),
  })
  if (response.ok) return bytesOf(response, size ?? TABLE_LIMITS.bytes)
  throw await noOf(response)
}

const refused = z.object({ errcode: z.string() })

/** Only the homeserver itself says that there is no such file: no proxy before it does. */
async function noOf(response: Response): Promise<Error> {
  const body = await bytesOf(response, MOST_WORDS).catch(() => Buffer.alloc(0))
  const { data } = refused.safeParse(parsed(body.toString()))
  if (data?.errcode === 'M_NOT_FOUND') return refusal('gone')
  return new Unloaded(`http ${response.status}`)
}

const MOST_WORDS = 10_000

function parsed(text: string): unknown {
  try {
    return JSON.parse(text)
  } catch {
    return undefined
  }
}

async function bytesOf({ body }: Response, most: number): Promise<Buffer> {
  const chunks: Uint8Array[] = []
  let length = 0
  for await (const chunk of body ?? []) {
    length += chunk.byteLength
    if (length > most) throw new Unloaded('longer than it said')
    chunks.push(chunk)
  }
  return Buffer.concat(chunks)
}

const KEY_BYTES = 32
const VECTOR_BYTES = 16

/** What was sealed is proved before it is opened: whoever runs a homeserver could put other bytes in their place. */
function opened({ key, iv, hashes }: Seal, bytes: Buffer): Buffer {
  const [secret, vector] = [Buffer.from(key.k, 'base64url'), Buffer.from(iv, 'base64')]
  if (secret.length !== KEY_BYTES || vector.length !== VECTOR_BYTES) throw refusal('unknown')
  const hash = createHash('sha256').update(bytes).digest()
  if (!hash.equals(Buffer.from(hashes.sha256, 'base64'))) throw refusal('altered')
  const decipher = createDecipheriv('aes-256-ctr', secret, vector)
  return Buffer.concat([decipher.update(bytes), decipher.final()])
}

function refusal(why: keyof (typeof downloadTexts)['de']): Refusal {
  return new Refusal(
    `matrix.file.${why}`,
    inBoth(downloadTexts, (t) => t[why]),
  )
}
