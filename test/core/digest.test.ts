// Minutes of the digests in the secretariat's place on the turned clock: a month with holidays, a quiet week and an outage, what each says, and what sends none.
import { readFileSync } from 'node:fs'
import { afterEach, describe, expect, it } from 'vitest'
import type { Message } from '../../src/core/message.ts'
import { convene, type Session } from '../support/session.ts'

const SECRETARIAT = 'geschaeftsstelle-1'
const SECOND = 'geschaeftsstelle-2'
const CHAIR = 'vorsitz'
const LAENDER = 'bw by be bb hb hh he mv ni nw rp sl sn st sh th'.split(' ')
const REPORT = 'einbuergerung=430,212 koordination=ja taskforce=nein'
const shipped = readFileSync(
  new URL('../../src/councils/it-planungsrat.yaml', import.meta.url),
  'utf8',
)

let session: Session
afterEach(async () => {
  expect(session.defects).toEqual([])
  await session.adjourn()
})

/** The days of all digests that were posted, in their order. */
const days = () =>
  session.notebook.made.flatMap(
    (key) => /^digest:it-planungsrat:(.*):place:geschaeftsstelle:room$/.exec(key)?.[1] ?? [],
  )

/** What stands in the newest digest, part by part. */
function newest(): Record<string, string[]> {
  const [last] = session.notebook.about(`digest:it-planungsrat:${days().at(-1)}:`)
  if (!last) throw new Error('no digest')
  return partsOf(last)
}

function partsOf({ blocks }: Message): Record<string, string[]> {
  const parts: Record<string, string[]> = {}
  let name = ''
  for (const block of blocks) {
    if (block.kind === 'heading') name = block.spans.map(({ text }) => text).join('')
    if (block.kind === 'list') {
      parts[name] = block.items.map((spans) => spans.map(({ text }) => text).join(''))
    }
  }
  return parts
}

async function opened(words: string): Promise<void> {
  await session.says(SECRETARIAT, `entwurf ${words} ziffern: "Text" antrag: BUND`)
  const [draft] = (await session.pool.query('SELECT max(draft) AS n FROM circulation')).rows
  await session.says(SECOND, `bestätigen E-${draft.n}`)
  await session.says(SECRETARIAT, `öffnen E-${draft.n}`)
}

describe('a month of the secretariat', () => {
  it('with a round, two circulations, Easter, an outage and a quiet week has one digest on each Monday that has something to say', async () => {
    session = await convene('2024-02-20T09:00:00Z')
    await session.turnTo('2024-02-21T07:00:00Z')
    expect(days()).toEqual([])

    // Monday, 26 February: the round has been open since Wednesday
    await session.turnTo('2024-02-26T07:29:59Z')
    expect(days()).toEqual([])
    await session.turnTo('2024-02-26T07:30:00Z')
    expect(days()).toEqual(['2024-02-26'])
    const round = 'Runde R-1/2024: Zwischenstandsbericht zum Kommunalpakt zur 43. Sitzung'
    expect(newest()).toEqual({
      Berichtsrunden: [`${round}: 0 von 16 gemeldet, Frist Mittwoch, 13. März 2024, 24:00 Uhr`],
    })
    await session.restart()
    await session.turnTo('2024-02-27T09:00:00Z')
    expect(days()).toHaveLength(1)

    // a circulation opens, some vote, a Land puts its reminders off, somebody goes away
    await opened('"Erster"')
    await session.says('mitglied-he', 'stimme 1/2024 ja')
    for (const land of ['he', 'sn']) await session.says(`mitglied-${land}`, `melden ${REPORT}`)
    await session.says(SECRETARIAT, 'annehmen R-1/2024 HE')
    await session.says('mitglied-by', 'zurückstellen R-1/2024 bis 07.03.2024 "Das Kabinett tagt."')
    await session.says('mitglied-nw', 'abwesend von 01.03.2024 bis 08.03.2024')
    await session.says('mitglied-rp', 'abwesend von 01.03.2024 bis 03.03.2024')
    await session.turnTo('2024-03-04T07:30:00Z')
    expect(newest()).toEqual({
      'Offene Umläufe': [
        'Umlauf 1/2024: Erster: 16 von 17 Stimmen fehlen, Ende Dienstag, 12. März 2024, 24:00 Uhr',
      ],
      Berichtsrunden: [
        `${round}: 2 von 16 gemeldet, 1 anzusehen, Frist Mittwoch, 13. März 2024, 24:00 Uhr`,
      ],
      'Zurückgestellt und abwesend': [
        `Bayern: zurückgestellt bis Do., 07.03.2024, ${round}`,
        'Mitglied Nordrhein-Westfalen: abwesend bis Fr., 08.03.2024',
      ],
    })

    // the vote is counted, the round is overdue
    const late = LAENDER.filter((land) => !['he', 'sn', 'by', 'th'].includes(land))
    for (const land of late) await session.says(`mitglied-${land}`, `melden ${REPORT}`)
    await session.turnTo('2024-03-18T07:30:00Z')
    expect(days()).toEqual(['2024-02-26', '2024-03-04', '2024-03-11', '2024-03-18'])
    expect(newest()).toEqual({
      Überfällig: [
        `${round}: 14 von 16 gemeldet, 13 anzusehen. Seit Mittwoch, 13. März 2024, 24:00 Uhr fehlen: Bayern und Thüringen`,
      ],
      'Feststellung steht aus': [
        'Umlauf 1/2024: Erster: ausgezählt seit Dienstag, 12. März 2024, 24:00 Uhr',
      ],
    })

    // off from Friday, 22 March, to Wednesday: the latest comes then, as things stand then, and once
    await session.turnTo('2024-03-22T09:00:00Z')
    await session.sleepUntil('2024-03-27T09:00:00Z')
    await session.restart()
    await Promise.all([session.app.ring(), session.app.ring()])
    await session.app.delivery.settle()
    await session.restart()
    await session.turnTo('2024-03-28T09:00:00Z')
    expect(days().slice(4)).toEqual(['2024-03-25'])
    const [late25] = session.notebook.about('digest:it-planungsrat:2024-03-25:')
    expect(late25?.summary).toContain('Was offen ist: IT-Planungsrat, Mittwoch, 27. März 2024.')

    // Easter Monday is a day off in Frankfurt: it comes on Tuesday; clocks have gone forward since
    await session.turnTo('2024-04-02T06:29:59Z')
    expect(days()).toHaveLength(5)
    await session.turnTo('2024-04-02T06:30:00Z')
    expect(days().slice(5)).toEqual(['2024-04-02'])

    // everything is done: a quiet week has none, also when something opens on its Tuesday
    await session.says(CHAIR, 'feststellen 1/2024 abgelehnt')
    await session.says(SECRETARIAT, 'runde schließen R-1/2024 trotzdem')
    await session.turnTo('2024-04-09T09:00:00Z')
    await opened('"Zweiter"')
    await session.restart()
    await session.turnTo('2024-04-12T09:00:00Z')
    expect(days()).toHaveLength(6)
    await session.turnTo('2024-04-15T06:30:00Z')
    expect(days().slice(6)).toEqual(['2024-04-15'])
    expect(Object.keys(newest())).toEqual(['Offene Umläufe'])
  })
})

describe('a digest', () => {
  it('that was due while Umlauf was off comes at no night, on no weekend, and not beside one of its own day', async () => {
    session = await convene('2024-02-22T09:00:00Z')
    await session.sleepUntil('2024-02-27T20:00:00Z')
    await session.turnTo('2024-02-28T06:59:59Z')
    expect(days()).toEqual([])
    await session.turnTo('2024-02-28T07:00:00Z')
    expect(days()).toEqual(['2024-02-26'])

    // off over two Mondays until a Saturday: the later one comes on Monday only as that Monday's own
    await session.sleepUntil('2024-03-16T12:00:00Z')
    await session.turnTo('2024-03-18T07:29:59Z')
    expect(days()).toHaveLength(1)
    await session.turnTo('2024-03-18T07:30:00Z')
    expect(days()).toEqual(['2024-02-26', '2024-03-18'])
  })

  it('made just before Umlauf ended is posted after it began again, by day', async () => {
    session = await convene('2024-02-22T09:00:00Z')
    await session.sleepUntil('2024-02-26T07:30:00Z')
    // it rings, and ends before anything is delivered
    await session.app.bot.tick(await session.now())
    await session.restart()
    expect(days()).toEqual([])
    await session.sleepUntil('2024-02-26T21:00:00Z')
    await session.app.ring()
    await session.app.delivery.settle()
    expect(days()).toEqual([])
    await session.turnTo('2024-02-27T07:00:00Z')
    expect(days()).toEqual(['2024-02-26'])
  })

  it('comes on the days and at the hour of the council file, and never for a day before that file', async () => {
    session = await convene('2024-02-22T09:00:00Z')
    await session.turnTo('2024-02-23T09:00:00Z')
    const other = "digest: { days: [tuesday, friday], at: '07:15', "
    const quiet = "quietHours: { from: '18:00', until: '06:00' } }"
    await session.apply(shipped.replace(/digest: \{ days.*\n/, `${other}${quiet}\n`))
    await session.turnTo('2024-02-23T12:00:00Z')
    expect(days()).toEqual([])
    await session.turnTo('2024-03-01T06:15:00Z')
    expect(days()).toEqual(['2024-02-27', '2024-03-01'])
    await session.apply(shipped.replace(/ *digest: \{ days.*\n/, ''))
    await session.turnTo('2024-03-12T12:00:00Z')
    expect(days()).toHaveLength(2)
  })

  it('of a sealed vote does not say how many are missing, and one that is put off is nobody else’s matter', async () => {
    session = await convene(
      '2024-02-22T09:00:00Z',
      shipped.replaceAll('visibility: open', 'visibility: sealed'),
    )
    await opened('"Geheim"')
    await session.says('mitglied-he', 'stimme 1/2024 ja')
    await session.says('mitglied-by', 'zurückstellen 1/2024 bis 01.03.2024 "Kabinett"')
    await session.turnTo('2024-02-26T07:30:00Z')
    const said = newest()
    expect(said['Offene Umläufe']).toEqual([
      'Umlauf 1/2024: Geheim: wer fehlt, ist verdeckt, Ende Donnerstag, 7. März 2024, 24:00 Uhr',
    ])
    expect(said).not.toHaveProperty('Zurückgestellt und abwesend')
  })

  it('speaks the language of its place, and shows a long list only in part', async () => {
    const english = shipped.replace(
      /(purpose: secretariat, body: it-planungsrat, language: )de/,
      '$1en',
    )
    session = await convene('2024-02-22T09:00:00Z', english)
    await opened('"Erster"')
    for (const land of [...LAENDER, 'bund']) {
      await session.says(SECRETARIAT, `abwesend mitglied-${land} von 26.02.2024 bis 01.03.2024`)
    }
    for (const land of LAENDER.slice(0, 5)) {
      await session.says(SECRETARIAT, `abwesend vertretung-${land} von 26.02.2024 bis 01.03.2024`)
    }
    await session.turnTo('2024-02-26T07:30:00Z')
    const said = newest()
    expect(said['Open circulations']).toEqual([
      'Circulation 1/2024: Erster: 17 of 17 votes are missing, ends Thursday, 7 March 2024, 24:00',
    ])
    const away = said['Snoozed and away']
    expect(away).toHaveLength(21)
    expect(away?.[0]).toBe('Mitglied Baden-Württemberg: away until Fri 1 Mar 2024')
    expect(away?.at(-1)).toBe('2 more')
  })
})
