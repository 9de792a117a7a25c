// Minutes of a reporting round in Slack: the interim report before the 42nd session, from its opening to its closing, each step by what the channels and the conversations show; leaves what is counted and stored to the core's own minutes.
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { accountOf, headOf, slackCouncil } from '../support/slack-council.ts'
import type { Desk } from '../support/slack-desk.ts'
import { conveneInSlack, type SlackSession } from '../support/slack-session.ts'

const BUND = { 'slack-bund': 'T0COUNCIL' }
const [SECRETARIAT, SECOND, CHAIR] = ['geschaeftsstelle-1', 'geschaeftsstelle-2', 'vorsitz']
const [HESSE, HESSE_TOO, BAVARIA] = ['mitglied-he', 'vertretung-he', 'mitglied-by']
const [SAXONY, SAXONY_TOO] = ['mitglied-sn', 'vertretung-sn']
const [THURINGIA, THURINGIA_TOO, THURINGIA_HEAD] = ['mitglied-th', 'vertretung-th', headOf('TH')]
const LAENDER = [HESSE, HESSE_TOO, BAVARIA, SAXONY, SAXONY_TOO, THURINGIA, THURINGIA_TOO]
/** Those of the council whom these minutes need: Slack's pace is 50 edits in a minute. */
const PRESENT = [SECRETARIAT, SECOND, CHAIR, 'mitglied-bund', ...LAENDER, THURINGIA_HEAD]
const OFFICE = 'geschaeftsstelle'
const LINE = 'einbuergerung=430,212,61,40,3,18000 aufenthalt=430,0 koordination=ja taskforce=nein'
const REASON = 'Das sind die Zahlen von <@U0MITGLIEDHE>.'

const council = slackCouncil(BUND, {
  accounts: (person) =>
    PRESENT.includes(person) ? [{ connection: 'slack-bund', id: accountOf(person) }] : [],
  heads: ['TH'],
}).replace('owed: laender', 'owed: [HE, BY, SN, TH]')

let session: SlackSession
let desk: Desk

describe('The round before the 42nd session in Slack', () => {
  beforeAll(async () => {
    session = await conveneInSlack('2023-09-25T07:00:00Z', council, BUND)
    desk = session.desk
  })
  afterAll(() => session.adjourn())

  it('opens by itself: the card stands before the secretariat, and only who owes is asked, privately', async () => {
    expect(await desk.types(SECRETARIAT, 'berichte')).toContain('noch keine Berichtsrunde')
    await session.turnTo('2023-10-06T06:00:00Z')
    await desk.sees(SECRETARIAT, OFFICE, 'Runde R-1/2023', 'zur 42. Sitzung')
    expect(desk.looksAt(SECRETARIAT, OFFICE)).toContain('Es fehlen 4: ')
    for (const person of LAENDER) {
      await desk.sees(person, 'dm', 'Ihre Meldung für', 'Noch nicht gemeldet', '[Melden …]')
    }
    expect(desk.looksAt(HESSE, 'dm')).toContain('27. Oktober 2023, 24:00 Uhr')
    expect(desk.looksAt(HESSE, 'dm')).toContain('steht als „nicht berichtet“ im Bericht')
    expect(desk.looksAt(HESSE, 'dm')).not.toContain('Bayern')
    for (const person of [CHAIR, 'mitglied-bund', THURINGIA_HEAD]) {
      expect(desk.looksAt(person, 'dm')).toBe('')
    }
  })

  it('is reported by a form in steps: a fault stands at its field, and what is not finished is kept as a draft', async () => {
    expect(await desk.presses(HESSE, 'Melden …')).toContain('Meldung HE (1/3)')
    const fault = await desk.fills(HESSE, { 'q1-1-responsible': '430', 'q1-1-live': '431' })
    expect(fault).toContain('„live + im Rollout“ (431) kann nicht mehr sein als')
    expect(Object.keys(desk.form(HESSE).errors ?? {})).toEqual(['q1-1-live'])
    const second = await desk.fills(HESSE, { 'q1-1-responsible': '430', 'q1-1-live': '212' })
    expect(second).toContain('Meldung HE (2/3)')
    expect(await desk.fills(HESSE, {})).toContain('Meldung HE (3/3)')
    const kept = await desk.fills(HESSE, { q2: 'yes', q3: 'no', what: 'keep' })
    expect(kept).toContain('Der Entwurf für Hessen in R-1/2023 ist gespeichert')
    expect(desk.looksAt(HESSE, 'dm')).toContain('Noch nicht gemeldet')
    expect(desk.looksAt(SECRETARIAT, OFFICE)).toContain('Es fehlen 4: ')
  })

  it('the deputy takes up the draft and reports: the receipt has number and checksum, and both see that it is done', async () => {
    const first = await desk.presses(HESSE_TOO, 'Melden …')
    expect(first).toContain('Eingetragen ist der Entwurf von: Mitglied Hessen.')
    expect(first).toContain('[212]')
    await desk.fills(HESSE_TOO, {})
    await desk.fills(HESSE_TOO, {})
    const receipt = await desk.fills(HESSE_TOO, { what: 'file' })
    expect(receipt).toContain('Gemeldet: Hessen, R-1/2023, Fassung 1')
    expect(receipt).toContain('R-1/2023-HE-1')
    expect(receipt).toMatch(/Prüfsumme:\W*[0-9a-f]{64}/)
    for (const person of [HESSE, HESSE_TOO]) {
      await desk.sees(person, 'dm', 'Gemeldet: R-1/2023-HE-1', '[Neu melden …]')
    }
    await desk.sees(SECOND, OFFICE, 'Es fehlen 3: Bayern, Sachsen und Thüringen')
    expect(await desk.presses(HESSE, 'Neu melden …')).toContain('Eingetragen ist Fassung 1.')
  })

  it('is reported by one command: all faults are said at once, and nobody else reads figures or receipt', async () => {
    const wrong = await desk.types(BAVARIA, 'melden R-1/2023 einbuergerung=430,431 koordination=ja')
    expect(wrong).toContain('Nichts ist gespeichert')
    expect(wrong).toContain('kann nicht mehr sein als')
    expect(wrong).toContain('Regionale OZG-Taskforce eingerichtet: Diese Angabe fehlt.')
    const receipt = await desk.types(BAVARIA, `melden R-1/2023 ${LINE}`)
    expect(receipt).toContain('R-1/2023-BY-1')
    await desk.sees(SECRETARIAT, OFFICE, 'Es fehlen 2: Sachsen und Thüringen')
    expect(desk.looksAt(CHAIR, 'umlauf')).toBe('')
    expect(await desk.says(SAXONY, 'berichte R-1/2023 für BY')).toContain(
      'nur für die Geschäftsstelle',
    )
    const status = await desk.says(SAXONY, 'berichte R-1/2023')
    expect(status).toContain('Es fehlen 2: Sachsen und Thüringen')
    expect(status).not.toContain('212')
  })

  it('five working days before the end reminds only who is missing, with the form itself, and the deputy of who is away', async () => {
    expect(await desk.says(SAXONY, 'abwesend von 18.10.2023 bis 24.10.2023')).toContain(
      'Vertretung Sachsen',
    )
    await session.turnTo('2023-10-20T06:59:00Z')
    expect([THURINGIA, SAXONY_TOO].map(reminders)).toEqual([0, 0])
    await session.turnTo('2023-10-20T07:00:00Z')
    for (const person of [THURINGIA, SAXONY_TOO]) {
      await desk.sees(person, 'dm', 'Erinnerung: ', 'noch 5 Arbeitstage', 'nicht berichtet')
    }
    expect(desk.looksAt(SAXONY_TOO, 'dm')).toContain('als Vertretung')
    expect([HESSE, HESSE_TOO, BAVARIA, SAXONY, THURINGIA_TOO].map(reminders)).toEqual([
      0, 0, 0, 0, 0,
    ])
    expect(await desk.presses(THURINGIA, 'Melden …')).toContain('Meldung TH (1/3)')
  })

  it('a reminder can be put off, with a day and a reason that the secretariat reads', async () => {
    expect(await desk.presses(SAXONY_TOO, 'Später erinnern …')).toContain(
      'Erinnerung zurückstellen',
    )
    expect(await desk.fills(SAXONY_TOO, { until: '30.10.2023', reason: 'Zu spät.' })).toContain(
      'spätestens Freitag, 27. Oktober 2023',
    )
    const reason = 'Die Kreise melden am 25. Oktober.'
    expect(await desk.fills(SAXONY_TOO, { until: '26.10.2023', reason })).toContain(
      'Zurückgestellt: Sachsen',
    )
    await desk.sees(SECRETARIAT, OFFICE, 'Zurückgestellt von Vertretung Sachsen', reason)
  })

  it('is looked at by the secretariat: one is accepted, one sent back with its reason, and counts as missing', async () => {
    const look = await desk.presses(SECRETARIAT, 'Ansehen: BY', OFFICE)
    expect(look).toContain('Einbürgerung: live  212')
    expect(await desk.presses(SECRETARIAT, 'Zurückgeben …', OFFICE)).toContain(
      'Meldung BY zurückgeben',
    )
    expect(await desk.fills(SECRETARIAT, { reason: REASON })).toContain(
      `Zurückgegeben: Fassung 1 von Bayern in R-1/2023. Grund: ${REASON}`,
    )
    await desk.sees(BAVARIA, 'dm', 'Zurückgegeben', REASON)
    expect(await desk.types(SECOND, 'annehmen R-1/2023 HE', OFFICE)).toContain(
      'Angenommen: Fassung 1 von Hessen',
    )
    await desk.sees(HESSE, 'dm', 'Angenommen')
    await desk.sees(SECRETARIAT, OFFICE, 'Es fehlen 3: Bayern, Sachsen und Thüringen')
  })

  it('reminds whom it was sent back to of the next stage, not of the one that had passed, and says why', async () => {
    expect(reminders(BAVARIA)).toBe(0)
    await session.turnTo('2023-10-25T07:00:00Z')
    await desk.sees(BAVARIA, 'dm', 'Erinnerung: ', 'noch 2 Arbeitstage')
    expect(desk.looksAt(BAVARIA, 'dm').split('Erinnerung: ')[1]).toContain(REASON)
    await desk.sees(THURINGIA, 'dm', 'noch 2 Arbeitstage')
    const all = [HESSE, HESSE_TOO, BAVARIA, SAXONY, SAXONY_TOO, THURINGIA]
    expect(all.map(reminders)).toEqual([0, 0, 1, 0, 1, 2])
    const anew = await desk.types(BAVARIA, 'melden einbuergerung.live=230')
    expect(anew).toContain('Fassung 2')
    expect(anew).toContain('Einbürgerung: live: 212 → 230')
    await desk.sees(SECRETARIAT, OFFICE, 'Es fehlen 2: Sachsen und Thüringen')
  })

  it('on the day that was asked for reminds the member who is back; the secretariat reminds by hand whom it saw before', async () => {
    await session.turnTo('2023-10-26T07:00:00Z')
    await desk.sees(SAXONY, 'dm', 'Erinnerung: Sachsen', 'noch 1 Arbeitstag')
    expect(await desk.says(SAXONY, `melden ${LINE}`)).toContain('R-1/2023-SN-1')
    const preview = await desk.types(SECRETARIAT, 'erinnern R-1/2023', OFFICE)
    expect(preview).toContain('Thüringen: Mitglied Thüringen')
    expect(preview).not.toContain('Sachsen')
    expect(reminders(THURINGIA)).toBe(2)
    expect(await desk.presses(SECRETARIAT, 'Jetzt erinnern', OFFICE)).toContain(
      'Erinnert: Thüringen: Mitglied Thüringen',
    )
    await desk.sees(THURINGIA, 'dm', 'Die Geschäftsstelle erinnert.')
  })

  it('after the end asks the deputy, then the head of the office, then lists for the secretariat who is overdue', async () => {
    await session.turnTo('2023-10-30T08:00:00Z')
    await desk.sees(THURINGIA_TOO, 'dm', 'Sie erhalten diese Erinnerung als Vertretung.')
    expect(await desk.types(SECRETARIAT, 'berichte überfällig', OFFICE)).toMatch(
      /Thüringen: .*seit 1 Arbeitstag überfällig/,
    )
    expect(await desk.types(SECRETARIAT, 'berichte', OFFICE)).toContain('3 von 4 gemeldet')
    // the 31st is a holiday in Thüringen
    await session.turnTo('2023-11-01T07:59:00Z')
    expect(desk.looksAt(THURINGIA_HEAD, 'dm')).toBe('')
    await session.turnTo('2023-11-01T08:00:00Z')
    await desk.sees(THURINGIA_HEAD, 'dm', 'Erinnerung: Thüringen', 'War fällig: ')
    expect(desk.looksAt(THURINGIA_HEAD, 'dm')).not.toContain('[Melden …]')
    await session.turnTo('2023-11-02T08:00:00Z')
    await desk.sees(
      SECRETARIAT,
      OFFICE,
      'Wer noch fehlt: ',
      'Thüringen – zuletzt erinnert: Leitung',
    )
  })

  it('is closed by statement, once everything was looked at: all see the figures, and who has not reported', async () => {
    const unseen = await desk.presses(SECRETARIAT, 'Runde schließen', OFFICE)
    expect(unseen).toContain('Noch nicht angesehen: Bayern und Sachsen')
    for (const party of ['BY', 'SN']) {
      expect(await desk.types(SECOND, `annehmen ${party}`, OFFICE)).toContain('Angenommen')
    }
    const closed = await desk.presses(SECRETARIAT, 'Runde schließen', OFFICE)
    expect(closed).toContain('Gemeldet haben 3 von 4. Nicht berichtet: Thüringen')
    await desk.sees(CHAIR, 'umlauf', 'Geschlossen: ', 'Nicht berichtet: Thüringen')
    expect(await desk.says(THURINGIA, `melden R-1/2023 ${LINE}`)).toContain('geschlossen')
    await desk.sees(THURINGIA, 'dm', 'Die Runde ist geschlossen.')
    const shown = await desk.says(THURINGIA, 'berichte R-1/2023')
    expect(shown).toContain('654 von 1.290')
    expect(shown).toContain('Nicht berichtet: Thüringen')
    const pictures = ['Balken', 'Karte'].map((name) => `[file: Zwischenstand-R-1-2023-${name}.png]`)
    await desk.sees(CHAIR, 'umlauf', ...pictures)
    const tables = ['md', 'csv', 'xlsx'].map((end) => `[file: Zwischenstand-R-1-2023.${end}]`)
    await desk.sees(THURINGIA, 'dm', ...pictures, ...tables)
  })

  it('every post stands once, and Slack was sent nothing that it refuses', async () => {
    expect(session.defects).toEqual([])
    session.inspect()
    for (const person of PRESENT) {
      const marks = desk.marks('dm', person)
      expect(new Set(marks).size).toBe(marks.length)
    }
    for (const place of ['umlauf', OFFICE] as const) {
      const marks = desk.marks(place)
      expect(new Set(marks).size).toBe(marks.length)
    }
    const versions = ['BY 1', 'BY 2', 'HE 1', 'SN 1']
    const filed = await session.rows('SELECT party, version FROM filing ORDER BY party, version')
    expect(filed.map(({ party, version }) => `${party} ${version}`)).toEqual(versions)
  })
})

/** How many reminders stand in somebody's conversation. */
function reminders(person: string): number {
  return desk.looksAt(person, 'dm').split('Erinnerung: ').length - 1
}
