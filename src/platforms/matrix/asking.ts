// One request to the core and its answer in the person's private room, where a form becomes a dialogue; leaves what is a request to answering.ts and sending to sending/.
import { type Message, message, paragraph } from '../../core/message.ts'
import type { Accept, Answer, HandedIn, Origin, Request } from '../../core/ports.ts'
import type { ConnectionId, Language } from '../../core/values.ts'
import { answeringTexts } from './answering-texts.ts'
import {
  answerDialogue,
  beginDialogue,
  type Dialogue,
  type Ended,
  endOf,
  questionOf,
  readDialogue,
  takenWith,
} from './dialogue.ts'
import { dialogueTexts } from './dialogue-texts.ts'
import type { PollChoice } from './drawing/poll.ts'
import type { MatrixGuide } from './guide.ts'
import type { MatrixKeeping } from './keeping-port.ts'
import type { Downloads } from './receiving/download.ts'

export type AnsweringParts = {
  readonly connection: ConnectionId
  readonly self: string
  readonly accept: Accept
  readonly guide: MatrixGuide
  readonly keeping: MatrixKeeping
  readonly downloads: Downloads
  /** Whose private room this is. */
  readonly ownerOf: (room: string) => string | undefined
  /** The choices of a poll that we sent ourselves into this room; none where it can no longer be read. */
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

/** Who asks where. */
export type Visit = {
  /** The request's id. */
  readonly arrivalId: string
  /** The event that said it. */
  readonly event: string
  readonly sender: string
  readonly room: string
  readonly isPrivate: boolean
  readonly origin: Origin
  readonly language: Language
}

type Asking =
  | { readonly kind: 'command'; readonly text: string; readonly files?: readonly HandedIn[] }
  | ({ readonly kind: 'action' } & PollChoice)
  | ({ readonly kind: 'form'; readonly values: Readonly<Record<string, string>> } & PollChoice)

/** Waits between questions while the core cannot answer: the sync token does not move before it can. */
const WAITS_MS = [250, 500, 1_000, 2_000, 4_000]

/**
 * Asks the core and says its answer.
 * @returns whether the core answered; what it could not do may be asked again
 */
export async function ask(
  parts: AnsweringParts,
  visit: Visit,
  asking: Asking,
  origin = visit.origin,
): Promise<boolean> {
  const from = { connection: parts.connection, id: visit.sender }
  const request: Request = { requestId: visit.arrivalId, from, origin, ...asking }
  let answer: Answer
  try {
    answer = await parts.accept(request)
    for (const waitMs of WAITS_MS) {
      if (!isDefect(answer)) break
      await new Promise((resolve) => setTimeout(resolve, waitMs))
      answer = await parts.accept(request)
    }
  } catch (defect) {
    await sayWords(parts, visit, answeringTexts[visit.language].failure(parts.report(defect)))
    return false
  }
  await tellAnswer(parts, visit, answer, origin)
  return !isDefect(answer)
}

/** A defect is no answer: the same request may be asked again, and changes nothing the second time. */
function isDefect(answer: Answer): boolean {
  return answer.kind === 'message' && answer.refusal === 'defect'
}

async function tellAnswer(
  parts: AnsweringParts,
  visit: Visit,
  answer: Answer,
  origin: Origin,
): Promise<void> {
  const t = answeringTexts[visit.language]
  if (answer.kind === 'form') {
    const before = await keptOf(parts, visit)
    // asked before, and perhaps answered meanwhile
    if (before?.taken.includes(visit.arrivalId)) return
    await askNext(parts, visit, beginDialogue(answer.form, origin, before?.taken))
  } else {
    // a receipt is shown once for each request, a refusal for each event: a client that was set back begins again with old numbers
    const about = answer.refusal === undefined ? visit.arrivalId : visit.event
    await parts.tell(visit.sender, answer.message, visit.language, `answer:${about}`)
  }
  if (visit.isPrivate) return
  const words = answer.kind === 'form' ? t.moreFields : t.inPrivate
  await parts.noteInPlace(visit.room, visit.event, words, visit.language)
}

/** Where somebody's dialogue is kept: by their room, and until there is one by their account. */
async function homeOf({ keeping }: AnsweringParts, visit: Visit): Promise<string | undefined> {
  return visit.isPrivate ? visit.room : keeping.room(visit.sender)
}

/** What is kept of somebody's dialogue. */
export async function keptOf(
  parts: AnsweringParts,
  visit: Visit,
): Promise<Dialogue | Ended | undefined> {
  const home = await homeOf(parts, visit)
  const atHome = home === undefined ? undefined : await parts.keeping.dialogue(home)
  const kept = atHome ?? (await parts.keeping.dialogue(visit.sender))
  return kept === undefined ? undefined : readDialogue(kept)
}

async function keep(parts: AnsweringParts, visit: Visit, state: Dialogue | Ended): Promise<void> {
  const home = (await homeOf(parts, visit)) ?? visit.sender
  await parts.keeping.setDialogue(home, JSON.stringify(takenWith(state, visit.arrivalId)))
}

/** Kept before it is asked: after a restart the next sentence finds its question. */
async function askNext(
  parts: AnsweringParts,
  visit: Visit,
  dialogue: Dialogue,
  complaint?: string,
): Promise<void> {
  await keep(parts, visit, dialogue)
  await askAgain(parts, visit, dialogue, complaint)
}

/** The question that stands, once more. */
export function askAgain(
  parts: AnsweringParts,
  visit: Visit,
  dialogue: Dialogue,
  complaint?: string,
): Promise<void> {
  const question = questionOf(dialogue, visit.language, complaint)
  return parts.tell(visit.sender, question, visit.language, `answer:${visit.arrivalId}`)
}

/** A sentence in a dialogue. */
export async function goOn(
  parts: AnsweringParts,
  visit: Visit,
  dialogue: Dialogue,
  said: string,
): Promise<void> {
  const { keeping } = parts
  const step = answerDialogue(dialogue, said, visit.language)
  const end = () => keep(parts, visit, endOf(dialogue))
  switch (step.kind) {
    case 'ask':
      return askNext(parts, visit, step.dialogue, step.complaint)
    case 'cancelled':
      await sayWords(parts, visit, dialogueTexts[visit.language].cancelled)
      return end()
    case 'done': {
      const { verb, args, values, origin } = step.dialogue
      const before = await keeping.dialogue(visit.room)
      const isAnswered = await ask(parts, visit, { kind: 'form', verb, args, values }, origin)
      // ended only after the request is stored; a form that came back has been kept anew meanwhile
      const isSame = (await keeping.dialogue(visit.room)) === before
      if (isAnswered && isSame) await end()
    }
  }
}

/** Says something of our own in the private room of who asked. */
export function sayWords(parts: AnsweringParts, visit: Visit, words: string): Promise<void> {
  const said = message(words, [paragraph(words)])
  return parts.tell(visit.sender, said, visit.language, `answer:${visit.event}`)
}
