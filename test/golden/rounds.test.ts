// Everything people read of a reporting round, from its opening to its closing, as plain text in both languages, one file for each: reviewed as files, rewritten by UPDATE_GOLDEN=1; leaves how it looks on each network to the minutes of the round there.
import { randomUUID } from 'node:crypto'
import { afterEach, describe, expect, it } from 'vitest'
import { plainMessage } from '../../src/cli/render.ts'
import type { Message } from '../../src/core/message.ts'
import { head, withHeads } from '../support/council-heads.ts'
import { goldenFolder, withoutChance } from '../support/golden.ts'
import { convene, type Session } from '../support/session.ts'

const files = goldenFolder(new URL('./rounds/', import.meta.url), '.txt')
const [SECRETARIAT, SECOND] = ['geschaeftsstelle-1', 'geschaeftsstelle-2']
const [HESSE, HESSE_TOO, BAVARIA] = ['mitglied-he', 'vertretung-he', 'mitglied-by']
const [SAXONY, SAXONY_TOO] = ['mitglied-sn', 'vertretung-sn']
const PEOPLE = [SECRETARIAT, SECOND, HESSE, HESSE_TOO, BAVARIA, SAXONY, SAXONY_TOO, head('SN')]
const LINE =
  'einbuergerung=1430,212,61,40,3,18000 aufenthalt=430,430 koordination=ja taskforce=nein'

let session: Session

describe.each(['de', 'en'] as const)('a reporting round in %s', (language) => {
  afterEach(() => session.adjourn())

  it('is read as it is written', async () => {
    const council = withHeads(
      ['SN'],
      ['owed: laender', 'owed: [HE, BY, SN]'],
      ['body: it-planungsrat, language: de', `body: it-planungsrat, language: ${language}`],
    )
    session = await convene('2023-09-25T07:00:00Z', council)
    if (language === 'en') for (const person of PEOPLE) await session.says(person, 'sprache en')
    const hold = (name: string, message: Message | undefined) => {
      if (!message) throw new Error(`nothing to read for ${name}`)
      const actions = message.actions.map(({ label, typed }) => `[${label}] ${typed}`)
      const written = `${message.summary}\n\n${'-'.repeat(60)}\n\n${plainMessage(message)}\n\n`
      const text = withoutChance(`${written}${actions.join('\n')}`, (what) => `<${what}>`)
      files.hold(`${name}.${language}`, `${text.trimEnd()}\n`)
    }
    const says = async (name: string, person: string, line: string) =>
      hold(name, await session.says(person, line))
    const post = (name: string, ...words: string[]) =>
      hold(name, session.notebook.about(...words).at(-1))
    const card = (name: string) => post(name, ':round:place:geschaeftsstelle')

    await says('rounds-none', HESSE, 'berichte')
    await says('obligations', HESSE, 'pflichten')
    await session.turnTo('2023-10-06T06:00:00Z')
    card('card-opened')
    post('offer-missing', ':offer:HE:', HESSE)

    const faulty = 'melden hindernise=keine einbuergerung=430,431 aufenthalt.alive=3'
    await says('report-unknown', HESSE, faulty)
    await says('report-faulty', HESSE, 'melden einbuergerung=430,431 fachverfahren=viele')
    await says('report-together', HESSE, 'melden einbuergerung=430,431 aufenthalt=,5')
    await says('template', HESSE, 'vorlage')
    const hands = async (name: string, text: string, ...tables: string[]) => {
      const files = tables.map((table) => ({
        ...{ name: 'Hessen.csv', size: table.length },
        async read() {
          if (table === '') throw new Error('gone')
          return new Uint8Array(Buffer.from(table))
        },
      }))
      const from = { connection: 'room', id: HESSE }
      const origin = { kind: 'private' } as const
      const asked = { kind: 'command', text, files, from, origin, requestId: randomUUID() } as const
      const answer = await session.app.accept(asked)
      hold(name, answer.kind === 'message' ? answer.message : undefined)
    }
    const columns = 'Leistung;zuständige Stellen;live;Farbe;;'
    await hands(
      'table-faulty',
      '',
      `${columns}\neinbuergerung;430;431\nwonggeld;1\naufenthalt;1;viele;;7\nkoordination;vielleicht;ja`,
    )
    const nonsense = Array.from({ length: 400 }, (_, n) => `Gemeinde ${n};1`).join('\n')
    await hands('table-too-many', 'melden', `Leistung;live\n${nonsense}`)
    await hands('table-both', `melden ${LINE}`, columns)
    await hands('file-lost', 'melden', '')
    await hands('file-several', '', columns, columns)
    await hands('file-large', '', 'x'.repeat(4_000_001))
    await hands('file-not-taken', 'berichte', columns)
    await hands('file-without-command', 'Anbei die Meldung', columns)
    const steps = [{}, {}, { q2: 'yes', q3: 'no', what: 'keep' }]
    for (const [step, values] of steps.entries()) {
      const args = { round: 'R-1/2023', party: 'HE', step: `${step}` }
      const answer = await session.fills(HESSE, 'report', args, values)
      if (answer.kind === 'message') hold('draft-kept', answer.message)
    }
    await says('receipt', HESSE, `melden R-1/2023 ${LINE}`)
    await says('receipt-unchanged', HESSE_TOO, `melden ${LINE}`)
    await says('receipt-changed', HESSE_TOO, 'melden einbuergerung.live=1212 hindernisse=Zwei')
    post('offer-filed', ':offer:HE:', HESSE)
    await session.says(BAVARIA, `melden ${LINE}`)
    card('card-filed')
    await says('round-for-land', SAXONY, 'berichte R-1/2023')
    await says('report-not-yours', SAXONY, 'berichte R-1/2023 für HE')
    await says('report-for-another', SAXONY, `melden R-1/2023 für HE ${LINE}`)
    await says('look', SECRETARIAT, 'berichte R-1/2023 für HE')

    const reason = 'Die Zahl der zuständigen Stellen ist die von Hessen.'
    await says('returned', SECRETARIAT, `zurückgeben R-1/2023 BY "${reason}"`)
    post('notice-returned', ':review:BY:', BAVARIA)
    post('offer-returned', ':offer:BY:', BAVARIA)
    await says('look-returned', SECRETARIAT, 'berichte R-1/2023 für BY')
    await says('accepted', SECOND, 'annehmen R-1/2023 HE')
    await says('accepted-already', SECOND, 'annehmen R-1/2023 HE')
    await says('accept-nothing', SECOND, 'annehmen R-1/2023 SN')
    post('notice-accepted', ':review:HE:', HESSE)
    post('offer-accepted', ':offer:HE:', HESSE)
    await says('close-early', SECRETARIAT, 'runde schließen R-1/2023')

    await session.turnTo('2023-10-20T07:00:00Z')
    post('reminder', 'reminder:', ':SN:-5:', SAXONY)
    post('reminder-returned', 'reminder:', ':BY:-5:', BAVARIA)
    await says('remind-preview', SECRETARIAT, 'erinnern R-1/2023 für SN')
    await says('reminded', SECRETARIAT, 'erinnern R-1/2023 für SN jetzt')
    post('reminder-by-hand', 'reminder:', ':SN:nudge', SAXONY)
    await says('snoozed', SAXONY, 'zurückstellen R-1/2023 bis 24.10.2023 "Das Kabinett tagt."')
    post('snooze-list', 'reminder:', ':list:paused')
    await session.turnTo('2023-10-30T08:00:00Z')
    post('reminder-deputy', 'reminder:', ':SN:1:', SAXONY_TOO)
    await says('overdue', SECRETARIAT, 'berichte überfällig')
    await session.turnTo('2023-11-02T08:00:00Z')
    post('reminder-head', 'reminder:', ':SN:2:', head('SN'))
    post('reminder-list', 'reminder:', ':list:3:')
    await says('receipt-late', BAVARIA, 'melden aufenthalt.live=12')
    card('card-overdue')
    await says('rounds-open', SECRETARIAT, 'berichte')
    await says('close-unseen', SECRETARIAT, 'runde schließen R-1/2023')

    await says('closed', SECRETARIAT, 'runde schließen R-1/2023 trotzdem')
    card('card-closed')
    post('notice-closed', ':round-closed:')
    post('offer-closed', ':offer:SN:', SAXONY)
    await says('report-closed', SAXONY, `melden R-1/2023 ${LINE}`)
    await says('accept-closed', SECOND, 'annehmen R-1/2023 BY')
    await says('round-closed', SAXONY, 'berichte R-1/2023')
    await says('rounds-closed', SAXONY, 'berichte')
    expect(session.defects).toEqual([])
  })
})

describe('every file of this folder', () => {
  it('is still read', () => {
    expect(files.leftOver()).toEqual([])
  })
})
