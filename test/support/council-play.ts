// A council of three parties in miniature behind a real room: one circulation, private ballots, a card that follows the votes; stands in for the core where the room alone is on trial.
import type { Form } from '../../src/core/form.ts'
import {
  type Block,
  type Message,
  message,
  note,
  paragraph,
  strong,
} from '../../src/core/message.ts'
import type { Answer, Request } from '../../src/core/ports.ts'
import type { Language } from '../../src/core/values.ts'
import { createRoom, type Room } from '../../src/platforms/room/index.ts'
import { createRoomTable } from './room-table.ts'

const NOW = Date.UTC(2023, 9, 4, 12, 32)
const PARTIES = [
  { code: 'BUND', name: 'Bund', member: 'mitglied-bund', share: '' },
  { code: 'SH', name: 'Schleswig-Holstein', member: 'mitglied-sh', share: '3,41 %' },
  { code: 'HH', name: 'Hamburg', member: 'mitglied-hh', share: '2,60 %' },
  { code: 'MV', name: 'Mecklenburg-Vorpommern', member: 'mitglied-mv', share: '1,98 %' },
  { code: 'HB', name: 'Bremen', member: 'mitglied-hb', share: '0,95 %' },
  { code: 'NI', name: 'Niedersachsen', member: 'mitglied-ni', share: '9,40 %' },
  { code: 'ST', name: 'Sachsen-Anhalt', member: 'mitglied-st', share: '2,70 %' },
  { code: 'BE', name: 'Berlin', member: 'mitglied-be', share: '5,19 %' },
  { code: 'BB', name: 'Brandenburg', member: 'mitglied-bb', share: '3,03 %' },
  { code: 'NW', name: 'Nordrhein-Westfalen', member: 'mitglied-nw', share: '21,08 %' },
  { code: 'HE', name: 'Hessen', member: 'mitglied-he', share: '7,44 %' },
  { code: 'TH', name: 'Thüringen', member: 'mitglied-th', share: '2,63 %' },
  { code: 'SN', name: 'Sachsen', member: 'mitglied-sn', share: '4,98 %' },
  { code: 'SL', name: 'Saarland', member: 'mitglied-sl', share: '1,20 %' },
  { code: 'RP', name: 'Rheinland-Pfalz', member: 'mitglied-rp', share: '4,82 %' },
  { code: 'BW', name: 'Baden-Württemberg', member: 'mitglied-bw', share: '13,04 %' },
  { code: 'BY', name: 'Bayern', member: 'mitglied-by', share: '15,56 %' },
]
const LAYOUT = [
  ['BUND', '', 'SH', 'HH', 'MV', ''],
  ['', 'HB', 'NI', 'ST', 'BE', 'BB'],
  ['', 'NW', 'HE', 'TH', 'SN', ''],
  ['SL', 'RP', 'BW', 'BY', '', ''],
]
const CHOICES = { yes: 'Zustimmung', no: 'Ablehnung', abstain: 'Enthaltung' } as const
type Choice = keyof typeof CHOICES
const isChoice = (word: string | undefined): word is Choice =>
  word !== undefined && Object.hasOwn(CHOICES, word)

export type Play = {
  readonly room: Room
  /** How the party of this code has voted. */
  voteOf(code: string): string | undefined
  /** How often the core was asked to count a vote. */
  counted(): number
  turned(): string | undefined
}

/** Opens the room with a circulation under way; the caller stops it. */
export async function openPlay(): Promise<Play> {
  const votes = new Map<string, Choice>([
    ...(['SH', 'HB', 'NI', 'NW', 'TH', 'BW'] as const).map((code) => [code, 'yes'] as const),
    ['SN', 'no'],
    ['SL', 'abstain'],
  ])
  const languages = new Map<string, Language>()
  const inbox = new Map<string, Answer>()
  let counted = 0
  let turned: string | undefined

  const room = createRoom({
    connection: 'room',
    host: '127.0.0.1',
    port: 0,
    key: 'a-key-for-tests',
    messages: createRoomTable(NOW),
    guide: {
      title: { de: 'IT-Planungsrat', en: 'IT Planning Council' },
      zone: 'Europe/Berlin',
      now: async () => NOW,
      persons: () =>
        PARTIES.map(({ member, name }) => ({
          id: member,
          name: `Mitglied ${name}`,
          office: { de: `stimmt für ${name}`, en: `votes for ${name}` },
        })),
      places: async () => [
        { id: 'umlauf', name: 'Umlaufverfahren' },
        { id: 'geschaeftsstelle', name: 'Geschäftsstelle' },
      ],
      language: async (person) => languages.get(person) ?? 'de',
    },
    panel: {
      async turnClock(to) {
        turned = to
        return { de: `Es ist jetzt ${to}.`, en: `It is now ${to}.` }
      },
      jumpToEnd: async () => ({ de: 'Das Ende ist erreicht.', en: 'The end is reached.' }),
      sampleVotes: async () => ({ de: 'Drei haben abgestimmt.', en: 'Three have voted.' }),
    },
    report: () => 'D-1',
  })
  const card = { kind: 'place', place: 'umlauf' } as const
  const send = (key: string, to: Parameters<Room['deliver']>[0]['to'], what: Message) =>
    room.deliver({ kind: 'post', key, to, message: what, language: 'de' })
  const redraw = async (
    key: string,
    to: typeof card | Awaited<ReturnType<typeof own>>,
    what: Message,
  ) => {
    const found = await room.find(key, to)
    const ref = found.outcome === 'found' ? found.ref : ''
    await room.deliver({ kind: 'edit', key, to, ref, message: what, language: 'de' })
  }
  const own = (member: string) => room.privatePlace({ connection: 'room', id: member })

  async function answer(request: Request): Promise<Answer> {
    if (request.kind === 'command') {
      const [file] = request.files ?? []
      if (!file) return command(request.text, request.from.id)
      const content = Buffer.from(await file.read()).toString()
      return said(`Datei zu „${request.text}“: ${file.name}, ${file.size} Byte: ${content}`)
    }
    if (request.kind === 'form') return filled(request.values)
    const party = PARTIES.find(({ code }) => code === request.args['party'])
    const choice = request.args['choice']
    if (!party || !isChoice(choice)) return said('Diese Wahl gibt es nicht.')
    votes.set(party.code, choice)
    counted += 1
    await redraw('card', card, cardOf(votes))
    await redraw(`ballot:${party.code}`, await own(party.member), ballotOf(party, votes))
    return said(`${CHOICES[choice]} für ${party.name} ist gezählt.`)
  }

  function command(text: string, person: string): Answer {
    const [, language] = /^sprache (de|en)$/.exec(text) ?? []
    if (language === 'de' || language === 'en') languages.set(person, language)
    return text === 'entwurf' ? { kind: 'form', form: draftForm({}) } : said(`Gesagt: ${text}`)
  }

  await room.start(async (request) => {
    const given = inbox.get(request.requestId) ?? (await answer(request))
    inbox.set(request.requestId, given)
    return given
  })
  await send('card', card, cardOf(votes))
  for (const party of PARTIES) {
    await send(`ballot:${party.code}`, await own(party.member), ballotOf(party, votes))
  }
  return {
    room,
    voteOf: (code) => votes.get(code),
    counted: () => counted,
    turned: () => turned,
  }
}

function said(words: string): Answer {
  return { kind: 'message', message: message(words, [paragraph(words)]) }
}

function filled(values: Readonly<Record<string, string>>): Answer {
  const title = values['title'] ?? ''
  return title.length < 5
    ? { kind: 'form', form: draftForm(values, true) }
    : said(`Entwurf: ${title}`)
}

function draftForm(values: Readonly<Record<string, string>>, faulty = false): Form {
  const field = { hint: '', required: true, maxLength: 200, options: [] }
  return {
    verb: 'draft',
    args: { body: 'it-planungsrat' },
    title: 'Neuer Entwurf',
    intro: 'Ein Entwurf ist noch nicht öffentlich.',
    fields: [
      { ...field, name: 'title', label: 'Titel', kind: 'line', value: values['title'] ?? '' },
      {
        ...{
          ...field,
          name: 'text',
          label: 'Text',
          kind: 'paragraph',
          value: values['text'] ?? '',
        },
        hint: 'Eine Ziffer je Absatz',
      },
      {
        ...{ ...field, name: 'profile', label: 'Regelprofil', kind: 'choice' },
        value: values['profile'] ?? 'beschluss',
        options: [
          { value: 'beschluss', label: 'Beschluss' },
          { value: 'empfehlung', label: 'Empfehlung' },
        ],
      },
    ],
    submit: 'Anlegen',
    given: {},
    faults: faulty
      ? { title: 'Der Titel ist zu kurz. Bitte schreiben Sie mindestens 5 Zeichen.' }
      : {},
  }
}

function cardOf(votes: ReadonlyMap<string, Choice>): Message {
  const consents = PARTIES.filter(({ code }) => code !== 'BUND' && votes.get(code) === 'yes').length
  const words = { yes: 'ja', no: 'nein', abstain: 'enthält sich', open: 'offen' }
  const missing = `Es fehlen noch ${11 - consents} Länder.`
  const blocks: Block[] = [
    {
      kind: 'heading',
      level: 1,
      spans: [{ text: 'Umlauf 7/2023: Finanzierung des Weiterbetriebs der EfA-Dienste' }],
    },
    paragraph(strong('Ende: Montag, 9. Oktober 2023, 24:00 Uhr – noch 3 Arbeitstage')),
    {
      kind: 'list',
      ordered: true,
      items: [
        [{ text: 'Der IT-Planungsrat beschließt das Modell zur Aufteilung der Betriebskosten.' }],
        [{ text: 'Er stellt hierfür bis zu 10 Mio. € aus dem Budget 2024 bereit.' }],
      ],
    },
    note(
      'Angenommen, wenn der Bund und mindestens 11 Länder mit zwei Dritteln der Königsteiner Anteile zustimmen. (IT-Staatsvertrag § 1 Abs. 7)',
    ),
    {
      kind: 'board',
      title: 'Stand der 17 Vertragspartner',
      layout: LAYOUT,
      cells: PARTIES.map(({ code, name, share }) => {
        const mark = votes.get(code) ?? 'open'
        return { code, name, mark, word: words[mark], note: share }
      }),
    },
    {
      ...{ kind: 'gauge', label: 'Länder', text: `${consents} von 11`, met: consents >= 11 },
      ...{ have: BigInt(consents), need: 11n, of: 16n },
    },
    {
      ...{ kind: 'gauge', label: 'Königsteiner Anteile', text: '63,57 von 66,67 %', met: false },
      ...{ have: 6357n, need: 6667n, of: 10000n },
    },
    paragraph(strong(missing)),
  ]
  return message(`Umlauf 7/2023. ${missing}`, blocks)
}

function ballotOf(party: (typeof PARTIES)[number], votes: ReadonlyMap<string, Choice>): Message {
  const title = `Ihre Stimme für ${party.name}`
  return message(
    title,
    [
      { kind: 'heading', level: 2, spans: [{ text: title }] },
      paragraph('Umlauf 7/2023: Finanzierung des Weiterbetriebs der EfA-Dienste'),
      note(votes.has(party.code) ? 'Sie können bis zum Ende ändern.' : 'Noch nicht abgegeben.'),
    ],
    {
      actions: (['yes', 'no', 'abstain'] as const).map((choice) => ({
        verb: 'vote',
        args: { party: party.code, choice },
        label: CHOICES[choice],
        spoken: `${CHOICES[choice]} für ${party.name}`,
        typed: `stimme 7/2023 ${CHOICES[choice]} für ${party.code}`,
        weight: 'plain',
        pressed: votes.get(party.code) === choice,
      })),
    },
  )
}
