// What Slack may do to clicks on their way: twice, in another order, late, while sockets are renewed, a thousand in a second; leaves lost answers and refused posts to the tests of posts.
import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { accountOf, slackCouncil } from '../support/slack-council.ts'
import type { Desk } from '../support/slack-desk.ts'
import { conveneInSlack, type SlackSession } from '../support/slack-session.ts'
import type { Slack } from '../wire/slack/index.ts'

const BUND = { 'slack-bund': 'T0COUNCIL' }
const [SECRETARIAT, SECOND, HESSE, BAVARIA] = [
  ...['geschaeftsstelle-1', 'geschaeftsstelle-2', 'mitglied-he', 'mitglied-by'],
] as const
const PRESENT: readonly string[] = [SECRETARIAT, SECOND, HESSE, BAVARIA]
const CHOICES = ['consent', 'reject', 'abstain'] as const
type Choice = (typeof CHOICES)[number]
const COUNCIL = slackCouncil(BUND, {
  accounts: (person) =>
    PRESENT.includes(person) ? [{ connection: 'slack-bund', id: accountOf(person) }] : [],
})

let session: SlackSession
let desk: Desk
let slack: Slack

beforeEach(async () => {
  session = await conveneInSlack('2023-09-25T07:00:00Z', COUNCIL, BUND)
  desk = session.desk
  slack = desk.slack
  await desk.says(SECRETARIAT, 'entwurf "EfA" ziffern: "Der Rat beschließt." antrag: BUND')
  await desk.says(SECOND, 'bestätigen E-1')
  await desk.says(SECRETARIAT, 'öffnen E-1 trotzdem')
  await desk.sees(HESSE, 'dm', '[Zustimmung]')
  await desk.sees(BAVARIA, 'dm', '[Zustimmung]')
})
afterEach(async () => {
  expect(session.defects).toEqual([])
  session.inspect()
  await session.adjourn()
})

/** A choice on somebody's ballot as Slack sends it, whatever the ballot shows meanwhile. */
function choice(person: string, wanted: Choice) {
  const [post] = [...desk.posts('dm', person)].filter(([mark]) => mark.includes(':ballot:'))
  if (!post) throw new Error(`${person} has no ballot`)
  const [mark, { ts, channel }] = post
  const [circulation = '', , party = ''] = mark.split(':')
  const args = { circulation, version: '1', party, choice: wanted }
  const value = JSON.stringify({ v: 1, verb: 'vote', args })
  const actionId = `umlauf:vote:${CHOICES.indexOf(wanted)}`
  return { user: accountOf(person), channel, ts, actionId, value }
}

/** Presses it; `order` is Slack's mark of the click. */
function press(person: string, wanted: Choice, order?: string) {
  const { user, channel, ts, actionId, value } = choice(person, wanted)
  const more = order === undefined ? {} : { actionTs: order }
  return slack.press(user, channel, ts, { actionId, value }, more)
}

const ballots = (party: string) =>
  session.rows(`SELECT revision, choice FROM ballot WHERE party = '${party}' ORDER BY revision`)

describe('A click in Slack', () => {
  it('F9, F13 delivered ten times at once, as retries and as the same envelope: one ballot, every delivery acknowledged', async () => {
    expect(await press(HESSE, 'consent')).toMatchObject({ acked: true })
    const again = [
      ...(await slack.redeliver(5)),
      ...(await slack.redeliver(5, { sameEnvelope: true })),
    ]
    expect(again.every(({ acked }) => acked)).toBe(true)
    expect(await ballots('HE')).toEqual([{ revision: 1, choice: 'consent' }])
    const words = await desk.hears(HESSE, () => slack.redeliver(1))
    expect(words).toContain('Diese Anfrage war schon angekommen')
  })

  it('F10 under the id of another one is refused, and changes nothing', async () => {
    const { user, channel, ts, actionId, value } = choice(HESSE, 'consent')
    const send = (text: string) =>
      slack.press(user, channel, ts, { actionId, value: text }, { actionTs: '1695625200.000100' })
    await desk.hears(HESSE, () => send(value))
    const other = await desk.hears(HESSE, () => send(value.replace('consent', 'reject')))
    expect(other).toContain('Unter dieser Kennung kam schon eine andere Anfrage an')
    expect(await ballots('HE')).toEqual([{ revision: 1, choice: 'consent' }])
  })

  it('F11 that comes after a newer one of the same person never overwrites it', async () => {
    const newer = await desk.hears(HESSE, () => press(HESSE, 'reject', '1695625202.000200'))
    expect(newer).toContain('Gezählt: Ablehnung')
    const older = await desk.hears(HESSE, () => press(HESSE, 'consent', '1695625201.000100'))
    expect(older).toContain('dieser ältere Klick ändert nichts')
    expect(await ballots('HE')).toEqual([{ revision: 1, choice: 'reject' }])
    const newest = await desk.hears(HESSE, () => press(HESSE, 'consent', '1695625203.000300'))
    expect(newest).toContain('2. Fassung')
  })

  it('F12 that Slack delivers six minutes late counts only where it was received before the deadline', async () => {
    await session.turnTo('2023-10-09T21:59:00Z')
    const early = `${Date.parse('2023-10-09T21:53:00Z') / 1_000}.000100`
    const counted = await desk.hears(HESSE, () => press(HESSE, 'consent', early))
    expect(counted).toContain('Gezählt: Zustimmung')
    const held = choice(BAVARIA, 'consent')
    await session.turnTo('2023-10-09T22:05:00Z')
    const late = await desk.hears(BAVARIA, () => {
      const { user, channel, ts, actionId, value } = held
      const actionTs = `${Date.parse('2023-10-09T21:59:00Z') / 1_000}.000100`
      return slack.press(user, channel, ts, { actionId, value }, { actionTs })
    })
    expect(late).toContain('Nicht gezählt')
    expect(await ballots('BY')).toEqual([])
    expect(await ballots('HE')).toHaveLength(1)
  })

  it('F24 is never lost while sockets are refreshed under load', async () => {
    const clicks = slack.prepareClicks(300, (n) =>
      choice(n % 2 === 0 ? HESSE : BAVARIA, CHOICES[Math.floor(n / 2) % 3] ?? 'consent'),
    )
    const flooding = slack.flood(clicks, 100)
    for (let refresh = 0; refresh < 3; refresh += 1) {
      await new Promise((resolve) => setTimeout(resolve, 700))
      slack.disconnect('refresh_requested', 'all')
    }
    const latencies = await flooding
    expect(latencies.filter((latency) => latency === undefined)).toHaveLength(0)
    // what took longer than two seconds was acknowledged as being checked, and is stored after that
    const inbox = () =>
      session.rows(
        "SELECT count(*)::int AS n FROM inbox WHERE request_id LIKE '%umlauf:vote%' AND answer IS NOT NULL",
      )
    await expect.poll(inbox, { timeout: 20_000 }).toEqual([{ n: 300 }])
  })
})

describe('B58 a thousand clicks a second by one person', () => {
  it('give one row for each change, no storm of edits, and everybody else an answer within a second', async () => {
    const SECONDS = 2
    const clicks = slack.prepareClicks(SECONDS * 1_000, () => choice(HESSE, 'consent'))
    const before = slack.calls.length
    const flooding = slack.flood(clicks, 1_000)
    const others: number[] = []
    for (let n = 0; n < 4 * SECONDS; n += 1) {
      const { acked, afterMs } = await press(BAVARIA, CHOICES[n % 3] ?? 'consent')
      expect(acked).toBe(true)
      others.push(Math.round(afterMs))
      await new Promise((resolve) => setTimeout(resolve, 200))
    }
    const latencies = await flooding
    const calls = Map.groupBy(slack.calls.slice(before), ({ method }) => method)
    const counts = [...calls].map(([method, list]) => `${list.length} ${method}`).join(', ')
    const slowest = Math.round(Math.max(...latencies.map((latency) => latency ?? 0)))
    console.info(
      `B58: others answered in ${others.join(', ')} ms; the slowest of the flood in ${slowest} ms; ${counts}`,
    )
    expect(await ballots('HE')).toEqual([{ revision: 1, choice: 'consent' }])
    const told = slack.ephemerals(slack.imOf(accountOf(HESSE)), accountOf(HESSE))
    const turnedAway = told.filter(({ text }) => text.includes('zu viele Anfragen'))
    expect([1, 2, 3]).toContain(turnedAway.length)
    expect(calls.get('chat.update')?.length ?? 0).toBeLessThan(20)
    expect(Math.max(...others)).toBeLessThan(1_000)
  })
})
