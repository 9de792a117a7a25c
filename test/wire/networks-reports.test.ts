// Minutes of a reporting round whose people are on two networks: what is begun, reported and sent back in one is gone on with in the other; leaves each network's own story to slack-reports.test.ts and matrix-reports.test.ts.
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { conveneInMatrix, type MatrixSession } from '../support/matrix-session.ts'
import { accountOf, slackCouncil } from '../support/slack-council.ts'
import type { Desk } from '../support/slack-desk.ts'

const BUND = { slack: 'T0COUNCIL' }
/** Of each pair the first is in Slack, the second in Matrix; the member of Bavaria is in both. */
const [SECRETARIAT, SECOND] = ['geschaeftsstelle-1', 'geschaeftsstelle-2']
const [HESSE, HESSE_TOO] = ['mitglied-he', 'vertretung-he']
const BAVARIA = 'mitglied-by'
const OFFICE = 'geschaeftsstelle'
const IN_SLACK = [SECRETARIAT, HESSE, BAVARIA]
const REASON = 'Die Zahl der zuständigen Stellen ist die von Bayern.'

const council = slackCouncil(BUND, {
  accounts: (person) =>
    IN_SLACK.includes(person) ? [{ connection: 'slack', id: accountOf(person) }] : [],
}).replace('owed: laender', 'owed: [HE, BY]')

let session: MatrixSession
let desk: Desk

describe('A round on two networks', () => {
  beforeAll(async () => {
    const inMatrix = [SECOND, HESSE_TOO, BAVARIA] as const
    session = await conveneInMatrix('2023-09-25T07:00:00Z', council, [...inMatrix], BUND)
    desk = session.desk()
    await session.turnTo('2023-10-06T06:00:00Z')
  })
  afterAll(() => session.adjourn())

  it('asks each where they are, and who is in both in both', async () => {
    await desk.sees(HESSE, 'dm', 'Ihre Meldung für Hessen', '[Melden …]')
    await session.sees(HESSE_TOO, 'own', 'Ihre Meldung für Hessen', 'melden R-1/2023 für HE')
    await desk.sees(BAVARIA, 'dm', 'Ihre Meldung für Bayern')
    await session.sees(BAVARIA, 'own', 'Ihre Meldung für Bayern')
    await desk.sees(SECRETARIAT, OFFICE, 'Es fehlen 2: Bayern und Hessen')
    await session.sees(SECOND, OFFICE, 'Es fehlen 2: Bayern und Hessen')
  })

  it('goes on in Matrix with what was begun in Slack, and is reported there after a restart', async () => {
    expect(await desk.presses(HESSE, 'Melden …')).toContain('Meldung HE (1/3)')
    await desk.fills(HESSE, { 'q1-1-responsible': '430', 'q1-1-live': '212' })
    const taken = await session.says(HESSE_TOO, 'melden', 'Meldung HE (1/3)')
    expect(taken).toContain('Eingetragen ist der Entwurf von: Mitglied Hessen.')
    expect(taken).toContain('Jetzt steht da: 430')
    await session.says(HESSE_TOO, 'letzte', '(12 von 12)')
    await session.restart()
    await session.says(HESSE_TOO, 'weiter', 'Meldung HE (2/3)')
    await session.says(HESSE_TOO, 'abbrechen', 'Abgebrochen')
    // the first step was kept in Slack, the second is gone on with there
    expect(await desk.fills(HESSE, {})).toContain('Meldung HE (3/3)')
    const filled = { q2: 'yes', q3: 'no', q5: 'In 12 Kreisen begonnen', what: 'file' }
    expect(await desk.fills(HESSE, filled)).toContain('Gemeldet: Hessen, R-1/2023, Fassung 1')
    await session.sees(HESSE_TOO, 'own', 'Gemeldet: R-1/2023-HE-1', 'Neu melden')
    for (const line of ['Es fehlt 1: Bayern', 'Anzusehen: Hessen']) {
      await desk.sees(SECRETARIAT, OFFICE, line)
      await session.sees(SECOND, OFFICE, line)
    }
  })

  it('is sent back in Matrix: whoever reported it reads the reason in Slack, and the card says so in both', async () => {
    const look = await session.says(SECOND, 'berichte R-1/2023 für HE', 'Meldung von Hessen')
    expect(look).toContain('In 12 Kreisen begonnen')
    await session.says(SECOND, `zurückgeben R-1/2023 HE "${REASON}"`, 'Zurückgegeben: Fassung 1')
    await desk.sees(HESSE, 'dm', 'Zurückgegeben: Fassung 1 von Hessen', REASON, '[Neu melden …]')
    await session.sees(HESSE_TOO, 'own', 'Zurückgegeben: Fassung 1 von Hessen', REASON)
    await desk.sees(SECRETARIAT, OFFICE, 'zurückgegeben (1): Hessen')
    await session.sees(SECOND, OFFICE, 'zurückgegeben (1): Hessen')
  })

  it('is reported anew in Matrix with what changed, and accepted in Slack', async () => {
    const anew = await session.says(
      HESSE_TOO,
      'melden einbuergerung.zuständige-stellen=421',
      'Fassung 2',
    )
    expect(anew).toContain('Einbürgerung: zuständige Stellen: 430 → 421')
    await desk.sees(HESSE, 'dm', 'Gemeldet: R-1/2023-HE-2')
    // who looked at the first version says nothing of the second
    expect(await desk.presses(SECRETARIAT, 'Ansehen: HE', OFFICE)).toContain('R-1/2023-HE-2')
    expect(await desk.presses(SECRETARIAT, 'Annehmen', OFFICE)).toContain(
      'Angenommen: Fassung 2 von Hessen',
    )
    await session.sees(HESSE_TOO, 'own', 'Angenommen: Fassung 2 von Hessen')
    await session.says(SECOND, 'annehmen R-1/2023 HE', 'Fassung 2 von Hessen ist schon angenommen')
  })

  it('reminds who is in both on both, once on each, and on neither when one of them has reported', async () => {
    await session.turnTo('2023-10-20T07:00:00Z')
    await desk.sees(BAVARIA, 'dm', 'Erinnerung: Bayern', 'noch 5 Arbeitstage')
    await session.sees(BAVARIA, 'own', 'Erinnerung: Bayern', 'noch 5 Arbeitstage')
    await session.says(
      BAVARIA,
      'melden einbuergerung=500,20 koordination=ja taskforce=ja',
      'R-1/2023-BY-1',
    )
    await desk.sees(BAVARIA, 'dm', 'Gemeldet: R-1/2023-BY-1')
    await session.turnTo('2023-10-27T07:00:00Z')
    await desk.sees(SECRETARIAT, OFFICE, 'Alle haben gemeldet.')
    expect(reminders(desk.looksAt(BAVARIA, 'dm'))).toBe(1)
    expect(reminders(await session.looksAt(BAVARIA, 'own'))).toBe(1)
    expect(reminders(desk.looksAt(HESSE, 'dm'))).toBe(0)
    expect(reminders(await session.looksAt(HESSE_TOO, 'own'))).toBe(0)
  })

  it('every post stands once on each network', async () => {
    expect(session.defects).toEqual([])
    for (const [where, person] of [
      ['dm', HESSE],
      ['dm', BAVARIA],
      [OFFICE, SECRETARIAT],
    ] as const) {
      const marks = desk.marks(where, person)
      expect(new Set(marks).size).toBe(marks.length)
    }
    for (const person of [HESSE_TOO, BAVARIA]) {
      const said = session.told(person, await session.ownRoom(person))
      expect(said.filter((body) => body.startsWith('Ihre Meldung für'))).toHaveLength(1)
    }
    const filed = await session.rows('SELECT party, version FROM filing ORDER BY party, version')
    expect(filed.map(({ party, version }) => `${party} ${version}`)).toEqual([
      'BY 1',
      'HE 1',
      'HE 2',
    ])
  })
})

const reminders = (words: string) => words.split('Erinnerung: ').length - 1
