// Whose devices a user has to look at anew: those that changed, came near or went away between two places of the stream; leaves the keys to key-methods.ts.
import type { Fields } from './records.ts'
import { membershipAt } from './room-state.ts'
import type { World } from './world.ts'

export function deviceListsBetween(world: World, user: string, from: number, to: number): Fields {
  const before = companions(world, user, from)
  const now = companions(world, user, to)
  const changed = new Set([...now].filter((one) => !before.has(one)))
  for (const { pos, user: one } of world.deviceChanges)
    if (pos > from && pos <= to && (one === user || now.has(one))) changed.add(one)
  const left = [...before].filter((one) => !now.has(one))
  return { changed: [...changed], left }
}

/** Those who were in a room with the user. */
function companions(world: World, user: string, pos: number): Set<string> {
  const found = new Set<string>()
  for (const room of world.rooms.values()) {
    if (membershipAt(room, user, pos) !== 'join') continue
    for (const one of world.users.keys())
      if (membershipAt(room, one, pos) === 'join') found.add(one)
  }
  return found
}
