// Minutes of a reporting round in Matrix: the interim report before the 42nd session, by what encrypted clients read and type, with a bot that stops in the middle of a form; leaves what is counted and stored to the core's own minutes.
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { conveneInMatrix, type MatrixSession } from '../support/matrix-session.ts'
import { headOf, slackCouncil } from '../support/slack-council.ts'

const [SECRETARIAT, CHAIR] = ['geschaeftsstelle-1', 'vorsitz']
const [HESSE, HESSE_TOO, BAVARIA, THURINGIA] = [
  ...['mitglied-he', 'vertretung-he', 'mitglied-by', 'mitglied-th'],
] as const
const THURINGIA_HEAD = headOf('TH')
const OFFICE = 'geschaeftsstelle'
const LINE = 'einbuergerung=430,212,61,40,3,18000 aufenthalt=430,0 koordination=ja taskforce=nein'
const REASON = 'Das sind die Zahlen von <b>Hessen</b>.'

const council = slackCouncil({}, { accounts: () => [], heads: ['TH'] }).replace(
  'owed: laender',
  'owed: [HE, BY, TH]',
)

let session: MatrixSession
const says: MatrixSession['says'] = (...what) => session.says(...what)
const sees: MatrixSession['sees'] = (...what) => session.sees(...what)

describe('The round before the 42nd session in Matrix', () => {
  beforeAll(async () => {
    const people = [HESSE, HESSE_TOO, BAVARIA, THURINGIA, THURINGIA_HEAD, CHAIR] as const
    session = await conveneInMatrix('2023-09-25T07:00:00Z', council, [SECRETARIAT, ...people])
  })
  afterAll(() => session.adjourn())

  it('opens by itself: the card stands before the secretariat, and only who owes is asked, in their own room', async () => {
    await says(SECRETARIAT, 'berichte', 'noch keine Berichtsrunde')
    await session.turnTo('2023-10-06T06:00:00Z')
    await sees(SECRETARIAT, OFFICE, 'Runde R-1/2023', 'zur 42. Sitzung', 'Es fehlen 3: ')
    for (const [person, party] of [
      [HESSE, 'HE'],
      [HESSE_TOO, 'HE'],
      [BAVARIA, 'BY'],
    ] as const) {
      await sees(person, 'own', 'Ihre Meldung für', `melden R-1/2023 für ${party}`)
    }
    expect(await session.looksAt(HESSE, 'own')).toContain('27. Oktober 2023, 24:00 Uhr')
    for (const person of [CHAIR, THURINGIA_HEAD]) {
      expect(await session.looksAt(person, 'own')).not.toContain('Meldung')
    }
  })

  it('is reported in a dialogue: question by question, back, past what stays, and a fault asked again at its field', async () => {
    const first = await says(HESSE, 'melden R-1/2023 für HE', 'Meldung HE (1/3)')
    expect(first).toContain('Einbürgerung: zuständige Stellen (1 von 12)')
    await says(HESSE, '4x0', 'live (2 von 12)')
    expect(await says(HESSE, 'zurück', '(1 von 12)')).toContain('Jetzt steht da: 4x0')
    await says(HESSE, '430', 'live (2 von 12)')
    await says(HESSE, '431', 'im Rollout (3 von 12)')
    await says(HESSE, 'letzte', 'Aufenthalt: Transaktionen (12 von 12)')
    const fault = await says(HESSE, 'weiter', 'Einbürgerung: live (2 von 12)')
    expect(fault).toContain('„live + im Rollout“ (431) kann nicht mehr sein als')
    expect(fault).toContain('Jetzt steht da: 431')
  })

  it('loses nothing when the bot stops in the middle of a form: what was said meanwhile is the answer to the question that stood', async () => {
    const room = await session.ownRoom(HESSE)
    await session.restart(() =>
      session.memberOf(HESSE).send(room, 'm.room.message', { msgtype: 'm.text', body: '212' }),
    )
    await sees(HESSE, 'own', 'Meldung HE (2/3)', 'Wohngeld: zuständige Stellen (1 von 12)')
    const stopped = await says(HESSE, 'abbrechen', 'Abgebrochen')
    expect(stopped).toContain('von diesen Antworten wurde nichts gespeichert')
    expect(await session.looksAt(SECRETARIAT, OFFICE)).toContain('Es fehlen 3: ')
  })

  it('the deputy takes up the draft, keeps it once more, and the member reports: both see that it is done', async () => {
    const taken = await says(HESSE_TOO, 'melden', 'Meldung HE (1/3)')
    expect(taken).toContain('Eingetragen ist der Entwurf von: Mitglied Hessen.')
    expect(taken).toContain('Jetzt steht da: 430')
    expect(await says(HESSE_TOO, 'weiter', 'live (2 von 12)')).toContain('Jetzt steht da: 212')
    await says(HESSE_TOO, 'letzte', '(12 von 12)')
    await says(HESSE_TOO, 'weiter', 'Meldung HE (2/3)')
    await says(HESSE_TOO, 'letzte', '(12 von 12)')
    await says(HESSE_TOO, 'weiter', 'Meldung HE (3/3)')
    await says(HESSE_TOO, 'letzte', 'Kommunale OZG-Koordination benannt (7 von 12)')
    await says(HESSE_TOO, 'vielleicht', 'Das steht nicht zur Wahl.')
    await says(HESSE_TOO, 'ja', 'Regionale OZG-Taskforce eingerichtet (8 von 12)')
    await says(HESSE_TOO, '2', 'Angeschlossene Fachverfahren (9 von 12)')
    await says(HESSE_TOO, 'letzte', 'Was soll geschehen? (12 von 12)')
    await says(HESSE_TOO, '2', 'Der Entwurf für Hessen in R-1/2023 ist gespeichert')
    expect(await session.looksAt(HESSE, 'own')).toContain('Noch nicht gemeldet')

    await says(HESSE, 'melden', 'Entwurf von: Vertretung Hessen.')
    await says(HESSE, 'letzte', '(12 von 12)')
    await says(HESSE, 'weiter', 'Meldung HE (2/3)')
    await says(HESSE, 'letzte', '(12 von 12)')
    await says(HESSE, 'weiter', 'Meldung HE (3/3)')
    await says(HESSE, 'letzte', 'Was soll geschehen?')
    const receipt = await says(HESSE, 'Melden', 'Gemeldet: Hessen, R-1/2023, Fassung 1')
    expect(receipt).toContain('R-1/2023-HE-1')
    expect(receipt).toMatch(/Prüfsumme: [0-9a-f]{64}/)
    for (const person of [HESSE, HESSE_TOO]) {
      await sees(person, 'own', 'Gemeldet: R-1/2023-HE-1', 'Neu melden')
    }
    await sees(SECRETARIAT, OFFICE, 'Es fehlen 2: Bayern und Thüringen')
  })

  it('is reported by one command: all faults are said at once, and nobody else reads figures or receipt', async () => {
    const line = 'melden R-1/2023 einbuergerung=430,431 koordination=ja'
    const wrong = await says(BAVARIA, line, 'Nichts ist gespeichert')
    expect(wrong).toContain('kann nicht mehr sein als')
    expect(wrong).toContain('Regionale OZG-Taskforce eingerichtet: Diese Angabe fehlt.')
    await says(BAVARIA, `melden R-1/2023 ${LINE}`, 'R-1/2023-BY-1')
    await says(THURINGIA, 'berichte R-1/2023 für BY', 'nur für die Geschäftsstelle')
    const status = await says(THURINGIA, 'berichte R-1/2023', 'Es fehlt 1: Thüringen')
    expect(status).not.toContain('212')
  })

  it('is looked at by the secretariat: one is accepted, one sent back with a reason that is asked for', async () => {
    const look = await says(SECRETARIAT, 'berichte R-1/2023 für BY', 'Meldung von Bayern')
    expect(look).toContain('212')
    expect(look).toContain('annehmen R-1/2023 BY')
    await says(SECRETARIAT, 'zurückgeben R-1/2023 BY', 'Meldung BY zurückgeben')
    await says(SECRETARIAT, REASON, 'Zurückgegeben: Fassung 1 von Bayern in R-1/2023')
    await sees(BAVARIA, 'own', 'Zurückgegeben: Fassung 1 von Bayern', REASON)
    await says(SECRETARIAT, 'annehmen R-1/2023 HE', 'Angenommen: Fassung 1 von Hessen')
    await sees(HESSE, 'own', 'Angenommen: Fassung 1 von Hessen')
    await sees(SECRETARIAT, OFFICE, 'Es fehlen 2: Bayern und Thüringen')
  })

  it('reminds only who is missing; the words below the reminder count as such, though a form stands open', async () => {
    await says(THURINGIA, 'melden', 'Meldung TH (1/3)')
    await session.turnTo('2023-10-25T07:00:00Z')
    await sees(BAVARIA, 'own', 'Erinnerung: Bayern', 'noch 2 Arbeitstage')
    const reminder = await sees(THURINGIA, 'own', 'Erinnerung: Thüringen', 'nicht berichtet')
    expect(reminder).toContain('melden R-1/2023 für TH')
    expect(reminder).toContain('zurückstellen R-1/2023 für TH')
    for (const person of [HESSE, HESSE_TOO, THURINGIA_HEAD]) {
      expect(await session.looksAt(person, 'own')).not.toContain('Erinnerung')
    }
    await says(THURINGIA, 'zurückstellen R-1/2023 für TH', 'Erinnerung zurückstellen')
    await says(THURINGIA, '26.10.2023', 'Grund (')
    await says(THURINGIA, 'Zwei Kreise fehlen.', 'Zurückgestellt: Thüringen')
    await sees(SECRETARIAT, OFFICE, 'Zurückgestellt von Mitglied Thüringen', 'Zwei Kreise fehlen.')
    const anew = await says(BAVARIA, 'melden einbuergerung.live=230', 'Fassung 2')
    expect(anew).toContain('Einbürgerung: live: 212 → 230')
  })

  it('after the end asks the head of the office, where the deputy cannot be reached, and lists for the secretariat who is overdue', async () => {
    await session.turnTo('2023-10-26T07:00:00Z')
    await sees(THURINGIA, 'own', 'noch 1 Arbeitstag')
    await session.turnTo('2023-10-30T08:00:00Z')
    await sees(THURINGIA_HEAD, 'own', 'als Leitung: ', 'War fällig: ', 'Melden können Mitglied')
    await says(SECRETARIAT, 'berichte überfällig', 'Thüringen: ')
    await session.turnTo('2023-11-02T08:00:00Z')
    await sees(SECRETARIAT, OFFICE, 'Wer noch fehlt: ', 'zuletzt erinnert: Leitung TH')
  })

  it('is closed by statement: all see the figures, and who has not reported', async () => {
    await says(SECRETARIAT, 'runde schließen R-1/2023', 'Noch nicht angesehen: Bayern')
    await says(SECRETARIAT, 'annehmen R-1/2023 BY', 'Angenommen: Fassung 2 von Bayern')
    await says(SECRETARIAT, 'runde schließen R-1/2023', 'Gemeldet haben 2 von 3')
    await sees(CHAIR, 'umlauf', 'Geschlossen: ', 'Nicht berichtet: Thüringen')
    await sees(THURINGIA, 'own', 'Die Runde ist geschlossen.')
    await says(THURINGIA, `melden R-1/2023 ${LINE}`, 'geschlossen')
    await says(THURINGIA, 'berichte R-1/2023', '442 von 860')
    const pictures = ['Balken je Land, Alle Leistungen', 'Karte der Länder, Alle Leistungen']
    await sees(CHAIR, 'umlauf', ...pictures)
    await sees(THURINGIA, 'own', ...pictures, 'Zwischenstand-R-1-2023.xlsx')
  })

  it('every post stands once, and nothing left in plaintext', async () => {
    expect(session.defects).toEqual([])
    for (const person of [HESSE, HESSE_TOO, BAVARIA, THURINGIA]) {
      const said = session.told(person, await session.ownRoom(person))
      const offers = said.filter((body) => body.startsWith('Ihre Meldung für'))
      expect(offers, person).toHaveLength(1)
    }
    expect(session.plain()).toEqual([])
    const filed = await session.rows('SELECT party, version FROM filing ORDER BY party, version')
    expect(filed.map(({ party, version }) => `${party} ${version}`)).toEqual([
      ...['BY 1', 'BY 2', 'HE 1'],
    ])
  })
})
