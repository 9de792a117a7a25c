// The sending half of the Matrix adapter on a loopback homeserver, with what it needs of the rest; leaves what is sent to the tests.
import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import path from 'node:path'
import type { Target } from '../../src/core/ports.ts'
import { type OpenedClient, openClient } from '../../src/platforms/matrix/keeping/client.ts'
import { openFolder } from '../../src/platforms/matrix/keeping/folder.ts'
import type { MatrixKeeping } from '../../src/platforms/matrix/keeping-port.ts'
import { createEncryption } from '../../src/platforms/matrix/sending/encryption.ts'
import { createOutbound, type Outbound } from '../../src/platforms/matrix/sending/outbound.ts'
import { createPace, type Pace } from '../../src/platforms/matrix/sending/pace.ts'
import { createPrivateRooms, type PrivateRooms } from '../../src/platforms/matrix/sending/rooms.ts'
import { createSender, type Sender } from '../../src/platforms/matrix/sending/sender.ts'
import { createTelling, type Telling } from '../../src/platforms/matrix/sending/telling.ts'
import { type Homeserver, type HomeserverOptions, startHomeserver } from '../wire/matrix/index.ts'
import { callsOf } from './matrix-calls.ts'
import { ENCRYPTION, type Member, startMember } from './matrix-member.ts'
import { memoryKeeping } from './matrix-rig.ts'

export const CONNECTION = 'matrix-bund'
const PLACE = 'ak-test'
export const TO_PLACE: Target = { kind: 'place', place: PLACE }

export type Bot = {
  readonly outbound: Outbound
  readonly sender: Sender
  readonly rooms: PrivateRooms
  readonly telling: Telling
  readonly pace: Pace
  readonly opened: OpenedClient
  readonly notices: readonly string[]
  stop(): Promise<void>
}

export type PostsRig = {
  readonly homeserver: Homeserver
  readonly keeping: MatrixKeeping
  readonly botId: string
  /** The room of the place, encrypted unless it was asked for otherwise. */
  readonly room: string
  readonly anna: Member
  /** Another process on the same folder: it remembers nothing but its keys and rooms. */
  start(): Promise<Bot>
  call: ReturnType<typeof callsOf>
  tidyUp(): Promise<void>
}

export type RigOptions = {
  readonly limits?: HomeserverOptions['limits']
  readonly isPlain?: boolean
  readonly isFast?: boolean
}

export async function postsRig(options: RigOptions = {}): Promise<PostsRig> {
  const homeserver = await startHomeserver({ limits: options.limits ?? 'none' })
  const account = homeserver.addUser('umlauf')
  const anna = await startMember(homeserver.url, {
    ...homeserver.addUser('anna'),
    password: 'password',
  })
  const call = callsOf(homeserver.url, account.token)
  const { body } = await call('POST', '/createRoom', {
    preset: 'private_chat',
    name: 'AK Test',
    invite: [anna.account.id],
    initial_state: options.isPlain ? [] : [ENCRYPTION],
  })
  const room = String(body['room_id'])
  await anna.join(room)
  const folder = mkdtempSync(path.join(tmpdir(), 'umlauf-matrix-'))
  const keeping = memoryKeeping()
  const bots = new Set<Bot>()
  return {
    ...{ homeserver, keeping, botId: account.id, room, anna, call },
    async start() {
      const bot = await startBot({ folder, homeserver, account, room, keeping }, options)
      const running = {
        ...bot,
        stop: () => (bots.delete(running) ? bot.stop() : Promise.resolve()),
      }
      bots.add(running)
      return running
    },
    async tidyUp() {
      for (const bot of [...bots]) await bot.stop()
      anna.stop()
      await homeserver.stop()
      rmSync(folder, { recursive: true, force: true })
    },
  }
}

type BotParts = {
  readonly folder: string
  readonly homeserver: Homeserver
  readonly account: { readonly id: string; readonly token: string; readonly deviceId: string }
  readonly room: string
  readonly keeping: MatrixKeeping
}

async function startBot(
  { folder, homeserver, account, room, keeping }: BotParts,
  { isFast = true }: RigOptions,
): Promise<Bot> {
  const place = openFolder(folder)
  const session = place.session() ?? {
    ...{ homeserver: homeserver.url, user: account.id, device: account.deviceId },
    ...{ accessToken: account.token, opened: false },
  }
  if (!place.session()) place.keepSession(session)
  const notices: string[] = []
  const notice = (words: string) => void notices.push(words)
  const opened = await openClient({
    ...{ folder: place, session, notice, pollTimeoutMs: 1_000 },
    beforeToken: async () => {},
    broken: (error) => {
      throw error
    },
    report: (defect) => notice(String(defect)),
  })
  await opened.start()
  const { client } = opened
  const clock = () => performance.now()
  const pace = createPace(clock)
  if (isFast) pace.faster()
  const encryption = createEncryption(client)
  const sender = createSender({ client, pace, encryption })
  const rooms = createPrivateRooms({ client, keeping, pace, clock, notice })
  const telling = createTelling({ sender, rooms, notice, client: opened.client, encryption })
  const guide = { channelOf: (one: string) => (one === PLACE ? room : undefined) }
  const connection = CONNECTION
  const outbound = createOutbound({ connection, client, guide, rooms, sender, encryption })
  return {
    ...{ outbound, sender, rooms, telling, pace, opened, notices },
    async stop() {
      telling.stop()
      await rooms.stop()
      await opened.stop()
      place.release()
    },
  }
}
