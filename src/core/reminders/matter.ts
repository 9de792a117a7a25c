// A matter: something due from parties, as whoever owns it hands it to the reminders; leaves what it is to them.
import type { CouncilDirectory } from '../council/index.ts'
import type { Message } from '../message.ts'
import type { Reminding } from '../rules/index.ts'
import type { Bilingual } from '../texts.ts'
import type { BodyId, Instant, Language, PartyCode, PersonId } from '../values.ts'

export type Matter = {
  /** Names it for ever in the log, one version of it: `circulation 0192…:1`. */
  readonly id: string
  readonly body: BodyId
  /** What people write for it: `7/2023`. */
  readonly called: string
  readonly title: Bilingual
  /** Exclusive: at that very instant it is too late. */
  readonly due: Instant
  /** The how many-th due it is; an extension makes another one. */
  readonly dueNumber: number
  /** When this due was set. */
  readonly since: Instant
  readonly rule: Reminding
  readonly missing: readonly PartyCode[]
  /** Those that had answered and are missing again, since then: a stage whose instant came before is not made up for. */
  readonly missingAgain: ReadonlyMap<PartyCode, Instant>
  /** Who answers for a party before its member does. */
  readonly owners: Readonly<Record<PartyCode, PersonId>>
  /** Nobody but the party's own mandates may learn that it is missing. */
  readonly secret: boolean
  /** Says of a party, by its name, that it is missing. */
  readonly lacking: (party: string) => Bilingual
  /** What it will mean to stay silent. */
  readonly silence: Bilingual
  /** What the reminder carries, so that it can be answered where it stands; without actions for who may not. */
  carries(
    party: PartyCode,
    person: PersonId,
    language: Language,
  ): Pick<Message, 'blocks' | 'actions'>
}

/** In what a matter is looked at. */
export type Look = { readonly directory: CouncilDirectory; readonly now: Instant }

/** Where matters come from. */
export interface MatterSource<S> {
  /** All that wait for somebody now. */
  open(stores: S, look: Look): Promise<readonly Matter[]>
  /** The open one that is meant by what somebody wrote. */
  named(stores: S, look: Look, written: string): Promise<Matter | undefined>
}

/** All open matters of all sources. */
export async function openMatters<S>(
  sources: readonly MatterSource<S>[],
  stores: S,
  look: Look,
): Promise<readonly Matter[]> {
  const found: Matter[] = []
  for (const source of sources) found.push(...(await source.open(stores, look)))
  return found
}
