// Whether an event really comes from the person it names: encrypted where the room is, by a device of the sender's, signed by its owner where the council asks for that; leaves whether that person may vote to the core.
import type { MatrixEvent, Room } from 'matrix-js-sdk'
import type { CryptoApi, EventShieldReason } from 'matrix-js-sdk/lib/crypto-api/index.js'

/**
 * Why an event is not believed. `undecryptable`: perhaps later; the others never. `plaintext`: in the clear where the room is
 * encrypted; `clearRoom`: in a room that is not, where nobody's device can be told.
 */
export type Doubt = 'plaintext' | 'clearRoom' | 'undecryptable' | 'unsignedDevice' | 'otherSender'

/** `signed`: only devices that their owner has signed count. `any`: every device that is known to be the sender's. */
export type DevicePolicy = 'signed' | 'any'

/** The SDK's reasons by number (crypto-api, EventShieldReason), named here because its enum is gone at run time. */
const UNVERIFIED_IDENTITY = 1 satisfies EventShieldReason
const UNSIGNED_DEVICE = 2 satisfies EventShieldReason
const UNKNOWN_DEVICE = 3 satisfies EventShieldReason
const FROM_BACKUP = 4 satisfies EventShieldReason

export type Judging = {
  readonly policy: DevicePolicy
  /** Whether the room is encrypted; asked only where something came in the clear. */
  readonly mustEncrypt: () => Promise<boolean>
}

/**
 * Judges one event, decrypted as far as that is possible.
 * @returns nothing where it is to be believed
 */
export async function doubtOf(
  event: MatrixEvent,
  room: Room | null,
  crypto: CryptoApi,
  { policy, mustEncrypt }: Judging,
): Promise<Doubt | undefined> {
  if (event.isDecryptionFailure()) return 'undecryptable'
  if (!event.isEncrypted()) {
    if (!isCounted(event)) return undefined
    if (await mustEncrypt()) return 'plaintext'
    return policy === 'signed' ? 'clearRoom' : undefined
  }
  const doubt = await shieldOf(event, crypto)
  const isOfDevice = doubt === 'unsignedDevice' || doubt === 'unknownDevice'
  if (!isOfDevice) return doubt
  // the device may be new, or signed just now, and its list not asked for yet
  if (room) crypto.prepareToEncrypt(room)
  await crypto.getUserDeviceInfo([event.getSender() ?? ''])
  const now = await shieldOf(event, crypto)
  if (now !== 'unsignedDevice') return now === 'unknownDevice' ? 'unsignedDevice' : now
  return policy === 'any' ? undefined : now
}

async function shieldOf(
  event: MatrixEvent,
  crypto: CryptoApi,
): Promise<Doubt | 'unknownDevice' | undefined> {
  const info = await crypto.getEncryptionInfoForEvent(event)
  if (!info) return 'undecryptable'
  switch (info.shieldReason) {
    // that we have not verified the person ourselves says nothing against the device
    case null:
    case UNVERIFIED_IDENTITY:
      return undefined
    case UNSIGNED_DEVICE:
      return 'unsignedDevice'
    case UNKNOWN_DEVICE:
      return 'unknownDevice'
    // keys that somebody handed on prove nobody's device
    case FROM_BACKUP:
      return 'undecryptable'
    default:
      return 'otherSender'
  }
}

/**
 * Whether a decrypted event was sealed by a device of its sender's that its owner has signed. Keys that came back from our
 * backup are taken for ours: a poll outlives the device that sent it.
 */
export async function isFromDeviceOf(event: MatrixEvent, crypto: CryptoApi): Promise<boolean> {
  const info = await crypto.getEncryptionInfoForEvent(event)
  const reason = info?.shieldReason
  return reason === null || reason === UNVERIFIED_IDENTITY || reason === FROM_BACKUP
}

/** Reactions and redactions are never encrypted, and never counted. */
function isCounted(event: MatrixEvent): boolean {
  return event.getType() !== 'm.reaction' && event.getType() !== 'm.room.redaction'
}
