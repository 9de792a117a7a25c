// Reads the sources and holds the walls between their parts, and shows of each wall that it can fall; leaves the rules themselves to test/support/walls.
import { fileURLToPath } from 'node:url'
import { describe, expect, it } from 'vitest'
import { documentWalls } from './support/walls/documents.ts'
import { edgeWalls } from './support/walls/edges.ts'
import { lengthWalls } from './support/walls/length.ts'
import { purityWalls } from './support/walls/purity.ts'
import { shapeWalls } from './support/walls/shape.ts'
import { importsOf, partsOf, readTree, typescript } from './support/walls/source.ts'

const tree = readTree(fileURLToPath(new URL('..', import.meta.url)))
const walls = [...edgeWalls, ...purityWalls, ...shapeWalls, ...lengthWalls, ...documentWalls]

describe('the sources', () => {
  for (const { says, faults } of walls) {
    it(says, () => {
      expect(faults(tree)).toEqual([])
    })
  }
})

describe('a wall falls where it should, and only there', () => {
  const samples = walls.flatMap(({ says, faults, refuses, accepts }) => [
    ...refuses.map((sources) => ({ says, faults, sources, verdict: 'refused' })),
    ...accepts.map((sources) => ({ says, faults, sources, verdict: 'accepted' })),
  ])

  for (const { says, faults, sources, verdict } of samples) {
    it(`${says}: ${sources[0]?.path} is ${verdict}`, () => {
      expect(faults(sources).length > 0 ? 'refused' : 'accepted').toBe(verdict)
    })
  }

  it('every wall has shown both', () => {
    const silent = walls.filter(({ refuses, accepts }) => !refuses.length || !accepts.length)
    expect(silent.map(({ says }) => says)).toEqual([])
  })
})

describe('what the walls read', () => {
  it('the sources are found, whatever folder the clone lies in', () => {
    expect(typescript(tree, 'src/core').map(({ path }) => path)).toContain('src/core/bot.ts')
    expect(tree.map(({ path }) => path)).toContain('prisma/functions/cast_vote.sql')
  })

  it('text in strings, templates, comments and regular expressions is no code', () => {
    // biome-ignore lint/suspicious/noTemplateCurlyInString: a made-up source
    const text = "a(/'/g, 'b // c') // d('e')\nconst f = `g ${h('i', { j: 1 })} k`"
    const { code, literals, comments } = partsOf(text)
    expect(code).toHaveLength(text.length)
    expect(code).toContain("h(' ', { j: 1 })")
    expect(code).not.toMatch(/[bcdegk]\b/)
    expect(literals.map(({ value }) => value)).toEqual(['b // c', 'g ', 'i', ' k'])
    expect(comments).toBe("// d('e')\n")
  })

  it('an import is seen in each of its forms, and whether it leaves anything at run time', () => {
    const text = [
      "import { a } from './a.ts'",
      "import type { B } from './b.ts'",
      "import { type C, type D } from './c.ts'",
      "import e, { type F } from './e.ts'",
      "export * from './g.ts'",
      "import './h.ts'",
      "const i = await import('./i.ts')",
      "// import { j } from './j.ts'",
      'const k = "import { l } from \'./l.ts\'"',
    ].join('\n')
    const seen = importsOf(text).map(({ from, typeOnly }) => `${from}${typeOnly ? ' types' : ''}`)
    expect(seen.sort()).toEqual(
      ['./a.ts', './b.ts types', './c.ts types', './e.ts', './g.ts', './h.ts', './i.ts'].sort(),
    )
  })
})
