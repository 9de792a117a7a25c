// Actions as buttons, and what a pressed one says; leaves judging it to the core.

import type { Button } from '@slack/types'
import { z } from 'zod'
import type { Action } from '../../../core/message.ts'
import { literal, shorten } from '../../../core/splitting.ts'
import type { Language } from '../../../core/values.ts'
import { drawQuiet } from './blocks.ts'
import { jsonBytes, LIMITS } from './limits.ts'
import { askSchema, bare, readPayload } from './payload.ts'
import { type Piece, richText } from './spans.ts'
import { slackTexts } from './texts.ts'

const PREFIX = 'umlauf'

const pressSchema = askSchema.extend({ form: z.literal(true).optional() })

/** Rows of buttons, after them in words what fits on none. */
export function drawButtons(actions: readonly Action[], language: Language): readonly Piece[] {
  const t = slackTexts[language]
  const fitting = actions.filter((action) => valueText(action).length <= LIMITS.buttonValue)
  const typed = actions.filter((action) => !fitting.includes(action))
  const long = fitting.filter((action) => labelOf(action, language).length > LIMITS.buttonText)
  return [
    ...rowsOf(fitting, language),
    ...long.flatMap((action) => {
      const label = labelOf(action, language)
      return drawQuiet(t.inFull(shownLabel(action, language), label))
    }),
    ...typed.flatMap((action) =>
      richText([{ text: t.typeInstead(literal(action.label), typedWords(action)) }], language),
    ),
  ]
}

/** Reads a pressed button; nothing if it is none of ours or was altered. */
export function readButton(
  actionId: string,
  value: string,
): Pick<Action, 'verb' | 'args' | 'asForm'> | undefined {
  const [prefix, verb, number, ...more] = actionId.split(':')
  const ask = readPayload(pressSchema, value, LIMITS.buttonValue)
  const isOurs = prefix === PREFIX && /^\d{1,4}$/.test(number ?? '') && more.length === 0
  if (!ask || !isOurs || ask.verb !== verb) return undefined
  return { verb: ask.verb, args: bare(ask.args), ...(ask.form ? { asForm: true } : {}) }
}

function rowsOf(actions: readonly Action[], language: Language): readonly Piece[] {
  const rows: Piece[] = []
  let elements: Button[] = []
  const flush = () => {
    if (elements.length > 0) rows.push(rowOf(elements))
    elements = []
  }
  for (const [n, action] of actions.entries()) {
    const button = drawButton(action, n, language)
    const bytes = jsonBytes(JSON.stringify([...elements, button]))
    if (elements.length === LIMITS.actionsElements || bytes > LIMITS.actionsBytes) flush()
    elements.push(button)
  }
  flush()
  return rows
}

function rowOf(elements: readonly Button[]): Piece {
  const words = elements.map(({ text }) => `[${text.text}]`).join(' ')
  return { block: { type: 'actions', elements: [...elements] }, words }
}

function drawButton(action: Action, n: number, language: Language): Button {
  const label = labelOf(action, language)
  // it is read instead of the label, so it has to say what is chosen too
  const words = literal(action.spoken)
  const spoken = action.pressed ? slackTexts[language].chosen(words) : words
  const isSpoken = words !== '' && spoken !== label && spoken.length <= LIMITS.accessibilityLabel
  return {
    type: 'button',
    action_id: `${PREFIX}:${action.verb}:${n}`,
    text: { type: 'plain_text', text: shownLabel(action, language), emoji: false },
    value: valueText(action),
    ...(isSpoken ? { accessibility_label: spoken } : {}),
    ...(action.weight === 'plain' ? {} : { style: action.weight }),
  }
}

function labelOf({ label, pressed, verb }: Action, language: Language): string {
  const words = literal(label) || verb
  return pressed ? slackTexts[language].chosen(words) : words
}

/** The label as the button shows it: that it is chosen is never what gets cut off. */
function shownLabel({ label, pressed, verb }: Action, language: Language): string {
  const words = literal(label) || verb
  const chosen = slackTexts[language].chosen
  if (!pressed) return shorten(words, LIMITS.buttonText)
  return chosen(shorten(words, LIMITS.buttonText - chosen('').length))
}

function valueText({ verb, args, asForm }: Action): string {
  return JSON.stringify({ v: 1, verb, args, ...(asForm ? { form: true } : {}) })
}

/** The line that does the same: the English verb is always understood. */
function typedWords({ verb, args }: Action): string {
  const words = Object.values(args).map((value) => (/^[\w/-]+$/.test(value) ? value : `"${value}"`))
  return [verb, ...words].join(' ')
}
