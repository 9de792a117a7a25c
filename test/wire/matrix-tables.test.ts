// Minutes of reporting by a table in Matrix: sealed files of encrypted clients, answered at their lines or with a receipt, also when the bot was away; leaves what a table may say to the core's own minutes.
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { fileContent } from '../support/matrix-files.ts'
import { conveneInMatrix, type MatrixSession } from '../support/matrix-session.ts'
import { slackCouncil } from '../support/slack-council.ts'
import type { Fields } from './matrix/records.ts'

const [SECRETARIAT, HESSE, BAVARIA] = ['geschaeftsstelle-1', 'mitglied-he', 'mitglied-by']
const HEAD = 'Leistung;zuständige Stellen;live'
const GOOD = [HEAD, 'Einbürgerung;430;212', 'koordination;ja', 'taskforce;nein'].join('\n')

const council = slackCouncil({}, { accounts: () => [] }).replace('owed: laender', 'owed: [HE, BY]')

let session: MatrixSession

const contentOf = (person: string, table: string, words: string) =>
  fileContent(
    session.homeserver.url,
    session.memberOf(person),
    { name: 'meldung.csv', bytes: Buffer.from(table) },
    words,
  )

/** Sends it in the private room. @returns what the bot says to that, once it has these words in it */
async function answerTo(person: string, content: Fields, answer: string): Promise<string> {
  const room = await session.ownRoom(person)
  const before = session.told(person, room).length
  await session.memberOf(person).send(room, 'm.room.message', content)
  const fresh = () => session.told(person, room).slice(before).join('\n')
  await expect.poll(fresh, { timeout: 15_000 }).toContain(answer)
  return fresh()
}
const hands = async (person: string, table: string, words: string, answer: string) =>
  answerTo(person, await contentOf(person, table, words), answer)

const downloads = () =>
  session.homeserver.wire().filter(({ path }) => path.startsWith('/media/download/')).length
const filings = async () =>
  (await session.rows('SELECT party, version FROM filing ORDER BY party, version')).map(
    ({ party, version }) => `${party} ${version}`,
  )

describe('Reporting by a table in Matrix', () => {
  beforeAll(async () => {
    session = await conveneInMatrix('2023-09-25T07:00:00Z', council, [SECRETARIAT, HESSE, BAVARIA])
    await session.turnTo('2023-10-06T06:00:00Z')
    for (const person of [HESSE, BAVARIA]) await session.sees(person, 'own', 'Ihre Meldung für')
  })
  afterAll(() => session.adjourn())

  it('says every fault at its line, and stores nothing', async () => {
    const faulty = GOOD.replace('212', 'viele').replace('ja', 'vielleicht')
    const words = await hands(HESSE, faulty, 'melden R-1/2023 für HE', 'Zeile 2')
    expect(words).toContain('„viele“ passt nicht.')
    expect(words).toContain('Zeile 3')
    expect(words).toContain('gespeichert ist nichts')
    expect(await filings()).toEqual([])
  })

  it('files what is right with a receipt, though a form was left open', async () => {
    await session.says(HESSE, 'melden R-1/2023 für HE', 'Meldung HE (1/3)')
    const receipt = await hands(HESSE, GOOD, '', 'Gemeldet: Hessen, R-1/2023, Fassung 1')
    expect(receipt).toContain('R-1/2023-HE-1')
    expect(await filings()).toEqual(['HE 1'])
    await session.says(HESSE, 'abbrechen', 'Abgebrochen')
    await session.sees(HESSE, 'own', 'Gemeldet: R-1/2023-HE-1')
    await session.sees(SECRETARIAT, 'geschaeftsstelle', 'Es fehlt 1: Bayern')
  })

  it('that came while the bot was away is filed when it is back, once, however often it starts', async () => {
    const room = await session.ownRoom(BAVARIA)
    const content = await contentOf(BAVARIA, GOOD, 'melden')
    await session.restart(() => session.memberOf(BAVARIA).send(room, 'm.room.message', content))
    await session.after()
    await session.sees(BAVARIA, 'own', 'Gemeldet: Bayern', 'Gemeldet: R-1/2023-BY-1')
    await session.sees(SECRETARIAT, 'geschaeftsstelle', 'Alle haben gemeldet.')
    await session.restart()
    await session.says(BAVARIA, 'berichte', 'R-1/2023')
    expect(await filings()).toEqual(['BY 1', 'HE 1'])
  })

  it('fetches nothing of who may not report for that Land, or of a command that takes no file', async () => {
    const before = downloads()
    await hands(BAVARIA, GOOD, 'melden R-1/2023 für HE', 'Für Hessen können Sie nicht melden')
    await hands(HESSE, GOOD, 'berichte', 'nimmt keine Datei')
    expect(downloads()).toBe(before)
  })

  it('says what to do where the file does not come as it was sent, and takes it when it is sent again', async () => {
    const changed = GOOD.replace('430;212', '430;240')
    session.homeserver.fault(
      /^GET \/media\/download\//,
      { status: 502, text: '<h1>Bad Gateway</h1>' },
      { status: 200, text: 'x' },
    )
    await hands(HESSE, changed, 'melden', 'Datei konnte nicht geladen werden')
    await hands(HESSE, changed, 'melden', 'kam anders an, als sie abgeschickt wurde')
    expect(await filings()).toEqual(['BY 1', 'HE 1'])
    const again = await hands(HESSE, changed, 'melden', 'Fassung 2')
    expect(again).toContain('Einbürgerung: live: 212 → 240')
    expect(session.defects).toEqual([])
  })
})
