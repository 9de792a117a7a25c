// How a cross check says what is wrong: an id twice, a name that points nowhere, a term that ends before it begins; leaves what is checked to check.ts and reporting-check.ts.
import { nearest } from '../nearest.ts'
import { inBoth } from '../texts.ts'
import type { Fault } from './council.ts'
import { councilTexts } from './texts.ts'

type Path = Fault['path']
type Texts = (typeof councilTexts)['de']
type Kind =
  | 'person'
  | 'place'
  | 'calendarPlace'
  | 'connection'
  | 'channel'
  | 'bodyWord'
  | 'party'
  | 'key'
  | 'profile'
  | 'session'
  | 'questionnaire'
  | 'obligation'
  | 'question'
  | 'service'
  | 'option'
  | 'figure'
export type Terms = readonly { person: string; from: string; until?: string | undefined }[]

export function termFaults(terms: Terms, people: readonly string[], path: Path): Fault[] {
  return terms.flatMap(({ person, from, until }, i) => [
    ...unknown('person', person, people, [...path, i, 'person']),
    ...when(until !== undefined && until < from, [...path, i, 'until'], (texts) =>
      texts.endsBeforeStart(from, until ?? ''),
    ),
  ])
}

export function doubles(kind: Kind, ids: readonly (readonly [string, Path])[]): Fault[] {
  const seen = new Set<string>()
  return ids.flatMap(([id, path]) => {
    const again = seen.has(id)
    seen.add(id)
    return when(again, path, (texts) => texts.doubled(texts[kind], id))
  })
}

/** Kept beside the list they were made of: in a large file the same list is asked tens of thousands of times. */
const sets = new WeakMap<readonly string[], ReadonlySet<string>>()

/** Is that id one of the list? */
export function isIn(known: readonly string[], id: string): boolean {
  const all = sets.get(known) ?? new Set(known)
  sets.set(known, all)
  return all.has(id)
}

/** So many names of what there is are read in a fault. */
const MOST_NAMED = 40

export function unknown(kind: Kind, id: string, known: readonly string[], path: Path): Fault[] {
  if (isIn(known, id)) return []
  // Of two letters every other code is near: there the list of all says more than a guess.
  const meant = id.length > 2 ? nearest(id, known) : undefined
  const named = known.length > MOST_NAMED ? [...known.slice(0, MOST_NAMED), '…'] : known
  return [fault(path, (texts) => texts.unknown(texts[kind], id, meant, named))]
}

export function when(wrong: boolean, path: Path, say: (texts: Texts) => string): Fault[] {
  return wrong ? [fault(path, say)] : []
}

export function fault(path: Path, say: (texts: Texts) => string): Fault {
  return { path, words: inBoth(councilTexts, say) }
}
