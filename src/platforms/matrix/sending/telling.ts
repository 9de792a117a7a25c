// What is said to somebody who asked: in their private room, or in the thread of what they said in a place; tried until it is said; leaves the words to answering.ts.
import { setTimeout as sleep } from 'node:timers/promises'
import { type Message, message, paragraph } from '../../../core/message.ts'
import type { Language } from '../../../core/values.ts'
import { contentOf } from '../drawing/content.ts'
import { createFiles, type FilesParts } from './files.ts'
import { txnOf } from './marks.ts'
import { outboundTexts } from './outbound-texts.ts'
import { type Failure, failureOf } from './outcome.ts'
import type { PrivateRooms } from './rooms.ts'
import type { Sender, Sending } from './sender.ts'
import { inThread } from './standing.ts'

export interface Telling {
  /**
   * Says something in a person's private room; the key makes a second time the same events. Never throws. What takes longer
   * is said in the background, after what was said before: nobody's vote waits for somebody's answer.
   */
  tell(account: string, said: Message, language: Language, key: string): Promise<void>
  /** A short notice in the thread of an event in a place. Never throws. */
  noteInPlace(room: string, event: string, said: Message, language: Language): Promise<void>
  /** Resolves when everything is said that was to be said so far. */
  settled(): Promise<void>
  /** Nothing is tried again any more. */
  stop(): void
}

export type TellingParts = FilesParts & {
  readonly sender: Sender
  readonly rooms: Pick<PrivateRooms, 'roomOf'>
  readonly notice: (words: string) => void
}

const FIRST_WAIT_MS = 500
const LONGEST_WAIT_MS = 15_000
/** After so many attempts, more than ten minutes, an answer is of no use any more. */
const MOST_TRIES = 50
/** How long whoever asked for it waits for an answer to be said. */
const PATIENCE_MS = 1_000

export function createTelling(parts: TellingParts): Telling {
  const { sender, rooms, notice } = parts
  const files = createFiles(parts)
  const stopping = new AbortController()

  /** The same attempt until it succeeded, was refused, or nobody waits for it any more. */
  const persist = async <T extends { readonly kind: string }>(
    attempt: () => Promise<T | Failure>,
  ): Promise<T | undefined> => {
    for (let tries = 0; tries < MOST_TRIES && !stopping.signal.aborted; tries += 1) {
      const outcome = await attempt().catch(failureOf)
      if (!isFailure(outcome)) return outcome
      if (outcome.kind === 'refused') {
        notice(`Matrix: an answer was refused: ${outcome.errcode}`)
        return undefined
      }
      const backOff = Math.min(LONGEST_WAIT_MS, FIRST_WAIT_MS * 2 ** Math.min(tries, 5))
      await rest(outcome.kind === 'later' ? outcome.waitMs : backOff, stopping.signal)
    }
    if (!stopping.signal.aborted) notice('Matrix: an answer could not be said')
    return undefined
  }
  const say = async (sending: Pick<Sending, 'room' | 'content' | 'txnId' | 'mustEncrypt'>) => {
    const frame = {
      type: 'm.room.message',
      pace: 'answer',
      slot: sending.txnId,
      events: 1,
    } as const
    const sent = await persist(() => sender.send({ ...frame, ...sending }))
    return sent?.kind === 'done' ? sent.event : undefined
  }

  const sayAll = async (account: string, said: Message, language: Language, key: string) => {
    const there = await persist(() => rooms.roomOf(account, 'answer', true))
    if (there?.kind !== 'room') return
    const { room } = there
    let root: string | undefined
    for (const [n, page] of contentOf(said, language, 'answer').entries()) {
      const thread = root === undefined ? {} : { 'm.relates_to': inThread(root) }
      const txnId = txnOf('answer', key, n)
      const content = { ...page, ...thread }
      const event = await say({ room, content, txnId, mustEncrypt: true })
      if (event === undefined) return
      root ??= event
    }
    for (const [n, file] of said.files.entries()) {
      const filing = {
        key: `${key}:file:${n}`,
        room,
        file,
        mustEncrypt: true,
        pace: 'answer',
      } as const
      const sent = await persist(() => files.send(filing))
      if (sent?.kind === 'done' || stopping.signal.aborted) continue
      const words = outboundTexts[language].notSent(file.name)
      const [content] = contentOf(message(words, [paragraph(words)]), language, 'answer')
      if (content) await say({ room, content, txnId: txnOf('unsent', key, n), mustEncrypt: true })
    }
  }
  const inOrder = createOrder()
  return {
    tell: (account, said, language, key) =>
      inOrder.say(account, () => sayAll(account, said, language, key)),
    noteInPlace: (room, event, said, language) =>
      inOrder.say(room, async () => {
        const [page] = contentOf(said, language, 'answer')
        const content = { ...page, 'm.relates_to': inThread(event) }
        await say({ room, content, txnId: txnOf('note', event), mustEncrypt: false })
      }),
    settled: inOrder.settled,
    stop: () => stopping.abort(),
  }
}

/** One after the other to each; waited for as long as it is soon done. */
function createOrder() {
  const last = new Map<string, Promise<void>>()
  const say = async (whom: string, work: () => Promise<void>): Promise<void> => {
    const mine = (last.get(whom) ?? Promise.resolve()).then(work).finally(() => {
      if (last.get(whom) === mine) last.delete(whom)
    })
    last.set(whom, mine)
    const waiting = new AbortController()
    await Promise.race([mine, rest(PATIENCE_MS, waiting.signal)])
    waiting.abort()
  }
  const settled = async () => void (await Promise.allSettled(last.values()))
  return { say, settled }
}

function isFailure(outcome: { readonly kind: string }): outcome is Failure {
  return ['later', 'lost', 'unreached', 'refused'].includes(outcome.kind)
}

/** Also over when it is no longer waited for. */
async function rest(ms: number, signal: AbortSignal): Promise<void> {
  await sleep(ms, undefined, { signal }).catch(() => undefined)
}
