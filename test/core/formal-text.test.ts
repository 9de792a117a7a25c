// What may stand in a text that is hashed: everything visible, in normal form, and nothing that hides.
import { describe, expect, it } from 'vitest'
import { formalText, visibleWords } from '../../src/core/formal-text.ts'
import { Refusal } from '../../src/core/refusal.ts'

const limits = { maxLength: 150, lines: 'one' } as const

function refusal(text: string, lines: 'one' | 'many' = 'one'): Refusal {
  try {
    formalText(text, { maxLength: 150, lines })
  } catch (fault) {
    if (fault instanceof Refusal) return fault
  }
  throw new Error(`not refused: ${JSON.stringify(text)}`)
}

describe('a formal text', () => {
  it('B22 may be 1 to 150 characters, as a reader counts them; the refusal names both lengths', () => {
    expect(refusal('   ').code).toBe('text.empty')
    expect(formalText('x', limits)).toBe('x')
    expect(formalText('ä'.repeat(150), limits)).toHaveLength(150)
    expect(refusal('x'.repeat(151)).words.de).toContain('151 Zeichen, erlaubt sind 150')
    expect(refusal('x'.repeat(10_000)).code).toBe('text.tooLong')
    expect(formalText('👨‍👩‍👧'.repeat(150), limits)).toContain('👨‍👩‍👧')
  })

  it.each([
    ['B28 bidi U+202E', 'ab\u202ec', 'U+202E', 3],
    ['B28 zero width U+200B', 'a\u200bb', 'U+200B', 2],
    ['B28 a tag character', 'a\u{e0041}', 'U+E0041', 2],
    ['B30 a lone surrogate', 'abc\ud800', 'U+D800', 4],
    ['B30 NUL', '\u0000a', 'U+0000', 1],
    ['B31 an ANSI escape', 'a\u001b[31m', 'U+001B', 2],
  ])('%s is refused with its position, never silently removed', (_, text, codePoint, position) => {
    const { code, words } = refusal(text)
    expect(code).toBe('text.forbidden')
    expect(words.de).toContain(`an Stelle ${position} `)
    expect(words.en).toContain(codePoint)
  })

  it('B29 is stored in NFC, whatever form it came in; line ends become LF', () => {
    expect(formalText('Mu\u0308ller', limits)).toBe('Müller')
    expect(formalText('a\r\nb\rc', { maxLength: 150, lines: 'many' })).toBe('a\nb\nc')
    expect(refusal('a\nb').code).toBe('text.lines')
  })

  it.each([
    '<!channel> <@U123> <https://evil|Rathaus>',
    '@room @everyone:hs',
    '<img src=x onerror=alert(1)>',
    '*fett* _kursiv_ ~x~ ```code```',
    '=1+1',
    'Мüller',
  ])('B23–B27 markup of any kind is just characters: %s', (text) => {
    expect(formalText(text, limits)).toBe(text)
  })

  it('drops invisible characters from a typed command and says so', () => {
    expect(visibleWords('sta\u200btus')).toEqual({ text: 'status', dropped: true })
    expect(visibleWords('status')).toEqual({ text: 'status', dropped: false })
  })
})
