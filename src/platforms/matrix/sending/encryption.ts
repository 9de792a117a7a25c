// Whether a room is encrypted, asked from the homeserver and never from memory alone, so that nothing is ever sent readable where it must not be; leaves encrypting to the SDK.
import type { MatrixClient } from 'matrix-js-sdk'
import { failureOf } from './outcome.ts'

/** `unknown`: nothing may be sent. */
export type Seal =
  | { readonly kind: 'encrypted' }
  | { readonly kind: 'plain' }
  | { readonly kind: 'unknown'; readonly reason: string }

export interface Encryption {
  /** What the homeserver says of the room. An encrypted one is remembered: it never becomes readable again. */
  of(room: string): Promise<Seal>
  /** Whether the SDK would encrypt what is sent into this room now. It sends readable where it does not know the room. */
  isReady(room: string): Promise<boolean>
}

/** Asks for one process. A room that is not encrypted is asked for again before each event: it may become so at any time. */
export function createEncryption(client: MatrixClient): Encryption {
  const encrypted = new Set<string>()
  const isReady = async (room: string) => {
    const enabled = await client.getCrypto()?.isEncryptionEnabledInRoom(room)
    const known = client.getRoom(room)
    return (
      known !== null &&
      client.getCrypto() !== undefined &&
      (enabled === true || known.hasEncryptionStateEvent())
    )
  }
  return {
    isReady,
    async of(room) {
      if (encrypted.has(room)) return { kind: 'encrypted' }
      const seal = await ask(client, room)
      // what the SDK once knew to be encrypted stays so, whatever the homeserver says now
      if (seal.kind === 'plain' && (await isReady(room))) return { kind: 'encrypted' }
      if (seal.kind === 'encrypted') encrypted.add(room)
      return seal
    },
  }
}

/** Only the one answer that means "there is no such state" means that the room is not encrypted. */
async function ask(client: MatrixClient, room: string): Promise<Seal> {
  try {
    await client.getStateEvent(room, 'm.room.encryption', '')
    return { kind: 'encrypted' }
  } catch (error) {
    const failure = failureOf(error)
    switch (failure.kind) {
      case 'refused':
        return failure.errcode === 'M_NOT_FOUND'
          ? { kind: 'plain' }
          : { kind: 'unknown', reason: failure.errcode }
      case 'later':
        return { kind: 'unknown', reason: 'M_LIMIT_EXCEEDED' }
      default:
        return { kind: 'unknown', reason: failure.reason }
    }
  }
}
