// From an operation of the core to the events of a room: one post may be several pages in a thread, and a ballot has a poll below it; leaves one event to sender.ts and its words to drawing/.
import { randomUUID } from 'node:crypto'
import type { MatrixClient } from 'matrix-js-sdk'
import { message, paragraph } from '../../../core/message.ts'
import type { Delivery, Found, Operation, Platform, Target } from '../../../core/ports.ts'
import type { ConnectionId, Instant, Language } from '../../../core/values.ts'
import { contentOf } from '../drawing/content.ts'
import { pollOf } from '../drawing/poll.ts'
import type { MatrixGuide } from '../guide.ts'
import type { Encryption } from './encryption.ts'
import { createFiles, type Files } from './files.ts'
import { lookUp } from './looking-up.ts'
import { txnOf } from './marks.ts'
import { outboundTexts } from './outbound-texts.ts'
import { deliveryOf, type Failure } from './outcome.ts'
import type { PaceClass } from './pace.ts'
import type { PlaceToSend, PrivateRooms } from './rooms.ts'
import type { Sender, Sending } from './sender.ts'
import {
  after,
  type Drawn,
  type LeftWords,
  nothingIn,
  readRef,
  refOf,
  type Standing,
  type Step,
  stepsOf,
  turned,
} from './standing.ts'

/** The outgoing half of the platform port. */
export type Outbound = Pick<Platform, 'can' | 'deliver' | 'find' | 'privatePlace'>

export type OutboundParts = {
  readonly connection: ConnectionId
  readonly client: MatrixClient
  readonly guide: Pick<MatrixGuide, 'channelOf'>
  readonly rooms: Pick<PrivateRooms, 'roomOf'>
  readonly sender: Sender
  readonly encryption: Encryption
}

/** How many posts are remembered. */
const MOST_REMEMBERED = 10_000

export function createOutbound(parts: OutboundParts): Outbound {
  const files = createFiles(parts)
  const world: World = { ...parts, posts: new Map(), files, session: randomUUID() }
  const isStranger = (to: Target) =>
    to.kind === 'person' && to.account.connection !== parts.connection
  return {
    can: { home: false, file: true, find: true },
    async deliver(operation) {
      if (isStranger(operation.to)) return { outcome: 'refused', reason: 'connection' }
      switch (operation.kind) {
        case 'post':
        case 'edit':
          return bring(world, operation)
        case 'file':
          return deliverFile(world, operation)
        case 'home':
          return { outcome: 'refused', reason: 'home' }
      }
    },
    async find(key, to, since) {
      return isStranger(to) ? { outcome: 'absent' } : find(world, key, to, since)
    },
    async privatePlace(account) {
      return { kind: 'person', account }
    },
  }
}

/** What this process knows of a post. `lost`: a step of which it is not known whether it arrived. */
type Known = {
  readonly post: Standing
  readonly lost?: { readonly step: Step; readonly sending: Sending }
  /** The last edit that was tried: the same one again has the same transaction. */
  readonly edit?: { readonly print: string; readonly number: number }
  /** It stands no more; the next one is another post. */
  readonly isGone?: boolean
}

type World = OutboundParts & {
  readonly posts: Map<string, Known>
  readonly files: Files
  /** Two processes never make the same edit: one that came back to an older text would be swallowed. */
  readonly session: string
}

type Writing = Extract<Operation, { kind: 'post' | 'edit' }>

function remember(world: World, key: string, known: Known): Known {
  if (world.posts.size >= MOST_REMEMBERED && !world.posts.has(key)) world.posts.clear()
  world.posts.set(key, known)
  return known
}

function roomOf(world: World, operation: Operation, pace: PaceClass): Promise<PlaceToSend> {
  const { to, kind } = operation
  if (to.kind === 'person') return world.rooms.roomOf(to.account.id, pace, kind !== 'edit')
  const room = world.guide.channelOf(to.place)
  return Promise.resolve(
    room === undefined
      ? { kind: 'refused', errcode: 'no_room', words: '' }
      : { kind: 'room', room },
  )
}

/**
 * How urgent it is. What has no choices any more says how something ended; ballots of people who did not just vote are the
 * least urgent, because they changed nothing.
 */
function paceOf({ kind, to, message: { actions } }: Writing): PaceClass {
  if (to.kind === 'place') return kind === 'edit' && actions.length > 0 ? 'card' : 'notice'
  if (actions.length > 0) return 'ballot'
  return kind === 'post' ? 'notice' : 'card'
}

/** Sends what the post still lacks, event by event, and remembers each that arrived. */
async function bring(world: World, operation: Writing): Promise<Delivery> {
  const { key, language } = operation
  const pace = paceOf(operation)
  const there = await roomOf(world, operation, pace)
  if (there.kind !== 'room') return deliveryOf(there)
  const drawn = drawnOf(operation)
  const start = await startOf(world, operation, there.room, drawn)
  if (start === 'gone' || start === 'ambiguous') return { outcome: start }
  let known = remember(world, key, { ...start, post: turned(start.post, drawn) })
  const left = leftWords(language)
  const about = { key, pace, mustEncrypt: operation.to.kind === 'person' }

  for (let events: number | undefined; ; events = 0) {
    const steps = stepsOf(key, known.post, drawn, left)
    const { step, sending, edit } = next(world, known, steps, { ...about, events })
    if (!step || !sending) return { outcome: 'delivered', ref: refOf(known.post) }
    const outcome = await world.sender.send(sending)
    if (outcome.kind !== 'done')
      return unfinished(world, key, known, { step, sending, outcome, edit })
    const { lost: _, ...rest } = known
    known = remember(world, key, { ...rest, ...edit, post: after(known.post, step, outcome.event) })
  }
}

function drawnOf({ message: whole, language }: Writing): Drawn {
  const pages = contentOf(whole, language, 'document')
  return { pages, poll: pollOf(whole, language), words: whole.summary }
}

function leftWords(language: Language): LeftWords {
  const t = outboundTexts[language]
  const [moved] = contentOf(message(t.moved, [paragraph(t.moved)]), language, 'document')
  const [dropped] = contentOf(message(t.noLonger, [paragraph(t.noLonger)]), language, 'document')
  return { moved, dropped }
}

/** What the post is built on: what this process knows of it, else what the core kept, else nothing. */
async function startOf(
  world: World,
  operation: Writing,
  room: string,
  drawn: Drawn,
): Promise<Known | 'gone' | 'ambiguous'> {
  const { key } = operation
  const known = world.posts.get(key)
  if (known && known.post.room === room && !known.isGone) {
    return isRedacted(world, known.post) ? gone(world, key, known) : known
  }
  if (operation.kind === 'post') {
    const turn = known?.isGone && known.post.room === room ? known.post.turn + 1 : 0
    return { post: nothingIn(room, turn) }
  }
  const kept = readRef(operation.ref)
  // the council, or the person, has another room by now
  if (kept?.room !== room) return 'gone'
  if (isRedacted(world, kept)) return gone(world, key, { post: kept })
  // something may have been sent before its ref could be kept
  if (kept.pages.length >= drawn.pages.length && turned(kept, drawn) === kept) return { post: kept }
  const looked = await lookUp(world.client, key, room, undefined)
  if (looked.outcome === 'unknown') return 'ambiguous'
  if (looked.outcome === 'absent') return { post: kept }
  const { post } = looked
  const leaving = post.turn > kept.turn ? kept.pages : []
  return { post: { ...post, poll: post.poll ?? kept.poll, leaving } }
}

function isRedacted({ client }: World, { room, pages: [first = ''] }: Standing): boolean {
  return client.getRoom(room)?.findEventById(first)?.isRedacted() === true
}

function gone(world: World, key: string, { post }: Known): 'gone' {
  remember(world, key, { post, isGone: true })
  return 'gone'
}

type About = {
  readonly key: string
  readonly pace: PaceClass
  readonly mustEncrypt: boolean
  readonly events: number | undefined
}
type Next = {
  readonly step?: Step
  readonly sending?: Sending
  readonly edit?: Pick<Known, 'edit'>
}

/** What is not known to have arrived is settled first, by sending the same again. */
function next(world: World, known: Known, steps: readonly Step[], about: About): Next {
  const events = about.events ?? Math.max(1, steps.length)
  if (known.lost) {
    const { step, sending } = known.lost
    return { step, sending: { ...sending, pace: about.pace, events } }
  }
  const [step] = steps
  if (!step) return {}
  const { key, pace, mustEncrypt } = about
  const { room, turn } = known.post
  const slot = `${key} ${step.part}`
  const frame = { room, type: step.type, content: step.content, pace, slot, events, mustEncrypt }
  if (step.about === undefined) {
    return { step, sending: { ...frame, txnId: txnOf('new', key, turn, step.part, step.print) } }
  }
  if (step.part === 'end') return { step, sending: { ...frame, txnId: txnOf('end', step.about) } }
  const print = txnOf(step.about, step.print)
  const before = known.edit
  const number = before?.print === print ? before.number : (before?.number ?? 0) + 1
  const txnId = txnOf('edit', world.session, key, number, print)
  return { step, sending: { ...frame, txnId }, edit: { edit: { print, number } } }
}

type Unfinished = {
  readonly step: Step
  readonly sending: Sending
  readonly outcome: Failure
  readonly edit: Pick<Known, 'edit'> | undefined
}

/** Where a part of the post stands already and its ref is not kept yet, it has to be found before it is tried again. */
function unfinished(
  world: World,
  key: string,
  known: Known,
  { step, sending, outcome, edit }: Unfinished,
): Delivery {
  const isNew = step.about === undefined
  if (outcome.kind === 'refused' && /unknown event/i.test(outcome.words)) {
    return { outcome: gone(world, key, known) }
  }
  const { lost, ...rest } = known
  // what was lost once stays so until the homeserver says yes or no
  const isLost = outcome.kind === 'lost' || (lost !== undefined && outcome.kind !== 'refused')
  const isOpen = isNew && isLost
  remember(world, key, { ...rest, ...edit, ...(isOpen ? { lost: { step, sending } } : {}) })
  const isPart = isNew && known.post.pages.length > 0
  return isOpen || isPart ? { outcome: 'ambiguous' } : deliveryOf(outcome)
}

async function deliverFile(
  world: World,
  operation: Extract<Operation, { kind: 'file' }>,
): Promise<Delivery> {
  const { key, to, file } = operation
  const there = await roomOf(world, operation, 'notice')
  if (there.kind !== 'room') return deliveryOf(there)
  const { room } = there
  const mustEncrypt = to.kind === 'person'
  const outcome = await world.files.send({ key, room, file, mustEncrypt, pace: 'notice' })
  if (outcome.kind !== 'done') return deliveryOf(outcome)
  return { outcome: 'delivered', ref: refOf({ ...nothingIn(room), pages: [outcome.event] }) }
}

async function find(world: World, key: string, to: Target, since?: Instant): Promise<Found> {
  const known = world.posts.get(key)
  if (known && !known.isGone && known.post.pages.length > 0) {
    return { outcome: 'found', ref: refOf(known.post) }
  }
  const room = await knownRoom(world, to)
  if (room === undefined) return { outcome: 'unknown' }
  const looked = await lookUp(world.client, key, room, since)
  if (looked.outcome !== 'found') return looked
  remember(world, key, { post: looked.post })
  return { outcome: 'found', ref: refOf(looked.post) }
}

/** Where it would stand; to look, nobody is invited. */
async function knownRoom({ rooms, guide }: World, to: Target): Promise<string | undefined> {
  if (to.kind === 'place') return guide.channelOf(to.place)
  const there = await rooms.roomOf(to.account.id, 'ballot', false)
  return there.kind === 'room' ? there.room : undefined
}
