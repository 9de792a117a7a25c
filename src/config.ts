// The environment, read once and in this file alone: every fault is reported at once, no value is ever printed; leaves what the settings mean to whoever gets them.
import { readFileSync } from 'node:fs'
import { z } from 'zod'
import { configTexts } from './config-texts.ts'
import { nearest } from './core/nearest.ts'
import { Refusal } from './core/refusal.ts'
import { type Bilingual, inBoth } from './core/texts.ts'
import type { Language } from './core/values.ts'

const LEVELS = ['fatal', 'error', 'warn', 'info', 'debug', 'trace', 'silent'] as const

/** Every setting: its rule, its default, and whether a file may hold it (NAME_FILE). */
const SETTINGS = {
  DATABASE_URL: {
    schema: z
      .string()
      .regex(/^postgres(?:ql)?:\/\/\S+$/)
      .refine(isAddress),
    fallback: undefined,
    secret: true,
  },
  UMLAUF_DATA: { schema: z.string().min(1), fallback: undefined, secret: false },
  UMLAUF_PORT: {
    schema: z
      .string()
      .regex(/^\d{1,5}$/)
      .refine((text) => Number(text) < 65_536),
    fallback: '8042',
    secret: false,
  },
  UMLAUF_LANGUAGE: { schema: z.enum(['de', 'en']), fallback: undefined, secret: false },
  LOG_LEVEL: { schema: z.enum(LEVELS), fallback: 'info', secret: false },
} as const

type Name = keyof typeof SETTINGS
const NAMES = Object.keys(SETTINGS) as Name[]

export type Config = {
  readonly databaseUrl: string | undefined
  readonly dataFolder: string | undefined
  readonly port: number
  readonly language: Language
  readonly logLevel: (typeof LEVELS)[number]
}

/** One setting as docs/configuration.md lists it. */
export type Setting = {
  readonly name: Name
  readonly fallback: string | undefined
  readonly secret: boolean
}

/** All settings, for the generated document. */
export const settings: readonly Setting[] = NAMES.map((name) => ({
  name,
  fallback: SETTINGS[name].fallback,
  secret: SETTINGS[name].secret,
}))

/**
 * Reads the environment of the process.
 * @throws Refusal `config.faults` naming every wrong or unknown setting and what would be right, never a value.
 */
export function readConfig(environment: NodeJS.ProcessEnv = process.env): Config {
  const faults: Bilingual[] = []
  const values = new Map<Name, string>()
  for (const name of NAMES) {
    const written = textOf(name, environment, faults)
    if (written === undefined) continue
    if (SETTINGS[name].schema.safeParse(written).success) values.set(name, written)
    else faults.push(inBoth(configTexts, (t) => `${name}: ${t[name]}`))
  }
  faults.push(...unknownSettings(environment))
  if (faults.length > 0) {
    const words = inBoth(configTexts, (t, language) =>
      t.faults(faults.map((fault) => fault[language])),
    )
    throw new Refusal('config.faults', words)
  }
  const level = LEVELS.find((one) => one === (values.get('LOG_LEVEL') ?? 'info')) ?? 'info'
  return {
    databaseUrl: values.get('DATABASE_URL'),
    dataFolder: values.get('UMLAUF_DATA'),
    port: Number(values.get('UMLAUF_PORT') ?? SETTINGS.UMLAUF_PORT.fallback),
    language: languageOf(values.get('UMLAUF_LANGUAGE'), environment['LANG']),
    logLevel: level,
  }
}

/** What the driver can take apart; it would fail with an error that is no help. A socket's folder needs no host. */
function isAddress(text: string): boolean {
  try {
    const { username, password, hostname, pathname } = new URL(text.replace('@/', '@socket/'))
    for (const part of [username, password, hostname, pathname]) decodeURIComponent(part)
    return true
  } catch {
    return false
  }
}

/** The setting itself, or the content of the file that NAME_FILE names, without its last line break. */
function textOf(
  name: Name,
  environment: NodeJS.ProcessEnv,
  faults: Bilingual[],
): string | undefined {
  const direct = environment[name]
  const file = SETTINGS[name].secret ? environment[`${name}_FILE`] : undefined
  if (file === undefined || file === '') return direct === '' ? undefined : direct
  if (direct) {
    faults.push(inBoth(configTexts, (t) => t.both(name)))
    return undefined
  }
  try {
    return readFileSync(file, 'utf8').replace(/\r?\n$/, '')
  } catch {
    faults.push(inBoth(configTexts, (t) => t.fileMissing(`${name}_FILE`)))
    return undefined
  }
}

/** A misspelt setting would be silently without effect. */
function unknownSettings(environment: NodeJS.ProcessEnv): readonly Bilingual[] {
  const known = NAMES.flatMap((name) => (SETTINGS[name].secret ? [name, `${name}_FILE`] : [name]))
  return Object.keys(environment)
    .filter((name) => name.startsWith('UMLAUF_') && !known.some((one) => one === name))
    .map((name) =>
      inBoth(configTexts, (t) => t.unknown(name, nearest(name, known) ?? known.join(', '))),
    )
}

function languageOf(chosen: string | undefined, locale: string | undefined): Language {
  if (chosen === 'de' || chosen === 'en') return chosen
  return locale?.toLowerCase().startsWith('en') ? 'en' : 'de'
}
