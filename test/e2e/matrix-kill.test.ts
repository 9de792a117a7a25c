// The whole process killed between any two steps of a vote in an encrypted Matrix, on a real Synapse: each vote counts once, a dialogue goes on, each post stands once, and the homeserver keeps no word of it.
import { existsSync, readFileSync } from 'node:fs'
import { DatabaseSync } from 'node:sqlite'
import { setTimeout as sleep } from 'node:timers/promises'
import { describe, expect, it } from 'vitest'
import { readMark } from '../../src/platforms/matrix/sending/marks.ts'
import type { Member } from '../support/matrix-member.ts'
import { reasonToSkip, synapsePython } from '../support/python.ts'
import { accountOf, channelOf } from '../support/slack-council.ts'
import type { Synapse } from '../support/synapse.ts'
import { conveneOnSynapse } from '../support/synapse-council.ts'
import { memberOf, ON_MATRIX, SECOND } from '../support/two-networks.ts'

const missing = await reasonToSkip(synapsePython)
const TITLE = 'Weiterbetrieb der Brieftauben'

describe.skipIf(missing !== undefined)(missing ?? 'a process killed in Matrix', () => {
  it('counts each vote once wherever it is killed, and says everything once and to nobody else', async () => {
    const voters = ON_MATRIX.slice(0, 6).map(memberOf)
    const { synapse, council, deeds } = await conveneOnSynapse('none', voters)
    const { until, pollOf, answersPoll, writes, hears, rows } = deeds
    const { slack } = council
    const second = council.member(SECOND)
    const [office, secretariat] = [channelOf('geschaeftsstelle'), accountOf('geschaeftsstelle-1')]
    const draft = `entwurf "${TITLE}" ziffern: "1. Der Rat beschließt die Brieftauben." antrag: BUND`
    await slack.slash(secretariat, office, draft)
    await writes(second, 'bestätigen E-1')
    await hears(second, 'E-1 ist bestätigt')
    await slack.slash(secretariat, office, 'öffnen E-1')
    for (const voter of voters) await pollOf(council.member(voter))

    const isStored = async (count: number) => {
      while (Number((await rows('SELECT count(*) FROM ballot'))[0]?.['count']) < count)
        await sleep(5)
    }
    const onCard = (words: string) =>
      until(
        () => slack.sees(accountOf('vorsitz'), channelOf('umlauf')),
        (text) => text.includes(words),
      )
    const moments: ((voter: string, count: number) => Promise<unknown>)[] = [
      async () => {},
      () => sleep(15),
      () => sleep(60),
      (_, count) => isStored(count),
      (voter) => hears(council.member(voter), 'Gezählt: Zustimmung'),
      (_, count) => onCard(`ja (${count})`),
    ]
    for (const [n, moment] of moments.entries()) {
      const voter = voters[n] ?? ''
      await answersPoll(council.member(voter), 'consent')
      await moment(voter, n + 1)
      await council.killBot()
      await hears(council.member(voter), 'Gezählt: Zustimmung')
      await onCard(`ja (${n + 1})`)
    }
    expect(
      await rows(
        'SELECT party, count(*)::int, max(revision) FROM ballot GROUP BY party ORDER BY party',
      ),
    ).toEqual(
      ON_MATRIX.slice(0, 6)
        .toSorted()
        .map((party) => ({ party, count: 1, max: 1 })),
    )

    // a dialogue, with the process killed after each question
    await writes(second, 'entwurf')
    await hears(second, '(1 von')
    for (const [words, next] of [
      ['Neue Brieftauben', '(2 von'],
      ['1. Der Rat beschließt neue Brieftauben.', '(3 von'],
    ] as const) {
      await council.killBot(() => writes(second, words))
      await hears(second, next)
    }
    const [{ state } = {}] = await rows('SELECT state FROM matrix_dialogue')
    expect(Object.values(JSON.parse(String(state)).values)).toEqual(
      expect.arrayContaining(['Neue Brieftauben', '1. Der Rat beschließt neue Brieftauben.']),
    )
    await writes(second, 'abbrechen')
    await hears(second, 'Abgebrochen')

    for (const person of [...voters, SECOND]) standsOnce(council.member(person), council.bot)

    const kept = keptBy(synapse)
    expect(kept.events.length).toBeGreaterThan(60)
    for (const word of [TITLE, 'Brieftauben', 'Zustimmung', 'Gezählt', 'consent', 'E-1', 'poll']) {
      expect(kept.events.filter((event) => event.includes(word))).toEqual([])
    }
    for (const word of ['Brieftauben', 'Zustimmung', 'Gezählt'])
      expect(kept.bytes.includes(word)).toBe(false)
  }, 300_000)
})

/** Each post by its mark, and each answer by its words: in every room that somebody sees. */
function standsOnce({ seen }: Member, bot: string): void {
  const said = seen.filter(
    ({ sender, content, readable }) =>
      sender === bot && readable && 'm.mentions' in content && !('m.new_content' in content),
  )
  const names = said.map(({ room, content }) => {
    const mark = readMark(content)
    return [
      room,
      ...(mark ? [mark.key, mark.part, mark.turn, mark.print] : [content['body']]),
    ].join()
  })
  expect(names.length).toBeGreaterThan(3)
  expect(names.filter((name, n) => names.indexOf(name) !== n)).toEqual([])
}

/** All events, and all that is written in its files. */
function keptBy(synapse: Synapse) {
  const database = new DatabaseSync(synapse.database, { readOnly: true })
  const rows = database.prepare('SELECT json FROM event_json').all()
  database.close()
  const files = [synapse.database, `${synapse.database}-wal`].filter((file) => existsSync(file))
  return {
    events: rows.map(({ json }) => String(json)),
    bytes: Buffer.concat(files.map((file) => readFileSync(file))),
  }
}
