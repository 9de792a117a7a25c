// A council in session: the whole core on a real database, its people by their ids, and a notebook in which every post of the bot stands; leaves what happens to the tests.
import { randomUUID } from 'node:crypto'
import { readFileSync } from 'node:fs'
import { type App, createApp } from '../../src/app.ts'
import { type Message, message } from '../../src/core/message.ts'
import type { Answer, Exporter, Operation, Platform } from '../../src/core/ports.ts'
import type { Instant } from '../../src/core/values.ts'
import { readCalendar } from '../../src/files/calendar-file.ts'
import { readCouncilFile } from '../../src/files/council-file.ts'
import { exporter } from '../../src/files/exports.ts'
import { applyCouncil } from '../../src/store/council.ts'
import { connect, openPool, openPrisma } from '../../src/store/pool.ts'
import { freshDatabase } from './postgres.ts'

const shipped = new URL('../../src/councils/it-planungsrat.yaml', import.meta.url)

/** A platform that keeps every post by its key, as a network would. */
export type Notebook = Platform & {
  readonly posts: Map<string, { readonly message: Message; readonly edits: number }>
  /** The key of every post that was made, as often as it was made. */
  readonly made: string[]
  /** Posts whose key contains all of these words. */
  about(...words: string[]): Message[]
}

export type Session = {
  /** The app of the newest process. */
  readonly app: App
  readonly notebook: Notebook
  readonly defects: unknown[]
  readonly pool: ReturnType<typeof openPool>
  /** Somebody types a line; the answer, and everything due and posted after it. */
  says(person: string, line: string, requestId?: string): Promise<Message & { refusal?: string }>
  presses(
    person: string,
    verb: string,
    args: Record<string, string>,
    requestId?: string,
  ): Promise<Answer>
  fills(
    person: string,
    verb: string,
    args: Record<string, string>,
    values: Record<string, string>,
  ): Promise<Answer>
  /** Turns the rehearsal's clock through everything due on the way. */
  turnTo(iso: string): Promise<void>
  now(): Promise<Instant>
  /** Turns it at once, as if nothing had run meanwhile. */
  sleepUntil(iso: string): Promise<void>
  /** A new process on the same database: nothing is known any more but what is stored. */
  restart(): Promise<void>
  /** Puts another council file into force. */
  apply(text: string): Promise<void>
  adjourn(): Promise<void>
}

/** Convenes the shipped council at an instant of the rehearsal's clock. */
export async function convene(
  at: string,
  council = readFileSync(shipped, 'utf8'),
  files: Exporter = exporter,
): Promise<Session> {
  const database = await freshDatabase('rehearsal')
  const pool = openPool(database.config, 12, () => {})
  const prisma = openPrisma(pool)
  await setClock(pool, at)
  const read = readCouncilFile(council)
  if ('faults' in read) throw new Error(JSON.stringify(read.faults, null, 1))
  await applyCouncil(prisma, { text: council, council: read.council, by: 'geschaeftsstelle-1' })
  const defects: unknown[] = []
  const notebook = createNotebook()
  const begin = () =>
    createApp({
      store: { pool, prisma, lease: undefined, reserve: () => connect(database.config) },
      calendar: readCalendar(),
      exporter: files,
      platforms: [notebook],
      zone: read.council.zone,
      report: (defect) => {
        defects.push(defect)
        return `${defects.length}`
      },
      notice: () => {},
    })
  let app = begin()
  const from = (person: string) => ({ connection: 'room', id: person })
  const origin = { kind: 'place', place: 'umlauf' } as const
  const now = () => app.desk.read(async (_, instant) => instant)
  const after = async () => {
    await app.ring()
    await app.delivery.settle()
  }
  return {
    get app() {
      return app
    },
    notebook,
    defects,
    pool,
    now,
    async says(person, text, requestId = randomUUID()) {
      const answer = await app.accept({
        kind: 'command',
        text,
        requestId,
        from: from(person),
        origin,
      })
      await after()
      if (answer.kind !== 'message') throw new Error(`a form came back for: ${text}`)
      return { ...answer.message, ...(answer.refusal ? { refusal: answer.refusal } : {}) }
    },
    async presses(person, verb, args, requestId = randomUUID()) {
      const answer = await app.accept({
        kind: 'action',
        verb,
        args,
        requestId,
        from: from(person),
        origin,
      })
      await after()
      return answer
    },
    async fills(person, verb, args, values) {
      const requestId = randomUUID()
      const answer = await app.accept({
        kind: 'form',
        verb,
        args,
        values,
        requestId,
        from: from(person),
        origin,
      })
      await after()
      return answer
    },
    async turnTo(iso) {
      const goal = Date.parse(iso)
      // what stays due however often it is tried is passed by: its defects say so
      let tried: Instant | undefined
      for (
        let due = await app.bot.nextDue();
        due !== undefined && due <= goal && due !== tried;
        due = await app.bot.nextDue()
      ) {
        tried = due
        await forward(pool, due)
        await after()
      }
      await forward(pool, goal)
      await after()
    },
    sleepUntil: (iso) => forward(pool, Date.parse(iso)),
    async restart() {
      await app.delivery.settle()
      app = begin()
    },
    async apply(text) {
      const next = readCouncilFile(text)
      if ('faults' in next) throw new Error(JSON.stringify(next.faults, null, 1))
      await applyCouncil(prisma, { text, council: next.council, by: 'geschaeftsstelle-1' })
      await after()
    },
    async adjourn() {
      await app.delivery.settle()
      await prisma.$disconnect()
      await pool.end()
      await database.drop()
    },
  }
}

async function turn(pool: ReturnType<typeof openPool>, to: Instant): Promise<void> {
  await pool.query('SELECT turn_clock($1)', [new Date(to)])
}

/** Not back: the clock runs on between two steps, and may have come further already. */
async function forward(pool: ReturnType<typeof openPool>, to: Instant): Promise<void> {
  await pool.query('SELECT turn_clock($1) WHERE $1::timestamptz > umlauf_now()', [new Date(to)])
}

/** A rehearsal may start at any instant; the trigger only refuses to go back afterwards. */
async function setClock(pool: ReturnType<typeof openPool>, at: string): Promise<void> {
  await pool.query('ALTER TABLE instance DISABLE TRIGGER instance_guard')
  await turn(pool, Date.parse(at))
  await pool.query('ALTER TABLE instance ENABLE TRIGGER instance_guard')
}

function createNotebook(): Notebook {
  const posts = new Map<string, { message: Message; edits: number }>()
  const made: string[] = []
  return {
    connection: 'room',
    can: { home: false, file: true, find: true },
    posts,
    made,
    about: (...words) =>
      [...posts]
        .filter(([key]) => words.every((word) => key.includes(word)))
        .map(([, { message }]) => message),
    start: async () => {},
    stop: async () => {},
    health: async () => ({ ok: true, words: 'ok' }),
    async deliver(operation: Operation) {
      if (operation.kind === 'post') {
        made.push(operation.key)
        posts.set(operation.key, { message: operation.message, edits: 0 })
      }
      if (operation.kind === 'edit') {
        const before = posts.get(operation.ref)
        if (!before) return { outcome: 'gone' }
        posts.set(operation.ref, { message: operation.message, edits: before.edits + 1 })
      }
      if (operation.kind === 'file') {
        const { key, file } = operation
        made.push(key)
        posts.set(key, { message: message(file.name, [], { files: [file] }), edits: 0 })
      }
      return { outcome: 'delivered', ref: operation.key }
    },
    find: async (key) => (posts.has(key) ? { outcome: 'found', ref: key } : { outcome: 'absent' }),
    privatePlace: async (account) => ({ kind: 'person', account }),
  }
}
