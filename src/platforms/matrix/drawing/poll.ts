// The choices of a ballot as a native poll, and what is read back from polls, their answers and their end; leaves judging a vote to the core.

import { z } from 'zod'
import type { Action, Message } from '../../../core/message.ts'
import { literal, shorten } from '../../../core/splitting.ts'
import type { Language } from '../../../core/values.ts'
import { LIMITS } from './limits.ts'
import { wordsOf } from './spans.ts'
import { matrixTexts } from './texts.ts'

/** Sent under the names of the proposal: clients read the final ones only in rooms that no homeserver makes yet. */
export const POLL_START = 'org.matrix.msc3381.poll.start'
export const POLL_END = 'org.matrix.msc3381.poll.end'
const TEXT = 'org.matrix.msc1767.text'
const CHOICES = 'de.umlauf.choices'

/** What one answer of a poll of ours stands for. */
export type PollChoice = { readonly verb: string; readonly args: Readonly<Record<string, string>> }

/** The content of a poll of ours: nothing but the room is needed to know what an answer to it means. */
export type PollStartContent = {
  readonly [POLL_START]: {
    readonly question: {
      readonly [TEXT]: string
      readonly body: string
      readonly msgtype: 'm.text'
    }
    readonly kind: 'org.matrix.msc3381.poll.undisclosed'
    readonly max_selections: 1
    readonly answers: readonly { readonly id: string; readonly [TEXT]: string }[]
  }
  readonly [TEXT]: string
  readonly [CHOICES]: Readonly<Record<string, PollChoice>>
  readonly 'm.mentions': Readonly<Record<never, never>>
}

/** The content of the event that ends a poll. */
export type PollEndContent = {
  readonly 'm.relates_to': { readonly rel_type: 'm.reference'; readonly event_id: string }
  readonly [POLL_END]: Readonly<Record<never, never>>
  readonly [TEXT]: string
  readonly 'm.mentions': Readonly<Record<never, never>>
}

type Choice = { readonly id: string; readonly action: Action }

/**
 * The poll of a message that asks one question. Undisclosed, because a client counts the answers in Matrix alone and would
 * show them as the result. It says nothing that changes while the vote is open, so that it is never edited.
 * @returns nothing where there is no choice, or choices of more than one question.
 */
export function pollOf(message: Message, language: Language): PollStartContent | undefined {
  const choices = choicesOf(message.actions)
  if (!choices) return undefined
  const question = shorten(questionOf(message), LIMITS.pollText)
  const label = ({ action }: Choice) => shorten(literal(action.label), LIMITS.pollText)
  const lines = choices.map((choice) => `• ${label(choice)}: ${literal(choice.action.typed)}`)
  return {
    [POLL_START]: {
      question: { [TEXT]: question, body: question, msgtype: 'm.text' },
      kind: 'org.matrix.msc3381.poll.undisclosed',
      max_selections: 1,
      answers: choices.map((choice) => ({ id: choice.id, [TEXT]: label(choice) })),
    },
    [TEXT]: [question, matrixTexts[language].pollWords, ...lines].join('\n'),
    [CHOICES]: Object.fromEntries(
      choices.map(({ id, action: { verb, args } }) => [id, { verb, args }]),
    ),
    'm.mentions': {},
  }
}

/** Choices that differ in one detail only; its value names the answer, so that the same ballot always makes the same poll. */
function choicesOf(actions: readonly Action[]): readonly Choice[] | undefined {
  const offered = actions.filter(({ pressed }) => pressed !== undefined)
  const [first] = offered
  if (!first || offered.length < 2 || offered.length > LIMITS.pollAnswers) return undefined
  const names = [...new Set(offered.flatMap(({ args }) => Object.keys(args)))]
  const [detail, ...more] = names.filter((name) =>
    offered.some(({ args }) => args[name] !== first.args[name]),
  )
  if (detail === undefined || more.length > 0) return undefined
  const choices = offered.map((action) => ({ id: action.args[detail] ?? '', action }))
  const ids = new Set(choices.map(({ id }) => id).filter((id) => id !== ''))
  const isOneQuestion =
    ids.size === offered.length && offered.every(({ verb }) => verb === first.verb)
  return isOneQuestion ? choices : undefined
}

/** Who votes for whom on what: the heading, and the line below it. */
function questionOf({ blocks, summary }: Message): string {
  const heading = blocks.find(({ kind }) => kind === 'heading')
  const text = blocks.find(({ kind }) => kind === 'text')
  const lines = [heading, text].flatMap((block) =>
    block && 'spans' in block ? [wordsOf(block.spans).trim()] : [],
  )
  return lines.filter((line) => line !== '').join(' – ') || literal(summary)
}

const choice = z.object({
  verb: z.string().min(1).max(60),
  args: z.record(z.string(), z.string()),
})
const ownPoll = z.object({
  [POLL_START]: z.object({}),
  [CHOICES]: z.record(z.string(), choice),
})

/**
 * What the answers of a poll of ours stand for. Whoever asks has made sure that we sent it ourselves.
 * @returns nothing for a poll of somebody else's (B46).
 */
export function readPollStart(content: unknown): ReadonlyMap<string, PollChoice> | undefined {
  const read = ownPoll.safeParse(content)
  if (!read.success) return undefined
  const choices = Object.entries(read.data[CHOICES])
  return choices.length === 0 ? undefined : new Map(choices)
}

/** Whether a content is that of a poll of ours; who sent it is the caller's to know. */
export function isOwnPoll(content: unknown): boolean {
  return readPollStart(content) !== undefined
}

const relation = z.object({
  'm.relates_to': z.object({
    rel_type: z.literal('m.reference'),
    event_id: z.string().min(1).max(255),
  }),
})
const answers = z.array(z.unknown()).max(1_000)
const unstable = z.object({
  'org.matrix.msc3381.poll.response': z.object({ answers }),
})
const stable = z.object({ 'm.selections': answers })

/**
 * An answer to a poll, in the schema of the proposal or the final one: the first of what was chosen, because one may be.
 * `answer` is missing where somebody took back what they chose; an answer nobody offered is for the caller to find (B46).
 */
export function readPollResponse(
  content: unknown,
): { readonly poll: string; readonly answer: string | undefined } | undefined {
  const related = relation.safeParse(content)
  const proposed = unstable.safeParse(content)
  const final = stable.safeParse(content)
  const given = proposed.success
    ? proposed.data['org.matrix.msc3381.poll.response'].answers
    : final.data?.['m.selections']
  if (!related.success || !given) return undefined
  const [first] = given
  if (first !== undefined && typeof first !== 'string') return undefined
  return { poll: related.data['m.relates_to'].event_id, answer: first }
}

/** The end of a poll, with the result of all networks in words. */
export function pollEndOf(eventId: string, text: string): PollEndContent {
  return {
    'm.relates_to': { rel_type: 'm.reference', event_id: eventId },
    [POLL_END]: {},
    [TEXT]: literal(text),
    'm.mentions': {},
  }
}
