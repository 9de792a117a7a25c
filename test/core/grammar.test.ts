// What people type, and what the bot reads: one grammar for both languages, details in any order, quotes of all kinds.
import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { allCommands } from '../../src/app.ts'
import { assign, findCommand, quotedText, wordsOf } from '../../src/core/grammar.ts'
import { readCalendar } from '../../src/files/calendar-file.ts'
import { exporter } from '../../src/files/exports.ts'

const commands = allCommands(readCalendar(), exporter)
const reading = {
  language: 'de',
  now: Date.parse('2023-10-01T10:00:00Z'),
  zone: 'Europe/Berlin',
} as const

function read(line: string): Record<string, string> & { verb?: string } {
  const match = findCommand(wordsOf(line), commands)
  if (!match.found) return {}
  return { verb: match.found.verb, ...assign(match.rest, match.found.arguments, reading, 'usage') }
}

describe('a typed line', () => {
  it('finds the command in both languages, also where its name has several words', () => {
    expect(read('wer bin ich?').verb).toBe('whoami')
    expect(read('Who am I').verb).toBe('whoami')
    expect(read('STATUS 7/2023')).toMatchObject({ verb: 'status', circulation: '7/2023' })
    expect(read('vote 7/2023 consent').verb).toBe('vote')
  })

  it('reads details in any order', () => {
    const wanted = { verb: 'vote', circulation: '7/2023', choice: 'Zustimmung' }
    expect(read('stimme 7/2023 Zustimmung')).toMatchObject(wanted)
    expect(read('stimme Zustimmung 7/2023')).toMatchObject(wanted)
    expect(read('stimme Zustimmung 7/2023 für HE')).toMatchObject({ ...wanted, party: 'HE' })
  })

  it('takes quotes of all kinds, also those that telephones make', () => {
    for (const quoted of [
      '"weil es fehlt"',
      '„weil es fehlt“',
      '“weil es fehlt”',
      '»weil es fehlt«',
      '«weil es fehlt»',
      "'weil es fehlt'",
    ]) {
      expect(read(`abbrechen 7/2023 ${quoted}`), quoted).toMatchObject({ reason: 'weil es fehlt' })
    }
  })

  it('reads a text back as it is from the quotes it is given', () => {
    expect(quotedText('EfA')).toBe('"EfA"')
    const texts = fc.oneof(
      fc.string({ maxLength: 100 }),
      fc.stringMatching(/^["“”„»« '‘’a-z:=0-9/]{0,40}$/),
    )
    fc.assert(
      fc.property(texts, (text) => {
        const line = `liste ${quotedText(text)} seite 2`
        const all = ['"', '“', '”', '«', '»', '‘', "'"].every((quote) => text.includes(quote))
        expect(wordsOf(line)[1]?.text).toBe(all ? text.replaceAll('"', '') : text)
        if (text.trim() !== '') expect(read(line)).toMatchObject({ verb: 'list', page: '2' })
      }),
    )
  })

  it('takes a named detail in every way people write it', () => {
    for (const named of [
      'grund: "Kabinett"',
      '--grund=Kabinett',
      'grund="Kabinett"',
      '--grund "Kabinett"',
      '"Kabinett"',
    ]) {
      expect(read(`verlängern 7/2023 16.10.2023 ${named}`), named).toMatchObject({
        reason: 'Kabinett',
      })
    }
    expect(read('entwurf "T" ziffern: "C" antrag: HE, BY, NW ende: 09.10.2023')).toMatchObject({
      applicants: 'HE, BY, NW',
      end: '09.10.2023',
    })
    expect(read('liste EfA seite 2')).toMatchObject({ search: 'EfA', page: '2' })
  })

  it('reads dates as people write them, of several words too', () => {
    expect(read('verlängern 7/2023 bis 16. Oktober 2023, 14:30 Uhr "Kabinett"')).toMatchObject({
      circulation: '7/2023',
      until: '16. Oktober 2023, 14:30 Uhr',
      reason: 'Kabinett',
    })
  })

  it('answers an unknown word with the nearest ones', () => {
    const match = findCommand(wordsOf('verlängen 7/2023'), commands)
    expect(match).toMatchObject({ found: undefined, near: ['verlängern'] })
  })

  it('leaves a quoted part of a list where it stands, among the other parts', () => {
    const line = 'melden R-1/2023 hindernisse="Es fehlt an Personal" koordination=ja für HE'
    const answers = 'hindernisse=Es fehlt an Personal koordination=ja'
    expect(read(line)).toEqual({ verb: 'report', round: 'R-1/2023', party: 'HE', answers })
  })

  it('refuses a word that no detail has use for, with the usage', () => {
    expect(() => read('termin 7/2023 morgen')).toThrow(/no use for/)
  })
})

describe('B39 long and odd lines', () => {
  it('never throws anything but a refusal, whatever is typed', () => {
    fc.assert(
      fc.property(fc.string({ maxLength: 300 }), (line) => {
        try {
          read(`stimme ${line}`)
        } catch (fault) {
          expect(fault).toHaveProperty('words')
        }
      }),
      { numRuns: 300 },
    )
  })

  it('costs in proportion to its length: splitting, finding the command, giving the words to its details', () => {
    const reads = (line: string) => {
      try {
        read(line)
      } catch (fault) {
        expect(fault).toHaveProperty('words')
      }
    }
    for (const part of ['a', '(', '!', 'a!', '„', '" ', '„ ', 'x ', '1. ', 'grund: ', 'HE, ']) {
      for (const verb of ['', 'abbrechen 7/2023 ']) {
        const time = (length: number) => {
          const line = verb + part.repeat(length / part.length)
          const runs = Array.from({ length: 5 }, () => {
            const start = performance.now()
            reads(line)
            return performance.now() - start
          })
          return Math.max(0.1, Math.min(...runs))
        }
        time(500)
        // sixteen times the length: linear is about 16, square would be 256
        expect(time(32_000) / time(2_000), `${verb}${part}`).toBeLessThan(100)
      }
    }
  })

  it('repeats no more of what was typed than anybody wants to read again', () => {
    const match = findCommand(wordsOf('x'.repeat(4_000)), commands)
    expect(match).toMatchObject({ found: undefined, word: 'x'.repeat(60) })
  })
})
