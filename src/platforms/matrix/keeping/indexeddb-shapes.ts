// What of IndexedDB and of fake-indexeddb we touch, since this project has no browser's types; leaves what is done with it to persistent-indexeddb.ts.

/** A key of IndexedDB: a number, a text, bytes, a date or a list of them. */
export type Key = unknown

/** What we do with the connection of a database. */
export interface Connection {
  readonly name: string
  readonly version: number
  transaction(...args: unknown[]): Transaction
  createObjectStore(name: string, options?: unknown): ObjectStore
  close(): void
  /** @see RawDatabase */
  readonly _rawDatabase: RawDatabase
}

export interface Transaction {
  readonly mode: 'readonly' | 'readwrite' | 'versionchange'
  readonly objectStoreNames: Iterable<string>
  addEventListener(type: 'complete' | 'abort', listener: () => void): void
}

export interface ObjectStore {
  readonly name: string
  createIndex(name: string, keyPath: unknown, options: unknown): unknown
  put(value: unknown, key?: Key): unknown
}

export interface OpenRequest {
  readonly result: Connection
  readonly transaction: Transaction
  readonly error: unknown
  onupgradeneeded: (() => void) | null
  onsuccess: (() => void) | null
  onerror: (() => void) | null
  addEventListener(type: 'upgradeneeded' | 'success', listener: () => void): void
}

export interface Factory {
  open(name: string, version?: number): OpenRequest
  deleteDatabase(name: string): OpenRequest
  databases(): Promise<readonly { readonly name: string; readonly version: number }[]>
}

/**
 * The internals of fake-indexeddb that the write-through relies on, all of them below a connection: `_rawDatabase` with its
 * `rawObjectStores`, of each its `records` (`get`, `values`), its `rawIndexes`, the count of its `keyGenerator`, and that
 * every change of a record goes through `storeRecord`, `deleteRecord` or `clear` of that object. The version is pinned, and
 * a test fails where a new one is different.
 */
export interface RawDatabase {
  readonly name: string
  readonly rawObjectStores: ReadonlyMap<string, RawStore>
}

export interface RawStore {
  readonly name: string
  readonly keyPath: string | readonly string[] | null
  readonly autoIncrement: boolean
  readonly keyGenerator: { num: number } | null
  readonly rawIndexes: ReadonlyMap<string, RawIndex>
  readonly records: {
    get(key: Key): RawRecord | undefined
    values(range?: unknown): Iterable<RawRecord>
  }
  storeRecord(record: RawRecord, ...rest: unknown[]): unknown
  deleteRecord(key: Key, ...rest: unknown[]): unknown
  clear(...rest: unknown[]): unknown
}

export type RawRecord = { readonly key: Key; readonly value: unknown }

export interface RawIndex {
  readonly name: string
  readonly keyPath: string | readonly string[]
  readonly unique: boolean
  readonly multiEntry: boolean
}
