// Every view of the bot as Slack is sent it, in both languages: pages, modals and App Home as files that people review; UPDATE_GOLDEN=1 writes them anew.
import { existsSync, mkdirSync, readdirSync, readFileSync, writeFileSync } from 'node:fs'
import path from 'node:path'
import { fileURLToPath } from 'node:url'
import { afterAll, afterEach, beforeAll, describe, expect, it } from 'vitest'
import type { Form } from '../../src/core/form.ts'
import { type Block, type Message, message } from '../../src/core/message.ts'
import type { Answer } from '../../src/core/ports.ts'
import type { Language } from '../../src/core/values.ts'
import { renderModal } from '../../src/platforms/slack/drawing/modal.ts'
import { renderMessage } from '../../src/platforms/slack/drawing/render.ts'
import { renderAnswerView, renderHome } from '../../src/platforms/slack/drawing/views.ts'
import { faultsOfMessage, faultsOfView } from '../core/slack-rules.ts'
import { convene, type Session } from '../support/session.ts'

const folder = fileURLToPath(new URL('./slack/', import.meta.url))
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
const PLACE = { kind: 'place', place: 'umlauf' } as const

/** Ids, hashes and seconds have chance in them; what is reviewed is what stands around. */
function withoutChance(text: string): string {
  return text
    .replace(/"\d+-[0-9a-f]{12}-(\d+)"/g, '"‹block›-$1"')
    .replace(/\b[0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12}\b/g, '‹id›')
    .replace(/\b1[67]\d{11}\b/g, '‹instant›')
    .replace(/\b[A-Z0-9]{5}-[A-Z0-9]{5}\b/g, '‹code›')
    .replace(/\b[0-9a-f]{64}\b/g, '‹sha256›')
    .replace(/\b[0-9a-f]{4} [0-9a-f]{4} [0-9a-f]{4}\b/g, '‹beleg›')
    .replace(/\b(\d\d:\d\d):\d\d\b/g, '$1:00')
}

function golden(name: string, drawn: unknown): void {
  const text = `${withoutChance(JSON.stringify(drawn, null, 2))}\n`
  const file = path.join(folder, `${name}.json`)
  if (process.env['UPDATE_GOLDEN']) {
    mkdirSync(folder, { recursive: true })
    writeFileSync(file, text)
  }
  expect(existsSync(file), `${name}: no golden file; UPDATE_GOLDEN=1 writes it`).toBe(true)
  expect(text).toBe(readFileSync(file, 'utf8'))
}

function goldenPages(name: string, said: Message | undefined, language: Language): void {
  if (!said) throw new Error(`nothing to draw for ${name}`)
  const pages = renderMessage(said, language)
  golden(name, pages)
  for (const page of pages) expect(faultsOfMessage(page)).toEqual([])
  // each view also stands in a modal and at home
  expect(faultsOfView(renderAnswerView(said, language))).toEqual([])
  expect(faultsOfView(renderHome(said, language))).toEqual([])
}

function goldenModal(name: string, form: Form, language: Language): void {
  const view = renderModal(form, PLACE, language)
  expect(faultsOfView(view)).toEqual([])
  golden(name, view)
}

/** What a person may have written; it has to stand in every file letter by letter. */
const HOSTILE = '<!channel> <@U123> <https://evil|x> *_~` @room <script>'
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
  'table-narrow': [table('Hessen <@U123>')],
  'table-wide': [table(HOSTILE.repeat(2))],
  board: [{ kind: 'board', title: HOSTILE, cells }],
  gauge: [gauge(9n, 11n), gauge(11n, 11n), gauge(0n, 1n)],
  long: Array.from({ length: 9 }, (_, n) => ({
    kind: 'text',
    spans: [{ text: `Absatz ${n + 1}: ${'Der Rat beschließt. '.repeat(90)}` }],
  })),
}

describe.each(LANGUAGES)('every kind of block in %s', (language: Language) => {
  it.each(Object.entries(BLOCKS))('%s', (name, blocks) => {
    goldenPages(`block-${name}.${language}`, message('Kurz gesagt', blocks), language)
  })

  it('B23–B27 B30 a message of hostile words alone, its buttons and its files', () => {
    const words = { spoken: `Für Hessen: ${HOSTILE}`, typed: 'stimme' }
    const action = { args: { choice: HOSTILE }, ...words } as const
    const actions = (['primary', 'plain', 'danger'] as const).map((weight, n) => ({
      ...{ ...action, verb: 'vote', label: HOSTILE, weight },
      ...(n === 1 ? { pressed: true } : {}),
    }))
    const files = [{ name: `${HOSTILE}.csv`, type: 'text/csv', content: 'Ü' }]
    goldenPages(`hostile.${language}`, message(HOSTILE, [], { actions, files }), language)
  })

  it('B23–B27 a form of hostile words', () => {
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
      ...{ submit: HOSTILE, given: {}, faults: { title: HOSTILE } },
    }
    goldenModal(`hostile-form.${language}`, form, language)
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

describe.each(LANGUAGES)('what the bot says in Slack in %s', (language: Language) => {
  let session: Session
  const say = (person: string, line: string) => session.says(person, line)
  const draw = (name: string, said: Message | undefined) =>
    goldenPages(`${name}.${language}`, said, language)
  const home = async (name: string, person: string) => {
    const view = renderHome(await say(person, 'übersicht'), language)
    expect(faultsOfView(view)).toEqual([])
    golden(`home-${name}.${language}`, view)
  }
  const modal = (name: string, answer: Answer) => {
    if (answer.kind !== 'form') throw new Error(`no form: ${name}`)
    goldenModal(`form-${name}.${language}`, answer.form, language)
  }

  beforeAll(async () => {
    session = await convene('2023-09-25T07:00:00Z')
    if (language === 'en') for (const person of PEOPLE) await say(person, 'sprache en')
  })
  afterAll(() => session.adjourn())

  it('before a circulation: help, who am I, status, list, what it does not understand', async () => {
    draw('help', await say('mitglied-he', 'hilfe'))
    draw('help-secretariat', await say(SECRETARIAT, 'hilfe'))
    for (const { verb } of session.app.bot.commands) {
      draw(`help-${verb}`, await say('mitglied-he', `hilfe ${verb}`))
    }
    draw('who-am-i', await say('mitglied-he', 'wer bin ich'))
    draw('status-empty', await say('mitglied-he', 'status'))
    await home('nothing', 'mitglied-he')
    draw('home-stranger', await say('fremd', 'übersicht'))
    draw('stranger', await say('fremd', 'stimme 7/2023 Zustimmung'))
    draw('link-stranger', await say('fremd', 'verknüpfen'))
    draw('link-own', await say('mitglied-he', 'verknüpfen'))
    draw('link-wrong', await say('fremd', 'verknüpfen AAAAA-AAAAA'))
    draw('list-empty', await say('mitglied-he', 'liste'))
    draw('unknown', await say('mitglied-he', 'stimmne'))
    draw('not-yours', await say('mitglied-he', 'feststellen 7/2023 angenommen'))
    draw('missing', await say('mitglied-he', 'termin'))
    draw('invisible', await say('mitglied-he', `sprache\u200b ${language}`))
  })

  it('a draft: saved, not confirmed, confirmed, opened', async () => {
    const draft =
      'entwurf "Weiterbetrieb der EfA-Dienste" ziffern: "Der IT-Planungsrat beschließt das Modell." antrag: BUND anlagen: "Modell | https://example.org/modell.pdf"'
    draw('draft-saved', await say(SECRETARIAT, draft))
    draw('open-not-confirmed', await say(SECRETARIAT, 'öffnen E-1'))
    draw('confirm-own', await say(SECRETARIAT, 'bestätigen E-1'))
    draw('draft-confirmed', await say(SECOND, 'bestätigen E-1'))
    draw('preview', await say(CHAIR, 'vorschau E-1'))
    draw('opened', await say(SECRETARIAT, 'öffnen E-1'))
  })

  it('an open vote: ballot, receipts, refusals, card, status', async () => {
    const ballot = () => session.notebook.about(':ballot:HE:', 'mitglied-he')[0]
    draw('ballot-before', ballot())
    draw('receipt', await say('mitglied-he', 'stimme 7/2023 Zustimmung "Wir stimmen zu."'))
    draw('receipt-changed', await say('vertretung-he', 'stimme 7/2023 Enthaltung'))
    draw('receipt-unchanged', await say('vertretung-he', 'stimme 7/2023 Enthaltung'))
    await say('mitglied-sn', 'stimme 7/2023 Ablehnung')
    draw('ballot-after', ballot())
    draw('vote-refused', await say(CHAIR, 'stimme 7/2023 Zustimmung'))
    draw('card-open', await say('mitglied-he', 'status 7/2023'))
    draw('status-open', await say('mitglied-sn', 'status'))
    await home('waiting', 'mitglied-by')
    await home('voted', 'mitglied-sn')
    draw('status-waiting', await say('mitglied-by', 'status'))
    draw('deadline', await say('mitglied-he', 'termin 7/2023'))
    draw(
      'extended',
      await say(CHAIR, 'verlängern 7/2023 16.10.2023 "Kabinettsbefassung in zwei Ländern"'),
    )
    draw('card-extended', await say('mitglied-he', 'status 7/2023'))
  })

  it('the end: sum sheet, the chair is asked, the result stated, the list', async () => {
    await session.turnTo('2023-10-17T08:00:00Z')
    draw('reminder', session.notebook.about('reminder:', ':BY:0:', 'mitglied-by')[0])
    draw('reminder-list', session.notebook.about('reminder:', ':list:0:')[0])
    draw('sum-sheet', await say(CHAIR, 'summenblatt 7/2023'))
    draw('card-closed', await say('mitglied-he', 'status 7/2023'))
    draw('ballot-closed', session.notebook.about(':ballot:HE:', 'mitglied-he')[0])
    draw('ballot-silent', session.notebook.about(':ballot:BY:', 'mitglied-by')[0])
    await home('chair', CHAIR)
    draw('status-chair', await say(CHAIR, 'status'))
    draw('chair-request', session.notebook.about(':state:', `:${CHAIR}:`)[0])
    draw('vote-late', await say('mitglied-he', 'stimme 7/2023 Zustimmung'))
    draw('state-needs-reason', await say(CHAIR, 'feststellen 7/2023 angenommen'))
    const reason = '"Die fehlenden Stimmen liegen schriftlich vor."'
    draw('stated', await say(CHAIR, `feststellen 7/2023 angenommen ${reason}`))
    draw('card-stated', await say('mitglied-he', 'status 7/2023'))
    draw('list', await say('mitglied-he', 'liste'))
  })

  it('a cancelled circulation', async () => {
    await say(SECRETARIAT, 'entwurf "Zweiter" ziffern: "Text" antrag: HE, BY, NW')
    await say(SECOND, 'bestätigen E-2')
    await say(SECRETARIAT, 'öffnen E-2')
    const reason = '"Die Anlage war nicht die beratene Fassung"'
    draw('cancelled', await say(CHAIR, `abbrechen 8/2023 ${reason}`))
    draw('card-cancelled', await say('mitglied-he', 'status 8/2023'))
  })

  it('the form of every command that has one, empty, filled and with faults', async () => {
    await say(SECRETARIAT, 'entwurf "Dritter" ziffern: "Text" antrag: BUND')
    modal('draft', await session.presses(SECRETARIAT, 'draft', {}))
    modal('edit', await session.presses(SECRETARIAT, 'edit', { circulation: 'E-3' }))
    await say(SECOND, 'bestätigen E-3')
    await say(SECRETARIAT, 'öffnen E-3')
    const asked = { circulation: '9/2023' }
    modal('vote', await session.presses('mitglied-he', 'vote', asked))
    modal('extend', await session.presses(CHAIR, 'extend', asked))
    modal('cancel', await session.presses(CHAIR, 'cancel', asked))
    modal('absent', await session.presses('mitglied-he', 'absent', {}))
    modal('snooze', await session.presses('mitglied-he', 'snooze', { matter: '9/2023' }))
    const clauses = Array.from({ length: 12 }, (_, n) => `${n + 1}. ${'wort '.repeat(100)}`)
    const values = { title: 'Vierter', clauses: clauses.join('\n'), applicants: 'XX' }
    modal('long', await session.fills(SECRETARIAT, 'draft', {}, values))
    const faulty = { clauses: 'a\u202eb', applicants: 'BUND', end: '31.02.2024' }
    modal('faulty', await session.fills(SECRETARIAT, 'draft', {}, faulty))
    await session.turnTo('2023-11-10T08:00:00Z')
    modal('state', await session.presses(CHAIR, 'state', asked))
    modal('report', await session.presses('mitglied-he', 'report', {}))
    const round = { round: 'R-1/2023', party: 'HE' }
    modal('return', await session.presses(SECRETARIAT, 'return', round))
    modal('add-obligation', await session.presses(SECRETARIAT, 'add-obligation', {}))
    const drawnForms = readdirSync(folder).flatMap(
      (file) => /^form-([\w-]+)\./.exec(file)?.[1] ?? [],
    )
    for (const { verb, prefill } of session.app.bot.commands) {
      if (prefill) expect(drawnForms).toContain(verb)
    }
  })
})

describe.each(LANGUAGES)('posts in a place of Slack that reads %s', (language: Language) => {
  let session: Session
  const draw = (name: string, said: Message | undefined) =>
    goldenPages(`${name}.${language}`, said, language)
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
    draw('draft-card', session.notebook.about(':draft:')[0])
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
    draw(`card-${visibility}`, inPlace('card'))
    draw(`status-${visibility}`, await session.says('mitglied-by', 'status'))
    draw(`ballot-${visibility}`, session.notebook.about(':ballot:HE:', 'mitglied-he')[0])
  })

  it('notices: extended, counted, stated, cancelled; a ballot without its mandate', async () => {
    await opened('open')
    await session.says(CHAIR, 'verlängern 7/2023 16.10.2023 "Kabinettsbefassung in zwei Ländern"')
    draw('notice-extended', inPlace('extended:1'))
    draw('draft-opened', session.notebook.about(':draft:')[0])
    await session.apply(council('open').replace(/\n *- \{ party: HE, role: member[^\n]*/, ''))
    draw('ballot-without-mandate', session.notebook.about(':ballot:HE:', 'mitglied-he')[0])
    await session.turnTo('2023-10-17T08:00:00Z')
    draw('notice-counted', inPlace('counted'))
    await session.says(CHAIR, 'feststellen 7/2023 angenommen "Die Stimmen liegen schriftlich vor."')
    draw('notice-stated', inPlace('stated'))
    draw('chair-request-stated', session.notebook.about(':state:', `:${CHAIR}:`)[0])
    await session.says(SECRETARIAT, 'entwurf "Zweiter" ziffern: "Text" antrag: HE, BY, NW')
    await session.says(SECOND, 'bestätigen E-2')
    await session.says(SECRETARIAT, 'öffnen E-2')
    await session.says(CHAIR, 'abbrechen 8/2023 "Die Anlage war nicht die beratene Fassung"')
    draw('notice-cancelled', inPlace('cancelled'))
  })
})

describe('every file of this folder', () => {
  const files = readdirSync(folder).filter((file) => file.endsWith('.json'))

  it.each(files)('%s is what Slack takes', (file) => {
    const drawn = JSON.parse(readFileSync(path.join(folder, file), 'utf8'))
    const faults = Array.isArray(drawn) ? drawn.flatMap(faultsOfMessage) : faultsOfView(drawn)
    expect(faults).toEqual([])
  })
})
