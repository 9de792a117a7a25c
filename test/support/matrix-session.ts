// A council in session in Matrix, and in Slack beside it where a test asks for that: the whole core on a real database, a loopback homeserver, clients that encrypt, and a bot that can be restarted; leaves what happens to the minutes.
import { rmSync } from 'node:fs'
import path from 'node:path'
import { setTimeout as sleep } from 'node:timers/promises'
import { parse, stringify } from 'yaml'
import { guideOf } from '../../src/cli/connections.ts'
import { createMatrix } from '../../src/platforms/matrix/index.ts'
import { createMatrixKeeping } from '../../src/store/matrix.ts'
import { type Homeserver, startHomeserver } from '../wire/matrix/index.ts'
import { registerUser } from './matrix-calls.ts'
import { ENCRYPTION, type Member } from './matrix-member.ts'
import { PASSWORD, setUpAccount, signed } from './matrix-rig.ts'
import { temporaryFolder } from './postgres.ts'
import { createDesk } from './slack-desk.ts'
import { startSlacks } from './slack-session.ts'
import { councilStands, type StandingCouncil } from './standing-council.ts'
import { shownIn } from './two-networks.ts'

const CONNECTION = 'matrix'
const PLACES = ['umlauf', 'geschaeftsstelle']
const PATIENCE_MS = 25_000

/** Where somebody looks: a place of the council, or the room that they share with the bot alone. */
export type Where = 'umlauf' | 'geschaeftsstelle' | 'own'

export type MatrixSession = Awaited<ReturnType<typeof conveneInMatrix>>

type Written = {
  connections: object[]
  places: { id: string; on: object[] }[]
  persons: { id: string; accounts: object[] }[]
}

/**
 * Convenes a council at an instant of the rehearsal's clock.
 * @param council the file without Matrix; the connection, its rooms and the accounts of these people are added
 * @param slack connections of the file to Slack, by id and team
 */
export async function conveneInMatrix(
  at: string,
  council: string,
  people: readonly [string, ...string[]],
  slack: Readonly<Record<string, string>> = {},
) {
  const homeserver = await startHomeserver()
  const folder = temporaryFolder()
  const bot = await registerUser(homeserver.url, 'umlauf', { password: PASSWORD })
  await setUpAccount(homeserver.url, bot.id, path.join(folder, CONNECTION))
  const members = await membersOn(homeserver, people)
  const rooms = await roomsOf(members, bot.id)
  const text = movedTo(council, members, rooms)
  const standing = await councilStands(at, text)
  const { slacks, connect } = await startSlacks(standing, text, slack)
  const begin = async () => {
    const started = standing.compose([
      ...(await connect()),
      matrixOn(standing, homeserver.url, bot.id, path.join(folder, CONNECTION)),
    ])
    await started.start()
    return started
  }
  let app = await begin()
  const after = async () => {
    await standing.inForce.read()
    await app.ring()
  }
  const { defects, rows } = standing
  return {
    ...{ homeserver, defects, rows, after },
    ...talkOf(members, rooms, bot.id),
    /** What the bot said in any room so that the homeserver can read it. */
    plain: () =>
      homeserver
        .rooms()
        .flatMap(({ id }) => homeserver.events(id))
        .filter(({ sender, type }) => sender === bot.id && type === 'm.room.message'),
    /** What people do in the first Slack. */
    desk() {
      const [first] = slacks.values()
      if (!first) throw new Error('the council is not on Slack')
      return createDesk(first, after)
    },
    turnTo: (iso: string) => standing.turnTo(app, iso, after),
    /** The bot stops, and another process begins with nothing but what is stored. */
    async restart(meanwhile: () => Promise<unknown> = async () => {}): Promise<void> {
      await app.stop()
      await meanwhile()
      app = await begin()
    },
    async adjourn(): Promise<void> {
      await app.stop()
      for (const member of members.values()) member.stop()
      for (const one of slacks.values()) await one.stop()
      await homeserver.stop()
      await standing.falls()
      rmSync(folder, { recursive: true, force: true })
    },
  }
}

function matrixOn(standing: StandingCouncil, homeserver: string, user: string, folder: string) {
  return createMatrix({
    ...{ connection: CONNECTION, devices: 'signed', folder, server: 'localhost' },
    settings: { homeserver, user },
    guide: guideOf(CONNECTION, standing.inForce),
    keeping: createMatrixKeeping(standing.prisma, CONNECTION),
    notice: standing.log.notice,
    report: standing.log.defect,
  })
}

async function membersOn(
  { url }: Homeserver,
  people: readonly string[],
): Promise<ReadonlyMap<string, Member>> {
  const members = new Map<string, Member>()
  for (const person of people) {
    members.set(person, await signed(url, await registerUser(url, person)))
  }
  return members
}

/** The encrypted room of each place, made by the first of the people, with everybody in it but the bot, who is invited. */
async function roomsOf(
  members: ReadonlyMap<string, Member>,
  bot: string,
): Promise<Readonly<Record<string, string>>> {
  const [host, ...others] = members.values()
  const rooms: Record<string, string> = {}
  for (const place of PLACES) {
    const invite = [bot, ...others.map(({ account }) => account.id)]
    const made = await host?.client.createRoom({ invite, initial_state: [ENCRYPTION] })
    rooms[place] = made?.room_id ?? ''
    for (const member of others) await member.join(rooms[place])
  }
  return rooms
}

function movedTo(
  council: string,
  members: ReadonlyMap<string, Member>,
  rooms: Readonly<Record<string, string>>,
): string {
  const written: Written = parse(council)
  written.connections.push({ id: CONNECTION, network: 'matrix', server: 'localhost' })
  for (const { id, on } of written.places) {
    const room = rooms[id]
    if (room !== undefined) on.push({ connection: CONNECTION, id: room })
  }
  for (const { id, accounts } of written.persons) {
    const member = members.get(id)
    if (member) accounts.push({ connection: CONNECTION, id: member.account.id })
  }
  return stringify(written, { lineWidth: 0 })
}

/** What people write to the bot in their private rooms, and what they read there and in the places. */
function talkOf(
  members: ReadonlyMap<string, Member>,
  rooms: Readonly<Record<string, string>>,
  bot: string,
) {
  const memberOf = (person: string): Member => {
    const member = members.get(person)
    if (!member) throw new Error(`${person} is not in Matrix`)
    return member
  }
  /** The room that the bot made for them, entered when it invites to it. */
  const ownRoom = async (person: string): Promise<string> => {
    const member = memberOf(person)
    const places = Object.values(rooms)
    const find = () => member.client.getRooms().find(({ roomId }) => !places.includes(roomId))
    const room = await until(find, () => `${person} has no room of their own`)
    if (room.getMyMembership() !== 'join') await member.join(room.roomId)
    return room.roomId
  }
  /** What the bot said there, in its order; an edit is nothing said. */
  const told = (person: string, room: string): readonly string[] =>
    memberOf(person)
      .seen.filter(
        ({ sender, room: where, type, content, readable }) =>
          [sender === bot, where === room, type === 'm.room.message', readable].every(Boolean) &&
          content['m.new_content'] === undefined,
      )
      .map(({ content }) => String(content['body']))
  const looksAt = async (person: string, where: Where): Promise<string> => {
    const room = where === 'own' ? await ownRoom(person) : (rooms[where] ?? '')
    return shownIn(memberOf(person), room).join('\n')
  }
  return {
    memberOf,
    ownRoom,
    looksAt,
    told,
    /** Writes to the bot in the private room. @returns what it says to that, which has these words in it */
    async says(person: string, words: string, answer: string): Promise<string> {
      const room = await ownRoom(person)
      const before = told(person, room).length
      await memberOf(person).send(room, 'm.room.message', { msgtype: 'm.text', body: words })
      const fresh = () => told(person, room).slice(before)
      return until(
        () => fresh().find((one) => one.includes(answer)),
        () => `to “${words}” ${person} is not told “${answer}” but: ${fresh().join('\n')}`,
      )
    },
    /** Waits until all of this can be read there. @returns what stands there */
    async sees(person: string, where: Where, ...words: readonly string[]): Promise<string> {
      const room = where === 'own' ? await ownRoom(person) : (rooms[where] ?? '')
      const text = () => shownIn(memberOf(person), room).join('\n')
      return until(
        () => (words.every((one) => text().includes(one)) ? text() : undefined),
        () => `${person} does not see ${words.join(', ')} but: ${text()}`,
      )
    },
  }
}

async function until<T>(look: () => T | undefined, words: () => string): Promise<T> {
  const end = performance.now() + PATIENCE_MS
  for (;;) {
    const found = look()
    if (found !== undefined) return found
    if (performance.now() > end) throw new Error(words())
    await sleep(10)
  }
}
