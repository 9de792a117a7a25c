// One council on two networks: nine parties on the loopback Slack, eight on a homeserver, the whole process in between; leaves what happens in it to the test.
import { type ChildProcess, spawn } from 'node:child_process'
import { once } from 'node:events'
import { writeFileSync } from 'node:fs'
import path from 'node:path'
import { setTimeout as sleep } from 'node:timers/promises'
import { fileURLToPath } from 'node:url'
import { parse, stringify } from 'yaml'
import { type Slack, startSlack } from '../wire/slack/index.ts'
import type { Account } from './matrix-calls.ts'
import { ENCRYPTION, type Member, type Seen } from './matrix-member.ts'
import { setUpAccount, signed } from './matrix-rig.ts'
import { emptyDatabase, temporaryFolder } from './postgres.ts'
import { accountOf, channelOf, slackCouncil } from './slack-council.ts'

const project = fileURLToPath(new URL('../..', import.meta.url))

export const ON_SLACK = ['BUND', 'BW', 'BY', 'BE', 'BB', 'HB', 'HH', 'HE', 'MV']
export const ON_MATRIX = ['NI', 'NW', 'RP', 'SL', 'SN', 'ST', 'SH', 'TH']
export const memberOf = (party: string) => `mitglied-${party.toLowerCase()}`
/** On both networks: a vote in one is changed in the other. */
export const BOTH = memberOf('HE')
/** Of the secretariat, in Matrix alone. */
export const SECOND = 'geschaeftsstelle-2'
const BOT = 'umlauf'

/** A homeserver, loopback or real. */
export type AnyHomeserver = {
  readonly url: string
  register(name: string, password?: string): Promise<Account>
}

export type TwoNetworks = Awaited<ReturnType<typeof conveneOnBoth>>

/**
 * Everybody is there and the bot is running.
 * @param postgres where its database is
 * @param onMatrix who is in Matrix beside the second of the secretariat
 */
export async function conveneOnBoth(
  homeserver: AnyHomeserver,
  postgres: { readonly host: string; readonly port: number; readonly user: string },
  onMatrix: readonly string[] = [...ON_MATRIX.map(memberOf), BOTH],
) {
  const database = await emptyDatabase()
  const data = temporaryFolder()
  const slack = await startSlack()
  const bot = await homeserver.register(BOT, 'a password of the tests')
  await setUpAccount(homeserver.url, bot.id, path.join(data, 'matrix', 'matrix'))
  const members = new Map<string, Member>()
  for (const person of [...onMatrix, SECOND]) {
    members.set(person, await signed(homeserver.url, await homeserver.register(person)))
  }
  const host = memberIn(members, SECOND)
  const rooms: Record<string, string> = {}
  for (const place of ['umlauf', 'geschaeftsstelle']) {
    const invite = [bot.id, ...[...members.values()].map(({ account }) => account.id)]
    const others = invite.filter((id) => id !== host.account.id)
    const made = await host.client.createRoom({ invite: others, initial_state: [ENCRYPTION] })
    rooms[place] = made.room_id
    for (const member of members.values()) if (member !== host) await member.join(made.room_id)
  }
  const onSlack = [...ON_SLACK, ...ON_MATRIX]
    .map(memberOf)
    .filter((person) => person === BOTH || !members.has(person))
    .concat('geschaeftsstelle-1', 'vorsitz')
  populateSlack(slack, onSlack)
  const environment = {
    ...{ PATH: process.env['PATH'], UMLAUF_LANGUAGE: 'de', UMLAUF_PORT: '0', UMLAUF_DATA: data },
    DATABASE_URL: `postgresql://${postgres.user}@/${database.name}?host=${postgres.host}&port=${postgres.port}`,
    ...{ SLACK_BOT_TOKEN: slack.botToken, SLACK_APP_TOKEN: slack.appToken },
    ...{
      SLACK_API_URL: slack.apiUrl,
      MATRIX_HOMESERVER_URL: homeserver.url,
      MATRIX_USER_ID: bot.id,
    },
  }
  const file = path.join(data, 'council.yaml')
  const umlauf = (...args: string[]) => run(args, environment)
  const apply = async () => {
    writeFileSync(file, councilOn(onSlack, members, rooms))
    const applying = umlauf('council', 'apply', '--by', 'Betrieb', file)
    if ((await applying.ended) !== 0) throw new Error(applying.said())
  }
  await apply()
  let running = umlauf('start')
  await running.says('Umlauf ist in')

  return {
    ...{ slack, members, rooms, database, bot: bot.id },
    member: (person: string) => memberIn(members, person),
    /** Killed without a word, and started again by the operator. */
    async killBot(meanwhile: () => Promise<unknown> = async () => {}): Promise<void> {
      running.child.kill('SIGKILL')
      await running.ended
      await meanwhile()
      running = umlauf('start')
      await running.says('Umlauf ist in')
    },
    log: () => running.said(),
    /** The room of a place is replaced, as Synapse does it; the council file still names the old one, where only its maker may speak. */
    async replaceRoom(place: string): Promise<string> {
      const old = rooms[place] ?? ''
      const invite = [bot.id, ...[...members.values()].map(({ account }) => account.id)]
      const { room_id: next } = await host.client.createRoom({
        ...{ invite: invite.filter((id) => id !== host.account.id), initial_state: [ENCRYPTION] },
        creation_content: { predecessor: { room_id: old } },
      })
      rooms[`${place}, replaced`] = next
      const tombstone = { body: 'moved', replacement_room: next }
      await host.client.sendStateEvent(old, 'm.room.tombstone' as never, tombstone as never)
      const levels = await host.client.getStateEvent(old, 'm.room.power_levels', '')
      const quiet = { ...levels, events_default: 50, invite: 50 }
      await host.client.sendStateEvent(old, 'm.room.power_levels' as never, quiet as never)
      for (const member of members.values()) if (member !== host) await member.join(next)
      return next
    },
    /** What the checkup says. */
    async doctor(): Promise<string> {
      const asking = umlauf('doctor')
      await asking.ended
      return asking.said()
    },
    /** The council file names the new room of a place from now on. */
    async moveTo(place: string, next: string): Promise<void> {
      rooms[`${place}, replaced`] = rooms[place] ?? ''
      rooms[place] = next
      await apply()
    },
    async adjourn(): Promise<void> {
      running.child.kill('SIGTERM')
      await running.ended
      for (const member of members.values()) member.stop()
      await slack.stop()
      await database.drop()
    },
  }
}

function memberIn(members: ReadonlyMap<string, Member>, person: string): Member {
  const member = members.get(person)
  if (!member) throw new Error(`${person} is not on Matrix`)
  return member
}

type Written = {
  connections: object[]
  places: { id: string; on: unknown[] }[]
  persons: { id: string; accounts: object[] }[]
}

/** The shipped file with both connections; whoever is in neither has no account. */
function councilOn(
  onSlack: readonly string[],
  members: ReadonlyMap<string, Member>,
  rooms: Readonly<Record<string, string>>,
): string {
  const council: Written = parse(slackCouncil({ slack: 'T0COUNCIL' }))
  council.connections.push({ id: 'matrix', network: 'matrix', server: 'localhost' })
  for (const place of council.places) place.on.push({ connection: 'matrix', id: rooms[place.id] })
  for (const person of council.persons) {
    const member = members.get(person.id)
    person.accounts = [
      ...(onSlack.includes(person.id) ? [{ connection: 'slack', id: accountOf(person.id) }] : []),
      ...(member ? [{ connection: 'matrix', id: member.account.id }] : []),
    ]
  }
  return stringify(council, { lineWidth: 0 })
}

function populateSlack(slack: Slack, people: readonly string[]): void {
  for (const person of people) slack.addUser({ id: accountOf(person), name: person })
  for (const place of ['umlauf', 'geschaeftsstelle']) {
    slack.addChannel({ id: channelOf(place), name: place, members: people.map(accountOf) })
  }
}

function run(args: readonly string[], environment: NodeJS.ProcessEnv) {
  const child: ChildProcess = spawn(process.execPath, ['bin/umlauf.js', ...args], {
    ...{ cwd: project, env: environment },
    stdio: ['ignore', 'pipe', 'pipe'],
  })
  let words = ''
  for (const stream of [child.stdout, child.stderr]) stream?.on('data', (part) => (words += part))
  const ended = once(child, 'exit').then(([code]) => code as number | null)
  return {
    ...{ child, ended, said: () => words },
    async says(wanted: string): Promise<void> {
      for (let left = 1_200; left > 0 && !words.includes(wanted); left -= 1) {
        if (child.exitCode !== null) break
        await sleep(50)
      }
      if (!words.includes(wanted)) throw new Error(`never said “${wanted}”:\n${words}`)
    },
  }
}

/** The texts of a room as a member's client shows them: edits in place of what they replace. */
export function shownIn({ seen }: Member, room: string): string[] {
  const bodies = new Map<string, string>()
  for (const { id, room: where, type, content, readable } of seen) {
    if (where !== room || type !== 'm.room.message' || !readable) continue
    const { replaced, body } = editIn(content)
    bodies.set(replaced ?? id, body)
  }
  return [...bodies.values()]
}

function editIn(content: Seen['content']): { readonly replaced?: string; readonly body: string } {
  const relation = content['m.relates_to'] as { rel_type?: string; event_id?: string } | undefined
  const fresh = content['m.new_content'] as { body?: string } | undefined
  return relation?.rel_type === 'm.replace' && relation.event_id !== undefined
    ? { replaced: relation.event_id, body: String(fresh?.body) }
    : { body: String(content['body']) }
}
