// The IndexedDB that the SDK's encryption asks for by its global name: leads each database to the connection whose prefix its name carries; leaves keeping it to persistent-indexeddb.ts.
import {
  IDBCursor,
  IDBCursorWithValue,
  IDBDatabase,
  IDBFactory,
  IDBIndex,
  IDBKeyRange,
  IDBObjectStore,
  IDBOpenDBRequest,
  IDBRequest,
  IDBTransaction,
  IDBVersionChangeEvent,
} from 'fake-indexeddb'
import type { Factory } from './indexeddb-shapes.ts'

const offered = new Map<string, Factory>()

/** Between the prefix of a connection and the SDK's own name of a database. */
const SEPARATOR = '::'

function factoryOf(name: string): Factory {
  const factory = offered.get(name.split(SEPARATOR, 1)[0] ?? '')
  if (factory === undefined) throw new Error('No connection keeps a database of this name')
  return factory
}

const global: Factory = {
  open: (name, version) => factoryOf(name).open(name, version),
  deleteDatabase: (name) => factoryOf(name).deleteDatabase(name),
  databases: async () =>
    (await Promise.all([...offered.values()].map((factory) => factory.databases()))).flat(),
}

/** From now on databases called `prefix::…` are of this factory. @returns takes the offer back. */
export function offerGlobally(prefix: string, factory: Factory): () => void {
  Object.assign(globalThis, {
    ...{ indexedDB: global, IDBFactory, IDBDatabase, IDBObjectStore, IDBIndex, IDBTransaction },
    ...{ IDBRequest, IDBOpenDBRequest, IDBCursor, IDBCursorWithValue, IDBKeyRange },
    IDBVersionChangeEvent,
  })
  offered.set(prefix, factory)
  return () => {
    if (offered.get(prefix) === factory) offered.delete(prefix)
  }
}
