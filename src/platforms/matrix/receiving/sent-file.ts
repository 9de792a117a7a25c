// A file as an event tells of it: its name, its caption, and where its bytes are, sealed or not; leaves fetching and opening them to download.ts.
import { z } from 'zod'

/** How the bytes are encrypted (encrypted attachments of the specification, version 2). */
const sealed = z.object({
  v: z.literal('v2'),
  url: z.string().max(1_000),
  key: z.object({ alg: z.literal('A256CTR'), k: z.string().max(100) }),
  iv: z.string().max(100),
  hashes: z.object({ sha256: z.string().max(100) }),
})

export type Seal = z.infer<typeof sealed>

/**
 * Where the bytes are. `bare`: as they are, in a room that is not encrypted. `exposed`: as they are, though the room is
 * encrypted, where whoever runs the homeserver could have put others in their place. `unknown`: nobody can tell.
 */
export type FileSource =
  | { readonly kind: 'sealed'; readonly seal: Seal }
  | { readonly kind: 'bare'; readonly url: string }
  | { readonly kind: 'exposed' | 'unknown' }

export type SentFile = {
  readonly name: string
  /** As the sender's client says; not every client does. */
  readonly size: number | undefined
  readonly source: FileSource
}

const file = z.object({
  msgtype: z.enum(['m.file', 'm.image']),
  body: z.string().max(65_536),
  filename: z.string().max(65_536).optional().catch(undefined),
  info: z
    .object({ size: z.number().int().min(0).optional().catch(undefined) })
    .optional()
    .catch(undefined),
  url: z.string().max(1_000).optional().catch(undefined),
  file: z.unknown().optional(),
})

/**
 * Reads the content of a message.
 * @returns nothing where it is no file; its caption is what the person wrote with it, and empty where they wrote nothing
 */
export function readSentFile(
  content: unknown,
  isEncrypted: boolean,
): { readonly file: SentFile; readonly caption: string } | undefined {
  const read = file.safeParse(content)
  if (!read.success) return undefined
  const { body, filename, info } = read.data
  return {
    file: { name: filename ?? body, size: info?.size, source: sourceOf(read.data, isEncrypted) },
    // without a name of its own the body is the name
    caption: filename === undefined || filename === body ? '' : body,
  }
}

function sourceOf({ file: seal, url }: z.infer<typeof file>, isEncrypted: boolean): FileSource {
  const read = sealed.safeParse(seal)
  if (read.success) return { kind: 'sealed', seal: read.data }
  if (seal !== undefined || url === undefined) return { kind: 'unknown' }
  return isEncrypted ? { kind: 'exposed' } : { kind: 'bare', url }
}
