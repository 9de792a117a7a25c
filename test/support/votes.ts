// An open circulation with three parties, and votes in it, written straight into the tables; leaves drafting and opening to the tests of circulations.
import { randomUUID } from 'node:crypto'
import type pg from 'pg'

/** The parties of the circulation; Anna may cast for all of them. */
export const parties = ['BUND', 'BY', 'HE'] as const

/** A vote as it is asked for. The same request id again is the same vote again. */
export type Vote = Readonly<{ circulation: string; request: string; party: string; choice: string }>

/** Opens a circulation for thirty days and gives its id. */
export async function openCirculation(pool: pg.Pool): Promise<string> {
  const id = randomUUID()
  const body = 'it-planungsrat'
  await pool.query(
    `INSERT INTO circulation (id, body, draft, number, state, version, title, content, choices,
       created_by, created_at, edited_by, edited_at, opened_at, deadline)
     SELECT $1, $2, 1, '1/2026', 'open', 1, 'Probe', '{}', '{consent,reject,abstain}',
       'anna', t, 'anna', t, t, t + interval '30 days' FROM umlauf_now() AS t`,
    [id, body],
  )
  await pool.query(
    `INSERT INTO frozen_version (circulation, version, format, document, hash, at)
     VALUES ($1, 1, 1, '{}', sha256('{}'), umlauf_now())`,
    [id],
  )
  await pool.query(
    "INSERT INTO account (connection, external_id, person) VALUES ('room', 'anna', 'anna')",
  )
  await pool.query(
    'INSERT INTO seat (circulation, version, party) SELECT $1, 1, unnest($2::text[])',
    [id, parties],
  )
  await pool.query(
    `INSERT INTO mandate (id, body, party, person, role, valid_from, known_from)
     SELECT gen_random_uuid(), $1, unnest($2::text[]), 'anna', 'member', '2020-01-01Z', '2020-01-01Z'`,
    [body, parties],
  )
  return id
}

/** Casts a vote. Its statement carries the request's id: so each differs from the one before and can be found again. */
export async function castVote(
  pool: pg.Pool,
  { circulation, request, party, choice }: Vote,
): Promise<{ outcome: string; repeated: boolean; revision: number }> {
  const { rows } = await pool.query({
    name: 'cast',
    text: 'SELECT outcome, repeated, revision FROM cast_vote($1,$2,$3,$4,$5,$6,$7,$8,$9,$10,$11,$12)',
    values: [
      ...['room', request, `vote ${choice}`, 'anna'],
      ...[circulation, 1, party, choice, request, null, randomUUID(), randomUUID()],
    ],
  })
  return rows[0]
}
