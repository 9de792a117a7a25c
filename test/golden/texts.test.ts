// Everything people read, as plain text in both languages, one file for each: reviewed as files, rewritten by UPDATE_GOLDEN=1; leaves the walk through the views to test/support/views.ts.
import { randomUUID } from 'node:crypto'
import { afterEach, describe, expect, it } from 'vitest'
import { plainMessage } from '../../src/cli/render.ts'
import type { Form } from '../../src/core/form.ts'
import type { Message } from '../../src/core/message.ts'
import type { Language } from '../../src/core/values.ts'
import { goldenFolder, withoutChance } from '../support/golden.ts'
import type { Session } from '../support/session.ts'
import {
  conveneIn,
  councilIn,
  FAULTY,
  LANGUAGES,
  type Network,
  openVote,
  SECOND,
  SECRETARIAT,
  STAGES,
  walkThroughLife,
  walkThroughPlace,
} from '../support/views.ts'

const files = goldenFolder(new URL('./texts/', import.meta.url), '.txt')
/** A code that help shows; every other one has chance in it. */
const EXAMPLE = 'K7MFX-2QR9T'

function golden(name: string, message: Message): void {
  const actions = message.actions.map(({ label, pressed }) => `(${pressed ? '•' : ' '}) ${label}`)
  goldenText(
    name,
    `${message.summary}\n\n${'-'.repeat(60)}\n\n${plainMessage(message)}\n\n${actions.join('\n')}`,
  )
}

function goldenText(name: string, written: string): void {
  const text = withoutChance(written, (what, found) => (found === EXAMPLE ? found : `<${what}>`))
  files.hold(name, `${text.trimEnd()}\n`)
}

function goldenForm(name: string, { title, intro, fields, submit, faults }: Form): void {
  const lines = fields.map(({ name: field, label, hint, required, value, options }) =>
    [
      `${label}${required ? ' *' : ''} [${value}]`,
      ...(hint === '' ? [] : [`  ${hint}`]),
      ...options.map((option) => `  ( ) ${option.label}`),
      ...(faults[field] === undefined ? [] : [`  ! ${faults[field]}`]),
    ].join('\n'),
  )
  goldenText(name, [title, intro, ...lines, `[${submit}]`].join('\n\n'))
}

const texts: Network = {
  draw({ name, said, language }) {
    // the card of a draft is read when it is opened, as `draft-opened`
    if (name !== 'draft-card') golden(`${name}.${language}`, said)
  },
  drawForm(name, form, language) {
    const fields = form.fields.filter((field) => name !== 'form-faulty' || field.name !== 'title')
    goldenForm(`${name}.${language}`, { ...form, fields })
  },
  asides: {
    start: [['home-empty', 'mitglied-he', 'übersicht', 'home']],
    drafted: [['home-draft', SECOND, 'übersicht', 'home']],
    opened: [['home-vote', 'mitglied-he', 'übersicht', 'home']],
    voted: [['home-voted', 'mitglied-he', 'übersicht', 'home']],
    counted: STAGES.counted,
  },
  fillings: { faulty: { ...FAULTY['faulty'], title: 'x'.repeat(151) } },
}

walkThroughLife('what people read in %s', texts)
walkThroughPlace('a circulation in a place that reads %s', texts)

describe.each(LANGUAGES)('what people read in %s about', (language: Language) => {
  let session: Session
  const file = (name: string) => `${name}.${language}`
  const say = (person: string, line: string) => session.says(person, line)
  afterEach(() => session.adjourn())

  it('linking an account: for the secretariat, for oneself, done, undone, and every refusal', async () => {
    session = await conveneIn(language)
    const asks = (account: string) => say(account, 'verknüpfen')
    const codeIn = ({ summary }: Message) => /\b[2-9B-Z]{5}-[2-9B-Z]{5}\b/.exec(summary)?.[0]
    golden(file('link-own'), await asks('mitglied-he'))
    const asked = await asks('neues-konto')
    if (language === 'de') {
      golden(file('link-asked'), asked)
      golden(file('link-guest'), await asks('T0ANDERS/U0GAST'))
      golden(file('home-stranger'), await say('neues-konto', 'übersicht'))
    }
    golden(file('link-wrong'), await say(SECRETARIAT, `verknüpfen ${EXAMPLE} mitglied-he`))
    golden(file('link-person'), await say(SECRETARIAT, `verknüpfen ${EXAMPLE} mitglid-he`))
    golden(file('link-no-person'), await say(SECRETARIAT, `verknüpfen ${EXAMPLE}`))
    golden(file('link-known'), await say('mitglied-he', `verknüpfen ${EXAMPLE}`))
    golden(file('link-office'), await say('mitglied-he', `verknüpfen ${EXAMPLE} mitglied-by`))
    const code = codeIn(asked)
    golden(file('linked'), await say(SECRETARIAT, `verknüpfen ${code} mitglied-he`))
    golden(file('who-am-i-linked'), await say('mitglied-he', 'wer bin ich'))
    golden(file('unlink-not-yours'), await say('mitglied-sn', 'trennen room:neues-konto'))
    golden(file('unlink-in-file'), await say('mitglied-he', 'trennen'))
    golden(file('unlinked'), await say('mitglied-he', 'trennen room:neues-konto'))
  })

  it('reminding by hand, being away, putting off, and what is refused of it', async () => {
    session = await conveneIn(language)
    await openVote(session)
    await session.turnTo('2023-10-02T08:00:00Z')
    golden(file('remind-preview'), await say(SECRETARIAT, 'erinnern 7/2023 für BY'))
    golden(file('reminded'), await say(SECRETARIAT, 'erinnern 7/2023 für BY jetzt'))
    golden(file('remind-not-found'), await say(SECRETARIAT, 'erinnern 99/2023'))
    golden(file('absent'), await say('mitglied-by', 'abwesend von 03.10.2023 bis 06.10.2023'))
    golden(file('absent-turned'), await say('mitglied-by', 'abwesend 06.10.2023 03.10.2023'))
    golden(file('present'), await say('mitglied-by', 'anwesend'))
    golden(file('present-already'), await say('mitglied-by', 'anwesend'))
    const snooze = 'zurückstellen 7/2023 für BY bis'
    golden(file('snoozed'), await say('mitglied-by', `${snooze} 05.10.2023 "Das Kabinett tagt."`))
    golden(file('snooze-already'), await say('mitglied-by', `${snooze} 04.10.2023 "Grund"`))
    golden(file('snooze-past-due'), await say('mitglied-by', `${snooze} 20.11.2023 "Grund"`))
    golden(file('snooze-not-yours'), await say('mitglied-he', `${snooze} 05.10.2023 "Grund"`))
    const [paused] = session.notebook.about('reminder:', ':list:paused')
    if (!paused) throw new Error('nobody heard of it')
    golden(file('snooze-list'), paused)
    expect(session.defects).toEqual([])
  })

  it('a pressed choice, whatever becomes of it', async () => {
    session = await conveneIn(language, councilIn(language))
    await openVote(session)
    const { rows } = await session.pool.query('SELECT id FROM circulation')
    const press = async (
      name: string,
      person: string,
      args: Record<string, string>,
      more: { order?: string; requestId?: string } = {},
    ) => {
      const answer = await session.app.accept({
        kind: 'action',
        verb: 'vote',
        args: { circulation: rows[0].id, version: '1', party: 'BY', choice: 'consent', ...args },
        requestId: randomUUID(),
        from: { connection: 'room', id: person },
        origin: { kind: 'place', place: 'umlauf' },
        ...more,
      })
      if (answer.kind !== 'message') throw new Error(`no message: ${name}`)
      golden(file(`cast-${name}`), answer.message)
    }
    await press('counted', 'mitglied-by', {}, { order: '2', requestId: 'click-1' })
    await press('repeated', 'mitglied-by', {}, { order: '2', requestId: 'click-1' })
    await press('other-body', 'mitglied-by', { choice: 'reject' }, { requestId: 'click-1' })
    await press('overtaken', 'mitglied-by', { choice: 'reject' }, { order: '1' })
    await press('unchanged', 'mitglied-by', {}, { order: '3' })
    await press('no-mandate', 'mitglied-by', { party: 'HE' })
    await press('no-party', 'mitglied-by', { party: 'XX' })
    await press('old-version', 'mitglied-by', { version: '7' })
    await press('stranger', 'fremd', {})
    await press('not-found', 'mitglied-by', { circulation: randomUUID() })
    await session.turnTo('2023-10-10T08:00:00Z')
    await press('ended', 'mitglied-by', {})
    expect(session.defects).toEqual([])
  })
})

describe('every file of this folder', () => {
  it('is still drawn', () => {
    expect(files.leftOver()).toEqual([])
  })
})
