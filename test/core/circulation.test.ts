// Minutes of circulations: from draft to stated decision, with deputies, silence and the three-fold majority, on a real database.
import { readFileSync } from 'node:fs'
import { afterEach, describe, expect, it } from 'vitest'
import { convene, type Session } from '../support/session.ts'

const CONSENTING = ['BUND', 'BW', 'BY', 'BE', 'BB', 'HB', 'HH', 'HE', 'MV', 'NI', 'NW', 'RP']
const DRAFT =
  'entwurf "Finanzierung des Weiterbetriebs der EfA-Dienste" ziffern: "1. Der IT-Planungsrat beschließt das Modell." antrag: BUND'
const SECRETARIAT = 'geschaeftsstelle-1'
const SECOND = 'geschaeftsstelle-2'
const CHAIR = 'vorsitz'

const member = (party: string) => `mitglied-${party.toLowerCase()}`
const deputy = (party: string) => `vertretung-${party.toLowerCase()}`

let session: Session
afterEach(async () => {
  expect(session.defects).toEqual([])
  await session.adjourn()
})

/** Opens the circulation 7/2023 on Monday, 25 September 2023, 09:00. */
async function opened(): Promise<void> {
  session = await convene('2023-09-25T07:00:00Z')
  await session.says(SECRETARIAT, DRAFT)
  await session.says(SECOND, 'bestätigen E-1')
  await session.says(SECRETARIAT, 'öffnen E-1')
}

describe('Umlauf 7/2023', () => {
  it('goes from draft to stated decision: drafted, confirmed by a second person, opened, voted, closed once, stated, numbered', async () => {
    session = await convene('2023-09-25T07:00:00Z')
    const drafted = await session.says(SECRETARIAT, DRAFT)
    expect(drafted.summary).toContain('Entwurf E-1 ist gespeichert')
    expect((await session.says(SECRETARIAT, 'öffnen E-1')).refusal).toBe('open.notConfirmed')
    expect((await session.says(SECRETARIAT, 'bestätigen E-1')).refusal).toBe(
      'draft.ownConfirmation',
    )
    expect((await session.says(SECOND, 'bestätigen E-1')).summary).toContain('ist bestätigt')
    const open = await session.says(SECRETARIAT, 'öffnen E-1')
    expect(open.summary).toContain('Umlauf 7/2023')
    expect(open.summary).toContain('Montag, 9. Oktober 2023, 24:00 Uhr')

    const [card] = session.notebook.about(':card:', 'place:umlauf')
    expect(card?.summary).toContain('Umlauf 7/2023')
    expect(card?.actions).toEqual([])
    expect(session.notebook.about(':ballot:HE:', 'mitglied-he')).toHaveLength(1)
    expect(session.notebook.about(':ballot:')).toHaveLength(34)

    for (const party of CONSENTING) {
      const receipt = await session.says(member(party), 'stimme 7/2023 Zustimmung')
      expect(receipt.summary, party).toContain('Gezählt: Zustimmung')
    }
    await session.says(member('SN'), 'stimme 7/2023 ablehnung "Die Kosten sind nicht beziffert."')
    expect((await session.says(deputy('HE'), 'stimme 7/2023 Enthaltung')).summary).toContain(
      '2. Fassung',
    )
    expect((await session.says(member('HE'), 'stimme 7/2023 ja')).summary).toContain('3. Fassung')

    await session.turnTo('2023-10-10T12:00:00Z')
    const [notice] = session.notebook.about(':counted:')
    expect(notice?.summary).toContain('angenommen')
    const late = await session.says(member('TH'), 'stimme 7/2023 Zustimmung')
    expect(late.refusal).toBe('cast.state')

    const sheet = await session.says(CHAIR, 'summenblatt 7/2023')
    expect(sheet.files.map(({ name }) => name)).toEqual([
      'summenblatt-7-2023.md',
      'summenblatt-7-2023.csv',
    ])
    expect(sheet.summary).toMatch(/Nicht abgegeben \(gilt als Enthaltung\): .*Thüringen/)

    const stated = await session.says(CHAIR, 'feststellen 7/2023 angenommen')
    expect(stated.summary).toContain('2023/35')
    expect((await session.says(member('BY'), 'status 2023/35')).summary).toContain(
      'Festgestellt am Dienstag, 10. Oktober 2023',
    )
    expect(session.notebook.about(':card:', 'place:umlauf')[0]?.summary).toContain(
      'Beschluss 2023/35',
    )
  })

  it('says when a new vote leaves the record statement of the one before behind', async () => {
    await opened()
    await session.says(member('SN'), 'stimme 7/2023 ablehnung "Die Kosten sind nicht beziffert."')
    const changed = await session.says(member('SN'), 'stimme 7/2023 Zustimmung')
    expect(changed.summary).toContain('Die Protokollerklärung Ihrer vorigen Stimme gilt nicht mehr')
    const again = await session.says(member('SN'), 'stimme 7/2023 Zustimmung')
    expect(again.summary).not.toContain('Protokollerklärung')
  })

  it('is rejected when too many are silent: silence is an abstention, never a consent (Beschluss 2021/14)', async () => {
    await opened()
    for (const party of CONSENTING.slice(0, 11))
      await session.says(member(party), 'stimme 7/2023 ja')
    await session.turnTo('2023-10-10T00:00:00Z')
    expect(session.notebook.about(':counted:')[0]?.summary).toContain('nicht angenommen')
    const refused = await session.says(CHAIR, 'feststellen 7/2023 angenommen')
    expect(refused.refusal).toBe('state.needsReason')
    const stated = await session.says(
      CHAIR,
      'feststellen 7/2023 angenommen "Zwei Länder haben telefonisch zugestimmt."',
    )
    expect(stated.summary).toContain('angenommen')
  })

  it('is extended by the chair: later only, before the end, announced to everyone', async () => {
    await opened()
    expect(
      (await session.says(SECRETARIAT, 'verlängern 7/2023 16.10.2023 "Kabinett"')).refusal,
    ).toBe('command.notYours')
    expect((await session.says(CHAIR, 'verlängern 7/2023 05.10.2023 "Kabinett"')).refusal).toBe(
      'extend.notLater',
    )
    const extended = await session.says(CHAIR, 'verlängern 7/2023 16.10.2023 "Kabinettsbefassung"')
    expect(extended.summary).toContain('Montag, 16. Oktober 2023, 24:00 Uhr')
    expect(session.notebook.about(':extended:1:')[0]?.summary).toContain('Kabinettsbefassung')
    await session.turnTo('2023-10-10T12:00:00Z')
    expect((await session.says(member('HE'), 'stimme 7/2023 ja')).summary).toContain('Gezählt')
    await session.turnTo('2023-10-17T12:00:00Z')
    expect((await session.says(CHAIR, 'verlängern 7/2023 30.10.2023 "zu spät"')).refusal).toBe(
      'circulation.state',
    )
  })

  it('is cancelled by the chair with a reason; ballots stay and nobody can vote any more', async () => {
    await opened()
    await session.says(member('HE'), 'stimme 7/2023 ja')
    const cancelled = await session.says(CHAIR, 'abbrechen 7/2023 "Falsche Anlage"')
    expect(cancelled.summary).toContain('abgebrochen')
    const vote = await session.says(member('BY'), 'stimme 7/2023 ja')
    expect(vote.refusal).toBe('cast.state')
    expect(vote.summary).toContain('abgebrochen')
    const { rows } = await session.pool.query('SELECT count(*) AS n FROM ballot')
    expect(rows[0].n).toBe(1n)
  })

  it('carries its own rule: another council file in force changes nothing of it, but who may cast follows the new mandates', async () => {
    await opened()
    for (const party of CONSENTING) await session.says(member(party), 'stimme 7/2023 ja')
    const shipped = readFileSync('src/councils/it-planungsrat.yaml', 'utf8')
    const stricter = shipped
      .replaceAll('group: LAND, n: 11', 'group: LAND, n: 16')
      .replace(/\n *- \{ party: TH, role: member[^\n]*/, '')
    expect(stricter.length).toBeLessThan(shipped.length)
    await session.apply(stricter)
    expect((await session.says(member('TH'), 'stimme 7/2023 ja')).refusal).toBe('cast.noMandate')
    expect((await session.says(deputy('TH'), 'stimme 7/2023 ja')).summary).toContain('Gezählt')
    const [ballot] = session.notebook.about(':ballot:TH:', 'mitglied-th')
    expect(ballot?.actions).toEqual([])
    await session.turnTo('2023-10-10T00:00:00Z')
    expect(session.notebook.about(':counted:')[0]?.summary).toContain('Errechnet: angenommen')
  })

  it('answers the same request the same and changes nothing the second time', async () => {
    await opened()
    const first = await session.says(member('HE'), 'stimme 7/2023 ja', 'click-1')
    const again = await session.says(member('HE'), 'stimme 7/2023 ja', 'click-1')
    expect(again.summary).toContain('nicht noch einmal gezählt')
    expect(again.summary).toContain(first.summary.slice(0, 40))
    expect((await session.says(member('HE'), 'stimme 7/2023 nein', 'click-1')).refusal).toBe(
      'cast.otherBody',
    )
    const draft = await session.says(SECRETARIAT, DRAFT, 'draft-1')
    expect((await session.says(SECRETARIAT, DRAFT, 'draft-1')).summary).toBe(draft.summary)
    expect((await session.says(SECRETARIAT, 'status')).summary).not.toContain('E-3')
  })

  it('refuses whoever has no mandate, each with its own reason', async () => {
    await opened()
    expect((await session.says(CHAIR, 'stimme 7/2023 ja')).refusal).toBe('cast.noMandate')
    expect((await session.says(member('HE'), 'stimme 7/2023 ja für BY')).refusal).toBe(
      'cast.noMandate',
    )
    expect((await session.says('fremd', 'stimme 7/2023 ja')).refusal).toBe('account.unknown')
    expect((await session.says(member('HE'), 'stimme 99/2023 ja')).refusal).toBe(
      'circulation.notFound',
    )
    const unclear = await session.presses(member('HE'), 'vote', {
      circulation: '7/2023',
      choice: 'vielleicht',
    })
    expect(unclear.kind === 'form' && unclear.form.faults['choice']).toContain(
      'Möglich sind: Zustimmung',
    )
    expect((await session.says(member('HE'), 'status')).summary).toContain(
      'Stimme für Hessen fehlt',
    )
  })
})

describe('a draft', () => {
  it('is edited by form, loses its confirmation, and goes back to the form when a field is wrong', async () => {
    session = await convene('2023-09-25T07:00:00Z')
    await session.says(SECRETARIAT, DRAFT)
    await session.says(SECOND, 'bestätigen E-1')
    const form = await session.presses(SECRETARIAT, 'edit', { circulation: 'E-1' })
    if (form.kind !== 'form') throw new Error('no form')
    expect(form.form.fields.map(({ name }) => name)).toContain('clauses')
    const values = Object.fromEntries(form.form.fields.map(({ name, value }) => [name, value]))
    const wrong = await session.fills(SECRETARIAT, 'edit', form.form.args, {
      ...values,
      applicants: 'XX',
    })
    if (wrong.kind !== 'form') throw new Error('no form')
    expect(wrong.form.faults['applicants']).toContain('XX')
    const saved = await session.fills(SECRETARIAT, 'edit', form.form.args, {
      ...values,
      title: 'Neuer Titel',
    })
    expect(saved.kind === 'message' && saved.message.summary).toContain('Neuer Titel')
    expect((await session.says(SECRETARIAT, 'öffnen E-1')).refusal).toBe('open.notConfirmed')
    expect((await session.says(SECRETARIAT, 'verwerfen E-1')).summary).toContain('verworfen')
    expect((await session.says(SECOND, 'bestätigen E-1')).refusal).toBe('circulation.state')
  })

  it('asks back before it opens with an end on a holiday, and refuses an end before the minimum period', async () => {
    session = await convene('2023-09-15T07:00:00Z')
    await session.says(SECRETARIAT, `${DRAFT} ende: 03.10.2023`)
    await session.says(SECOND, 'bestätigen E-1')
    const asked = await session.says(SECRETARIAT, 'öffnen E-1')
    expect(asked.refusal).toBe('open.doubtful')
    expect(asked.summary).toContain('Tag der Deutschen Einheit')
    expect((await session.says(SECRETARIAT, 'öffnen E-1 trotzdem')).summary).toContain(
      '3. Oktober 2023, 24:00 Uhr',
    )
    await session.says(SECRETARIAT, `${DRAFT} ende: 18.09.2023`)
    await session.says(SECOND, 'bestätigen E-2')
    expect((await session.says(SECRETARIAT, 'öffnen E-2')).refusal).toBe('open.faulty')
  })
})

describe('asking', () => {
  it('answers help, whoami, language, list and unknown words, in both languages', async () => {
    await opened()
    expect((await session.says(member('HE'), 'hilfe')).summary).toContain('stimme')
    expect((await session.says(member('HE'), 'hilfe stimme')).summary).toContain(
      'stimme 7/2023 Zustimmung',
    )
    expect((await session.says(member('HE'), 'wer bin ich')).summary).toContain(
      'Mitglied für Hessen',
    )
    expect((await session.says(member('HE'), 'stimmme 7/2023 ja')).summary).toContain('stimme')
    expect((await session.says(member('HE'), 'status')).summary).toContain(
      'Stimme für Hessen fehlt',
    )
    expect((await session.says(member('HE'), 'sprache en')).summary).toContain('English')
    expect((await session.says(member('HE'), 'status')).summary).toContain(
      'the vote for Hessen is missing',
    )
    expect((await session.says(member('HE'), 'list EfA')).summary).toContain('1 found, page 1 of 1')
    expect((await session.says(member('HE'), 'list page 9')).refusal).toBe('list.noPage')
    const ics = await session.says(member('HE'), 'deadline 7/2023')
    expect(ics.files[0]?.content).toContain('BEGIN:VEVENT')
  })
})
