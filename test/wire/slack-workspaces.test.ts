// One council in two workspaces: one tally, each with its own tokens, and what breaks in one stops nothing in the other; leaves what happens in a single workspace to slack-life.test.ts.
import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { accountOf, slackCouncil } from '../support/slack-council.ts'
import type { Desk } from '../support/slack-desk.ts'
import { conveneInSlack, type SlackSession } from '../support/slack-session.ts'

const CONNECTIONS = { 'slack-bund': 'T0COUNCIL', 'slack-land': 'T0LAND' }
const [SECRETARIAT, SECOND] = ['geschaeftsstelle-1', 'geschaeftsstelle-2']
const [HESSE, BAVARIA, SAXONY] = ['mitglied-he', 'mitglied-by', 'mitglied-sn']
/** Hesse's member has an account in both workspaces, Bavaria's only in the second. */
const ACCOUNTS: Readonly<Record<string, readonly (keyof typeof CONNECTIONS)[]>> = {
  [SECRETARIAT]: ['slack-bund'],
  [SECOND]: ['slack-bund'],
  [SAXONY]: ['slack-bund'],
  [BAVARIA]: ['slack-land'],
  [HESSE]: ['slack-bund', 'slack-land'],
}
const COUNCIL = slackCouncil(CONNECTIONS, {
  accounts: (person) =>
    (ACCOUNTS[person] ?? []).map((connection) => ({ connection, id: accountOf(person) })),
})

let session: SlackSession
let bund: Desk
let land: Desk

function deskOf(connection: keyof typeof CONNECTIONS): Desk {
  const desk = session.desks.get(connection)
  if (!desk) throw new Error(`no desk at ${connection}`)
  return desk
}

beforeEach(async () => {
  session = await conveneInSlack('2023-09-25T07:00:00Z', COUNCIL, CONNECTIONS)
  bund = deskOf('slack-bund')
  land = deskOf('slack-land')
  await bund.says(SECRETARIAT, 'entwurf "EfA" ziffern: "Der Rat beschließt." antrag: BUND')
  await bund.says(SECOND, 'bestätigen E-1')
  await bund.says(SECRETARIAT, 'öffnen E-1 trotzdem')
  await land.sees(BAVARIA, 'dm', 'Ihre Stimme für Bayern')
})
afterEach(async () => {
  expect(session.defects).toEqual([])
  session.inspect()
  await session.adjourn()
})

describe('A council in two workspaces', () => {
  it('has one tally: a card in each, and a ballot that shows in one what was voted in the other', async () => {
    await bund.sees(HESSE, 'dm', 'Ihre Stimme für Hessen')
    expect(await bund.presses(HESSE, 'Zustimmung')).toContain('Gezählt: Zustimmung für Hessen')
    expect(await land.presses(BAVARIA, 'Ablehnung')).toContain('Gezählt: Ablehnung für Bayern')
    await land.sees(HESSE, 'dm', '✓ Zustimmung (gewählt)')
    for (const [desk, person] of [
      [bund, SECRETARIAT],
      [land, BAVARIA],
    ] as const) {
      await desk.sees(person, 'umlauf', '✓ ja (1): Hessen', 'nein (1): Bayern')
      expect(desk.marks('umlauf')).toHaveLength(1)
    }
    expect(await land.presses(HESSE, 'Enthaltung')).toContain('2. Fassung')
    await bund.sees(HESSE, 'dm', '✓ Enthaltung (gewählt)')
  })

  it('carries in every call the token of its own workspace alone', async () => {
    await bund.presses(HESSE, 'Zustimmung')
    await land.presses(BAVARIA, 'Zustimmung')
    await bund.sees(SECRETARIAT, 'umlauf', '✓ ja (2): ')
    await land.sees(BAVARIA, 'umlauf', '✓ ja (2): ')
    for (const { slack } of [bund, land]) {
      const tokens = (method: string) =>
        new Set(slack.calls.filter((call) => call.method === method).map(({ token }) => token))
      const methods = new Set(slack.calls.map(({ method }) => method))
      // the address of an answer is its own secret
      expect(methods.delete('response') && tokens('response')).toEqual(new Set([undefined]))
      expect([...methods]).toEqual(expect.arrayContaining(['chat.postMessage', 'chat.update']))
      for (const method of methods) {
        const own = method === 'apps.connections.open' ? slack.appToken : slack.botToken
        expect(tokens(method), method).toEqual(new Set([own]))
      }
    }
  })

  it('F23 goes on where the token of the other was revoked: it is named once, votes there still count', async () => {
    expect(await land.types(BAVARIA, 'wer bin ich')).toContain('Mitglied für Bayern')
    for (const method of ['chat.update', 'views.publish', 'chat.postMessage']) {
      land.slack.fault(method, ...Array.from({ length: 50 }, () => ({ error: 'token_revoked' })))
    }
    expect(await bund.presses(HESSE, 'Zustimmung')).toContain('Gezählt')
    await bund.sees(SECRETARIAT, 'umlauf', '✓ ja (1): Hessen')
    const named = () => session.notices.filter((words) => words.includes('token_revoked'))
    await expect.poll(named).toHaveLength(1)
    expect(named()[0]).toContain('slack-land')
    const after = land.slack.calls.length
    expect(await land.presses(BAVARIA, 'Zustimmung')).toContain('Gezählt: Zustimmung für Bayern')
    await bund.sees(SECRETARIAT, 'umlauf', '✓ ja (2): ')
    expect(land.slack.calls.slice(after).map(({ method }) => method)).not.toContain('chat.update')
    const health = await Promise.all(session.platforms.map((platform) => platform.health()))
    expect(health).toMatchObject([
      { ok: true },
      { ok: false, words: expect.stringContaining('token_revoked') },
    ])
    const waiting = "SELECT key FROM post WHERE state = 'failed'"
    expect(await session.rows(waiting)).toEqual([])
  })

  it('links a second account by a code from the first, told only in private, and it may vote', async () => {
    land.slack.addUser({ id: accountOf('sachsen'), name: 'Mitglied Sachsen' })
    expect(await land.says('sachsen', 'stimme 7/2023 ja')).toContain('verknüpfen')
    const told = await bund.says(SAXONY, 'verknüpfen')
    const [code = ''] = /[A-Z0-9]{5}-[A-Z0-9]{5}/.exec(told) ?? []
    const linked = await land.says('sachsen', `verknüpfen ${code}`)
    expect(linked).toContain('gehört jetzt zu Mitglied Sachsen')
    await land.sees('sachsen', 'dm', 'Ihre Stimme für Sachsen', '[Zustimmung]')
    expect(await land.presses('sachsen', 'Ablehnung')).toContain('Gezählt: Ablehnung für Sachsen')
    await bund.sees(SAXONY, 'dm', '✓ Ablehnung (gewählt)')
    for (const desk of [bund, land]) expect(desk.looksAt(HESSE, 'umlauf')).not.toContain(code)
    land.slack.addUser({ id: accountOf('fremd'), name: 'Fremd' })
    expect(await land.says('fremd', `verknüpfen ${code}`)).toContain('Dieser Code gilt nicht')
    const { rows } = await session.pool.query("SELECT choice FROM ballot WHERE party = 'SN'")
    expect(rows).toEqual([{ choice: 'reject' }])
  })
})
