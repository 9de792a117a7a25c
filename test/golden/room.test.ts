// Every kind of block in both languages as the room draws it, kept as files that people review; UPDATE_GOLDEN=1 writes them anew.
import { mkdirSync, readFileSync, writeFileSync } from 'node:fs'
import { describe, expect, it } from 'vitest'
import type { Form } from '../../src/core/form.ts'
import { type Block, type Message, message } from '../../src/core/message.ts'
import type { Language } from '../../src/core/values.ts'
import { renderForm } from '../../src/platforms/room/form.ts'
import { renderMessage, type Surface } from '../../src/platforms/room/render.ts'
import { messageText } from '../../src/platforms/room/text.ts'

const FOLDER = new URL('./room/', import.meta.url)
/** What a person may have written; it has to stand in every file letter by letter. */
const HOSTILE = `<img src=x onerror="alert('x')"> & *fett* @alle`
const DEADLINE = Date.UTC(2023, 9, 9, 22)

const cells = (['yes', 'no', 'abstain', 'open', 'hidden'] as const).map((mark, n) => ({
  code: `P${n}`,
  name: `Partei ${n} ${HOSTILE}`,
  mark,
  word: mark,
  note: n === 0 ? '' : `${n},0 %`,
}))
const gauge = (have: bigint, met: boolean): Block => ({
  ...{ kind: 'gauge', label: `Länder ${HOSTILE}`, have, need: 11n, of: 16n },
  ...{ text: `${have} von 11`, met },
})

const BLOCKS: Readonly<Record<string, readonly Block[]>> = {
  heading: [
    { kind: 'heading', level: 1, spans: [{ text: HOSTILE }] },
    { kind: 'heading', level: 2, spans: [{ text: 'Zweite Stufe' }] },
  ],
  text: [
    {
      kind: 'text',
      spans: [
        { text: `${HOSTILE}\nzweite Zeile ` },
        { text: 'stark', style: 'strong' },
        { text: '9f3c 61ad', style: 'code' },
        { text: 'leise', style: 'quiet' },
        { text: 'Anlage', link: 'https://example.org/?a=1&b="2"' },
        { text: 'kein Verweis', link: 'javascript:alert(1)' },
        { text: '9. Oktober 2023, 24:00 Uhr', instant: DEADLINE },
      ],
    },
  ],
  note: [
    { kind: 'note', weight: 'quiet', spans: [{ text: HOSTILE }] },
    { kind: 'note', weight: 'strong', spans: [{ text: 'Wichtig' }] },
  ],
  facts: [{ kind: 'facts', facts: [{ label: HOSTILE, spans: [{ text: HOSTILE }] }] }],
  list: [
    { kind: 'list', ordered: true, items: [[{ text: HOSTILE }], [{ text: 'zweitens' }]] },
    { kind: 'list', ordered: false, items: [[{ text: 'ein Punkt' }]] },
  ],
  table: [
    {
      kind: 'table',
      caption: HOSTILE,
      columns: [
        { title: 'Land', align: 'start' },
        { title: 'Anteil', align: 'end' },
      ],
      rows: [[[{ text: HOSTILE }], [{ text: '7,44 %' }]]],
    },
  ],
  board: [{ kind: 'board', title: HOSTILE, cells }],
  'board-map': [
    {
      kind: 'board',
      title: 'Tafel',
      cells,
      layout: [
        ['P0', '', 'P1'],
        ['P2', 'P9', 'P3'],
      ],
    },
  ],
  gauge: [gauge(9n, false), gauge(11n, true)],
}

const MESSAGES: Readonly<Record<string, Message>> = {
  ...Object.fromEntries(
    Object.entries(BLOCKS).map(([name, blocks]) => [name, message('Kurz gesagt', blocks)]),
  ),
  summary: message(HOSTILE, []),
  actions: message('Ihre Stimme', [], {
    actions: [true, false].map((pressed) => ({
      verb: 'vote',
      args: { choice: HOSTILE },
      label: HOSTILE,
      spoken: `Für Hessen: ${HOSTILE}`,
      typed: 'stimme',
      weight: 'plain',
      pressed,
    })),
  }),
  files: message('Anlage', [], {
    files: [{ name: `${HOSTILE}.csv`, type: 'text/csv', content: 'Ü' }],
  }),
}

const field = { hint: HOSTILE, required: true, maxLength: 10, value: HOSTILE, label: HOSTILE }
const options = (count: number) =>
  Array.from({ length: count }, (_, n) => ({ value: `${n}`, label: `${HOSTILE} ${n}` }))
const FORM: Form = {
  verb: 'draft',
  args: { body: HOSTILE },
  title: HOSTILE,
  intro: HOSTILE,
  fields: [
    { ...field, name: 'title', kind: 'line', options: [] },
    { ...field, name: 'text', kind: 'paragraph', options: [] },
    { ...field, name: 'few', kind: 'choice', value: '1', options: options(2) },
    { ...field, name: 'many', kind: 'choice', value: '1', options: options(7) },
  ],
  submit: HOSTILE,
  given: {},
  faults: { title: HOSTILE },
}

function surface(language: Language): Surface {
  return {
    language,
    headingLevel: 2,
    path: '/as/anna/place/umlauf',
    privately: false,
    requestId: (control) => `id.${control}`,
  }
}

function hold(name: string, drawn: string): void {
  const file = new URL(name, FOLDER)
  if (process.env['UPDATE_GOLDEN'] === '1') {
    mkdirSync(FOLDER, { recursive: true })
    writeFileSync(file, drawn)
  }
  expect(drawn).toBe(readFileSync(file, 'utf8'))
}

describe.each(['de', 'en'] as const)('The room draws (%s)', (language) => {
  it.each(Object.entries(MESSAGES))('%s', async (name, drawing) => {
    const drawn = `${await renderMessage(drawing, '7', surface(language))}`
    expect(drawn).not.toContain('<img')
    expect(drawn).not.toContain('href="javascript')
    hold(`${name}.${language}.html`, drawn)
  })

  it('a form with faults', async () => {
    const drawn = `${await renderForm(FORM, '/as/anna/place/umlauf', surface(language))}`
    expect(drawn).not.toContain('<img')
    hold(`form.${language}.html`, drawn)
  })

  it('every kind as plain text', () => {
    const texts = Object.values(MESSAGES).map((each) => messageText(each, language))
    hold(`texts.${language}.html`, texts.join('\n'))
    for (const text of texts) expect(text.trim()).not.toBe('')
  })
})
