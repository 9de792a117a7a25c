// What a network demands of the ids in a council file: the team of a connection, the channel of a place, the form of an account; leaves which networks there are, and their forms, to src/files.
import { inBoth } from '../texts.ts'
import type { Council, Fault } from './council.ts'
import { presencesIn } from './directory.ts'
import { networkTexts } from './network-texts.ts'

/** A form that ids of a network have, with examples for whoever wrote another one. */
type IdForm = { readonly shape: RegExp; readonly example: string }

/** The rules of one network; what is not named is free. */
export type Network = {
  readonly team?: IdForm
  readonly channel?: IdForm
  readonly account?: IdForm
  /** An account of somebody from outside the team. It is let in by the file alone, and said aloud. */
  readonly guest?: IdForm
}

/** The networks whose rules are known, by the name that a connection gives. */
export type Networks = Readonly<Record<string, Network>>

type Path = Fault['path']
type Say = (texts: (typeof networkTexts)['de']) => string

/** What in the file a network would not know. Apart from `checkCouncil`, as `checkPlaces` is. */
export function checkNetworks(council: Council, networks: Networks): Fault[] {
  const of = networksOf(council, networks)
  return [
    ...council.connections.flatMap(({ id, network, team }, i) => {
      const form = of(id)?.team
      return form && !(team && form.shape.test(team))
        ? [fault(['connections', i, 'team'], (t) => t.team(network, form.example))]
        : []
    }),
    ...presencesIn(council).flatMap(({ connection, id, named, path }) => {
      const form = of(connection)?.channel
      return form && !(named && form.shape.test(id))
        ? [fault(path, (t) => t.channel(connection, form.example))]
        : []
    }),
    ...accountsIn(council).flatMap(({ account, path }) => {
      const { account: form, guest } = of(account.connection) ?? {}
      const fits = !form || form.shape.test(account.id) || guest?.shape.test(account.id)
      return fits
        ? []
        : [fault(path, (t) => t.account(account.connection, form.example, guest?.example))]
    }),
  ]
}

/** What is allowed and should still be seen by whoever applies the file: accounts from outside the team. */
export function networkWarnings(council: Council, networks: Networks): Fault[] {
  const of = networksOf(council, networks)
  return accountsIn(council).flatMap(({ account, name, path }) =>
    of(account.connection)?.guest?.shape.test(account.id)
      ? [fault(path, (t) => t.guest(name, account.id, account.connection))]
      : [],
  )
}

function networksOf({ connections }: Council, networks: Networks) {
  const known = new Map(connections.map(({ id, network }) => [id, networks[network]]))
  return (connection: string) => known.get(connection)
}

function accountsIn({ persons }: Council) {
  return persons.flatMap(({ name, accounts }, i) =>
    accounts.map((account, j) => {
      const path: Path = ['persons', i, 'accounts', j, 'id']
      return { name, account, path }
    }),
  )
}

function fault(path: Path, say: Say): Fault {
  return { path, words: inBoth(networkTexts, say) }
}
