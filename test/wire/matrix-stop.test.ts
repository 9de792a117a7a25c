// How the adapter for Matrix ends: what it still says before it is gone; leaves kills to test/e2e/matrix-kill.test.ts.
import { setTimeout as sleep } from 'node:timers/promises'
import { it } from 'vitest'
import { matrixRig } from '../support/matrix-rig.ts'
import { createTalk, until } from '../support/matrix-talk.ts'

it('says the receipts that wait for the homeserver’s limit before it stops', async () => {
  const rig = await matrixRig()
  const talk = createTalk(rig)
  try {
    await talk.start()
    const own = await talk.enter(rig.anna)
    rig.homeserver.fault(
      ({ user, method, path }) => user === rig.self && method === 'PUT' && path.includes('/send/'),
      { limitedMs: 3_000 },
    )
    await talk.says(rig.anna, own, 'stimme 7/2023 ja')
    await until(async () => talk.requests[0])
    // its token has moved by now
    await sleep(1_500)
    await rig.platform.stop(Date.now() + 60_000)
    await talk.hears(rig.anna, own, 'Verstanden: stimme 7/2023 ja.')
  } finally {
    await rig.tidyUp()
  }
}, 30_000)
