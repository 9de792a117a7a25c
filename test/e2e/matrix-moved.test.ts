// A room of the council that is replaced while a circulation is open, with the whole process, its database and its council file; the homeserver is on loopback.
import { afterEach, expect, inject, it } from 'vitest'
import { registerUser } from '../support/matrix-calls.ts'
import { deedsIn } from '../support/matrix-deeds.ts'
import { accountOf, channelOf } from '../support/slack-council.ts'
import {
  conveneOnBoth,
  memberOf,
  SECOND,
  shownIn,
  type TwoNetworks,
} from '../support/two-networks.ts'
import { type Homeserver, startHomeserver } from '../wire/matrix/index.ts'

const VOTERS = ['NI', 'NW'].map(memberOf)
const PLACE = 'umlauf'

let homeserver: Homeserver
let council: TwoNetworks
afterEach(async () => {
  await council?.adjourn()
  await homeserver?.stop()
})

it('F31 in the middle of a circulation: the votes go on, and the card moves with the council file and not before', async () => {
  homeserver = await startHomeserver()
  const { url } = homeserver
  const register = (name: string, password?: string) =>
    registerUser(url, name, password === undefined ? {} : { password })
  council = await conveneOnBoth({ url, register }, inject('postgres'), VOTERS)
  const { until, answersPoll, pollOf, writes, hears, rows } = deedsIn(council, inject('postgres'))
  const [niedersachsen, westfalen] = VOTERS.map((voter) => council.member(voter))
  if (!niedersachsen || !westfalen) throw new Error('nobody is there')
  const second = council.member(SECOND)
  const old = council.rooms[PLACE] ?? ''
  const cardIn = (room: string) => shownIn(second, room).join('\n')
  const [office, secretariat] = [channelOf('geschaeftsstelle'), accountOf('geschaeftsstelle-1')]
  const { slack } = council
  await slack.slash(
    secretariat,
    office,
    'entwurf "Umzug" ziffern: "1. Der Rat beschließt." antrag: BUND',
  )
  await writes(second, 'bestätigen E-1')
  await hears(second, 'E-1 ist bestätigt')
  await slack.slash(secretariat, office, 'öffnen E-1')
  await until(
    () => cardIn(old),
    (text) => text.includes('offen (17)'),
  )
  await Promise.all([pollOf(niedersachsen), pollOf(westfalen)])

  const before = cardIn(old)
  const next = await council.replaceRoom(PLACE)
  await until(council.log, (text) => text.includes(`${old} was replaced by another room`))
  await answersPoll(niedersachsen, 'consent')
  await hears(niedersachsen, 'Gezählt: Zustimmung')
  expect(cardIn(next)).toBe('')
  expect(await council.doctor()).toContain(
    `${old} wurde durch ${next} ersetzt, und der neue Raum besteht die Prüfung.`,
  )

  await council.moveTo(PLACE, next)
  const card = await until(
    () => cardIn(next),
    (text) => text.includes('ja (1)'),
  )
  expect(card).toContain('Umzug')
  await answersPoll(westfalen, 'consent')
  await hears(westfalen, 'Gezählt: Zustimmung')
  await until(
    () => cardIn(next),
    (text) => text.includes('ja (2)'),
  )
  expect(shownIn(second, next)).toHaveLength(1)
  expect(cardIn(old)).toBe(before)
  await until(
    () => slack.sees(accountOf('vorsitz'), channelOf(PLACE)),
    (text) => text.includes('ja (2)'),
  )
  expect(await rows('SELECT count(*)::int, max(revision) FROM ballot')).toEqual([
    { count: 2, max: 1 },
  ])
  const applied = "SELECT count(*)::int FROM audit_entry WHERE kind = 'council.applied'"
  expect(await rows(applied)).toEqual([{ count: 2 }])
}, 120_000)
