// What an encrypted event is known by as a request: its place in the sender's own session, so that the same ciphertext sent once more under the id of another event is the same request and changes nothing; leaves decrypting to the SDK.
import type { MatrixEvent } from 'matrix-js-sdk'
import { z } from 'zod'

const megolm = z.object({ session_id: z.string().min(1), ciphertext: z.string() })

const VERSION = 3
/** The tags of the two fields of a message: which one of its session it is, and what was encrypted. */
const INDEX = 0x08
const CIPHERTEXT = 0x12
const MAC_BYTES = 8
const SIGNATURE_BYTES = 64
/** A number of 32 bits takes no more. */
const MOST_NUMBER_BYTES = 5

/**
 * The homeserver gives an event its id; its session and its number in it are signed by the sender's device. What came in the
 * clear has only the id.
 * @returns nothing for an encrypted event that is not written in the one way in which clients write it: it would be another
 * request each time
 */
export function requestIdOf(event: MatrixEvent): string | undefined {
  if (!event.isEncrypted()) return event.getId()
  const read = megolm.safeParse(event.getWireContent())
  if (!read.success) return undefined
  const index = indexOf(Buffer.from(read.data.ciphertext, 'base64'))
  return index === undefined ? undefined : `${read.data.session_id}:${index}`
}

function indexOf(bytes: Buffer): number | undefined {
  if (bytes[0] !== VERSION || bytes[1] !== INDEX) return undefined
  const index = numberAt(bytes, 2)
  if (index === undefined || bytes[index.end] !== CIPHERTEXT) return undefined
  const length = numberAt(bytes, index.end + 1)
  const isWhole = length && length.end + length.value + MAC_BYTES + SIGNATURE_BYTES === bytes.length
  return isWhole ? index.value : undefined
}

/** Seven bits a byte, the lowest first; only the shortest way of writing a number is taken. */
function numberAt(bytes: Buffer, start: number): { value: number; end: number } | undefined {
  let value = 0
  for (let n = 0; n < MOST_NUMBER_BYTES; n += 1) {
    const byte = bytes[start + n]
    if (byte === undefined) return undefined
    value += (byte & 0x7f) * 2 ** (7 * n)
    const isLast = byte < 0x80
    if (isLast) return byte === 0 && n > 0 ? undefined : { value, end: start + n + 1 }
  }
  return undefined
}
