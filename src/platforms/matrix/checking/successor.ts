// Whether the room that took the place of another one may be believed (F31): made by whoever replaced the old one, encrypted, and closed to the public; changes nothing, and leaves moving to the council file.
import { z } from 'zod'
import type { Say } from '../checkup.ts'
import { trouble } from './account.ts'
import { type Answer, type Ask, readState } from './asking.ts'

export type Move = {
  readonly room: string
  readonly user: string
  /** The rooms in which the bot is. */
  readonly joined: readonly string[]
  /** The tombstone as an event. */
  readonly tombstone: unknown
}

const announced = z.object({
  sender: z.string(),
  content: z.object({ replacement_room: z.string().regex(/^!\S{1,254}$/) }),
})
const creation = z.object({
  sender: z.string(),
  content: z.object({ predecessor: z.object({ room_id: z.string() }).optional().catch(undefined) }),
})
const joining = z.object({ join_rule: z.string() })
const sight = z.object({ history_visibility: z.string() })

/** What to say of a room that was replaced: only a successor in which everything holds is recommended. */
export async function checkSuccessor(ask: Ask, move: Move, t: Say): Promise<string> {
  const { room, user, joined } = move
  const tombstone = announced.safeParse(move.tombstone).data
  if (!tombstone) return t.closed(room)
  const { sender: by, content } = tombstone
  const { replacement_room: next } = content
  if (!joined.includes(next)) return t.replacedUnseen(room, next, user)
  const made = await readState(ask, next, 'm.room.create', '?format=event')
  const seal = await readState(ask, next, 'm.room.encryption')
  const rule = await readState(ask, next, 'm.room.join_rules')
  const shown = await readState(ask, next, 'm.room.history_visibility')
  for (const answer of [made, seal, rule, shown]) {
    // only "there is no such state" is an answer to what was asked
    if (answer.kind !== 'done' && !isNone(answer)) {
      return t.replacedUnread(room, next, trouble(answer, t))
    }
  }
  const { data: create } = creation.safeParse(dataOf(made))
  const { data: rules } = joining.safeParse(dataOf(rule))
  const { data: history } = sight.safeParse(dataOf(shown))
  const faults = [
    ...(create?.content.predecessor?.room_id === room ? [] : [t.noPredecessor]),
    ...(create?.sender === by ? [] : [t.otherMaker(create?.sender ?? '–', by)]),
    ...(seal.kind === 'done' ? [] : [t.successorReadable]),
    ...(rules?.join_rule === 'public' ? [t.successorOpen] : []),
    ...(history?.history_visibility === 'world_readable' ? [t.successorShown] : []),
  ]
  return faults.length === 0 ? t.replacedWell(room, next) : t.replacedBadly(room, next, faults)
}

function isNone(answer: Answer): boolean {
  return answer.kind === 'refused' && answer.code === 'M_NOT_FOUND'
}

function dataOf(answer: Answer): unknown {
  return answer.kind === 'done' ? answer.data : undefined
}
