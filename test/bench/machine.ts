// Where the bench ran: the machine, the programs and the disk, without which no figure says anything; leaves the figures to the parts.
import {
  closeSync,
  fdatasyncSync,
  mkdtempSync,
  openSync,
  readFileSync,
  rmSync,
  statfsSync,
  writeSync,
} from 'node:fs'
import { availableParallelism, cpus, loadavg, release, tmpdir, totalmem } from 'node:os'
import path from 'node:path'
import type { Store } from '../../src/store/open.ts'
import type { Table } from './figures.ts'

/** Type of a file system that lives in memory (statfs, TMPFS_MAGIC): there fsync costs nothing. */
const TMPFS = 0x01021994
const SYNCS = 500

/** A new folder on a real disk, which PostgreSQL's user may enter when the bench runs as root. The caller removes it. */
export function folderOnDisk(): string {
  const parent = [tmpdir(), '/var/tmp', process.cwd()].find(
    (each) => statfsSync(each).type !== TMPFS,
  )
  if (parent === undefined) throw new Error('there is no folder on a disk here')
  return mkdtempSync(path.join(parent, 'umlauf-bench-'))
}

/** Describes the machine. The rate of fdatasync bounds what a single caller can reach. */
export async function describeMachine(folder: string, pool: Store['pool']): Promise<Table> {
  const { rows } = await pool.query<{ server_version: string }>('SHOW server_version')
  const [cpu] = cpus()
  return {
    part: 'machine',
    title: 'Machine',
    head: ['what', 'here'],
    rows: [
      ['processor', `${cpu?.model.trim() ?? 'unknown'}, ${availableParallelism()} cores`],
      ['memory', `${(totalmem() / 1024 ** 3).toFixed(1)} GB`],
      ['system', `${process.platform} ${release()}`],
      ['load before', `${loadavg()[0]?.toFixed(1)} processes ready to run`],
      ['Node', process.versions.node],
      ['PostgreSQL', `${rows[0]?.server_version}, embedded, fsync on`],
      ['file system', fileSystemOf(folder)],
      ['fdatasync', `${Math.round(syncRate(folder)).toLocaleString('en')} a second, one at a time`],
    ],
    notes: [],
  }
}

/** The file system of the mount that holds the folder. */
function fileSystemOf(folder: string): string {
  let found = { at: '', type: 'unknown' }
  try {
    for (const line of readFileSync('/proc/mounts', 'utf8').split('\n')) {
      const [, at = '', type = 'unknown'] = line.split(' ')
      const holds = folder === at || folder.startsWith(at.endsWith('/') ? at : `${at}/`)
      if (at !== '' && holds && at.length >= found.at.length) found = { at, type }
    }
  } catch {
    // only Linux tells
  }
  return found.type
}

function syncRate(folder: string): number {
  const file = path.join(folder, 'sync')
  const block = Buffer.alloc(8192)
  const descriptor = openSync(file, 'w')
  const begin = performance.now()
  for (let turn = 0; turn < SYNCS; turn += 1) {
    writeSync(descriptor, block, 0, block.length, 0)
    fdatasyncSync(descriptor)
  }
  const seconds = (performance.now() - begin) / 1000
  closeSync(descriptor)
  rmSync(file)
  return SYNCS / seconds
}
