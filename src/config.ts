// The environment, read once and in this file alone: every fault is reported at once, no value is ever printed; leaves what each setting may be to config/, and what it means to whoever gets it.
import { readFileSync } from 'node:fs'
import {
  type Given,
  type MatrixSettings,
  matrixOf,
  type SlackSettings,
  slackOf,
} from './config/connections.ts'
import {
  fullName,
  LEVELS,
  meaningOf,
  NAMES,
  type Name,
  SETTINGS,
  spellings,
} from './config/settings.ts'
import { configTexts } from './config-texts.ts'
import { nearest } from './core/nearest.ts'
import { Refusal } from './core/refusal.ts'
import { type Bilingual, inBoth } from './core/texts.ts'
import type { Language } from './core/values.ts'

export type { MatrixSettings, SlackSettings } from './config/connections.ts'
export { isLoopback } from './config/forms.ts'
export { settings } from './config/settings.ts'

export type Config = {
  readonly databaseUrl: string | undefined
  readonly dataFolder: string | undefined
  readonly port: number
  readonly language: Language
  readonly logLevel: (typeof LEVELS)[number]
  readonly slack: readonly SlackSettings[]
  readonly matrix: readonly MatrixSettings[]
}

/**
 * Reads the environment of the process.
 * @throws Refusal `config.faults` naming every wrong or unknown setting and what would be right, never a value.
 */
export function readConfig(environment: NodeJS.ProcessEnv = process.env): Config {
  const faults: Bilingual[] = []
  const given = givenIn(environment, faults)
  const slack = slackOf(given, faults)
  const matrix = matrixOf(given, faults)
  faults.push(...unknownSettings(environment))
  if (faults.length > 0) {
    const words = inBoth(configTexts, (t, language) =>
      t.faults(faults.map((fault) => fault[language])),
    )
    throw new Refusal('config.faults', words)
  }
  const value = (name: Name) => given.get(name)?.value ?? SETTINGS[name].fallback
  return {
    databaseUrl: value('DATABASE_URL'),
    dataFolder: value('UMLAUF_DATA'),
    port: Number(value('UMLAUF_PORT')),
    language: languageOf(value('UMLAUF_LANGUAGE'), environment['LANG']),
    logLevel: LEVELS.find((one) => one === value('LOG_LEVEL')) ?? 'info',
    slack,
    matrix,
  }
}

/** Every known setting that says something, by its name with suffix; an empty one is none, as containers write it. */
function givenIn(environment: NodeJS.ProcessEnv, faults: Bilingual[]): ReadonlyMap<string, Given> {
  const given = new Map<string, Given>()
  for (const written of Object.keys(environment).sort()) {
    const meant = environment[written] === '' ? undefined : meaningOf(written)
    if (meant === undefined) continue
    const full = fullName(meant.name, meant.suffix)
    if (given.has(full)) {
      faults.push(inBoth(configTexts, (t) => t.both(full)))
      continue
    }
    const { schema, secret } = SETTINGS[meant.name]
    const inFile = meant.file && secret === true
    const found = inFile ? contentOf(written, environment, faults) : environment[written]
    const fine = found !== undefined && schema.safeParse(found).success
    given.set(full, { ...meant, value: fine ? found : undefined })
    if (found !== undefined && !fine) {
      faults.push(inBoth(configTexts, (t) => `${full}: ${t[meant.name]}`))
    }
  }
  return given
}

/** The content of the file that NAME_FILE names, without its last line break. */
function contentOf(
  name: string,
  environment: NodeJS.ProcessEnv,
  faults: Bilingual[],
): string | undefined {
  try {
    return readFileSync(environment[name] ?? '', 'utf8').replace(/\r?\n$/, '')
  } catch {
    faults.push(inBoth(configTexts, (t) => t.fileMissing(name)))
    return undefined
  }
}

/** A misspelt setting would be silently without effect. */
function unknownSettings(environment: NodeJS.ProcessEnv): readonly Bilingual[] {
  const known = NAMES.flatMap(spellings)
  return Object.keys(environment)
    .filter((name) => /^(?:UMLAUF|SLACK|MATRIX)_/.test(name) && meaningOf(name) === undefined)
    .map((name) =>
      /^MATRIX_(?:ACCESS_)?TOKEN/.test(name)
        ? inBoth(configTexts, (t) => t.noMatrixToken(name))
        : inBoth(configTexts, (t) =>
            t.unknown(
              name,
              suffixed(name) ?? nearest(name, known) ?? known.filter(sibling(name)).join(', '),
            ),
          ),
    )
}

const sibling = (name: string) => (other: string) => other.split('_')[0] === name.split('_')[0]

/** A suffix written with a single line, or as the council file writes the id. */
function suffixed(written: string): string | undefined {
  const base = NAMES.find((name) => SETTINGS[name].each && written.startsWith(`${name}_`))
  if (base === undefined) return undefined
  const rest = written.slice(base.length).replace(/^_+/, '').toUpperCase().replace(/\W/g, '_')
  const right = `${base}__${rest}`
  return rest === 'FILE' || meaningOf(right) === undefined ? undefined : right
}

function languageOf(chosen: string | undefined, locale: string | undefined): Language {
  if (chosen === 'de' || chosen === 'en') return chosen
  return locale?.toLowerCase().startsWith('en') ? 'en' : 'de'
}
