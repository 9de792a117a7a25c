// A council in which thousands owe a report: the shipped one with so many municipalities as further parties, each with a member of its own; leaves what is measured with it to the others.
import { readFileSync } from 'node:fs'

const shipped = new URL('../../src/councils/it-planungsrat.yaml', import.meta.url)

/** The parties that the shipped council has by itself. */
const SHIPPED_PARTIES = 17
/** Where the municipalities lie: their holidays are those of their Land. */
const LAENDER = [
  ...['BW', 'BY', 'BE', 'BB', 'HB', 'HH', 'HE', 'MV'],
  ...['NI', 'NW', 'RP', 'SL', 'SN', 'ST', 'SH', 'TH'],
]

/** The text of a council file with so many owing bodies in all. */
export function councilOf(bodies: number): string {
  const municipalities = Array.from({ length: bodies - SHIPPED_PARTIES }, (_, n) => ({
    code: `G${n + 1}`,
    person: `gemeinde-${n + 1}`,
    name: `Gemeinde ${n + 1}`,
    land: LAENDER[n % LAENDER.length],
  }))
  const persons = municipalities.map(
    ({ person, name }) =>
      `  - { id: ${person}, name: '${name}', language: de, accounts: [{ connection: room, id: ${person} }] }\n`,
  )
  const parties = municipalities.map(
    ({ code, name, land }) =>
      `      - { code: ${code}, name: ${name}, group: GEMEINDE, place: ${land} }\n`,
  )
  const mandates = municipalities.map(
    ({ code, person }) =>
      `      - { party: ${code}, role: member, person: ${person}, from: 2010-01-01 }\n`,
  )
  return [
    ['persons:\n', `persons:\n${persons.join('')}`],
    ['    parties:\n', `    parties:\n${parties.join('')}`],
    ['    mandates:\n', `    mandates:\n${mandates.join('')}`],
    ['        owed: laender\n', '        owed: all\n'],
    [/ {4}layout:\n(?: {6}- .*\n)+/, ''],
  ].reduce((text, [passage, by]) => replaced(text, passage, by), readFileSync(shipped, 'utf8'))
}

/** A passage that is not there would measure something else. */
function replaced(text: string, passage: string | RegExp | undefined, by: unknown): string {
  const is = text.replace(passage ?? '', () => String(by))
  if (is === text) throw new Error(`not in the shipped council file: ${passage}`)
  return is
}
