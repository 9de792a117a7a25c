// Programs in Python that tests talk to, each with its packages in a folder of its own that is made once for this machine; leaves running them to whoever asks.
import { execFile } from 'node:child_process'
import { existsSync, mkdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { homedir } from 'node:os'
import path from 'node:path'
import { setTimeout as sleep } from 'node:timers/promises'
import { promisify } from 'node:util'

const run = promisify(execFile)

const PATIENCE_MS = 300_000
const LOOK_AGAIN_MS = 250

/** The interpreter that has Synapse; made when it is asked for the first time. */
export function synapsePython(): Promise<string> {
  return pythonWith('synapse-1.163.2', ['matrix-synapse==1.163.2'])
}

/** The interpreter that has matrix-nio, with what encryption needs. */
export function nioPython(): Promise<string> {
  return pythonWith('nio-0.26.0', ['matrix-nio[e2e]==0.26.0'])
}

/** The interpreter that has the packages; the first to ask makes it, which takes half a minute, the others wait. */
async function pythonWith(name: string, packages: readonly string[]): Promise<string> {
  const cache = process.env['SYNAPSE_CACHE'] ?? path.join(homedir(), '.cache', 'umlauf-synapse')
  const folder = path.join(cache, name)
  const whole = path.join(folder, 'complete')
  const python = path.join(folder, 'bin', 'python')
  if (existsSync(whole)) return python
  mkdirSync(cache, { recursive: true })
  const unlock = await locked(`${folder}.lock`)
  try {
    if (existsSync(whole)) return python
    rmSync(folder, { recursive: true, force: true })
    await run(systemPython(), ['-m', 'venv', folder])
    // without a network a stranger is not to wait for long
    const patience = process.env['CI'] ? [] : ['--retries', '1', '--timeout', '10']
    const quietly = ['--quiet', '--disable-pip-version-check', '--no-input']
    await run(python, ['-m', 'pip', 'install', ...quietly, ...patience, ...packages])
    writeFileSync(whole, '')
    return python
  } finally {
    unlock()
  }
}

/** Why something that Python is needed for is not there; never on the machine that checks every change, where it has to be. */
export async function reasonToSkip(
  ...parts: readonly (() => Promise<unknown>)[]
): Promise<string | undefined> {
  if (process.env['CI']) return undefined
  try {
    for (const part of parts) await part()
    return undefined
  } catch (error) {
    const words = error instanceof Error ? error.message : String(error)
    return words.trim().split('\n').at(-1)
  }
}

/** The one of the system, which every account of the machine may run. */
function systemPython(): string {
  const usual = '/usr/bin/python3'
  return existsSync(usual) ? usual : 'python3'
}

/** Waits until no other process holds the file; one that has died holds nothing. */
async function locked(file: string): Promise<() => void> {
  const until = performance.now() + PATIENCE_MS
  for (;;) {
    try {
      writeFileSync(file, String(process.pid), { flag: 'wx' })
      return () => rmSync(file, { force: true })
    } catch (error) {
      if ((error as NodeJS.ErrnoException).code !== 'EEXIST') throw error
    }
    if (isDead(file)) rmSync(file, { force: true })
    else if (performance.now() > until) throw new Error(`Waited in vain for ${file}.`)
    else await sleep(LOOK_AGAIN_MS)
  }
}

function isDead(file: string): boolean {
  try {
    const pid = Number(readFileSync(file, 'utf8'))
    // not written yet
    if (pid === 0) return false
    process.kill(pid, 0)
    return false
  } catch (error) {
    return (error as NodeJS.ErrnoException).code === 'ESRCH'
  }
}
