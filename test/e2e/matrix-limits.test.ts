// One circulation under the rate limits that a Synapse has by default: nothing is lost, receipts go before cards, every surface says the newest state in the end, and nobody is stormed; prints how long people waited.
import { describe, expect, it, vi } from 'vitest'
import type { Member } from '../support/matrix-member.ts'
import { reasonToSkip, synapsePython } from '../support/python.ts'
import { accountOf, channelOf } from '../support/slack-council.ts'
import type { Synapse } from '../support/synapse.ts'
import { conveneOnSynapse } from '../support/synapse-council.ts'
import { memberOf, ON_MATRIX, SECOND, shownIn } from '../support/two-networks.ts'

const missing = await reasonToSkip(synapsePython)
const PATIENCE_MS = 150_000

/** What the bot asked to send, and how it was answered. */
function sendsTo(synapse: Synapse): readonly number[] {
  return synapse
    .requests()
    .split('\n')
    .filter((line) => line.includes('/send/m.room.encrypted/') && line.includes('@umlauf:'))
    .flatMap((line) => / (\d{3}) "/.exec(line)?.slice(1).map(Number) ?? [])
}

const seconds = (ms: number) => `${(ms / 1_000).toFixed(1)} s`

describe.skipIf(missing !== undefined)(missing ?? 'the limits of a Synapse', () => {
  it('F20 loses nothing under the limits of a Synapse, and says receipts before cards', async () => {
    const voters = ON_MATRIX.slice(0, 3).map(memberOf)
    const { synapse, council, deeds } = await conveneOnSynapse('synapse', voters)
    const { until, pollOf, answersPoll, writes, hears, rows } = deeds
    const { slack } = council
    const [office, secretariat] = [channelOf('geschaeftsstelle'), accountOf('geschaeftsstelle-1')]
    const card = () =>
      shownIn(council.member(voters[0] ?? ''), council.rooms['umlauf'] ?? '').join()
    const onCard = (words: string) => until(card, (text) => text.includes(words), PATIENCE_MS)
    const started = performance.now()
    const since = (from: number) => performance.now() - from

    await slack.slash(
      secretariat,
      office,
      'entwurf "Takt" ziffern: "1. Der Rat beschließt." antrag: BUND',
    )
    await writes(council.member(SECOND), 'bestätigen E-1')
    await hears(council.member(SECOND), 'E-1 ist bestätigt', PATIENCE_MS)
    await slack.slash(secretariat, office, 'öffnen E-1')
    const opened = performance.now()
    await Promise.all([
      ...voters.map((voter) => pollOf(council.member(voter), PATIENCE_MS)),
      onCard('offen (17)'),
    ])
    const shown = since(opened)

    const voted = performance.now()
    const receipts = Promise.all(
      voters.map(async (voter) => {
        await answersPoll(council.member(voter), 'consent')
        await hears(council.member(voter), 'Gezählt: Zustimmung', PATIENCE_MS)
        return since(voted)
      }),
    )
    const counted = onCard('ja (3)').then(() => since(voted))
    const [receipt, newest] = [Math.max(...(await receipts)), await counted]
    expect(receipt).toBeLessThan(newest)

    const [{ deadline } = {}] = await rows('SELECT deadline::text FROM circulation')
    await rows(`SELECT turn_clock('${deadline}'::timestamptz + interval '1 minute')::text`)
    const closing = performance.now()
    await onCard('Errechnetes Ergebnis')
    const closed = since(closing)
    await until(
      () => voters.map((voter) => hasEnded(council.member(voter))),
      (ends) => ends.every((end) => end),
      PATIENCE_MS,
    )
    const settled = since(closing)
    expect(await rows('SELECT count(*)::int, max(revision) FROM ballot')).toEqual([
      { count: 3, max: 1 },
    ])
    const waiting = () => rows("SELECT key, failure FROM post WHERE state NOT IN ('sent', 'gone')")
    await vi.waitFor(async () => expect(await waiting()).toEqual([]), PATIENCE_MS)

    const answers = sendsTo(synapse)
    const refused = answers.filter((status) => status === 429).length
    const whole = since(started)
    process.stdout.write(
      `Under a Synapse's default limits, 3 parties: ballots and card after ${seconds(shown)}, receipts after ${seconds(receipt)}, the card with all votes after ${seconds(newest)}, the result on the card after ${seconds(closed)}, on every ballot after ${seconds(settled)}; ${answers.length} sends in ${seconds(whole)}, ${refused} answered with 429.\n`,
    )
    // the bucket of 10, and what flowed into it meanwhile; of refusals there are some until the pace is known
    expect(answers.length - refused).toBeLessThanOrEqual(10 + whole / 5_000 + 1)
    expect(refused).toBeLessThanOrEqual(6)
  }, 500_000)
})

/** Whether the poll of a voter's ballot has come to its end. */
function hasEnded({ seen }: Member): boolean {
  return seen.some(({ type }) => type === 'org.matrix.msc3381.poll.end')
}
