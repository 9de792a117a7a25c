// Umlauf as a process of its own: starts `umlauf start` on a data folder, waits until its page answers, and looks at the memory of all it runs; leaves the tables to the parts.
import { type ChildProcess, spawn } from 'node:child_process'
import { once } from 'node:events'
import { readdirSync, readFileSync } from 'node:fs'
import { createInterface } from 'node:readline'
import { fileURLToPath } from 'node:url'

const main = fileURLToPath(new URL('../../src/main.ts', import.meta.url))

/** A process that answers. */
export type Started = {
  readonly pid: number
  /** From the start of the process to the first page, in ms. */
  readonly readyMs: number
  stop(): Promise<void>
}

/** Starts a rehearsal as a newcomer does. */
export async function startUmlauf(folder: string): Promise<Started> {
  const begin = performance.now()
  const child = spawn(process.execPath, [main, 'start'], {
    env: environment(folder),
    stdio: ['ignore', 'pipe', 'inherit'],
  })
  const page = await fetch(await addressOf(child), { redirect: 'manual' })
  const readyMs = performance.now() - begin
  if (page.status >= 400 || child.pid === undefined)
    throw new Error(`the room answered ${page.status}`)
  return {
    pid: child.pid,
    readyMs,
    async stop() {
      child.kill('SIGTERM')
      await once(child, 'exit')
    },
  }
}

/** Our own settings and nobody else's: the bench is about the shipped defaults. */
function environment(folder: string): NodeJS.ProcessEnv {
  const foreign = ([name]: [string, unknown]) =>
    name.startsWith('UMLAUF_') || name.startsWith('DATABASE_URL')
  const own = Object.entries(process.env).filter((entry) => !foreign(entry))
  return {
    ...Object.fromEntries(own),
    UMLAUF_DATA: folder,
    UMLAUF_PORT: '0',
    LOG_LEVEL: 'warn',
  }
}

async function addressOf({ stdout }: ChildProcess): Promise<string> {
  if (!stdout) throw new Error('the process has no output')
  for await (const line of createInterface({ input: stdout })) {
    const [address] = /http:\/\/127\.0\.0\.1:\S+/.exec(line) ?? []
    if (address === undefined) continue
    stdout.resume()
    return address
  }
  throw new Error('the process ended before it was ready')
}

/** Memory of a process in bytes. PSS shares what several processes have in common among them. */
export type Memory = { readonly name: string; readonly rss: number; readonly pss: number }

/** The memory of a process and of all that descend from it; only Linux tells. */
export function memoryOf(pid: number): readonly Memory[] {
  const parents = new Map<number, number>()
  for (const entry of readdirSync('/proc')) {
    if (!/^\d+$/.test(entry)) continue
    const parent = parentOf(Number(entry))
    if (parent !== undefined) parents.set(Number(entry), parent)
  }
  const family = [pid]
  for (const member of family) {
    for (const [child, parent] of parents) if (parent === member) family.push(child)
  }
  return family.map(memoryOfOne)
}

/** A process may end while we look. */
function parentOf(pid: number): number | undefined {
  try {
    const status = readFileSync(`/proc/${pid}/status`, 'utf8')
    return Number(/^PPid:\s+(\d+)/m.exec(status)?.[1])
  } catch {
    return undefined
  }
}

function memoryOfOne(pid: number): Memory {
  const rollup = readFileSync(`/proc/${pid}/smaps_rollup`, 'utf8')
  const bytes = (field: string) =>
    1024 * Number(new RegExp(`^${field}:\\s+(\\d+) kB`, 'm').exec(rollup)?.[1])
  return {
    name: readFileSync(`/proc/${pid}/comm`, 'utf8').trim(),
    rss: bytes('Rss'),
    pss: bytes('Pss'),
  }
}
