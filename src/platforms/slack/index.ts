// Slack as a platform: one workspace with its own tokens, sockets and budgets; puts the two directions together and leaves each to its own files.
import { App, LogLevel } from '@slack/bolt'
import type { Platform } from '../../core/ports.ts'
import { Refusal } from '../../core/refusal.ts'
import { inBoth } from '../../core/texts.ts'
import type { ConnectionId, Instant } from '../../core/values.ts'
import { addressesOf } from './addresses.ts'
import { createAnswering } from './answering.ts'
import { createApi } from './api.ts'
import { createBudgets } from './budgets.ts'
import { connectionTexts } from './connection-texts.ts'
import type { SlackGuide } from './guide.ts'
import { createIdentities } from './identity.ts'
import { createIncomingFiles } from './incoming-files.ts'
import { listen } from './listening.ts'
import type { LookingParts } from './looking-up.ts'
import { createOutbound } from './outbound.ts'
import { createPacing } from './pacing.ts'
import { type Address, admit } from './payloads.ts'
import { quietLogger } from './quiet-logger.ts'
import { createHttpReceiver } from './receiving/http.ts'
import type { SlackReceiver } from './receiving/receiver.ts'
import { createSocketReceiver } from './receiving/sockets.ts'
import { HISTORY_SCOPES } from './scopes.ts'
import { createTalk } from './talk.ts'
import { type Workspace, workspaceOf } from './workspace.ts'

export type { SlackGuide } from './guide.ts'

/** How one workspace is reached; with an app token by Socket Mode, otherwise by HTTP with the signing secret. */
export type SlackAccess = {
  readonly botToken: string
  readonly appToken?: string
  readonly signingSecret?: string
  /** Where the Web API is, with a slash at its end. */
  readonly apiUrl: string
  readonly listen: { readonly host: string; readonly port: number }
}

export type SlackOptions = {
  readonly connection: ConnectionId
  /** `T…`, or `E…` for an organisation: whose payloads come in. */
  readonly team: string
  readonly settings: SlackAccess
  readonly guide: SlackGuide
  /** The wall clock (ms since the epoch), for the window of HTTP signatures. */
  readonly now: () => Instant
  /** Writes a trouble or a security notice to the log, without any value that came in. */
  readonly notice: (words: string) => void
  /** Logs a defect and returns the number the user is told. */
  readonly report: (defect: unknown) => string
}

/** One connection to Slack. Nothing is called before `start`. */
export function createSlack(options: SlackOptions): Platform {
  const { connection, team, settings, guide, notice, report } = options
  const clock = () => performance.now()
  const budgets = createBudgets(clock)
  const api = createApi({
    ...{ token: settings.botToken, apiUrl: settings.apiUrl },
    budgets,
    clock,
    notice,
  })
  const talk = createTalk({ api, answersTo: addressesOf(settings.apiUrl, 'hooks'), notice })
  const identities = createIdentities({ team, api, guide, clock })
  const incomingFiles = createIncomingFiles({
    ...{ token: settings.botToken, notice },
    isSlack: addressesOf(settings.apiUrl, 'files'),
  })
  let workspace: Workspace | undefined
  const mayLookUp = () => HISTORY_SCOPES.every((scope) => workspace?.scopes.includes(scope))
  const isOwn: LookingParts['isOwn'] = ({ user, bot }) =>
    user === workspace?.botUser || (bot !== undefined && bot === workspace?.botId)
  const outbound = createOutbound({ connection, api, talk, guide, mayLookUp, isOwn })
  let receiver: SlackReceiver | undefined
  const ending = new AbortController()

  const stands = async (key: string, user: string) => {
    const to = { kind: 'person', account: { connection, id: user } } as const
    return (await outbound.find(key, to)).outcome === 'found'
  }

  return {
    connection,
    ...outbound,
    async start(accept) {
      const here = await reached(
        () => workspaceOf({ api, team, clock, notice }),
        () => ending.signal.aborted,
        notice,
      )
      if (!here) return
      workspace = here
      const address: Address = {
        team,
        get appId() {
          return here.appId()
        },
      }
      receiver = createReceiver(options, address)
      const app = createApp(options, receiver, here)
      const answering = createAnswering({
        ...{ connection, accept, identities, incomingFiles, guide, talk, stands, report, notice },
      })
      listen(app, createPacing(answering, { identities, talk, clock }), here.botUser)
      await app.init()
      await receiver.start()
      void identities.getToKnow(guide.people(), ending.signal)
    },
    async stop(deadline) {
      ending.abort()
      const closing = receiver
      receiver = undefined
      await closing?.stop(deadline)
    },
    async health() {
      const halted = api.halted()
      if (halted !== undefined) return { ok: false, words: connectionTexts.de.halted(halted) }
      return receiver?.health() ?? { ok: false, words: connectionTexts.de.notStarted }
    },
  }
}

/** Waits between questions while Slack does not answer. */
const FIRST_WAIT_MS = 1_000
const LONGEST_WAIT_MS = 15_000

/** Asks until Slack answers: an outage at the start is no reason not to start. Nothing, where it is stopped meanwhile. */
async function reached<T>(
  ask: () => Promise<T>,
  stopped: () => boolean,
  notice: (words: string) => void,
): Promise<T | undefined> {
  for (let waitMs = FIRST_WAIT_MS; !stopped(); waitMs = Math.min(waitMs * 2, LONGEST_WAIT_MS)) {
    try {
      return await ask()
    } catch (fault) {
      if (!(fault instanceof Refusal) || fault.code !== 'slack.unreachable') throw fault
      notice('Slack does not answer; trying again')
      await new Promise((resolve) => setTimeout(resolve, waitMs))
    }
  }
  return undefined
}

function createReceiver(options: SlackOptions, address: Address): SlackReceiver {
  const { settings, now, notice, report } = options
  const parts = { admit: (body: unknown) => admit(body, address), notice, report }
  const { appToken, signingSecret, apiUrl, listen: at } = settings
  if (appToken !== undefined) return createSocketReceiver({ ...parts, appToken, apiUrl })
  if (signingSecret !== undefined)
    return createHttpReceiver({ ...parts, signingSecret, ...at, now })
  throw new Refusal(
    'slack.noWayIn',
    inBoth(connectionTexts, (t) => t.noWayIn),
  )
}

/** Bolt, told who it is: its own question at every start would end in an unhandled rejection where the token is wrong. */
function createApp(
  { settings, notice }: SlackOptions,
  receiver: SlackReceiver,
  here: Workspace,
): App {
  return new App({
    receiver,
    authorize: async () => ({
      botToken: settings.botToken,
      botUserId: here.botUser,
      ...(here.botId === undefined ? {} : { botId: here.botId }),
    }),
    deferInitialization: true,
    // Bolt keeps words about conversations, in memory alone; nothing of ours is asked of it
    convoStore: false,
    logger: quietLogger(notice),
    logLevel: LogLevel.ERROR,
    clientOptions: {
      slackApiUrl: settings.apiUrl,
      retryConfig: { retries: 0 },
      rejectRateLimitedCalls: true,
      timeout: 10_000,
    },
  })
}
