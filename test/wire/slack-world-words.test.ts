// Holds the loopback Slack to showing what a reader sees, and to finding every mention and link; leaves what is refused to slack-world-blocks.test.ts.
import { describe, expect, it } from 'vitest'
import { mentions } from './slack/index.ts'
import { wordsOfMrkdwn } from './slack/mrkdwn.ts'
import { wordsOfChannel } from './slack/words.ts'
import { createWorld } from './slack/world.ts'

const plain = (text: string) => ({ type: 'plain_text', text })
const mrkdwn = (text: string) => ({ type: 'mrkdwn', text })
const section = (text: string) => ({ type: 'section', text: mrkdwn(text) })
const rich = (...elements: object[]) => ({
  type: 'rich_text',
  elements: [{ type: 'rich_text_section', elements }],
})

const names = { user: (id: string) => `Name ${id}`, channel: () => 'rat' }
const wordsOf = (text: string) => wordsOfMrkdwn(text, names)

describe('mrkdwn', () => {
  it('shows names for ids, labels for links, the fallback of a date', () => {
    expect(wordsOf('<@U1> in <#C1>: <https://a.example|Rathaus>, <!here>')).toBe(
      '@Name U1 in #rat: Rathaus, @here',
    )
    expect(wordsOf('bis <!date^1720710212^{date_num} {time}|11.07.2024, 17:03>')).toBe(
      'bis 11.07.2024, 17:03',
    )
  })

  it('shows marks as what they do, and escaped signs as themselves', () => {
    expect(wordsOf('*fett*, _schräg_ und ~weg~, `x` (*_beides_*)')).toBe(
      'fett, schräg und weg, x (beides)',
    )
    expect(wordsOf('&lt;!channel&gt; &amp;amp; 2*3*4 snake_case_name')).toBe(
      '<!channel> &amp; 2*3*4 snake_case_name',
    )
  })
})

describe('a channel', () => {
  const world = createWorld({
    team: 'T1',
    enterprise: undefined,
    appId: 'A1',
    botUser: 'UB',
    botId: 'B1',
    botName: 'umlauf',
  })
  world.addUser({ id: 'U1', name: 'Frau Müller' })
  world.addChannel({ id: 'C1', name: 'rat', members: ['U1'] })

  it('shows every kind of block in plain words', () => {
    const say = { channel: 'C1', user: 'UB', bot_id: 'B1' }
    const { ts } = world.store({
      ...say,
      text: 'für die Benachrichtigung',
      blocks: [
        { type: 'header', text: plain('Titel *wörtlich*') },
        { ...section('*Frage*'), accessory: { type: 'button', text: plain('Mehr') } },
        { type: 'section', fields: [mrkdwn('*Frist*'), plain('morgen')] },
        { type: 'context', elements: [mrkdwn('von <@U1>'), { type: 'image', alt_text: 'Bild' }] },
        { type: 'divider' },
        rich({ type: 'text', text: '<wörtlich> ' }, { type: 'user', user_id: 'U1' }),
        {
          type: 'rich_text',
          elements: [
            {
              type: 'rich_text_list',
              style: 'ordered',
              elements: [{ type: 'rich_text_section', elements: [{ type: 'text', text: 'eins' }] }],
            },
            { type: 'rich_text_quote', elements: [{ type: 'text', text: 'Zitat' }] },
          ],
        },
        {
          type: 'table',
          rows: [[{ type: 'raw_text', text: 'Land' }, rich({ type: 'text', text: 'ja' })]],
        },
        {
          type: 'actions',
          elements: [
            { type: 'button', text: plain('Ja') },
            {
              type: 'static_select',
              options: [{ text: plain('Nein') }, { text: plain('Enthaltung') }],
            },
          ],
        },
      ],
    })
    world.store({ ...say, text: 'Nachtrag', thread_ts: ts })
    expect(wordsOfChannel(world, 'U1', 'C1').split('\n')).toEqual([
      'umlauf: Titel *wörtlich*',
      'Frage',
      '[Mehr]',
      'Frist',
      'morgen',
      'von @Frau Müller (Bild)',
      '---',
      '<wörtlich> @Frau Müller',
      '1. eins',
      '> Zitat',
      'Land | ja',
      '[Ja] [Nein / Enthaltung]',
      'umlauf (reply): Nachtrag',
    ])
  })
})

describe('mentions', () => {
  it('are found in text, in mrkdwn and in rich text', () => {
    const text =
      '<!channel> <@U1|x> <#C1> <!subteam^S1> <https://a.example|Rathaus> https://b.example'
    expect(mentions({ text })).toEqual({
      broadcasts: ['channel'],
      users: ['U1'],
      channels: ['C1'],
      groups: ['S1'],
      links: ['https://a.example', 'https://b.example'],
    })
    const found = mentions({
      blocks: [
        section('<!here>'),
        rich({ type: 'user', user_id: 'U2' }, { type: 'link', url: 'https://c.example' }),
      ],
    })
    expect(found).toMatchObject({
      broadcasts: ['here'],
      users: ['U2'],
      links: ['https://c.example'],
    })
  })

  it('are none where the text is escaped, plain or literal', () => {
    const words = '<!channel> <@U1> <https://evil.example|Rathaus>'
    const escaped = words.replaceAll('<', '&lt;').replaceAll('>', '&gt;').replace('https://', '')
    const none = { broadcasts: [], users: [], channels: [], groups: [], links: [] }
    const blocks = [{ type: 'header', text: plain(words) }, rich({ type: 'text', text: words })]
    expect(mentions({ text: escaped, blocks })).toEqual(none)
  })
})
