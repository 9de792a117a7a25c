// From an event that was read and judged to what it asks of the core, and to its answer in the person's private room; leaves reading to receiving/ and sending to sending/.
import { type Message, message, paragraph } from '../../core/message.ts'
import type { Accept, Answer, Origin, Request } from '../../core/ports.ts'
import type { ConnectionId, Language } from '../../core/values.ts'
import { answeringTexts } from './answering-texts.ts'
import {
  answerDialogue,
  beginDialogue,
  type Dialogue,
  questionOf,
  readDialogue,
} from './dialogue.ts'
import { dialogueTexts } from './dialogue-texts.ts'
import type { MatrixGuide } from './guide.ts'
import type { MatrixKeeping } from './keeping-port.ts'
import type { Asked } from './receiving/events.ts'
import type { Arrival } from './receiving/sync.ts'

/** What one answer of one of our polls stands for. */
export type PollChoice = { readonly verb: string; readonly args: Readonly<Record<string, string>> }

export type AnsweringParts = {
  readonly connection: ConnectionId
  readonly self: string
  readonly accept: Accept
  readonly guide: MatrixGuide
  readonly keeping: MatrixKeeping
  /** Whose private room this is. */
  readonly ownerOf: (room: string) => string | undefined
  /** The choices of a poll that we sent ourselves into this room. */
  readonly pollAt: (
    room: string,
    poll: string,
  ) => Promise<ReadonlyMap<string, PollChoice> | undefined>
  /** Says something in a person's private room; the key makes a second time the same event. */
  readonly tell: (account: string, said: Message, language: Language, key: string) => Promise<void>
  /** A short notice in the thread of what somebody said in a place. */
  readonly noteInPlace: (
    room: string,
    event: string,
    words: string,
    language: Language,
  ) => Promise<void>
  readonly report: (defect: unknown) => string
}

/** `!umlauf status` or a mention; without either, what is said in a place is not said to us. */
const PREFIX = /^!umlauf\b\s*/i

/** Handles one arrival. Resolves after everything it changed is stored. */
export function createAnswering(parts: AnsweringParts): (arrival: Arrival) => Promise<void> {
  return async ({ event, asked, doubt }) => {
    const { sender, room } = event
    const owner = parts.ownerOf(room)
    // in a private room only its person counts; whoever else got in there is nobody to us
    if (owner !== undefined && owner !== sender) return
    const place = owner === undefined ? parts.guide.placeOf(room) : undefined
    if (owner === undefined && place === undefined) return
    const visit: Visit = {
      ...{ arrivalId: event.id, sender, room, isPrivate: owner !== undefined },
      origin: place === undefined ? { kind: 'private' } : { kind: 'place', place },
      language: parts.guide.language(sender),
    }
    if (doubt !== undefined) return answerDoubt(parts, visit, doubt, asked)
    if (asked) await answerAsked(parts, visit, asked)
  }
}

type Visit = {
  readonly arrivalId: string
  readonly sender: string
  readonly room: string
  readonly isPrivate: boolean
  readonly origin: Origin
  readonly language: Language
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
  if (!visit.isPrivate && (asked?.kind !== 'words' || !isToUs(parts, asked))) return
  await sayWords(parts, visit, answeringTexts[visit.language][doubt])
}

async function answerAsked(parts: AnsweringParts, visit: Visit, asked: Asked): Promise<void> {
  const t = answeringTexts[visit.language]
  switch (asked.kind) {
    case 'words':
      return answerWords(parts, visit, asked)
    case 'pollResponse':
      return answerPoll(parts, visit, asked.poll, asked.answer)
    case 'reaction':
      return visit.isPrivate ? sayWords(parts, visit, t.reaction) : undefined
    case 'redaction':
      return visit.isPrivate ? sayWords(parts, visit, t.redaction) : undefined
    case 'edited':
      return visit.isPrivate ? sayWords(parts, visit, t.edited) : undefined
  }
}

function isToUs(
  { self }: AnsweringParts,
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
  const isCommand = PREFIX.test(asked.text)
  const kept = visit.isPrivate && !isCommand ? await parts.keeping.dialogue(visit.room) : undefined
  const dialogue = kept === undefined ? undefined : readDialogue(kept)
  if (kept !== undefined && dialogue) return goOn(parts, visit, { kept, dialogue }, asked.text)
  const text = withoutName(asked.text.replace(PREFIX, ''), parts.self)
  await ask(parts, visit, { kind: 'command', text })
}

/** A mention stands in the text as the name the client shows; only the full id is ours for certain. */
function withoutName(text: string, self: string): string {
  const name = self.slice(1, self.indexOf(':'))
  const start = [self, `@${name}`, name].find((one) =>
    text.toLowerCase().startsWith(one.toLowerCase()),
  )
  return start === undefined ? text : text.slice(start.length).replace(/^[:,]?\s*/, '')
}

async function answerPoll(
  parts: AnsweringParts,
  visit: Visit,
  poll: string,
  answer: string | undefined,
): Promise<void> {
  if (!visit.isPrivate) return
  const t = answeringTexts[visit.language]
  const choices = await parts.pollAt(visit.room, poll)
  // a poll of somebody else's is none of ours (B46)
  if (!choices) return
  // an empty answer takes nothing back: a vote is changed by voting
  if (answer === undefined) return sayWords(parts, visit, t.redaction)
  const choice = choices.get(answer)
  if (!choice) return sayWords(parts, visit, t.spoiled)
  await ask(parts, visit, { kind: 'action', ...choice })
}

type Asking =
  | { readonly kind: 'command'; readonly text: string }
  | ({ readonly kind: 'action' } & PollChoice)
  | ({ readonly kind: 'form'; readonly values: Readonly<Record<string, string>> } & PollChoice)

/** Waits between questions while the core cannot answer: the sync token does not move before it can. */
const WAITS_MS = [250, 500, 1_000, 2_000, 4_000]

async function ask(
  parts: AnsweringParts,
  visit: Visit,
  asking: Asking,
  origin = visit.origin,
): Promise<void> {
  const from = { connection: parts.connection, id: visit.sender }
  const request: Request = { requestId: visit.arrivalId, from, origin, ...asking }
  try {
    let answer = await parts.accept(request)
    for (const waitMs of WAITS_MS) {
      // a defect is no answer: the same request may be asked again, and changes nothing the second time
      if (answer.kind !== 'message' || answer.refusal !== 'defect') break
      await new Promise((resolve) => setTimeout(resolve, waitMs))
      answer = await parts.accept(request)
    }
    await tellAnswer(parts, visit, answer, origin)
  } catch (defect) {
    await sayWords(parts, visit, answeringTexts[visit.language].failure(parts.report(defect)))
  }
}

async function tellAnswer(
  parts: AnsweringParts,
  visit: Visit,
  answer: Answer,
  origin: Origin,
): Promise<void> {
  const t = answeringTexts[visit.language]
  if (answer.kind === 'form') {
    const dialogue = beginDialogue(answer.form, origin)
    await askNext(parts, visit, dialogue)
  } else {
    await parts.tell(visit.sender, answer.message, visit.language, `answer:${visit.arrivalId}`)
  }
  if (visit.isPrivate) return
  const words = answer.kind === 'form' ? t.moreFields : t.inPrivate
  await parts.noteInPlace(visit.room, visit.arrivalId, words, visit.language)
}

/** Kept before it is asked: after a restart the next sentence finds its question. */
async function askNext(
  parts: AnsweringParts,
  visit: Visit,
  dialogue: Dialogue,
  complaint?: string,
): Promise<void> {
  const room = await parts.keeping.room(visit.sender)
  if (room !== undefined) await parts.keeping.setDialogue(room, JSON.stringify(dialogue))
  const question = questionOf(dialogue, visit.language, complaint)
  await parts.tell(visit.sender, question, visit.language, `answer:${visit.arrivalId}`)
}

async function goOn(
  parts: AnsweringParts,
  visit: Visit,
  { kept, dialogue }: { readonly kept: string; readonly dialogue: Dialogue },
  said: string,
): Promise<void> {
  const step = answerDialogue(dialogue, said, visit.language)
  switch (step.kind) {
    case 'ask':
      return askNext(parts, visit, step.dialogue, step.complaint)
    case 'cancelled':
      await parts.keeping.setDialogue(visit.room, undefined)
      return sayWords(parts, visit, dialogueTexts[visit.language].cancelled)
    case 'done': {
      const { verb, args, values, origin } = step.dialogue
      await ask(parts, visit, { kind: 'form', verb, args, values }, origin)
      // ended only after the request is stored; a form that came back has been kept anew meanwhile
      const now = await parts.keeping.dialogue(visit.room)
      if (now === kept) await parts.keeping.setDialogue(visit.room, undefined)
    }
  }
}

function sayWords(parts: AnsweringParts, visit: Visit, words: string): Promise<void> {
  const said = message(words, [paragraph(words)])
  return parts.tell(visit.sender, said, visit.language, `answer:${visit.arrivalId}`)
}
