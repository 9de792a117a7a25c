// People talking with the bot in Matrix: sentences, ballots and their answers, what the bot said to them, and an inbox in small behind it; leaves what is expected to each test.
import { setTimeout as sleep } from 'node:timers/promises'
import { MatrixEvent } from 'matrix-js-sdk'
import { message, paragraph } from '../../src/core/message.ts'
import type { Accept, Answer, Platform, Request } from '../../src/core/ports.ts'
import { requestIdOf } from '../../src/platforms/matrix/receiving/request-id.ts'
import type { Fields } from '../wire/matrix/records.ts'
import type { Member, Seen } from './matrix-member.ts'
import { CONNECTION, type MatrixRig } from './matrix-rig.ts'

const RESPONSE = 'org.matrix.msc3381.poll.response'
const START = 'org.matrix.msc3381.poll.start'
const PATIENCE_MS = 15_000

export type Ballot = { readonly room: string; readonly event: string }
export type Talk = ReturnType<typeof createTalk>

export const said = (words: string): Answer => ({
  kind: 'message',
  message: message(words, [paragraph(words)]),
})

/** What a request is about, in few words. */
export const gist = (request: Request): string => {
  switch (request.kind) {
    case 'command':
      return request.text
    case 'action':
      return Object.values(request.args).join(' ')
    case 'form':
      return Object.values(request.values).join(' ')
  }
}

export function createTalk(rig: MatrixRig, more: { readonly answer?: Accept } = {}) {
  const requests: Request[] = []
  const kept = new Map<string, Promise<Answer>>()
  const { self, keeping, homeserver } = rig
  const answer = more.answer ?? (async (request) => said(`Verstanden: ${gist(request)}.`))
  let marks = 0

  /** The same request gets the answer it got; a defect is none. */
  const accept: Accept = async (request) => {
    const given = kept.get(request.requestId) ?? answer(request)
    if (!kept.has(request.requestId)) requests.push(request)
    kept.set(request.requestId, given)
    const forget = () => kept.delete(request.requestId)
    const { refusal } = await given.then(
      (one) => (one.kind === 'message' ? one : { refusal: undefined }),
      (error: unknown) => {
        forget()
        throw error
      },
    )
    if (refusal === 'defect') forget()
    return given
  }

  const says = (who: Member, room: string, body: string, extra: Fields = {}) =>
    who.send(room, 'm.room.message', { msgtype: 'm.text', body, ...extra })

  /** What the bot said in a room as its person reads it. */
  const told = (who: Member, room: string): readonly string[] =>
    who.seen.filter((event) => isFromBot(event, room)).map(({ content }) => String(content['body']))
  const isFromBot = (event: Seen, room: string) =>
    event.room === room &&
    event.sender === self &&
    event.type === 'm.room.message' &&
    event.readable

  return {
    requests: requests as readonly Request[],
    /** What was asked since the last look, in few words. */
    gists: () => requests.splice(0).map(gist),
    accept,
    start: (platform: Platform = rig.platform) => platform.start(accept),
    says,
    told,
    /** Into the private room, as soon as there is one. */
    async enter(who: Member): Promise<string> {
      const room = await until(() => keeping.room(who.account.id))
      if (who.client.getRoom(room)?.getMyMembership() !== 'join') await who.join(room)
      return room
    },
    /** Until the bot has said these words there. */
    hears: (who: Member, room: string, words: string) =>
      until(async () => told(who, room).find((one) => one.includes(words))),
    /** Says something that is answered for certain: whatever was sent before has been handled then. */
    async settles(who: Member, room: string): Promise<void> {
      marks += 1
      const words = `marke ${marks}`
      await says(who, room, `!umlauf ${words}`)
      await until(async () => told(who, room).find((one) => one.includes(`Verstanden: ${words}.`)))
      const at = requests.findIndex((request) => gist(request) === words)
      requests.splice(at, 1)
    },
    /** A ballot with a poll in somebody's private room. */
    async ballot(who: Member, room: string, key: string): Promise<Ballot> {
      const actions = ['ja', 'nein'].map((choice) => ({
        ...{ verb: 'vote', args: { choice }, label: choice, spoken: choice, typed: choice },
        ...{ weight: 'plain' as const, pressed: false },
      }))
      await rig.platform.deliver({
        ...{ kind: 'post', key, language: 'de' },
        to: { kind: 'person', account: { connection: CONNECTION, id: who.account.id } },
        message: message(key, [paragraph(key)], { actions }),
      })
      const { id } = await who.sees(
        (event) =>
          event.room === room &&
          event.type === START &&
          JSON.stringify(event.content).includes(key),
      )
      return { room, event: id }
    },
    answers: (who: Member, { room, event }: Ballot, ...answers: readonly unknown[]) =>
      who.send(room, RESPONSE, responseTo(event, answers)),
    /** What an event is known by as a request. */
    requestOf(room: string, event: string): string | undefined {
      const found = homeserver.events(room).find(({ event_id: id }) => id === event)
      return found && requestIdOf(new MatrixEvent({ ...found, room_id: room }))
    },
    /** The encrypted events that we sent into a room. */
    sent: (room: string) => homeserver.events(room).filter(({ sender }) => sender === self),
  }
}

/** The content of an answer to a poll. */
export function responseTo(event: string, answers: readonly unknown[]): Fields {
  return {
    'm.relates_to': { rel_type: 'm.reference', event_id: event },
    [RESPONSE]: { answers },
  }
}

/** What there is to find, looked for until it is there. */
export async function until<T>(find: () => Promise<T | undefined>): Promise<T> {
  for (let waited = 0; waited < PATIENCE_MS; waited += 20) {
    const found = await find()
    if (found !== undefined) return found
    await sleep(20)
  }
  throw new Error('It did not come in time.')
}
