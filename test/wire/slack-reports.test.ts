// Minutes of a reporting round in Slack: the interim report before the 42nd session, from its opening to its closing, each step by what the channels and the conversations show; leaves what is counted and stored to the core's own minutes.
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { accountOf, slackCouncil } from '../support/slack-council.ts'
import type { Desk } from '../support/slack-desk.ts'
import { conveneInSlack, type SlackSession } from '../support/slack-session.ts'

const BUND = { 'slack-bund': 'T0COUNCIL' }
const [SECRETARIAT, SECOND, CHAIR] = ['geschaeftsstelle-1', 'geschaeftsstelle-2', 'vorsitz']
const [HESSE, HESSE_TOO, BAVARIA] = ['mitglied-he', 'vertretung-he', 'mitglied-by']
const [SAXONY, THURINGIA, THURINGIA_TOO] = ['mitglied-sn', 'mitglied-th', 'vertretung-th']
const LAENDER = [HESSE, HESSE_TOO, BAVARIA, SAXONY, THURINGIA, THURINGIA_TOO]
/** Those of the council whom these minutes need: Slack's pace is 50 edits in a minute. */
const PRESENT = [SECRETARIAT, SECOND, CHAIR, 'mitglied-bund', ...LAENDER]
const LINE = 'einbuergerung=430,212,61,40,3,18000 aufenthalt=430,0 koordination=ja taskforce=nein'

const council = slackCouncil(BUND, {
  accounts: (person) =>
    PRESENT.includes(person) ? [{ connection: 'slack-bund', id: accountOf(person) }] : [],
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
    await desk.sees(SECRETARIAT, 'geschaeftsstelle', 'Runde R-1/2023', 'zur 42. Sitzung')
    expect(desk.looksAt(SECRETARIAT, 'geschaeftsstelle')).toContain('Es fehlen 4: ')
    for (const person of LAENDER) {
      await desk.sees(person, 'dm', 'Ihre Meldung für', 'Noch nicht gemeldet', '[Melden …]')
    }
    expect(desk.looksAt(HESSE, 'dm')).toContain('27. Oktober 2023, 24:00 Uhr')
    expect(desk.looksAt(HESSE, 'dm')).not.toContain('Bayern')
    for (const person of [CHAIR, 'mitglied-bund']) expect(desk.looksAt(person, 'dm')).toBe('')
    console.log(
      desk.looksAt(SECRETARIAT, 'geschaeftsstelle'),
      desk.looksAt(HESSE, 'dm'),
      desk.looksAt(HESSE, 'umlauf'),
    )
  })

  it('is reported by a form in steps: a fault stands at its field, and what is not finished is kept as a draft', async () => {
    expect(await desk.presses(HESSE, 'Melden …')).toContain('Meldung HE (1/3)')
    const fault = await desk.fills(HESSE, { 'q1-1-responsible': '430', 'q1-1-live': '431' })
    console.log('FAULT', fault)
    expect(fault).toContain('kann nicht mehr sein als')
    expect(Object.keys(desk.form(HESSE).errors ?? {})).toEqual(['q1-1-live'])
    const second = await desk.fills(HESSE, { 'q1-1-responsible': '430', 'q1-1-live': '212' })
    expect(second).toContain('Meldung HE (2/3)')
    expect(await desk.fills(HESSE, {})).toContain('Meldung HE (3/3)')
    console.log(desk.form(HESSE).blocks.map((b) => b['block_id']))
    const kept = await desk.fills(HESSE, { q2: 'yes', q3: 'no', what: 'keep' })
    console.log('KEPT', kept)
    expect(kept).toContain('Der Entwurf für Hessen in R-1/2023 ist gespeichert')
    expect(desk.looksAt(HESSE, 'dm')).toContain('Noch nicht gemeldet')
    expect(desk.looksAt(SECRETARIAT, 'geschaeftsstelle')).toContain('Es fehlen 4: ')
  })

  it('the deputy takes up the draft and reports: the receipt has number and checksum, and both see that it is done', async () => {
    const first = await desk.presses(HESSE_TOO, 'Melden …')
    expect(first).toContain('Ihr Entwurf')
    expect(first).toContain('[212]')
    console.log(first)
    await desk.fills(HESSE_TOO, {})
    await desk.fills(HESSE_TOO, {})
    const receipt = await desk.fills(HESSE_TOO, { what: 'file' })
    console.log('RECEIPT', receipt)
    expect(receipt).toContain('Gemeldet: Hessen, R-1/2023, Fassung 1')
    expect(receipt).toContain('R-1/2023-HE-1')
    expect(receipt).toMatch(/Prüfsumme:\W*[0-9a-f]{16}/)
    for (const person of [HESSE, HESSE_TOO]) {
      await desk.sees(person, 'dm', 'Gemeldet: R-1/2023-HE-1', '[Neu melden …]')
    }
    await desk.sees(SECOND, 'geschaeftsstelle', 'Es fehlen 3: Bayern, Sachsen und Thüringen')
  })

  it('is reported by one command: all faults are said at once, and nobody else reads figures or receipt', async () => {
    const wrong = await desk.types(BAVARIA, 'melden R-1/2023 einbuergerung=430,431 koordination=ja')
    console.log('WRONG', wrong)
    expect(wrong).toContain('Nichts ist gespeichert')
    expect(wrong).toContain('kann nicht mehr sein als')
    expect(wrong).toContain('Diese Angabe fehlt')
    const receipt = await desk.types(BAVARIA, `melden R-1/2023 ${LINE}`)
    expect(receipt).toContain('R-1/2023-BY-1')
    await desk.sees(SECRETARIAT, 'geschaeftsstelle', 'Es fehlen 2: Sachsen und Thüringen')
    expect(desk.looksAt(CHAIR, 'umlauf')).toBe('')
    expect(await desk.says(SAXONY, 'berichte R-1/2023 für BY')).toContain(
      'nur für die Geschäftsstelle',
    )
    const status = await desk.says(SAXONY, 'berichte R-1/2023')
    console.log('STATUS', status)
    expect(status).toContain('Es fehlen 2: Sachsen und Thüringen')
    expect(status).not.toContain('212')
  })

  it('five working days before the end reminds only who is missing, with the form itself', async () => {
    await session.turnTo('2023-10-20T06:59:00Z')
    expect(reminders(SAXONY)).toBe(0)
    await session.turnTo('2023-10-20T07:00:00Z')
    for (const person of [SAXONY, THURINGIA]) {
      await desk.sees(person, 'dm', 'Erinnerung: ', 'noch 5 Arbeitstage', 'nicht berichtet')
    }
    console.log(
      desk.looksAt(SAXONY, 'dm'),
      desk.marks('dm', SAXONY),
      desk.looksAt(THURINGIA_TOO, 'dm'),
    )
    expect([HESSE, HESSE_TOO, BAVARIA].map(reminders)).toEqual([0, 0, 0])
    expect(await desk.presses(SAXONY, 'Melden …')).toContain('Meldung SN (1/3)')
    expect(await desk.says(SAXONY, `melden ${LINE}`)).toContain('R-1/2023-SN-1')
  })

  it('is looked at by the secretariat: one is accepted, one sent back with its reason, and counts as missing', async () => {
    const look = await desk.presses(SECRETARIAT, 'Ansehen: Bayern', 'geschaeftsstelle')
    console.log('LOOK', look)
    expect(look).toContain('212')
    expect(await desk.presses(SECRETARIAT, 'Zurückgeben …', 'geschaeftsstelle')).toContain(
      'Meldung BY zurückgeben',
    )
    const reason = 'Das sind die Zahlen von <@U0MITGLIEDHE>.'
    console.log('RETURN', await desk.fills(SECRETARIAT, { reason }))
    await desk.sees(BAVARIA, 'dm', 'Zurückgegeben', 'Das sind die Zahlen von <@U0MITGLIEDHE>.')
    expect(await desk.types(SECOND, 'annehmen R-1/2023 HE', 'geschaeftsstelle')).toContain(
      'Angenommen: Fassung 1 von Hessen',
    )
    await desk.sees(HESSE, 'dm', 'Angenommen')
    await desk.sees(SECRETARIAT, 'geschaeftsstelle', 'Es fehlen 2: Bayern und Thüringen')
  })

  it('reminds whom it was sent back to again, but nobody who has reported; reported anew, it says what changed', async () => {
    await session.turnTo('2023-10-25T07:00:00Z')
    await desk.sees(BAVARIA, 'dm', 'Erinnerung: ', 'noch 2 Arbeitstage')
    await desk.sees(THURINGIA, 'dm', 'noch 2 Arbeitstage')
    expect([HESSE, HESSE_TOO, BAVARIA, SAXONY, THURINGIA].map(reminders)).toEqual([0, 0, 1, 1, 2])
    const anew = await desk.types(BAVARIA, 'melden einbuergerung.live=230')
    console.log('ANEW', anew)
    expect(anew).toContain('Fassung 2')
    expect(anew).toContain('Einbürgerung: live: 212 → 230')
    await desk.sees(SECRETARIAT, 'geschaeftsstelle', 'Es fehlen 1: Thüringen')
  })

  it('after the end asks the deputy, then lists for the secretariat who is overdue', async () => {
    await session.turnTo('2023-10-30T08:00:00Z')
    await desk.sees(THURINGIA_TOO, 'dm', 'Sie erhalten diese Erinnerung als Vertretung.')
    expect(await desk.types(SECRETARIAT, 'berichte überfällig', 'geschaeftsstelle')).toMatch(
      /Thüringen: .*seit 1 Arbeitstag überfällig/,
    )
    expect(await desk.types(SECRETARIAT, 'berichte', 'geschaeftsstelle')).toContain(
      '3 von 4 gemeldet',
    )
    await session.turnTo('2023-11-02T08:00:00Z')
    console.log(
      desk.looksAt(SECRETARIAT, 'geschaeftsstelle'),
      desk.looksAt(SECRETARIAT, 'dm'),
      desk.marks('geschaeftsstelle'),
      desk.marks('dm', THURINGIA),
      desk.marks('dm', THURINGIA_TOO),
    )
    await desk.sees(SECRETARIAT, 'geschaeftsstelle', 'Es fehlen noch: ', 'Thüringen – erinnert')
  })

  it('is closed by statement, once everything was looked at: all see the figures, and who has not reported', async () => {
    const unseen = await desk.presses(SECRETARIAT, 'Runde schließen', 'geschaeftsstelle')
    console.log('UNSEEN', unseen)
    expect(unseen).toContain('Noch nicht angesehen')
    for (const party of ['BY', 'SN']) {
      expect(await desk.types(SECOND, `annehmen ${party}`, 'geschaeftsstelle')).toContain(
        'Angenommen',
      )
    }
    const closed = await desk.presses(SECRETARIAT, 'Runde schließen', 'geschaeftsstelle')
    console.log('CLOSED', closed)
    expect(closed).toContain('Gemeldet haben 3 von 4. Nicht berichtet: Thüringen')
    await desk.sees(CHAIR, 'umlauf', 'Geschlossen: ', 'Nicht berichtet: Thüringen')
    expect(await desk.says(THURINGIA, `melden R-1/2023 ${LINE}`)).toContain('geschlossen')
    await desk.sees(THURINGIA, 'dm', 'Die Runde ist geschlossen.')
    const shown = await desk.says(THURINGIA, 'berichte R-1/2023')
    console.log('SHOWN', shown)
    expect(shown).toContain('654 von 1.290')
  })

  it('every post stands once, and Slack was sent nothing that it refuses', async () => {
    expect(session.defects).toEqual([])
    session.inspect()
    for (const person of PRESENT) {
      const marks = desk.marks('dm', person)
      expect(new Set(marks).size).toBe(marks.length)
    }
    for (const place of ['umlauf', 'geschaeftsstelle'] as const) {
      const marks = desk.marks(place)
      expect(new Set(marks).size).toBe(marks.length)
    }
    expect(await session.rows('SELECT party, version FROM filing ORDER BY party, version')).toEqual(
      [
        ['BY', 1],
        ['BY', 2],
        ['HE', 1],
        ['SN', 1],
      ].map(([party, version]) => ({ party, version })),
    )
  })
})

/** How many reminders stand in somebody's conversation. */
function reminders(person: string): number {
  return desk.looksAt(person, 'dm').split('Erinnerung: ').length - 1
}
