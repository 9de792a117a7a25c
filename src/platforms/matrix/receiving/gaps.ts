// What was missed: events between the last one that was handled and what a sync shows, read back oldest first; leaves handling them to sync.ts.
import { Direction, type IRoomEvent, type MatrixClient } from 'matrix-js-sdk'

const PAGE = 100
/** A gap of more is not read back to its end: what stands at stake is then found by the relations of open polls. */
const MOST_PAGES = 200

/**
 * The events of a room after `last`, from the newest token backwards (matrix-bot-sdk#336: a limited sync leaves them out).
 * @param from the `prev_batch` of the limited timeline
 * @param stopAt an event that was handled before, or our own join: nothing older is given
 * @returns oldest first
 */
export async function readBack(
  client: MatrixClient,
  room: string,
  from: string,
  stopAt: (event: IRoomEvent) => boolean,
): Promise<readonly IRoomEvent[]> {
  const found: IRoomEvent[] = []
  let token: string | undefined = from
  for (let page = 0; token !== undefined && page < MOST_PAGES; page += 1) {
    const { chunk, end } = await client.createMessagesRequest(room, token, PAGE, Direction.Backward)
    for (const event of chunk) {
      if (stopAt(event as IRoomEvent)) return found.reverse()
      found.push(event as IRoomEvent)
    }
    token = end
  }
  return found.reverse()
}

/** Every response to a poll that the server has, oldest first: cleartext relations, so that no answer is lost to a gap. */
export async function responsesTo(
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
