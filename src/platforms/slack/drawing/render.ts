// The neutral message as pages of Slack, a pure function; leaves modals to modal.ts and App Home to views.ts.
import type { Message } from '../../../core/message.ts'
import type { Language } from '../../../core/values.ts'
import { drawContent } from './blocks.ts'
import { drawButtons } from './buttons.ts'
import { type Page, paginate } from './pages.ts'

export type { Page } from './pages.ts'

/** The first page carries the actions; further pages go into its thread. Nothing is left out, however long it is. */
export function renderMessage(message: Message, language: Language): readonly [Page, ...Page[]] {
  return paginate(
    message.summary,
    drawContent(message, language),
    drawButtons(message.actions, language),
    language,
  )
}
