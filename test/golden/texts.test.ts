// Everything people read, as plain text in both languages, one file for each: reviewed as files, rewritten by UPDATE_GOLDEN=1.
import { existsSync, mkdirSync, readFileSync, writeFileSync } from 'node:fs'
import path from 'node:path'
import { fileURLToPath } from 'node:url'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { plainMessage } from '../../src/cli/render.ts'
import type { Message } from '../../src/core/message.ts'
import type { Language } from '../../src/core/values.ts'
import { convene, type Session } from '../support/session.ts'

const folder = fileURLToPath(new URL('./texts/', import.meta.url))
const CHAIR = 'vorsitz'
const SECRETARIAT = 'geschaeftsstelle-1'

/** Ballots and frozen documents are hashed with chance in them; what is reviewed is the wording around. */
function withoutChance(text: string): string {
  return text
    .replace(/\b[0-9a-f]{64}\b/g, '<sha256>')
    .replace(/\b[0-9a-f]{4} [0-9a-f]{4} [0-9a-f]{4}\b/g, '<beleg>')
    .replace(/\b(\d\d:\d\d):\d\d\b/g, '$1:00')
}

function golden(name: string, message: Message | undefined): void {
  if (!message) throw new Error(`nothing to read for ${name}`)
  const actions = message.actions.map(({ label, pressed }) => `(${pressed ? '•' : ' '}) ${label}`)
  const text = withoutChance(
    `${message.summary}\n\n${'-'.repeat(60)}\n\n${plainMessage(message)}\n\n${actions.join('\n')}`.trimEnd(),
  )
  const file = path.join(folder, `${name}.txt`)
  if (process.env['UPDATE_GOLDEN']) {
    mkdirSync(folder, { recursive: true })
    writeFileSync(file, `${text}\n`)
  }
  expect(existsSync(file), `${name}: no golden file; UPDATE_GOLDEN=1 writes it`).toBe(true)
  expect(`${text}\n`).toBe(readFileSync(file, 'utf8'))
}

describe.each(['de', 'en'] as const)('what people read in %s', (language: Language) => {
  let session: Session
  const say = (person: string, line: string) => session.says(person, line)
  const speak = async (...persons: string[]) => {
    if (language === 'en') for (const person of persons) await say(person, 'sprache en')
  }
  const file = (name: string) => `${name}.${language}`

  beforeAll(async () => {
    session = await convene('2023-09-25T07:00:00Z')
    await speak(
      CHAIR,
      SECRETARIAT,
      'geschaeftsstelle-2',
      'mitglied-he',
      'mitglied-sn',
      'vertretung-he',
    )
  })
  afterAll(() => session.adjourn())

  it('before a circulation: help, who am I, status, list', async () => {
    golden(file('help'), await say('mitglied-he', 'hilfe'))
    golden(file('help-vote'), await say('mitglied-he', 'hilfe stimme'))
    golden(file('who-am-i'), await say('mitglied-he', 'wer bin ich'))
    golden(file('status-empty'), await say('mitglied-he', 'status'))
    golden(file('list-empty'), await say('mitglied-he', 'liste'))
    golden(file('unknown'), await say('mitglied-he', 'stimmne'))
  })

  it('a draft: saved, not confirmed, confirmed, opened', async () => {
    const draft =
      'entwurf "Weiterbetrieb der EfA-Dienste" ziffern: "Der IT-Planungsrat beschließt das Modell." antrag: BUND anlagen: "Modell | https://example.org/modell.pdf"'
    golden(file('draft-saved'), await say(SECRETARIAT, draft))
    golden(file('open-not-confirmed'), await say(SECRETARIAT, 'öffnen E-1'))
    golden(file('confirm-own'), await say(SECRETARIAT, 'bestätigen E-1'))
    golden(file('draft-confirmed'), await say('geschaeftsstelle-2', 'bestätigen E-1'))
    golden(file('preview'), await say(CHAIR, 'vorschau E-1'))
    golden(file('opened'), await say(SECRETARIAT, 'öffnen E-1'))
  })

  it('an open vote: ballot, receipts, refusals, card, status', async () => {
    const ballot = () => session.notebook.about(':ballot:HE:', 'mitglied-he')[0]
    golden(file('ballot-before'), ballot())
    golden(file('receipt'), await say('mitglied-he', 'stimme 7/2023 Zustimmung "Wir stimmen zu."'))
    golden(file('receipt-changed'), await say('vertretung-he', 'stimme 7/2023 Enthaltung'))
    golden(file('receipt-unchanged'), await say('vertretung-he', 'stimme 7/2023 Enthaltung'))
    await say('mitglied-sn', 'stimme 7/2023 Ablehnung')
    golden(file('ballot-after'), ballot())
    golden(file('vote-refused'), await say(CHAIR, 'stimme 7/2023 Zustimmung'))
    golden(file('card-open'), await say('mitglied-he', 'status 7/2023'))
    golden(file('status-open'), await say('mitglied-sn', 'status'))
    golden(file('deadline'), await say('mitglied-he', 'termin 7/2023'))
    golden(
      file('extended'),
      await say(CHAIR, 'verlängern 7/2023 16.10.2023 "Kabinettsbefassung in zwei Ländern"'),
    )
    golden(file('card-extended'), await say('mitglied-he', 'status 7/2023'))
  })

  it('the end: sum sheet, the chair is asked, the result stated otherwise with a reason, the list', async () => {
    await session.turnTo('2023-10-17T08:00:00Z')
    golden(file('sum-sheet'), await say(CHAIR, 'summenblatt 7/2023'))
    golden(file('chair-request'), session.notebook.about(':state:', `:${CHAIR}:`)[0])
    golden(file('vote-late'), await say('mitglied-he', 'stimme 7/2023 Zustimmung'))
    golden(file('state-needs-reason'), await say(CHAIR, 'feststellen 7/2023 angenommen'))
    golden(
      file('stated'),
      await say(
        CHAIR,
        'feststellen 7/2023 angenommen "Die fehlenden Stimmen liegen schriftlich vor."',
      ),
    )
    golden(file('card-stated'), await say('mitglied-he', 'status 7/2023'))
    golden(file('list'), await say('mitglied-he', 'liste'))
  })

  it('a cancelled circulation', async () => {
    await say(SECRETARIAT, 'entwurf "Zweiter" ziffern: "Text" antrag: HE, BY, NW')
    await say('geschaeftsstelle-2', 'bestätigen E-2')
    await say(SECRETARIAT, 'öffnen E-2')
    golden(
      file('cancelled'),
      await say(CHAIR, 'abbrechen 8/2023 "Die Anlage war nicht die beratene Fassung"'),
    )
    golden(file('card-cancelled'), await say('mitglied-he', 'status 8/2023'))
  })

  it('the notices in the council’s place, in its language', () => {
    if (language === 'en') return
    for (const kind of ['extended:1', 'counted', 'stated', 'cancelled']) {
      golden(file(`notice-${kind.replace(/\W.*/, '')}`), session.notebook.about(`:${kind}:`)[0])
    }
  })
})
