// Holds the loopback Slack to refusing the blocks and views that Slack refuses, with the place of the fault; leaves what readers see of good ones to slack-world-words.test.ts.
import { describe, expect, it } from 'vitest'
import { complaintsAboutBlocks, isTooLong } from './slack/block-limits.ts'
import { complaintsAboutView, isTooLarge } from './slack/view-limits.ts'

const plain = (text: string) => ({ type: 'plain_text', text })
const mrkdwn = (text: string) => ({ type: 'mrkdwn', text })
const section = (text: string) => ({ type: 'section', text: mrkdwn(text) })
const button = (more: object = {}) => ({
  type: 'button',
  text: plain('Ja'),
  action_id: 'a',
  ...more,
})
const actions = (...elements: object[]) => ({ type: 'actions', elements })
const option = (value: string) => ({ text: plain(value), value })
const options = (count: number) => Array.from({ length: count }, (_, i) => option(`o${i}`))
const rich = (...elements: object[]) => ({
  type: 'rich_text',
  elements: [{ type: 'rich_text_section', elements }],
})
const input = (element: object) => ({ type: 'input', label: plain('Frage'), element })

/** What Slack says of one block. */
const faultsOf = (...blocks: object[]) => complaintsAboutBlocks(blocks).join('\n')

describe('blocks that Slack takes', () => {
  it('everything a vote needs, at its limits', () => {
    const select = { type: 'static_select', action_id: 's', placeholder: plain('Wahl') }
    const blocks = [
      { type: 'header', text: plain('x'.repeat(150)) },
      section('x'.repeat(3000)),
      { type: 'section', fields: Array.from({ length: 10 }, () => mrkdwn('x'.repeat(2000))) },
      { type: 'context', elements: Array.from({ length: 10 }, () => mrkdwn('x')) },
      { type: 'divider' },
      actions(
        ...Array.from({ length: 24 }, (_, i) =>
          button({ action_id: `b${i}`, value: 'x'.repeat(2000), style: 'primary' }),
        ),
        { ...select, options: options(100) },
      ),
      { ...section('mit Knopf'), accessory: button({ accessibility_label: 'x'.repeat(75) }) },
      rich(
        { type: 'text', text: 'fett', style: { bold: true } },
        { type: 'date', timestamp: 1_720_710_212, format: '{date_num}', fallback: '11.07.2024' },
      ),
      { type: 'markdown', text: '# Titel' },
      {
        type: 'table',
        rows: [[{ type: 'raw_text', text: 'a' }, rich({ type: 'text', text: 'b' })]],
      },
      input({ type: 'plain_text_input', action_id: 'i', max_length: 3000, multiline: true }),
    ]
    expect(complaintsAboutBlocks(blocks)).toEqual([])
  })

  it('the same action_id in two blocks, and no text beside fields', () => {
    expect(faultsOf(actions(button()), actions(button()))).toBe('')
  })
})

describe('blocks that Slack refuses', () => {
  const cases: readonly (readonly [string, object[], string])[] = [
    ['a block nobody knows', [{ type: 'vote' }], '/blocks/0/type'],
    [
      'a header that is too long',
      [{ type: 'header', text: plain('x'.repeat(151)) }],
      'less than 151 characters [json-pointer:/blocks/0/text/text]',
    ],
    ['a header with markup', [{ type: 'header', text: mrkdwn('x') }], '/blocks/0/text'],
    ['an empty text', [section('')], 'more than 0 characters [json-pointer:/blocks/0/text/text]'],
    ['a section with 3,001 characters', [section('x'.repeat(3001))], '/blocks/0/text/text'],
    ['a section with nothing', [{ type: 'section' }], 'missing required field'],
    [
      'eleven fields',
      [{ type: 'section', fields: Array(11).fill(mrkdwn('x')) }],
      'no more than 10 items allowed [json-pointer:/blocks/0/fields]',
    ],
    [
      'eleven elements of a context',
      [{ type: 'context', elements: Array(11).fill(mrkdwn('x')) }],
      '/blocks/0/elements',
    ],
    [
      '26 buttons',
      [actions(...Array.from({ length: 26 }, (_, i) => button({ action_id: `b${i}` })))],
      'no more than 25 items allowed [json-pointer:/blocks/0/elements]',
    ],
    [
      'a label of 76 characters',
      [actions(button({ text: plain('x'.repeat(76)) }))],
      '/blocks/0/elements/0/text/text',
    ],
    [
      'a value of 2,001 characters',
      [actions(button({ value: 'x'.repeat(2001) }))],
      '/blocks/0/elements/0/value',
    ],
    [
      'an accessibility label of 76',
      [actions(button({ accessibility_label: 'x'.repeat(76) }))],
      '/accessibility_label',
    ],
    [
      'a colour Slack does not have',
      [actions(button({ style: 'warning' }))],
      '/blocks/0/elements/0/style',
    ],
    [
      'a button without words',
      [actions({ type: 'button', action_id: 'a' })],
      'missing required field: text',
    ],
    ['an action_id of 256', [actions(button({ action_id: 'x'.repeat(256) }))], '/action_id'],
    ['one action_id twice in a block', [actions(button(), button())], 'already exists'],
    [
      'one block_id twice',
      [
        { ...section('a'), block_id: 'b' },
        { ...section('c'), block_id: 'b' },
      ],
      '/blocks/1/block_id',
    ],
    [
      'a member nobody knows',
      [{ ...section('a'), colour: 'red' }],
      'invalid additional property: colour',
    ],
    [
      'an input among actions',
      [actions({ type: 'plain_text_input', action_id: 'a' })],
      'unsupported type: plain_text_input',
    ],
    [
      'a question before an action that is cut short',
      [
        actions(
          button({
            confirm: {
              title: plain('Sicher?'),
              text: plain('x'.repeat(301)),
              confirm: plain('Ja'),
              deny: plain('Nein'),
            },
          }),
        ),
      ],
      '/confirm/text/text',
    ],
    [
      '101 options',
      [actions({ type: 'static_select', action_id: 's', options: options(101) })],
      '/options',
    ],
    [
      'eleven radio buttons',
      [input({ type: 'radio_buttons', action_id: 'r', options: options(11) })],
      '/options',
    ],
    [
      'two options with one value',
      [input({ type: 'radio_buttons', action_id: 'r', options: [option('a'), option('a')] })],
      'unique',
    ],
    [
      'an option of 76 characters',
      [input({ type: 'static_select', action_id: 's', options: [option('x'.repeat(76))] })],
      '/options/0/text/text',
    ],
    [
      'a first choice that is not offered',
      [
        input({
          type: 'static_select',
          action_id: 's',
          options: options(2),
          initial_option: option('x'),
        }),
      ],
      '/initial_option',
    ],
    [
      'a field for 3,001 characters',
      [input({ type: 'plain_text_input', action_id: 'i', max_length: 3001 })],
      '/max_length',
    ],
    [
      'a day that is no day',
      [input({ type: 'datepicker', action_id: 'd', initial_date: '2026-13-01' })],
      '/initial_date',
    ],
    [
      'a number without its kind',
      [input({ type: 'number_input', action_id: 'n' })],
      'is_decimal_allowed',
    ],
    [
      'a picture without words',
      [{ type: 'image', image_url: 'https://example.org/a.png' }],
      'missing required field: alt_text',
    ],
    [
      'rich text with an unknown element',
      [rich({ type: 'video', url: 'x' })],
      'unsupported type: video',
    ],
    ['rich text with an empty text', [rich({ type: 'text', text: '' })], '/text'],
    [
      'rich text with a style nobody knows',
      [rich({ type: 'text', text: 'a', style: { loud: true } })],
      'loud',
    ],
    [
      'a list of bare texts',
      [
        {
          type: 'rich_text',
          elements: [
            { type: 'rich_text_list', style: 'bullet', elements: [{ type: 'text', text: 'a' }] },
          ],
        },
      ],
      '/blocks/0/elements/0/elements/0',
    ],
    [
      'two tables',
      [
        { type: 'table', rows: [[{ type: 'raw_text', text: 'a' }]] },
        { type: 'table', rows: [[{ type: 'raw_text', text: 'a' }]] },
      ],
      'only one table',
    ],
    [
      '51 blocks',
      Array.from({ length: 51 }, () => ({ type: 'divider' })),
      'no more than 50 items allowed [json-pointer:/blocks]',
    ],
  ]
  for (const [says, blocks, words] of cases)
    it(says, () => {
      expect(faultsOf(...blocks)).toContain(words)
    })

  it('13,200 characters of them', () => {
    const many = (count: number) => Array.from({ length: count }, () => section('x'.repeat(2900)))
    expect(isTooLong(many(3))).toBe(false)
    expect(isTooLong(many(5))).toBe(true)
    expect(isTooLong([section('"'.repeat(7000))])).toBe(true)
  })
})

describe('views', () => {
  const modal = (more: object = {}) => ({
    type: 'modal',
    title: plain('Abstimmen'),
    blocks: [section('Frage')],
    ...more,
  })
  const faults = (view: object) => complaintsAboutView(view, 'modal').join('\n')

  it('a modal and an App Home at their limits are taken', () => {
    const blocks = Array.from({ length: 100 }, () => ({ type: 'divider' }))
    const most = { title: plain('x'.repeat(24)), private_metadata: 'x'.repeat(3000), blocks }
    expect(faults(modal(most))).toBe('')
    expect(complaintsAboutView({ type: 'home', blocks }, 'home')).toEqual([])
  })

  it('a title of 25, no title, 101 blocks, 3,001 characters of private_metadata are refused', () => {
    expect(faults(modal({ title: plain('x'.repeat(25)) }))).toContain('/view/title/text')
    expect(faults({ type: 'modal', blocks: [section('a')] })).toContain('field: title')
    const blocks = Array.from({ length: 101 }, () => ({ type: 'divider' }))
    expect(faults(modal({ blocks }))).toContain('no more than 100 items allowed')
    expect(faults(modal({ private_metadata: 'x'.repeat(3001) }))).toContain('/private_metadata')
  })

  it('fields without a button to send them, and blocks that are for messages, are refused', () => {
    const blocks = [input({ type: 'plain_text_input', action_id: 'i' })]
    expect(faults(modal({ blocks }))).toContain('missing required field: submit')
    expect(faults(modal({ blocks: [{ type: 'markdown', text: 'x' }] }))).toContain('markdown')
    expect(complaintsAboutView(modal(), 'home').join()).toContain('/view/type')
    expect(isTooLarge(modal({ private_metadata: 'x'.repeat(250_001) }))).toBe(true)
  })
})
