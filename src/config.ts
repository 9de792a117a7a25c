// The environment, read once and in this file alone: every fault is reported at once, no value is ever printed; leaves what the settings mean to whoever gets them.
import { readFileSync } from 'node:fs'
import { z } from 'zod'
import { configTexts } from './config-texts.ts'
import { nearest } from './core/nearest.ts'
import { Refusal } from './core/refusal.ts'
import { type Bilingual, inBoth } from './core/texts.ts'
import type { Language } from './core/values.ts'

const LEVELS = ['fatal', 'error', 'warn', 'info', 'debug', 'trace', 'silent'] as const

const text = (pattern: RegExp) => z.string().regex(pattern)

/** Every setting: its rule, its default, whether a file may hold it (NAME_FILE), and whether each connection may have its own (NAME__ID). */
const SETTINGS = {
  DATABASE_URL: {
    schema: text(/^postgres(?:ql)?:\/\/\S+$/).refine(isDatabase),
    ...{ fallback: undefined, secret: true, each: false },
  },
  UMLAUF_DATA: {
    schema: z.string().min(1),
    ...{ fallback: undefined, secret: false, each: false },
  },
  UMLAUF_PORT: {
    schema: text(/^\d{1,5}$/).refine(isPort),
    ...{ fallback: '8042', secret: false, each: false },
  },
  UMLAUF_LANGUAGE: {
    schema: z.enum(['de', 'en']),
    ...{ fallback: undefined, secret: false, each: false },
  },
  LOG_LEVEL: { schema: z.enum(LEVELS), fallback: 'info', secret: false, each: false },
  SLACK_BOT_TOKEN: {
    schema: text(/^xoxb(?:-[A-Za-z0-9]+)+$/).refine(isToken),
    ...{ fallback: undefined, secret: true, each: true },
  },
  SLACK_APP_TOKEN: {
    schema: text(/^xapp(?:-[A-Za-z0-9]+)+$/).refine(isToken),
    ...{ fallback: undefined, secret: true, each: true },
  },
  SLACK_SIGNING_SECRET: {
    schema: text(/^(?!(.)\1+$)[0-9a-f]{32}$/),
    ...{ fallback: undefined, secret: true, each: true },
  },
  SLACK_API_URL: {
    schema: z.string().refine(isApi),
    ...{ fallback: 'https://slack.com/api/', secret: false, each: true },
  },
  SLACK_LISTEN: {
    schema: z.string().refine((written) => hostAndPort(written) !== undefined),
    ...{ fallback: '127.0.0.1:3000', secret: false, each: true },
  },
} as const

type Name = keyof typeof SETTINGS
const NAMES = Object.keys(SETTINGS) as Name[]

/** How one Slack connection is reached; with an app token by Socket Mode, otherwise by HTTP with the signing secret. */
export type SlackSettings = {
  /** The `ID` of `SLACK_BOT_TOKEN__ID` as written; without one they belong to the only Slack connection of the council file. */
  readonly suffix: string | undefined
  readonly botToken: string
  readonly appToken?: string
  readonly signingSecret?: string
  readonly apiUrl: string
  readonly listen: { readonly host: string; readonly port: number }
}

export type Config = {
  readonly databaseUrl: string | undefined
  readonly dataFolder: string | undefined
  readonly port: number
  readonly language: Language
  readonly logLevel: (typeof LEVELS)[number]
  readonly slack: readonly SlackSettings[]
}

/** One setting as docs/configuration.md lists it. */
export type Setting = {
  readonly name: Name
  readonly fallback: string | undefined
  readonly secret: boolean
  readonly each: boolean
}

/** All settings, for the generated document. */
export const settings: readonly Setting[] = NAMES.map((name) => ({ name, ...SETTINGS[name] })).map(
  ({ name, fallback, secret, each }) => ({ name, fallback, secret, each }),
)

/**
 * Reads the environment of the process.
 * @throws Refusal `config.faults` naming every wrong or unknown setting and what would be right, never a value.
 */
export function readConfig(environment: NodeJS.ProcessEnv = process.env): Config {
  const faults: Bilingual[] = []
  const given = givenIn(environment, faults)
  const slack = slackOf(given, faults)
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
  }
}

/** What a name of the environment stands for. */
type Written = {
  readonly name: Name
  readonly suffix: string | undefined
  readonly file: boolean
}

function meaningOf(written: string): Written | undefined {
  for (const name of NAMES) {
    const { secret, each } = SETTINGS[name]
    if (!written.startsWith(name)) continue
    const rest = written.slice(name.length)
    const file = secret && rest.endsWith('_FILE')
    const tail = file ? rest.slice(0, -'_FILE'.length) : rest
    if (tail === '') return { name, suffix: undefined, file }
    const suffix = /^__([A-Z0-9]+(?:_[A-Z0-9]+)*)$/.exec(tail)?.[1]
    if (each && suffix !== undefined) return { name, suffix, file }
  }
  return undefined
}

type Given = Written & {
  /** Undefined where it is wrong, which the faults say. */
  readonly value: string | undefined
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
    const found = meant.file ? contentOf(written, environment, faults) : environment[written]
    const fine = found !== undefined && SETTINGS[meant.name].schema.safeParse(found).success
    given.set(full, { ...meant, value: fine ? found : undefined })
    if (found !== undefined && !fine) {
      faults.push(inBoth(configTexts, (t) => `${full}: ${t[meant.name]}`))
    }
  }
  return given
}

function fullName(name: Name, suffix: string | undefined): string {
  return suffix === undefined ? name : `${name}__${suffix}`
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

/** The sets of Slack settings, one for each connection; a set that cannot work is a fault. */
function slackOf(given: ReadonlyMap<string, Given>, faults: Bilingual[]): SlackSettings[] {
  const suffixes = new Set(
    [...given.values()].filter(({ name }) => SETTINGS[name].each).map(({ suffix }) => suffix),
  )
  if (suffixes.has(undefined) && suffixes.size > 1) {
    faults.push(inBoth(configTexts, (t) => t.mixed))
  }
  const sets: SlackSettings[] = []
  for (const suffix of [...suffixes].sort()) {
    const full = (name: Name) => fullName(name, suffix)
    const value = (name: Name) => given.get(full(name))?.value ?? SETTINGS[name].fallback
    const [app, secret] = [full('SLACK_APP_TOKEN'), full('SLACK_SIGNING_SECRET')]
    if (!given.has(full('SLACK_BOT_TOKEN'))) {
      faults.push(inBoth(configTexts, (t) => t.lacking(full('SLACK_BOT_TOKEN'))))
    }
    if (!given.has(app) && !given.has(secret)) {
      faults.push(inBoth(configTexts, (t) => t.lackingEither(app, secret)))
    }
    const [appToken, signingSecret] = [value('SLACK_APP_TOKEN'), value('SLACK_SIGNING_SECRET')]
    sets.push({
      suffix,
      botToken: value('SLACK_BOT_TOKEN') ?? '',
      ...(appToken === undefined ? {} : { appToken }),
      ...(signingSecret === undefined ? {} : { signingSecret }),
      apiUrl: (value('SLACK_API_URL') ?? '').replace(/\/?$/, '/'),
      listen: hostAndPort(value('SLACK_LISTEN') ?? '') ?? { host: '', port: 0 },
    })
  }
  faults.push(...sharedAddresses(sets), ...sharedSecrets(sets))
  return sets
}

/** Two connections cannot listen on one address. */
function sharedAddresses(sets: readonly SlackSettings[]): readonly Bilingual[] {
  const taken = new Map<string, string>()
  return sets.flatMap(({ suffix, appToken, listen: { host, port } }) => {
    if (appToken !== undefined || port === 0) return []
    const own = fullName('SLACK_LISTEN', suffix)
    const other = taken.get(`${host}:${port}`)
    taken.set(`${host}:${port}`, own)
    return other === undefined ? [] : [inBoth(configTexts, (t) => t.sameAddress(other, own))]
  })
}

/**
 * Each workspace has an app of its own: Slack deals what comes in over all sockets of one app, and what is meant for the
 * other workspace would be turned away.
 */
function sharedSecrets(sets: readonly SlackSettings[]): readonly Bilingual[] {
  const taken = new Map<string, string>()
  return sets.flatMap(({ suffix, botToken, appToken, signingSecret }) => {
    const own: readonly (readonly [Name, string | undefined])[] = [
      ['SLACK_BOT_TOKEN', botToken],
      ['SLACK_APP_TOKEN', appToken],
      ['SLACK_SIGNING_SECRET', signingSecret],
    ]
    return own.flatMap(([name, value]) => {
      if (!value) return []
      const other = taken.get(value)
      taken.set(value, fullName(name, suffix))
      return other === undefined
        ? []
        : [inBoth(configTexts, (t) => t.sameSecret(other, fullName(name, suffix)))]
    })
  })
}

/** Tokens of Slack are long and carry numbers; what stands in instructions for one does not. */
function isToken(written: string): boolean {
  const parts = written.split('-').slice(1)
  const filler = /^(?:(.)\1{2,}|your|token|here|example|changeme|secret|placeholder|todo)$/i
  return written.length >= 24 && /\d/.test(written) && !parts.some((part) => filler.test(part))
}

function isPort(written: string): boolean {
  return Number(written) < 65_536
}

/** A token travels to this address: in the clear on this machine alone. */
function isApi(written: string): boolean {
  if (!URL.canParse(written)) return false
  const { protocol, username, password, search, hash } = new URL(written)
  if (username !== '' || password !== '' || search !== '' || hash !== '') return false
  return protocol === 'https:' || (protocol === 'http:' && isLoopback(written))
}

/** Whether an address can only be reached on this machine. */
export function isLoopback(address: string): boolean {
  const { hostname } = new URL(address)
  return /^(?:localhost|127(?:\.\d{1,3}){3}|\[::1\])$/.test(hostname)
}

/** `127.0.0.1:3000` or `[::1]:3000`. */
function hostAndPort(written: string): SlackSettings['listen'] | undefined {
  const [, six, host = six, port = ''] =
    /^(?:\[([0-9a-fA-F:.]+)\]|([A-Za-z0-9.-]+)):(\d{1,5})$/.exec(written) ?? []
  return host === undefined || !isPort(port) ? undefined : { host, port: Number(port) }
}

/** What the driver can take apart; it would fail with an error that is no help. A socket's folder needs no host. */
function isDatabase(written: string): boolean {
  try {
    const { username, password, hostname, pathname } = new URL(written.replace('@/', '@socket/'))
    for (const part of [username, password, hostname, pathname]) decodeURIComponent(part)
    return true
  } catch {
    return false
  }
}

/** A misspelt setting would be silently without effect. */
function unknownSettings(environment: NodeJS.ProcessEnv): readonly Bilingual[] {
  const known = NAMES.flatMap((name) => (SETTINGS[name].secret ? [name, `${name}_FILE`] : [name]))
  return Object.keys(environment)
    .filter((name) => /^(?:UMLAUF|SLACK)_/.test(name) && meaningOf(name) === undefined)
    .map((name) =>
      inBoth(configTexts, (t) =>
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
