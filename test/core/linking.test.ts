// Minutes of accounts that are linked by code: by the secretariat for whom the file does not name, by oneself for a second account, and undone again.
import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import type { Message } from '../../src/core/message.ts'
import { convene, type Session } from '../support/session.ts'
import { SHIPPED, spoiled } from './council-samples.ts'

const SECRETARIAT = 'geschaeftsstelle-1'
const NEW = 'neues-konto'
const DRAFT = 'entwurf "Weiterbetrieb" ziffern: "1. Der IT-Planungsrat beschließt." antrag: BUND'

let session: Session
beforeEach(async () => {
  session = await convene('2023-09-25T07:00:00Z')
})
afterEach(async () => {
  expect(session.defects).toEqual([])
  await session.adjourn()
})

const codeIn = ({ summary }: Message) => /\b[2-9B-Z]{5}-[2-9B-Z]{5}\b/.exec(summary)?.[0] ?? ''

/** What somebody says and is told. */
const told = async (who: string, line: string) => (await session.says(who, line)).summary

/** The new account asks for a code, and the secretariat says whose it is. */
async function linked(person = 'mitglied-he'): Promise<string> {
  const code = codeIn(await session.says(NEW, 'verknüpfen'))
  await session.says(SECRETARIAT, `verknüpfen ${code} ${person}`)
  return code
}

async function opened(): Promise<void> {
  await session.says(SECRETARIAT, DRAFT)
  await session.says('geschaeftsstelle-2', 'bestätigen E-1')
  await session.says(SECRETARIAT, 'öffnen E-1')
}

describe('an account that the bot does not know', () => {
  it('asks for a code, the secretariat names its person, and it votes: counted once, with a ballot and an audit entry', async () => {
    await opened()
    expect((await session.says(NEW, 'stimme 7/2023 ja')).refusal).toBe('account.unknown')
    const asked = await session.says(NEW, 'verknüpfen')
    expect(asked.summary).toContain('Geben Sie diesen Code der Geschäftsstelle')
    expect(asked.summary).toContain('10 Minuten')
    const code = codeIn(asked)
    expect(code).toMatch(/^.{5}-.{5}$/)

    const answer = await session.says(SECRETARIAT, `verknüpfen ${code} mitglied-he`)
    expect(answer.summary).toBe(
      `Das Konto room:${NEW} (Netz: room) gehört jetzt zu Mitglied Hessen. Rückgängig: trennen room:${NEW}`,
    )
    expect(session.notebook.about(':ballot:HE:', NEW)).toHaveLength(1)
    expect(await told(NEW, 'stimme 7/2023 Zustimmung')).toContain('Gezählt: Zustimmung')
    expect(await told('mitglied-he', 'stimme 7/2023 Ablehnung')).toContain('2. Fassung')
    expect(await told('mitglied-he', 'wer bin ich')).toContain(
      `Ihre Konten: room:mitglied-he; room:${NEW}.`,
    )
    const { rows } = await session.pool.query<{ kind: string; person: string }>(
      "SELECT e.kind, p.value AS person FROM audit_entry e JOIN personal p ON p.entry = e.id WHERE e.kind LIKE 'account%'",
    )
    expect(rows).toEqual([{ kind: 'account.linked', person: SECRETARIAT }])
  })

  it('is never made in silence: the person learns of it on their other account, the secretariat in its place', async () => {
    await linked()
    const [posted] = session.notebook.about('link:', 'person:mitglied-he')
    expect(posted?.summary).toContain(`room:${NEW}`)
    expect(posted?.summary).toContain('verknüpft von Geschäftsstelle 1')
    expect(session.notebook.about('link:', 'place:geschaeftsstelle')).toHaveLength(1)
    expect(session.notebook.about('link:', NEW)).toHaveLength(0)
    await session.says(SECRETARIAT, 'status')
    expect(session.notebook.about('link:')).toHaveLength(2)
  })

  it('is never linked by somebody else to a person with an office: one person would be both pairs of eyes', async () => {
    for (const office of ['geschaeftsstelle-2', 'vorsitz', 'stellvertretender-vorsitz']) {
      const code = codeIn(await session.says(NEW, 'verknüpfen'))
      const answer = await session.says(SECRETARIAT, `verknüpfen ${code} ${office}`)
      expect(answer.refusal).toBe('link.holdsOffice')
      expect((await session.says(NEW, 'wer bin ich')).refusal).toBe('account.unknown')
    }
    const own = codeIn(await session.says('geschaeftsstelle-2', 'verknüpfen'))
    expect(await told(NEW, `verknüpfen ${own}`)).toContain('gehört jetzt zu Geschäftsstelle 2')
  })

  it('may write the code in small letters and without its hyphen, and the person by name', async () => {
    const code = codeIn(await session.says(NEW, 'link'))
    const typed = code.replace('-', ' ').toLowerCase()
    expect(await told(SECRETARIAT, `verknüpfen ${typed} Mitglied Hessen`)).toContain(
      'gehört jetzt zu Mitglied Hessen',
    )
  })

  it('is told how to get on where it may not, and gets help', async () => {
    expect(await told(NEW, 'wer bin ich')).toContain('verknüpfen')
    expect(await told(NEW, 'hilfe')).toContain('verknüpfen')
    expect((await session.says(NEW, 'trennen')).refusal).toBe('account.unknown')
  })

  it('of another organisation gets no code: the file alone lets it in', async () => {
    expect((await session.says('T0ANDERS/U0GAST', 'verknüpfen')).refusal).toBe('link.guest')
    const code = codeIn(await session.says('mitglied-he', 'verknüpfen'))
    expect((await session.says('T0ANDERS/U0GAST', `verknüpfen ${code}`)).refusal).toBe('link.guest')
  })
})

describe('the secretariat', () => {
  it('is told which person was probably meant, and the code is not used up', async () => {
    const code = codeIn(await session.says(NEW, 'verknüpfen'))
    const refused = await session.says(SECRETARIAT, `verknüpfen ${code} mitglid-he`)
    expect(refused.refusal).toBe('link.person')
    expect(refused.summary).toContain('Gemeint ist wohl „mitglied-he“')
    expect((await session.says(SECRETARIAT, `verknüpfen ${code}`)).refusal).toBe('link.noPerson')
    expect((await session.says(SECRETARIAT, 'verknüpfen mitglied-he')).refusal).toBe('link.noCode')
    expect(await told(SECRETARIAT, `verknüpfen ${code} mitglied-he`)).toContain('gehört jetzt')
  })

  it('alone names a person: a member, the chair and a stranger do not', async () => {
    const code = codeIn(await session.says(NEW, 'verknüpfen'))
    for (const who of ['mitglied-by', 'vorsitz', 'fremdes-konto']) {
      const refused = await session.says(who, `verknüpfen ${code} mitglied-he`)
      expect(refused.refusal, who).toBe('link.office')
    }
    expect((await session.says(NEW, 'wer bin ich')).refusal).toBe('account.unknown')
  })

  it('undoes a link by its button: the account is nobody again and its vote is no longer counted', async () => {
    await opened()
    await linked()
    const answer = await session.presses(SECRETARIAT, 'unlink', { account: `room:${NEW}` })
    expect(answer).toMatchObject({
      message: { summary: expect.stringContaining('gehört nicht mehr zu Mitglied Hessen') },
    })
    expect((await session.says(NEW, 'stimme 7/2023 ja')).refusal).toBe('account.unknown')
    const late = await session.presses(NEW, 'vote', {
      ...{ circulation: '7/2023', version: '1', party: 'HE', choice: 'consent' },
    })
    expect(late).toMatchObject({ refusal: expect.stringMatching(/account|unknown|cast/) })
    expect((await session.says(SECRETARIAT, `trennen room:${NEW}`)).refusal).toBe('link.notLinked')
    expect(await linked('mitglied-by')).not.toBe('')
    expect(await told(NEW, 'wer bin ich')).toContain('Mitglied Bayern')
  })

  it('does not undo what the council file says', async () => {
    expect((await session.says(SECRETARIAT, 'trennen room:mitglied-he')).refusal).toBe(
      'link.inFile',
    )
    expect((await session.says(SECRETARIAT, 'trennen unsinn')).refusal).toBe('argument.wrong')
    expect((await session.says('mitglied-he', 'trennen')).refusal).toBe('link.inFile')
  })
})

describe('a second account of a known person', () => {
  it('takes the code of the first one, is answered by name, and shows itself to the first', async () => {
    const asked = await session.says('mitglied-he', 'verknüpfen')
    expect(asked.summary).toContain('Geben Sie ihn niemandem')
    expect((await session.says('mitglied-by', `verknüpfen ${codeIn(asked)}`)).refusal).toBe(
      'link.known',
    )
    expect(await told(NEW, `verknüpfen ${codeIn(asked)}`)).toContain(
      'gehört jetzt zu Mitglied Hessen',
    )
    expect(await told('mitglied-he', 'wer bin ich')).toContain(`room:${NEW}`)
    expect(await told(NEW, 'trennen')).toContain('gehört nicht mehr zu Mitglied Hessen')
    expect(await told('mitglied-he', 'wer bin ich')).not.toContain(NEW)
  })

  it('is not linked by the code of an account that was unlinked meanwhile, nor by the secretariat with a code that is not for it', async () => {
    await linked()
    const code = codeIn(await session.says(NEW, 'verknüpfen'))
    await session.says(SECRETARIAT, `trennen room:${NEW}`)
    expect((await session.says('drittes', `verknüpfen ${code}`)).refusal).toBe('link.wrong')
    const own = codeIn(await session.says('mitglied-he', 'verknüpfen'))
    expect((await session.says(SECRETARIAT, `verknüpfen ${own} mitglied-by`)).refusal).toBe(
      'link.wrong',
    )
  })

  it('is trusted to nobody else: a member unlinks no account of another', async () => {
    await linked('mitglied-by')
    expect((await session.says('mitglied-he', `trennen room:${NEW}`)).refusal).toBe(
      'link.notLinked',
    )
    expect(await told('mitglied-by', `trennen room:${NEW}`)).toContain('gehört nicht mehr')
  })
})

describe('a code', () => {
  it('that is wrong, expired or used is refused in the same words', async () => {
    const used = await linked()
    const expired = codeIn(await session.says('anderes', 'verknüpfen'))
    await session.turnTo('2023-09-25T07:11:00Z')
    const words = new Set<string>()
    for (const code of [used, expired, 'K7MFX-2QR9T']) {
      const refused = await session.says(SECRETARIAT, `verknüpfen ${code} mitglied-by`)
      expect(refused.refusal, code).toBe('link.wrong')
      words.add(refused.summary)
    }
    expect(words.size).toBe(1)
  })

  it('repeats its answer to the same request: nothing is linked twice, and no guess is counted', async () => {
    const code = codeIn(await session.says(NEW, 'verknüpfen'))
    const line = `verknüpfen ${code} mitglied-he`
    const first = await session.says(SECRETARIAT, line, 'einmal')
    const again = await session.says(SECRETARIAT, line, 'einmal')
    expect(again).toEqual(first)
    const { rows } = await session.pool.query('SELECT count(*)::int AS n FROM account_link')
    expect(rows).toEqual([{ n: 1 }])
  })

  it('used by two at once links one account', async () => {
    const code = codeIn(await session.says('mitglied-he', 'verknüpfen'))
    const both = await Promise.all(
      ['eins', 'zwei'].map((who) => session.says(who, `verknüpfen ${code}`)),
    )
    expect(both.filter(({ refusal }) => refusal === 'link.wrong')).toHaveLength(1)
    const { rows } = await session.pool.query(
      "SELECT count(*)::int AS n FROM account WHERE person = 'mitglied-he'",
    )
    expect(rows).toEqual([{ n: 2 }])
  })

  it('is guessed ten times an hour and no more: then the right one is refused too, for an hour', async () => {
    const code = codeIn(await session.says('mitglied-he', 'verknüpfen'))
    for (let guess = 0; guess < 10; guess += 1) {
      expect((await session.says(NEW, 'verknüpfen K7MFX-2QR9T')).refusal).toBe('link.wrong')
    }
    expect((await session.says(NEW, `verknüpfen ${code}`)).refusal).toBe('link.tooMany')
    expect(await told('anderes', `verknüpfen ${code}`)).toContain('gehört jetzt zu')
    await session.turnTo('2023-09-25T08:01:00Z')
    const later = codeIn(await session.says('mitglied-he', 'verknüpfen'))
    expect(await told(NEW, `verknüpfen ${later}`)).toContain('gehört jetzt zu')
  })

  it('stands nowhere in the database: neither as asked for, nor in the answer that the inbox keeps', async () => {
    const code = codeIn(await session.says(NEW, 'verknüpfen')).replace('-', '')
    const { rows } = await session.pool.query<{ name: string }>(
      "SELECT table_name AS name FROM information_schema.tables WHERE table_schema = 'public'",
    )
    for (const { name } of rows) {
      const { rows: found } = await session.pool.query(
        `SELECT 1 FROM "${name}" x WHERE replace(x::text, '-', '') ILIKE $1`,
        [`%${code}%`],
      )
      expect(found, name).toEqual([])
    }
  })
})

describe('a new council file', () => {
  it('that is applied while accounts are linked, and votes are cast, loses none of them', async () => {
    await opened()
    const names = ['eins', 'zwei', 'drei', 'vier']
    const codes: string[] = []
    for (const name of names) codes.push(codeIn(await session.says(name, 'verknüpfen')))
    await Promise.all([
      ...codes.map((code) => session.says(SECRETARIAT, `verknüpfen ${code} mitglied-he`)),
      session.apply(`${SHIPPED}# erste\n`),
      session.says('mitglied-by', 'stimme 7/2023 ja'),
      session.apply(`${SHIPPED}# zweite\n`),
    ])
    for (const name of names) expect(await told(name, 'wer bin ich')).toContain('Mitglied Hessen')
    const { rows } = await session.pool.query(
      "SELECT external_id AS id FROM account WHERE person = 'mitglied-he' ORDER BY 1",
    )
    expect(rows.map(({ id }) => id)).toEqual(['drei', 'eins', 'mitglied-he', 'vier', 'zwei'])
  })

  it('keeps linked accounts, drops those of whom it no longer has, and comes first itself', async () => {
    await linked()
    await session.apply(`${SHIPPED}# neu eingespielt\n`)
    expect(await told(NEW, 'wer bin ich')).toContain('Mitglied Hessen')

    const HE = 'accounts: [{ connection: room, id: mitglied-by }]'
    const taken = spoiled(HE, HE.replace(']', `, { connection: room, id: ${NEW} }]`))
    await session.apply(taken)
    expect(await told(NEW, 'wer bin ich')).toContain('Mitglied Bayern')
    const { rows } = await session.pool.query('SELECT person FROM account WHERE external_id = $1', [
      NEW,
    ])
    expect(rows).toEqual([{ person: 'mitglied-by' }])

    await session.apply(SHIPPED)
    expect(await told(NEW, 'wer bin ich')).toContain('Mitglied Hessen')
  })

  it('that no longer has the person leaves the account unknown, free for somebody else', async () => {
    await session.apply(
      spoiled(
        '  - { id: beratend-bfdi,',
        "  - { id: gast, name: 'Gast', language: de, accounts: [] }\n  - { id: beratend-bfdi,",
      ),
    )
    await linked('gast')
    await session.apply(SHIPPED)
    expect((await session.says(NEW, 'wer bin ich')).refusal).toBe('account.unknown')
    await linked('mitglied-by')
    await session.apply(
      spoiled(
        '  - { id: beratend-bfdi,',
        "  - { id: gast, name: 'Gast', language: de, accounts: [] }\n  - { id: beratend-bfdi,",
      ),
    )
    expect(await told(NEW, 'wer bin ich')).toContain('Mitglied Bayern')
  })
})
