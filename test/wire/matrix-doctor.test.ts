// The checkup of a connection to Matrix, asked of the loopback homeserver: what is in order, what is not, and what to do; the whole command once, through its process.
import { rmSync } from 'node:fs'
import path from 'node:path'
import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { readCouncilFile } from '../../src/files/council-file.ts'
import { shownKeys, signingOf } from '../../src/platforms/matrix/checking/signatures.ts'
import { type CheckupOptions, checkMatrix } from '../../src/platforms/matrix/checkup.ts'
import { lookInto, openFolder } from '../../src/platforms/matrix/keeping/folder.ts'
import { attention, linesOf } from '../support/findings.ts'
import { callsOf } from '../support/matrix-calls.ts'
import { matrixCouncil, mxidOf } from '../support/matrix-council.ts'
import { ENCRYPTION, type Member } from '../support/matrix-member.ts'
import { PASSWORD, setUpAccount, signedMember } from '../support/matrix-rig.ts'
import { freshDatabase, temporaryFolder } from '../support/postgres.ts'
import { doctor, putInForce, settingsFor } from '../support/umlauf.ts'
import { type Homeserver, startHomeserver } from './matrix/index.ts'

const UMLAUF = '@umlauf:localhost'
const ANNA = '@anna:localhost'
const NO_SIGNATURES = { keys: {}, signatures: {} }

let homeserver: Homeserver
let folder: string
let anna: Member
let room: string

beforeEach(async () => {
  homeserver = await startHomeserver()
  folder = temporaryFolder()
  homeserver.addUser('umlauf', { password: PASSWORD })
  await setUpAccount(homeserver.url, UMLAUF, folder)
  anna = await signedMember(homeserver, 'anna')
  room = await roomWith({ initial_state: [ENCRYPTION] })
})
afterEach(async () => {
  anna.stop()
  await homeserver.stop()
  rmSync(folder, { recursive: true, force: true })
})

/** A room of Anna's that the bot has joined. */
async function roomWith(more: object): Promise<string> {
  const { room_id: made } = await anna.client.createRoom({ invite: [UMLAUF], ...more })
  await bot()('POST', `/join/${encodeURIComponent(made)}`, {})
  return made
}

const bot = () => callsOf(homeserver.url, lookInto(folder).session()?.accessToken)

type Council = NonNullable<CheckupOptions['council']>

/** What is found, one line each as doctor prints it; no secret is ever part of it. */
async function found(more: Partial<Council> = {}, options: Partial<CheckupOptions> = {}) {
  const kept = lookInto(folder)
  const [login, recoveryKey] = [kept.session(), kept.recoveryKey()]
  const findings = await checkMatrix({
    ...{ connection: 'matrix', login, recoveryKey, language: 'en' },
    settings: { homeserver: homeserver.url, user: UMLAUF },
    council: {
      ...{ server: 'localhost', devices: 'signed' },
      places: [{ name: 'Umlaufverfahren', channel: room }],
      accounts: [{ name: 'Anna', id: '@anna:localhost' }],
      ...more,
    },
    ...options,
  })
  return linesOf(findings, [login?.accessToken, recoveryKey, PASSWORD])
}

describe('the checkup of a connection', () => {
  it('finds everything in order, and says what it looked at', async () => {
    expect(await found()).toEqual([
      `fine Homeserver: ${homeserver.url} answers, Matrix v1.15`,
      expect.stringMatching(/^fine Login: is valid for @umlauf:localhost, device UMLAUF\w+$/),
      expect.stringMatching(/^fine Device: UMLAUF\w+ is verified by its owner$/),
      'fine Key backup: version 1, 0 keys',
      'fine Recovery key: fits the identity of the account. Please keep it outside of this machine as well.',
      `fine Place “Umlaufverfahren”: Umlauf is in ${room} and may write; encrypted`,
      'fine Accounts: 1 account of the council file is in order',
      'fine Devices of the accounts: 1 account has a verified device',
      expect.stringMatching(/^fine Sending limit: not to be learned/),
    ])
  })

  it('changes nothing, and takes no folder from a running bot', async () => {
    const running = openFolder(folder)
    const before = homeserver.wire().length
    expect(attention(await found())).toEqual([])
    running.release()
    const verbs = homeserver
      .wire()
      .slice(before)
      .map(({ method, path: at }) => `${method} ${at.replace(/\?.*$/, '')}`)
      .filter((line) => !line.startsWith('GET ') && !line.includes('/sync'))
    expect(new Set(verbs)).toEqual(new Set(['POST /keys/query']))
  })

  it('where nobody logged in yet, names the command that does', async () => {
    expect(attention(await found({}, { login: undefined }))).toEqual([
      'ATTENTION Login: Umlauf is not logged in yet. Please once: npm run umlauf -- matrix setup --connection matrix; after a loss of the data folder instead: matrix recover',
    ])
  })

  it('where the device was logged out, names the command that keeps the identity', async () => {
    homeserver.revoke(lookInto(folder).session()?.accessToken ?? '')
    expect(attention(await found())).toEqual([
      expect.stringMatching(/Login: .*M_UNKNOWN_TOKEN.*matrix recover --connection matrix$/),
    ])
  })

  it('names an account or homeserver that is not the one that is set', async () => {
    const settings = { homeserver: homeserver.url, user: '@other:localhost' }
    expect(attention(await found({}, { settings }))).toEqual([
      expect.stringMatching(/Login: @umlauf:localhost is logged in at .* say something else/),
    ])
  })

  it('where no homeserver answers, says why and asks for nothing more', async () => {
    const settings = { homeserver: 'http://127.0.0.1:9', user: UMLAUF }
    expect(await found({}, { settings })).toEqual([
      expect.stringMatching(/^ATTENTION Homeserver: No homeserver answers at .*127\.0\.0\.1:9/),
    ])
    homeserver.outage(true)
    expect(await found()).toEqual([expect.stringContaining('(HTTP 502)')])
  })

  it('names a device that its owner has not signed, and an account without identity', async () => {
    const { id, token, deviceId } = homeserver.addUser('bare')
    const bare = { homeserver: homeserver.url, user: id, device: deviceId, accessToken: token }
    const settings = { homeserver: homeserver.url, user: id }
    const lines = await found({ places: [] }, { login: bare, settings, recoveryKey: undefined })
    expect(attention(lines)).toEqual([
      expect.stringContaining('Device: The account has no identity'),
      expect.stringContaining('Key backup: There is none.'),
      expect.stringContaining('Recovery key: It is neither in the data folder nor'),
    ])
    const second = await callsOf(homeserver.url)('POST', '/login', {
      type: 'm.login.password',
      identifier: { type: 'm.id.user', user: UMLAUF },
      password: PASSWORD,
    })
    const { access_token: accessToken, device_id: device } = second.body
    const other = { ...bare, user: UMLAUF, device: `${device}`, accessToken: `${accessToken}` }
    expect(attention(await found({}, { login: other }))).toEqual([
      expect.stringMatching(/Device: .* has published no keys/),
    ])
  })

  it('names a recovery key that opens nothing here', async () => {
    const recoveryKey = 'EsT1 HT7u 2D8e RJ5J Xpm5 QiQG RLzx hTZJ mA5Y F4nN CHD4 4593'
    expect(attention(await found({}, { recoveryKey }))).toEqual([
      expect.stringContaining('Recovery key: It does not fit the account'),
    ])
  })

  it('names rooms where the bot is not, may not write, that are readable, and that were replaced', async () => {
    const { room_id: without } = await anna.client.createRoom({})
    const silent = await roomWith({
      initial_state: [ENCRYPTION],
      power_level_content_override: { events_default: 50, users: { '@anna:localhost': 100 } },
    })
    const open = await roomWith({})
    const gone = await roomWith({ initial_state: [ENCRYPTION] })
    await anna.client.sendStateEvent(
      gone,
      'm.room.tombstone' as never,
      { body: 'moved', replacement_room: '!next' } as never,
    )
    const places = [without, silent, open, gone].map((channel) => ({ name: 'Ort', channel }))
    expect(attention(await found({ places }))).toEqual([
      expect.stringContaining(`Umlauf is not in ${without}. Please invite @umlauf:localhost`),
      expect.stringContaining(`may not write in ${silent}. Please give it at least level 50`),
      expect.stringContaining(`${open} is not encrypted`),
      expect.stringContaining(`${gone} was replaced by !next`),
    ])
  })

  describe('of a room that was replaced', () => {
    /** What is found of it, once Anna has replaced it. */
    const replacedBy = async (next: string) => {
      const gone = await roomWith({ initial_state: [ENCRYPTION] })
      return { gone, words: await afterMove(gone, next) }
    }
    const afterMove = async (gone: string, next: string) => {
      const tombstone = { body: 'moved', replacement_room: next }
      await anna.client.sendStateEvent(gone, 'm.room.tombstone' as never, tombstone as never)
      const places = [{ name: 'Ort', channel: gone }]
      return attention(await found({ places })).join('\n')
    }
    const ADVICE = 'Please write its id into the council file and apply it'
    const after = (old: string) => ({ creation_content: { predecessor: { room_id: old } } })

    it('F31 recommends a new room that its maker made after the old one, encrypted and closed', async () => {
      const gone = await roomWith({ initial_state: [ENCRYPTION] })
      const next = await roomWith({ initial_state: [ENCRYPTION], ...after(gone) })
      expect(await afterMove(gone, next)).toMatch(
        `${gone} was replaced by ${next}, and the new room passes the checks. ${ADVICE}`,
      )
    })

    it('B51 F31 recommends no room of somebody else, and none that does not name the old one', async () => {
      const mallory = await signedMember(homeserver, 'mallory')
      try {
        const { room_id: trap } = await mallory.client.createRoom({
          ...{ invite: [UMLAUF], initial_state: [ENCRYPTION] },
        })
        await bot()('POST', `/join/${encodeURIComponent(trap)}`, {})
        const { words } = await replacedBy(trap)
        expect(words).toContain(
          `: it does not name the old room as its predecessor; @mallory:localhost made it, but ${ANNA} replaced the old one.`,
        )
        expect(words).not.toContain(ADVICE)
      } finally {
        mallory.stop()
      }
    })

    it('F31 recommends no room that is readable or open to anybody', async () => {
      const gone = await roomWith({ initial_state: [ENCRYPTION] })
      const history = { type: 'm.room.history_visibility', state_key: '' }
      const next = await roomWith({
        ...{ ...after(gone), preset: 'public_chat' },
        initial_state: [{ ...history, content: { history_visibility: 'world_readable' } }],
      })
      const words = await afterMove(gone, next)
      expect(words).toContain(
        'does not pass the checks: it is not encrypted; anybody can join it; anybody can read it.',
      )
      expect(words).not.toContain(ADVICE)
    })

    it('F31 asks to be invited before it says anything of a new room, and guesses nothing without an answer', async () => {
      const { room_id: next } = await anna.client.createRoom({ initial_state: [ENCRYPTION] })
      expect((await replacedBy(next)).words).toContain(
        `was replaced by ${next}, where Umlauf is not, so that nothing can be checked. Please invite ${UMLAUF} there`,
      )
      const joined = await roomWith({ initial_state: [ENCRYPTION] })
      homeserver.fault(/GET .*state\/m\.room\.join_rules/, ...Array(3).fill({ status: 502 }))
      const { words } = await replacedBy(joined)
      expect(words).toContain(`was replaced by ${joined}; the new room is not checked.`)
      expect(words).not.toContain(ADVICE)
      expect((await replacedBy('nowhere')).words).toContain('was closed, and no new room is named')
    })
  })

  it('B48 names who could not vote: unknown accounts, the bot itself, people without a verified device', async () => {
    homeserver.addUser('bernd')
    const ids = ['anna', 'bernd', 'nobody', 'umlauf'].map((name) => mxidOf(name))
    const accounts = [...ids, '@far:elsewhere.example'].map((id) => ({ name: id, id }))
    const lines = await found({ accounts })
    expect(lines).toContain(
      'fine Accounts: 3 accounts of the council file are in order; 1 of them on other servers, not checked',
    )
    expect(attention(lines)).toEqual([
      expect.stringMatching(/@nobody:localhost.*is not on this homeserver/),
      expect.stringMatching(/@umlauf:localhost is Umlauf itself/),
      expect.stringMatching(
        /Devices .*no vote would count: @bernd:localhost, @far:elsewhere\.example\./,
      ),
    ])
    const any = await found({ accounts: accounts.slice(0, 2), devices: 'any' })
    expect(attention(any)).toEqual([])
  })

  it('B48 takes no device for signed whose keys or signatures are somebody else’s', async () => {
    const asked = { device_keys: { [ANNA]: [], [UMLAUF]: [] } }
    const shown = () =>
      bot()('POST', '/keys/query', asked).then(({ body }) => shownKeys.parse(body))
    const genuine = await shown()
    const [device = ''] = signingOf(ANNA, genuine).devices
    expect(signingOf(ANNA, genuine)).toEqual({
      identity: true,
      devices: [device],
      signed: [device],
    })
    const stranger = await shown()
    stranger.self_signing_keys[ANNA] = { ...genuine.self_signing_keys[UMLAUF], ...NO_SIGNATURES }
    expect(signingOf(ANNA, stranger)).toMatchObject({ identity: false, signed: [] })
    const changed = await shown()
    const keys = changed.device_keys[ANNA]?.[device]?.keys ?? {}
    for (const name of Object.keys(keys)) keys[name] = 'A'.repeat(43)
    expect(signingOf(ANNA, changed)).toMatchObject({ identity: true, signed: [] })
  })

  it('says what the homeserver lets the bot send, and exactly how to ask for more', async () => {
    const command = `curl --request POST --header 'Authorization: Bearer ADMIN_TOKEN' --data '{"messages_per_second": 0, "burst_count": 0}' '${homeserver.url}/_synapse/admin/v1/users/%40umlauf%3Alocalhost/override_ratelimit'`
    expect((await found()).at(-1)).toContain(command)
    const admin = homeserver.addUser('operator', { admin: true, password: PASSWORD })
    const asOperator = {
      login: {
        ...{ homeserver: homeserver.url, user: admin.id },
        ...{ device: admin.deviceId, accessToken: admin.token },
      },
      settings: { homeserver: homeserver.url, user: admin.id },
    }
    const last = async () => (await found({ places: [] }, asOperator)).at(-1)
    expect(await last()).toMatch(/^ATTENTION Sending limit: .*0\.2 messages a second.*curl/)
    homeserver.overrideRatelimit(admin.id, 5, 20)
    expect(await last()).toBe('fine Sending limit: 5 messages a second')
    homeserver.overrideRatelimit(admin.id, 0, 0)
    expect(await last()).toBe('fine Sending limit: lifted; everything shown follows at once')
  })

  it('without a council file counts the rooms, and names those that are readable', async () => {
    const open = await roomWith({})
    expect(await found({}, { council: undefined })).toContain(
      `ATTENTION Rooms: 2 rooms, not encrypted: ${open}`,
    )
  })

  it('speaks German as well', async () => {
    expect(await found({}, { language: 'de' })).toContain(
      `gut Ort „Umlaufverfahren“: Umlauf ist in ${room} und darf schreiben; verschlüsselt`.replace(
        'gut',
        'fine',
      ),
    )
  })
})

describe('umlauf doctor with Matrix', () => {
  it('checks every connection of the council file, and the login alone where there is none yet', async () => {
    const database = await freshDatabase('real')
    const data = temporaryFolder()
    const office = await roomWith({ initial_state: [ENCRYPTION] })
    const rooms = { umlauf: room, geschaeftsstelle: office }
    const text = matrixCouncil({ connection: 'matrix-bund', devices: 'any', rooms })
    const read = readCouncilFile(text)
    if ('faults' in read) throw new Error(read.faults.map(({ words }) => words.en).join('\n'))
    for (const { id } of read.council.persons) homeserver.addUser(id)
    homeserver.addUser('umlauf-2', { password: PASSWORD })
    await setUpAccount(homeserver.url, mxidOf('umlauf-2'), path.join(data, 'matrix', 'matrix-bund'))
    const kept = lookInto(path.join(data, 'matrix', 'matrix-bund'))
    const call = callsOf(homeserver.url, kept.session()?.accessToken)
    for (const one of [room, office]) {
      await anna.client.invite(one, mxidOf('umlauf-2'))
      await call('POST', `/join/${encodeURIComponent(one)}`, {})
    }
    const env = {
      ...settingsFor(database),
      UMLAUF_DATA: data,
      MATRIX_HOMESERVER_URL__MATRIX_BUND: homeserver.url,
      MATRIX_USER_ID__MATRIX_BUND: mxidOf('umlauf-2'),
    }
    const early = await doctor(env)
    expect(early.code).toBe(1)
    expect(early.out).toMatch(/^ACHTUNG +Matrix: .*council apply --real/m)
    expect(early.out).toMatch(/^gut +Matrix \(matrix-bund\), Anmeldung: gilt für @umlauf-2/m)

    await putInForce(database, text)
    const late = await doctor(env)
    expect(late.out).toContain(`Umlauf ist in ${room} und darf schreiben; verschlüsselt`)
    expect(late.out).toMatch(
      /^gut +Matrix \(matrix-bund\), Konten: 4\d Konten der Ratsdatei sind in Ordnung$/m,
    )
    expect(late.out).not.toContain('ACHTUNG')
    expect(late.code).toBe(0)
    for (const { out, err } of [early, late]) {
      for (const secret of [kept.session()?.accessToken, kept.recoveryKey()]) {
        expect(out + err).not.toContain(secret)
      }
    }
    rmSync(data, { recursive: true, force: true })
    await database.drop()
  })
})
