// From a written number to the one circulation that is meant, and to the right to change it now; an ambiguous number is asked back, never guessed.
import { type Audience, mayUse } from '../command.ts'
import type { CouncilDirectory } from '../council/index.ts'
import type { DecisionStore } from '../decisions/index.ts'
import type { Identity } from '../ports.ts'
import { Refusal } from '../refusal.ts'
import { inBoth } from '../texts.ts'
import type { Instant } from '../values.ts'
import type { Circulation, CirculationStore, Dossier, NumberCounter, State } from './circulation.ts'
import { circulationTexts } from './texts.ts'

/** The stores that the acts work with, bound to one unit of work. */
export type CirculationStores = {
  readonly council: { directory(): Promise<CouncilDirectory> }
  readonly circulations: CirculationStore
  readonly decisions: DecisionStore
  readonly numbers: NumberCounter
}

/** `7/2023`, `E-12`: how a circulation is called now. */
export function nameOf(circulation: Circulation): string {
  return circulation.number ?? `E-${circulation.draft}`
}

/**
 * The circulation somebody named by id, draft, circulation or decision number.
 * @throws Refusal `circulation.notFound` or `circulation.ambiguous`, with what to write instead.
 */
export async function findOne(
  store: CirculationStore,
  directory: CouncilDirectory,
  written: string,
): Promise<Circulation> {
  const [first, ...others] = await store.find(directory.reading(written))
  if (!first) {
    throw new Refusal(
      'circulation.notFound',
      inBoth(circulationTexts, (t) => t.notFound(written)),
    )
  }
  if (others.length > 0) {
    const all = [first, ...others].map((one) => `${nameOf(one)} (${one.title})`).join('; ')
    throw new Refusal(
      'circulation.ambiguous',
      inBoth(circulationTexts, (t) => t.ambiguous(written, all)),
    )
  }
  return first
}

type NextStep = 'onlyDrafts' | 'askStatus' | 'onlyOpen' | 'onlyClosed' | 'onlyRunning'

/** @throws Refusal `circulation.state` naming the state and what is possible instead. */
export function requireState(
  circulation: Circulation,
  states: readonly State[],
  next: NextStep,
): void {
  if (states.includes(circulation.state)) return
  throw new Refusal(
    'circulation.state',
    inBoth(circulationTexts, (t) =>
      t.wrongState(
        circulation.number === undefined
          ? `${t.draft} ${nameOf(circulation)}`
          : t.circulation(circulation.number),
        t[circulation.state],
        t[next],
      ),
    ),
  )
}

/**
 * The kernel has asked for the office in any body; here it has to be held in this one.
 * @throws Refusal `circulation.office`
 */
export function requireOffice(
  { body }: Circulation,
  directory: CouncilDirectory,
  me: Identity,
  who: Audience,
  now: Instant,
): void {
  if (mayUse(who, { ...me, roles: directory.rolesIn(body, me.person, now) })) return
  const { name } = directory.body(body)
  throw new Refusal(
    'circulation.office',
    inBoth(circulationTexts, (t, language) => t.officeNeeded(name[language])),
  )
}

/** Who changes something, and with what. */
type Change = { readonly stores: Pick<CirculationStores, 'circulations'>; readonly me: Identity }

/** Finds, locks, and requires office and state: what every change begins with. The instant is read after the wait for the lock. */
export async function lockedIn(
  { stores: { circulations }, me }: Change,
  directory: CouncilDirectory,
  written: string,
  required: { readonly who: Audience; readonly states: readonly State[]; readonly next: NextStep },
): Promise<{ readonly dossier: Dossier; readonly now: Instant }> {
  const found = await findOne(circulations, directory, written)
  const locked = await circulations.lock(found.id)
  requireOffice(locked.dossier.circulation, directory, me, required.who, locked.now)
  requireState(locked.dossier.circulation, required.states, required.next)
  return locked
}

/** A draft, locked for a change. */
export async function draftOf(
  change: Change,
  directory: CouncilDirectory,
  written: string,
  who: Audience,
): Promise<{ readonly circulation: Circulation; readonly now: Instant }> {
  const required = { who, states: ['draft'], next: 'onlyDrafts' } as const
  const { dossier, now } = await lockedIn(change, directory, written, required)
  return { circulation: dossier.circulation, now }
}
