// The unit of work behind the core's Desk: exactly once per request by the inbox, one transaction around a change, and the one clock read in a statement of its own; leaves the repositories to their own files.
import { z } from 'zod'
import { botTexts } from '../core/bot-texts.ts'
import type { Answer, Desk, Receipt } from '../core/ports.ts'
import { Refusal, refusalMessage } from '../core/refusal.ts'
import { inBoth } from '../core/texts.ts'
import type { Instant, Language } from '../core/values.ts'
import { readAnswer, writeAnswer } from './answer-json.ts'
import { hasCode } from './errors.ts'
import type { PrismaClient } from './generated/client.ts'

/** A Prisma client or one transaction of it. */
export type Db = Omit<
  PrismaClient,
  `$${'connect' | 'disconnect' | 'on' | 'use' | 'extends' | 'transaction'}`
>

/** A change that waits longer than this for locks is given up and refused; nothing of it is stored. */
const LONGEST_CHANGE_MS = 20_000
const MOST_TRIES = 5

/** The store's side of the core's Desk. `storesOf` binds the repositories to a transaction. */
export function createDesk<S>(prisma: PrismaClient, storesOf: (db: Db) => S): Desk<S> {
  let latest: Instant = 0
  const clock = async (db: Db) => {
    latest = await readClock(db)
    return latest
  }
  return {
    async read(work) {
      return work(storesOf(prisma), await clock(prisma))
    },
    async own(work) {
      if (latest === 0) await clock(prisma)
      return work(storesOf(prisma), latest)
    },
    change(work) {
      return retried(() =>
        prisma.$transaction(async (db) => work(storesOf(db), await clock(db)), {
          maxWait: 2_000,
          timeout: LONGEST_CHANGE_MS,
        }),
      )
    },
    once(receipt, language, work) {
      return retried(() =>
        prisma.$transaction(
          (db) =>
            answerOnce(db, receipt, language, async () => work(storesOf(db), await clock(db))),
          { maxWait: 2_000, timeout: LONGEST_CHANGE_MS },
        ),
      )
    },
    async answered({ connection, requestId, body }) {
      const [seen] = await prisma.$queryRaw<Seen[]>`
        SELECT body_hash = sha256(convert_to(${body}, 'UTF8')) AS same, answer FROM inbox
        WHERE connection = ${connection} AND request_id = ${requestId}`
      return answerIn(seen)
    },
  }
}

/** The instant of the one clock, in ms. */
export async function readClock(db: Db): Promise<Instant> {
  const [row] = await db.$queryRaw<{ now: Date }[]>`SELECT umlauf_now() AS now`
  if (!row) throw new Error('this database has no stamp')
  return row.now.getTime()
}

type Seen = { readonly same: boolean; readonly answer: string | null }

/** What the inbox keeps for this very request. @throws Refusal `request.other` where another came under its id */
function answerIn(seen: Seen | undefined): Answer | undefined {
  if (seen?.same === false) {
    throw new Refusal(
      'request.other',
      inBoth(botTexts, (t) => t.otherRequest),
    )
  }
  return typeof seen?.answer === 'string' ? readAnswer(seen.answer) : undefined
}

async function answerOnce(
  db: Db,
  { connection, requestId, body }: Receipt,
  language: Language,
  work: () => Promise<Answer>,
): Promise<Answer> {
  await db.$executeRaw`
    INSERT INTO inbox (connection, request_id, body_hash)
    VALUES (${connection}, ${requestId}, sha256(convert_to(${body}, 'UTF8'))) ON CONFLICT DO NOTHING`
  const [seen] = await db.$queryRaw<Seen[]>`
    SELECT body_hash = sha256(convert_to(${body}, 'UTF8')) AS same, answer FROM inbox
    WHERE connection = ${connection} AND request_id = ${requestId} FOR UPDATE`
  const kept = answerIn(seen)
  if (kept) return kept
  const answer = await refusedOr(db, language, work)
  await db.$executeRaw`
    UPDATE inbox SET answer = ${writeAnswer(answer)}
    WHERE connection = ${connection} AND request_id = ${requestId}`
  return answer
}

/** A refusal undoes what the work had begun, and is kept as the answer; one that names a field goes back to the form instead. */
async function refusedOr(db: Db, language: Language, work: () => Promise<Answer>): Promise<Answer> {
  await db.$executeRaw`SAVEPOINT work`
  try {
    return await work()
  } catch (fault) {
    if (!(fault instanceof Refusal) || fault.field !== undefined) throw fault
    await db.$executeRaw`ROLLBACK TO SAVEPOINT work`
    return { kind: 'message', message: refusalMessage(fault, language), refusal: fault.code }
  }
}

/** Deadlocks and serialization failures (40P01, 40001) are tried again; the inbox makes that harmless. */
async function retried<T>(attempt: () => Promise<T>): Promise<T> {
  for (let tries = 1; ; tries += 1) {
    try {
      return await attempt()
    } catch (fault) {
      if (tries >= MOST_TRIES || !isConflict(fault)) throw fault
      await new Promise((resolve) => setTimeout(resolve, Math.random() * 50 * 2 ** tries))
    }
  }
}

/** How the client hands on a conflict in a raw statement: as P2010, with the driver's own reading of it inside. */
const rawConflict = z.object({
  code: z.literal('P2010'),
  meta: z.object({
    driverAdapterError: z.object({
      cause: z.object({ kind: z.literal('TransactionWriteConflict') }),
    }),
  }),
})

function isConflict(fault: unknown): boolean {
  return hasCode(fault, 'P2034', '40001', '40P01') || rawConflict.safeParse(fault).success
}
