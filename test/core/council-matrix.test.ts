// A council file for Matrix: servers, rooms, accounts and devices are refused at their line where Matrix would not know them, and what lets in more than one server's accounts is said aloud.
import { describe, expect, test } from 'vitest'
import { createDirectory } from '../../src/core/council/index.ts'
import { readCouncilFile } from '../../src/files/council-file.ts'
import { BODY, councilOf, faultsOf, spoiled } from './council-samples.ts'

const ROOM = '  - { id: room, network: room }'
const PLACE = 'language: de, on: [room] }'
const HE = 'accounts: [{ connection: room, id: mitglied-he }]'
const BY = 'accounts: [{ connection: room, id: mitglied-by }]'

/** The shipped council, also in Matrix: the council's place and Hessen's member. */
function inMatrix({
  connection = 'server: example.org',
  on = "[room, { connection: matrix-bund, id: '!AbCdEf:example.org' }]",
  account = "{ connection: matrix-bund, id: '@hessen:example.org' }",
} = {}): string {
  const connected = spoiled(
    ROOM,
    `${ROOM}\n  - { id: matrix-bund, network: matrix${connection && `, ${connection}`} }`,
  )
  const placed = spoiled(PLACE, `language: de, on: ${on} }`, connected)
  return spoiled(HE, HE.replace(']', `, ${account}]`), placed)
}

const lineOf = (text: string, passage: string) =>
  text.slice(0, text.indexOf(passage)).split('\n').length

function warningsOf(text: string): string[] {
  const read = readCouncilFile(text)
  if ('faults' in read) throw new Error(faultsOf(text).join('\n'))
  return read.warnings.map(({ line, words }) => `${line}: ${words.en}`)
}

describe('a place in Matrix', () => {
  test.each(['!AbCdEf:example.org', '!hDayGJ9A1mVq_x-7', '!a:b:c/?$'])(
    'is a room, whose id %s is taken as it is',
    (id) => {
      const text = inMatrix({ on: `[{ connection: matrix-bund, id: '${id}' }]` })
      const directory = createDirectory(councilOf(text), 1)
      expect(directory.channelOf('umlauf', 'matrix-bund')).toBe(id)
      expect(directory.placeOn('matrix-bund', id)?.id).toBe('umlauf')
      expect(directory.places(BODY, 'council')).toMatchObject([{ connections: ['matrix-bund'] }])
    },
  )

  test.each([
    ['without a room', '[room, matrix-bund]'],
    ['with an alias', "[room, { connection: matrix-bund, id: '#umlauf:example.org' }]"],
    ['with no more than the sign', "[room, { connection: matrix-bund, id: '!' }]"],
  ])('%s is refused at its line', (_, on) => {
    const text = inMatrix({ on })
    expect(faultsOf(text)).toEqual([
      `${lineOf(text, on)}: On the connection "matrix-bund" a place has the id of its channel: { connection: matrix-bund, id: '!AbCdEfGhIjKlMnOpQr:example.org' }.`,
    ])
  })

  test('with white space or too long an id is refused', () => {
    for (const id of ['!Ab Cd', `!${'a'.repeat(255)}`]) {
      const on = `[room, { connection: matrix-bund, id: '${id}' }]`
      expect(faultsOf(inMatrix({ on }))).toHaveLength(1)
    }
  })

  test('without quotation marks is no YAML, and the file says how to write it', () => {
    const on = '[room, { connection: matrix-bund, id: !AbCdEf:example.org }]'
    expect(faultsOf(inMatrix({ on }))).toEqual([
      expect.stringContaining('where it begins with "!", put it in quotation marks: \'!…\''),
    ])
  })
})

describe('a connection to Matrix', () => {
  test.each(['', "server: 'https://example.org'", "server: '@umlauf:example.org'"])(
    'names its server: "%s" is refused',
    (connection) => {
      const text = inMatrix({ connection })
      expect(faultsOf(text)).toEqual([
        `${lineOf(text, 'id: matrix-bund')}: A connection on the network "matrix" names the server that its accounts are at home on, for example server: example.org.`,
      ])
    },
  )

  test.each(['server: matrix.example.org', "server: 'localhost:8448'", "server: '[::1]:8448'"])(
    'takes "%s"',
    (connection) => {
      expect(faultsOf(inMatrix({ connection }))).toEqual([])
    },
  )

  test('says which devices count: signed ones, or any, and nothing else', () => {
    expect(faultsOf(inMatrix({ connection: 'server: example.org, devices: signed' }))).toEqual([])
    expect(faultsOf(inMatrix({ connection: 'server: example.org, devices: all' }))).toHaveLength(1)
    const text = inMatrix({ connection: 'server: example.org, devices: any' })
    expect(warningsOf(text)).toEqual([
      `${lineOf(text, 'devices: any')}: On "matrix-bund" votes from devices that their owner has not verified count too (devices: any). A stranger's device in an account is then not noticed; check that this is meant.`,
    ])
  })

  test('names nothing that is another network’s', () => {
    const team = inMatrix({ connection: 'server: example.org, team: T0BUND' })
    expect(faultsOf(team)).toEqual([
      `${lineOf(team, 'team: T0BUND')}: The field "team" has no effect on the network "matrix". Please delete it.`,
    ])
    const slack = spoiled(
      ROOM,
      `${ROOM}\n  - { id: slack-bund, network: slack, team: T0BUND, devices: any }`,
    )
    expect(faultsOf(slack)).toEqual([
      expect.stringContaining('The field "devices" has no effect on the network "slack".'),
    ])
  })
})

describe('an account in Matrix', () => {
  test.each([
    'hessen',
    '@hessen',
    'hessen:example.org',
    '@he ssen:example.org',
    '@hessen:Example.org',
  ])('"%s" is refused at its line', (id) => {
    const text = inMatrix({ account: `{ connection: matrix-bund, id: '${id}' }` })
    const [fault, ...others] = faultsOf(text)
    expect(others).toEqual([])
    expect(fault).toMatch(new RegExp(`^${lineOf(text, HE.slice(0, -1))}: `))
  })

  test('is found by its whole id alone', () => {
    const directory = createDirectory(councilOf(inMatrix()), 1)
    const person = (id: string) =>
      directory.identify({ connection: 'matrix-bund', id }, Date.UTC(2023, 9, 10))?.person
    expect(person('@hessen:example.org')).toBe('mitglied-he')
    expect(person('@hessen:example.org.evil')).toBeUndefined()
    expect(person('@Hessen:example.org')).toBeUndefined()
    expect(person('hessen')).toBeUndefined()
  })

  test('without quotation marks is no YAML, and the file says how to write it', () => {
    const account = '{ connection: matrix-bund, id: @hessen:example.org }'
    expect(faultsOf(inMatrix({ account }))).toEqual([
      expect.stringContaining("stands in quotation marks: '@…'"),
    ])
  })

  test('of the connection’s own server is let in without a word', () => {
    expect(warningsOf(inMatrix())).toEqual([])
  })

  test('of another server is let in and said aloud, once for each server', () => {
    const abroad = (name: string) => `{ connection: matrix-bund, id: '@${name}:hessen.example' }`
    const one = inMatrix({ account: abroad('hessen') })
    expect(warningsOf(one)).toEqual([
      `${lineOf(one, HE.slice(0, -1))}: "Mitglied Hessen" acts on "matrix-bund" from the server hessen.example. Whoever runs it decides who has an account there; check that this is meant.`,
    ])
    const two = spoiled(BY, BY.replace(']', `, ${abroad('bayern')}]`), one)
    expect(warningsOf(two)).toEqual([expect.stringContaining('and one more account act on')])
  })
})
