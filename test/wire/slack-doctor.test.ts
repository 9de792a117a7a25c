// The checkup of a connection, asked of a loopback Slack: what is in order, what is not, and what to do; the whole command once, through its process.
import { createServer } from 'node:net'
import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { type CheckupOptions, checkSlack } from '../../src/platforms/slack/checkup.ts'
import { attention, linesOf } from '../support/findings.ts'
import { freshDatabase } from '../support/postgres.ts'
import { accountOf, channelOf, populate, slackCouncil } from '../support/slack-council.ts'
import { doctor, putInForce, settingsFor } from '../support/umlauf.ts'
import { type Slack, startSlack } from './slack/index.ts'

const TEAM = 'T0COUNCIL'

let slack: Slack
beforeEach(async () => {
  slack = await startSlack()
  slack.addUser({ id: 'U0ANNA', name: 'Anna' })
  slack.addChannel({ id: 'C0COUNCIL', name: 'umlaufverfahren', members: ['U0ANNA'] })
})
afterEach(() => slack.stop())

const bySocket = (): CheckupOptions['settings'] => {
  const { apiUrl, botToken, appToken } = slack
  return { botToken, appToken, apiUrl, listen: { host: '127.0.0.1', port: 0 } }
}

/** What is found, one line each as doctor prints it; no secret is ever part of it. */
async function found(more: Partial<CheckupOptions> = {}, settings = bySocket()): Promise<string[]> {
  const { botToken, appToken } = slack
  const findings = await checkSlack({
    settings,
    team: TEAM,
    places: [{ name: 'Umlaufverfahren', channel: 'C0COUNCIL' }],
    accounts: [{ name: 'Anna', id: 'U0ANNA' }],
    serving: false,
    language: 'en',
    ...more,
  })
  return linesOf(findings, [botToken, appToken, slack.signingSecret])
}

describe('the checkup of a connection', () => {
  it('finds everything in order, and says what it looked at', async () => {
    expect(await found()).toEqual([
      'fine Bot token: is valid for the workspace Council (T0COUNCIL)',
      'fine Workspace: is the one of the council file',
      'fine Scopes: complete',
      'fine Socket Mode: Slack allows a connection',
      'fine Place “Umlaufverfahren”: Umlauf is a member of C0COUNCIL',
      'fine Accounts: 1 account of the council file is in order',
    ])
  })

  it.each(['auth.test', 'conversations.info', 'users.info'])(
    'says where Slack answers something odd to %s, and goes on',
    async (method) => {
      slack.fault(method, { status: 200, body: '{"ok":true}' })
      const lines = attention(await found())
      expect(lines).toHaveLength(1)
      expect(lines[0]).toContain('unexpected answer')
    },
  )

  it('changes nothing: it only asks', async () => {
    await found()
    const methods = new Set(slack.calls.map(({ method }) => method))
    expect([...methods].sort()).toEqual([
      ...['apps.connections.open', 'auth.test', 'conversations.info', 'users.info'],
    ])
    expect(slack.sockets.open).toBe(0)
  })

  it('without a valid bot token asks nothing more with it, and still checks the way in', async () => {
    const lines = await found({}, { ...bySocket(), botToken: 'xoxb-1-1-000111222333444555666777' })
    expect(lines).toEqual([
      expect.stringContaining(
        'ATTENTION Bot token: Slack does not accept the bot token (invalid_auth)',
      ),
      'fine Socket Mode: Slack allows a connection',
    ])
    expect(slack.calls.map(({ method }) => method)).toEqual(['auth.test', 'apps.connections.open'])
  })

  it('names an app token that Slack does not know, and one of the wrong kind', async () => {
    const wrong = await found(
      {},
      { ...bySocket(), appToken: 'xapp-1-A0-1-000111222333444555666777' },
    )
    expect(attention(wrong)).toEqual([expect.stringMatching(/Socket Mode: .*connections:write/)])
    const kind = await found({}, { ...bySocket(), appToken: slack.botToken })
    expect(attention(kind)).toEqual([expect.stringMatching(/Socket Mode: .*begins with “xapp-”/)])
  })

  it('names another workspace than that of the council file', async () => {
    const lines = await found({ team: 'T0OTHER', accounts: [] })
    expect(attention(lines)).toEqual([
      expect.stringContaining('Workspace: The bot token belongs to the workspace T0COUNCIL'),
    ])
  })

  it.each([
    'app_mentions:read',
    'chat:write',
    'commands',
    'files:read',
    'files:write',
    'im:history',
    'im:write',
  ])('names the missing scope %s, and what it is for', async (scope) => {
    slack.scopes.delete(scope)
    expect(attention(await found())).toEqual([
      expect.stringMatching(new RegExp(`Scopes: ${scope} is missing: (?:for|to) .+`)),
    ])
  })

  it('without history says what then happens, which a council may want', async () => {
    slack.scopes.delete('groups:history')
    slack.scopes.delete('channels:history')
    const lines = await found()
    expect(attention(lines)).toEqual([])
    expect(lines).toContain(
      'fine Scopes: without channels:history, groups:history: ambiguous messages are reported, never repeated.',
    )
  })

  it('without users:read asks after nobody', async () => {
    slack.scopes.delete('users:read')
    const lines = await found()
    expect(attention(lines)).toEqual([expect.stringContaining('users:read is missing')])
    expect(slack.calls.map(({ method }) => method)).not.toContain('users.info')
  })

  it('names channels where the bot is no member, that do not exist, and that may not be seen', async () => {
    slack.addChannel({ id: 'C0ALONE', name: 'ohne', members: ['U0ANNA'], botIsMember: false })
    const hidden = { id: 'C0HIDDEN', name: 'zu', members: ['U0ANNA'], botIsMember: false }
    slack.addChannel({ ...hidden, private: true })
    const places = ['C0ALONE', 'C0NOWHERE', 'C0HIDDEN'].map((channel) => ({
      name: channel,
      channel,
    }))
    expect(attention(await found({ places }))).toEqual([
      expect.stringMatching(/C0ALONE.*not a member of C0ALONE.*\/invite @Umlauf/),
      expect.stringMatching(/C0NOWHERE.*does not see/),
      expect.stringMatching(/C0HIDDEN.*does not see.*\/invite @Umlauf/),
    ])
  })

  it('B16 names bots, deactivated and unknown accounts, and how a guest has to be written', async () => {
    slack.addUser({ id: 'U0BOT', name: 'Bot', isBot: true })
    slack.addUser({ id: 'U0GONE', name: 'Gone', deleted: true })
    slack.addUser({ id: 'U0GUEST', name: 'Guest', isRestricted: true })
    slack.addUser({ id: 'U0OTHER', name: 'Other', team: 'T0OTHER', isStranger: true })
    const ids = ['U0BOT', 'U0GONE', 'U0NOBODY', 'U0GUEST', 'U0OTHER', 'T0WRONG/U0ANNA']
    const fine = ['U0ANNA', 'T0COUNCIL/U0ANNA', 'T0COUNCIL/U0GUEST', 'T0OTHER/U0OTHER']
    const accounts = [...ids, ...fine].map((id) => ({ name: id, id }))
    const lines = await found({ accounts })
    expect(lines).toContain('fine Accounts: 4 accounts of the council file are in order')
    expect(attention(lines)).toEqual([
      expect.stringMatching(/U0BOT.*is a bot/),
      expect.stringMatching(/U0GONE.*deactivated/),
      expect.stringMatching(/U0NOBODY.*not in this workspace/),
      expect.stringMatching(/U0GUEST.*T0COUNCIL\/U0GUEST\.$/),
      expect.stringMatching(/U0OTHER.*T0OTHER\/U0OTHER\.$/),
      expect.stringMatching(/T0WRONG\/U0ANNA.*T0COUNCIL\/U0ANNA/),
    ])
  })

  it('by HTTP tries the address: free, taken by Umlauf itself, taken by another program', async () => {
    const other = createServer()
    const port = await new Promise<number>((resolve) => {
      other.listen(0, '127.0.0.1', () => {
        const address = other.address()
        resolve(typeof address === 'object' && address !== null ? address.port : 0)
      })
    })
    const { botToken, apiUrl, signingSecret } = slack
    const at = (number: number) => ({
      ...{ botToken, apiUrl, signingSecret },
      listen: { host: '127.0.0.1', port: number },
    })
    expect(await found({}, at(0))).toContainEqual(expect.stringMatching(/^fine HTTP: .*is free/))
    expect(await found({ serving: true }, at(port))).toContainEqual(
      expect.stringMatching(/^fine HTTP: .*presumably Umlauf itself/),
    )
    expect(await found({}, at(port))).toContainEqual(
      expect.stringMatching(/^ATTENTION HTTP: .*EADDRINUSE/),
    )
    other.close()
  })

  it('says what it could not check while Slack does not answer', async () => {
    slack.outage('conversations.info', true)
    const lines = await found()
    expect(attention(lines)).toEqual([
      expect.stringMatching(/Place “Umlaufverfahren”: Slack did not answer .*not checked/),
    ])
  })

  it('speaks German as well', async () => {
    const lines = await found({ language: 'de' })
    expect(lines).toContain('fine Berechtigungen: vollständig')
  })
})

describe('umlauf doctor with Slack', () => {
  it('checks every connection of the council file, and the tokens alone where there is none yet', async () => {
    const database = await freshDatabase('real')
    const text = slackCouncil({ 'slack-bund': TEAM })
    populate(slack, text)
    const env = {
      ...settingsFor(database),
      SLACK_BOT_TOKEN: slack.botToken,
      SLACK_APP_TOKEN: slack.appToken,
      SLACK_API_URL: slack.apiUrl,
    }
    const early = await doctor(env)
    expect(early.code).toBe(1)
    expect(early.out).toMatch(/^ACHTUNG +Slack: .*council apply --real/m)
    expect(early.out).toMatch(/^gut +Slack, Bot-Token: gilt für den Workspace Council/m)

    await putInForce(database, text)
    const late = await doctor(env)
    expect(late.out).toMatch(/^gut +Slack \(slack-bund\), Workspace: ist der aus der Ratsdatei$/m)
    expect(late.out).toContain(`Umlauf ist Mitglied von ${channelOf('umlauf')}`)
    expect(late.out).toMatch(
      /^gut +Slack \(slack-bund\), Konten: 4\d Konten der Ratsdatei sind in Ordnung$/m,
    )
    expect(late.out).not.toContain('ACHTUNG')
    expect(late.code).toBe(0)
    for (const { out, err } of [early, late]) {
      for (const secret of [slack.botToken, slack.appToken]) expect(out + err).not.toContain(secret)
    }
    expect(slack.calls.some(({ args }) => args['user'] === accountOf('vorsitz'))).toBe(true)
    await database.drop()
  })
})
