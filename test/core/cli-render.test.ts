// A neutral message on a terminal: each kind of block has a text form that a reader without colours understands.
import { describe, expect, it } from 'vitest'
import { plainMessage } from '../../src/cli/render.ts'
import {
  type Block,
  type Cell,
  facts,
  heading,
  list,
  message,
  note,
  paragraph,
  plain,
} from '../../src/core/message.ts'

const cell = (code: string, mark: Cell['mark'], word: string): Cell => ({
  code,
  name: code,
  mark,
  word,
  note: '',
})

const board: Block = {
  kind: 'board',
  title: 'Stand',
  cells: [
    cell('BB', 'yes', 'Zustimmung'),
    cell('SN', 'no', 'Ablehnung'),
    cell('BW', 'yes', 'Zustimmung'),
    cell('SL', 'abstain', 'Enthaltung'),
    cell('BE', 'open', 'offen'),
    cell('HE', 'hidden', 'verdeckt'),
  ],
}

const gauge = (met: boolean): Block => ({
  ...{ kind: 'gauge', label: 'Länder', have: 12n, need: 11n, of: 16n },
  ...{ text: '12 von 11', met },
})

const table: Block = {
  kind: 'table',
  caption: 'Anteile',
  columns: [
    { title: 'Land', align: 'start' },
    { title: 'Anteil', align: 'end' },
  ],
  rows: [
    [[plain('Thüringen')], [plain('2,6')]],
    [[plain('Bayern')], [plain('15,6')]],
  ],
}

const terminal = (...blocks: Block[]) => plainMessage(message('', blocks))

describe('a message on a terminal', () => {
  it('the board names each choice by sign and word, with its parties in their order', () => {
    expect(terminal(board).split('\n')).toEqual([
      '✓ Zustimmung: BB BW',
      '✗ Ablehnung: SN',
      '– Enthaltung: SL',
      '○ offen: BE',
      '● verdeckt: HE',
    ])
  })

  it('a gauge says whether it is met', () => {
    expect(terminal(gauge(true), gauge(false))).toBe(
      '[x] Länder: 12 von 11\n\n[ ] Länder: 12 von 11',
    )
  })

  it('a table stands in columns, numbers to the right', () => {
    expect(terminal(table).split('\n')).toEqual([
      'Anteile',
      'Land       Anteil',
      'Thüringen     2,6',
      'Bayern       15,6',
    ])
  })

  it('headings, facts, lists, notes, links and files have their text', () => {
    const whole = plainMessage(
      message(
        '',
        [
          heading('Umlauf 7/2023'),
          heading('Ziffern', 2),
          list(['Das Modell'], true),
          list(['ohne Zahl']),
          facts([['Ende', '9. Oktober 2023']]),
          paragraph({ text: 'Anlage', link: 'https://example.org/a' }),
          note('nicht eingefroren'),
        ],
        { files: [{ name: 'summenblatt.md', type: 'text/markdown', content: '' }] },
      ),
    )
    expect(whole).toBe(
      [
        'Umlauf 7/2023\n=============',
        'Ziffern',
        '1. Das Modell',
        '- ohne Zahl',
        'Ende: 9. Oktober 2023',
        'Anlage <https://example.org/a>',
        'nicht eingefroren',
        '[summenblatt.md]',
      ].join('\n\n'),
    )
  })

  it('what somebody wrote steers no terminal and turns no text, wherever it stands', () => {
    const hostile = '\u001b[2J\u009b31m\u202eX\r'
    const shown = terminal(
      heading(hostile),
      paragraph(hostile),
      facts([[hostile, hostile]]),
      list([hostile]),
      { ...table, caption: hostile, rows: [[[plain(hostile)], [plain('1')]]] },
      { kind: 'board', title: '', cells: [cell(hostile, 'yes', hostile)] },
      { ...gauge(true), label: hostile } as Block,
    )
    expect(shown).not.toMatch(/[\u0000-\u0009\u000b-\u001f\u007f-\u009f\u202a-\u202e]/)
    expect(shown).toContain('\\u001b[2J\\u009b31m\\u202eX\\u000d')
  })
})
