// Everything people read, as plain text in both languages, one file for each: reviewed as files, rewritten by UPDATE_GOLDEN=1.
import { randomUUID } from 'node:crypto'
import { existsSync, mkdirSync, readFileSync, writeFileSync } from 'node:fs'
import path from 'node:path'
import { fileURLToPath } from 'node:url'
import { afterAll, afterEach, beforeAll, describe, expect, it } from 'vitest'
import { plainMessage } from '../../src/cli/render.ts'
import type { Form } from '../../src/core/form.ts'
import type { Message } from '../../src/core/message.ts'
import type { Language } from '../../src/core/values.ts'
import { convene, type Session } from '../support/session.ts'

const folder = fileURLToPath(new URL('./texts/', import.meta.url))
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

/** Ballots and frozen documents are hashed with chance in them; what is reviewed is the wording around. */
function withoutChance(text: string): string {
  return text
    .replace(/\b[0-9a-f]{64}\b/g, '<sha256>')
    .replace(/\b[0-9a-f]{4} [0-9a-f]{4} [0-9a-f]{4}\b/g, '<beleg>')
    .replace(/\b(\d\d:\d\d):\d\d\b/g, '$1:00')
    .replace(/\b(?!K7MFX-2QR9T)[2-9B-Z]{5}-[2-9B-Z]{5}\b/g, '<code>')
}

function golden(name: string, message: Message | undefined): void {
  if (!message) throw new Error(`nothing to read for ${name}`)
  const actions = message.actions.map(({ label, pressed }) => `(${pressed ? '•' : ' '}) ${label}`)
  goldenText(
    name,
    `${message.summary}\n\n${'-'.repeat(60)}\n\n${plainMessage(message)}\n\n${actions.join('\n')}`,
  )
}

function goldenText(name: string, written: string): void {
  const text = `${withoutChance(written).trimEnd()}\n`
  const file = path.join(folder, `${name}.txt`)
  if (process.env['UPDATE_GOLDEN']) {
    mkdirSync(folder, { recursive: true })
    writeFileSync(file, text)
  }
  expect(existsSync(file), `${name}: no golden file; UPDATE_GOLDEN=1 writes it`).toBe(true)
  expect(text).toBe(readFileSync(file, 'utf8'))
}

function goldenForm(name: string, { title, intro, fields, submit, faults }: Form): void {
  const lines = fields.map(({ name: field, label, hint, required, value, options }) =>
    [
      `${label}${required ? ' *' : ''} [${value}]`,
      ...(hint === '' ? [] : [`  ${hint}`]),
      ...options.map((option) => `  ( ) ${option.label}`),
      ...(faults[field] === undefined ? [] : [`  ! ${faults[field]}`]),
    ].join('\n'),
  )
  goldenText(name, [title, intro, ...lines, `[${submit}]`].join('\n\n'))
}

describe.each(LANGUAGES)('what people read in %s', (language: Language) => {
  let session: Session
  const say = (person: string, line: string) => session.says(person, line)
  const file = (name: string) => `${name}.${language}`

  beforeAll(async () => {
    session = await convene('2023-09-25T07:00:00Z')
    if (language === 'en') for (const person of PEOPLE) await say(person, 'sprache en')
  })
  afterAll(() => session.adjourn())

  it('before a circulation: help, who am I, status, list', async () => {
    golden(file('help'), await say('mitglied-he', 'hilfe'))
    golden(file('help-secretariat'), await say(SECRETARIAT, 'hilfe'))
    for (const { verb } of session.app.bot.commands) {
      golden(file(`help-${verb}`), await say('mitglied-he', `hilfe ${verb}`))
    }
    golden(file('who-am-i'), await say('mitglied-he', 'wer bin ich'))
    golden(file('home-empty'), await say('mitglied-he', 'übersicht'))
    golden(file('status-empty'), await say('mitglied-he', 'status'))
    golden(file('list-empty'), await say('mitglied-he', 'liste'))
    golden(file('unknown'), await say('mitglied-he', 'stimmne'))
    golden(file('not-yours'), await say('mitglied-he', 'feststellen 7/2023 angenommen'))
    golden(file('missing'), await say('mitglied-he', 'termin'))
    golden(file('invisible'), await say('mitglied-he', `sprache\u200b ${language}`))
  })

  it('linking an account: for the secretariat, for oneself, done, undone, and every refusal', async () => {
    const asks = (account: string) => say(account, 'verknüpfen')
    const codeIn = ({ summary }: Message) => /\b[2-9B-Z]{5}-[2-9B-Z]{5}\b/.exec(summary)?.[0]
    golden(file('link-own'), await asks('mitglied-he'))
    const asked = await asks('neues-konto')
    if (language === 'de') {
      golden(file('link-asked'), asked)
      golden(file('link-guest'), await asks('T0ANDERS/U0GAST'))
      golden(file('home-stranger'), await say('neues-konto', 'übersicht'))
    }
    golden(file('link-wrong'), await say(SECRETARIAT, 'verknüpfen K7MFX-2QR9T mitglied-he'))
    golden(file('link-person'), await say(SECRETARIAT, 'verknüpfen K7MFX-2QR9T mitglid-he'))
    golden(file('link-no-person'), await say(SECRETARIAT, 'verknüpfen K7MFX-2QR9T'))
    golden(file('link-known'), await say('mitglied-he', 'verknüpfen K7MFX-2QR9T'))
    golden(file('link-office'), await say('mitglied-he', 'verknüpfen K7MFX-2QR9T mitglied-by'))
    const code = codeIn(asked)
    golden(file('linked'), await say(SECRETARIAT, `verknüpfen ${code} mitglied-he`))
    golden(file('who-am-i-linked'), await say('mitglied-he', 'wer bin ich'))
    golden(file('unlink-not-yours'), await say('mitglied-sn', 'trennen room:neues-konto'))
    golden(file('unlink-in-file'), await say('mitglied-he', 'trennen'))
    golden(file('unlinked'), await say('mitglied-he', 'trennen room:neues-konto'))
  })

  it('a draft: saved, not confirmed, confirmed, opened', async () => {
    const draft =
      'entwurf "Weiterbetrieb der EfA-Dienste" ziffern: "Der IT-Planungsrat beschließt das Modell." antrag: BUND anlagen: "Modell | https://example.org/modell.pdf"'
    golden(file('draft-saved'), await say(SECRETARIAT, draft))
    golden(file('open-not-confirmed'), await say(SECRETARIAT, 'öffnen E-1'))
    golden(file('home-draft'), await say(SECOND, 'übersicht'))
    golden(file('confirm-own'), await say(SECRETARIAT, 'bestätigen E-1'))
    golden(file('draft-confirmed'), await say('geschaeftsstelle-2', 'bestätigen E-1'))
    golden(file('preview'), await say(CHAIR, 'vorschau E-1'))
    golden(file('opened'), await say(SECRETARIAT, 'öffnen E-1'))
  })

  it('an open vote: ballot, receipts, refusals, card, status', async () => {
    const ballot = () => session.notebook.about(':ballot:HE:', 'mitglied-he')[0]
    golden(file('ballot-before'), ballot())
    golden(file('home-vote'), await say('mitglied-he', 'übersicht'))
    golden(file('receipt'), await say('mitglied-he', 'stimme 7/2023 Zustimmung "Wir stimmen zu."'))
    golden(file('receipt-changed'), await say('vertretung-he', 'stimme 7/2023 Enthaltung'))
    golden(file('receipt-unchanged'), await say('vertretung-he', 'stimme 7/2023 Enthaltung'))
    await say('mitglied-sn', 'stimme 7/2023 Ablehnung')
    golden(file('ballot-after'), ballot())
    golden(file('home-voted'), await say('mitglied-he', 'übersicht'))
    golden(file('vote-refused'), await say(CHAIR, 'stimme 7/2023 Zustimmung'))
    golden(file('card-open'), await say('mitglied-he', 'status 7/2023'))
    golden(file('status-open'), await say('mitglied-sn', 'status'))
    golden(file('deadline'), await say('mitglied-he', 'termin 7/2023'))
    golden(
      file('extended'),
      await say(CHAIR, 'verlängern 7/2023 16.10.2023 "Kabinettsbefassung in zwei Ländern"'),
    )
    golden(file('card-extended'), await say('mitglied-he', 'status 7/2023'))
  })

  it('the end: sum sheet, the chair is asked, the result stated otherwise with a reason, the list', async () => {
    await session.turnTo('2023-10-17T08:00:00Z')
    const reminder = (...words: string[]) => session.notebook.about('reminder:', ...words)[0]
    golden(file('reminder'), reminder(':BY:-5:', 'mitglied-by'))
    golden(file('reminder-last-day'), reminder(':BY:0:', 'vertretung-by'))
    golden(file('reminder-list'), reminder(':list:0:'))
    golden(file('sum-sheet'), await say(CHAIR, 'summenblatt 7/2023'))
    golden(file('card-closed'), await say('mitglied-he', 'status 7/2023'))
    golden(file('ballot-closed'), session.notebook.about(':ballot:HE:', 'mitglied-he')[0])
    golden(file('ballot-silent'), session.notebook.about(':ballot:BY:', 'mitglied-by')[0])
    golden(file('status-chair'), await say(CHAIR, 'status'))
    golden(file('home-chair'), await say(CHAIR, 'übersicht'))
    golden(file('chair-request'), session.notebook.about(':state:', `:${CHAIR}:`)[0])
    golden(file('vote-late'), await say('mitglied-he', 'stimme 7/2023 Zustimmung'))
    golden(file('state-needs-reason'), await say(CHAIR, 'feststellen 7/2023 angenommen'))
    golden(
      file('stated'),
      await say(
        CHAIR,
        'feststellen 7/2023 angenommen "Die fehlenden Stimmen liegen schriftlich vor."',
      ),
    )
    golden(file('card-stated'), await say('mitglied-he', 'status 7/2023'))
    golden(file('list'), await say('mitglied-he', 'liste'))
  })

  it('a cancelled circulation', async () => {
    await say(SECRETARIAT, 'entwurf "Zweiter" ziffern: "Text" antrag: HE, BY, NW')
    await say('geschaeftsstelle-2', 'bestätigen E-2')
    await say(SECRETARIAT, 'öffnen E-2')
    golden(
      file('cancelled'),
      await say(CHAIR, 'abbrechen 8/2023 "Die Anlage war nicht die beratene Fassung"'),
    )
    golden(file('card-cancelled'), await say('mitglied-he', 'status 8/2023'))
  })

  it('reminding by hand, being away, putting off, and what is refused of it', async () => {
    await say(SECRETARIAT, 'entwurf "Weiterer" ziffern: "Text" antrag: BUND')
    await say(SECOND, 'bestätigen E-3')
    await say(SECRETARIAT, 'öffnen E-3')
    golden(file('remind-preview'), await say(SECRETARIAT, 'erinnern 9/2023 für HE'))
    golden(file('reminded'), await say(SECRETARIAT, 'erinnern 9/2023 für HE jetzt'))
    golden(file('remind-not-found'), await say(SECRETARIAT, 'erinnern 99/2023'))
    golden(file('absent'), await say('mitglied-he', 'abwesend von 19.10.2023 bis 27.10.2023'))
    golden(file('absent-turned'), await say('mitglied-he', 'abwesend 27.10.2023 19.10.2023'))
    golden(file('present'), await say('mitglied-he', 'anwesend'))
    golden(file('present-already'), await say('mitglied-he', 'anwesend'))
    const snooze = 'zurückstellen 9/2023 für HE bis'
    golden(file('snoozed'), await say('mitglied-he', `${snooze} 20.10.2023 "Das Kabinett tagt."`))
    golden(file('snooze-already'), await say('mitglied-he', `${snooze} 19.10.2023 "Grund"`))
    golden(file('snooze-past-due'), await say('mitglied-he', `${snooze} 20.11.2023 "Grund"`))
    golden(file('snooze-not-yours'), await say('mitglied-by', `${snooze} 20.10.2023 "Grund"`))
    golden(file('snooze-list'), session.notebook.about('reminder:', ':list:paused')[0])
    await say(CHAIR, 'abbrechen 9/2023 "Probe"')
  })

  it('the forms of the secretariat, the chair and the voter, empty and with faults', async () => {
    const ask = async (
      name: string,
      person: string,
      verb: string,
      args: Record<string, string>,
    ) => {
      const answer = await session.presses(person, verb, args)
      if (answer.kind !== 'form') throw new Error(`no form: ${name}`)
      goldenForm(file(`form-${name}`), answer.form)
    }
    await say(SECRETARIAT, 'entwurf "Dritter" ziffern: "Text" antrag: BUND')
    await ask('draft', SECRETARIAT, 'draft', {})
    await ask('edit', SECRETARIAT, 'edit', { circulation: 'E-4' })
    await say(SECOND, 'bestätigen E-4')
    await say(SECRETARIAT, 'öffnen E-4')
    await ask('vote', 'mitglied-he', 'vote', { circulation: '10/2023' })
    await ask('extend', CHAIR, 'extend', { circulation: '10/2023' })
    await ask('cancel', CHAIR, 'cancel', { circulation: '10/2023' })
    await ask('absent', 'mitglied-he', 'absent', {})
    await ask('snooze', 'mitglied-he', 'snooze', { matter: '10/2023' })
    const values = {
      title: 'x'.repeat(151),
      clauses: 'a\u202eb',
      applicants: 'BUND',
      end: '31.02.2024',
    }
    const faulty = await session.fills(SECRETARIAT, 'draft', {}, values)
    if (faulty.kind !== 'form') throw new Error('no form')
    const title = {
      ...faulty.form,
      fields: faulty.form.fields.filter(({ name }) => name !== 'title'),
    }
    goldenForm(file('form-faulty'), title)
    await session.turnTo('2023-11-10T08:00:00Z')
    await ask('state', CHAIR, 'state', { circulation: '10/2023' })
  })
})

describe.each(LANGUAGES)('a circulation in a place that reads %s', (language: Language) => {
  let session: Session
  const file = (name: string) => `${name}.${language}`
  const inPlace = (kind: string) => session.notebook.about(`:${kind}:`, 'place:umlauf')[0]

  async function opened(visibility: string): Promise<void> {
    const council = shipped
      .replaceAll('visibility: open', `visibility: ${visibility}`)
      .replaceAll(
        'body: it-planungsrat, language: de',
        `body: it-planungsrat, language: ${language}`,
      )
    session = await convene('2023-09-25T07:00:00Z', council)
    if (language === 'en') for (const person of PEOPLE) await session.says(person, 'sprache en')
    await session.says(SECRETARIAT, 'entwurf "Weiterbetrieb" ziffern: "Text" antrag: BUND')
    await session.says(SECOND, 'bestätigen E-1')
    await session.says(SECRETARIAT, 'öffnen E-1')
    await session.says('mitglied-he', 'stimme 7/2023 ja')
    await session.says('mitglied-sn', 'stimme 7/2023 nein')
  }
  afterEach(async () => {
    expect(session.defects).toEqual([])
    await session.adjourn()
  })

  it.each(['whoHasVoted', 'sealed'])(
    'whose interim result is %s: card, status, own ballot',
    async (visibility) => {
      await opened(visibility)
      golden(file(`card-${visibility}`), inPlace('card'))
      golden(file(`status-${visibility}`), await session.says('mitglied-by', 'status'))
      golden(file(`ballot-${visibility}`), session.notebook.about(':ballot:HE:', 'mitglied-he')[0])
    },
  )

  it('announces extension, count, Feststellung and cancellation, and leaves a ballot without choices to who lost the mandate', async () => {
    await opened('open')
    await session.says(CHAIR, 'verlängern 7/2023 16.10.2023 "Kabinettsbefassung in zwei Ländern"')
    golden(file('notice-extended'), inPlace('extended:1'))
    golden(file('draft-opened'), session.notebook.about(':draft:')[0])
    await session.apply(
      shipped
        .replaceAll(
          'body: it-planungsrat, language: de',
          `body: it-planungsrat, language: ${language}`,
        )
        .replace(/\n *- \{ party: HE, role: member[^\n]*/, ''),
    )
    golden(file('ballot-without-mandate'), session.notebook.about(':ballot:HE:', 'mitglied-he')[0])
    await session.turnTo('2023-10-17T08:00:00Z')
    golden(file('notice-counted'), inPlace('counted'))
    await session.says(CHAIR, 'feststellen 7/2023 angenommen "Die Stimmen liegen schriftlich vor."')
    golden(file('notice-stated'), inPlace('stated'))
    golden(file('chair-request-stated'), session.notebook.about(':state:', `:${CHAIR}:`)[0])
    await session.says(SECRETARIAT, 'entwurf "Zweiter" ziffern: "Text" antrag: HE, BY, NW')
    await session.says(SECOND, 'bestätigen E-2')
    await session.says(SECRETARIAT, 'öffnen E-2')
    await session.says(CHAIR, 'abbrechen 8/2023 "Die Anlage war nicht die beratene Fassung"')
    golden(file('notice-cancelled'), inPlace('cancelled'))
  })

  it('answers a pressed choice, whatever becomes of it', async () => {
    await opened('open')
    const { rows } = await session.pool.query('SELECT id FROM circulation')
    const press = async (
      name: string,
      person: string,
      args: Record<string, string>,
      more: { order?: string; requestId?: string } = {},
    ) => {
      const answer = await session.app.accept({
        kind: 'action',
        verb: 'vote',
        args: { circulation: rows[0].id, version: '1', party: 'BY', choice: 'consent', ...args },
        requestId: randomUUID(),
        from: { connection: 'room', id: person },
        origin: { kind: 'place', place: 'umlauf' },
        ...more,
      })
      if (answer.kind !== 'message') throw new Error(`no message: ${name}`)
      golden(file(`cast-${name}`), answer.message)
    }
    await press('counted', 'mitglied-by', {}, { order: '2', requestId: 'click-1' })
    await press('repeated', 'mitglied-by', {}, { order: '2', requestId: 'click-1' })
    await press('other-body', 'mitglied-by', { choice: 'reject' }, { requestId: 'click-1' })
    await press('overtaken', 'mitglied-by', { choice: 'reject' }, { order: '1' })
    await press('unchanged', 'mitglied-by', {}, { order: '3' })
    await press('no-mandate', 'mitglied-by', { party: 'HE' })
    await press('no-party', 'mitglied-by', { party: 'XX' })
    await press('old-version', 'mitglied-by', { version: '7' })
    await press('stranger', 'fremd', {})
    await press('not-found', 'mitglied-by', { circulation: randomUUID() })
    await session.turnTo('2023-10-10T08:00:00Z')
    await press('ended', 'mitglied-by', {})
  })
})
