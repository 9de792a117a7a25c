// Turning the rehearsal's clock: forward only, each turn an audit entry; the trigger on instance refuses everything else.
import { Refusal } from '../core/refusal.ts'
import type { Bilingual } from '../core/texts.ts'
import type { Instant } from '../core/values.ts'
import { addAuditEntry } from './audit.ts'
import type { PrismaClient } from './generated/client.ts'

/**
 * Sets the rehearsal's clock; it runs on from there.
 * @throws Refusal `clock.back` with the given words when the instant is not later than now.
 */
export async function turnClock(
  prisma: PrismaClient,
  to: Instant,
  words: Bilingual,
): Promise<void> {
  await prisma.$transaction(async (db) => {
    const [row] = await db.$queryRaw<{ later: boolean }[]>`
      SELECT ${new Date(to)} > umlauf_now() AS later`
    if (!row?.later) throw new Refusal('clock.back', words)
    await db.$executeRaw`SELECT turn_clock(${new Date(to)})::text`
    await addAuditEntry(db, { at: to, kind: 'clock.turned', subject: 'clock', facts: {} })
  })
}
