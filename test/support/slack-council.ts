// The shipped council moved to Slack, as an operator would write its file, and its people and channels on a loopback Slack; leaves what they do to each test.
import { readFileSync } from 'node:fs'
import { parse, stringify } from 'yaml'
import { readCouncilFile } from '../../src/files/council-file.ts'
import type { Slack } from '../wire/slack/index.ts'

const shipped = readFileSync(
  new URL('../../src/councils/it-planungsrat.yaml', import.meta.url),
  'utf8',
)

type Account = { readonly connection: string; readonly id: string }
type Written = {
  connections: object[]
  places: { id: string; on: (string | Account)[] }[]
  persons: { id: string; name: string; language?: string; accounts: Account[] }[]
  bodies: { officeHeads?: object[] }[]
}

export type SlackCouncilOptions = {
  /** Keeps the room as a connection beside Slack. */
  readonly room?: boolean
  /** The accounts of a person on Slack; by default one, on the first connection. */
  readonly accounts?: (person: string) => readonly Account[]
  /** Parties with a head of their office. */
  readonly heads?: readonly string[]
}

/** The channel of a place of the council file, and the account of a person, by their ids. */
export const channelOf = (place: string) => `C0${place.toUpperCase()}`
/** The head of a party's office, by the party. */
export const headOf = (party: string) => `leitung-${party.toLowerCase()}`
export const accountOf = (person: string) => `U0${person.toUpperCase().replaceAll('-', '')}`

/** A council file for Slack connections, by id and team; the room stays where it is asked for. */
export function slackCouncil(
  connections: Readonly<Record<string, string>>,
  { room = false, accounts, heads = [] }: SlackCouncilOptions = {},
): string {
  const ids = Object.keys(connections)
  const [first = ''] = ids
  const own = accounts ?? ((person) => [{ connection: first, id: accountOf(person) }])
  const council: Written = parse(shipped)
  const there = ids.map((id) => ({ id, network: 'slack', team: connections[id] }))
  council.connections = [...(room ? council.connections : []), ...there]
  for (const place of council.places) {
    const channels = ids.map((connection) => ({ connection, id: channelOf(place.id) }))
    place.on = [...(room ? place.on : []), ...channels]
  }
  for (const party of heads) {
    const id = headOf(party)
    council.persons.push({ id, name: `Leitung ${party}`, language: 'de', accounts: [] })
  }
  if (heads.length > 0 && council.bodies[0]) {
    const since = { from: '2010-01-01' }
    council.bodies[0].officeHeads = heads.map((party) => ({
      party,
      person: headOf(party),
      ...since,
    }))
  }
  for (const person of council.persons) {
    person.accounts = [...(room ? person.accounts : []), ...own(person.id)]
  }
  return stringify(council, { lineWidth: 0 })
}

/** Everybody who has an account in this workspace, in the channels of its places; without a connection, everybody. */
export function populate(slack: Slack, text: string, connection?: string): void {
  const read = readCouncilFile(text)
  if ('faults' in read) throw new Error(read.faults.map(({ words }) => words.en).join('\n'))
  const { persons, places } = read.council
  const here = persons.flatMap(({ id, name, accounts }) =>
    connection === undefined
      ? [{ id: accountOf(id), name }]
      : accounts
          .filter((one) => one.connection === connection)
          .map((one) => ({ id: one.id, name })),
  )
  const members = here.map(({ id }) => id)
  for (const user of here) slack.addUser(user)
  for (const { id } of places) slack.addChannel({ id: channelOf(id), name: id, members })
}
