// What members do with the bot in Matrix in a whole council: answer polls, write, wait for what it says, and look into its database; leaves who they are to two-networks.ts.
import { setTimeout as sleep } from 'node:timers/promises'
import pg from 'pg'
import type { Member } from './matrix-member.ts'
import { shownIn, type TwoNetworks } from './two-networks.ts'

const POLL = 'org.matrix.msc3381.poll.start'
const RESPONSE = 'org.matrix.msc3381.poll.response'

type Postgres = { readonly host: string; readonly port: number; readonly user: string }

export function deedsIn(council: TwoNetworks, { host, port, user }: Postgres) {
  /** Waits until it holds; what stands instead is shown when it never does. */
  async function until<T>(look: () => T, holds: (found: T) => boolean, ms = 60_000): Promise<T> {
    const end = performance.now() + ms
    for (;;) {
      const found = look()
      if (holds(found)) return found
      if (performance.now() > end)
        throw new Error(`it never came to be; it is: ${String(found)}\n${council.log()}`)
      await sleep(20)
    }
  }

  /** The room in which a member and the bot talk; entered when the bot invites to it. */
  async function ownRoom(member: Member): Promise<string> {
    const found = () =>
      member.client.getRooms().find((room) => !Object.values(council.rooms).includes(room.roomId))
    const room = await until(found, (one) => one !== undefined)
    const id = room?.roomId ?? ''
    if (room?.getMyMembership() !== 'join') await member.join(id)
    return id
  }

  /** @returns the room and the poll of the member's ballot, as soon as it is there */
  async function pollOf(member: Member, ms?: number) {
    const room = await ownRoom(member)
    const look = () => member.seen.find((event) => event.room === room && event.type === POLL)
    const poll = await until(look, (one) => one !== undefined, ms)
    return { room, poll: poll?.id ?? '' }
  }

  return {
    until,
    ownRoom,
    pollOf,
    async answersPoll(member: Member, choice: string): Promise<void> {
      const { room, poll } = await pollOf(member)
      await member.send(room, RESPONSE, {
        'm.relates_to': { rel_type: 'm.reference', event_id: poll },
        [RESPONSE]: { answers: [choice] },
      })
    },
    async writes(member: Member, words: string): Promise<void> {
      await member.send(await ownRoom(member), 'm.room.message', { msgtype: 'm.text', body: words })
    },
    async hears(member: Member, words: string, ms?: number): Promise<void> {
      const room = await ownRoom(member)
      await until(
        () => shownIn(member, room).join('\n'),
        (text) => text.includes(words),
        ms,
      )
    },
    /** The rows of a query to the database of the bot. */
    async rows(sql: string): Promise<Record<string, unknown>[]> {
      const client = new pg.Client({ host, port, user, database: council.database.name })
      await client.connect()
      try {
        return (await client.query(sql)).rows
      } finally {
        await client.end()
      }
    },
  }
}
