// The recovery key while the process runs, for the secrets that the account keeps encrypted on its homeserver; leaves where it is kept to folder.ts.
import type { CryptoCallbacks } from 'matrix-js-sdk/lib/crypto-api/index.js'
import { decodeRecoveryKey } from 'matrix-js-sdk/lib/crypto-api/recovery-key.js'
import { Refusal } from '../../../core/refusal.ts'
import { inBoth } from '../../../core/texts.ts'
import { keepingTexts } from './keeping-texts.ts'

export interface SecretKeys {
  readonly callbacks: CryptoCallbacks
  /** @throws Refusal `matrix.recoveryKeyMalformed` */
  use(recoveryKey: string): Uint8Array<ArrayBuffer>
}

/** @param recoveryKey as it was written down, with or without blanks. */
export function createSecretKeys(recoveryKey: string | undefined): SecretKeys {
  let given = recoveryKey === undefined ? undefined : decoded(recoveryKey)
  const made = new Map<string, Uint8Array<ArrayBuffer>>()
  return {
    callbacks: {
      async getSecretStorageKey({ keys }) {
        const ids = Object.keys(keys)
        const known = ids.find((id) => made.has(id))
        const key = known === undefined ? given : made.get(known)
        const id = known ?? ids[0]
        return id === undefined || key === undefined ? null : [id, key]
      },
      cacheSecretStorageKey(id, _about, key) {
        made.set(id, key)
      },
    },
    use(next) {
      given = decoded(next)
      return given
    },
  }
}

function decoded(recoveryKey: string): Uint8Array<ArrayBuffer> {
  try {
    return decodeRecoveryKey(recoveryKey)
  } catch {
    throw new Refusal(
      'matrix.recoveryKeyMalformed',
      inBoth(keepingTexts, (t) => t.recoveryKeyMalformed),
    )
  }
}
