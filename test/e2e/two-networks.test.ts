// One circulation in Slack and in an encrypted Matrix at once, with a real Synapse: votes change across networks, the bot is killed twice, Synapse restarted once, and every surface agrees.
import { expect, it } from 'vitest'
import type { deedsIn } from '../support/matrix-deeds.ts'
import { reasonToSkip, synapsePython } from '../support/python.ts'
import { accountOf, channelOf } from '../support/slack-council.ts'
import { conveneOnSynapse } from '../support/synapse-council.ts'
import {
  BOTH,
  memberOf,
  ON_MATRIX,
  ON_SLACK,
  shownIn,
  type TwoNetworks,
} from '../support/two-networks.ts'

const missing = await reasonToSkip(synapsePython)

let council: TwoNetworks
let deeds: ReturnType<typeof deedsIn>

/** Presses a button of one's ballot in Slack. */
async function presses(person: string, label: string): Promise<void> {
  const { slack } = council
  const user = accountOf(person)
  const im = slack.imOf(user)
  const withButton = () =>
    slack.messages(im).find(({ blocks }) => JSON.stringify(blocks ?? []).includes(label))
  const ballot = await deeds.until(withButton, (one) => one !== undefined)
  const { acked } = await slack.press(user, im, ballot?.ts ?? '', { label })
  expect(acked).toBe(true)
}

const inSlack = () => council.slack.sees(accountOf('vorsitz'), channelOf('umlauf'))
const inMatrix = (person = memberOf('NI')) =>
  shownIn(council.member(person), council.rooms['umlauf'] ?? '').join('\n')

/** Both cards say it. */
async function everywhere(words: string | RegExp): Promise<void> {
  const holds = (text: string) =>
    typeof words === 'string' ? text.includes(words) : words.test(text)
  await deeds.until(inSlack, holds)
  await deeds.until(inMatrix, holds)
}

const title =
  'runs one circulation on both networks from draft to stated decision, over two kills and a restart'
it.skipIf(missing !== undefined)(
  missing ?? title,
  async () => {
    const convened = await conveneOnSynapse('none')
    const { synapse } = convened
    council = convened.council
    deeds = convened.deeds
    const { until, answersPoll, writes, hears, rows } = deeds
    const { slack } = council
    const office = channelOf('geschaeftsstelle')
    const secretariat = accountOf('geschaeftsstelle-1')

    // drafted in Slack, confirmed by a second person in Matrix, opened in Slack
    await slack.slash(
      secretariat,
      office,
      'entwurf "Weiterbetrieb" ziffern: "1. Der Rat beschließt." antrag: BUND',
    )
    const second = council.member('geschaeftsstelle-2')
    await writes(second, 'bestätigen E-1')
    await hears(second, 'E-1 ist bestätigt')
    await slack.slash(secretariat, office, 'öffnen E-1')
    await everywhere(/offen \(17\)/)

    // votes on both networks: buttons, polls, words
    for (const party of ON_SLACK.slice(0, 6)) await presses(memberOf(party), 'Zustimmung')
    for (const party of ON_MATRIX.slice(0, 3))
      await answersPoll(council.member(memberOf(party)), 'consent')
    await writes(council.member(memberOf('SL')), 'stimme 1/2026 Zustimmung')
    await hears(council.member(memberOf('SL')), 'Gezählt: Zustimmung')
    await everywhere(/ja \(10\)/)

    // one person on both: cast in Slack, changed in Matrix, seen in Slack
    await presses(BOTH, 'Ablehnung')
    await everywhere(/nein \(1\)/)
    await answersPoll(council.member(BOTH), 'consent')
    await everywhere(/ja \(11\)/)
    await until(
      () => slack.sees(accountOf(BOTH), slack.imOf(accountOf(BOTH))),
      (text) => text.includes('Gezählt: Zustimmung') && text.includes('2. Fassung'),
    )

    // killed; a vote is cast in Matrix meanwhile, and counts
    await council.killBot(() => answersPoll(council.member(memberOf('SN')), 'consent'))
    await everywhere(/ja \(12\)/)

    // Synapse goes away and comes back; then the bot is killed once more
    await synapse.restart()
    await answersPoll(council.member(memberOf('ST')), 'reject')
    await everywhere(/nein \(1\)/)
    await council.killBot()
    await presses(memberOf('MV'), 'Zustimmung')
    await everywhere(/ja \(13\)/)

    // the end, the count, the Feststellung
    const [{ deadline } = {}] = await rows('SELECT deadline::text FROM circulation')
    await rows(`SELECT turn_clock('${deadline}'::timestamptz + interval '1 minute')::text`)
    await everywhere('Errechnetes Ergebnis: angenommen')
    const chair = accountOf('vorsitz')
    await slack.slash(chair, office, 'feststellen 1/2026 angenommen')
    const answer = slack
      .ephemerals(office, chair)
      .map(({ text }) => text)
      .join()
    expect(answer).toContain('B-2026/01-IT')
    await everywhere('B-2026/01-IT')
    expect(await rows('SELECT number FROM decision')).toHaveLength(1)
    expect(await rows('SELECT outcome FROM result')).toHaveLength(1)
    const counted = await rows(
      'SELECT choice, count(*)::int FROM (SELECT DISTINCT ON (party) party, choice FROM ballot ORDER BY party, at DESC, revision DESC) b GROUP BY choice ORDER BY choice',
    )
    expect(counted).toEqual([
      { choice: 'consent', count: 13 },
      { choice: 'reject', count: 1 },
    ])
    // every post stands once
    const cards = slack
      .messages(channelOf('umlauf'))
      .map(({ metadata }) => JSON.stringify(metadata))
    expect(new Set(cards).size).toBe(cards.length)
  },
  400_000,
)
