// A council's rooms on the loopback homeserver with the platform in them, for tests of the adapter without a council behind it; leaves the answers to each test.
import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import path from 'node:path'
import type { Platform } from '../../src/core/ports.ts'
import type { ConnectionId, PlaceId } from '../../src/core/values.ts'
import {
  createMatrix,
  type MatrixGuide,
  type MatrixKeeping,
  type MatrixOptions,
} from '../../src/platforms/matrix/index.ts'
import { openClient } from '../../src/platforms/matrix/keeping/client.ts'
import { openFolder } from '../../src/platforms/matrix/keeping/folder.ts'
import { setUpIdentity } from '../../src/platforms/matrix/keeping/identity.ts'
import { logIn } from '../../src/platforms/matrix/keeping/login.ts'
import { type Homeserver, type HomeserverOptions, startHomeserver } from '../wire/matrix/index.ts'
import { type Member, startMember } from './matrix-member.ts'

export const CONNECTION: ConnectionId = 'matrix-bund'
export const PLACE: PlaceId = 'umlauf'
export const PASSWORD = 'a password of the tests'

export type MatrixRig = {
  readonly homeserver: Homeserver
  readonly platform: Platform
  readonly self: string
  readonly anna: Member
  readonly bernd: Member
  /** The room of the council. */
  readonly room: string
  readonly keeping: MatrixKeeping
  readonly defects: unknown[]
  readonly notices: string[]
  /** Another process with the same folder; the first one has to be stopped. */
  another(more?: Partial<Pick<MatrixOptions, 'devices'>>): Platform
  tidyUp(): Promise<void>
}

/** Two people with verified devices, one room, one account that is set up; nothing is started yet. */
export async function matrixRig(
  world: HomeserverOptions = {},
  more: { readonly encryptedPlace?: boolean; readonly devices?: 'signed' | 'any' } = {},
): Promise<MatrixRig> {
  const homeserver = await startHomeserver(world)
  const folder = mkdtempSync(path.join(tmpdir(), 'umlauf-matrix-'))
  const bot = homeserver.addUser('umlauf', { password: PASSWORD })
  await setUpAccount(homeserver.url, bot.id, folder)
  const anna = await signedMember(homeserver, 'anna')
  const bernd = await signedMember(homeserver, 'bernd')
  const { room_id: room } = await anna.client.createRoom({
    invite: [bot.id, bernd.account.id],
    ...(more.encryptedPlace
      ? {
          initial_state: [
            {
              ...{ type: 'm.room.encryption', state_key: '' },
              content: { algorithm: 'm.megolm.v1.aes-sha2' },
            },
          ],
        }
      : {}),
  })
  await bernd.join(room)
  const defects: unknown[] = []
  const notices: string[] = []
  const keeping = memoryKeeping()
  const people = [anna.account.id, bernd.account.id]
  const guide: MatrixGuide = {
    channelOf: (place) => (place === PLACE ? room : undefined),
    placeOf: (one) => (one === room ? PLACE : undefined),
    knows: (account) => people.includes(account),
    language: () => 'de',
    people: () => people,
  }
  const another: MatrixRig['another'] = ({ devices = more.devices ?? 'signed' } = {}) =>
    createMatrix({
      ...{ connection: CONNECTION, server: homeserver.name, devices, folder, guide, keeping },
      settings: { homeserver: homeserver.url, user: bot.id },
      notice: (words) => void notices.push(words),
      report: (defect) => `D-${defects.push(defect)}`,
    })
  const platform = another()
  return {
    ...{
      homeserver,
      platform,
      another,
      self: bot.id,
      anna,
      bernd,
      room,
      keeping,
      defects,
      notices,
    },
    async tidyUp() {
      await platform.stop(0)
      anna.stop()
      bernd.stop()
      await homeserver.stop()
      rmSync(folder, { recursive: true, force: true })
    },
  }
}

/** What `umlauf matrix setup` does. */
export async function setUpAccount(homeserver: string, user: string, at: string): Promise<void> {
  const folder = openFolder(at)
  const notice = () => {}
  const session = await logIn(folder, { homeserver, user, password: PASSWORD, notice })
  const opened = await openClient({
    ...{ folder, session, notice, report: notice },
    broken(error) {
      throw error
    },
  })
  await opened.start()
  await setUpIdentity(opened, {
    password: PASSWORD,
    keepRecoveryKey: async (key) => folder.keepRecoveryKey(key),
  })
  await opened.stop()
  folder.release()
}

/** Somebody whose device is signed by themselves, as Element asks of everybody. */
export async function signedMember(homeserver: Homeserver, name: string): Promise<Member> {
  const member = await startMember(homeserver.url, {
    ...homeserver.addUser(name),
    password: 'password',
  })
  await member.client.getCrypto()?.bootstrapCrossSigning({
    authUploadDeviceSigningKeys: async (upload) => void (await upload(null)),
  })
  return member
}

function memoryKeeping(): MatrixKeeping {
  const rooms = new Map<string, string>()
  const dialogues = new Map<string, string>()
  return {
    room: async (account) => rooms.get(account),
    setRoom: async (account, room) => void rooms.set(account, room),
    dialogue: async (room) => dialogues.get(room),
    async setDialogue(room, state) {
      if (state === undefined) dialogues.delete(room)
      else dialogues.set(room, state)
    },
  }
}
