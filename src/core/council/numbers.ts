// The written numbers of circulations and decisions: how they are given and how people write them; leaves the counting to the store.
import type { LocalDate } from '../time.ts'
import type { NumberSeries } from './council.ts'

/** The series of a body; each counts by the calendar year. */
export type Series = 'circulation' | 'decision'

/** What somebody may have meant: an id, a draft, or numbers as they were given. */
export type WrittenReference = {
  readonly id?: string
  readonly draft?: number
  readonly numbers: readonly string[]
}

const UUID = /^[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}$/

/** Words that people put before a number, and what they say about it. */
const LEAD =
  /^(?:(umlauf(?:verfahren)?|circulation)|((?:umlauf)?beschluss|decision|resolution)|(entwurf|draft)|(?:nr|no|nummer|number))(?:-|(?=\d))+/

/** Writes a number by the pattern in force at a date: the last that has begun; before the first, the first. */
export function writtenNumber({ patterns }: NumberSeries, n: number, date: LocalDate): string {
  const pattern = patterns.findLast(({ from }) => from <= date) ?? patterns[0]
  return format(pattern?.pattern ?? '', n, date.slice(0, 4))
}

/**
 * Every reading of what somebody wrote, by every pattern ever used: `7/2023`, `Umlauf 7/2023`, `beschluss-2023-35`,
 * `b-2025-33-it`, `E-12`. Slashes, spaces and dashes are one, case does not matter. Several numbers mean that the caller
 * looks which exist and asks back.
 */
export function readReference(
  written: string,
  series: Readonly<Record<Series, readonly NumberSeries[]>>,
): WrittenReference {
  if (written.length > 80) return { numbers: [] }
  const text = flat(written)
  if (UUID.test(text)) return { id: text, numbers: [] }
  const { rest, said } = withoutLead(text)
  const draft = said === undefined || said === 'draft' ? draftIn(rest, said) : undefined
  const asked = (['circulation', 'decision'] as const).filter(
    (one) => said === undefined || said === one,
  )
  const patterns = asked.flatMap((one) => series[one].flatMap((each) => each.patterns))
  const numbers = new Set(patterns.flatMap(({ pattern }) => numberBy(pattern, rest)))
  return { ...(draft === undefined ? {} : { draft }), numbers: [...numbers] }
}

function draftIn(text: string, said: 'draft' | undefined): number | undefined {
  const [, mark, digits] = /^(e-?)?0*([1-9]\d{0,5})$/.exec(text) ?? []
  return digits !== undefined && (mark !== undefined || said) ? Number(digits) : undefined
}

function withoutLead(text: string): { rest: string; said: Series | 'draft' | undefined } {
  let rest = text
  let said: Series | 'draft' | undefined
  for (let lead = LEAD.exec(rest); lead; lead = LEAD.exec(rest)) {
    said = lead[1] ? 'circulation' : lead[2] ? 'decision' : lead[3] ? 'draft' : said
    rest = rest.slice(lead[0].length)
  }
  return { rest, said }
}

/** The number as this pattern writes it, if `text` is one of its spellings. */
function numberBy(pattern: string, text: string): string[] {
  const form = flat(pattern.replace('{year}', '\u0001').replace(/\{nn?\}/, '\u0002'))
    .replace('\u0001', '(?<year>\\d{4})')
    .replace('\u0002', '0*(?<n>[1-9]\\d{0,5})')
  const found = new RegExp(`^${form}$`).exec(text)?.groups
  return found ? [format(pattern, Number(found['n']), found['year'] ?? '')] : []
}

/** `{n}` plain, `{nn}` with at least two digits, `{year}` with four. */
function format(pattern: string, n: number, year: string): string {
  return pattern
    .replace('{nn}', String(n).padStart(2, '0'))
    .replace('{n}', String(n))
    .replace('{year}', year)
}

/** One form for all spellings: compatible characters folded, invisible ones dropped, every separator a single dash. */
function flat(text: string): string {
  return text
    .normalize('NFKC')
    .replaceAll(/\p{Cf}/gu, '')
    .toLowerCase()
    .replaceAll(/[\s./\\_#:\p{Pd}]+/gu, '-')
    .replaceAll(/^-+|-+$/g, '')
}
