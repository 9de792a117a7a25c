// Messages as Matrix is sent them: nothing a person wrote is ever markup, mention or link, nothing is cut silently, and polls are read by schema only.
import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import {
  type Action,
  type Block,
  heading,
  type Message,
  message,
  paragraph,
} from '../../src/core/message.ts'
import { contentOf, editOf } from '../../src/platforms/matrix/drawing/content.ts'
import {
  isOwnPoll,
  pollEndOf,
  pollOf,
  readPollResponse,
  readPollStart,
} from '../../src/platforms/matrix/drawing/poll.ts'
import { faultsOfContent, faultsOfPoll, wordsIn } from './matrix-rules.ts'

type Contents = ReturnType<typeof contentOf>

const CHOICES = ['consent', 'reject', 'abstain'] as const

function action(more: Partial<Action> = {}): Action {
  const words = { label: 'Ja', spoken: 'Ja', typed: 'stimme 7/2023 ja' }
  return { verb: 'vote', args: {}, ...words, weight: 'plain', ...more }
}

function ballot(words: string, chosen?: string): Message {
  const actions = CHOICES.map((choice) =>
    action({
      args: { circulation: '1', party: 'HE', choice },
      ...{ label: `${choice} ${words}`, typed: `stimme 7/2023 ${choice} für HE` },
      pressed: choice === chosen,
    }),
  )
  const more = action({ args: { circulation: '1', party: 'HE' }, label: 'Mit Erklärung …' })
  const blocks = [heading(`Ihre Stimme für ${words}`, 2), paragraph(`Umlauf 7/2023: ${words}`)]
  return message('Ihre Stimme', blocks, { actions: [...actions, more] })
}

/** The same words in every place of a message where a person's words may stand. */
function everywhere(words: string): Message {
  const spans = [{ text: words }]
  const cell = { code: 'HE', name: words, mark: 'yes', word: words, note: words } as const
  const gauge = { kind: 'gauge', label: words, have: 1n, need: 2n, of: 3n } as const
  const table = (columns: number): Block => ({
    kind: 'table',
    caption: words,
    columns: Array.from({ length: columns }, () => ({ title: words, align: 'start' })),
    rows: [Array.from({ length: columns }, () => spans)],
  })
  return message(
    words,
    [
      { kind: 'heading', level: 1, spans },
      { kind: 'heading', level: 2, spans },
      { kind: 'text', spans },
      { kind: 'text', spans: [{ text: words, style: 'code' }] },
      { kind: 'note', weight: 'strong', spans },
      { kind: 'note', weight: 'quiet', spans },
      { kind: 'facts', facts: [{ label: words, spans }] },
      { kind: 'list', ordered: true, items: [spans] },
      table(2),
      table(7),
      { kind: 'board', title: words, cells: [cell] },
      { ...gauge, text: words, met: false },
    ],
    {
      actions: [action({ label: words, typed: words })],
      files: [{ name: words, type: 'text/csv', content: '' }],
    },
  )
}

const dense = (text: string) => text.replace(/\s+/g, '')
const bodyOf = (pages: Contents) => pages.map(({ body }) => body).join('\n')
const shownOf = (pages: Contents) =>
  pages.flatMap(({ formatted_body }) => wordsIn(formatted_body)).join('')

function expectTaken(pages: Contents): void {
  for (const page of pages) expect(faultsOfContent(page)).toEqual([])
}

describe('what a person wrote stays text', () => {
  it.each([
    ['B25', 'mentions of a room and of people', '@room @everyone:hs @anna:example.org'],
    ['B25', 'the address of a mention', 'https://matrix.to/#/@anna:example.org'],
    ['B25', 'a mention in HTML', '<a href="https://matrix.to/#/@anna:hs">Anna</a>'],
    ['B26', 'HTML that would run', '<img src=x onerror="alert(1)"><script>alert(1)</script>'],
    ['B26', 'an address that is none', 'javascript:alert(1) data:text/html,x'],
    ['B26', 'entities', '&lt;b&gt; &amp;amp; &#60;i&#62; "quot" \'apos\''],
    ['B26', 'what quotes and hides', '<mx-reply>x</mx-reply> <!-- x --> <details>'],
    ['B27', 'Markdown', '**fett** _kursiv_ `code` [Text](https://evil.example) > Zitat'],
    ['B24', 'mentions as other networks write them', '<@U123> <!channel> <https://evil|x>'],
    ['B30', 'letters of several parts', 'Familie 👨‍👩‍👧 und Flagge 🇩🇪'],
    ['B28', 'letters of another alphabet', 'Müller Мüller'],
    ['B29', 'letters put together from two', 'Mu\u0308ller'],
  ])('%s %s stays literal in every block, choice and file name', (_, __, words) => {
    const pages = contentOf(everywhere(words), 'de', 'document')
    expectTaken(pages)
    expect(pages).toHaveLength(1)
    expect(bodyOf(pages).split(words).length).toBeGreaterThanOrEqual(16)
    expect(shownOf(pages).split(words).length).toBeGreaterThanOrEqual(16)
    expect(pages[0].formatted_body).not.toContain('<a ')
    expect(pages[0]['m.mentions']).toEqual({})
  })

  it('B25 B26 only an address that leads to the web becomes a link; another is told as text', () => {
    const link = (to: string) =>
      contentOf(
        message('x', [{ kind: 'text', spans: [{ text: 'Anlage', link: to }] }]),
        'de',
        'answer',
      )
    const [web] = link('https://example.org/a?b=<c>&d="e"')
    expect(web.formatted_body).toBe(
      '<p><a href="https://example.org/a?b=%3Cc%3E&amp;d=%22e%22">Anlage</a></p>',
    )
    expect(web.body.trim()).toBe('Anlage: https://example.org/a?b=<c>&d="e"')
    for (const none of [
      'javascript:alert(1)',
      'http://example.org/',
      'https://matrix.to/#/@anna:hs',
      'https://MATRIX.TO./#/@anna:hs',
      `https://e.org/${'x'.repeat(9_000)}`,
    ]) {
      const pages = link(none)
      expectTaken(pages)
      expect(pages[0].formatted_body).not.toContain('<a ')
      expect(dense(shownOf(pages))).toContain(none)
    }
  })

  it('B28 B30 what turns a line around, steers or is half a character is shown, not obeyed', () => {
    const pages = contentOf(everywhere('a\u202eb\u0000c\u001b[2Jd\ud800e'), 'de', 'document')
    expectTaken(pages)
    expect(bodyOf(pages)).toContain('a�b␀c␛[2Jd�e')
    expect(JSON.stringify(pages)).not.toMatch(/\\u|\u202e/)
  })

  it('B25–B30 whatever is written, no page has an element, a mention or a link of it', () => {
    const words = fc.oneof(
      fc.string({ unit: 'binary', maxLength: 200 }),
      fc.stringMatching(/^[<>&"'@a-z/=: ]{0,80}$/),
    )
    fc.assert(
      fc.property(words, (written) => {
        const pages = contentOf(everywhere(written), 'en', 'document')
        expectTaken(pages)
        expect(JSON.stringify(pages)).not.toContain('<a ')
      }),
    )
  })
})

describe('what a message is sent as', () => {
  it('a document is text, an answer a notice, and neither ever mentions anybody', () => {
    const said = message('Gezählt.', [paragraph('Gezählt.')])
    expect(contentOf(said, 'de', 'document')).toEqual([
      {
        msgtype: 'm.text',
        body: 'Gezählt.',
        format: 'org.matrix.custom.html',
        formatted_body: '<p>Gezählt.</p>',
        'm.mentions': {},
      },
    ])
    expect(contentOf(said, 'de', 'answer')[0].msgtype).toBe('m.notice')
  })

  it('an edit carries the whole new content, its own empty mentions, and a body for old clients', () => {
    const [content] = contentOf(message('Neu', [paragraph('Neu')]), 'de', 'document')
    expect(editOf(content, '$abc')).toEqual({
      msgtype: 'm.text',
      body: '* Neu',
      'm.mentions': {},
      'm.new_content': content,
      'm.relates_to': { rel_type: 'm.replace', event_id: '$abc' },
    })
  })

  it('a message without blocks is its summary, and one without anything has a name', () => {
    expect(contentOf(message('Kurz', []), 'de', 'answer')[0].body).toBe('Kurz')
    expect(contentOf(message(' ', []), 'de', 'answer')[0].body).toBe('Umlauf')
  })

  it('an instant keeps the official words and adds UTC, in HTML and in words', () => {
    const span = { text: '9. Oktober 2023, 24:00 Uhr', instant: Date.UTC(2023, 9, 9, 22) }
    const [{ body, formatted_body }] = contentOf(message('x', [paragraph(span)]), 'de', 'answer')
    expect(body).toBe('9. Oktober 2023, 24:00 Uhr (2023-10-09 22:00 UTC)')
    expect(formatted_body).toBe(`<p>${body}</p>`)
  })

  it('every choice stands there as the words to type, the one in force says so in words', () => {
    const [{ body, formatted_body }] = contentOf(ballot('Hessen', 'reject'), 'de', 'document')
    expect(body).toContain('in der Umfrage zu dieser Nachricht, oder Sie schreiben hier:')
    expect(body).toContain('• consent Hessen: stimme 7/2023 consent für HE')
    expect(body).toContain('• ✓ reject Hessen (gewählt): stimme 7/2023 reject für HE')
    expect(formatted_body).toContain('<code>stimme 7/2023 abstain für HE</code>')
  })

  it('several facts are a list, a single one is a line, one without a value a title', () => {
    const fact = (...labels: string[]): Block => ({
      kind: 'facts',
      facts: labels.map((label) => ({ label, spans: label === 'leer' ? [] : [{ text: 'x' }] })),
    })
    const said = (...blocks: Block[]) => contentOf(message('x', blocks), 'de', 'document')[0]
    expect(said(fact('a', 'b')).formatted_body).toContain('<ul><li><strong>a:</strong> x</li>')
    expect(said(fact('a')).formatted_body).toBe('<p><strong>a:</strong> x</p>')
    expect(said(fact('leer'), paragraph('unten')).body).toBe('leer:\nunten')
  })

  it('an answer, beside which no poll stands, does not speak of one', () => {
    expect(contentOf(ballot('Hessen'), 'de', 'answer')[0].body).not.toContain('Umfrage')
  })

  it('a table of more than six columns is a list, a smaller one a table with the list in the body', () => {
    const table = (count: number): Block => ({
      kind: 'table',
      caption: 'Stimmen',
      columns: Array.from({ length: count }, (_, n) => ({ title: `T${n}`, align: 'start' })),
      rows: [Array.from({ length: count }, (_, n) => [{ text: `z${n}` }])],
    })
    const [small] = contentOf(message('x', [table(6)]), 'de', 'document')
    const [large] = contentOf(message('x', [table(7)]), 'de', 'document')
    expect(small.formatted_body).toContain('<td>z5</td>')
    expect(small.body).toBe('Stimmen\n• z0 · T1: z1 · T2: z2 · T3: z3 · T4: z4 · T5: z5')
    expect(large.formatted_body).not.toContain('<table>')
    expect(large.body).toContain('T6: z6')
  })
})

describe('what is too long goes on in further messages', () => {
  it.each([0, 1, 150, 151, 3_000, 10_000, 25_000])(
    'B22 words of %i characters stand whole in every kind of block',
    (length) => {
      const words = 'Länder "und" '.repeat(length / 13 + 1).slice(0, length)
      for (const block of everywhere(words).blocks) {
        const pages = contentOf(message('Kurz', [block]), 'de', 'document')
        expectTaken(pages)
        const said = bodyOf(pages).replace(/(?:Die Fortsetzung|\d+ Fortsetz|Fortsetzung).*\n/g, '')
        expect(dense(said)).toContain(dense(words))
      }
    },
  )

  it('B30 a cut never falls into a letter of several parts', () => {
    const pages = contentOf(message('x', [paragraph('👨‍👩‍👧'.repeat(3_000))]), 'de', 'document')
    expectTaken(pages)
    expect(pages.length).toBeGreaterThan(1)
    const families = bodyOf(pages).match(/[^\s\w.]+(?=\n|$)/gu) ?? []
    for (const part of families) expect(part.replaceAll('👨‍👩‍👧', '')).toBe('')
  })

  it('the first page says how many follow and what can be done, each further one which it is', () => {
    const blocks = Array.from({ length: 40 }, (_, n) => paragraph(`${n} ${'wort '.repeat(200)}`))
    const pages = contentOf(message('x', blocks, { actions: [action()] }), 'de', 'document')
    expectTaken(pages)
    expect(pages).toHaveLength(4)
    expect(pages[0].body).toContain('3 Fortsetzungen stehen als Antworten unter dieser Nachricht.')
    expect(pages[0].body).toMatch(/• Ja: stimme 7\/2023 ja$/)
    expect(pages.slice(1).map(({ body }) => body.split('\n')[0])).toEqual([
      'Fortsetzung 2 von 4',
      'Fortsetzung 3 von 4',
      'Fortsetzung 4 von 4',
    ])
    const numbers = bodyOf(pages).matchAll(/^(\d+) wort/gm)
    expect([...numbers].map(([, n]) => Number(n))).toEqual(blocks.map((_, n) => n))
  })

  it('a numbered list that is cut goes on with the next number', () => {
    const items = Array.from({ length: 60 }, (_, n) => [{ text: `${n + 1} ${'x'.repeat(900)}` }])
    const pages = contentOf(
      message('x', [{ kind: 'list', ordered: true, items }]),
      'en',
      'document',
    )
    expectTaken(pages)
    for (const { body, formatted_body } of pages.slice(1)) {
      const [, first] = /^(\d+)\. \1 x/m.exec(body) ?? []
      expect(formatted_body).toContain(`<ol start="${first}"><li>${first} x`)
    }
  })

  it('a hundred heavy choices do not crowd out what they are about', () => {
    const actions = Array.from({ length: 100 }, (_, n) =>
      action({ label: `Wahl ${n} ${'"'.repeat(300)}` }),
    )
    const pages = contentOf(message('x', [paragraph('Worum es geht')], { actions }), 'de', 'answer')
    expectTaken(pages)
    expect(pages[0].body).toMatch(/^Worum es geht/)
    expect(bodyOf(pages).match(/Wahl \d+/g)).toHaveLength(100)
  })
})

describe('the poll of a ballot', () => {
  const content = pollOf(ballot('Hessen', 'reject'), 'de')

  it('asks for whom and on what, and gives each answer the name of its choice', () => {
    expect(faultsOfPoll(content)).toEqual([])
    const start = content?.['org.matrix.msc3381.poll.start']
    expect(start?.question.body).toBe('Ihre Stimme für Hessen – Umlauf 7/2023: Hessen')
    expect(start?.answers.map(({ id }) => id)).toEqual([...CHOICES])
    expect(content?.['org.matrix.msc1767.text']).toContain(
      '• abstain Hessen: stimme 7/2023 abstain für HE',
    )
  })

  it('is the same whatever is chosen now, so that it never has to be edited', () => {
    expect(pollOf(ballot('Hessen'), 'de')).toEqual(content)
    expect(pollOf(ballot('Hessen', 'consent'), 'de')).toEqual(content)
  })

  it('B22 B25–B30 keeps hostile and long words as text', () => {
    for (const words of ['<b>@room</b> \u202e\ud800', 'wort '.repeat(500)]) {
      const drawn = pollOf(ballot(words), 'en')
      expect(faultsOfPoll(drawn)).toEqual([])
      expect(JSON.stringify(drawn)).not.toMatch(/\\u|\u202e/)
    }
  })

  it('is not made of one choice, of more than twenty, or of the choices of two questions', () => {
    const choose = (args: Record<string, string>, verb = 'vote') =>
      action({ args, verb, pressed: false })
    const poll = (actions: readonly Action[]) => pollOf(message('x', [], { actions }), 'de')
    const many = Array.from({ length: 21 }, (_, n) => choose({ choice: `${n}` }))
    expect(poll([])).toBeUndefined()
    expect(poll([action(), action()])).toBeUndefined()
    expect(poll(many.slice(0, 1))).toBeUndefined()
    expect(poll(many.slice(0, 20))).toBeDefined()
    expect(poll(many)).toBeUndefined()
    expect(poll([choose({ choice: 'a' }), choose({ choice: 'a' })])).toBeUndefined()
    expect(poll([choose({ choice: 'a' }), choose({ choice: 'b' }, 'state')])).toBeUndefined()
    expect(
      poll([choose({ choice: 'a', of: '1' }), choose({ choice: 'b', of: '2' })]),
    ).toBeUndefined()
  })

  it('is read back as what each answer stands for', () => {
    const choices = readPollStart(JSON.parse(JSON.stringify(content)))
    expect(choices?.get('consent')).toEqual({
      verb: 'vote',
      args: { circulation: '1', party: 'HE', choice: 'consent' },
    })
    expect(isOwnPoll(content)).toBe(true)
  })

  it('B46 a poll that is not ours, or was altered, stands for nothing', () => {
    const foreign = { 'org.matrix.msc3381.poll.start': { question: {}, answers: [] } }
    const altered = { ...content, 'de.umlauf.choices': { consent: { verb: 'vote', args: 'x' } } }
    for (const other of [foreign, altered, { ...foreign, 'de.umlauf.choices': {} }, null, 'x']) {
      expect(readPollStart(other)).toBeUndefined()
      expect(isOwnPoll(other)).toBe(false)
    }
  })
})

describe('an answer to a poll', () => {
  const related = { 'm.relates_to': { rel_type: 'm.reference', event_id: '$poll' } }
  const proposed = (answers: unknown) => ({
    ...related,
    'org.matrix.msc3381.poll.response': { answers },
  })
  const final = (answers: unknown) => ({ ...related, 'm.selections': answers })

  it.each([
    ['the proposal', proposed],
    ['the final schema', final],
  ])('B46 in %s: the first of several counts, an empty one chooses nothing', (_, response) => {
    expect(readPollResponse(response(['consent']))).toEqual({ poll: '$poll', answer: 'consent' })
    expect(readPollResponse(response(['reject', 'consent']))?.answer).toBe('reject')
    expect(readPollResponse(response([]))).toEqual({ poll: '$poll', answer: undefined })
  })

  it('B46 an answer that was not offered is read as it is, and found in no poll of ours', () => {
    const read = readPollResponse(proposed(['__proto__']))
    expect(read).toEqual({ poll: '$poll', answer: '__proto__' })
    const choices = readPollStart(pollOf(ballot('Hessen'), 'de'))
    expect(choices?.get(read?.answer ?? '')).toBeUndefined()
    expect(choices?.get('toString')).toBeUndefined()
  })

  it.each([
    ['nothing', undefined],
    ['words', 'consent'],
    ['no relation', { 'm.selections': ['consent'] }],
    ['another relation', { ...final(['consent']), 'm.relates_to': { rel_type: 'm.thread' } }],
    ['no event', { ...final(['consent']), 'm.relates_to': { rel_type: 'm.reference' } }],
    ['a number as answer', proposed([1])],
    ['words as answers', proposed('consent')],
    ['answers of another kind', final({ 0: 'consent' })],
  ])('B46 B50 %s is no answer', (_, content) => {
    expect(readPollResponse(content)).toBeUndefined()
  })

  it('B50 no content of any shape breaks the reading', () => {
    fc.assert(
      fc.property(fc.anything(), (content) => {
        readPollResponse(content)
        readPollStart(content)
      }),
    )
  })
})

describe('the end of a poll', () => {
  it('names the poll and says the result of all networks in words', () => {
    expect(pollEndOf('$poll', 'Angenommen\u202e.')).toEqual({
      'm.relates_to': { rel_type: 'm.reference', event_id: '$poll' },
      'org.matrix.msc3381.poll.end': {},
      'org.matrix.msc1767.text': 'Angenommen�.',
      'm.mentions': {},
    })
  })
})
