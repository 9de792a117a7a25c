// Where an embedded server lives, as the parts of the supervisor hand it to each other; leaves the choosing to ownership.ts.
import { renameSync, rmSync } from 'node:fs'
import type { Bilingual } from '../core/texts.ts'
import { hasCode } from './errors.ts'

/** An account of the system. */
export type Account = Readonly<{ name: string; uid: number; gid: number }>

/** Where an embedded server lives. */
export type Home = Readonly<{
  /** The data directory (PGDATA). It exists as soon as initdb has run. */
  data: string
  /** The folder with PostgreSQL's bin, lib and share. */
  native: string
  /** The folder of the unix socket, open to its owner alone. */
  socket: string
  /** The account PostgreSQL runs under where this process is root; otherwise it runs under our own. */
  account: Account | undefined
  /** What the operator should know, in words. */
  warnings: readonly Bilingual[]
}>

/**
 * Puts a finished folder in its place in one step. Whoever comes second throws its own away and uses the first one's:
 * so two processes may prepare the same folder at once, and one killed half-way leaves nothing that looks finished.
 */
export function moveUnlessThere(finished: string, target: string): void {
  try {
    renameSync(finished, target)
  } catch (cause) {
    if (!hasCode(cause, 'ENOTEMPTY', 'EEXIST')) throw cause
    rmSync(finished, { recursive: true, force: true })
  }
}
