// Which reports are missing after the due instant of their round, and for how long; leaves the words to list-views.ts and to whoever lists them.
import { type Calendar, workingDaysLeft } from '../calendar/index.ts'
import { localDateOf } from '../time.ts'
import type { Instant, PartyCode } from '../values.ts'
import { isMissing, stateOf } from './filing.ts'
import type { RoundDossier } from './round.ts'

/** A report that is missing; `days` are working days at the party's own seat since the last day on which it was in time. */
type Overdue = { readonly party: PartyCode; readonly name: string; readonly days: number }

/** In the order of the council file; none in a round that is closed or not yet due. */
export function overdueIn(
  dossier: RoundDossier,
  calendar: Calendar,
  now: Instant,
): readonly Overdue[] {
  const { round } = dossier
  if (round.closed || now < round.due) return []
  const { parties, dueRule } = round.frozen
  const last = localDateOf(round.due - 1, dueRule.zone)
  const today = localDateOf(now, dueRule.zone)
  const days = new Map<string, number>()
  const since = (place: string) => {
    const known = days.get(place) ?? workingDaysLeft(calendar, place, last, today)
    days.set(place, known)
    return known
  }
  return parties
    .filter(({ code }) => isMissing(stateOf(code, dossier)))
    .map(({ code: party, name, place }) => ({
      party,
      name,
      days: since(place),
    }))
}
