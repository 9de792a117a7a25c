// The play of Beschluss 2023/35, killed with -9 after every single step and started again: it goes on where it was, and at the end everything happened exactly once.
import { spawn } from 'node:child_process'
import { rmSync } from 'node:fs'
import path from 'node:path'
import { createInterface } from 'node:readline'
import { fileURLToPath } from 'node:url'
import { afterAll, describe, expect, it } from 'vitest'
import { openStore } from '../../src/store/open.ts'
import { temporaryFolder } from '../support/postgres.ts'

const project = fileURLToPath(new URL('../..', import.meta.url))
const folder = temporaryFolder()
const data = path.join(folder, 'data')
afterAll(() => rmSync(folder, { recursive: true, force: true }))

const STEP = /^(?:Mo|Di|Mi|Do|Fr|Sa|So)\., \d\d\.\d\d\.2023/

/** Date and first words: a repeated vote is answered with the vote that counts now. */
function opening(step: string): string {
  return step.slice(0, 36)
}

/** Runs the play; kills it after so many steps, or lets it end. Gives the steps it printed. */
function play(killAfter?: number): Promise<{ steps: string[]; code: number | null }> {
  const child = spawn(process.execPath, ['src/main.ts', 'demo', '--pause', '0', '--exit'], {
    cwd: project,
    env: { PATH: process.env['PATH'], UMLAUF_DATA: data, UMLAUF_PORT: '0', UMLAUF_LANGUAGE: 'de' },
    stdio: ['ignore', 'pipe', 'inherit'],
  })
  const steps: string[] = []
  createInterface({ input: child.stdout }).on('line', (line) => {
    if (!STEP.test(line)) return
    steps.push(line)
    if (steps.length === killAfter) child.kill('SIGKILL')
  })
  return new Promise((resolve) => child.on('exit', (code) => resolve({ steps, code })))
}

describe('umlauf demo', () => {
  it('was killed with -9 after each step and went on where it was; every vote counts once, the decision is 2023/35', async () => {
    let steps: string[] = []
    for (let after = 1; ; after += 1) {
      const run = await play(after)
      // what was done before the kill is done after it: the same steps, none refused, none twice
      expect(run.steps.slice(0, steps.length).map(opening)).toEqual(steps.map(opening))
      steps = run.steps
      if (run.code === 0) break
    }
    expect(steps).toHaveLength(20)
    expect(steps.at(-1)).toContain('Der Beschluss steht im Register als 2023/35')
    const store = await openStore({
      project,
      folder: data,
      role: 'command',
      stamp: 'rehearsal',
      database: 'demo',
      report: () => {},
      leaseLost: () => {},
    })
    const { prisma } = store
    expect(await prisma.circulation.count()).toBe(1)
    expect(await prisma.ballot.count()).toBe(16)
    expect(await prisma.result.count()).toBe(1)
    expect((await prisma.decision.findFirst())?.number).toBe('2023/35')
    expect((await prisma.decision.findFirst())?.decidedOn).toBe('2023-10-10')
    await store.close()
  }, 300_000)
})
