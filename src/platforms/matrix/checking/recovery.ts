// Whether a recovery key opens the secret storage of an account, by the SDK's own calculation; the key itself is never sent or said.
import { z } from 'zod'
import type { Ask } from './asking.ts'

export type Recovery = 'fits' | 'otherKey' | 'noStorage' | 'noMaster' | 'unread'

const pointer = z.object({ key: z.string().min(1) })
const description = z.object({ algorithm: z.string(), iv: z.string(), mac: z.string() })
const secret = z.object({ encrypted: z.record(z.string(), z.unknown()) })

/** `otherKey`: the storage was made with another one. `noMaster`: it opens, and the identity is not in it. */
export async function checkRecovery(ask: Ask, user: string, written: string): Promise<Recovery> {
  const read = (type: string) =>
    ask('GET', `/_matrix/client/v3/user/${encodeURIComponent(user)}/account_data/${type}`)
  const chosen = await read('m.secret_storage.default_key')
  if (chosen.kind !== 'done') return chosen.kind === 'refused' ? 'noStorage' : 'unread'
  const at = pointer.safeParse(chosen.data)
  if (!at.success) return 'noStorage'
  const { key } = at.data
  const described = await read(`m.secret_storage.key.${key}`)
  const storage = described.kind === 'done' ? description.safeParse(described.data) : undefined
  if (!storage?.success) return described.kind === 'unanswered' ? 'unread' : 'noStorage'
  if (!(await opens(written, storage.data))) return 'otherKey'
  const master = await read('m.cross_signing.master')
  if (master.kind === 'unanswered') return 'unread'
  const kept = master.kind === 'done' ? secret.safeParse(master.data) : undefined
  return kept?.success && key in kept.data.encrypted ? 'fits' : 'noMaster'
}

async function opens(
  written: string,
  { iv, mac }: { readonly iv: string; readonly mac: string },
): Promise<boolean> {
  const { decodeRecoveryKey } = await import('matrix-js-sdk/lib/crypto-api/index.js')
  const { calculateKeyCheck, trimTrailingEquals } = await import(
    'matrix-js-sdk/lib/secret-storage.js'
  )
  try {
    const checked = await calculateKeyCheck(decodeRecoveryKey(written), iv)
    return trimTrailingEquals(checked.mac) === trimTrailingEquals(mac)
  } catch {
    return false
  }
}
