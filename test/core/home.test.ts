// Minutes of everybody's own page: what waits for whom, done from there, and the same page as a post for networks that have one.
import { readFileSync } from 'node:fs'
import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import type { Message } from '../../src/core/message.ts'
import { currentOnes, homePosts } from '../../src/core/status/index.ts'
import { convene, type Session } from '../support/session.ts'

const SECRETARIAT = 'geschaeftsstelle-1'
const SECOND = 'geschaeftsstelle-2'
const CHAIR = 'vorsitz'
const DRAFT =
  'entwurf "Weiterbetrieb der EfA-Dienste" ziffern: "1. Der IT-Planungsrat beschließt." antrag: BUND'
const shipped = readFileSync(
  new URL('../../src/councils/it-planungsrat.yaml', import.meta.url),
  'utf8',
)

let session: Session
beforeEach(async () => {
  session = await convene('2023-09-25T07:00:00Z')
})
afterEach(async () => {
  expect(session.defects).toEqual([])
  await session.adjourn()
})

const home = (who: string) => session.says(who, 'übersicht')
const labels = ({ actions }: Message) => actions.map(({ label }) => label)
const ALWAYS = ['In English, please', 'Hilfe']

/** Presses the button with this label on somebody's page. */
async function press(who: string, label: string) {
  const action = (await home(who)).actions.find((one) => one.label === label)
  if (!action) throw new Error(`${who} has no button ${label}`)
  const answer = await session.presses(who, action.verb, { ...action.args })
  if (answer.kind !== 'message') return answer.form.title
  return answer.message.summary
}

async function opened(): Promise<void> {
  await session.says(SECRETARIAT, DRAFT)
  await session.says(SECOND, 'bestätigen E-1')
  await session.says(SECRETARIAT, 'öffnen E-1')
}

describe('the page', () => {
  it('of a member on a quiet day says that nothing waits, who they are, and offers language and help', async () => {
    const page = await home('mitglied-he')
    expect(page.summary).toBe(
      'Auf Sie wartet nichts. Sie sind Mitglied Hessen: Mitglied für Hessen.',
    )
    expect(labels(page)).toEqual(ALWAYS)
    expect(await press('mitglied-he', 'In English, please')).toContain('in English')
    expect((await home('mitglied-he')).summary).toBe(
      'Nothing waits for you. You are Mitglied Hessen: member for Hessen.',
    )
    expect(await press('mitglied-he', 'Help')).toContain('Commands')
  })

  it('shows a draft to the second person alone, who looks at it and confirms it there', async () => {
    await session.says(SECRETARIAT, DRAFT)
    expect(labels(await home(SECRETARIAT))).toEqual(ALWAYS)
    expect(labels(await home('mitglied-he'))).toEqual(ALWAYS)
    const page = await home(SECOND)
    expect(page.summary).toContain('Wartet auf Sie:')
    expect(page.summary).toContain('Entwurf bestätigen')
    expect(labels(page)).toEqual(['E-1: Vorschau', 'E-1: Bestätigen', ...ALWAYS])
    expect(await press(SECOND, 'E-1: Vorschau')).toContain('Weiterbetrieb')
    expect(await press(SECOND, 'E-1: Bestätigen')).toContain('ist bestätigt')
    expect(labels(await home(CHAIR))).toEqual(ALWAYS)
  })

  it('shows an open vote to member and deputy until their party has voted, then what it voted', async () => {
    await opened()
    const page = await home('mitglied-he')
    expect(page.summary).toContain(
      'Umlauf 7/2023: Weiterbetrieb der EfA-Dienste: Stimme für Hessen fehlt, Ende Montag, 9. Oktober 2023, 24:00 Uhr',
    )
    expect(labels(page)).toEqual([
      '7/2023: Zustimmung',
      '7/2023: Ablehnung',
      '7/2023: Enthaltung',
      '7/2023: Mit Protokollerklärung …',
      ...ALWAYS,
    ])
    expect(page.actions[0]?.spoken).toBe('7/2023: Für Hessen zustimmen')
    expect(labels(await home('vertretung-he'))).toHaveLength(6)
    expect(labels(await home('beratend-bfdi'))).toEqual(ALWAYS)
    expect(await press('vertretung-he', '7/2023: Mit Protokollerklärung …')).toContain('HE')
    expect(await press('vertretung-he', '7/2023: Ablehnung')).toContain('Gezählt: Ablehnung')
    for (const who of ['mitglied-he', 'vertretung-he']) {
      const after = await home(who)
      expect(labels(after), who).toEqual(ALWAYS)
      expect(after.summary, who).toContain(
        'Abgestimmt: Umlauf 7/2023: Weiterbetrieb der EfA-Dienste: Ablehnung für Hessen, änderbar bis Montag, 9. Oktober 2023, 24:00 Uhr.',
      )
    }
    expect((await home('mitglied-by')).summary).not.toContain('Ablehnung')
  })

  it('tells the votes of a person for several parties apart', async () => {
    const HE = '      - { party: HE, role: member, person: mitglied-he, from: 2010-01-01 }'
    const council = shipped.replace(
      HE,
      `${HE}\n      - { party: RP, role: deputy, person: mitglied-he, from: 2010-01-01 }`,
    )
    await session.apply(council)
    await opened()
    const page = await home('mitglied-he')
    expect(labels(page).filter((label) => label.endsWith('Zustimmung'))).toEqual([
      '7/2023 HE: Zustimmung',
      '7/2023 RP: Zustimmung',
    ])
    expect(await press('mitglied-he', '7/2023 RP: Enthaltung')).toContain(
      'Enthaltung für Rheinland-Pfalz',
    )
    expect(labels(await home('mitglied-he'))).toContain('7/2023 HE: Zustimmung')
  })

  it('asks the chair for the Feststellung after the end, and nobody else', async () => {
    await opened()
    await session.turnTo('2023-10-10T12:00:00Z')
    expect((await home('mitglied-he')).summary).not.toContain('Stimme für Hessen')
    expect(labels(await home(SECRETARIAT))).toEqual(ALWAYS)
    expect((await home(CHAIR)).summary).toContain('Ergebnis feststellen')
    expect(await press(CHAIR, '7/2023: Feststellen …')).toContain('7/2023')
    await session.says(CHAIR, 'feststellen 7/2023 abgelehnt')
    expect(labels(await home(CHAIR))).toEqual(ALWAYS)
  })

  it('shows a report that is owed, kept as a draft, sent back or reported to who reports, with the button to its form', async () => {
    await session.turnTo('2023-10-10T08:00:00Z')
    const title = 'Runde R-1/2023: Zwischenstandsbericht zum Kommunalpakt zur 42. Sitzung'
    const owed = await home('vertretung-he')
    expect(owed.summary).toContain(
      `Wartet auf Sie: ${title}: Meldung für Hessen fehlt, Frist Freitag, 27. Oktober 2023, 24:00 Uhr.`,
    )
    expect(labels(owed)).toEqual(['R-1/2023: Melden …', ...ALWAYS])
    expect((await session.says('mitglied-he', 'status')).summary).toContain('Meldung für Hessen')
    expect((await home('mitglied-bund')).summary).toContain('Auf Sie wartet nichts')
    expect(await press('mitglied-he', 'R-1/2023: Melden …')).toContain('Meldung HE')
    const round = { round: 'R-1/2023', party: 'HE' }
    await session.fills('mitglied-he', 'report', { ...round, step: '0' }, {})
    expect((await home('vertretung-he')).summary).toContain('24:00 Uhr, Entwurf behalten')
    await session.says(
      'mitglied-he',
      'melden R-1/2023 einbuergerung=430,212 koordination=ja taskforce=nein',
    )
    expect((await home('mitglied-he')).summary).toContain('Auf Sie wartet nichts')
    await session.says(SECRETARIAT, 'zurückgeben R-1/2023 HE "Bitte prüfen"')
    const again = await home('mitglied-he')
    expect(again.summary).toContain('Meldung für Hessen zurückgegeben, Grund: Bitte prüfen')
    expect(labels(again)).toEqual(['R-1/2023: Neu melden …', ...ALWAYS])
  })

  it('shows the secretariat alone what it has to look at, until it has', async () => {
    await session.turnTo('2023-10-10T08:00:00Z')
    const line = 'melden R-1/2023 einbuergerung=430,212 koordination=ja taskforce=nein'
    expect(labels(await home(SECRETARIAT))).toEqual(ALWAYS)
    for (const land of ['he', 'by', 'sn', 'nw', 'hb', 'th']) {
      await session.says(`mitglied-${land}`, line)
    }
    const page = await home(SECRETARIAT)
    expect(page.summary).toContain(
      '6 Meldungen anzusehen: Bayern, Bremen, Hessen, Nordrhein-Westfalen, Sachsen und Thüringen',
    )
    const looks = ['BY', 'HB', 'HE', 'NW', 'SN'].map((land) => `R-1/2023: Ansehen: ${land}`)
    expect(labels(page)).toEqual([...looks, ...ALWAYS])
    expect(await press(SECOND, 'R-1/2023: Ansehen: HE')).toContain('Meldung von Hessen')
    expect(labels(await home(CHAIR))).toEqual(ALWAYS)
    for (const land of ['HE', 'BY', 'SN', 'NW', 'HB', 'TH']) {
      await session.says(SECRETARIAT, `annehmen R-1/2023 ${land}`)
    }
    expect(labels(await home(SECRETARIAT))).toEqual(ALWAYS)
  })

  it('tells the reports of a person for several parties apart', async () => {
    const owners = '        owners: { BY: mitglied-he }\n        owed: laender'
    await session.apply(shipped.replace('        owed: laender', owners))
    await session.turnTo('2023-10-10T08:00:00Z')
    expect(labels(await home('mitglied-he'))).toEqual([
      'R-1/2023 HE: Melden …',
      'R-1/2023 BY: Melden …',
      ...ALWAYS,
    ])
    expect(labels(await home('mitglied-by'))).toEqual(['R-1/2023: Melden …', ...ALWAYS])
  })

  it('of an account that the bot does not know says how to be linked, and does it', async () => {
    const page = await home('neues-konto')
    expect(page.summary).toContain('kennt dieses Konto noch nicht')
    expect(labels(page)).toEqual(['Konto verknüpfen', 'Hilfe'])
    expect(await press('neues-konto', 'Konto verknüpfen')).toContain('Geben Sie diesen Code')
  })
})

describe('the page as a post', () => {
  /** What would be published to this connection now. */
  const posts = (...connections: string[]) =>
    session.app.desk.read(async (stores, now) => {
      const directory = await stores.council.directory()
      return homePosts(await currentOnes(stores), {
        directory,
        now,
        connections: new Set(connections),
      })
    })

  it('is the answer to the command, one for each account on the connection, under a key of its own', async () => {
    await opened()
    const all = await posts('room')
    expect(all).toHaveLength(40)
    const [own] = all.filter(({ key }) => key === 'home:person:mitglied-he:room')
    expect(own).toMatchObject({
      subject: 'home',
      kind: 'home',
      connection: 'room',
      to: { kind: 'person', account: { connection: 'room', id: 'mitglied-he' } },
      language: 'de',
    })
    const answer = await home('mitglied-he')
    expect(own?.message).toEqual({ ...answer })
    expect(await posts('elsewhere')).toEqual([])
  })

  it('is made in the language of the person, and changes with what waits', async () => {
    await session.says('mitglied-he', 'sprache en')
    const before = await posts('room')
    expect(before.find(({ key }) => key.includes('mitglied-he'))?.language).toBe('en')
    await opened()
    const changed = (await posts('room')).filter(
      ({ message }, at) => JSON.stringify(message) !== JSON.stringify(before[at]?.message),
    )
    expect(changed).toHaveLength(34)
  })
})
