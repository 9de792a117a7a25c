// From an event that was read and judged to what it asks of the core; leaves reading to receiving/, and asking and answering to asking.ts.
import { answeringTexts } from './answering-texts.ts'
import { type AnsweringParts, ask, askAgain, goOn, keptOf, sayWords, type Visit } from './asking.ts'
import { isTyped } from './dialogue.ts'
import type { Asked } from './receiving/events.ts'
import type { Arrival } from './receiving/sync.ts'

/** `!umlauf status` or a mention; without either, what is said in a place is not said to us. */
const PREFIX = /^!umlauf\b\s*/i

/** Handles one arrival. Resolves after everything it changed is stored. */
export function createAnswering(parts: AnsweringParts): (arrival: Arrival) => Promise<void> {
  const hints = createHints()
  return async ({ event, request, asked, doubt, isLastTry, isOld }) => {
    const { sender, room } = event
    const owner = parts.ownerOf(room)
    // in a private room only its person counts; whoever else got in there is nobody to us
    if (owner !== undefined && owner !== sender) return
    const place = owner === undefined ? parts.guide.placeOf(room) : undefined
    if (owner === undefined && place === undefined) return
    const visit: Visit = {
      ...{ arrivalId: request, event: event.id, sender, room, isPrivate: owner !== undefined },
      origin: place === undefined ? { kind: 'private' } : { kind: 'place', place },
      language: parts.guide.language(sender),
    }
    // an earlier run may have read and answered what nobody can read any more: one word for all of it
    if (doubt === 'undecryptable' && isOld) {
      if (visit.isPrivate && hints.isDue(room, doubt)) {
        await sayWords(parts, visit, answeringTexts[visit.language].undecryptableOld)
      }
      return
    }
    try {
      if (doubt !== undefined) await answerDoubt(parts, visit, doubt, asked)
      else if (asked) await answerAsked(parts, visit, asked, hints)
    } catch (defect) {
      if (!isLastTry || !mayAnswer(parts, visit, asked)) throw defect
      await sayWords(parts, visit, answeringTexts[visit.language].failure(parts.report(defect)))
    }
  }
}

/** Whoever does the same again and again is told once in a while why it does not count. */
type Hints = { isDue(room: string, kind: Asked['kind'] | 'undecryptable'): boolean }

const HINT_AGAIN_MS = 60_000

function createHints(): Hints {
  const said = new Map<string, number>()
  return {
    isDue(room, kind) {
      const now = performance.now()
      const name = `${kind} ${room}`
      const last = said.get(name)
      if (last !== undefined && now - last < HINT_AGAIN_MS) return false
      said.set(name, now)
      return true
    },
  }
}

/** What cannot be believed is never counted, and its sender is told why; in a place only where it was said to us. */
async function answerDoubt(
  parts: AnsweringParts,
  visit: Visit,
  doubt: NonNullable<Arrival['doubt']>,
  asked: Asked | undefined,
): Promise<void> {
  const isVote = asked?.kind === 'pollResponse' || asked?.kind === 'words'
  if (doubt !== 'undecryptable' && !isVote) return
  if (!mayAnswer(parts, visit, asked)) return
  await sayWords(parts, visit, answeringTexts[visit.language][doubt])
}

/** In a place only what was said to us is answered. */
function mayAnswer(parts: AnsweringParts, visit: Visit, asked: Asked | undefined): boolean {
  return visit.isPrivate || (asked?.kind === 'words' && isToUs(parts, asked))
}

async function answerAsked(
  parts: AnsweringParts,
  visit: Visit,
  asked: Asked,
  hints: Hints,
): Promise<void> {
  const t = answeringTexts[visit.language]
  switch (asked.kind) {
    case 'words':
      return answerWords(parts, visit, asked)
    case 'pollResponse':
      return answerPoll(parts, visit, asked)
    case 'reaction':
    case 'redaction':
    case 'edited':
      if (visit.isPrivate && hints.isDue(visit.room, asked.kind)) {
        await sayWords(parts, visit, t[asked.kind])
      }
  }
}

export function isToUs(
  { self }: Pick<AnsweringParts, 'self'>,
  { text, mentions }: Extract<Asked, { kind: 'words' }>,
): boolean {
  return mentions.includes(self) || PREFIX.test(text)
}

async function answerWords(
  parts: AnsweringParts,
  visit: Visit,
  asked: Extract<Asked, { kind: 'words' }>,
): Promise<void> {
  if (!visit.isPrivate && !isToUs(parts, asked)) return
  const kept = visit.isPrivate ? await keptOf(parts, visit) : undefined
  const isOpen = kept !== undefined && !('ended' in kept)
  if (kept?.taken.includes(visit.arrivalId)) {
    // an answer that comes again is no answer to the next question
    const isLast = kept.taken.at(-1) === visit.arrivalId
    return isOpen && isLast ? askAgain(parts, visit, kept) : undefined
  }
  // a file is no answer to the question of a form: whoever left one open reports with it all the same
  if (isOpen && !asked.file && !PREFIX.test(asked.text) && !isTyped(asked.text)) {
    return goOn(parts, visit, kept, asked.text)
  }
  const text = withoutName(asked.text.replace(PREFIX, ''), asked.html, parts.self)
  const files = asked.file ? { files: [parts.downloads(asked.file)] } : {}
  await ask(parts, visit, { kind: 'command', text, ...files })
}

/** A mention stands in the text as the name that the client shows, which the link in the HTML repeats. */
function withoutName(text: string, html: string, self: string): string {
  const name = self.slice(1, self.indexOf(':'))
  const shown = [...html.matchAll(PILL)].flatMap(([, user = '', words = '']) =>
    [self, encodeURIComponent(self)].includes(user) && words !== '' ? [words] : [],
  )
  const start = [...shown, self, `@${name}`, name].find((one) =>
    text.toLowerCase().startsWith(one.toLowerCase()),
  )
  return start === undefined ? text : text.slice(start.length).replace(/^[:,]?\s*/, '')
}

const PILL = /<a href="https:\/\/matrix\.to\/#\/([^"?]{1,255})">([^<]{1,255})<\/a>/g

async function answerPoll(
  parts: AnsweringParts,
  visit: Visit,
  { poll, answer, isSpoiled }: Extract<Asked, { kind: 'pollResponse' }>,
): Promise<void> {
  if (!visit.isPrivate) return
  const t = answeringTexts[visit.language]
  const choices = await parts.pollAt(visit.room, poll)
  // a poll of somebody else's is none of ours (B46)
  if (!choices) return
  // an empty answer takes nothing back: a vote is changed by voting
  if (answer === undefined) return sayWords(parts, visit, t.redaction)
  if (choices.size === 0) return sayWords(parts, visit, t.outdated)
  const choice = choices.get(answer)
  if (!choice || isSpoiled) return sayWords(parts, visit, t.spoiled)
  await ask(parts, visit, { kind: 'action', ...choice })
}
