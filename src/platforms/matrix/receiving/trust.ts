// Whether an event really comes from the person it names: encrypted where the room is, by a device of the sender's, signed by its owner where the council asks for that; leaves whether that person may vote to the core.

import type { MatrixEvent } from 'matrix-js-sdk'
import type { CryptoApi, EventShieldReason } from 'matrix-js-sdk/lib/crypto-api/index.js'

/** Why an event is not believed. `undecryptable`: perhaps later; the others never. */
export type Doubt = 'plaintext' | 'undecryptable' | 'unsignedDevice' | 'otherSender'

/** `signed`: only devices that their owner has signed count. `any`: every device of the sender's. */
export type DevicePolicy = 'signed' | 'any'

/** The SDK's reasons by number (crypto-api, EventShieldReason), named here because its enum is gone at run time. */
const UNVERIFIED_IDENTITY = 1 satisfies EventShieldReason
const UNSIGNED_DEVICE = 2 satisfies EventShieldReason
const UNKNOWN_DEVICE = 3 satisfies EventShieldReason
const FROM_BACKUP = 4 satisfies EventShieldReason

/**
 * Judges one event, decrypted as far as that is possible.
 * @returns nothing where it is to be believed
 */
export async function doubtOf(
  event: MatrixEvent,
  crypto: CryptoApi,
  inEncryptedRoom: boolean,
  policy: DevicePolicy,
): Promise<Doubt | undefined> {
  if (event.isDecryptionFailure()) return 'undecryptable'
  // reactions and redactions are never encrypted, and never counted
  if (!event.isEncrypted()) return inEncryptedRoom && isCounted(event) ? 'plaintext' : undefined
  const info = await crypto.getEncryptionInfoForEvent(event)
  if (!info) return 'undecryptable'
  const reason = info.shieldReason
  // that we have not verified the person ourselves says nothing against the device
  if (reason === null || reason === UNVERIFIED_IDENTITY) return undefined
  const isOwnDevice =
    reason === UNSIGNED_DEVICE || reason === UNKNOWN_DEVICE || reason === FROM_BACKUP
  if (!isOwnDevice) return 'otherSender'
  return policy === 'any' ? undefined : 'unsignedDevice'
}

function isCounted(event: MatrixEvent): boolean {
  return event.getType() !== 'm.reaction' && event.getType() !== 'm.room.redaction'
}
