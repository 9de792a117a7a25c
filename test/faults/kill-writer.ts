// The victim of the kill test: casts votes through the pool, eight at a time; says what it asks before, and what was answered only after the answer has come.
import { randomUUID } from 'node:crypto'
import { setTimeout as sleep } from 'node:timers/promises'
import { openStore } from '../../src/store/open.ts'
import { castVote, parties } from '../support/votes.ts'

const [folder = '', circulation = '', ...unanswered] = process.argv.slice(2)
const choices = ['consent', 'reject', 'abstain']
const callers = 8

const store = await openStore({
  ...{ project: folder, folder, role: 'bot', stamp: 'rehearsal' },
  report: () => {},
  leaseLost: () => {},
})

/** One vote, asked again under the same id until an answer comes: as somebody does who clicks again. */
async function cast(request: string, party: string, choice: string): Promise<void> {
  process.stdout.write(`asked ${request},${party},${choice}\n`)
  for (;;) {
    try {
      const vote = { circulation, request, party, choice }
      const { outcome, repeated } = await castVote(store.pool, vote)
      process.stdout.write(`answered ${request} ${outcome} ${repeated ? 'again' : 'first'}\n`)
      return
    } catch {
      await sleep(20)
    }
  }
}

async function castForEver(caller: number): Promise<never> {
  for (let n = caller; ; n += 1) {
    await cast(randomUUID(), parties[n % 3] ?? '', choices[Math.floor(n / 3) % 3] ?? '')
  }
}

process.stdout.write('ready\n')
// What was asked before the last kill and never answered is asked once more, under the same id.
for (const vote of unanswered) {
  const [request = '', party = '', choice = ''] = vote.split(',')
  await cast(request, party, choice)
}
await Promise.all(Array.from({ length: callers }, (_, caller) => castForEver(caller)))
