// A form and its command: all faults at once, what was typed is kept, what travels unseen comes back, and a fault found late returns to its field.
import { afterEach, describe, expect, it } from 'vitest'
import {
  carried,
  date,
  hidden,
  oneOf,
  optional,
  reference,
  text,
} from '../../src/core/arguments.ts'
import { command } from '../../src/core/command.ts'
import { formOf, readValues, refuseReading } from '../../src/core/forms.ts'
import { convene, type Session } from '../support/session.ts'

const both = (words: string) => ({ de: words, en: `${words} (en)` })
const worded = (words: string) => ({ label: both(words), hint: both(`${words}, bitte`) })
const reading = {
  language: 'de',
  now: Date.parse('2023-10-01T10:00:00Z'),
  zone: 'Europe/Berlin',
} as const

const fields = {
  circulation: hidden(reference()),
  seen: carried(),
  title: text(worded('Titel'), { maxLength: 10, lines: 'one' }),
  colour: oneOf(worded('Farbe'), [{ value: 'red', label: both('Rot'), words: ['rot'] }]),
  until: optional(date(worded('Bis'))),
}
const painting = command<typeof fields, unknown>({
  verb: 'paint',
  names: { de: ['malen'], en: ['paint'] },
  who: 'anyone',
  effect: 'write',
  arguments: fields,
  help: both('Malt'),
  example: { de: 'malen E-1 "Titel" rot', en: 'paint E-1 "Title" red' },
  run: async () => ({ kind: 'nothing' }) as never,
})
const prefill = {
  title: 'Malen',
  intro: 'Bitte ausfüllen.',
  submit: 'Malen',
  values: { title: 'Was steht', until: '24.10.2023' },
  args: {},
}

describe('the values of a command', () => {
  it('are read all, and every fault is collected: nobody corrects one field to learn of the next', () => {
    const given = { circulation: 'E-1', title: 'x'.repeat(11), colour: 'blau', until: '31.02.2024' }
    const { faults, missing, values } = readValues(fields, given, reading)
    expect(Object.keys(faults)).toEqual(['title', 'colour', 'until'])
    expect(missing).toEqual([])
    expect(values.circulation).toBe('E-1')
    for (const words of Object.values(faults)) {
      expect(words.de.length).toBeGreaterThan(20)
      expect(words.en).not.toBe(words.de)
    }
  })

  it('that are blank count as missing where they are required, and as absent where not', () => {
    const read = readValues(fields, { circulation: 'E-1', title: ' \n ', until: '  ' }, reading)
    expect(read.missing).toEqual(['title', 'colour'])
    expect(read.faults).toEqual({})
    expect(read.values.until).toBeUndefined()
  })

  it('B14 named after what every object has are nobody’s: only what the command names is read', () => {
    const given = JSON.parse(
      '{"circulation":"E-1","title":"T","colour":"rot","__proto__":"x","constructor":"y","toString":"z"}',
    )
    const { values, faults } = readValues(fields, given, reading)
    expect(Object.keys(values)).toEqual(['circulation', 'title', 'colour'])
    expect(faults).toEqual({})
    for (const word of ['__proto__', 'constructor', 'toString', 'hasOwnProperty']) {
      const read = readValues(fields, { ...given, colour: word }, reading)
      expect(Object.keys(read.faults), word).toEqual(['colour'])
    }
    expect(Object.hasOwn(Object.prototype, 'x')).toBe(false)
  })
})

describe('the form that comes back', () => {
  const given = { circulation: 'E-1', seen: '5', title: 'zu lang für diesen', colour: 'blau' }
  const { faults } = readValues(fields, given, reading)
  const form = formOf(painting, prefill, given, faults, 'de')

  it('keeps what was typed, and shows what stands where nothing was typed', () => {
    expect(form.fields.map(({ name, value }) => [name, value])).toEqual([
      ['title', 'zu lang für diesen'],
      ['colour', 'blau'],
      ['until', '24.10.2023'],
    ])
  })

  it('says each fault at its field, and at the top that nothing is stored', () => {
    expect(Object.keys(form.faults)).toEqual(['title', 'colour'])
    expect(form.intro).toContain('Gespeichert wurde noch nichts')
    expect(formOf(painting, prefill, {}, {}, 'de').intro).toBe('Bitte ausfüllen.')
    expect(formOf(painting, prefill, given, faults, 'en').faults['colour']).toContain('(en)')
  })

  it('carries unseen what no field shows', () => {
    expect(form.args).toEqual({ circulation: 'E-1', seen: '5' })
    expect(form.fields.map(({ name }) => name)).not.toContain('seen')
  })

  it('is a refusal instead where what is wrong or missing stands in no field', () => {
    const wrong = refuseReading(painting, readValues(fields, { circulation: 'Rathaus' }, reading))
    expect(wrong.words.de).toContain('„Rathaus“ ist keine Nummer')
    const missing = refuseReading(painting, readValues(fields, {}, reading))
    expect(missing.words).toEqual({
      de: 'Es fehlt: Nummer. Zum Beispiel: malen E-1 "Titel" rot',
      en: 'Missing: Number. For example: paint E-1 "Title" red',
    })
  })
})

describe('a fault that only the council can know', () => {
  let session: Session
  afterEach(async () => {
    expect(session.defects).toEqual([])
    await session.adjourn()
  })

  it('goes back to its field with all that was typed, is not kept as an answer, and the mended form is taken under the same id', async () => {
    session = await convene('2023-09-25T07:00:00Z')
    const values = { title: 'Titel', clauses: 'Text', applicants: 'HE, BY, XX' }
    const send = (changed: Record<string, string>) =>
      session.app.accept({
        kind: 'form',
        verb: 'draft',
        args: {},
        values: { ...values, ...changed },
        requestId: 'form-1',
        from: { connection: 'room', id: 'geschaeftsstelle-1' },
        origin: { kind: 'place', place: 'umlauf' },
      })
    const back = await send({})
    if (back.kind !== 'form') throw new Error('no form came back')
    expect(back.form.faults['applicants']).toContain('„XX“ ist kein Vertragspartner')
    expect(back.form.fields.find(({ name }) => name === 'applicants')?.value).toBe('HE, BY, XX')
    expect((await session.pool.query('SELECT FROM inbox')).rows).toEqual([])
    expect((await session.pool.query('SELECT FROM circulation')).rows).toEqual([])

    const saved = await send({ applicants: 'HE, BY, NW' })
    expect(saved.kind === 'message' && saved.message.summary).toContain('E-1 ist gespeichert')
    expect((await session.pool.query('SELECT FROM inbox')).rows).toHaveLength(1)
  })
})
