// The shipped council moved to Matrix, as an operator would write its file; leaves its people and rooms on a homeserver to each test.
import { readFileSync } from 'node:fs'
import { parse, stringify } from 'yaml'

const shipped = readFileSync(
  new URL('../../src/councils/it-planungsrat.yaml', import.meta.url),
  'utf8',
)

/** The account of a person of the council file. */
export const mxidOf = (person: string, server = 'localhost') => `@${person}:${server}`

export type MatrixCouncil = {
  readonly connection?: string
  readonly server?: string
  readonly devices?: 'signed' | 'any'
  /** The room of each place. */
  readonly rooms: Readonly<Record<string, string>>
}

type Written = {
  connections: object[]
  places: { id: string; on: unknown[] }[]
  persons: { id: string; accounts: object[] }[]
}

/** A council file with one Matrix connection, in the place of those in `text`, or beside them. */
export function matrixCouncil(council: MatrixCouncil, beside = false, text = shipped): string {
  const { connection = 'matrix', server = 'localhost', devices, rooms } = council
  const written: Written = parse(text)
  const add = <T>(list: T[], own: T) => (beside ? [...list, own] : [own])
  written.connections = add(written.connections, {
    ...{ id: connection, network: 'matrix', server },
    ...(devices === undefined ? {} : { devices }),
  })
  for (const place of written.places) {
    place.on = add<unknown>(place.on, { connection, id: rooms[place.id] ?? '' })
  }
  for (const person of written.persons) {
    person.accounts = add<object>(person.accounts, { connection, id: mxidOf(person.id, server) })
  }
  return stringify(written, { lineWidth: 0 })
}
