// The shipped council moved to Slack, as an operator would write its file, and its people and channels on a loopback Slack; leaves what they do to each test.
import { readFileSync } from 'node:fs'
import { readCouncilFile } from '../../src/files/council-file.ts'
import type { Slack } from '../wire/slack/index.ts'

const shipped = readFileSync(
  new URL('../../src/councils/it-planungsrat.yaml', import.meta.url),
  'utf8',
)

/** The channel of a place of the council file, and the account of a person, by their ids. */
export const channelOf = (place: string) => `C0${place.toUpperCase()}`
export const accountOf = (person: string) => `U0${person.toUpperCase().replaceAll('-', '')}`

/** A council file for Slack connections, by id and team; the room stays where it is asked for. */
export function slackCouncil(
  connections: Readonly<Record<string, string>>,
  { room = false } = {},
): string {
  const ids = Object.keys(connections)
  const [first = ''] = ids
  const networks = ids.map((id) => `  - { id: ${id}, network: slack, team: ${connections[id]} }`)
  const rooms = room ? ['  - { id: room, network: room }'] : []
  return shipped
    .replace('  - { id: room, network: room }', [...rooms, ...networks].join('\n'))
    .replace(/\{ id: ([a-z-]+), name: (.*) on: \[room\] \}/g, (_, place: string, rest: string) => {
      const on = ids.map((id) => `{ connection: ${id}, id: ${channelOf(place)} }`)
      return `{ id: ${place}, name: ${rest} on: [${[...(room ? ['room'] : []), ...on].join(', ')}] }`
    })
    .replace(/\[\{ connection: room, id: ([a-z0-9-]+) \}\]/g, (own, person: string) => {
      const account = `{ connection: ${first}, id: ${accountOf(person)} }`
      return room ? own.replace('}]', `}, ${account}]`) : `[${account}]`
    })
}

/** Everybody of the council file in the workspace, in the channels of its places. */
export function populate(slack: Slack, text: string): void {
  const read = readCouncilFile(text)
  if ('faults' in read) throw new Error(read.faults.map(({ words }) => words.en).join('\n'))
  const { persons, places } = read.council
  const members = persons.map(({ id }) => accountOf(id))
  for (const { id, name } of persons) slack.addUser({ id: accountOf(id), name })
  for (const { id } of places) slack.addChannel({ id: channelOf(id), name: id, members })
}
