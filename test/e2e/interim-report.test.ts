// The round before the 42nd session, played in the room in a real browser with the turned clock and invented figures, from its opening to the interim report, which UPDATE_PICTURES=1 keeps in docs/pictures; leaves what is in its files to the core's own minutes.
import { rmSync, writeFileSync } from 'node:fs'
import path from 'node:path'
import { fileURLToPath } from 'node:url'
import type { Browser, Page } from 'playwright-core'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { openRehearsal, type Running } from '../../src/cli/rehearsal.ts'
import { readConfig } from '../../src/config.ts'
import { openBrowser, violations } from '../support/browser.ts'
import { temporaryFolder } from '../support/postgres.ts'

const pictures = fileURLToPath(new URL('../../docs/pictures/', import.meta.url))
const [SECRETARIAT, SECOND] = ['geschaeftsstelle-1', 'geschaeftsstelle-2']
const SERVICES = ['einbuergerung', 'aufenthalt', 'wohngeld', 'fuehrerschein', 'baugenehmigung']

/** Responsible bodies of each service, and how many of them are live in each. Saxony stays silent, Hesse fills in the form. */
const FIGURES: Readonly<Record<string, readonly [number, readonly number[]]>> = {
  BW: [1101, [214, 96, 330, 402, 120]],
  BY: [2056, [611, 540, 720, 960, 388]],
  BE: [12, [12, 12, 12, 12, 12]],
  BB: [413, [207, 150, 96, 201, 88]],
  HB: [2, [2, 2, 2, 2, 2]],
  HH: [7, [7, 7, 7, 7, 7]],
  MV: [724, [3, 0, 12, 40, 9]],
  NI: [941, [0, 0, 0, 0, 0]],
  NW: [396, [395, 301, 396, 388, 240]],
  RP: [2301, [90, 60, 120, 310, 75]],
  SL: [52, [20, 11]],
  ST: [218, [14, 9, 31, 60, 12]],
  SH: [1106, [310, 240, 402, 118, 512]],
  TH: [605, [61, 40, 88, 140, 33]],
}

const VIEWPORT = { width: 1280, height: 1000 }

let folder: string
let running: Running
let browser: Browser
let page: Page

beforeAll(async () => {
  folder = temporaryFolder()
  const config = readConfig({ UMLAUF_DATA: folder, UMLAUF_PORT: '0', UMLAUF_LANGUAGE: 'de' })
  running = await openRehearsal(config, { clockStart: Date.parse('2023-09-25T07:00:00Z') })
  browser = await openBrowser()
  page = await (await browser.newContext({ locale: 'de-DE', viewport: VIEWPORT })).newPage()
  await page.goto(running.room.url())
})
afterAll(async () => {
  await browser?.close()
  await running?.stop()
  rmSync(folder, { recursive: true, force: true })
})

const goTo = (person: string, view: string) =>
  page.goto(new URL(`/as/${person}/${view}`, running.room.url()).href)
const member = (party: string) => `mitglied-${party.toLowerCase()}`

/** Types a line and waits for what comes back. */
async function types(line: string, answer: string): Promise<void> {
  await page.fill('#command', line)
  await page.keyboard.press('Enter')
  await page.locator('#answer').getByText(answer).waitFor({ state: 'attached' })
}

async function turnsClockTo(when: string): Promise<void> {
  await page.fill('#turn-to', when)
  await page.click('#turn')
  await page.locator('#talk').getByText('Die Uhr der Probe steht jetzt').last().waitFor()
}

/** Fills in fields of the step that is open. */
async function fills(values: Readonly<Record<string, number>>): Promise<void> {
  for (const [name, value] of Object.entries(values)) await page.fill(`#f-${name}`, `${value}`)
}

const next = () => page.locator('.form button.primary').click()
const step = (n: number) => page.locator('.form').getByText(`Meldung HE (${n}/3)`).waitFor()

/** `einbuergerung=12,12 aufenthalt=12,12 …`: services beyond those given are not said. */
function lineOf(party: string): string {
  const [responsible, live] = FIGURES[party] ?? [0, []]
  const said = live.map((count, n) => `${SERVICES[n]}=${responsible},${count}`)
  return `melden R-1/2023 für ${party} ${said.join(' ')} koordination=ja taskforce=nein`
}

/** Keeps what is seen where the pictures of the documentation are made anew. */
function keep(name: string, content: Uint8Array): void {
  if (process.env['UPDATE_PICTURES']) writeFileSync(path.join(pictures, name), content)
}

describe('the round before the 42nd session, in the room', () => {
  it('opens by itself on 6 October 2023, and asks each Land privately', async () => {
    await goTo(SECRETARIAT, 'place/geschaeftsstelle')
    await turnsClockTo('6.10.2023 9:00')
    await page.locator('#talk').getByText('Runde R-1/2023').first().waitFor()
    await goTo(member('HE'), 'private')
    await page.getByText('Ihre Meldung für Hessen').first().waitFor()
  })

  it('is filled in by Hesse in the form, in three steps', async () => {
    await page.getByRole('button', { name: 'Melden' }).first().click()
    await step(1)
    await fills({ 'q1-1-responsible': 430, 'q1-1-live': 431 })
    await next()
    // what cannot be is said at its field, and nothing is lost
    await page.locator('#f-q1-1-live-fault').waitFor()
    await fills({ 'q1-1-live': 212, 'q1-2-responsible': 430, 'q1-2-live': 118 })
    await next()
    await step(2)
    await fills({
      'q1-3-responsible': 430,
      'q1-3-live': 259,
      'q1-4-responsible': 430,
      'q1-4-live': 318,
    })
    await next()
    await step(3)
    await fills({ 'q1-5-responsible': 430, 'q1-5-live': 77 })
    await page.locator('input[name="value.q2"]').first().check()
    await page.locator('input[name="value.q3"]').first().check()
    await page
      .getByLabel('Aktivitäten')
      .fill('Drei Kreise begleitet; Schulung der Ausländerbehörden im Oktober.')
    await next()
    await page.locator('#talk').getByText('Gemeldet: Hessen, R-1/2023, Fassung 1').waitFor()
  })

  it('is reported in one line by the others but Saxony, and looked at: one is sent back', async () => {
    for (const party of Object.keys(FIGURES)) {
      await goTo(member(party), 'private')
      await types(lineOf(party), 'Fassung 1')
    }
    await goTo(SECOND, 'place/geschaeftsstelle')
    for (const party of ['HE', ...Object.keys(FIGURES)]) {
      if (party !== 'ST') await types(`annehmen R-1/2023 ${party}`, 'Angenommen')
    }
    await types(
      'zurückgeben R-1/2023 ST "Die Zahl der Stellen ist die vom Vorjahr."',
      'Zurückgegeben',
    )
  }, 180_000)

  it('is closed by the secretariat on 30 October: in the place of the council stand words, table, chart and map', async () => {
    await goTo(SECRETARIAT, 'place/geschaeftsstelle')
    await turnsClockTo('30.10.2023 9:00')
    await page.getByRole('button', { name: 'Runde schließen' }).last().click()
    await page
      .locator('#answer')
      .getByText('Gemeldet haben 14 von 16')
      .waitFor({ state: 'attached' })
    await goTo(member('BY'), 'place/umlauf')
    const shown = page.locator('#talk img.picture')
    await shown.nth(1).waitFor()
    for (const n of [0, 1]) {
      const width = `document.querySelectorAll('#talk img.picture')[${n}].decode().then(() => document.querySelectorAll('#talk img.picture')[${n}].naturalWidth)`
      expect(await page.evaluate(width)).toBe(1200)
      expect(await shown.nth(n).getAttribute('alt')).toContain(
        'Nicht gemeldet, oder zurückgegeben: SN, ST.',
      )
    }
    const talk = (await page.locator('#talk').textContent()) ?? ''
    expect(talk).toContain('Gemeldet haben 14 von 16. Nicht berichtet: Sachsen und Sachsen-Anhalt.')
    expect(talk.indexOf('Gemeldet haben')).toBeLessThan(talk.indexOf('Balken.png'))
    expect(await violations(page)).toEqual([])
    await page.setViewportSize({ width: 360, height: 800 })
    expect(await page.evaluate('document.documentElement.scrollWidth')).toBe(360)
    await page.setViewportSize(VIEWPORT)
    await shown.nth(0).scrollIntoViewIfNeeded()
    keep('interim-report-room.png', await page.screenshot())
  })

  it('is given to whoever asks, with everything to take away', async () => {
    await page.getByRole('button', { name: 'Stand zeigen' }).last().click()
    const files = page.locator('#talk .files a')
    await files.getByText('Zwischenstand-R-1-2023.xlsx').waitFor()
    expect(await page.locator('#talk img.picture').count()).toBe(4)
    for (const name of ['Balken', 'Karte']) {
      const address = await files.filter({ hasText: name }).last().getAttribute('href')
      const got = await page.request.get(new URL(address ?? '', page.url()).href)
      expect(got.headers()['content-type']).toBe('image/png')
      if (name === 'Karte') keep('interim-report-map.png', await got.body())
    }
  })
})
