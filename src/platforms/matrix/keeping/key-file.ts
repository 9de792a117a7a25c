// The SQLite file under an IndexedDB: databases with their stores and records, written in one transaction each and flushed to the disk; leaves what changed and when to persistent-indexeddb.ts.
import { chmodSync, closeSync, openSync } from 'node:fs'
import { DatabaseSync } from 'node:sqlite'
import { deserialize, serialize } from 'node:v8'
import { Refusal } from '../../../core/refusal.ts'
import { inBoth } from '../../../core/texts.ts'
import type { Key, RawDatabase, RawRecord, RawStore } from './indexeddb-shapes.ts'
import { keepingTexts } from './keeping-texts.ts'

/** How a store was declared, and how far its key generator has counted. */
export type SavedStore = {
  readonly name: string
  readonly keyPath: string | readonly string[] | null
  readonly autoIncrement: boolean
  readonly generated: number | undefined
  readonly indexes: readonly {
    readonly name: string
    readonly keyPath: string | readonly string[]
    readonly unique: boolean
    readonly multiEntry: boolean
  }[]
}

export type SavedDatabase = {
  readonly name: string
  readonly version: number
  readonly stores: readonly SavedStore[]
}

/** The keys of one store that a transaction touched. */
export type Changed = { readonly store: RawStore; readonly keys: readonly Key[] }

export interface KeyFile {
  databases(): readonly SavedDatabase[]
  records(database: string, store: string): Iterable<RawRecord>
  /** What the stores now hold under the keys that changed. */
  write(database: string, changed: readonly Changed[]): void
  /** A database whose stores may all be different. */
  rewrite(database: RawDatabase, version: number): void
  forget(database: string): void
  close(): void
}

/** A record that is gone keeps its place without a value: what it held is overwritten with zeros on the disk. */
const SCHEMA = `
  PRAGMA journal_mode = WAL;
  PRAGMA synchronous = FULL;
  PRAGMA secure_delete = ON;
  CREATE TABLE IF NOT EXISTS indexed_database (
    name TEXT PRIMARY KEY, version INTEGER NOT NULL, stores BLOB NOT NULL
  ) STRICT;
  CREATE TABLE IF NOT EXISTS key_generator (
    indexed_database TEXT, store TEXT, generated INTEGER NOT NULL, PRIMARY KEY (indexed_database, store)
  ) STRICT, WITHOUT ROWID;
  CREATE TABLE IF NOT EXISTS record (
    indexed_database TEXT, store TEXT, key BLOB, value BLOB, PRIMARY KEY (indexed_database, store, key)
  ) STRICT, WITHOUT ROWID;`

/** @throws Refusal `matrix.keysUnreadable` where the file is none of SQLite's. */
export function openKeyFile(file: string): KeyFile {
  const sql = connect(file)
  const putRecord = sql.prepare(
    'INSERT INTO record VALUES (?, ?, ?, ?) ON CONFLICT DO UPDATE SET value = excluded.value',
  )
  const putGenerated = sql.prepare(
    'INSERT INTO key_generator VALUES (?, ?, ?) ON CONFLICT DO UPDATE SET generated = excluded.generated',
  )
  const putDatabase = sql.prepare(
    'INSERT INTO indexed_database VALUES (?, ?, ?) ON CONFLICT DO UPDATE SET version = excluded.version, stores = excluded.stores',
  )
  const emptyDatabase = sql.prepare('UPDATE record SET value = NULL WHERE indexed_database = ?')
  const readRecords = sql.prepare(
    'SELECT key, value FROM record WHERE indexed_database = ? AND store = ? AND value IS NOT NULL',
  )

  const putGenerator = (database: string, { name, keyGenerator }: RawStore) => {
    if (keyGenerator !== null) putGenerated.run(database, name, keyGenerator.num)
  }

  return {
    databases: () => readDatabases(sql),
    *records(database, store) {
      for (const { key, value } of readRecords.iterate(database, store)) {
        yield { key: deserialize(key as Uint8Array), value: deserialize(value as Uint8Array) }
      }
    },
    write(database, changed) {
      inTransaction(sql, () => {
        for (const { store, keys } of changed) {
          putGenerator(database, store)
          for (const key of keys) {
            const record = store.records.get(key)
            const value = record === undefined ? null : serialize(record.value)
            putRecord.run(database, store.name, serialize(key), value)
          }
        }
      })
    },
    rewrite(database, version) {
      inTransaction(sql, () => {
        const stores = [...database.rawObjectStores.values()]
        putDatabase.run(database.name, version, serialize(stores.map(declarationOf)))
        emptyDatabase.run(database.name)
        for (const store of stores) {
          putGenerator(database.name, store)
          for (const { key, value } of store.records.values()) {
            putRecord.run(database.name, store.name, serialize(key), serialize(value))
          }
        }
      })
    },
    forget(database) {
      inTransaction(sql, () => {
        putDatabase.run(database, 0, serialize([]))
        emptyDatabase.run(database)
      })
    },
    close: () => sql.close(),
  }
}

/** The file is made before SQLite makes it, so that nobody else can read it, nor the journal that takes after it. */
function connect(file: string): DatabaseSync {
  closeSync(openSync(file, 'a', 0o600))
  chmodSync(file, 0o600)
  const sql = new DatabaseSync(file)
  try {
    sql.exec(SCHEMA)
    return sql
  } catch (fault) {
    sql.close()
    throw isDamaged(fault) ? unreadable() : fault
  }
}

const SQLITE_CORRUPT = 11
const SQLITE_NOTADB = 26

function isDamaged(fault: unknown): boolean {
  const code = fault instanceof Error && 'errcode' in fault ? fault.errcode : undefined
  return code === SQLITE_CORRUPT || code === SQLITE_NOTADB
}

function unreadable(): Refusal {
  return new Refusal(
    'matrix.keysUnreadable',
    inBoth(keepingTexts, (t) => t.keysUnreadable),
  )
}

function inTransaction(sql: DatabaseSync, work: () => void): void {
  sql.exec('BEGIN IMMEDIATE')
  try {
    work()
    sql.exec('COMMIT')
  } catch (fault) {
    if (sql.isTransaction) sql.exec('ROLLBACK')
    throw fault
  }
}

type Declared = Omit<SavedStore, 'generated'>

function declarationOf({ name, keyPath, autoIncrement, rawIndexes }: RawStore): Declared {
  const indexes = [...rawIndexes.values()].map((index) => ({
    ...{ name: index.name, keyPath: index.keyPath },
    ...{ unique: index.unique, multiEntry: index.multiEntry },
  }))
  return { name, keyPath, autoIncrement, indexes }
}

function readDatabases(sql: DatabaseSync): readonly SavedDatabase[] {
  const generators = sql.prepare(
    'SELECT generated FROM key_generator WHERE indexed_database = ? AND store = ?',
  )
  const rows = sql.prepare('SELECT name, version, stores FROM indexed_database WHERE version > 0')
  return rows.all().map((row) => {
    const name = String(row['name'])
    const stores: readonly Declared[] = deserialize(row['stores'] as Uint8Array)
    return {
      ...{ name, version: Number(row['version']) },
      stores: stores.map((store) => {
        const generated = generators.get(name, store.name)?.['generated']
        return { ...store, generated: generated === undefined ? undefined : Number(generated) }
      }),
    }
  })
}
