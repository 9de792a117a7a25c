// The victim of the kill test: casts votes through the pool, eight at a time, and says each one's id only after its answer has come.
import { randomUUID } from 'node:crypto'
import { setTimeout as sleep } from 'node:timers/promises'
import { openStore } from '../../src/store/open.ts'

const [folder = '', circulation = ''] = process.argv.slice(2)
const parties = ['BUND', 'BY', 'HE']
const choices = ['consent', 'reject', 'abstain']
const callers = 8

const store = await openStore({
  project: folder,
  folder,
  role: 'bot',
  stamp: 'rehearsal',
  report: () => {},
  leaseLost: () => {},
})

/** One vote, asked again under the same id until an answer comes: as somebody does who clicks again. */
async function cast(party: string, choice: string): Promise<void> {
  const request = randomUUID()
  const ids = [randomUUID(), randomUUID()]
  for (;;) {
    try {
      const { rows } = await store.pool.query<{ outcome: string; repeated: boolean }>({
        name: 'cast',
        text: 'SELECT outcome, repeated FROM cast_vote($1,$2,$3,$4,$5,$6,$7,$8,$9,$10,$11,$12)',
        // The statement carries the request's id, so that each vote differs from the one before and can be found again.
        values: [
          ...['room', request, `vote ${choice}`, 'anna'],
          ...[circulation, 1, party, choice, request, null, ...ids],
        ],
      })
      const answer = rows[0]
      process.stdout.write(
        `${request} ${answer?.outcome} ${answer?.repeated ? 'again' : 'first'}\n`,
      )
      return
    } catch {
      await sleep(20)
    }
  }
}

async function castForEver(caller: number): Promise<never> {
  for (let n = caller; ; n += 1) {
    await cast(parties[n % 3] ?? '', choices[Math.floor(n / 3) % 3] ?? '')
  }
}

process.stdout.write('ready\n')
await Promise.all(Array.from({ length: callers }, (_, caller) => castForEver(caller)))
