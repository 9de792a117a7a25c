// Minutes of a reporting round: the interim report before the 42nd session, from opening to closing, with refusals, repetitions and what was sent back, on a real database.
import { readFileSync } from 'node:fs'
import { afterEach, describe, expect, it } from 'vitest'
import type { Form } from '../../src/core/form.ts'
import type { Answer } from '../../src/core/ports.ts'
import { convene, type Session } from '../support/session.ts'

const SECRETARIAT = 'geschaeftsstelle-1'
const SECOND = 'geschaeftsstelle-2'
const LAENDER = [
  ...['BW', 'BY', 'BE', 'BB', 'HB', 'HH', 'HE', 'MV'],
  ...['NI', 'NW', 'RP', 'SL', 'SN', 'ST', 'SH', 'TH'],
]
const member = (party: string) => `mitglied-${party.toLowerCase()}`
const deputy = (party: string) => `vertretung-${party.toLowerCase()}`
const LINE =
  'einbuergerung=430,212,61,40,3,18000 aufenthalt=430,0 koordination=ja taskforce=nein fachverfahren=12'

let session: Session
afterEach(async () => {
  expect(session.defects).toEqual([])
  await session.adjourn()
})

/** The round opens on Friday, 6 October 2023, 08:00 in Frankfurt. */
async function opened(): Promise<void> {
  session = await convene('2023-09-20T07:00:00Z')
  await session.turnTo('2023-10-06T06:00:00Z')
}

function form(answer: Answer): Form {
  if (answer.kind !== 'form') throw new Error(`no form but: ${answer.message.summary}`)
  return answer.form
}

function words(answer: Answer): string {
  return answer.kind === 'message' ? answer.message.summary : `form: ${answer.form.title}`
}

describe('the round before the 42nd session', () => {
  it('opens by itself four weeks before, asks the Länder privately, is reported, reviewed and closed by statement', async () => {
    session = await convene('2023-09-20T07:00:00Z')
    expect((await session.says(SECRETARIAT, 'berichte')).summary).toContain('noch keine')
    await session.turnTo('2023-10-06T05:59:59Z')
    expect(session.notebook.about(':round:')).toEqual([])
    await session.turnTo('2023-10-06T06:00:00Z')

    const [card] = session.notebook.about(':round:', 'place:geschaeftsstelle')
    expect(card?.summary).toContain('Runde R-1/2023')
    expect(card?.summary).toContain('zur 42. Sitzung')
    expect(card?.summary).toContain('Freitag, 27. Oktober 2023, 24:00 Uhr')
    expect(card?.summary).toContain('Es fehlen 16')
    expect(session.notebook.about(':offer:')).toHaveLength(32)
    expect(session.notebook.about(':offer:BUND:')).toEqual([])
    const [offer] = session.notebook.about(':offer:HE:', 'mitglied-he')
    expect(offer?.summary).toContain('nicht berichtet')
    expect(offer?.actions.map(({ verb }) => verb)).toEqual(['report'])

    const receipt = await session.says(member('HE'), `melden R-1/2023 ${LINE}`)
    expect(receipt.summary).toContain('Gemeldet: Hessen, R-1/2023, Fassung 1')
    expect(receipt.summary).toContain('R-1/2023-HE-1')
    expect((await session.says(deputy('HE'), `melden ${LINE}`)).summary).toContain('Unverändert')
    const again = await session.says(deputy('HE'), 'melden einbuergerung.live=230')
    expect(again.summary).toContain('Fassung 2')
    expect(again.summary).toContain('Einbürgerung: live: 212 → 230')

    for (const party of LAENDER.filter((one) => !['HE', 'TH', 'SN'].includes(one))) {
      const said = await session.says(member(party), `melden R-1/2023 ${LINE}`)
      expect(said.summary, party).toContain('Gemeldet')
    }
    const back = await session.says(
      SECRETARIAT,
      'zurückgeben R-1/2023 BY "Die Zahl der zuständigen Stellen ist die von Hessen."',
    )
    expect(back.summary).toContain('Zurückgegeben: Fassung 1 von Bayern')
    expect(session.notebook.about(':review:BY:1:1:', 'mitglied-by')[0]?.summary).toContain(
      'Die Zahl der zuständigen Stellen',
    )
    const [cardNow] = session.notebook.about(':round:', 'place:geschaeftsstelle')
    expect(cardNow?.summary).toContain('Es fehlen 3: Bayern, Sachsen und Thüringen')
    for (const party of LAENDER.filter((one) => !['BY', 'TH', 'SN'].includes(one))) {
      const said = await session.says(SECOND, `annehmen R-1/2023 ${party}`)
      expect(said.summary, party).toContain('Angenommen')
    }
    expect(session.notebook.about(':offer:HE:', 'mitglied-he')[0]?.summary).toContain('Angenommen')
    expect((await session.says(SECRETARIAT, 'runde schließen R-1/2023')).refusal).toBe(
      'round.early',
    )

    await session.turnTo('2023-10-30T08:00:00Z')
    const overdue = await session.says(SECRETARIAT, 'berichte überfällig')
    expect(overdue.summary).toMatch(/Bayern: .*seit 1 Arbeitstag überfällig/)
    const late = await session.says(member('BY'), `melden R-1/2023 ${LINE} aufenthalt=480,480`)
    expect(late.refusal).toBe('report.faulty')
    const mended = await session.says(member('BY'), 'melden R-1/2023 aufenthalt=480,480')
    expect(mended.summary).toContain('Fassung 2')
    expect(mended.summary).toContain('verspätet')
    expect((await session.says(SECRETARIAT, 'runde schließen')).refusal).toBe('round.unseen')
    await session.says(SECRETARIAT, 'annehmen BY')
    const closed = await session.says(SECRETARIAT, 'runde schließen R-1/2023')
    expect(closed.summary).toContain(
      'Gemeldet haben 14 von 16. Nicht berichtet: Sachsen und Thüringen',
    )
    expect((await session.says(member('SN'), `melden R-1/2023 ${LINE}`)).refusal).toBe(
      'report.closed',
    )
    expect(session.notebook.about(':round-closed:', 'place:umlauf')[0]?.summary).toContain(
      'Gemeldet haben 14 von 16',
    )

    const shown = await session.says(member('SN'), 'berichte R-1/2023')
    const table = shown.blocks.find(({ kind }) => kind === 'table')
    const rows =
      table?.kind === 'table' ? table.rows.map((row) => row.map(([cell]) => cell?.text)) : []
    expect(rows[0]).toEqual([
      'Einbürgerung',
      '2.986 von 6.020',
      '0 von 14 Ländern',
      '14 von 14 Ländern',
    ])
    expect(rows[1]).toEqual(['Aufenthalt', '480 von 6.070', '1 von 14 Ländern', '1 von 14 Ländern'])
    const { rows: kept } = await session.pool.query('SELECT count(*)::int AS n FROM filing')
    expect(kept).toEqual([{ n: 16 }])
  })

  it('comes as a form in steps, keeps the draft, names every fault at its field, and is filled in with the last report', async () => {
    await opened()
    const first = form(await session.presses(member('HE'), 'report', {}))
    expect(first.title).toBe('Meldung HE (1/3)')
    expect(first.fields.length).toBeLessThanOrEqual(14)
    const wrong = form(
      await session.fills(member('HE'), 'report', first.args, {
        'q1-1-responsible': '430',
        'q1-1-live': '431',
        'q1-1-maturity': '7',
        'q1-2-live': 'viele',
      }),
    )
    expect(Object.keys(wrong.faults)).toEqual(['q1-1-maturity', 'q1-2-live'])
    expect(wrong.faults['q1-1-maturity']).toContain('0 bis 5')
    const together = form(
      await session.fills(member('HE'), 'report', first.args, {
        'q1-1-responsible': '430',
        'q1-1-live': '431',
        'q1-2-live': '3',
      }),
    )
    expect(together.faults['q1-1-live']).toContain('kann nicht mehr sein')
    expect(together.faults['q1-2-responsible']).toContain('fehlt')
    expect(together.fields.find(({ name }) => name === 'q1-1-live')?.value).toBe('431')

    const second = form(
      await session.fills(member('HE'), 'report', first.args, {
        'q1-1-responsible': '1.430',
        'q1-1-live': '212',
      }),
    )
    expect(second.title).toBe('Meldung HE (2/3)')
    const third = form(await session.fills(member('HE'), 'report', second.args, {}))
    const lacking = form(await session.fills(member('HE'), 'report', third.args, { what: 'file' }))
    expect(Object.keys(lacking.faults).sort()).toEqual(
      third.fields
        .filter(({ name, required }) => required && name !== 'what')
        .map(({ name }) => name)
        .sort(),
    )
    const values = { q2: 'yes', q3: 'no', q5: 'Rollout in 12 Kreisen\n<@U1> =1+1', what: 'keep' }
    const kept = await session.fills(member('HE'), 'report', third.args, values)
    expect(words(kept)).toContain('Entwurf für Hessen')
    expect(session.notebook.about(':offer:HE:', 'mitglied-he')[0]?.summary).toContain('Noch nicht')

    const taken = form(await session.presses(deputy('HE'), 'report', {}))
    expect(taken.intro).toContain('der Entwurf von: Mitglied Hessen')
    expect(taken.fields.find(({ name }) => name === 'q1-1-responsible')?.value).toBe('1430')
    const filed = await session.fills(deputy('HE'), 'report', third.args, {
      ...values,
      what: 'file',
    })
    expect(words(filed)).toContain('Fassung 1')

    await session.turnTo('2024-02-21T07:00:00Z')
    const next = form(await session.presses(member('HE'), 'report', { round: 'R-1/2024' }))
    expect(next.intro).toContain('was in R-1/2023 gemeldet war')
    expect(next.fields.find(({ name }) => name === 'q1-1-live')?.value).toBe('212')
    const line = await session.says(member('HE'), 'melden R-1/2024 koordination=ja')
    expect(line.refusal).toBe('report.faulty')
  })

  it('asks again for the steps of a form that somebody else overtook, and files nothing that was not shown', async () => {
    await opened()
    const first = form(await session.presses(member('HE'), 'report', {}))
    const second = form(
      await session.fills(member('HE'), 'report', first.args, {
        'q1-1-responsible': '430',
        'q1-1-live': '212',
      }),
    )
    const third = form(await session.fills(member('HE'), 'report', second.args, {}))
    await session.says(deputy('HE'), `melden ${LINE}`)
    const values = { q2: 'no', q3: 'no', what: 'file' }
    const back = form(await session.fills(member('HE'), 'report', third.args, values))
    expect(back.title).toBe('Meldung HE (1/3)')
    expect(back.fields.find(({ name }) => name === 'q1-1-inRollout')?.value).toBe('61')
    const line = await session.says(member('HE'), 'melden fachverfahren=99')
    expect(line.summary).toContain('Kommunale OZG-Koordination benannt: ja → nein')
    const report = await session.says(member('HE'), 'berichte R-1/2023 für HE')
    expect(JSON.stringify(report.blocks)).toContain('18.000')
  })

  it('refuses who may not, and says why: another Land, no Land, no round, nothing filed, a newer version', async () => {
    await opened()
    expect((await session.says(member('HE'), `melden R-1/2023 für BY ${LINE}`)).refusal).toBe(
      'report.notForParty',
    )
    expect((await session.says(member('BUND'), `melden R-1/2023 ${LINE}`)).refusal).toBe(
      'report.notForParty',
    )
    const nowhere = { round: '00000000-0000-4000-8000-000000000009' }
    const lost = await session.presses(member('HE'), 'report', nowhere)
    expect(lost.kind === 'message' && lost.refusal).toBe('report.notFound')
    expect((await session.says(member('HE'), 'melden R-9/2023 koordination=ja')).refusal).toBe(
      'report.notFound',
    )
    expect((await session.says(SECRETARIAT, 'annehmen R-1/2023 HE')).refusal).toBe('review.nothing')
    expect((await session.says(SECRETARIAT, 'annehmen R-1/2023 BUND')).refusal).toBe(
      'report.noParty',
    )
    expect((await session.says(member('HE'), 'annehmen R-1/2023 HE')).refusal).toBe(
      'command.notYours',
    )
    await session.says(member('HE'), `melden ${LINE}`)
    await session.says(member('HE'), 'melden fachverfahren=13')
    const seen = { round: 'R-1/2023', party: 'HE', version: '1' }
    const old = await session.presses(SECRETARIAT, 'accept', seen)
    expect(old.kind === 'message' && old.refusal).toBe('review.newer')
    expect((await session.says(member('BY'), 'berichte R-1/2023 für HE')).refusal).toBe(
      'report.notYours',
    )
    const own = await session.says(deputy('HE'), 'berichte R-1/2023 für HE')
    expect(own.summary).toContain('gemeldet')
    const refused = await session.says(
      member('HE'),
      'melden hindernise=keine einbuergerung.alive=3',
    )
    expect(refused.refusal).toBe('report.faulty')
    expect(refused.summary).toContain('hindernise')
    expect(refused.summary).toContain('„hindernisse“')
    expect(refused.summary).toContain('Es gibt: zuständige-Stellen, live, im-Rollout')
  })

  it('asks whom the council file names for a report; member and deputy may report, and are reminded when it is overdue', async () => {
    const file = readFileSync(
      new URL('../../src/councils/it-planungsrat.yaml', import.meta.url),
      'utf8',
    )
    const first = '  - { id: mitglied-bund,'
    const person = `  - { id: referat-he, name: 'Referat Hessen', language: de, accounts: [{ connection: room, id: referat-he }] }\n`
    const named = 'owed: [HE]\n        owners: { HE: referat-he }'
    session = await convene(
      '2023-09-20T07:00:00Z',
      file.replace(first, `${person}${first}`).replace('owed: laender', named),
    )
    const asked = () =>
      [...session.notebook.posts.keys()].flatMap((key) => {
        const [, what, stage, who] =
          /^(reminder|[0-9a-f-]+):.*?(-?\d|HE):person:([^:]+):/.exec(key) ?? []
        return what === undefined ? [] : [`${what === 'reminder' ? stage : 'offer'} ${who}`]
      })
    await session.turnTo('2023-10-20T07:00:00Z')
    expect(asked()).toEqual(['offer referat-he', '-5 referat-he'])
    expect(form(await session.presses('referat-he', 'report', {})).title).toBe('Meldung HE (1/3)')
    await session.turnTo('2023-10-30T08:00:00Z')
    expect(asked().slice(2)).toEqual([
      '-2 referat-he',
      '0 referat-he',
      '1 mitglied-he',
      '1 vertretung-he',
    ])
    const late = await session.says(deputy('HE'), `melden ${LINE}`)
    expect(late.summary).toContain('Fassung 1')
    expect(session.notebook.about(':offer:HE:', 'referat-he')[0]?.summary).toContain('Gemeldet')
    await session.says(SECRETARIAT, 'zurückgeben HE "Doch noch eine Frage."')
    for (const one of ['referat-he', deputy('HE')]) {
      expect(session.notebook.about(':review:HE:1:1:', one), one).toHaveLength(1)
    }
    expect(session.notebook.about(':review:HE:1:1:', member('HE'))).toEqual([])
  })

  it('counts sent back as missing until it is filed again, also with the same answers', async () => {
    await opened()
    await session.says(member('HE'), `melden ${LINE}`)
    await session.says(SECRETARIAT, 'annehmen HE')
    expect((await session.says(SECRETARIAT, 'annehmen HE')).refusal).toBe('review.already')
    await session.says(SECRETARIAT, 'zurückgeben HE "Doch noch eine Frage."')
    const missing = await session.says(SECRETARIAT, 'berichte R-1/2023')
    expect(missing.summary).toContain('Es fehlen 16')
    expect((await session.says(member('HE'), `melden ${LINE}`)).summary).toContain('Fassung 2')
    const { summary } = await session.says(SECRETARIAT, 'berichte R-1/2023')
    expect(summary).toContain('Es fehlen 15')
  })
})

describe('requests', () => {
  it('the same request twice is one filing, and two at once are two versions', async () => {
    await opened()
    const line = `melden ${LINE}`
    const id = '00000000-0000-4000-8000-000000000001'
    const first = await session.says(member('HE'), line, id)
    const second = await session.says(member('HE'), line, id)
    expect(second.summary).toBe(first.summary)
    const said = await Promise.all(
      [21, 22, 23, 24, 25].map((n) =>
        session.says(n % 2 === 0 ? member('HE') : deputy('HE'), `melden fachverfahren=${n}`),
      ),
    )
    expect(new Set(said.map(({ summary }) => /Fassung (\d)/.exec(summary)?.[1])).size).toBe(5)
    const { rows } = await session.pool.query(
      "SELECT version, hash = sha256(convert_to(document, 'UTF8')) AS whole FROM filing ORDER BY version",
    )
    expect(rows).toEqual([1, 2, 3, 4, 5, 6].map((version) => ({ version, whole: true })))
  })

  it('what was frozen, filed and said of it is only ever added', async () => {
    await opened()
    await session.says(member('HE'), `melden ${LINE}`)
    await session.says(SECRETARIAT, 'annehmen HE')
    for (const statement of [
      "UPDATE filing SET document = '{}'",
      'DELETE FROM filing',
      'TRUNCATE filing_review',
      "UPDATE frozen_round SET document = '{}'",
      'DELETE FROM filing_review',
    ]) {
      await expect(session.pool.query(statement), statement).rejects.toThrow('only ever added')
    }
  })

  it('opens a round once, however often and late the bell rings', async () => {
    session = await convene('2023-09-20T07:00:00Z')
    await session.pool.query('SELECT turn_clock($1)', [new Date('2023-10-09T07:00:00Z')])
    await Promise.all([session.app.ring(), session.app.ring(), session.app.ring()])
    await session.app.ring()
    const { rows } = await session.pool.query('SELECT number FROM report_round')
    expect(rows).toEqual([{ number: 'R-1/2023' }])
  })

  it('asks nobody for what can no longer come in time: an installation that starts after the due date opens nothing', async () => {
    session = await convene('2023-10-30T07:00:00Z')
    await session.app.ring()
    const { rows } = await session.pool.query('SELECT number FROM report_round')
    expect(rows).toEqual([])
  })
})

describe('the register', () => {
  it('shows what is owed with its source, takes up another obligation by command, and ends it', async () => {
    session = await convene('2023-09-20T07:00:00Z')
    const shown = await session.says(member('HE'), 'pflichten')
    expect(shown.summary).toContain('kommunalpakt-zwischenstand')
    expect(JSON.stringify(shown.blocks)).toContain('Beschluss 2023/02 (nicht bestätigt)')
    const add = (rhythm: string, more = '') =>
      session.says(
        SECRETARIAT,
        `pflicht anlegen name: "Jahresübersicht" grundlage: "Beschluss 2023/02" wer: "HE, BY" fragebogen: "kommunalpakt" rhythmus: "${rhythm}" ${more}`,
      )
    expect((await add('manchmal')).refusal).toBe('obligation.rhythm')
    expect((await add('cron 0 9 32 * *')).refusal).toBe('obligation.wrong')
    expect((await add('cron 0 9 29 2 1')).summary).toContain('keinen Tag')
    expect((await add('jährlich 31.02.')).refusal).toBe('date.unknown')
    const added = await add('cron 0 9 1 11 *', 'eröffnung: "10 Tage" frist: "2 Arbeitstage"')
    expect(added.summary).toContain('jahresuebersicht')
    expect((await add('einmal 01.12.2023')).refusal).toBe('obligation.there')
    await session.turnTo('2023-10-23T07:00:00Z')
    const all = await session.says(SECRETARIAT, 'berichte')
    expect(all.summary).toContain('R-2/2023: Jahresübersicht')
    expect((await session.says(member('BY'), `melden ${LINE}`)).refusal).toBe('report.whichRound')
    const ended = await session.says(
      SECRETARIAT,
      'pflicht beenden kennung: jahresuebersicht grund: "Erledigt."',
    )
    expect(ended.summary).toContain('Beendet')
    // the next one would open on 22 October 2024
    await session.sleepUntil('2024-10-20T07:00:00Z')
    await session.turnTo('2024-10-24T07:00:00Z')
    const { rows } = await session.pool.query(
      "SELECT count(*)::int AS n FROM report_round WHERE obligation = 'jahresuebersicht'",
    )
    expect(rows).toEqual([{ n: 1 }])
  })

  it('a round keeps its questionnaire and its parties when the council file changes', async () => {
    await opened()
    const file = readFileSync(
      new URL('../../src/councils/it-planungsrat.yaml', import.meta.url),
      'utf8',
    )
    await session.apply(
      file
        .replace('required: [responsible, live]', 'required: [responsible, live, transactions]')
        .replace('owed: laender', 'owed: [BY]\n        owners: { BY: vertretung-by }'),
    )
    expect((await session.says(member('HE'), `melden ${LINE}`)).summary).toContain('Fassung 1')
    const { rows } = await session.pool.query(
      "SELECT hash = sha256(convert_to(document, 'UTF8')) AS whole FROM frozen_round",
    )
    expect(rows).toEqual([{ whole: true }])
  })
})
