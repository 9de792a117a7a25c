// Closes the encryption without breaking what still uses it: a call that comes later fails as any call may, and those under way are waited for; leaves closing itself to the SDK.
import { setTimeout as sleep } from 'node:timers/promises'
import type { CryptoApi } from 'matrix-js-sdk/lib/crypto-api/index.js'

export interface CryptoClosing {
  /** From now on every call fails. Resolves when none is under way any more. */
  close(): Promise<void>
}

type Call = (...given: unknown[]) => unknown
type Inside = { readonly olmMachine: Record<string, unknown> }

/** What the SDK itself ends it with. */
const ENDING = ['constructor', 'close', 'free', '__destroy_into_raw']
/** Asked by the SDK's own loop, where nobody catches that it fails. */
const LOOPING = ['outgoingRequests', 'markRequestAsSent']
const STEP_MS = 5
const MOST_STEPS = 400

/** A call on a machine that was closed throws outside of every promise, which ends the process (matrix-sdk-crypto-wasm 18). */
export function createCryptoClosing(crypto: CryptoApi): CryptoClosing {
  const { olmMachine: machine } = crypto as unknown as Inside
  let isClosed = false
  let underWay = 0
  const guarded =
    (name: string, call: Call): Call =>
    (...given) => {
      if (isClosed && LOOPING.includes(name)) return new Promise(() => {})
      if (isClosed) throw new Error('The encryption is closed')
      const result = call.apply(machine, given)
      if (!(result instanceof Promise)) return result
      underWay += 1
      return result.finally(() => {
        underWay -= 1
      })
    }
  const methods = Object.getOwnPropertyDescriptors(Object.getPrototypeOf(machine))
  for (const [name, { value }] of Object.entries(methods)) {
    if (typeof value === 'function' && !ENDING.includes(name))
      machine[name] = guarded(name, value as Call)
  }
  return {
    async close() {
      isClosed = true
      for (let step = 0; underWay > 0 && step < MOST_STEPS; step += 1) await sleep(STEP_MS)
    },
  }
}
