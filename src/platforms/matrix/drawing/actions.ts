// What the reader can do next, as the words to type for it: every client shows them, also one that knows no polls; leaves the poll to poll.ts.

import type { Action, Message } from '../../../core/message.ts'
import { literal } from '../../../core/splitting.ts'
import type { Language } from '../../../core/values.ts'
import { drawList, drawTitle, labelled, type Piece } from './pieces.ts'
import { pollOf } from './poll.ts'
import { matrixTexts } from './texts.ts'

/** One line for each action. @param withPoll whether a poll with the same choices stands beside the message. */
export function drawActions(
  message: Message,
  withPoll: boolean,
  language: Language,
): readonly Piece[] {
  const { actions } = message
  if (actions.length === 0) return []
  const t = matrixTexts[language]
  const isBallot = withPoll && pollOf(message, language) !== undefined
  const lines = actions.map((action) =>
    labelled(labelOf(action, language), [{ text: action.typed, style: 'code' }]),
  )
  return [...drawTitle([{ text: isBallot ? t.toVote : t.toGoOn }]), ...drawList(lines, actions)]
}

/** The dots that promise a form on a button are none of the words. */
function labelOf({ label, pressed, verb }: Action, language: Language): string {
  const words = literal(label).replace(/ …$/, '') || verb
  return pressed ? matrixTexts[language].chosen(words) : words
}
