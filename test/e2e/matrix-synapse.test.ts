// The adapter on a real Synapse: the contract of platforms, and a member whose client is not ours; leaves a council and its votes to two-networks.test.ts.
import { afterAll, beforeAll, describe } from 'vitest'
import { peopleOf } from '../contract/matrix-people.ts'
import { platformContract } from '../contract/platform.ts'
import { rigOn } from '../support/matrix-rig.ts'
import { nioPython, reasonToSkip, synapsePython } from '../support/python.ts'
import { type Synapse, startSynapse } from '../support/synapse.ts'

const missing = await reasonToSkip(synapsePython, nioPython)

describe.skipIf(missing !== undefined)(missing ?? 'the adapter on a real Synapse', () => {
  let synapse: Synapse
  beforeAll(async () => {
    synapse = await startSynapse({ limits: 'none' })
  }, 400_000)
  afterAll(() => synapse?.stop())

  platformContract('Matrix on Synapse', async () => peopleOf(await rigOn(synapse)))
})
