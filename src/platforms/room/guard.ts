// Who may speak to the room at all: only this machine's own browser with the key, on the room's own address; leaves what is asked to server.ts.
import { createHash, timingSafeEqual } from 'node:crypto'
import type { MiddlewareHandler } from 'hono'
import { getCookie, setCookie } from 'hono/cookie'
import { LANGUAGES, type Language } from '../../core/values.ts'
import { renderLocked, renderWords } from './frame.ts'
import { roomTexts } from './texts.ts'

/** No inline script or style, nothing from elsewhere, nobody may frame the page. */
const POLICY = [
  "default-src 'none'",
  "script-src 'self'",
  "style-src 'self'",
  "font-src 'self'",
  "img-src 'self'",
  "connect-src 'self'",
  "form-action 'self'",
  "base-uri 'none'",
  "frame-ancestors 'none'",
].join('; ')

/** Headers that every answer of the room carries. */
export const withHeaders: MiddlewareHandler = async (context, next) => {
  await next()
  const { headers } = context.res
  headers.set('Content-Security-Policy', POLICY)
  headers.set('X-Content-Type-Options', 'nosniff')
  // not "no-referrer": a form posted under that says its origin is "null"
  headers.set('Referrer-Policy', 'same-origin')
  headers.set('Cross-Origin-Opener-Policy', 'same-origin')
  headers.set('Cross-Origin-Resource-Policy', 'same-origin')
  if (!headers.has('Cache-Control')) headers.set('Cache-Control', 'no-store')
}

/**
 * Refuses other host names (a foreign page whose name was rebound to 127.0.0.1) and posts from other sites.
 * @param port the port listened on, known after the start
 */
export function onlyOwnSite(port: () => number): MiddlewareHandler {
  return async (context, next) => {
    const hosts = [`127.0.0.1:${port()}`, `localhost:${port()}`]
    const host = context.req.header('host') ?? ''
    const origin = context.req.header('origin')
    const site = context.req.header('sec-fetch-site')
    const foreign =
      !hosts.includes(host) ||
      (context.req.method !== 'GET' && origin !== `http://${host}`) ||
      (context.req.method !== 'GET' && site !== undefined && site !== 'same-origin')
    if (!foreign) return next()
    const language = preferredLanguage(context.req.header('accept-language'))
    return context.html(renderWords(language, roomTexts[language].otherSite), 403)
  }
}

/**
 * Lets in who brings the key in the address once, and remembers it in a cookie no script can read. Cookies of one host
 * are shared by all its ports, so the name carries the port: two rooms do not lock each other out.
 */
export function onlyWithKey(key: string, port: () => number): MiddlewareHandler {
  const expected = digest(key)
  const fits = (given: string | undefined) =>
    given !== undefined && timingSafeEqual(digest(given), expected)
  return async (context, next) => {
    const name = `umlauf-room-${port()}`
    if (context.req.method === 'GET' && fits(context.req.query('key'))) {
      setCookie(context, name, key, { httpOnly: true, sameSite: 'Strict', path: '/' })
      return next()
    }
    if (fits(getCookie(context, name))) return next()
    return context.html(renderLocked(preferredLanguage(context.req.header('accept-language'))), 403)
  }
}

function digest(text: string): Buffer {
  return createHash('sha256').update(text).digest()
}

/** The first language of the browser that the product speaks; German where it speaks none of them. */
export function preferredLanguage(accepted: string | undefined): Language {
  const wanted = (accepted ?? '').split(',').map((range) => {
    const [tag = '', ...parameters] = range.trim().toLowerCase().split(';')
    const weight = parameters.find((parameter) => parameter.trim().startsWith('q='))
    return { tag: tag.split('-')[0], q: weight === undefined ? 1 : Number(weight.trim().slice(2)) }
  })
  const spoken = wanted
    .filter(({ tag, q }) => q > 0 && LANGUAGES.some((language) => language === tag))
    .sort((a, b) => b.q - a.q)
  return LANGUAGES.find((language) => language === spoken[0]?.tag) ?? 'de'
}
