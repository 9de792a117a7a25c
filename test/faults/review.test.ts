// Promises that an adversary tried to break: what is counted is what was said, nobody learns or changes what is not theirs, and one broken thing stops no other.
import { randomUUID } from 'node:crypto'
import { readFileSync } from 'node:fs'
import { afterEach, describe, expect, it } from 'vitest'
import type { Choice } from '../../src/core/values.ts'
import { readCouncilFile } from '../../src/files/council-file.ts'
import { createAsking } from '../../src/platforms/room/ask.ts'
import { createBallotBox } from '../../src/store/ballots.ts'
import { applyCouncil } from '../../src/store/council.ts'
import { connect, openPrisma } from '../../src/store/pool.ts'
import { createPostQueue } from '../../src/store/posts.ts'
import { createRoomMessages } from '../../src/store/room-messages.ts'
import { convene, type Session } from '../support/session.ts'

const SEALED = readFileSync(
  new URL('../../src/councils/it-planungsrat.yaml', import.meta.url),
  'utf8',
).replaceAll('visibility: open', 'visibility: sealed')

let session: Session
let circulation: string
afterEach(() => session.adjourn())

async function open(): Promise<void> {
  session = await convene('2023-09-25T07:00:00Z')
  await session.says('geschaeftsstelle-1', 'entwurf "Titel" ziffern: "Text" antrag: BUND')
  await session.says('geschaeftsstelle-2', 'bestätigen E-1')
  await session.says('geschaeftsstelle-1', 'öffnen E-1')
  const { rows } = await session.pool.query('SELECT id FROM circulation')
  circulation = rows[0].id
}

/** Puts a changed council file into force, as `umlauf council apply` does from another process. */
async function applies(change: (text: string) => string): Promise<void> {
  const { rows } = await session.pool.query(
    'SELECT text FROM council_version ORDER BY version DESC LIMIT 1',
  )
  const text = change(rows[0].text)
  const read = readCouncilFile(text)
  if ('faults' in read) throw new Error(JSON.stringify(read.faults, null, 1))
  const prisma = openPrisma(session.pool)
  await applyCouncil(prisma, { text, council: read.council, by: 'geschaeftsstelle-1' })
  await session.app.ring()
  await session.app.delivery.settle()
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

describe('posts', () => {
  it('that have to wait for their next attempt do not count as in order: the result is posted although the first attempt failed', async () => {
    await open()
    const deliver = session.notebook.deliver
    let failures = 0
    session.notebook.deliver = async (operation) => {
      if (operation.key.includes(':counted:') && failures++ === 0) {
        return { outcome: 'refused', reason: 'busy' }
      }
      return deliver(operation)
    }
    await session.turnTo('2023-10-10T08:00:00Z')
    await session.app.ring()
    await session.app.delivery.settle()
    expect(failures).toBe(1)
    await session.pool.query('UPDATE post SET not_before = NULL')
    await session.app.ring()
    await session.app.delivery.settle()
    expect(session.notebook.about(':counted:')).toHaveLength(1)
  })

  it('whose attempt never came back are looked up before they are posted again', async () => {
    await open()
    const queue = createPostQueue(session.pool)
    const wanted = {
      key: 'lost',
      subject: circulation,
      kind: 'notice',
      connection: 'room',
      to: { kind: 'place', place: 'umlauf' },
      language: 'de',
      message: { summary: '', blocks: [], actions: [], files: [] },
    } as const
    expect(await queue.claim(wanted, 'f')).toMatchObject({ state: 'wanted' })
    await session.pool.query("UPDATE post SET claimed_until = '2000-01-01' WHERE key = 'lost'")
    expect(await queue.claim(wanted, 'f')).toMatchObject({ state: 'ambiguous' })
  })
})

it('one circulation that cannot be counted or shown keeps no other from its result and its posts', async () => {
  await open()
  await session.pool.query(
    `INSERT INTO circulation (id, body, draft, number, state, version, revision, title, content, created_by, created_at, edited_by, edited_at, deadline)
     SELECT $1, body, 99, '6/2023', 'open', 1, 1, title, content, created_by, created_at - interval '1 day', edited_by, edited_at, deadline - interval '1 day'
     FROM circulation`,
    [randomUUID()],
  )
  await session.pool.query(
    `INSERT INTO frozen_version (circulation, version, format, document, hash, at)
     SELECT id, 1, 1, 'broken', '', edited_at FROM circulation WHERE draft = 99`,
  )
  // what cannot be counted stays due for ever, so the clock is turned in one go
  await session.pool.query('SELECT turn_clock($1)', [new Date('2023-10-11T08:00:00Z')])
  await session.app.ring()
  await session.app.delivery.settle()
  const { rows } = await session.pool.query('SELECT circulation FROM result')
  expect(rows).toEqual([{ circulation }])
  expect(session.notebook.about(':counted:')).toHaveLength(1)
  expect(session.defects.length).toBeGreaterThan(0)
})

it('F11 clicks of two networks are not put in order by each other’s marks: the later vote counts', async () => {
  await open()
  await session.pool.query(
    "INSERT INTO account (connection, external_id, person) VALUES ('other', 'he', 'mitglied-he')",
  )
  const box = createBallotBox(session.pool)
  const click = (connection: string, id: string, order: string, choice: Choice) =>
    box.cast({
      receipt: { connection, requestId: order, body: choice, order },
      account: { connection, id },
      circulation,
      version: 1,
      party: 'HE',
      choice,
      statement: undefined,
      order,
    })
  expect((await click('other', 'he', '900', 'reject')).code).toBe('counted')
  expect((await click('room', 'mitglied-he', '100', 'consent')).code).toBe('counted')
})

it('somebody who lost the mandate learns nothing of the party’s later votes from the old ballot', async () => {
  await open()
  await applies((text) => text.replace(/^.*person: mitglied-he,.*\n/m, ''))
  await session.says('vertretung-he', 'stimme 7/2023 nein "Nur für das Protokoll"')
  const [old] = session.notebook.about(':ballot:HE:', 'mitglied-he')
  expect(old?.actions).toEqual([])
  expect(JSON.stringify(old)).not.toMatch(/Ablehnung|Protokoll|Beleg/)
})

it('another line sent from a page gone back to shows its own answer, never the receipt of the first', async () => {
  await open()
  const messages = createRoomMessages(openPrisma(session.pool))
  const guide = {
    title: { de: 'Rat', en: 'Council' },
    zone: 'Europe/Berlin',
    now: session.now,
    persons: () => [],
    places: async () => [],
    language: async () => 'de' as const,
  }
  const asking = createAsking({
    messages,
    guide,
    panel: undefined,
    report: String,
    changed: () => {},
  })
  const sends = async (text: string) => {
    const request = {
      kind: 'command',
      text,
      requestId: 'page-1.command',
      from: { connection: 'room', id: 'mitglied-he' },
      origin: { kind: 'private' },
    } as const
    const asked = { request, said: text }
    const outcome = await asking.ask(asked, { person: 'mitglied-he' }, session.app.accept)
    if (outcome.kind !== 'kept') throw new Error('the answer is not kept')
    return (await messages.get(outcome.ref))?.message.summary
  }
  const receipt = await sends('stimme 7/2023 ja')
  expect(receipt).toContain('Gezählt: Zustimmung')
  expect(await sends('stimme 7/2023 nein')).toContain('andere Anfrage')
  expect(await sends('stimme 7/2023 ja')).toBe(receipt)
})

/** The shipped council with a second body beside it, in which the first one's chair has only a vote. */
function withAdvisoryBoard(text: string): string {
  const [head = '', body = ''] = text.split(/^bodies:\n/m)
  const second = body
    .replace('id: it-planungsrat', 'id: beirat')
    .replace('person: vorsitz, from', 'person: beratend-bfdi, from')
    .replace('person: stellvertretender-vorsitz, from', 'person: beratend-bfdi, from')
    .replaceAll(/person: geschaeftsstelle-[12], from/g, 'person: beratend-kommunen, from')
    .replace(
      'party: HE, role: member, person: mitglied-he',
      'party: HE, role: member, person: mitglied-by',
    )
    .replace(/^ {4}advisers:\n(?: {6}- .*\n)+/m, '    advisers: []\n')
  return `${head}bodies:\n${body}\n${second}`
}

describe('with a second body', () => {
  it('an office of the one gives no right in the other, and a receipt names the party of its own body', async () => {
    await open()
    await applies(withAdvisoryBoard)
    const drafted = await session.says(
      'beratend-kommunen',
      'entwurf "Beirat" ziffern: "Text" antrag: BUND',
    )
    expect(drafted.refusal).toBeUndefined()
    const { rows } = await session.pool.query("SELECT id FROM circulation WHERE body = 'beirat'")
    const id = rows[0]?.id
    const foreign = await session.presses('geschaeftsstelle-1', 'discard', { circulation: id })
    expect(foreign).toMatchObject({ refusal: 'circulation.office' })
    await session.presses('beratend-bfdi', 'confirm', { circulation: id })
    await session.presses('beratend-kommunen', 'open', { circulation: id, anyway: 'yes' })
    const cancelled = await session.presses('vorsitz', 'cancel', { circulation: id, reason: 'x' })
    expect(cancelled).toMatchObject({ refusal: 'circulation.office' })
    // Bayern in the one body, Bayern and Hessen in the other: no party is guessed
    expect((await session.says('mitglied-by', `stimme ${id} ja`)).refusal).toBe('cast.whichParty')
    const receipt = await session.says('mitglied-by', `stimme ${id} ja für HE`)
    expect(receipt.summary).toContain('Zustimmung für Hessen')
    expect(await ballots()).toEqual(['HE consent'])
  })
})

it('a draft is shown to its office alone until it is opened', async () => {
  await open()
  await session.says('geschaeftsstelle-1', 'entwurf "Geheim" ziffern: "Text" antrag: BUND')
  expect((await session.says('mitglied-he', 'status E-2')).refusal).toBe('circulation.office')
  expect((await session.says('mitglied-he', 'liste Geheim')).summary).not.toContain('E-2')
  expect((await session.says('vorsitz', 'status E-2')).summary).toContain('Geheim')
  expect((await session.says('vorsitz', 'liste Geheim')).summary).toContain('E-2')
})

it('a start of numbers that is raised during the year is kept: no number given on paper is given again', async () => {
  await open()
  await applies((text) => text.replace(/starts: \{ '2023': 7 \}/, "starts: { '2023': 20 }"))
  await session.says('geschaeftsstelle-1', 'entwurf "Titel" ziffern: "Text" antrag: BUND')
  await session.says('geschaeftsstelle-2', 'bestätigen E-2')
  expect((await session.says('geschaeftsstelle-1', 'öffnen E-2')).summary).toContain('20/2023')
})

it('judges a vote at READ COMMITTED also where the database asks for another isolation: a snapshot older than its lock would count wrongly', async () => {
  await open()
  const { rows } = await session.pool.query('SELECT current_database() AS name')
  const { host, port, user } = session.pool.options
  await session.pool.query(
    `ALTER DATABASE "${rows[0].name}" SET default_transaction_isolation = 'repeatable read'`,
  )
  const client = await connect({ host, port, user, database: rows[0].name })
  const { rows: shown } = await client.query('SHOW transaction_isolation')
  await client.end()
  expect(shown[0].transaction_isolation).toBe('read committed')
})

it('a sealed vote that is cancelled before its end stays sealed: its votes never counted', async () => {
  session = await convene('2023-09-25T07:00:00Z', SEALED)
  await session.says('geschaeftsstelle-1', 'entwurf "Titel" ziffern: "Text" antrag: BUND')
  await session.says('geschaeftsstelle-2', 'bestätigen E-1')
  await session.says('geschaeftsstelle-1', 'öffnen E-1')
  await session.says('mitglied-sn', 'stimme 7/2023 nein "Geheim"')
  for (const line of ['status 7/2023', 'abbrechen 7/2023 "Falsche Anlage"', 'status 7/2023']) {
    const said = JSON.stringify(await session.says('vorsitz', line), (_, one) =>
      typeof one === 'bigint' ? `${one}` : one,
    )
    expect(said, line).not.toMatch(/Geheim|Ablehnung|"mark":"no"/)
  }
  const [card] = session.notebook.about(':card:', 'place:umlauf')
  expect(card?.summary).toContain('Abgebrochen')
  expect(card?.blocks.filter(({ kind }) => kind === 'gauge')).toEqual([])
})

it('a council file that drops a body waits for the votes under way in it: none is counted after its mandate ended', async () => {
  await open()
  await applies(withAdvisoryBoard)
  const voter = await session.pool.connect()
  await voter.query('BEGIN')
  await voter.query("SELECT pg_advisory_xact_lock_shared(lock_key('body', 'beirat'))::text")
  let applied = false
  const { rows } = await session.pool.query('SELECT text FROM council_version WHERE version = 1')
  const applying = applies(() => rows[0].text).then(() => {
    applied = true
  })
  await new Promise((resolve) => setTimeout(resolve, 300))
  expect(applied).toBe(false)
  await voter.query('COMMIT')
  voter.release()
  await applying
})
