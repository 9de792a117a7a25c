// A council file of the wrong form is refused in words of the file, not of the schema or the parser.
import { describe, expect, test } from 'vitest'
import { faultsOf, type Row, refused, spoiled } from './council-samples.ts'

const ACCOUNT = '{ connection: room, id: mitglied-he }'
const PERIOD = 'period: { amount: 14,'
const COUNT = 'kind: minCount, group: LAND, n: 11'

describe('of the wrong form: said in words of the file, not of the schema', () => {
  const rows: Row[] = [
    ['a number as text', PERIOD, "period: { amount: '14',", /A number without quotation marks/],
    ['a number too small', PERIOD, 'period: { amount: 0,', /A number from 1 up belongs here/],
    ['a number too large', 'year: 2014', 'year: 20144', /A number up to 2999 belongs here/],
    ['no list where one belongs', 'on: [room] }', 'on: room }', /A list in square brackets/],
    [
      'no text where one belongs',
      "paragraph: 'IT-Staatsvertrag § 5 Abs. 3'",
      'paragraph: 5',
      /A text belongs/,
    ],
    [
      'no section where one belongs',
      'shares:\n',
      'shares: none\n        more:\n',
      /A section with fields/,
    ],
    [
      'a yes that is none',
      '    seat: HE',
      '    oneSeatPerPerson: ja\n    seat: HE',
      /True or false/,
      'oneSeat',
    ],
    [
      'an empty list',
      "patterns: [{ from: 2010-01-01, pattern: '{n}/{year}' }]",
      'patterns: []',
      /at least 1 is needed/,
    ],
    [
      'a word that is no choice',
      'tie: rejected',
      'tie: drawn',
      /One of these belongs here: rejected, chair/,
    ],
    [
      'a condition of an unknown kind',
      COUNT,
      COUNT.replace('minCount', 'minCuont'),
      /requiredConsents, minCount/,
    ],
    [
      'a profile id with spaces',
      'id: itplr-standard',
      'id: ITPLR Standard',
      /small letters, digits and single/,
    ],
    [
      'a party code in small letters',
      COUNT,
      COUNT.replace('LAND', 'land'),
      /made of capital letters/,
    ],
    [
      'a time that does not exist',
      "endTime: '24:00'",
      "endTime: '25:00'",
      /from "00:00" to "24:00"/,
    ],
    [
      'a shift nobody knows',
      'shift: none',
      'shift: sometimes',
      /none, anyParticipantHoliday or a place/,
    ],
    [
      'a rule of a later version',
      'tie: rejected',
      'earlyClose: whenAllVoted',
      /can only be "never"/,
    ],
    ['a year of two digits', "starts: { '2023': 7 }", "starts: { '23': 7 }", /four digits/],
    [
      'NUL in a source',
      'paragraph: GO § 8,',
      'paragraph: "GO\\0",',
      /cannot be stored \(U\+0000\)/,
    ],
    [
      'a text turned around',
      "'Mitglied Hessen'",
      '"Mitglied \\u202E Hessen"',
      /cannot be seen.*U\+202E/,
    ],
    ['an invisible account', ACCOUNT, '{ connection: room, id: "he\\u200B" }', /U\+200B/],
    ['a line break in a name', "'Mitglied Hessen'", '"Mitglied\\nHessen"', /one line of 1 to 200/],
    ['a tab as indentation', '    seat: HE', '\tseat: HE', /Indent with spaces/],
    ['an open quotation mark', "'Mitglied Hessen'", "'Mitglied Hessen", /closing quotation mark/],
    ['a type of a program', "'Mitglied Hessen'", '!!js/function x', /no types with "!"/],
    ['a reference', "'Mitglied Hessen'", '*member', /no references/],
    ['two documents', 'bodies:\n', '---\nbodies:\n', /one document/],
  ]
  test.each(rows)('%s', (...row) => refused(row))

  test('a misspelt field is one fault, not also a missing one', () => {
    expect(faultsOf(spoiled('group: LAND, n: 11', 'gruop: LAND, n: 11'))).toEqual([
      expect.stringMatching(/no "gruop" here. "group" is probably meant/),
    ])
    expect(faultsOf(spoiled('    mandates:', '    mandate:'))).toEqual([
      expect.stringMatching(/no "mandate" here. "mandates" is probably meant/),
    ])
  })
})
