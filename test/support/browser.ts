// A real browser for tests: the one in the package, or another by CHROMIUM_PATH, and what axe finds on a page; leaves pages and what is done on them to the tests.
import { existsSync, readFileSync } from 'node:fs'
import { createRequire } from 'node:module'
import type { AxeResults } from 'axe-core'
import type { Browser, Page } from 'playwright-core'

const axe = readFileSync(createRequire(import.meta.url).resolve('axe-core/axe.min.js'), 'utf8')

/** Starts a browser without a window. The caller closes it. */
export async function openBrowser(): Promise<Browser> {
  // makes the package unpack the system libraries that a bare machine lacks; read when it is imported
  process.env['AWS_LAMBDA_JS_RUNTIME'] ??= 'nodejs22.x'
  const { default: packed } = await import('@sparticuz/chromium')
  const { chromium } = await import('playwright-core')
  const own = process.env['CHROMIUM_PATH']
  if (own !== undefined && !existsSync(own)) throw new Error(`CHROMIUM_PATH: no file at ${own}`)
  // the arguments the package proposes switch web security off, and with it what is to be tested
  return chromium.launch({
    executablePath: own ?? (await packed.executablePath()),
    args: process.getuid?.() === 0 ? ['--no-sandbox'] : [],
  })
}

/** What axe finds against WCAG 2.1 A and AA, each with the first place. */
export async function violations(page: Page): Promise<readonly string[]> {
  await page.evaluate(axe)
  const tags = ['wcag2a', 'wcag2aa', 'wcag21a', 'wcag21aa', 'best-practice']
  const found = (await page.evaluate(`axe.run({ runOnly: ${JSON.stringify(tags)} })`)) as AxeResults
  return found.violations.map(({ id, nodes }) => `${id}: ${nodes[0]?.html ?? ''}`)
}
