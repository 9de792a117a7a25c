// Matrix kept to the contract of platforms on the loopback homeserver; leaves a real Synapse to test/e2e/matrix-synapse.test.ts.
import { matrixRig } from '../support/matrix-rig.ts'
import { handingContract } from './handing.ts'
import { peopleOf } from './matrix-people.ts'
import { platformContract } from './platform.ts'

platformContract('Matrix', async () => peopleOf(await matrixRig()))
handingContract('Matrix', async () => peopleOf(await matrixRig()))
