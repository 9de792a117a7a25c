// A council's room on a homeserver, loopback or real, with the platform in it, for tests of the adapter without a council behind it; leaves the answers to each test.
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
import { type Account, registerUser } from './matrix-calls.ts'
import { ENCRYPTION, type Member, startMember } from './matrix-member.ts'

export const CONNECTION: ConnectionId = 'matrix-bund'
export const PLACE: PlaceId = 'umlauf'
export const PASSWORD = 'a password of the tests'

/** What every homeserver of the tests is, loopback or real: one that lets us make accounts. */
export type AnyHomeserver = { readonly url: string }

type RigOptions = {
  readonly encryptedPlace?: boolean
  readonly devices?: 'signed' | 'any'
  /** Whom the council knows beside the two. */
  readonly others?: readonly string[]
}

export type MatrixRig<Server extends AnyHomeserver = Homeserver> = {
  readonly homeserver: Server
  readonly platform: Platform
  readonly self: string
  readonly anna: Member
  readonly bernd: Member
  /** The room of the council. */
  readonly room: string
  readonly keeping: MatrixKeeping
  /** Where the account keeps its keys. */
  readonly folder: string
  /** What was put on record as read back after a gap. */
  readonly recovered: string[][]
  readonly defects: unknown[]
  readonly notices: string[]
  /** Another process with the same folder; the first one has to be stopped. */
  another(more?: Partial<Pick<MatrixOptions, 'devices'>>): Platform
  tidyUp(): Promise<void>
}

/** A rig on a loopback homeserver of its own. */
export async function matrixRig(
  world: HomeserverOptions = {},
  more: RigOptions = {},
): Promise<MatrixRig> {
  const homeserver = await startHomeserver(world)
  const rig = await rigOn(homeserver, more)
  return {
    ...rig,
    async tidyUp() {
      await rig.tidyUp()
      await homeserver.stop()
    },
  }
}

/** How many rigs there were: each has its own people, so that several can be on one homeserver. */
let rigs = 0

/** Two people with verified devices, one room, one account that is set up; nothing is started yet. The homeserver goes on. */
export async function rigOn<Server extends AnyHomeserver>(
  homeserver: Server,
  more: RigOptions = {},
): Promise<MatrixRig<Server>> {
  rigs += 1
  const { url } = homeserver
  const folder = mkdtempSync(path.join(tmpdir(), 'umlauf-matrix-'))
  const name = (one: string) => (rigs === 1 ? one : `${one}-${rigs}`)
  const [umlauf, annas, bernds] = [name('umlauf'), name('anna'), name('bernd')]
  const bot = await registerUser(url, umlauf, { password: PASSWORD })
  await setUpAccount(url, bot.id, folder)
  const anna = await signed(url, await registerUser(url, annas))
  const bernd = await signed(url, await registerUser(url, bernds))
  const { room_id: room } = await anna.client.createRoom({
    invite: [bot.id, bernd.account.id],
    ...(more.encryptedPlace === false ? {} : { initial_state: [ENCRYPTION] }),
  })
  await bernd.join(room)
  const people = [anna.account.id, bernd.account.id, ...(more.others ?? [])]
  const { platforms, ...parts } = platformsOn({ url, self: bot.id, folder, room, people })
  const another: MatrixRig['another'] = (changed) =>
    platforms({ devices: more.devices ?? 'signed', ...changed })
  const platform = another()
  return {
    ...{ homeserver, platform, another, self: bot.id, anna, bernd, room, folder, ...parts },
    async tidyUp() {
      await platform.stop(0)
      anna.stop()
      bernd.stop()
      rmSync(folder, { recursive: true, force: true })
    },
  }
}

type Surroundings = {
  readonly url: string
  readonly self: string
  readonly folder: string
  readonly room: string
  readonly people: readonly string[]
}

/** The adapter as it is put together for a council of one room; what it complains of is kept. */
function platformsOn({ url, self, folder, room, people }: Surroundings) {
  const defects: unknown[] = []
  const notices: string[] = []
  const recovered: string[][] = []
  const keeping = memoryKeeping(recovered)
  const guide: MatrixGuide = {
    channelOf: (place) => (place === PLACE ? room : undefined),
    placeOf: (one) => (one === room ? PLACE : undefined),
    knows: (account) => people.includes(account),
    language: () => 'de',
    people: () => people,
  }
  const platforms = ({ devices }: Pick<MatrixOptions, 'devices'>) =>
    createMatrix({
      ...{ connection: CONNECTION, devices, folder, guide, keeping },
      server: self.slice(self.indexOf(':') + 1),
      settings: { homeserver: url, user: self },
      notice: (words) => void notices.push(words),
      report: (defect) => `D-${defects.push(defect)}`,
    })
  return { platforms, keeping, recovered, defects, notices }
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

/** Somebody of the loopback homeserver whose device is signed by themselves, as Element asks of everybody. */
export function signedMember(homeserver: Homeserver, name: string): Promise<Member> {
  return signed(homeserver.url, { ...homeserver.addUser(name), password: 'password' })
}

/** A client whose device is signed by its owner. */
export async function signed(url: string, account: Account): Promise<Member> {
  const member = await startMember(url, account)
  await member.client.getCrypto()?.bootstrapCrossSigning({
    authUploadDeviceSigningKeys: async (upload) => void (await upload(null)),
  })
  return member
}

/** What an adapter keeps, for as long as the test runs. */
export function memoryKeeping(recovered: string[][] = []): MatrixKeeping {
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
    recordRecovered: async (requests) => void recovered.push([...requests]),
  }
}
