// The settings of each connection as one set, and the faults of sets that cannot work; leaves which connection a set belongs to to the council file.
import { configTexts } from '../config-texts.ts'
import { type Bilingual, inBoth } from '../core/texts.ts'
import { hostAndPort } from './forms.ts'
import { fullName, type Name, SETTINGS, type Written } from './settings.ts'

/** A setting that was given; its value is undefined where it is wrong, which the faults say. */
export type Given = Written & { readonly value: string | undefined }

/** All that were given, by their names with suffix. */
export type AllGiven = ReadonlyMap<string, Given>

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

/** How one Matrix connection is reached. The access token is no setting: it is kept in the data folder after one login. */
export type MatrixSettings = {
  /** The `ID` of `MATRIX_USER_ID__ID` as written; without one they belong to the only Matrix connection of the council file. */
  readonly suffix: string | undefined
  /** The homeserver's address, without a slash at its end. */
  readonly homeserver: string
  /** The bot's own account, `@umlauf:example.org`. */
  readonly user: string
  /** Where the folder does not hold it. */
  readonly recoveryKey?: string
  /** The file with the account's password, for a login without a terminal. */
  readonly passwordFile?: string
}

/** One set of settings: its suffix, and how its members are found. */
type Group = {
  readonly suffix: string | undefined
  full(name: Name): string
  has(name: Name): boolean
  value(name: Name): string | undefined
}

/** The sets of one network, by their suffixes; with several, each has one. */
function groupsOf(given: AllGiven, network: 'SLACK' | 'MATRIX', faults: Bilingual[]): Group[] {
  const own = [...given.values()].filter(({ name }) => name.startsWith(`${network}_`))
  const suffixes = new Set(own.map(({ suffix }) => suffix))
  if (suffixes.has(undefined) && suffixes.size > 1) {
    const example = network === 'SLACK' ? 'SLACK_BOT_TOKEN__BUND' : 'MATRIX_USER_ID__BUND'
    faults.push(inBoth(configTexts, (t) => t.mixed(network, example)))
  }
  return [...suffixes].sort().map((suffix) => {
    const full = (name: Name) => fullName(name, suffix)
    return {
      suffix,
      full,
      has: (name) => given.has(full(name)),
      value: (name) => given.get(full(name))?.value ?? SETTINGS[name].fallback,
    }
  })
}

/** The sets of Slack settings, one for each connection; a set that cannot work is a fault. */
export function slackOf(given: AllGiven, faults: Bilingual[]): SlackSettings[] {
  const sets = groupsOf(given, 'SLACK', faults).map(({ suffix, full, has, value }) => {
    const [app, secret] = [full('SLACK_APP_TOKEN'), full('SLACK_SIGNING_SECRET')]
    if (!has('SLACK_BOT_TOKEN')) {
      faults.push(inBoth(configTexts, (t) => t.lacking(full('SLACK_BOT_TOKEN'))))
    }
    if (!has('SLACK_APP_TOKEN') && !has('SLACK_SIGNING_SECRET')) {
      faults.push(inBoth(configTexts, (t) => t.lackingEither(app, secret)))
    }
    const [appToken, signingSecret] = [value('SLACK_APP_TOKEN'), value('SLACK_SIGNING_SECRET')]
    return {
      suffix,
      botToken: value('SLACK_BOT_TOKEN') ?? '',
      ...(appToken === undefined ? {} : { appToken }),
      ...(signingSecret === undefined ? {} : { signingSecret }),
      apiUrl: (value('SLACK_API_URL') ?? '').replace(/\/?$/, '/'),
      listen: hostAndPort(value('SLACK_LISTEN') ?? '') ?? { host: '', port: 0 },
    }
  })
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

/** The sets of Matrix settings, one for each connection; a set that cannot work is a fault. */
export function matrixOf(given: AllGiven, faults: Bilingual[]): MatrixSettings[] {
  const sets = groupsOf(given, 'MATRIX', faults).map(({ suffix, full, has, value }) => {
    for (const needed of ['MATRIX_HOMESERVER_URL', 'MATRIX_USER_ID'] as const) {
      if (!has(needed)) faults.push(inBoth(configTexts, (t) => t.lackingMatrix(full(needed))))
    }
    const [recoveryKey, passwordFile] = [value('MATRIX_RECOVERY_KEY'), value('MATRIX_PASSWORD')]
    return {
      suffix,
      homeserver: (value('MATRIX_HOMESERVER_URL') ?? '').replace(/\/+$/, ''),
      user: value('MATRIX_USER_ID') ?? '',
      ...(recoveryKey === undefined ? {} : { recoveryKey }),
      ...(passwordFile === undefined ? {} : { passwordFile }),
    }
  })
  faults.push(...sharedUsers(sets))
  return sets
}

/** One account is one connection: two would answer each other's people. */
function sharedUsers(sets: readonly MatrixSettings[]): readonly Bilingual[] {
  const taken = new Map<string, string>()
  return sets.flatMap(({ suffix, user }) => {
    if (user === '') return []
    const own = fullName('MATRIX_USER_ID', suffix)
    const other = taken.get(user)
    taken.set(user, own)
    return other === undefined ? [] : [inBoth(configTexts, (t) => t.sameUser(other, own))]
  })
}
