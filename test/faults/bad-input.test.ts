// Bad input through the whole bot on a real database: each gets a clear refusal in both languages, nothing is stored, nothing half-done.
import { randomUUID } from 'node:crypto'
import { afterEach, describe, expect, it } from 'vitest'
import type { Answer } from '../../src/core/ports.ts'
import { convene, type Session } from '../support/session.ts'

const SECRETARIAT = 'geschaeftsstelle-1'
const FIELDS = { title: 'Titel', clauses: 'Text', applicants: 'BUND' }

let session: Session
afterEach(async () => {
  expect(session.defects).toEqual([])
  await session.adjourn()
})

async function opened(): Promise<void> {
  session = await convene('2023-09-25T07:00:00Z')
  await session.says(SECRETARIAT, 'entwurf "Titel" ziffern: "Text" antrag: BUND')
  await session.says('geschaeftsstelle-2', 'bestätigen E-1')
  await session.says(SECRETARIAT, 'öffnen E-1')
}

/** How many rows there are of everything that a request could leave behind. */
async function rows(): Promise<Record<string, bigint>> {
  const tables = [
    'circulation',
    'ballot',
    'audit_entry',
    'frozen_version',
    'deadline_change',
    'decision',
    'stated_result',
  ]
  const counts = await Promise.all(
    tables.map(async (table) => {
      const { rows: found } = await session.pool.query(`SELECT count(*) AS n FROM ${table}`)
      return [table, found[0].n] as const
    }),
  )
  return Object.fromEntries(counts)
}

/** What a refused request may leave: nothing but its answer. */
async function unchanged(ask: () => Promise<unknown>): Promise<void> {
  const before = await rows()
  await ask()
  expect(await rows()).toEqual(before)
}

/** The words with which a line is refused: as a message, or at the field of the form that came back. */
async function refused(person: string, text: string): Promise<string> {
  const from = { connection: 'room', id: person }
  const origin = { kind: 'place', place: 'umlauf' } as const
  const answer = await session.app.accept({
    kind: 'command',
    text,
    requestId: randomUUID(),
    from,
    origin,
  })
  if (answer.kind === 'message') expect(answer.refusal).toBeDefined()
  return wordsOf(answer)
}

function wordsOf(answer: Answer): string {
  return answer.kind === 'message'
    ? answer.message.summary
    : Object.values(answer.form.faults).join(' ')
}

describe('B13 B14 choices and fields that are none', () => {
  it.each(['JA ', 'maybe', '__proto__', 'constructor', 'toString', '', '1'])(
    'choice %j on a button',
    async (choice) => {
      await opened()
      const { rows: found } = await session.pool.query('SELECT id FROM circulation')
      const args = { circulation: found[0].id, version: '1', party: 'HE', choice }
      const answer = await session.presses('mitglied-he', 'vote', args)
      if (choice === 'JA ') expect(wordsOf(answer)).toContain('Gezählt')
      else {
        expect(answer.kind).toBe('form')
        expect((await rows())['ballot']).toBe(0n)
      }
    },
  )

  it('unknown and dangerous names in a form are left out, and the prototype of objects stays as it was', async () => {
    session = await convene('2023-09-25T07:00:00Z')
    const values = JSON.parse(
      `{"title":"T","clauses":"C","applicants":"BUND","__proto__":"x","constructor":"y","surprise":"z"}`,
    )
    const answer = await session.fills(SECRETARIAT, 'draft', {}, values)
    expect(wordsOf(answer)).toContain('gespeichert')
    expect(Object.hasOwn(Object.prototype, 'x')).toBe(false)
    expect(({} as Record<string, unknown>)['surprise']).toBeUndefined()
  })
})

describe('texts', () => {
  it.each([
    ['B22 an empty title', { ...FIELDS, title: '  ' }, 'title'],
    ['B22 151 characters', { ...FIELDS, title: 'x'.repeat(151) }, 'title'],
    ['B28 bidi in a clause', { ...FIELDS, clauses: 'a\u202eb' }, 'clauses'],
    ['B30 NUL in a clause', { ...FIELDS, clauses: 'a\u0000b' }, 'clauses'],
    ['B30 a lone surrogate', { ...FIELDS, title: 'a\ud800' }, 'title'],
    ['B31 a line break in a title', { ...FIELDS, title: 'a\nb' }, 'title'],
    ['an unknown applicant', { ...FIELDS, applicants: 'XX' }, 'applicants'],
    ['an annex without https', { ...FIELDS, annexes: 'Anlage | javascript:alert(1)' }, 'annexes'],
    ['B41 an end on 31.02.', { ...FIELDS, end: '31.02.2024' }, 'end'],
    ['F34 an end in an hour that is not there', { ...FIELDS, end: '31.03.2024, 02:30' }, 'end'],
    ['F34 an end in an hour that is there twice', { ...FIELDS, end: '29.10.2023, 02:30' }, 'end'],
    ['B14 a rule called __proto__', { ...FIELDS, profile: '__proto__' }, 'profile'],
    ['B14 an applicant called constructor', { ...FIELDS, applicants: 'constructor' }, 'applicants'],
    ['B41 an end in no leap year', { ...FIELDS, end: '29.02.2027' }, 'end'],
  ])('%s: said at the field, nothing stored', async (_, values, field) => {
    session = await convene('2023-09-25T07:00:00Z')
    await unchanged(async () => {
      const answer = await session.fills(SECRETARIAT, 'draft', {}, values)
      if (answer.kind !== 'form') throw new Error('no form came back')
      const blank = field === 'title' && values.title.trim() === ''
      if (!blank) expect(answer.form.faults[field]?.length).toBeGreaterThan(20)
      expect(answer.form.fields.find(({ name }) => name === 'applicants')?.value).toBe(
        values.applicants,
      )
    })
    const { rows: kept } = await session.pool.query("SELECT FROM inbox WHERE connection = 'room'")
    expect(kept).toEqual([])
  })

  it('B20 nobody hands on a vote: whoever has no mandate of a party casts nothing for it, whatever is written', async () => {
    await opened()
    await unchanged(async () => {
      for (const line of [
        'stimme 7/2023 Zustimmung für BY',
        'vote 7/2023 consent for BY',
        'delegieren BY an HE',
      ]) {
        const answer = await refused('mitglied-he', line)
        expect(answer, line).not.toContain('Gezählt')
      }
      const pressed = await session.presses('mitglied-he', 'vote', {
        ...{ circulation: '7/2023', version: '1', party: 'BY', choice: 'consent' },
      })
      expect(pressed).toMatchObject({ refusal: expect.stringMatching(/^cast\./) })
    })
  })

  it('B23–B27 markup of three targets is stored unchanged and literal on the card', async () => {
    session = await convene('2023-09-25T07:00:00Z')
    const title = '<!channel> @room <img src=x onerror=alert(1)> *fett* `code` [a](https://evil)'
    const clauses = '<script>alert(1)</script> <@U123> </div> ```'
    await session.fills(SECRETARIAT, 'draft', {}, { title, clauses, applicants: 'BUND' })
    await session.says('geschaeftsstelle-2', 'bestätigen E-1')
    await session.says(SECRETARIAT, 'öffnen E-1')
    const [card] = session.notebook.about(':card:', 'place:umlauf')
    const spans = JSON.stringify(card?.blocks, (_, value) =>
      typeof value === 'bigint' ? `${value}` : value,
    )
    expect(spans).toContain(JSON.stringify(`Umlauf 7/2023: ${title}`))
    expect(spans).toContain(JSON.stringify(clauses))
    expect(spans).not.toContain('"link"')
  })
})

describe('who and what is not there', () => {
  it.each([
    ['B40 a command with SQL in it', 'mitglied-he', 'schließen 1; DROP TABLE ballot'],
    ['an unknown number', 'mitglied-he', 'status 99/2023'],
    ['a number of another form', 'mitglied-he', 'status B-2023/77-IT'],
    ['a member who drafts', 'mitglied-he', 'entwurf "T" ziffern: "C" antrag: BUND'],
    ['a secretariat that states', SECRETARIAT, 'feststellen 7/2023 angenommen'],
    ['a chair that states too early', 'vorsitz', 'feststellen 7/2023 angenommen'],
    ['a sum sheet before the end', 'vorsitz', 'summenblatt 7/2023'],
    ['B41 an extension to 31.02.', 'vorsitz', 'verlängern 7/2023 31.02.2024 "Grund"'],
    [
      'B41 an extension to a day of no leap year',
      'vorsitz',
      'verlängern 7/2023 29.02.2027 "Grund"',
    ],
    [
      'F34 an extension to an hour that is there twice',
      'vorsitz',
      'verlängern 7/2023 29.10.2023, 02:30 "Grund"',
    ],
    ['B14 a typed choice __proto__', 'mitglied-he', 'stimme 7/2023 __proto__'],
    ['B14 a typed choice constructor', 'mitglied-he', 'stimme 7/2023 constructor'],
    ['an unknown party', 'mitglied-he', 'stimme 7/2023 ja für XX'],
    ['B41 an extension into the past', 'vorsitz', 'verlängern 7/2023 01.01.2023 "Grund"'],
    [
      'F34 an extension to an hour that is not there',
      'vorsitz',
      'verlängern 7/2023 31.03.2024, 02:30 "Grund"',
    ],
    ['an adviser who votes', 'beratend-bfdi', 'stimme 7/2023 ja'],
    ['nothing but spaces', 'mitglied-he', '   '],
    ['a choice alone', 'mitglied-he', 'ja'],
  ])(
    '%s: refused with what to do next, in both languages, nothing stored',
    async (_, person, line) => {
      await opened()
      await unchanged(async () => {
        expect((await refused(person, line)).length).toBeGreaterThan(25)
      })
      await session.says(person, 'sprache en')
      // what somebody wrote is repeated as they wrote it
      expect((await refused(person, line)).replace(/“[^”]*”/g, '')).not.toMatch(/[äöüß]/)
    },
  )

  it('a choice alone is no vote, and whoever writes it is told what would be one', async () => {
    await opened()
    const { refusal, summary } = await session.says('mitglied-he', 'Zustimmung')
    expect(refusal).toBe('command.choiceAlone')
    expect(summary).toMatch(/„Zustimmung“ allein ändert nichts, auch keine Stimme.*„stimme 7\/2023/)
  })

  it('B11 a button of an unknown kind, and one of a draft that was edited since', async () => {
    await opened()
    const unknown = await session.presses('mitglied-he', 'annul', { circulation: 'E-1' })
    expect(unknown.kind === 'message' && unknown.refusal).toBe('command.unknown')
    await session.says(SECRETARIAT, 'entwurf "Zwei" ziffern: "Text" antrag: BUND')
    const stale = await session.presses('geschaeftsstelle-2', 'confirm', {
      circulation: 'E-2',
      seen: '1',
    })
    expect(stale.kind === 'message' && stale.refusal).toBe('draft.stale')
  })

  it('B55 a state that nobody knows is not taken by the store', async () => {
    await opened()
    await expect(session.pool.query("UPDATE circulation SET state = 'half'")).rejects.toThrow(
      'circulation_state',
    )
  })

  it('F34 an extension to an hour that is not there comes back to the field of its form with all that was typed', async () => {
    await opened()
    await unchanged(async () => {
      const values = { until: '31.03.2024, 02:30', reason: 'Kabinett' }
      const answer = await session.fills('vorsitz', 'extend', { circulation: '7/2023' }, values)
      if (answer.kind !== 'form') throw new Error('no form came back')
      expect(answer.form.faults['until']?.length).toBeGreaterThan(25)
      expect(answer.form.args).toEqual({ circulation: '7/2023' })
      expect(answer.form.fields.map(({ value }) => value)).toEqual(Object.values(values))
    })
  })

  it('B13 a button that carries only a part of what it needs is told what is missing', async () => {
    await opened()
    await unchanged(async () => {
      for (const [person, verb, args] of [
        ['mitglied-he', 'vote', {}],
        ['mitglied-he', 'vote', { choice: 'consent' }],
        [SECRETARIAT, 'edit', {}],
        ['vorsitz', 'cancel', { reason: 'Grund' }],
        ['mitglied-he', '__proto__', {}],
        ['mitglied-he', 'constructor', { circulation: '7/2023' }],
        ['mitglied-he', 'status', { circulation: '__proto__' }],
      ] as const) {
        const answer = await session.presses(person, verb, args)
        if (answer.kind === 'form') expect(answer.form.title, verb).not.toBe('')
        else expect(answer.message.summary.length, verb).toBeGreaterThan(25)
        if (answer.kind === 'message') expect(answer.refusal, verb).not.toBe('defect')
      }
    })
  })

  it('B55 a circulation whose frozen text cannot be read is refused and never counted; others go on', async () => {
    await opened()
    await session.pool.query('ALTER TABLE frozen_version DISABLE TRIGGER USER')
    await session.pool.query(`UPDATE frozen_version SET document = '{"format":99}'`)
    await session.pool.query('ALTER TABLE frozen_version ENABLE TRIGGER USER')
    const broken = await session.says('mitglied-he', 'status 7/2023')
    expect(broken.refusal).toBe('circulation.unreadable')
    expect(broken.summary).toContain('Es wird nichts gezählt')
    await session.says(SECRETARIAT, 'entwurf "Zwei" ziffern: "Text" antrag: BUND')
    await session.says('geschaeftsstelle-2', 'bestätigen E-2')
    await session.says(SECRETARIAT, 'öffnen E-2')
    const overview = (await session.says('mitglied-he', 'status')).summary
    expect(overview).toContain('Umlauf 7/2023: Titel: Die eingefrorenen Angaben')
    expect(overview).toContain('Umlauf 8/2023: Zwei: Stimme für Hessen fehlt')
    expect((await session.says('mitglied-he', 'stimme 8/2023 ja')).summary).toContain('Gezählt')
    await session.turnTo('2023-10-10T08:00:00Z').catch(() => {})
    const { rows: counted } = await session.pool.query(
      'SELECT number FROM result JOIN circulation ON id = circulation',
    )
    expect(counted).toEqual([{ number: '8/2023' }])
    expect(session.defects.length).toBeGreaterThan(0)
    session.defects.length = 0
  })
})
