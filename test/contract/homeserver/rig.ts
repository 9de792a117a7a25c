// A homeserver and two people of it, for steps that every homeserver answers alike; leaves the steps to the files beside it.
import { afterAll, beforeAll } from 'vitest'
import { type Account, type Calls, callsOf, registerUser } from '../../support/matrix-calls.ts'
import { type Fields, fieldsOf, isFields, textOf } from '../../wire/matrix/records.ts'

export type Limits = 'none' | 'synapse'

export type Running = {
  readonly url: string
  restart(): Promise<void>
  stop(): Promise<void>
}

/** Starts one homeserver; called once for each set of steps. */
export type Start = (limits: Limits) => Promise<Running>

export type Person = Account & { readonly call: Calls }

const ENCRYPTED = {
  type: 'm.room.encryption',
  state_key: '',
  content: { algorithm: 'm.megolm.v1.aes-sha2' },
}

/** Starts the homeserver before the steps, and stops it after them. */
export function createRig(start: Start, limits: Limits) {
  let server: Running | undefined
  let people = 0
  let txns = 0
  const running = () => {
    if (!server) throw new Error('The homeserver has not started.')
    return server
  }
  beforeAll(async () => {
    server = await start(limits)
  }, 400_000)
  afterAll(() => server?.stop())

  async function person(name: string, more: { readonly admin?: boolean } = {}): Promise<Person> {
    people += 1
    const account = await registerUser(running().url, `${name}${people}`, more)
    return { ...account, call: callsOf(running().url, account.token) }
  }

  /** A transaction that nobody has used. */
  function txn(): string {
    txns += 1
    return `txn${txns}`
  }

  async function room(by: Person, more: Fields = {}): Promise<string> {
    const { body } = await by.call('POST', '/createRoom', { preset: 'private_chat', ...more })
    return textOf(body['room_id'])
  }

  return {
    running,
    person,
    txn,
    room,
    encryptedRoom: (by: Person, more: Fields = {}) =>
      room(by, { ...more, initial_state: [ENCRYPTED] }),
    /** A room with both of them in it. */
    async roomOf(anna: Person, bernd: Person, more: Fields = {}): Promise<string> {
      const id = await room(anna, { invite: [bernd.id], ...more })
      await bernd.call('POST', `/join/${id}`, {})
      return id
    },
    /** @returns the id of the event */
    async say(by: Person, where: string, body: string, more: Fields = {}): Promise<string> {
      const content = { msgtype: 'm.text', body, ...more }
      const sent = await by.call('PUT', `/rooms/${where}/send/m.room.message/${txn()}`, content)
      return textOf(sent.body['event_id'])
    },
    async send(by: Person, where: string, type: string, content: unknown) {
      return by.call('PUT', `/rooms/${where}/send/${type}/${txn()}`, content)
    },
    sync,
  }
}

/** What one sync brought, with what tests ask of it. */
export type News = {
  readonly next: string
  readonly body: Fields
  joined(room: string): Joined | undefined
  readonly toDevice: readonly Fields[]
}

export type Joined = {
  readonly events: readonly Fields[]
  readonly state: readonly Fields[]
  readonly limited: boolean
  readonly prevBatch: string
}

let asked = 0

/** At once, or nearly: for two minutes Synapse answers the same question with the same words, so that no two may be alike. */
async function sync(
  { call }: Person,
  since?: string,
  more: { readonly timeout?: number; readonly filter?: Fields } = {},
): Promise<News> {
  asked += 1
  const query = new URLSearchParams({ timeout: String((more.timeout ?? 0) + (asked % 100)) })
  if (since !== undefined) query.set('since', since)
  if (more.filter) query.set('filter', JSON.stringify(more.filter))
  const { body } = await call('GET', `/sync?${query}`)
  return {
    next: textOf(body['next_batch']),
    body,
    toDevice: listOf(fieldsOf(body['to_device'])['events']),
    joined(room) {
      const found = fieldsOf(fieldsOf(body['rooms'])['join'])[room]
      if (!isFields(found)) return undefined
      const timeline = fieldsOf(found['timeline'])
      return {
        events: listOf(timeline['events']),
        state: listOf(fieldsOf(found['state'])['events']),
        limited: timeline['limited'] === true,
        prevBatch: textOf(timeline['prev_batch']),
      }
    },
  }
}

export function listOf(value: unknown): readonly Fields[] {
  return Array.isArray(value) ? value.filter(isFields) : []
}

/** The ids of events, in order. */
export function idsOf(events: unknown): readonly string[] {
  return listOf(events).map((event) => textOf(event['event_id']))
}

/** How a no is told: its status, its code and its words. */
export function noOf({ status, body }: { readonly status: number; readonly body: Fields }) {
  return [status, body['errcode'], body['error']]
}
