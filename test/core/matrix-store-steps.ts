// The steps of IndexedDB as promises, for the tests of the key store and their child.
import type { Connection, Factory } from '../../src/platforms/matrix/keeping/indexeddb-shapes.ts'

/** What the tests do with a store. */
export type Store = {
  put(value: unknown, key?: unknown): Request
  add(value: unknown): Request
  delete(key: unknown): Request
  clear(): Request
  getAll(): Request
  getAllKeys(): Request
  index(name: string): { getAll(key: unknown): Request }
  openCursor(): Request
}
type Request = { readonly result: unknown; onsuccess: (() => void) | null }
type Running = {
  objectStore(name: string): Store
  abort(): void
  oncomplete: (() => void) | null
  onabort: (() => void) | null
}

export function opened(
  factory: Factory,
  name: string,
  version: number,
  upgrade: (made: Connection & { deleteObjectStore(name: string): void }) => void = () => {},
): Promise<Connection> {
  const request = factory.open(name, version)
  return new Promise((resolve, reject) => {
    request.onupgradeneeded = () =>
      upgrade(request.result as Connection & { deleteObjectStore(name: string): void })
    request.onsuccess = () => resolve(request.result)
    request.onerror = () => reject(request.error)
  })
}

/** Resolves when the transaction is complete. */
export function committed(
  database: Connection,
  store: string,
  change: (store: Store) => void,
): Promise<void> {
  const running = database.transaction([store], 'readwrite') as unknown as Running
  change(running.objectStore(store))
  return new Promise((resolve, reject) => {
    running.oncomplete = () => resolve()
    running.onabort = () => reject(new Error('aborted'))
  })
}

/** Resolves when the transaction was taken back. */
export function aborted(
  database: Connection,
  store: string,
  change: (store: Store) => void,
): Promise<void> {
  const running = database.transaction([store], 'readwrite') as unknown as Running
  change(running.objectStore(store))
  running.abort()
  return new Promise((resolve) => {
    running.onabort = () => resolve()
  })
}

export function read(
  database: Connection,
  store: string,
  ask: (store: Store) => Request = (all) => all.getAll(),
): Promise<unknown> {
  const running = database.transaction([store], 'readonly') as unknown as Running
  const request = ask(running.objectStore(store))
  return new Promise((resolve) => {
    running.oncomplete = () => resolve(request.result)
  })
}
