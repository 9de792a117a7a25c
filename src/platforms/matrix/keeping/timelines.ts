// Keeps the SDK from remembering every event for ever: a long timeline is emptied once its events were handed over; leaves the state of the rooms as it is.
import { EventStatus, type ISyncResponse, type MatrixClient, type MatrixEvent } from 'matrix-js-sdk'

const MOST_EVENTS = 100
/** One that was sent may wait for its echo for ever: where it is sent again after a start, it comes no second time. */
const UNDER_WAY: readonly (EventStatus | null)[] = [
  EventStatus.ENCRYPTING,
  EventStatus.QUEUED,
  EventStatus.SENDING,
]

/** Only rooms that this sync touched can have grown. */
export function pruneTimelines(client: MatrixClient, sync: ISyncResponse): void {
  for (const id of Object.keys(sync.rooms?.join ?? {})) {
    const room = client.getRoom(id)
    const events = room?.getLiveTimeline().getEvents() ?? []
    // What is being sent finds its event by the timeline.
    if (events.length <= MOST_EVENTS || events.some(isUnderWay)) continue
    room?.resetLiveTimeline(null, null)
  }
}

function isUnderWay({ status }: MatrixEvent): boolean {
  return UNDER_WAY.includes(status)
}
