// A Land reports by the table that it took from the room, in a real browser: filled in wrongly, then rightly; leaves what else a table may be to the core's own minutes.
import { readFileSync, rmSync } from 'node:fs'
import type { Browser, Page } from 'playwright-core'
import { afterAll, beforeAll, expect, it } from 'vitest'
import { openRehearsal, type Running } from '../../src/cli/rehearsal.ts'
import { readConfig } from '../../src/config.ts'
import { openBrowser } from '../support/browser.ts'
import { temporaryFolder } from '../support/postgres.ts'

let folder: string
let running: Running
let browser: Browser
let page: Page

beforeAll(async () => {
  folder = temporaryFolder()
  const config = readConfig({ UMLAUF_DATA: folder, UMLAUF_PORT: '0', UMLAUF_LANGUAGE: 'de' })
  running = await openRehearsal(config, { clockStart: Date.parse('2023-09-25T07:00:00Z') })
  browser = await openBrowser()
  const viewport = { width: 1280, height: 1000 }
  page = await (await browser.newContext({ locale: 'de-DE', viewport })).newPage()
  await page.goto(running.room.url())
})
afterAll(async () => {
  await browser?.close()
  await running?.stop()
  rmSync(folder, { recursive: true, force: true })
})

/** Hands in a table without a word, as somebody does who only has the file. */
async function handsIn(name: string, content: string): Promise<void> {
  const file = { name, mimeType: 'text/csv', buffer: Buffer.from(content) }
  await page.getByLabel('Tabelle anhängen').setInputFiles(file)
  await page.getByRole('button', { name: 'Senden' }).click()
}

it('the template is taken from the room, filled in, refused with every line that is wrong, mended and reported', async () => {
  await page.goto(new URL('/as/mitglied-he/private', running.room.url()).href)
  await page.fill('#turn-to', '6.10.2023 09:00')
  await page.click('#turn')
  const talk = page.locator('#talk')
  await talk.getByText('Ihre Meldung für Hessen').first().waitFor()
  await page.fill('#command', 'vorlage')
  await page.keyboard.press('Enter')
  const link = talk.getByRole('link', { name: 'Meldung-R-1-2023-HE.csv' })
  const [download] = await Promise.all([page.waitForEvent('download'), link.click()])
  const template = readFileSync(await download.path(), 'utf8')
  expect(template.split('\n').slice(0, 2)).toEqual([
    '\uFEFFAngabe;zuständige Stellen;live;im Rollout;Vertrag unterzeichnet;Reifegrad;Transaktionen',
    'Einbürgerung;;;;;;',
  ])

  const filled = template
    .replace('Einbürgerung;;;', 'Einbürgerung;421;130;')
    .replace('Wohngeld;;;', 'Wohngeld;421;500;')
    .replace(/^(Kommunale OZG-Koordination benannt);/m, '$1;vielleicht')
    .replace(/^(Regionale OZG-Taskforce eingerichtet);/m, '$1;nein')
  await handsIn('Hessen (Entwurf).csv', filled)
  const faults = talk.getByRole('article').last()
  await faults.getByText('Die Tabelle hat 2 Fehler; gespeichert ist nichts.').waitFor()
  expect(await faults.getByRole('listitem').allTextContents()).toEqual([
    expect.stringMatching(/^Zeile \d+: Wohngeld: live: .*500.* kann nicht mehr sein/),
    expect.stringMatching(/^Zeile \d+: Kommunale OZG-Koordination benannt: „vielleicht“ gehört/),
  ])
  await handsIn('Hessen.csv', filled.replace('vielleicht', 'ja').replace(';500;', ';50;'))
  await talk.getByText('Gemeldet: Hessen, R-1/2023, Fassung 1').first().waitFor()
  expect(await page.textContent('#answer')).toContain('R-1/2023-HE-1')
})
