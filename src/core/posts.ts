// Posts follow state: what a state wants to stand where is posted once, edited in place, tried again and found again after a lost answer; leaves what is wanted to the slices and the waking to the process.
import { type Canonical, canonical } from './canonical.ts'
import type { Attachment, Message } from './message.ts'
import type { Delivery, Operation, Platform, Target } from './ports.ts'
import type { ConnectionId, Instant, Language } from './values.ts'

/**
 * Something that should stand somewhere. `card`: one per place, edited. `ballot`: one per person and party, edited.
 * `notice`: posted once, because an edit notifies nobody. `file`: posted once, as it was made when its turn came. `home`: a
 * person's own page, on networks that have one.
 */
export type Wanted = {
  /** Names the post for ever: subject, kind, target and connection. */
  readonly key: string
  readonly subject: string
  readonly kind: 'card' | 'ballot' | 'notice' | 'file' | 'home'
  readonly connection: ConnectionId
  readonly to: Target
  /** What a place is called on the network now: a card goes where the council file moves its place. */
  readonly at?: string | undefined
  readonly language: Language
  /** Where there are thousands it is drawn when it is asked for: all at once would fill the memory. */
  readonly message: Message
  /** Of a `file`: makes it. Where it rejects, or the network takes no files, the message stands in its place. */
  readonly file?: (() => Promise<Attachment>) | undefined
}

/** A post taken for one attempt. Only the holder of the token may record how it ended. */
export type Claim = {
  readonly token: bigint
  readonly ref: string | undefined
  readonly state: 'wanted' | 'sent' | 'ambiguous' | 'gone' | 'failed'
  readonly attempts: number
  /** Machine time of the first attempt of which it is not known whether it arrived; of this one where all are known. */
  readonly since: Instant
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

/** How a post stands after a look at it. `waiting` without `waitMs`: somebody else has it, or its time is kept in the queue. */
export type Standing =
  | { readonly outcome: 'inOrder' }
  | { readonly outcome: 'delivered' }
  | { readonly outcome: 'waiting'; readonly waitMs?: number }
  | { readonly outcome: 'failed'; readonly reason: string }

/**
 * One attempt at one wanted post: claims it, posts or edits, and keeps how it ended. No lock is held during the network
 * call.
 * @returns how the post stands now; `failed` once, when it is given up.
 */
export async function bringAbout(
  wanted: Wanted,
  platform: Platform,
  queue: PostQueue,
): Promise<Standing> {
  const fingerprint = fingerprintOf(wanted)
  const claim = await queue.claim(wanted, fingerprint)
  if (claim === 'inOrder') return { outcome: 'inOrder' }
  if (claim === 'waiting') return { outcome: 'waiting' }
  const kept = await attempt(wanted, platform, claim)
  const recorded = await queue.record(wanted.key, claim.token, fingerprint, kept)
  if (!recorded) return { outcome: 'waiting' }
  if (kept.state === 'failed') return { outcome: 'failed', reason: kept.failure ?? '' }
  return kept.state === 'sent'
    ? { outcome: 'delivered' }
    : { outcome: 'waiting', waitMs: kept.waitMs }
}

/** Notices and files stand as they were posted; cards and ballots follow every change of their message. */
function fingerprintOf({ kind, key, at, message, language }: Wanted): string {
  return kind === 'notice' || kind === 'file'
    ? key
    : canonical({ at, language, message: plainData(message) })
}

function plainData(message: Message): Canonical {
  return JSON.parse(
    JSON.stringify(message, (_, value) => (typeof value === 'bigint' ? value.toString() : value)),
  )
}

async function attempt(wanted: Wanted, platform: Platform, claim: Claim): Promise<Kept> {
  const { key, to, message, language, kind } = wanted
  if (kind === 'home') {
    return keptOf(await platform.deliver({ kind, key, to, message, language }), claim.attempts)
  }
  let { ref } = claim
  if (claim.state === 'ambiguous' && ref === undefined) {
    const found = await platform.find(key, to, claim.since)
    if (found.outcome === 'unknown') return unfound(platform, claim.attempts)
    if (found.outcome === 'found') ref = found.ref
  }
  if (kind === 'file') {
    // a file that stands is never edited
    if (ref !== undefined) return keptOf({ outcome: 'delivered', ref }, claim.attempts)
    return keptOf(await platform.deliver(await fileOrWords(wanted, platform)), claim.attempts)
  }
  const delivery = await platform.deliver(
    ref === undefined
      ? { kind: 'post', key, to, message, language }
      : { kind: 'edit', key, to, ref, message, language },
  )
  const kept = keptOf(delivery, claim.attempts)
  // what was found stays found, however the edit ended: without its ref it would be posted again
  return kept.state === 'gone' || ref === undefined ? kept : { ref, ...kept }
}

async function fileOrWords(wanted: Wanted, { can }: Platform): Promise<Operation> {
  const { key, to, language, message, file: make } = wanted
  const file = can.file ? await make?.().catch(() => undefined) : undefined
  return file
    ? { kind: 'file', key, to, file, language }
    : { kind: 'post', key, to, message, language }
}

/**
 * Whether the first attempt arrived cannot be told now. A second post might be seen as a second vote: looked up again
 * later where the platform can look, else reported and never repeated.
 */
function unfound({ can }: Platform, attempts: number): Kept {
  const failure = 'ambiguous'
  return can.find && attempts < MOST_ATTEMPTS
    ? { state: 'ambiguous', failure, waitMs: backOff(attempts) }
    : { state: 'failed', failure, waitMs: 0 }
}

function backOff(attempts: number): number {
  return Math.min(LONGEST_WAIT_MS, FIRST_WAIT_MS * 2 ** Math.min(attempts - 1, 6))
}

function keptOf(delivery: Delivery, attempts: number): Kept {
  switch (delivery.outcome) {
    case 'delivered':
      return { state: 'sent', ref: delivery.ref, waitMs: 0 }
    case 'rateLimited':
      return { state: 'wanted', failure: 'rateLimited', waitMs: Math.max(0, delivery.waitMs) }
    case 'gone':
      return { state: 'gone', failure: 'gone', waitMs: 0 }
    case 'ambiguous':
      return { state: 'ambiguous', failure: 'ambiguous', waitMs: backOff(attempts) }
    case 'refused':
      return attempts >= MOST_ATTEMPTS
        ? { state: 'failed', failure: delivery.reason, waitMs: 0 }
        : { state: 'wanted', failure: delivery.reason, waitMs: backOff(attempts) }
  }
}
