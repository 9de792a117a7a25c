// The bench of Matrix in small, so that it cannot rot, on the loopback homeserver; leaves Synapse and the figures themselves to `npm run bench -- matrix`.
import { chmodSync, rmSync } from 'node:fs'
import { afterEach, beforeEach, expect, it } from 'vitest'
import { folderOnDisk } from './machine.ts'
import { measureLag } from './matrix-lag.ts'
import { measureMatrixMemory } from './matrix-memory.ts'

let folder: string
beforeEach(() => {
  folder = folderOnDisk()
  // PostgreSQL runs as another account where the tests run as root
  chmodSync(folder, 0o755)
})
afterEach(() => rmSync(folder, { recursive: true, force: true }))

it('counts every vote in Matrix on a card, and catches up with what it missed', async () => {
  const plan = { votersIn: 'matrix', isLimited: false, seconds: 1, missed: 200 } as const
  const { votes, cards, lags, caughtUp } = await measureLag(folder, plan)
  expect(votes).toBe(4 * 3)
  expect(cards).toBeGreaterThan(0)
  expect(Math.min(...lags)).toBeGreaterThan(0)
  expect(caughtUp).toBeGreaterThan(0)
})

it('looks at the memory of the platform after as many events as were asked for', async () => {
  const samples = await measureMatrixMemory(folder, [60, 120])
  expect(samples.map(({ events }) => events)).toEqual([60, 120])
  for (const { rss, heap } of samples) expect(rss).toBeGreaterThan(heap)
})
