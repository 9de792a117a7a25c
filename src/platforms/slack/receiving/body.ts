// Reads the body of a signed HTTP request, null-safe: JSON, a form, or a form with JSON in its `payload`; leaves whether it may come in to the receiver's `admit`.
import { isUtf8 } from 'node:buffer'
import { isTooDeep } from './nesting.ts'

export type Body =
  | { readonly kind: 'body'; readonly body: Readonly<Record<string, unknown>> }
  | { readonly kind: 'sslCheck' }
  | { readonly kind: 'malformed'; readonly reason: string }
  | { readonly kind: 'otherType' }

/** A slash command has about 15 fields. */
const MOST_FIELDS = 50

/** Never throws. @param contentType as it came; without one the first character tells. */
export function readBody(raw: Buffer, contentType: string | undefined): Body {
  if (!isUtf8(raw)) return malformed('not UTF-8')
  const text = raw.toString('utf8')
  const type = contentType?.split(';', 1)[0]?.trim().toLowerCase()
  if (type === 'application/json') return readJson(text)
  if (type === 'application/x-www-form-urlencoded') return readForm(text)
  if (type !== undefined && type !== '') return { kind: 'otherType' }
  return /^\s*[[{]/.test(text) ? readJson(text) : readForm(text)
}

function malformed(reason: string): Body {
  return { kind: 'malformed', reason }
}

function readJson(text: string): Body {
  if (isTooDeep(text)) return malformed('nested too deep')
  try {
    const body: unknown = JSON.parse(text)
    return isObject(body) ? { kind: 'body', body } : malformed('no JSON object')
  } catch {
    return malformed('no JSON')
  }
}

function isObject(value: unknown): value is Record<string, unknown> {
  return typeof value === 'object' && value !== null && !Array.isArray(value)
}

function readForm(text: string): Body {
  const pairs = text.split('&', MOST_FIELDS + 1)
  if (pairs.length > MOST_FIELDS) return malformed('too many fields')
  const fields = new Map<string, string>()
  for (const pair of pairs) {
    const equals = pair.indexOf('=')
    const name = decoded(equals < 0 ? pair : pair.slice(0, equals))
    const value = decoded(equals < 0 ? '' : pair.slice(equals + 1))
    if (name === undefined || value === undefined) return malformed('no form')
    if (fields.has(name)) return malformed('a field twice')
    fields.set(name, value)
  }
  const payload = fields.get('payload')
  if (payload !== undefined) {
    return fields.size === 1 ? readJson(payload) : malformed('fields beside the payload')
  }
  if (fields.get('ssl_check') === '1') return { kind: 'sslCheck' }
  return { kind: 'body', body: Object.fromEntries(fields) }
}

function decoded(part: string): string | undefined {
  try {
    return decodeURIComponent(part.replaceAll('+', ' '))
  } catch {
    return undefined
  }
}
