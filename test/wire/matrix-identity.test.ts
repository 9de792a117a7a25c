// What is promised of a Matrix account's login and identity: one login, one identity, recovered with its key alone, and never a new one without being told to.
import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import path from 'node:path'
import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { type OpenedClient, openClient } from '../../src/platforms/matrix/keeping/client.ts'
import { type Folder, openFolder } from '../../src/platforms/matrix/keeping/folder.ts'
import {
  identityStatus,
  recoverIdentity,
  type SetUp,
  setUpIdentity,
} from '../../src/platforms/matrix/keeping/identity.ts'
import { type Login, logIn } from '../../src/platforms/matrix/keeping/login.ts'
import { type Homeserver, type HomeserverOptions, startHomeserver } from './matrix/index.ts'
import { startMember } from './matrix-keeping-people.ts'

let place = ''
let homeserver: Homeserver
let ending: (() => unknown)[] = []

beforeEach(async () => {
  place = mkdtempSync(path.join(tmpdir(), 'umlauf-matrix-'))
  await begin()
})

afterEach(async () => {
  for (const end of ending.reverse()) await end()
  ending = []
  rmSync(place, { recursive: true, force: true })
})

async function begin(options: HomeserverOptions = {}): Promise<void> {
  const started = await startHomeserver(options)
  homeserver = started
  ending.push(() => started.stop())
  homeserver.addUser('bot', { deviceId: 'FIRST' })
}

const user = () => `@bot:${homeserver.name}`
const login = (more: Partial<Login> = {}): Login => ({
  ...{ homeserver: homeserver.url, user: user(), password: 'password', notice: () => {} },
  ...more,
})

function held(name = 'bund'): Folder {
  const folder = openFolder(path.join(place, name))
  ending.push(() => folder.release())
  return folder
}

async function client(folder: Folder): Promise<OpenedClient> {
  const session = folder.session()
  if (!session) throw new Error('Nobody has logged in')
  const recoveryKey = folder.recoveryKey()
  const opened = await openClient({
    ...{ folder, session, pollTimeoutMs: 1000, notice: () => {}, report: () => {} },
    ...(recoveryKey === undefined ? {} : { recoveryKey }),
    broken: (error) => {
      throw error
    },
  })
  ending.push(() => opened.stop())
  await opened.start()
  return opened
}

const setUp = (folder: Folder, more: Partial<SetUp> = {}): SetUp => ({
  keepRecoveryKey: async (key) => folder.keepRecoveryKey(key),
  ...more,
})

const complete = { identity: 'own', signed: true, recoverable: true, backup: '1' }
const master = async (opened: OpenedClient) =>
  (await opened.client.downloadKeysForUsers([user()])).master_keys?.[user()]?.keys

/** The client of a device that has just logged in. */
async function newDevice(folder: Folder, more: Partial<Login> = {}): Promise<OpenedClient> {
  await logIn(folder, login(more))
  return client(folder)
}

/** The client that made the identity, and its keys. */
async function firstDevice(folder: Folder) {
  const opened = await newDevice(folder)
  await setUpIdentity(opened, setUp(folder))
  return { opened, keys: await master(opened) }
}

/** A device in another folder, which does not have the identity that the first one made. */
async function elsewhere() {
  const { opened, keys: before } = await firstDevice(held())
  await opened.stop()
  const other = held('other')
  return { other, second: await newDevice(other), before }
}

/** Whether somebody in a room with the bot takes the device as the account's own. */
async function othersSeeSigned({ session }: OpenedClient): Promise<boolean> {
  const anna = await startMember(homeserver, 'anna')
  ending.push(() => anna.stop())
  await anna.roomWith({ id: session.user, token: session.accessToken })
  await anna.knows(session.user, session.device)
  return anna.seesSigned(session.user, session.device)
}

describe('the login', () => {
  it('is made once, as a device of its own, and its token is kept', async () => {
    const folder = held()
    const session = await logIn(folder, login())
    expect(folder.session()).toEqual(session)
    expect(session).toMatchObject({ homeserver: homeserver.url, user: user(), opened: false })
    expect(homeserver.devices(user())).toEqual(['FIRST', session.device])
    const asked = homeserver.wire().length
    await expect(logIn(folder, login())).rejects.toMatchObject({ code: 'matrix.alreadyLoggedIn' })
    expect(homeserver.wire().length).toBe(asked)
  })

  it('says what is wrong: the password, the account, the address', async () => {
    const folder = held()
    for (const [more, code] of [
      [{ password: 'wrong' }, 'matrix.wrongPassword'],
      [{ homeserver: 'http://127.0.0.1:9' }, 'matrix.homeserverUnreachable'],
    ] as const) {
      await expect(logIn(folder, login(more))).rejects.toMatchObject({ code })
    }
    homeserver.fault('POST /login', { status: 403, errcode: 'M_USER_DEACTIVATED' })
    await expect(logIn(folder, login())).rejects.toMatchObject({ code: 'matrix.deactivated' })
    homeserver.fault('POST /login', { status: 502, text: '<html>502</html>' })
    await expect(logIn(folder, login())).rejects.toMatchObject({
      code: 'matrix.homeserverUnreachable',
    })
    expect(folder.session()).toBeUndefined()
  })

  it('says how long to wait where the homeserver takes no more logins', async () => {
    homeserver.fault('POST /login', { limitedMs: 333_000 })
    await expect(logIn(held(), login())).rejects.toMatchObject({
      code: 'matrix.tooManyLogins',
      words: { de: expect.stringContaining('333 Sekunden') },
    })
  })

  it('as a new device ends the one before and drops its keys', async () => {
    const folder = held()
    const first = await logIn(folder, login())
    await (await client(folder)).stop()
    expect(folder.session()?.opened).toBe(true)
    const second = await logIn(folder, login({ asNewDevice: true }))
    expect(second.device).not.toBe(first.device)
    expect(homeserver.devices(user())).toEqual(['FIRST', second.device])
    const opened = await client(folder)
    expect(opened.session.device).toBe(second.device)
  })
})

describe('the identity', () => {
  it('is set up once, with a recovery key that is kept before it is used, and a backup', async () => {
    const folder = held()
    const opened = await newDevice(folder)
    expect(await identityStatus(opened)).toEqual({
      ...{ identity: 'none', signed: false, recoverable: false, backup: undefined },
    })
    const stored = () => homeserver.wire().filter(({ method }) => method === 'PUT')
    const key = await setUpIdentity(
      opened,
      setUp(folder, {
        async keepRecoveryKey(made) {
          expect(stored()).toEqual([])
          folder.keepRecoveryKey(made)
        },
      }),
    )
    expect(stored().length).toBeGreaterThan(0)
    expect(folder.recoveryKey()).toBe(key)
    expect(await identityStatus(opened)).toEqual(complete)
    const before = await master(opened)
    expect(await setUpIdentity(opened, setUp(folder))).toBeUndefined()
    expect(await master(opened)).toEqual(before)
    expect(await othersSeeSigned(opened)).toBe(true)
  })

  it('is the same after a restart, and nothing is made again', async () => {
    const folder = held()
    const { opened: first, keys: before } = await firstDevice(folder)
    await first.stop()
    const second = await client(folder)
    expect(await identityStatus(second)).toEqual(complete)
    expect(await master(second)).toEqual(before)
  })

  it('is gone on with where the setup was interrupted at any of its requests', async () => {
    for (const at of [
      'PUT /user/',
      'POST /keys/device_signing/upload',
      'POST /keys/signatures/upload',
      'POST /room_keys/version',
    ]) {
      await begin()
      const folder = held(at.replaceAll('/', ' '))
      const first = await newDevice(folder)
      homeserver.fault(at, { status: 400, errcode: 'M_UNKNOWN' })
      await expect(setUpIdentity(first, setUp(folder))).rejects.toThrow()
      homeserver.clearFaults()
      await first.stop()
      const second = await client(folder)
      await setUpIdentity(second, setUp(folder))
      expect({ at, ...(await identityStatus(second)) }).toMatchObject({
        at,
        ...complete,
        backup: expect.any(String),
      })
      await second.stop()
    }
  })

  it('of a device whose store is lost is recovered by its key, and others see it as the same', async () => {
    const folder = held()
    const { opened: first, keys: before } = await firstDevice(folder)
    const key = folder.recoveryKey() ?? ''
    await first.stop()
    rmSync(folder.keysFile)
    await expect(client(folder)).rejects.toMatchObject({ code: 'matrix.keysGone' })

    const second = await newDevice(folder, { asNewDevice: true })
    expect(await identityStatus(second)).toMatchObject({ identity: 'foreign', signed: false })
    await recoverIdentity(second, key)
    expect(await identityStatus(second)).toEqual(complete)
    expect(await master(second)).toEqual(before)
    expect(await othersSeeSigned(second)).toBe(true)
  })

  it('is never made anew by itself: neither by a setup without its keys, nor by a wrong recovery key', async () => {
    const { other, second, before } = await elsewhere()
    await expect(setUpIdentity(second, setUp(other))).rejects.toMatchObject({
      code: 'matrix.identityExists',
    })
    const { encodedPrivateKey = '' } = await second.crypto.createRecoveryKeyFromPassphrase()
    for (const [key, code] of [
      [encodedPrivateKey, 'matrix.recoveryKeyWrong'],
      ['EsTa bcde', 'matrix.recoveryKeyMalformed'],
    ] as const) {
      await expect(recoverIdentity(second, key)).rejects.toMatchObject({ code })
    }
    expect(await master(second)).toEqual(before)
    expect(other.recoveryKey()).toBeUndefined()
  })

  it('cannot be recovered where there is none', async () => {
    const folder = held()
    const opened = await newDevice(folder)
    const { encodedPrivateKey = '' } = await opened.crypto.createRecoveryKeyFromPassphrase()
    await expect(recoverIdentity(opened, encodedPrivateKey)).rejects.toMatchObject({
      code: 'matrix.nothingToRecover',
    })
    expect(await master(opened)).toBeUndefined()
  })

  it('is replaced by explicit command, with the password, and recoverable again', async () => {
    const { other, second, before } = await elsewhere()
    for (const [more, code] of [
      [{}, 'matrix.passwordNeeded'],
      [{ password: 'wrong' }, 'matrix.wrongPassword'],
    ] as const) {
      await expect(
        setUpIdentity(second, setUp(other, { replace: true, ...more })),
      ).rejects.toMatchObject({ code })
      expect(await master(second)).toEqual(before)
    }
    await setUpIdentity(second, setUp(other, { replace: true, password: 'password' }))
    expect(await master(second)).not.toEqual(before)
    expect(await identityStatus(second)).toMatchObject({ ...complete, backup: expect.any(String) })
  })
})
