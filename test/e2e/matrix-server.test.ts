// A real Synapse takes the same steps as the loopback homeserver, and a client in another language talks through both; leaves the steps to test/contract/homeserver.
import { describe } from 'vitest'
import { homeserverContract } from '../contract/homeserver/index.ts'
import { nioSteps } from '../contract/homeserver/nio.ts'
import { nioPython, reasonToSkip, synapsePython } from '../support/python.ts'
import { startSynapse } from '../support/synapse.ts'
import { startHomeserver } from '../wire/matrix/index.ts'

const missing = await reasonToSkip(synapsePython, nioPython)

describe.skipIf(missing !== undefined)(missing ?? 'a real homeserver and a foreign client', () => {
  homeserverContract('Synapse', (limits) => startSynapse({ limits }))
  describe('Synapse', () => nioSteps((limits) => startSynapse({ limits })))
  describe('the loopback homeserver', () => nioSteps((limits) => startHomeserver({ limits })))
})
