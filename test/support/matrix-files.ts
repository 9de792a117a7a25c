// Files that people send in Matrix: sealed as Element seals them, kept by the homeserver, and told of in an event; leaves sending the event to the member.
import { createCipheriv, createHash, randomBytes } from 'node:crypto'
import type { Fields } from '../wire/matrix/records.ts'
import type { Member } from './matrix-member.ts'

export type OwnFile = { readonly name: string; readonly bytes: Buffer; readonly type?: string }

/** Stores bytes with the homeserver. @returns their address */
export async function upload(url: string, token: string, bytes: Buffer): Promise<string> {
  const answer = await fetch(`${url}/_matrix/media/v3/upload`, {
    method: 'POST',
    headers: { authorization: `Bearer ${token}`, 'content-type': 'application/octet-stream' },
    body: new Uint8Array(bytes),
  })
  const body: unknown = await answer.json()
  return String(typeof body === 'object' && body && Reflect.get(body, 'content_uri'))
}

/** What an event says of a sealed file, and what the homeserver keeps of it. */
export function sealed(bytes: Buffer) {
  const key = randomBytes(32)
  const iv = Buffer.concat([randomBytes(8), Buffer.alloc(8)])
  const cipher = createCipheriv('aes-256-ctr', key, iv)
  const stored = Buffer.concat([cipher.update(bytes), cipher.final()])
  const plain = (of: Buffer) => of.toString('base64').replace(/=+$/, '')
  const file = {
    v: 'v2',
    key: {
      ...{ alg: 'A256CTR', ext: true, k: key.toString('base64url') },
      ...{ key_ops: ['encrypt', 'decrypt'], kty: 'oct' },
    },
    iv: plain(iv),
    hashes: { sha256: plain(createHash('sha256').update(stored).digest()) },
  }
  return { file, stored }
}

/** The content of an event with a sealed file, its bytes stored. A caption makes the name a member of its own (MSC2530). */
export async function fileContent(
  url: string,
  { account: { token } }: Member,
  { name, bytes, type = 'text/csv' }: OwnFile,
  caption = '',
): Promise<Fields> {
  const { file, stored } = sealed(bytes)
  return {
    msgtype: type.startsWith('image/') ? 'm.image' : 'm.file',
    ...(caption === '' ? { body: name } : { body: caption, filename: name }),
    info: { mimetype: type, size: bytes.length },
    file: { ...file, url: await upload(url, token, stored) },
  }
}
