// What the folder of a Matrix account promises: it keeps what it is given, one process has it at a time, and nobody else reads it.
import type { ChildProcess } from 'node:child_process'
import { once } from 'node:events'
import { mkdtempSync, readdirSync, rmSync, statSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import path from 'node:path'
import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { type Folder, openFolder } from '../../src/platforms/matrix/keeping/folder.ts'
import { openPersistentIndexedDb } from '../../src/platforms/matrix/keeping/persistent-indexeddb.ts'
import { opened } from './matrix-store-steps.ts'
import { startVictim, until } from './matrix-store-victim.ts'

let place = ''
let children: ChildProcess[] = []
let folders: Folder[] = []

beforeEach(() => {
  place = mkdtempSync(path.join(tmpdir(), 'umlauf-matrix-'))
})

afterEach(() => {
  for (const one of children) one.kill('SIGKILL')
  for (const one of folders) one.release()
  children = []
  folders = []
  rmSync(place, { recursive: true, force: true })
})

function hold(folder = place): Folder {
  const held = openFolder(folder)
  folders.push(held)
  return held
}

describe('the folder', () => {
  const session = {
    homeserver: 'http://127.0.0.1:8008',
    user: '@bot:example.org',
    device: 'UMLAUF1',
    accessToken: 'syt_secret',
    opened: false,
  }

  it('keeps session, recovery key and storage key over restarts', () => {
    const first = hold()
    expect([first.session(), first.recoveryKey()]).toEqual([undefined, undefined])
    first.keepSession(session)
    first.keepSession({ ...session, opened: true })
    first.keepRecoveryKey('EsT1 abcd')
    const key = first.storageKey()
    first.release()
    const second = hold()
    expect(second.session()).toEqual({ ...session, opened: true })
    expect(second.recoveryKey()).toBe('EsT1 abcd')
    expect(second.storageKey()).toEqual(key)
    expect(key).toHaveLength(32)
  })

  it('is readable by its owner alone, with all that lies in it', async () => {
    const folder = hold(path.join(place, 'matrix', 'bund'))
    folder.keepSession(session)
    folder.keepRecoveryKey('EsT1 abcd')
    folder.storageKey()
    const keys = await openPersistentIndexedDb(folder.keysFile, () => process.exit(70))
    await opened(keys.factory, 'a', 1)
    const at = path.join(place, 'matrix', 'bund')
    expect(statSync(at).mode & 0o777).toBe(0o700)
    const modes = readdirSync(at).map((name) => [name, statSync(path.join(at, name)).mode & 0o777])
    expect(modes.filter(([, mode]) => mode !== 0o600)).toEqual([])
    expect(modes.length).toBeGreaterThan(4)
    await keys.close()
  })

  it('refuses a session that cannot be read, and names the file', () => {
    const folder = hold()
    writeFileSync(path.join(place, 'session.json'), '{"homeserver": 1')
    expect(() => folder.session()).toThrow(/matrix\.sessionUnreadable: .*session\.json/)
  })

  it('is never given a new storage key in place of a damaged one', () => {
    const folder = hold()
    writeFileSync(path.join(place, 'storage.key'), 'short')
    expect(() => folder.storageKey()).toThrow(/matrix\.keysUnreadable/)
  })

  it('takes one at a time, in the same process too', () => {
    const folder = hold()
    expect(() => openFolder(place)).toThrow(/matrix\.inUse/)
    folder.release()
    hold()
  })

  it('refuses a second process, and is free the moment the first is killed', async () => {
    const first = startVictim('hold', place)
    children.push(first.process)
    await until(() => first.said().includes('held'))
    expect(() => openFolder(place)).toThrow(/matrix\.inUse/)
    first.process.kill('SIGKILL')
    await once(first.process, 'exit')
    expect(hold().session()).toBeUndefined()
  })
})
