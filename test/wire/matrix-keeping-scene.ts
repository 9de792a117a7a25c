// The scene of the tests of the Matrix keys: a homeserver, a folder, and who acts in them, all of which ends with its test.
import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import path from 'node:path'
import { type ClientOptions, openClient } from '../../src/platforms/matrix/keeping/client.ts'
import { type Folder, openFolder } from '../../src/platforms/matrix/keeping/folder.ts'
import { logIn } from '../../src/platforms/matrix/keeping/login.ts'
import { startHomeserver } from './matrix/index.ts'
import { type Bot, type Member, startBot, startMember } from './matrix-keeping-people.ts'

export type Scene = Awaited<ReturnType<typeof createScene>>

export async function createScene() {
  const place = mkdtempSync(path.join(tmpdir(), 'umlauf-matrix-'))
  const homeserver = await startHomeserver()
  const { id } = homeserver.addUser('bot', { deviceId: 'FIRST' })
  const ending: (() => unknown)[] = []

  return {
    place,
    homeserver,
    /** Logs in as the setup does, and lets go of the folder. */
    async loggedIn(): Promise<{ id: string; token: string; device: string }> {
      const folder = openFolder(place)
      const { accessToken, device } = await logIn(folder, {
        ...{ homeserver: homeserver.url, user: id, password: 'password', notice: () => {} },
      })
      folder.release()
      return { id, token: accessToken, device }
    },
    async bot(pauseMs = 0): Promise<Bot> {
      const started = await startBot(place, pauseMs)
      ending.push(() => started.kill())
      return started
    },
    async member(name = 'anna'): Promise<Member> {
      const started = await startMember(homeserver, name)
      ending.push(() => started.stop())
      return started
    },
    held(): Folder {
      const folder = openFolder(place)
      ending.push(() => folder.release())
      return folder
    },
    /** The bot's client in this process. */
    async client(folder: Folder, more: Partial<ClientOptions> = {}) {
      const session = folder.session()
      if (!session) throw new Error('Nobody has logged in')
      const reported: unknown[] = []
      const opened = await openClient({
        ...{ folder, session, pollTimeoutMs: 1000, notice: () => {} },
        broken: (error) => {
          throw error
        },
        report: (defect) => reported.push(defect),
        ...more,
      })
      ending.push(() => opened.stop())
      return { ...opened, reported }
    },
    syncsOf: (user: string, from = 0) =>
      homeserver
        .wire()
        .slice(from)
        .filter(({ path: at, user: by }) => at === '/sync' && by === user),
    types: (room: string) =>
      homeserver
        .events(room)
        .filter(({ state_key }) => state_key === undefined)
        .map(({ type }) => type),
    async end(): Promise<void> {
      for (const end of ending.reverse()) await end()
      await homeserver.stop()
      rmSync(place, { recursive: true, force: true })
    },
  }
}
