// Starts processes that open the store (test/faults/store-opener.ts), talks to them and kills them; leaves what should come of it to the tests.
import { type ChildProcess, spawn } from 'node:child_process'
import { once } from 'node:events'
import { readFileSync } from 'node:fs'
import path from 'node:path'
import { createInterface } from 'node:readline'
import { setTimeout as sleep } from 'node:timers/promises'
import { fileURLToPath } from 'node:url'
import type { StoreOptions } from '../../src/store/open.ts'
import type { Opening } from '../faults/store-opener.ts'

const program = fileURLToPath(new URL('../faults/store-opener.ts', import.meta.url))

type Options = Omit<StoreOptions, 'report' | 'leaseLost'>

/** How the process is run: under another account, or by another program in front of Node. */
export type Run = Readonly<{
  uid?: number
  before?: readonly string[]
  environment?: NodeJS.ProcessEnv
}>

/** A process that has opened the store, or was refused. */
export class Opener {
  readonly opening: Opening
  readonly process: ChildProcess
  readonly #lines: AsyncIterator<string>

  constructor(child: ChildProcess, lines: AsyncIterator<string>, opening: Opening) {
    this.process = child
    this.#lines = lines
    this.opening = opening
  }

  /** Runs a statement through the pool of that process. */
  async query(sql: string): Promise<unknown> {
    this.process.stdin?.write(`${sql}\n`)
    const { value } = await this.#lines.next()
    return JSON.parse(value ?? '"no answer"')
  }

  /** Ends its input, upon which it closes the store. */
  async close(): Promise<number | null> {
    const exit = ended(this.process)
    this.process.stdin?.end()
    return exit
  }

  async kill(): Promise<void> {
    const exit = ended(this.process)
    this.process.kill('SIGKILL')
    await exit
  }
}

/** Starts a process that opens the store and waits for its first line. */
export async function openElsewhere(options: Options, run: Run = {}): Promise<Opener> {
  const [command = process.execPath, ...args] = [
    ...(run.before ?? []),
    ...[process.execPath, program, JSON.stringify(options)],
  ]
  const child = spawn(command, args, {
    stdio: ['pipe', 'pipe', 'inherit'],
    ...(run.uid !== undefined && { uid: run.uid, gid: run.uid }),
    env: { ...process.env, NODE_OPTIONS: '', ...run.environment },
  })
  const lines = createInterface({ input: child.stdout })[Symbol.asyncIterator]()
  const { value } = await lines.next()
  if (value === undefined) throw new Error('the process ended without a word')
  return new Opener(child, lines, JSON.parse(value))
}

/** The process number of the server on these data, or undefined when there is none. */
export function postmasterOf(folder: string): number | undefined {
  try {
    const pid = Number.parseInt(
      readFileSync(path.join(folder, 'postgres/postmaster.pid'), 'utf8'),
      10,
    )
    const status = readFileSync(`/proc/${pid}/stat`, 'utf8')
    return status.includes('(postgres) Z') ? undefined : pid
  } catch {
    return undefined
  }
}

/** Waits until the server on these data has ended. */
export async function serverEnded(folder: string): Promise<boolean> {
  for (let look = 0; look < 500; look += 1) {
    if (postmasterOf(folder) === undefined) return true
    await sleep(20)
  }
  return false
}

async function ended(child: ChildProcess): Promise<number | null> {
  if (child.exitCode !== null || child.signalCode !== null) return child.exitCode
  const [code] = await once(child, 'exit')
  return code
}
