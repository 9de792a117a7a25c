// What was missed: events between the last one that was handled and what a sync shows, read back oldest first; leaves handling them to sync.ts.
import { Direction, type IRoomEvent, type MatrixClient } from 'matrix-js-sdk'

const PAGE = 100
/** A gap of more is not read back to its end. */
const MOST_PAGES = 200
/** Of a room that this process did not know only the newest events are handed over once more. */
const MOST_NEW_PAGES = 5

export type Where = {
  /** The `prev_batch` of the limited timeline. */
  readonly from: string
  /** Nothing from this event back is given. */
  readonly isHandled: (event: IRoomEvent) => boolean
  readonly isNew: boolean
  /** Open polls of ours and the answers to them that were handled. */
  readonly polls: ReadonlyMap<string, ReadonlySet<string>>
}

export type Gap = {
  /** Oldest first. */
  readonly events: readonly IRoomEvent[]
  /** Whether what was handled last was reached. */
  readonly isWhole: boolean
}

/**
 * The events of a room that a limited sync leaves out (matrix-bot-sdk#336). Answers to our polls are asked for by their
 * relations as well: an event that came late from another homeserver may stand before what was handled already.
 */
export async function readGap(client: MatrixClient, room: string, where: Where): Promise<Gap> {
  const { events, isWhole } = await readBack(client, room, where)
  const seen = new Set(events.map(({ event_id }) => event_id))
  const late: IRoomEvent[] = []
  for (const [poll, handled] of where.polls) {
    for (const answer of await answersTo(client, room, poll)) {
      if (!seen.has(answer.event_id) && !handled.has(answer.event_id)) late.push(answer)
    }
  }
  return { events: [...late, ...events], isWhole }
}

async function readBack(
  client: MatrixClient,
  room: string,
  { from, isHandled, isNew }: Where,
): Promise<Gap> {
  const found: IRoomEvent[] = []
  let token: string | undefined = from
  for (let page = 0; page < (isNew ? MOST_NEW_PAGES : MOST_PAGES); page += 1) {
    const { chunk, end } = await client.createMessagesRequest(room, token, PAGE, Direction.Backward)
    for (const event of chunk as readonly IRoomEvent[]) {
      if (isHandled(event)) return { events: found.reverse(), isWhole: true }
      found.push(event)
    }
    if (end === undefined) return { events: found.reverse(), isWhole: true }
    token = end
  }
  return { events: found.reverse(), isWhole: false }
}

/** Every answer to a poll that the server has, oldest first: the relation stands in the clear. */
async function answersTo(
  client: MatrixClient,
  room: string,
  poll: string,
): Promise<readonly IRoomEvent[]> {
  const found: IRoomEvent[] = []
  let from: string | undefined
  for (let page = 0; page < MOST_PAGES; page += 1) {
    const answer = await client.fetchRelations(room, poll, 'm.reference', null, {
      ...{ limit: PAGE, dir: Direction.Backward },
      ...(from === undefined ? {} : { from }),
    })
    found.push(...(answer.chunk as IRoomEvent[]))
    from = answer.next_batch
    if (from === undefined) break
  }
  return found.reverse()
}
