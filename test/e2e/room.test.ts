// The room in a real browser: voting by keyboard alone, a second page that follows, retries that count once, accessibility in light, dark and narrow, and the same without script; the council behind it is a small play.
import { mkdtempSync, rmSync, utimesSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import path from 'node:path'
import type { Browser, BrowserContextOptions, Page } from 'playwright-core'
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it } from 'vitest'
import { openBrowser, violations } from '../support/browser.ts'
import { openPlay, type Play } from '../support/council-play.ts'

let browser: Browser
let play: Play

beforeAll(async () => {
  browser = await openBrowser()
})
afterAll(() => browser.close())
beforeEach(async () => {
  play = await openPlay()
})
afterEach(() => play.room.stop(0))

async function enter(options: BrowserContextOptions = {}): Promise<Page> {
  const context = await browser.newContext(options)
  const page = await context.newPage()
  await page.goto(play.room.url())
  return page
}

const at = (person: string, view = 'place/umlauf') =>
  new URL(`/as/${person}/${view}`, play.room.url()).href

/** Goes on with Tab until the element with this text has the focus, as somebody without a mouse does. */
async function tabTo(page: Page, name: string): Promise<void> {
  for (let step = 0; step < 80; step += 1) {
    const focused = await page.evaluate('document.activeElement?.textContent ?? ""')
    if (String(focused).trim().startsWith(name)) return
    await page.keyboard.press('Tab')
  }
  throw new Error(`Tab does not lead to ${name}`)
}

const pressed = (page: Page, name: string) =>
  page.locator(`button[aria-pressed="true"]:has-text("${name}")`)

describe('The room in a browser', () => {
  it('takes somebody from the door to a counted vote by keyboard alone', async () => {
    const page = await enter({ locale: 'de-DE' })
    await page.keyboard.press('Tab')
    expect(await page.evaluate('document.activeElement.className')).toBe('skip')
    await tabTo(page, 'Mitglied Hessen')
    await page.keyboard.press('Enter')
    await page.waitForSelector('#command')
    await tabTo(page, 'Ablehnung')
    await page.keyboard.press('Space')
    await pressed(page, 'Ablehnung').waitFor()
    expect(play.voteOf('HE')).toBe('no')
    // the focus stays on the choice, and the answer is said aloud
    expect(await page.evaluate('document.activeElement.textContent')).toContain('Ablehnung')
    expect(await page.textContent('#answer')).toBe('Ablehnung für Hessen ist gezählt.')
  })

  it('shows a vote on the other pages that are open, and leaves what is typed there alone', async () => {
    const [hesse, bavaria] = [await enter(), await enter()]
    await bavaria.goto(at('mitglied-by'))
    await bavaria.fill('#command', 'status 7/20')
    await hesse.goto(at('mitglied-he'))
    await hesse.getByRole('button', { name: 'Zustimmung' }).click()
    await bavaria.getByText('Es fehlen noch 4 Länder.').waitFor()
    expect(await bavaria.inputValue('#command')).toBe('status 7/20')
    expect(await bavaria.evaluate('document.activeElement.id')).toBe('command')
    expect(await bavaria.textContent('#talk')).not.toContain('ist gezählt')
  })

  it('tries a lost request again under its id: one click is counted once', async () => {
    const page = await enter()
    await page.goto(at('mitglied-he'))
    let lost = 0
    await page.route('**/act', async (route) => {
      lost += 1
      if (lost > 1) return route.continue()
      // the room hears the request, and its answer is lost on the way
      const headers = await route.request().allHeaders()
      await page.context().request.post(route.request().url(), {
        headers: { 'content-type': headers['content-type'] ?? '', origin: headers['origin'] ?? '' },
        data: route.request().postData() ?? '',
      })
      return route.abort()
    })
    await page.getByRole('button', { name: 'Zustimmung' }).click()
    await page.getByText('Zustimmung für Hessen ist gezählt.').first().waitFor()
    await expect.poll(() => lost).toBe(2)
    expect(play.counted()).toBe(1)
  })

  it('tries again where the answer breaks off in the middle, and takes the next click after it', async () => {
    const page = await enter()
    // what a browser says of a body that was cut off
    await page.addInitScript(`{
      const whole = Response.prototype.text
      Response.prototype.text = function () {
        Response.prototype.text = whole
        return this.body.cancel().then(() => Promise.reject(new TypeError('network error')))
      }
    }`)
    await page.goto(at('mitglied-he'))
    await page.getByRole('button', { name: 'Zustimmung' }).click()
    await pressed(page, 'Zustimmung').waitFor()
    expect(play.counted()).toBe(1)
    await page.getByRole('button', { name: 'Ablehnung' }).click()
    await pressed(page, 'Ablehnung').waitFor()
    expect(play.voteOf('HE')).toBe('no')
  })

  it('keeps a half-filled form open beside a vote, with the focus on the vote', async () => {
    const page = await enter()
    await page.goto(at('mitglied-he'))
    await page.fill('#command', 'entwurf')
    await page.keyboard.press('Enter')
    await page.getByLabel('Titel').fill('EfA-Dienste')
    await page.getByRole('button', { name: 'Ablehnung' }).click()
    await pressed(page, 'Ablehnung').waitFor()
    expect(await page.getByLabel('Titel').inputValue()).toBe('EfA-Dienste')
    expect(await page.evaluate('document.activeElement.textContent')).toContain('Ablehnung')
  })

  it('says the same answer aloud each time it is given', async () => {
    const page = await enter()
    await page.goto(at('mitglied-he'))
    await page.evaluate(`{
      globalThis.spoken = []
      const answer = document.getElementById('answer')
      new MutationObserver(() => answer.textContent && spoken.push(answer.textContent))
        .observe(answer, { childList: true, characterData: true, subtree: true })
    }`)
    for (const times of [1, 2]) {
      await page.fill('#command', 'wer bin ich')
      await page.keyboard.press('Enter')
      await expect.poll(() => page.evaluate('spoken')).toHaveLength(times)
    }
  })

  it('counts two clicks on one button with another between them as three requests', async () => {
    const page = await enter()
    await page.goto(at('mitglied-he'))
    for (const choice of ['Zustimmung', 'Ablehnung', 'Zustimmung']) {
      await page.getByRole('button', { name: choice }).click()
      await pressed(page, choice).waitFor()
    }
    expect(play.counted()).toBe(3)
    expect(play.voteOf('HE')).toBe('yes')
  })

  it('shows the faults of a form at their fields and keeps what was written', async () => {
    const page = await enter()
    await page.goto(at('mitglied-he'))
    await page.fill('#command', 'entwurf')
    await page.keyboard.press('Enter')
    await page.getByLabel('Titel').fill('EfA')
    await page.getByLabel('Text').fill('Eins <b>\nZwei')
    await page.getByRole('button', { name: 'Anlegen' }).click()
    const title = page.getByLabel('Titel')
    await page.locator('[aria-invalid="true"]').waitFor()
    expect(await title.inputValue()).toBe('EfA')
    expect(await page.getByLabel('Text').inputValue()).toBe('Eins <b>\nZwei')
    expect(await page.textContent('#f-title-fault')).toContain('Der Titel ist zu kurz.')
    await title.fill('EfA-Dienste')
    await page.getByRole('button', { name: 'Anlegen' }).click()
    await page.locator('#talk').getByText('Entwurf: EfA-Dienste').waitFor()
    expect(await page.locator('.form').count()).toBe(0)
  })

  it('speaks English after one press, and turns the clock', async () => {
    const page = await enter()
    await page.goto(at('mitglied-he'))
    await page.click('#language-en')
    await page.waitForSelector('html[lang="en"]')
    await page.fill('#turn-to', '9 October 2023 18:00')
    await page.click('#turn')
    await page.locator('#talk').getByText('It is now 9 October 2023 18:00.').waitFor()
    expect(play.turned()).toBe('9 October 2023 18:00')
  })

  it('takes a table in the private talk, with and without a word, and not one that was changed since it was chosen', async () => {
    const page = await enter()
    await page.goto(at('mitglied-he', 'private'))
    const chooser = page.getByLabel('Tabelle anhängen')
    const folder = mkdtempSync(path.join(tmpdir(), 'umlauf-table-'))
    const file = path.join(folder, 'Meldung.csv')
    writeFileSync(file, 'a;1')
    await chooser.setInputFiles(file)
    await page.fill('#command', 'melden R-1/2023')
    await page.keyboard.press('Enter')
    const talk = page.locator('#talk')
    await talk.getByText('Datei zu „melden R-1/2023“: Meldung.csv, 3 Byte: a;1').waitFor()
    expect(await chooser.inputValue()).toBe('')
    await talk.getByText('melden R-1/2023 · Meldung.csv').waitFor()

    await chooser.setInputFiles(file)
    writeFileSync(file, 'a;1\nb;22')
    utimesSync(file, 1, 1)
    await page.getByRole('button', { name: 'Senden' }).click()
    await page.getByText('Die Datei hat sich seit der Auswahl geändert').waitFor()
    expect(await chooser.inputValue()).toBe('')
    await chooser.setInputFiles(file)
    await page.getByRole('button', { name: 'Senden' }).click()
    await talk.getByText('Datei zu „“: Meldung.csv, 8 Byte').waitFor()
    rmSync(folder, { recursive: true })
    await page.goto(at('mitglied-he'))
    expect(await page.getByLabel('Tabelle anhängen').count()).toBe(0)
  })

  it('works without script: a table by a plain post', async () => {
    const page = await enter({ javaScriptEnabled: false })
    await page.goto(at('mitglied-he', 'private'))
    const file = { name: 'Meldung.csv', mimeType: 'text/csv', buffer: Buffer.from('a;1') }
    await page.getByLabel('Tabelle anhängen').setInputFiles(file)
    await page.getByRole('button', { name: 'Senden' }).click()
    await page.locator('#talk').getByText('Datei zu „“: Meldung.csv, 3 Byte: a;1').waitFor()
    await page.fill('#command', 'wer bin ich')
    await page.getByRole('button', { name: 'Senden' }).click()
    await page.locator('#talk').getByText('Gesagt: wer bin ich').waitFor()
  })

  it('works without script: a vote and a form by plain posts', async () => {
    const page = await enter({ javaScriptEnabled: false })
    await page.getByRole('link', { name: 'Mitglied Hessen' }).click()
    await page.getByRole('button', { name: 'Enthaltung' }).click()
    await pressed(page, 'Enthaltung').waitFor()
    expect(play.voteOf('HE')).toBe('abstain')
    await page.fill('#command', 'entwurf')
    await page.getByRole('button', { name: 'Senden' }).click()
    await page.getByLabel('Titel').fill('EfA-Dienste')
    await page.getByRole('button', { name: 'Anlegen' }).click()
    await page.locator('#talk').getByText('Entwurf: EfA-Dienste').waitFor()
  })
})

describe.each(['light', 'dark'] as const)('The room for everyone (%s)', (colorScheme) => {
  it.each([320, 1280, 1920])(
    'is accessible %i px wide, without scrolling sideways',
    async (width) => {
      const page = await enter({ colorScheme, viewport: { width, height: 800 }, bypassCSP: true })
      for (const address of [play.room.url(), at('mitglied-he'), at('mitglied-he', 'private')]) {
        await page.goto(address)
        if (address.includes('/place/')) {
          await page.fill('#command', 'entwurf')
          await page.keyboard.press('Enter')
          await page.getByRole('button', { name: 'Anlegen' }).click()
          await page.locator('.fault').waitFor()
        }
        expect(await violations(page)).toEqual([])
        expect(await page.evaluate('document.documentElement.scrollWidth')).toBe(width)
      }
    },
  )
})
