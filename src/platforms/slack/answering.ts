// From what somebody asked to its acknowledgement and answer: stored first, acknowledged after, and within Slack's three seconds; leaves reading to inbound.ts and how it is told to telling.ts.
import { message, paragraph } from '../../core/message.ts'
import type { Accept, Answer } from '../../core/ports.ts'
import { Refusal, refusalMessage } from '../../core/refusal.ts'
import type { ConnectionId } from '../../core/values.ts'
import { answeringTexts } from './answering-texts.ts'
import { requestOf } from './asking.ts'
import { renderHome } from './drawing/views.ts'
import type { Identities } from './identity.ts'
import type { Incoming } from './inbound.ts'
import type { IncomingFiles } from './incoming-files.ts'
import { type Ack, type Exchange, hold, type TellingParts, tell, Unsaid } from './telling.ts'

export type AnsweringParts = TellingParts & {
  readonly connection: ConnectionId
  readonly accept: Accept
  readonly identities: Identities
  readonly incomingFiles: IncomingFiles
  /** Logs a defect and returns the number the user is told. */
  readonly report: (defect: unknown) => string
}

/** Slack waits three seconds; after two the click is acknowledged as being checked, never as counted. */
const PATIENCE_MS = 2_000
export interface Answering {
  /** Serves one request to its end; never throws. @returns whether its answer was said: what was not may be sent again. */
  serve(incoming: Incoming, ack: Ack): Promise<boolean>
}

export function createAnswering(parts: AnsweringParts): Answering {
  const underWay = new Map<string, Promise<boolean>>()
  return {
    async serve(incoming, ack) {
      if (incoming.kind !== 'direct' && incoming.kind !== 'mention') {
        return serveOne(parts, incoming, ack)
      }
      // Slack sends an event again that takes longer than it waits: there is one answer, and one file, to wait for
      const { requestId } = incoming
      const serving = underWay.get(requestId) ?? serveOne(parts, incoming, ack)
      underWay.set(requestId, serving)
      try {
        return await serving
      } finally {
        underWay.delete(requestId)
      }
    },
  }
}

async function serveOne(parts: AnsweringParts, incoming: Incoming, ack: Ack): Promise<boolean> {
  const { id: user } = incoming.user
  const language = parts.identities.languageOf(incoming.user)
  const exchange: Exchange = { incoming, user, language, ack: onceOnly(ack, parts.notice) }
  try {
    const asked = answerTo(parts, exchange)
    const soon = await within(asked, PATIENCE_MS)
    if (soon) await tell(parts, exchange, soon, false)
    else {
      await hold(parts, exchange)
      await tell(parts, exchange, await asked, true)
    }
    if (incoming.kind === 'button' && incoming.onView) await showHome(parts, exchange)
    return true
  } catch (defect) {
    if (!(defect instanceof Unsaid)) parts.report(defect)
    await exchange.ack()
    return false
  }
}

/** Behind a button of the App Home stands a page that has just become outdated. */
async function showHome(parts: AnsweringParts, exchange: Exchange): Promise<void> {
  const { requestId, user, whence } = exchange.incoming
  const incoming = { kind: 'home', requestId: `${requestId}|home`, user, whence } as const
  const home = await answerTo(parts, { ...exchange, incoming })
  // where Slack does not take it now, it comes with the next change
  if (home.kind === 'message') {
    await parts.talk.publish(user.id, renderHome(home.message, exchange.language), true)
  }
}

/** A second acknowledgement is an error of the SDK, and a lost socket ends none of what follows. */
function onceOnly(ack: Ack, notice: AnsweringParts['notice']): Ack {
  let given = false
  return async (response) => {
    if (given) return
    given = true
    await ack(response).catch((error: unknown) =>
      notice(`an acknowledgement was lost: ${error instanceof Error ? error.name : 'unknown'}`),
    )
  }
}

async function within<T>(work: Promise<T>, ms: number): Promise<T | undefined> {
  const { promise, resolve } = Promise.withResolvers<undefined>()
  const timer = setTimeout(() => resolve(undefined), ms)
  try {
    return await Promise.race([work, promise])
  } finally {
    clearTimeout(timer)
  }
}

async function answerTo(parts: AnsweringParts, { incoming, language }: Exchange): Promise<Answer> {
  if (incoming.kind === 'outdated')
    return said(answeringTexts[language].outdated, 'button.outdated')
  try {
    const account = await parts.identities.accountOf(incoming.user)
    return await parts.accept(
      requestOf(incoming, { connection: parts.connection, id: account }, parts),
    )
  } catch (fault) {
    if (fault instanceof Refusal) {
      return { kind: 'message', message: refusalMessage(fault, language), refusal: fault.code }
    }
    return said(answeringTexts[language].failure(parts.report(fault)), 'defect')
  }
}

function said(words: string, refusal: string): Answer {
  return { kind: 'message', message: message(words, [paragraph(words)]), refusal }
}
