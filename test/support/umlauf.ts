// Umlauf as a process of its own, as an operator runs it: starts it on a database, keeps what it says, and waits for words and for its end; leaves the settings of a network to the tests.
import { type ChildProcess, spawn } from 'node:child_process'
import { once } from 'node:events'
import { rmSync, writeFileSync } from 'node:fs'
import path from 'node:path'
import { setTimeout as sleep } from 'node:timers/promises'
import { fileURLToPath } from 'node:url'
import { expect, inject } from 'vitest'
import { readCouncilFile } from '../../src/files/council-file.ts'
import { applyCouncil } from '../../src/store/council.ts'
import { openPool, openPrisma } from '../../src/store/pool.ts'
import { type FreshDatabase, temporaryFolder } from './postgres.ts'

const project = fileURLToPath(new URL('../..', import.meta.url))

export type Process = {
  readonly child: ChildProcess
  out(): string
  err(): string
  /** How it ended, when all that it said has arrived. */
  readonly ended: Promise<number | null>
}
export type Environment = Readonly<Record<string, string>>

const running = new Set<ChildProcess>()

/** Ends every process that a test has left, without a word. */
export function killAll(): void {
  for (const child of running) child.kill('SIGKILL')
  running.clear()
}

/** A program of the project with nothing in its environment but this and the path. */
export function run(program: string, args: readonly string[], environment: Environment): Process {
  const child = spawn(program, args, {
    cwd: project,
    env: { PATH: process.env['PATH'], ...environment },
    stdio: ['pipe', 'pipe', 'pipe'],
  })
  running.add(child)
  const said = { out: '', err: '' }
  child.stdout.on('data', (part: Buffer) => {
    said.out += part
  })
  child.stderr.on('data', (part: Buffer) => {
    said.err += part
  })
  const ended = once(child, 'close').then(([code]) => code)
  return { child, out: () => said.out, err: () => said.err, ended }
}

/** What every command is told: German, and which database. */
export function settingsFor(database: FreshDatabase): Environment {
  const { host, port, user } = inject('postgres')
  return {
    ...{ UMLAUF_LANGUAGE: 'de', UMLAUF_PORT: '0' },
    DATABASE_URL: `postgresql://${user}@/${database.name}?host=${host}&port=${port}`,
  }
}

/** `umlauf` with these words. */
export const umlauf = (args: readonly string[], environment: Environment): Process =>
  run(process.execPath, ['bin/umlauf.js', ...args], environment)

/** Puts a council file into force, as an operator does. */
export async function apply(
  text: string,
  environment: Environment,
  ...more: readonly string[]
): Promise<void> {
  const folder = temporaryFolder()
  const file = path.join(folder, 'council.yaml')
  writeFileSync(file, text)
  const applying = umlauf(['council', 'apply', ...more, '--by', 'Betrieb', file], environment)
  expect(await applying.ended, applying.err() + applying.out()).toBe(0)
  rmSync(folder, { recursive: true, force: true })
}

/** The same without a process. */
export async function putInForce({ config }: FreshDatabase, text: string): Promise<void> {
  const read = readCouncilFile(text)
  if ('faults' in read) throw new Error(read.faults.map(({ words }) => words.en).join('\n'))
  const pool = openPool(config, 2, () => {})
  const prisma = openPrisma(pool)
  await applyCouncil(prisma, { text, council: read.council, by: 'Betrieb' })
  await prisma.$disconnect()
  await pool.end()
}

/** What `umlauf doctor` says of a real council. */
export async function doctor(environment: Environment) {
  const { ended, out, err } = umlauf(['doctor', '--real'], environment)
  return { code: await ended, out: out(), err: err() }
}

/** Waits until the process has said it, or has ended. */
export async function says({ child, out, err }: Process, words: string): Promise<void> {
  for (let left = 500; left > 0 && !out().includes(words); left -= 1) {
    if (child.exitCode !== null) break
    await sleep(50)
  }
  expect(out() + err()).toContain(words)
}

/** It is told to end, and ends in order and in time. */
export async function stops({ child, ended, err }: Process, withinMs: number): Promise<void> {
  child.kill('SIGTERM')
  const start = performance.now()
  expect(await ended, err()).toBe(0)
  expect(performance.now() - start).toBeLessThan(withinMs)
}

/** It said none of this, wherever it spoke. */
export function tellsNone({ out, err }: Process, secrets: readonly (string | undefined)[]): void {
  for (const secret of secrets)
    if (secret !== undefined) expect(out() + err()).not.toContain(secret)
}
