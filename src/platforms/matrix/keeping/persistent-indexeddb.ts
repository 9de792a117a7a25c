// IndexedDB that lasts: fake-indexeddb in memory, and every committed change on the disk before its transaction is called complete; leaves the file itself to key-file.ts.
import { setTimeout as sleep } from 'node:timers/promises'
import { serialize } from 'node:v8'
import { IDBFactory, IDBKeyRange } from 'fake-indexeddb'
import type {
  Connection,
  Factory,
  Key,
  OpenRequest,
  RawDatabase,
  RawStore,
  Transaction,
} from './indexeddb-shapes.ts'
import { type Changed, type KeyFile, openKeyFile, type SavedDatabase } from './key-file.ts'

export interface PersistentIndexedDb {
  readonly factory: Factory
  /** Takes no new transaction, waits for those under way, and closes the file. */
  close(): Promise<void>
}

const CLOSING_STEP_MS = 5
const MOST_CLOSING_STEPS = 400

/**
 * One file, one IndexedDB. Exactly one process may have it open (see folder.ts), and an old copy of the file must never
 * come back: its account would hand out keys a second time.
 * @param broken called where a change cannot be written, before anybody is told that it was: it has to end the process.
 */
export async function openPersistentIndexedDb(
  file: string,
  broken: (error: unknown) => never,
): Promise<PersistentIndexedDb> {
  const keyFile = openKeyFile(file)
  try {
    const memory = new IDBFactory() as Factory
    const changes = createChanges(keyFile, broken)
    for (const saved of keyFile.databases()) {
      for (const store of await restore(memory, keyFile, saved)) changes.watch(store)
    }
    const traffic = { open: true, underWay: 0 }
    return {
      factory: writingThrough(memory, changes, traffic),
      async close() {
        traffic.open = false
        for (let step = 0; traffic.underWay > 0 && step < MOST_CLOSING_STEPS; step += 1) {
          await sleep(CLOSING_STEP_MS)
        }
        keyFile.close()
      },
    }
  } catch (fault) {
    keyFile.close()
    throw fault
  }
}

/** Makes a database in memory as it was. */
async function restore(
  memory: Factory,
  keyFile: KeyFile,
  saved: SavedDatabase,
): Promise<readonly RawStore[]> {
  const request = memory.open(saved.name, saved.version)
  request.onupgradeneeded = () => {
    for (const { name, keyPath, autoIncrement, indexes } of saved.stores) {
      const store = request.result.createObjectStore(name, { keyPath, autoIncrement })
      for (const { name, keyPath, ...rules } of indexes) store.createIndex(name, keyPath, rules)
      for (const { key, value } of keyFile.records(saved.name, name)) {
        if (keyPath === null) store.put(value, key)
        else store.put(value)
      }
    }
  }
  await new Promise<void>((resolve, reject) => {
    request.onsuccess = () => resolve()
    request.onerror = () => reject(request.error)
  })
  const { rawObjectStores } = request.result._rawDatabase
  request.result.close()
  for (const { name, generated } of saved.stores) {
    const generator = rawObjectStores.get(name)?.keyGenerator
    if (generator && generated !== undefined) generator.num = generated
  }
  return [...rawObjectStores.values()]
}

type Changes = ReturnType<typeof createChanges>

/** Notes which keys change, and writes what stands under them once their transaction is committed. */
function createChanges(keyFile: KeyFile, broken: (error: unknown) => never) {
  const changed = new WeakMap<RawStore, Map<string, Key>>()
  const orBreak = (work: () => void) => {
    try {
      work()
    } catch (error) {
      broken(error)
    }
  }
  const note = (store: RawStore, key: Key) => {
    const keys = changed.get(store) ?? new Map<string, Key>()
    changed.set(store, keys)
    keys.set(serialize(key).toString('latin1'), key)
  }

  return {
    /** Every change of a store goes through these three, those of a rollback too. */
    watch(store: RawStore): void {
      const { storeRecord, deleteRecord, clear } = store
      store.storeRecord = (record, ...rest) => {
        const stored = storeRecord.call(store, record, ...rest)
        note(store, record.key)
        return stored
      }
      store.deleteRecord = (key, ...rest) => {
        const range = key instanceof IDBKeyRange ? key : IDBKeyRange.only(key)
        for (const record of store.records.values(range)) note(store, record.key)
        return deleteRecord.call(store, key, ...rest)
      }
      store.clear = (...rest) => {
        for (const record of store.records.values()) note(store, record.key)
        return clear.call(store, ...rest)
      }
    },
    write(database: RawDatabase, names: Iterable<string>): void {
      const stores = [...names].flatMap((name) => database.rawObjectStores.get(name) ?? [])
      const touched: readonly Changed[] = stores.flatMap((store) => {
        const keys = changed.get(store)
        changed.delete(store)
        return keys === undefined ? [] : [{ store, keys: [...keys.values()] }]
      })
      if (touched.length > 0) orBreak(() => keyFile.write(database.name, touched))
    },
    rewrite(database: RawDatabase, version: number): void {
      for (const store of database.rawObjectStores.values()) changed.delete(store)
      orBreak(() => keyFile.rewrite(database, version))
    },
    forget(database: string): void {
      orBreak(() => keyFile.forget(database))
    },
  }
}

type Traffic = { open: boolean; underWay: number }

/** Our listeners are the first on every request and transaction, so that nobody hears of a commit before the disk has it. */
function writingThrough(memory: Factory, changes: Changes, traffic: Traffic): Factory {
  const followed = new WeakSet<Connection>()

  const follow = (connection: Connection) => {
    if (followed.has(connection)) return
    followed.add(connection)
    const begin = connection.transaction.bind(connection)
    connection.transaction = (...args) => {
      if (!traffic.open) throw new Error('The key store is closed')
      const transaction = begin(...args)
      if (transaction.mode === 'readonly') return transaction
      return accompany(transaction, traffic, () =>
        changes.write(connection._rawDatabase, transaction.objectStoreNames),
      )
    }
    const create = connection.createObjectStore.bind(connection)
    connection.createObjectStore = (name, options) => {
      const store = create(name, options)
      const raw = connection._rawDatabase.rawObjectStores.get(name)
      if (raw !== undefined) changes.watch(raw)
      return store
    }
  }

  const open = (name: string, version?: number): OpenRequest => {
    const request = memory.open(name, version)
    request.addEventListener('upgradeneeded', () => {
      const { result, transaction } = request
      follow(result)
      accompany(transaction, traffic, () => changes.rewrite(result._rawDatabase, result.version))
    })
    request.addEventListener('success', () => follow(request.result))
    return request
  }
  return {
    open,
    deleteDatabase(name) {
      const request = memory.deleteDatabase(name)
      request.addEventListener('success', () => changes.forget(name))
      return request
    },
    databases: () => memory.databases(),
  }
}

function accompany(transaction: Transaction, traffic: Traffic, commit: () => void): Transaction {
  traffic.underWay += 1
  transaction.addEventListener('complete', () => {
    traffic.underWay -= 1
    commit()
  })
  transaction.addEventListener('abort', () => {
    traffic.underWay -= 1
  })
  return transaction
}
