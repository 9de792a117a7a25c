// The posts of one circulation, made fresh from its state: what a change of state costs before the network; leaves the wording to the core.
import { randomUUID } from 'node:crypto'
import { wantedPosts } from '../../src/core/circulations/index.ts'
import { type Hall, openCirculation } from './council.ts'
import { median, type Table } from './figures.ts'

const REPEATS = 200

/** Measures with every party's vote cast: reading the state from the database, and making all messages from it. */
export async function measureRendering(hall: Hall): Promise<Table> {
  const voters = await openCirculation(hall)
  for (const { account, circulation, version, party } of voters) {
    await hall.casting.accept({
      kind: 'action',
      verb: 'vote',
      args: { circulation, version: `${version}`, party, choice: 'consent' },
      requestId: randomUUID(),
      from: account,
      origin: { kind: 'private' },
    })
  }
  const id = voters[0]?.circulation ?? ''
  const reading: number[] = []
  const rendering: number[] = []
  let count = 0
  for (let turn = 0; turn < REPEATS; turn += 1) {
    const begin = performance.now()
    const { dossier, context } = await hall.casting.desk.read(async (stores, now) => ({
      dossier: await stores.circulations.dossier(id),
      context: { directory: await stores.council.directory(), calendar: hall.calendar, now },
    }))
    const read = performance.now()
    count = wantedPosts(dossier, context).length
    reading.push(read - begin)
    rendering.push(performance.now() - read)
  }
  return {
    part: 'render',
    title: 'Posts: everything one circulation wants to stand somewhere',
    head: ['step', 'ms', 'messages'],
    rows: [
      ['read the state', median(reading), undefined],
      ['make the messages', median(rendering), count],
    ],
    notes: [`Medians of ${REPEATS}. No counter is kept: each time all is counted anew.`],
  }
}
