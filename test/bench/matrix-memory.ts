// What the platform holds in memory while ten thousand encrypted events pass; leaves the platform to matrix-memory-child.ts.
import { type ChildProcess, spawn } from 'node:child_process'
import { once } from 'node:events'
import path from 'node:path'
import { fileURLToPath } from 'node:url'
import { MatrixEvent } from 'matrix-js-sdk'
import type { CryptoBackend } from 'matrix-js-sdk/lib/common-crypto/CryptoBackend.js'
import { callsOf } from '../support/matrix-calls.ts'
import { ENCRYPTION, type Member } from '../support/matrix-member.ts'
import { PASSWORD, setUpAccount, signedMember } from '../support/matrix-rig.ts'
import { type Homeserver, startHomeserver } from '../wire/matrix/index.ts'
import type { Fields } from '../wire/matrix/records.ts'
import type { ChildPlan, Held } from './matrix-memory-child.ts'

const child = fileURLToPath(new URL('./matrix-memory-child.ts', import.meta.url))
/** Often enough that no sync leaves a gap: the sender waits until the bot has come so far. */
const ASKING_EVERY = 50
const LOOK = 'blick'

export type MemorySample = Held & { readonly events: number }

/** Lets so many events pass, and looks at the memory after each of these numbers. */
export async function measureMatrixMemory(
  folder: string,
  looks: readonly number[],
): Promise<readonly MemorySample[]> {
  const homeserver = await startHomeserver()
  try {
    const bot = homeserver.addUser('umlauf', { password: PASSWORD })
    const keys = path.join(folder, 'matrix-memory')
    await setUpAccount(homeserver.url, bot.id, keys)
    const anna = await signedMember(homeserver, 'anna')
    const { room_id: room } = await anna.client.createRoom({
      ...{ invite: [bot.id], initial_state: [ENCRYPTION] },
    })
    await callsOf(homeserver.url, bot.token)('POST', `/join/${encodeURIComponent(room)}`, {})
    const plan = { folder: keys, homeserver: homeserver.url, user: bot.id, room, look: LOOK }
    const platform = await startPlatform(plan)
    try {
      return await samplesOf(homeserver, platform, anna, room, looks)
    } finally {
      platform.disconnect()
      await once(platform, 'exit')
      anna.stop()
    }
  } finally {
    await homeserver.stop()
  }
}

async function startPlatform(plan: ChildPlan): Promise<ChildProcess> {
  const started = spawn(process.execPath, ['--expose-gc', child, JSON.stringify(plan)], {
    stdio: ['ignore', 'inherit', 'inherit', 'ipc'],
  })
  await once(started, 'message')
  return started
}

async function samplesOf(
  homeserver: Homeserver,
  platform: ChildProcess,
  anna: Member,
  room: string,
  looks: readonly number[],
): Promise<readonly MemorySample[]> {
  const samples: MemorySample[] = []
  const sealed = sealerOf(anna, room)
  const says = async (body: string) => {
    const content = await sealed({ msgtype: 'm.text', body })
    homeserver.inject(room, { type: 'm.room.encrypted', sender: anna.account.id, content })
  }
  for (let sent = 1; sent <= Math.max(...looks); sent += 1) {
    const isLook = looks.includes(sent)
    if (!isLook && sent % ASKING_EVERY !== 0) {
      await says(`Nachricht ${sent}`)
      continue
    }
    const next = once(platform, 'message')
    await says(isLook ? `!umlauf ${LOOK}` : '!umlauf status')
    const [held]: Held[] = await next
    if (!held || !isLook) continue
    const { rss, heap, external } = held
    samples.push({ events: sent, rss, heap, external })
  }
  return samples
}

/** Encrypts as her client does, without what else a client does for each of its own messages. */
function sealerOf({ client }: Member, id: string) {
  const crypto = client.getCrypto() as CryptoBackend | undefined
  const room = client.getRoom(id)
  if (!crypto || !room) throw new Error('her client is not in the room')
  return async (content: Fields): Promise<Fields> => {
    const event = new MatrixEvent({ type: 'm.room.message', room_id: id, content })
    await crypto.encryptEvent(event, room)
    return event.getWireContent()
  }
}
