// Every kind of block, a message and a form that hold what a person may have written against a network; leaves which words are hostile there, and how they are drawn, to the test of the network.
import type { Form } from '../../src/core/form.ts'
import { type Block, type Message, message } from '../../src/core/message.ts'

const cellsWith = (hostile: string) =>
  (['yes', 'no', 'abstain', 'open', 'hidden'] as const).map((mark, n) => ({
    code: `P${n}`,
    name: `Partei ${n} ${hostile}`,
    mark,
    word: mark,
    note: n === 0 ? '' : `${n},0 %`,
  }))

const gauge = (hostile: string, have: bigint, need: bigint): Block => ({
  ...{ kind: 'gauge', label: `Länder ${hostile}`, have, need, of: 16n },
  ...{ text: `${have} von ${need}`, met: have >= need },
})

/** A table with this in a cell. */
export const tableWith = (hostile: string, cell: string): Block => ({
  kind: 'table',
  caption: hostile,
  columns: [
    { title: 'Land', align: 'start' },
    { title: 'Anteil', align: 'end' },
  ],
  rows: [
    [[{ text: cell }], [{ text: '7,44 %' }]],
    [[{ text: 'Bremen' }], [{ text: '–' }]],
  ],
})

/** More text than one message takes. */
export const longText = (paragraphs: number): readonly Block[] =>
  Array.from({ length: paragraphs }, (_, n) => ({
    kind: 'text',
    spans: [{ text: `Absatz ${n + 1}: ${'Der Rat beschließt. '.repeat(90)}` }],
  }))

/** Every kind of block but tables, by its name. */
export const hostileBlocks = (hostile: string) =>
  ({
    heading: [
      { kind: 'heading', level: 1, spans: [{ text: hostile }] },
      { kind: 'heading', level: 2, spans: [{ text: 'Zweite Stufe' }] },
      { kind: 'heading', level: 1, spans: [{ text: hostile.repeat(3) }] },
    ],
    text: [
      {
        kind: 'text',
        spans: [
          { text: `${hostile}\nzweite Zeile ` },
          { text: 'stark', style: 'strong' },
          { text: '9f3c 61ad', style: 'code' },
          { text: 'leise', style: 'quiet' },
          { text: 'Anlage', link: 'https://example.org/?a=1&b="2"' },
          { text: 'kein Verweis', link: 'javascript:alert(1)' },
          { text: '9. Oktober 2023, 24:00 Uhr', instant: Date.UTC(2023, 9, 9, 22) },
        ],
      },
    ],
    note: [
      { kind: 'note', weight: 'quiet', spans: [{ text: hostile }] },
      { kind: 'note', weight: 'quiet', spans: [{ text: 'Quelle', link: 'https://example.org/' }] },
      { kind: 'note', weight: 'strong', spans: [{ text: 'Wichtig' }] },
    ],
    facts: [
      {
        kind: 'facts',
        facts: [
          { label: hostile, spans: [{ text: hostile }] },
          { label: 'Ohne Wert', spans: [{ text: '' }] },
        ],
      },
    ],
    list: [
      { kind: 'list', ordered: true, items: [[{ text: hostile }], [{ text: 'zweitens' }]] },
      { kind: 'list', ordered: false, items: [[{ text: 'ein Punkt' }]] },
    ],
    board: [{ kind: 'board', title: hostile, cells: cellsWith(hostile) }],
    gauge: [gauge(hostile, 9n, 11n), gauge(hostile, 11n, 11n), gauge(hostile, 0n, 1n)],
  }) as const satisfies Readonly<Record<string, readonly Block[]>>

/** A message of such words alone, with choices of each weight and a file; `typed` is what stands for a choice. */
export function hostileMessage(hostile: string, typed: string): Message {
  const words = { spoken: `Für Hessen: ${hostile}`, typed }
  const action = { verb: 'vote', args: { choice: hostile }, label: hostile, ...words }
  const actions = (['primary', 'plain', 'danger'] as const).map((weight, n) => ({
    ...{ ...action, weight },
    ...(n === 1 ? { pressed: true } : {}),
  }))
  const files = [{ name: `${hostile}.csv`, type: 'text/csv', content: 'Ü' }]
  return message(hostile, [], { actions, files })
}

/** A form of such words with every kind of field. */
export function hostileForm(hostile: string): Form {
  const field = { hint: hostile, required: true, maxLength: 10, value: hostile, label: hostile }
  const options = (count: number) =>
    Array.from({ length: count }, (_, n) => ({ value: `${n}`, label: `${n} ${hostile}` }))
  return {
    ...{ verb: 'draft', args: { body: hostile }, title: hostile, intro: hostile },
    fields: [
      { ...field, name: 'title', kind: 'line', options: [] },
      { ...field, name: 'text', kind: 'paragraph', maxLength: 10_000, options: [] },
      { ...field, name: 'few', kind: 'choice', value: '1', options: options(2) },
      { ...field, name: 'many', kind: 'choice', value: '1', options: options(7) },
    ],
    ...{ submit: hostile, faults: { title: hostile }, given: {} },
  }
}
