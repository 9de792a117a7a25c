// A file in a room: stored with the homeserver, encrypted before where the room is, and then shown by an event; leaves one event to sender.ts.
import { createCipheriv, createHash, randomBytes } from 'node:crypto'
import type { MatrixClient } from 'matrix-js-sdk'
import { type Attachment, bytesOf, dotsOf } from '../../../core/message.ts'
import type { Encryption } from './encryption.ts'
import { markOf, printOf, txnOf } from './marks.ts'
import { type Failure, failureOf, type Outcome } from './outcome.ts'
import type { PaceClass } from './pace.ts'
import type { Content, Sender } from './sender.ts'

export type FilesParts = {
  readonly client: MatrixClient
  readonly sender: Sender
  readonly encryption: Encryption
}

export type Filing = {
  readonly key: string
  readonly room: string
  readonly file: Attachment
  readonly mustEncrypt: boolean
  readonly pace: PaceClass
}

export interface Files {
  /** One attempt. The same file under the same key is the same event, though it is encrypted anew. */
  send(filing: Filing): Promise<Outcome>
}

export function createFiles({ client, sender, encryption }: FilesParts): Files {
  /** What is stored and not shown yet. */
  const stored = new Map<string, Content>()
  const contentOf = async ({ key, file }: Filing, isEncrypted: boolean) => {
    const content = stored.get(key)
    if (content) return { kind: 'stored', content } as const
    const upload = await store(client, file, isEncrypted)
    if (upload.kind === 'stored') stored.set(key, upload.content)
    return upload
  }
  return {
    async send(filing) {
      const { key, room, file, mustEncrypt, pace } = filing
      const seal = await encryption.of(room)
      // nothing is stored readable before it is known whether it may be
      if (seal.kind === 'unknown') return { kind: 'unreached', reason: seal.reason }
      if (mustEncrypt && seal.kind === 'plain')
        return { kind: 'refused', errcode: 'not_encrypted', words: '' }
      const upload = await contentOf(filing, seal.kind === 'encrypted')
      if (upload.kind !== 'stored') return upload
      const outcome = await sender.send({
        ...{ room, type: 'm.room.message', mustEncrypt, slot: key, pace, events: 1 },
        content: { ...upload.content, ...markOf({ key, turn: 0, part: 0 }) },
        txnId: txnOf('file', key, printOf(file)),
      })
      if (outcome.kind === 'done') stored.delete(key)
      return outcome
    },
  }
}

/** What the event of a file says, after the file is stored. */
async function store(
  client: MatrixClient,
  file: Attachment,
  isEncrypted: boolean,
): Promise<{ readonly kind: 'stored'; readonly content: Content } | Failure> {
  const bytes = bytesOf(file)
  const sealed = isEncrypted ? seal(bytes) : undefined
  try {
    const body = new Blob([sealed?.bytes ?? bytes])
    // the name of a file in an encrypted room is nobody else's business
    const { content_uri: url } = await client.uploadContent(body, {
      ...(sealed ? {} : { name: file.name }),
      includeFilename: !sealed,
      type: sealed ? 'application/octet-stream' : file.type,
    })
    const content = {
      ...kindOf(file),
      filename: file.name,
      info: { mimetype: file.type, size: bytes.length, ...sizeOf(file) },
      ...(sealed ? { file: { ...sealed.keys, url } } : { url }),
      'm.mentions': {},
    }
    return { kind: 'stored', content }
  } catch (error) {
    const failure = failureOf(error)
    // what was stored and never shown is seen by nobody: storing it again is no second file
    return failure.kind === 'lost' ? { kind: 'unreached', reason: failure.reason } : failure
  }
}

/** A picture is shown where it stands, and its words below it: a body that is not the name is its caption. */
function kindOf(file: Attachment): Content {
  return dotsOf(file)
    ? { msgtype: 'm.image', body: file.alt ?? file.name }
    : { msgtype: 'm.file', body: file.name }
}

function sizeOf(file: Attachment): Content {
  const dots = dotsOf(file)
  return dots ? { w: dots.width, h: dots.height } : {}
}

/** Encrypted attachments, version 2 of the specification: AES-CTR whose counter, the lower half of the vector, starts at 0. */
function seal(bytes: Buffer) {
  const key = randomBytes(32)
  const vector = Buffer.concat([randomBytes(8), Buffer.alloc(8)])
  const cipher = createCipheriv('aes-256-ctr', key, vector)
  const hidden = Buffer.concat([cipher.update(bytes), cipher.final()])
  const keys = {
    v: 'v2',
    key: {
      alg: 'A256CTR',
      ext: true,
      k: key.toString('base64url'),
      key_ops: ['encrypt', 'decrypt'],
      kty: 'oct',
    },
    iv: unpadded(vector),
    hashes: { sha256: unpadded(createHash('sha256').update(hidden).digest()) },
  }
  return { bytes: hidden, keys }
}

function unpadded(bytes: Buffer): string {
  return bytes.toString('base64').replace(/=+$/, '')
}
