// Every kind of block in both languages as the room draws it, kept as files that people review; UPDATE_GOLDEN=1 writes them anew; leaves every view of the bot to the other tests of this folder.
import { PNG } from 'pngjs'
import { describe, expect, it } from 'vitest'
import type { Form } from '../../src/core/form.ts'
import { type Block, type Message, message } from '../../src/core/message.ts'
import type { Language } from '../../src/core/values.ts'
import { renderForm } from '../../src/platforms/room/form.ts'
import { renderMessage, type Surface } from '../../src/platforms/room/render.ts'
import { messageText } from '../../src/platforms/room/text.ts'
import { goldenFolder } from '../support/golden.ts'
import { hostileBlocks } from '../support/hostile.ts'

const files = goldenFolder(new URL('./room/', import.meta.url), '.html')
/** What a person may have written; it has to stand in every file letter by letter. */
const HOSTILE = `<img src=x onerror="alert('x')"> & *fett* @alle`
const { heading, text, note, list, board, gauge } = hostileBlocks(HOSTILE)

const BLOCKS: Readonly<Record<string, readonly Block[]>> = {
  heading: heading.slice(0, 2),
  text,
  note: [note[0], note[2]],
  facts: [{ kind: 'facts', facts: [{ label: HOSTILE, spans: [{ text: HOSTILE }] }] }],
  list,
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
  board,
  'board-map': [
    {
      kind: 'board',
      title: 'Tafel',
      cells: board[0].cells,
      layout: [
        ['P0', '', 'P1'],
        ['P2', 'P9', 'P3'],
      ],
    },
  ],
  gauge: gauge.slice(0, 2),
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

describe.each(['de', 'en'] as const)('The room draws (%s)', (language) => {
  it.each(Object.entries(MESSAGES))('%s', async (name, drawing) => {
    const drawn = `${await renderMessage(drawing, '7', surface(language))}`
    expect(drawn).not.toContain('<img')
    expect(drawn).not.toContain('href="javascript')
    files.hold(`${name}.${language}`, drawn)
  })

  it('a picture in its place, which can also be taken away, with its words beside it', async () => {
    const png = PNG.sync.write(new PNG({ width: 8, height: 4 })).toString('base64')
    const file = {
      name: `${HOSTILE}.png`,
      type: 'image/png',
      content: { base64: png },
      alt: HOSTILE,
    }
    const shown = message('Bild', [], { files: [file] })
    const drawn = `${await renderMessage(shown, '7', surface(language))}`
    expect(drawn.match(/<img/g)).toHaveLength(1)
    expect(drawn).toContain('src="/file/7/0"')
    files.hold(`picture.${language}`, drawn)
    expect(messageText(shown, language)).toContain(`→ ${HOSTILE}.png: ${HOSTILE}`)
  })

  it('a form with faults', async () => {
    const drawn = `${await renderForm(FORM, '/as/anna/place/umlauf', surface(language))}`
    expect(drawn).not.toContain('<img')
    files.hold(`form.${language}`, drawn)
  })

  it('every kind as plain text', () => {
    const texts = Object.values(MESSAGES).map((each) => messageText(each, language))
    files.hold(`texts.${language}`, texts.join('\n'))
    for (const text of texts) expect(text.trim()).not.toBe('')
  })
})

describe('every file of this folder', () => {
  it('is still drawn', () => {
    expect(files.leftOver()).toEqual([])
  })
})
