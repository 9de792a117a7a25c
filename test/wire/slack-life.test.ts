// Minutes of a council in Slack: from a draft in a form to the decision in the register, each step by what the channel, the conversations and the App Home show; leaves the wording of each act to the core's own minutes.
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { accountOf, slackCouncil } from '../support/slack-council.ts'
import type { Desk } from '../support/slack-desk.ts'
import { conveneInSlack, type SlackSession } from '../support/slack-session.ts'

const BUND = { 'slack-bund': 'T0COUNCIL' }
const CONSENTING = ['BUND', 'BW', 'BY', 'BE', 'BB', 'HB', 'HH', 'HE', 'MV', 'NI', 'NW', 'RP']
const member = (party: string) => `mitglied-${party.toLowerCase()}`
const [SECRETARIAT, SECOND, CHAIR] = ['geschaeftsstelle-1', 'geschaeftsstelle-2', 'vorsitz']
const [HESSE, DEPUTY, BAVARIA] = [member('HE'), 'vertretung-he', member('BY')]
const [ENGLISH, SAXONY, LATE] = [member('RP'), member('SN'), member('TH')]
/** Those of the council whom these minutes need: Slack's pace is 50 edits in a minute. */
const PRESENT = [...[SECRETARIAT, SECOND, CHAIR, DEPUTY, SAXONY, LATE], ...CONSENTING.map(member)]
/** Mitglied BY has two accounts. */
const TWICE = 'mitglied-by-2'

const TITLE = 'Finanzierung des Weiterbetriebs der EfA-Dienste'
const DRAFT = {
  title: TITLE,
  clauses: '1. Der IT-Planungsrat beschließt das Modell.',
  applicants: 'BUND',
}

const council = (more: (text: string) => string = (text) => text) =>
  more(
    slackCouncil(BUND, {
      accounts: (person) =>
        [...(PRESENT.includes(person) ? [person] : []), ...(person === BAVARIA ? [TWICE] : [])].map(
          (one) => ({ connection: 'slack-bund', id: accountOf(one) }),
        ),
    }),
  )

let session: SlackSession
let desk: Desk

async function convene(text: string): Promise<void> {
  session = await conveneInSlack('2023-09-25T07:00:00Z', text, BUND)
  desk = session.desk
}

/** I2, I5, I6 and that every post stands once, whatever happened before. */
async function holdsTogether(): Promise<void> {
  const { rows } = session
  expect(session.defects).toEqual([])
  session.inspect()
  const unmatched = `SELECT b.id FROM ballot b LEFT JOIN audit_entry a ON a.id = b.entry
    WHERE a.id IS NULL OR a.hash <> sha256(convert_to(a.body, 'UTF8'))`
  expect(await rows(unmatched)).toEqual([])
  const gaps = `SELECT party FROM ballot GROUP BY circulation, version, party
    HAVING count(*) <> max(revision)`
  expect(await rows(gaps)).toEqual([])
  const results = 'SELECT circulation FROM result GROUP BY circulation, version HAVING count(*) > 1'
  expect(await rows(results)).toEqual([])
  const marks = [
    ...(['umlauf', 'geschaeftsstelle'] as const).map((place) => desk.marks(place)),
    ...[...PRESENT, TWICE].map((person) => desk.marks('dm', person)),
  ]
  for (const each of marks) expect(new Set(each).size).toBe(each.length)
}

describe('The whole life of a circulation in Slack', () => {
  beforeAll(() => convene(council()))
  afterAll(() => session.adjourn())

  it('is drafted by a form: a fault stands at its field, and once right the draft stands before the secretariat', async () => {
    const form = await desk.types(SECRETARIAT, 'entwurf', 'geschaeftsstelle')
    expect(form).toContain('Neuer Umlauf: Entwurf')
    const faulty = await desk.fills(SECRETARIAT, { ...DRAFT, applicants: 'XX' })
    expect(faulty).toContain('„XX“ ist kein Vertragspartner')
    expect(desk.form(SECRETARIAT).errors).toHaveProperty('applicants')
    expect(await desk.fills(SECRETARIAT, DRAFT)).toContain('Entwurf E-1 ist gespeichert')
    await desk.sees(SECOND, 'geschaeftsstelle', TITLE, 'Noch nicht von einer zweiten Person')
    expect(desk.looksAt(CHAIR, 'umlauf')).toBe('')
    await desk.sees(SECOND, 'home', 'Entwurf bestätigen', 'E-1: Bestätigen')
  })

  it('and out of a message: the shortcut opens the form with its words, and the draft may be discarded', async () => {
    const { slack } = desk
    const channel = 'C0GESCHAEFTSSTELLE'
    await slack.say(accountOf(SECOND), channel, '1. Der Rat dankt. <!channel>')
    const { ts = '' } = slack.messages(channel).at(-1) ?? {}
    const form = await desk.hears(SECRETARIAT, () =>
      slack.shortcut(accountOf(SECRETARIAT), channel, ts, 'turn-into-circulation'),
    )
    expect(form).toContain('[1. Der Rat dankt. @channel]')
    await desk.fills(SECRETARIAT, { title: 'Dank', applicants: 'BUND' })
    await desk.sees(SECOND, 'geschaeftsstelle', 'Entwurf E-2: Dank')
    expect(await desk.types(SECRETARIAT, 'verwerfen E-2', 'geschaeftsstelle')).toContain(
      'verworfen',
    )
  })

  it('needs a second person, then it opens: the card in the channel, a ballot in every conversation, a line on every App Home', async () => {
    const own = await desk.types(SECRETARIAT, 'bestätigen E-1', 'geschaeftsstelle')
    expect(own).toContain('Den eigenen Entwurf kann man nicht selbst bestätigen')
    expect(await desk.presses(SECOND, 'E-1: Bestätigen', 'home')).toContain('ist bestätigt')
    await desk.sees(SECRETARIAT, 'geschaeftsstelle', 'Bestätigt von Geschäftsstelle 2')
    const asked = await desk.presses(SECRETARIAT, 'Eröffnen', 'geschaeftsstelle')
    expect(asked).toContain('Ohne erreichbare Person: Saarland')
    const opened = await desk.presses(SECRETARIAT, 'Trotzdem eröffnen', 'geschaeftsstelle')
    expect(opened).toContain('Eröffnet: Umlauf 7/2023')
    await desk.sees(HESSE, 'umlauf', `Umlauf 7/2023: ${TITLE}`, 'Stand der 17 Stimmen')
    await desk.sees(SECRETARIAT, 'geschaeftsstelle', 'ist eröffnet als Umlauf 7/2023')
    for (const person of [...CONSENTING.map(member), TWICE, DEPUTY, SAXONY, LATE]) {
      await desk.sees(person, 'dm', 'Ihre Stimme für', '[Zustimmung] [Ablehnung] [Enthaltung]')
    }
    await desk.sees(HESSE, 'home', 'Umlauf 7/2023', '7/2023: Zustimmung')
    expect(desk.looksAt(CHAIR, 'dm')).toBe('')
  })

  it('takes votes by button: the receipt is private, the ballots of the party show it, the card is edited in place', async () => {
    const receipt = await desk.presses(HESSE, 'Zustimmung')
    expect(receipt).toContain('Gezählt: Zustimmung für Hessen')
    await desk.sees(HESSE, 'dm', '✓ Zustimmung (gewählt)')
    await desk.sees(DEPUTY, 'dm', '✓ Zustimmung (gewählt)', 'Gezählt: Zustimmung')
    await desk.sees(CHAIR, 'umlauf', '✓ ja (1): Hessen', ' 1 von 11')
    const cards = desk.marks('umlauf')
    expect(cards).toHaveLength(1)
    expect(desk.looksAt(CHAIR, 'umlauf')).not.toMatch(/Ihre Stimme|Beleg|\[Zustimmung\]/)
    expect(desk.looksAt(BAVARIA, 'dm')).not.toContain('Hessen')
  })

  it('takes votes by command, by mention, by direct message and from the App Home alike, each told only to the one who votes', async () => {
    expect(await desk.types(member('BW'), 'stimme 7/2023 ja')).toContain('Gezählt: Zustimmung')
    expect(await desk.mentions(member('BE'), 'stimme 7/2023 dafür')).toContain('Gezählt')
    expect(await desk.says(member('BB'), 'stimme 7/2023 zustimmung')).toContain('Gezählt')
    await desk.sees(member('HB'), 'home', '7/2023: Zustimmung')
    const atHome = await desk.presses(member('HB'), 'Zustimmung', 'home')
    expect(atHome).toContain('Gezählt: Zustimmung für Bremen')
    const channel = desk.looksAt(CHAIR, 'umlauf')
    expect(channel).not.toMatch(/Gezählt: Zustimmung für|Beleg/)
    await desk.sees(member('HB'), 'home', 'Auf Sie wartet nichts', 'Abgestimmt')
    await desk.sees(member('BB'), 'home', 'Auf Sie wartet nichts')
  })

  it('takes a statement for the record by form, and the last vote counts', async () => {
    expect(await desk.presses(SAXONY, 'Mit Protokollerklärung …')).toContain('Stimme für SN')
    const words = 'Die Kosten sind <@U0VORSITZ> nicht *beziffert*.'
    const receipt = await desk.fills(SAXONY, { choice: 'Ablehnung', statement: words })
    expect(receipt).toContain(`Protokollerklärung: ${words}`)
    await desk.sees(SAXONY, 'dm', '✓ Ablehnung (gewählt)', words)
    expect(await desk.says(DEPUTY, 'stimme 7/2023 Enthaltung')).toContain('2. Fassung')
    expect(await desk.presses(HESSE, 'Zustimmung')).toContain('3. Fassung')
    expect(await desk.presses(HESSE, 'Zustimmung')).toContain('Unverändert gezählt')
    const hesse = "SELECT choice FROM ballot WHERE party = 'HE' ORDER BY revision"
    expect((await session.rows(hesse)).map(({ choice }) => choice)).toEqual([
      ...['consent', 'abstain', 'consent'],
    ])
  })

  it('of a member with two accounts: votes in one, and sees it in the other', async () => {
    expect(await desk.presses(TWICE, 'Zustimmung')).toContain('Gezählt: Zustimmung für Bayern')
    await desk.sees(BAVARIA, 'dm', '✓ Zustimmung (gewählt)')
    expect(await desk.presses(BAVARIA, 'Zustimmung')).toContain('Unverändert gezählt')
  })

  it('speaks English to whoever wants it, beside those who read German', async () => {
    const { slack } = desk
    await desk.sees(ENGLISH, 'home', 'In English, please')
    await desk.presses(ENGLISH, 'In English, please', 'home')
    await desk.sees(ENGLISH, 'dm', 'Your vote for Rheinland-Pfalz', '[Consent] [Rejection]')
    expect(await desk.presses(ENGLISH, 'Consent')).toContain('Counted: consent for')
    expect(await desk.says(ENGLISH, 'status 7/2023')).toContain('Circulation 7/2023')
    expect(desk.looksAt(ENGLISH, 'umlauf')).toContain('Stand der 17 Stimmen')
    expect(slack.sees(accountOf(HESSE), slack.imOf(accountOf(HESSE)))).toContain('Ihre Stimme')
  })

  it('refuses whoever may not vote, and says what to do: without mandate, unknown, guest, outdated', async () => {
    const { slack } = desk
    slack.addUser({ id: accountOf('neu'), name: 'Neu' })
    slack.addUser({ id: accountOf('gast'), name: 'Gast', isRestricted: true })
    expect(await desk.types(CHAIR, 'stimme 7/2023 ja')).toContain('kein Mandat')
    expect(await desk.says('neu', 'stimme 7/2023 ja')).toContain('verknüpfen')
    const guest = await desk.says('gast', 'stimme 7/2023 ja')
    expect(guest).toContain('T0COUNCIL/U0GAST')
    expect(guest).toContain('Geschäftsstelle')
    const [mark = ''] = desk.marks('dm', LATE)
    const post = desk.posts('dm', LATE).get(mark)
    const press = (actionId: string, value: string) =>
      desk.hears(LATE, () =>
        slack.press(accountOf(LATE), post?.channel ?? '', post?.ts ?? '', { actionId, value }),
      )
    const args = { circulation: mark.split(':')[0] ?? '', party: 'TH', choice: 'consent' }
    const old = JSON.stringify({ v: 1, verb: 'vote', args: { ...args, version: '0' } })
    expect(await press('umlauf:vote:0', old)).toContain('liegt in einer neuen Fassung vor')
    expect(await press('umlauf_0_vote', 'yes')).toContain('Diese Schaltfläche ist veraltet')
    expect(await session.rows("SELECT id FROM ballot WHERE party = 'TH'")).toEqual([])
  })

  it('is extended by the chair, announced to all', async () => {
    expect(await desk.types(SECRETARIAT, 'verlängern 7/2023 16.10.2023 "Kabinett"')).toMatch(
      /Vorsitz/,
    )
    await desk.types(CHAIR, 'verlängern 7/2023')
    const extended = await desk.fills(CHAIR, { until: '16.10.2023', reason: 'Kabinettsbefassung' })
    expect(extended).toContain('Montag, 16. Oktober 2023, 24:00 Uhr')
    await desk.sees(HESSE, 'umlauf', 'Kabinettsbefassung', 'Ende: Montag, 16. Oktober 2023')
    await session.turnTo('2023-10-10T12:00:00Z')
    for (const party of ['BUND', 'HH', 'MV', 'NI', 'NW']) {
      expect(await desk.types(member(party), 'stimme 7/2023 ja')).toContain('Gezählt: Zustimmung')
    }
  })

  it('closes at its end: a click after it is refused and told the state, the result is announced once', async () => {
    const late = await desk.button(LATE, 'Zustimmung')
    await session.turnTo('2023-10-17T12:00:00Z')
    const refused = await desk.hears(LATE, late)
    expect(refused).toContain('Nicht gezählt')
    expect(refused).toContain('beendet')
    await desk.sees(HESSE, 'umlauf', 'Errechnet: angenommen')
    expect(desk.marks('umlauf').filter((mark) => mark.includes(':counted:'))).toHaveLength(1)
    expect(await session.rows('SELECT circulation FROM result')).toHaveLength(1)
    expect(await session.rows("SELECT id FROM ballot WHERE party = 'TH'")).toEqual([])
  })

  it('asks the chair alone for the result, who states it by form: it gets its number', async () => {
    await desk.sees(CHAIR, 'dm', 'wartet auf Ihre Feststellung', '[Feststellen …]')
    await desk.sees(CHAIR, 'home', '7/2023: Feststellen …')
    expect(desk.looksAt(HESSE, 'dm')).not.toContain('Feststellen …')
    expect(await desk.presses(CHAIR, 'Summenblatt')).toContain('Thüringen')
    await desk.sees(CHAIR, 'dm', '[file: summenblatt-7-2023.csv]')
    expect(await desk.presses(CHAIR, 'Feststellen …')).toContain('Errechnet ist: angenommen')
    expect(await desk.fills(CHAIR, {})).toContain('2023/35')
    await desk.sees(HESSE, 'umlauf', 'Beschluss 2023/35')
    await desk.sees(CHAIR, 'home', 'Auf Sie wartet nichts')
  })

  it('is found by its number, and everything stands once', async () => {
    expect(await desk.types(HESSE, 'status 2023/35')).toContain('Festgestellt am')
    expect(await desk.says(BAVARIA, 'liste EfA')).toContain('1 gefunden')
    await desk.sees(member('BUND'), 'dm', 'Die Abstimmung ist beendet')
    await holdsTogether()
    const ballots = await session.rows('SELECT id FROM ballot')
    expect(ballots).toHaveLength(CONSENTING.length + 3)
  })
})

describe('A sealed circulation in Slack', () => {
  beforeAll(() =>
    convene(council((text) => text.replaceAll('visibility: open', 'visibility: sealed'))),
  )
  afterAll(() => session.adjourn())

  it('shows nobody else anything of a vote before its end, and then everything', async () => {
    await desk.says(SECRETARIAT, `entwurf "${TITLE}" ziffern: "Der Rat beschließt." antrag: BUND`)
    await desk.says(SECOND, 'bestätigen E-1')
    await desk.says(SECRETARIAT, 'öffnen E-1 trotzdem')
    await desk.sees(HESSE, 'dm', 'Ihre Stimme für Hessen')
    const before = desk.looksAt(CHAIR, 'umlauf')
    expect(await desk.presses(HESSE, 'Ablehnung')).toContain('Gezählt: Ablehnung')
    await desk.sees(HESSE, 'dm', '✓ Ablehnung (gewählt)')
    expect(desk.looksAt(CHAIR, 'umlauf')).toBe(before)
    expect(await desk.types(CHAIR, 'status 7/2023')).not.toMatch(/Ablehnung.*Hessen|nein/)
    await session.turnTo('2023-10-10T12:00:00Z')
    await desk.sees(CHAIR, 'umlauf', 'nicht angenommen')
    await holdsTogether()
  })
})
