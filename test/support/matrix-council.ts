// The shipped council moved to Matrix, as an operator would write its file; leaves its people and rooms on a homeserver to each test.
import { readFileSync } from 'node:fs'

const shipped = readFileSync(
  new URL('../../src/councils/it-planungsrat.yaml', import.meta.url),
  'utf8',
)
const ROOM = '  - { id: room, network: room }'

/** The account of a person of the council file. */
export const mxidOf = (person: string, server = 'localhost') => `@${person}:${server}`

export type MatrixCouncil = {
  readonly connection?: string
  readonly server?: string
  readonly devices?: 'signed' | 'any'
  /** The room of each place. */
  readonly rooms: Readonly<Record<string, string>>
}

/** A council file with one Matrix connection, in the place of those in `text`, or beside them. */
export function matrixCouncil(council: MatrixCouncil, beside = false, text = shipped): string {
  const { connection = 'matrix', server = 'localhost', devices, rooms } = council
  const more = devices === undefined ? '' : `, devices: ${devices}`
  const line = `  - { id: ${connection}, network: matrix, server: ${server}${more} }`
  const add = (list: string, id: string) => {
    const own = `{ connection: ${connection}, id: '${id}' }`
    return beside ? `[${list}, ${own}]` : `[${own}]`
  }
  return text
    .replace('connections:\n', `connections:\n${line}\n`)
    .replace(beside ? /^$/ : `${ROOM}\n`, '')
    .replace(/^( {2}- \{ id: ([a-z-]+),.* on: )\[(.*)\]( \})$/gm, (_, head, place, list, tail) => {
      return `${head}${add(list, rooms[place] ?? '')}${tail}`
    })
    .replace(/^( {2}- \{ id: ([a-z0-9-]+),.* accounts: )\[(.*)\]/gm, (_, head, person, list) => {
      return `${head}${add(list, mxidOf(person, server))}`
    })
}
