// Every view of the bot as Matrix is sent it, in both languages: body, HTML, poll and the questions of every form as files that people review; UPDATE_GOLDEN=1 writes them anew.
import { existsSync, mkdirSync, readdirSync, readFileSync, writeFileSync } from 'node:fs'
import path from 'node:path'
import { fileURLToPath } from 'node:url'
import { afterAll, afterEach, beforeAll, describe, expect, it } from 'vitest'
import type { AnyCommand, Argument } from '../../src/core/command.ts'
import type { Form } from '../../src/core/form.ts'
import { assign, findCommand, wordsOf } from '../../src/core/grammar.ts'
import { type Action, type Block, type Message, message } from '../../src/core/message.ts'
import type { Answer } from '../../src/core/ports.ts'
import type { Language } from '../../src/core/values.ts'
import { beginDialogue, questionOf } from '../../src/platforms/matrix/dialogue.ts'
import {
  contentOf,
  type MessageKind,
  type RoomMessageContent,
} from '../../src/platforms/matrix/drawing/content.ts'
import { pollOf } from '../../src/platforms/matrix/drawing/poll.ts'
import { faultsOfContent, faultsOfPoll } from '../core/matrix-rules.ts'
import { convene, type Session } from '../support/session.ts'

const folder = fileURLToPath(new URL('./matrix/', import.meta.url))
const shipped = readFileSync(
  new URL('../../src/councils/it-planungsrat.yaml', import.meta.url),
  'utf8',
)
const CHAIR = 'vorsitz'
const SECRETARIAT = 'geschaeftsstelle-1'
const SECOND = 'geschaeftsstelle-2'
const PEOPLE = [
  CHAIR,
  SECRETARIAT,
  SECOND,
  'mitglied-by',
  'mitglied-he',
  'mitglied-sn',
  'vertretung-he',
]
const LANGUAGES = ['de', 'en'] as const

/** Ids, hashes and seconds have chance in them; what is reviewed is what stands around. */
function withoutChance(text: string): string {
  return text
    .replace(/\b[0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12}\b/g, '‹id›')
    .replace(/\b1[67]\d{11}\b/g, '‹instant›')
    .replace(/\b[A-Z0-9]{5}-[A-Z0-9]{5}\b/g, '‹code›')
    .replace(/\b[0-9a-f]{64}\b/g, '‹sha256›')
    .replace(/\b[0-9a-f]{4} [0-9a-f]{4} [0-9a-f]{4}\b/g, '‹beleg›')
    .replace(/\b(\d\d:\d\d):\d\d\b/g, '$1:00')
}

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
  const text = `${withoutChance(JSON.stringify({ pages: shown, ...(poll ? { poll } : {}) }, null, 2))}\n`
  const file = path.join(folder, `${name}.json`)
  if (process.env['UPDATE_GOLDEN']) {
    mkdirSync(folder, { recursive: true })
    writeFileSync(file, text)
  }
  expect(existsSync(file), `${name}: no golden file; UPDATE_GOLDEN=1 writes it`).toBe(true)
  expect(text).toBe(readFileSync(file, 'utf8'))
}

function goldenMessage(
  name: string,
  said: Message | undefined,
  language: Language,
  kind: MessageKind,
): void {
  if (!said) throw new Error(`nothing to draw for ${name}`)
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
const cells = (['yes', 'no', 'abstain', 'open', 'hidden'] as const).map((mark, n) => ({
  code: `P${n}`,
  name: `Partei ${n} ${HOSTILE}`,
  mark,
  word: mark,
  note: n === 0 ? '' : `${n},0 %`,
}))
const gauge = (have: bigint, need: bigint): Block => ({
  ...{ kind: 'gauge', label: `Länder ${HOSTILE}`, have, need, of: 16n },
  ...{ text: `${have} von ${need}`, met: have >= need },
})
const table = (cell: string): Block => ({
  kind: 'table',
  caption: HOSTILE,
  columns: [
    { title: 'Land', align: 'start' },
    { title: 'Anteil', align: 'end' },
  ],
  rows: [
    [[{ text: cell }], [{ text: '7,44 %' }]],
    [[{ text: 'Bremen' }], [{ text: '–' }]],
  ],
})

const BLOCKS: Readonly<Record<string, readonly Block[]>> = {
  heading: [
    { kind: 'heading', level: 1, spans: [{ text: HOSTILE }] },
    { kind: 'heading', level: 2, spans: [{ text: 'Zweite Stufe' }] },
    { kind: 'heading', level: 1, spans: [{ text: HOSTILE.repeat(3) }] },
  ],
  text: [
    {
      kind: 'text',
      spans: [
        { text: `${HOSTILE}\nzweite Zeile ` },
        { text: 'stark', style: 'strong' },
        { text: '9f3c 61ad', style: 'code' },
        { text: 'leise', style: 'quiet' },
        { text: 'Anlage', link: 'https://example.org/?a=1&b="2"' },
        { text: 'kein Verweis', link: 'javascript:alert(1)' },
        { text: '9. Oktober 2023, 24:00 Uhr', instant: Date.UTC(2023, 9, 9, 22) },
      ],
    },
  ],
  note: [
    { kind: 'note', weight: 'quiet', spans: [{ text: HOSTILE }] },
    { kind: 'note', weight: 'quiet', spans: [{ text: 'Quelle', link: 'https://example.org/' }] },
    { kind: 'note', weight: 'strong', spans: [{ text: 'Wichtig' }] },
  ],
  facts: [
    {
      kind: 'facts',
      facts: [
        { label: HOSTILE, spans: [{ text: HOSTILE }] },
        { label: 'Ohne Wert', spans: [{ text: '' }] },
      ],
    },
  ],
  list: [
    { kind: 'list', ordered: true, items: [[{ text: HOSTILE }], [{ text: 'zweitens' }]] },
    { kind: 'list', ordered: false, items: [[{ text: 'ein Punkt' }]] },
  ],
  table: [table('Hessen'), table(HOSTILE)],
  board: [{ kind: 'board', title: HOSTILE, cells }],
  gauge: [gauge(9n, 11n), gauge(11n, 11n), gauge(0n, 1n)],
  long: Array.from({ length: 18 }, (_, n) => ({
    kind: 'text',
    spans: [{ text: `Absatz ${n + 1}: ${'Der Rat beschließt. '.repeat(90)}` }],
  })),
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
      const meant = name === 'circulation' ? await writtenName(pool, value) : value
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

async function writtenName(pool: Session['pool'], id: string): Promise<string> {
  const { rows } = await pool.query<{ name: string }>(
    "SELECT coalesce(number, 'E-' || draft) AS name FROM circulation WHERE id = $1",
    [id],
  )
  return rows[0]?.name ?? ''
}

describe.each(LANGUAGES)('every kind of block in %s', (language: Language) => {
  it.each(Object.entries(BLOCKS))('%s', (name, blocks) => {
    goldenMessage(`block-${name}.${language}`, message('Kurz gesagt', blocks), language, 'document')
  })

  it('B25 B26 B30 a message of hostile words alone, its choices and its files', () => {
    const words = { spoken: `Für Hessen: ${HOSTILE}`, typed: `stimme ${HOSTILE}` }
    const action = { args: { choice: HOSTILE }, ...words } as const
    const actions = (['primary', 'plain', 'danger'] as const).map((weight, n) => ({
      ...{ ...action, verb: 'vote', label: HOSTILE, weight },
      ...(n === 1 ? { pressed: true } : {}),
    }))
    const files = [{ name: `${HOSTILE}.csv`, type: 'text/csv', content: 'Ü' }]
    goldenMessage(
      `hostile.${language}`,
      message(HOSTILE, [], { actions, files }),
      language,
      'document',
    )
  })

  it('B25 B26 a form of hostile words', () => {
    const field = { hint: HOSTILE, required: true, maxLength: 10, value: HOSTILE, label: HOSTILE }
    const options = (count: number) =>
      Array.from({ length: count }, (_, n) => ({ value: `${n}`, label: `${n} ${HOSTILE}` }))
    const form: Form = {
      ...{ verb: 'draft', args: { body: HOSTILE }, title: HOSTILE, intro: HOSTILE },
      fields: [
        { ...field, name: 'title', kind: 'line', options: [] },
        { ...field, name: 'text', kind: 'paragraph', maxLength: 10_000, options: [] },
        { ...field, name: 'few', kind: 'choice', value: '1', options: options(2) },
        { ...field, name: 'many', kind: 'choice', value: '1', options: options(7) },
      ],
      ...{ submit: HOSTILE, faults: { title: HOSTILE }, given: {} },
    }
    goldenForm(`hostile-form.${language}`, form, language)
  })
})

describe.each(LANGUAGES)('what the bot says in Matrix in %s', (language: Language) => {
  let session: Session
  const say = (person: string, line: string) => session.says(person, line)
  const draw = async (name: string, said: Message | undefined, kind: MessageKind = 'answer') => {
    goldenMessage(`${name}.${language}`, said, language, kind)
    await expectTypeable(session, said?.actions ?? [], language)
  }
  const home = async (name: string, person: string) =>
    await draw(`home-${name}`, await say(person, 'übersicht'))
  const form = (name: string, answer: Answer) => {
    if (answer.kind !== 'form') throw new Error(`no form: ${name}`)
    goldenForm(`form-${name}.${language}`, answer.form, language)
  }

  beforeAll(async () => {
    session = await convene('2023-09-25T07:00:00Z')
    if (language === 'en') for (const person of PEOPLE) await say(person, 'sprache en')
  })
  afterAll(() => session.adjourn())

  it('before a circulation: help, who am I, status, list, what it does not understand', async () => {
    await draw('help', await say('mitglied-he', 'hilfe'))
    await draw('help-secretariat', await say(SECRETARIAT, 'hilfe'))
    for (const { verb } of session.app.bot.commands) {
      await draw(`help-${verb}`, await say('mitglied-he', `hilfe ${verb}`))
    }
    await draw('who-am-i', await say('mitglied-he', 'wer bin ich'))
    await draw('status-empty', await say('mitglied-he', 'status'))
    await home('nothing', 'mitglied-he')
    await draw('link-own', await say('mitglied-he', 'verknüpfen'))
    await draw('list-empty', await say('mitglied-he', 'liste'))
    await draw('unknown', await say('mitglied-he', 'stimmne'))
    await draw('not-yours', await say('mitglied-he', 'feststellen 7/2023 angenommen'))
    await draw('missing', await say('mitglied-he', 'termin'))
    await draw('invisible', await say('mitglied-he', `sprache\u200b ${language}`))
  })

  it('a draft: saved, not confirmed, confirmed, opened', async () => {
    const draft =
      'entwurf "Weiterbetrieb der EfA-Dienste" ziffern: "Der IT-Planungsrat beschließt das Modell." antrag: BUND anlagen: "Modell | https://example.org/modell.pdf"'
    await draw('draft-saved', await say(SECRETARIAT, draft))
    await draw('open-not-confirmed', await say(SECRETARIAT, 'öffnen E-1'))
    await draw('confirm-own', await say(SECRETARIAT, 'bestätigen E-1'))
    await draw('draft-confirmed', await say(SECOND, 'bestätigen E-1'))
    await draw('preview', await say(CHAIR, 'vorschau E-1'))
    await draw('opened', await say(SECRETARIAT, 'öffnen E-1'))
  })

  it('an open vote: ballot, receipts, refusals, card, status', async () => {
    const ballot = () => session.notebook.about(':ballot:HE:', 'mitglied-he')[0]
    await draw('ballot-before', ballot(), 'document')
    await draw('receipt', await say('mitglied-he', 'stimme 7/2023 Zustimmung "Wir stimmen zu."'))
    await draw('receipt-changed', await say('vertretung-he', 'stimme 7/2023 Enthaltung'))
    await draw('receipt-unchanged', await say('vertretung-he', 'stimme 7/2023 Enthaltung'))
    await say('mitglied-sn', 'stimme 7/2023 Ablehnung')
    await draw('ballot-after', ballot(), 'document')
    await draw('vote-refused', await say(CHAIR, 'stimme 7/2023 Zustimmung'))
    await draw('card-open', await say('mitglied-he', 'status 7/2023'))
    await draw('status-open', await say('mitglied-sn', 'status'))
    await home('waiting', 'mitglied-by')
    await home('voted', 'mitglied-sn')
    await draw('status-waiting', await say('mitglied-by', 'status'))
    await draw('deadline', await say('mitglied-he', 'termin 7/2023'))
    await draw(
      'extended',
      await say(CHAIR, 'verlängern 7/2023 16.10.2023 "Kabinettsbefassung in zwei Ländern"'),
    )
    await draw('card-extended', await say('mitglied-he', 'status 7/2023'))
  })

  it('the end: sum sheet, the chair is asked, the result stated, the list', async () => {
    await session.turnTo('2023-10-17T08:00:00Z')
    await draw(
      'reminder',
      session.notebook.about('reminder:', ':BY:0:', 'mitglied-by')[0],
      'document',
    )
    await draw('reminder-list', session.notebook.about('reminder:', ':list:0:')[0], 'document')
    await draw('sum-sheet', await say(CHAIR, 'summenblatt 7/2023'))
    await draw('card-closed', await say('mitglied-he', 'status 7/2023'))
    await draw('ballot-closed', session.notebook.about(':ballot:HE:', 'mitglied-he')[0], 'document')
    await draw('ballot-silent', session.notebook.about(':ballot:BY:', 'mitglied-by')[0], 'document')
    await home('chair', CHAIR)
    await draw('status-chair', await say(CHAIR, 'status'))
    await draw('chair-request', session.notebook.about(':state:', `:${CHAIR}:`)[0], 'document')
    await draw('vote-late', await say('mitglied-he', 'stimme 7/2023 Zustimmung'))
    await draw('state-needs-reason', await say(CHAIR, 'feststellen 7/2023 angenommen'))
    const reason = '"Die fehlenden Stimmen liegen schriftlich vor."'
    await draw('stated', await say(CHAIR, `feststellen 7/2023 angenommen ${reason}`))
    await draw('card-stated', await say('mitglied-he', 'status 7/2023'))
    await draw('list', await say('mitglied-he', 'liste'))
  })

  it('a cancelled circulation', async () => {
    await say(SECRETARIAT, 'entwurf "Zweiter" ziffern: "Text" antrag: HE, BY, NW')
    await say(SECOND, 'bestätigen E-2')
    await say(SECRETARIAT, 'öffnen E-2')
    const reason = '"Die Anlage war nicht die beratene Fassung"'
    await draw('cancelled', await say(CHAIR, `abbrechen 8/2023 ${reason}`))
    await draw('card-cancelled', await say('mitglied-he', 'status 8/2023'))
  })

  it('the form of every command that has one, empty, filled and with faults', async () => {
    await say(SECRETARIAT, 'entwurf "Dritter" ziffern: "Text" antrag: BUND')
    form('draft', await session.presses(SECRETARIAT, 'draft', {}))
    form('edit', await session.presses(SECRETARIAT, 'edit', { circulation: 'E-3' }))
    await say(SECOND, 'bestätigen E-3')
    await say(SECRETARIAT, 'öffnen E-3')
    const asked = { circulation: '9/2023' }
    form('vote', await session.presses('mitglied-he', 'vote', asked))
    form('extend', await session.presses(CHAIR, 'extend', asked))
    form('cancel', await session.presses(CHAIR, 'cancel', asked))
    form('absent', await session.presses('mitglied-he', 'absent', {}))
    form('snooze', await session.presses('mitglied-he', 'snooze', { matter: '9/2023' }))
    const clauses = Array.from({ length: 12 }, (_, n) => `${n + 1}. ${'wort '.repeat(100)}`)
    const values = { title: 'Vierter', clauses: clauses.join('\n'), applicants: 'XX' }
    form('long', await session.fills(SECRETARIAT, 'draft', {}, values))
    const faulty = { clauses: 'a\u202eb', applicants: 'BUND', end: '31.02.2024' }
    form('faulty', await session.fills(SECRETARIAT, 'draft', {}, faulty))
    await session.turnTo('2023-11-10T08:00:00Z')
    form('state', await session.presses(CHAIR, 'state', asked))
    form('report', await session.presses('mitglied-he', 'report', {}))
    const round = { round: 'R-1/2023', party: 'HE' }
    form('return', await session.presses(SECRETARIAT, 'return', round))
    form('add-obligation', await session.presses(SECRETARIAT, 'add-obligation', {}))
    const drawnForms = readdirSync(folder).flatMap(
      (file) => /^form-([\w-]+)\./.exec(file)?.[1] ?? [],
    )
    for (const { verb, prefill } of session.app.bot.commands) {
      if (prefill) expect(drawnForms).toContain(verb)
    }
  })
})

describe.each(LANGUAGES)('posts in a place of Matrix that reads %s', (language: Language) => {
  let session: Session
  const draw = async (name: string, said: Message | undefined, kind: MessageKind = 'document') => {
    goldenMessage(`${name}.${language}`, said, language, kind)
    await expectTypeable(session, said?.actions ?? [], language)
  }
  const inPlace = (kind: string) => session.notebook.about(`:${kind}:`, 'place:umlauf')[0]
  const council = (visibility: string) =>
    shipped
      .replaceAll('visibility: open', `visibility: ${visibility}`)
      .replaceAll(
        'body: it-planungsrat, language: de',
        `body: it-planungsrat, language: ${language}`,
      )

  async function opened(visibility: string): Promise<void> {
    session = await convene('2023-09-25T07:00:00Z', council(visibility))
    if (language === 'en') for (const person of PEOPLE) await session.says(person, 'sprache en')
    await session.says(SECRETARIAT, 'entwurf "Weiterbetrieb" ziffern: "Text" antrag: BUND')
    await draw('draft-card', session.notebook.about(':draft:')[0])
    await session.says(SECOND, 'bestätigen E-1')
    await session.says(SECRETARIAT, 'öffnen E-1')
    await session.says('mitglied-he', 'stimme 7/2023 ja')
    await session.says('mitglied-sn', 'stimme 7/2023 nein')
  }
  afterEach(async () => {
    expect(session.defects).toEqual([])
    await session.adjourn()
  })

  it.each(['whoHasVoted', 'sealed'])('interim result %s: card, own ballot', async (visibility) => {
    await opened(visibility)
    await draw(`card-${visibility}`, inPlace('card'))
    await draw(`status-${visibility}`, await session.says('mitglied-by', 'status'))
    await draw(`ballot-${visibility}`, session.notebook.about(':ballot:HE:', 'mitglied-he')[0])
  })

  it('an account that the bot does not know: overview, refusal, code', async () => {
    session = await convene('2023-09-25T07:00:00Z', council('open'))
    const say = (line: string) => session.says('fremd', line)
    await draw('home-stranger', await say('übersicht'), 'answer')
    await draw('stranger', await say('stimme 7/2023 Zustimmung'), 'answer')
    await draw('link-stranger', await say('verknüpfen'), 'answer')
    await draw('link-wrong', await say('verknüpfen AAAAA-AAAAA'), 'answer')
  })

  it('notices: extended, counted, stated, cancelled; a ballot without its mandate', async () => {
    await opened('open')
    await session.says(CHAIR, 'verlängern 7/2023 16.10.2023 "Kabinettsbefassung in zwei Ländern"')
    await draw('notice-extended', inPlace('extended:1'))
    await draw('draft-opened', session.notebook.about(':draft:')[0])
    await session.apply(council('open').replace(/\n *- \{ party: HE, role: member[^\n]*/, ''))
    await draw('ballot-without-mandate', session.notebook.about(':ballot:HE:', 'mitglied-he')[0])
    await session.turnTo('2023-10-17T08:00:00Z')
    await draw('notice-counted', inPlace('counted'))
    await session.says(CHAIR, 'feststellen 7/2023 angenommen "Die Stimmen liegen schriftlich vor."')
    await draw('notice-stated', inPlace('stated'))
    await draw('chair-request-stated', session.notebook.about(':state:', `:${CHAIR}:`)[0])
    await session.says(SECRETARIAT, 'entwurf "Zweiter" ziffern: "Text" antrag: HE, BY, NW')
    await session.says(SECOND, 'bestätigen E-2')
    await session.says(SECRETARIAT, 'öffnen E-2')
    await session.says(CHAIR, 'abbrechen 8/2023 "Die Anlage war nicht die beratene Fassung"')
    await draw('notice-cancelled', inPlace('cancelled'))
  })
})

describe('every file of this folder', () => {
  const files = readdirSync(folder).filter((file) => file.endsWith('.json'))

  it.each(files)('%s is what Matrix takes', (file) => {
    const { pages, poll } = JSON.parse(readFileSync(path.join(folder, file), 'utf8'))
    for (const { body, formatted_body, ...more } of pages) {
      const content = { ...more, body: body.join(''), formatted_body: formatted_body.join('') }
      expect(faultsOfContent(content)).toEqual([])
    }
    if (poll) expect(faultsOfPoll(poll)).toEqual([])
  })
})
