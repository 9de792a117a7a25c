// A council file for Slack: teams, channels and accounts are refused at their line where Slack would not know them, and guests are said aloud.
import { describe, expect, test } from 'vitest'
import { createDirectory } from '../../src/core/council/index.ts'
import { readCouncilFile } from '../../src/files/council-file.ts'
import { BODY, councilOf, faultsOf, SHIPPED, spoiled } from './council-samples.ts'

const ROOM = '  - { id: room, network: room }'
const PLACE = 'language: de, on: [room] }'
const HE = 'accounts: [{ connection: room, id: mitglied-he }]'

/** The shipped council, also in Slack: the council's place and Hessen's member. */
function inSlack({
  team = 'team: T0BUND',
  on = '[room, { connection: slack-bund, id: C0UMLAUF }]',
  account = '{ connection: slack-bund, id: U0HESSEN }',
} = {}): string {
  const connected = spoiled(
    ROOM,
    `${ROOM}\n  - { id: slack-bund, network: slack${team && `, ${team}`} }`,
  )
  const placed = spoiled(PLACE, `language: de, on: ${on} }`, connected)
  return spoiled(HE, HE.replace(']', `, ${account}]`), placed)
}

const lineOf = (text: string, passage: string) =>
  text.slice(0, text.indexOf(passage)).split('\n').length

describe('a place in Slack', () => {
  test('has its own id in one network and a channel in the other, and is found by either', () => {
    const directory = createDirectory(councilOf(inSlack()), 1)
    expect(directory.places(BODY, 'council')).toMatchObject([
      {
        id: 'umlauf',
        connections: ['room', 'slack-bund'],
        channels: [
          { connection: 'room', id: 'umlauf' },
          { connection: 'slack-bund', id: 'C0UMLAUF' },
        ],
      },
    ])
    expect(directory.channelOf('umlauf', 'room')).toBe('umlauf')
    expect(directory.channelOf('umlauf', 'slack-bund')).toBe('C0UMLAUF')
    expect(directory.channelOf('geschaeftsstelle', 'slack-bund')).toBeUndefined()
    expect(directory.channelOf('weg', 'room')).toBeUndefined()
    expect(directory.placeOn('slack-bund', 'C0UMLAUF')?.id).toBe('umlauf')
    expect(directory.placeOn('slack-bund', 'umlauf')).toBeUndefined()
    expect(directory.placeOn('room', 'C0UMLAUF')).toBeUndefined()
  })

  test('a file without channels reads as before', () => {
    const directory = createDirectory(councilOf(SHIPPED), 1)
    expect(directory.placeOn('room', 'geschaeftsstelle')?.name).toBe('Geschäftsstelle')
  })

  test.each([
    ['without a channel', '[room, slack-bund]'],
    ['with the name of a channel', '[room, { connection: slack-bund, id: umlaufverfahren }]'],
    ['with a private talk', '[room, { connection: slack-bund, id: D0PRIVATE }]'],
  ])('%s is refused at its line', (_, on) => {
    const text = inSlack({ on })
    expect(faultsOf(text)).toEqual([
      `${lineOf(text, on)}: On the connection "slack-bund" a place has the id of its channel: { connection: slack-bund, id: C0123456789 }.`,
    ])
  })

  test('nothing but a connection, or a connection with a channel, stands there', () => {
    const text = inSlack({ on: '[room, { connection: slack-bund }]' })
    expect(faultsOf(text)).toEqual([
      expect.stringMatching(/^13: Here stands a connection, or a connection with a channel/),
    ])
  })

  test('one channel is one place, and one place has one channel in a network', () => {
    const same = spoiled(
      PLACE,
      `language: de, on: [{ connection: slack-bund, id: C0UMLAUF }] }`,
      inSlack(),
    )
    expect(faultsOf(same)).toEqual([
      `${lineOf(same, 'id: geschaeftsstelle, name')}: The channel "slack-bund: C0UMLAUF" stands here twice. Delete one entry or rename it.`,
    ])
    const two =
      '[{ connection: slack-bund, id: C0UMLAUF }, { connection: slack-bund, id: C0ANDERER }]'
    expect(faultsOf(inSlack({ on: two }))).toEqual([
      expect.stringContaining('The connection "slack-bund" stands here twice'),
    ])
  })
})

describe('a connection to Slack', () => {
  test.each(['', 'team: bund', 'team: C0UMLAUF'])('names its team: "%s" is refused', (team) => {
    const text = inSlack({ team })
    expect(faultsOf(text)).toEqual([
      `${lineOf(text, 'slack-bund')}: A connection on the network "slack" names its team, for example team: T0123456789.`,
    ])
  })

  test('an organisation of Enterprise Grid is one too', () => {
    expect(faultsOf(inSlack({ team: 'team: E0BUND' }))).toEqual([])
  })
})

describe('an account in Slack', () => {
  test.each(['hessen', 'u0hessen', 'C0UMLAUF', 'T0BUND/', '/U0HESSEN', 'T0BUND/U0/X', 'T0BUND'])(
    '"%s" is refused at its line',
    (id) => {
      const text = inSlack({ account: `{ connection: slack-bund, id: ${id} }` })
      expect(faultsOf(text)).toEqual([
        `${lineOf(text, HE.slice(0, -1))}: On the connection "slack-bund" an account looks like U0123456789, that of a guest like T0123456789/U0123456789.`,
      ])
    },
  )

  test.each(['U0HESSEN', 'W0HESSEN'])('"%s" is a full member of the team, without a word', (id) => {
    const read = readCouncilFile(inSlack({ account: `{ connection: slack-bund, id: ${id} }` }))
    expect(read).toMatchObject({ warnings: [] })
  })

  test.each(['T0ANDERS/U0GAST', 'E0ANDERS/W0GAST', 'T0BUND/U0GAST'])(
    '"%s" is a guest: let in, and said aloud',
    (id) => {
      const text = inSlack({ account: `{ connection: slack-bund, id: ${id} }` })
      const read = readCouncilFile(text)
      if ('faults' in read) throw new Error('refused')
      expect(read.warnings).toMatchObject([
        {
          line: lineOf(text, HE.slice(0, -1)),
          words: {
            de: expect.stringContaining(`„Mitglied Hessen“ handelt mit dem Gastkonto ${id}`),
          },
        },
      ])
      const directory = createDirectory(read.council, 1)
      const at = Date.UTC(2023, 9, 10)
      expect(directory.identify({ connection: 'slack-bund', id }, at)?.person).toBe('mitglied-he')
      const [team, user] = id.split('/')
      expect(directory.identify({ connection: 'slack-bund', id: `${user}` }, at)).toBeUndefined()
      expect(
        directory.identify({ connection: 'slack-bund', id: `${team}X/${user}` }, at),
      ).toBeUndefined()
    },
  )
})
