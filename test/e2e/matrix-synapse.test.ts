// The adapter on a real Synapse: the contract of platforms, and a member whose client is not ours; leaves a council and its votes to two-networks.test.ts.
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { message, paragraph } from '../../src/core/message.ts'
import type { Accept, Operation, Platform } from '../../src/core/ports.ts'
import { handingContract } from '../contract/handing.ts'
import { peopleOf } from '../contract/matrix-people.ts'
import { platformContract } from '../contract/platform.ts'
import { registerUser } from '../support/matrix-calls.ts'
import { CONNECTION, rigOn } from '../support/matrix-rig.ts'
import { gist, responseTo, said, until } from '../support/matrix-talk.ts'
import { startNioMember } from '../support/nio/member.ts'
import { nioPython, reasonToSkip, synapsePython } from '../support/python.ts'
import { type Synapse, startSynapse } from '../support/synapse.ts'

const missing = await reasonToSkip(synapsePython, nioPython)

const START = 'org.matrix.msc3381.poll.start'
const RESPONSE = 'org.matrix.msc3381.poll.response'

function ballotFor(account: string): Operation {
  const actions = ['ja', 'nein'].map((choice) => ({
    ...{ verb: 'vote', args: { choice }, label: choice, spoken: choice, typed: choice },
    ...{ weight: 'plain' as const, pressed: false },
  }))
  return {
    ...{ kind: 'post', key: 'ballot', language: 'de' },
    to: { kind: 'person', account: { connection: CONNECTION, id: account } },
    message: message('Ihre Stimme', [paragraph('Ihre Stimme')], { actions }),
  }
}

describe.skipIf(missing !== undefined)(missing ?? 'the adapter on a real Synapse', () => {
  let synapse: Synapse
  beforeAll(async () => {
    synapse = await startSynapse({ limits: 'none' })
  }, 400_000)
  afterAll(() => synapse?.stop())

  it('B48 a device that its owner never signed is told how, and counts where the council says so', async () => {
    const nina = await registerUser(synapse.url, 'nina')
    const rig = await rigOn(synapse, { others: [nina.id] })
    const requests: string[] = []
    const accept: Accept = async (request) => {
      requests.push(`${gist(request)} of ${request.from.id}`)
      return said(`Gezählt: ${gist(request)}.`)
    }
    await rig.platform.start(accept)
    const room = await until(() => rig.keeping.room(nina.id))
    const nio = await startNioMember(synapse.url, nina, room)
    const hears = (words: string, after: readonly string[] = []) =>
      nio.sees(
        ({ sender, content, event_id: id, readable }) =>
          readable &&
          sender === rig.self &&
          !after.includes(id) &&
          String(content['body']).includes(words),
      )
    let other: Platform | undefined
    try {
      await rig.platform.deliver(ballotFor(nina.id))
      const poll = await nio.sees(({ type, readable }) => readable && type === START)
      const vote = () => nio.send(RESPONSE, responseTo(poll.event_id, ['ja']))
      const say = (body: string) => nio.send('m.room.message', { msgtype: 'm.text', body })
      await vote()
      const first = await hears('Ihr Gerät ist nicht von Ihnen bestätigt')
      expect(first.content['body']).toContain('Sitzung verifizieren')
      await say('stimme 1/2026 ja')
      await hears('Ihr Gerät ist nicht von Ihnen bestätigt', [first.event_id])
      expect(requests).toEqual([])
      await rig.platform.stop(0)
      other = rig.another({ devices: 'any' })
      await other.start(accept)
      await vote()
      await hears('Gezählt: ja.')
      await say('stimme 1/2026 nein')
      await hears('Gezählt: stimme 1/2026 nein.')
      expect(requests).toEqual([`ja of ${nina.id}`, `stimme 1/2026 nein of ${nina.id}`])
      expect(rig.defects).toEqual([])
    } finally {
      await other?.stop(0)
      await nio.stop()
      await rig.tidyUp()
    }
  })

  platformContract('Matrix on Synapse', async () => peopleOf(await rigOn(synapse)))
  handingContract('Matrix on Synapse', async () => peopleOf(await rigOn(synapse)))
})
