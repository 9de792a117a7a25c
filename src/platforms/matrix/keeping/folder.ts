// The folder of a connection: session, recovery key, key of the key store, each readable by its owner alone, and one process at a time; leaves the key store itself to persistent-indexeddb.ts.
import { randomBytes } from 'node:crypto'
import {
  chmodSync,
  closeSync,
  fsyncSync,
  mkdirSync,
  openSync,
  readFileSync,
  renameSync,
  rmSync,
  writeFileSync,
} from 'node:fs'
import path from 'node:path'
import { DatabaseSync } from 'node:sqlite'
import { z } from 'zod'
import { Refusal } from '../../../core/refusal.ts'
import { inBoth } from '../../../core/texts.ts'
import { keepingTexts } from './keeping-texts.ts'

const session = z.object({
  homeserver: z.url(),
  user: z.string().startsWith('@'),
  device: z.string().min(1),
  accessToken: z.string().min(1),
  /** Whether this device has published its keys: from then on it is nothing without them. */
  opened: z.boolean(),
})

/** One login: without its key store and its token it is worth nothing. */
export type Session = Readonly<z.infer<typeof session>>

export interface Folder {
  readonly keysFile: string
  /** @throws Refusal `matrix.sessionUnreadable` */
  session(): Session | undefined
  keepSession(session: Session): void
  recoveryKey(): string | undefined
  keepRecoveryKey(key: string): void
  /** What the key store is encrypted with; made when it is first asked for. */
  storageKey(): Uint8Array
  /** Takes the key store of a device away that is to be replaced by a new one. */
  dropKeys(): void
  release(): void
}

const STORAGE_KEY_BYTES = 32

/** @throws Refusal `matrix.inUse` where another process holds the folder; one that was killed holds nothing. */
export function openFolder(folder: string): Folder {
  mkdirSync(folder, { recursive: true, mode: 0o700 })
  chmodSync(folder, 0o700)
  const at = (name: string) => path.join(folder, name)
  const release = lock(at('in-use.sqlite'), folder)
  return {
    keysFile: at('keys.sqlite'),
    ...readersOf(at),
    keepSession: (kept) =>
      replace(at('session.json'), `${JSON.stringify(session.parse(kept), null, 2)}\n`),
    keepRecoveryKey: (key) => replace(at('recovery.key'), `${key}\n`),
    storageKey: () => storageKeyOf(at('storage.key')),
    dropKeys() {
      const journals = ['keys.sqlite-wal', 'keys.sqlite-shm']
      for (const name of ['keys.sqlite', ...journals, 'storage.key'])
        rmSync(at(name), { force: true })
    },
    release,
  }
}

/** What a folder holds, without taking it: for a look beside a running bot. */
export function lookInto(folder: string): Pick<Folder, 'session' | 'recoveryKey'> {
  return readersOf((name) => path.join(folder, name))
}

function readersOf(at: (name: string) => string): Pick<Folder, 'session' | 'recoveryKey'> {
  return {
    session: () => readSession(at('session.json')),
    recoveryKey: () => readKey(at('recovery.key')),
  }
}

/** The lock is a transaction of SQLite that stays open: the system takes it away with the process, however that ends. */
function lock(file: string, folder: string): () => void {
  closeSync(openSync(file, 'a', 0o600))
  const sql = new DatabaseSync(file, { timeout: 0 })
  try {
    sql.exec('BEGIN EXCLUSIVE')
  } catch (fault) {
    sql.close()
    throw isBusy(fault)
      ? new Refusal(
          'matrix.inUse',
          inBoth(keepingTexts, (t) => t.inUse(folder)),
        )
      : fault
  }
  return () => {
    if (sql.isOpen) sql.close()
  }
}

const SQLITE_BUSY = 5

function isBusy(fault: unknown): boolean {
  return fault instanceof Error && 'errcode' in fault && fault.errcode === SQLITE_BUSY
}

function readSession(file: string): Session | undefined {
  const bytes = read(file)
  if (bytes === undefined) return undefined
  try {
    return session.parse(JSON.parse(bytes.toString('utf8')))
  } catch {
    throw new Refusal(
      'matrix.sessionUnreadable',
      inBoth(keepingTexts, (t) => t.sessionUnreadable(file)),
    )
  }
}

function readKey(file: string): string | undefined {
  return read(file)?.toString('utf8').trim() || undefined
}

function storageKeyOf(file: string): Uint8Array {
  const kept = read(file)
  if (kept !== undefined) {
    if (kept.length === STORAGE_KEY_BYTES) return new Uint8Array(kept)
    throw new Refusal(
      'matrix.keysUnreadable',
      inBoth(keepingTexts, (t) => t.keysUnreadable),
    )
  }
  const made = randomBytes(STORAGE_KEY_BYTES)
  replace(file, made)
  return new Uint8Array(made)
}

function read(file: string): Buffer | undefined {
  try {
    return readFileSync(file)
  } catch (fault) {
    if (fault instanceof Error && 'code' in fault && fault.code === 'ENOENT') return undefined
    throw fault
  }
}

/** The file is the old one or the new one, whenever the machine stops. */
function replace(file: string, content: string | Uint8Array): void {
  const draft = `${file}.new`
  const descriptor = openSync(draft, 'w', 0o600)
  try {
    writeFileSync(descriptor, content)
    fsyncSync(descriptor)
  } finally {
    closeSync(descriptor)
  }
  renameSync(draft, file)
  const folder = openSync(path.dirname(file), 'r')
  try {
    fsyncSync(folder)
  } finally {
    closeSync(folder)
  }
}
