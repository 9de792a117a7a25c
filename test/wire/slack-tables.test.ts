// Minutes of reporting by a table in Slack: the template comes as a file, goes back filled in, and is answered at its lines or with a receipt; leaves what a table may say to the core's own minutes.
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { accountOf, channelOf, slackCouncil } from '../support/slack-council.ts'
import type { Desk } from '../support/slack-desk.ts'
import { conveneInSlack, type SlackSession } from '../support/slack-session.ts'

const BUND = { 'slack-bund': 'T0COUNCIL' }
const [HESSE, BAVARIA] = ['mitglied-he', 'mitglied-by']
const PRESENT = ['geschaeftsstelle-1', HESSE, BAVARIA]
const HEAD = 'Leistung;zuständige Stellen;live'
const GOOD = [HEAD, 'Einbürgerung;430;212', 'koordination;ja', 'taskforce;nein'].join('\n')

const council = slackCouncil(BUND, {
  accounts: (person) =>
    PRESENT.includes(person) ? [{ connection: 'slack-bund', id: accountOf(person) }] : [],
}).replace('owed: laender', 'owed: [HE, BY]')

let session: SlackSession
let desk: Desk

/** Sends a file in the conversation with the bot. @returns what only this person reads in answer */
const hands = (person: string, bytes: Buffer, words = '', name = 'meldung.csv') =>
  desk.hears(person, () =>
    desk.slack.say(accountOf(person), desk.slack.imOf(accountOf(person)), words, {
      files: [{ name, bytes }],
    }),
  )
const downloads = () => desk.slack.calls.filter(({ method }) => method === 'files-pri').length
const filings = async () =>
  (await session.rows('SELECT party, version FROM filing ORDER BY party, version')).map(
    ({ party, version }) => `${party} ${version}`,
  )

describe('Reporting by a table in Slack', () => {
  beforeAll(async () => {
    session = await conveneInSlack('2023-09-25T07:00:00Z', council, BUND)
    desk = session.desk
    await session.turnTo('2023-10-06T06:00:00Z')
  })
  afterAll(() => session.adjourn())

  it('says every fault at its line, and stores nothing', async () => {
    const faulty = GOOD.replace('212', 'viele').replace('ja', 'vielleicht')
    const words = await hands(HESSE, Buffer.from(faulty), 'melden R-1/2023 für HE')
    expect(words).toContain('Zeile 2: Einbürgerung: live: „viele“ passt nicht.')
    expect(words).toContain('Zeile 3')
    expect(words).toContain('gespeichert ist nichts')
    expect(await filings()).toEqual([])
  })

  it('files what is right with a receipt, and the message of the round says so', async () => {
    const receipt = await hands(HESSE, Buffer.from(GOOD), 'melden R-1/2023 für HE')
    expect(receipt).toContain('Gemeldet: Hessen, R-1/2023, Fassung 1')
    expect(receipt).toContain('R-1/2023-HE-1')
    await desk.sees(HESSE, 'dm', 'Gemeldet: R-1/2023-HE-1')
    expect(await filings()).toEqual(['HE 1'])
  })

  it('is not done twice where Slack brings the message again', async () => {
    await desk.slack.redeliver(2)
    expect(await filings()).toEqual(['HE 1'])
  })

  it('takes back its own template without a word, unchanged as XLSX and changed as CSV', async () => {
    const before = desk.slack.files.length
    await desk.types(HESSE, 'vorlage R-1/2023')
    await expect.poll(() => desk.slack.files.length).toBe(before + 2)
    const given = desk.slack.files.slice(before)
    const [book, lines] = ['.xlsx', '.csv'].map((end) =>
      given.find(({ name }) => name.endsWith(end)),
    )
    if (!book || !lines) throw new Error('no template')
    expect(await hands(HESSE, book.bytes, '', book.name)).toContain('Unverändert: Für Hessen')
    const changed = Buffer.from(lines.content.replace('430;212', '430;230'))
    const again = await hands(HESSE, changed, '', lines.name)
    expect(again).toContain('Fassung 2')
    expect(again).toContain('Einbürgerung: live: 212 → 230')
    expect(await filings()).toEqual(['HE 1', 'HE 2'])
  })

  it('takes one in the channel where the bot is mentioned, and answers who sent it alone', async () => {
    const { slack } = desk
    const files = [{ name: 'meldung.csv', bytes: Buffer.from(GOOD) }]
    const receipt = await desk.hears(BAVARIA, () =>
      slack.say(
        accountOf(BAVARIA),
        channelOf('umlauf'),
        `<@${slack.botUser}> melden R-1/2023 für BY`,
        { files },
      ),
    )
    expect(receipt).toContain('R-1/2023-BY-1')
    expect(desk.looksAt(HESSE, 'umlauf')).not.toContain('R-1/2023-BY-1')
  })

  it('fetches nothing of who may not report for that Land, of a command that takes no file, or of 4 MB and more', async () => {
    const before = downloads()
    const table = Buffer.from(GOOD)
    expect(await hands(BAVARIA, table, 'melden R-1/2023 für HE')).toContain(
      'Für Hessen können Sie nicht melden',
    )
    expect(await hands(HESSE, table, 'berichte')).toContain('nimmt keine Datei')
    expect(await hands(HESSE, Buffer.alloc(4_000_001, 'a'))).toContain('größer als 4 MB')
    expect(downloads()).toBe(before)
  })

  it('says what to do where Slack does not give the file, and takes it when it is sent again', async () => {
    const changed = Buffer.from(GOOD.replace('430;212', '430;240'))
    desk.slack.fault('files-pri', { status: 503 })
    expect(await hands(HESSE, changed)).toContain('Datei konnte nicht geladen werden')
    desk.slack.scopes.delete('files:read')
    expect(await hands(HESSE, changed)).toContain('files:read')
    desk.slack.scopes.add('files:read')
    expect(await filings()).toEqual(['BY 1', 'HE 1', 'HE 2'])
    expect(await hands(HESSE, changed)).toContain('Fassung 3')
    expect(session.defects).toEqual([])
    session.inspect()
  })
})
