// Exactly once on the real desk, and whatever people type: no request is done twice, none half, none is answered with a defect.
import { randomUUID } from 'node:crypto'
import fc from 'fast-check'
import { afterEach, describe, expect, it } from 'vitest'
import { canonical } from '../../src/core/canonical.ts'
import { message } from '../../src/core/message.ts'
import type { Answer, Receipt } from '../../src/core/ports.ts'
import { Refusal } from '../../src/core/refusal.ts'
import { createDesk, type Db } from '../../src/store/desk.ts'
import { openPrisma } from '../../src/store/pool.ts'
import { convene, type Session } from '../support/session.ts'

const DRAFT = 'entwurf "Titel" ziffern: "Text" antrag: BUND'
const SECRETARIAT = 'geschaeftsstelle-1'

let session: Session
afterEach(async () => {
  expect(session.defects).toEqual([])
  await session.adjourn()
})

async function count(table: string): Promise<number> {
  return Number((await session.pool.query(`SELECT count(*) AS n FROM ${table}`)).rows[0].n)
}

const done: Answer = { kind: 'message', message: message('erledigt', []) }
const receiptOf = (requestId: string, asked = 'a'): Receipt => ({
  connection: 'room',
  requestId,
  body: canonical({ asked }),
  order: undefined,
})

/** The desk itself, with the transaction as its only store. */
async function bareDesk() {
  session = await convene('2023-09-25T07:00:00Z')
  return createDesk<Db>(openPrisma(session.pool), (db) => db)
}

describe('a request that changes something', () => {
  it('sent ten times at once is done once, and all ten get the same answer', async () => {
    session = await convene('2023-09-25T07:00:00Z')
    const answers = await Promise.all(
      Array.from({ length: 10 }, () => session.says(SECRETARIAT, DRAFT, 'click-1')),
    )
    expect(new Set(answers.map(({ summary }) => summary))).toEqual(
      new Set(['Entwurf E-1 ist gespeichert: Titel.']),
    )
    expect(await count('circulation')).toBe(1)
    expect(await count("inbox WHERE request_id = 'click-1'")).toBe(1)
    const next = await session.says(SECRETARIAT, DRAFT)
    expect(next.summary).toContain('E-2')
  })

  it('of another wording under the same id is refused, in words, and changes nothing', async () => {
    session = await convene('2023-09-25T07:00:00Z')
    await session.says(SECRETARIAT, DRAFT, 'click-1')
    const other = await session.says(SECRETARIAT, DRAFT.replace('Titel', 'Anders'), 'click-1')
    expect(other.refusal).toBe('request.other')
    expect(other.summary).toContain('Bitte laden Sie die Ansicht neu')
    const stranger = await session.says('geschaeftsstelle-2', DRAFT, 'click-1')
    expect(stranger.refusal).toBe('request.other')
    expect(await count('circulation')).toBe(1)
  })

  it('that is refused leaves nothing of its work, keeps the refusal as its answer, and is not tried again', async () => {
    const desk = await bareDesk()
    let runs = 0
    const ask = () =>
      desk.once(receiptOf('r'), 'de', async (db) => {
        runs += 1
        await db.counter.create({ data: { body: 'x', series: 'draft', year: 0, next: 1 } })
        throw new Refusal('test.no', { de: 'Nein.', en: 'No.' })
      })
    const first = await ask()
    expect(first).toMatchObject({ refusal: 'test.no', message: { summary: 'Nein.' } })
    expect(await ask()).toEqual(first)
    expect(runs).toBe(1)
    expect(await count("counter WHERE body = 'x'")).toBe(0)
  })

  it('that fails by a defect keeps nothing at all, so that the same request can be tried again', async () => {
    const desk = await bareDesk()
    const fail = desk.once(receiptOf('r'), 'de', async (db) => {
      await db.counter.create({ data: { body: 'x', series: 'draft', year: 0, next: 1 } })
      throw new TypeError('broken')
    })
    await expect(fail).rejects.toThrow('broken')
    expect(await count("inbox WHERE request_id = 'r'")).toBe(0)
    expect(await count("counter WHERE body = 'x'")).toBe(0)
    expect(await desk.once(receiptOf('r'), 'de', async () => done)).toEqual(done)
  })

  it('that meets a deadlock is done again, and each of both is done once', async () => {
    const desk = await bareDesk()
    let runs = 0
    let arrived = 0
    let release = () => {}
    const bothHold = new Promise<void>((resolve) => {
      release = resolve
    })
    const crossing = (first: string, second: string) =>
      desk.once(receiptOf(first), 'de', async (db) => {
        runs += 1
        await db.$executeRaw`SELECT pg_advisory_xact_lock(lock_key('circulation', ${first}))::text`
        arrived += 1
        if (arrived === 2) release()
        if (arrived <= 2) await bothHold
        await db.$executeRaw`SELECT pg_advisory_xact_lock(lock_key('circulation', ${second}))::text`
        return done
      })
    expect(await Promise.all([crossing('a', 'b'), crossing('b', 'a')])).toEqual([done, done])
    expect(runs).toBe(3)
    expect(await count("inbox WHERE request_id IN ('a', 'b') AND answer IS NOT NULL")).toBe(2)
  })
})

describe('an action that only opens a form', () => {
  const ask = (verb: string, args: Record<string, string>) =>
    session.app.accept({
      ...{ kind: 'action', verb, args, asForm: true, requestId: randomUUID() },
      from: { connection: 'room', id: SECRETARIAT },
      origin: { kind: 'private' },
    })

  it('carries out nothing, although nothing is missing, and shows what was given', async () => {
    session = await convene('2023-09-25T07:00:00Z')
    const args = { title: 'Titel', clauses: 'Text', applicants: 'BUND' }
    const answer = await ask('draft', args)
    expect(answer).toMatchObject({ kind: 'form', form: { verb: 'draft', given: args } })
    expect(await count('circulation')).toBe(0)
    expect(await count('inbox')).toBe(0)
  })

  it('of a command without one is refused and told how it is written', async () => {
    session = await convene('2023-09-25T07:00:00Z')
    await session.says(SECRETARIAT, DRAFT)
    const answer = await ask('discard', { circulation: 'E-1' })
    expect(answer).toMatchObject({ refusal: 'command.noForm' })
    expect(JSON.stringify(answer)).toContain('verwerfen E-12')
    expect(await count("circulation WHERE state = 'draft'")).toBe(1)
  })
})

describe('a typed line', () => {
  it('with invisible characters is understood without them, and the answer says so', async () => {
    session = await convene('2023-09-25T07:00:00Z')
    const said = await session.says('mitglied-he', 'sta\u200btus\u202e')
    expect(said.summary).toContain('Unsichtbare Zeichen in Ihrer Eingabe wurden nicht beachtet.')
    expect(said.refusal).toBeUndefined()
    expect((await session.says('mitglied-he', 'status')).summary).not.toContain('Unsichtbare')
  })

  it('B40 runs nothing, whatever language it is written in', async () => {
    session = await convene('2023-09-25T07:00:00Z')
    await session.says(SECRETARIAT, DRAFT)
    for (const line of [
      "liste '; DROP TABLE ballot; --",
      'liste %',
      'liste _',
      'liste \\',
      'status E-1); rm -rf / #',
      // biome-ignore lint/suspicious/noTemplateCurlyInString: this is what somebody types
      'hilfe ${process.exit()}',
      'status {{7*7}}',
      '/../../etc/passwd',
    ]) {
      const said = await session.says('mitglied-he', line)
      expect(said.summary.length, line).toBeGreaterThan(10)
      expect(said.summary, line).not.toContain('49')
    }
    expect(await count('circulation')).toBe(1)
  })
})

const PERSONS = [
  SECRETARIAT,
  'geschaeftsstelle-2',
  'vorsitz',
  'mitglied-he',
  'vertretung-he',
  'mitglied-bund',
  'beratend-bfdi',
  'fremd',
] as const
const VERBS =
  'entwurf bearbeiten verwerfen vorschau bestätigen öffnen stimme verlängern abbrechen feststellen summenblatt termin status liste hilfe sprache vote open state cancel list'
const DETAILS =
  '7/2023 8/2023 E-1 E-2 E-9 2023/35 ja nein Enthaltung angenommen trotzdem de en 31.02.2024 16.10.2023 seite 9 für HE BY "Text" ziffern: antrag: BUND grund: „ “ __proto__ constructor <!channel> \u202e \u0000 \ud800 https://x.de'

describe('any people, saying anything in any order', () => {
  it('are never answered by a defect, and after the end no vote is counted', async () => {
    const word = fc.oneof(
      { weight: 8, arbitrary: fc.constantFrom(...DETAILS.split(' ')) },
      { weight: 1, arbitrary: fc.string({ maxLength: 12, unit: 'grapheme' }) },
    )
    const line = fc
      .tuple(fc.constantFrom(...VERBS.split(' ')), fc.array(word, { maxLength: 5 }))
      .map(([verb, words]) => [verb, ...words].join(' '))
    const said = fc.tuple(fc.constantFrom(...PERSONS), line)
    session = await convene('2023-09-25T07:00:00Z')
    const ask = (person: string, text: string) =>
      session.app.accept({
        kind: 'command',
        text,
        requestId: randomUUID(),
        from: { connection: 'room', id: person },
        origin: { kind: 'place', place: 'umlauf' },
      })
    const sequence = fc.asyncProperty(
      fc.array(said, { minLength: 1, maxLength: 12 }),
      async (all) => {
        for (const [person, text] of all) {
          const answer = await ask(person, text)
          const refusal = answer.kind === 'message' ? answer.refusal : undefined
          expect(refusal, `${person}: ${text}`).not.toBe('defect')
        }
      },
    )
    await session.says(SECRETARIAT, DRAFT)
    await session.says('geschaeftsstelle-2', 'bestätigen E-1')
    await session.says(SECRETARIAT, 'öffnen E-1')
    await session.says('mitglied-he', 'stimme 7/2023 ja')
    await fc.assert(sequence, { numRuns: 15 })

    await session.turnTo('2023-12-01T08:00:00Z')
    const counted = await count('ballot')
    const results = await count('result')
    expect(counted).toBeGreaterThan(0)
    const late = fc.asyncProperty(fc.constantFrom(...PERSONS), line, async (person, text) => {
      const vote = text.replace(/^\S+/, 'stimme 7/2023')
      await ask(person, vote)
    })
    await fc.assert(late, { numRuns: 40 })
    expect(await count('ballot WHERE circulation IN (SELECT circulation FROM result)')).toBe(
      await count(
        'ballot b WHERE EXISTS (SELECT FROM result r JOIN circulation c ON c.id = r.circulation WHERE r.circulation = b.circulation AND b.at < c.deadline)',
      ),
    )
    expect(await count('ballot')).toBe(counted)
    expect(await count('result')).toBe(results)
  }, 60_000)
})
