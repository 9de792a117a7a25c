// What the documents may claim: that a file they name is there, and that a fault they promise has its test; leaves whether their sentences are true to their readers.
import path from 'node:path'
import { type Fault, partsOf, type Source, sample, typescript, type Wall } from './source.ts'

const OWN_FOLDERS = /^(?:src|test|docs|prisma|bin|\.ci)\//

const paths: Wall = {
  says: 'every file that a document names stands',
  faults: (tree) => {
    const there = new Set(tree.flatMap(({ path: file }) => [file, ...folders(file)]))
    const documents = tree.filter(({ path: file }) => /^(?:[^/]+|docs\/.*)\.md$/.test(file))
    return documents.flatMap((document) =>
      named(document)
        .filter((file) => !there.has(file))
        .map((file): Fault => `${document.path} names ${file}, which is not there`),
    )
  },
  refuses: [
    sample('README.md', 'See [the ways](docs/ways.md).'),
    sample('ARCHITECTURE.md', 'Held by `test/core/nothing.test.ts`.'),
    sample('docs/adr/0001-a.md', '![A picture](../pictures/a.png)'),
  ],
  accepts: [
    [
      {
        path: 'docs/adr/0001-a.md',
        text: '[b](0002-b.md#why), [c](https://c.de), `src/core/`, `test/*`',
      },
      { path: 'docs/adr/0002-b.md', text: '`docs/adr/0001-a.md` and `npm test`' },
      { path: 'src/core/bot.ts', text: '' },
    ],
  ],
}

/** The files that a document links to, and those it names in code between backticks. */
function named({ path: document, text }: Source): readonly string[] {
  const prose = text.replace(/```[\s\S]*?```/g, '')
  const links = [...prose.matchAll(/\]\(([^)\s]+)\)/g)]
    .map(([, link = '']) => link.replace(/#.*$/, ''))
    .filter((link) => link !== '' && !/^[a-z]+:/i.test(link))
    .map((link) => path.posix.join(path.posix.dirname(document), decodeURI(link)))
  const spans = [...prose.matchAll(/`([^`\s]+)`/g)]
    .map(([, span = '']) => span)
    .filter((span) => OWN_FOLDERS.test(span) && !/[*<>{}…]/.test(span))
  return [...links, ...spans].map((file) => file.replace(/\/$/, ''))
}

function folders(file: string): readonly string[] {
  const parent = path.posix.dirname(file)
  return parent === '.' ? ['.'] : [parent, ...folders(parent)]
}

const PROMISES = 'docs/reliability.md'
const NUMBERS = /^((?:[FB]\d+(?:, | and | (?=[FB]\d))?)+) /

const promises: Wall = {
  says: 'every fault that a test names has its row in docs/reliability.md, and every row its test',
  faults: (tree) => {
    const tested = new Map(
      typescript(tree, 'test')
        .filter(({ path: file }) => file.endsWith('.test.ts'))
        .map(({ path: file, text }) => [
          file,
          partsOf(text).literals.flatMap(({ value }) => numbersIn(NUMBERS.exec(value)?.[1])),
        ]),
    )
    const rows = tree
      .filter(({ path: file }) => file === PROMISES)
      .flatMap(({ text }) => text.match(/^\| [FB]\d.*\|$/gm) ?? [])
      .map((row) => ({
        numbers: numbersIn(row.split('|')[1]),
        tests: [...row.matchAll(/`(test\/[^`]+)`/g)].map(([, file = '']) => file),
      }))
    const promised = new Set(rows.flatMap(({ numbers }) => numbers))
    const untold = [...new Set([...tested.values()].flat())].filter((one) => !promised.has(one))
    const untested = rows.flatMap(({ numbers, tests }) =>
      numbers.filter((one) => !tests.some((file) => tested.get(file)?.includes(one))),
    )
    return [
      ...untold.map((one) => `${PROMISES} has no row for ${one}`),
      ...untested.map((one) => `${PROMISES}: no test named in the row of ${one} has it in a title`),
    ]
  },
  refuses: [
    sample('test/faults/cast.test.ts', "it('F9 twice at once', () => {})"),
    sample(PROMISES, '| F9 | twice | one ballot | `test/faults/cast.test.ts` |'),
  ],
  accepts: [
    [
      { path: PROMISES, text: '| F3, F9 | twice | one ballot | `test/faults/cast.test.ts` |' },
      { path: 'test/faults/cast.test.ts', text: "it('F3, F9 twice at once', () => {})" },
    ],
  ],
}

function numbersIn(text = ''): readonly string[] {
  return text.match(/[FB]\d+/g) ?? []
}

export const documentWalls: readonly Wall[] = [paths, promises]
