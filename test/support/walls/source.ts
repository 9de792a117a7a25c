// The project's files as text, and TypeScript parted into code, literals and comments; leaves what is forbidden in them to the walls.
import { readdirSync, readFileSync } from 'node:fs'
import path from 'node:path'

/** A file: its path from the project's root, with slashes, and what stands in it. */
export type Source = Readonly<{ path: string; text: string }>

/** Something that a wall refuses: where, and why. */
export type Fault = string

/**
 * A rule about the sources that a machine can hold.
 *
 * `faults` is a pure function of the sources it is given, so that it can be shown to fail: each entry of `refuses` is a
 * small made-up tree in which it must find something, each of `accepts` one in which it must find nothing.
 */
export type Wall = Readonly<{
  says: string
  faults: (tree: readonly Source[]) => readonly Fault[]
  refuses: readonly (readonly Source[])[]
  accepts: readonly (readonly Source[])[]
}>

/** A string or the fixed part of a template, with the code before it on the way to it. */
export type Literal = Readonly<{ value: string; line: number; before: string }>

/** TypeScript in three parts. `code` has the length and lines of the text, with comments and literals blanked. */
export type Parts = Readonly<{ code: string; literals: readonly Literal[]; comments: string }>

const NOT_OURS = new Set(['node_modules', '.git', 'generated'])
/** Made by running it, at the top of a clone. */
const MADE = new Set(['data', 'reports'])
const TEXTS =
  /\.(?:ts|mts|js|mjs|sql|prisma|md|yaml|yml|json)$|^(?:Dockerfile|LICENSE|\.dockerignore)$/

/** Reads the project's own files: nothing installed, generated or made by running it. Pictures come without text. */
export function readTree(root: string, made = MADE): readonly Source[] {
  const entries = readdirSync(root, { withFileTypes: true }).filter(
    ({ name }) => !NOT_OURS.has(name) && !made.has(name),
  )
  const below = entries.filter((entry) => entry.isDirectory())
  const found = below.flatMap(({ name }) =>
    readTree(path.join(root, name), new Set()).map((file) => ({
      ...file,
      path: `${name}/${file.path}`,
    })),
  )
  const here = entries
    .filter((entry) => entry.isFile())
    .map(({ name }) => ({
      path: name,
      text: TEXTS.test(name) ? readFileSync(path.join(root, name), 'utf8') : '',
    }))
  return [...here, ...found]
}

/** The TypeScript files below one of the folders (or exactly one of the files) named. */
export function typescript(tree: readonly Source[], ...below: string[]): readonly Source[] {
  return tree.filter(
    (file) =>
      file.path.endsWith('.ts') &&
      below.some((start) => file.path === start || file.path.startsWith(`${start}/`)),
  )
}

/** One made-up file, for the samples of a wall. */
export function sample(filePath: string, text: string): readonly Source[] {
  return [{ path: filePath, text }]
}

/** The line of a position, from 1. */
export function lineAt(text: string, position: number): number {
  return text.slice(0, position).split('\n').length
}

/** Every match of a pattern in a file's code, as faults. */
export function forbidden(file: Source, text: string, pattern: RegExp, why: string): Fault[] {
  return [...text.matchAll(pattern)].map(
    (match) => `${file.path}:${lineAt(text, match.index)} ${match[0].trim()}: ${why}`,
  )
}

/** What may stand before a slash that begins a regular expression, and not a division. */
const BEFORE_REGEXP = /(?:^|[(,=:[!&|?{};+\-*%<>~^]|\b(?:return|typeof|case|in|of|=>))\s*$/

/** Comment, quoted string, part of a template up to its end or next `${`, regular expression: each from its first sign. */
const COMMENT = /\/\/[^\n]*|\/\*[\s\S]*?\*\//y
const QUOTED = /'(?:\\[\s\S]|[^'\\\n])*'|"(?:\\[\s\S]|[^"\\\n])*"/y
const TEMPLATE = /[`}](?:\\[\s\S]|\$(?!\{)|[^`\\$])*(?:`|\$\{)/y
const REGEXP = /\/(?:\\.|\[(?:\\.|[^\]\\\n])*\]|[^/\\\n[])+\/[a-z]*/y

/** Parts TypeScript into code, literals and comments. A heuristic of one pass, not a parser. */
export function partsOf(text: string): Parts {
  const literals: Literal[] = []
  let code = ''
  let comments = ''
  const open: ('{' | '${')[] = []
  const take = (pattern: RegExp): string | undefined => {
    pattern.lastIndex = code.length
    return pattern.exec(text)?.[0]
  }
  const blank = (piece: string, kept = 0) =>
    piece.slice(0, kept) + piece.slice(kept).replace(/[^\n]/g, ' ')
  const literal = (piece: string, value: string) => {
    literals.push({ value, line: lineAt(code, code.length), before: code.slice(-200) })
    return blank(piece)
  }
  while (code.length < text.length) {
    const sign = text.charAt(code.length)
    const comment = sign === '/' ? take(COMMENT) : undefined
    const inTemplate = sign === '`' || (sign === '}' && open.at(-1) === '${')
    if (comment) {
      comments += `${comment}\n`
      code += blank(comment)
    } else if (sign === "'" || sign === '"') {
      const piece = take(QUOTED) ?? sign
      code +=
        sign + literal(piece, piece.slice(1, -1)).slice(2) + sign.repeat(piece.length > 1 ? 1 : 0)
    } else if (inTemplate) {
      const piece = take(TEMPLATE) ?? sign
      const ends = piece.endsWith('${') ? 2 : 1
      if (sign === '}') open.pop()
      if (ends === 2) open.push('${')
      code += literal(piece, piece.slice(1, -ends))
    } else if (sign === '/' && BEFORE_REGEXP.test(code.slice(-20))) {
      code += blank(take(REGEXP) ?? sign)
    } else {
      if (sign === '{') open.push('{')
      if (sign === '}') open.pop()
      code += sign
    }
  }
  return { code, literals, comments }
}

/** One import or re-export: what it names, whether only types cross, and where it stands. */
export type Import = Readonly<{ from: string; typeOnly: boolean; line: number }>

const CLAUSE =
  /\b(?:import|export)\s+(type\s+)?((?:[\w$]+\s*,\s*)?(?:\{[^{}]*\}|\*(?:\s*as\s+[\w$]+)?|[\w$]+))\s*from\s*(?=['"])/g
const BARE = /\b(?:import\s*\(?|require\s*\()\s*(?=['"`])/g

/** What a file imports and re-exports, also for its side effects and at run time. */
export function importsOf(text: string): readonly Import[] {
  const { code } = partsOf(text)
  const target = (end: number) => /^(['"`])(.*?)\1/.exec(text.slice(end))?.[2] ?? '?'
  const found = (match: RegExpExecArray, typeOnly: boolean): Import => ({
    from: target(match.index + match[0].length),
    typeOnly,
    line: lineAt(text, match.index),
  })
  const clauses = [...code.matchAll(CLAUSE)].map((match) =>
    found(match, match[1] !== undefined || onlyTypes(match[2] ?? '')),
  )
  return [...clauses, ...[...code.matchAll(BARE)].map((match) => found(match, false))]
}

function onlyTypes(clause: string): boolean {
  const inside = /^\{([^{}]*)\}$/.exec(clause)?.[1]
  if (inside === undefined) return false
  const names = inside.split(',').filter((name) => name.trim() !== '')
  return names.every((name) => /^\s*type\s/.test(name))
}

/** The project's file that a relative import means; packages stay as they are. */
export function resolve(importer: string, from: string): string {
  return from.startsWith('.') ? path.posix.join(path.posix.dirname(importer), from) : from
}
