// What a network demands of a council file: the team or server of a connection, the channel of a place, the form of an account; leaves which networks there are, and their forms, to src/files.
import { type Bilingual, inBoth } from '../texts.ts'
import type { Council, Fault } from './council.ts'
import { networkTexts } from './network-texts.ts'
import { presencesIn } from './places.ts'

/** A form that ids of a network have, with examples for whoever wrote another one. */
type IdForm = { readonly shape: RegExp; readonly example: string }

/** The rules of one network; what is not named is free in a place and an account, and has no meaning in a connection. */
export type Network = {
  readonly team?: IdForm
  readonly server?: IdForm
  /** Whether accounts act with devices of their own, and a connection says which of them count. */
  readonly devices?: true
  readonly channel?: IdForm
  readonly account?: IdForm
  /** An account of somebody from outside the team. It is let in by the file alone, and said aloud. */
  readonly guest?: IdForm
  /** Finds in an account the server that it is at home on; one of another server than the connection's is said aloud. */
  readonly home?: RegExp
}

/** The networks whose rules are known, by the name that a connection gives. */
export type Networks = Readonly<Record<string, Network>>

type Path = Fault['path']
type Say = (texts: (typeof networkTexts)['de']) => string
type Connection = Council['connections'][number]

/** What in the file a network would not know. Apart from `checkCouncil`, as `checkPlaces` is. */
export function checkNetworks(council: Council, networks: Networks): Fault[] {
  const of = networksOf(council, networks)
  return [
    ...council.connections.flatMap((connection, i) =>
      connectionFaults(connection, networks[connection.network], ['connections', i]),
    ),
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

/** A connection says what its network needs to know, and nothing that would be without effect there. */
function connectionFaults(
  connection: Connection,
  rules: Network | undefined,
  path: Path,
): readonly Fault[] {
  if (rules === undefined) return []
  const { network } = connection
  const needed = (['team', 'server'] as const).flatMap((field) => {
    const form = rules[field]
    const value = connection[field]
    return form && !(value !== undefined && form.shape.test(value))
      ? [fault([...path, field], (t) => t[field](network, form.example))]
      : []
  })
  const idle = (['team', 'server', 'devices'] as const)
    .filter((field) => connection[field] !== undefined && rules[field] === undefined)
    .map((field) => fault([...path, field], (t) => t.idle(network, field)))
  return [...needed, ...idle]
}

/** What is allowed and should still be seen by whoever applies the file: accounts from elsewhere, and devices of anybody. */
export function networkWarnings(council: Council, networks: Networks): Fault[] {
  const of = networksOf(council, networks)
  const guests = accountsIn(council).flatMap(({ account, name, path }) =>
    of(account.connection)?.guest?.shape.test(account.id)
      ? [fault(path, (t) => t.guest(name, account.id, account.connection))]
      : [],
  )
  const devices = council.connections.flatMap(({ id, devices }, i) =>
    devices === 'any' ? [fault(['connections', i, 'devices'], (t) => t.anyDevice(id))] : [],
  )
  return [...guests, ...devices, ...foreignServers(council, networks)]
}

/** Each server once for each connection, at the first account that is at home there: with many, one line says it. */
function foreignServers(council: Council, networks: Networks): readonly Fault[] {
  return council.connections.flatMap(({ id, network, server }) => {
    const home = networks[network]?.home
    if (home === undefined) return []
    const abroad = accountsIn(council)
      .filter(({ account }) => account.connection === id)
      .map((one) => ({ ...one, at: home.exec(one.account.id)?.[1] ?? '' }))
      .filter(({ at }) => at !== server)
    const byServer = Map.groupBy(abroad, ({ at }) => at)
    return [...byServer].flatMap(([at, [first, ...others]]) =>
      first ? [fault(first.path, (t) => t.foreign(first.name, others.length, at, id))] : [],
    )
  })
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
  const words: Bilingual = inBoth(networkTexts, say)
  return { path, words }
}
