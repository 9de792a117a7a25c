// A real browser for tests: the one in the package, or another by CHROMIUM_PATH; leaves pages and what is done on them to the tests.
import { existsSync } from 'node:fs'
import type { Browser } from 'playwright-core'

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
