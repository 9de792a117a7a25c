// Whether devices are signed by their owner, by the keys that the homeserver shows; leaves judging votes to receiving/trust.ts, whose keys the SDK keeps.
import { createPublicKey, verify } from 'node:crypto'
import { z } from 'zod'
import { type Canonical, canonical } from '../../../core/canonical.ts'

const signed = z.looseObject({
  keys: z.record(z.string(), z.string()).default({}),
  signatures: z.record(z.string(), z.record(z.string(), z.string())).default({}),
})
type Signed = z.infer<typeof signed>

const byUser = <T extends z.ZodType>(of: T) => z.record(z.string(), of).default({})

/** The answer to `/keys/query`, as far as signatures go. */
export const shownKeys = z.object({
  device_keys: byUser(z.record(z.string(), signed)),
  master_keys: byUser(signed),
  self_signing_keys: byUser(signed),
})
export type ShownKeys = z.infer<typeof shownKeys>

/** `none`: the owner has no identity to sign with. */
export type Signing = {
  readonly identity: boolean
  /** The ids of all devices, and of those that are signed. */
  readonly devices: readonly string[]
  readonly signed: readonly string[]
}

export function signingOf(user: string, shown: ShownKeys): Signing {
  const devices = Object.entries(shown.device_keys[user] ?? {})
  const [master, own] = [shown.master_keys[user], shown.self_signing_keys[user]]
  const isOwn = own !== undefined && master !== undefined && isSigned(own, user, keyOf(master))
  return {
    identity: isOwn,
    devices: devices.map(([id]) => id),
    signed: devices.flatMap(([id, device]) =>
      isOwn && isSigned(device, user, keyOf(own)) ? [id] : [],
    ),
  }
}

/** A key of an identity is the only one of its kind. */
function keyOf({ keys }: Signed): string {
  return Object.values(keys)[0] ?? ''
}

function isSigned({ signatures, ...rest }: Signed, user: string, key: string): boolean {
  const signature = signatures[user]?.[`ed25519:${key}`]
  if (signature === undefined) return false
  const { unsigned: _, ...text } = rest
  try {
    const said = Buffer.from(canonical(z.json().parse(text) as Canonical))
    const x = Buffer.from(key, 'base64').toString('base64url')
    const publicKey = createPublicKey({ key: { kty: 'OKP', crv: 'Ed25519', x }, format: 'jwk' })
    return verify(undefined, said, publicKey, Buffer.from(signature, 'base64'))
  } catch {
    // what cannot even be read is signed by nobody
    return false
  }
}
