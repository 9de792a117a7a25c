// From a file that somebody shared in a message to what the core may read: from Slack's own host alone, whole, and no longer than Slack said; leaves who may send one, how large, and what is in it to the core.
import type { HandedIn } from '../../core/ports.ts'
import { Refusal } from '../../core/refusal.ts'
import { inBoth } from '../../core/texts.ts'
import { incomingFilesTexts } from './incoming-files-texts.ts'
import type { SharedFile } from './payloads.ts'

export type IncomingFilesParts = {
  readonly token: string
  /** Whether an address is one of Slack's own for files: nobody else ever sees the token. */
  readonly isSlack: (address: string) => boolean
  readonly notice: (words: string) => void
}

/** What is to be read of a file. Nothing is fetched before. */
export type IncomingFiles = (file: SharedFile) => HandedIn

/** The answer has to come while Slack still waits for ours. */
const PATIENCE_MS = 8_000

export function createIncomingFiles(parts: IncomingFilesParts): IncomingFiles {
  return (file) => ({
    name: file.name,
    size: file.size,
    async read() {
      try {
        const address = addressOf(file, parts)
        return await fetchFile(address, file.size, parts)
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

/** @throws Refusal where Slack said already with the message that the file is not to be had */
function addressOf(file: SharedFile, { isSlack }: IncomingFilesParts): string {
  const { mode, file_access: access, is_external: isExternal, url_private_download: address } = file
  if (mode === 'tombstone' || mode === 'hidden_by_limit' || access === 'file_not_found') {
    throw refusal('gone')
  }
  if (access !== undefined && access !== 'visible') throw refusal('foreign')
  if (isExternal || mode === 'external') throw refusal('elsewhere')
  if (address === undefined) throw refusal('barred')
  if (!isSlack(address)) throw refusal('elsewhere')
  return address
}

async function fetchFile(
  address: string,
  size: number,
  { token }: IncomingFilesParts,
): Promise<Uint8Array> {
  const response = await fetch(address, {
    headers: { authorization: `Bearer ${token}` },
    // the token goes to this address and to no other
    redirect: 'manual',
    signal: AbortSignal.timeout(PATIENCE_MS),
  })
  const isFine = response.status === 200 && !isPage(response)
  if (!isFine) {
    await response.body?.cancel()
    throw noOf(response)
  }
  return bytesOf(response, size)
}

/** Without the scope Slack answers with its login page, or leads there. */
function isPage({ headers }: Response): boolean {
  return /^\s*text\/html\b/i.test(headers.get('content-type') ?? '')
}

function noOf({ status }: Response): Error {
  if (status === 404 || status === 410) return refusal('gone')
  if (status >= 500 || status === 429) return new Unloaded(`http ${status}`)
  return refusal('barred')
}

/** No more is read than was said to be there, whatever comes. */
async function bytesOf({ body }: Response, size: number): Promise<Uint8Array> {
  const chunks: Uint8Array[] = []
  let length = 0
  for await (const chunk of body ?? []) {
    length += chunk.byteLength
    if (length > size) throw new Unloaded('longer than it said')
    chunks.push(chunk)
  }
  if (length < size) throw new Unloaded('shorter than it said')
  return Buffer.concat(chunks)
}

function refusal(why: keyof (typeof incomingFilesTexts)['de']): Refusal {
  return new Refusal(
    `slack.file.${why}`,
    inBoth(incomingFilesTexts, (t) => t[why]),
  )
}
