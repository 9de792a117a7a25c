// Every view of the bot as Slack is sent it, in both languages: pages, modals and App Home as files that people review; UPDATE_GOLDEN=1 writes them anew; leaves the walk through the views to test/support/views.ts.
import { describe, expect, it } from 'vitest'
import type { Form } from '../../src/core/form.ts'
import { type Block, type Message, message } from '../../src/core/message.ts'
import type { Language } from '../../src/core/values.ts'
import { renderModal } from '../../src/platforms/slack/drawing/modal.ts'
import { renderMessage } from '../../src/platforms/slack/drawing/render.ts'
import { renderAnswerView, renderHome } from '../../src/platforms/slack/drawing/views.ts'
import { faultsOfMessage, faultsOfView } from '../core/slack-rules.ts'
import { goldenFolder, withoutChance } from '../support/golden.ts'
import {
  hostileBlocks,
  hostileForm,
  hostileMessage,
  longText,
  tableWith,
} from '../support/hostile.ts'
import {
  FAULTY,
  LANGUAGES,
  type Network,
  STAGES,
  walkThroughLife,
  walkThroughPlace,
} from '../support/views.ts'

const PLACE = { kind: 'place', place: 'umlauf' } as const
const files = goldenFolder(new URL('./slack/', import.meta.url), '.json')

/** The ids of blocks have chance in them as well. */
function golden(name: string, drawn: unknown): void {
  const text = JSON.stringify(drawn, null, 2).replace(/"\d+-[0-9a-f]{12}-(\d+)"/g, '"‹block›-$1"')
  files.hold(name, `${withoutChance(text)}\n`)
}

function goldenPages(name: string, said: Message, language: Language): void {
  const pages = renderMessage(said, language)
  golden(name, pages)
  for (const page of pages) expect(faultsOfMessage(page)).toEqual([])
  // each view also stands in a modal and at home
  expect(faultsOfView(renderAnswerView(said, language))).toEqual([])
  expect(faultsOfView(renderHome(said, language))).toEqual([])
}

function goldenView(name: string, view: ReturnType<typeof renderModal | typeof renderHome>): void {
  expect(faultsOfView(view)).toEqual([])
  golden(name, view)
}

const goldenModal = (name: string, form: Form, language: Language) =>
  goldenView(name, renderModal(form, PLACE, language))

/** What a person may have written; it has to stand in every file letter by letter. */
const HOSTILE = '<!channel> <@U123> <https://evil|x> *_~` @room <script>'
const BLOCKS: Readonly<Record<string, readonly Block[]>> = {
  ...hostileBlocks(HOSTILE),
  'table-narrow': [tableWith(HOSTILE, 'Hessen <@U123>')],
  'table-wide': [tableWith(HOSTILE, HOSTILE.repeat(2))],
  long: longText(9),
}

const slack: Network = {
  draw({ name, said, kind, language }) {
    const file = `${name}.${language}`
    if (kind === 'home') goldenView(file, renderHome(said, language))
    else goldenPages(file, said, language)
  },
  drawForm: (name, form, language) => goldenModal(`${name}.${language}`, form, language),
  asides: {
    ...STAGES,
    start: [
      ...STAGES.start,
      ['home-stranger', 'fremd', 'übersicht', 'answer'],
      ['stranger', 'fremd', 'stimme 7/2023 Zustimmung', 'answer'],
      ['link-stranger', 'fremd', 'verknüpfen', 'answer'],
      ['link-wrong', 'fremd', 'verknüpfen AAAAA-AAAAA', 'answer'],
    ],
  },
  fillings: FAULTY,
}

describe.each(LANGUAGES)('every kind of block in %s', (language: Language) => {
  it.each(Object.entries(BLOCKS))('%s', (name, blocks) => {
    goldenPages(`block-${name}.${language}`, message('Kurz gesagt', blocks), language)
  })

  it('B23–B27 B30 a message of hostile words alone, its buttons and its files', () => {
    goldenPages(`hostile.${language}`, hostileMessage(HOSTILE, 'stimme'), language)
  })

  it('B23–B27 a form of hostile words', () => {
    goldenModal(`hostile-form.${language}`, hostileForm(HOSTILE), language)
  })

  it('the answer in a modal and App Home', () => {
    const said = message('Gezählt: Zustimmung für Hessen.', [], {
      actions: [
        {
          ...{ verb: 'status', args: {}, label: 'Stand', spoken: 'Stand zeigen', typed: 'status' },
          weight: 'plain',
        },
      ],
    })
    golden(`view-answer.${language}`, renderAnswerView(said, language))
    golden(`view-home.${language}`, renderHome(said, language))
  })
})

walkThroughLife('what the bot says in Slack in %s', slack)
walkThroughPlace('posts in a place of Slack that reads %s', slack)

describe('every file of this folder', () => {
  it.each(Object.entries(files.kept()))('%s is what Slack takes', (_, kept) => {
    const drawn = JSON.parse(kept)
    const faults = Array.isArray(drawn) ? drawn.flatMap(faultsOfMessage) : faultsOfView(drawn)
    expect(faults).toEqual([])
  })

  it('is still drawn', () => {
    expect(files.leftOver()).toEqual([])
  })
})
