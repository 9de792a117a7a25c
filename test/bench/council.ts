// A council for the bench: the shipped one on an open store, with circulations opened through the bot and the voters who may cast in them; leaves the measuring to the others.
import { randomUUID } from 'node:crypto'
import { readFileSync } from 'node:fs'
import { type App, type AppParts, createApp } from '../../src/app.ts'
import type { Calendar } from '../../src/core/calendar/index.ts'
import type { Council } from '../../src/core/council/index.ts'
import type { Account, Platform } from '../../src/core/ports.ts'
import type { PartyCode } from '../../src/core/values.ts'
import { readCalendar } from '../../src/files/calendar-file.ts'
import { readCouncilFile } from '../../src/files/council-file.ts'
import { exporter } from '../../src/files/exports.ts'
import { applyCouncil } from '../../src/store/council.ts'
import type { Store } from '../../src/store/open.ts'

const shipped = new URL('../../src/councils/it-planungsrat.yaml', import.meta.url)
const ROOM = 'room'

/** The council in session, served by two processes' worth of Umlauf on the same store. */
export type Hall = {
  /** Takes requests and leaves the posts to another, as a second process beside the holder of the lease does. */
  readonly casting: App
  /** Takes requests and brings every post up to date as well. */
  readonly posting: App
  readonly calendar: Calendar
  readonly pool: Store['pool']
  /** The account by which a person of the council file asks. */
  readonly account: (person: string) => Account
}

/** What it takes to open and to end circulations. */
export type Chair = Pick<Hall, 'casting' | 'pool' | 'account'>

/** Who casts for which party in which circulation. */
export type Voter = {
  readonly account: Account
  readonly party: PartyCode
  readonly circulation: string
  readonly version: number
}

/** The council file that ships with Umlauf. */
export function readShipped(): { readonly text: string; readonly council: Council } {
  const text = readFileSync(shipped, 'utf8')
  const read = readCouncilFile(text)
  if ('faults' in read) throw new Error('the shipped council file has faults')
  return { text, council: read.council }
}

/** Puts the shipped council into force and puts core and store together. Any defect ends the bench. */
export async function convene(store: Pick<Store, 'pool' | 'prisma' | 'reserve'>): Promise<Hall> {
  const { text, council } = readShipped()
  await applyCouncil(store.prisma, { text, council, by: 'bench' })
  const calendar = readCalendar()
  const parts = {
    calendar,
    exporter,
    zone: council.zone,
    report: (defect: unknown) => {
      throw defect
    },
    notice: () => {},
  }
  const elsewhere: AppParts['store']['lease'] = {
    token: 0n,
    held: () => false,
    release: async () => {},
  }
  return {
    casting: createApp({
      ...parts,
      store: { ...store, lease: elsewhere },
      platforms: [createPinboard()],
    }),
    posting: createApp({
      ...parts,
      store: { ...store, lease: undefined },
      platforms: [createPinboard()],
    }),
    calendar,
    pool: store.pool,
    account: (id) => ({ connection: ROOM, id }),
  }
}

/** Takes a circulation from draft to open, each step by whom the procedure asks for; one voter for each party. */
export async function openCirculation(hall: Chair): Promise<readonly Voter[]> {
  const drafted = await says(
    hall,
    'geschaeftsstelle-1',
    'entwurf "Finanzierung des Weiterbetriebs" ziffern: "1. Der Rat beschließt das Modell." antrag: BUND',
  )
  const [draft] = /E-\d+/.exec(drafted) ?? []
  await says(hall, 'geschaeftsstelle-2', `bestätigen ${draft}`)
  await says(hall, 'geschaeftsstelle-1', `öffnen ${draft} trotzdem`)
  const { connection } = hall.account('')
  const { rows } = await hall.pool.query<Omit<Voter, 'account'> & { id: string }>(
    `SELECT DISTINCT ON (s.party) s.party, s.circulation, s.version, a.external_id AS id
     FROM seat s
     JOIN circulation c ON c.id = s.circulation AND 'E-' || c.draft = $1
     JOIN mandate m ON m.body = c.body AND m.party = s.party
     JOIN account a ON a.person = m.person AND a.connection = $2
     ORDER BY s.party, m.role DESC`,
    [draft, connection],
  )
  return rows.map(({ id, ...voter }) => ({ ...voter, account: { connection, id } }))
}

/** Ends a circulation, so that the next one is measured alone. */
export async function cancelCirculation(hall: Chair, id: string): Promise<void> {
  await says(hall, 'vorsitz', `abbrechen ${id} "Ende der Messung"`)
}

async function says(hall: Chair, person: string, text: string): Promise<string> {
  const answer = await hall.casting.accept({
    kind: 'command',
    text,
    requestId: randomUUID(),
    from: hall.account(person),
    origin: { kind: 'place', place: 'geschaeftsstelle' },
  })
  if (answer.kind === 'form' || answer.refusal !== undefined) {
    throw new Error(`${text}: ${answer.kind === 'form' ? 'a form came' : answer.message.summary}`)
  }
  return answer.message.summary
}

/** A platform as fast as a platform can be, so that what is measured is ours. */
function createPinboard(): Platform {
  return {
    connection: ROOM,
    can: { home: false, file: true, find: true },
    start: async () => {},
    stop: async () => {},
    health: async () => ({ ok: true, words: 'ok' }),
    deliver: async ({ key }) => ({ outcome: 'delivered', ref: key }),
    find: async () => ({ outcome: 'absent' }),
    privatePlace: async (account) => ({ kind: 'person', account }),
  }
}
