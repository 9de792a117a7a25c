// What opening freezes, as a document of format 2: an open vote carries its own rule, electorate, shares and text, and nothing outside changes it.
import type { CouncilDirectory } from '../../council/index.ts'
import type { Profile } from '../../rules/index.ts'
import { isoInstant } from '../../time.ts'
import type { Choice, Instant } from '../../values.ts'
import type { Circulation, FrozenDocument } from '../circulation.ts'

/** Builds the document; its hash is made by the store over its canonical text. */
export function freeze(
  circulation: Circulation,
  directory: CouncilDirectory,
  opening: {
    readonly number: string
    readonly profile: Profile
    readonly deadline: Instant
    readonly now: Instant
  },
): FrozenDocument {
  const { number, profile, deadline, now } = opening
  const body = directory.body(circulation.body)
  const electorate = directory.electorate(body.id, now)
  const mandates = electorate.electors.flatMap(({ code }) =>
    directory
      .representatives(body.id, code, now)
      .map(({ person, role }) => ({ party: code, person, role })),
  )
  const { clauses, annexes, applicants } = circulation.content
  return {
    format: 2,
    circulation: circulation.id,
    version: circulation.version + 1,
    body: body.id,
    bodyName: body.name,
    number,
    title: circulation.title,
    clauses,
    annexes,
    applicants,
    profile,
    electors: electorate.electors.map((elector) => ({ ...elector, share: `${elector.share}` })),
    shareTotal: `${electorate.shareTotal}`,
    key: electorate.keyId,
    zone: directory.zone,
    openedAt: isoInstant(now),
    deadline: isoInstant(deadline),
    mandates,
    council: directory.version,
  }
}

/** The votes a rule allows (GO § 7; a profile may forbid abstention). */
export function choicesOf(profile: Profile): readonly Choice[] {
  return profile.abstention.allowed ? ['consent', 'reject', 'abstain'] : ['consent', 'reject']
}
