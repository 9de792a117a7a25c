// Keeps the SDK from remembering every event for ever: a long timeline is emptied once its events were handed over; leaves the state of the rooms as it is.
import type { ISyncResponse, MatrixClient } from 'matrix-js-sdk'

const MOST_EVENTS = 100

/** Only rooms that this sync touched can have grown. */
export function pruneTimelines(client: MatrixClient, sync: ISyncResponse): void {
  for (const id of Object.keys(sync.rooms?.join ?? {})) {
    const room = client.getRoom(id)
    const events = room?.getLiveTimeline().getEvents() ?? []
    // What is being sent finds its event by the timeline.
    if (events.length <= MOST_EVENTS || events.some((event) => event.status !== null)) continue
    room?.resetLiveTimeline(null, null)
  }
}
