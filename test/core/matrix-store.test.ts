// What the key store of a Matrix account promises: what is committed is on the disk before anybody hears of it; leaves the folder around it to matrix-folder.test.ts.
import type { ChildProcess } from 'node:child_process'
import { once } from 'node:events'
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import path from 'node:path'
import { DatabaseSync } from 'node:sqlite'
import { IDBKeyRange } from 'fake-indexeddb'
import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import {
  openPersistentIndexedDb,
  type PersistentIndexedDb,
} from '../../src/platforms/matrix/keeping/persistent-indexeddb.ts'
import { aborted, committed, opened, read } from './matrix-store-steps.ts'
import { startVictim, until } from './matrix-store-victim.ts'

const broken = (error: unknown): never => {
  throw error
}

let place = ''
let open: PersistentIndexedDb[] = []
let children: ChildProcess[] = []

beforeEach(() => {
  place = mkdtempSync(path.join(tmpdir(), 'umlauf-matrix-'))
})

afterEach(async () => {
  for (const one of children) one.kill('SIGKILL')
  for (const one of open) await one.close()
  open = []
  children = []
  rmSync(place, { recursive: true, force: true })
})

const keysFile = () => path.join(place, 'keys.sqlite')

async function openKeys(file = keysFile()): Promise<PersistentIndexedDb> {
  const persistent = await openPersistentIndexedDb(file, broken)
  open.push(persistent)
  return persistent
}

function start(mode: string) {
  const started = startVictim(mode, place)
  children.push(started.process)
  return started
}

/** Closes what is open and reads the file anew, as another process would. */
async function again(): Promise<PersistentIndexedDb> {
  await Promise.all(open.map((one) => one.close()))
  open = []
  return openKeys()
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
      const writer = start('write')
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
    const writer = start('full')
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
