// Since when it is not known whether a post arrived, as the queue tells whoever tries next: machine time, kept until it is known.
import { afterAll, beforeAll, expect, it } from 'vitest'
import { message } from '../../src/core/message.ts'
import type { Claim, Wanted } from '../../src/core/posts.ts'
import { openPool } from '../../src/store/pool.ts'
import { createPostQueue } from '../../src/store/posts.ts'
import { type FreshDatabase, freshDatabase } from '../support/postgres.ts'

let database: FreshDatabase
let pool: ReturnType<typeof openPool>

beforeAll(async () => {
  database = await freshDatabase()
  pool = openPool(database.config, 4, () => {})
})
afterAll(async () => {
  await pool.end()
  await database.drop()
})

const card: Wanted = {
  ...{ key: 'card', subject: 's', kind: 'card', connection: 'net', language: 'de' },
  to: { kind: 'place', place: 'umlauf' },
  message: message('Karte', []),
}

async function claim(fingerprint = 'a'): Promise<Claim> {
  const given = await createPostQueue(pool).claim(card, fingerprint)
  if (typeof given === 'string') throw new Error(given)
  return given
}

const ends = (token: bigint, state: Claim['state'], fingerprint = 'a') =>
  createPostQueue(pool).record(card.key, token, fingerprint, { state, waitMs: 0 })

/** Puts the first attempt an hour back, so that a later one is seen to keep it. */
async function anHourAgo(): Promise<number> {
  const { rows } = await pool.query<{ tried_at: Date }>(
    "UPDATE post SET tried_at = tried_at - interval '1 hour' RETURNING tried_at",
  )
  return rows[0]?.tried_at.getTime() ?? 0
}

it('a first attempt is its own; one whose answer was lost stays the first, however often it is tried', async () => {
  const { rows } = await pool.query<{ now: Date }>('SELECT machine_now() AS now')
  const machine = rows[0]?.now.getTime() ?? 0
  const first = await claim()
  expect(Math.abs(first.since - machine)).toBeLessThan(60_000)
  const since = await anHourAgo()
  await ends(first.token, 'ambiguous')
  const second = await claim()
  expect(second).toMatchObject({ state: 'ambiguous', since })
  await ends(second.token, 'ambiguous')
  const third = await claim()
  expect(third.since).toBe(since)

  // the process died: nobody gives this claim back
  await pool.query("UPDATE post SET claimed_until = machine_now() - interval '1 second'")
  const fourth = await claim()
  expect(fourth).toMatchObject({ state: 'ambiguous', since })
  await ends(fourth.token, 'sent')
  const fifth = await claim('b')
  expect(fifth.since).toBeGreaterThan(since)
})

it.each(['wanted', 'gone'] as const)(
  'an attempt that ended as "%s" is known: the next one is a first one',
  async (state) => {
    await pool.query('UPDATE post SET claimed_until = NULL')
    const known = await claim(`before ${state}`)
    const since = await anHourAgo()
    await ends(known.token, state)
    const next = await claim(`before ${state}`)
    expect(next.since).toBeGreaterThan(since)
    await ends(next.token, 'sent', `before ${state}`)
  },
)
