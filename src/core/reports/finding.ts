// From what somebody wrote to the round and the party that are meant, and to the right to report or to review; leaves changing them to the commands.
import { hidden, optional, text } from '../arguments.ts'
import { type Argument, mayUse } from '../command.ts'
import type { CouncilDirectory } from '../council/index.ts'
import type { Identity } from '../ports.ts'
import { Refusal } from '../refusal.ts'
import { inBoth } from '../texts.ts'
import { formatDeadline } from '../time.ts'
import type { BodyId, Instant, Language, PartyCode, PersonId } from '../values.ts'
import { owes, type ReportStore, type Round, type RoundDossier } from './round.ts'
import { reportTexts } from './texts.ts'

/** The stores that reports work with, bound to one unit of work. */
export type ReportStores = {
  readonly council: { directory(): Promise<CouncilDirectory> }
  readonly reports: ReportStore
}

const WRITTEN = /^(?:(?:runde|round)\s+)?(?:r\s?-?\s?)?0*(\d{1,6})\/(\d{4})$/i
const ID = /^[0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12}$/

/**
 * The number of a round as people write it.
 * @throws Refusal `report.number`
 */
export function writtenRound(written: string): string {
  const [, n, year] = WRITTEN.exec(written) ?? []
  if (n !== undefined && year !== undefined) return `R-${n}/${year}`
  throw new Refusal(
    'report.number',
    inBoth(reportTexts, (t) => t.notARound(written)),
  )
}

/** The number of a round, `R-1/2023` or `1/2023`; buttons carry its id. */
export function roundArgument(): Argument<string | undefined> {
  const written = text(
    {
      label: inBoth(reportTexts, (t) => t.round),
      hint: inBoth(reportTexts, (t) => t.roundHint),
      words: { de: 'runde', en: 'round' },
    },
    { maxLength: 40, lines: 'one' },
  )
  return hidden(
    optional({
      ...written,
      claims: (word) => WRITTEN.test(word) || ID.test(word),
      read: (word, reading) => {
        const plain = written.read(word, reading)
        return ID.test(plain) ? plain : writtenRound(plain)
      },
    }),
  )
}

/** `für HE`, `for HE` or the code alone. */
export function partyArgument(): Argument<PartyCode | undefined> {
  const written = text(
    {
      label: inBoth(reportTexts, (t) => t.party),
      hint: inBoth(reportTexts, (t) => t.partyHint),
      words: inBoth(reportTexts, (t) => t.partyWords),
    },
    { maxLength: 40, lines: 'one' },
  )
  const lead = /^(?:f\u00fcr|for)\s+/i
  return hidden(
    optional({
      ...written,
      claims: (word) => /^(?:(?:f\u00fcr|for)\s+)?[A-Z][A-Z0-9]{1,5}$/.test(word),
      read: (word, reading) => written.read(word, reading).replace(lead, '').toUpperCase(),
    }),
  )
}

/**
 * The round somebody named; without a name the only open one.
 * @throws Refusal `report.notFound`, `report.ambiguous`, `report.whichRound`, `report.noOpenRound`
 */
export async function findRound(
  { reports }: Pick<ReportStores, 'reports'>,
  directory: CouncilDirectory,
  written: string | undefined,
  concerns: (round: Round) => boolean = () => true,
): Promise<Round> {
  if (written === undefined) {
    const open = (await reports.rounds('open')).filter(concerns)
    const [only, ...more] = open
    if (only && more.length === 0) return only
    const numbers = open.map(({ number }) => number).join(', ')
    throw only
      ? new Refusal(
          'report.whichRound',
          inBoth(reportTexts, (t) => t.whichRound(numbers)),
        )
      : new Refusal(
          'report.noOpenRound',
          inBoth(reportTexts, (t) => t.noOpenRound),
        )
  }
  const named = ID.test(written) ? [await reports.byId(written)] : await reports.find(written)
  const [found, ...others] = named.filter((one) => one !== undefined)
  if (!found) {
    throw new Refusal(
      'report.notFound',
      inBoth(reportTexts, (t) => t.noSuchRound(written)),
    )
  }
  if (others.length > 0) {
    const bodies = [found, ...others].map(({ body }) => directory.body(body).name)
    throw new Refusal(
      'report.ambiguous',
      inBoth(reportTexts, (t, language) =>
        t.ambiguousRound(written, bodies.map((name) => name[language]).join(', ')),
      ),
    )
  }
  return found
}

/** Who is named for the report of each party: by the file as it is now; as it was frozen where the file no longer says. */
export function ownersOf(
  { body, obligation, frozen }: Round,
  directory: CouncilDirectory,
): Readonly<Record<PartyCode, PersonId>> {
  const now = directory.bodies
    .find(({ id }) => id === body)
    ?.obligations.find(({ id }) => id === obligation)
  return (now ?? frozen.obligation).owners
}

/** May this person report for this party: named for it, or with a mandate of it at the instant? */
export function mayReport(
  round: Round,
  party: PartyCode,
  person: PersonId,
  { directory, now }: { readonly directory: CouncilDirectory; readonly now: Instant },
): boolean {
  if (ownersOf(round, directory)[party] === person) return true
  return directory.representatives(round.body, party, now).some((one) => one.person === person)
}

/** Whom a round asks for a party: the person named for it, else its representatives. */
export function askedFor(round: Round, party: PartyCode, directory: CouncilDirectory, at: Instant) {
  const owner = ownersOf(round, directory)[party]
  const named = owner === undefined ? undefined : directory.reach(owner)
  return named ? [named] : directory.representatives(round.body, party, at)
}

type Owners = ReturnType<typeof ownersOf>

/** The parties by who is named for them; kept beside what it was made from, because the pages of thousands ask for it. */
const partiesByOwner = new WeakMap<Owners, ReadonlyMap<PersonId, readonly PartyCode[]>>()

function ownedBy(person: PersonId, owners: Owners): readonly PartyCode[] {
  const ownerOf = (party: PartyCode) => owners[party] ?? ''
  const known = partiesByOwner.get(owners) ?? Map.groupBy(Object.keys(owners), ownerOf)
  partiesByOwner.set(owners, known)
  return person === '' ? [] : (known.get(person) ?? [])
}

/** The parties of a round for which a person may report now. */
export function partiesOf(
  round: Round,
  me: Identity,
  directory: CouncilDirectory,
): readonly PartyCode[] {
  const mandates = me.mandates.filter(({ body }) => body === round.body)
  const owned = ownedBy(me.person, ownersOf(round, directory))
  // from the few of a person to the round, not from the thousands of a round to the person
  const mine = new Set([...mandates.map(({ party }) => party), ...owned])
  return [...mine].filter((party) => owes(round, party))
}

/**
 * The party that is meant, if this person may report for it.
 * @throws Refusal `report.noParty`, `report.notForParty`, `report.whichParty`
 */
export function requireParty(
  round: Round,
  written: PartyCode | undefined,
  me: Identity,
  directory: CouncilDirectory,
  language: Language,
): PartyCode {
  const mine = partiesOf(round, me, directory)
  if (written !== undefined) {
    requireOwing(round, written)
    if (mine.includes(written)) return written
    const name = directory.partyName(round.body, written)
    throw new Refusal(
      'report.notForParty',
      inBoth(reportTexts, (t) => t.notForParty(name)),
    )
  }
  const [party, ...more] = mine
  if (party === undefined) {
    throw new Refusal(
      'report.notForParty',
      inBoth(reportTexts, (t) => t.noPartyAtAll),
    )
  }
  if (more.length === 0) return party
  const all = new Intl.ListFormat(language, { type: 'unit' }).format([party, ...more])
  throw new Refusal(
    'report.whichParty',
    inBoth(reportTexts, (t) => t.whichParty(all)),
  )
}

/** @throws Refusal `report.noParty` for a party that does not report in this round. */
export function requireOwing({ frozen }: Round, party: PartyCode): void {
  if (frozen.parties.some(({ code }) => code === party)) return
  const known = frozen.parties.map(({ code }) => code).join(', ')
  throw new Refusal(
    'report.noParty',
    inBoth(reportTexts, (t) => t.noParty(party, known)),
  )
}

/** @throws Refusal `report.closed` */
export function requireOpen({ number, closed }: Round, zone: string): void {
  if (!closed) return
  throw new Refusal(
    'report.closed',
    inBoth(reportTexts, (t, language) =>
      t.closed(number, formatDeadline(closed.at, zone, language)),
    ),
  )
}

/** The secretariat of this very body, at this instant. */
export function isSecretariat(
  body: BodyId,
  me: Identity,
  directory: CouncilDirectory,
  at: Instant,
): boolean {
  return mayUse('secretariat', { ...me, roles: directory.rolesIn(body, me.person, at) })
}

/** @throws Refusal `report.office` */
export function requireSecretariat(
  body: BodyId,
  me: Identity,
  directory: CouncilDirectory,
  at: Instant,
): void {
  if (isSecretariat(body, me, directory, at)) return
  const { name } = directory.body(body)
  throw new Refusal(
    'report.office',
    inBoth(reportTexts, (t, language) => t.office(name[language])),
  )
}

/** Finds and locks a round for the secretariat; the instant is read after the wait for the lock. */
export async function lockedRound(
  call: { readonly stores: ReportStores; readonly me: Identity },
  written: string | undefined,
): Promise<{
  readonly dossier: RoundDossier
  readonly directory: CouncilDirectory
  readonly now: Instant
}> {
  const { stores, me } = call
  const directory = await stores.council.directory()
  const { id } = await findRound(stores, directory, written)
  const { dossier, now } = await stores.reports.lock(id)
  requireSecretariat(dossier.round.body, me, directory, now)
  return { dossier, directory, now }
}
