// The whole process in Matrix: settings, council file, login and database have to fit before anything is said, and an end leaves nothing behind; the homeserver is on loopback, everything else is real.
import { mkdirSync, readFileSync, rmSync, statSync, writeFileSync } from 'node:fs'
import path from 'node:path'
import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { lookInto, openFolder } from '../../src/platforms/matrix/keeping/folder.ts'
import { matrixCouncil, mxidOf } from '../support/matrix-council.ts'
import { ENCRYPTION, type Member } from '../support/matrix-member.ts'
import { PASSWORD, setUpAccount, signedMember } from '../support/matrix-rig.ts'
import { emptyDatabase, type FreshDatabase, temporaryFolder } from '../support/postgres.ts'
import { populate, slackCouncil } from '../support/slack-council.ts'
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
import { type Homeserver, startHomeserver } from '../wire/matrix/index.ts'
import { startSlack } from '../wire/slack/index.ts'

const UMLAUF = '@umlauf:localhost'
const SECRETARIAT = 'geschaeftsstelle-1'

let database: FreshDatabase
let homeserver: Homeserver
let data: string
let member: Member
/** The rooms of the council's places, in which the secretariat is. */
let rooms: Readonly<Record<string, string>>

beforeEach(async () => {
  database = await emptyDatabase()
  homeserver = await startHomeserver()
  data = temporaryFolder()
  homeserver.addUser('umlauf', { password: PASSWORD })
  member = await signedMember(homeserver, SECRETARIAT)
  rooms = { umlauf: await newRoom(), geschaeftsstelle: await newRoom() }
})
afterEach(async () => {
  killAll()
  member.stop()
  await homeserver.stop()
  await database.drop()
  rmSync(data, { recursive: true, force: true })
})

async function newRoom(): Promise<string> {
  const made = await member.client.createRoom({ initial_state: [ENCRYPTION] })
  return made.room_id
}

const folderOf = (connection: string) => path.join(data, 'matrix', connection)

const settings = (): Environment => ({ ...settingsFor(database), UMLAUF_DATA: data })
const inMatrix = (): Environment => ({
  ...{ ...settings(), MATRIX_HOMESERVER_URL: homeserver.url, MATRIX_USER_ID: UMLAUF },
})
const apply = (text: string, ...more: string[]) => applyWith(text, settings(), ...more)

function tellsNoSecret(running: Process): void {
  const kept = lookInto(folderOf('matrix'))
  tellsNone(running, [kept.session()?.accessToken, kept.recoveryKey(), PASSWORD])
}

async function refused(running: Process): Promise<string> {
  expect(await running.ended, running.out() + running.err()).toBe(1)
  tellsNoSecret(running)
  return running.err()
}

const joined = (room: string | undefined) =>
  homeserver
    .rooms()
    .find(({ id }) => id === room)
    ?.joined.includes(UMLAUF) ?? false

describe('umlauf start in Matrix', () => {
  it('serves a real council, comes when it is invited, and ends in order', async () => {
    await setUpAccount(homeserver.url, UMLAUF, folderOf('matrix'))
    await apply(matrixCouncil({ rooms }), '--real')
    const running = umlauf(['start', '--real'], inMatrix())
    await says(running, 'Umlauf ist in Matrix. Beenden mit Strg+C.')
    expect(running.out()).toContain(
      `matrix: Matrix, ${UMLAUF}, 2 Orte, Stimmen nur von bestätigten Geräten`,
    )
    expect(running.out()).not.toContain('http://127.0.0.1')
    await member.client.invite(rooms['umlauf'] ?? '', UMLAUF)
    await expect.poll(() => joined(rooms['umlauf']), { timeout: 10_000 }).toBe(true)
    await stops(running, 8_000)
    tellsNoSecret(running)
    expect(statSync(folderOf('matrix')).mode & 0o777).toBe(0o700)
  })

  it('is in Slack and in Matrix at once', async () => {
    const slack = await startSlack()
    try {
      const both = matrixCouncil({ rooms }, true, slackCouncil({ 'slack-bund': 'T0COUNCIL' }))
      populate(slack, slackCouncil({ 'slack-bund': 'T0COUNCIL' }))
      await setUpAccount(homeserver.url, UMLAUF, folderOf('matrix'))
      await apply(both, '--real')
      const running = umlauf(['start', '--real'], {
        ...inMatrix(),
        ...{ SLACK_BOT_TOKEN: slack.botToken, SLACK_APP_TOKEN: slack.appToken },
        SLACK_API_URL: slack.apiUrl,
      })
      await says(running, 'Umlauf ist in Slack und Matrix. Beenden mit Strg+C.')
      expect(running.out()).toContain('slack-bund: Slack, Workspace T0COUNCIL')
      expect(running.out()).toContain(`matrix: Matrix, ${UMLAUF}, 2 Orte`)
      await stops(running, 8_000)
      expect(slack.sockets.open).toBe(0)
    } finally {
      await slack.stop()
    }
  })

  it('serves no real council without one of its networks', async () => {
    const both = matrixCouncil({ rooms }, true, slackCouncil({ 'slack-bund': 'T0COUNCIL' }))
    await apply(both, '--real')
    const said = await refused(umlauf(['start', '--real'], inMatrix()))
    expect(said).toContain('Die Verbindung „slack-bund“ hat keine Einstellungen')
  })

  it('on loopback rehearses in the room and in Matrix at once', async () => {
    await setUpAccount(homeserver.url, UMLAUF, folderOf('matrix'))
    await apply(matrixCouncil({ rooms, devices: 'any' }, true))
    const running = umlauf(['start'], inMatrix())
    await says(running, 'Umlauf ist in Matrix. Beenden mit Strg+C.')
    expect(running.out()).toMatch(/http:\/\/127\.0\.0\.1:\d+\/\?key=/)
    expect(running.out()).toContain('Stimmen von jedem Gerät')
    await stops(running, 8_000)
  })

  it('refuses to start before the account is set up, with the command that does it', async () => {
    await apply(matrixCouncil({ rooms }), '--real')
    const running = umlauf(['start', '--real'], inMatrix())
    expect(await refused(running)).toContain('npm run umlauf -- matrix setup')
    expect(running.out()).not.toContain('Umlauf ist in Matrix')
    expect(homeserver.wire().some(({ path: at }) => at.endsWith('/login'))).toBe(false)
  })

  it('refuses to start without a council file in force, with the command that applies one', async () => {
    const said = await refused(umlauf(['start', '--real'], inMatrix()))
    expect(said).toContain('npm run umlauf -- council apply --real --by NAME council.yaml')
    expect(said).toContain('docs/matrix.md')
  })

  it('never takes a rehearsal to a homeserver that is not on this machine', async () => {
    await apply(matrixCouncil({ rooms }))
    const elsewhere = { ...inMatrix(), MATRIX_HOMESERVER_URL: 'https://matrix.invalid' }
    const said = await refused(umlauf(['start'], elsewhere))
    expect(said).toContain('als „rehearsal“ gestempelt, verlangt wurde „real“')
  })

  it('names settings without a connection and connections without settings', async () => {
    await apply(matrixCouncil({ connection: 'matrix-bund', rooms }), '--real')
    const land = { MATRIX_HOMESERVER_URL__LAND: homeserver.url, MATRIX_USER_ID__LAND: UMLAUF }
    const said = await refused(umlauf(['start', '--real'], { ...settings(), ...land }))
    expect(said).toContain('Die Verbindung „matrix-bund“ hat keine Einstellungen')
    expect(said).toContain('MATRIX_USER_ID__MATRIX_BUND fehlt')
    expect(said).toContain('Zu MATRIX_USER_ID__LAND gibt es keine Verbindung')
  })
})

/** One of `umlauf matrix …`, with the password in a file. */
function matrix(args: readonly string[], more: Environment = {}, typed = ''): Process {
  const file = path.join(data, 'password')
  writeFileSync(file, `${PASSWORD}\n`)
  const set = { ...inMatrix(), MATRIX_PASSWORD_FILE: file, ...more }
  const running = umlauf(['matrix', ...args, '--connection', 'matrix'], set)
  running.child.stdin?.end(typed)
  return running
}

async function done(running: Process): Promise<string> {
  expect(await running.ended, running.out() + running.err()).toBe(0)
  tellsNoSecret(running)
  return running.out()
}

describe('umlauf matrix', () => {
  it('setup logs in once, makes the identity, and says where the recovery key is', async () => {
    const said = await done(matrix(['setup']))
    const file = path.join(folderOf('matrix'), 'recovery.key')
    expect(said).toContain(file)
    expect(said).toContain('auch außerhalb dieses Rechners aufbewahren')
    for (const name of ['recovery.key', 'session.json', 'keys.sqlite', 'storage.key']) {
      expect(statSync(path.join(folderOf('matrix'), name)).mode & 0o777).toBe(0o600)
    }
    const status = await done(matrix(['status']))
    expect(status).toMatch(/^gut +Matrix \(matrix\), Gerät: UMLAUF\w+ ist von seinem Besitzer/m)
    expect(status).toMatch(/^gut +Matrix \(matrix\), Wiederherstellungsschlüssel: passt/m)
    const logins = () => homeserver.wire().filter(({ path: at }) => at.endsWith('/login')).length
    const before = logins()
    expect(await refused(matrix(['setup']))).toContain('ist schon eingerichtet')
    expect(logins()).toBe(before)
  })

  it('setup that was killed goes on where it was, with the login it has', async () => {
    const uploads = () =>
      homeserver.wire().filter(({ path: at }) => at.includes('device_signing')).length
    const before = uploads()
    homeserver.fault('/keys/device_signing/upload', 'hang')
    const killed = matrix(['setup'])
    await expect.poll(uploads, { timeout: 10_000 }).toBeGreaterThan(before)
    killed.child.kill('SIGKILL')
    await killed.ended
    const said = await done(matrix(['setup']))
    expect(said).toContain('Eine frühere Einrichtung wurde unterbrochen')
    expect(homeserver.devices(UMLAUF).filter((id) => id.startsWith('UMLAUF'))).toHaveLength(1)
    expect(await done(matrix(['status']))).not.toContain('ACHTUNG')
  })

  it('setup never makes a second identity by itself', async () => {
    await done(matrix(['setup']))
    const elsewhere = path.join(data, 'elsewhere')
    mkdirSync(elsewhere)
    const other = { UMLAUF_DATA: elsewhere }
    expect(await refused(matrix(['setup'], other))).toContain('umlauf matrix recover')
    expect(await refused(matrix(['setup'], other))).toContain('umlauf matrix recover')
    expect(await done(matrix(['status']))).not.toContain('ACHTUNG')
  })

  it('recover gives a new device the identity of before', async () => {
    await done(matrix(['setup']))
    const key = readFileSync(path.join(folderOf('matrix'), 'recovery.key'), 'utf8').trim()
    const before = homeserver.accountData(UMLAUF, 'm.cross_signing.master')
    rmSync(folderOf('matrix'), { recursive: true })
    expect(await refused(matrix(['recover']))).toContain('MATRIX_RECOVERY_KEY_FILE')
    await done(matrix(['recover'], { MATRIX_RECOVERY_KEY: key }))
    expect(homeserver.accountData(UMLAUF, 'm.cross_signing.master')).toEqual(before)
    expect(await done(matrix(['status']))).not.toContain('ACHTUNG')
    // from now on it is in the folder again
    await done(matrix(['recover']))
    expect(homeserver.devices(UMLAUF).filter((id) => id.startsWith('UMLAUF'))).toHaveLength(2)
  })

  it('a new identity is made by its own command and a typed phrase alone', async () => {
    await done(matrix(['setup']))
    const before = homeserver.accountData(UMLAUF, 'm.cross_signing.master')
    for (const typed of ['', 'ja\n', `neue Identität für ${mxidOf('other')}\n`]) {
      const said = await refused(matrix(['recover', '--new-identity'], {}, typed))
      expect(said).toContain('Nicht bestätigt; nichts wurde geändert.')
    }
    expect(homeserver.accountData(UMLAUF, 'm.cross_signing.master')).toEqual(before)
    const phrase = `neue Identität für ${UMLAUF}\n`
    await done(matrix(['recover', '--new-identity'], {}, phrase))
    expect(homeserver.accountData(UMLAUF, 'm.cross_signing.master')).not.toEqual(before)
    expect(await done(matrix(['status']))).not.toContain('ACHTUNG')
  })

  it('takes a token that the operators issued, where there is no password', async () => {
    const issued = homeserver.addUser('umlauf', { password: PASSWORD })
    const file = path.join(data, 'token')
    writeFileSync(file, `${issued.token}\n`)
    await done(matrix(['setup', '--token'], { MATRIX_PASSWORD_FILE: file }))
    expect(lookInto(folderOf('matrix')).session()?.device).toBe(issued.deviceId)
    expect(await done(matrix(['status']))).not.toContain('ACHTUNG')
  })

  it('asks at the terminal for the password, and shows nothing of it', async () => {
    const command = `${process.execPath} bin/umlauf.js matrix setup --connection matrix`
    const running = run('script', ['--quiet', '--return', '--command', command, '/dev/null'], {
      ...inMatrix(),
      TERM: 'dumb',
    })
    await says(running, `Kennwort von ${UMLAUF} (wird nicht angezeigt):`)
    running.child.stdin?.write(`${PASSWORD}x\u007f\r`)
    expect(await running.ended, running.out()).toBe(0)
    expect(running.out()).toContain('recovery.key')
    tellsNoSecret(running)
  })

  it('keeps its hands off a folder that is in use', async () => {
    await done(matrix(['setup']))
    const running = openFolder(folderOf('matrix'))
    expect(await refused(matrix(['recover']))).toContain('ist in Benutzung')
    running.release()
  })

  it('names a wrong password, a missing file, and that nobody is there to be asked', async () => {
    const file = path.join(data, 'wrong')
    writeFileSync(file, 'falsch')
    expect(await refused(matrix(['setup'], { MATRIX_PASSWORD_FILE: file }))).toContain(
      `nimmt das Kennwort von ${UMLAUF} nicht an`,
    )
    expect(await refused(matrix(['setup'], { MATRIX_PASSWORD_FILE: '/nicht/da' }))).toContain(
      'MATRIX_PASSWORD_FILE lässt sich nicht lesen',
    )
    expect(await refused(matrix(['setup'], { MATRIX_PASSWORD_FILE: '' }))).toContain(
      'Hier ist kein Terminal',
    )
  })
})
