// What a picture of a round shows of each party, of one service or of all together, and the same in words; leaves drawing to bars.ts and map.ts.
import { formatShortDay } from '../../time.ts'
import type { Language } from '../../values.ts'
import { grouped, type PartyFigures, type RoundFigures, type ServiceCounts } from '../figures.ts'
import { type PictureTexts, pictureTexts } from './texts.ts'

/** How far a party is: by figures, or why there are none. */
export const STATES = ['complete', 'partial', 'none', 'unsaid', 'missing'] as const
export type State = (typeof STATES)[number]

/** Live bodies out of the responsible ones; the denominator may be unknown. */
export type Reach = { readonly live: number; readonly responsible: number | undefined }

/** One party in a picture. `reach` is undefined where nothing was said. */
export type Shown = {
  readonly code: string
  readonly name: string
  readonly state: State
  readonly reach: Reach | undefined
  readonly before: Reach | undefined
  /** Of how many services it gave figures. */
  readonly said: number
  /** Of how many it was asked. */
  readonly asked: number
}

/** What is said of some services only is not the whole, whatever its figures are. */
export function isPartial({ reach, said, asked }: Shown): boolean {
  return reach !== undefined && said < asked
}

/** All that a picture says. */
export type Picture = {
  /** The service, or all of them. */
  readonly what: string
  readonly day: string
  readonly title: string
  /** How many services it is about. */
  readonly asked: number
  readonly shown: readonly Shown[]
  readonly arrived: number
  readonly total: Reach | undefined
  readonly layout: RoundFigures['layout']
  readonly language: Language
}

/** @param service one service of the round; without it all are taken together. */
export function pictureOf(figures: RoundFigures, language: Language, service?: string): Picture {
  const t = pictureTexts[language]
  const named = figures.services.find(({ id }) => id === service)
  const wanted = figures.services.map(({ id }) => id).filter((id) => !named || id === named.id)
  const shown = figures.parties.map((party) => shownOf(party, wanted))
  return {
    what: named ? named.name[language] : t.allServices,
    day: formatShortDay(figures.asOf, language),
    title: figures.title[language],
    asked: wanted.length,
    shown,
    arrived: shown.filter(({ state }) => state !== 'missing').length,
    total: sumOf(shown.map(({ reach }) => reach)),
    layout: figures.layout,
    language,
  }
}

function shownOf(party: PartyFigures, wanted: readonly string[]): Shown {
  const { party: code, name, standing } = party
  const rows = party.services.filter(({ service }) => wanted.includes(service))
  const now = rows.filter(({ counts }) => reachOf(counts))
  const earlier = now.map(({ before }) => reachOf(before))
  // what one of the two rounds does not say is no change
  const isLike = earlier.every((reach) => reach !== undefined)
  const said = {
    ...{ code, name, said: now.length, asked: wanted.length },
    before: isLike ? sumOf(earlier) : undefined,
  }
  if (standing === 'missing' || standing === 'returned')
    return { ...said, state: 'missing', reach: undefined, before: undefined }
  const reach = sumOf(rows.map(({ counts }) => reachOf(counts)))
  if (!reach) return { ...said, state: 'unsaid', reach }
  const isComplete =
    rows.length === wanted.length && rows.every(({ coverage }) => coverage.complete)
  if (isComplete) return { ...said, state: 'complete', reach }
  return { ...said, state: reach.live > 0 ? 'partial' : 'none', reach }
}

function reachOf(counts: ServiceCounts | undefined): Reach | undefined {
  return counts?.live === undefined
    ? undefined
    : { live: counts.live, responsible: counts.responsible }
}

/** A denominator that somebody did not give is unknown for the sum too. */
function sumOf(parts: readonly (Reach | undefined)[]): Reach | undefined {
  const said = parts.filter((part) => part !== undefined)
  if (said.length === 0) return undefined
  return said.reduce((sum, { live, responsible }) => ({
    live: sum.live + live,
    responsible:
      sum.responsible === undefined || responsible === undefined
        ? undefined
        : sum.responsible + responsible,
  }))
}

/** `1.234 von 2.000`. */
export function figureWords({ live, responsible }: Reach, language: Language): string {
  const t = pictureTexts[language]
  return responsible === undefined
    ? t.outOfUnknown(grouped(live, language))
    : t.outOf(grouped(live, language), grouped(responsible, language))
}

/** The share in whole per cent, rounded down, so that 100 % are all and less than one is not none; undefined without a denominator. */
export function shareWords({ live, responsible }: Reach, t: PictureTexts): string | undefined {
  if (responsible === undefined || responsible === 0) return undefined
  const share = Math.floor((live * 100) / responsible)
  return live > 0 && share === 0 ? t.lessThanOne : t.percent(share)
}

/** The share of a party; beside it of how many services, where these are not all. */
export function shareOf(one: Shown, t: PictureTexts): string | undefined {
  const share = one.reach && shareWords(one.reach, t)
  const part = isPartial(one) ? t.part(one.said, one.asked) : undefined
  const words = [share, part].filter((word) => word !== undefined)
  return words.length === 0 ? undefined : words.join(' ')
}

/** How much of a party's length is filled: never all of it before it is complete. */
export function filledOf({ reach, state }: Shown, length: number): number {
  const all = reach ? filled(reach, length) : 0
  return state === 'complete' ? all : Math.min(all, length - 3)
}

/** How much of a length is filled: never full before all are live, never empty after the first. */
export function filled({ live, responsible }: Reach, length: number): number {
  if (responsible === undefined || responsible === 0 || live === 0) return 0
  if (live >= responsible) return length
  return Math.min(length - 3, Math.max(3, Math.floor((live * length) / responsible)))
}

/** `+12`, `−3`, `±0`; undefined where one of the two is unknown. */
export function changeWords(
  now: number | undefined,
  before: number | undefined,
  language: Language,
): string | undefined {
  if (now === undefined || before === undefined) return undefined
  const difference = now - before
  if (difference === 0) return '±0'
  return `${difference > 0 ? '+' : '−'}${grouped(Math.abs(difference), language)}`
}

/** `Zusammen 1.732 von 10.085 live (17 %) · flächendeckend in 3, verfügbar in 11 von 16`; undefined where nobody said anything. */
export function totalWords({ total, shown, language }: Picture): string | undefined {
  if (!total) return undefined
  const t = pictureTexts[language]
  const share = shareWords(total, t)
  const complete = shown.filter(({ state }) => state === 'complete').length
  const available = shown.filter(({ reach }) => reach !== undefined && reach.live > 0).length
  const sum = t.total(figureWords(total, language)) + (share === undefined ? '' : ` (${share})`)
  return `${sum} · ${t.flags(complete, available, shown.length)}`
}

/** All of a picture for somebody who does not see it. */
export function altText(picture: Picture, kind: 'map' | 'bars'): string {
  const t = pictureTexts[picture.language]
  const intro = { map: t.mapAlt, bars: t.barsAlt }[kind](picture.what, picture.day)
  const states = STATES.flatMap((state) => {
    const codes = picture.shown.filter((one) => one.state === state).map(({ code }) => code)
    return codes.length === 0 ? [] : [t.altState(t[state], codes.join(', '))]
  })
  const total = totalWords(picture)
  const sum = total === undefined ? [] : [`${total}.`]
  return [intro, ...sum, ...states.map(capital), t.altEnd].join(' ')
}

const capital = (text: string) => text.charAt(0).toUpperCase() + text.slice(1)
