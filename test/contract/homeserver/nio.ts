// A member whose client is no relative of ours reads what we encrypt, and we read what it answers; leaves two clients of one kind to keys.ts.
import { expect, it } from 'vitest'
import { ENCRYPTION, startMember } from '../../support/matrix-member.ts'
import { startNioMember } from '../../support/nio/member.ts'
import { createRig, type Start } from './rig.ts'

export function nioSteps(start: Start): void {
  const rig = createRig(start, 'none')

  it('a member with matrix-nio reads an encrypted poll, and its encrypted answer is read', async () => {
    const { url } = rig.running()
    const [anna, nina] = [await rig.person('anna'), await rig.person('nina')]
    const member = await startMember(url, anna)
    await member.client.getCrypto()?.bootstrapCrossSigning({})
    const { room_id: room } = await member.client.createRoom({
      invite: [nina.id],
      initial_state: [ENCRYPTION],
    })
    const nio = await startNioMember(url, nina, room)
    try {
      await member.sees(
        ({ content, sender }) => sender === nina.id && content['membership'] === 'join',
      )
      const poll = await member.send(room, 'org.matrix.msc3381.poll.start', {
        'org.matrix.msc1767.text': 'TOP 1?',
        'org.matrix.msc3381.poll.start': {
          kind: 'org.matrix.msc3381.poll.undisclosed',
          max_selections: 1,
          question: { 'org.matrix.msc1767.text': 'TOP 1?' },
          answers: [{ id: 'ja', 'org.matrix.msc1767.text': 'Zustimmung' }],
        },
      })
      const read = await nio.sees(({ event_id }) => event_id === poll)
      expect(read).toMatchObject({ readable: true, type: 'org.matrix.msc3381.poll.start' })
      const response = await nio.send('org.matrix.msc3381.poll.response', {
        'm.relates_to': { rel_type: 'm.reference', event_id: poll },
        'org.matrix.msc3381.poll.response': { answers: ['ja'] },
      })
      const answer = await member.sees(({ id }) => id === response)
      expect(answer).toMatchObject({
        readable: true,
        sender: nina.id,
        content: { 'org.matrix.msc3381.poll.response': { answers: ['ja'] } },
      })
      await member.client.getCrypto()?.getUserDeviceInfo([nina.id], true)
      const trust = await member.client
        .getCrypto()
        ?.getDeviceVerificationStatus(nina.id, nio.deviceId)
      expect(trust?.signedByOwner).toBe(false)
    } finally {
      await nio.stop()
      member.stop()
    }
  })
}
