// How long a file and a function may be, and how the lines of a function are counted; leaves what stands in them to the other walls.
import { type Fault, lineAt, partsOf, sample, typescript, type Wall } from './source.ts'

const MOST_LINES = 300
const MOST_LINES_OF_A_FUNCTION = 60

/** Files and functions (`path` or `path name`) that may be longer, each with the reason why a split would be worse. */
const LONGER: Readonly<Record<string, string>> = {}

const fileLength: Wall = {
  says: `no file of src has more than ${MOST_LINES} lines`,
  faults: (tree) =>
    typescript(tree, 'src').flatMap(({ path, text }) => {
      const lines = text.trimEnd().split('\n').length
      return lines > MOST_LINES && !LONGER[path] ? [`${path}: ${lines} lines`] : []
    }),
  refuses: [sample('src/core/bot.ts', 'const a = 1\n'.repeat(MOST_LINES + 1))],
  accepts: [sample('src/core/bot.ts', 'const a = 1\n'.repeat(MOST_LINES))],
}

type Span = Readonly<{ name: string; start: number; end: number }>

const FUNCTION =
  /\bfunction\b\s*\*?\s*([\w$]*)|=>\s*(?=\{)|^[ \t]+(?:(?:static|async|get|set|override)\s+)*([#\w$]+)\s*(?:<[^<>]*>)?\(/gm
const NO_METHOD = new Set([
  'if',
  'for',
  'while',
  'switch',
  'catch',
  'return',
  'await',
  'function',
  'super',
])

/** The functions of a file with a body in braces. A heuristic: good to a line or two, never a parser. */
function functionsOf(code: string): readonly Span[] {
  return [...code.matchAll(FUNCTION)].flatMap((match) => {
    const arrow = match[0].startsWith('=>')
    const name = match[1] ?? match[2] ?? ''
    if (NO_METHOD.has(name)) return []
    const start = match.index + (/^\s*/.exec(match[0])?.[0].length ?? 0)
    const brace = arrow ? match.index + match[0].length : bodyAfter(code, match)
    return brace === undefined
      ? []
      : [{ name: name || nameBefore(code, start), start, end: closing(code, brace) }]
  })
}

/** The name an arrow function is given: the last `const name` or `name:` before it, or none. */
function nameBefore(code: string, position: number): string {
  const names = [...code.slice(0, position).matchAll(/\bconst ([\w$]+)\s*[:=]|\b([\w$]+):/g)]
  const last = names.at(-1)
  return last?.[1] ?? last?.[2] ?? 'unnamed'
}

/** The opening brace of a body: after the parameters and, where there is one, the type of the result. */
function bodyAfter(code: string, match: RegExpExecArray): number | undefined {
  const parameters = code.indexOf('(', match.index + match[0].length - 1)
  if (parameters < 0) return undefined
  let at = closing(code, parameters) + 1
  const type = /^\s*:/.exec(code.slice(at))
  if (!type) return /^\s*\{/.test(code.slice(at)) ? code.indexOf('{', at) : undefined
  at += type[0].length
  for (;;) {
    const next = /[{(<;\n]/.exec(code.slice(at))
    if (!next || next[0] === ';' || next[0] === '\n') return undefined
    const position = at + next.index
    const inType = /(?:[:|&<(,]|=>)\s*$/.test(code.slice(0, position).slice(-80))
    if (next[0] === '{' && !inType) return position
    at = closing(code, position) + 1
  }
}

const PAIRS: Readonly<Record<string, string>> = { '{': '}', '(': ')', '<': '>' }

/** The position of the sign that closes the one at `open`. */
function closing(code: string, open: number): number {
  const [left, right] = [code.charAt(open), PAIRS[code.charAt(open)]]
  let depth = 0
  for (let at = open; at < code.length; at += 1) {
    const sign = code.charAt(at)
    if (sign === left) depth += 1
    if (sign === right && !(sign === '>' && code.charAt(at - 1) === '=')) depth -= 1
    if (depth === 0) return at
  }
  return code.length
}

/** The lines with code that do not belong to a function inside it: a factory is as long as what it says itself. */
function ownLines(code: string, own: Span, all: readonly Span[]): number {
  const rows = code.split('\n')
  const range = ({ start, end }: Span) => [lineAt(code, start), lineAt(code, end)] as const
  const [first, last] = range(own)
  const lines = new Set<number>()
  for (let line = first; line <= last; line += 1) if (rows[line - 1]?.trim()) lines.add(line)
  for (const inner of all) {
    if (inner.start <= own.start || inner.end >= own.end) continue
    const [from, to] = range(inner)
    for (let line = from + 1; line <= to; line += 1) lines.delete(line)
  }
  return lines.size
}

const functionLength: Wall = {
  says: `no function of src has more than ${MOST_LINES_OF_A_FUNCTION} lines of code of its own`,
  faults: (tree) =>
    typescript(tree, 'src').flatMap((file) => {
      const { code } = partsOf(file.text)
      const all = functionsOf(code)
      return all.flatMap((one): Fault[] => {
        const lines = ownLines(code, one, all)
        const long = lines > MOST_LINES_OF_A_FUNCTION && !LONGER[`${file.path} ${one.name}`]
        return long ? [`${file.path}:${lineAt(code, one.start)} ${one.name}: ${lines} lines`] : []
      })
    }),
  refuses: [
    sample(
      'src/core/a.ts',
      `function long(a: { b: 1 }): Promise<{ c: 2 }> {\n${'a()\n'.repeat(60)}}`,
    ),
    sample('src/core/a.ts', `const long = (a: number) => {\n${'a()\n'.repeat(60)}}`),
    sample('src/core/a.ts', `class A {\n  async #long(a: B): C {\n${'a()\n'.repeat(60)}}\n}`),
    sample('src/core/a.ts', `const a = {\n  long({ b }: C) {\n${'a()\n'.repeat(60)}}\n}`),
  ],
  accepts: [
    sample('src/core/a.ts', `function short() {\n${'a()\n'.repeat(58)}}`),
    sample('src/core/a.ts', `const table = {\n${'  a: 1,\n'.repeat(80)}}`),
    sample(
      'src/core/a.ts',
      `function factory() {\n  return {\n${`    one() {\n${'a()\n'.repeat(20)}    },\n`.repeat(4)}  }\n}`,
    ),
  ],
}

export const lengthWalls: readonly Wall[] = [fileLength, functionLength]
