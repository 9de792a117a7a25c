// The views of the bot that people review on every network: walks through the life of a circulation and through the posts in a place, and hands each view with its name to the network; leaves drawing, judging and the files to the test of the network.
import { readFileSync } from 'node:fs'
import { afterAll, afterEach, beforeAll, describe, expect, it } from 'vitest'
import type { Form } from '../../src/core/form.ts'
import type { Message } from '../../src/core/message.ts'
import type { Answer } from '../../src/core/ports.ts'
import type { Language } from '../../src/core/values.ts'
import { convene, type Session } from './session.ts'

const shipped = readFileSync(
  new URL('../../src/councils/it-planungsrat.yaml', import.meta.url),
  'utf8',
)
const START = '2023-09-25T07:00:00Z'
const CHAIR = 'vorsitz'
export const SECRETARIAT = 'geschaeftsstelle-1'
export const SECOND = 'geschaeftsstelle-2'
const PEOPLE = [
  CHAIR,
  SECRETARIAT,
  SECOND,
  'mitglied-by',
  'mitglied-he',
  'mitglied-sn',
  'vertretung-he',
]
export const LANGUAGES = ['de', 'en'] as const

/** Where a view stands: given to who asked, posted, or in the overview that a network may have for each person. */
export type Kind = 'answer' | 'post' | 'home'

/** A view that a network adds: its name, who asks for it with which line, and as what it stands. */
type Aside = readonly [name: string, person: string, line: string, kind: Kind]
type Moment = 'start' | 'drafted' | 'opened' | 'voted' | 'counted'

export type Network = Readonly<{
  draw(
    view: Readonly<{ name: string; said: Message; kind: Kind; language: Language }>,
    session: Session,
  ): void | Promise<void>
  drawForm(name: string, form: Form, language: Language): void
  /** What else is looked at, and when. */
  asides: Readonly<Partial<Record<Moment, readonly Aside[]>>>
  /** Drafts that come back as a form, by the name of the form. */
  fillings: Readonly<Record<string, Readonly<Record<string, string>>>>
}>

/** The overview at every stage, for networks where it is more than an answer. */
export const STAGES = {
  start: [
    ['home-nothing', 'mitglied-he', 'übersicht', 'home'],
    ['link-own', 'mitglied-he', 'verknüpfen', 'answer'],
  ],
  voted: [
    ['home-waiting', 'mitglied-by', 'übersicht', 'home'],
    ['home-voted', 'mitglied-sn', 'übersicht', 'home'],
    ['status-waiting', 'mitglied-by', 'status', 'answer'],
  ],
  counted: [
    ['home-chair', CHAIR, 'übersicht', 'home'],
    ['home-report', 'mitglied-he', 'übersicht', 'home'],
    ['home-review', SECRETARIAT, 'übersicht', 'home'],
  ],
} as const satisfies Network['asides']

const REPORT = 'einbuergerung=430,212 koordination=ja taskforce=nein'
const clauses = Array.from({ length: 12 }, (_, n) => `${n + 1}. ${'wort '.repeat(100)}`)
/** More than a form takes, and what it cannot read. */
export const FAULTY: Network['fillings'] = {
  long: { title: 'Vierter', clauses: clauses.join('\n'), applicants: 'XX' },
  faulty: { clauses: 'a\u202eb', applicants: 'BUND', end: '31.02.2024' },
}

const drawnBy =
  (network: Network, language: Language, session: () => Session) =>
  async (name: string, said: Message | undefined, kind: Kind): Promise<void> => {
    if (!said) throw new Error(`nothing to draw for ${name}`)
    await network.draw({ name, said, kind, language }, session())
  }

/** The shipped council, whose place reads a language. */
export const councilIn = (language: Language, visibility = 'open') =>
  shipped
    .replaceAll('visibility: open', `visibility: ${visibility}`)
    .replaceAll('body: it-planungsrat, language: de', `body: it-planungsrat, language: ${language}`)

/** A session whose people read a language. */
export async function conveneIn(language: Language, council?: string): Promise<Session> {
  const session = await convene(START, council)
  if (language === 'en') for (const person of PEOPLE) await session.says(person, 'sprache en')
  return session
}

/** A draft is saved, confirmed by another and opened; `drafted` sees it before it is confirmed. */
async function openDraft(
  session: Session,
  name: string,
  words: string,
  drafted = async () => {},
): Promise<void> {
  await session.says(SECRETARIAT, `entwurf ${words}`)
  await drafted()
  await session.says(SECOND, `bestätigen ${name}`)
  await session.says(SECRETARIAT, `öffnen ${name}`)
}

/** 7/2023 is opened, and two have voted. */
export async function openVote(session: Session, drafted?: () => Promise<void>): Promise<void> {
  await openDraft(session, 'E-1', '"Weiterbetrieb" ziffern: "Text" antrag: BUND', drafted)
  await session.says('mitglied-he', 'stimme 7/2023 ja')
  await session.says('mitglied-sn', 'stimme 7/2023 nein')
}

const openSecond = async (session: Session) =>
  await openDraft(session, 'E-2', '"Zweiter" ziffern: "Text" antrag: HE, BY, NW')

/** The life of a circulation, from before it to its end and the cancelling of another, in each language. */
export function walkThroughLife(title: string, network: Network): void {
  describe.each(LANGUAGES)(title, (language: Language) => {
    let session: Session
    const say = (person: string, line: string) => session.says(person, line)
    const draw = drawnBy(network, language, () => session)
    const answers = async (name: string, person: string, line: string) =>
      await draw(name, await say(person, line), 'answer')
    const about = async (name: string, ...words: string[]) =>
      await draw(name, session.notebook.about(...words)[0], 'post')
    const lookAside = async (moment: Moment) => {
      for (const [name, person, line, kind] of network.asides[moment] ?? [])
        await draw(name, await say(person, line), kind)
    }

    beforeAll(async () => {
      session = await conveneIn(language)
    })
    afterAll(() => session.adjourn())

    it('before a circulation: help, who am I, status, list, what it does not understand', async () => {
      await answers('help', 'mitglied-he', 'hilfe')
      await answers('help-secretariat', SECRETARIAT, 'hilfe')
      for (const { verb } of session.app.bot.commands) {
        await answers(`help-${verb}`, 'mitglied-he', `hilfe ${verb}`)
      }
      await answers('who-am-i', 'mitglied-he', 'wer bin ich')
      await answers('status-empty', 'mitglied-he', 'status')
      await lookAside('start')
      await answers('list-empty', 'mitglied-he', 'liste')
      await answers('unknown', 'mitglied-he', 'stimmne')
      await answers('not-yours', 'mitglied-he', 'feststellen 7/2023 angenommen')
      await answers('missing', 'mitglied-he', 'termin')
      await answers('invisible', 'mitglied-he', `sprache\u200b ${language}`)
    })

    it('a draft: saved, not confirmed, confirmed, opened', async () => {
      const draft =
        'entwurf "Weiterbetrieb der EfA-Dienste" ziffern: "Der IT-Planungsrat beschließt das Modell." antrag: BUND anlagen: "Modell | https://example.org/modell.pdf"'
      await answers('draft-saved', SECRETARIAT, draft)
      await answers('open-not-confirmed', SECRETARIAT, 'öffnen E-1')
      await lookAside('drafted')
      await answers('confirm-own', SECRETARIAT, 'bestätigen E-1')
      await answers('draft-confirmed', SECOND, 'bestätigen E-1')
      await answers('preview', CHAIR, 'vorschau E-1')
      await answers('opened', SECRETARIAT, 'öffnen E-1')
    })

    it('an open vote: ballot, receipts, refusals, card, status', async () => {
      await about('ballot-before', ':ballot:HE:', 'mitglied-he')
      await lookAside('opened')
      await answers('receipt', 'mitglied-he', 'stimme 7/2023 Zustimmung "Wir stimmen zu."')
      await answers('receipt-changed', 'vertretung-he', 'stimme 7/2023 Enthaltung')
      await answers('receipt-unchanged', 'vertretung-he', 'stimme 7/2023 Enthaltung')
      await say('mitglied-sn', 'stimme 7/2023 Ablehnung')
      await about('ballot-after', ':ballot:HE:', 'mitglied-he')
      await answers('vote-refused', CHAIR, 'stimme 7/2023 Zustimmung')
      await answers('card-open', 'mitglied-he', 'status 7/2023')
      await answers('status-open', 'mitglied-sn', 'status')
      await lookAside('voted')
      await answers('deadline', 'mitglied-he', 'termin 7/2023')
      const reason = '"Kabinettsbefassung in zwei Ländern"'
      await answers('extended', CHAIR, `verlängern 7/2023 16.10.2023 ${reason}`)
      await answers('card-extended', 'mitglied-he', 'status 7/2023')
    })

    it('the end: sum sheet, the chair is asked, the result stated otherwise with a reason, the list', async () => {
      await session.turnTo('2023-10-17T08:00:00Z')
      await about('reminder', 'reminder:', ':BY:-5:', 'mitglied-by')
      await about('reminder-last-day', 'reminder:', ':BY:0:', 'vertretung-by')
      await about('reminder-list', 'reminder:', ':list:0:')
      await answers('sum-sheet', CHAIR, 'summenblatt 7/2023')
      await answers('card-closed', 'mitglied-he', 'status 7/2023')
      await about('ballot-closed', ':ballot:HE:', 'mitglied-he')
      await about('ballot-silent', ':ballot:BY:', 'mitglied-by')
      await say('mitglied-sn', `melden R-1/2023 ${REPORT}`)
      await lookAside('counted')
      await answers('status-chair', CHAIR, 'status')
      await about('chair-request', ':state:', `:${CHAIR}:`)
      await answers('vote-late', 'mitglied-he', 'stimme 7/2023 Zustimmung')
      await answers('state-needs-reason', CHAIR, 'feststellen 7/2023 angenommen')
      const reason = '"Die fehlenden Stimmen liegen schriftlich vor."'
      await answers('stated', CHAIR, `feststellen 7/2023 angenommen ${reason}`)
      await answers('card-stated', 'mitglied-he', 'status 7/2023')
      await answers('list', 'mitglied-he', 'liste')
    })

    it('a cancelled circulation', async () => {
      await openSecond(session)
      const reason = '"Die Anlage war nicht die beratene Fassung"'
      await answers('cancelled', CHAIR, `abbrechen 8/2023 ${reason}`)
      await answers('card-cancelled', 'mitglied-he', 'status 8/2023')
    })

    it('the form of every command that has one, empty, filled and with faults', async () => {
      const drawn: string[] = []
      const form = (name: string, answer: Answer) => {
        if (answer.kind !== 'form') throw new Error(`no form: ${name}`)
        network.drawForm(`form-${name}`, answer.form, language)
        drawn.push(name)
      }
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
      for (const [name, values] of Object.entries(network.fillings)) {
        form(name, await session.fills(SECRETARIAT, 'draft', {}, values))
      }
      await session.turnTo('2023-11-10T08:00:00Z')
      form('state', await session.presses(CHAIR, 'state', asked))
      form('report', await session.presses('mitglied-he', 'report', {}))
      const round = { round: 'R-1/2023', party: 'HE' }
      form('return', await session.presses(SECRETARIAT, 'return', round))
      form('add-obligation', await session.presses(SECRETARIAT, 'add-obligation', {}))
      for (const { verb, prefill } of session.app.bot.commands) {
        if (prefill) expect(drawn).toContain(verb)
      }
    })
  })
}

/** What is posted in a place that reads each language: cards whose interim result is not open, and every notice. */
export function walkThroughPlace(title: string, network: Network): void {
  describe.each(LANGUAGES)(title, (language: Language) => {
    let session: Session
    const draw = drawnBy(network, language, () => session)
    const about = async (name: string, ...words: string[]) =>
      await draw(name, session.notebook.about(...words)[0], 'post')
    const inPlace = async (name: string, kind: string) =>
      await about(name, `:${kind}:`, 'place:umlauf')

    async function opened(visibility: string): Promise<void> {
      session = await conveneIn(language, councilIn(language, visibility))
      await openVote(session, () => about('draft-card', ':draft:'))
    }
    afterEach(async () => {
      expect(session.defects).toEqual([])
      await session.adjourn()
    })

    it.each(['whoHasVoted', 'sealed'])(
      'whose interim result is %s: card, status, own ballot',
      async (visibility) => {
        await opened(visibility)
        await inPlace(`card-${visibility}`, 'card')
        await draw(`status-${visibility}`, await session.says('mitglied-by', 'status'), 'post')
        await about(`ballot-${visibility}`, ':ballot:HE:', 'mitglied-he')
      },
    )

    it('announces extension, count, Feststellung and cancellation, and leaves a ballot without choices to who lost the mandate', async () => {
      await opened('open')
      const say = (line: string) => session.says(CHAIR, line)
      await say('verlängern 7/2023 16.10.2023 "Kabinettsbefassung in zwei Ländern"')
      await inPlace('notice-extended', 'extended:1')
      await about('draft-opened', ':draft:')
      await session.apply(councilIn(language).replace(/\n *- \{ party: HE, role: member[^\n]*/, ''))
      await about('ballot-without-mandate', ':ballot:HE:', 'mitglied-he')
      await session.turnTo('2023-10-17T08:00:00Z')
      await inPlace('notice-counted', 'counted')
      await say('feststellen 7/2023 angenommen "Die Stimmen liegen schriftlich vor."')
      await inPlace('notice-stated', 'stated')
      await about('chair-request-stated', ':state:', `:${CHAIR}:`)
      await openSecond(session)
      await say('abbrechen 8/2023 "Die Anlage war nicht die beratene Fassung"')
      await inPlace('notice-cancelled', 'cancelled')
    })

    it('has the interim report at the end of a round, and gives it to whoever asks', async () => {
      session = await conveneIn(language, councilIn(language))
      await session.turnTo('2023-10-06T08:00:00Z')
      await session.says('mitglied-sn', `melden R-1/2023 ${REPORT}`)
      await session.says('mitglied-he', `melden R-1/2023 ${REPORT} wohngeld=12,12`)
      await session.sleepUntil('2023-10-30T08:00:00Z')
      await session.says(SECRETARIAT, 'runde schließen R-1/2023 trotzdem')
      await inPlace('notice-round-closed', 'round-closed')
      await draw('interim-report', await session.says('mitglied-by', 'berichte R-1/2023'), 'answer')
    })

    it('tells the secretariat on a Monday what is open, and later what is overdue', async () => {
      await opened('open')
      const of = (day: string) => session.notebook.about('digest:', `:${day}:`)[0]
      await session.turnTo('2023-10-06T08:00:00Z')
      await session.says('mitglied-sn', `melden R-1/2023 ${REPORT}`)
      const put = 'zurückstellen R-1/2023 für BY bis 12.10.2023'
      await session.says('mitglied-by', `${put} "Das Kabinett tagt."`)
      await session.says('mitglied-he', 'abwesend von 09.10.2023 bis 13.10.2023')
      await session.turnTo('2023-11-06T08:00:00Z')
      await draw('digest', of('2023-10-09'), 'post')
      await draw('digest-overdue', of('2023-11-06'), 'post')
    })
  })
}
