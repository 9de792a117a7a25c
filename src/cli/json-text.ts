// Reads JSON text from outside more strictly than JSON.parse: no name twice, no bottomless nesting; leaves its meaning to the command.

import { Refusal } from '../core/refusal.ts'
import { bilingual, inBoth } from '../core/texts.ts'

const DEEPEST = 64

const wording = bilingual({
  de: {
    twice: (name: string) =>
      `Der Name „${name}“ steht zweimal in demselben Objekt. Lassen Sie nur den geltenden Eintrag stehen.`,
    tooDeep: `Das JSON ist tiefer als ${DEEPEST} Ebenen verschachtelt. So tief ist keine Eingabe, die Umlauf kennt.`,
    broken: (where: string) => `Das ist kein gültiges JSON (${where}). Prüfen Sie die Stelle.`,
  },
  en: {
    twice: (name) =>
      `The name "${name}" stands twice in the same object. Leave only the entry that counts.`,
    tooDeep: `The JSON is nested deeper than ${DEEPEST} levels. No input that Umlauf knows is that deep.`,
    broken: (where) => `This is not valid JSON (${where}). Check that place.`,
  },
})

/** A value of JSON on its way: an object with the names it already has, or an array with its position. */
type Level = {
  readonly names: Set<string> | undefined
  step: string | number
  expectsName: boolean
}

const TOKEN = /[\s]*(?:([{}[\]:,])|("[^"\\]*(?:\\.[^"\\]*)*")|[^\s{}[\]:,"]+)/y

/**
 * Reads JSON. Refuses a name that stands twice (JSON.parse would silently take the last: a vote could hide another), more
 * than 64 levels, and what is no JSON; the field of the refusal is the JSON pointer of the second entry.
 */
export function readJson(text: string): unknown {
  refuseTraps(text)
  try {
    return JSON.parse(text)
  } catch (error) {
    const where = error instanceof SyntaxError ? error.message : String(error)
    throw new Refusal(
      'json-broken',
      inBoth(wording, (say) => say.broken(where)),
      '',
    )
  }
}

/** Walks over the tokens without building anything; what is no token is left to JSON.parse. */
function refuseTraps(text: string): void {
  const levels: Level[] = []
  TOKEN.lastIndex = 0
  for (let token = TOKEN.exec(text); token !== null; token = TOKEN.exec(text)) {
    const [, mark, string] = token
    const level = levels.at(-1)
    if (mark === '{' || mark === '[') {
      if (levels.length === DEEPEST) {
        throw new Refusal(
          'json-deep',
          inBoth(wording, (say) => say.tooDeep),
          pointer(levels),
        )
      }
      const names = mark === '{' ? new Set<string>() : undefined
      levels.push({ names, step: names ? '' : 0, expectsName: names !== undefined })
    } else if (mark === '}' || mark === ']') levels.pop()
    else if (mark === ',' && level) {
      if (level.names) level.expectsName = true
      else level.step = Number(level.step) + 1
    } else if (string !== undefined && level?.expectsName) takeName(string, level, levels)
  }
}

function takeName(string: string, level: Level, levels: readonly Level[]): void {
  level.expectsName = false
  level.step = unquoted(string)
  if (level.names?.has(level.step)) {
    const name = level.step
    throw new Refusal(
      'json-twice',
      inBoth(wording, (say) => say.twice(name)),
      pointer(levels),
    )
  }
  level.names?.add(level.step)
}

/** The name that a string token spells, escapes resolved: "\u0042W" and "BW" are the same name. */
function unquoted(string: string): string {
  try {
    return String(JSON.parse(string))
  } catch {
    return string
  }
}

function pointer(levels: readonly Level[]): string {
  return levels
    .map(({ step }) => `/${String(step).replaceAll('~', '~0').replaceAll('/', '~1')}`)
    .join('')
}
