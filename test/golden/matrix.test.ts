// Every view of the bot as Matrix is sent it, in both languages: body, HTML, poll and the questions of every form as files that people review; UPDATE_GOLDEN=1 writes them anew; leaves the walk through the views to test/support/views.ts.
import { describe, expect, it } from 'vitest'
import type { AnyCommand, Argument } from '../../src/core/command.ts'
import type { Form } from '../../src/core/form.ts'
import { assign, findCommand, wordsOf } from '../../src/core/grammar.ts'
import { type Action, type Block, type Message, message } from '../../src/core/message.ts'
import type { Language } from '../../src/core/values.ts'
import { beginDialogue, questionOf } from '../../src/platforms/matrix/dialogue.ts'
import {
  contentOf,
  type MessageKind,
  type RoomMessageContent,
} from '../../src/platforms/matrix/drawing/content.ts'
import { pollOf } from '../../src/platforms/matrix/drawing/poll.ts'
import { faultsOfContent, faultsOfPoll } from '../core/matrix-rules.ts'
import { goldenFolder, withoutChance } from '../support/golden.ts'
import {
  hostileBlocks,
  hostileForm,
  hostileMessage,
  longText,
  tableWith,
} from '../support/hostile.ts'
import type { Session } from '../support/session.ts'
import {
  conveneIn,
  councilIn,
  FAULTY,
  LANGUAGES,
  type Network,
  STAGES,
  walkThroughLife,
  walkThroughPlace,
} from '../support/views.ts'

const files = goldenFolder(new URL('./matrix/', import.meta.url), '.json')

/** A text as the lines that people review; joined they are what is sent. */
const linesOf = (text: string) => text.split(/(?<=\n)/)
const elementsOf = (html: string) =>
  html.split(/(?<=<\/(?:p|h3|h4|ul|ol|li|thead|tr|table)>|<(?:ul|ol|tbody)>)/)

function golden(name: string, pages: readonly RoomMessageContent[], poll?: unknown): void {
  for (const page of pages) expect(faultsOfContent(page)).toEqual([])
  if (poll) expect(faultsOfPoll(poll)).toEqual([])
  const shown = pages.map(({ body, formatted_body, ...more }) => ({
    ...{ msgtype: more.msgtype, body: linesOf(body) },
    ...{ format: more.format, formatted_body: elementsOf(formatted_body) },
    'm.mentions': more['m.mentions'],
  }))
  const drawn = { pages: shown, ...(poll ? { poll } : {}) }
  files.hold(name, `${withoutChance(JSON.stringify(drawn, null, 2))}\n`)
}

function goldenMessage(name: string, said: Message, language: Language, kind: MessageKind): void {
  const poll = kind === 'document' ? pollOf(said, language) : undefined
  golden(name, contentOf(said, language, kind), poll)
}

/** All questions of a form, one after the other. */
function goldenForm(name: string, form: Form, language: Language): void {
  const dialogue = beginDialogue(form, { kind: 'private' })
  const pages = form.fields.flatMap((_, at) =>
    contentOf(questionOf({ ...dialogue, at }, language), language, 'answer'),
  )
  golden(name, pages)
}

/** What a person may have written; it has to stand in every file letter by letter. */
const HOSTILE =
  '@room @anna:example.org <a href="https://matrix.to/#/@anna:example.org">A</a> <script> *_~`'
const BLOCKS: Readonly<Record<string, readonly Block[]>> = {
  ...hostileBlocks(HOSTILE),
  table: [tableWith(HOSTILE, 'Hessen'), tableWith(HOSTILE, HOSTILE)],
  long: longText(18),
}

/**
 * What is to be typed for an action, read by the grammar, names the same command and the same details; only what buttons
 * alone carry may be missing.
 */
async function expectTypeable(
  { app, pool, now }: Session,
  actions: readonly Action[],
  language: Language,
): Promise<void> {
  const { commands } = app.bot
  const reading = { language, now: await now(), zone: 'Europe/Berlin' }
  for (const { verb, args, typed } of actions) {
    const { found, rest } = matched(typed, commands)
    expect(found.verb, typed).toBe(verb)
    const given = assign(rest, found.arguments, reading, '')
    for (const [name, argument] of Object.entries<Argument<unknown>>(found.arguments)) {
      const value = args[name]
      if (value === undefined || argument.label.de === '') continue
      const meant = isNamedById(name) ? await writtenName(pool, value) : value
      expect(argument.read(given[name] ?? '', reading), typed).toEqual(
        argument.read(meant, reading),
      )
    }
    // the words of the Feststellung name the computed result, which its form shows first
    const more = Object.keys(given).filter((name) => args[name] === undefined)
    expect(more, typed).toEqual(verb === 'state' ? ['outcome'] : [])
  }
}

function matched<S>(typed: string, commands: readonly AnyCommand<S>[]) {
  const match = findCommand(wordsOf(typed), commands)
  if (!match.found) throw new Error(`no command: ${typed}`)
  return match
}

/** What buttons name by its id and people by its number. */
const isNamedById = (argument: string) => argument === 'circulation' || argument === 'round'

async function writtenName(pool: Session['pool'], id: string): Promise<string> {
  const { rows } = await pool.query<{ name: string }>(
    `SELECT coalesce(number, 'E-' || draft) AS name FROM circulation WHERE id = $1
    UNION ALL SELECT number FROM report_round WHERE id = $1`,
    [id],
  )
  return rows[0]?.name ?? ''
}

const matrix: Network = {
  async draw({ name, said, kind, language }, session) {
    goldenMessage(`${name}.${language}`, said, language, kind === 'post' ? 'document' : 'answer')
    await expectTypeable(session, said.actions, language)
  },
  drawForm: (name, form, language) => goldenForm(`${name}.${language}`, form, language),
  asides: STAGES,
  fillings: FAULTY,
}

describe.each(LANGUAGES)('every kind of block in %s', (language: Language) => {
  it.each(Object.entries(BLOCKS))('%s', (name, blocks) => {
    goldenMessage(`block-${name}.${language}`, message('Kurz gesagt', blocks), language, 'document')
  })

  it('B25 B26 B30 a message of hostile words alone, its choices and its files', () => {
    const said = hostileMessage(HOSTILE, `stimme ${HOSTILE}`)
    goldenMessage(`hostile.${language}`, said, language, 'document')
  })

  it('B25 B26 a form of hostile words', () => {
    goldenForm(`hostile-form.${language}`, hostileForm(HOSTILE), language)
  })
})

walkThroughLife('what the bot says in Matrix in %s', matrix)
walkThroughPlace('posts in a place of Matrix that reads %s', matrix)

describe.each(LANGUAGES)('an account that the bot does not know in %s', (language: Language) => {
  it('gets an overview, a refusal and a code', async () => {
    const session = await conveneIn(language, councilIn(language))
    const draw = async (name: string, line: string) => {
      const said = await session.says('fremd', line)
      await matrix.draw({ name, said, kind: 'answer', language }, session)
    }
    try {
      await draw('home-stranger', 'übersicht')
      await draw('stranger', 'stimme 7/2023 Zustimmung')
      await draw('link-stranger', 'verknüpfen')
      await draw('link-wrong', 'verknüpfen AAAAA-AAAAA')
      expect(session.defects).toEqual([])
    } finally {
      await session.adjourn()
    }
  })
})

describe('every file of this folder', () => {
  it.each(Object.entries(files.kept()))('%s is what Matrix takes', (_, kept) => {
    const { pages, poll } = JSON.parse(kept)
    for (const { body, formatted_body, ...more } of pages) {
      const content = { ...more, body: body.join(''), formatted_body: formatted_body.join('') }
      expect(faultsOfContent(content)).toEqual([])
    }
    if (poll) expect(faultsOfPoll(poll)).toEqual([])
  })

  it('is still drawn', () => {
    expect(files.leftOver()).toEqual([])
  })
})
