// From a typed line to a command and its values: one grammar for all platforms, verb first, details in any order, quotes of all kinds, both languages.
import { argumentTexts } from './bot-texts.ts'
import type { AnyCommand, Argument, Arguments, Reading } from './command.ts'
import { nearest } from './nearest.ts'
import { Refusal } from './refusal.ts'
import { inBoth } from './texts.ts'

/** A word of a line; quoted ones are text and never taken for a date or a number. */
export type Word = { readonly text: string; readonly quoted: boolean; readonly name?: string }

/** What may close a quotation, the proper sign first: telephones open with one kind and close with another. */
const OPENERS: Readonly<Record<string, string>> = {
  '"': '"”“',
  '“': '”"',
  '„': '“”"',
  '»': '«',
  '«': '»',
  '‚': '‘’',
  "'": "'",
}

/** So much of what was typed is repeated in an answer, and compared with the names of commands. */
const LONGEST_WORD = 60

/** No command's name has more words, e.g. `wer bin ich`. */
const LONGEST_NAME = 4

/** Longest run of words that may be one value, e.g. `24. Oktober 2023, 14:30 Uhr`. */
const LONGEST_RUN = 6

/** Splits a line in linear time. `--grund text`, `grund: text` and `grund="text"` name the argument that the next word is for. */
export function wordsOf(line: string): Word[] {
  const characters = [...line]
  const lastAt = new Map(characters.map((character, at) => [character, at]))
  const words: Word[] = []
  let current = ''
  let index = 0
  const end = () => {
    if (current !== '') words.push({ text: current, quoted: false })
    current = ''
  }
  while (index < characters.length) {
    const character = characters[index] ?? ''
    const closers = OPENERS[character]
    const before = current === '' ? '=' : characters[index - 1]
    const startsQuote = closers && (before === '=' || before === ':')
    if (startsQuote) {
      const close = closingAfter(characters, lastAt, index, closers)
      if (close > 0) {
        const name = current.replace(/^(?:--|—)/, '').replace(/[=:]$/, '')
        words.push({
          text: characters.slice(index + 1, close).join(''),
          quoted: true,
          ...(name === '' ? {} : { name }),
        })
        current = ''
        index = close + 1
        continue
      }
    }
    if (/\s/.test(character)) end()
    else current += character
    index += 1
  }
  end()
  return words
}

/** `lastAt` tells without a search that a sign does not come again: many unclosed quotations stay cheap. */
function closingAfter(
  characters: readonly string[],
  lastAt: ReadonlyMap<string, number>,
  from: number,
  closers: string,
): number {
  for (const closer of closers) {
    if ((lastAt.get(closer) ?? -1) > from) return characters.indexOf(closer, from + 1)
  }
  return -1
}

/** The text in quotation marks of a kind that it does not have itself, so that it is read back as it is. */
export function quotedText(text: string): string {
  const free = Object.entries(OPENERS).find(([, closers]) => !text.includes(closers[0] ?? ''))
  const [open, closers] = free ?? ['"', '"']
  return `${open}${free ? text : text.replaceAll('"', '')}${closers[0]}`
}

/** A command found in a line, and the words that are left for its arguments. */
export type Match<S> =
  | { readonly found: AnyCommand<S>; readonly rest: readonly Word[] }
  | { readonly found: undefined; readonly word: string; readonly near: readonly string[] }

/** A word as it is compared: in small letters, without the signs that end a sentence. */
function bare(word: string): string {
  let end = word.length
  while ('?!.,:'.includes(word[end - 1] ?? ' ')) end -= 1
  return word.slice(0, end).toLowerCase()
}

/** Looks for the longest name at the start of the line; names of several words count. */
export function findCommand<S>(
  words: readonly Word[],
  commands: readonly AnyCommand<S>[],
): Match<S> {
  const spoken = words.slice(0, LONGEST_NAME).map(({ text }) => bare(text))
  let best: { command: AnyCommand<S>; length: number } | undefined
  for (const command of commands) {
    for (const name of [command.verb, ...command.names.de, ...command.names.en]) {
      const parts = name.split(' ')
      const fits = parts.every((part, at) => spoken[at] === part)
      if (fits && parts.length > (best?.length ?? 0)) best = { command, length: parts.length }
    }
  }
  if (best) return { found: best.command, rest: words.slice(best.length) }
  const word = (words[0]?.text ?? '').slice(0, LONGEST_WORD)
  const names = commands.flatMap((command) => [...command.names.de, ...command.names.en])
  const near = new Set<string>()
  for (let candidate = nearest(word, names); candidate && near.size < 3; ) {
    near.add(candidate)
    candidate = nearest(
      word,
      names.filter((name) => !near.has(name)),
    )
  }
  return { found: undefined, word, near: [...near] }
}

/** Gives each word to the argument it is meant for; what no argument claims goes to the first free text. */
export function assign(
  rest: readonly Word[],
  args: Arguments,
  reading: Reading,
  usage: string,
): Record<string, string> {
  const given: Record<string, string> = Object.create(null)
  const leftOver: string[] = []
  const free = () => Object.entries(args).filter(([name]) => given[name] === undefined)
  let index = 0
  while (index < rest.length) {
    const word = rest[index]
    if (!word) break
    const named = namedArgument(rest, index, args, reading)
    if (named) {
      // said twice, only one could count: asked back, never guessed
      if (given[named.name] !== undefined) throw tooMany(word.text, usage)
      given[named.name] = named.value
      index += named.took
      continue
    }
    if (word.name !== undefined && free().some(([, { parts }]) => parts)) {
      leftOver.push(`${word.name}=${word.text}`)
      index += 1
      continue
    }
    if (word.quoted) {
      const target = free().find(([, argument]) => isText(argument)) ?? free()[0]
      if (!target) throw tooMany(word.text, usage)
      given[target[0]] = word.text
      index += 1
      continue
    }
    const claimed = longestClaim(rest, index, free(), reading)
    if (claimed) {
      given[claimed.name] = claimed.value
      index += claimed.took
      continue
    }
    leftOver.push(word.text)
    index += 1
  }
  if (leftOver.length > 0) {
    const target = free().find(([, argument]) => isText(argument) && !argument.quoted)
    if (!target) throw tooMany(leftOver.join(' '), usage)
    given[target[0]] = leftOver.join(' ')
  }
  return given
}

/** Short arguments (a number, a date, a page) never take left-over words. */
function isText(argument: Argument<unknown>): boolean {
  return argument.label.de !== '' && argument.kind !== 'choice' && argument.maxLength > 100
}

function tooMany(word: string, usage: string): Refusal {
  return new Refusal(
    'argument.tooMany',
    inBoth(argumentTexts, (t) => t.tooMany(word.slice(0, LONGEST_WORD), usage)),
  )
}

/**
 * A word that names the argument of what follows: `grund: …`, `--grund …`, `grund="…"`, and for short arguments also the
 * bare word, as in `seite 2`, `bis 16.10.2023`, `für HE`.
 */
function namedArgument(
  rest: readonly Word[],
  index: number,
  args: Arguments,
  reading: Reading,
): { name: string; value: string; took: number } | undefined {
  const word = rest[index]
  if (!word) return undefined
  if (word.name !== undefined) {
    const name = argumentNamed(word.name, args)
    return name === undefined ? undefined : { name, value: word.text, took: 1 }
  }
  const match = /^((?:--|—)?)(\p{L}+)(?:([=:])(.*))?$/u.exec(word.text)
  const name = word.quoted || !match?.[2] ? undefined : argumentNamed(match[2], args)
  const argument = name === undefined ? undefined : args[name]
  if (!match || name === undefined || !argument) return undefined
  if (match[4]) return { name, value: match[4], took: 1 }
  const marked = match[1] !== '' || match[3] !== undefined
  if (!marked && isText(argument)) return undefined
  const next = rest[index + 1]
  const claimed = longestClaim(rest, index + 1, [[name, argument]], reading)
  if (claimed && !next?.quoted) return { name, value: claimed.value, took: claimed.took + 1 }
  return next ? { name, ...enumerated(rest, index + 1) } : undefined
}

/** `antrag: HE, BY, NW`: a comma at the end of a word says that more belongs to it. */
function enumerated(rest: readonly Word[], from: number): { value: string; took: number } {
  const words: string[] = []
  for (const word of rest.slice(from)) {
    words.push(word.text)
    if (word.quoted || !word.text.endsWith(',')) break
  }
  return { value: words.join(' '), took: words.length + 1 }
}

function argumentNamed(spoken: string, args: Arguments): string | undefined {
  const wanted = spoken.toLowerCase()
  return Object.entries(args).find(
    ([name, { label, words }]) =>
      // what only buttons carry has no label and is never typed
      label.de !== '' &&
      (name === wanted ||
        words.de.toLowerCase().split(', ').includes(wanted) ||
        words.en.toLowerCase().split(', ').includes(wanted)),
  )?.[0]
}

function longestClaim(
  rest: readonly Word[],
  from: number,
  free: readonly (readonly [string, Argument<unknown>])[],
  reading: Reading,
) {
  let end = from
  while (end < from + LONGEST_RUN && rest[end]?.quoted === false) end += 1
  for (let to = end; to > from; to -= 1) {
    const run = rest
      .slice(from, to)
      .map(({ text }) => text)
      .join(' ')
    const owner = free.find(([, argument]) => argument.claims(run, reading))
    if (owner) return { name: owner[0], value: run, took: to - from }
  }
  return undefined
}
