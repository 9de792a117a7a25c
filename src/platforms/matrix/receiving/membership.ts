// Which events were said while we were in the room: what was said before we came, or while we were gone, is nobody's request to us.
import type { IRoomEvent } from 'matrix-js-sdk'
import { z } from 'zod'

const member = z.object({
  type: z.literal('m.room.member'),
  state_key: z.string(),
  content: z.object({ membership: z.string() }),
  unsigned: z
    .object({ prev_content: z.object({ membership: z.string() }).optional().catch(undefined) })
    .optional()
    .catch(undefined),
})

type Change = { readonly before: string | undefined; readonly after: string }

function changeOf(event: IRoomEvent, self: string): Change | undefined {
  const { data } = member.safeParse(event)
  if (data?.state_key !== self) return undefined
  return { before: data.unsigned?.prev_content?.membership, after: data.content.membership }
}

/** Whether we came into the room with this event; a new name of ours is none. */
export function isJoining(event: IRoomEvent, self: string): boolean {
  const change = changeOf(event, self)
  return change?.after === 'join' && change.before !== 'join'
}

/** @param events oldest first, the last of them said while we are in the room */
export function whileJoined(events: readonly IRoomEvent[], self: string): readonly IRoomEvent[] {
  const first = events.map((event) => changeOf(event, self)).find((change) => change !== undefined)
  let isIn = first === undefined || first.before === 'join'
  return events.filter((event) => {
    const change = changeOf(event, self)
    if (change) isIn = change.after === 'join'
    return isIn
  })
}
