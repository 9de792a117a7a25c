// The shipped council with heads of the offices of its parties, as reminders reach them last; leaves what they are told to the tests.
import { SHIPPED, spoiled } from '../core/council-samples.ts'

export const head = (party: string) => `leitung-${party.toLowerCase()}`

/** The shipped file with a head for each party named, and with other words of it replaced. */
export function withHeads(
  parties: readonly string[],
  ...replaced: readonly (readonly [string, string])[]
): string {
  const persons = parties.map(
    (party) =>
      `  - { id: ${head(party)}, name: 'Leitung ${party}', language: de, accounts: [{ connection: room, id: ${head(party)} }] }\n`,
  )
  const heads = parties.map(
    (party) => `      - { party: ${party}, person: ${head(party)}, from: 2010-01-01 }\n`,
  )
  const first = '  - { id: mitglied-bund,'
  const roles = '    roles:\n'
  const withPeople = spoiled(first, `${persons.join('')}${first}`, SHIPPED)
  const withOffices = spoiled(roles, `    officeHeads:\n${heads.join('')}${roles}`, withPeople)
  return replaced.reduce((text, [passage, by]) => text.replaceAll(passage, by), withOffices)
}
