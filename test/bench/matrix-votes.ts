// A vote in Matrix as its voter lives it: from the answer to the poll to the stored vote, and to the receipt; leaves the council to matrix-hall.ts.
import { requestOf } from '../support/matrix-member.ts'
import { responseTo } from '../support/matrix-talk.ts'
import { startSynapse } from '../support/synapse.ts'
import { type Caster, conveneOnMatrix, type MatrixHall } from './matrix-hall.ts'

const RESPONSE = 'org.matrix.msc3381.poll.response'
export const CHOICES = ['consent', 'reject', 'abstain']
const COUNCIL = 17
const CLIENTS = 3

/** Times in ms from the answer to the poll: until the vote is committed, and until its voter's client shows the receipt. */
export type VoteFigures = {
  readonly members: number
  readonly votes: number
  readonly durable: readonly number[]
  readonly receipt: readonly number[]
  /** From the first vote's commit to the card in the council's room, which everybody's device first gets its key for. */
  readonly firstCard: number
}

/** On a real Synapse without limits: in a room of the council alone, and again when it has grown. */
export async function measureVotes(
  folder: string,
  { votes, grown }: { readonly votes: number; readonly grown: number },
): Promise<readonly VoteFigures[]> {
  const synapse = await startSynapse({ limits: 'none' })
  try {
    const homeserver = {
      url: synapse.url,
      register: (name: string, password?: string) =>
        synapse.register(name, password === undefined ? {} : { password }),
    }
    const hall = await conveneOnMatrix(homeserver, { folder, onMatrix: COUNCIL, clients: CLIENTS })
    try {
      const small = await castInTurns(hall, votes, COUNCIL)
      await hall.fill(grown - COUNCIL, 'gast')
      return [small, await castInTurns(hall, votes, grown)]
    } finally {
      await hall.close()
    }
  } finally {
    await synapse.stop()
  }
}

/** One vote after the other: the next one as soon as the receipt is there, while cards and ballots still follow. */
async function castInTurns(hall: MatrixHall, votes: number, members: number): Promise<VoteFigures> {
  await hall.app().delivery.settle()
  const durable: number[] = []
  const receipt: number[] = []
  const from = hall.brought.length
  const firstStored = hall.stored.size
  for (let turn = 0; turn < votes + CLIENTS; turn += 1) {
    const caster = hall.casters[turn % hall.casters.length]
    if (!caster) throw new Error('nobody has a client')
    const choice = CHOICES[Math.floor(turn / CLIENTS) % CHOICES.length] ?? 'abstain'
    const took = await castOne(hall, caster, choice)
    // the first of each makes its keys
    if (turn < CLIENTS) continue
    durable.push(took.durable)
    receipt.push(took.receipt)
  }
  const stored = [...hall.stored.values()][firstStored] ?? Number.NaN
  return { members, votes, durable, receipt, firstCard: firstCard(hall, from) - stored }
}

function firstCard({ brought }: MatrixHall, from: number): number {
  const card = brought
    .slice(from)
    .find(({ operation, outcome }) => operation.to.kind === 'place' && outcome === 'delivered')
  return card?.end ?? Number.NaN
}

async function castOne(hall: MatrixHall, caster: Caster, choice: string) {
  const { member, room, poll } = caster
  const before = new Set(member.seen.map(({ id }) => id))
  const begin = performance.now()
  const id = await member.send(room, RESPONSE, responseTo(poll, [choice]))
  await member.sees(
    (event) =>
      event.room === room &&
      event.sender === hall.bot &&
      event.type === 'm.room.message' &&
      event.content['m.new_content'] === undefined &&
      !before.has(event.id),
  )
  const receipt = performance.now() - begin
  const at = hall.stored.get(requestOf(member, id))
  if (at === undefined) throw new Error('a receipt came before the vote was stored')
  return { durable: at - begin, receipt }
}
