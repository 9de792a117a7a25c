// Every setting there is: its rule, its default, and what its name may carry; leaves reading the environment to config.ts.
import { z } from 'zod'
import * as forms from './forms.ts'

export const LEVELS = ['fatal', 'error', 'warn', 'info', 'debug', 'trace', 'silent'] as const

const text = (pattern: RegExp) => z.string().regex(pattern)

/** An ordinary one, one that each connection may have of its own (NAME__ID), and the same for secrets, which may stand in a file (NAME_FILE). */
const ONE = { fallback: undefined, secret: false, each: false } as const
const EACH = { fallback: undefined, secret: false, each: true } as const
const EACH_SECRET = { fallback: undefined, secret: true, each: true } as const
const EACH_FILE = { fallback: undefined, secret: 'file', each: true } as const

export const SETTINGS = {
  DATABASE_URL: {
    schema: text(/^postgres(?:ql)?:\/\/\S+$/).refine(forms.isDatabase),
    ...{ fallback: undefined, secret: true, each: false },
  },
  UMLAUF_DATA: { schema: z.string().min(1), ...ONE },
  UMLAUF_PORT: { schema: text(/^\d{1,5}$/).refine(forms.isPort), ...ONE, fallback: '8042' },
  UMLAUF_LANGUAGE: { schema: z.enum(['de', 'en']), ...ONE },
  LOG_LEVEL: { schema: z.enum(LEVELS), ...ONE, fallback: 'info' },
  SLACK_BOT_TOKEN: {
    schema: text(/^xoxb(?:-[A-Za-z0-9]+)+$/).refine(forms.isToken),
    ...EACH_SECRET,
  },
  SLACK_APP_TOKEN: {
    schema: text(/^xapp(?:-[A-Za-z0-9]+)+$/).refine(forms.isToken),
    ...EACH_SECRET,
  },
  SLACK_SIGNING_SECRET: { schema: text(/^(?!(.)\1+$)[0-9a-f]{32}$/), ...EACH_SECRET },
  SLACK_API_URL: {
    schema: z.string().refine(forms.isApi),
    ...EACH,
    fallback: 'https://slack.com/api/',
  },
  SLACK_LISTEN: {
    schema: z.string().refine((written) => forms.hostAndPort(written) !== undefined),
    ...EACH,
    fallback: '127.0.0.1:3000',
  },
  MATRIX_HOMESERVER_URL: { schema: z.string().refine(forms.isApi), ...EACH },
  MATRIX_USER_ID: { schema: z.string().refine(forms.isUserId), ...EACH },
  MATRIX_RECOVERY_KEY: { schema: z.string().refine(forms.isRecoveryKey), ...EACH_SECRET },
  /** Needed once, by a command: the file is read there, and may be gone afterwards. */
  MATRIX_PASSWORD: { schema: z.string().min(1), ...EACH_FILE },
} as const

export type Name = keyof typeof SETTINGS
export const NAMES = Object.keys(SETTINGS) as Name[]

/** One setting as docs/configuration.md lists it; `file`: it stands in a file alone. */
export type Setting = {
  readonly name: Name
  readonly fallback: string | undefined
  readonly secret: boolean | 'file'
  readonly each: boolean
}

/** All settings, for the generated document. */
export const settings: readonly Setting[] = NAMES.map((name) => ({ name, ...SETTINGS[name] })).map(
  ({ name, fallback, secret, each }) => ({ name, fallback, secret, each }),
)

/** What a name of the environment stands for. */
export type Written = {
  readonly name: Name
  readonly suffix: string | undefined
  readonly file: boolean
}

export function meaningOf(written: string): Written | undefined {
  for (const name of NAMES) {
    const { secret, each } = SETTINGS[name]
    if (!written.startsWith(name)) continue
    const rest = written.slice(name.length)
    const file = secret !== false && rest.endsWith('_FILE')
    if (secret === 'file' && !file) continue
    const tail = file ? rest.slice(0, -'_FILE'.length) : rest
    if (tail === '') return { name, suffix: undefined, file }
    const suffix = /^__([A-Z0-9]+(?:_[A-Z0-9]+)*)$/.exec(tail)?.[1]
    if (each && suffix !== undefined) return { name, suffix, file }
  }
  return undefined
}

/** `SLACK_BOT_TOKEN__BUND` */
export function fullName(name: Name, suffix: string | undefined): string {
  return suffix === undefined ? name : `${name}__${suffix}`
}

/** How a setting may be written without the id of a connection. */
export function spellings(name: Name): readonly string[] {
  const { secret } = SETTINGS[name]
  if (secret === false) return [name]
  return secret === 'file' ? [`${name}_FILE`] : [name, `${name}_FILE`]
}
