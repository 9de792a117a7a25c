// Digests that were made, as rows that are only ever added; the database decides that a body gets one for a day; leaves when it is due to core.
import type { DigestStore } from '../core/status/index.ts'
import type { Db } from './desk.ts'

/** The repository bound to one transaction (or to none, for reading). */
export function digestStore(db: Db): DigestStore {
  return {
    async inForceSince(version) {
      const where = { version }
      const row = await db.councilVersion.findUniqueOrThrow({ where, select: { appliedAt: true } })
      return row.appliedAt.getTime()
    },
    async newest() {
      const rows = await db.digest.groupBy({ by: ['body'], _max: { day: true } })
      return new Map(rows.map(({ body, _max }) => [body, _max.day ?? '']))
    },
    async add({ body, day, at }) {
      const data = { body, day, at: new Date(at) }
      await db.digest.createMany({ data, skipDuplicates: true })
    },
    async unposted() {
      const rows = await db.$queryRaw<{ n: bigint; body: string; day: string }[]>`
        SELECT d.n, d.body, d.day FROM digest d LEFT JOIN digest_posted p ON p.body = d.body
        WHERE d.n > coalesce(p.n, 0) ORDER BY d.n`
      return rows.map(({ n, ...row }) => ({ ...row, n: Number(n) }))
    },
    async posted(body, n) {
      await db.$executeRaw`
        INSERT INTO digest_posted (body, n) VALUES (${body}, ${n}::bigint)
        ON CONFLICT (body) DO UPDATE SET n = greatest(digest_posted.n, excluded.n)`
    },
  }
}
