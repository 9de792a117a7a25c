// Accounts linked by code to persons of the council file, beside those that the file names; leaves chance, storing and judging a code to the store.
import type { Account } from '../ports.ts'
import type { Instant, PersonId } from '../values.ts'
import type { Council } from './council.ts'
import type { CouncilDirectory } from './directory.ts'
import { officesIn } from './people.ts'

/** A link that was not ended. */
export type Link = { readonly account: Account; readonly person: PersonId }

/** A link as it is kept: its id, and who made it; the person itself, or the secretariat. */
export type MadeLink = Link & { readonly id: string; readonly by: PersonId }

/** A code as somebody typed it, and who typed it where. */
export type CodeUse = {
  readonly code: string
  readonly from: Account
  /** Named by somebody else, whose account asked for the code; without it the typing account takes the asker's person. */
  readonly naming?: { readonly person: PersonId; readonly by: PersonId }
}

/** What became of a code. `wrong` is every code that does not fit: never given, expired, used, or not meant for this. */
export type CodeOutcome =
  | ({ readonly outcome: 'linked' } & Link)
  | { readonly outcome: 'wrong' | 'tooMany' }

/** The store's side of linking; only codes' hashes are kept. */
export interface LinkStore {
  /** A new code of ten characters, given to an account; for a person where the bot knows whose the account is. */
  askCode(account: Account, person: PersonId | undefined, minutes: number): Promise<string>
  /** Judges a code once and links at once; wrong ones are counted for the account, to `most` an hour. */
  useCode(use: CodeUse, most: number): Promise<CodeOutcome>
  /** Ends the link of an account; whose it was, or nothing where there is none. */
  unlink(account: Account, by: PersonId): Promise<PersonId | undefined>
}

/** The council with linked accounts. What the file says of an account or no longer says of a person comes first. */
export function withLinks(council: Council, links: readonly Link[]): Council {
  const key = ({ connection, id }: Account) => `${connection}\n${id}`
  const inFile = new Set(council.persons.flatMap(({ accounts }) => accounts.map(key)))
  const connected = new Set(council.connections.map(({ id }) => id))
  const added = links.filter(
    ({ account }) => connected.has(account.connection) && !inFile.has(key(account)),
  )
  const persons = council.persons.map((person) => {
    const own = added.flatMap((link) => (link.person === person.id ? [link.account] : []))
    return own.length > 0 ? { ...person, accounts: [...person.accounts, ...own] } : person
  })
  return { ...council, persons }
}

/** An account of another organisation is written with it, `team/user`: the file alone lets it in. */
export function isForeign({ id }: Account): boolean {
  return /^[A-Z0-9]+\/[A-Z0-9]+$/.test(id)
}

/** Whether the council file itself names this account. */
export function isInFile({ council }: CouncilDirectory, { connection, id }: Account): boolean {
  return council.persons.some(({ accounts }) =>
    accounts.some((one) => one.connection === connection && one.id === id),
  )
}

/**
 * May somebody say whose account it is? The secretariat of every body in which that person ever has a part. Never for
 * somebody with an office: the second pair of eyes would be an account of the first one.
 */
export function mayLink(
  directory: CouncilDirectory,
  by: PersonId,
  person: PersonId,
  at: Instant,
): boolean {
  const keeps = (body: string) => directory.rolesIn(body, by, at).includes('secretariat')
  const parts = directory.bodies.map((body) => ({ id: body.id, ...officesIn(body, person) }))
  if (holdsOffice(directory, person)) return false
  const concerned = parts.filter(({ roles, mandates }) => roles.length + mandates.length > 0)
  return concerned.length > 0
    ? concerned.every(({ id }) => keeps(id))
    : parts.some(({ id }) => keeps(id))
}

/** Who keeps an office cannot be linked by somebody else. */
export function holdsOffice({ bodies }: CouncilDirectory, person: PersonId): boolean {
  return bodies.some((body) => officesIn(body, person).roles.some((role) => role !== 'adviser'))
}
