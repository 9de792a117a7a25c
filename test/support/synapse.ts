// A real Synapse for a test, fresh and on loopback; leaves its packages to python.ts and its settings to synapse-config.ts.
import { type ChildProcess, spawn } from 'node:child_process'
import { once } from 'node:events'
import { mkdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import path from 'node:path'
import { setTimeout as sleep } from 'node:timers/promises'
import { REGISTRATION_SECRET } from '../wire/matrix/index.ts'
import { freePort } from './free-port.ts'
import { type Account, registerUser } from './matrix-calls.ts'
import { temporaryFolder } from './postgres.ts'
import { synapsePython } from './python.ts'
import { synapseFiles } from './synapse-config.ts'

const START_MS = 60_000
const STOP_MS = 10_000
const LOOK_AGAIN_MS = 50

export type Synapse = {
  readonly url: string
  /** The SQLite file in which it keeps everything. */
  readonly database: string
  /** Every request so far, one a line, with who asked and the status of the answer. */
  requests(): string
  /** An account with one device that is logged in. */
  register(
    name: string,
    more?: { readonly admin?: boolean; readonly password?: string },
  ): Promise<Account>
  /** Stops it and starts it again with its data. */
  restart(): Promise<void>
  stop(): Promise<void>
}

/** A homeserver `localhost` with nobody on it. */
export async function startSynapse(options: {
  readonly limits: 'none' | 'synapse'
}): Promise<Synapse> {
  const python = await synapsePython()
  const folder = temporaryFolder()
  const port = await freePort()
  const settings = { folder, port, registrationSecret: REGISTRATION_SECRET, ...options }
  mkdirSync(path.join(folder, 'media'))
  for (const [name, text] of Object.entries(synapseFiles(settings)))
    writeFileSync(path.join(folder, name), text)
  const url = `http://127.0.0.1:${port}`
  let running = await run(python, folder, url)
  return {
    url,
    database: path.join(folder, 'homeserver.db'),
    requests: () => readFileSync(path.join(folder, 'homeserver.log'), 'utf8'),
    register: (name, more) => registerUser(url, name, more),
    async restart() {
      await running.end()
      running = await run(python, folder, url)
    },
    async stop() {
      await running.end()
      rmSync(folder, { recursive: true, force: true })
    },
  }
}

async function run(python: string, folder: string, url: string) {
  const config = path.join(folder, 'homeserver.yaml')
  const child = spawn(python, ['-m', 'synapse.app.homeserver', '-c', config], {
    cwd: folder,
    stdio: ['ignore', 'pipe', 'pipe'],
  })
  let said = ''
  for (const stream of [child.stdout, child.stderr])
    stream.setEncoding('utf8').on('data', (text: string) => {
      said = (said + text).slice(-4000)
    })
  // it must not outlive a run that is broken off
  const kill = () => void child.kill('SIGKILL')
  process.once('exit', kill)
  const end = async () => {
    await ended(child)
    process.off('exit', kill)
  }
  try {
    await answers(child, url)
  } catch (error) {
    await end()
    throw new Error(`${error instanceof Error ? error.message : error}\n${said}${logOf(folder)}`)
  }
  return { end }
}

async function answers(child: ChildProcess, url: string): Promise<void> {
  const until = performance.now() + START_MS
  while (performance.now() < until) {
    if (child.exitCode !== null || child.signalCode !== null)
      throw new Error('Synapse ended while it started.')
    try {
      const { ok } = await fetch(`${url}/_matrix/client/versions`)
      if (ok) return
    } catch {
      // not listening yet
    }
    await sleep(LOOK_AGAIN_MS)
  }
  throw new Error('Synapse did not answer in time.')
}

async function ended(child: ChildProcess): Promise<void> {
  if (child.exitCode !== null || child.signalCode !== null) return
  const gone = once(child, 'exit')
  child.kill('SIGTERM')
  const force = setTimeout(() => child.kill('SIGKILL'), STOP_MS)
  await gone
  clearTimeout(force)
}

function logOf(folder: string): string {
  try {
    return readFileSync(path.join(folder, 'homeserver.log'), 'utf8').slice(-4000)
  } catch {
    return ''
  }
}
