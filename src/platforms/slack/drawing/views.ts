// A message as a whole view: the App Home of a person, and an answer in a modal without a form.
import type { HomeView, ModalView } from '@slack/types'
import type { Message } from '../../../core/message.ts'
import type { Language } from '../../../core/values.ts'
import { drawContent, drawQuiet } from './blocks.ts'
import { drawButtons } from './buttons.ts'
import { LIMITS } from './limits.ts'
import { fill, minus, named, type Room } from './pages.ts'
import { slackTexts } from './texts.ts'

const VIEW: Room = { blocks: LIMITS.viewBlocks, bytes: LIMITS.viewBytes }

/** App Home. What does not fit is said to be elsewhere, with the command that shows it. */
export function renderHome(message: Message, language: Language): HomeView {
  const content = drawContent(message, language)
  const buttons = drawButtons(message.actions, language)
  const all = [...content, ...buttons]
  if (fill(all, VIEW) === all.length) return { type: 'home', blocks: [...named(all, 0)] }
  const half: Room = { blocks: VIEW.blocks / 2, bytes: VIEW.bytes / 2 }
  const below = [
    ...drawQuiet(slackTexts[language].notAllHere),
    ...buttons.slice(0, fill(buttons, half)),
  ]
  const shown = content.slice(0, fill(content, minus(VIEW, below)))
  return { type: 'home', blocks: [...named([...shown, ...below], 0)] }
}

/** An answer in a modal; nothing where it is too long for one. */
export function renderAnswerView(message: Message, language: Language): ModalView | undefined {
  const t = slackTexts[language]
  const all = [...drawContent(message, language), ...drawButtons(message.actions, language)]
  if (fill(all, VIEW) < all.length) return undefined
  return {
    type: 'modal',
    callback_id: 'umlauf:answer',
    title: { type: 'plain_text', text: t.name, emoji: false },
    close: { type: 'plain_text', text: t.close, emoji: false },
    blocks: [...named(all, 0)],
  }
}
