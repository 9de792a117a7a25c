// Forms as modals of Slack and back: what was filled in comes back letter by letter, faults find their field, and nothing from outside is believed.
import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import type { Field, Form } from '../../src/core/form.ts'
import {
  modalErrors,
  readButton,
  readModal,
  renderModal,
} from '../../src/platforms/slack/drawing/modal.ts'
import { faultsOfView, textsIn } from './slack-rules.ts'

const PLACE = { kind: 'place', place: 'umlauf' } as const

function field(more: Partial<Field> = {}): Field {
  return {
    ...{ name: 'clauses', label: 'Ziffern', hint: 'eine je Zeile', kind: 'paragraph' },
    ...{ required: true, maxLength: 10_000, value: '', options: [] },
    ...more,
  }
}

function form(fields: readonly Field[], more: Partial<Form> = {}): Form {
  return {
    ...{ verb: 'draft', args: { circulation: 'E-1' }, title: 'Entwurf', intro: 'Kurz gesagt.' },
    ...{ fields, submit: 'Speichern', given: {}, faults: {} },
    ...more,
  }
}

function drawn(of: Form) {
  const view = renderModal(of, PLACE, 'de')
  if (!view) throw new Error('no room for the form')
  expect(faultsOfView(view)).toEqual([])
  return view
}

type Element = {
  action_id: string
  initial_value?: string
  initial_option?: { value: string }
}

/** The modal as Slack sends it off: each input as it stands, or as somebody filled it. */
function sentOff(of: Form, filled: Readonly<Record<string, string>> = {}) {
  const view = drawn(of)
  const values: Record<string, unknown> = {}
  for (const block of view.blocks) {
    if (block.type !== 'input' || !('element' in block)) continue
    const element = block.element as Element
    const value = filled[block.block_id ?? ''] ?? element.initial_value ?? null
    values[block.block_id ?? ''] = {
      [element.action_id]: {
        type: 'plain_text_input',
        ...(element.initial_option ? { selected_option: element.initial_option } : { value }),
      },
    }
  }
  return { ...view, state: { values } }
}

const inputs = (of: Form) =>
  drawn(of).blocks.flatMap((block) => (block.type === 'input' ? [block.block_id] : []))

describe('a form as a modal', () => {
  it('comes back with its verb, arguments, values and the place it was asked for in', () => {
    const of = form([
      field({ name: 'title', kind: 'line', value: 'Titel' }),
      field({ name: 'topic', kind: 'line', required: false }),
      field({
        ...{ name: 'choice', kind: 'choice', value: 'b' },
        options: ['a', 'b'].map((value) => ({ value, label: value })),
      }),
    ])
    expect(readModal(sentOff(of))).toEqual({
      verb: 'draft',
      args: { circulation: 'E-1' },
      values: { title: 'Titel', topic: '', choice: 'b' },
      origin: PLACE,
    })
    const home = renderModal(of, { kind: 'private' }, 'de')
    expect(readModal({ ...home, state: { values: {} } })?.origin).toEqual({ kind: 'private' })
  })

  it('says a title that is too long for the bar above the fields', () => {
    const view = drawn(form([], { title: 'Umlauf 7/2023: Ergebnis feststellen' }))
    expect(view.title.text).toBe('Umlauf')
    expect(textsIn(view.blocks)[0]).toBe('Umlauf 7/2023: Ergebnis feststellen')
    expect(drawn(form([], { submit: 'x'.repeat(25) })).submit?.text).toBe('Absenden')
  })

  it('offers six choices as a row, a hundred as a list, more in groups, and 10,001 not at all', () => {
    const choose = (count: number) =>
      form([
        field({
          ...{ name: 'who', kind: 'choice', value: '1' },
          options: Array.from({ length: count }, (_, n) => ({ value: `${n}`, label: `Land ${n}` })),
        }),
      ])
    const drawnAs = (count: number) => JSON.stringify(drawn(choose(count)).blocks)
    expect(drawnAs(6)).toContain('"radio_buttons"')
    expect(drawnAs(7)).toContain('"static_select"')
    expect(drawnAs(100)).not.toContain('"option_groups"')
    expect(drawnAs(101)).toContain('"101 bis 101"')
    expect(readModal(sentOff(choose(101)))?.values).toEqual({ who: '1' })
    expect(renderModal(choose(10_001), PLACE, 'de')).toBeUndefined()
  })

  it('tells a choice that is too long for its place in full, under the same number', () => {
    const long = `Zustimmung ${'mit Erklärung '.repeat(9)}`
    const options = [
      { value: 'a', label: long },
      { value: 'b', label: 'Ablehnung' },
    ]
    const view = drawn(form([field({ name: 'choice', kind: 'choice', options })]))
    expect(textsIn(view.blocks)).toContain(long)
    expect(textsIn(view.blocks)).toContain('2. Ablehnung')
  })

  it('B22 shows labels, hints, faults and intro of any length', () => {
    const words = 'Länder '.repeat(400).trim()
    const of = form([field({ label: words, hint: words })], {
      title: words,
      intro: words,
      faults: { clauses: words },
    })
    const said = textsIn(drawn(of).blocks).join('\n').replace(/\s+/g, ' ')
    expect(said.split(words).length - 1).toBeGreaterThanOrEqual(5)
  })

  it('B23 B24 B25 B26 B27 keeps hostile words literal in every place, the filled value to the letter', () => {
    const words = '<!channel> <@U1> <https://evil|x> *_~` @room <script> :tada:'
    const options = [{ value: 'a', label: words }]
    const of = form(
      [
        field({ label: words, hint: words, value: words }),
        field({ name: 'choice', kind: 'choice', label: words, options }),
      ],
      { title: words, intro: words, faults: { clauses: words } },
    )
    const view = drawn(of)
    expect(textsIn(view.blocks).filter((text) => text.includes(words)).length).toBe(9)
    expect(JSON.stringify(view)).not.toMatch(/"(?:mrkdwn|user|broadcast|emoji|link)"[,}]/)
    expect(readModal(sentOff(of))?.values['clauses']).toBe(words)
  })

  it('is refused rather than cut where its arguments are more than a modal carries', () => {
    expect(renderModal(form([], { args: { a: 'x'.repeat(3_000) } }), PLACE, 'de')).toBeUndefined()
    expect(
      renderModal(
        form(Array.from({ length: 101 }, (_, n) => field({ name: `f${n}` }))),
        PLACE,
        'de',
      ),
    ).toBeUndefined()
  })
})

describe('a text longer than one input', () => {
  it('stands in parts cut at its lines, with one more to go on in', () => {
    const line = (n: number) => `${n}. ${'wort '.repeat(180)}`.trim()
    const text = [1, 2, 3, 4, 5].map(line).join('\n')
    const of = form([field({ value: text })])
    expect(inputs(of)).toEqual(['clauses', 'clauses~2', 'clauses~3'])
    expect(readModal(sentOff(of))?.values['clauses']).toBe(text)
    const more = readModal(sentOff(of, { 'clauses~3': '6. Sechstens' }))
    expect(more?.values['clauses']).toBe(`${text}\n6. Sechstens`)
  })

  it('goes into as many inputs as it was typed into, empty at first', () => {
    const of = form([field()])
    expect(inputs(of)).toEqual(['clauses', 'clauses~2'])
    expect(readModal(sentOff(of))?.values).toEqual({ clauses: '' })
    const filled = sentOff(of, { clauses: 'eins', 'clauses~2': 'zwei' })
    expect(readModal(filled)?.values).toEqual({ clauses: 'eins\nzwei' })
  })

  it('B22 a title of 10,000 characters comes back whole to be shortened by its writer', () => {
    const title = 'x y'.repeat(3_333)
    const of = form([field({ name: 'title', kind: 'line', maxLength: 150, value: title })])
    expect(inputs(of)).toHaveLength(4)
    expect(readModal(sentOff(of))?.values['title']).toBe(title)
  })

  it('any text comes back letter by letter', () => {
    const piece = fc.oneof(
      fc.constantFrom('\n', '\n\n', ' ', '👨‍👩‍👧', 'a\u0301'.repeat(50), 'x'.repeat(2_999), '\r\n'),
      fc.string({ unit: 'binary' }),
      fc.string({ unit: 'grapheme', minLength: 200, maxLength: 1_500 }),
    )
    fc.assert(
      fc.property(fc.array(piece, { maxLength: 12 }), (pieces) => {
        const value = pieces.join('')
        expect(readModal(sentOff(form([field({ value })])))?.values['clauses']).toBe(value)
      }),
      { numRuns: 100 },
    )
  })
})

describe('faults of a form that was sent off', () => {
  it('stand at their field, the first part where it has several', () => {
    const of = form([field({ value: 'x\n'.repeat(3_000) }), field({ name: 'title', kind: 'line' })])
    const back = { ...of, faults: { clauses: 'Zu lang.', title: 'Fehlt.' } }
    expect(modalErrors(back, sentOff(of))).toEqual({ clauses: 'Zu lang.', title: 'Fehlt.' })
  })

  it('go to the first field with their label where their own is not shown', () => {
    const of = form([field({ name: 'title', kind: 'line', label: 'Titel' })])
    const faults = { title: 'Fehlt.', end: 'Diesen Tag gibt es nicht.' }
    const back = { ...of, fields: [...of.fields, field({ name: 'end', label: 'Ende' })], faults }
    expect(modalErrors(back, sentOff(of))).toEqual({
      title: 'Fehlt. Ende: Diesen Tag gibt es nicht.',
    })
    expect(modalErrors(back, { blocks: [] })).toEqual({})
    expect(modalErrors(back, undefined)).toEqual({})
  })
})

describe('what comes back from outside', () => {
  const VALUE = JSON.stringify({ v: 1, verb: 'vote', args: { choice: 'consent' } })

  it('a button says what it was drawn with', () => {
    expect(readButton('umlauf:vote:0', VALUE)).toEqual({
      verb: 'vote',
      args: { choice: 'consent' },
    })
  })

  it.each([
    ['another prefix', 'other:vote:0', VALUE],
    ['another verb than it carries', 'umlauf:cancel:0', VALUE],
    ['no number', 'umlauf:vote', VALUE],
    ['more than its parts', 'umlauf:vote:0:1', VALUE],
    ['no JSON', 'umlauf:vote:0', '{'],
    ['null', 'umlauf:vote:0', 'null'],
    ['another version', 'umlauf:vote:0', VALUE.replace('1', '2')],
    ['a number as an argument', 'umlauf:vote:0', '{"v":1,"verb":"vote","args":{"a":1}}'],
    ['a verb that is none', 'umlauf:__proto__:0', '{"v":1,"verb":"__proto__","args":{}}'],
    [
      '2,001 characters',
      'umlauf:vote:0',
      VALUE.replace('consent', 'x'.repeat(2_001 - VALUE.length + 7)),
    ],
    ['a thousand nested brackets', 'umlauf:vote:0', '['.repeat(1_000)],
    ['nothing', '', ''],
  ])('B12 a button with %s is none of ours', (_, actionId, value) => {
    expect(readButton(actionId, value)).toBeUndefined()
  })

  it('B13 B14 no name reaches a prototype', () => {
    const args = '{"__proto__":"x","constructor":"y"}'
    const button = readButton('umlauf:vote:0', `{"v":1,"verb":"vote","args":${args}}`)
    expect(Object.getPrototypeOf(button?.args)).toBeNull()
    expect({ ...button?.args }).toEqual({ constructor: 'y' })
    const view = JSON.parse(
      `{"private_metadata":${JSON.stringify(`{"v":1,"verb":"vote","args":${args},"origin":{"kind":"private"},"seams":${args}}`)},
        "state":{"values":{"__proto__":{"a":{"value":"x"}},"toString":{"a":{"value":"y"}},"title":{"__proto__":{"value":"z"}}}}}`,
    )
    const read = readModal(view)
    expect(Object.getPrototypeOf(read?.values)).toBeNull()
    expect(read?.values['toString']).toBe('y')
    expect(Object.keys(read?.args ?? {})).toEqual(['constructor'])
    expect(({} as Record<string, unknown>)['polluted']).toBeUndefined()
  })

  it.each([
    ['nothing', undefined],
    ['null', null],
    ['no state', { private_metadata: VALUE }],
    ['no metadata', { private_metadata: '', state: { values: {} } }],
    ['no origin', { private_metadata: VALUE, state: { values: {} } }],
    ['values that are none', { ...sentOff(form([])), state: { values: [1] } }],
    ['inputs that are none', { ...sentOff(form([])), state: { values: { a: { b: 1 } } } }],
    ['too much metadata', { ...sentOff(form([])), private_metadata: ' '.repeat(3_001) }],
  ])('B12 a modal with %s is none of ours', (_, view) => {
    expect(readModal(view)).toBeUndefined()
  })

  it('a modal with a part that was never drawn is read without harm', () => {
    const view = sentOff(form([field()]))
    const values = { ...view.state.values, 'clauses~99': { a: { value: 'z' } } }
    expect(readModal({ ...view, state: { values } })?.values['clauses']).toBe('z')
  })

  it('anything at all ends in nothing, never in a defect', () => {
    fc.assert(
      fc.property(fc.anything(), fc.string(), fc.json(), (view, actionId, value) => {
        readModal(view)
        modalErrors(form([], { faults: { a: 'b' } }), view)
        readButton(actionId, value)
        readButton('umlauf:vote:0', value)
      }),
    )
  })
})
