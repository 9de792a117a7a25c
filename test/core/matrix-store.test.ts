// What the folder of a Matrix account promises: what is committed is on the disk before anybody hears of it, one process at a time, and nobody else reads it.
import { type ChildProcess, spawn } from 'node:child_process'
import { once } from 'node:events'
import { mkdtempSync, readdirSync, readFileSync, rmSync, statSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import path from 'node:path'
import { DatabaseSync } from 'node:sqlite'
import { setTimeout as sleep } from 'node:timers/promises'
import { fileURLToPath } from 'node:url'
import { IDBKeyRange } from 'fake-indexeddb'
import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { type Folder, openFolder } from '../../src/platforms/matrix/keeping/folder.ts'
import {
  openPersistentIndexedDb,
  type PersistentIndexedDb,
} from '../../src/platforms/matrix/keeping/persistent-indexeddb.ts'
import { aborted, committed, opened, read } from './matrix-store-steps.ts'

const child = fileURLToPath(new URL('matrix-store-child.ts', import.meta.url))
const broken = (error: unknown): never => {
  throw error
}

let place = ''
let open: PersistentIndexedDb[] = []
let children: ChildProcess[] = []
let folders: Folder[] = []

beforeEach(() => {
  place = mkdtempSync(path.join(tmpdir(), 'umlauf-matrix-'))
})

afterEach(async () => {
  for (const one of children) one.kill('SIGKILL')
  for (const one of open) await one.close()
  for (const one of folders) one.release()
  open = []
  children = []
  folders = []
  rmSync(place, { recursive: true, force: true })
})

const keysFile = () => path.join(place, 'keys.sqlite')

async function openKeys(file = keysFile()): Promise<PersistentIndexedDb> {
  const persistent = await openPersistentIndexedDb(file, broken)
  open.push(persistent)
  return persistent
}

/** Closes what is open and reads the file anew, as another process would. */
async function again(): Promise<PersistentIndexedDb> {
  await Promise.all(open.map((one) => one.close()))
  open = []
  return openKeys()
}

function hold(folder = place): Folder {
  const folderHeld = openFolder(folder)
  folders.push(folderHeld)
  return folderHeld
}

/** @returns all it said so far */
function start(mode: string, folder: string): { process: ChildProcess; said: () => string } {
  const made = spawn(process.execPath, ['--no-warnings', child, mode, folder])
  children.push(made)
  let said = ''
  made.stdout.on('data', (words) => {
    said += words
  })
  return { process: made, said: () => said }
}

async function until(holds: () => boolean): Promise<void> {
  for (let tries = 0; !holds(); tries += 1) {
    if (tries > 1000) throw new Error('It never came')
    await sleep(10)
  }
}

describe('the key store', () => {
  it('holds after a restart what was put, deleted by key, by range and by cursor, and cleared', async () => {
    const database = await opened((await openKeys()).factory, 'a', 1, (made) => {
      for (const name of ['plain', 'cleared']) made.createObjectStore(name)
    })
    await committed(database, 'plain', (store) => {
      for (const n of [1, 2, 3, 4, 5, 6]) store.put({ n, bytes: new Uint8Array([n]) }, n)
    })
    await committed(database, 'cleared', (store) => store.put('gone', [1, 'b']))
    await committed(database, 'plain', (store) => {
      store.delete(1)
      store.delete(IDBKeyRange.bound(3, 4))
      store.put({ n: 22, bytes: new Uint8Array([22]) }, 2)
    })
    await committed(database, 'plain', (store) => {
      const request = store.openCursor()
      request.onsuccess = () => {
        const cursor = request.result as { delete(): void }
        cursor.delete()
      }
    })
    await committed(database, 'cleared', (store) => store.clear())

    const later = await opened((await again()).factory, 'a', 1)
    expect(await read(later, 'plain')).toEqual([
      { n: 5, bytes: new Uint8Array([5]) },
      { n: 6, bytes: new Uint8Array([6]) },
    ])
    expect(await read(later, 'plain', (store) => store.getAllKeys())).toEqual([5, 6])
    expect(await read(later, 'cleared')).toEqual([])
  })

  it('holds nothing of a transaction that was taken back', async () => {
    const database = await opened((await openKeys()).factory, 'a', 1, (made) => {
      made.createObjectStore('plain')
    })
    await committed(database, 'plain', (store) => store.put('first', 1))
    await aborted(database, 'plain', (store) => {
      store.put('second', 1)
      store.put('third', 2)
    })
    await committed(database, 'plain', (store) => store.put('fourth', 4))

    const later = await opened((await again()).factory, 'a', 1)
    expect(await read(later, 'plain')).toEqual(['first', 'fourth'])
  })

  it('finds by index after a restart, and never gives a generated key twice', async () => {
    const database = await opened((await openKeys()).factory, 'a', 1, (made) => {
      const store = made.createObjectStore('people', { keyPath: 'id' })
      store.createIndex('town', 'town', { unique: false, multiEntry: false })
      made.createObjectStore('queue', { autoIncrement: true })
    })
    await committed(database, 'people', (store) => {
      store.put({ id: 'anna', town: 'Kassel' })
      store.put({ id: 'bert', town: 'Mainz' })
    })
    await committed(database, 'queue', (store) => {
      store.add('one')
      store.add('two')
    })
    await committed(database, 'queue', (store) => store.delete(2))

    const later = await opened((await again()).factory, 'a', 1)
    expect(await read(later, 'people', (store) => store.index('town').getAll('Mainz'))).toEqual([
      { id: 'bert', town: 'Mainz' },
    ])
    await committed(later, 'queue', (store) => store.add('three'))
    expect(await read(later, 'queue', (store) => store.getAllKeys())).toEqual([1, 3])
  })

  it('holds a database as its upgrade has left it, and a deleted one not at all', async () => {
    const { factory } = await openKeys()
    const first = await opened(factory, 'a', 1, (made) => {
      for (const name of ['old', 'stays']) made.createObjectStore(name)
    })
    await committed(first, 'old', (store) => store.put('old', 1))
    await committed(first, 'stays', (store) => store.put('stays', 1))
    first.close()
    const second = await opened(factory, 'a', 2, (made) => {
      made.deleteObjectStore('old')
      made.createObjectStore('new').put('new', 1)
    })
    second.close()
    ;(await opened(factory, 'b', 1, (made) => void made.createObjectStore('c').put('d', 1))).close()
    const deleting = factory.deleteDatabase('b')
    await new Promise<void>((resolve) => {
      deleting.onsuccess = resolve
    })

    const later = (await again()).factory
    expect(await later.databases()).toEqual([{ name: 'a', version: 2 }])
    const third = await opened(later, 'a', 2)
    expect([await read(third, 'stays'), await read(third, 'new')]).toEqual([['stays'], ['new']])
    expect(() => third.transaction(['old'], 'readonly')).toThrow()
  })

  it('is on the disk when a transaction is called complete, the upgrade too', async () => {
    const { factory } = await openKeys()
    const beside = () => {
      const sql = new DatabaseSync(keysFile(), { readOnly: true })
      const count = sql.prepare('SELECT count(*) AS n FROM record WHERE value IS NOT NULL').get()
      sql.close()
      return count?.['n']
    }
    const database = await opened(factory, 'a', 1, (made) => {
      made.createObjectStore('plain').put('upgrade', 0)
    })
    expect(beside()).toBe(1)
    await committed(database, 'plain', (store) => store.put('first', 1))
    expect(beside()).toBe(2)
  })

  it('keeps nothing of a deleted record in its file', async () => {
    const database = await opened((await openKeys()).factory, 'a', 1, (made) => {
      made.createObjectStore('plain')
    })
    await committed(database, 'plain', (store) => store.put('a very secret word', 1))
    await committed(database, 'plain', (store) => store.delete(1))
    await Promise.all(open.map((one) => one.close()))
    open = []
    expect(readFileSync(keysFile()).includes('a very secret word')).toBe(false)
  })

  it('takes no new transaction once it closes', async () => {
    const persistent = await openKeys()
    const database = await opened(persistent.factory, 'a', 1, (made) => {
      made.createObjectStore('plain')
    })
    const last = committed(database, 'plain', (store) => store.put('last', 1))
    const closing = persistent.close()
    expect(() => database.transaction(['plain'], 'readwrite')).toThrow()
    await Promise.all([last, closing])
    open = []
    expect(await read(await opened((await openKeys()).factory, 'a', 1), 'plain')).toEqual(['last'])
  })

  it('is refused with words where its file is damaged', async () => {
    writeFileSync(keysFile(), 'no SQLite at all, but long enough to be looked at as if it were one')
    await expect(openKeys()).rejects.toMatchObject({ code: 'matrix.keysUnreadable' })
  })

  it('has lost nothing it called complete when it is killed, however often', async () => {
    let highest = -1
    for (let round = 0; round < 3; round += 1) {
      const writer = start('write', place)
      await until(() => writer.said().includes(`complete ${20 + round * 7}`))
      writer.process.kill('SIGKILL')
      await once(writer.process, 'exit')
      const told = [...writer.said().matchAll(/complete (\d+)\n/g)].map(([, n]) => Number(n))
      highest = Math.max(highest, ...told)
      const { factory } = await again()
      const kept = (await read(await opened(factory, 'numbers', 1), 'numbers')) as { n: number }[]
      expect(kept.map(({ n }) => n).slice(0, highest + 1)).toEqual([...Array(highest + 1).keys()])
      await Promise.all(open.map((one) => one.close()))
      open = []
    }
  })

  it('ends the process where the disk takes nothing, before anybody hears of a commit', async () => {
    const writer = start('full', place)
    const [code] = await once(writer.process, 'exit')
    expect({ code, said: writer.said() }).toEqual({ code: 70, said: '' })
  })
})

describe('what the key store relies on in fake-indexeddb', () => {
  it('is the version that was read', () => {
    const root = new URL('../../package.json', import.meta.url)
    const { dependencies } = JSON.parse(readFileSync(root, 'utf8'))
    expect(dependencies['fake-indexeddb']).toBe('6.2.8')
  })

  it('has its records, indexes and generators where they were', async () => {
    const database = await opened((await openKeys()).factory, 'a', 1, (made) => {
      const store = made.createObjectStore('people', { keyPath: 'id', autoIncrement: true })
      store.createIndex('town', 'town', { unique: false, multiEntry: true })
      store.put({ town: 'Kassel' })
    })
    const raw = database._rawDatabase.rawObjectStores.get('people')
    expect(raw).toMatchObject({ name: 'people', keyPath: 'id', autoIncrement: true })
    expect(raw?.keyGenerator?.num).toBe(1)
    expect(raw?.rawIndexes.get('town')).toMatchObject({ keyPath: 'town', multiEntry: true })
    expect(raw?.records.get(1)).toMatchObject({ key: 1, value: { id: 1, town: 'Kassel' } })
    expect([...(raw?.records.values() ?? [])]).toHaveLength(1)
    const prototype = Object.getPrototypeOf(raw)
    for (const method of ['storeRecord', 'deleteRecord', 'clear']) {
      expect(typeof prototype[method]).toBe('function')
    }
  })
})

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
    await opened((await openKeys(folder.keysFile)).factory, 'a', 1)
    const at = path.join(place, 'matrix', 'bund')
    expect(statSync(at).mode & 0o777).toBe(0o700)
    const modes = readdirSync(at).map((name) => [name, statSync(path.join(at, name)).mode & 0o777])
    expect(modes.filter(([, mode]) => mode !== 0o600)).toEqual([])
    expect(modes.length).toBeGreaterThan(4)
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
    const first = start('hold', place)
    await until(() => first.said().includes('held'))
    expect(() => openFolder(place)).toThrow(/matrix\.inUse/)
    first.process.kill('SIGKILL')
    await once(first.process, 'exit')
    expect(hold().session()).toBeUndefined()
  })
})
