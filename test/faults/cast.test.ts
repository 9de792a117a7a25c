// The cast under fire, on a real database: judged by the one clock, never counted twice, never counted after the close, and always answered.
import { createHash, randomUUID } from 'node:crypto'
import fc from 'fast-check'
import { afterEach, describe, expect, it } from 'vitest'
import { canonical } from '../../src/core/canonical.ts'
import type { CastOutcome } from '../../src/core/circulations/index.ts'
import type { Choice } from '../../src/core/values.ts'
import { createBallotBox } from '../../src/store/ballots.ts'
import { convene, type Session } from '../support/session.ts'

const DEADLINE = Date.parse('2023-10-09T22:00:00Z')

let session: Session
let circulation: string
afterEach(() => session.adjourn())

async function open(): Promise<void> {
  session = await convene('2023-09-25T07:00:00Z')
  await session.says('geschaeftsstelle-1', 'entwurf "Titel" ziffern: "Text" antrag: BUND')
  await session.says('geschaeftsstelle-2', 'bestätigen E-1')
  await session.says('geschaeftsstelle-1', 'öffnen E-1')
  const { rows } = await session.pool.query('SELECT id FROM circulation')
  circulation = rows[0].id
}

function cast(choice: Choice, request: string = randomUUID(), party = 'HE'): Promise<CastOutcome> {
  const person = `mitglied-${party.toLowerCase()}`
  return createBallotBox(session.pool).cast({
    receipt: {
      connection: 'room',
      requestId: request,
      body: `${party}:${choice}`,
      order: undefined,
    },
    account: { connection: 'room', id: person },
    circulation,
    version: 1,
    party,
    choice,
    statement: undefined,
    order: undefined,
  })
}

/** Holds the clock still at an instant. */
async function freeze(at: number): Promise<void> {
  await session.pool.query('UPDATE instance SET frozen = $1', [new Date(at)])
}

async function close(): Promise<string> {
  const { rows } = await session.pool.query('SELECT close_circulation($1, $2) AS code', [
    circulation,
    randomUUID(),
  ])
  return rows[0].code
}

describe('a cast at the deadline', () => {
  it('B18 vote at deadline −1 ms / 0 / +1 ms: counted / refused / refused', async () => {
    await open()
    await freeze(DEADLINE - 1)
    expect((await cast('consent')).code).toBe('counted')
    await freeze(DEADLINE)
    expect((await cast('reject')).code).toBe('late')
    await freeze(DEADLINE + 1)
    expect((await cast('reject')).code).toBe('late')
    expect((await cast('reject')).counts?.choice).toBe('consent')
  })

  it('F36 a cast that waits behind a close is told that the vote is closed, and is not in the result', async () => {
    await open()
    const closer = await session.pool.connect()
    await closer.query('BEGIN')
    await closer.query("SELECT pg_advisory_xact_lock(lock_key('circulation', $1))::text", [
      circulation,
    ])
    await freeze(DEADLINE - 1)
    const waiting = cast('consent')
    await freeze(DEADLINE)
    const { rows } = await closer.query('SELECT close_circulation($1, $2) AS code', [
      circulation,
      randomUUID(),
    ])
    expect(rows[0].code).toBe('closed')
    await closer.query('COMMIT')
    closer.release()
    expect((await waiting).code).toBe('state')
    const { rows: ballots } = await session.pool.query('SELECT FROM ballot')
    expect(ballots).toEqual([])
  })

  it('F36 a cast that waits past the deadline is late, though it began before', async () => {
    await open()
    const holder = await session.pool.connect()
    await holder.query('BEGIN')
    await holder.query("SELECT pg_advisory_xact_lock(lock_key('circulation', $1))::text", [
      circulation,
    ])
    await freeze(DEADLINE - 1)
    const waiting = cast('consent')
    await freeze(DEADLINE)
    await holder.query('COMMIT')
    holder.release()
    expect((await waiting).code).toBe('late')
  })

  it('F37 two closers at once: one closes, the other finds it closed', async () => {
    await open()
    await freeze(DEADLINE)
    const codes = await Promise.all([close(), close(), close()])
    expect(codes.sort()).toEqual(['already', 'already', 'closed'])
  })

  it('does not close before an event received in time is handled; the event then counts at its receipt', async () => {
    await open()
    await freeze(DEADLINE - 1)
    await session.pool.query('SELECT receive_event($1, $2, $3, $4)', [
      'room',
      'event-1',
      'HE:consent',
      circulation,
    ])
    await freeze(DEADLINE + 5_000)
    expect(await close()).toBe('unhandled')
    const outcome = await cast('consent', 'event-1')
    expect(outcome.code).toBe('counted')
    expect(outcome.countedAt).toBe(DEADLINE - 1)
    expect(await close()).toBe('closed')
  })
})

describe('many casts', () => {
  it('100 casts of one party at once give 100 answers, one current ballot and a whole history', async () => {
    await open()
    const choices = ['consent', 'reject', 'abstain'] as const
    const outcomes = await Promise.all(
      Array.from({ length: 100 }, (_, index) =>
        cast(choices[index % 3] ?? 'consent').catch(() => cast(choices[index % 3] ?? 'consent')),
      ),
    )
    expect(outcomes).toHaveLength(100)
    const counted = outcomes
      .filter(({ code }) => code === 'counted')
      .map(({ revision }) => revision)
    expect(new Set(counted).size).toBe(counted.length)
    const { rows } = await session.pool.query(
      'SELECT revision, choice FROM ballot ORDER BY at DESC, revision DESC',
    )
    expect(rows.map(({ revision }) => revision)).toEqual(
      Array.from({ length: rows.length }, (_, i) => rows.length - i),
    )
    const others = outcomes.filter(({ code }) => code !== 'counted').map(({ code }) => code)
    expect(others.every((code) => code === 'unchanged')).toBe(true)
  })

  it('F9 the same request ten times at once is one ballot and one answer', async () => {
    await open()
    const outcomes = await Promise.all(Array.from({ length: 10 }, () => cast('consent', 'click')))
    expect(new Set(outcomes.map(({ revision }) => revision))).toEqual(new Set([1]))
    expect(outcomes.filter(({ repeated }) => !repeated)).toHaveLength(1)
    expect((await cast('reject', 'click')).code).toBe('otherBody')
  })

  it('the same choice under a new id writes no ballot and says which version counts', async () => {
    await open()
    await cast('consent')
    const again = await cast('consent')
    expect(again).toMatchObject({ code: 'unchanged', revision: 1 })
  })
})

describe('what is written', () => {
  it('hashes every ballot over its nine lines and every audit entry over its exact canonical text', async () => {
    await open()
    await session.says('mitglied-he', 'stimme 7/2023 ja "Wörtlich: „Ja“, \\ \u00e9 & <b>"')
    const { rows: ballots } = await session.pool.query('SELECT * FROM ballot')
    const { rows: frozen } = await session.pool.query('SELECT hash FROM frozen_version')
    const [ballot] = ballots
    const sha = (text: string) => createHash('sha256').update(text).digest('hex')
    const lines = [
      'umlauf-ballot-1',
      circulation,
      frozen[0].hash.toString('hex'),
      'HE',
      'consent',
      '1',
    ]
    const whole = [
      ...lines,
      ballot.at.toISOString(),
      sha(ballot.statement),
      ballot.caster.toString('hex'),
    ]
    expect(ballot.hash.toString('hex')).toBe(sha(whole.join('\n')))
    const { rows: entries } = await session.pool.query('SELECT body, hash FROM audit_entry')
    expect(entries.length).toBeGreaterThan(4)
    for (const { body, hash } of entries) {
      expect(canonical(JSON.parse(body))).toBe(body)
      expect(hash.toString('hex')).toBe(sha(body))
    }
  })

  it('writes texts in SQL exactly as the core does, whatever they contain', async () => {
    await open()
    await fc.assert(
      fc.asyncProperty(fc.string({ unit: 'grapheme' }), async (text) => {
        const clean = text.replaceAll('\u0000', '')
        const { rows } = await session.pool.query('SELECT to_json($1::text)::text AS json', [clean])
        expect(rows[0].json).toBe(canonical(clean))
      }),
      { numRuns: 200 },
    )
  })

  it('keeps ballots, results and audit entries: no row is ever changed, removed or truncated', async () => {
    await open()
    await cast('consent')
    for (const table of [
      'ballot',
      'audit_entry',
      'frozen_version',
      'deadline_change',
      'council_version',
    ]) {
      await expect(session.pool.query(`DELETE FROM ${table}`), table).rejects.toThrow(
        'only ever added',
      )
      await expect(session.pool.query(`TRUNCATE ${table}`), table).rejects.toThrow(
        'only ever added',
      )
    }
    await expect(session.pool.query("UPDATE ballot SET choice = 'reject'")).rejects.toThrow(
      'only ever added',
    )
    await expect(session.pool.query("UPDATE instance SET stamp = 'real'")).rejects.toThrow(
      'never becomes',
    )
    await expect(
      session.pool.query('SELECT turn_clock(umlauf_now() - interval $$1 hour$$)'),
    ).rejects.toThrow('forward')
  })
})

describe('B17 vote on draft / closed / cancelled: refused, state named', () => {
  it('a closed one', async () => {
    await open()
    await session.turnTo('2023-10-10T08:00:00Z')
    const refused = await session.says('mitglied-he', 'stimme 7/2023 ja')
    expect(refused.summary).toContain('Umlauf 7/2023 ist beendet, noch nicht festgestellt')
  })

  it('a draft', async () => {
    await open()
    await session.says('geschaeftsstelle-1', 'entwurf "Zweiter" ziffern: "Text" antrag: BUND')
    const refused = await session.says('mitglied-he', 'stimme E-2 ja')
    expect(refused.refusal).toBe('cast.state')
    expect(refused.summary).toContain('Entwurf')
  })
})

describe('who may cast', () => {
  it('F45 a mandate that ends during the vote no longer casts; the ballot that was cast stands, and the new deputy may change it', async () => {
    await open()
    await cast('consent')
    await session.pool.query(
      "UPDATE mandate SET known_until = umlauf_now() WHERE person = 'mitglied-he'",
    )
    expect((await cast('reject')).code).toBe('noMandate')
    expect((await session.says('vertretung-he', 'stimme 7/2023 nein')).summary).toContain(
      '2. Fassung',
    )
  })

  it('F11 an older click of the same account never overwrites a newer one', async () => {
    await open()
    const box = createBallotBox(session.pool)
    const click = (order: string, choice: Choice) =>
      box.cast({
        receipt: { connection: 'room', requestId: order, body: choice, order },
        account: { connection: 'room', id: 'mitglied-he' },
        circulation,
        version: 1,
        party: 'HE',
        choice,
        statement: undefined,
        order,
      })
    expect((await click('200', 'consent')).code).toBe('counted')
    const older = await click('100', 'reject')
    expect(older).toMatchObject({ code: 'overtaken', counts: { choice: 'consent' } })
  })
})
