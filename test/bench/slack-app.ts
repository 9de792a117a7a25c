// One app in Slack as a process of its own: the whole Umlauf with a council in session, or a bare Bolt on the same receiver that only acknowledges; tells its own CPU time and memory, and leaves calling it to slack.ts.
import { type ChildProcess, spawn } from 'node:child_process'
import { once } from 'node:events'
import { App, LogLevel } from '@slack/bolt'
import { openRealCouncil } from '../../src/cli/real-council.ts'
import type { SlackSettings } from '../../src/config.ts'
import { readCouncilFile } from '../../src/files/council-file.ts'
import { createSlack } from '../../src/platforms/slack/index.ts'
import { createHttpReceiver } from '../../src/platforms/slack/receiving/http.ts'
import type { SlackReceiver } from '../../src/platforms/slack/receiving/receiver.ts'
import { createSocketReceiver } from '../../src/platforms/slack/receiving/sockets.ts'
import { applyCouncil } from '../../src/store/council.ts'
import { openStore } from '../../src/store/open.ts'
import { accountOf, slackCouncil } from '../support/slack-council.ts'
import { type Chair, openCirculation, type Voter } from './council.ts'
import { createIdleBot } from './idle-commands.ts'
import { type Share, startProfile } from './profile.ts'

const CONNECTION = 'slack-bund'
/** A process that does not answer in this time has failed (machine time). */
const PATIENCE_MS = 90_000

/** What is started: by which way, with which settings; `folder` holds the data of Umlauf. */
export type AppOptions = {
  readonly way: 'umlauf' | 'bare' | 'commands'
  /** How many commands there are, where none of them is real. */
  readonly commands?: number
  readonly project: string
  readonly folder: string
  readonly team: string
  readonly settings: SlackSettings
}

/** CPU time of the process in µs since its start, and its memory in bytes. */
export type Spent = { readonly cpu: number; readonly rss: number }

/** A ballot as it was stored: when by the one clock (ms), for whom, what. */
export type StoredBallot = {
  readonly at: number
  readonly party: string
  readonly choice: string
  readonly revision: number
}

/** What a process can be asked over its channel. */
type Questions = {
  open(): Promise<readonly Voter[]>
  spent(): Promise<Spent>
  ballots(circulation: string): Promise<readonly StoredBallot[]>
  /** How many requests about it were judged and answered, whatever the judgement. */
  judged(circulation: string): Promise<number>
  startProfile(): Promise<void>
  endProfile(): Promise<readonly Share[]>
  stop(): Promise<void>
}
type Question = { readonly ask: keyof Questions; readonly with: readonly string[] }
type Reply = { readonly answer?: unknown; readonly fault?: string }

/** An app that takes clicks. */
export type SlackApp = Questions & { readonly pid: number }

/** Starts an app and waits until clicks can come in. */
export async function startSlackApp(options: AppOptions): Promise<SlackApp> {
  const child = spawn(process.execPath, [import.meta.filename, JSON.stringify(options)], {
    stdio: ['ignore', 'inherit', 'inherit', 'ipc'],
  })
  await reply(child).catch((fault: unknown) => {
    child.kill()
    throw fault
  })
  // one question after the other: the answers carry no names
  const ask = <T>(name: keyof Questions, ...words: string[]): Promise<T> => {
    const question: Question = { ask: name, with: words }
    child.send(question)
    return reply(child) as Promise<T>
  }
  return {
    pid: child.pid ?? 0,
    open: () => ask('open'),
    spent: () => ask('spent'),
    ballots: (circulation) => ask('ballots', circulation),
    judged: (circulation) => ask('judged', circulation),
    startProfile: () => ask('startProfile'),
    endProfile: () => ask('endProfile'),
    async stop() {
      const ended = once(child, 'exit')
      await ask('stop')
      child.disconnect()
      await ended
    },
  }
}

async function reply(child: ChildProcess): Promise<unknown> {
  const ended = new AbortController()
  const end = () => ended.abort(new Error('the process of the app has ended'))
  child.once('exit', end)
  const signal = AbortSignal.any([ended.signal, AbortSignal.timeout(PATIENCE_MS)])
  try {
    const [{ answer, fault }] = (await once(child, 'message', { signal })) as [Reply]
    if (fault !== undefined) throw new Error(fault)
    return answer
  } finally {
    child.off('exit', end)
  }
}

type Running = Pick<Questions, 'open' | 'ballots' | 'judged' | 'stop'>

async function startUmlauf({ project, folder, team, settings }: AppOptions): Promise<Running> {
  await putIntoForce(project, folder, slackCouncil({ [CONNECTION]: team }))
  const serving = await openRealCouncil({
    ...{ databaseUrl: undefined, dataFolder: folder, port: 0, language: 'de', logLevel: 'error' },
    matrix: [],
    slack: [settings],
  })
  serving.broken.catch((defect: unknown) => {
    throw defect
  })
  const chair: Chair = {
    casting: serving.app,
    pool: serving.store.pool,
    account: (person) => ({ connection: CONNECTION, id: accountOf(person) }),
  }
  return {
    open: () => openCirculation(chair),
    async ballots(circulation) {
      const { rows } = await chair.pool.query<Omit<StoredBallot, 'at'> & { at: Date }>(
        'SELECT at, party, choice, revision FROM ballot WHERE circulation = $1::uuid ORDER BY at, id',
        [circulation],
      )
      return rows.map(({ at, ...ballot }) => ({ ...ballot, at: at.getTime() }))
    },
    async judged(circulation) {
      const { rows } = await chair.pool.query<{ judged: number }>(
        'SELECT count(*)::int AS judged FROM inbox WHERE circulation = $1::uuid',
        [circulation],
      )
      return rows[0]?.judged ?? 0
    },
    stop: () => serving.stop(),
  }
}

/** A command of its own, as an operator applies a council file. */
async function putIntoForce(project: string, folder: string, text: string): Promise<void> {
  const read = readCouncilFile(text)
  if ('faults' in read) throw new Error('the council file for Slack has faults')
  const report = (defect: unknown) => console.error(defect)
  const store = await openStore({
    ...{ project, folder, role: 'command', stamp: 'real', report },
    leaseLost: () => {},
  })
  await applyCouncil(store.prisma, { text, council: read.council, by: 'bench' })
  await store.close()
}

/** Bolt as its manual shows it, but for the receiver: that is ours, and admits everything. */
async function startBare({ settings }: AppOptions): Promise<Running> {
  const receiver = receiverOf(settings)
  const app = new App({
    receiver,
    authorize: async () => ({ botToken: settings.botToken, botId: 'B0', botUserId: 'U0' }),
    deferInitialization: true,
    logLevel: LogLevel.ERROR,
    clientOptions: { slackApiUrl: settings.apiUrl },
  })
  app.action(/.*/, ({ ack }) => ack())
  await app.init()
  await receiver.start()
  return { ...NOTHING_STORED, stop: () => receiver.stop(performance.timeOrigin) }
}

const none = () => Promise.reject(new Error('this app stores nothing'))
const NOTHING_STORED = { open: none, ballots: none, judged: none }

/** The whole adapter before a core without a store, with so many commands that do nothing. */
async function startCommands({ team, settings, commands = 1 }: AppOptions): Promise<Running> {
  const platform = createSlack({
    ...{ connection: CONNECTION, team, settings, now: Date.now, notice: () => {} },
    guide: {
      channelOf: () => undefined,
      placeOf: () => undefined,
      knows: () => false,
      people: () => [],
      language: () => 'de',
    },
    report(defect) {
      throw defect
    },
  })
  await platform.start(createIdleBot(commands).handle)
  return { ...NOTHING_STORED, stop: () => platform.stop(0) }
}

function receiverOf({ appToken, signingSecret, apiUrl, listen }: SlackSettings): SlackReceiver {
  const parts = {
    admit: () => ({ status: 200, reason: '' }) as const,
    notice: (words: string) => console.error(words),
    report(defect: unknown) {
      console.error(defect)
      return ''
    },
  }
  if (appToken !== undefined) return createSocketReceiver({ ...parts, appToken, apiUrl })
  if (signingSecret === undefined) throw new Error('there is no way in')
  return createHttpReceiver({ ...parts, ...listen, signingSecret, now: Date.now })
}

/** Answers one question after the other. */
async function serve(options: AppOptions): Promise<void> {
  const running = await { umlauf: startUmlauf, bare: startBare, commands: startCommands }[
    options.way
  ](options)
  let profile: Awaited<ReturnType<typeof startProfile>> | undefined
  const answers: Questions = {
    ...running,
    async spent() {
      const { user, system } = process.cpuUsage()
      return { cpu: user + system, rss: process.memoryUsage.rss() }
    },
    async startProfile() {
      profile = await startProfile()
    },
    endProfile: async () => (await profile?.()) ?? [],
  }
  const tell = (words: Reply) => process.send?.(words)
  process.on('message', async ({ ask, with: words }: Question) => {
    try {
      tell({ answer: await (answers[ask] as (...all: readonly string[]) => unknown)(...words) })
    } catch (fault) {
      tell({ fault: fault instanceof Error ? (fault.stack ?? '') : String(fault) })
    }
  })
  // nobody asks any more: whoever started this has ended
  process.on('disconnect', () => process.exit())
  tell({})
}

const [, script, options] = process.argv
if (script === import.meta.filename && options !== undefined) await serve(JSON.parse(options))
