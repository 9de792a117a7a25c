// Posts follow state: what a state wants to stand where is posted once, edited in place, tried again and found again after a lost answer; leaves what is wanted to the slices and the waking to the process.
import { type Canonical, canonical } from './canonical.ts'
import type { Message } from './message.ts'
import type { Delivery, Platform, Target } from './ports.ts'
import type { ConnectionId, Instant, Language } from './values.ts'

/**
 * Something that should stand somewhere. `card`: one per place, edited. `ballot`: one per person and party, edited.
 * `notice`: posted once, because an edit notifies nobody.
 */
export type Wanted = {
  /** Names the post for ever: subject, kind, target and connection. */
  readonly key: string
  readonly subject: string
  readonly kind: 'card' | 'ballot' | 'notice'
  readonly connection: ConnectionId
  readonly to: Target
  readonly language: Language
  readonly message: Message
}

/** A post taken for one attempt. Only the holder of the token may record how it ended. */
export type Claim = {
  readonly token: bigint
  readonly ref: string | undefined
  readonly state: 'wanted' | 'sent' | 'ambiguous' | 'gone' | 'failed'
  readonly attempts: number
}

/** How an attempt is kept. `waitMs`: machine time until the next attempt. */
export type Kept = {
  readonly state: Claim['state']
  readonly ref?: string
  readonly failure?: string
  readonly waitMs: number
}

/** The posts table as the queue. */
export interface PostQueue {
  /** `inOrder`: it shows this fingerprint or was given up. `waiting`: somebody else has it, or its next attempt is not yet due. */
  claim(wanted: Wanted, fingerprint: string): Promise<Claim | 'inOrder' | 'waiting'>
  /** False if the token is no longer the newest: the attempt's outcome is then not ours to keep. */
  record(key: string, token: bigint, fingerprint: string, kept: Kept): Promise<boolean>
}

/** Waits between attempts grow from 1 s to a minute; a post is given up after about a day of attempts. */
const FIRST_WAIT_MS = 1_000
const LONGEST_WAIT_MS = 60_000
const MOST_ATTEMPTS = 1_440

/**
 * One attempt at one wanted post: claims it, posts or edits, and keeps how it ended. No lock is held during the network
 * call.
 * @returns whether the post now stands as wanted, has to wait, or was already in order.
 */
export async function bringAbout(
  wanted: Wanted,
  platform: Platform,
  queue: PostQueue,
  now: Instant,
): Promise<'inOrder' | 'delivered' | 'waiting'> {
  const fingerprint = fingerprintOf(wanted)
  const claim = await queue.claim(wanted, fingerprint)
  if (claim === 'inOrder' || claim === 'waiting') return claim
  const kept = await attempt(wanted, platform, claim, now)
  const recorded = await queue.record(wanted.key, claim.token, fingerprint, kept)
  return recorded && kept.state === 'sent' ? 'delivered' : 'waiting'
}

/** A notice stands as it was posted; cards and ballots follow every change of their message. */
function fingerprintOf({ kind, key, message, language }: Wanted): string {
  return kind === 'notice' ? key : canonical({ language, message: plainData(message) })
}

function plainData(message: Message): Canonical {
  return JSON.parse(
    JSON.stringify(message, (_, value) => (typeof value === 'bigint' ? value.toString() : value)),
  )
}

async function attempt(
  wanted: Wanted,
  platform: Platform,
  claim: Claim,
  now: Instant,
): Promise<Kept> {
  const { key, to, message, language } = wanted
  let { ref } = claim
  if (claim.state === 'ambiguous' && ref === undefined) {
    const found = await platform.find(key, to)
    // without a way to look it up a second post might be seen as a second vote: report, never repeat
    if (found.outcome === 'unknown') return { state: 'failed', failure: 'ambiguous', waitMs: 0 }
    if (found.outcome === 'found') ref = found.ref
  }
  const delivery = await platform.deliver(
    ref === undefined
      ? { kind: 'post', key, to, message, language }
      : { kind: 'edit', key, to, ref, message, language },
  )
  return keptOf(delivery, claim.attempts, now)
}

function keptOf(delivery: Delivery, attempts: number, now: Instant): Kept {
  const backOff = Math.min(LONGEST_WAIT_MS, FIRST_WAIT_MS * 2 ** Math.min(attempts - 1, 6))
  switch (delivery.outcome) {
    case 'delivered':
      return { state: 'sent', ref: delivery.ref, waitMs: 0 }
    case 'rateLimited':
      return { state: 'wanted', failure: 'rateLimited', waitMs: Math.max(0, delivery.until - now) }
    case 'gone':
      return { state: 'gone', failure: 'gone', waitMs: 0 }
    case 'ambiguous':
      return { state: 'ambiguous', failure: 'ambiguous', waitMs: backOff }
    case 'refused':
      return attempts >= MOST_ATTEMPTS
        ? { state: 'failed', failure: delivery.reason, waitMs: 0 }
        : { state: 'wanted', failure: delivery.reason, waitMs: backOff }
  }
}
