// The frozen documents of rounds, each read once: a document never changes, and with thousands of parties reading it takes longer than all else of a look; leaves the rounds to reports.ts.
import { type FrozenRound, thawRound } from '../core/reports/index.ts'
import type { Db } from './desk.ts'

/** More rounds than are looked at again and again; forgetting only costs another reading. */
const MOST_REMEMBERED = 20

/** By the hash of their text: what has the same hash is the same document, in whichever database. */
const thawed = new Map<string, FrozenRound>()

/** A frozen document and the hash of its text. */
type Frozen = { readonly frozen: FrozenRound; readonly hash: string }

/** The documents of these rounds, by the id of the round. */
export async function frozenRounds(
  db: Db,
  rounds: readonly string[],
): Promise<ReadonlyMap<string, Frozen>> {
  const hashes = await db.frozenRound.findMany({
    where: { round: { in: [...rounds] } },
    select: { round: true, hash: true },
  })
  const known = hashes.map(({ round, hash }) => ({
    round,
    hash: Buffer.from(hash).toString('hex'),
  }))
  const unread = known.filter(({ hash }) => !thawed.has(hash)).map(({ round }) => round)
  const texts = await textsOf(db, unread)
  return new Map(
    known.map(({ round, hash }) => {
      const frozen = thawed.get(hash) ?? thawRound(texts.get(round) ?? '')
      remember(hash, frozen)
      return [round, { frozen, hash }]
    }),
  )
}

async function textsOf(db: Db, rounds: readonly string[]): Promise<ReadonlyMap<string, string>> {
  if (rounds.length === 0) return new Map()
  const rows = await db.frozenRound.findMany({
    where: { round: { in: [...rounds] } },
    select: { round: true, document: true },
  })
  return new Map(rows.map(({ round, document }) => [round, document]))
}

function remember(hash: string, frozen: FrozenRound): void {
  thawed.delete(hash)
  thawed.set(hash, frozen)
  if (thawed.size <= MOST_REMEMBERED) return
  const [oldest = hash] = thawed.keys()
  thawed.delete(oldest)
}
