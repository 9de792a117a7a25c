// Synapse's own limits as token buckets: one of a user for everything that sends, further ones for rooms, joins, invitations and logins; leaves where they are asked to the methods.
import type { User } from './records.ts'
import { tooFast } from './refusing.ts'

export type Pace = ReturnType<typeof createPace>

type Rate = { readonly perSecond: number; readonly burst: number }

/** The defaults of Synapse 1.163. */
const RATES = {
  message: { perSecond: 0.2, burst: 10 },
  room: { perSecond: 0.016, burst: 10 },
  join: { perSecond: 0.1, burst: 10 },
  invitesOfRoom: { perSecond: 0.3, burst: 10 },
  invitesOfIssuer: { perSecond: 0.3, burst: 10 },
  invitesOfInvitee: { perSecond: 0.003, burst: 5 },
  login: { perSecond: 0.003, burst: 5 },
} as const satisfies Record<string, Rate>

/** Asks that pass, or refuse with 429; with 'none' all pass. */
export function createPace(limits: 'synapse' | 'none') {
  const buckets = new Map<string, { left: number; at: number }>()

  function take(kind: keyof typeof RATES, key: string, rate: Rate = RATES[kind]): void {
    if (limits === 'none') return
    const now = performance.now()
    const bucket = buckets.get(`${kind} ${key}`) ?? { left: rate.burst, at: now }
    bucket.left = Math.min(rate.burst, bucket.left + ((now - bucket.at) / 1000) * rate.perSecond)
    bucket.at = now
    buckets.set(`${kind} ${key}`, bucket)
    if (bucket.left < 1) throw tooFast(Math.ceil(((1 - bucket.left) / rate.perSecond) * 1000))
    bucket.left -= 1
  }

  /** Everything that sends an event; an administrator may have set another rate for the user, or none. */
  function message(user: User): void {
    const { override } = user
    if (override === undefined) take('message', user.id)
    else if (override.messages_per_second > 0)
      take('message', user.id, {
        perSecond: override.messages_per_second,
        burst: override.burst_count,
      })
  }

  return {
    message,
    room(user: User): void {
      message(user)
      take('room', user.id)
    },
    join: (user: User) => take('join', user.id),
    invite(user: User, room: string, invitee: string): void {
      message(user)
      take('invitesOfRoom', room)
      take('invitesOfInvitee', invitee)
      take('invitesOfIssuer', user.id)
    },
    login: (account: string) => take('login', account),
  }
}
