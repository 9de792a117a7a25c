// What an operator is told of networks that go out of order and come back: each once, and nothing of a connection that is only being renewed.
import { expect, it } from 'vitest'
import type { Platform } from '../../src/core/ports.ts'
import { createWatch } from '../../src/run/watching.ts'

function network(connection: string, states: readonly (string | undefined)[]): Platform {
  let look = 0
  return {
    connection,
    can: { home: false, file: false, find: false },
    start: async () => {},
    stop: async () => {},
    async health() {
      const fault = states[look]
      look += 1
      return { ok: fault === undefined, words: fault ?? 'fine' }
    },
    deliver: async () => ({ outcome: 'refused', reason: 'none' }),
    find: async () => ({ outcome: 'unknown' }),
    privatePlace: async (account) => ({ kind: 'person', account }),
  }
}

it('says once that a network is out of order, and once that it is back', async () => {
  const said: string[] = []
  const away = 'The homeserver does not answer.'
  const networks = [
    network('matrix-bund', [undefined, away, away, away, undefined, undefined]),
    network('slack-bund', [undefined, 'renewing', undefined, 'renewing', undefined, undefined]),
  ]
  const look = createWatch(networks, (words) => said.push(words))
  for (let n = 0; n < 6; n += 1) await look()
  expect(said).toEqual([`matrix-bund: out of order: ${away}`, 'matrix-bund: in order again: fine'])
})
