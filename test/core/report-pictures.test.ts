// The pictures of a round: what they say, for eyes, for grey paper and for ears, in both languages; compared with the kept ones by what is seen, rewritten by UPDATE_GOLDEN=1.
import { existsSync, mkdirSync, readFileSync, writeFileSync } from 'node:fs'
import path from 'node:path'
import { fileURLToPath } from 'node:url'
import pixelmatch from 'pixelmatch'
import { PNG } from 'pngjs'
import { SaxesParser } from 'saxes'
import { describe, expect, it } from 'vitest'
import type { PartyFigures, RoundFigures } from '../../src/core/reports/figures.ts'
import { barChart } from '../../src/core/reports/pictures/bars.ts'
import { altText, filled, pictureOf, shareWords } from '../../src/core/reports/pictures/coverage.ts'
import { tileMap } from '../../src/core/reports/pictures/map.ts'
import { pictureTexts } from '../../src/core/reports/pictures/texts.ts'
import { LANGUAGES } from '../../src/core/values.ts'
import { drawPicture } from '../../src/files/aside.ts'
import { drawSvg } from '../../src/files/picture.ts'
import { aRound, aService } from './report-samples.ts'

const folder = fileURLToPath(new URL('../golden/pictures/', import.meta.url))
const DRAWN = { bars: barChart, map: tileMap }
const KINDS = ['bars', 'map'] as const
const both = KINDS.flatMap((kind) => LANGUAGES.map((language) => [kind, language] as const))

/** The words of a picture in their order, as they are drawn. */
function wordsIn(svg: string): readonly string[] {
  const words: string[] = []
  let isText = false
  const parser = new SaxesParser<{ xmlns: false }>({ xmlns: false })
  parser.on('error', (error) => {
    throw error
  })
  parser.on('opentag', ({ name }) => {
    isText = name === 'text'
  })
  parser.on('closetag', () => {
    isText = false
  })
  parser.on('text', (text) => {
    if (isText) words.push(text)
  })
  parser.write(svg).close()
  return words
}

const land = (figures: RoundFigures, party: string, more: Partial<PartyFigures>): RoundFigures => ({
  ...figures,
  parties: figures.parties.map((one) => (one.party === party ? { ...one, ...more } : one)),
})

describe('a picture says all without a word beside it', () => {
  it.each(both)(
    '%s in %s: title, Stichtag, sum with both flags, legend, source',
    (kind, language) => {
      const words = wordsIn(DRAWN[kind](pictureOf(aRound(), language, 'einbuergerung')))
      const all = words.join('\n')
      const t = pictureTexts[language]
      const said = {
        de: ['Einbürgerung', 'Stichtag Fr., 29.09.2023', '14 von 16 Meldungen', 'R-3/2023'],
        en: ['Naturalisation', 'As of Fri 29 Sep 2023', '14 of 16 reports', 'R-3/2023'],
      }
      for (const piece of said[language]) expect(all).toContain(piece)
      for (const state of ['complete', 'partial', 'none', 'unsaid', 'missing'] as const)
        expect(words).toContain(t[state])
      expect(all).toContain(t.flags(3, 11, 16))
      expect(all).toContain(language === 'de' ? '395 von 396' : '395 of 396')
    },
  )

  it.each(both)('%s in %s looks as it was printed last', async (kind, language) => {
    const svg = DRAWN[kind](pictureOf(aRound(), language, 'einbuergerung'))
    const png = await drawPicture(svg, 600)
    const file = path.join(folder, `${kind}.${language}.png`)
    if (process.env['UPDATE_GOLDEN']) {
      mkdirSync(folder, { recursive: true })
      writeFileSync(file, png)
    }
    expect(existsSync(file), `${file}: no golden file; UPDATE_GOLDEN=1 writes it`).toBe(true)
    const [now, kept] = [PNG.sync.read(Buffer.from(png)), PNG.sync.read(readFileSync(file))]
    expect([now.width, now.height]).toEqual([kept.width, kept.height])
    const differing = pixelmatch(now.data, kept.data, undefined, now.width, now.height)
    expect(differing).toBeLessThan(60)
  })

  it('a figure more in one tile is seen by that comparison', async () => {
    const [one, other] = await Promise.all(
      [411, 412].map(async (live) => {
        const services = [aService('einbuergerung', { responsible: 421, live })]
        const figures = land(aRound(), 'HE', { services })
        const png = await drawPicture(tileMap(pictureOf(figures, 'de', 'einbuergerung')), 600)
        return PNG.sync.read(Buffer.from(png))
      }),
    )
    const { data, width, height } = one ?? expect.unreachable('nothing was drawn')
    expect(pixelmatch(data, other?.data ?? data, undefined, width, height)).toBeGreaterThan(20)
  })

  it('the same figures give the same picture, byte for byte', async () => {
    const svg = tileMap(pictureOf(aRound(), 'de'))
    expect(tileMap(pictureOf(aRound(), 'de'))).toBe(svg)
    const [one, other] = await Promise.all([drawPicture(svg, 1200), drawSvg(svg, 1200)])
    expect(Buffer.from(one).equals(other)).toBe(true)
  })
})

describe('colour alone says nothing', () => {
  it('in grey the three fills, the paper and the hatching stay apart', async () => {
    const png = await drawPicture(tileMap(pictureOf(aRound(), 'de', 'einbuergerung')), 600)
    const { data, width } = PNG.sync.read(Buffer.from(png))
    const grey = (x: number, y: number) => {
      const at = (y * width + x) * 4
      const [r = 0, g = 0, b = 0] = data.subarray(at, at + 3)
      return Math.round(0.2126 * r + 0.7152 * g + 0.0722 * b)
    }
    // below the code of Hamburg (complete), Nordrhein-Westfalen (395 of 396) and Schleswig-Holstein (none)
    const [complete, partial, none] = [grey(310, 126), grey(118, 318), grey(214, 126)]
    expect(complete).toBeLessThan(80)
    expect(partial - complete).toBeGreaterThan(80)
    expect(none - partial).toBeGreaterThan(60)
    const hatched = Array.from({ length: 40 }, (_, n) => grey(306 + n, 222))
    expect(Math.max(...hatched) - Math.min(...hatched)).toBeGreaterThan(30)
  })

  it('each state has a sign of its own form', () => {
    const signs = tileMap(pictureOf(aRound(), 'de', 'einbuergerung'))
      .split('\n')
      .filter((shape) => /^<(?:path|circle)|>\?<\/text>/.test(shape))
      .map((shape) => shape.replace(/\b(?:c?[xy]|fill|stroke)="[^"]*"|M[\d. ]+/g, ''))
    expect(new Set(signs).size).toBeGreaterThanOrEqual(5)
  })

  it.each(LANGUAGES)('whoever does not see it is told the same: %s', (language) => {
    const alt = altText(pictureOf(aRound(), language, 'einbuergerung'), 'map')
    expect(alt).toContain(language === 'de' ? '1.732 von 10.085' : '1,732 of 10,085')
    expect(alt).toMatch(/: BE, HB, HH\./)
    expect(alt).toMatch(/: SN, ST\./)
    expect(alt).toMatch(/: SL\./)
    expect(alt.length).toBeLessThan(700)
  })
})

describe('no picture flatters', () => {
  it('99 of 100 are neither full nor 100 per cent, and one of 1,000 is not none', () => {
    const t = pictureTexts.de
    expect(filled({ live: 9999, responsible: 10_000 }, 196)).toBeLessThan(196)
    expect(shareWords({ live: 9999, responsible: 10_000 }, t)).toBe('99 %')
    expect(filled({ live: 1, responsible: 10_000 }, 196)).toBeGreaterThan(0)
    expect(shareWords({ live: 1, responsible: 10_000 }, t)).toBe('unter 1 %')
  })

  it('a Land is full only if it is so in every service, and a missing denominator is none', () => {
    const stateOf = (services: PartyFigures['services']) =>
      pictureOf(land(aRound(), 'HE', { services }), 'de').shown.find(({ code }) => code === 'HE')
    const full = aService('einbuergerung', { responsible: 5, live: 5 })
    expect(stateOf([full])?.state).toBe('partial')
    expect(stateOf([full, aService('wohngeld', { responsible: 3, live: 3 })])?.state).toBe(
      'complete',
    )
    expect(stateOf([aService('wohngeld', { live: 3 })])).toMatchObject({
      state: 'partial',
      reach: { live: 3, responsible: undefined },
    })
  })

  it('what was sent back counts as missing, whatever it said', () => {
    const figures = land(aRound(), 'HE', { standing: 'returned' })
    const picture = pictureOf(figures, 'de', 'einbuergerung')
    expect(picture.shown.find(({ code }) => code === 'HE')).toMatchObject({
      state: 'missing',
      reach: undefined,
    })
    expect(picture.total).toEqual({ live: 1602, responsible: 9664 })
  })
})

describe('names are drawn, never carried out', () => {
  const hostile = `<script>alert(1)</script>&"\u202eabc\u0000 ${'x'.repeat(10_000)}`

  it.each(KINDS)(
    '%s: markup, turns and endless names stay words within the picture',
    async (kind) => {
      const services = [{ id: 'einbuergerung', name: { de: hostile, en: hostile } }]
      const figures = land(aRound({ services }), 'HE', { name: hostile })
      const svg = DRAWN[kind](pictureOf(figures, 'de', 'einbuergerung'))
      expect(svg).not.toContain('<script')
      expect(svg.length).toBeLessThan(60_000)
      const longest = Math.max(...wordsIn(svg).map((words) => words.length))
      expect(longest).toBeLessThan(120)
      expect((await drawPicture(svg, 600)).length).toBeGreaterThan(1000)
    },
  )

  it('parties without a place on the map follow in rows, and a round of nobody is a picture too', () => {
    const map = tileMap(pictureOf(aRound({ layout: undefined }), 'de'))
    expect(wordsIn(map).filter((words) => /^[A-Z]{2}$/.test(words))).toHaveLength(16)
    for (const kind of KINDS) {
      const words = wordsIn(DRAWN[kind](pictureOf(aRound({ parties: [] }), 'de')))
      expect(words.join()).toContain('0 von 0 Meldungen')
    }
  })
})
