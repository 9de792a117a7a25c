// What a person of the council file is: accounts, offices and mandates on a day; leaves the questions of others to directory.ts.
import type { Account, Identity, Role } from '../ports.ts'
import { type Bilingual, inBoth } from '../texts.ts'
import type { LocalDate } from '../time.ts'
import type { PartyCode, PersonId } from '../values.ts'
import type { Body, Holder, Mandate, Person } from './council.ts'
import { councilTexts } from './texts.ts'

/** Is this day within a term? Both ends count; days of one form compare as text. */
export function holds(
  term: { from: LocalDate; until?: LocalDate | undefined },
  day: LocalDate,
): boolean {
  return term.from <= day && (term.until === undefined || day <= term.until)
}

/** Kept beside the body they were made of, which is never changed in place: in a large one each is asked for many times. */
const mandates = new WeakMap<Body, ReadonlyMap<PersonId, readonly Mandate[]>>()
const names = new WeakMap<Body, ReadonlyMap<PartyCode, string>>()

function mandatesIn(body: Body, person: PersonId): readonly Mandate[] {
  const known = mandates.get(body) ?? Map.groupBy(body.mandates, (one) => one.person)
  mandates.set(body, known)
  return known.get(person) ?? []
}

/** The roles and mandates that a person has in a body, on a day or ever. */
export function officesIn(body: Body, person: PersonId, day?: LocalDate) {
  const counts = (term: Holder) => term.person === person && (day === undefined || holds(term, day))
  const { chair, deputyChair, secretariat } = body.roles
  const held = { chair, deputyChair, secretariat, adviser: body.advisers }
  return {
    roles: Object.entries(held).flatMap(([role, terms]) =>
      terms.some(counts) ? [role as keyof typeof held] : [],
    ),
    mandates: mandatesIn(body, person)
      .filter(counts)
      .map(({ party, role }) => ({ body: body.id, party, role })),
  }
}

/** Checked before a council becomes a directory; a hole here is a defect, not a refusal. */
export function known(byId: ReadonlyMap<PersonId, Person>, id: PersonId): Person {
  const person = byId.get(id)
  if (!person) throw new Error(`person ${id} is not in the council file`)
  return person
}

/** Finds the person of an account; one account is one person. */
export function accountsOf(persons: readonly Person[]): (account: Account) => Person | undefined {
  const keyed = (account: Account) => `${account.connection}\n${account.id}`
  const byAccount = new Map(
    persons.flatMap((person) => person.accounts.map((one) => [keyed(one), person] as const)),
  )
  return (account) => byAccount.get(keyed(account))
}

/** Who somebody is on a day, over all bodies. */
export function identityOf(person: Person, bodies: readonly Body[], day: LocalDate): Identity {
  const offices = bodies.map((body) => officesIn(body, person.id, day))
  const mandates = offices.flatMap((one) => one.mandates)
  const roles: Role[] = [
    ...offices.flatMap((one) => one.roles),
    ...mandates.map(({ role }) => role),
  ]
  const { id, name, language } = person
  return { person: id, name, language, roles: [...new Set(roles)], mandates }
}

/** What a person does, in a line; the dates are left out, because it only helps to choose who one is. */
export function officeOf(person: PersonId, bodies: readonly Body[]): Bilingual {
  return inBoth(councilTexts, (texts) => {
    const lines = bodies.flatMap((body) => {
      const { roles, mandates } = officesIn(body, person)
      const voting = mandates.map(({ party, role }) => {
        const name = partyNameIn(body, party)
        return role === 'member' ? texts.votesFor(name) : texts.deputizesFor(name)
      })
      return [...voting, ...roles.map((role) => texts[role])]
    })
    return [...new Set(lines)].join('; ') || texts.withoutOffice
  })
}

/** The party's name; its code where the file no longer has it. */
export function partyNameIn(body: Body, party: PartyCode): string {
  const known = names.get(body) ?? new Map(body.parties.map(({ code, name }) => [code, name]))
  names.set(body, known)
  return known.get(party) ?? party
}
