// The settings of the process: what each may be, where it comes from, and that a fault is named without its value.
import { rmSync, writeFileSync } from 'node:fs'
import path from 'node:path'
import { afterAll, describe, expect, it } from 'vitest'
import { readConfig } from '../../src/config.ts'
import { Refusal } from '../../src/core/refusal.ts'
import { temporaryFolder } from '../support/postgres.ts'

const folder = temporaryFolder()
afterAll(() => rmSync(folder, { recursive: true, force: true }))

function fileWith(text: string): string {
  const name = path.join(folder, `${Math.random()}`)
  writeFileSync(name, text)
  return name
}

function faultsOf(environment: NodeJS.ProcessEnv): string[] {
  try {
    readConfig(environment)
  } catch (fault) {
    if (!(fault instanceof Refusal)) throw fault
    expect(fault.words.de.split('\n')).toHaveLength(fault.words.en.split('\n').length)
    return fault.words.en.split('\n').slice(1)
  }
  return []
}

describe('the settings', () => {
  it('nothing has to be set', () => {
    expect(readConfig({})).toEqual({
      databaseUrl: undefined,
      dataFolder: undefined,
      port: 8042,
      language: 'de',
      logLevel: 'info',
      slack: [],
      matrix: [],
    })
  })

  it('an empty setting is none, as containers write it', () => {
    const empty = { DATABASE_URL: '', DATABASE_URL_FILE: '', UMLAUF_PORT: '', UMLAUF_LANGUAGE: '' }
    expect(readConfig(empty)).toEqual(readConfig({}))
  })

  it.each([
    ['en_GB.UTF-8', undefined, 'en'],
    ['de_DE.UTF-8', undefined, 'de'],
    ['C', undefined, 'de'],
    ['en_GB.UTF-8', 'de', 'de'],
  ])('with LANG %s and UMLAUF_LANGUAGE %s it speaks %s', (LANG, UMLAUF_LANGUAGE, language) => {
    expect(readConfig({ LANG, UMLAUF_LANGUAGE }).language).toBe(language)
  })

  it('a secret may stand in a file, with or without a last line break', () => {
    const url = 'postgresql://umlauf:geheim@datenbank:5432/umlauf'
    for (const end of ['', '\n', '\r\n']) {
      expect(readConfig({ DATABASE_URL_FILE: fileWith(url + end) }).databaseUrl).toBe(url)
    }
  })

  it('a socket is an address as well', () => {
    for (const url of ['postgresql:///umlauf?host=/run', 'postgres://u@/umlauf?host=/run']) {
      expect(readConfig({ DATABASE_URL: url }).databaseUrl).toBe(url)
    }
  })

  it.each([
    [{ UMLAUF_PORT: 'abc' }, 'UMLAUF_PORT'],
    [{ UMLAUF_PORT: '65536' }, 'UMLAUF_PORT'],
    [{ UMLAUF_PORT: '-1' }, 'UMLAUF_PORT'],
    [{ UMLAUF_LANGUAGE: 'fr' }, 'UMLAUF_LANGUAGE'],
    [{ LOG_LEVEL: 'loud' }, 'LOG_LEVEL'],
    [{ DATABASE_URL: 'mysql://rechner/umlauf' }, 'DATABASE_URL'],
    [{ DATABASE_URL: 'postgres://u:p@rechner:port/umlauf' }, 'DATABASE_URL'],
    [{ DATABASE_URL: 'postgres://u:%zz@rechner/umlauf' }, 'DATABASE_URL'],
    [{ DATABASE_URL_FILE: '/nicht/da' }, 'DATABASE_URL_FILE'],
    [{ UMLAUF_PORT_FILE: '/run/port' }, 'UMLAUF_PORT_FILE'],
  ])('B54 %j is refused by its name', (environment, name) => {
    const faults = faultsOf(environment)
    expect(faults).toHaveLength(1)
    expect(faults[0]).toContain(name)
    for (const value of Object.values(environment)) expect(faults[0]).not.toContain(value)
  })

  it('B54 all faults are named at once, an unknown setting with the nearest one, and no value is shown', () => {
    const faults = faultsOf({
      DATABASE_URL: 'postgres://nutzer:streng-geheim@rechner/umlauf',
      DATABASE_URL_FILE: fileWith('postgres://nutzer:streng-geheim@rechner/umlauf'),
      UMLAUF_PORT: 'streng-geheim',
      UMLAUF_DATEN: 'streng-geheim',
      UMLAUF_PROT: 'streng-geheim',
      LOG_LEVEL: 'streng-geheim',
    })
    expect(faults).toHaveLength(5)
    const text = faults.join('\n')
    expect(text).toContain('There is no UMLAUF_PROT. Perhaps you mean: UMLAUF_PORT.')
    expect(text).toContain('There is no UMLAUF_DATEN. Perhaps you mean: UMLAUF_DATA.')
    expect(text).toContain('DATABASE_URL and DATABASE_URL_FILE are both set')
    expect(text).not.toContain('streng-geheim')
  })
})

const BOT = 'xoxb-111111111112-222222222223-AbCdEfGhIjKlMnOpQrStUvWx'
const APP = 'xapp-1-A0123456789-1234567890123-0f1e2d3c4b5a69788796a5b4c3d2e1f0'
const SECRET = '8f742231b10e88887abcd99ffffff5a5'
/** Those of another app. */
const another = (secret: string) => `${secret.slice(0, -1)}9`
const [BOT_2, APP_2, SECRET_2] = [another(BOT), another(APP), another(SECRET)]
const DEFAULTS = {
  apiUrl: 'https://slack.com/api/',
  listen: { host: '127.0.0.1', port: 3000 },
}

describe('the settings of Slack', () => {
  it('a bot token and an app token are enough: Socket Mode', () => {
    const { slack } = readConfig({ SLACK_BOT_TOKEN: BOT, SLACK_APP_TOKEN: APP })
    expect(slack).toEqual([{ suffix: undefined, botToken: BOT, appToken: APP, ...DEFAULTS }])
  })

  it('a bot token and a signing secret are enough: HTTP, at an address of one’s own', () => {
    const { slack } = readConfig({
      SLACK_BOT_TOKEN: BOT,
      SLACK_SIGNING_SECRET: SECRET,
      SLACK_LISTEN: '[::1]:0',
      SLACK_API_URL: 'https://slack-gov.com/api',
    })
    const own = { apiUrl: 'https://slack-gov.com/api/', listen: { host: '::1', port: 0 } }
    expect(slack).toEqual([{ suffix: undefined, botToken: BOT, signingSecret: SECRET, ...own }])
  })

  it('each connection has its own, and each secret may stand in a file', () => {
    const { slack } = readConfig({
      SLACK_BOT_TOKEN__SLACK_BUND: BOT,
      SLACK_APP_TOKEN__SLACK_BUND_FILE: fileWith(`${APP}\n`),
      SLACK_BOT_TOKEN__LAND_2_FILE: fileWith(BOT_2),
      SLACK_SIGNING_SECRET__LAND_2_FILE: fileWith(SECRET),
      SLACK_LISTEN__LAND_2: 'localhost:3002',
    })
    expect(slack).toEqual([
      {
        ...{ suffix: 'LAND_2', botToken: BOT_2, signingSecret: SECRET, apiUrl: DEFAULTS.apiUrl },
        listen: { host: 'localhost', port: 3002 },
      },
      { suffix: 'SLACK_BUND', botToken: BOT, appToken: APP, ...DEFAULTS },
    ])
  })

  it('an empty setting is none', () => {
    expect(readConfig({ SLACK_BOT_TOKEN: '', SLACK_APP_TOKEN_FILE: '' }).slack).toEqual([])
  })

  it.each([
    'xoxb-your-token',
    'xoxb-your-bot-token-goes-in-here-1',
    'xoxb-xxxxxxxxxxxx-xxxxxxxxxxxx-xxxxxxxxxxxxxxxxxxxxxxxx',
    'xoxb-123456789012-123456789012-xxxxxxxxxxxxxxxxxxxxxxxx',
    'xoxb-1-2-3',
    'xoxp-111111111112-222222222223-AbCdEfGhIjKlMnOpQrStUvWx',
    `${BOT} `,
    'changeme',
  ])('B54 “%s” is no bot token', (SLACK_BOT_TOKEN) => {
    const faults = faultsOf({ SLACK_BOT_TOKEN, SLACK_APP_TOKEN: APP })
    expect(faults).toEqual([expect.stringContaining('SLACK_BOT_TOKEN: ')])
    expect(faults[0]).not.toContain(SLACK_BOT_TOKEN)
  })

  it.each(['xapp-your-app-token', 'xapp-1-A-2-3', BOT, 'changeme'])(
    'B54 “%s” is no app token',
    (SLACK_APP_TOKEN) => {
      const faults = faultsOf({ SLACK_BOT_TOKEN: BOT, SLACK_APP_TOKEN })
      expect(faults).toEqual([expect.stringContaining('SLACK_APP_TOKEN: ')])
      expect(faults[0]).not.toContain(SLACK_APP_TOKEN)
    },
  )

  it.each([SECRET.slice(1), `${SECRET}0`, SECRET.toUpperCase(), '0'.repeat(32), 'your-secret'])(
    'B54 “%s” is no signing secret',
    (SLACK_SIGNING_SECRET) => {
      const faults = faultsOf({ SLACK_BOT_TOKEN: BOT, SLACK_SIGNING_SECRET })
      expect(faults).toEqual([expect.stringContaining('SLACK_SIGNING_SECRET: ')])
      expect(faults[0]).not.toContain(SLACK_SIGNING_SECRET)
    },
  )

  it.each([
    'http://slack.com/api/',
    'http://127.0.0.1.slack.example/api/',
    'https://name:kennwort@slack.com/api/',
    'https://slack.com/api/?token=1',
    'ftp://127.0.0.1/',
    'slack.com/api',
  ])('B54 a token is never sent to “%s”', (SLACK_API_URL) => {
    const set = { SLACK_BOT_TOKEN: BOT, SLACK_APP_TOKEN: APP, SLACK_API_URL }
    expect(faultsOf(set)).toEqual([expect.stringContaining('SLACK_API_URL: ')])
  })

  it.each(['http://127.0.0.1:8080/api/', 'http://localhost/api', 'http://[::1]:1/'])(
    'in the clear it may go to this machine: “%s”',
    (SLACK_API_URL) => {
      const set = { SLACK_BOT_TOKEN: BOT, SLACK_APP_TOKEN: APP, SLACK_API_URL }
      expect(readConfig(set).slack[0]?.apiUrl).toBe(SLACK_API_URL.replace(/\/?$/, '/'))
    },
  )

  it.each(['3000', ':3000', '127.0.0.1', '127.0.0.1:65536', 'http://127.0.0.1:3000', '::1:3000'])(
    'B54 “%s” is no address to listen on',
    (SLACK_LISTEN) => {
      const set = { SLACK_BOT_TOKEN: BOT, SLACK_SIGNING_SECRET: SECRET, SLACK_LISTEN }
      expect(faultsOf(set)).toEqual([expect.stringContaining('SLACK_LISTEN: ')])
    },
  )

  it.each([
    [{ SLACK_BOT_TOKEN: BOT }, 'SLACK_APP_TOKEN or SLACK_SIGNING_SECRET is missing'],
    [{ SLACK_APP_TOKEN: APP }, 'SLACK_BOT_TOKEN is missing'],
    [{ SLACK_APP_TOKEN__BUND: APP }, 'SLACK_BOT_TOKEN__BUND is missing'],
    [
      { SLACK_BOT_TOKEN: BOT, SLACK_APP_TOKEN: APP, SLACK_BOT_TOKEN_FILE: fileWith(BOT) },
      'SLACK_BOT_TOKEN and SLACK_BOT_TOKEN_FILE are both set',
    ],
    [{ SLACK_BOT_TOKEN: BOT, SLACK_APP_TOKEN_FILE: '/nicht/da' }, 'SLACK_APP_TOKEN_FILE: the file'],
    [
      {
        SLACK_BOT_TOKEN: BOT,
        SLACK_APP_TOKEN: APP,
        SLACK_BOT_TOKEN__BUND: BOT_2,
        SLACK_APP_TOKEN__BUND: APP_2,
      },
      'with and without an id',
    ],
    [
      {
        SLACK_BOT_TOKEN__A: BOT,
        SLACK_SIGNING_SECRET__A: SECRET,
        SLACK_BOT_TOKEN__B: BOT_2,
        SLACK_SIGNING_SECRET__B: SECRET_2,
      },
      'SLACK_LISTEN__A and SLACK_LISTEN__B name the same address',
    ],
    [
      {
        SLACK_BOT_TOKEN__A: BOT,
        SLACK_APP_TOKEN__A: APP,
        SLACK_BOT_TOKEN__B: BOT_2,
        SLACK_APP_TOKEN__B: APP,
      },
      'SLACK_APP_TOKEN__A and SLACK_APP_TOKEN__B are the same',
    ],
  ])('B54 a set that cannot work is refused: %#', (environment, words) => {
    expect(faultsOf(environment)).toEqual([expect.stringContaining(words)])
  })

  it.each([
    [
      'SLACK_TOKENS',
      'SLACK_BOT_TOKEN, SLACK_BOT_TOKEN_FILE, SLACK_APP_TOKEN, SLACK_APP_TOKEN_FILE, SLACK_SIGNING_SECRET, SLACK_SIGNING_SECRET_FILE, SLACK_API_URL, SLACK_LISTEN',
    ],
    ['SLACK_BOT_TOKN', 'SLACK_BOT_TOKEN'],
    ['SLACK_BOT_TOKEN_BUND', 'SLACK_BOT_TOKEN__BUND'],
    ['SLACK_BOT_TOKEN__slack-bund', 'SLACK_BOT_TOKEN__SLACK_BUND'],
    ['SLACK_APP_TOKEN_BUND_FILE', 'SLACK_APP_TOKEN__BUND_FILE'],
    ['SLACK_SIGNING_SECRETS', 'SLACK_SIGNING_SECRET'],
    ['SLACK_API_URL_FILE', 'SLACK_API_URL'],
  ])('B54 %s is unknown, and %s is offered', (name, near) => {
    const faults = faultsOf({ [name]: 'streng-geheim' })
    expect(faults).toEqual([`- There is no ${name}. Perhaps you mean: ${near}.`])
  })
})

const HOMESERVER = 'https://matrix.example.org'
const USER = '@umlauf:example.org'
const SET = { MATRIX_HOMESERVER_URL: HOMESERVER, MATRIX_USER_ID: USER }
/** As the SDK writes the key of the bytes 1, 8, 15 and so on. */
const RECOVERY_KEY = 'EsT1HT7u2D8eRJ5JXpm5QiQGRLzxhTZJmA5YF4nNCHD44593'

describe('the settings of Matrix', () => {
  it('a homeserver and an account are enough', () => {
    const { matrix } = readConfig({ MATRIX_HOMESERVER_URL: HOMESERVER, MATRIX_USER_ID: USER })
    expect(matrix).toEqual([{ suffix: undefined, homeserver: HOMESERVER, user: USER }])
  })

  it('each connection has its own, and a recovery key may stand in a file', () => {
    const { matrix } = readConfig({
      MATRIX_HOMESERVER_URL__MATRIX_BUND: `${HOMESERVER}/`,
      MATRIX_USER_ID__MATRIX_BUND: USER,
      MATRIX_RECOVERY_KEY__MATRIX_BUND_FILE: fileWith(`${RECOVERY_KEY}\n`),
      MATRIX_HOMESERVER_URL__LAND_2: 'http://127.0.0.1:8008',
      MATRIX_USER_ID__LAND_2: '@umlauf:land.example',
    })
    expect(matrix).toEqual([
      { suffix: 'LAND_2', homeserver: 'http://127.0.0.1:8008', user: '@umlauf:land.example' },
      { suffix: 'MATRIX_BUND', homeserver: HOMESERVER, user: USER, recoveryKey: RECOVERY_KEY },
    ])
  })

  it('the file of the password is named and never read here: it is needed once', () => {
    const { matrix } = readConfig({ ...SET, MATRIX_PASSWORD_FILE: '/nicht/mehr/da' })
    expect(matrix[0]?.passwordFile).toBe('/nicht/mehr/da')
  })

  it.each([
    'http://matrix.example.org',
    'matrix.example.org',
    'https://name:kennwort@matrix.example.org',
    'https://matrix.example.org/?a=1',
  ])('B54 “%s” is no homeserver to send a token to', (MATRIX_HOMESERVER_URL) => {
    expect(faultsOf({ ...SET, MATRIX_HOMESERVER_URL })).toEqual([
      expect.stringContaining('MATRIX_HOMESERVER_URL: '),
    ])
  })

  it.each([
    'umlauf',
    '@umlauf',
    'umlauf:example.org',
    '@um lauf:example.org',
    '@umlauf:',
    `${USER}/`,
  ])('B54 “%s” is no account', (MATRIX_USER_ID) => {
    expect(faultsOf({ ...SET, MATRIX_USER_ID })).toEqual([
      expect.stringContaining('MATRIX_USER_ID: '),
    ])
  })

  it('B54 a recovery key with one wrong sign is noticed before it is needed, and not shown', () => {
    for (const end of [4, 20, 47]) {
      const sign = RECOVERY_KEY[end] === 'x' ? 'y' : 'x'
      const MATRIX_RECOVERY_KEY = RECOVERY_KEY.slice(0, end) + sign + RECOVERY_KEY.slice(end + 1)
      const faults = faultsOf({ ...SET, MATRIX_RECOVERY_KEY })
      expect(faults).toEqual([expect.stringContaining('MATRIX_RECOVERY_KEY: ')])
      expect(faults[0]).not.toContain(MATRIX_RECOVERY_KEY)
    }
    const grouped = RECOVERY_KEY.replace(/(.{4})/g, '$1 ').trim()
    expect(faultsOf({ ...SET, MATRIX_RECOVERY_KEY: grouped })).toEqual([])
  })

  it.each([
    [{ MATRIX_USER_ID: USER }, 'MATRIX_HOMESERVER_URL is missing'],
    [{ MATRIX_HOMESERVER_URL__BUND: HOMESERVER }, 'MATRIX_USER_ID__BUND is missing'],
    [
      { ...SET, MATRIX_HOMESERVER_URL__A: HOMESERVER, MATRIX_USER_ID__A: '@a:example.org' },
      'MATRIX_ settings stand with and without an id',
    ],
    [
      {
        MATRIX_HOMESERVER_URL__A: HOMESERVER,
        MATRIX_USER_ID__A: USER,
        MATRIX_HOMESERVER_URL__B: HOMESERVER,
        MATRIX_USER_ID__B: USER,
      },
      'MATRIX_USER_ID__A and MATRIX_USER_ID__B name the same account',
    ],
  ])('B54 a set that cannot work is refused: %#', (environment, words) => {
    expect(faultsOf(environment)).toEqual([expect.stringContaining(words)])
  })

  it.each([
    ['MATRIX_HOMESERVER', 'MATRIX_HOMESERVER_URL'],
    ['MATRIX_USER_ID_BUND', 'MATRIX_USER_ID__BUND'],
    ['MATRIX_USER_ID__matrix-bund', 'MATRIX_USER_ID__MATRIX_BUND'],
    ['MATRIX_PASSWORD_BUND_FILE', 'MATRIX_PASSWORD__BUND_FILE'],
    ['MATRIX_PASSWORD', 'MATRIX_PASSWORD_FILE'],
  ])('B54 %s is unknown, and %s is offered', (name, near) => {
    const faults = faultsOf({ [name]: 'streng-geheim' })
    expect(faults).toEqual([`- There is no ${name}. Perhaps you mean: ${near}.`])
  })

  it.each(['MATRIX_ACCESS_TOKEN', 'MATRIX_ACCESS_TOKEN__BUND', 'MATRIX_TOKEN_FILE'])(
    'B54 %s is no setting: the command that keeps a token is offered',
    (name) => {
      const faults = faultsOf({ [name]: 'syt_streng_geheim' })
      expect(faults).toEqual([expect.stringMatching(/never a setting.*umlauf matrix setup/)])
      expect(faults[0]).not.toContain('syt_')
    },
  )
})
