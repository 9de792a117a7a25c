// The accounts of a council on a homeserver, with a client or with the keys of one, and their room; leaves the council itself to matrix-hall.ts.
import { createClient } from 'matrix-js-sdk'
import { quietLogger } from '../../src/platforms/matrix/keeping/quiet-logger.ts'
import { type Account, callsOf } from '../support/matrix-calls.ts'
import { ENCRYPTION, type Member, startMember } from '../support/matrix-member.ts'
import type { AnyHomeserver } from '../support/two-networks.ts'

/** The council's members there, the first of them with a client. */
export async function gather(
  homeserver: AnyHomeserver,
  persons: readonly string[],
  clients: number,
) {
  const members: Member[] = []
  const accounts = new Map<string, Account>()
  for (const person of persons) {
    const account = await homeserver.register(person)
    accounts.set(person, account)
    if (members.length < clients) members.push(await signed(homeserver.url, account))
    else await withKeys(homeserver.url, account)
  }
  return { accounts, members }
}

async function signed(url: string, account: Account): Promise<Member> {
  const member = await startMember(url, account)
  await member.client.getCrypto()?.bootstrapCrossSigning({
    authUploadDeviceSigningKeys: async (upload) => void (await upload(null)),
  })
  return member
}

/** As an account whose client was used once: its device has keys, so that whoever sends shares theirs with it. */
export async function withKeys(url: string, account: Account): Promise<void> {
  const client = createClient({
    ...{ baseUrl: url, userId: account.id, accessToken: account.token },
    ...{ deviceId: account.deviceId, logger: quietLogger(() => {}) },
  })
  await client.initRustCrypto({ useIndexedDB: false })
  await client.getCrypto()?.bootstrapCrossSigning({
    authUploadDeviceSigningKeys: async (upload) => void (await upload(null)),
  })
  client.stopClient()
}

/** Open to all accounts of the homeserver, so that many can join without as many invitations. */
export async function makeRoom(
  url: string,
  bot: Account,
  accounts: readonly Account[],
): Promise<string> {
  const [host, ...others] = accounts
  const made = await callsOf(url, host?.token)('POST', '/createRoom', {
    preset: 'public_chat',
    initial_state: [ENCRYPTION],
  })
  const room = String(made.body['room_id'])
  for (const { token } of [bot, ...others]) await joins(url, token, room)
  return room
}

export async function joins(url: string, token: string, room: string): Promise<void> {
  const { status } = await callsOf(url, token)('POST', `/join/${encodeURIComponent(room)}`, {})
  if (status !== 200) throw new Error(`nobody joins: ${status}`)
}

const SIDE_BY_SIDE = 4

export async function crowd(count: number, work: (n: number) => Promise<void>): Promise<void> {
  let next = 0
  const worker = async () => {
    while (next < count) {
      next += 1
      await work(next)
    }
  }
  await Promise.all(Array.from({ length: SIDE_BY_SIDE }, worker))
}
