// So many requests of one person at once and no more: whoever clicks a thousand times a second delays nobody else; leaves answering to answering.ts.
import { message, paragraph } from '../../core/message.ts'
import type { Answering } from './answering.ts'
import { renderMessage } from './drawing/render.ts'
import type { Identities } from './identity.ts'
import type { Incoming } from './inbound.ts'
import { pacingTexts } from './pacing-texts.ts'
import { onlyForYou, type Talk } from './talk.ts'
import type { Ack } from './telling.ts'

/** No person needs more; all together they leave the store's connections to the others. */
const MOST_AT_ONCE = 3
/** What waits for its turn is still acknowledged in time. */
const MOST_WAITING = 20
/** One word about it is enough for all that was turned away with it. */
const TOLD_AGAIN_MS = 5_000

type Line = { running: number; readonly waiting: (() => void)[]; toldAt: number }

export type PacingParts = {
  readonly identities: Pick<Identities, 'languageOf'>
  readonly talk: Pick<Talk, 'privately'>
  readonly clock: () => number
}

/** Serves each person's requests a few at a time, in their order; turns away what is too much, and says so. */
export function createPacing(answering: Answering, parts: PacingParts): Answering {
  const lines = new Map<string, Line>()
  return {
    async serve(incoming, ack) {
      const who = `${incoming.user.team}/${incoming.user.id}`
      const line = lines.get(who) ?? { running: 0, waiting: [], toldAt: Number.NEGATIVE_INFINITY }
      lines.set(who, line)
      if (line.running >= MOST_AT_ONCE) {
        if (line.waiting.length >= MOST_WAITING) return turnAway(parts, line, incoming, ack)
        await new Promise<void>((resolve) => void line.waiting.push(resolve))
      } else line.running += 1
      const release = once(() => {
        const next = line.waiting.shift()
        if (next) next()
        else line.running -= 1
        if (line.running === 0) lines.delete(who)
      })
      try {
        // what is acknowledged is stored: how long Slack takes to show the answer holds up no next click
        return await answering.serve(incoming, async (response) => {
          await ack(response)
          release()
        })
      } finally {
        release()
      }
    },
  }
}

function once(act: () => void): () => void {
  let done = false
  return () => {
    if (!done) act()
    done = true
  }
}

/** Never silently: a form stays open with what was filled in, because Slack hears nothing. */
async function turnAway(
  { identities, talk, clock }: PacingParts,
  line: Line,
  incoming: Incoming,
  ack: Ack,
): Promise<boolean> {
  if (incoming.kind === 'form') return true
  const language = identities.languageOf(incoming.user)
  const words = pacingTexts[language].tooMany
  const pages = renderMessage(message(words, [paragraph(words)]), language)
  if (incoming.kind === 'command') {
    await ack(onlyForYou(pages[0]))
    return true
  }
  await ack()
  if (clock() - line.toldAt < TOLD_AGAIN_MS) return true
  line.toldAt = clock()
  await talk.privately(incoming.user.id, incoming.whence, pages)
  return true
}
