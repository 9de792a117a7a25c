// kill -9 of the bot, of PostgreSQL, of one backend and of all at random moments: what was answered is stored, once, and what was stored is answered (more rounds: node test/faults/kill.ts 100).
import { expect, test } from 'vitest'
import { inWords, killRounds } from './kill.ts'

test('F3, F4, F15 killed inside, after and around the COMMIT: no answered vote is lost, none is stored twice', async () => {
  const figures = await killRounds(12)
  console.info(inWords(figures))
  expect(figures).toMatchObject({ rounds: 12, lost: 0, double: 0, unmatched: 0 })
  expect(figures.answered).toBeGreaterThan(500)
}, 180_000)
