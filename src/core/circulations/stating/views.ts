// What the chair sees after the count: the computed result, the way to the sum sheet, and the button to state it.
import { type Action, type Message, message, note, paragraph, strong } from '../../message.ts'
import type { Language } from '../../values.ts'
import { said, stateLines, titleOf } from '../card.ts'
import type { Dossier } from '../circulation.ts'
import { nameOf } from '../finding.ts'
import { circulationTexts } from '../texts.ts'
import { statingTexts } from './texts.ts'

/** The request for the Feststellung; once stated, what was stated. */
export function requestMessage(dossier: Dossier, zone: string, language: Language): Message {
  const t = statingTexts[language]
  const { circulation, result } = dossier
  const title = titleOf(circulation, language)
  if (circulation.state !== 'closed' || !result) {
    const lines = stateLines(dossier, undefined, { zone, language })
    return message(
      said([title, ...lines]),
      [title, ...lines].map((line) => paragraph(line)),
    )
  }
  const outcome = circulationTexts[language].result(circulationTexts[language][result.outcome])
  const args = { circulation: circulation.id }
  const name = nameOf(circulation)
  const actions: Action[] = [
    {
      verb: 'state',
      args,
      label: t.act,
      spoken: t.actSpoken(name),
      typed: t.actTyped(name, circulationTexts[language][result.outcome]),
      weight: 'primary',
    },
    {
      verb: 'sheet',
      args,
      label: t.sheet,
      spoken: `${t.sheet} ${name}`,
      typed: t.sheetTyped(name),
      weight: 'plain',
    },
  ]
  return message(
    `${t.waits(title)} ${outcome}.`,
    [
      paragraph(t.waits(title)),
      paragraph(strong(outcome)),
      note(circulationTexts[language].awaitsStatement),
    ],
    { actions },
  )
}
