// Messages as pages of Slack: nothing a person wrote becomes anything but text, nothing is left out, and nothing is longer than Slack takes.
import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import {
  type Action,
  type Block,
  facts,
  heading,
  list,
  type Message,
  message,
  note,
  paragraph,
} from '../../src/core/message.ts'
import { type Page, renderMessage } from '../../src/platforms/slack/drawing/render.ts'
import { renderAnswerView, renderHome } from '../../src/platforms/slack/drawing/views.ts'
import { faultsOfMessage, faultsOfView, textsIn } from './slack-rules.ts'

/** The same words in every place a message has for them. */
function everywhere(words: string): Message {
  const cell = { code: 'HE', name: words, mark: 'yes', word: words, note: words } as const
  return message(
    words,
    [
      heading(words),
      heading(words, 2),
      paragraph(words),
      {
        kind: 'text',
        spans: [
          { text: words, style: 'strong' },
          { text: words, style: 'code' },
        ],
      },
      note(words),
      note(words, 'strong'),
      facts([[words, words]]),
      list([words, words], true),
      list([words]),
      {
        kind: 'table',
        caption: words,
        columns: [{ title: words, align: 'start' }],
        rows: [[[{ text: words }]]],
      },
      { kind: 'board', title: words, cells: [cell] },
      { kind: 'gauge', label: words, have: 1n, need: 2n, of: 3n, text: words, met: false },
    ],
    {
      actions: [button({ label: words, spoken: words })],
      files: [{ name: words, type: 'text/csv', content: '' }],
    },
  )
}

function button(more: Partial<Action> = {}): Action {
  const words = { label: 'Ja', spoken: 'Ja', typed: 'stimme ja' }
  return { verb: 'vote', args: {}, ...words, weight: 'plain', ...more }
}

/** What stands on the pages to be read, without the lines about the pages themselves. */
function readOf(pages: readonly Page[]): string {
  return textsIn(pages.map(({ blocks }) => blocks))
    .filter((text) => !/^(?:Fortsetzung \d|Die Fortsetzung|\d+ Fortsetzungen)/.test(text))
    .join('\n')
}

const dense = (text: string) => text.replace(/\s+/g, '')

function expectTaken(pages: readonly Page[]): void {
  for (const page of pages) expect(faultsOfMessage(page)).toEqual([])
}

describe('what a person wrote stays text', () => {
  it.each([
    ['B23', 'mentions of all and of groups', '<!channel> <!here> <!everyone> <!subteam^S1>'],
    ['B24', 'mentions of a person and a channel', '<@U123> <#C123> <@U123|Rathaus>'],
    ['B24', 'a link in the brackets of Slack', '<https://evil|Rathaus> <mailto:a@b|c>'],
    ['B25', 'mentions as other networks write them', '@room @everyone:hs @channel @here'],
    ['B26', 'HTML', '<img src=x onerror="alert(1)"><script>alert(1)</script>'],
    ['B26', 'an address that is none', 'javascript:alert(1) data:text/html,x'],
    ['B27', 'markup', '*fett* _kursiv_ ~weg~ `code` ```block``` > zitat :tada: \\*'],
  ])('%s %s stays literal in every block, button and file name', (_, __, words) => {
    const pages = renderMessage(everywhere(words), 'de')
    expectTaken(pages)
    const texts = textsIn(pages.map(({ blocks }) => blocks))
    // each of the places of a message has it, letter by letter
    expect(texts.filter((text) => text.includes(words)).length).toBeGreaterThanOrEqual(13)
    const serialized = JSON.stringify(pages)
    expect(serialized).not.toMatch(
      /"type":"(?:user|channel|usergroup|broadcast|team|emoji|link|mrkdwn)"/,
    )
    const [{ text }] = pages
    expect(text.replaceAll('&lt;', '<').replaceAll('&gt;', '>').replaceAll('&amp;', '&')).toContain(
      words,
    )
  })

  it('B24 B26 only an address that leads to the web becomes a link; another is told as text', () => {
    const link = (to: string) =>
      renderMessage(message('x', [{ kind: 'text', spans: [{ text: 'Anlage', link: to }] }]), 'de')
    const [web] = link('https://example.org/a?b=<c>|d')
    expect(faultsOfMessage(web)).toEqual([])
    expect(JSON.stringify(web.blocks)).toContain('"url":"https://example.org/a?b=%3Cc%3E%7Cd"')
    for (const none of [
      'javascript:alert(1)',
      '<https://evil|x>',
      `https://e.org/${'x'.repeat(9000)}`,
    ]) {
      const pages = link(none)
      expectTaken(pages)
      expect(JSON.stringify(pages)).not.toContain('"type":"link"')
      expect(dense(readOf(pages))).toContain(none)
    }
  })

  it('B28 B30 what turns a line around, steers or is half a character is shown, not obeyed', () => {
    const pages = renderMessage(everywhere('a\u202eb\u0000c\u001b[2Jd\ud800e'), 'de')
    expectTaken(pages)
    expect(readOf(pages)).toContain('a�b␀c␛[2Jd�e')
    expect(JSON.stringify(pages)).not.toMatch(/\\u|\u202e/)
  })
})

describe('what is too long goes on elsewhere', () => {
  it.each([0, 1, 150, 151, 3_000, 3_001, 10_000, 60_000])(
    'B22 words of %i characters stand whole in every kind of block',
    (length) => {
      const words = `${'Länder '.repeat(length / 7 + 1).slice(0, Math.max(0, length - 1))}${length > 0 ? '.' : ''}`
      for (const block of everywhere(words).blocks) {
        const pages = renderMessage(message('Kurz', [block]), 'de')
        expectTaken(pages)
        expect(dense(readOf(pages))).toContain(dense(words))
      }
    },
  )

  it('the first page says how many more follow in its thread, each further one which it is', () => {
    const pages = renderMessage(
      message(
        'Kurz',
        Array.from({ length: 40 }, (_, n) => paragraph(`${n} ${'wort '.repeat(150)}`)),
        {
          actions: [button()],
        },
      ),
      'de',
    )
    expect(pages.length).toBe(4)
    const [first, second] = pages
    expect(first.blocks.at(-1)?.type).toBe('actions')
    expect(textsIn(first.blocks)).toContain('3 Fortsetzungen stehen im Thread dieser Nachricht.')
    expect(textsIn(second?.blocks)[0]).toBe('Fortsetzung 2 von 4')
    expect(second?.text).toMatch(/^Fortsetzung 2 von 4\n/)
    expect(pages.slice(1).some(({ blocks }) => blocks.some(({ type }) => type === 'actions'))).toBe(
      false,
    )
  })

  it('a page of one message does not end with a heading', () => {
    const blocks = Array.from({ length: 30 }, (_, n) => [
      heading(`Titel ${n}`),
      paragraph('wort '.repeat(120 + n)),
    ]).flat()
    const pages = renderMessage(message('Kurz', blocks), 'de')
    expect(pages.length).toBeGreaterThan(1)
    for (const { blocks: on } of pages) {
      expect(on.filter(({ type }) => type !== 'context').at(-1)?.type).toBe('rich_text')
    }
  })

  it('a label stays beside what it names, in the blocks and in the words, wherever a block ends', () => {
    const named = Array.from({ length: 40 }, (_, n): [string, string] => [
      `befehl ${n}`,
      `Zeigt ${'etwas '.repeat(n % 7)}von ${n}`,
    ])
    const pages = renderMessage(message('Befehle', [facts(named)]), 'de')
    const blocks = pages.flatMap((page) => page.blocks.map((block) => textsIn(block).join('')))
    expect(blocks.length).toBeGreaterThan(2)
    for (const [label, value] of named) {
      const line = `${label}: ${value}`
      expect(blocks.filter((block) => `${block}\n`.includes(`${line}\n`))).toHaveLength(1)
      expect(pages.some(({ text }) => `${text}\n`.includes(`\n${line}\n`))).toBe(true)
    }
  })

  it('clauses keep their numbers where a list is too long for one block', () => {
    const clauses = Array.from({ length: 30 }, (_, n) => `Ziffer-${n + 1} ${'wort '.repeat(200)}`)
    const pages = renderMessage(message('Kurz', [list(clauses, true)]), 'de')
    expectTaken(pages)
    for (const n of [1, 15, 30]) expect(readOf(pages)).toContain(`${n}. Ziffer-${n} `)
  })

  it('B30 a cut falls between words, else between characters as a reader sees them', () => {
    const family = '👨‍👩‍👧'
    const pages = renderMessage(message('Kurz', [paragraph(family.repeat(2_000))]), 'de')
    expectTaken(pages)
    for (const text of readOf(pages).split('\n')) expect(text.replaceAll(family, '')).toBe('')
    const words = renderMessage(message('Kurz', [paragraph('Zustimmung '.repeat(2_000))]), 'de')
    for (const text of readOf(words).split('\n')) expect(text.trim()).toMatch(/^(?:Zustimmung ?)+$/)
  })

  it('B30 one character of 20,000 code points does not hang and is not lost', () => {
    const zalgo = `a${'\u0301'.repeat(20_000)}`
    const pages = renderMessage(everywhere(zalgo), 'de')
    expectTaken(pages)
    expect(dense(readOf(pages))).toContain(zalgo.slice(-500))
  })

  it('any message is taken, and says all its words', () => {
    const text = fc.string({ unit: 'binary', maxLength: 60 })
    const longer = fc
      .tuple(fc.string({ unit: 'grapheme', minLength: 1, maxLength: 9 }), fc.nat({ max: 900 }))
      .map(([word, times]) => `${word} `.repeat(times))
    fc.assert(
      fc.property(fc.array(fc.oneof(text, longer), { maxLength: 12 }), (texts) => {
        const blocks: Block[] = texts.flatMap((words) => everywhere(words).blocks.slice(2, 8))
        const pages = renderMessage(message('Kurz', blocks), 'de')
        expectTaken(pages)
        const read = dense(readOf(pages))
        for (const words of texts) {
          if (/^[\p{L}\p{N} ]*$/u.test(words)) expect(read).toContain(dense(words))
        }
      }),
      { numRuns: 30 },
    )
  })
})

describe('buttons', () => {
  const actionsOf = (pages: readonly Page[]) =>
    pages.flatMap(({ blocks }) => blocks.filter(({ type }) => type === 'actions'))

  it('sixty of them stand in rows of 25, each under an id of its own', () => {
    const actions = Array.from({ length: 60 }, (_, n) => button({ label: `Wahl ${n}` }))
    const pages = renderMessage(message('Kurz', [], { actions }), 'de')
    expectTaken(pages)
    expect(actionsOf(pages).map((row) => 'elements' in row && row.elements.length)).toEqual([
      25, 25, 10,
    ])
  })

  it('the one in force says so in words, to a screen reader too', () => {
    const pressed = button({ pressed: true, spoken: 'Für Hessen zustimmen', weight: 'primary' })
    const [page] = renderMessage(message('Kurz', [], { actions: [pressed] }), 'de')
    expect(page.text).toContain('[✓ Ja (gewählt)]')
    expect(JSON.stringify(page)).toContain(
      '"accessibility_label":"✓ Für Hessen zustimmen (gewählt)"',
    )
    expect(JSON.stringify(page)).toContain('"style":"primary"')
  })

  it('what is too long to be spoken is left to the label', () => {
    const [page] = renderMessage(
      message('Kurz', [], { actions: [button({ spoken: 'x'.repeat(76) })] }),
      'de',
    )
    expect(JSON.stringify(page)).not.toContain('accessibility_label')
  })

  it('B22 a label that is too long is shortened visibly and said in full beside it', () => {
    const label = `Zustimmung ${'mit Erklärung '.repeat(12)}Ende`
    const pages = renderMessage(message('Kurz', [], { actions: [button({ label })] }), 'de')
    expectTaken(pages)
    expect(JSON.stringify(actionsOf(pages))).toContain('…')
    expect(readOf(pages)).toContain(label)
    const chosen = button({ label, pressed: true })
    const [page] = renderMessage(message('Kurz', [], { actions: [chosen] }), 'de')
    expect(faultsOfMessage(page)).toEqual([])
    expect(textsIn(page.blocks)[1]).toMatch(/^✓ Zustimmung .*… \(gewählt\)$/)
  })

  it('one that carries more than a button can is a sentence with what to type', () => {
    const args = { circulation: '7/2023', statement: 'x'.repeat(2_000) }
    const pages = renderMessage(message('Kurz', [], { actions: [button({ args })] }), 'de')
    expectTaken(pages)
    expect(actionsOf(pages)).toEqual([])
    expect(readOf(pages)).toContain('Schreiben Sie stattdessen: vote 7/2023 xxx')
  })

  it('forty heavy ones do not crowd out what they are about', () => {
    const actions = Array.from({ length: 40 }, (_, n) =>
      button({ label: `Wahl ${n}`, args: { words: `"\n${'ü'.repeat(1_900)}` } }),
    )
    const pages = renderMessage(message('Kurz', [paragraph('Worum es geht')], { actions }), 'de')
    expectTaken(pages)
    expect(textsIn(pages[0].blocks)[0]).toBe('Worum es geht')
    expect(JSON.stringify(actionsOf(pages)).match(/"type":"button"/g)).toHaveLength(40)
  })
})

describe('an edited message', () => {
  it('has other names for its blocks when anything changed, and the same when nothing did', () => {
    const ids = (words: string) =>
      renderMessage(message('Kurz', [heading('Titel'), paragraph(words)]), 'de')[0].blocks.map(
        ({ block_id }) => block_id,
      )
    expect(ids('a')).toEqual(ids('a'))
    for (const id of ids('a')) expect(ids('b')).not.toContain(id)
  })
})

describe('words of a message', () => {
  it('say what the summary leaves out, and nothing twice', () => {
    const [page] = renderMessage(
      message('Umlauf 7/2023: Titel. Noch offen.', [
        heading('Umlauf 7/2023: Titel'),
        list(['Der Rat beschließt.'], true),
        paragraph('Noch offen.'),
      ]),
      'de',
    )
    expect(page.text).toBe('Umlauf 7/2023: Titel. Noch offen.\n1. Der Rat beschließt.')
  })

  it('are shortened visibly where Slack would refuse an edit', () => {
    const [page] = renderMessage(everywhere('<'.repeat(2_000)), 'de')
    expect(page.text.length).toBeLessThan(4_000)
    expect(page.text).toMatch(/(?:&lt;)+ … \(vollständig in der Nachricht\)$/)
  })

  it('keep the official time and add the clock of the reader', () => {
    const at = Date.UTC(2023, 9, 9, 22)
    const words = 'Montag, 9. Oktober 2023, 24:00 Uhr'
    const [page] = renderMessage(
      message('Kurz', [{ kind: 'text', spans: [{ text: words, instant: at }] }]),
      'de',
    )
    expect(faultsOfMessage(page)).toEqual([])
    expect(textsIn(page.blocks)).toContain(words)
    expect(JSON.stringify(page.blocks)).toContain(
      `"timestamp":${at / 1000},"format":"bei Ihnen: {date_long}, {time}","fallback":"2023-10-09 22:00 UTC"`,
    )
  })
})

describe('views', () => {
  const many = Array.from({ length: 150 }, (_, n) => paragraph(`Absatz ${n}`))

  it('App Home shows what fits and says with which command to see the rest', () => {
    const view = renderHome(message('Kurz', many, { actions: [button()] }), 'de')
    expect(faultsOfView(view)).toEqual([])
    expect(view.blocks).toHaveLength(100)
    expect(textsIn(view.blocks).join('\n')).toContain('Alles zeigt Ihnen der Befehl: übersicht')
    expect(view.blocks.at(-1)?.type).toBe('actions')
  })

  it('App Home holds a thousand buttons out as far as it can, and 250 kB', () => {
    const args = { words: 'ü'.repeat(1_900) }
    const actions = Array.from({ length: 1_000 }, () => button({ args }))
    const view = renderHome(message('Kurz', [paragraph('x'.repeat(300_000))], { actions }), 'de')
    expect(faultsOfView(view)).toEqual([])
    expect(textsIn(view.blocks).join('\n')).toContain('Befehl: übersicht')
  })

  it('an answer is a modal without submit, or none where it is too long', () => {
    const view = renderAnswerView(everywhere('Antwort'), 'de')
    expect(faultsOfView(view)).toEqual([])
    expect(view?.title.text).toBe('Umlauf')
    expect(view?.close?.text).toBe('Schließen')
    expect(view?.submit).toBeUndefined()
    expect(renderAnswerView(message('Kurz', many), 'de')).toBeUndefined()
  })
})
