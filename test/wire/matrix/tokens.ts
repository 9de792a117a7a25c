// Where somebody is in the stream, as the text that clients give back; leaves what stands there to sync.ts and the methods.
import { Refused } from './refusing.ts'

/** Everything up to `pos`, and of the messages to the device up to `inbox`. */
export type Place = { readonly pos: number; readonly inbox: number }

export function syncToken({ pos, inbox }: Place): string {
  return `s${pos}_${inbox}`
}

/** Between two events of a room. */
export function pageToken(pos: number): string {
  return `t${pos}`
}

export function placeOf(token: string): Place {
  const found = /^[st](\d+)(?:_(\d+))?$/.exec(token)
  if (!found) throw new Refused(400, 'M_UNKNOWN', 'Invalid stream token')
  return { pos: Number(found[1]), inbox: Number(found[2] ?? 0) }
}
