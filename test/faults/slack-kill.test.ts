// kill -9 of the whole process in Slack at chosen instants between a click and its card: what was acknowledged is stored, what was not can be clicked again, and every post stands once; random instants: node test/faults/slack-kill.ts 100.
import { setTimeout as sleep } from 'node:timers/promises'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { connect } from '../../src/store/pool.ts'
import { type FreshDatabase, freshDatabase } from '../support/postgres.ts'
import { inWords, killRounds } from './slack-kill.ts'
import { type KillRig, openKillRig, type VOTERS } from './slack-kill-rig.ts'

type Voter = (typeof VOTERS)[number]

/** A card is edited once in this time; then nothing of an earlier edit waits. */
const PACE_MS = 1_300

let database: FreshDatabase
let rig: KillRig

/** One process after the other on one database; each test votes for a party of its own. */
beforeAll(async () => {
  database = await freshDatabase('real')
  rig = await openKillRig(database.config)
  await rig.start()
})
afterAll(async () => {
  await rig.tidyUp()
  await database.drop()
})

const ballots = async (party: string) =>
  (await rig.pool.query('SELECT revision, choice FROM ballot WHERE party = $1', [party])).rows

const callsOf = (method: string) => rig.slack.calls.filter((call) => call.method === method).length

const oneConsent = [{ revision: 1, choice: 'consent' }]

/** Holds every vote inside its transaction until it is let go. */
async function holdVotes() {
  const client = await connect(database.config)
  await client.query("SELECT pg_advisory_lock(lock_key('body', 'it-planungsrat'))")
  const held = "datname = current_database() AND wait_event = 'advisory'"
  const waiting = `SELECT count(*)::int AS n FROM pg_stat_activity WHERE ${held}`
  const count = async () => (await client.query<{ n: number }>(waiting)).rows[0]?.n
  return {
    underWay: () => expect.poll(count).toBe(1),
    /** PostgreSQL notices a lost client only when it next speaks to it. */
    async breakOff() {
      await client.query(`SELECT pg_terminate_backend(pid) FROM pg_stat_activity WHERE ${held}`)
      await expect.poll(count).toBe(0)
    },
    letGo: () => client.end(),
  }
}

async function countsAfterRestart(person: Voter, party: string): Promise<void> {
  await rig.start()
  expect(await rig.click(person, 'consent')).toMatchObject({ acked: true })
  expect(await ballots(party)).toEqual(oneConsent)
  await rig.desk.sees(person, 'dm', '✓ Zustimmung (gewählt)')
}

describe('kill -9 of the process in Slack', () => {
  it('F6 after a post arrived, before that is kept: it is found again by its mark, and stands once', async () => {
    const late = Array.from({ length: 5 }, () => ({ afterMs: 60_000 }))
    await rig.openCirculation(() => rig.slack.fault('chat.postMessage', ...late))
    await rig.stands()
    await rig.kill()
    const posts = rig.marks()
    await rig.start()
    const started = performance.now()
    await expect
      .poll(async () => (await rig.pool.query("SELECT FROM post WHERE state <> 'sent'")).rowCount, {
        timeout: 5_000,
      })
      .toBe(0)
    expect(performance.now() - started).toBeLessThan(5_000)
    expect(rig.marks()).toEqual(posts)
    expect(new Set(posts).size).toBe(posts.length)
  })

  it('F1, F2 before the click is read, so before anything is stored: nothing is stored, Slack warns, a new click counts', async () => {
    rig.child().kill('SIGSTOP')
    const clicked = rig.click('mitglied-he', 'consent')
    await rig.kill()
    expect(await ballots('HE')).toEqual([])
    await countsAfterRestart('mitglied-he', 'HE')
    expect(await clicked).toMatchObject({ acked: false })
  })

  it('F3 inside the transaction: rolled back, and a new click counts', async () => {
    const votes = await holdVotes()
    const clicked = rig.click('mitglied-by', 'consent')
    await votes.underWay()
    await rig.kill()
    await votes.breakOff()
    await votes.letGo()
    expect(await ballots('BY')).toEqual([])
    await countsAfterRestart('mitglied-by', 'BY')
    expect(await clicked).toMatchObject({ acked: false })
  })

  it('F4 after the COMMIT, before its acknowledgement: stored once; the same click again and a second one are told so', async () => {
    const votes = await holdVotes()
    const clicked = rig.click('mitglied-sn', 'consent')
    await votes.underWay()
    rig.child().kill('SIGSTOP')
    await votes.letGo()
    await expect.poll(() => ballots('SN')).toEqual(oneConsent)
    await rig.kill()
    await rig.start()
    const again = await rig.desk.hears('mitglied-sn', () => rig.slack.redeliver(1))
    expect(again).toContain('Diese Anfrage war schon angekommen')
    const second = await rig.desk.hears('mitglied-sn', () => rig.click('mitglied-sn', 'consent'))
    expect(second).toContain('Unverändert gezählt: Zustimmung für Sachsen, 1. Fassung')
    expect(await ballots('SN')).toEqual(oneConsent)
    await rig.desk.sees('mitglied-sn', 'dm', '✓ Zustimmung (gewählt)')
    expect(await clicked).toMatchObject({ acked: false })
  })

  it('F5 after the acknowledgement, before the card is edited: the card is right within two seconds of the restart', async () => {
    const shown = /✓ ja \(\d\): Bund/
    await expect.poll(rig.card, { timeout: 5_000 }).toMatch(/✓ ja \(3\): /)
    await sleep(PACE_MS)
    const edits = callsOf('chat.update')
    rig.slack.fault('chat.update', 'hang', 'hang')
    expect(await rig.click('mitglied-bund', 'consent')).toMatchObject({ acked: true })
    await expect.poll(() => callsOf('chat.update'), { timeout: 5_000 }).toBe(edits + 2)
    await rig.kill()
    expect(rig.card()).not.toMatch(shown)
    await rig.start()
    await expect.poll(rig.card, { timeout: 2_000 }).toMatch(shown)
    await rig.desk.sees('mitglied-bund', 'dm', '✓ Zustimmung (gewählt)')
  })

  it('I1 at random instants under clicks: every acknowledged click is stored, none twice, every post stands once', async () => {
    const figures = await killRounds(rig, 2)
    console.info(inWords(figures))
    expect(figures).toMatchObject({ rounds: 2, lost: 0, double: 0, unmatched: 0, doublePosts: 0 })
    expect(figures.acknowledged).toBeGreaterThan(10)
  })
})
