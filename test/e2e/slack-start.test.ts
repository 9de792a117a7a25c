// The whole process in Slack: settings, council file and database have to fit before anything is said, and an end leaves nothing behind; Slack is on loopback, everything else is real.
import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { freePort } from '../support/free-port.ts'
import { emptyDatabase, type FreshDatabase } from '../support/postgres.ts'
import { accountOf, channelOf, populate, slackCouncil } from '../support/slack-council.ts'
import {
  apply as applyWith,
  type Environment,
  killAll,
  type Process,
  run,
  says,
  settingsFor,
  stops,
  tellsNone,
  umlauf,
} from '../support/umlauf.ts'
import { type Slack, startSlack } from '../wire/slack/index.ts'

const COUNCIL = slackCouncil({ 'slack-bund': 'T0COUNCIL' })
const SECRETARIAT = accountOf('geschaeftsstelle-1')

let database: FreshDatabase
let slack: Slack

beforeEach(async () => {
  database = await emptyDatabase()
  slack = await startSlack()
  populate(slack, COUNCIL)
})
afterEach(async () => {
  killAll()
  await slack.stop()
  await database.drop()
})

const socketMode = (): Environment => ({
  ...settingsFor(database),
  ...{ SLACK_BOT_TOKEN: slack.botToken, SLACK_APP_TOKEN: slack.appToken },
  SLACK_API_URL: slack.apiUrl,
})
const apply = (text: string, ...more: string[]) => applyWith(text, settingsFor(database), ...more)

/** A token of the same kind that nobody gave out. */
const another = (token: string) => `${token.slice(0, -1)}${token.endsWith('0') ? 1 : 0}`

const tellsNoSecret = (running: Process) =>
  tellsNone(running, [slack.botToken, slack.appToken, slack.signingSecret])

describe('umlauf start in Slack', () => {
  it('serves a real council by Socket Mode, without the room, and ends in order', async () => {
    await apply(COUNCIL, '--real')
    const running = umlauf(['start', '--real'], socketMode())
    await says(running, 'Umlauf ist in Slack. Beenden mit Strg+C.')
    expect(running.out()).toContain(
      'slack-bund: Slack, Workspace T0COUNCIL, über Socket Mode, 2 Orte',
    )
    expect(running.out()).not.toContain('http://')
    const channel = channelOf('geschaeftsstelle')
    const answered = await slack.slash(SECRETARIAT, channel, 'status')
    expect(answered).toMatchObject({ acked: true })
    await stops(running, 5_000)
    expect(slack.sockets.open).toBe(0)
    tellsNoSecret(running)
  })

  it('takes Slack by HTTP where there is a signing secret and no app token', async () => {
    await apply(COUNCIL, '--real')
    const { SLACK_APP_TOKEN: _, ...rest } = socketMode()
    const address = `127.0.0.1:${await freePort()}`
    const listen = { SLACK_SIGNING_SECRET: slack.signingSecret, SLACK_LISTEN: address }
    const running = umlauf(['start', '--real'], { ...rest, ...listen })
    await says(running, `über HTTP auf http://${address}/slack/events`)
    slack.deliver({ http: `http://${address}/slack/events` })
    const answered = await slack.slash(SECRETARIAT, channelOf('geschaeftsstelle'), 'status')
    expect(answered).toMatchObject({ acked: true })
    await stops(running, 5_000)
    tellsNoSecret(running)
  })

  it('on loopback rehearses in the room and in Slack at once', async () => {
    await apply(slackCouncil({ 'slack-bund': 'T0COUNCIL' }, { room: true }))
    const running = umlauf(['start'], socketMode())
    await says(running, 'Umlauf ist in Slack. Beenden mit Strg+C.')
    expect(running.out()).toMatch(/http:\/\/127\.0\.0\.1:\d+\/\?key=/)
    const answered = await slack.slash(SECRETARIAT, channelOf('geschaeftsstelle'), 'status')
    expect(answered).toMatchObject({ acked: true })
    await stops(running, 5_000)
  })

  it('starts while Slack is down, says so, and is in Slack when Slack is back', async () => {
    await apply(COUNCIL, '--real')
    slack.outage('auth.test', true)
    const running = umlauf(['start', '--real'], socketMode())
    await says(running, 'Slack antwortet noch nicht')
    slack.outage('auth.test', false)
    await expect.poll(() => slack.sockets.open, { timeout: 20_000 }).toBe(2)
    const answered = await slack.slash(SECRETARIAT, channelOf('geschaeftsstelle'), 'status')
    expect(answered).toMatchObject({ acked: true })
    await stops(running, 5_000)
  })

  it('refuses to start without a council file in force, with the command that applies one', async () => {
    const rehearsing = umlauf(['start'], socketMode())
    expect(await rehearsing.ended).toBe(1)
    expect(rehearsing.err()).toContain('npm run umlauf -- council apply --by NAME council.yaml')
    await database.drop()
    database = await emptyDatabase()
    const running = umlauf(['start', '--real'], socketMode())
    expect(await running.ended).toBe(1)
    expect(running.err()).toContain('npm run umlauf -- council apply --real --by NAME council.yaml')
    expect(slack.calls).toEqual([])
  })

  it('never takes a rehearsal to a Slack that is not on this machine', async () => {
    await apply(COUNCIL)
    const running = umlauf(['start'], { ...socketMode(), SLACK_API_URL: 'https://slack.invalid/' })
    expect(await running.ended).toBe(1)
    expect(running.err()).toContain('als „rehearsal“ gestempelt, verlangt wurde „real“')
  })

  it('names settings without a connection and connections without settings', async () => {
    await apply(slackCouncil({ 'slack-bund': 'T0COUNCIL', 'slack-land-2': 'T0LAND' }), '--real')
    const running = umlauf(['start', '--real'], {
      ...settingsFor(database),
      ...{
        SLACK_BOT_TOKEN__SLACK_BUND: slack.botToken,
        SLACK_APP_TOKEN__SLACK_BUND: slack.appToken,
      },
      ...{ SLACK_BOT_TOKEN__LAND_2: another(slack.botToken) },
      ...{ SLACK_APP_TOKEN__LAND_2: another(slack.appToken) },
      ...{ SLACK_API_URL__SLACK_BUND: slack.apiUrl, SLACK_API_URL__LAND_2: slack.apiUrl },
    })
    expect(await running.ended).toBe(1)
    expect(running.err()).toContain('Die Verbindung „slack-land-2“ hat keine Einstellungen')
    expect(running.err()).toContain('SLACK_BOT_TOKEN__SLACK_LAND_2 fehlt')
    expect(running.err()).toContain('Zu SLACK_BOT_TOKEN__LAND_2 gibt es keine Verbindung')
    expect(slack.calls).toEqual([])
    tellsNoSecret(running)
  })

  it('where one of two workspaces refuses its token, says what to do and leaves the other one again', async () => {
    const other = await startSlack({ team: 'T0LAND' })
    try {
      await apply(slackCouncil({ 'slack-bund': 'T0COUNCIL', 'slack-land': 'T0LAND' }), '--real')
      const running = umlauf(['start', '--real'], {
        ...settingsFor(database),
        SLACK_BOT_TOKEN__SLACK_BUND: slack.botToken,
        SLACK_APP_TOKEN__SLACK_BUND: slack.appToken,
        SLACK_API_URL__SLACK_BUND: slack.apiUrl,
        SLACK_BOT_TOKEN__SLACK_LAND: another(slack.botToken),
        SLACK_APP_TOKEN__SLACK_LAND: other.appToken,
        SLACK_API_URL__SLACK_LAND: other.apiUrl,
      })
      expect(await running.ended).toBe(1)
      expect(running.err()).toContain('Slack nimmt das Bot-Token nicht an (invalid_auth)')
      expect(running.out()).not.toContain('Umlauf ist in Slack')
      expect([slack.sockets.open, other.sockets.open]).toEqual([0, 0])
      tellsNoSecret(running)
    } finally {
      await other.stop()
    }
  })

  it('B54 a wrong token of any kind is said in the settings, and no database is asked', async () => {
    const running = umlauf(['start'], {
      ...{ ...settingsFor(database), SLACK_BOT_TOKEN: 'xoxb-your-token', DATABASE_URL: '' },
    })
    expect(await running.ended).toBe(1)
    expect(running.err()).toContain('SLACK_BOT_TOKEN: ')
    expect(running.err()).toContain('SLACK_APP_TOKEN oder SLACK_SIGNING_SECRET fehlt')
    expect(running.err()).not.toContain('xoxb-your-token')
  })
})

/** A process with a log and nothing else, in which something goes wrong. */
function guarded(trouble: string): Process {
  const program = `
    import { guardProcess } from './src/cli/guard.ts'
    import { createLog } from './src/run/log.ts'
    const broken = guardProcess(createLog('info'))
    setTimeout(() => { console.log('goes on'); process.exit(0) }, 300)
    broken.catch(() => { console.log('drains'); process.exit(1) })
    setTimeout(() => { ${trouble} }, 10)`
  return run(process.execPath, ['--input-type=module', '--eval', program], {})
}

describe('what nobody caught', () => {
  it('a promise that was forgotten is a defect in the log, and the council goes on', async () => {
    const running = guarded("Promise.reject(new Error('forgotten'))")
    expect(await running.ended).toBe(0)
    expect(running.out()).toBe('goes on\n')
    expect(running.err()).toContain('"words":"forgotten"')
  })

  it('an error thrown into the void is a defect in the log, and the process drains and ends', async () => {
    const running = guarded("throw new Error('thrown')")
    expect(await running.ended).toBe(1)
    expect(running.out()).toBe('drains\n')
    expect(running.err()).toContain('"words":"thrown"')
  })
})
