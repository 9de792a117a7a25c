// What the documents may claim: that a file they name is there; leaves whether their sentences are true to their readers.
import path from 'node:path'
import { type Fault, type Source, sample, type Wall } from './source.ts'

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

export const documentWalls: readonly Wall[] = [paths]
