// What one version of the council file owes to those before it: a person's id is never given to somebody else.
import { inBoth } from '../texts.ts'
import type { Council, Fault } from './council.ts'
import { councilTexts } from './texts.ts'

/**
 * Refuses an id that was removed and comes back with another name: ballots and audit entries point to ids for ever. A
 * person who was there all along may be renamed. `before` are all earlier versions, the oldest first.
 */
export function checkSuccession(before: readonly Council[], after: Council): Fault[] {
  const present = new Set(before.at(-1)?.persons.map(({ id }) => id))
  const names = new Map(before.flatMap(({ persons }) => persons.map(({ id, name }) => [id, name])))
  return after.persons.flatMap(({ id, name }, index) => {
    const was = names.get(id)
    if (was === undefined || was === name || present.has(id)) return []
    const words = inBoth(councilTexts, (texts) => texts.reused(id, was, name))
    return [{ path: ['persons', index, 'id'], words }]
  })
}
