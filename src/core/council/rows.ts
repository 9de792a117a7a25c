// Mandates and accounts as flat rows for the store, whose cast judges a mandate at an instant; leaves storing to it.
import { endOfDay, startOfDay } from '../time.ts'
import type { BodyId, ConnectionId, Instant, PartyCode, PersonId } from '../values.ts'
import type { Council } from './council.ts'

/** Who may vote for a party, from an instant until another, exclusive; null has no end. */
export type MandateRow = {
  readonly body: BodyId
  readonly party: PartyCode
  readonly person: PersonId
  readonly role: 'member' | 'deputy'
  readonly validFrom: Instant
  readonly validUntil: Instant | null
}

/** All mandates of the file, by its days: the last day counts to its end. */
export function mandateRows({ bodies, zone }: Council): MandateRow[] {
  return bodies.flatMap((body) =>
    body.mandates.map(({ party, person, role, from, until }) => ({
      body: body.id,
      party,
      person,
      role,
      validFrom: startOfDay(from, zone),
      validUntil: until === undefined ? null : endOfDay(until, zone),
    })),
  )
}

/** Which account is which person. */
export function accountRows(
  council: Council,
): { connection: ConnectionId; externalId: string; person: PersonId }[] {
  return council.persons.flatMap(({ id, accounts }) =>
    accounts.map((account) => ({
      connection: account.connection,
      externalId: account.id,
      person: id,
    })),
  )
}
