// Minutes of votes with reminders: who is reminded when and of what, by hand and by itself, who is away, what is put off, and what nobody may learn; on a real database.
import { readFileSync } from 'node:fs'
import { afterEach, describe, expect, it } from 'vitest'
import { canonical } from '../../src/core/canonical.ts'
import { thaw } from '../../src/core/circulations/index.ts'
import { tally } from '../../src/core/rules/index.ts'
import { head, withHeads } from '../support/council-heads.ts'
import { convene, type Session } from '../support/session.ts'

const DRAFT =
  'entwurf "Weiterbetrieb der EfA-Dienste" ziffern: "Der IT-Planungsrat beschließt das Modell." antrag: BUND'
const SECRETARIAT = 'geschaeftsstelle-1'
const SECOND = 'geschaeftsstelle-2'
const CHAIR = 'vorsitz'
const LAENDER = 'BW BY BE BB HB HH HE MV NI NW RP SL SN ST SH TH'.split(' ')
const ALL = ['BUND', ...LAENDER]

const member = (party: string) => `mitglied-${party.toLowerCase()}`
const deputy = (party: string) => `vertretung-${party.toLowerCase()}`

let session: Session
afterEach(async () => {
  expect(session.defects).toEqual([])
  await session.adjourn()
})

/** Umlauf 7/2023, opened on Monday, 25 September 2023, 09:00; it ends on Monday, 9 October, 24:00. */
async function opened(council = withHeads(ALL)): Promise<void> {
  session = await convene('2023-09-25T07:00:00Z', council)
  await session.says(SECRETARIAT, DRAFT)
  await session.says(SECOND, 'bestätigen E-1')
  await session.says(SECRETARIAT, 'öffnen E-1')
}

async function votes(...parties: string[]): Promise<void> {
  for (const party of parties) await session.says(member(party), 'stimme 7/2023 ja')
}

/** `HE -5: mitglied-he`: the log as lines, in its order. */
async function log(of: 'circulation' | 'round' = 'circulation'): Promise<string[]> {
  const { rows } = await session.pool.query(
    'SELECT party, stage, people, office FROM reminder WHERE starts_with(matter, $1) ORDER BY n',
    [of],
  )
  return rows.map(
    ({ party, stage, people, office }) =>
      `${party} ${stage}: ${[...people, ...(office ? ['Liste'] : [])].join(', ')}`,
  )
}

const reminders = (...words: string[]) => session.notebook.about('reminder:', ...words)

describe('a vote with reminders', () => {
  it('reminds at each stage who has not voted, privately, with the ballot and with what silence will mean', async () => {
    await opened()
    await votes(...ALL.filter((party) => party !== 'HE' && party !== 'SN'))
    await session.turnTo('2023-09-29T06:59:00Z')
    expect(reminders()).toEqual([])
    await session.turnTo('2023-09-29T07:00:00Z')
    expect(await log()).toEqual(['HE -5: mitglied-he', 'SN -5: mitglied-sn'])
    const [reminder] = reminders(':HE:-5:', member('HE'))
    expect(reminder?.summary).toContain('Erinnerung: Hessen')
    expect(reminder?.summary).toContain('Umlauf 7/2023: Weiterbetrieb der EfA-Dienste')
    expect(reminder?.summary).toContain('Hessen hat noch nicht abgestimmt.')
    expect(reminder?.summary).toContain(
      'Ende: Montag, 9. Oktober 2023, 24:00 Uhr – noch 5 Arbeitstage',
    )
    expect(reminder?.summary).toContain(
      'Ohne Stimme bis zum Ende gilt das als Enthaltung. Das ist keine Zustimmung.',
    )
    const consent = reminder?.actions.find(({ args }) => args['choice'] === 'consent')
    expect(consent).toMatchObject({ verb: 'vote', typed: 'stimme 7/2023 Zustimmung für HE' })

    // the reminder is a ballot: its button votes, and who has voted is reminded no more
    const answer = await session.presses(member('HE'), 'vote', { ...consent?.args })
    expect(answer).toMatchObject({ message: { summary: expect.stringContaining('Gezählt') } })
    await session.turnTo('2023-10-05T12:00:00Z')
    expect((await log()).slice(2)).toEqual(['SN -2: mitglied-sn, vertretung-sn'])
    expect(reminders(':SN:-2:', deputy('SN'))[0]?.summary).toContain('als Vertretung')

    await session.turnTo('2023-10-09T12:00:00Z')
    expect((await log()).slice(3)).toEqual(['SN 0: mitglied-sn, vertretung-sn, leitung-sn, Liste'])
    const [last] = reminders(':SN:0:', head('SN'))
    expect(last?.summary).toContain(
      'als Leitung: Mitglied und Vertretung haben noch nicht geantwortet',
    )
    expect(last?.summary).toContain('heute ist der letzte Arbeitstag')
    expect(last?.summary).not.toContain('stimme 7/2023')
    expect(last?.actions).toEqual([])
    const [list] = reminders(':list:', 'place:geschaeftsstelle')
    expect(list?.summary).toContain(
      'Wer noch fehlt: Umlauf 7/2023: Weiterbetrieb der EfA-Dienste. Sachsen – erinnert: Mitglied Sachsen, Vertretung Sachsen, Leitung SN',
    )
    await session.turnTo('2023-11-20T12:00:00Z')
    expect(await log()).toHaveLength(4)
    expect(session.notebook.made.length).toBe(new Set(session.notebook.made).size)
  })

  it('sends one list of all who are missing, not one for each', async () => {
    await opened()
    await votes('BUND', 'BW', 'BY')
    await session.turnTo('2023-10-09T12:00:00Z')
    expect(reminders(':list:')).toHaveLength(1)
    expect(reminders(':list:')[0]?.blocks.find(({ kind }) => kind === 'list')).toMatchObject({
      items: { length: 14 },
    })
  })

  it('is extended: what was not sent moves with the end, and nothing is repeated', async () => {
    await opened()
    await votes(...ALL.filter((party) => party !== 'HE'))
    await session.turnTo('2023-10-05T12:00:00Z')
    expect(await log()).toHaveLength(2)
    await session.says(CHAIR, 'verlängern 7/2023 16.10.2023 "Kabinettsbefassung"')
    await session.turnTo('2023-10-16T06:59:00Z')
    expect(await log()).toHaveLength(2)
    await session.turnTo('2023-10-16T07:00:00Z')
    expect((await log()).slice(2)).toEqual(['HE 0: mitglied-he, vertretung-he, leitung-he, Liste'])
    const { rows } = await session.pool.query(
      "SELECT due_number, due FROM reminder WHERE stage = '0'",
    )
    expect(rows).toEqual([{ due_number: 2, due: new Date('2023-10-16T22:00:00Z') }])
    expect(reminders(':2:HE:0:')[0]?.summary).toContain('16. Oktober 2023')
  })

  it('that is cancelled or ended reminds nobody any more', async () => {
    await opened()
    await session.says(CHAIR, 'abbrechen 7/2023 "Falsche Anlage"')
    await session.turnTo('2023-10-20T12:00:00Z')
    expect(await log()).toEqual([])
  })

  it('whose rule names no stages reminds nobody by itself, but by hand', async () => {
    const bare = withHeads(ALL).replace(/ {8}reminders:\n {10}stages:\n(?: {12}- .*\n)+/g, '')
    await opened(bare)
    await session.turnTo('2023-10-06T08:00:00Z')
    expect(await log()).toEqual([])
    await session.says(SECRETARIAT, 'erinnern 7/2023 jetzt für HE')
    expect(await log()).toEqual(['HE nudge 1: mitglied-he'])
  })

  it('freezes its stages when it opens: another council file changes nothing of them', async () => {
    await opened()
    await votes(...ALL.filter((party) => party !== 'HE'))
    await session.apply(withHeads(ALL, ['{ day: -5,', '{ day: -9,']))
    await session.turnTo('2023-09-29T12:00:00Z')
    expect(await log()).toEqual(['HE -5: mitglied-he'])
  })
})

describe('F50 a reminder', () => {
  it('F50 after three days off is sent once, of the latest stage, and none afterwards for what was missed', async () => {
    await opened()
    await votes(...ALL.filter((party) => party !== 'HE'))
    await session.turnTo('2023-09-28T12:00:00Z')
    // off from Friday, 29 September to Thursday, 5 October, 12:00: two stages have passed
    await session.sleepUntil('2023-10-05T10:00:00Z')
    await session.restart()
    await session.app.ring()
    await session.app.delivery.settle()
    expect(await log()).toEqual(['HE -2: mitglied-he, vertretung-he'])
    await session.turnTo('2023-10-08T12:00:00Z')
    expect(await log()).toHaveLength(1)
    expect(reminders()).toHaveLength(2)
  })

  it('F50 of a job that runs twice, ten times at once and in a second process, goes out once', async () => {
    await opened()
    await votes(...ALL.filter((party) => party !== 'HE'))
    await session.sleepUntil('2023-09-29T07:00:00Z')
    const first = session.app
    await session.restart()
    const now = await session.now()
    const both = [first, session.app]
    await Promise.all(Array.from({ length: 10 }, (_, at) => both[at % 2]?.bot.tick(now)))
    expect(await log()).toEqual(['HE -5: mitglied-he'])
    await Promise.all(both.map((app) => app.ring()))
    await Promise.all(both.map((app) => app.delivery.settle()))
    expect(session.notebook.made.filter((key) => key.startsWith('reminder:'))).toHaveLength(1)
  })

  it('F50 of a process that ended between log and post is not lost, and is not posted twice', async () => {
    await opened()
    await votes(...ALL.filter((party) => party !== 'HE' && party !== 'BY'))
    await session.sleepUntil('2023-09-29T07:00:00Z')
    await session.app.bot.tick(await session.now())
    expect(await log()).toHaveLength(2)
    expect(reminders()).toEqual([])
    // meanwhile Bayern votes in another process: only Hessen is still missing when the posts go out
    await session.restart()
    await votes('BY')
    expect(session.notebook.made.filter((key) => key.startsWith('reminder:'))).toEqual([
      expect.stringMatching(/:1:HE:-5:person:mitglied-he:room$/),
    ])
    await session.restart()
    await session.app.ring()
    await session.app.delivery.settle()
    expect(reminders()).toHaveLength(1)
  })

  it('F50 waits for the morning when the process comes back at night, with the log already written too', async () => {
    await opened()
    await votes(...ALL.filter((party) => party !== 'HE'))
    await session.sleepUntil('2023-09-29T07:00:00Z')
    await session.app.bot.tick(await session.now())
    await session.sleepUntil('2023-09-29T18:00:00Z')
    await session.restart()
    await session.app.ring()
    await session.app.delivery.settle()
    expect(reminders()).toEqual([])
    // Saturday, Sunday; Monday, 2 October, 08:00
    await session.turnTo('2023-10-02T05:59:00Z')
    expect(reminders()).toEqual([])
    await session.turnTo('2023-10-02T06:00:00Z')
    expect(reminders()).toHaveLength(1)
    expect(await log()).toHaveLength(1)
  })

  it('F32 decides by the clock of the database: a process whose own clock is an hour off sends nothing early and nothing twice', async () => {
    await opened()
    await votes(...ALL.filter((party) => party !== 'HE'))
    await session.sleepUntil('2023-09-29T06:59:59Z')
    await session.app.bot.tick(Date.parse('2023-09-29T07:59:59Z'))
    expect(await log()).toEqual([])
    await session.sleepUntil('2023-09-29T07:00:00Z')
    await session.app.bot.tick(Date.parse('2023-09-29T06:00:00Z'))
    await session.app.bot.tick(Date.parse('2023-09-29T08:00:00Z'))
    await session.app.bot.tick(Date.parse('2023-10-09T08:00:00Z'))
    expect(await log()).toEqual(['HE -5: mitglied-he'])
  })
})

describe('who is away', () => {
  it('is passed over: the deputy, then the head of the office, then the list of the secretariat', async () => {
    await opened(withHeads(['HE']))
    await votes(...ALL.filter((party) => party !== 'HE' && party !== 'BY'))
    const entered = await session.says(member('HE'), 'abwesend von 27.09.2023 bis 29.09.2023')
    expect(entered.summary).toContain(
      'Mitglied Hessen ist abwesend von Mittwoch, 27. September 2023 bis Freitag, 29. September 2023.',
    )
    expect(entered.summary).toContain(
      'Erinnerungen für Hessen gehen in dieser Zeit an: Vertretung Hessen.',
    )
    for (const person of [member('BY'), deputy('BY')]) {
      await session.says(SECRETARIAT, `abwesend ${person} von 27.09.2023 bis 05.10.2023`)
    }
    const more = await session.says(deputy('HE'), 'abwesend von 28.09.2023 bis 29.09.2023')
    expect(more.summary).toContain('gehen in dieser Zeit an: Leitung HE.')
    await session.turnTo('2023-10-05T12:00:00Z')
    expect(await log()).toEqual([
      'BY -5: Liste',
      'HE -5: leitung-he',
      'BY -2: Liste',
      'HE -2: mitglied-he, vertretung-he',
    ])
    expect(reminders(':list:-5:')[0]?.summary).toContain('Bayern – niemand zu erreichen')
  })

  it('comes back early with one word, and votes all the same', async () => {
    await opened()
    await votes(...ALL.filter((party) => party !== 'HE'))
    await session.says(member('HE'), 'abwesend von 25.09.2023 bis 13.10.2023')
    await session.turnTo('2023-09-29T12:00:00Z')
    expect((await session.says(member('HE'), 'anwesend')).summary).toContain('Zurückgenommen')
    expect((await session.says(member('HE'), 'anwesend')).refusal).toBe('absent.nothing')
    await session.turnTo('2023-10-05T12:00:00Z')
    expect(await log()).toEqual(['HE -5: vertretung-he', 'HE -2: mitglied-he, vertretung-he'])
    await session.says(member('HE'), 'abwesend 06.10.2023 13.10.2023')
    expect((await session.says(member('HE'), 'stimme 7/2023 ja')).summary).toContain('Gezählt')
  })

  it.each([
    [member('HE'), 'abwesend von 29.09.2023 bis 27.09.2023', 'absent.turned'],
    [member('HE'), 'abwesend von 01.09.2023 bis 02.09.2023', 'absent.past'],
    [member('HE'), 'abwesend von 01.10.2023 bis 01.10.2025', 'absent.tooLong'],
    [member('HE'), 'abwesend von "29.09.2023 14:00" bis 30.09.2023', 'absent.time'],
    [member('HE'), 'abwesend mitglied-by von 29.09.2023 bis 30.09.2023', 'absent.notYours'],
    [SECRETARIAT, 'abwesend mitglied-xx von 29.09.2023 bis 30.09.2023', 'link.person'],
    [member('HE'), 'anwesend mitglied-by', 'absent.notYours'],
  ])('is not entered by %s with “%s”', async (person, line, code) => {
    session = await convene('2023-09-25T07:00:00Z')
    const refused = await session.says(person, line)
    expect(refused.refusal, refused.summary).toBe(code)
    const { rows } = await session.pool.query('SELECT 1 FROM absence')
    expect(rows).toEqual([])
  })
})

describe('bad days', () => {
  it.each([
    'abwesend von 31.02.2024 bis 05.03.2024',
    'abwesend von 29.02.2027 bis 05.03.2027',
    'abwesend von 01.10.0000 bis 05.10.0000',
    'abwesend von 03/04/2024 bis 05.04.2024',
    'zurückstellen 7/2023 bis 31.09.2023 "Grund"',
    'zurückstellen 7/2023 bis 30.09.10000 "Grund"',
    'zurückstellen 7/2023 bis Dienstag, 29.09.2023 "Grund"',
  ])('B41 “%s” is refused in words, and nothing is stored', async (line) => {
    await opened()
    const answer = await session.app.accept({
      ...{ kind: 'command', text: line, requestId: 'line-1' },
      ...{ from: { connection: 'room', id: member('HE') }, origin: { kind: 'private' } },
    })
    const words =
      answer.kind === 'form' ? Object.values(answer.form.faults).join(' ') : answer.refusal
    expect(words).toMatch(/\S/)
    const { rows } = await session.pool.query(
      'SELECT person FROM absence UNION ALL SELECT party FROM snooze UNION ALL SELECT party FROM reminder',
    )
    expect(rows).toEqual([])
  })
})

describe('reminding by hand', () => {
  it('shows first who would get it, reminds on confirmation, and once', async () => {
    await opened()
    await votes(...ALL.filter((party) => party !== 'HE' && party !== 'BY'))
    const preview = await session.says(SECRETARIAT, 'erinnern 7/2023')
    expect(preview.summary).toContain(
      'Bayern: Mitglied Bayern. Hessen: Mitglied Hessen. Noch ist niemand erinnert.',
    )
    expect(reminders()).toEqual([])
    const [button] = preview.actions
    const now = { ...button?.args }
    const answer = await session.presses(SECRETARIAT, 'remind', now, 'click-1')
    expect(answer).toMatchObject({
      message: {
        summary: expect.stringContaining('Bayern: Mitglied Bayern; Hessen: Mitglied Hessen'),
      },
    })
    expect(await session.presses(SECRETARIAT, 'remind', now, 'click-1')).toEqual(answer)
    // the other secretary looks at the same preview
    expect(await session.presses(SECOND, 'remind', now)).toMatchObject({
      refusal: 'remind.already',
    })
    expect(await log()).toEqual(['BY nudge 1: mitglied-by', 'HE nudge 1: mitglied-he'])
    expect(reminders(member('BY'))[0]?.summary).toContain('Die Geschäftsstelle erinnert.')
    await session.says(SECRETARIAT, 'erinnern 7/2023 für HE jetzt')
    expect((await log()).slice(2)).toEqual(['HE nudge 2: mitglied-he'])
    // a reminder by hand takes none of the stages away
    await session.turnTo('2023-09-29T12:00:00Z')
    expect((await log()).slice(3)).toEqual(['BY -5: mitglied-by', 'HE -5: mitglied-he'])
  })

  it('leaves out who voted between preview and confirmation', async () => {
    await opened()
    await votes(...ALL.filter((party) => party !== 'HE' && party !== 'BY'))
    const [button] = (await session.says(SECRETARIAT, 'erinnern 7/2023')).actions
    await votes('HE')
    await session.presses(SECRETARIAT, 'remind', { ...button?.args })
    expect(await log()).toEqual(['BY nudge 1: mitglied-by'])
  })

  it('is refused at night, of what is over or unknown, of who has voted, and to who has no office', async () => {
    await opened()
    await votes(...ALL.filter((party) => party !== 'HE'))
    const codes = async (person: string, line: string) => (await session.says(person, line)).refusal
    expect(await codes(member('BY'), 'erinnern 7/2023')).toBe('command.notYours')
    expect(await codes(SECRETARIAT, 'erinnern 99/2023 jetzt')).toBe('remind.notFound')
    expect(await codes(SECRETARIAT, 'erinnern 7/2023 für BY jetzt')).toBe('remind.notMissing')
    expect(await codes(SECRETARIAT, 'erinnern 7/2023 für XX jetzt')).toBe('remind.party')
    await session.turnTo('2023-09-25T17:30:00Z')
    const night = await session.says(SECRETARIAT, 'erinnern 7/2023 jetzt')
    expect(night.refusal).toBe('remind.quiet')
    expect(night.summary).toContain('Di., 26.09.2023, 08:00 Uhr')
    await session.turnTo('2023-09-26T07:00:00Z')
    await votes('HE')
    expect(await codes(SECRETARIAT, 'erinnern 7/2023 jetzt')).toBe('remind.nobodyMissing')
    await session.turnTo('2023-10-10T07:00:00Z')
    expect(await codes(SECRETARIAT, 'erinnern 7/2023 jetzt')).toBe('remind.notFound')
    expect(await log()).toEqual([])
  })

  it('leaves out a Land that has a holiday, and says so', async () => {
    session = await convene('2024-10-21T07:00:00Z', withHeads(ALL))
    await session.says(SECRETARIAT, DRAFT)
    await session.says(SECOND, 'bestätigen E-1')
    await session.says(SECRETARIAT, 'öffnen E-1')
    await session.turnTo('2024-10-31T10:00:00Z')
    const before = (await log()).length
    const answer = await session.says(SECRETARIAT, 'erinnern 1/2024 jetzt')
    expect(answer.summary).toContain(
      'Sachsen: nicht jetzt, dort ist bis Fr., 01.11.2024, 08:00 Uhr Ruhezeit.',
    )
    const parties = (await log()).slice(before).map((line) => line.split(' ')[0])
    expect(parties).toEqual(['BUND', 'BW', 'BY', 'BE', 'HE', 'NW', 'RP', 'SL'])
  })
})

describe('a snooze', () => {
  it('puts the reminders off until its day, with the reason on record and shown to the secretariat', async () => {
    await opened()
    await votes(...ALL.filter((party) => party !== 'HE'))
    await session.turnTo('2023-09-28T12:00:00Z')
    const answer = await session.says(
      member('HE'),
      'zurückstellen 7/2023 bis 06.10.2023 "Das Kabinett tagt am 5. Oktober."',
    )
    expect(answer.summary).toContain(
      'wird zu Umlauf 7/2023: Weiterbetrieb der EfA-Dienste am Fr., 06.10.2023, 09:00 Uhr wieder erinnert',
    )
    expect(answer.summary).toContain('gilt das als Enthaltung')
    expect(reminders(':list:paused 1:')[0]?.summary).toContain(
      'Zurückgestellt von Mitglied Hessen. Grund: Das Kabinett tagt am 5. Oktober.',
    )
    await session.turnTo('2023-10-06T06:59:00Z')
    expect(await log()).toEqual(['HE paused 1: Liste'])
    await session.turnTo('2023-10-06T12:00:00Z')
    expect((await log()).slice(1)).toEqual(['HE -2: mitglied-he, vertretung-he'])
    const { rows } = await session.pool.query(
      "SELECT body FROM audit_entry WHERE kind = 'reminder.snoozed'",
    )
    expect(rows[0].body).toContain('"reason":"Das Kabinett tagt am 5. Oktober."')
    await expect(session.pool.query("UPDATE snooze SET reason = ''")).rejects.toThrow(
      /only ever added/,
    )
    await expect(session.pool.query('DELETE FROM reminder')).rejects.toThrow(/only ever added/)
    await expect(session.pool.query('TRUNCATE absence')).rejects.toThrow(/only ever added/)
  })

  it('is offered with the reminder, as a form', async () => {
    await opened()
    await votes(...ALL.filter((party) => party !== 'HE'))
    await session.turnTo('2023-09-29T12:00:00Z')
    const button = reminders(member('HE'))[0]?.actions.find(({ verb }) => verb === 'snooze')
    expect(button).toMatchObject({ asForm: true, args: { matter: '7/2023', party: 'HE' } })
    const values = { until: '04.10.2023', reason: 'Urlaub' }
    const answer = await session.fills(member('HE'), 'snooze', { ...button?.args }, values)
    expect(answer).toMatchObject({
      message: { summary: expect.stringContaining('Zurückgestellt') },
    })
    await session.turnTo('2023-10-04T12:00:00Z')
    expect((await log()).slice(1)).toEqual(['HE paused 1: Liste', 'HE pause 1: mitglied-he'])
  })

  it.each([
    [member('HE'), 'zurückstellen 7/2023 bis 09.10.2023 "Grund" ', undefined],
    [member('HE'), 'zurückstellen 7/2023 bis 10.10.2023 "Grund"', 'snooze.pastDue'],
    [member('HE'), 'zurückstellen 7/2023 bis 25.09.2023 "Grund"', 'snooze.past'],
    [member('HE'), 'zurückstellen 7/2023 bis "29.09.2023 14:00" "Grund"', 'snooze.time'],
    [member('HE'), 'zurückstellen 8/2023 bis 29.09.2023 "Grund"', 'remind.notFound'],
    [member('HE'), 'zurückstellen 7/2023 für BY bis 29.09.2023 "Grund"', 'snooze.notYours'],
    ['beratend-bfdi', 'zurückstellen 7/2023 bis 29.09.2023 "Grund"', 'snooze.notYours'],
    [SECRETARIAT, 'zurückstellen 7/2023 bis 29.09.2023 "Grund"', 'snooze.party'],
    [SECRETARIAT, 'zurückstellen 7/2023 für HE bis 29.09.2023 "Grund"', undefined],
    [SECRETARIAT, 'zurückstellen 7/2023 für BW bis 29.09.2023 "Grund"', 'snooze.notMissing'],
  ])('asked for by %s with “%s” is answered by %s', async (person, line, code) => {
    await opened()
    await votes('BW')
    const answer = await session.says(person, line)
    expect(answer.refusal, answer.summary).toBe(code)
    if (code !== undefined) expect(await log()).toEqual([])
  })

  it('that runs is only ever made longer', async () => {
    await opened()
    await session.says(member('HE'), 'zurückstellen 7/2023 bis 04.10.2023 "Grund"')
    const shorter = await session.says(deputy('HE'), 'zurückstellen 7/2023 bis 02.10.2023 "Grund"')
    expect(shorter.refusal).toBe('snooze.already')
    await session.says(deputy('HE'), 'zurückstellen 7/2023 bis 06.10.2023 "Grund"')
    await session.turnTo('2023-10-06T12:00:00Z')
    const mine = (await log()).filter((line) => line.startsWith('HE'))
    expect(mine).toEqual([
      'HE paused 1: Liste',
      'HE paused 2: Liste',
      'HE -2: mitglied-he, vertretung-he',
    ])
  })
})

describe('a round', () => {
  it('is reminded of by the same machinery, also when it is overdue, by hand too, and can be put off', async () => {
    session = await convene('2023-10-02T07:00:00Z', withHeads(['HE']))
    await session.turnTo('2023-10-27T12:00:00Z')
    const before = (await log('round')).length
    const [reminder] = reminders('round ', ':HE:0:', member('HE'))
    expect(reminder?.summary).toContain('Erinnerung: Hessen. Runde R-1/2023')
    expect(reminder?.actions.map(({ verb }) => verb)).toEqual(['report'])
    const preview = await session.says(SECRETARIAT, 'erinnern R-1/2023 für HE')
    expect(preview.summary).toContain('Hessen: Mitglied Hessen.')
    await session.says(SECRETARIAT, 'erinnern R-1/2023 für HE jetzt')
    expect((await log('round')).slice(before)).toEqual(['HE nudge 1: mitglied-he'])
    await session.turnTo('2023-10-30T12:00:00Z')
    expect(reminders('round ', ':HE:1:', deputy('HE'))[0]?.summary).toContain(
      'War fällig: Freitag, 27.',
    )
    const tooFar = await session.says(member('HE'), 'zurückstellen R-1/2023 bis 30.11.2023 "Grund"')
    expect(tooFar.refusal).toBe('snooze.tooFar')
    await session.says(member('HE'), 'zurückstellen R-1/2023 bis 06.11.2023 "Zahlen fehlen noch"')
    await session.turnTo('2023-11-10T12:00:00Z')
    const mine = (await log('round')).filter((line) => line.startsWith('HE'))
    expect(mine.slice(mine.indexOf('HE 1: vertretung-he') + 1)).toEqual([
      'HE paused 1: Liste',
      'HE 3: Liste',
    ])
  })

  it('whose report was sent back reminds of the stages to come, and makes up for none that had passed', async () => {
    session = await convene('2023-10-02T07:00:00Z', withHeads(['HE', 'BY']))
    await session.turnTo('2023-10-30T12:00:00Z')
    const line = 'einbuergerung=430,212 koordination=ja taskforce=nein'
    for (const party of ['HE', 'BY']) await session.says(member(party), `melden ${line}`)
    const of = async (party: string) =>
      (await log('round')).filter((entry) => entry.startsWith(party)).slice(4)
    await session.turnTo('2023-10-31T07:00:00Z')
    await session.says(SECRETARIAT, 'zurückgeben R-1/2023 HE "Eine Zahl fehlt."')
    await session.turnTo('2023-10-31T07:59:00Z')
    expect(await of('HE')).toEqual([])
    await session.turnTo('2023-11-02T12:00:00Z')
    expect(await of('HE')).toEqual(['HE 2: leitung-he', 'HE 3: Liste'])
    await session.says(SECRETARIAT, 'zurückgeben R-1/2023 BY "Eine Zahl fehlt."')
    await session.turnTo('2023-11-06T12:00:00Z')
    expect(await of('BY')).toEqual([])
    expect((await session.says(SECRETARIAT, 'erinnern R-1/2023 für BY')).refusal).toBeUndefined()
  })
})

describe('a sealed vote', () => {
  const sealed = withHeads(ALL, ['visibility: open', 'visibility: sealed'])

  it('tells nobody but the own mandates that a party is missing', async () => {
    await opened(sealed)
    await votes(...ALL.filter((party) => party !== 'HE' && party !== 'BY'))
    for (const person of [member('BY'), deputy('BY')]) {
      await session.says(person, 'abwesend von 25.09.2023 bis 13.10.2023')
    }
    await session.turnTo('2023-10-09T12:00:00Z')
    const told = [...session.notebook.posts.keys()].filter((key) => key.startsWith('reminder:'))
    expect(told.every((key) => /:person:(?:mitglied|vertretung)-he:room$/.test(key))).toBe(true)
    expect(
      (await log()).filter((line) => line.includes('Liste') || line.includes('leitung')),
    ).toEqual([])
  })

  it('is reminded of by hand without saying of whom, whoever is missing', async () => {
    await opened(sealed)
    await votes(...ALL.filter((party) => party !== 'HE'))
    const preview = await session.says(SECRETARIAT, 'erinnern 7/2023')
    expect(preview.summary).not.toMatch(/Hessen|HE\b/)
    expect((await session.says(SECRETARIAT, 'erinnern 7/2023 für HE')).refusal).toBe(
      'remind.sealed',
    )
    expect(
      (await session.says(SECRETARIAT, 'zurückstellen 7/2023 für HE bis 29.09.2023 "x"')).refusal,
    ).toBe('snooze.notYours')
    const answer = await session.says(SECRETARIAT, 'erinnern 7/2023 jetzt')
    expect(answer.summary).not.toMatch(/Hessen|HE\b/)
    expect(await log()).toEqual(['HE nudge 1: mitglied-he'])
    await votes('HE')
    const again = await session.says(SECRETARIAT, 'erinnern 7/2023')
    expect(again.summary).toBe(preview.summary)
    expect((await session.says(SECRETARIAT, 'erinnern 7/2023 jetzt')).summary).toBe(answer.summary)
    expect(await log()).toHaveLength(1)
    await session.says(member('HE'), 'zurückstellen 7/2023 bis 29.09.2023 "Grund"')
    expect(await log()).toHaveLength(1)
  })
})

describe('a frozen document', () => {
  it('of format 1, which knew no reminders, is read as it was; one of format 2 carries its stages', async () => {
    await opened()
    const { rows } = await session.pool.query('SELECT document, format FROM frozen_version')
    const frozen = thaw(rows[0].document, '')
    expect(rows[0].format).toBe(2)
    expect(frozen.profile.reminders?.stages.map(({ day }) => day)).toEqual([-5, -2, 0])
    const old = readFileSync(new URL('../golden/frozen-1.json', import.meta.url), 'utf8').trim()
    const read = thaw(old, '')
    expect(read.document.format).toBe(1)
    expect(read.profile.reminders).toBeUndefined()
    const votes = new Map(ALL.slice(0, 12).map((party) => [party, 'consent' as const]))
    expect(tally({ ...read, votes, closed: true }).outcome).toBe('adopted')
    expect(canonical(JSON.parse(old))).toBe(old)
  })
})
