// A form filled in by talking: question by question, back and out, faults asked again, and nothing lost on the way.
import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import type { Form } from '../../src/core/form.ts'
import {
  answerDialogue,
  beginDialogue,
  type Dialogue,
  isTyped,
  questionOf,
  readDialogue,
} from '../../src/platforms/matrix/dialogue.ts'

const field = (name: string, more: Partial<Form['fields'][number]> = {}) => ({
  ...{ name, label: name, hint: '', kind: 'line' as const, required: true, maxLength: 200 },
  ...{ value: '', options: [] },
  ...more,
})
const FORM: Form = {
  ...{ verb: 'draft', args: { body: 'rat' }, title: 'Neuer Entwurf', intro: 'Drei Angaben.' },
  fields: [
    field('titel'),
    field('art', {
      kind: 'choice',
      options: [
        { value: 'beschluss', label: 'Beschluss' },
        { value: 'empfehlung', label: 'Empfehlung' },
      ],
    }),
    field('anlage', { required: false }),
  ],
  ...{ submit: 'Anlegen', faults: {}, given: {} },
}
const PRIVATE = { kind: 'private' } as const

/** Says one sentence after the other; what the last one led to. */
function say(start: Dialogue, ...sentences: string[]) {
  let dialogue = start
  let last = answerDialogue(dialogue, sentences[0] ?? '', 'de')
  for (const sentence of sentences.slice(1)) {
    if (last.kind === 'cancelled') break
    dialogue = last.dialogue
    last = answerDialogue(dialogue, sentence, 'de')
  }
  return last
}

describe('A dialogue', () => {
  it('asks for one field after the other and ends with all values', () => {
    const done = say(beginDialogue(FORM, PRIVATE), 'Ein Titel', '2', 'weiter')
    expect(done).toMatchObject({
      kind: 'done',
      dialogue: { verb: 'draft', args: { body: 'rat' }, origin: PRIVATE },
    })
    expect(done.kind === 'done' && done.dialogue.values).toEqual({
      ...{ titel: 'Ein Titel', art: 'empfehlung', anlage: '' },
    })
  })

  it('says where one is, what may be chosen and how to get out', () => {
    const first = questionOf(beginDialogue(FORM, PRIVATE), 'de')
    expect(first.summary).toContain('titel (1 von 3)')
    expect(first.summary).toContain('Drei Angaben.')
    expect(first.summary).toContain('abbrechen')
    const second = say(beginDialogue(FORM, PRIVATE), 'Ein Titel')
    if (second.kind !== 'ask') throw new Error('no question')
    expect(questionOf(second.dialogue, 'de').summary).toContain('2: Empfehlung')
  })

  it('goes a step back, in both languages, and keeps what was written', () => {
    const back = say(beginDialogue(FORM, PRIVATE), 'Ein Titel', 'zurück')
    expect(back).toMatchObject({ kind: 'ask', dialogue: { at: 0, values: { titel: 'Ein Titel' } } })
    expect(say(beginDialogue(FORM, PRIVATE), 'Ein Titel', 'back', 'next', '1', 'skip?').kind).toBe(
      'done',
    )
  })

  it('stops when told to, in both languages', () => {
    expect(say(beginDialogue(FORM, PRIVATE), 'Abbrechen').kind).toBe('cancelled')
    expect(say(beginDialogue(FORM, PRIVATE), 'Ein Titel', 'cancel').kind).toBe('cancelled')
  })

  it('leaves the rest of a long form as it is on one word, but not what is needed, and empties what need not be', () => {
    const count = (n: number, more = {}) => field(`zahl ${n}`, { required: false, ...more })
    const long: Form = {
      ...FORM,
      fields: [
        count(0, { value: '7' }),
        ...[1, 2, 3, 4].map((n) => count(n)),
        field('amt'),
        count(6),
      ],
    }
    const begun = beginDialogue(long, PRIVATE)
    expect(questionOf(begun, 'de').summary).toContain('„letzte“ geht zur letzten Frage')
    expect(questionOf(beginDialogue(FORM, PRIVATE), 'de').summary).not.toContain('letzte')
    const needed = say(begun, 'leer', 'last')
    expect(needed).toMatchObject({ kind: 'ask', dialogue: { at: 5, values: { 'zahl 0': '' } } })
    const last = say(begun, 'letzte', 'ja', 'letzte')
    expect(last).toMatchObject({ kind: 'ask', dialogue: { at: 6, values: { 'zahl 0': '7' } } })
    expect(say(begun, 'letzte', 'leer')).toMatchObject({ dialogue: { values: { amt: 'leer' } } })
  })

  it('is left by the words that stand below a ballot or a reminder, and by no others', () => {
    const typed = ['stimme 7/2023 Zustimmung', 'melden R-1/2023 für HE', 'Snooze R-1/2023 for HE']
    expect(typed.map(isTyped)).toEqual([true, true, true])
    const said = [
      'melden',
      'Beschluss 2023/02 umgesetzt',
      'Runde R-1/2023 fehlt',
      'melden wir 2023',
    ]
    expect(said.map(isTyped)).toEqual([false, false, false, false])
  })

  it('asks again for a choice that is none and for what is needed', () => {
    const choice = say(beginDialogue(FORM, PRIVATE), 'Ein Titel', 'vielleicht')
    expect(choice).toMatchObject({
      kind: 'ask',
      complaint: expect.stringContaining('nicht zur Wahl'),
    })
    expect(say(beginDialogue(FORM, PRIVATE), '  ')).toMatchObject({
      ...{ kind: 'ask', complaint: expect.stringContaining('nötig') },
    })
  })

  it('after faults asks for the faulty fields alone and keeps the rest', () => {
    const values = { titel: 'kurz', art: 'beschluss', anlage: 'x' }
    const faulty: Form = {
      ...FORM,
      fields: FORM.fields.map((one) => ({
        ...one,
        value: values[one.name as keyof typeof values],
      })),
      faults: { titel: 'Zu kurz.', anlage: 'Kein Link.' },
    }
    const begun = beginDialogue(faulty, PRIVATE)
    expect(questionOf(begun, 'de').summary).toContain('Zu kurz.')
    const second = answerDialogue(begun, 'lang genug', 'de')
    expect(second).toMatchObject({ kind: 'ask', dialogue: { at: 2 } })
    const done = say(begun, 'lang genug', 'https://a.example')
    expect(done.kind === 'done' && done.dialogue.values).toEqual({
      ...{ titel: 'lang genug', art: 'beschluss', anlage: 'https://a.example' },
    })
  })

  it('survives being kept and read again, whatever is written; what is not ours is no dialogue', () => {
    fc.assert(
      fc.property(fc.string(), (said) => {
        const step = answerDialogue(beginDialogue(FORM, PRIVATE), said, 'de')
        if (step.kind === 'cancelled') return
        expect(readDialogue(JSON.stringify(step.dialogue))).toEqual(step.dialogue)
      }),
    )
    for (const text of ['', 'null', '[]', '{"format":2}', '{"format":1}']) {
      expect(readDialogue(text)).toBeUndefined()
    }
  })
})
