// The whole process in Slack, to be killed: `umlauf start --real` on a database and a loopback Slack that outlive it, with an open circulation; leaves when to kill, and what has to hold then, to the tests.
import { type ChildProcess, spawn } from 'node:child_process'
import { once } from 'node:events'
import { setTimeout as sleep } from 'node:timers/promises'
import { fileURLToPath } from 'node:url'
import type pg from 'pg'
import { readCouncilFile } from '../../src/files/council-file.ts'
import { applyCouncil } from '../../src/store/council.ts'
import { openPool, openPrisma } from '../../src/store/pool.ts'
import { accountOf, populate, slackCouncil } from '../support/slack-council.ts'
import { createDesk, type Desk } from '../support/slack-desk.ts'
import { type Slack, startSlack } from '../wire/slack/index.ts'

const project = fileURLToPath(new URL('../..', import.meta.url))
const [SECRETARIAT, SECOND] = ['geschaeftsstelle-1', 'geschaeftsstelle-2']
const CONNECTION = 'slack-bund'
const TEAM = 'T0COUNCIL'

/** Who votes. */
export const VOTERS = ['mitglied-bund', 'mitglied-by', 'mitglied-he', 'mitglied-sn'] as const
export const CHOICES = ['consent', 'reject', 'abstain'] as const

export type KillRig = {
  readonly slack: Slack
  readonly desk: Desk
  readonly pool: pg.Pool
  /** Starts the process, and returns when a click can come in. */
  start(): Promise<void>
  /** The process, while it runs. */
  child(): ChildProcess
  kill(): Promise<void>
  /** Opens a circulation by what people do in Slack; `before` happens when all is ready, and what is posted then may take its time. */
  openCirculation(before?: () => void): Promise<void>
  /** Waits until the card and all ballots stand. */
  stands(): Promise<void>
  /** The marks of all that the bot posted, in every channel and conversation. */
  marks(): readonly string[]
  /** Presses a choice on somebody's ballot. */
  click(person: (typeof VOTERS)[number], choice: (typeof CHOICES)[number]): Promise<Click>
  /** What the card in the channel shows of the votes. */
  card(): string
  tidyUp(): Promise<void>
}

export type Click = {
  readonly acked: boolean
  readonly afterMs: number
  /** The request's id as it is kept in the inbox. */
  readonly requestId: string
}

/** @param config an empty database that is migrated and stamped `real` */
export async function openKillRig(config: pg.ClientConfig): Promise<KillRig> {
  const pool = openPool(config, 4, () => {})
  const prisma = openPrisma(pool)
  const people = [...VOTERS, SECRETARIAT, SECOND, 'vorsitz']
  const text = slackCouncil(
    { [CONNECTION]: TEAM },
    {
      accounts: (person) =>
        people.includes(person) ? [{ connection: CONNECTION, id: accountOf(person) }] : [],
    },
  )
  const read = readCouncilFile(text)
  if ('faults' in read) throw new Error(JSON.stringify(read.faults, null, 1))
  await applyCouncil(prisma, { text, council: read.council, by: 'Betrieb' })
  const slack = await startSlack({ team: TEAM })
  populate(slack, text, CONNECTION)
  const desk = createDesk(slack, async () => {})
  let running: ChildProcess | undefined
  let orders = 0

  const rig: KillRig = {
    ...{ slack, desk, pool },
    async start() {
      running = await startProcess(config, slack)
    },
    child: () => running ?? notRunning(),
    async kill() {
      const child = running
      running = undefined
      if (!child || child.exitCode !== null) return
      const ended = once(child, 'exit')
      child.kill('SIGKILL')
      await ended
      for (let left = 500; left > 0 && slack.sockets.open > 0; left -= 1) await sleep(2)
    },
    async openCirculation(before) {
      await desk.types(SECRETARIAT, 'entwurf "EfA" ziffern: "Der Rat beschließt." antrag: BUND')
      await desk.types(SECOND, 'bestätigen E-1')
      await desk.sees(SECOND, 'geschaeftsstelle', 'Bestätigt von Geschäftsstelle 2')
      before?.()
      await desk.types(SECRETARIAT, 'öffnen E-1 trotzdem')
    },
    async stands() {
      for (const person of VOTERS) await desk.sees(person, 'dm', '[Zustimmung]')
      await desk.sees('vorsitz', 'umlauf', 'Stand der 17 Stimmen')
    },
    marks: () => [
      ...(['umlauf', 'geschaeftsstelle'] as const).flatMap((place) => desk.marks(place)),
      ...people.flatMap((person) => desk.marks('dm', person)),
    ],
    async click(person, choice) {
      const { ts, channel, actionId, value } = ballotOf(desk, person, choice)
      orders += 1
      const actionTs = `${Math.floor(Date.now() / 1_000)}.${`${orders}`.padStart(6, '0')}`
      const user = accountOf(person)
      const { acked, afterMs } = await slack.press(
        ...([user, channel, ts, { actionId, value }, { actionTs }] as const),
      )
      const requestId = [slack.team, user, channel, ts, actionId, actionTs].join('|')
      return { acked, afterMs, requestId }
    },
    card: () => desk.looksAt('vorsitz', 'umlauf'),
    async tidyUp() {
      await rig.kill()
      await slack.stop()
      await prisma.$disconnect()
      await pool.end()
    },
  }
  return rig
}

function notRunning(): never {
  throw new Error('the process does not run')
}

/** The button of a choice, as it would be pressed whatever the ballot shows meanwhile. */
function ballotOf(desk: Desk, person: string, choice: (typeof CHOICES)[number]) {
  const found = [...desk.posts('dm', person)].find(([mark]) => mark.includes(':ballot:'))
  if (!found) throw new Error(`${person} has no ballot`)
  const [mark, { ts, channel }] = found
  const [circulation = '', , party = ''] = mark.split(':')
  const args = { circulation, version: '1', party, choice }
  const n = CHOICES.indexOf(choice)
  return {
    ...{ ts, channel, actionId: `umlauf:vote:${n}` },
    value: JSON.stringify({ v: 1, verb: 'vote', args }),
  }
}

async function startProcess(
  { host, port, user, database }: pg.ClientConfig,
  slack: Slack,
): Promise<ChildProcess> {
  const child = spawn(process.execPath, ['bin/umlauf.js', 'start', '--real'], {
    cwd: project,
    env: {
      ...{ PATH: process.env['PATH'], UMLAUF_LANGUAGE: 'de' },
      DATABASE_URL: `postgresql://${user}@/${database}?host=${host}&port=${port}`,
      ...{ SLACK_BOT_TOKEN: slack.botToken, SLACK_APP_TOKEN: slack.appToken },
      SLACK_API_URL: slack.apiUrl,
    },
    stdio: ['ignore', 'pipe', 'pipe'],
  })
  let said = ''
  const hear = (part: Buffer) => {
    said += part
  }
  child.stdout.on('data', hear)
  child.stderr.on('data', hear)
  for (let left = 3_000; !said.includes('Umlauf ist in Slack'); left -= 1) {
    if (child.exitCode !== null || left === 0) throw new Error(`it did not start: ${said}`)
    await sleep(5)
  }
  return child
}
