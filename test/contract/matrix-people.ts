// Two people in Matrix who look, write and answer polls as the contract of platforms asks of people; leaves the homeserver to whoever keeps the platform to the contract.
import { createDecipheriv } from 'node:crypto'
import { setTimeout as sleep } from 'node:timers/promises'
import { z } from 'zod'
import { message, paragraph } from '../../src/core/message.ts'
import type { Accept, Account } from '../../src/core/ports.ts'
import { fileContent } from '../support/matrix-files.ts'
import { type Member, requestOf, type Seen } from '../support/matrix-member.ts'
import { type AnyHomeserver, CONNECTION, type MatrixRig, PLACE } from '../support/matrix-rig.ts'
import type { HandingRig } from './handing.ts'

type Words = Readonly<Record<string, string>>

/** How long somebody waits for an answer before they give up. */
const PATIENCE_MS = 4_000

/** What somebody's client sends so that they know they have seen all that was before it. */
const MARK = 'de.umlauf.tests.mark'

/** A rig of Matrix as the contract wants one. */
export function peopleOf(rig: MatrixRig<AnyHomeserver>): HandingRig {
  const { platform, self, room, keeping } = rig
  const names = new Map<string, { readonly id: string; readonly inPlace: boolean }>()
  let written: Words = {}
  const memberOf = ({ id }: Account): Member => (id === rig.anna.account.id ? rig.anna : rig.bernd)
  const ownRoom = async ({ id }: Account) => {
    for (let n = 0; n < 200; n += 1) {
      const own = await keeping.room(id)
      if (own !== undefined) return own
      await sleep(20)
    }
    throw new Error('no private room')
  }
  /** Goes into the private room as soon as one is invited to it. */
  const enter = async (who: Account) => {
    const own = await ownRoom(who)
    const member = memberOf(who)
    if (member.client.getRoom(own)?.getMyMembership() !== 'join') await member.join(own)
    return own
  }

  const upToDate = async (member: Member) => {
    const mark = await member.send(room, MARK, {})
    // the client has its own event at once, and knows it for sent when a sync has brought it
    while (member.client.getRoom(room)?.findEventById(mark)?.status !== null) await sleep(10)
    // what came with it is still being decrypted
    await sleep(100)
    return member
  }

  /**
   * Matrix makes the ids of events itself, and nothing is pressed in a place: what is answered or filled in in one's own
   * room stands here for what the contract does in the place.
   */
  const named =
    (accept: Accept): Accept =>
    (request) => {
      const name = names.get(request.requestId)
      if (!name) return accept(request)
      const origin = name.inPlace ? ({ kind: 'place', place: PLACE } as const) : request.origin
      return accept({ ...request, requestId: name.id, origin })
    }

  /** What came into the private room of somebody after they did something. */
  const answered = async (
    who: Account,
    act: () => Promise<string>,
    requestId: string,
    inPlace = true,
  ) => {
    const own = await enter(who)
    const member = memberOf(who)
    const count = () => fromBot(member.seen, own, self).length
    const before = count()
    // the name has to be known before the event is handled, and the event's id only comes with it
    names.set(requestOf(member, await act()), { id: requestId, inPlace })
    for (let waited = 0; count() === before; waited += 20) {
      if (waited > PATIENCE_MS) throw new Error('no answer')
      await sleep(20)
    }
    return shownIn(member.seen, own).at(-1) ?? ''
  }

  return {
    platform: {
      ...platform,
      async start(accept) {
        await platform.start(named(accept))
        // it was invited before it started, and goes in now
        for (let n = 0; n < 200; n += 1) {
          const words = message('Guten Tag.', [paragraph('Guten Tag.')])
          const to = { kind: 'place', place: PLACE } as const
          const operation = { kind: 'post', key: 'greeting', to, message: words } as const
          const { outcome } = await platform.deliver({ ...operation, language: 'de' })
          if (outcome === 'delivered') return
          await sleep(50)
        }
        throw new Error('It did not come into the room.')
      },
    },
    place: PLACE,
    anna: { connection: CONNECTION, id: rig.anna.account.id },
    bernd: { connection: CONNECTION, id: rig.bernd.account.id },
    defects: rig.defects,
    tidyUp: rig.tidyUp,
    async sees(who, where) {
      const own = await enter(who)
      const { seen } = await upToDate(memberOf(who))
      const inPlace = [...shownIn(seen, room), ...answersIn(seen, own)]
      return (where === 'place' ? inPlace : shownIn(seen, own)).join('\n')
    },
    says: (who, text, requestId) =>
      answered(
        who,
        () =>
          memberOf(who).send(room, 'm.room.message', {
            msgtype: 'm.text',
            body: `!umlauf ${text}`,
          }),
        requestId,
      ),
    async presses(who, verb, args, requestId) {
      const own = await enter(who)
      const actions = ['Drücken', 'Anderes'].map((label, n) => ({
        ...{ verb, args: { ...args, choice: `${n}` }, label, spoken: label, typed: label },
        ...{ weight: 'plain' as const, pressed: false },
      }))
      await platform.deliver({
        ...{ kind: 'post', key: `ballot:${requestId}`, language: 'de' },
        to: await platform.privatePlace(who),
        message: message('Eine Umfrage', [paragraph('Eine Umfrage')], { actions }),
      })
      const poll = await memberOf(who).sees(
        (event) => event.room === own && event.type === 'org.matrix.msc3381.poll.start',
      )
      const [answer = ''] = answerIds(poll)
      return answered(
        who,
        () =>
          memberOf(who).send(own, 'org.matrix.msc3381.poll.response', {
            'm.relates_to': { rel_type: 'm.reference', event_id: poll.id },
            'org.matrix.msc3381.poll.response': { answers: [answer] },
          }),
        requestId,
      )
    },
    async fills(who, verb, args, values, requestId) {
      const own = await enter(who)
      written = values
      if ((await keeping.dialogue(own)) === undefined) {
        await keeping.setDialogue(own, blankDialogue(verb, args, values))
      }
      let words = ''
      for (const value of Object.values(values)) {
        words = await answered(
          who,
          () => memberOf(who).send(own, 'm.room.message', { msgtype: 'm.text', body: value }),
          requestId,
          false,
        )
      }
      return words
    },
    written: () => written,
    async hands(who, text, file) {
      const own = await enter(who)
      const member = memberOf(who)
      const content = await fileContent(rig.homeserver.url, member, file, text)
      const act = () => member.send(own, 'm.room.message', content)
      return answered(who, act, `file:${file.name}`, false)
    },
    async downloads(who) {
      const member = memberOf(who)
      const file = await member.sees(({ content }) => content['msgtype'] === 'm.file')
      const sealed = sealedFile.parse(file.content['file'])
      const address = member.client.mxcUrlToHttp(
        sealed.url,
        undefined,
        undefined,
        undefined,
        true,
        true,
        true,
      )
      const response = await fetch(address ?? '', {
        headers: { authorization: `Bearer ${member.account.token}` },
      })
      return {
        name: String(file.content['filename'] ?? file.content['body']),
        content: opened(sealed, Buffer.from(await response.arrayBuffer())),
      }
    },
  }
}

const sealedFile = z.object({
  url: z.string(),
  iv: z.string(),
  key: z.object({ k: z.string() }),
})

/** A file of an encrypted room, as its members read it. */
function opened({ key, iv }: z.infer<typeof sealedFile>, stored: Buffer): string {
  const bytes = (text: string) => Buffer.from(text, 'base64url')
  const decipher = createDecipheriv('aes-256-ctr', bytes(key.k), bytes(iv))
  return Buffer.concat([decipher.update(stored), decipher.final()]).toString('utf8')
}

/** What the bot said in a room, oldest first. */
function fromBot(seen: readonly Seen[], room: string, self: string): readonly Seen[] {
  return seen.filter((event) => event.room === room && event.sender === self)
}

/** The bodies that stand in a room, edits in their place. */
function shownIn(seen: readonly Seen[], room: string): string[] {
  const bodies = new Map<string, string>()
  for (const { id, room: where, type, content, readable } of seen) {
    if (where !== room || type !== 'm.room.message' || !readable) continue
    const relation = content['m.relates_to'] as { rel_type?: string; event_id?: string } | undefined
    const fresh = content['m.new_content'] as { body?: string } | undefined
    if (relation?.rel_type === 'm.replace' && relation.event_id !== undefined) {
      bodies.set(relation.event_id, String(fresh?.body))
    } else bodies.set(id, String(content['body']))
  }
  return [...bodies.values()]
}

/** Answers are notices: what somebody said in a place is answered to them alone. */
function answersIn(seen: readonly Seen[], room: string): string[] {
  return shownIn(
    seen.filter(({ content }) => content['msgtype'] === 'm.notice'),
    room,
  )
}

function answerIds({ content }: Seen): string[] {
  const start = content['org.matrix.msc3381.poll.start'] as
    | { answers?: { id: string }[] }
    | undefined
  return (start?.answers ?? []).map(({ id }) => id)
}

/** A form that somebody is asked to fill in, who was never asked by the test. */
function blankDialogue(verb: string, args: Words, values: Words): string {
  return JSON.stringify({
    ...{ format: 1, verb, args, title: 'Formular', intro: '', faults: {}, at: 0, values: {} },
    origin: { kind: 'place', place: PLACE },
    fields: Object.keys(values).map((name) => ({
      ...{ name, label: name, hint: '', kind: 'line', required: false, maxLength: 200 },
      ...{ value: '', options: [] },
    })),
  })
}
