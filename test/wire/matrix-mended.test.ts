// What an adversary or a misfortune did to votes in Matrix before it was mended, one test for each; leaves what was always held to matrix-arrivals.test.ts and matrix-gaps.test.ts.
import { afterEach, describe, expect, it } from 'vitest'
import type { Member } from '../support/matrix-member.ts'
import { type MatrixRig, matrixRig } from '../support/matrix-rig.ts'
import { createTalk, type Talk } from '../support/matrix-talk.ts'

const START = 'org.matrix.msc3381.poll.start'

let rig: MatrixRig
let talk: Talk
let anna: Member
let own: string

/** A rig in which Anna is in her private room with the platform running. */
async function begin(): Promise<void> {
  rig = await matrixRig()
  talk = createTalk(rig)
  anna = rig.anna
  await talk.start()
  own = await talk.enter(anna)
}

afterEach(() => rig.tidyUp())

const told = (words: string) => talk.told(anna, own).filter((one) => one.includes(words))

describe('An answer to a poll', () => {
  it('B46 counts by no poll that whoever runs the homeserver sent in our name', async () => {
    await begin()
    const forged = rig.homeserver.inject(own, {
      ...{ sender: rig.self, type: START },
      content: {
        [START]: {
          question: { 'org.matrix.msc1767.text': 'Was?' },
          kind: 'org.matrix.msc3381.poll.undisclosed',
          max_selections: 1,
          answers: [{ id: 'nein', 'org.matrix.msc1767.text': 'Nein' }],
        },
        'de.umlauf.choices': { nein: { verb: 'vote', args: { choice: 'ja' } } },
      },
    })
    await talk.answers(anna, { room: own, event: forged.event_id }, 'nein')
    await talk.hears(anna, own, 'Diese Umfrage ist veraltet, es wurde nichts geändert.')
    expect(talk.gists()).toEqual([])
  })

  it('is never met with silence, where the poll was deleted or is not there', async () => {
    await begin()
    const ballot = await talk.ballot(anna, own, 'ballot:1')
    rig.homeserver.redact(own, ballot.event)
    await talk.answers(anna, ballot, 'ja')
    const gone = await talk.ballot(anna, own, 'ballot:2')
    rig.homeserver.fault(/GET .*\/event\//, { status: 404, errcode: 'M_NOT_FOUND' })
    await talk.answers(anna, gone, 'ja')
    await talk.settles(anna, own)
    expect(talk.gists()).toEqual([])
    expect(told('Diese Umfrage ist veraltet')).toHaveLength(2)
  })

  it('is not lost where something before the homeserver refuses to show the poll', async () => {
    await begin()
    const ballot = await talk.ballot(anna, own, 'ballot:1')
    const refused = { status: 403, text: '<html>403</html>' }
    rig.homeserver.fault(/GET .*\/event\//, refused, { ...refused, status: 404 })
    await talk.answers(anna, ballot, 'ja')
    await talk.settles(anna, own)
    expect(talk.gists()).toEqual(['ja'])
  })
})

describe('A vote that is sent once more by somebody else', () => {
  it('F9 is the same request, under whatever id, and does not come back over a newer one', async () => {
    await begin()
    const first = await talk.says(anna, own, 'stimme 7/2023 ja')
    await talk.says(anna, own, 'stimme 7/2023 nein')
    await talk.settles(anna, own)
    const sent = rig.homeserver.events(own).find(({ event_id: id }) => id === first)
    const { sender, type, content } = sent ?? expect.fail()
    rig.homeserver.inject(own, { sender, type, content })
    // the same bytes, written in another way
    const bytes = Buffer.from(String(content['ciphertext']), 'base64')
    const longer = Buffer.concat([bytes.subarray(0, 1), bytes.subarray(1, 3), bytes.subarray(1)])
    const again = { ...content, ciphertext: longer.toString('base64').replace(/=+$/, '') }
    rig.homeserver.inject(own, { sender, type, content: again })
    await talk.settles(anna, own)
    await rig.platform.stop(0)
    rig.homeserver.inject(own, { sender, type, content })
    const next = rig.another()
    await talk.start(next)
    await talk.settles(anna, own)
    await next.stop(0)
    expect(talk.gists()).toEqual(['stimme 7/2023 ja', 'stimme 7/2023 nein'])
    expect(told('Verstanden: stimme 7/2023 ja.')).toHaveLength(1)
  })
})
