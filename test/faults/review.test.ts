// Promises that an adversary tried to break: what is counted is what was said, nobody learns or changes what is not theirs, and one broken thing stops no other.
import { afterEach, describe, expect, it } from 'vitest'
import { convene, type Session } from '../support/session.ts'

let session: Session
afterEach(() => session.adjourn())

async function open(): Promise<void> {
  session = await convene('2023-09-25T07:00:00Z')
  await session.says('geschaeftsstelle-1', 'entwurf "Titel" ziffern: "Text" antrag: BUND')
  await session.says('geschaeftsstelle-2', 'bestätigen E-1')
  await session.says('geschaeftsstelle-1', 'öffnen E-1')
}

async function ballots(): Promise<string[]> {
  const { rows } = await session.pool.query('SELECT party, choice FROM ballot ORDER BY at, party')
  return rows.map(({ party, choice }) => `${party} ${choice}`)
}

describe('a typed vote', () => {
  it.each([
    'stimme 7/2023 nicht zustimmen',
    'stimme 7/2023 zustimmen nicht',
    'vote 7/2023 do not agree',
    'stimme 7/2023 ja nein',
    'stimme 7/2023 erklärung: wir sind nicht dafür',
    'stimme 7/2023 ja für HE für BY',
  ])('is never counted where its words could mean something else: %s', async (line) => {
    await open()
    const said = await session.says('mitglied-he', line)
    expect(said.refusal).toBe('argument.tooMany')
    expect(await ballots()).toEqual([])
  })

  it.each(['JA', 'YES', 'Ja', 'Zustimmung für HE', 'ja für he', 'ja HE'])(
    'is understood in capitals and with its party: %s',
    async (words) => {
      await open()
      expect((await session.says('mitglied-he', `stimme 7/2023 ${words}`)).refusal).toBeUndefined()
      expect(await ballots()).toEqual(['HE consent'])
    },
  )

  it('that names what only buttons carry is answered in words, not by a defect', async () => {
    await open()
    await session.says('mitglied-he', 'stimme 7/2023 ja für HE version 1')
    const args = { circulation: '7/2023', version: 'x', party: 'HE', choice: 'consent' }
    await session.presses('mitglied-he', 'vote', args)
    expect(session.defects).toEqual([])
  })
})

it('a Feststellung is never read out of words that deny it', async () => {
  await open()
  await session.turnTo('2023-10-10T08:00:00Z')
  const said = await session.says('vorsitz', 'feststellen 7/2023 nicht abgelehnt')
  expect(said.refusal).toBe('argument.tooMany')
})

it('a refused request keeps its refusal also where it names an argument: the same id later changes nothing', async () => {
  await open()
  await session.turnTo('2023-10-10T08:00:00Z')
  const first = await session.says('vorsitz', 'feststellen 7/2023 angenommen', 'click-1')
  expect(first.refusal).toBe('state.needsReason')
  const { rows } = await session.pool.query("SELECT answer FROM inbox WHERE request_id = 'click-1'")
  expect(rows[0]?.answer).toContain('state.needsReason')
})
