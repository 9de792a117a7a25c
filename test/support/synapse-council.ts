// A council on Slack and on a real Synapse, for tests of what a homeserver keeps and refuses; ends both after each test, and leaves what happens in between to them.
import { afterEach, inject } from 'vitest'
import { deedsIn } from './matrix-deeds.ts'
import { type Synapse, startSynapse } from './synapse.ts'
import { conveneOnBoth, type TwoNetworks } from './two-networks.ts'

let synapse: Synapse | undefined
let council: TwoNetworks | undefined

/** Convenes it with these people in Matrix, or with all of them. */
export async function conveneOnSynapse(
  limits: 'none' | 'synapse',
  onMatrix?: readonly string[],
): Promise<{ synapse: Synapse; council: TwoNetworks; deeds: ReturnType<typeof deedsIn> }> {
  const started = await startSynapse({ limits })
  synapse = started
  const register = (name: string, password?: string) =>
    started.register(name, password === undefined ? {} : { password })
  const convened = await conveneOnBoth({ url: started.url, register }, inject('postgres'), onMatrix)
  council = convened
  return { synapse: started, council: convened, deeds: deedsIn(convened, inject('postgres')) }
}

afterEach(async () => {
  await council?.adjourn()
  await synapse?.stop()
  council = undefined
  synapse = undefined
})
